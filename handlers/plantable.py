"""A workplan as a table: written out, checked row by row, and taken back all or nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from string import digits
from tempfile import TemporaryDirectory

from config.folding import fold
from config.periods import Period, period_named
from config.phrases import Detail, Voice, Words
from config.tables import XLSX, Row, write_table
from handlers import deliverables
from handlers.deliverables import Author, Content, content_of
from handlers.messages import File
from handlers.naming import person_name
from handlers.plans import is_circular
from storage.store import Store
from storage.workplans import Deliverable, DeliverableState

COLUMNS = (
    "reference",
    "title",
    "owner",
    "due",
    "state",
    "after",
    "network_deliverable",
    "objectives",
    "principles",
)
"""The columns of the table; one that a table lacks is left as it was."""
ALIKE = 0.8
"""From which likeness on a new reference is taken for a known one, mistyped."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong with a table, where, and what to do; line 0 is all of it.

    `doubt`: it may be meant, and is taken from who says so.
    """

    line: int
    column: str
    words: Words
    fix: Words | None = None
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import did."""

    new: tuple[str, ...] = ()
    """References of what was added."""
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """One row, understood; `known`: the deliverable that it is about, None for a new one."""

    reference: str
    content: Content
    known: Deliverable | None
    line: int


@dataclass
class Incoming:
    """A table for one group, read row by row; `flaws` says what is wrong with it."""

    store: Store
    group_id: str
    by: Author
    sure: bool = False
    """Whether what is nearly a known reference is meant as a new one."""
    flaws: list[Flaw] = field(default_factory=list)

    def read(self, rows: Sequence[Row]) -> list[Read]:
        """Every row, with its prerequisites checked against the table and the plan."""
        if rows and "title" not in rows[0][1]:
            self._flaw(1, "title", "table-no-column")
            return []
        known = {fold(each.reference): each for each in self.store.workplans.of(self.group_id)}
        titles = {fold(each.title): each for each in known.values()}
        found: list[Read] = []
        taken: set[str] = set()
        free = self._free(known)
        for line, row in rows:
            said = row.get("reference", "")
            one = self._known(said, known) if said else titles.get(fold(row.get("title", "")))
            reference = one.reference if one else said or next(free)
            if said and one is None and not self.sure:
                self._doubt(line, row, known)
            if fold(reference) in taken:
                self._flaw(line, "reference", "table-twice", said=reference)
            taken.add(fold(reference))
            found.append(Read(reference, self._content(line, row, one), one, line))
        return self._with_prerequisites(found, dict(rows), known)

    def _known(self, said: str, known: Mapping[str, Deliverable]) -> Deliverable | None:
        """With the group before it or without: CWG 2.1-D1, D1."""
        return known.get(fold(said)) or known.get(fold(f"{self.group_id}-{said}"))

    def _doubt(self, line: int, row: Mapping[str, str], known: Mapping[str, Deliverable]) -> None:
        """A new reference may be a known one, mistyped: nearly the same, or with its title."""
        said, title = row["reference"], fold(row.get("title", ""))
        alike = [each.reference for each in known.values() if fold(each.title) == title]
        if not any(_is_next(fold(said), each) for each in known):
            near = get_close_matches(fold(said), known, n=1, cutoff=ALIKE)
            alike += [known[each].reference for each in near]
        if alike:
            words = Words("table-alike", {"said": said, "known": alike[0]})
            fix = Words("table-alike-fix", {"known": alike[0]})
            self.flaws.append(Flaw(line, "reference", words, fix, doubt=True))

    def _content(self, line: int, row: Mapping[str, str], known: Deliverable | None) -> Content:
        held = content_of(known) if known else Content("")
        title = row["title"] or held.title
        if not title:
            self._flaw(line, "title", "table-empty")
        owner, owner_id = held.owner, held.owner_id
        if "owner" in row and row["owner"] != _owner(self.store, held):
            owner, owner_id = deliverables.owner_named(
                self.store, self.group_id, row["owner"], person_id=self.by.person_id
            )
        return replace(
            held,
            title=title,
            owner=owner,
            owner_id=owner_id,
            period=self._period(line, row, held),
            state=self._state(line, row, held),
            network_deliverable=row.get("network_deliverable", held.network_deliverable)[:300],
            objectives=self._objectives(line, row, held),
            principles=self._principles(line, row, held),
        )

    def _period(self, line: int, row: Mapping[str, str], held: Content) -> Period | None:
        said = row.get("due")
        if said is None or (held.period is not None and said == held.period.text):
            return held.period
        found = period_named(said, today=self.by.at.date()) if said else None
        if said and found is None:
            self._flaw(line, "due", "table-no-date", fix=Words("table-dates"), said=said)
        return found

    def _state(self, line: int, row: Mapping[str, str], held: Content) -> DeliverableState:
        said = row.get("state", "").lower()
        if said in set(DeliverableState):
            return DeliverableState(said)
        if said:
            states = ", ".join(DeliverableState)
            self._flaw(line, "state", "table-no-state", said=said, states=states)
        return held.state

    def _objectives(self, line: int, row: Mapping[str, str], held: Content) -> tuple[int, ...]:
        if "objectives" not in row:
            return held.objectives
        found, wrong = deliverables.objective_numbers(row["objectives"])
        if wrong:
            self._flaw(line, "objectives", "table-no-objective", said=wrong[0])
        return found

    def _principles(self, line: int, row: Mapping[str, str], held: Content) -> tuple[str, ...]:
        if "principles" not in row:
            return held.principles
        ids = {fold(each.id): each.id for each in self.store.principles.each()}
        said = [each.strip() for each in row["principles"].replace(";", ",").split(",")]
        for each in filter(None, said):
            if fold(each) not in ids:
                self._flaw(line, "principles", "table-no-principle", said=each)
        return tuple(ids[fold(each)] for each in said if fold(each) in ids)

    def _with_prerequisites(
        self,
        found: list[Read],
        rows: Mapping[int, Mapping[str, str]],
        known: Mapping[str, Deliverable],
    ) -> list[Read]:
        names = {each: one.reference for each, one in known.items()}
        names |= {fold(each.reference): each.reference for each in found}
        read = [self._waiting(each, rows[each.line].get("after"), names) for each in found]
        waits = {each.reference: tuple(each.prerequisites) for each in known.values()}
        waits |= {each.reference: each.content.prerequisites for each in read}
        if is_circular(waits):
            self._flaw(0, "after", "table-circle")
        return read

    def _waiting(self, one: Read, said: str | None, names: Mapping[str, str]) -> Read:
        if said is None:
            return one
        before: dict[str, None] = {}
        for each in filter(None, (part.strip() for part in said.replace(";", ",").split(","))):
            whole = names.get(fold(each)) or names.get(fold(f"{self.group_id}-{each}"))
            if whole is None:
                self._flaw(one.line, "after", "table-not-there", said=each)
            else:
                before[whole] = None
        return replace(one, content=replace(one.content, prerequisites=tuple(before)))

    def _free(self, known: Mapping[str, Deliverable]) -> Iterator[str]:
        """References that nothing has yet."""
        number = 0
        while True:
            number += 1
            reference = f"{self.group_id}-D{number}"
            if fold(reference) not in known:
                yield reference

    def _flaw(
        self, line: int, column: str, phrase: str, *, fix: Words | None = None, **details: Detail
    ) -> None:
        self.flaws.append(Flaw(line, column, Words(phrase, details), fix))


def rows(store: Store, group_id: str) -> list[dict[str, str]]:
    """A group's plan as a table has it, the one due first at the front."""
    return [
        {
            "reference": each.reference,
            "title": each.title,
            "owner": _owner(store, content_of(each)),
            "due": each.period.text if each.period else "",
            "state": each.state.value,
            "after": ", ".join(each.prerequisites),
            "network_deliverable": each.network_deliverable,
            "objectives": ", ".join(map(str, each.objectives)),
            "principles": ", ".join(each.principles),
        }
        for each in store.workplans.of(group_id)
    ]


def draw(store: Store, subject: str, voice: Voice) -> Callable[[], File]:
    """See bot/enclosures.py; the subject is a group's number, and what the file's name ends in."""
    number, _, ending = subject.partition(" ")
    group = store.groups.numbered(int(number))
    lines = rows(store, group.id)
    title = voice.say(Words("plan-table-title", {"group": group.id}))
    called = "-".join(f"{group.id} workplan".lower().split()) + (ending or XLSX)

    def make() -> File:
        with TemporaryDirectory() as folder:
            path = Path(folder, called)
            write_table(path, COLUMNS, lines)
            return File(called, title, path.read_bytes())

    return make


def take(incoming: Incoming, read: Sequence[Read]) -> Counts:
    """Carry out a table without faults; a second time it changes nothing."""
    store, by = incoming.store, incoming.by
    new: list[str] = []
    changed = 0
    for each in read:
        if each.known is None:
            new.append(each.reference)
            deliverables.add(
                store,
                incoming.group_id,
                each.content,
                by,
                reference=each.reference,
                because="table",
            )
        else:
            changed += deliverables.change(store, each.known, each.content, by, because="table")
    return Counts(tuple(new), changed, len(read) - len(new) - changed)


def _is_next(said: str, known: str) -> bool:
    """Whether only the number at their ends differs: another one of a series."""
    return said != known and said.rstrip(digits) == known.rstrip(digits) and said[-1:] in digits


def _owner(store: Store, held: Content) -> str:
    return held.owner if held.owner_id is None else person_name(store, held.owner_id)
