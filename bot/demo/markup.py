"""HTML that is safe by construction: whatever is no markup yet is escaped (pure)."""

from html import escape
from typing import TypeAlias

EMPTY = frozenset({"br", "img", "input", "link", "meta", "hr"})
"""Elements without an end."""


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


Child: TypeAlias = "str | None"
Attribute: TypeAlias = "str | int | bool | None"


def text(value: str) -> Html:
    return value if isinstance(value, Html) else Html(escape(value))


def join(*children: Child) -> Html:
    """One after another; None is left out."""
    return Html("".join(text(each) for each in children if each is not None))


def tag(name: str, /, *children: Child, **attributes: Attribute) -> Html:
    """An element. `class_` is `class`, `data_id` is `data-id`; None and False leave one out."""
    given = "".join(map(_attribute, attributes.keys(), attributes.values()))
    if name in EMPTY:
        return Html(f"<{name}{given}>")
    return Html(f"<{name}{given}>{join(*children)}</{name}>")


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    written = name.rstrip("_").replace("_", "-")
    return f" {written}" if value is True else f' {written}="{escape(str(value))}"'


def lines(value: str) -> Html:
    """Text with its line breaks."""
    return Html(str(text(value)).replace("\n", "<br>"))
