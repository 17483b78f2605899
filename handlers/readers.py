"""What one transaction knows of those who are reminded: their hours, absences and ladders."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from config.ladders import Ladder
from config.taxonomy import MatterKind
from handlers.calendar import Hours
from handlers.worktimes import hours_of_all
from storage.absences import Absence
from storage.ladders import LadderRow
from storage.store import Store


@dataclass
class Readers:
    """Each is read once, when first asked for or, for many at once, when they are `met`."""

    store: Store
    now: datetime
    _hours: dict[int, Hours] = field(default_factory=dict)
    _absences: dict[int, Absence | None] = field(default_factory=dict)
    _ladders: dict[int | str, list[LadderRow]] = field(default_factory=dict)
    """By person, and by group."""

    def meet(self, people: Collection[int]) -> None:
        """Read at once when these work, and whether they are away."""
        self._meet_hours(people)
        self._meet_absences(people)

    def hours(self, person_id: int) -> Hours:
        self._meet_hours([person_id])
        return self._hours[person_id]

    def are_away(self, people: Iterable[int]) -> frozenset[int]:
        """Who of these is away today, where they are."""
        every = list(people)
        self._meet_absences(every)
        return frozenset(each for each in every if self._is_away(each))

    def backup(self, person_id: int) -> int | None:
        """Who stands in for them."""
        self._meet_absences([person_id])
        found = self._absences[person_id]
        return found.backup_id if found else None

    def ladder(self, kind: MatterKind, person_id: int, group_id: str | None) -> Ladder | None:
        """What the person set for this kind, else their group; None: neither did."""
        group = group_id or ""
        self.meet_ladders([person_id], [group])
        rows = (*self._ladders[group], *self._ladders[person_id])
        set_ = [each for each in rows if each.kind is kind]
        return Ladder(tuple(set_[-1].days), set_[-1].weeks) if set_ else None

    def _is_away(self, person_id: int) -> bool:
        found = self._absences[person_id]
        if found is None or found.until is None:
            return False
        return found.until >= self.now.astimezone(self.hours(person_id).zone).date()

    def _meet_hours(self, people: Collection[int]) -> None:
        if strange := sorted(set(people) - self._hours.keys()):
            self._hours |= hours_of_all(self.store, strange)

    def _meet_absences(self, people: Collection[int]) -> None:
        if strange := sorted(set(people) - self._absences.keys()):
            found = self.store.absences.many(strange)
            self._absences |= {each: found.get(each) for each in strange}

    def meet_ladders(self, people: Collection[int], groups: Collection[str]) -> None:
        """Read at once the ladders of these people and groups."""
        strange = sorted(each for each in set(people) if each not in self._ladders)
        theirs = sorted(each for each in set(groups) if each not in self._ladders)
        if not strange and not theirs:
            return
        found: dict[int | str, list[LadderRow]] = {each: [] for each in strange}
        found |= {each: [] for each in theirs}
        for row in self.store.ladders.of_all(strange, theirs):
            found[row.group_id if row.person_id is None else row.person_id].append(row)
        self._ladders |= found
