"""Text becomes terms that match however it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.search import analysis


def stems(text: str, language: str = "en") -> set[str]:
    words = analysis.tokens(analysis.clean(text))
    return {stem for word in words for stem in analysis.forms(word, language).stems}


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Migrations", "migration", "en"),
        ("recruited", "recruiting", "en"),
        ("MIGRACIÓN", "migracion", "es"),
        ("migración", "migraciones", "es"),
        ("travailleurs", "travailleur", "fr"),
        ("déplacées", "deplacees", "fr"),
        ("мигрантов", "мигранты", "ru"),
        ("всё", "все", "ru"),
        ("الهجرة", "الهجره", "ar"),
        ("الإقليمي", "الاقليمى", "ar"),
        ("عـــودة", "عودة", "ar"),
        ("مُهاجِر", "مهاجر", "ar"),
        ("ＭＩＧＲＡＴＩＯＮ", "migration", "en"),
        ("mi\u200bgra\u00adtion", "migration", "en"),
        ("\u202emigration\u202c", "migration", "en"),
        ("٢٠٢٢", "2022", "ar"),
    ],
)
def test_two_writings_of_a_word_meet(one: str, other: str, language: str) -> None:
    together = stems(one, language) & stems(other, language)

    assert together


def test_chinese_is_cut_into_characters_and_pairs() -> None:
    assert stems("移民报告", "zh") == {"移", "民", "报", "告", "移民", "民报", "报告"}


def test_a_short_i_is_a_letter_of_its_own() -> None:
    assert analysis.unaccented("российский") == "российский"


def test_a_typo_leaves_most_four_grams_alone() -> None:
    meant, typed = analysis.four_grams("reintegration"), analysis.four_grams("reintergration")

    assert len(set(meant) & set(typed)) >= len(meant) / 2


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("see A/RES/73/195, para. 43", "a/res/73/195"),
        ("resolution 73/195", "73/195"),
        ("HR/PUB/16/1", "hr/pub/16/1"),
        ("ISBN 978-92-9068-789-1", "9789290687891"),
        ("ISBN 0-306-40615-2.", "0306406152"),
        ("at https://www.iom.int/Data/#top", "iom.int/data"),
    ],
)
def test_what_is_written_exactly_is_kept_as_a_symbol(text: str, symbol: str) -> None:
    assert symbol in analysis.symbols(text)


def test_the_tail_of_a_symbol_stands_for_it() -> None:
    assert "73/195" in analysis.symbols("A/RES/73/195")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The rights of all migrants and of their families", "en"),
        ("Les droits de tous les migrants et de leurs familles", "fr"),
        ("Los derechos de todos los migrantes y de sus familias", "es"),
        ("Права всех мигрантов", "ru"),
        ("حقوق جميع المهاجرين", "ar"),
        ("所有移民的权利", "zh"),
    ],
)
def test_the_language_of_a_record_that_does_not_tell_is_guessed(text: str, language: str) -> None:
    assert analysis.guess_language(analysis.clean(text)) == language


def test_small_words_carry_no_topic() -> None:
    assert analysis.content_words(["who", "is", "it"], "en") == []


def test_parts_of_a_symbol_or_a_host_are_no_words() -> None:
    assert analysis.without_symbols("978-92-1-130382-5").strip() == ""
    assert analysis.without_symbols("see A/RES/73/195").strip() == "see"
    assert analysis.without_symbols("https://example.org/x").strip() == ""


def test_words_and_years_beside_a_hyphen_stay() -> None:
    assert analysis.without_symbols("covid-19 plans 2020-2025") == "covid plans 2020 2025"
    assert analysis.without_symbols("un.org/labour-mobility") == "labour mobility"


def test_small_words_go_where_others_carry_the_topic() -> None:
    assert analysis.content_words(["what", "is", "a", "visa"], "en") == ["visa"]


@given(st.text(), st.sampled_from(["en", "fr", "ar", "ru", "zh", "xx"]))
def test_any_text_gives_terms_without_white_space(text: str, language: str) -> None:
    words = analysis.tokens(analysis.clean(text))
    forms = [analysis.forms(word, language) for word in words]
    terms = [term for each in forms for term in (*each.stems, *each.grams)]

    assert all(term and not any(c.isspace() for c in term) for term in terms)
    assert analysis.symbols(text) is not None
