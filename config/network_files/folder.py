"""A whole network folder, read and checked: its records, or every fault with file and line."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from config.network_files.checking import Known, Located, check
from config.network_files.faults import Fault, Wrong
from config.network_files.records import Record, RecordKind
from config.network_files.rows import ENDINGS, SECTIONS, Row, read_file
from config.network_files.shape import Shape
from config.network_files.shapes import SHAPES

Progress = Callable[[RecordKind, int], None]
"""Told a kind and how many of its records are done, every now and then."""

NOTHING_KNOWN = Known()
_EVERY = 1000
_NOT_RECORDS = frozenset({"README.md", "thesaurus.yaml"})
_STAND_IN_WORDS = 12
_NOTHING = (None, "", ())


@dataclass(slots=True)
class Folder:
    """What a folder holds. Only kinds that have a file are in `records`, even when empty."""

    records: dict[RecordKind, list[Record]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    """What was passed over or mended on the way, without harm."""

    def __len__(self) -> int:
        return sum(map(len, self.records.values()))


def read_folder(
    path: Path, *, known: Known = NOTHING_KNOWN, progress: Progress | None = None
) -> Folder:
    """Read every file of a network folder, or one file alone.

    `known` are records that stand elsewhere (in the database) and may be referred to. Never
    raises for what the files hold: look at `faults` before using `records`.
    """
    reader = _Reader(progress)
    for file in reader.files(path):
        for kind, rows in read_file(file):
            reader.take(kind, rows, file.name)
    if not reader.folder.faults and not reader.folder.records:
        what = "holds no file of a network"
        fix = f"It needs one of {', '.join(sorted(SECTIONS))}, as .yaml, .jsonl or .csv"
        reader.folder.faults.append(Fault(str(path), 0, "", what, fix))
    check(reader.located, known, reader.folder.faults, reader.folder.notes)
    reader.folder.faults.sort()
    return reader.folder


class _Reader:
    """Gathers records, faults and notes while the files go by."""

    def __init__(self, progress: Progress | None) -> None:
        self.folder = Folder()
        self.located: dict[RecordKind, list[Located]] = {}
        self._progress = progress
        self._file_of: dict[RecordKind, str] = {}
        self._unknown: dict[tuple[str, str], tuple[int, int]] = {}

    def files(self, path: Path) -> list[Path]:
        """The files of a network in a folder, or the one file that was named."""
        if path.is_file():
            if path.stem in SECTIONS and path.suffix in ENDINGS:
                return [path]
            fix = f"Give a folder, or a file named {', '.join(SECTIONS)} (.yaml, .jsonl or .csv)"
            self._fault(path.name, "is not a file of a network", fix)
            return []
        if not path.is_dir():
            self._fault(str(path), "does not exist", "Give the path of a folder with a network")
            return []
        names = sorted(each for each in path.iterdir() if not each.name.startswith("."))
        files = [each for each in names if each.stem in SECTIONS and each.suffix in ENDINGS]
        for each in names:
            if each not in files and each.name not in _NOT_RECORDS:
                self.folder.notes.append(Fault(each.name, 0, "", "is not a file of a network"))
        return files

    def take(self, kind: RecordKind, rows: Iterable[Row | Fault], file: str) -> None:
        """Read the rows of one kind."""
        earlier = self._file_of.setdefault(kind, file)
        if earlier != file:
            self._fault(file, f"and {earlier} both hold {kind.value}", "Keep one of them")
            return
        shape = SHAPES[kind]
        located = self.located.setdefault(kind, [])
        for number, row in enumerate(rows, start=1):
            if isinstance(row, Fault):
                self.folder.faults.append(row)
            else:
                located.append(self._located(shape, row))
            if self._progress and number % _EVERY == 0:
                self._progress(kind, number)
        self.folder.records[kind] = [each.record for each in located if not each.refused]
        self._note_unknown(shape)

    def _located(self, shape: Shape[Any], row: Row) -> Located:
        """The record of a row; its faults are noted, and what they concern is left empty in it.

        A title that is there and empty is made up for by the first words of the description.
        """
        given: dict[str, Any] = {}
        faults: list[Fault] = []
        parse = shape.parse
        for name, value in row.values.items():
            if value is None or value == "":
                continue
            try:
                if (read := parse[name](value)) != "":
                    given[name] = read
            except KeyError:
                first, count = self._unknown.get((row.file, name), (row.line, 0))
                self._unknown[row.file, name] = (first, count + 1)
            except Wrong as wrong:
                faults.append(row.fault(name, wrong.what, wrong.fix))
        refused = frozenset(fault.field for fault in faults)
        missing = [n for n in shape.required if n not in refused and given.get(n) in _NOTHING]
        if "title" in missing and "title" in row.values and given.get("description"):
            given["title"] = " ".join(given["description"].split()[:_STAND_IN_WORDS])
            missing.remove("title")
            self.folder.notes.append(row.fault("title", "is empty; the description stands in"))
        faults += [row.fault(name, "is missing", _HOW_TO.get(name, "")) for name in missing]
        self.folder.faults += faults
        nothing = dict.fromkeys((each for each in shape.required if each not in given), "")
        made: Record = shape.record(**nothing, **given)
        return Located(made, row.file, row.line, row.lines, refused.union(missing))

    def _note_unknown(self, shape: Shape[Any]) -> None:
        for (file, name), (line, count) in self._unknown.items():
            times = f" in {count} records" if count > 1 else ""
            what = f"is not a field of {shape.kind.value}: left out{times}"
            near = get_close_matches(name, shape.parse, n=1)
            fix = f"Perhaps {near[0]} is meant" if near else f"Its fields: {', '.join(shape.parse)}"
            self.folder.notes.append(Fault(file, line, name, what, fix))
        self._unknown.clear()

    def _fault(self, file: str, what: str, fix: str = "") -> None:
        self.folder.faults.append(Fault(file, 0, "", what, fix))


_HOW_TO: Mapping[str, str] = {
    "id": "Give the record an id that never changes",
    "title": "Give the record a title",
}
