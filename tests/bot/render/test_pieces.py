"""Text cut to a platform's limits stays readable and loses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.clusters import is_boundary
from bot.render.harmless import clean, one_line, safe_url
from bot.render.pieces import (
    Run,
    Style,
    marked_runs,
    plain,
    shorten,
    shorten_runs,
    split,
    split_runs,
    units,
)
from config.phrases import Marked

FAMILY = "👨‍👩‍👧"
FLAG = "🇫🇷"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
THUMB = "👍🏽"
KSHA = "क्षि"
ALPHABET = st.sampled_from(
    ["a", "Z", "é", "e\u0301", " ", "\n", "中", "文", "ب", FAMILY, FLAG, THUMB, KSHA, "한",
     "\u1112", "\u1161", "https://un.org/a?b=c", "<", "&", "😀", "ก", "ำ"]
)  # fmt: skip
TEXTS = st.lists(ALPHABET, max_size=60).map("".join)
RUNS = st.lists(
    st.builds(Run, TEXTS, st.sampled_from(Style), st.sampled_from(["", "https://un.org/x"])),
    max_size=6,
)


def test_a_text_that_fits_is_left_alone() -> None:
    assert shorten("Alternatives to detention", 25) == "Alternatives to detention"


def test_a_cut_comes_after_a_whole_word() -> None:
    assert shorten("Alternatives to detention", 20) == "Alternatives to…"


def test_a_web_address_is_kept_whole_or_left_out() -> None:
    assert shorten("See https://migrationnetwork.un.org/hub for more", 30) == "See…"


def test_a_web_address_that_just_fits_stays() -> None:
    assert shorten("See https://un.org/hub for more", 23) == "See https://un.org/hub…"


def test_a_web_address_within_chinese_text_is_kept_whole_or_left_out() -> None:
    assert shorten("参见https://un.org/hub的文件", 12) == "参见…"


def test_chinese_is_cut_between_any_two_characters() -> None:
    assert shorten("移民问题高级别会议", 6) == "移民问题高…"


def test_a_word_longer_than_any_word_is_cut_inside() -> None:
    assert shorten("x" * 200, 100) == "x" * 99 + "…"


@pytest.mark.parametrize("whole", [FAMILY, FLAG, SCOTLAND, THUMB, KSHA, "e\u0301", "각", "กำ"])
def test_what_looks_like_one_character_is_never_cut(whole: str) -> None:
    inside = [place for place in range(1, len(whole)) if is_boundary(whole, place)]

    assert inside == []


@pytest.mark.parametrize("pair", [FLAG + FLAG, "ab", "👍👍", "中文", "한국", "\n\n"])
def test_two_characters_are_two(pair: str) -> None:
    assert is_boundary(pair, len(pair) // 2)


def test_emoji_count_as_telegram_counts_them() -> None:
    assert units("a😀") == 3


def test_pieces_end_at_paragraphs_when_they_can() -> None:
    assert split("One two three.\n\nFour five six seven", 24) == [
        "One two three.",
        "Four five six seven",
    ]


def test_marks_become_runs_and_cover_whole_characters() -> None:
    text = "pour détention".replace("é", "e\u0301")

    runs = marked_runs(Marked(text, ((5, 7),)))

    assert runs == (Run("pour "), Run("de\u0301", Style.BOLD), Run("tention"))


def test_marks_that_overlap_or_overrun_are_taken_once() -> None:
    runs = marked_runs(Marked("detention", ((0, 4), (2, 6), (8, 99))))

    assert [run.text for run in runs] == ["detent", "io", "n"]


def test_marked_words_in_a_row_are_marked_together() -> None:
    runs = marked_runs(Marked("the labour migration agreements", ((4, 10), (11, 20), (21, 31))))

    assert runs == (Run("the "), Run("labour migration agreements", Style.BOLD))


def test_a_cut_keeps_the_style_of_what_stays() -> None:
    runs = (
        Run("see "),
        Run("alternatives to detention", Style.BOLD, "https://un.org"),
        Run(" now"),
    )

    assert shorten_runs(runs, 18) == (
        Run("see "),
        Run("alternatives…", Style.BOLD, "https://un.org"),
    )


@given(TEXTS, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5))
def test_marking_changes_no_text(text: str, spans: list[tuple[int, int]]) -> None:
    assert plain(marked_runs(Marked(text, tuple(spans)))) == text


@given(RUNS, st.integers(1, 80))
def test_whatever_is_shortened_fits_and_begins_like_the_whole(runs: list[Run], limit: int) -> None:
    kept = plain(shorten_runs(runs, limit))

    assert units(kept) <= limit
    assert plain(runs).startswith(kept.removesuffix("…"))


@given(RUNS, st.integers(40, 120))
def test_no_cut_falls_inside_a_cluster(runs: list[Run], limit: int) -> None:
    text = plain(runs)
    kept = plain(shorten_runs(runs, limit)).removesuffix("…")

    assert is_boundary(text, len(kept))


@given(RUNS, st.integers(2, 80))
def test_pieces_fit_and_together_say_everything(runs: list[Run], limit: int) -> None:
    pieces = split_runs(runs, limit)

    assert all(0 < units(plain(piece)) <= limit for piece in pieces)
    assert "".join("".join(map(plain, pieces)).split()) == "".join(plain(runs).split())


@given(st.text(st.characters(exclude_categories=())), st.integers(1, 40))
def test_any_text_at_all_can_be_shortened(text: str, limit: int) -> None:
    assert units(shorten(text, limit)) <= limit


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_clean_text_can_be_encoded_and_is_clean_already(text: str) -> None:
    once = clean(text)

    assert once.encode() == clean(once).encode()


def test_marks_that_turn_text_around_are_removed() -> None:
    assert clean("report\u202efdp.exe\u2067") == "reportfdp.exe"


def test_closed_isolates_stay() -> None:
    assert clean("قال \u2068Ana\u2069") == "قال \u2068Ana\u2069"


def test_one_line_has_no_gaps_but_single_spaces() -> None:
    assert one_line(" a\x00b\r\n\tc\u00a0d ") == "ab c d"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//un.org", "un.org", "https://", "https://[", "",
     "ftp://un.org", "https://un.org/\u202egpj", "https://un.org/\na",
     "https://un.org/" + "a" * 2000],
)  # fmt: skip
def test_an_address_that_is_no_plain_web_address_is_refused(url: str) -> None:
    assert safe_url(url) == ""


def test_what_could_end_a_link_is_encoded() -> None:
    assert safe_url("https://un.org/a|b>c d'\"") == "https://un.org/a%7Cb%3Ec%20d%27%22"
