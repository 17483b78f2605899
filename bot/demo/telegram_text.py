"""Telegram's text with its entities as HTML (pure)."""

from typing import Any

from bot.demo.markup import Html, join, lines, tag
from bot.demo.slack_text import anchor

Json = dict[str, Any]

_ELEMENTS = {
    "bold": "strong",
    "italic": "em",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}


def formatted(text: str, entities: list[Json]) -> Html:
    """Offsets and lengths count UTF-16 units, https://core.telegram.org/bots/api#messageentity."""
    return _between(text.encode("utf-16-le"), 0, len(text.encode("utf-16-le")) // 2, entities)


def _between(units: bytes, start: int, end: int, entities: list[Json]) -> Html:
    """What stands between two units, with the entities that lie in there, the outer ones first."""
    parts, at = [], start
    left = sorted(entities, key=lambda each: (each["offset"], -each["length"]))
    while left:
        outer, *left = left
        first, last = outer["offset"], min(outer["offset"] + outer["length"], end)
        if first < at:
            continue
        inside = [each for each in left if each["offset"] + each["length"] <= last]
        left = [each for each in left if each["offset"] >= last]
        parts += [_words(units, at, first), _one(outer, units, first, last, inside)]
        at = last
    return join(*parts, _words(units, at, end))


def _words(units: bytes, start: int, end: int) -> Html:
    return lines(units[2 * start : 2 * end].decode("utf-16-le", "replace"))


def _one(entity: Json, units: bytes, first: int, last: int, inside: list[Json]) -> Html:
    plain = units[2 * first : 2 * last].decode("utf-16-le", "replace")
    kind = entity["type"]
    if kind in {"text_link", "url"}:
        return anchor(str(entity.get("url", plain)), plain)
    within = _between(units, first, last, inside)
    if kind in _ELEMENTS:
        return tag(_ELEMENTS[kind], within)
    return tag("span", within, class_="mention")
