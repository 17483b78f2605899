"""How one kind of record is read field by field, and written plain again."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import Enum
from functools import cached_property
from typing import Any, Generic, TypeVar

from config.network_files.faults import Wrong
from config.network_files.records import Record, RecordKind
from config.network_files.values import Parse

R = TypeVar("R", bound=Record)

Plain = dict[str, Any]
"""A record as JSON has it: text, numbers, lists and mappings."""


@dataclass(frozen=True)
class Shape(Generic[R]):
    """How one kind of record is read and written."""

    kind: RecordKind
    record: type[R]
    parse: Mapping[str, Parse[Any]]
    is_document: bool = False
    """Whether the file is the one record, not a list of them."""

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Fields that have no default, in order."""
        return tuple(
            each.name
            for each in fields(self.record)  # type: ignore[arg-type]  # records are dataclasses
            if each.default is MISSING and each.default_factory is MISSING
        )

    def plain(self, record: R) -> Plain:
        """The record without what it leaves at its default, in the order of its fields."""
        return {
            name: plain_value(value)
            for name, default in self._defaults
            if (value := getattr(record, name)) != default
        }

    def whole(self, record: R) -> Plain:
        """The record with all its fields, as plain values."""
        return {name: plain_value(getattr(record, name)) for name, _ in self._defaults}

    def build(self, plain: Mapping[str, object]) -> R:
        """A record from plain values that were checked before: those of a database.

        Raises:
            Wrong: they were not.

        """
        parse, empty = self.parse, self._empty
        read = {}
        for name, value in plain.items():
            if value is None or value == "" or (not value and name in empty):
                continue  # as most fields of a record are
            got = parse[name](value)
            if got != "":
                read[name] = got
        return self.record(**read)

    def digest(self, record: R) -> str:
        """SHA-256 of the record in one canonical writing: equal records have equal digests."""
        written = json.dumps(self.plain(record), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()

    @cached_property
    def _empty(self) -> frozenset[str]:
        """Fields that are an empty list or mapping where nothing is said."""
        return frozenset(name for name, default in self._defaults if default in ((), {}))

    @cached_property
    def _defaults(self) -> tuple[tuple[str, object], ...]:
        return _defaults(self.record)


def plain_value(value: object) -> Any:  # noqa: ANN401  # JSON
    """A field's value as JSON has it."""
    if value is None or value.__class__ in (str, int, bool, float):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [plain_value(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): plain_value(item) for key, item in value.items()}
    return {
        name: plain_value(item)
        for name, default in _defaults(type(value))
        if (item := getattr(value, name)) != default
    }


def part(made: type[Any], parse: Mapping[str, Parse[Any]]) -> Parse[Any]:
    """A mapping inside a record, such as a deliverable of a working group; more keys are wrong."""

    def read_part(value: object) -> Any:  # noqa: ANN401  # an instance of `made`
        if not isinstance(value, Mapping):
            raise Wrong("should be a mapping", f"It has {', '.join(parse)}")
        unknown = [str(name) for name in value if name not in parse]
        if unknown:
            raise Wrong(f"{unknown[0]!r} is not known here", f"It has {', '.join(parse)}")
        filled = ((name, item) for name, item in value.items() if item is not None and item != "")
        read = {name: named(name, parse[name], item) for name, item in filled}
        given = {name: item for name, item in read.items() if item != ""}
        missing = [n for n, default in _defaults(made) if default is MISSING and n not in given]
        if missing:
            raise Wrong(f"{missing[0]} is missing")
        return made(**given)

    return read_part


def named(name: str, parse: Parse[Any], value: object) -> Any:  # noqa: ANN401
    """The value of one field of a part; what is wrong with it names the field."""
    try:
        return parse(value)
    except Wrong as wrong:
        raise Wrong(f"{name}: {wrong.what}", wrong.fix) from wrong


_OF_DATACLASS: dict[type, tuple[tuple[str, object], ...]] = {}
"""What `_defaults` found before: asked twice for every record of an import."""


def _defaults(record: type) -> tuple[tuple[str, object], ...]:
    """Each field of a dataclass and its default, MISSING where there is none."""
    known = _OF_DATACLASS.get(record)
    if known is None:
        assert is_dataclass(record)  # noqa: S101  # for the type checker
        known = tuple((each.name, _default(each)) for each in fields(record))
        _OF_DATACLASS[record] = known
    return known


def _default(each: Any) -> object:  # noqa: ANN401  # a dataclasses.Field of any type
    factory: Callable[[], object] | object = each.default_factory
    return factory() if callable(factory) else each.default
