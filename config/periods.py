"""A time as exactly as people state it: a day, a month, a quarter, a year, a range (pure)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from config.days import LONGEST_READ, day_named, month_named
from config.folding import fold
from config.phrases import Span

MONTHS, QUARTERS = 12, 4
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Outside of these, a number of four digits is taken for no year."""


class Exactness(StrEnum):
    """How exactly a time was stated; what it ends with counts."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Period:
    """Some days, both ends included.

    Raises:
        ValueError: it ends before it begins.
    """

    first: date
    last: date
    exactness: Exactness

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.first} to {self.last}")

    @property
    def span(self) -> Span:
        """As it is said: in years, in months or in days, whichever says it without loss."""
        length = 10
        if self.first.day == 1 and (self.last + timedelta(days=1)).day == 1:
            length = 7
            if self.first.month == 1 and self.last.month == MONTHS:
                length = 4
        return Span(self.first.isoformat()[:length], self.last.isoformat()[:length])

    @property
    def text(self) -> str:
        """As `period_named` reads it again, in any language: 2027-03-15, 2027-03, Q1 2027, 2027."""
        year = str(self.first.year)
        match self.exactness:
            case Exactness.DAY:
                return self.first.isoformat()
            case Exactness.MONTH:
                return self.first.isoformat()[:7]
            case Exactness.QUARTER:
                return f"Q{(self.first.month + 2) // 3} {year}"
            case Exactness.YEAR:
                return year
            case Exactness.RANGE:
                return f"{self.first.isoformat()} – {self.last.isoformat()}"


def month_of(year: int, month: int) -> Period:
    last = date(year, month, monthrange(year, month)[1])
    return Period(date(year, month, 1), last, Exactness.MONTH)


def quarter_of(year: int, quarter: int) -> Period:
    first, last = month_of(year, 3 * quarter - 2), month_of(year, 3 * quarter)
    return Period(first.first, last.last, Exactness.QUARTER)


def year_of(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, MONTHS, 31), Exactness.YEAR)


def day_of(day: date) -> Period:
    return Period(day, day, Exactness.DAY)


def period_named(text: str, *, today: date) -> Period | None:
    """The time that a few words name, in any of the six languages; None where they name none.

    Without a year it is the next such time that is not over, and with one it may be past. Two
    times with a dash or "to" between are all from the first to the second.
    """
    read = " ".join(fold(text[:LONGEST_READ]).split())
    alone = _alone(read, today)
    if alone is not None:
        return alone
    for found in _BETWEEN.finditer(read):
        both = _range(read[: found.start()], read[found.end() :], today)
        if both is not None:
            return both
    return None


_BETWEEN = re.compile(
    r"\s*[-–—/~至到]\s*|\s+(?:to|and|until|till|a|au|et|jusqu'a|jusqu'au|hasta|al|y|до|по|и|الي|حتي)\s+"
)
_YEAR = r"(20\d\d|2100)"
_ONLY_YEAR = re.compile(rf"{_YEAR}\s*(?:年|г\.?|год)?")
_ENDS_WITH_YEAR = re.compile(rf"\b{_YEAR}\b")
_ISO_MONTH = re.compile(rf"{_YEAR}\s*[-/.年]\s*(\d{{1,2}})\s*月?")
_HAN_MONTH = re.compile(r"(\d{1,2})\s*月")
_QUARTER = re.compile(
    r"(?:q|t|к|quarter|trimestre|квартал|第|الربع)\s*([1-4])(?:\s*季度)?"
    r"|([1-4])\s*(?:st|nd|rd|th|er|re|e|eme|o|-?й)?\s*(?:q|t|quarter|trimestre|квартал|季度)"
)
_FILLERS = re.compile(r"\b(?:of|de|du|del|the|le|la|el|года|г)\b|[,年]")
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")


def _alone(read: str, today: date) -> Period | None:
    """One time; a range is read from two of them."""
    if found := _ONLY_YEAR.fullmatch(read):
        return year_of(int(found[1]))
    if found := _ISO_MONTH.fullmatch(read):
        return month_of(int(found[1]), int(found[2])) if 1 <= int(found[2]) <= MONTHS else None
    if (found := _HAN_MONTH.fullmatch(read)) and 1 <= int(found[1]) <= MONTHS:
        return _next(int(found[1]), None, today)
    if quarter := _quarter(read, today):
        return quarter
    month = month_named(read)
    if month is not None and not _DAY.search(read) and not _BETWEEN.search(read):
        return _next(month, _year_in(read), today)
    if month is not None and _BETWEEN.search(read) and len(_DAY.findall(read)) != 1:
        return None
    day = day_named(read, today=today)
    return day_of(day) if day is not None and _is_one(read) else None


def _is_one(read: str) -> bool:
    """Whether no second time stands in it: two years, or a dash with blanks around."""
    return len(_ENDS_WITH_YEAR.findall(read)) <= 1 and not re.search(r"\s[-–—]\s", read)


def _quarter(read: str, today: date) -> Period | None:
    year = _year_in(read)
    rest = " ".join(_FILLERS.sub(" ", _ENDS_WITH_YEAR.sub(" ", read)).split()).strip(" -/")
    found = _QUARTER.fullmatch(rest)
    if found is None:
        return None
    number = int(found[1] or found[2])
    this = quarter_of(year or today.year, number)
    return quarter_of(today.year + 1, number) if year is None and this.last < today else this


def _next(month: int, year: int | None, today: date) -> Period:
    this = month_of(year or today.year, month)
    return month_of(today.year + 1, month) if year is None and this.last < today else this


def _year_in(read: str) -> int | None:
    found = _ENDS_WITH_YEAR.search(read)
    return int(found[1]) if found else None


def _range(first: str, last: str, today: date) -> Period | None:
    """The first time has the year of the second where it says none: "Q1-Q2 2027"."""
    end = _alone(last.strip(), today)
    year = _year_in(last)
    begins = first.strip()
    if year is not None and _year_in(begins) is None:
        begins = f"{begins} {year}"
    start = _alone(begins, today) if begins and end is not None else None
    if start is None or end is None or end.last < start.first:
        return None
    return Period(start.first, end.last, Exactness.RANGE)
