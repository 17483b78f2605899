"""Several values in one field: lists, lists of mappings, texts by language."""

import json
from collections.abc import Mapping
from typing import TypeVar

from config.network_files.faults import Wrong
from config.network_files.values import Parse, kind_of, language

T = TypeVar("T")

_FIRST = ("en", "fr", "es", "ar", "ru", "zh")


def many(parse: Parse[T]) -> Parse[tuple[T, ...]]:
    """A list; in CSV its items stand in one cell, separated by ";" or as a JSON list.

    Repeated items count once; a single value is a list of one.
    """

    def parse_all(value: object) -> tuple[T, ...]:
        read = (parse(item) for item in _items(value) if not _is_blank(item))
        return tuple(dict.fromkeys(item for item in read if item != ""))

    return parse_all


def each(parse: Parse[T]) -> Parse[tuple[T, ...]]:
    """A list whose items are mappings; in CSV a JSON list."""

    def parse_all(value: object) -> tuple[T, ...]:
        value = _json_of(value)
        if not isinstance(value, list | tuple):
            raise Wrong(f"is {kind_of(value)} and should be a list")
        return tuple(parse(item) for item in value)

    return parse_all


def by_language(parse: Parse[T]) -> Parse[dict[str, T]]:
    """A mapping from language code to a value; in CSV columns such as names.fr."""

    def parse_all(value: object) -> dict[str, T]:
        value = _json_of(value)
        if not isinstance(value, Mapping):
            raise Wrong(f"is {kind_of(value)} and should name languages", "Write fr: … below it")
        filled = ((code, item) for code, item in value.items() if not _is_blank(item))
        read = ((language(code), parse(item)) for code, item in filled)
        return dict(sorted((each for each in read if each[1]), key=_language_order))

    return parse_all


def _language_order(item: tuple[str, object]) -> tuple[int, str]:
    """English first, then the other UN languages, then the rest: in files and in exports alike."""
    code = item[0]
    return (_FIRST.index(code) if code in _FIRST else len(_FIRST), code)


def _items(value: object) -> list[object]:
    if isinstance(value, str):
        stripped = value.strip()
        if stripped.startswith("["):
            value = _json_of(stripped)
        else:
            return list(stripped.split(";"))
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, Mapping):
        raise Wrong("is a mapping and should be a list")
    return [value]


def _json_of(value: object) -> object:
    """A cell of a CSV file that holds JSON, read; anything else as it is."""
    if isinstance(value, str) and value.lstrip().startswith(("[", "{")):
        try:
            read: object = json.loads(value)
        except json.JSONDecodeError as error:
            raise Wrong(f"is not JSON: {error.msg}") from error
        return read
    return value


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
