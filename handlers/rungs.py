"""When somebody is reminded of a deadline: the steps of a ladder, in their working hours (pure)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from config.ladders import Ladder
from handlers.calendar import LONGEST_REST, Hours, is_working_day

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
_INSTANT = timedelta(microseconds=1)


def last_day(until_at: datetime, hours: Hours) -> date:
    """The last day, where somebody is, on which what they begin at work is in time.

    The end of a day in Geneva is in the night after it in Kyiv: there it is the same day, too.
    """
    day = (until_at - _INSTANT).astimezone(hours.zone).date()
    return day if hours.begin(day) < until_at else day - DAY


def days_left(until_at: datetime, hours: Hours, *, now: datetime) -> int:
    """Days until that day, where somebody is; below 0 once it is over."""
    return (last_day(until_at, hours) - now.astimezone(hours.zone).date()).days


def next_rung(
    ladder: Ladder,
    until_at: datetime,
    hours: Hours,
    *,
    after: datetime,
    told_at: datetime | None = None,
    passes: bool = False,
) -> datetime | None:
    """The first step after a moment, when their work begins; None where there is none any more.

    A step on a day off comes on the working day before. Where that is over by then, and they have
    not been told since (`told_at`), it comes when they are next at work, if that is before the
    deadline; a step is never in the past. What `passes` is never late.
    """
    last = last_day(until_at, hours)
    found = [
        moment
        for days in ladder.days
        if (moment := _before(last - days * DAY, until_at, hours, after, told_at)) is not None
    ]
    if not passes:
        found += _late(ladder, last, until_at, hours)
    return min((each for each in found if each > after), default=None)


def _before(
    day: date, until_at: datetime, hours: Hours, after: datetime, told_at: datetime | None
) -> datetime | None:
    """When they hear of it that should on this day, before the deadline; None: too late."""
    moment = hours.begin(working_day_before(day, hours))
    while moment >= until_at:
        day -= DAY
        moment = hours.begin(working_day_before(day, hours))
    if moment > after or after.astimezone(hours.zone).date() >= day:
        return moment
    if told_at is not None and told_at >= moment:
        return None
    soon = hours.next(after + _INSTANT)
    return soon if soon < until_at else None


def _late(ladder: Ladder, last: date, until_at: datetime, hours: Hours) -> Iterator[datetime]:
    for week in range(1, ladder.weeks + 1):
        moment = hours.begin(working_day_before(last + week * WEEK, hours))
        yield moment if moment >= until_at else hours.next(until_at)


def working_day_before(day: date, hours: Hours) -> date:
    """This day, or the last working day before it; this day where there is none for long."""
    for days in range(LONGEST_REST):
        if is_working_day(day - days * DAY, hours.country):
            return day - days * DAY
    return day


def working_day_after(day: date, hours: Hours) -> date:
    """This day, or the first working day after it; this day where there is none for long."""
    for days in range(LONGEST_REST):
        if is_working_day(day + days * DAY, hours.country):
            return day + days * DAY
    return day
