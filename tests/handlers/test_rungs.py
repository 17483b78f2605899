"""The steps of a ladder, in every zone: never past, never on a day off, never late, never twice."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.ladders import MOST_DAYS, MOST_WEEKS, NONE, USUAL, Ladder, ladder_named
from handlers.calendar import Hours, is_working_day
from handlers.matters import _end_of
from handlers.rungs import days_left, last_day, next_rung, working_day_after, working_day_before
from handlers.worktimes import country_of

INSTANT = timedelta(microseconds=1)
ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
COUNTRIES = st.sampled_from(["", "CH", "AE", "IR", "US", "IL", "NP", "FR", "XX"])
_YEARS = (datetime(2024, 1, 1), datetime(2031, 12, 31))  # noqa: DTZ001  # hypothesis adds the zone
MOMENTS = st.datetimes(*_YEARS, timezones=st.just(UTC))
DAYS = st.dates(date(2000, 1, 1), date(2035, 12, 31)) | st.sampled_from(
    [
        date(2028, 2, 29),
        date(2027, 12, 31),
        date(2011, 12, 29),
        date(2027, 3, 27),
        date(2027, 10, 30),
    ]
)
LADDERS = st.builds(
    Ladder,
    st.sets(st.integers(0, MOST_DAYS), max_size=6).map(lambda e: tuple(sorted(e, reverse=True))),
    st.integers(0, MOST_WEEKS),
)


@st.composite
def working(draw: st.DrawFn) -> Hours:
    start = draw(st.integers(0, 20 * 60))
    end = draw(st.integers(start + 60, 24 * 60))
    usual = draw(st.booleans())
    hours = (9 * 60, 17 * 60) if usual else (start, end)
    return Hours(draw(ZONES), draw(COUNTRIES), *hours)


@settings(max_examples=150)
@given(LADDERS, MOMENTS, working(), st.integers(-60 * 24 * 60, 120 * 24 * 60), st.booleans())
def test_a_step_comes_later_when_its_reader_works_and_in_time(
    ladder: Ladder,
    until_at: datetime,
    hours: Hours,
    minutes_before: int,
    passes: bool,  # noqa: FBT001  # drawn
) -> None:
    after = until_at - timedelta(minutes=minutes_before)
    found = next_rung(ladder, until_at, hours, after=after, passes=passes)

    if found is None:
        return
    assert found > after
    day = found.astimezone(hours.zone).date()
    assert is_working_day(day, hours.country)
    assert found == hours.begin(day) or hours.are_on(found)
    if passes or not ladder.weeks:
        assert found < until_at
    if not ladder.days:
        assert found >= until_at


@settings(max_examples=60)
@given(LADDERS, MOMENTS, working())
def test_a_ladder_is_climbed_step_by_step_and_ends(
    ladder: Ladder, until_at: datetime, hours: Hours
) -> None:
    moments: list[datetime] = []
    after: datetime | None = until_at - timedelta(days=MOST_DAYS + 61)
    told_at: datetime | None = None
    while after is not None and len(moments) <= 60:
        after = next_rung(ladder, until_at, hours, after=after, told_at=told_at)
        if after is not None:
            moments.append(after)
            told_at = after

    assert moments == sorted(set(moments))
    assert len(moments) <= len(ladder.days) + ladder.weeks
    days = [each.astimezone(hours.zone).date() for each in moments]
    assert len(days) == len(set(days))


@settings(max_examples=60)
@given(LADDERS, MOMENTS, working(), st.integers(0, 200 * 24))
def test_whatever_was_missed_is_one_step(
    ladder: Ladder, until_at: datetime, hours: Hours, away_hours: int
) -> None:
    """After any time away the next step is the same as for somebody who missed nothing."""
    begins = until_at - timedelta(days=MOST_DAYS + 1)
    now = begins + timedelta(hours=away_hours)
    after, told_at = begins, None
    step = next_rung(ladder, until_at, hours, after=after)
    while step is not None and step <= now:
        after = told_at = step
        step = next_rung(ladder, until_at, hours, after=after, told_at=told_at)

    assert next_rung(ladder, until_at, hours, after=now, told_at=now) == step


@settings(max_examples=150)
@given(DAYS, ZONES)
def test_a_day_ends_where_the_next_begins_in_every_zone(day: date, zone: ZoneInfo) -> None:
    end = _end_of(day, zone)
    hours = Hours(zone)

    assert end.astimezone(zone).date() > day
    assert (end - INSTANT).astimezone(zone).date() <= day
    exists = (end - INSTANT).astimezone(zone).date() == day  # Samoa left out 30 December 2011
    if exists and end.astimezone(zone).date() == day + timedelta(days=1):
        assert last_day(end, hours) == day
        assert days_left(end, hours, now=end - INSTANT) == 0


@settings(max_examples=100)
@given(DAYS, COUNTRIES)
def test_nobody_works_between_a_day_and_the_working_day_before_it(day: date, country: str) -> None:
    hours = Hours(ZoneInfo("UTC"), country)
    before, after = working_day_before(day, hours), working_day_after(day, hours)

    assert before <= day <= after
    assert is_working_day(before, country)
    assert is_working_day(after, country)
    between = (before + timedelta(days=n) for n in range(1, (after - before).days))
    assert not any(is_working_day(each, country) for each in between)


@given(LADDERS)
def test_a_ladder_is_read_as_it_is_written(ladder: Ladder) -> None:
    assert ladder_named(ladder.text) == ladder


@pytest.mark.parametrize(
    ("text", "ladder"),
    [
        ("30, 14, 7, 1, 0", USUAL),
        ("7 days and 0", Ladder((7, 0))),
        ("0, 7, 7; 2 weeks", Ladder((7, 0), 2)),
        (";0", NONE),
    ],
)
def test_a_ladder_may_be_written_loosely(text: str, ladder: Ladder) -> None:
    assert ladder_named(text) == ladder


@pytest.mark.parametrize("text", ["91", "1; 27", "1; 2, 3", "1;", ", ".join(map(str, range(13)))])
def test_a_ladder_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"ladder|steps"):
        ladder_named(text)


def test_the_country_of_a_zone_is_known_by_its_old_names_too() -> None:
    zones = ("Europe/Zurich", "Asia/Calcutta", "America/Buenos_Aires", "UTC", "Etc/GMT+3", "")

    assert [country_of(each) for each in zones] == ["CH", "IN", "AR", "", "", ""]


def test_a_reminder_keeps_its_local_hour_when_the_clocks_change() -> None:
    hours = Hours(ZoneInfo("Europe/Zurich"), "CH")
    until_at = _end_of(date(2027, 4, 2), hours.zone)
    friday = next_rung(USUAL, until_at, hours, after=datetime(2027, 3, 25, 12, tzinfo=UTC))
    before = next_rung(USUAL, until_at, hours, after=datetime(2027, 3, 18, 12, tzinfo=UTC))

    assert before == datetime(2027, 3, 19, 8, tzinfo=UTC)
    assert friday == datetime(2027, 3, 26, 8, tzinfo=UTC)
    assert next_rung(USUAL, until_at, hours, after=friday) == datetime(2027, 4, 1, 7, tzinfo=UTC)
