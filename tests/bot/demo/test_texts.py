"""What people write stays text on the demo's page, whatever it looks like; markup is shown."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.markup import Html, join, tag
from bot.demo.slack_text import mrkdwn, rich_text
from bot.demo.telegram_text import formatted
from bot.sandbox.html_check import utf16

TAGS = re.compile(r"<[^>]*>")


def named(each: str) -> str:
    return f"name of {each}"


def seen(shown: Html) -> str:
    """What a reader sees of it."""
    return html.unescape(TAGS.sub("", shown.replace("<br>", "\n")))


@given(st.text())
def test_text_and_attributes_are_escaped_once(words: str) -> None:
    shown = tag("p", words, title=words)

    assert seen(shown) == words
    assert shown.count("<") == 2
    assert join(shown) == shown


@given(st.text(alphabet="ab <>&\"'\n*_`😀م"))
def test_a_telegram_message_is_shown_whole(words: str) -> None:
    assert seen(formatted(words, [])) == words


@given(st.lists(st.sampled_from(["a", "😀", "شكرا", "<b>"]), min_size=3, max_size=3))
def test_entities_are_counted_in_the_units_of_utf_16(words: list[str]) -> None:
    before, bold, after = words
    entity = {"type": "bold", "offset": utf16(before), "length": utf16(bold)}
    shown = formatted("".join(words), [entity])

    assert f"<strong>{html.escape(bold)}</strong>" in shown
    assert seen(shown) == before + bold + after


def test_entities_may_lie_in_each_other() -> None:
    entities = [
        {"type": "text_link", "offset": 0, "length": 9, "url": "https://example.org"},
        {"type": "blockquote", "offset": 10, "length": 7},
        {"type": "italic", "offset": 13, "length": 4},
    ]
    shown = formatted("a title\u00a0x said well", entities)

    assert 'href="https://example.org"' in shown
    assert "<blockquote>sai<em>d we</em></blockquote>" in shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("a &lt;b&gt; &amp; c", "a &lt;b&gt; &amp; c"),
        ("*bold* and _kept_", "<strong>bold</strong> and <em>kept</em>"),
        ("<@U1>", '<span class="mention">@name of U1</span>'),
        ("<!channel>", '<span class="mention">@channel</span>'),
        ("2*3*4", "2*3*4"),
    ],
)
def test_slack_s_own_markup_is_read(said: str, shown: str) -> None:
    assert mrkdwn(said, named) == shown


def test_only_addresses_of_the_web_can_be_followed() -> None:
    harmful = {"type": "link", "url": "javascript:alert(1)", "text": "tap me"}
    section = {"type": "rich_text_section", "elements": [harmful]}

    assert "href" not in rich_text({"elements": [section]}, named)
    assert "href" not in mrkdwn("<javascript:alert(1)|tap me>", named)
    assert 'href="https://un.org/?a=1&amp;b=2"' in mrkdwn("<https://un.org/?a=1&amp;b=2|UN>", named)
