"""What waits for what in a workplan, and what a slip puts at risk (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from storage.workplans import Deliverable, DeliverableState


@dataclass(frozen=True, slots=True)
class Plan:
    """One group's deliverables as they wait for each other; `today` tells what is overdue."""

    deliverables: Sequence[Deliverable]
    today: date

    def is_overdue(self, one: Deliverable) -> bool:
        """Whether its time is over, and it is not delivered; the last day still counts."""
        return one.is_open and one.due_on is not None and one.due_on < self.today

    @property
    def endangered(self) -> dict[str, tuple[str, ...]]:
        """By reference: the slipped ones that something still to be done waits for, nearest first.

        Something has slipped for what waits for it when it is overdue, has been dropped, or is
        due later than that itself. What waits for something endangered is endangered as well.
        """
        found = {each.reference: self._slips(each) for each in self.deliverables if each.is_open}
        return {reference: slips for reference, slips in found.items() if slips}

    def at_risk(self, reference: str) -> tuple[str, ...]:
        """What this one puts at risk, in the order of the plan."""
        endangered = self.endangered
        return tuple(
            each.reference
            for each in self.deliverables
            if reference in endangered.get(each.reference, ())
        )

    def waits_for(self, reference: str) -> tuple[str, ...]:
        """Everything that has to be done before this one, directly or not, nearest first."""
        known = self._by_reference
        found: dict[str, None] = {}
        waiting = _before(known, reference)
        while waiting:
            each, *waiting = waiting
            if each not in found and each != reference:
                found[each] = None
                waiting += _before(known, each)
        return tuple(found)

    def still_waits_for(self, one: Deliverable) -> tuple[str, ...]:
        """What has to be done directly before this one and is not; what is over waits no more."""
        done = {e.reference for e in self.deliverables if e.state is DeliverableState.DONE}
        return tuple(each for each in one.prerequisites if one.is_open and each not in done)

    def _slips(self, one: Deliverable) -> tuple[str, ...]:
        known = self._by_reference
        before = (known[each] for each in self.waits_for(one.reference) if each in known)
        return tuple(each.reference for each in before if self._has_slipped(each, one))

    def _has_slipped(self, before: Deliverable, one: Deliverable) -> bool:
        if before.state is DeliverableState.DROPPED or self.is_overdue(before):
            return True
        if not before.is_open or before.due_on is None or one.due_on is None:
            return False
        return before.due_on > one.due_on

    @property
    def _by_reference(self) -> Mapping[str, Deliverable]:
        return {each.reference: each for each in self.deliverables}


def is_circular(prerequisites: Mapping[str, Iterable[str]]) -> bool:
    """Whether something would wait for itself, directly or through others."""
    done: set[str] = set()
    for start in prerequisites:
        path: list[tuple[str, bool]] = [(start, False)]
        on_path: set[str] = set()
        while path:
            each, is_left = path.pop()
            if is_left:
                on_path.discard(each)
                done.add(each)
            elif each in on_path:
                return True
            elif each not in done:
                on_path.add(each)
                path.append((each, True))
                path += [(before, False) for before in prerequisites.get(each, ())]
    return False


def _before(known: Mapping[str, Deliverable], reference: str) -> list[str]:
    return list(known[reference].prerequisites) if reference in known else []
