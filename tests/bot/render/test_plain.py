"""A reply in a terminal: readable at any width, nothing in it that a terminal would obey."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.render.plain import columns, numbered, plain_text
from config.phrases import Marked, Phrases, Voice, Words
from handlers.messages import Choice, Entry, Reply

VOICE = Voice(Phrases())


def just(text: str) -> Words:
    return Words("just", {"what": text})


REPLY = Reply(
    "just",
    {"what": "Two results for “detention”:"},
    entries=(
        Entry(
            "Alternatives to the immigration detention of children",
            "https://migrationnetwork.un.org/resources/alternatives-detention",
            facts=("International Detention Coalition", just("2021"), "English"),
            passage=Marked(
                "No child should be in detention for the papers they lack.", ((22, 31),)
            ),
            why=just("Speaks of detention"),
        ),
        Entry("Return"),
    ),
    lines=(just("There may be more."),),
    choices=(
        (Choice(just("More"), "more"), Choice(just("Narrow"), "narrow")),
        (Choice(just("Ask a person"), "ask"), Choice(just("Calendar"), url="https://un.org/c")),
    ),
)


def test_a_reply_reads_well_at_eighty_columns() -> None:
    assert plain_text(REPLY, VOICE) == (
        "Two results for “detention”:\n"
        "\n"
        "• Alternatives to the immigration detention of children\n"
        "  International Detention Coalition · 2021 · English\n"
        "  No child should be in *detention* for the papers they lack.\n"
        "  Speaks of detention\n"
        "  https://migrationnetwork.un.org/resources/alternatives-detention\n"
        "\n"
        "• Return\n"
        "\n"
        "There may be more.\n"
        "\n"
        "[1] More   [2] Narrow\n"
        "[3] Ask a person\n"
        "Calendar: https://un.org/c"
    )


def test_a_reply_reads_well_at_thirty_columns() -> None:
    assert plain_text(REPLY, VOICE, width=30).startswith(
        "Two results for “detention”:\n"
        "\n"
        "• Alternatives to the\n"
        "  immigration detention of\n"
        "  children\n"
        "  International Detention\n"
        "  Coalition · 2021 · English\n"
        "  No child should be in\n"
        "  *detention* for the papers\n"
        "  they lack.\n"
        "  Speaks of detention\n"
        "  https://migrationnetwork.un.org/resources/alternatives-detention\n"
    )


def test_numbers_stand_for_the_choices_that_can_be_tapped() -> None:
    assert [choice.action for choice in numbered(REPLY)] == ["more", "narrow", "ask"]


def test_paragraphs_of_a_phrase_stay_apart() -> None:
    assert plain_text(Reply("just", {"what": "One.\n\nTwo."}), VOICE) == "One.\n\nTwo."


def test_chinese_is_wrapped_by_columns() -> None:
    said = plain_text(
        Reply("just", {"what": "移民问题高级别会议的成果文件和建议"}), VOICE, width=20
    )

    assert said == "移民问题高级别会议的\n成果文件和建议"


def test_no_escape_sequence_reaches_the_terminal() -> None:
    said = plain_text(Reply("just", {"what": "a\x1b[2Jb\x9b31mc\x07"}), VOICE)

    assert said == "a[2Jb31mc"


PIECES = [
    "a",
    "word",
    " ",
    "\n",
    "\t",
    "中文",
    "ب",
    "👨‍👩‍👧",
    "\x1b[31m",
    "\x9b",
    "\x07",
    "\r",
    "\ud83d",
    "*",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
ENTRIES = st.builds(
    Entry,
    title=TEXTS,
    url=st.sampled_from(["", "https://un.org/a", "javascript:a"]),
    facts=st.lists(TEXTS, max_size=3).map(tuple),
    passage=st.builds(lambda text: Marked(text, ((0, 3), (5, 9))), TEXTS),
    why=TEXTS.map(just),
)
REPLIES = st.builds(
    Reply,
    phrase=st.just("just"),
    details=TEXTS.map(lambda text: {"what": text}),
    entries=st.lists(ENTRIES, max_size=3).map(tuple),
    lines=st.lists(TEXTS.map(just), max_size=2).map(tuple),
    choices=st.lists(
        st.lists(st.builds(Choice, label=TEXTS.map(just), action=st.just("a")), max_size=4).map(
            tuple
        ),
        max_size=3,
    ).map(tuple),
)


@given(REPLIES, st.integers(20, 100))
def test_every_line_fits_and_holds_nothing_to_obey(reply: Reply, width: int) -> None:
    lines = plain_text(reply, VOICE, width=width).split("\n")

    assert all(columns(line) <= width for line in lines if "https://" not in line)
    assert not any(unicodedata.category(each) in {"Cc", "Cs"} for line in lines for each in line)
