"""What Slack refuses in text objects and interactive elements (pure), in its own notation."""

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from bot.sandbox.record import Json

# https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element: "min_query_length
# ... the default value is 3"
LEAST_QUERY = 3
Fault: TypeAlias = str
Faults: TypeAlias = Iterator[Fault]
Check: TypeAlias = Callable[[Json, str], Faults]


def fault(pointer: str, problem: str) -> Fault:
    return f"[ERROR] {problem} [json-pointer:{pointer}]"


def length(thing: Json, key: str, at: str, most: int, *, least: int = 0) -> Faults:
    """`key`, where present, is a string of `least` to `most` characters."""
    value = thing.get(key)
    if value is None:
        return
    if not isinstance(value, str):
        yield fault(f"{at}/{key}", "must be a string")
    elif len(value) > most:
        yield fault(f"{at}/{key}", f"must be less than {most + 1} characters")
    elif len(value) < least:
        yield fault(f"{at}/{key}", f"must be more than {least - 1} characters")


def keys(thing: Json, at: str, required: set[str], allowed: set[str]) -> Faults:
    for key in sorted(required - thing.keys()):
        yield fault(at, f"missing required field: {key}")
    for key in sorted(thing.keys() - required - allowed - {"type"}):
        yield fault(at, f"invalid additional property: {key}")


def text_object(value: Any, at: str, most: int, *, plain: bool = False) -> Faults:  # noqa: ANN401 - raw JSON
    """A text object, by https://docs.slack.dev/reference/block-kit/composition-objects/text-object."""
    if not isinstance(value, dict):
        yield fault(at, "must be a text object")
        return
    kind = str(value.get("type"))
    if kind not in ({"plain_text"} if plain else {"plain_text", "mrkdwn"}):
        yield fault(f"{at}/type", f"unsupported type: {kind}")
        return
    yield from keys(value, at, {"text"}, {"emoji"} if kind == "plain_text" else {"verbatim"})
    yield from length(value, "text", at, most, least=1)


def maybe_text(thing: Json, key: str, at: str, most: int) -> Faults:
    if key in thing:
        yield from text_object(thing[key], f"{at}/{key}", most, plain=True)


def items(thing: Json, key: str, at: str, most: int, *, least: int = 1) -> list[Any] | Fault:
    """The list under `key`, or what is wrong with its being there and its size."""
    found = thing.get(key)
    if not isinstance(found, list):
        return fault(f"{at}/{key}", "must be a list")
    if len(found) > most:
        return fault(f"{at}/{key}", f"no more than {most} items allowed")
    if len(found) < least:
        return fault(f"{at}/{key}", f"no fewer than {least} items allowed")
    return found


def _option(option: Any, at: str) -> Faults:  # noqa: ANN401 - raw JSON
    """See https://docs.slack.dev/reference/block-kit/composition-objects/option-object."""
    if not isinstance(option, dict):
        yield fault(at, "must be an option object")
        return
    yield from keys(option, at, {"text", "value"}, {"description", "url"})
    if "text" in option:
        yield from text_object(option["text"], f"{at}/text", 75)
    yield from length(option, "value", at, 150, least=1)
    if "description" in option:
        yield from text_object(option["description"], f"{at}/description", 75)
    yield from length(option, "url", at, 3000)


def _options(element: Json, at: str, most: int) -> Faults:
    options = items(element, "options", at, most)
    if isinstance(options, str):
        yield options
        return
    for number, option in enumerate(options):
        yield from _option(option, f"{at}/options/{number}")
    chosen = element.get("initial_option")
    if chosen is not None and chosen not in options:
        yield fault(f"{at}/initial_option", "must be one of the options")
    several = element.get("initial_options")
    for number, one in enumerate(several if isinstance(several, list) else []):
        if one not in options:
            yield fault(f"{at}/initial_options/{number}", "must be one of the options")


def _grouped_options(element: Json, at: str) -> Faults:
    """Up to 100 groups of up to 100 options.

    https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object
    """
    groups = items(element, "option_groups", at, 100)
    if isinstance(groups, str):
        yield groups
        return
    for number, group in enumerate(groups):
        where = f"{at}/option_groups/{number}"
        if not isinstance(group, dict):
            yield fault(where, "must be an option group object")
            continue
        yield from text_object(group.get("label"), f"{where}/label", 75, plain=True)
        yield from _options(group, where, 100)


def _confirm(element: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object."""
    confirm = element.get("confirm")
    if confirm is None:
        return
    if not isinstance(confirm, dict):
        yield fault(f"{at}/confirm", "must be a confirmation dialog object")
        return
    yield from keys(confirm, f"{at}/confirm", {"title", "text", "confirm", "deny"}, {"style"})
    for key, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        if key in confirm:
            yield from text_object(confirm[key], f"{at}/confirm/{key}", most, plain=key != "text")


def _button(element: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/block-elements/button-element."""
    allowed = {"url", "value", "style", "accessibility_label"}
    yield from keys(element, at, {"text"}, allowed | _COMMON)
    if "text" in element:
        yield from text_object(element["text"], f"{at}/text", 75, plain=True)
    yield from length(element, "value", at, 2000)
    yield from length(element, "url", at, 3000)
    yield from length(element, "accessibility_label", at, 75)
    if str(element.get("style", "primary")) not in {"primary", "danger"}:
        yield fault(f"{at}/style", "must be primary or danger")


def _select(element: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element."""
    multiple = element["type"].startswith("multi_")
    allowed = {"placeholder", "focus_on_load", "initial_option", "options", "option_groups"}
    allowed |= {
        "min_query_length",
        "response_url_enabled",
        "filter",
        "default_to_current_conversation",
    }
    allowed |= {"initial_user", "initial_conversation", "initial_channel"}
    if multiple:
        allowed |= {"max_selected_items", "initial_options", "initial_users"}
        allowed |= {"initial_conversations", "initial_channels"}
    if element["type"].endswith("external_select"):
        allowed -= {"options", "option_groups"}
        yield from _least_query(element, at)
    yield from keys(element, at, set(), allowed | _COMMON)
    yield from maybe_text(element, "placeholder", at, 150)
    if not element["type"].endswith("static_select"):
        return
    if "option_groups" in element:
        yield from _grouped_options(element, at)
    else:
        yield from _options(element, at, 100)


def _least_query(element: Json, at: str) -> Faults:
    least = element.get("min_query_length", LEAST_QUERY)
    if not isinstance(least, int) or least < 0:
        yield fault(f"{at}/min_query_length", "must be a number of characters")


def offer_faults(answer: Json) -> Faults:
    """All that is wrong with the answer to what somebody typed; no options at all are right.

    At most 100 options, or groups of them,
    https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
    """
    if "option_groups" in answer:
        yield from keys(answer, "", {"option_groups"}, set())
        yield from _grouped_options(answer, "")
        return
    yield from keys(answer, "", {"options"}, set())
    if answer.get("options") != []:
        yield from _options(answer, "", 100)


def _overflow(element: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element."""
    yield from keys(element, at, {"options"}, _COMMON)
    yield from _options(element, at, 5)


def _ticks(element: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element."""
    yield from keys(
        element, at, {"options"}, {"initial_options", "initial_option", "focus_on_load"} | _COMMON
    )
    yield from _options(element, at, 10)


def _typed(element: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element."""
    allowed = {"placeholder", "initial_value", "multiline", "min_length", "max_length"}
    allowed |= {"dispatch_action_config", "focus_on_load", "is_decimal_allowed"}
    allowed |= {"min_value", "max_value"}
    yield from keys(element, at, set(), allowed | _COMMON)
    yield from maybe_text(element, "placeholder", at, 150)
    for key in ("min_length", "max_length"):
        number = element.get(key, 1)
        if not isinstance(number, int) or not 0 <= number <= 3000:  # noqa: PLR2004 - page above
            yield fault(f"{at}/{key}", "must be between 0 and 3000")
    yield from length(element, "initial_value", at, 3000)


def _moment(element: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/block-elements/date-picker-element."""
    allowed = {"placeholder", "initial_date", "initial_time", "initial_date_time", "timezone"}
    yield from keys(element, at, set(), allowed | {"focus_on_load"} | _COMMON)
    yield from maybe_text(element, "placeholder", at, 150)
    day = element.get("initial_date")
    if day is not None and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(day)):
        yield fault(f"{at}/initial_date", "must be in the format YYYY-MM-DD")


def image(element: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/blocks/image-block."""
    yield from keys(element, at, {"image_url", "alt_text"}, {"block_id", "title"})
    yield from length(element, "image_url", at, 3000, least=1)
    yield from length(element, "alt_text", at, 2000)
    yield from maybe_text(element, "title", at, 2000)


_COMMON = {"action_id", "confirm"}
_SELECTS: dict[str, Check] = {
    f"{many}{kind}_select": _select
    for many in ("", "multi_")
    for kind in ("static", "external", "users", "conversations", "channels")
}
_MOMENTS: dict[str, Check] = {
    "datepicker": _moment,
    "timepicker": _moment,
    "datetimepicker": _moment,
}
_TICKS: dict[str, Check] = {"checkboxes": _ticks, "radio_buttons": _ticks}
_TYPED: dict[str, Check] = dict.fromkeys(
    ("plain_text_input", "email_text_input", "url_text_input", "number_input"), _typed
)
IN_ACTIONS: dict[str, Check] = {
    "button": _button,
    "overflow": _overflow,
    **_SELECTS,
    **_MOMENTS,
    **_TICKS,
}
IN_SECTION: dict[str, Check] = {"image": image, **IN_ACTIONS}
IN_INPUT: dict[str, Check] = {**_SELECTS, **_MOMENTS, **_TICKS, **_TYPED}


def element_faults(element: Any, at: str, allowed: dict[str, Check]) -> Faults:  # noqa: ANN401 - raw JSON
    """One interactive element, of a type that its block may hold."""
    kind = element.get("type") if isinstance(element, dict) else None
    check = allowed.get(str(kind))
    if check is None:
        yield fault(f"{at}/type", f"unsupported type: {kind}")
        return
    yield from check(element, at)
    yield from length(element, "action_id", at, 255, least=1)
    yield from _confirm(element, at)
