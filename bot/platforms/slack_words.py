"""The words of what somebody formatted in Slack, without the signs of the formatting (pure)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from bot.platforms.reactions import emoji_of

Json: TypeAlias = Mapping[str, Any]
Label: TypeAlias = Callable[[str, str], str]
"""A mention or a link as it was typed: from what it leads to in Slack's own text, and its words."""

INDENT = "    "


class _Unknown(Exception):
    """A part of which Slack's own text has to be taken."""


def words(blocks: object, label: Label) -> str | None:
    """What the rich text of a message says; None where it has none, or something else beside it.

    A message's `text` has `*bold*` for what is bold, and for what somebody typed between asterisks:
    only its blocks tell which, https://docs.slack.dev/reference/block-kit/blocks/rich-text-block.
    """
    if not isinstance(blocks, list) or not blocks:
        return None
    try:
        parts = [_part(each, label) for block in blocks for each in _within(block, "rich_text")]
    except (_Unknown, KeyError, TypeError, AttributeError):
        return None
    return "\n".join(part.removesuffix("\n") for part in parts)


def _within(block: Json, kind: str) -> Sequence[Json]:
    if block["type"] != kind:
        raise _Unknown
    elements: Sequence[Json] = block["elements"]
    return elements


def _part(part: Json, label: Label) -> str:
    match part["type"]:
        case "rich_text_section" | "rich_text_preformatted":
            return _line(part, label)
        case "rich_text_quote":
            return "\n".join(f"> {each}" for each in _line(part, label).split("\n"))
        case "rich_text_list":
            return _list(part, label)
        case _:
            raise _Unknown


def _list(part: Json, label: Label) -> str:
    first = int(part.get("offset") or 0) + 1
    is_ordered = part.get("style") == "ordered"
    return "\n".join(
        f"{INDENT * int(part.get('indent') or 0)}{f'{number}.' if is_ordered else '•'}"
        f" {_line(each, label)}"
        for number, each in enumerate(part["elements"], start=first)
    )


def _line(part: Json, label: Label) -> str:
    return "".join(_element(each, label) for each in part["elements"])


def _element(element: Json, label: Label) -> str:
    match element["type"]:
        case "text":
            return str(element["text"])
        case "link":
            return label(str(element["url"]), str(element.get("text") or ""))
        case "user":
            return label(f"@{element['user_id']}", "")
        case "channel":
            return label(f"#{element['channel_id']}", "")
        case "usergroup":
            return label(f"!subteam^{element['usergroup_id']}", "")
        case "broadcast":
            return label(f"!{element['range']}", "")
        case "emoji":
            return emoji_of(str(element["name"])) or f":{element['name']}:"
        case _:
            raise _Unknown
