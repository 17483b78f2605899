"""Which element of a message or view a person taps, and how their choice is written."""

from collections.abc import Callable
from typing import Any, Protocol

from bot.sandbox.record import Json
from bot.sandbox.slack_world import Modal


class Tappable(Protocol):
    """Something with interactive elements: a message, a modal, a Home tab."""

    def elements(self) -> Any: ...  # noqa: ANN401 - an iterator of raw elements


class NothingToTap(LookupError):
    """There is no such element; the error lists those that there are."""


def find_element(thing: Tappable, label: str) -> tuple[str, Json]:
    """The element with this `action_id`, `block_id`, text or beginning of `action_id`."""
    there = list(thing.elements())
    matches: list[Callable[[str, Json], bool]] = [
        lambda _, element: element.get("action_id") == label,
        lambda block_id, _: block_id == label,
        lambda _, element: _label(element) == label,
        lambda _, element: label in _label(element),
    ]
    for fits in matches:
        for block_id, element in there:
            if fits(block_id, element):
                return block_id, element
    names = [_label(element) or element.get("action_id") for _, element in there]
    raise NothingToTap(f"no {label!r} among {names}")


def _label(element: Json) -> str:
    text = element.get("text") or element.get("placeholder") or {}
    return str(text.get("text", ""))


def choice(element: Json, chosen: Json) -> Json:
    """How the choice stands in the payload of this kind of element."""
    kind = element["type"]
    options = list(element.get("options", []))
    for group in element.get("option_groups", []):
        options += group["options"]
    if "option" in chosen:
        picked = _option(options, chosen["option"]) or {"value": chosen["option"]}
        return (
            {"selected_options": [picked]}
            if kind.startswith("multi_")
            else {"selected_option": picked}
        )
    if "options" in chosen:
        return {"selected_options": [_option(options, one) for one in chosen["options"]]}
    return chosen


def _option(options: list[Json], wanted: str) -> Json | None:
    for option in options:
        if wanted in (option["value"], option["text"]["text"]):
            return option
    return None


def remember(thing: Tappable, block_id: str, element: Json, details: Json) -> None:
    """Inputs of a view keep their state."""
    if isinstance(thing, Modal) and element["type"] != "button":
        values = thing.json["state"]["values"].setdefault(block_id, {})
        values[element["action_id"]] = {"type": element["type"]} | details
