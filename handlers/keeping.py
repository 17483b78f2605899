"""Reminders kept in step with their matters: who hears of each, as what, and when next."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from config.ladders import USUAL, Ladder, ladder_named
from config.taxonomy import MatterKind
from handlers.calendar import Hours
from handlers.matters import Matter, Matters
from handlers.readers import Readers
from handlers.rungs import days_left, next_rung
from storage.reminders import Part, Reminder
from storage.store import Store

TOLD_OTHERWISE = frozenset({MatterKind.ANSWERS, MatterKind.DECISION})
"""People hear that these begin, and that they are moved, by notices of the review itself."""
LEFT_ALONE = timedelta(hours=20)
"""For so long after such a notice nothing is said of it again."""
OWNED = frozenset({MatterKind.DELIVERABLE, MatterKind.RECOMMENDATION})
"""What can be handed to somebody else."""
ALARMED = 1
"""Days before a deadline from which a backup hears of what its owner is silent about."""
LEADS_AFTER, SECRETARIAT_AFTER = 7, 14
"""Days after a deadline."""


@dataclass
class Reading:
    """Reads what one transaction needs of people and matters, each once."""

    store: Store
    now: datetime
    _new: list[Mapping[str, Any]] = field(default_factory=list)

    @cached_property
    def matters(self) -> Matters:
        return Matters(self.store)

    @cached_property
    def readers(self) -> Readers:
        return Readers(self.store, self.now)

    def gather(self, rows: Collection[Reminder], *, steps: bool = False) -> None:
        """Read at once what is told of these; and, for their next `steps`, the ladders."""
        groups = self.matters.gather((each.kind, each.about) for each in rows)
        people = {each.person_id for each in rows}
        self.readers.meet(people)
        if steps:
            self.readers.meet_ladders(people, groups)

    def hours(self, person_id: int) -> Hours:
        return self.readers.hours(person_id)

    def are_away(self, people: Iterable[int]) -> frozenset[int]:
        """Who of these is away today, where they are."""
        return self.readers.are_away(people)

    def ladder(self, person_id: int, matter: Matter) -> Ladder:
        """What the person set for this kind, else their group, else the network."""
        set_ = self.readers.ladder(matter.kind, person_id, matter.group_id)
        return self.usual(matter.kind) if set_ is None else set_

    def usual(self, kind: MatterKind) -> Ladder:
        """What the network's records say, else 30, 14, 7 and 1 days before, on the day, weekly."""
        said = self._network.get(kind)
        return ladder_named(said) if said else USUAL

    @cached_property
    def _network(self) -> dict[str, str]:
        network = self.matters.network
        return dict(network.reminders) if network else {}

    def parts(self, matter: Matter) -> dict[int, Part]:
        """Everybody who may be reminded of it, and as what; nobody has two parts."""
        found: dict[int, Part] = {}
        if not matter.begins and matter.group_id is not None:
            found |= dict.fromkeys(self.matters.secretariat, Part.SECRETARIAT)
            found |= dict.fromkeys(self.behind(matter), Part.LEAD)
        backups = map(self.readers.backup, matter.people)
        found |= {each: Part.BACKUP for each in backups if each is not None}
        found |= dict.fromkeys(matter.people, Part.OWNER)
        return found

    def behind(self, matter: Matter) -> tuple[int, ...]:
        """Who hears of it when it is late: the leads; of a review its chair, who knows them."""
        if matter.group_id is None:
            return ()
        match matter.kind:
            case MatterKind.ANSWERS:
                return self.matters.deciders(matter.group_id)
            case MatterKind.DECISION:
                return ()
            case _:
                return self.matters.leads(matter.group_id)

    def fit(self, matter: Matter, *, by: int | None = None) -> None:
        """Bring the reminders of a matter in step with it; `by` changed it, and knows.

        Whoever has it from somebody else hears of it when they are next at work.
        """
        self.fit_all([matter], {matter.about: by})

    def fit_all(self, matters: Sequence[Matter], by: Mapping[int, int | None]) -> None:
        """`fit` for several of one kind; `by` their numbers."""
        if not matters:
            return
        kind, rows = matters[0].kind, defaultdict[int, dict[int, Reminder]](dict)
        for row in self.store.reminders.of_matters(kind, [each.about for each in matters]):
            rows[row.about][row.person_id] = row
        self.readers.meet({who for each in matters for who in each.people})
        parts = {each.about: self.parts(each) if each.is_open else {} for each in matters}
        everybody = {who for each in parts.values() for who in each}
        self.readers.meet(everybody)
        self.readers.meet_ladders(everybody, {each.group_id or "" for each in matters})
        for each in matters:
            self._fit(each, rows[each.about], parts[each.about], by=by.get(each.about))
        self.store.reminders.add_all(self._new)
        self._new = []

    def _fit(
        self, matter: Matter, rows: dict[int, Reminder], parts: dict[int, Part], *, by: int | None
    ) -> None:
        self.store.reminders.drop([e.id for who, e in rows.items() if who not in parts])
        for who, part in parts.items():
            handed = self._is_handed(matter, rows, who, part) and who != by
            if who in rows:
                self._refit(rows[who], matter, part, by=by, handed=handed)
            else:
                self._begin(matter, who, part, handed=handed)

    def _is_handed(self, matter: Matter, rows: dict[int, Reminder], who: int, part: Part) -> bool:
        if not rows or part is not Part.OWNER or matter.kind not in OWNED:
            return False
        return who not in rows or rows[who].part is not Part.OWNER

    def _begin(self, matter: Matter, who: int, part: Part, *, handed: bool) -> None:
        after = self.now + LEFT_ALONE if matter.kind in TOLD_OTHERWISE else self.now
        soon = self.hours(who).next(self.now)
        row = {
            "kind": matter.kind,
            "about": matter.about,
            "person_id": who,
            "part": part,
            "until_at": matter.until_at,
            "until_on": matter.last_day,
            "named_id": matter.named,
            "revision": matter.revision,
            "handed": handed,
            "due_at": soon if handed else self.next(matter, who, after=after),
        }
        self._new.append(row)

    def _refit(
        self, row: Reminder, matter: Matter, part: Part, *, by: int | None, handed: bool
    ) -> None:
        row.part = part
        if self.is_moved(row, matter):
            self.move(row, matter, by=by)
        row.named_id, row.revision = matter.named, matter.revision
        if handed:
            row.handed, row.notice = True, ""
            row.due_at = self.hours(row.person_id).next(self.now)

    def is_moved(self, row: Reminder, matter: Matter) -> bool:
        return row.until_at != matter.until_at

    def move(self, row: Reminder, matter: Matter, *, by: int | None = None) -> None:
        """Reckon anew. What is due earlier than they know is told at once, else with the next.

        What they were told of under the old date and has not been said yet is taken back.
        """
        knew = row.moved_from or row.until_at
        row.until_at, row.until_on = matter.until_at, matter.last_day
        row.notice = ""
        row.due_at = self.next(matter, row.person_id, after=self.now, told_at=row.said_at)
        is_news = matter.kind not in TOLD_OTHERWISE and row.person_id != by
        row.moved_from = knew if is_news and knew != matter.until_at else None
        if row.moved_from and row.part is Part.OWNER and matter.until_at < row.moved_from:
            soon = self.hours(row.person_id).next(self.now)
            row.due_at = min(row.due_at or soon, soon)

    def next(
        self, matter: Matter, who: int, *, after: datetime, told_at: datetime | None = None
    ) -> datetime | None:
        """When somebody who was told then is next told of it."""
        return next_rung(
            self.ladder(who, matter),
            matter.until_at,
            self.hours(who),
            after=after,
            told_at=told_at,
            passes=matter.passes,
        )

    def reckon(self, kind: MatterKind, *, person_id: int, group_id: str) -> None:
        """Anew, because a ladder was changed: somebody's own, or everybody's in a group."""
        if group_id:
            matters = [each for each in self.matters.of_group(group_id) if each.kind is kind]
            abouts = [each.about for each in matters]
            rows = list(self.store.reminders.of_matters(kind, abouts))
        else:
            mine = self.store.reminders.of_person(person_id)
            rows = [each for each in mine if each.kind is kind]
        self.gather(rows, steps=True)
        for each in rows:
            matter = self.current(each)
            if matter is not None:
                told_at = each.said_at
                each.due_at = self.next(matter, each.person_id, after=self.now, told_at=told_at)

    def step(self, row: Reminder) -> bool:
        """Move a reminder that is due on to its next step; whether this one is to be told."""
        if row.notice:  # both were told with that notice
            row.moved_from, row.handed = None, False
        matter = self.current(row)
        if matter is None:
            return False
        if row.due_at is None or row.due_at > self.now:
            return False
        tells = self.concerns(row, matter)
        due_at = self.next(matter, row.person_id, after=self.now, told_at=self.now)
        row.due_at = due_at
        if tells:
            row.said, row.said_at = row.said + 1, self.now
        return tells

    def current(self, row: Reminder) -> Matter | None:
        """What a reminder is about as it is now, the reminder reckoned anew if it was moved.

        None, and there is no such reminder any more, where it is settled or somebody else's; what
        is over and may be given more time stays, and is silent.
        """
        matter = self.matters.find(row.kind, row.about)
        part = None
        if matter is not None and matter.is_open and self._is_past(matter) and matter.is_extended:
            row.due_at = None
            return None
        if matter is not None and matter.is_open and not self._is_past(matter):
            is_owner = row.person_id in matter.people
            part = Part.OWNER if is_owner else self.parts(matter).get(row.person_id)
        if matter is None or part is None:
            self.store.reminders.drop([row.id])
            return None
        row.part = part
        if self.is_moved(row, matter):
            self.move(row, matter)
        return matter

    def _is_past(self, matter: Matter) -> bool:
        return matter.passes and matter.until_at <= self.now

    def is_due_anew(self, row: Reminder, matter: Matter, key: str) -> bool:
        """Whether what was moved while its notice waited is to be told with it all the same."""
        if row.due_at is None or row.due_at > self.now:
            return False
        row.notice = key
        row.due_at = self.next(matter, row.person_id, after=self.now, told_at=self.now)
        return True

    def concerns(self, row: Reminder, matter: Matter) -> bool:
        """Whether it is for this one now, who is not away.

        First whose it is, their backup when they are away or silent, then leads, then secretariat.
        """
        if self.are_away([row.person_id]):
            return False
        left = days_left(matter.until_at, self.hours(row.person_id), now=self.now)
        match row.part:
            case Part.OWNER:
                return True
            case Part.BACKUP:
                return self._stands_in(row, matter, left)
            case Part.LEAD:
                return left <= -LEADS_AFTER or not self._is_somebody_here(matter)
            case Part.SECRETARIAT:
                nobody = not self._is_somebody_here(matter, self.behind(matter))
                return left <= -SECRETARIAT_AFTER or nobody

    def _stands_in(self, row: Reminder, matter: Matter, left: int) -> bool:
        backup_of = self.readers.backup
        theirs = [each for each in matter.people if backup_of(each) == row.person_id]
        if self.are_away(theirs):
            return True
        return left <= ALARMED and any(self.is_silent(matter, each) for each in theirs)

    def is_silent(self, matter: Matter, person_id: int) -> bool:
        """Whether they were told of it, and did nothing about it since."""
        row = self.store.reminders.find(matter.kind, matter.about, person_id)
        return row is not None and row.said > 0 and row.heard_at is None

    def _is_somebody_here(self, matter: Matter, others: Iterable[int] = ()) -> bool:
        """Whether anybody who answers for it, or stands in for them, is not away."""
        backups = map(self.readers.backup, matter.people)
        people = {*matter.people, *(each for each in backups if each), *others}
        return bool(people - self.are_away(people))
