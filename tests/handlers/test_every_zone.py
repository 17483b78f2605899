"""Every zone there is, on the days on which its clocks change and on the odd ones of a year."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from config.ladders import USUAL
from handlers.calendar import Hours, at_local
from handlers.matters import _end_of
from handlers.rungs import days_left, last_day, next_rung

DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)
ODD = (
    date(2028, 2, 28),
    date(2028, 2, 29),
    date(2028, 3, 1),
    date(2027, 3, 31),
    date(2027, 12, 31),
    date(2028, 1, 1),
    date(2011, 12, 29),
    date(2011, 12, 30),
)
"""Leap days, ends of a quarter and a year, and the day that Samoa left out."""
YEAR = tuple(date(2027, 1, 1) + day * DAY for day in range(366))


def offset(zone: ZoneInfo, day: date) -> timedelta:
    found = datetime.combine(day, time(), zone).utcoffset()
    assert found is not None
    return found


def changes(zone: ZoneInfo) -> Iterator[date]:
    """Days of a year at whose end the clocks are other than at their begin."""
    months = [day for day in YEAR if day.day == 1]
    if len({offset(zone, day) for day in months}) > 1:
        yield from (day for day in YEAR if offset(zone, day) != offset(zone, day + DAY))


def test_days_end_and_work_begins_in_every_zone_also_when_its_clocks_change() -> None:
    zones = sorted(available_timezones())
    gaps = folds = 0
    for zone in map(ZoneInfo, zones):
        turns = tuple(changes(zone))
        gaps += sum(offset(zone, day + DAY) > offset(zone, day) for day in turns)
        folds += sum(offset(zone, day + DAY) < offset(zone, day) for day in turns)
        for day in (*ODD, *turns):
            _check_day(day, zone)
        for day in turns:
            for minute in (0, 30, 60, 90, 120, 150, 180, 9 * 60):
                _check_hour(day, minute, zone)

    assert len(zones) > 400
    assert gaps > 100
    assert folds > 100


def _check_day(day: date, zone: ZoneInfo) -> None:
    """It ends where the next begins, and what is due by then is in time on it."""
    end, hours = _end_of(day, zone), Hours(zone)
    assert (end - INSTANT).astimezone(zone).date() <= day < end.astimezone(zone).date()
    if (end - INSTANT).astimezone(zone).date() == day and end.astimezone(zone).date() == day + DAY:
        assert last_day(end, hours) == day
        assert days_left(end, hours, now=end - INSTANT) == 0
        assert days_left(end, hours, now=end - 36 * DAY / 24 - INSTANT) >= 1
    early = end - 40 * DAY
    step = next_rung(USUAL, end, hours, after=early)
    assert step is not None
    assert early < step < end
    assert hours.are_on(step)


def _check_hour(day: date, minute: int, zone: ZoneInfo) -> None:
    """As the clocks show it; where they skip it, that much after they have gone on."""
    hours, wanted = Hours(zone, start=minute, end=24 * 60), time(*divmod(minute, 60))
    begin = hours.begin(day)
    shown = begin.astimezone(zone)
    naive = datetime.combine(day, wanted)
    assert begin == at_local(day, wanted, zone)
    assert begin.tzinfo is UTC
    assert shown.replace(tzinfo=None) >= naive
    if shown.replace(tzinfo=None) == naive:
        assert shown.fold == 0, "of an hour that comes twice it is the first"
    else:
        assert shown.replace(tzinfo=None) - naive <= DAY
