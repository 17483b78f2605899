"""Dates in a sentence, each read where it begins: a day, a month, a quarter, weeks ahead (pure)."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain

from babel import Locale

from bot.slots import Sentence
from config.folding import tokens
from config.taxonomy import LANGUAGES
from storage.requests import Precision

MONTHS, QUARTERS = 12, 4
SUNDAY = 6
LONGEST_AHEAD = 10
"""Years: what is said to be later is no deadline."""
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|re|e|o|º)?")
_YEAR = re.compile(r"20\d\d")
_QUARTER = re.compile(r"[qt]([1-4])")
_NUMERIC = re.compile(r"(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](20\d\d)")
_NUMBERS = {f"number_{number}": number for number in range(1, 11)}
_LEVANTINE = "ar_SY"


@dataclass(frozen=True, slots=True)
class Period:
    """Some days, both ends included, and how exactly they were said."""

    first: date
    last: date
    precision: Precision


Read = tuple[Period, int] | None
"""A period, and the token after it."""


class Dates:
    """One sentence being read for dates, from one day on."""

    def __init__(self, sentence: Sentence, today: date) -> None:
        self._sentence = sentence
        self._words = sentence.words
        self._today = today

    def period(self, place: int) -> Read:
        """A period that begins at this token."""
        ends = self.size("end_of", place)
        if ends:
            return self.period(self.past_article(place + ends))
        readers: tuple[Callable[[int], Read], ...] = (
            self._numeric,
            self._chinese,
            self._quarter,
            self._day_of_month,
            self._month,
            self.weekday,
            self._relative,
            self._year,
            self.day_alone,
        )
        return next((read for each in readers if (read := each(place))), None)

    def _numeric(self, place: int) -> Read:
        """2027-03-15, 15/03/2027."""
        start = self.start(place)
        found = _NUMERIC.match(self._sentence.text, start) if start is not None else None
        if found is None:
            return None
        year, month, day = (found[1], found[2], found[3]) if found[1] else found.group(6, 5, 4)
        if not found[1] and int(month) > MONTHS >= int(day):
            month, day = day, month
        read = _day(int(year), int(month), int(day))
        end = place + len(tokens(found[0]))
        return (read, end) if read else None

    def _chinese(self, place: int) -> Read:
        """2027年3月15日, 3月, 3月底."""
        year, at = self._before_word(place, "year_word") or (None, place)
        if year is not None and year < self._today.year:
            return None
        month, at = self._before_word(at, "month_word") or (None, at)
        if month is None:
            return self._quarter(at, year=year) if year else None
        if not 1 <= month <= MONTHS:
            return None
        day, at = self._before_word(at, "day_word") or (None, at)
        if day is None:
            return self._in_year(_month_of, month, year), at + self.size("end_after", at)
        return self._dated(day, month, year, at)

    def _before_word(self, place: int, word: str) -> tuple[int, int] | None:
        """A number, and the token after the word that follows it."""
        number = self.number(place)
        if number is None:
            return None
        size = self.size(word, number[1])
        return (number[0], number[1] + size) if size and self._is_han(number[1]) else None

    def _is_han(self, place: int) -> bool:
        return self.text(place) >= "\u3400"

    def _quarter(self, place: int, *, year: int | None = None) -> Read:
        """Q1, T1 2027, the first quarter of 2027, 第一季度."""
        short = _QUARTER.fullmatch(self.text(place))
        if short:
            number, at = int(short[1]), place + 1
        elif (size := self.size("quarter_word", place)) and (found := self.number(place + size)):
            number, at = found
        elif (found := self.number(place)) and (
            size := self.size("quarter_word", self.past_article(found[1]))
        ):
            number, at = found[0], self.past_article(found[1]) + size
        else:
            return None
        if not 1 <= number <= QUARTERS:
            return None
        said, at = self._year_after(at)
        return self._in_year(_quarter_of, number, said or year), at

    def _day_of_month(self, place: int) -> Read:
        """15 March, 15th of March 2027, 1er mars; March 15."""
        day = self.ordinal(place)
        if day is not None:
            at = self.past_article(place + 1)
            month = months().get(self.stem(at))
            if month is None:
                return None
            year, end = self._year_after(at + 1)
            return self._dated(day, month, year, end)
        month, day = months().get(self.stem(place)), self.ordinal(place + 1)
        if month is None or day is None:
            return None
        year, end = self._year_after(place + 2)
        return self._dated(day, month, year, end)

    def _month(self, place: int) -> Read:
        place += self.size("month_before", place)
        month = months().get(self.stem(place))
        if month is None:
            return None
        year, end = self._year_after(place + 1)
        return self._in_year(_month_of, month, year), end

    def weekday(self, place: int) -> Read:
        """The next such day; today, if it is that."""
        number = weekdays().get(self.stem(place))
        if number is None:
            return None
        on = self._today + timedelta(days=(number - self._today.weekday()) % 7)
        return Period(on, on, Precision.DAY), place + 1

    def _relative(self, place: int) -> Read:
        return self.named(place, tuple(_RELATIVE))

    def named(self, place: int, names: Sequence[str]) -> Read:
        """This month, next week: the longest of these phrases that begins here."""
        sized = [(self.size(name, place), name) for name in names]
        size, name = max(sized, key=lambda each: each[0])
        if not size:
            return None
        at = place + size
        return _RELATIVE[name](self._today), at + self.size("end_after", at)

    def _year(self, place: int) -> Read:
        if not _YEAR.fullmatch(self.text(place)):
            return None
        year = int(self.text(place))
        if not self._today.year <= year <= self._today.year + LONGEST_AHEAD:
            return None
        at = place + 1
        at += self.size("year_word", at)
        return _year_of(year), at + self.size("end_after", at)

    def day_alone(self, place: int) -> Read:
        """The 15th: of this month, or of the next one that has not passed it."""
        day = self.ordinal(place)
        text = self.text(place)
        is_a_day = not text.isdigit() or (place and self.size("article", place - 1))
        if day is None or not is_a_day:
            return None
        for month in (_month_of(self._today.year, self._today.month), _next_month(self._today)):
            period = _day(month.first.year, month.first.month, day)
            if period is not None and period.first >= self._today:
                return period, place + 1
        return None

    def ahead(self, place: int) -> Read:
        """Two weeks, 10 days, three months, from today on."""
        if dual := self.dual(place):
            return self.after(dual[0], dual[1]), dual[2]
        number, at = self.number(place) or (None, place)
        if number is None:
            return None
        for unit in ("unit_week", "unit_month", "unit_year", "unit_day"):
            if size := self.size(unit, at):
                return self.after(number, unit), at + size
        return None

    def dual(self, place: int) -> tuple[int, str, int] | None:
        """Two of a unit in one word, and the token after it: a fortnight, أسبوعين.

        In Arabic the stem is that of one week as well, so the ending has to be there.
        """
        for name, count, unit in _DUALS:
            size, word = self.size(name, place), self.text(place)
            if size and (word[0] < _FIRST_ARABIC or word.endswith(_DUAL_ENDINGS)):
                return count, unit, place + size
        return None

    def after(self, count: int, unit: str) -> Period:
        match unit:
            case "unit_month" | "unit_year":
                months = count * (MONTHS if unit == "unit_year" else 1)
                on = months_on(self._today, months)
            case _:
                days = count * (7 if unit == "unit_week" else 1)
                on = self._today + timedelta(days=days)
        return Period(on, on, Precision.DAY)

    # pieces of dates

    def _dated(self, day: int, month: int, year: int | None, end: int) -> Read:
        if year is not None:
            period = _day(year, month, day)
            return (period, end) if period else None
        for each in (self._today.year, self._today.year + 1):
            period = _day(each, month, day)
            if period is not None and period.last >= self._today:
                return period, end
        return None

    def _in_year(
        self, period_of: Callable[[int, int], Period], number: int, year: int | None
    ) -> Period:
        """In the year that was said, else the first such period that is not over."""
        period = period_of(year or self._today.year, number)
        over = year is None and period.last < self._today
        return period_of(self._today.year + 1, number) if over else period

    def _year_after(self, place: int) -> tuple[int | None, int]:
        """A year that follows, and the token after it."""
        at = self.past_article(place)
        if _YEAR.fullmatch(self.text(at)):
            return int(self.text(at)), at + 1 + self.size("year_word", at + 1)
        return None, place

    def number(self, place: int) -> tuple[int, int] | None:
        if self.text(place).isdecimal() and len(self.text(place)) <= 4:  # noqa: PLR2004  # a year
            return int(self.text(place)), place + 1
        sized = [(self.size(name, place), number) for name, number in _NUMBERS.items()]
        size, number = max(sized)
        return (number, place + size) if size else None

    def ordinal(self, place: int) -> int | None:
        found = _ORDINAL.fullmatch(self.text(place))
        return int(found[1]) if found and 1 <= int(found[1]) <= 31 else None  # noqa: PLR2004

    def past_article(self, place: int) -> int:
        size = self.size("article", place)
        return place + size if size else place

    def size(self, name: str, place: int) -> int:
        """Words of the longest phrase of this name that begins here."""
        if not 0 <= place < len(self._words):
            return 0
        return self._sentence.ties(f"need_{name}").after(self._words, place)

    def text(self, place: int) -> str:
        return self._words[place].text if 0 <= place < len(self._words) else ""

    def stem(self, place: int) -> str:
        return self._words[place].stem if 0 <= place < len(self._words) else ""

    def start(self, place: int) -> int | None:
        return self._words[place].start if place < len(self._words) else None


def _day(year: int, month: int, day: int) -> Period | None:
    try:
        on = date(year, month, day)
    except ValueError:
        return None
    return Period(on, on, Precision.DAY)


def _month_of(year: int, month: int) -> Period:
    last = date(year, month, monthrange(year, month)[1])
    return Period(date(year, month, 1), last, Precision.MONTH)


def _quarter_of(year: int, quarter: int) -> Period:
    first, last = _month_of(year, 3 * quarter - 2), _month_of(year, 3 * quarter)
    return Period(first.first, last.last, Precision.QUARTER)


def _year_of(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, MONTHS, 31), Precision.YEAR)


def _week_of(day: date) -> Period:
    """Until Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=SUNDAY), Precision.DAY)


def _one_day(day: date) -> Period:
    return Period(day, day, Precision.DAY)


def _next_month(day: date) -> Period:
    return _month_of(day.year + day.month // MONTHS, day.month % MONTHS + 1)


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def _next_quarter(day: date) -> Period:
    quarter = _quarter(day)
    return _quarter_of(day.year + quarter // QUARTERS, quarter % QUARTERS + 1)


def months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.month - 1 + months, MONTHS)
    last = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


_RELATIVE: dict[str, Callable[[date], Period]] = {
    "today": _one_day,
    "tomorrow": lambda day: _one_day(day + timedelta(days=1)),
    "this_week": _week_of,
    "next_week": lambda day: _week_of(day + timedelta(days=7)),
    "this_month": lambda day: _month_of(day.year, day.month),
    "next_month": _next_month,
    "this_quarter": lambda day: _quarter_of(day.year, _quarter(day)),
    "next_quarter": _next_quarter,
    "this_year": lambda day: _year_of(day.year),
    "next_year": lambda day: _year_of(day.year + 1),
}
_FIRST_ARABIC = "\u0600"
_DUAL_ENDINGS = ("ين", "ان")
_DUALS = (
    ("two_days", 2, "unit_day"),
    ("two_weeks", 2, "unit_week"),
    ("two_months", 2, "unit_month"),
)


@lru_cache(maxsize=1)
def months() -> dict[str, int]:
    """Months by the stem of their names in the six languages, and of the Levant in Arabic."""
    return dict(
        chain.from_iterable(
            _names(locale.months[use]["wide"])
            for locale in _locales()
            for use in ("format", "stand-alone")
        )
    ) | dict(_names(Locale("en").months["format"]["abbreviated"]))


@lru_cache(maxsize=1)
def weekdays() -> dict[str, int]:
    """Days of the week by the stem of their names; Monday is 0."""
    named = dict(
        chain.from_iterable(
            _names(locale.days[use]["wide"])
            for locale in _locales()
            for use in ("format", "stand-alone")
        )
    )
    french = Locale("fr").days["format"]["wide"]
    several = _names({number: f"{day}s" for number, day in french.items()})
    return dict(several) | dict(_names(Locale("en").days["format"]["abbreviated"])) | named


def _locales() -> list[Locale]:
    return [Locale.parse(each) for each in (*LANGUAGES, _LEVANTINE)]


def _names(numbered: Mapping[int, str]) -> Iterator[tuple[str, int]]:
    for number, name in numbered.items():
        words = tokens(str(name))
        if len(words) == 1:
            yield words[0].stem, int(number)
