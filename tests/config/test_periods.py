"""Times of any precision, as people and tables state them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.periods import (
    Exactness,
    Period,
    day_of,
    month_of,
    period_named,
    quarter_of,
    year_of,
)
from config.phrases import Span

TODAY = date(2026, 11, 23)
YEARS = st.integers(2000, 2099)
PERIODS = st.one_of(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(day_of),
    st.builds(month_of, YEARS, st.integers(1, 12)),
    st.builds(quarter_of, YEARS, st.integers(1, 4)),
    YEARS.map(year_of),
    st.builds(
        lambda first, days: Period(first, first + timedelta(days=days), Exactness.RANGE),
        st.dates(date(2000, 1, 1), date(2090, 12, 31)),
        st.integers(1, 2000),
    ),
)


@given(PERIODS)
def test_what_is_written_is_read_again(period: Period) -> None:
    assert period_named(period.text, today=TODAY) == period


@given(st.text(max_size=30))
def test_any_text_names_a_time_or_none(text: str) -> None:
    found = period_named(text, today=TODAY)

    assert found is None or found.first <= found.last


@pytest.mark.parametrize(
    ("said", "first", "last", "exactness"),
    [
        ("15 March 2027", "2027-03-15", "2027-03-15", Exactness.DAY),
        ("le 15 mars", "2027-03-15", "2027-03-15", Exactness.DAY),
        ("March", "2027-03-01", "2027-03-31", Exactness.MONTH),
        ("march 2021", "2021-03-01", "2021-03-31", Exactness.MONTH),
        ("3月", "2027-03-01", "2027-03-31", Exactness.MONTH),
        ("Q2 2021", "2021-04-01", "2021-06-30", Exactness.QUARTER),
        ("T1", "2027-01-01", "2027-03-31", Exactness.QUARTER),
        ("2e trimestre 2027", "2027-04-01", "2027-06-30", Exactness.QUARTER),
        ("2028", "2028-01-01", "2028-12-31", Exactness.YEAR),
        ("2021-2022", "2021-01-01", "2022-12-31", Exactness.RANGE),
        ("2021 and 2022", "2021-01-01", "2022-12-31", Exactness.RANGE),
        ("Q1-Q2 2023", "2023-01-01", "2023-06-30", Exactness.RANGE),
        ("15 March - 3 April 2027", "2027-03-15", "2027-04-03", Exactness.RANGE),
        ("29 February 2028", "2028-02-29", "2028-02-29", Exactness.DAY),
        ("next Friday", "2026-11-27", "2026-11-27", Exactness.DAY),
    ],
)
def test_a_time_is_as_exact_as_it_is_stated(
    said: str, first: str, last: str, exactness: Exactness
) -> None:
    found = period_named(said, today=TODAY)

    assert found == Period(date.fromisoformat(first), date.fromisoformat(last), exactness)


@pytest.mark.parametrize(
    "said", ["31 February 2027", "2027-02-31", "29 February 2027", "Q5 2027", "2027-13", "soon", ""]
)
def test_what_is_no_date_is_not_guessed(said: str) -> None:
    assert period_named(said, today=TODAY) is None


def test_a_range_that_ends_before_it_begins_is_none() -> None:
    assert period_named("2028-2027", today=TODAY) is None


def test_next_friday_on_a_friday_is_a_week_ahead() -> None:
    found = period_named("next Friday", today=date(2026, 11, 27))

    assert found == day_of(date(2026, 12, 4))


def test_a_time_is_shown_as_exactly_as_it_was_stated() -> None:
    shown = [
        each.span for each in (year_of(2027), quarter_of(2027, 1), month_of(2027, 3), day_of(TODAY))
    ]

    assert shown == [
        Span("2027", "2027"),
        Span("2027-01", "2027-03"),
        Span("2027-03", "2027-03"),
        Span("2026-11-23", "2026-11-23"),
    ]
