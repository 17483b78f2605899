"""Records of one file as they stand there, each value with its line: YAML, JSONL, CSV."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from config.network_files.faults import Fault
from config.network_files.records import RecordKind
from config.network_files.shape import Shape
from config.network_files.shapes import SHAPES

ENDINGS = (".yaml", ".yml", ".jsonl", ".csv")
_IN_GCM = (RecordKind.OBJECTIVES, RecordKind.PRINCIPLES)
SECTIONS: Mapping[str, tuple[RecordKind, ...]] = {
    **{kind.value: (kind,) for kind in RecordKind},
    RecordKind.ORGANISATIONS.value: (RecordKind.ORGANISATIONS, RecordKind.ACRONYM_TRAPS),
    "gcm": _IN_GCM,
}
"""File name without ending, and the kinds that it may hold; more than one only in YAML."""

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+")
_LONGEST_CELL = 2**30

csv.field_size_limit(_LONGEST_CELL)


@dataclass(frozen=True, slots=True)
class Row:
    """One record as a file has it. A field that is not in `lines` stands on the record's line."""

    file: str
    line: int
    values: Mapping[str, Any]
    lines: Mapping[str, int] = field(default_factory=dict)

    def fault(self, name: str, what: str, fix: str = "") -> Fault:
        return Fault(self.file, self.lines.get(name, self.line), name, what, fix)


class Unreadable(Exception):
    """A file, or one line of it, that cannot be read at all."""

    def __init__(self, line: int, what: str, fix: str = "") -> None:
        super().__init__(what)
        self.line = line
        self.what = what
        self.fix = fix


Section = tuple[RecordKind, Iterator["Row | Fault"]]


def read_file(path: Path) -> Iterator[Section]:
    """The kinds that a file holds, each with its rows in order, and faults where a row should be.

    The file's name says what it may hold. Raises nothing: what cannot be read is a fault.
    """
    kinds = SECTIONS[path.stem]
    if path.suffix in {".yaml", ".yml"}:
        yield from _read_yaml(path, kinds)
    elif path.suffix == ".jsonl":
        yield kinds[0], _safely(path, _jsonl_rows)
    else:
        yield kinds[0], _safely(path, _csv_rows)


def _safely(path: Path, read: Callable[[Path], Iterator[Row | Fault]]) -> Iterator[Row | Fault]:
    try:
        yield from read(path)
    except Unreadable as error:
        yield Fault(path.name, error.line, "", error.what, error.fix)
    except OSError as error:
        yield Fault(path.name, 0, "", f"cannot be read: {error.strerror}")


def _decoded(content: bytes, line: int) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line += content.count(b"\n", 0, error.start)
        raise Unreadable(line, "is not UTF-8 text", "Save the file as UTF-8") from error


def _read(path: Path) -> str:
    return _decoded(path.read_bytes().removeprefix(b"\xef\xbb\xbf"), 1)


# --- JSONL


def _jsonl_rows(path: Path) -> Iterator[Row | Fault]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            content = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if not content.strip():
                continue
            try:
                yield Row(path.name, number, _json_object(_decoded(content, number), number))
            except Unreadable as error:
                yield Fault(path.name, error.line, "", error.what, error.fix)


def _json_object(line: str, number: int) -> dict[str, Any]:
    try:
        read = json.loads(line, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        what = f"is not JSON: {error.msg} at character {error.pos + 1}"
        raise Unreadable(number, what, "One whole JSON object stands on each line") from error
    except RecursionError as error:
        raise Unreadable(number, "is nested too deeply") from error
    except ValueError as error:
        raise Unreadable(number, f"is not JSON: {error}") from error
    if not isinstance(read, dict):
        raise Unreadable(number, "is not a JSON object", "Write {…} with the fields of a record")
    return read


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no value")


# --- CSV


def _csv_rows(path: Path) -> Iterator[Row | Fault]:
    text = _read(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, SHAPES[SECTIONS[path.stem][0]])
        ended = reader.line_num
        for cells in reader:
            line, ended = ended + 1, reader.line_num
            if not any(cells):
                continue
            if len(cells) > len(header):
                what = f"has {len(cells)} cells, the header has {len(header)}"
                yield Fault(path.name, line, "", what, "Put text with commas in double quotes")
                continue
            yield Row(path.name, line, _unflattened(dict(zip(header, cells, strict=False))))
    except csv.Error as error:
        raise Unreadable(reader.line_num, f"is not CSV: {error}") from error


def _delimiter(text: str) -> str:
    """What stands between columns: many spreadsheets write semicolons where commas are decimal."""
    header = text.partition("\n")[0]
    return ";" if ";" in header and "," not in header else ","


def _check_header(header: list[str], shape: Shape[Any]) -> None:
    if not any(header):
        raise Unreadable(0, "is empty", "Write the names of the fields on the first line")
    repeated = next((name for name in header if name and header.count(name) > 1), None)
    if repeated:
        raise Unreadable(1, f"has the column {repeated!r} twice")
    tops = {name.partition(".")[0] for name in header}
    missing = [name for name in shape.required if name not in tops]
    if missing:
        what = f"has no column {', '.join(missing)}"
        raise Unreadable(1, what, f"They are {', '.join(shape.parse)}")


def _unflattened(cells: Mapping[str, str]) -> dict[str, Any]:
    """Cells by field, without the empty ones; names.fr becomes fr in names."""
    values: dict[str, Any] = {}
    for name, cell in cells.items():
        if not cell.strip() or not name:
            continue
        field_name, _, inner = name.partition(".")
        if inner:
            values.setdefault(field_name, {})[inner] = cell
        else:
            values[field_name] = cell
    return values


# --- YAML


def _read_yaml(path: Path, kinds: tuple[RecordKind, ...]) -> Iterator[Section]:
    try:
        yield from _yaml_sections(path, kinds)
    except Unreadable as error:
        yield kinds[0], iter([Fault(path.name, error.line, "", error.what, error.fix)])
    except OSError as error:
        yield kinds[0], iter([Fault(path.name, 0, "", f"cannot be read: {error.strerror}")])


def _yaml_sections(path: Path, kinds: tuple[RecordKind, ...]) -> Iterator[Section]:
    root = _composed(_read(path))
    if root is None:
        raise Unreadable(0, "is empty")
    if isinstance(root, yaml.SequenceNode):
        yield kinds[0], _yaml_rows(path.name, root)
    elif not isinstance(root, yaml.MappingNode):
        raise Unreadable(1, "is neither a list nor a mapping")
    elif SHAPES[kinds[0]].is_document:
        yield kinds[0], iter([_yaml_row(path.name, root)])
    else:
        yield from _named_sections(path, root, kinds)


def _named_sections(
    path: Path, root: yaml.MappingNode, kinds: tuple[RecordKind, ...]
) -> Iterator[Section]:
    expected = " and ".join(kind.value for kind in kinds)
    for key, node in root.value:
        kind = next((kind for kind in kinds if kind.value == key.value), None)
        if kind is None:
            raise Unreadable(_line(key), f"has a section {key.value!r}", f"It holds {expected}")
        if not isinstance(node, yaml.SequenceNode):
            raise Unreadable(_line(node), f"{kind.value} is not a list", "Start records with '- '")
        yield kind, _yaml_rows(path.name, node)


def _yaml_rows(file: str, root: yaml.SequenceNode) -> Iterator[Row | Fault]:
    for node in root.value:
        try:
            yield _yaml_row(file, node)
        except Unreadable as error:
            yield Fault(file, error.line, "", error.what, error.fix)


def _yaml_row(file: str, node: yaml.Node) -> Row:
    if not isinstance(node, yaml.MappingNode):
        raise Unreadable(_line(node), "is not a record", "Write its fields as name: value")
    seen = {id(node)}
    values = _yaml_value(node, seen)
    lines = {str(key.value): _line(key) for key, _ in node.value}
    return Row(file, _line(node), values, lines)


def _composed(text: str) -> yaml.Node | None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"is not YAML: {error.problem or error.context}"
        raise Unreadable(mark.line + 1 if mark else 0, what) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Unreadable(0, f"is not YAML: {str(error).splitlines()[0]}") from error
    return node


def _yaml_value(node: yaml.Node, seen: set[int]) -> Any:  # noqa: ANN401  # JSON
    """A node as text, number, list or mapping, by the rules of YAML 1.2: `on` and `no` are text."""
    match node:
        case yaml.ScalarNode():
            return _scalar(node)
        case yaml.SequenceNode():
            return [_yaml_value(item, _once(item, seen)) for item in node.value]
        case yaml.MappingNode():
            return _mapping(node, seen)
        case _:
            raise Unreadable(_line(node), "is not known here")


def _mapping(node: yaml.MappingNode, seen: set[int]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, item in node.value:
        name = str(key.value)
        if not isinstance(key, yaml.ScalarNode):
            raise Unreadable(_line(key), "has a field whose name is not text")
        if name in values:
            raise Unreadable(_line(key), f"has {name!r} twice", "Keep one of them")
        values[name] = _yaml_value(item, _once(item, seen))
    return values


def _once(node: yaml.Node, seen: set[int]) -> set[int]:
    """Guard against aliases: a node met twice could stand for billions."""
    if id(node) in seen:
        raise Unreadable(_line(node), "is repeated by an alias", "Write it out each time")
    seen.add(id(node))
    return seen


def _scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    written = str(node.value)
    if node.style is not None:  # quoted, or a block
        return written
    if written in _NULL:
        return None
    if written in {"true", "True", "TRUE", "false", "False", "FALSE"}:
        return written.lower() == "true"
    if _WHOLE.fullmatch(written):
        return int(written)
    if _DECIMAL.fullmatch(written):
        return float(written)
    return written


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
