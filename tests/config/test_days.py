"""The day that a few words name, in six languages."""

from datetime import date

import pytest

from config.days import day_named

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    [
        "15 January",
        "until 15 January",
        "January 15, 2027",
        "15 Jan",
        "15/1",
        "1/15",
        "15.01.2027",
        "2027-01-15",
        "15/1/27",
        "jusqu'au 15 janvier",
        "hasta el 15 de enero",
        "до 15 января",
        "حتى 15 يناير",
        "15 كانون الثاني",
        "1月15日",
        "2027年1月15日",
    ],
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert day_named(text, today=MONDAY) == date(2027, 1, 15)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", MONDAY),
        ("demain", date(2026, 11, 24)),
        ("Friday", date(2026, 11, 27)),
        ("пятница", date(2026, 11, 27)),
        ("Monday", date(2026, 11, 30)),
        ("in 2 weeks", date(2026, 12, 7)),
        ("two weeks", date(2026, 12, 7)),
        ("2周", date(2026, 12, 7)),
        ("dans un mois", date(2026, 12, 23)),
        ("29 February", date(2028, 2, 29)),
        ("23 November", MONDAY),
    ],
)
def test_without_a_year_it_is_the_next_such_day(text: str, day: date) -> None:
    assert day_named(text, today=MONDAY) == day


@pytest.mark.parametrize(
    "text", ["", "soon", "31 June", "end of January", "99999999999 weeks", "2027-13-01"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_named(text, today=MONDAY) is None
