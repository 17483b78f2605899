"""Words are folded to what can be compared, and keep their places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.folding import fold, stem, tokens


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("RÉINTÉGRATION", "reintegration"),
        ("ﬁnance", "finance"),
        ("Ёлка", "елка"),
        ("Русский", "русский"),
        ("العـــودة", "العوده"),
        ("أإآٱ", "اااا"),
        ("٢٠٢٢", "2022"),
        ("zero\u200bwidth\u202e", "zerowidth"),
        ("Straße", "strasse"),
    ],
)
def test_case_accents_and_variants_go(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("agencies", "agency"),
        ("qualifiées", "qualifié"),
        ("remesas", "remesa"),
        ("Кении", "Кения"),
        ("французском", "французский"),
        ("بالفرنسية", "الفرنسية"),
        ("المصريين", "مصري"),
        ("об", "о"),
    ],
)
def test_words_of_one_stem_meet(first: str, second: str) -> None:
    assert stem(fold(first)) == stem(fold(second))


def test_chinese_characters_are_words_of_their_own() -> None:
    assert [word.text for word in tokens("IOM的报告2022")] == ["iom", "的", "报", "告", "2022"]


@given(st.text(max_size=200))
def test_words_stand_in_order_inside_the_text(text: str) -> None:
    places = [(word.start, word.end) for word in tokens(text)]

    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)
