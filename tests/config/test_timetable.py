"""When a review takes its steps: what is usual, what a network and a group may change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.network_files.records import ReviewCalendar
from config.timetable import LONGEST, USUAL, Timetable, timetable

DAYS = st.none() | st.integers(1, LONGEST)
CALENDARS = st.none() | st.builds(
    ReviewCalendar, prepares=DAYS, opens=DAYS, answers=DAYS, decides=DAYS, archives=DAYS
)


@given(CALENDARS, CALENDARS)
def test_whatever_calendars_say_the_steps_follow_each_other(
    network: ReviewCalendar | None, group: ReviewCalendar | None
) -> None:
    found = timetable(network, group)

    steps = [found.prepares, found.opens, found.answers, found.decides, found.archives]
    assert steps == sorted(steps)
    assert found.opens < found.answers < found.decides < found.archives <= LONGEST


def test_a_group_changes_what_it_says_and_keeps_the_rest_of_the_network_s() -> None:
    found = timetable(ReviewCalendar(opens=10, answers=30, decides=40), ReviewCalendar(opens=5))

    assert found == Timetable(opens=5, answers=30, decides=40)
    assert timetable(None) == USUAL


def test_a_calendar_that_makes_no_sense_is_passed_over() -> None:
    assert timetable(ReviewCalendar(opens=40)) == USUAL
    with pytest.raises(ValueError, match="40, 21"):
        USUAL.but(ReviewCalendar(opens=40))
