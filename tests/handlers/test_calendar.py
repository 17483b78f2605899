"""When somebody is at work, over zones, weekends, public holidays and clock changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.calendar import Hours, is_working_day, zone_named

GENEVA = Hours(ZoneInfo("Europe/Zurich"), "CH")
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
COUNTRIES = sorted(holidays.list_supported_countries(include_aliases=False))


def test_work_goes_on_in_working_hours() -> None:
    monday = datetime(2026, 11, 23, 10, tzinfo=UTC)

    assert GENEVA.next(monday) == monday


@pytest.mark.parametrize(
    ("asked", "begins"),
    [
        (datetime(2026, 11, 20, 18, tzinfo=UTC), datetime(2026, 11, 23, 8, tzinfo=UTC)),
        (datetime(2026, 11, 23, 5, tzinfo=UTC), datetime(2026, 11, 23, 8, tzinfo=UTC)),
        (datetime(2026, 12, 24, 20, tzinfo=UTC), datetime(2026, 12, 28, 8, tzinfo=UTC)),
    ],
    ids=["after Friday's work", "before the day begins", "over Christmas and a weekend"],
)
def test_what_comes_outside_working_hours_waits_for_them(asked: datetime, begins: datetime) -> None:
    assert GENEVA.next(asked) == begins


def test_the_weekend_is_the_countrys_own() -> None:
    friday, sunday = date(2026, 11, 20), date(2026, 11, 22)

    assert [is_working_day(friday, "SA"), is_working_day(sunday, "SA")] == [False, True]


def test_a_country_that_nobody_knows_rests_on_saturday_and_sunday() -> None:
    saturday, monday = date(2026, 11, 21), date(2026, 11, 23)

    assert [is_working_day(saturday, "??"), is_working_day(monday, "??")] == [False, True]


def test_work_begins_when_the_clocks_have_been_put_forward() -> None:
    at_half_past_two = Hours(ZoneInfo("Europe/Zurich"), start=150, end=600)

    begins = at_half_past_two.begin(date(2026, 3, 29))

    assert begins.astimezone(ZoneInfo("Europe/Zurich")).hour == 3


def test_hours_that_end_before_they_start_are_refused() -> None:
    with pytest.raises(ValueError, match="minute 1020 to 540"):
        Hours(ZoneInfo("UTC"), start=1020, end=540)


def test_a_zone_that_nobody_knows_is_taken_for_utc() -> None:
    assert zone_named("Nowhere/At_All") == zone_named("") == ZoneInfo("UTC")


@given(
    zone=st.sampled_from(ZONES),
    country=st.sampled_from(["", *COUNTRIES]),
    start=st.integers(0, 1439),
    length=st.integers(1, 1440),
    asked=st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_work_is_never_before_it_was_asked_for(
    zone: str, country: str, start: int, length: int, asked: datetime
) -> None:
    hours = Hours(ZoneInfo(zone), country, start, min(start + length, 1440))

    begins = hours.next(asked)

    assert asked <= begins < asked + timedelta(days=40)
    assert is_working_day(begins.astimezone(hours.zone).date(), country)
