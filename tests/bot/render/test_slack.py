"""A reply becomes blocks that Slack takes, and nothing that people wrote becomes markup."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.render.slack import LONGEST_TEXT, escape, render, render_home
from bot.sandbox.slack_blocks import block_faults
from bot.sandbox.slack_limits import ALL_BLOCKS_TEXT, view_faults, visible_text
from config.phrases import Marked, Phrases, Voice, Words
from handlers.messages import Choice, Entry, Reply

HOSTILE = "<!everyone> <@U1> <https://evil.example|un.org> *b* _i_ ~s~ `c` &amp; > @channel :smile:"


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Voice:
    """Speaks three phrases: its text, its text forty times, and a number of results."""
    folder = tmp_path_factory.mktemp("locales")
    (folder / "en").mkdir()
    phrases = "said = { $text }\nfound = { $count } results about { $topic }\n"
    phrases += "suggest-resource = Something to read\nsuggest-expert = Somebody who knows\n"
    phrases += "often = " + "{ $text } " * 40 + "\n"
    (folder / "en" / "test.ftl").write_text(phrases, encoding="utf-8")
    return Voice(Phrases(folder))


def said(text: str) -> Words:
    return Words("said", {"text": text})


def reply(**parts: Any) -> Reply:  # noqa: ANN401  # any field of a reply
    return Reply("found", {"count": 2, "topic": "returns"}, **parts)


RESULT = Entry(
    title="Alternatives to detention",
    url="https://migrationnetwork.un.org/atd",
    facts=("UNICEF", said("French"), "2021"),
    passage=Marked("Ending the detention of children.", ((11, 20),)),
    why=said("it matched detention"),
)


def test_a_phrase_is_a_section_shown_as_it_is(voice: Voice) -> None:
    message = render(reply(), voice)

    text = {"type": "plain_text", "text": "2 results about returns", "emoji": False}
    assert message.blocks == [{"type": "section", "text": text}]
    assert message.text == "2 results about returns"


def test_a_result_is_a_bold_linked_title_a_passage_with_marks_and_small_facts(voice: Voice) -> None:
    _, rich, small = render(reply(entries=(RESULT,)), voice).blocks

    bold = {"bold": True}
    section = {
        "type": "rich_text_section",
        "elements": [
            {"type": "link", "url": RESULT.url, "text": RESULT.title, "style": bold},
            {"type": "text", "text": "\n"},
            {"type": "text", "text": "Ending the "},
            {"type": "text", "text": "detention", "style": bold},
            {"type": "text", "text": " of children."},
        ],
    }
    facts = "UNICEF · French · 2021\nit matched detention"
    assert rich == {"type": "rich_text", "elements": [section]}
    assert small == {
        "type": "context",
        "elements": [{"type": "plain_text", "text": facts, "emoji": False}],
    }


def test_the_fallback_says_everything_in_lines(voice: Voice) -> None:
    text = render(reply(entries=(RESULT,), lines=(said("That is all."),)), voice).text

    assert text.splitlines() == [
        "2 results about returns",
        "• Alternatives to detention · UNICEF · French · 2021",
        "https://migrationnetwork.un.org/atd",
        "That is all.",
    ]


def test_choices_are_rows_of_buttons_that_carry_their_actions(voice: Voice) -> None:
    rows = ((Choice(said("More"), "find.more 1 5", strong=True),), (Choice(said("Narrow"), "n"),))
    first, second = render(reply(choices=rows), voice).blocks[1:]

    label = {"type": "plain_text", "text": "More", "emoji": False}
    button = {"type": "button", "action_id": "0.0", "text": label, "value": "find.more 1 5"}
    assert first == {"type": "actions", "elements": [button | {"style": "primary"}]}
    assert "primary" not in json.dumps(second)


def test_a_choice_with_an_address_opens_it(voice: Voice) -> None:
    rows = ((Choice(said("Read"), url="https://un.org/a"), Choice(said("Bad"), url="evil:x")),)
    (row,) = render(reply(choices=rows), voice).blocks[1:]

    assert "https://un.org/a" in json.dumps(row)
    assert "Bad" not in json.dumps(row)


def test_what_people_wrote_is_never_markup(voice: Voice) -> None:
    entry = Entry(HOSTILE, facts=(HOSTILE,), passage=Marked(HOSTILE), why=said(HOSTILE))
    message = render(Reply("said", {"text": HOSTILE}, (entry,), (said(HOSTILE),)), voice)

    assert "mrkdwn" not in json.dumps(message.blocks)
    assert "<" not in message.text
    assert message.text.startswith(escape(HOSTILE))


def test_a_title_with_signs_of_markup_stays_a_title(voice: Voice) -> None:
    entry = Entry("a|b>c", "https://un.org/a|b>c")
    link = json.dumps(render(reply(entries=(entry,)), voice).blocks)

    assert '"text": "a|b>c"' in link
    assert "https://un.org/a%7Cb%3Ec" in link


def test_a_title_without_a_web_address_is_text(voice: Voice) -> None:
    entry = Entry("Guide", "javascript:alert(1)")

    assert "javascript" not in json.dumps(render(reply(entries=(entry,)), voice).blocks)


def test_a_passage_begins_near_its_first_mark(voice: Voice) -> None:
    text = "word " * 1_000 + "detention ends here"
    entry = Entry("Guide", passage=Marked(text, ((5_000, 5_009),)))
    shown = json.dumps(render(reply(entries=(entry,)), voice).blocks, ensure_ascii=False)

    assert '"… "' in shown
    assert '"detention"' in shown


def test_forty_thousand_characters_fit(voice: Voice) -> None:
    message = render(Reply("often", {"text": "word & " * 142}), voice)

    assert block_faults(list(message.blocks)) == []
    assert len(message.text) <= LONGEST_TEXT


TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=40),
    st.sampled_from(["", " ", HOSTILE, "x" * 990, "слово " * 160, "👨‍👩‍👧" * 190, "\u202e\x00"]),
)
URLS = st.one_of(TEXTS, st.sampled_from(["https://un.org/a|b", "http://x.org/" + "y" * 1_900]))
WORDS = st.builds(said, TEXTS)
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4).map(tuple)
ENTRIES = st.builds(
    Entry,
    TEXTS,
    URLS,
    st.lists(TEXTS | WORDS, max_size=6).map(tuple),
    st.none() | st.builds(Marked, TEXTS, SPANS),
    st.none() | WORDS,
)
ACTIONS = st.sampled_from(["", "find.more 12 5", "x" * 64])
CHOICES = st.builds(Choice, WORDS, ACTIONS, URLS, st.booleans())
REPLIES = st.builds(
    Reply,
    st.sampled_from(["said", "often"]),
    st.fixed_dictionaries({"text": TEXTS}),
    st.lists(ENTRIES, max_size=14).map(tuple),
    st.lists(WORDS, max_size=8).map(tuple),
    st.lists(st.lists(CHOICES, max_size=28).map(tuple), max_size=14).map(tuple),
)


def rich_elements(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What stands in the rich text, piece by piece."""
    rich = [block for block in blocks if block["type"] == "rich_text"]
    return [piece for block in rich for piece in block["elements"][0]["elements"]]


@given(REPLIES)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_the_reply_slack_takes_it(voice: Voice, reply: Reply) -> None:
    message, home = render(reply, voice), render_home(reply, voice)

    json.dumps(message.blocks).encode()
    assert block_faults(list(message.blocks)) == []
    assert view_faults(home) == []
    assert {"text", "link"} >= {piece["type"] for piece in rich_elements(list(message.blocks))}
    assert all(piece["text"] for piece in rich_elements(list(message.blocks)))
    assert sum(map(len, visible_text(message.blocks))) <= ALL_BLOCKS_TEXT
    assert 0 < len(message.text.encode("utf-16-le")) // 2 <= LONGEST_TEXT
    assert "<" not in message.text
    assert not any(kind in json.dumps(message.blocks) for kind in ("mrkdwn", '"broadcast"'))
