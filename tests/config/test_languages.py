"""The language of a short text is told, or left open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.languages import detect
from config.taxonomy import LANGUAGES


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("who knows about returns", "en"),
        ("anything on detention for kids?", "en"),
        ("qui connaît les retours", "fr"),
        ("y a-t-il quelque chose sur la rétention ?", "fr"),
        ("¿quién sabe de remesas?", "es"),
        ("hay algo sobre niños", "es"),
        ("кто знает о возвращении", "ru"),
        ("من يعرف عن العودة", "ar"),
        ("谁了解汇款", "zh"),
        ("IOM的报告", "zh"),
    ],
)
def test_short_requests_are_told_apart(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BLMA",
        "BLMAs",
        "A/RES/73/195",
        "👍",
        "2022",
        "Домашні працівники-мігранти та їхні права",
        "Wer kann mir mit der Rückkehr helfen und wie",
        "Não há informações sobre a migração",
        "مهاجران در ایران چه می‌کنند",
    ],
)
def test_names_numbers_and_other_languages_are_left_open(text: str) -> None:
    assert detect(text) is None


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text: str) -> None:
    assert detect(text) in {*LANGUAGES, None}


@pytest.mark.parametrize(
    "text", ["border management", "solar flare", "neutron star", "peer review", "chicken stew"]
)
def test_a_few_english_words_are_not_taken_for_another_language(text: str) -> None:
    assert detect(text) in {None, "en"}
