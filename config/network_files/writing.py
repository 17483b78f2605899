"""A network folder written down again, in the format in which `folder` reads it."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from config.network_files.records import Record, RecordKind
from config.network_files.rows import ENDINGS
from config.network_files.shape import Plain, Shape
from config.network_files.shapes import SHAPES

Records = Mapping[RecordKind, Sequence[Record]]

_TOGETHER: Mapping[str, tuple[RecordKind, ...]] = {
    RecordKind.ORGANISATIONS.value: (RecordKind.ORGANISATIONS, RecordKind.ACRONYM_TRAPS),
    "gcm": (RecordKind.OBJECTIVES, RecordKind.PRINCIPLES),
}
_SHARED = {kind: stem for stem, kinds in _TOGETHER.items() for kind in kinds}
_OTHER_BREAKS = frozenset("\x85\u2028\u2029")
_WIDTH = 110
_SHORT = 40
_INDENT = 20


def write_folder(folder: Path, records: Records, *, ending: str | None = None) -> list[Path]:
    """Write each kind to its file, and return the files.

    Resources go to JSONL and the rest to YAML; `ending` (.yaml, .jsonl or .csv) asks for one
    format for all lists. A file of the same name is replaced only once the new one is whole; a
    file of the same kind in another format goes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, text in files_of(records, ending=ending).items():
        path = folder / name
        new = path.with_suffix(path.suffix + ".new")
        new.write_text(text, encoding="utf-8", newline="")
        new.replace(path)
        written.append(path)
    for path in written:
        for other in ENDINGS:
            if path.with_suffix(other) not in written:
                path.with_suffix(other).unlink(missing_ok=True)
    return written


def files_of(records: Records, *, ending: str | None = None) -> dict[str, str]:
    """File name to its text."""
    files: dict[str, str] = {}
    together: dict[str, dict[str, list[Plain]]] = {}
    for kind, items in records.items():
        shape = SHAPES[kind]
        rows = [shape.plain(item) for item in items]
        form = _form(kind, ending)
        if form == ".jsonl":
            files[f"{kind}.jsonl"] = "".join(f"{_json(row)}\n" for row in rows)
        elif form == ".csv":
            files[f"{kind}.csv"] = _csv(shape, rows)
        elif shape.is_document:
            files[f"{kind}.yaml"] = "\n".join(map(_yaml, rows)) or "{}\n"
        else:
            together.setdefault(_SHARED.get(kind, kind.value), {})[kind.value] = rows
    for stem, sections in together.items():
        files[f"{stem}.yaml"] = _yaml_lists(stem, sections)
    return files


def _form(kind: RecordKind, ending: str | None) -> str:
    if SHAPES[kind].is_document:
        return ".yaml"
    return ending or (".jsonl" if kind is RecordKind.RESOURCES else ".yaml")


def _json(value: Any) -> str:  # noqa: ANN401  # JSON
    return json.dumps(value, ensure_ascii=False)


def _yaml_lists(stem: str, sections: Mapping[str, list[Plain]]) -> str:
    """One list alone as it is, several under their names; a blank line between records."""
    if list(sections) == [stem]:
        return _yaml_list(sections[stem])
    return "\n".join(f"{name}:\n{_yaml_list(rows)}" for name, rows in sections.items())


def _yaml_list(rows: list[Plain]) -> str:
    return "\n".join(_yaml([row]) for row in rows) or "[]\n"


def _yaml(value: Any) -> str:  # noqa: ANN401  # JSON
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)


class _Dumper(yaml.SafeDumper):
    """YAML with lists of short scalars on one line, and lists indented below their name."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  # as inherited
        super().increase_indent(flow, False)


def _represent_list(dumper: yaml.SafeDumper, value: Iterable[Any]) -> yaml.SequenceNode:
    items = list(value)
    short = all(isinstance(each, str | int) and len(str(each)) <= _SHORT for each in items)
    flow = short and sum(len(str(each)) + 2 for each in items) < _WIDTH - _INDENT
    node: yaml.SequenceNode = dumper.represent_sequence(
        "tag:yaml.org,2002:seq", items, flow_style=flow
    )
    return node


def _represent_text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    """Text with breaks that only YAML 1.1 counts as line ends is quoted, or they would change."""
    style = None if _OTHER_BREAKS.isdisjoint(value) else '"'
    node: yaml.ScalarNode = dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)
    return node


_Dumper.add_representer(list, _represent_list)
_Dumper.add_representer(str, _represent_text)


def _csv(shape: Shape[Any], rows: list[Plain]) -> str:
    """Columns for all fields that occur, in their order, one for each language of a text."""
    flat = [_flattened(row) for row in rows]
    order = {name: place for place, name in enumerate(_columns(shape))}
    used = {name for row in flat for name in row} | set(shape.required)
    columns = sorted(used, key=lambda name: (order[name.partition(".")[0]], name))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)
    return out.getvalue()


def _columns(shape: Shape[Any]) -> list[str]:
    names = shape.record.__dataclass_fields__
    return list(names)


def _flattened(row: Plain) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            flat.update({f"{name}.{inner}": _cell(item) for inner, item in value.items()})
        else:
            flat[name] = _cell(value)
    return flat


def _cell(value: Any) -> str:  # noqa: ANN401  # JSON
    if isinstance(value, list):
        return _cell_of_list(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _cell_of_list(items: list[Any]) -> str:
    """Items with ";" between them, or a JSON list where that would not read back the same."""
    joined = ";".join(map(str, items))
    plain = all(isinstance(each, str | int) for each in items)
    return (
        joined
        if plain and ";" not in "".join(map(str, items)) and joined[:1] not in "[{"
        else _json(items)
    )
