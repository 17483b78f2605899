"""A review from its preparation to the archive: the steps that the clock and the chair take."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from config.folding import fold
from config.network_files.records import Review, ReviewCalendar
from config.phrases import Words
from config.taxonomy import Platform, Standing
from config.timetable import timetable
from handlers import evidence, quarters, review_papers, review_results
from handlers.calendar import zone_named
from handlers.messages import Choice, Message, Reply, pack_reply, pack_words
from handlers.review_answers import Answers
from handlers.review_notices import announcement, tell, title
from handlers.review_papers import enclosed
from handlers.review_results import recommendations, result
from handlers.reviewers import Pool, ask, deciders, seat
from storage.cycles import (
    ANSWERABLE,
    Cycle,
    CycleState,
    Recommendation,
    RecommendationNote,
    RecommendationState,
)
from storage.errors import Conflict
from storage.places import Place
from storage.roles import LEADING
from storage.store import Store

AGAIN_AFTER = timedelta(days=1)
"""When reviewers are looked for again, where there was nobody."""
MORE_TIME = timedelta(days=7)
"""What the chair can give reviewers."""


def due_to_prepare(store: Store, now: datetime, limit: int) -> Sequence[int]:
    """Rows of groups whose review of the quarter that is over has yet to be prepared.

    By the network's calendar and their own. None once reviewers would have no time left: a group
    that is new then waits for the next.
    """
    quarter, (usual, zone) = quarters.assessed(now.date()), _usual(store)
    found = []
    for row_id, own in store.cycles.unprepared(quarters.code(quarter)):
        moments = quarters.dates(quarter, timetable(usual, own), zone=zone)
        if moments.prepare_at <= now < moments.answers_by:
            found.append(row_id)
    return found[:limit]


class Shared:
    """What is the same for all reviews that one transaction moves on, read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.pool = Pool(store)
        self.on_record = evidence.OnRecord(store)

    def gather(self, groups: Sequence[str], reviewers: Iterable[int] = ()) -> None:
        """Read at once what is known of these groups, and of whoever hears of their reviews."""
        store = self._store
        store.cycles.read_ahead(groups)
        store.workplans.read_ahead(groups)
        roles = store.roles.read_ahead(groups)
        records = store.groups.many(groups).values()
        named = {name for each in records for name in (*each.leads, *each.members)}
        named |= {each.organisation for each in roles if each.organisation}
        store.organisations.many(sorted(named))
        people = sorted({*(each.person_id for each in roles), *self.secretariat, *reviewers})
        store.people.read_ahead(people)
        store.profiles.read_ahead(people)

    @cached_property
    def usual(self) -> tuple[ReviewCalendar | None, ZoneInfo]:
        return _usual(self._store)

    @cached_property
    def secretariat(self) -> Sequence[int]:
        return self._store.people.with_standing(Standing.SECRETARIAT)


def prepare(store: Store, row_id: int, now: datetime) -> None:
    """Gather the evidence, propose reviewers, and tell the secretariat."""
    prepare_several(store, [row_id], now)


def prepare_several(store: Store, row_ids: Sequence[int], now: datetime) -> None:
    """`prepare` each, one after another: the reviewers of one count for the next."""
    shared, groups = Shared(store), store.cycles.groups_at(row_ids)
    shared.gather(sorted(set(groups.values())))
    with store.outbox.together():
        for each in row_ids:
            if each in groups:
                _prepare(store, groups[each], now, shared)


def _prepare(store: Store, group_id: str, now: datetime, shared: Shared) -> None:
    quarter = quarters.assessed(now.date())
    earlier = store.cycles.of_group(group_id)
    if any(each.quarter == quarters.code(quarter) for each in earlier):
        return
    group = store.groups.get(group_id)
    usual, zone = shared.usual
    moments = quarters.dates(quarter, timetable(usual, group.review_calendar), zone=zone)
    for each in earlier:
        if each.state is CycleState.PUBLISHED:
            each.state, each.next_at = CycleState.ARCHIVED, None
    cycle = store.cycles.add(
        Cycle(
            group_id=group_id,
            quarter=quarters.code(quarter),
            opens_at=moments.opens_at,
            answers_by=moments.answers_by,
            decide_by=moments.decide_by,
            archive_at=moments.archive_at,
            next_at=moments.opens_at,
            created_at=now,
        )
    )
    know(store, cycle, now, shared.on_record)
    seat(store, cycle, now, shared.pool)
    for person_id in shared.secretariat:
        tell(store, cycle, "prepared", person_id, at=now)


def know(
    store: Store, cycle: Cycle, now: datetime, on_record: evidence.OnRecord | None = None
) -> None:
    """Gather the evidence anew, unless somebody has answered with it in view."""
    if cycle.state not in {CycleState.PREPARED, *ANSWERABLE} or _any_answers(store, cycle):
        return
    group = store.groups.get(cycle.group_id)
    known = evidence.evidence(store, group, on=now.date(), on_record=on_record)
    cycle.evidence = [[number, pack_words(words)] for number, words in known]
    if cycle.evidence_at is None or cycle.evidence_at.date() != now.date():
        cycle.evidence_at = now


def _usual(store: Store) -> tuple[ReviewCalendar | None, ZoneInfo]:
    """What the network says of when, and by which clocks."""
    network = store.networks.current()
    zone = zone_named((network and network.time_zone) or "")
    return (network.review_calendar if network else None), zone


def tend(store: Store, cycle_id: int, now: datetime) -> None:
    """Move a review on whose time has come; nothing where it has not."""
    tend_several(store, [cycle_id], now)


def tend_several(store: Store, cycle_ids: Sequence[int], now: datetime) -> None:
    """`tend` each, one after another."""
    shared = Shared(store)
    groups = store.cycles.lock_ahead(cycle_ids)
    assigned = (one for each in cycle_ids for one in store.cycles.assigned(each))
    shared.gather(sorted(set(groups)), (each.person_id for each in assigned))
    with store.outbox.together():
        for each in cycle_ids:
            _tend(store, each, now, shared)


def _tend(store: Store, cycle_id: int, now: datetime, shared: Shared) -> None:
    cycle = store.cycles.get(cycle_id)
    if cycle.next_at is None or cycle.next_at > now:
        return
    match cycle.state:
        case CycleState.PREPARED:
            _open(store, cycle, now, shared)
        case CycleState.OPEN | CycleState.IN_REVIEW | CycleState.ANSWERED:
            _time_is_over(store, cycle, now)
        case CycleState.PUBLISHED:
            cycle.state, cycle.next_at = CycleState.ARCHIVED, None
        case _:
            cycle.next_at = None


def due(store: Store, now: datetime, limit: int) -> Sequence[int]:
    """Reviews that the clock moves on."""
    return store.cycles.due(now=now, limit=limit)


def _open(store: Store, cycle: Cycle, now: datetime, shared: Shared) -> None:
    """Ask the reviewers; where there is nobody, the secretariat, and look again tomorrow."""
    seat(store, cycle, now, shared.pool)
    reviewers = store.cycles.assigned(cycle.id)
    if not reviewers:
        cycle.next_at = now + AGAIN_AFTER
        for person_id in shared.secretariat:
            tell(store, cycle, "nobody", person_id, at=now)
        if now >= cycle.answers_by:
            cycle.answers_by = now + MORE_TIME
        return
    know(store, cycle, now, shared.on_record)
    cycle.state, cycle.next_at = CycleState.OPEN, cycle.answers_by
    ask(store, cycle, *reviewers, at=now)
    for person_id in store.roles.holders(cycle.group_id, LEADING):
        tell(store, cycle, "opened", person_id, at=now)


def answered(store: Store, cycle: Cycle, now: datetime) -> None:
    """After a reviewer's answer: once all have, it is the chair's turn at once."""
    if cycle.state is CycleState.OPEN:
        cycle.state = CycleState.IN_REVIEW
    settle(store, cycle, now)


def settle(store: Store, cycle: Cycle, now: datetime) -> None:
    """Where nobody is left who has yet to answer, it is the chair's turn."""
    every = store.cycles.assigned(cycle.id)
    if cycle.state is CycleState.IN_REVIEW and all(each.answers is not None for each in every):
        cycle.state = CycleState.ANSWERED
        _tell_chairs(store, cycle, now)


def give_time(store: Store, cycle: Cycle, now: datetime) -> None:
    """Another week for the reviewers, from now or from when they should have been done.

    Seats that are empty, because nobody could take them or somebody has left, are filled.

    Raises:
        Conflict: it is decided, or was never opened.
    """
    if cycle.state not in ANSWERABLE:
        raise Conflict(f"review {cycle.id}")
    cycle.answers_by = max(cycle.answers_by, now) + MORE_TIME
    cycle.decide_by = max(cycle.decide_by, cycle.answers_by + MORE_TIME)
    cycle.moves += 1
    seat(store, cycle, now)
    waits = [each for each in store.cycles.assigned(cycle.id) if each.answers is None]
    if waits:
        cycle.state = CycleState.IN_REVIEW if _any_answers(store, cycle) else CycleState.OPEN
    cycle.next_at = cycle.answers_by
    for each in waits:
        if each.asked_at is None:
            ask(store, cycle, each, at=now)
            continue
        fill = Choice(Words("choice-review-fill"), f"review.fill {each.id}", strong=True)
        tell(store, cycle, "longer", each.person_id, at=now, choices=((fill,),))


def decide(message: Message, store: Store, cycle: Cycle, answers: Answers) -> None:
    """Keep what the chair decided; the reviewers cannot change theirs any more."""
    group = store.groups.get(cycle.group_id)
    review = review_results.as_review(store, cycle, group, answers, held_on=message.sent_at)
    review_results.keep(cycle, review)
    cycle.state, cycle.next_at = CycleState.DECIDED, None
    cycle.decided_by, cycle.decided_at = message.person_id, message.sent_at


def publish(store: Store, cycle: Cycle, now: datetime) -> None:
    """Say it in the group's channels, to leads and reviewers; follow what is recommended.

    Raises:
        Conflict: it is not decided, or was published before.
    """
    review = result(cycle)
    if cycle.state is not CycleState.DECIDED or review is None:
        raise Conflict(f"review {cycle.id}")
    cycle.state, cycle.published_at = CycleState.PUBLISHED, now
    cycle.next_at = max(cycle.archive_at, now)
    _follow(store, cycle, review, now)
    _announce(store, cycle, now)
    reviewers = (each.person_id for each in store.cycles.assigned(cycle.id))
    leads = store.roles.holders(cycle.group_id, LEADING)
    for person_id in dict.fromkeys((*leads, *reviewers)):
        tell(store, cycle, "published", person_id, at=now)


def _time_is_over(store: Store, cycle: Cycle, now: datetime) -> None:
    cycle.next_at = None
    if cycle.state is not CycleState.ANSWERED:
        cycle.state = CycleState.ANSWERED
        _tell_chairs(store, cycle, now)
        decide = deciders(store, cycle.group_id)
        for person_id in store.people.with_standing(Standing.SECRETARIAT):
            if person_id not in decide:
                tell(store, cycle, "over", person_id, at=now)


def _tell_chairs(store: Store, cycle: Cycle, now: datetime) -> None:
    some = _any_answers(store, cycle)
    for person_id in deciders(store, cycle.group_id):
        tell(store, cycle, "answered" if some else "silence", person_id, at=now)


def _any_answers(store: Store, cycle: Cycle) -> bool:
    return any(each.answers is not None for each in store.cycles.assigned(cycle.id))


def _follow(store: Store, cycle: Cycle, review: Review, now: datetime) -> None:
    """Each recommendation becomes an item with an owner, the first lead, and a date."""
    leads = store.roles.holders(cycle.group_id, LEADING)
    _supersede(store, cycle, review, now)
    due_on = quarters.followed_until(quarters.of_code(cycle.quarter))
    for question, text in recommendations(review):
        store.cycles.recommend(
            Recommendation(
                cycle_id=cycle.id,
                group_id=cycle.group_id,
                question=question,
                text=text,
                owner_id=leads[0] if leads else None,
                due_on=due_on,
                made_at=now,
            )
        )


def _supersede(store: Store, cycle: Cycle, review: Review, now: datetime) -> None:
    """What was recommended before and is so again, word for word, goes on as the new one."""
    again = {fold(text) for _, text in recommendations(review)}
    for each in store.cycles.recommended(cycle.group_id, state=RecommendationState.OPEN):
        if fold(each.text) in again:
            each.state, each.settled_at = RecommendationState.SUPERSEDED, now
            store.cycles.note(
                RecommendationNote(
                    recommendation_id=each.id,
                    person_id=cycle.decided_by,
                    state=RecommendationState.SUPERSEDED,
                    text=cycle.quarter,
                    at=now,
                )
            )


def _announce(store: Store, cycle: Cycle, now: datetime) -> None:
    """In each channel of the group, the document after it; nobody is named."""
    reply = announcement(store, cycle)
    about = {"review": title(store, cycle)}
    paper = Reply("review-paper", about, file=enclosed(cycle, review_papers.PDF))
    somebody = next(iter(deciders(store, cycle.group_id)), cycle.decided_by)
    if somebody is None:
        return
    for space in store.workplans.spaces(cycle.group_id):
        place = Place(Platform(space.platform), space.conversation, space.workspace)
        key = f"review:{cycle.id}:space:{space.id}"
        store.outbox.notify(key, pack_reply(reply), person_id=somebody, due_at=now, to=place)
        store.outbox.notify(
            f"{key}:paper", pack_reply(paper), person_id=somebody, due_at=now, to=place
        )
