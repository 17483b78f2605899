"""Everything in the hub that has a deadline: what it is, until when, and who answers for it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from config.network_files.records import Event, EventKind, Network
from config.periods import Exactness, Period, day_of, month_of, year_of
from config.phrases import Called, Words
from config.taxonomy import MatterKind, Standing, Visibility
from handlers import reviewers
from handlers.calendar import zone_named
from handlers.finding import SEES
from handlers.messages import echo
from handlers.review_notices import title
from storage.cycles import (
    ANSWERABLE,
    Assignment,
    Cycle,
    CycleState,
    Recommendation,
    RecommendationState,
)
from storage.deadlines import TO_DECIDE, Scope
from storage.errors import NotFound
from storage.roles import LEADING, Role
from storage.store import Store
from storage.workplans import Deliverable

R = TypeVar("R", Deliverable, Recommendation, Assignment, Cycle)

DAY = timedelta(days=1)
EVENTS = {EventKind.REVIEW: MatterKind.FORUM, EventKind.DEADLINE: MatterKind.CALL}
"""The events that people are reminded of."""
KEEPING = frozenset({*LEADING, Role.CHAIR})
"""Roles in any group by which somebody prepares for what concerns all of the network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Something with a deadline; `about` is the number that `kind` says.

    It is late from `until_at` on. That is the end of the last day that was stated, in `zone`: for
    what begins rather than ends (a forum, a review that opens) it is its first day.
    `period` is what was stated, where that was days; None: a moment. `group_id` is None for what
    concerns all of the network. `people` answer for it first: those named, else those who lead
    the group, else the secretariat. `action` opens it. `revision` grows as it changes.
    """

    kind: MatterKind
    about: int
    title: Words
    until_at: datetime
    zone: ZoneInfo
    period: Period | None = None
    group_id: str | None = None
    people: tuple[int, ...] = ()
    is_open: bool = True
    action: str = ""
    revision: int = 0
    named: int | None = None
    """The one person that it names, if it does."""
    before: tuple[str, ...] = ()
    """References of deliverables that it waits for, done or not."""
    left: Words | None = None
    """What is left to do."""
    begins: bool = False
    """Whether it is something that takes place, which counts from its first day."""

    @property
    def passes(self) -> bool:
        """Whether it is simply over by then, so that nobody can be late with it."""
        return self.begins or self.kind in {MatterKind.CALL, MatterKind.ANSWERS}

    @property
    def is_extended(self) -> bool:
        """Whether somebody may give it more time once it is over."""
        return self.kind is MatterKind.ANSWERS

    @property
    def subject(self) -> str:
        """What it is about as one word: "deliverable:17"."""
        return f"{self.kind}:{self.about}"

    @property
    def last_day(self) -> date:
        """The last day in time, where it was stated."""
        return (self.until_at - timedelta(microseconds=1)).astimezone(self.zone).date()


class Matters:
    """Reads matters; what several of them ask for, such as who leads a group, is asked once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._leads: dict[str, tuple[int, ...]] = {}
        self._there: dict[str, frozenset[int]] = {}
        self._chairs: dict[str, tuple[int, ...]] = {}
        self._deciders: dict[str, tuple[int, ...]] = {}
        self._keeping: dict[Visibility, tuple[int, ...]] = {}
        self._gathered: dict[type[Any], dict[int, Any]] = defaultdict(dict)

    def gather(self, wanted: Iterable[tuple[MatterKind, int]]) -> list[str]:
        """Read these at once, and who is in their groups: as they are now, for all that follows.

        `find` asks the database for none of them any more, also where there is none. Returns the
        groups.
        """
        numbers: dict[MatterKind, set[int]] = defaultdict(set)
        for kind, about in wanted:
            numbers[kind].add(about)
        cycles = numbers[MatterKind.DECISION] | numbers[MatterKind.PREPARATION]
        assignments = self._gather(Assignment, numbers[MatterKind.ANSWERS])
        found: list[Deliverable | Recommendation | Cycle] = [
            *self._gather(Deliverable, numbers[MatterKind.DELIVERABLE]),
            *self._gather(Recommendation, numbers[MatterKind.RECOMMENDATION]),
            *self._gather(Cycle, cycles | {each.cycle_id for each in assignments}),
        ]
        groups = sorted({each.group_id for each in found})
        self._meet(groups)
        return groups

    def _gather(self, row: type[R], numbers: Collection[int]) -> Collection[R]:
        found = self._store.deadlines.fresh_all(row, numbers) if numbers else {}
        self._gathered[row] |= {each: found.get(each) for each in numbers}
        return found.values()

    def _fresh(self, row: type[R], number: int) -> R:
        """As it is now, or was when it was gathered.

        Raises:
            NotFound: there is none.
        """
        gathered = self._gathered[row]
        found: R | None = gathered.get(number)
        if number in gathered and found is None:
            raise NotFound(f"{row.__name__} {number}")
        return found or self._store.deadlines.fresh(row, number)

    def _meet(self, groups: Sequence[str]) -> None:
        """Read at once who is in these groups, and what they are called."""
        if not groups:
            return
        self._store.groups.many(groups)
        there = self._store.roles.in_groups(groups)
        for group in groups:
            roles = there.get(group, ())
            self._there[group] = frozenset(who for who, _ in roles)
            self._leads[group] = tuple(dict.fromkeys(w for w, role in roles if role in LEADING))
            self._chairs[group] = tuple(who for who, role in roles if role is Role.CHAIR)

    def find(self, kind: MatterKind, about: int) -> Matter | None:
        """One as it is now, open or not, and not locked; None when there is none (any more)."""
        try:
            match kind:
                case MatterKind.DELIVERABLE:
                    return self._deliverable(self._fresh(Deliverable, about))
                case MatterKind.RECOMMENDATION:
                    return self._recommendation(self._fresh(Recommendation, about))
                case MatterKind.ANSWERS:
                    assignment = self._fresh(Assignment, about)
                    return self._answers(assignment, self._fresh(Cycle, assignment.cycle_id))
                case MatterKind.DECISION:
                    return self._decision(self._fresh(Cycle, about))
                case MatterKind.PREPARATION:
                    return self._preparation(self._fresh(Cycle, about))
                case MatterKind.FORUM | MatterKind.CALL:
                    return self._event(self._store.events.numbered(about), about)
                case _:
                    return None
        except NotFound:
            return None

    def of_person(self, person_id: int, *, before: datetime | None = None) -> list[Matter]:
        """What somebody answers for, the first due first; events leave no one out who sees them."""
        roles = self._store.roles.of_person(person_id)
        led = sorted({each.group_id for each in roles if each.role in LEADING})
        chaired = {each.group_id for each in roles if each.role is Role.CHAIR}
        mine = Scope(person_id=person_id, groups=led, before=before)
        is_secretariat = person_id in self.secretariat
        decides = None if is_secretariat else sorted(chaired)
        found = [
            *self._each(mine, decisions=Scope(groups=decides, before=before)),
            *self.events(),
        ]
        return _in_order((e for e in found if e and person_id in e.people), before)

    def of_group(self, group_id: str, *, before: datetime | None = None) -> list[Matter]:
        """What a group has to do, the first due first."""
        return _in_order(self._each(Scope(groups=[group_id], before=before)), before)

    def due(self, *, before: datetime) -> list[Matter]:
        """Everything that is due before a moment, or overdue; the first due first."""
        return _in_order([*self._each(Scope(before=before)), *self.events()], before)

    def events(self) -> Iterator[Matter]:
        """Regional reviews, forums and calls that have a date, past ones too."""
        every = [each for each in self._store.events.all() if each.kind in EVENTS]
        numbers = self._store.events.numbers([each.id for each in every])
        found = (self._event(each, numbers[each.id]) for each in every)
        yield from (each for each in found if each is not None)

    def leads(self, group_id: str) -> tuple[int, ...]:
        """Who leads a group here, longest first."""
        if group_id not in self._leads:
            self._leads[group_id] = tuple(self._store.roles.holders(group_id, LEADING))
        return self._leads[group_id]

    def deciders(self, group_id: str) -> tuple[int, ...]:
        """Who decides on a group's review."""
        if group_id not in self._deciders:
            if group_id not in self._chairs:
                self._meet([group_id])
            self._deciders[group_id] = reviewers.deciding(
                self._leads[group_id], self._chairs[group_id], lambda: self.secretariat
            )
        return self._deciders[group_id]

    @cached_property
    def secretariat(self) -> tuple[int, ...]:
        return tuple(self._store.people.with_standing(Standing.SECRETARIAT))

    @cached_property
    def zone(self) -> ZoneInfo:
        """Where a deadline without a place is meant: where the secretariat sits."""
        return zone_named((self.network and self.network.time_zone) or "")

    @cached_property
    def network(self) -> Network | None:
        return self._store.networks.current()

    def _each(self, scope: Scope, *, decisions: Scope | None = None) -> Iterator[Matter | None]:
        deadlines = self._store.deadlines
        yield from map(self._deliverable, deadlines.deliverables(scope))
        yield from map(self._recommendation, deadlines.recommendations(scope))
        for assignment, cycle in deadlines.answers(scope):
            yield self._answers(assignment, cycle)
        yield from map(self._decision, deadlines.decisions(decisions or scope))
        yield from map(self._preparation, deadlines.preparations(scope))

    def _first(self, group_id: str, *named: int | None) -> tuple[int, ...]:
        """Whoever is named and still in the group, else its leads, else the secretariat."""
        there = self._in_group(group_id)
        known = tuple(each for each in named if each is not None and each in there)
        return known or self.leads(group_id) or self.secretariat

    def _in_group(self, group_id: str) -> Collection[int]:
        if group_id not in self._there:
            self._there[group_id] = frozenset(self._store.roles.holders(group_id, Role))
        return self._there[group_id]

    def _deliverable(self, one: Deliverable) -> Matter | None:
        """None without a date."""
        if one.period is None:
            return None
        return Matter(
            kind=MatterKind.DELIVERABLE,
            about=one.id,
            title=Words(
                "matter-deliverable", {"reference": one.reference, "title": echo(one.title)}
            ),
            until_at=_end_of(one.period.last, self.zone),
            zone=self.zone,
            period=one.period,
            group_id=one.group_id,
            people=self._first(one.group_id, one.owner_id),
            named=one.owner_id,
            is_open=one.is_open,
            action=f"plan.see {one.id}",
            revision=one.revision,
            before=tuple(one.prerequisites),
            left=Words(f"matter-left-{one.state}") if one.is_open else None,
        )

    def _recommendation(self, one: Recommendation) -> Matter:
        return Matter(
            kind=MatterKind.RECOMMENDATION,
            about=one.id,
            title=Words("matter-recommendation", {"group": one.group_id, "text": echo(one.text)}),
            until_at=_end_of(one.due_on, self.zone),
            zone=self.zone,
            period=day_of(one.due_on),
            group_id=one.group_id,
            people=self._first(one.group_id, one.owner_id),
            named=one.owner_id,
            is_open=one.state is RecommendationState.OPEN,
            action=f"recommendation.see {one.id}",
            revision=one.revision,
            left=Words("matter-left-recommendation"),
        )

    def _answers(self, assignment: Assignment, cycle: Cycle) -> Matter:
        asked = assignment.asked_at is not None and assignment.released_at is None
        return replace(
            self._of(cycle, MatterKind.ANSWERS, until_at=cycle.answers_by),
            about=assignment.id,
            people=(assignment.person_id,),
            named=assignment.person_id,
            is_open=asked and assignment.answers is None and cycle.state in ANSWERABLE,
            action=f"review.fill {assignment.id}",
            revision=_moves(cycle),
        )

    def _decision(self, cycle: Cycle) -> Matter:
        left = "publish" if cycle.state is CycleState.DECIDED else "decide"
        return replace(
            self._of(cycle, MatterKind.DECISION, until_at=cycle.decide_by),
            people=self.deciders(cycle.group_id),
            is_open=cycle.state in TO_DECIDE,
            revision=_moves(cycle),
            left=Words(f"matter-left-{left}"),
        )

    def _preparation(self, cycle: Cycle) -> Matter:
        return replace(
            self._of(cycle, MatterKind.PREPARATION, until_at=cycle.opens_at),
            people=self._first(cycle.group_id),
            is_open=cycle.state is CycleState.PREPARED,
            begins=True,
        )

    def _of(self, cycle: Cycle, kind: MatterKind, *, until_at: datetime) -> Matter:
        """What every step of a review is; who has to take it, and whether, is not known here."""
        return Matter(
            kind=kind,
            about=cycle.id,
            title=Words(f"matter-{kind}", {"review": title(self._store, cycle)}),
            until_at=until_at,
            zone=self.zone,
            group_id=cycle.group_id,
            action=f"review.see {cycle.id}",
            left=Words(f"matter-left-{kind}"),
        )

    def _event(self, event: Event, number: int) -> Matter | None:
        """A forum counts from its first day, a call from its last; None without a date."""
        period = period_of(event)
        if period is None or event.kind not in EVENTS:
            return None
        kind, zone = (
            EVENTS[event.kind],
            zone_named(event.time_zone or "") if event.time_zone else self.zone,
        )
        begins = kind is MatterKind.FORUM
        return Matter(
            kind=kind,
            about=number,
            title=Words(f"matter-{kind}", {"name": Called(event.name, event.names)}),
            until_at=_end_of(period.first if begins else period.last, zone),
            zone=zone,
            period=period,
            people=self._keepers(event.visibility),
            action=f"reminder.event {number}",
            begins=begins,
        )

    def _keepers(self, visibility: Visibility) -> tuple[int, ...]:
        """Who prepares for what concerns the network: the secretariat, leads and chairs.

        Those of them who may see it.
        """
        if visibility not in self._keeping:
            people = self._store.people
            everybody = dict.fromkeys((*self.secretariat, *self._store.roles.everywhere(KEEPING)))
            standings = people.standings(tuple(everybody))
            self._keeping[visibility] = tuple(
                each for each in everybody if visibility in SEES[standings[each]]
            )
        return self._keeping[visibility]


def period_of(event: Event) -> Period | None:
    """When it is, as exactly as is known; None where it has no date."""
    if event.start is None:
        return None
    first, last = _written(event.start), _written(event.end or event.start)
    if last.last < first.first:
        return None
    exactness = first.exactness if first == last else Exactness.RANGE
    return Period(first.first, last.last, exactness)


def _written(text: str) -> Period:
    """A date as records have it: 2020, 2020-06 or 2020-06-15."""
    year, *rest = map(int, text.split("-"))
    match rest:
        case []:
            return year_of(year)
        case [month]:
            return month_of(year, month)
        case _:
            return day_of(date.fromisoformat(text))


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment after a day, in UTC; a midnight that the clocks skip is when they go on."""
    return datetime.combine(day + DAY, time(), zone).astimezone(UTC)


def _moves(cycle: Cycle) -> int:
    """How often reviewers were given more time: it only grows."""
    return cycle.moves


def _in_order(found: Iterable[Matter | None], before: datetime | None = None) -> list[Matter]:
    every = (each for each in found if each is not None and each.is_open)
    kept = (each for each in every if before is None or each.until_at < before)
    return sorted(kept, key=lambda each: (each.until_at, each.kind, each.about))
