"""When something comes that repeats, on the clocks of any zone."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.calendar import at_local
from handlers.schedules import LAST, WORKING, Every, Repeat, Schedule

ZONES = sorted(available_timezones())
moments = st.integers(946_684_800, 2_208_988_800).map(lambda at: datetime.fromtimestamp(at, UTC))
"""From 2000 to 2040."""
hours = st.times().map(lambda at: at.replace(second=0, microsecond=0))
repeats = st.one_of(
    st.builds(Repeat, st.just(Every.DAY), st.integers(1, 40)),
    st.builds(
        Repeat,
        st.just(Every.WEEK),
        st.integers(1, 10),
        st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    ),
    st.builds(
        Repeat,
        st.just(Every.MONTH),
        st.integers(1, 12),
        st.integers(0, 6).map(lambda day: (day,)),
        nth=st.sampled_from((1, 2, 3, 4, LAST)),
    ),
    st.builds(Repeat, st.just(Every.MONTH), st.integers(1, 12), day=st.integers(1, 31)),
    st.builds(
        Repeat,
        st.just(Every.YEAR),
        day=st.integers(1, 29),
        month=st.integers(1, 12),
    ),
)


@given(repeats)
def test_a_rule_is_read_as_it_was_written(repeat: Repeat) -> None:
    assert Repeat.of(repeat.rule) == repeat


@given(moments, hours, st.sampled_from(ZONES), repeats)
@settings(max_examples=150, deadline=None)
def test_each_comes_later_than_the_one_before_at_its_hour_of_the_zone(
    after: datetime, at: time, zone: str, repeat: Repeat
) -> None:
    schedule = Schedule(after.astimezone(ZoneInfo(zone)).date(), at, zone, repeat)
    found = list(islice(schedule.moments(after=after), 8))

    assert found == sorted(set(found))
    assert all(each > after for each in found)
    for each in found:
        day = each.astimezone(ZoneInfo(zone)).date()
        meant = {at_local(day - timedelta(days=back), at, ZoneInfo(zone)) for back in (0, 1)}
        assert each in meant


@given(moments, hours, st.sampled_from(ZONES))
@settings(max_examples=150, deadline=None)
def test_what_comes_once_comes_once(after: datetime, at: time, zone: str) -> None:
    day = after.astimezone(ZoneInfo(zone)).date() + timedelta(days=2)

    assert len(list(Schedule(day, at, zone).moments(after=after))) == 1
    assert Schedule(day, at, zone).next(after=after + timedelta(days=5)) is None


def test_an_hour_that_the_clocks_skip_comes_when_they_have_been_put_forward() -> None:
    schedule = Schedule(date(2027, 3, 28), time(2, 30), "Europe/Paris")

    comes = schedule.next(after=datetime(2027, 3, 27, tzinfo=UTC))

    assert comes == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)  # 03:30 in Paris


def test_an_hour_that_comes_twice_is_said_once_and_the_first_time() -> None:
    daily = Schedule(date(2027, 10, 30), time(2, 30), "Europe/Paris", Repeat(Every.DAY))

    found = list(islice(daily.moments(after=datetime(2027, 10, 30, 12, tzinfo=UTC)), 2))

    assert found == [
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 11, 1, 1, 30, tzinfo=UTC),
    ]


def test_nine_in_geneva_stays_nine_in_geneva_all_year() -> None:
    monday = Repeat(Every.MONTH, weekdays=(0,), nth=1)
    schedule = Schedule(date(2027, 1, 1), time(9), "Europe/Zurich", monday)

    found = list(islice(schedule.moments(after=datetime(2027, 1, 1, tzinfo=UTC)), 12))
    local = [each.astimezone(ZoneInfo("Europe/Zurich")) for each in found]

    assert [each.hour for each in local] == [9] * 12
    assert [each.month for each in local] == list(range(1, 13))
    assert all(each.weekday() == 0 and each.day <= 7 for each in local)


def test_the_thirty_first_is_the_last_day_of_a_shorter_month() -> None:
    schedule = Schedule(date(2027, 1, 31), time(9), "UTC", Repeat(Every.MONTH, day=31))

    found = list(islice(schedule.moments(after=datetime(2027, 1, 30, tzinfo=UTC)), 4))

    assert [each.day for each in found] == [31, 28, 31, 30]


def test_a_29_february_comes_every_year() -> None:
    schedule = Schedule(date(2028, 2, 29), time(9), "UTC", Repeat(Every.YEAR, day=29, month=2))

    found = list(islice(schedule.moments(after=datetime(2028, 1, 1, tzinfo=UTC)), 5))

    assert [(each.month, each.day) for each in found] == [(2, 29), *[(2, 28)] * 3, (2, 29)]


def test_after_a_year_of_downtime_only_what_is_to_come_is_next() -> None:
    schedule = Schedule(date(2026, 1, 5), time(8), "UTC", Repeat(Every.WEEK, 1, WORKING))

    comes = schedule.next(after=datetime(2027, 1, 8, 9, tzinfo=UTC))

    assert comes == datetime(2027, 1, 11, 8, tzinfo=UTC)
