"""Telegram's HTML: what is taken, and the exact words in which the rest is refused."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.html_check import ParseError, parse_html, utf16


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("a <foo>b</foo>", 'Unsupported start tag "foo" at byte offset 2'),
        ("é <script>", 'Unsupported start tag "script" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("1 <2", "Unclosed start tag at byte offset 2"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        (
            "<a href>x</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ("<a =x>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x!y>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
    ],
)
def test_what_is_wrong_is_named_with_its_place(source: str, problem: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_html(source)

    assert str(caught.value) == problem


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>bold</b> x", "bold x", [("bold", 0, 4)]),
        ("😀<i>x</i>", "😀x", [("italic", 2, 1)]),
        ("<b>a<u>b</u></b>", "ab", [("bold", 0, 2), ("underline", 1, 1)]),
        ("&lt;b&gt; &amp; &quot;&#39;&#x41;", "<b> & \"'A", []),
        ("&nbsp; & AT&T", "&nbsp; & AT&T", []),
        ("<b></b>x", "x", []),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ('<span class="tg-spoiler">s</span>', "s", [("spoiler", 0, 1)]),
        ('<a href="nowhere">x</a>', "x", []),
    ],
)
def test_the_text_comes_out_with_its_entities(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    said, found = parse_html(source)

    assert said == text
    assert [(one["type"], one["offset"], one["length"]) for one in found] == entities


def test_a_link_keeps_its_address() -> None:
    _, (link,) = parse_html('<a href="https://un.org/?a=1&amp;b=2">here</a>')

    assert link["url"] == "https://un.org/?a=1&b=2"


def test_code_in_pre_names_its_language() -> None:
    _, (block,) = parse_html('<pre><code class="language-python">x</code></pre>')

    assert (block["type"], block["language"]) == ("pre", "python")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_escaped_words_come_out_as_they_went_in(words: str) -> None:
    said, (entity,) = parse_html(f"<b>{html.escape(words)}x</b>")

    assert said == f"{words}x"
    assert entity["length"] == utf16(said) == len(said.encode("utf-16-le")) // 2


@given(st.text("<>/ab =\"'&;#1x", max_size=40))
def test_no_source_is_read_in_any_other_way(source: str) -> None:
    try:
        said, entities = parse_html(source)
    except ParseError:
        return

    assert all(one["offset"] + one["length"] <= utf16(said) for one in entities)
