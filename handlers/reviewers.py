"""Who reviews a group: chosen by the rule, asked, released; and who decides."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property

from config.phrases import Words
from config.taxonomy import Standing
from handlers import assigning
from handlers.assigning import Candidate
from handlers.messages import Choice, pack_words
from handlers.naming import person_name
from handlers.review_notices import tell
from storage.cycles import SEATED, Assignment, Cycle, CycleState
from storage.errors import Conflict
from storage.roles import LEADING, Role
from storage.store import Store


class Pool:
    """Everybody who reviews for the network, read once and kept true as they are chosen."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def _known(self) -> dict[int, Candidate]:
        cycles = self._store.cycles
        pool = cycles.reviewers()
        chosen, loads = cycles.chosen(pool), cycles.loads(pool)
        found = {}
        for person_id, (organisation, away_until) in cycles.belonging(pool).items():
            last, times = chosen.get(person_id, (None, 0))
            found[person_id] = Candidate(
                person_id,
                organisation,
                last_on=last.date() if last else None,
                load=loads.get(person_id, 0),
                times=times,
                away_until=away_until,
            )
        return dict(sorted(found.items()))

    def candidates(self, group_id: str) -> list[Candidate]:
        """As the rule sees them for this group."""
        here = set(self._store.roles.holders(group_id, {*LEADING, Role.CHAIR}))
        known = self._known.items()
        return [replace(each, leads=True) if person in here else each for person, each in known]

    def choose(self, person_id: int, now: datetime) -> None:
        """They review one more."""
        one = self._known[person_id]
        on = max(one.last_on or date.min, now.date())
        self._known[person_id] = replace(one, last_on=on, load=one.load + 1, times=one.times + 1)


def seat(store: Store, cycle: Cycle, now: datetime, pool: Pool | None = None) -> None:
    """Fill the empty seats by the rule; nobody is chosen again who was released."""
    pool = pool or Pool(store)
    chosen_before = store.cycles.assigned(cycle.id, released=True)
    seated = [each for each in chosen_before if each.released_at is None]
    if len(seated) >= assigning.SEATS:
        return
    already = {each.person_id for each in chosen_before}
    there = {store.people.get(each.person_id).organisation or "" for each in seated} - {""}
    on = max(now, cycle.opens_at).date()
    chosen = assigning.choose(
        [each for each in pool.candidates(cycle.group_id) if each.person_id not in already],
        leading=leading(store, cycle.group_id),
        on=on,
        seats=assigning.SEATS - len(seated),
        beside=frozenset(there),
    )
    for each in chosen:
        pool.choose(each.person_id, now)
    store.cycles.choose(
        cycle.id, [(each.person_id, pack_words(each.why)) for each in chosen], at=now
    )


def could_review(store: Store, cycle: Cycle) -> tuple[Candidate, ...]:
    """Who may review and was not chosen before, in the order of the rule."""
    already = {each.person_id for each in store.cycles.assigned(cycle.id, released=True)}
    leads = leading(store, cycle.group_id)
    every = candidates(store, cycle.group_id)
    free = [
        each
        for each in every
        if each.person_id not in already and why_not(each, leading=leads, cycle=cycle) is None
    ]
    return tuple(sorted(free, key=assigning.turn))


def candidates(store: Store, group_id: str) -> list[Candidate]:
    """Everybody who reviews for the network, as the rule sees them for this group."""
    return Pool(store).candidates(group_id)


def why_not(candidate: Candidate, *, leading: frozenset[str], cycle: Cycle) -> Words | None:
    """Why somebody may not review this group; None where they may."""
    return assigning.why_not(candidate, leading=leading, on=cycle.opens_at.date())


def leading(store: Store, group_id: str) -> frozenset[str]:
    """Organisations that lead a group, by its record and by the people who lead it here."""
    people = store.roles.holders(group_id, LEADING)
    theirs = (store.people.get(each).organisation for each in people)
    return frozenset({*store.groups.get(group_id).leads, *(each for each in theirs if each)})


def ask(store: Store, cycle: Cycle, *assignments: Assignment, at: datetime) -> None:
    """Ask each of them for their review, once."""
    for each in assignments:
        each.asked_at = at
    see = Choice(Words("choice-review-see"), f"review.see {cycle.id}")
    for each in assignments:
        fill = Choice(Words("choice-review-fill"), f"review.fill {each.id}", strong=True)
        tell(store, cycle, "asked", each.person_id, at=at, choices=((fill, see),))


def release(
    store: Store,
    cycle: Cycle,
    assignment: Assignment,
    now: datetime,
    *,
    instead: Assignment | None = None,
) -> None:
    """Somebody else reviews, `instead` or by the rule; who was asked hears that nothing is to do.

    Raises:
        Conflict: they answered already, or the review is past that.
    """
    if assignment.released_at or assignment.answers or cycle.state not in SEATED:
        raise Conflict(f"assignment {assignment.id}")
    assignment.released_at = now
    if assignment.asked_at is not None:
        tell(store, cycle, "released", assignment.person_id, at=now)
    if instead is not None:
        store.cycles.assign(instead)
    _seat_and_ask(store, cycle, now)


def leave(store: Store, person_id: int, *, at: datetime) -> None:
    """Somebody is about to be forgotten: others review in their place, by the rule.

    The secretariat hears who, or that nobody may.
    """
    for assignment, cycle in store.cycles.seats_of(person_id):
        assignment.released_at = at
        before = {each.id for each in store.cycles.assigned(cycle.id)}
        _seat_and_ask(store, cycle, at)
        new = [each for each in store.cycles.assigned(cycle.id) if each.id not in before]
        names = ", ".join(person_name(store, each.person_id) for each in new)
        who = Choice(Words("choice-review-who"), f"review.who {cycle.id}")
        for each in store.people.with_standing(Standing.SECRETARIAT):
            if each != person_id:
                tell(
                    store,
                    cycle,
                    "left" if new else "left-empty",
                    each,
                    at=at,
                    by=names,
                    choices=((who,),),
                    once=f"left:{assignment.id}",
                )


def _seat_and_ask(store: Store, cycle: Cycle, now: datetime) -> None:
    seat(store, cycle, now)
    if cycle.state is not CycleState.PREPARED:
        for each in store.cycles.assigned(cycle.id):
            if each.asked_at is None:
                ask(store, cycle, each, at=now)


def deciders(store: Store, group_id: str) -> tuple[int, ...]:
    """Who decides: its chairs who do not lead it; where there is none, the secretariat."""
    leads = store.roles.holders(group_id, LEADING)
    chairs = store.roles.holders(group_id, {Role.CHAIR})
    return deciding(leads, chairs, lambda: store.people.with_standing(Standing.SECRETARIAT))


def deciding(
    leads: Collection[int], chairs: Iterable[int], secretariat: Callable[[], Iterable[int]]
) -> tuple[int, ...]:
    """`deciders`, of people that are known; who the secretariat is, is asked where it decides."""
    found = tuple(each for each in chairs if each not in leads)
    return found or tuple(each for each in secretariat() if each not in leads)
