"""Whatever a reply holds, Telegram takes it, and what people wrote stays words."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.render.clusters import is_boundary
from bot.render.harmless import safe_url
from bot.render.telegram import LONGEST_TEXT, MOST_BUTTONS, MOST_ENTITIES, Keyboard, render
from bot.sandbox.telegram_limits import checked_markup, parsed
from config.phrases import Marked, Names, Phrases, Voice, Words
from handlers.help import EXAMPLES
from handlers.messages import LONGEST_ACTION, Choice, Entry, Reply

PHRASES = Phrases()
ENGLISH = Voice(PHRASES)
ARABIC = Voice(PHRASES, language="ar")
SERVER_BYTES = 35_000  # clean_input_string of TDLib


def just(text: str) -> Words:
    """Words that say this text and nothing else."""
    return Words("just", {"what": text})


def entry(title: str, **fields: object) -> Reply:
    return Reply("just", {"what": "Found:"}, entries=(Entry(title, **fields),))  # type: ignore[arg-type]  # of any field


def choices(*labels: str, url: str = "") -> tuple[tuple[Choice, ...], ...]:
    return (tuple(Choice(just(each), action="" if url else "a", url=url) for each in labels),)


def test_an_entry_is_a_linked_title_facts_a_passage_and_a_reason() -> None:
    reply = Reply(
        "just",
        {"what": "Two results:"},
        entries=(
            Entry(
                "Alternatives to detention",
                "https://un.org/atd?a=1&b=2",
                facts=("IDC", just("2021"), "Arabic"),
                passage=Marked("No child in detention.", ((3, 8), (12, 21))),
                why=just("in the title"),
            ),
            Entry("Return"),
        ),
        lines=(just("There are more."),),
    )

    assert render(reply, ENGLISH).html == (
        "Two results:\n\n"
        '1. <b><a href="https://un.org/atd?a=1&amp;b=2">Alternatives to detention</a></b>\n'
        "IDC · 2021 · Arabic\n"
        "No <b>child</b> in <b>detention</b>.\n"
        "<i>in the title</i>\n\n"
        "2. <b>Return</b>\n\n"
        "There are more."
    )


def test_the_only_entry_has_no_number() -> None:
    assert render(entry("Return"), ENGLISH).plain == "Found:\n\nReturn"


def test_markup_that_people_wrote_is_shown_as_they_wrote_it() -> None:
    reply = entry('<a href="https://evil.example">Bank</a> & <b>', facts=("</i>",))
    text = render(reply, ENGLISH)
    shown, entities = parsed(text.html, parse_mode="HTML", entities=None)

    assert shown == text.plain
    assert '<a href="https://evil.example">Bank</a> & <b>\n</i>' in shown.replace("\u2060", "")
    assert {each["type"] for each in entities} == {"bold"}


@pytest.mark.parametrize("url", ["javascript:alert(1)", "tg://user?id=7", "un.org", "https://"])
def test_only_web_addresses_become_links(url: str) -> None:
    reply = Reply("just", {"what": "a"}, entries=(Entry("b", url),), choices=choices("c", url=url))
    text = render(reply, ENGLISH)

    assert "href" not in text.html
    assert text.keyboard == ()


@pytest.mark.parametrize("said", ["@everyone", ".@admin", "/forget_me", "(/forget_me)", "a /me"])
def test_nobody_is_called_and_no_command_offered_by_what_people_wrote(said: str) -> None:
    reply = Reply(
        "just",
        {"what": Names((just(said), said))},
        entries=(Entry(said, facts=(said,), passage=Marked(said), why=just(said)),),
        lines=(just(said),),
    )
    _, entities = parsed(render(reply, ENGLISH).html, parse_mode="HTML", entities=None)

    assert {each["type"] for each in entities} <= {"bold", "italic"}


@pytest.mark.parametrize(
    "said", ["mail a.b@un.org", "and/or", "A/RES/73/195", "https://un.org/@a /", "50 @ 3", "/"]
)
def test_what_only_looks_like_a_call_is_left_alone(said: str) -> None:
    assert render(Reply("just", {"what": said}), ENGLISH).plain == said


def test_a_long_passage_gives_way_before_anything_else() -> None:
    words = "detention " * 200
    entries = tuple(
        Entry(f"Title {number}", passage=Marked(words, ((0, 9),)), why=just("why " * 20))
        for number in range(12)
    )
    text = render(
        Reply("just", {"what": "Found:"}, entries=entries, lines=(just("End."),)), ENGLISH
    )

    assert len(text.plain) <= LONGEST_TEXT
    assert all(f"Title {number}" in text.plain for number in range(12))
    assert text.plain.endswith("End.")


def test_a_text_of_forty_thousand_characters_is_cut_after_a_word() -> None:
    text = render(Reply("just", {"what": "detention " * 4_000}), ENGLISH)

    assert LONGEST_TEXT - 10 <= len(text.plain) <= LONGEST_TEXT
    assert text.plain.endswith("detention…")


@pytest.mark.parametrize("empty", ["", " \n ", "\u200b", "\u2068\u2069", "\x00"])
def test_nothing_to_see_is_still_a_message(empty: str) -> None:
    assert render(Reply("just", {"what": empty}), ENGLISH).plain == "…"


def test_what_runs_the_other_way_is_isolated() -> None:
    reply = entry("بدائل الاحتجاز", facts=("IDC", "2021"))

    assert "\u2068بدائل الاحتجاز\u2069\nIDC · 2021" in render(reply, ENGLISH).plain
    assert "\nبدائل الاحتجاز\n\u2068IDC\u2069 · 2021" in render(reply, ARABIC).plain


def test_a_mark_that_turns_text_around_is_taken_out() -> None:
    assert render(entry("abc\u202efdp.exe"), ENGLISH).plain.endswith("abcfdp.exe")


def test_short_labels_share_a_row_and_a_long_one_has_its_own() -> None:
    reply = Reply(
        "just", {"what": "a"}, choices=choices("More", "Helped", "Did not", "Ask a person")
    )
    long = Reply("just", {"what": "a"}, choices=choices("More", "Ask somebody who knows", "Back"))

    assert labels(reply) == [["More", "Helped", "Did not"], ["Ask a person"]]
    assert labels(long) == [["More"], ["Ask somebody who knows"], ["Back"]]


def labels(reply: Reply) -> list[list[str]]:
    return [[button.label for button in row] for row in render(reply, ENGLISH).keyboard]


def test_chinese_labels_take_two_columns_a_character() -> None:
    reply = Reply(
        "just", {"what": "a"}, choices=choices("缩小范围和语言", "缩小范围和语言", "更多")
    )

    assert labels(reply) == [["缩小范围和语言", "缩小范围和语言"], ["更多"]]


def test_a_label_longer_than_a_phone_is_cut_after_a_word() -> None:
    reply = Reply(
        "just", {"what": "a"}, choices=choices("Alternatives to the detention of young children")
    )

    assert labels(reply) == [["Alternatives to the detention of young…"]]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_example_to_tap_is_readable_to_its_end(language: str) -> None:
    examples = [Words(f"help-try-{number}") for number in range(1, EXAMPLES + 1)]
    reply = Reply("hello", choices=tuple((Choice(each, "a"),) for each in examples))

    keyboard = render(reply, Voice(PHRASES, language)).keyboard

    assert not [row for row in keyboard if row[0].label.endswith("…")]


def test_a_label_of_nothing_is_still_a_button() -> None:
    assert labels(Reply("just", {"what": "a"}, choices=choices("\u200b"))) == [["…"]]


def test_an_address_that_telegram_refuses_is_no_button() -> None:
    reply = Reply("just", {"what": "a"}, choices=choices("Open", url="http://localhost:8080/a"))

    assert render(reply, ENGLISH).keyboard == ()


# --- whatever the reply ---------------------------------------------------------------------------

# fmt: off
PIECES = st.sampled_from([
    "a", "é", "e\u0301", " ", "\n", "\t", "中", "ب", "word", "👨‍👩‍👧", "🇫🇷", "👍🏽",
    "<", ">", "&", '"', "'", "<b>", "</b>", "&amp;", '<a href="x">', "<!everyone>",
    "@admin", "/me", "#tag", "https://un.org/a?b=c&d",
    "\u202e", "\u2067", "\ud83d", "\x00", "\u200b", "\u2028",
])
# fmt: on
TEXTS = st.lists(PIECES, max_size=12).map("".join)
URLS = st.one_of(
    TEXTS,
    st.sampled_from(["", "https://un.org/a'\"<b>&c", "http://x", "https://un.org/" + "ü&" * 99]),
)
WORDS = TEXTS.map(just)
SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=60)
PASSAGES = st.builds(lambda text, spans: Marked(text, tuple(sorted(spans))), TEXTS, SPANS)
ENTRIES = st.builds(
    Entry,
    title=TEXTS,
    url=URLS,
    facts=st.lists(st.one_of(TEXTS, WORDS), max_size=5).map(tuple),
    passage=st.none() | PASSAGES,
    why=st.none() | WORDS,
)
ACTIONS = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=LONGEST_ACTION)
CHOICES = st.builds(Choice, label=WORDS, action=ACTIONS, url=URLS, strong=st.booleans())
REPLIES = st.builds(
    Reply,
    phrase=st.just("just"),
    details=TEXTS.map(lambda text: {"what": text}),
    entries=st.lists(ENTRIES, max_size=7).map(tuple),
    lines=st.lists(WORDS, max_size=4).map(tuple),
    choices=st.lists(st.lists(CHOICES, max_size=8).map(tuple), max_size=12).map(tuple),
)
VOICES = st.sampled_from([ENGLISH, ARABIC])
TIMES = st.sampled_from([1, 1, 9, 90, 900])
"""How often what people wrote is repeated: so that a failure is shown with a short reply."""


def repeated(reply: Reply, times: int) -> Reply:
    entries = (
        replace(
            entry,
            title=entry.title * times,
            url=entry.url + "?" + "x&" * times if entry.url else "",
            passage=Marked(entry.passage.text * times, entry.passage.spans)
            if entry.passage
            else None,
        )
        for entry in reply.entries
    )
    said = str(reply.details["what"])
    lines = tuple(just(str(line.details["what"]) * times) for line in reply.lines)
    return replace(reply, details={"what": said * times}, entries=tuple(entries), lines=lines)


@given(REPLIES, TIMES, VOICES)
@example(Reply("just", {"what": "😀"}), 3000, ENGLISH)
def test_telegram_takes_it_and_shows_what_is_meant(reply: Reply, times: int, voice: Voice) -> None:
    reply = repeated(reply, times)
    text = render(reply, voice)
    shown, entities = parsed(text.html, parse_mode="HTML", entities=None)
    links = {each["url"] for each in entities if each["type"] == "text_link"}

    assert shown == text.plain.rstrip()
    assert len(text.html.encode()) <= SERVER_BYTES
    assert {each["type"] for each in entities} <= {"bold", "italic", "text_link", "url"}
    assert sum(each["type"] != "url" for each in entities) <= MOST_ENTITIES
    assert links <= {safe_url(each.url) for each in reply.entries}


@given(REPLIES, TIMES, VOICES)
def test_no_style_begins_or_ends_inside_what_looks_like_one_character(
    reply: Reply, times: int, voice: Voice
) -> None:
    text = render(repeated(reply, times), voice)
    shown, entities = parsed(text.html, parse_mode="HTML", entities=None)
    encoded = shown.encode("utf-16-le")
    ends = {
        len(encoded[: 2 * place].decode("utf-16-le"))
        for each in entities
        for place in (each["offset"], each["offset"] + each["length"])
    }

    assert all(is_boundary(shown, place) for place in ends if 0 < place < len(shown))


@given(REPLIES, TIMES, VOICES)
def test_telegram_takes_the_keyboard_and_brings_the_actions_back(
    reply: Reply, times: int, voice: Voice
) -> None:
    keyboard = render(repeated(reply, times), voice).keyboard
    asked = [choice.action for row in reply.choices for choice in row]
    shown = [button.action for row in keyboard for button in row if button.action]

    checked_markup({"inline_keyboard": as_json(keyboard)})
    for row in keyboard:
        are_numbers = all(len(button.label) <= 2 for button in row)
        assert 1 <= len(row) <= (8 if are_numbers else 3)
    assert shown == [action for action in asked if action][: len(shown)]
    assert sum(map(len, keyboard)) <= MOST_BUTTONS


def as_json(keyboard: Keyboard) -> list[list[dict[str, str]]]:
    return [
        [
            {"text": button.label}
            | ({"callback_data": button.action} if button.action else {"url": button.url})
            for button in row
        ]
        for row in keyboard
    ]
