"""The day that a few words name: 15 January, 15/1/2027, Friday, in two weeks (pure)."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from babel import Locale

from config.folding import fold
from config.taxonomy import LANGUAGES
from config.wordfiles import read_words

WORDS = Path(__file__).parent / "lexicon" / "days.yaml"
LONGEST_READ = 100
"""Characters; who names a day needs fewer."""
_LOCALES = (*LANGUAGES, "ar_SY", "ar_MA")
"""Arabic months have other names in the Levant and in the Maghreb."""
_ISO = re.compile(r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_CHINESE = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]?")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}|\d{2}))?(?!\d)")
_WORD = re.compile(r"\d+|[^\W\d_]+")
_CENTURY = 2000
_MONTHS = 12
_WEEK = 7


def day_named(text: str, *, today: date) -> date | None:
    """The day, in any of the six languages; None where no one day is named.

    Without a year it is the next such day, today included. Numbers are day and month, in this
    order unless there is no such month.
    """
    read = fold(text[:LONGEST_READ])
    if found := _ISO.search(read):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _CHINESE.search(read):
        return _next(int(found[1]), int(found[2]), today)
    if found := _NUMERIC.search(read):
        return _of_numbers(int(found[1]), int(found[2]), found[3] or "", today)
    words = _WORD.findall(read)
    return _of_month(words, today) or _relative(words, today) or _weekday(words, today)


def month_named(text: str) -> int | None:
    """The first month that is named, 1 to 12, in any of the six languages."""
    return next(_months_in(_WORD.findall(fold(text[:LONGEST_READ]))), None)


def _of_numbers(first: int, second: int, year: str, today: date) -> date | None:
    day, month = (second, first) if second > _MONTHS else (first, second)
    if not year:
        return _next(month, day, today)
    return _day(int(year) + (_CENTURY if len(year) == len("27") else 0), month, day)


def _of_month(words: Sequence[str], today: date) -> date | None:
    """A month by its name, with a day and perhaps a year on either side of it."""
    month = next(_months_in(words), None)
    numbers = [int(each) for each in words if each.isdigit()]
    days = [each for each in numbers if 0 < each <= 31]  # noqa: PLR2004  # days of a month
    years = [each for each in numbers if each >= _CENTURY]
    if month is None or len(days) != 1:
        return None
    return _day(years[0], month, days[0]) if years else _next(month, days[0], today)


def _months_in(words: Sequence[str]) -> Iterator[int]:
    names = _names("months")
    for place, word in enumerate(words):
        for name in (" ".join(words[place : place + 2]), word, _bare(word)):
            if name in names:
                yield names[name]


def _relative(words: Sequence[str], today: date) -> date | None:
    """Today, tomorrow, in a week, in 10 days; one where no number is said."""
    said = {_lexicon().get(word) or _lexicon().get(_bare(word), word) for word in words}
    meant = said & {"today", "tomorrow", "day", "week", "month"}
    count = next((int(each) for each in said if each.isdigit()), 1)
    if meant == {"today"}:
        return today
    if meant == {"tomorrow"}:
        return today + timedelta(days=1)
    with suppress(OverflowError, ValueError):
        if meant == {"day"} and any(each.isdigit() for each in said):
            return today + timedelta(days=count)
        if meant == {"week"}:
            return today + timedelta(weeks=count)
        if meant == {"month"}:
            return _months_on(today, count)
    return None


def _months_on(today: date, count: int) -> date:
    years, month = divmod(today.month - 1 + count, _MONTHS)
    year = today.year + years
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _weekday(words: Sequence[str], today: date) -> date | None:
    """The next such day of the week, never today."""
    names = _names("days")
    found = {names[each] for word in words for each in {word, _bare(word)} if each in names}
    if len(found) != 1:
        return None
    ahead = (found.pop() - today.weekday() - 1) % _WEEK + 1
    return today + timedelta(days=ahead)


def _next(month: int, day: int, today: date) -> date | None:
    """This day of the year when it next comes; a 29 February may be years away."""
    years = range(today.year, today.year + 9)
    found = (each for year in years if (each := _day(year, month, day)) and each >= today)
    return next(found, None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _bare(word: str) -> str:
    """Without the Arabic article and preposition."""
    return re.sub("^(?:وال|بال|ال|ب)", "", word)


@lru_cache(maxsize=2)
def _names(of: str) -> dict[str, int]:
    """Names of months (1 to 12) or days of the week (0: Monday), folded, to their number."""
    found: dict[str, int] = {}
    for code in _LOCALES:
        by_context = getattr(Locale.parse(code), of)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in by_context[context][width].items():
                    found.setdefault(_plain(name), int(number))
    return found


def _plain(name: str) -> str:
    """A name as the words of a text are: one blank between, no signs."""
    return " ".join(_WORD.findall(fold(str(name))))


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, str]:
    read = read_words(WORDS)
    return {fold(word): meaning for meaning, words in read.items() for word in words.split()}
