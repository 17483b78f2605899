"""What Slack refuses in blocks (pure). Each limit stands beside its page."""

from typing import Any

from bot.sandbox.record import Json
from bot.sandbox.slack_elements import (
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    Check,
    Fault,
    Faults,
    element_faults,
    fault,
    image,
    items,
    keys,
    length,
    maybe_text,
    text_object,
)

# https://docs.slack.dev/reference/block-kit/blocks: "up to 50 blocks in each message, and 100
# blocks in modals or Home tabs"
BLOCKS_IN_MESSAGE, BLOCKS_IN_VIEW = 50, 100


def _section(block: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/blocks/section-block."""
    yield from keys(block, at, set(), {"block_id", "text", "fields", "accessory", "expand"})
    if "text" not in block and "fields" not in block:
        yield fault(at, "missing required field: text or fields")
    if "text" in block:
        yield from text_object(block["text"], f"{at}/text", 3000)
    if "fields" in block:
        fields = items(block, "fields", at, 10)
        if isinstance(fields, str):
            yield fields
        else:
            for number, field in enumerate(fields):
                yield from text_object(field, f"{at}/fields/{number}", 2000)
    if "accessory" in block:
        yield from element_faults(block["accessory"], f"{at}/accessory", IN_SECTION)


def _header(block: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/blocks/header-block."""
    yield from keys(block, at, {"text"}, {"block_id"})
    yield from text_object(block.get("text"), f"{at}/text", 150, plain=True)


def _divider(block: Json, at: str) -> Faults:
    yield from keys(block, at, set(), {"block_id"})


def _context(block: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/blocks/context-block."""
    yield from keys(block, at, {"elements"}, {"block_id"})
    elements = items(block, "elements", at, 10)
    if isinstance(elements, str):
        yield elements
        return
    for number, element in enumerate(elements):
        where = f"{at}/elements/{number}"
        if isinstance(element, dict) and element.get("type") == "image":
            yield from image(element, where)
        else:
            yield from text_object(element, where, 3000)


def _actions(block: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/blocks/actions-block."""
    yield from keys(block, at, {"elements"}, {"block_id"})
    elements = items(block, "elements", at, 25)
    if isinstance(elements, str):
        yield elements
        return
    seen: set[str] = set()
    for number, element in enumerate(elements):
        yield from element_faults(element, f"{at}/elements/{number}", IN_ACTIONS)
        action_id = str(element.get("action_id") or "") if isinstance(element, dict) else ""
        if action_id in seen:
            yield fault(
                f"{at}/elements/{number}/action_id", f"`action_id` {action_id} is not unique"
            )
        if action_id:
            seen.add(action_id)


def _input(block: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/blocks/input-block."""
    yield from keys(
        block, at, {"label", "element"}, {"block_id", "hint", "optional", "dispatch_action"}
    )
    yield from maybe_text(block, "label", at, 2000)
    yield from maybe_text(block, "hint", at, 2000)
    yield from element_faults(block.get("element"), f"{at}/element", IN_INPUT)


def _markdown(block: Json, at: str) -> Faults:
    """See https://docs.slack.dev/reference/block-kit/blocks/markdown-block."""
    yield from keys(block, at, {"text"}, {"block_id"})
    yield from length(block, "text", at, 12_000, least=1)


def _rich_text(block: Json, at: str) -> Faults:
    yield from keys(block, at, {"elements"}, {"block_id"})
    elements = items(block, "elements", at, 1000, least=0)
    if isinstance(elements, str):
        yield elements


_BLOCKS: dict[str, Check] = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "image": image,
    "markdown": _markdown,
    "rich_text": _rich_text,
}


def block_faults(blocks: list[Any], *, most: int = BLOCKS_IN_MESSAGE) -> list[Fault]:
    """All that Slack would refuse in these blocks, in its own notation; empty when it accepts."""
    return list(_faults(blocks, most))


def _faults(blocks: list[Any], most: int) -> Faults:
    if len(blocks) > most:
        yield fault("/blocks", f"no more than {most} items allowed")
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        at = f"/blocks/{number}"
        kind = block.get("type") if isinstance(block, dict) else None
        check = _BLOCKS.get(str(kind))
        if check is None:
            yield fault(f"{at}/type", f"unsupported type: {kind}")
            continue
        yield from check(block, at)
        yield from length(block, "block_id", at, 255, least=1)
        block_id = str(block.get("block_id") or "")
        if block_id in seen:
            yield fault(f"{at}/block_id", f"`block_id` {block_id} already exists")
        if block_id:
            seen.add(block_id)
