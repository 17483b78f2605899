"""What Slack refuses in messages as a whole, in views and in metadata (pure)."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.sandbox.record import Json
from bot.sandbox.slack_blocks import BLOCKS_IN_VIEW, block_faults
from bot.sandbox.slack_elements import Fault, Faults, fault, keys, length, maybe_text

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
    kind = str(view.get("type"))
    allowed = {"private_metadata", "callback_id", "external_id"}
    if kind == "modal":
        modal = {"close", "submit", "clear_on_close", "notify_on_close", "submit_disabled"}
        yield from keys(view, "/view", {"title", "blocks"}, allowed | modal)
        for key in ("title", "close", "submit"):
            yield from maybe_text(view, key, "/view", 24)
    elif kind == "home":
        yield from keys(view, "/view", {"blocks"}, allowed)
    else:
        yield fault("/view/type", f"unsupported type: {kind}")
        return
    yield from length(view, "private_metadata", "/view", 3000)
    yield from length(view, "callback_id", "/view", 255)
    yield from length(view, "external_id", "/view", 255)
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        yield fault("/view/blocks", "must be a list")
        return
    has_input = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
    if kind == "modal" and has_input and "submit" not in view:
        yield fault("/view", "missing required field: submit")
    yield from block_faults(blocks, most=BLOCKS_IN_VIEW)


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
