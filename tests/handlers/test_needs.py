"""Dates that are offered for a request: each of them leaves somebody a week to help."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.taxonomy import Platform
from handlers import needs
from handlers.messages import Message, Said
from storage.places import Place
from storage.requests import Request

DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))


@given(DAYS)
def test_no_date_is_offered_that_is_less_than_a_week_away(today: date) -> None:
    now = datetime(today.year, today.month, today.day, 10, tzinfo=UTC)
    message = Message(Place(Platform.TELEGRAM, "1"), "1", Said.TAP, now)

    reply = needs.choose_date(message, Request(id=3, need="help"))

    # As in: request.by 3 2026-12-07 day
    actions = [each.action.split() for row in reply.choices for each in row]
    days = [date.fromisoformat(each[2]) for each in actions if len(each) == 4]
    assert days
    assert min(days) == today + timedelta(days=7)
