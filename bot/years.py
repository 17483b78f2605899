"""Years that a sentence asks for: since 2022, 2019-2021, last year (pure)."""

import re
from collections.abc import Iterator

from bot.slots import LIKELY, SURE, UNSURE, Found, Sentence, SlotKind, Years

FIRST_YEAR = 1990
"""Earlier years belong to names (the 1951 Convention), unless they begin or end a range."""
_RECENT_YEARS = 3
_BETWEEN_YEARS = re.compile(r"\s*[-–—~/至到]\s*")
_YEAR = re.compile(r"(?:19|20)\d\d")


def read_years(sentence: Sentence) -> Iterator[Found]:
    """Years and ranges of years, with the words that say how they are meant."""
    yield from _said_years(sentence)
    words, place = sentence.words, 0
    while place < len(words):
        year = _year(sentence, place)
        if year is None:
            place += 1
            continue
        until, after = _range_end(sentence, place)
        found = _one_range(sentence, place, year, until, after)
        if found:
            yield found
        place = after


def _year(sentence: Sentence, place: int) -> int | None:
    """The year that a token is, unless it is part of a symbol (A/RES/2019/1) or too far off."""
    word = sentence.words[place]
    if not _YEAR.fullmatch(word.text):
        return None
    if sentence.text[: word.start].endswith("/") or sentence.text[word.end :].startswith("/"):
        return None
    latest = sentence.today.year + 1 if sentence.today else 2100
    return int(word.text) if int(word.text) <= latest else None


def _range_end(sentence: Sentence, place: int) -> tuple[int | None, int]:
    """The last year of a range that begins at this token, and the token after the range."""
    words = sentence.words
    for ahead in (place + 1, place + 2, place + 3):
        if ahead >= len(words):
            break
        year = _year(sentence, ahead)
        between = sentence.text[words[place].end : words[ahead].start]
        tied = ahead > place + 1 and _joins(sentence, place + 1, ahead)
        if year is not None and (tied or _BETWEEN_YEARS.fullmatch(between)):
            return year, ahead + 1
    return None, place + 1


def _joins(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the tokens between two years tie them: to, and, or the word for year."""
    tying = ("until", "joints", "after_year")
    return all(
        any(sentence.ties(name).after(sentence.words, place) for name in tying)
        for place in range(first, last)
    )


def _one_range(
    sentence: Sentence, place: int, year: int, until: int | None, after: int
) -> Found | None:
    words = sentence.words
    if until is not None:
        before = _before(sentence, place, "between", "since", "during")
        years = Years(min(year, until), max(year, until))
        after += sentence.ties("after_year").after(words, after)
        return sentence.found(SlotKind.YEARS, years, (place - before, after), SURE, spent=True)
    for name, years in _sides(year):
        before = _before(sentence, place, name)
        follows = sentence.ties(f"after_year_{name}").after(words, after)
        if before or follows:
            follows = follows or sentence.ties("after_year").after(words, after)
            span = (place - before, after + follows)
            return sentence.found(SlotKind.YEARS, years, span, SURE, spent=True)
    if year < FIRST_YEAR:
        return None
    before = _before(sentence, place, "during")
    follows = sentence.ties("after_year").after(words, after)
    sure = LIKELY if before or follows else UNSURE
    span = (place - before, after + follows)
    return sentence.found(SlotKind.YEARS, Years(year, year), span, sure, spent=sure > UNSURE)


def _sides(year: int) -> Iterator[tuple[str, Years]]:
    """What can be said of one year, by the words that say it; what is newer than it is not it."""
    yield "since", Years(year, None)
    yield "until", Years(None, year)
    yield "beyond", Years(year + 1, None)
    yield "ahead_of", Years(None, year - 1)


def _before(sentence: Sentence, place: int, *names: str) -> int:
    return max(sentence.ties(name).before(sentence.words, place) for name in names)


def _said_years(sentence: Sentence) -> Iterator[Found]:
    """This year, last year, the last years: counted from today, and left alone if it is unknown."""
    if sentence.today is None:
        return
    year = sentence.today.year
    said = {
        "this_year": Years(year, year),
        "last_year": Years(year - 1, year - 1),
        "recent_years": Years(year - _RECENT_YEARS, None),
    }
    for name, years in said.items():
        for place, size in sentence.occurrences(name):
            before, side = _said_side(sentence, place, years)
            span = (place - before, place + size)
            yield sentence.found(SlotKind.YEARS, side, span, SURE, spent=True)


def _said_side(sentence: Sentence, place: int, years: Years) -> tuple[int, Years]:
    """How many words before say "since" or "newer than", and the years that these leave."""
    if since := _before(sentence, place, "since"):
        return since, Years(years.first, None)
    if years.last and (beyond := _before(sentence, place, "beyond")):
        return beyond, Years(years.last + 1, None)
    if years.first and (ahead := _before(sentence, place, "ahead_of")):
        return ahead, Years(None, years.first - 1)
    return 0, years
