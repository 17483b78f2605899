"""thesaurus.yaml as people edit it: read with the line of every fault, and written back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from config.concepts import Concept, Reading, Trap
from config.folding import spelled
from config.network_files.faults import BadFolder, Fault
from config.taxonomy import LANGUAGES

OBJECTIVES = range(1, 24)
"""The Global Compact has 23 objectives (A/RES/73/195)."""
SEPARATOR = "|"
_LISTS = ("broader", "related", "objectives")
_TEXTS = ("id", "definition", "source", *LANGUAGES)
_OF_TRAP = ("label", "usual", "readings")
_OF_READING = ("concept", "near")


@dataclass(frozen=True, slots=True)
class _Field:
    line: int
    value: str | tuple[str, ...]
    inner: tuple["_Row", ...] = ()

    @property
    def text(self) -> str:
        return self.value if isinstance(self.value, str) else ", ".join(self.value)

    @property
    def items(self) -> tuple[str, ...]:
        if isinstance(self.value, str):
            return (self.value,) if self.value else ()
        return self.value


_Row = tuple[int, Mapping[str, _Field]]
_EMPTY = _Field(0, ())


@dataclass(frozen=True, slots=True)
class Contents:
    """What the file holds; concepts by id, in the file's order."""

    concepts: Mapping[str, Concept]
    traps: tuple[Trap, ...] = ()
    ordinary: tuple[str, ...] = ()


def read(path: Path) -> Contents:
    """What the file holds.

    Raises:
        BadFolder: with every fault of the file, each with line and field.
    """
    reader = _Reader(path.name)
    contents = reader.read(path)
    if reader.faults:
        raise BadFolder(tuple(sorted(reader.faults)))
    return contents


class _Reader:
    """One file being read; gathers faults instead of stopping at the first."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.faults: list[Fault] = []

    def read(self, path: Path) -> Contents:
        sections = self._sections(path)
        rows = self._rows(sections.get("concepts"), (*_TEXTS, *_LISTS))
        concepts = dict(self._concepts(rows))
        trap_rows = self._rows(sections.get("traps"), _OF_TRAP)
        traps = tuple(self._trap(line, fields, concepts) for line, fields in trap_rows)
        self._check_links(rows, concepts)
        self._check_labels(rows, {spelled(trap.label) for trap in traps})
        ordinary = sections.get("ordinary")
        words = _labels(_Field(0, _value(ordinary))) if ordinary is not None else ()
        return Contents(concepts, traps, words)

    def _fault(self, line: int, field: str, what: str, fix: str = "") -> None:
        self.faults.append(Fault(self._file, line, field, what, fix))

    def _sections(self, path: Path) -> dict[str, yaml.Node]:
        try:
            root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 0
            self._fault(line, "", f"is not YAML: {error.problem}")
            return {}
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            self._fault(0, "", f"cannot be read: {error}")
            return {}
        if root is None:
            return {}
        if not isinstance(root, yaml.MappingNode):
            self._fault(1, "", "is no mapping", "Begin with concepts: and a list")
            return {}
        return {str(key.value): node for key, node in root.value if self._is_section(key)}

    def _is_section(self, key: yaml.Node) -> bool:
        known = key.value in {"concepts", "traps", "ordinary"}
        if not known:
            fix = "The sections are concepts, traps and ordinary"
            self._fault(_line(key), str(key.value), "is no section", fix)
        return known

    def _rows(self, node: yaml.Node | None, known: Sequence[str]) -> list[_Row]:
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self._fault(_line(node), "", "is no list", "Start each record with '- '")
            return []
        return [row for item in node.value for row in self._row(item, known)]

    def _row(self, node: yaml.Node, known: Sequence[str]) -> Iterator[_Row]:
        if not isinstance(node, yaml.MappingNode):
            self._fault(_line(node), "", "is no record", "Write its fields as name: value")
            return
        fields: dict[str, _Field] = {}
        for key, value in node.value:
            name = str(key.value)
            if name not in known or name in fields:
                what = "is there twice" if name in fields else "is no field"
                self._fault(_line(key), name, what, f"The fields are {', '.join(known)}")
                continue
            inner = self._rows(value, _OF_READING) if name == "readings" else []
            fields[name] = _Field(_line(key), _value(value), tuple(inner))
        yield _line(node), fields

    def _concepts(self, rows: Iterable[_Row]) -> Iterator[tuple[str, Concept]]:
        seen: set[str] = set()
        for line, fields in rows:
            concept_id = fields.get("id", _EMPTY).text.strip()
            if not concept_id:
                self._fault(line, "id", "is missing", "Give the concept an id that never changes")
                continue
            if concept_id in seen:
                self._fault(line, "id", f"{concept_id!r} is there twice", "Keep one of them")
                continue
            seen.add(concept_id)
            yield concept_id, self._concept(concept_id, line, fields)

    def _concept(self, concept_id: str, line: int, fields: Mapping[str, _Field]) -> Concept:
        labels = {language: _labels(fields.get(language, _EMPTY)) for language in LANGUAGES}
        for language in LANGUAGES:
            if not labels[language]:
                own = fields.get(language)
                what = f"{concept_id!r} has no label in this language"
                self._fault(own.line if own else line, language, what)
        return Concept(
            id=concept_id,
            labels=labels,
            broader=fields.get("broader", _EMPTY).items,
            related=fields.get("related", _EMPTY).items,
            objectives=tuple(self._objectives(fields.get("objectives", _EMPTY))),
            definition=fields.get("definition", _EMPTY).text,
            source=fields.get("source", _EMPTY).text,
        )

    def _objectives(self, field: _Field) -> Iterator[int]:
        for item in field.items:
            if item.isdecimal() and int(item) in OBJECTIVES:
                yield int(item)
            else:
                self._fault(field.line, "objectives", f"{item!r} is no objective", "Use 1 to 23")

    def _trap(
        self, line: int, fields: Mapping[str, _Field], concepts: Mapping[str, Concept]
    ) -> Trap:
        label, usual = fields.get("label", _EMPTY).text, fields.get("usual", _EMPTY).text
        readings = tuple(self._readings(fields.get("readings", _EMPTY), concepts))
        if not label or not readings:
            self._fault(line, "label", "a trap needs a label and readings")
        if usual and usual not in {reading.concept for reading in readings}:
            self._fault(fields["usual"].line, "usual", f"{usual!r} is none of the readings")
        return Trap(label, readings, usual)

    def _readings(self, field: _Field, concepts: Mapping[str, Concept]) -> Iterator[Reading]:
        for line, fields in field.inner:
            concept = fields.get("concept", _EMPTY).text
            if concept and concept not in concepts:
                self._fault(line, "concept", f"{concept!r} is no concept of this file")
                continue
            yield Reading(concept, _labels(fields.get("near", _EMPTY)))

    def _check_links(self, rows: Iterable[_Row], concepts: Mapping[str, Concept]) -> None:
        for _, fields in rows:
            for name in ("broader", "related"):
                field = fields.get(name, _EMPTY)
                for item in field.items:
                    if item not in concepts:
                        self._fault(field.line, name, f"{item!r} is no concept of this file")
        for _, fields in rows:
            start = fields.get("id", _EMPTY).text
            if start in concepts and _above_itself(start, concepts):
                self._fault(fields["id"].line, "broader", f"{start!r} is broader than itself")

    def _check_labels(self, rows: Iterable[_Row], traps: set[str]) -> None:
        """The same words for two concepts, in any languages, are a trap that must be declared."""
        owners: dict[str, str] = {}
        for _, fields in rows:
            concept = fields.get("id", _EMPTY).text
            for language in LANGUAGES:
                field = fields.get(language, _EMPTY)
                for label in _labels(field):
                    words = spelled(label)
                    owner = owners.setdefault(words, concept)
                    if owner != concept and words not in traps:
                        what = f"{label!r} is a label of {owner!r} too"
                        self._fault(field.line, language, what, "Keep one, or declare a trap")


def _above_itself(start: str, concepts: Mapping[str, Concept]) -> bool:
    seen: set[str] = set()
    waiting = list(concepts[start].broader)
    while waiting:
        each = waiting.pop()
        if each == start:
            return True
        if each not in seen and each in concepts:
            seen.add(each)
            waiting.extend(concepts[each].broader)
    return False


def _labels(field: _Field) -> tuple[str, ...]:
    found = (each.strip() for item in field.items for each in item.split(SEPARATOR))
    return tuple(dict.fromkeys(each for each in found if each))


def _value(node: yaml.Node) -> str | tuple[str, ...]:
    if isinstance(node, yaml.SequenceNode):
        scalars = (each for each in node.value if isinstance(each, yaml.ScalarNode))
        return tuple(str(each.value).strip() for each in scalars)
    return str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def write(contents: Contents) -> str:
    """The file's text; `read` gives the same contents back."""
    lines = ["concepts:"]
    for concept in contents.concepts.values():
        lines.extend(_concept_lines(concept))
    lines.append("traps:")
    for trap in contents.traps:
        lines.extend(_trap_lines(trap))
    lines.append(f"ordinary: {_scalar(f' {SEPARATOR} '.join(contents.ordinary))}")
    return "\n".join(lines) + "\n"


def _concept_lines(concept: Concept) -> Iterator[str]:
    yield f"- id: {_scalar(concept.id)}"
    for name in _LISTS:
        items = getattr(concept, name)
        if items:
            yield f"  {name}: [{', '.join(map(_scalar, items))}]"
    for language in LANGUAGES:
        yield f"  {language}: {_scalar(f' {SEPARATOR} '.join(concept.labels.get(language, ())))}"
    for name in ("definition", "source"):
        text = getattr(concept, name)
        if text:
            yield f"  {name}: {_scalar(text)}"


def _trap_lines(trap: Trap) -> Iterator[str]:
    yield f"- label: {_scalar(trap.label)}"
    if trap.usual:
        yield f"  usual: {_scalar(trap.usual)}"
    yield "  readings:"
    for reading in trap.readings:
        yield f"  - concept: {_scalar(reading.concept)}"
        if reading.near:
            yield f"    near: {_scalar(f' {SEPARATOR} '.join(reading.near))}"


def _scalar(value: str | int) -> str:
    """A value as YAML writes it on one line, in quotes only where it must be."""
    written = yaml.safe_dump(value, allow_unicode=True, width=2**31 - 1)
    return str(written).removesuffix("\n").removesuffix("\n...")
