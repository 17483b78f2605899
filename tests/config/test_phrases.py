"""Every phrase that is said exists, with the same details, in every complete language."""

import re
import shutil
from collections.abc import Collection
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from config.phrases import LOCALES, Day, Instant, Names, Phrases, Term, UnknownPhrase, Words

ROOT = LOCALES.parent.parent
SAID = re.compile(r'(?:Words|Reply|Refusal|Wrong)\(\s*f?"([^"]+)"')
"""A phrase key where the code says it; keys with a detail in braces are matched as patterns."""


class Details(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        raise AssertionError(f"{node.id.name} is to be a detail, not a part of another phrase")

    visit_TermReference = visit_MessageReference  # noqa: N815


def details(language: str) -> dict[str, set[str]]:
    """The details that each phrase of a language uses."""
    found: dict[str, set[str]] = {}
    for file in sorted((LOCALES / language).glob("*.ftl")):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{file}: {entry.content}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{file}: {entry.id.name} twice"
                visitor = Details()
                visitor.visit(entry)
                found[entry.id.name] = visitor.names
    return found


def said_in_code() -> set[str]:
    files = [path for floor in ("bot", "handlers") for path in Path(ROOT / floor).rglob("*.py")]
    return {key for file in files for key in SAID.findall(file.read_text(encoding="utf-8"))}


def test_every_phrase_that_the_code_says_exists() -> None:
    english = details("en")

    def exists(key: str) -> bool:
        pattern = re.compile(re.sub(r"\\\{[^}]*\\\}", "[a-z0-9_-]+", re.escape(key)))
        return any(pattern.fullmatch(known) for known in english)

    assert {key for key in said_in_code() if not exists(key)} == set()


@pytest.mark.parametrize("language", Phrases().languages)
def test_a_complete_language_uses_the_same_details(language: str) -> None:
    assert details(language) == details("en")


def test_french_is_complete() -> None:
    assert {"en", "fr"} <= set(Phrases().languages)


def test_what_a_language_lacks_is_said_in_english(tmp_path: Path) -> None:
    for language, text in (("en", "hello = Hello"), ("es", "")):
        (tmp_path / language).mkdir()
        (tmp_path / language / "a.ftl").write_text(text, encoding="utf-8")

    assert Phrases(tmp_path).say(Words("hello"), language="es") == "Hello"


def test_dates_and_moments_are_the_readers_own() -> None:
    phrases = Phrases()
    noon = Instant(datetime(2026, 7, 1, 12, tzinfo=UTC))

    assert (
        phrases.say(Words("just", {"what": Day(date(2026, 7, 1))}), language="fr")
        == "1 juillet 2026"
    )
    assert "14:00" in phrases.say(Words("just", {"what": noon}), language="fr", zone="Europe/Paris")


def test_a_list_of_languages_is_named_in_the_readers_language() -> None:
    names = Names((Term("language", "fr"), Term("language", "ar")))

    assert Phrases().say(Words("just", {"what": names}), language="en") == "French and Arabic"


def test_a_missing_detail_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(UnknownPhrase):
        Phrases().say(Words("me-zone-set"), language="en")


def test_a_text_of_any_length_is_said_whole() -> None:
    text = "détention " * 4_000
    said = Phrases().say(Words("just", {"what": Words("just", {"what": text})}), language="fr")

    assert said == text


@pytest.mark.parametrize("language", ["", "de", "xx"])
def test_who_speaks_another_language_is_spoken_to_in_english_dates_and_all(language: str) -> None:
    words = Words("just", {"what": Day(date(2026, 3, 1))})

    assert Phrases().say(words, language=language) == "March 1, 2026"


def test_what_is_said_without_the_resolver_is_what_it_says(tmp_path: Path) -> None:
    """Also where isolating marks are put around details, as in Arabic, and numbers are counted."""
    for each in ("en", "ar"):
        shutil.copytree(LOCALES / "en", tmp_path / each)
    shutil.copytree(LOCALES / "fr", tmp_path / "fr")
    phrases = Phrases(tmp_path)
    wrong = []
    for phrase, names in details("en").items():
        given: dict[str, str | int] = {name: n for n, name in enumerate(sorted(names), start=1)}
        mixed = given | dict.fromkeys(list(given)[::2], "a word")
        for language, told in product(("en", "ar", "fr"), (mixed, *_all_alike(names))):
            bundle = phrases.bundle(language)
            pattern = bundle.get_message(phrase).value
            resolved, errors = bundle.format_pattern(pattern, told) if pattern else ("", [])
            if not errors and phrases.say(Words(phrase, told), language=language) != resolved:
                wrong.append((phrase, language, told))

    assert wrong == []


def _all_alike(names: Collection[str]) -> list[dict[str, str | int]]:
    """Every detail the same number: all that are counted apart in Arabic."""
    return [dict.fromkeys(names, number) for number in (0, 1, 2, 3, 11, 100)] if names else []
