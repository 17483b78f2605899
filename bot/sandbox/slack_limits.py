"""What Slack refuses in blocks, views and metadata (pure). Each limit stands beside its page."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from bot.sandbox.record import Json

# https://docs.slack.dev/reference/block-kit/blocks: "up to 50 blocks in each message, and 100
# blocks in modals or Home tabs"
BLOCKS_IN_MESSAGE, BLOCKS_IN_VIEW = 50, 100
# https://docs.slack.dev/reference/methods/chat.postMessage#truncating: 40,000 characters
POST_TEXT = 40_000
# https://docs.slack.dev/reference/methods/chat.update#errors: "cannot exceed 4,000 characters"
UPDATE_TEXT = 4_000
# https://github.com/slackapi/bolt-js/issues/2509: undocumented, seen at 13,172 to 13,297 characters
ALL_BLOCKS_TEXT = 13_200
# https://docs.slack.dev/reference/methods/views.open#errors: "greater than 250kb"
VIEW_BYTES = 250_000
# https://docs.slack.dev/messaging/message-metadata; the error metadata_too_large is documented and
# its number is not: 16 KiB is what this sandbox assumes
METADATA_BYTES = 16_384

Fault: TypeAlias = str
Faults: TypeAlias = Iterator[Fault]
Check: TypeAlias = Callable[[Json, str], Faults]


def _fault(pointer: str, problem: str) -> Fault:
    return f"[ERROR] {problem} [json-pointer:{pointer}]"


def _length(thing: Json, key: str, at: str, most: int, *, least: int = 0) -> Faults:
    """`key`, where present, is a string of `least` to `most` characters."""
    value = thing.get(key)
    if value is None:
        return
    if not isinstance(value, str):
        yield _fault(f"{at}/{key}", "must be a string")
    elif len(value) > most:
        yield _fault(f"{at}/{key}", f"must be less than {most + 1} characters")
    elif len(value) < least:
        yield _fault(f"{at}/{key}", f"must be more than {least - 1} characters")


def _keys(thing: Json, at: str, required: set[str], allowed: set[str]) -> Faults:
    for key in sorted(required - thing.keys()):
        yield _fault(at, f"missing required field: {key}")
    for key in sorted(thing.keys() - required - allowed - {"type"}):
        yield _fault(at, f"invalid additional property: {key}")


def _text(value: Any, at: str, most: int, *, plain: bool = False) -> Faults:  # noqa: ANN401 - raw JSON
    """A text object, by https://docs.slack.dev/reference/block-kit/composition-objects/text-object."""
    if not isinstance(value, dict):
        yield _fault(at, "must be a text object")
        return
    kind = value.get("type")
    if kind not in ({"plain_text"} if plain else {"plain_text", "mrkdwn"}):
        yield _fault(f"{at}/type", f"unsupported type: {kind}")
        return
    yield from _keys(value, at, {"text"}, {"emoji"} if kind == "plain_text" else {"verbatim"})
    yield from _length(value, "text", at, most, least=1)


def _maybe_text(thing: Json, key: str, at: str, most: int) -> Faults:
    if key in thing:
        yield from _text(thing[key], f"{at}/{key}", most, plain=True)


def _list(thing: Json, key: str, at: str, most: int, *, least: int = 1) -> list[Any] | Fault:
    """The list under `key`, or what is wrong with its being there and its size."""
    items = thing.get(key)
    if not isinstance(items, list):
        return _fault(f"{at}/{key}", "must be a list")
    if len(items) > most:
        return _fault(f"{at}/{key}", f"no more than {most} items allowed")
    if len(items) < least:
        return _fault(f"{at}/{key}", f"no fewer than {least} items allowed")
    return items


def _option(option: Any, at: str) -> Faults:  # noqa: ANN401 - raw JSON
    """See https://docs.slack.dev/reference/block-kit/composition-objects/option-object."""
    if not isinstance(option, dict):
        yield _fault(at, "must be an option object")
        return
    yield from _keys(option, at, {"text", "value"}, {"description", "url"})
    if "text" in option:
        yield from _text(option["text"], f"{at}/text", 75)
    yield from _length(option, "value", at, 150, least=1)
    if "description" in option:
        yield from _text(option["description"], f"{at}/description", 75)
    yield from _length(option, "url", at, 3000)


def _options(element: Json, at: str, most: int) -> Faults:
    options = _list(element, "options", at, most)
    if isinstance(options, str):
        yield options
        return
    for number, option in enumerate(options):
        yield from _option(option, f"{at}/options/{number}")
    chosen = element.get("initial_option")
    if chosen is not None and chosen not in options:
        yield _fault(f"{at}/initial_option", "must be one of the options")
    for number, one in enumerate(element.get("initial_options") or []):
        if one not in options:
            yield _fault(f"{at}/initial_options/{number}", "must be one of the options")


def _grouped_options(element: Json, at: str) -> Faults:
    """Up to 100 groups of up to 100 options.

    https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object
    """
    groups = _list(element, "option_groups", at, 100)
    if isinstance(groups, str):
        yield groups
        return
    for number, group in enumerate(groups):
        yield from _text(group.get("label"), f"{at}/option_groups/{number}/label", 75, plain=True)
        yield from _options(group, f"{at}/option_groups/{number}", 100)


def _confirm(element: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object."""
    confirm = element.get("confirm")
    if confirm is None:
        return
    yield from _keys(confirm, f"{at}/confirm", {"title", "text", "confirm", "deny"}, {"style"})
    for key, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        if key in confirm:
            yield from _text(confirm[key], f"{at}/confirm/{key}", most, plain=key != "text")


def _button(element: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/block-elements/button-element."""
    allowed = {"url", "value", "style", "accessibility_label"}
    yield from _keys(element, at, {"text"}, allowed | _COMMON)
    if "text" in element:
        yield from _text(element["text"], f"{at}/text", 75, plain=True)
    yield from _length(element, "value", at, 2000)
    yield from _length(element, "url", at, 3000)
    yield from _length(element, "accessibility_label", at, 75)
    if element.get("style", "primary") not in {"primary", "danger"}:
        yield _fault(f"{at}/style", "must be primary or danger")


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
    yield from _keys(element, at, set(), allowed | _COMMON)
    yield from _maybe_text(element, "placeholder", at, 150)
    if not element["type"].endswith("static_select"):
        return
    if "option_groups" in element:
        yield from _grouped_options(element, at)
    else:
        yield from _options(element, at, 100)


def _overflow(element: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element."""
    yield from _keys(element, at, {"options"}, _COMMON)
    yield from _options(element, at, 5)


def _ticks(element: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element."""
    yield from _keys(
        element, at, {"options"}, {"initial_options", "initial_option", "focus_on_load"} | _COMMON
    )
    yield from _options(element, at, 10)


def _typed(element: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element."""
    allowed = {"placeholder", "initial_value", "multiline", "min_length", "max_length"}
    allowed |= {"dispatch_action_config", "focus_on_load", "is_decimal_allowed"}
    allowed |= {"min_value", "max_value"}
    yield from _keys(element, at, set(), allowed | _COMMON)
    yield from _maybe_text(element, "placeholder", at, 150)
    for key in ("min_length", "max_length"):
        if not 0 <= element.get(key, 1) <= 3000:  # noqa: PLR2004 - the page above
            yield _fault(f"{at}/{key}", "must be between 0 and 3000")
    yield from _length(element, "initial_value", at, 3000)


def _moment(element: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/block-elements/date-picker-element."""
    allowed = {"placeholder", "initial_date", "initial_time", "initial_date_time", "timezone"}
    yield from _keys(element, at, set(), allowed | {"focus_on_load"} | _COMMON)
    yield from _maybe_text(element, "placeholder", at, 150)
    day = element.get("initial_date")
    if day is not None and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        yield _fault(f"{at}/initial_date", "must be in the format YYYY-MM-DD")


def _image(element: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/blocks/image-block."""
    yield from _keys(element, at, {"image_url", "alt_text"}, {"block_id", "title"})
    yield from _length(element, "image_url", at, 3000, least=1)
    yield from _length(element, "alt_text", at, 2000)
    yield from _maybe_text(element, "title", at, 2000)


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
_IN_ACTIONS: dict[str, Check] = {
    "button": _button,
    "overflow": _overflow,
    **_SELECTS,
    **_MOMENTS,
    **_TICKS,
}
_IN_SECTION: dict[str, Check] = {"image": _image, **_IN_ACTIONS}
_IN_INPUT: dict[str, Check] = {**_SELECTS, **_MOMENTS, **_TICKS, **_TYPED}


def _element(element: Any, at: str, allowed: dict[str, Check]) -> Faults:  # noqa: ANN401 - raw JSON
    """One interactive element, of a type that its block may hold."""
    kind = element.get("type") if isinstance(element, dict) else None
    check = allowed.get(str(kind))
    if check is None:
        yield _fault(f"{at}/type", f"unsupported type: {kind}")
        return
    yield from check(element, at)
    yield from _length(element, "action_id", at, 255, least=1)
    yield from _confirm(element, at)


def _section(block: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/blocks/section-block."""
    yield from _keys(block, at, set(), {"block_id", "text", "fields", "accessory", "expand"})
    if "text" not in block and "fields" not in block:
        yield _fault(at, "missing required field: text or fields")
    if "text" in block:
        yield from _text(block["text"], f"{at}/text", 3000)
    if "fields" in block:
        fields = _list(block, "fields", at, 10)
        if isinstance(fields, str):
            yield fields
        else:
            for number, field in enumerate(fields):
                yield from _text(field, f"{at}/fields/{number}", 2000)
    if "accessory" in block:
        yield from _element(block["accessory"], f"{at}/accessory", _IN_SECTION)


def _header(block: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/blocks/header-block."""
    yield from _keys(block, at, {"text"}, {"block_id"})
    yield from _text(block.get("text"), f"{at}/text", 150, plain=True)


def _divider(block: Json, at: str) -> Faults:
    yield from _keys(block, at, set(), {"block_id"})


def _context(block: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/blocks/context-block."""
    yield from _keys(block, at, {"elements"}, {"block_id"})
    elements = _list(block, "elements", at, 10)
    if isinstance(elements, str):
        yield elements
        return
    for number, element in enumerate(elements):
        where = f"{at}/elements/{number}"
        if isinstance(element, dict) and element.get("type") == "image":
            yield from _image(element, where)
        else:
            yield from _text(element, where, 3000)


def _actions(block: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/blocks/actions-block."""
    yield from _keys(block, at, {"elements"}, {"block_id"})
    elements = _list(block, "elements", at, 25)
    if isinstance(elements, str):
        yield elements
        return
    seen: set[str] = set()
    for number, element in enumerate(elements):
        yield from _element(element, f"{at}/elements/{number}", _IN_ACTIONS)
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if action_id in seen:
            yield _fault(
                f"{at}/elements/{number}/action_id", f"`action_id` {action_id} is not unique"
            )
        if action_id:
            seen.add(action_id)


def _input(block: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/blocks/input-block."""
    yield from _keys(
        block, at, {"label", "element"}, {"block_id", "hint", "optional", "dispatch_action"}
    )
    yield from _maybe_text(block, "label", at, 2000)
    yield from _maybe_text(block, "hint", at, 2000)
    yield from _element(block.get("element"), f"{at}/element", _IN_INPUT)


def _markdown(block: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/blocks/markdown-block."""
    yield from _keys(block, at, {"text"}, {"block_id"})
    yield from _length(block, "text", at, 12_000, least=1)


def _rich_text(block: Json, at: str) -> Faults:
    yield from _keys(block, at, {"elements"}, {"block_id"})
    elements = _list(block, "elements", at, 1000, least=0)
    if isinstance(elements, str):
        yield elements


_BLOCKS: dict[str, Check] = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "image": _image,
    "markdown": _markdown,
    "rich_text": _rich_text,
}


def block_faults(blocks: list[Any], *, most: int = BLOCKS_IN_MESSAGE) -> list[Fault]:
    """All that Slack would refuse in these blocks, in its own notation; empty when it accepts."""
    return list(_block_faults(blocks, most))


def _block_faults(blocks: list[Any], most: int) -> Faults:
    if len(blocks) > most:
        yield _fault("/blocks", f"no more than {most} items allowed")
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        at = f"/blocks/{number}"
        kind = block.get("type") if isinstance(block, dict) else None
        check = _BLOCKS.get(str(kind))
        if check is None:
            yield _fault(f"{at}/type", f"unsupported type: {kind}")
            continue
        yield from check(block, at)
        yield from _length(block, "block_id", at, 255, least=1)
        block_id = block.get("block_id")
        if block_id in seen:
            yield _fault(f"{at}/block_id", f"`block_id` {block_id} already exists")
        if block_id:
            seen.add(block_id)


def visible_text(thing: Any) -> Iterator[str]:  # noqa: ANN401 - raw JSON
    """Every text in blocks or a view that a reader sees, in reading order."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            if key in {"text", "alt_text", "initial_value"} and isinstance(value, str):
                yield value
            elif key not in {"confirm", "metadata", "state"}:
                yield from visible_text(value)
    elif isinstance(thing, list):
        for one in thing:
            yield from visible_text(one)


def view_faults(view: Json) -> list[Fault]:
    """What Slack would refuse in a modal or a Home tab."""
    return list(_view_faults(view))


def _view_faults(view: Json) -> Faults:
    """See https://docs.slack.dev/reference/views/modal-views and .../home-tab-views."""
    kind = view.get("type")
    allowed = {"private_metadata", "callback_id", "external_id"}
    if kind == "modal":
        modal = {"close", "submit", "clear_on_close", "notify_on_close", "submit_disabled"}
        yield from _keys(view, "/view", {"title", "blocks"}, allowed | modal)
        for key in ("title", "close", "submit"):
            yield from _maybe_text(view, key, "/view", 24)
    elif kind == "home":
        yield from _keys(view, "/view", {"blocks"}, allowed)
    else:
        yield _fault("/view/type", f"unsupported type: {kind}")
        return
    yield from _length(view, "private_metadata", "/view", 3000)
    yield from _length(view, "callback_id", "/view", 255)
    yield from _length(view, "external_id", "/view", 255)
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        yield _fault("/view/blocks", "must be a list")
        return
    has_input = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
    if kind == "modal" and has_input and "submit" not in view:
        yield _fault("/view", "missing required field: submit")
    yield from _block_faults(blocks, BLOCKS_IN_VIEW)


def metadata_error(metadata: Any) -> str:  # noqa: ANN401 - raw JSON
    """The error code that this metadata earns, or empty. An empty object removes metadata.

    https://docs.slack.dev/reference/methods/chat.postMessage#errors
    """
    if metadata == {}:
        return ""
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        return "invalid_metadata_format"
    kind = metadata.get("event_type")
    if not isinstance(kind, str) or not re.fullmatch(r"\w{1,255}", kind, re.ASCII):
        return "invalid_metadata_schema"
    if len(json.dumps(metadata)) > METADATA_BYTES:
        return "metadata_too_large"
    return ""
