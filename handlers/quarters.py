"""When a quarterly review is prepared, opens, is answered and decided (pure)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from config.periods import Period, quarter_of
from config.timetable import USUAL, Timetable
from handlers.calendar import is_working_day

QUARTERS = 4
OPENS, ENDS = time(9), time(23, 59)
"""When a day of asking begins, and a day that is a deadline is over."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The moments of one review, in UTC."""

    prepare_at: datetime
    opens_at: datetime
    answers_by: datetime
    decide_by: datetime
    archive_at: datetime


def assessed(day: date) -> Period:
    """The quarter that a review held on this day is about: the last one that is over."""
    number = (day.month - 1) // 3
    return quarter_of(day.year, number) if number else quarter_of(day.year - 1, QUARTERS)


def code(quarter: Period) -> str:
    """As it is kept, in the order of time: 2026-Q4."""
    return f"{quarter.first.year}-Q{(quarter.first.month + 2) // 3}"


def of_code(quarter: str) -> Period:
    """The quarter that is kept as this.

    Raises:
        ValueError: it is none.
    """
    year, _, number = quarter.partition("-Q")
    return quarter_of(int(year), int(number))


def dates(quarter: Period, timetable: Timetable = USUAL, *, zone: tzinfo = UTC) -> Dates:
    """When the review of a quarter takes its steps, by the clocks of this zone.

    What ends with a day ends a minute before it does, so that the day is the one that is said.
    """

    def at(days: int, hour: time) -> datetime:
        day = _working(quarter.last + timedelta(days=days))
        return datetime.combine(day, hour, zone).astimezone(UTC)

    def begin(days: int) -> datetime:
        day = quarter.last + timedelta(days=days)
        return datetime.combine(day, time(), zone).astimezone(UTC)

    return Dates(
        begin(timetable.prepares),
        at(timetable.opens, OPENS),
        at(timetable.answers, ENDS),
        at(timetable.decides, ENDS),
        begin(timetable.archives),
    )


def followed_until(quarter: Period) -> date:
    """Until when a recommendation is to be done: the end of the quarter in which it is made."""
    first = quarter.last + timedelta(days=1)
    return quarter_of(first.year, (first.month + 2) // 3).last


def _working(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
