"""What one record cannot know alone: ids that stand twice, and references that lead nowhere."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from config.network_files.faults import Fault
from config.network_files.records import (
    AcronymTrap,
    Event,
    Expert,
    Network,
    Organisation,
    Record,
    RecordKind,
    Resource,
    Review,
    WorkingGroup,
)
from config.periods import period_named
from config.timetable import LONGEST, USUAL


@dataclass(frozen=True, slots=True)
class Located:
    """A record, and where it stands.

    `refused` are its fields that cannot be read or are missing: `record` holds nothing there, and
    nothing more is said of them.
    """

    record: Record
    file: str
    line: int
    lines: Mapping[str, int]
    refused: frozenset[str] = frozenset()

    def fault(self, name: str, what: str, fix: str = "") -> Fault:
        return Fault(self.file, self.lines.get(name, self.line), name, what, fix)


@dataclass(frozen=True, slots=True)
class Known:
    """Ids that stand elsewhere already, by kind."""

    ids: Mapping[RecordKind, frozenset[str]] = field(default_factory=dict)

    def of(self, kind: RecordKind) -> frozenset[str]:
        return self.ids.get(kind, frozenset())


_ANY_DAY = date(2026, 1, 1)
"""Whether words name a time is the same on each day."""
_DATING = frozenset({"start", "end", "every_months"})

Reference = tuple[str, RecordKind, Iterable[str]]
"""A field, the kind of records that it refers to, and the ids that it names."""


def check(
    located: Mapping[RecordKind, list[Located]],
    known: Known,
    faults: list[Fault],
    notes: list[Fault],
) -> None:
    """Add a fault for every id that stands twice and every reference to a record that is not there.

    Organisations and working groups that experts and resources name are a note only where no file
    of that kind stands beside them: a collection from elsewhere may name whom it likes.
    """
    for kind, records in located.items():
        faults.extend(_repeated(records))
        if kind is RecordKind.EVENTS:
            faults.extend(_undated(records))
    faults.extend(_calendars(located))
    notes.extend(_timeless(located.get(RecordKind.WORKING_GROUPS, ())))
    targets = {
        kind: {each.record.id for each in located.get(kind, ())} | known.of(kind)
        for kind in RecordKind
    }
    for records in located.values():
        for each in records:
            for fault, kind in _dangling(each, targets):
                lenient = isinstance(each.record, Expert | Resource) and kind not in located
                (notes if lenient else faults).append(fault)


def _repeated(records: list[Located]) -> Iterator[Fault]:
    first: dict[str, Located] = {}
    for each in records:
        if "id" in each.refused:
            continue
        earlier = first.setdefault(each.record.id, each)
        if earlier is not each:
            what = f"{each.record.id!r} stands in line {earlier.line} already"
            yield each.fault("id", what, "Give each record an id of its own")


def _undated(records: list[Located]) -> Iterator[Fault]:
    for each in records:
        event = each.record
        if not isinstance(event, Event) or each.refused & _DATING:
            continue
        if not (event.start or event.every_months):
            yield each.fault("start", "is missing", "Give a start, or every_months if it recurs")
        if event.end and (not event.start or event.end < event.start[: len(event.end)]):
            yield each.fault("end", f"{event.end} comes before the start")


def _calendars(located: Mapping[RecordKind, list[Located]]) -> Iterator[Fault]:
    """Steps of a review out of order: the network's, and each group's beside the network's."""
    usual = USUAL
    for each in (*located.get(RecordKind.NETWORK, ()), *located.get(RecordKind.WORKING_GROUPS, ())):
        record = each.record
        if not isinstance(record, Network | WorkingGroup) or "review_calendar" in each.refused:
            continue
        try:
            timetable = usual.but(record.review_calendar)
        except ValueError as wrong:
            what = f"its steps come in the wrong order, or after {LONGEST} days: {wrong}"
            fix = "Let prepares, opens, answers, decides and archives follow each other"
            yield each.fault("review_calendar", what, fix)
        else:
            usual = timetable if isinstance(record, Network) else usual


def _timeless(groups: Iterable[Located]) -> Iterator[Fault]:
    """Timelines of deliverables from which no date can be taken."""
    for each in groups:
        if not isinstance(each.record, WorkingGroup):
            continue
        for one in each.record.deliverables:
            if one.timeline and period_named(one.timeline, today=_ANY_DAY) is None:
                what = f"timeline {one.timeline!r} of {one.id} names no time: it gets no date"
                fix = "Write 2027-03-15, March 2027, Q1 2027, 2027, or two of them: Q1 - Q3 2027"
                yield each.fault("deliverables", what, fix)


def _dangling(
    each: Located, targets: Mapping[RecordKind, set[str]]
) -> Iterator[tuple[Fault, RecordKind]]:
    refer = _REFERENCES.get(type(each.record))
    if refer is None:
        return
    for name, kind, ids in refer(each.record):
        for wanted in ids:
            if wanted not in targets[kind]:
                what = f"{wanted!r} is not among the {kind.value.replace('_', ' ')}"
                yield each.fault(name, what, f"Add it to {kind.value}, or mend the spelling"), kind


def _one(wanted: str | None) -> tuple[str, ...]:
    return (wanted,) if wanted else ()


def _of_network(network: Network) -> Iterator[Reference]:
    yield "secretariat", RecordKind.ORGANISATIONS, _one(network.secretariat)


def _of_organisation(organisation: Organisation) -> Iterator[Reference]:
    yield "parent", RecordKind.ORGANISATIONS, _one(organisation.parent)


def _of_trap(trap: AcronymTrap) -> Iterator[Reference]:
    named = (meaning.organisation for meaning in trap.meanings)
    yield "meanings", RecordKind.ORGANISATIONS, [each for each in named if each]


def _of_group(group: WorkingGroup) -> Iterator[Reference]:
    yield "leads", RecordKind.ORGANISATIONS, group.leads
    yield "members", RecordKind.ORGANISATIONS, group.members
    yield "interested", RecordKind.ORGANISATIONS, group.interested
    yield "succeeds", RecordKind.WORKING_GROUPS, _one(group.succeeds)


def _of_resource(resource: Resource) -> Iterator[Reference]:
    yield "working_groups", RecordKind.WORKING_GROUPS, resource.working_groups
    yield "same_work", RecordKind.RESOURCES, _one(resource.same_work)
    yield "translation_of", RecordKind.RESOURCES, _one(resource.translation_of)
    yield "superseded_by", RecordKind.RESOURCES, _one(resource.superseded_by)


def _of_expert(expert: Expert) -> Iterator[Reference]:
    yield "organisation", RecordKind.ORGANISATIONS, _one(expert.organisation)
    yield "working_groups", RecordKind.WORKING_GROUPS, expert.working_groups


def _of_review(review: Review) -> Iterator[Reference]:
    yield "working_group", RecordKind.WORKING_GROUPS, (review.working_group,)
    yield "leads", RecordKind.ORGANISATIONS, review.leads
    yield "composition", RecordKind.ORGANISATIONS, review.composition
    yield "interested", RecordKind.ORGANISATIONS, review.interested


_REFERENCES: Mapping[type, Callable[..., Iterator[Reference]]] = {
    Network: _of_network,
    Organisation: _of_organisation,
    AcronymTrap: _of_trap,
    WorkingGroup: _of_group,
    Resource: _of_resource,
    Expert: _of_expert,
    Review: _of_review,
}
