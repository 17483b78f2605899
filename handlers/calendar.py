"""When people are at work: their zone, their hours, their weekend and public holidays (pure)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from holidays import HolidayBase

WEEKEND = frozenset({5, 6})
"""Saturday and Sunday, as `date.weekday` counts, where the country is not known."""
DAY = 24 * 60
"""Minutes."""
LONGEST_REST = 60
"""Days without a working one after which somebody is taken to work on any day."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody works: from `start` until `end`, minutes of their local day.

    `country` (ISO 3166-1 alpha-2) tells the weekend and the public holidays; empty: not known.

    Raises:
        ValueError: a day that ends before it starts.
    """

    zone: ZoneInfo
    country: str = ""
    start: int = 9 * 60
    end: int = 17 * 60

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= DAY:
            raise ValueError(f"working hours from minute {self.start} to {self.end}")

    def are_on(self, moment: datetime) -> bool:
        """Whether somebody with these hours is at work then."""
        local = moment.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        return self.start <= minute < self.end and is_working_day(local.date(), self.country)

    def next(self, moment: datetime) -> datetime:
        """This moment if they are at work then, else the one when they next begin; in UTC."""
        if self.are_on(moment):
            return moment.astimezone(UTC)
        first = moment.astimezone(self.zone).date()
        for days in range(LONGEST_REST):
            begins = self.begin(first + timedelta(days=days))
            if begins >= moment and is_working_day(first + timedelta(days=days), self.country):
                return begins
        return self.begin(first + timedelta(days=1))

    def begin(self, day: date) -> datetime:
        """When their work begins on a day, in UTC.

        An hour that the clocks skip begins when they have been put forward; one that comes twice
        begins the first time.
        """
        return at_local(day, time(self.start // 60, self.start % 60), self.zone)


def at_local(day: date, at: time, zone: ZoneInfo) -> datetime:
    """An hour of a zone's clocks on a day, in UTC.

    One that the clocks skip is when they have been put forward; one that comes twice, the first.
    """
    return datetime.combine(day, at, zone).astimezone(UTC)


@lru_cache(maxsize=8192)
def is_working_day(day: date, country: str = "") -> bool:
    """Neither a weekend nor a public holiday; only the weekend where the country is not known."""
    calendar = _calendar(country, day.year)
    if calendar is None:
        return day.weekday() not in WEEKEND
    return bool(calendar.is_working_day(day))


def zone_named(name: str) -> ZoneInfo:
    """UTC for a name that is empty, or that only a platform knows."""
    try:
        return ZoneInfo(name)
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return ZoneInfo("UTC")


@lru_cache(maxsize=512)
def _calendar(country: str, year: int) -> "HolidayBase | None":
    """The country's public holidays in a year; None for a country that the library lacks.

    The library fills a year when it is first asked for, so no call may change what another reads.
    It takes 4 MB, and is loaded when it is first needed.
    """
    if not country:
        return None
    from holidays import country_holidays  # noqa: PLC0415  # see above

    try:
        return country_holidays(country, years=year, expand=False)
    except NotImplementedError:
        return None
