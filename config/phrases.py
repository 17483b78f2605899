"""Words said to people: phrases from Fluent files, with dates and numbers as Babel writes them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle
from fluent.runtime.resolver import (
    Identifier,
    Message,
    Placeable,
    SelectExpression,
    TextElement,
    VariableReference,
)
from fluent.syntax import FluentParser

from config.taxonomy import DEFAULT_LANGUAGE, LANGUAGES
from config.zones import city_of

LOCALES = Path(__file__).parent / "locales"
RIGHT_TO_LEFT = frozenset({"ar"})
LONGEST_PLACED = 2_000
"""Characters; fluent.runtime refuses to place more than 2,500, and people write longer texts."""
MOST_SET_WORDS = 2_000
"""Labels, terms and the like that are kept as they were said."""
_STAND_IN = re.compile("\ue000([\\w-]+)\ue001")


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day among a phrase's details."""

    on: date


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment among a phrase's details, shown in the reader's zone."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment with its weekday, on the reader's clocks, and beside it on those of another zone.

    No field has a name that an Instant's has, or one packed without its zone would become one.
    """

    comes_at: datetime
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A time as exactly as it is known: 2020, 2020-06 or 2020-06-15; with `last`, until then."""

    first: str
    last: str = ""


@dataclass(frozen=True, slots=True)
class Short:
    """A day, a month, a quarter or a year in few letters, as the scale of a picture has it.

    `shown` is a skeleton of CLDR: "yMMMd", "MMM", "yQQQ" or "y",
    https://unicode.org/reports/tr35/tr35-dates.html#availableFormats_appendItems.
    """

    on: date
    shown: str


@dataclass(frozen=True, slots=True)
class Names:
    """Several details said as a list: "French, Spanish and Arabic"."""

    items: tuple["Detail", ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A code with a name in every language: a language, or a phrase named `kind-code`.

    A code that has neither is shown as it is, with spaces for underscores.
    """

    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class Called:
    """What has a name of its own in several languages, as organisations have; else `name`."""

    name: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """A phrase key and its details: what is said, before it is in a language."""

    phrase: str
    details: Mapping[str, "Detail"] = field(default_factory=dict)


Detail = str | int | float | Day | Instant | Moment | Span | Short | Names | Term | Called | Words


@dataclass(frozen=True, slots=True)
class Marked:
    """Text that people wrote, with parts worth marking as [start, end) code points, in order."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


class UnknownPhrase(LookupError):
    """No locale file has this phrase: a bug, found by the test that reads every phrase key."""


class Phrases:
    """Every phrase in every language that has a folder under `folder`.

    A phrase that a language lacks is said in English; arguments are plain text and are escaped
    by nobody here: the renderer escapes the finished sentence once.
    """

    def __init__(self, folder: Path = LOCALES) -> None:
        self._written = {each: _written(folder / each) for each in LANGUAGES}
        self._keys = {each: frozenset(written) for each, written in self._written.items()}
        self._bundles: dict[str, _Bundle] = {}
        self._templates: dict[tuple[str, str], _Template | None] = {}
        self._set_words = lru_cache(MOST_SET_WORDS)(self._say)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that have every phrase that English has."""
        english = self.keys(DEFAULT_LANGUAGE)
        return tuple(each for each in LANGUAGES if english <= self.keys(each))

    def spoken(self, hint: str) -> str:
        """The language of a platform's hint ("fr-CA"), if it is spoken here; else English."""
        language = hint.replace("_", "-").partition("-")[0].lower()
        return language if language in self.languages else DEFAULT_LANGUAGE

    def keys(self, language: str) -> frozenset[str]:
        """The phrases that this language's files define."""
        return self._keys.get(language, frozenset())

    def has(self, phrase: str) -> bool:
        return phrase in self._keys[DEFAULT_LANGUAGE]

    def bundle(self, language: str) -> FluentBundle:
        """A language's phrases; English where there are none."""
        if not self.keys(language):
            language = DEFAULT_LANGUAGE
        if language not in self._bundles:
            self._bundles[language] = _Bundle(language, self._written[language])
        return self._bundles[language]

    def say(self, words: Words, *, language: str, zone: str = "UTC") -> str:
        """The words as one string; what holds nothing but terms is kept, and said again.

        Raises:
            UnknownPhrase: not even English has it, or a detail is missing.

        """
        details = words.details
        is_set = not details or all(isinstance(each, Term) for each in details.values())
        say = self._set_words if is_set else self._say
        return say(words.phrase, tuple(details.items()), language, zone)

    def _say(
        self, phrase: str, given: tuple[tuple[str, Detail], ...], language: str, zone: str
    ) -> str:
        if language not in LANGUAGES:
            language = DEFAULT_LANGUAGE
        bundle = self.bundle(language)
        if not bundle.has_message(phrase):
            bundle, language = self.bundle(DEFAULT_LANGUAGE), DEFAULT_LANGUAGE
        if not bundle.has_message(phrase):
            raise UnknownPhrase(phrase)
        details = {
            name: self._detail(detail, language=language, zone=zone) for name, detail in given
        }
        pattern = bundle.get_message(phrase).value
        if pattern is None:
            raise UnknownPhrase(phrase)
        counted = _locale(language).plural_form
        plainly = _said_plainly(self._template(phrase, bundle), details, counted)
        if plainly is not None:
            return plainly
        said, errors = bundle.format_pattern(pattern, _with_stand_ins(details))
        if errors:
            raise UnknownPhrase(f"{phrase} [{language}]: {errors[0]}")
        return _STAND_IN.sub(lambda found: str(details.get(found[1], found[0])), str(said))

    def _template(self, phrase: str, bundle: FluentBundle) -> "_Template | None":
        """What a phrase is made of, if that is text and details alone; looked at once."""
        key = (phrase, bundle.locales[0])
        if key not in self._templates:
            pattern = bundle.get_message(phrase).value
            elements = getattr(pattern, "elements", [pattern])
            self._templates[key] = _template(elements, isolates=bundle.use_isolating)
        return self._templates[key]

    def _detail(self, detail: Detail, *, language: str, zone: str) -> str | int | float:
        match detail:
            case str():
                return detail
            case Words():
                return self.say(detail, language=language, zone=zone)
            case Names(items):
                said = [str(self._detail(each, language=language, zone=zone)) for each in items]
                return format_list(said, locale=_locale(language))
            case Called(name, names):
                return names.get(language, name)
            case Term(kind, code):
                return self._term(kind, code, language=language)
            case Day(on):
                return format_date(on, format="long", locale=_locale(language))
            case Instant(at):
                local = at.astimezone(ZoneInfo(zone))
                day = format_date(local.date(), format="medium", locale=_locale(language))
                return f"{day}, {format_time(local, format='short', locale=_locale(language))}"
            case Moment(at, elsewhere):
                return self._moment(at, zone, elsewhere, language=language)
            case Span():
                return _span(detail, language=language)
            case Short(on, shown):
                return str(format_skeleton(shown, on, locale=_locale(language)))
            case float():
                return format_decimal(detail, locale=_locale(language))
            case _:
                return detail

    def _moment(self, at: datetime, zone: str, elsewhere: str, *, language: str) -> str:
        """Friday, December 11, 2026, 9:00 AM (3:00 AM in New York); UTC is said where it counts."""
        locale = _locale(language)
        here = at.astimezone(ZoneInfo(zone))
        day = format_date(here.date(), format="full", locale=locale)
        said = f"{day}, {format_time(here, format='short', locale=locale)}"
        there = at.astimezone(ZoneInfo(elsewhere or zone))
        if there.replace(tzinfo=None) == here.replace(tzinfo=None):
            shown = elsewhere if elsewhere not in {"", zone} else zone if zone == "UTC" else ""
            return f"{said} ({city_of(shown, language)})" if shown else said
        hour = format_time(there, format="short", locale=locale)
        if there.date() != here.date():
            hour = f"{format_date(there.date(), format='medium', locale=locale)}, {hour}"
        details: dict[str, Detail] = {"hour": hour, "city": city_of(elsewhere, language)}
        beside = self.say(Words("moment-elsewhere", details), language=language)
        return f"{said} ({beside})"

    def _term(self, kind: str, code: str, *, language: str) -> str:
        if kind == "country":
            return str(_locale(language).territories.get(code.upper(), code))
        if kind == "language":
            return str(_locale(language).languages.get(code, code))
        phrase = f"{kind}-{code}".lower()
        if self.has(phrase):
            return self.say(Words(phrase), language=language)
        return code.replace("_", " ")


@lru_cache
def _locale(language: str) -> Locale:
    """Babel's locale, read once: by its name it is looked for at every number and list."""
    return Locale.parse(language)


def _span(span: Span, *, language: str) -> str:
    """A day, a month or a year, or from one to another."""
    shown = {4: "y", 7: "yMMMM"}.get(len(span.first), "yMMMMd")
    first = date.fromisoformat(f"{span.first}-01-01"[:10])
    if span.last in {"", span.first}:
        whole = shown == "yMMMMd"
        return str(
            format_date(first, format="long", locale=_locale(language))
            if whole
            else format_skeleton(shown, first, locale=_locale(language))
        )
    last = date.fromisoformat(f"{span.last}-01-01"[:10])
    return str(format_interval(first, last, shown, locale=_locale(language)))


@dataclass(frozen=True, slots=True)
class _Fork:
    """Where what is said depends on a detail: on the word, the number, or how that is counted."""

    name: str
    ways: Mapping[str | int, "_Template"]
    otherwise: "_Template"
    isolated: bool


_Template = tuple[tuple[str, str] | _Fork, ...]
"""Text and the name of the detail after it, again and again; "" where none follows."""
_AS_IT_IS = range(1_000)
"""Numbers that every language here writes alike, without a separator."""


def _template(elements: Sequence[Any], *, isolates: bool) -> _Template | None:
    """Of a pattern that refers to nothing but its details; None for others."""
    found: list[tuple[str, str] | _Fork] = []
    for each in elements:
        isolated = isolates and isinstance(each, Placeable)
        expression = getattr(each, "expression", None)
        if isinstance(each, TextElement):
            found.append((each.value, ""))
        elif isinstance(expression, VariableReference):
            name = expression.id.name
            found += [("\u2068", name), ("\u2069", "")] if isolated else [("", name)]
        elif isinstance(expression, SelectExpression):
            fork = _fork(expression, isolates=isolates, isolated=isolated)
            if fork is None:
                return None
            found.append(fork)
        else:
            return None
    return tuple(found)


def _fork(expression: SelectExpression, *, isolates: bool, isolated: bool) -> _Fork | None:
    """None where something else than a detail decides, or not by a word or a whole number."""
    if not isinstance(expression.selector, VariableReference):
        return None
    ways: dict[str | int, _Template] = {}
    otherwise: _Template = ()
    for each in expression.variants:
        said = _template(getattr(each.value, "elements", [each.value]), isolates=isolates)
        key = each.key.name if isinstance(each.key, Identifier) else each.key.value
        if said is None or not isinstance(key, str | int):
            return None
        ways[key if isinstance(key, str) else int(key)] = said
        otherwise = said if each.default else otherwise
    return _Fork(expression.selector.id.name, ways, otherwise, isolated)


_Said = Mapping[str, str | int | float]


def _said_plainly(
    template: _Template | None, details: _Said, counted: Callable[[int], str]
) -> str | None:
    """The phrase, as fluent.runtime says it in ten times the time; None where that has to do it.

    `counted` tells which grammatical number goes with a number.
    """
    said: list[str] = []
    return "".join(said) if _goes_plainly(template, details, counted, said) else None


def _goes_plainly(
    template: _Template | None, details: _Said, counted: Callable[[int], str], said: list[str]
) -> bool:
    """Put all that the template says behind what was said before; whether that could be done."""
    if template is None:
        return False
    for each in template:
        name = each.name if isinstance(each, _Fork) else each[1]
        detail = details.get(name, "") if name else ""
        plain = isinstance(detail, str) or (type(detail) is int and detail in _AS_IT_IS)
        if not plain or (name and name not in details):
            return False
        if isinstance(each, _Fork):
            way = _way(each, detail, counted)
            said += ["\u2068"] if each.isolated else []
            if not _goes_plainly(way, details, counted, said):
                return False
            said += ["\u2069"] if each.isolated else []
        else:
            said += [each[0], str(detail)]
    return True


def _way(fork: _Fork, detail: str | float, counted: Callable[[int], str]) -> _Template | None:
    """None where a number stands for a word, which fluent.runtime takes for a grammatical one."""
    if isinstance(detail, int):
        by_number = fork.ways.get(detail)
        return by_number or fork.ways.get(counted(detail), fork.otherwise)
    if any(isinstance(key, int) for key in fork.ways):
        return None
    return fork.ways.get(str(detail), fork.otherwise)


def _with_stand_ins(details: Mapping[str, str | int | float]) -> dict[str, str | int | float]:
    """The details, with a stand-in for each that Fluent finds too long to place."""
    return {
        name: f"\ue000{name}\ue001"
        if isinstance(detail, str) and len(detail) > LONGEST_PLACED
        else detail
        for name, detail in details.items()
    }


_PARSER = FluentParser(with_spans=False)
"""Twice as fast without the places of words in their files."""


_ENTRY = re.compile(r"^([a-zA-Z][\w-]*) *=.*(?:\n(?![a-zA-Z#-]).*)*", re.MULTILINE)
"""A phrase begins at the margin, https://projectfluent.org/fluent/guide/text.html."""


def _written(folder: Path) -> dict[str, str]:
    """The phrases of a language's files as they are written there, by their keys."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.ftl"))]
    return {found[1]: found[0] for text in reversed(texts) for found in _ENTRY.finditer(text)}


class _Bundle(FluentBundle):
    """A language's phrases, each parsed when it is first said: all would take .15 s and 4 MiB.

    They refer to one another by their details alone. Isolation marks only where scripts meet.
    """

    def __init__(self, language: str, written: Mapping[str, str]) -> None:
        super().__init__([language], use_isolating=language in RIGHT_TO_LEFT)
        self._written = written
        self._parsed: set[str] = set()

    def has_message(self, message_id: str) -> bool:
        return message_id in self._written

    def get_message(self, message_id: str) -> Message:
        if message_id not in self._parsed:
            self.add_resource(_PARSER.parse(self._written[message_id]))
            self._parsed.add(message_id)
        return super().get_message(message_id)


@dataclass(frozen=True, slots=True)
class Voice:
    """How one reader is spoken to."""

    phrases: Phrases
    language: str = DEFAULT_LANGUAGE
    zone: str = "UTC"

    def say(self, words: Words) -> str:
        return self.phrases.say(words, language=self.language, zone=self.zone)
