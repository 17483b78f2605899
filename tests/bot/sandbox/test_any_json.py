"""Whatever JSON a bot sends, the checks answer and do not break."""

from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.slack_blocks import block_faults
from bot.sandbox.slack_limits import metadata_error, view_faults
from bot.sandbox.slack_world import with_ids
from bot.sandbox.telegram_limits import TelegramError, check_commands, check_results, checked_markup

KINDS = ["section", "header", "context", "actions", "input", "image", "markdown", "divider"]
ELEMENTS = ["button", "static_select", "overflow", "checkboxes", "plain_text_input", "datepicker"]
WORDS = ["plain_text", "mrkdwn", "modal", "home", "primary", "x", ""]
KEYS = [
    *("type", "text", "blocks", "elements", "element", "accessory", "fields", "options", "label"),
    *("option_groups", "value", "action_id", "block_id", "confirm", "title", "style", "url"),
    *("initial_date", "min_length", "initial_options", "inline_keyboard", "callback_data"),
    *("event_type", "event_payload", "command", "description", "placeholder"),
]
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.sampled_from(KINDS + ELEMENTS + WORDS)
)
anything = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)
    ),
    max_leaves=25,
)
blocks = st.builds(
    lambda kind, more: more | {"type": kind},
    st.sampled_from(KINDS),
    st.dictionaries(st.sampled_from(KEYS), anything, max_size=4),
)


@given(st.lists(st.one_of(blocks, anything), max_size=4))
def test_blocks_are_stored_or_refused(sent: list[Any]) -> None:
    if not block_faults(sent):
        assert all(block["block_id"] for block in with_ids(sent, salt="b"))


@given(st.dictionaries(st.sampled_from(KEYS), anything, max_size=5))
def test_views_and_metadata_are_judged(sent: dict[str, Any]) -> None:
    assert isinstance(view_faults(sent), list)
    assert isinstance(metadata_error(sent), str)


@given(anything)
def test_keyboards_and_commands_are_judged(sent: Any) -> None:  # noqa: ANN401 - raw JSON
    for check in (checked_markup, check_commands, check_results):
        with suppress(TelegramError):
            check(sent)
