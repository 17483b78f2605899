"""What the hub knows that bears on each question of a review: never an answer."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from config.network_files.records import Review, WorkingGroup
from config.phrases import Names, Term, Words
from config.taxonomy import StakeholderType
from handlers.composition import Composition, composition
from storage.cycles import RecommendationState
from storage.store import Store
from storage.workplans import Deliverable

MOST_NAMED = 5
"""References, or words, in one line."""

Piece = tuple[int, Words]
"""The number of a question of the form (0: all of it), and what is known."""


class OnRecord:
    """What the network's folder brought that bears on every group, read once."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def principles(self) -> frozenset[str]:
        return self._store.principles.ids()

    @cached_property
    def reviews(self) -> dict[str, Review]:
        """The latest of each group."""
        every = sorted(self._store.reviews.all(), key=lambda each: each.held_on, reverse=True)
        return {each.working_group: each for each in reversed(every)}


def evidence(
    store: Store, group: WorkingGroup, *, on: date, on_record: OnRecord | None = None
) -> tuple[Piece, ...]:
    """All that there is to say, in the order of the questions."""
    on_record = on_record or OnRecord(store)
    plan, there = deliverables(store, group.id), composition(store, group)
    pieces = [
        *((1, each) for each in _objectives(store, group, plan)),
        *((2, each) for each in _composition(there)),
        *((3, each) for each in _deliverables(plan, on)),
        *((4, each) for each in _principles(on_record, plan)),
        *((5, each) for each in _states(there, plan)),
        *((0, each) for each in _before(store, group.id, on_record)),
    ]
    return tuple(pieces)


def deliverables(store: Store, group_id: str) -> tuple[Deliverable, ...]:
    """What the group promised and did not drop."""
    found = store.workplans.of(group_id)
    return tuple(each for each in found if each.is_open or each.state == "done")


def _objectives(
    store: Store, group: WorkingGroup, plan: tuple[Deliverable, ...]
) -> Iterator[Words]:
    if not store.workplans.links(group.id):
        yield Words("evidence-no-attachment")
    if not group.mandate:
        yield Words("evidence-no-mandate")
    if not plan:
        yield Words("evidence-no-deliverables")
        return
    served = {int(number) for each in plan for number in each.objectives}
    missing = [str(each) for each in group.gcm_objectives if each not in served]
    if missing:
        yield Words("evidence-objectives", {"numbers": Names(tuple(missing))})
    unlinked = [each.reference for each in plan if not each.network_deliverable]
    if unlinked:
        yield _some("evidence-no-network", unlinked)


def _composition(there: Composition) -> Iterator[Words]:
    yield Words("evidence-balance", {"un": there.un, "other": there.others})
    if there.missing:
        kinds = tuple(Term("stakeholder", each) for each in there.missing[:MOST_NAMED])
        yield Words("evidence-missing", {"kinds": Names(kinds), "count": len(there.missing)})


def _deliverables(plan: tuple[Deliverable, ...], on: date) -> Iterator[Words]:
    running = [each for each in plan if each.is_open]
    lacking = {
        "evidence-no-date": [each.reference for each in running if each.due_on is None],
        "evidence-no-owner": [
            each.reference for each in running if not each.owner and each.owner_id is None
        ],
        "evidence-overdue": [
            each.reference for each in running if each.due_on is not None and each.due_on < on
        ],
    }
    if plan:
        yield Words("evidence-plan", {"count": len(plan), "open": len(running)})
    for phrase, references in lacking.items():
        if references:
            yield _some(phrase, references)


def _principles(on_record: OnRecord, plan: tuple[Deliverable, ...]) -> Iterator[Words]:
    named = {str(each) for deliverable in plan for each in deliverable.principles}
    every = on_record.principles
    missing = every - named
    if every and missing:
        yield Words("evidence-principles", {"missing": len(missing), "count": len(every)})


def _states(there: Composition, plan: tuple[Deliverable, ...]) -> Iterator[Words]:
    members = there.kinds.get(StakeholderType.GOVERNMENT, 0)
    named = [each.reference for each in plan if "member state" in each.title.lower()]
    yield Words("evidence-states", {"members": members, "count": len(named)})


def _before(store: Store, group_id: str, on_record: OnRecord) -> Iterator[Words]:
    """Recommendations of before, and what became of them; those on record where there are none."""
    followed = store.cycles.recommended(group_id)
    for each in followed:
        if each.state is RecommendationState.OPEN:
            yield Words("evidence-recommendation-open", {"text": each.text})
    settled = sum(each.state is not RecommendationState.OPEN for each in followed)
    if settled:
        yield Words("evidence-recommendations-settled", {"count": settled})
    record = on_record.reviews.get(group_id)
    if not followed and record is not None:
        said = sum(len(each.recommendations) for each in record.answers)
        count = said + len(record.general_recommendations)
        yield Words("evidence-record", {"count": count, "reference": record.reference})


def _some(phrase: str, references: list[str]) -> Words:
    return Words(
        phrase, {"count": len(references), "references": Names(tuple(references[:MOST_NAMED]))}
    )
