"""What waits for what, and what a slip puts at risk."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.periods import Exactness
from handlers.plans import Plan, is_circular
from storage.workplans import Deliverable, DeliverableState

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
OPEN, DONE, DROPPED = DeliverableState.PLANNED, DeliverableState.DONE, DeliverableState.DROPPED


def deliverable(
    reference: str,
    due: date | None = None,
    *after: str,
    state: DeliverableState = DeliverableState.PLANNED,
) -> Deliverable:
    return Deliverable(
        group_id="CWG 1.2",
        reference=reference,
        title=reference,
        due_on=due,
        exactness=Exactness.DAY,
        state=state,
        prerequisites=list(after),
        created_at=NOON,
        changed_at=NOON,
    )


def days(ahead: int) -> date:
    return TODAY + timedelta(days=ahead)


def test_what_waits_for_something_overdue_is_at_risk_and_what_waits_for_that() -> None:
    plan = Plan(
        [
            deliverable("A", days(-1)),
            deliverable("B", days(30), "A"),
            deliverable("C", days(60), "B"),
            deliverable("D", days(60)),
        ],
        TODAY,
    )

    assert plan.endangered == {"B": ("A",), "C": ("A",)}
    assert plan.at_risk("A") == ("B", "C")


def test_the_last_day_still_counts() -> None:
    plan = Plan([deliverable("A", TODAY), deliverable("B", days(1), "A")], TODAY)

    assert not plan.is_overdue(plan.deliverables[0])
    assert plan.endangered == {}


def test_what_is_due_later_than_what_waits_for_it_has_slipped() -> None:
    plan = Plan([deliverable("A", days(9)), deliverable("B", days(5), "A")], TODAY)

    assert plan.endangered == {"B": ("A",)}


@pytest.mark.parametrize(("state", "at_risk"), [(OPEN, True), (DONE, False), (DROPPED, True)])
def test_done_endangers_nothing_and_dropped_does(state: DeliverableState, at_risk: bool) -> None:  # noqa: FBT001  # a column of the table
    plan = Plan([deliverable("A", days(-1), state=state), deliverable("B", days(5), "A")], TODAY)

    assert ("B" in plan.endangered) is at_risk


def test_a_date_that_nobody_stated_has_not_slipped() -> None:
    plan = Plan([deliverable("A"), deliverable("B", days(5), "A"), deliverable("C")], TODAY)

    assert plan.endangered == {}


def test_what_is_not_in_the_plan_any_more_is_passed_over() -> None:
    plan = Plan([deliverable("B", days(5), "gone")], TODAY)

    assert plan.waits_for("B") == ("gone",)
    assert plan.endangered == {}


WAITS = st.dictionaries(
    st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=4), max_size=6
)


@given(WAITS)
def test_a_circle_is_what_cannot_be_put_in_order(waits: dict[str, list[str]]) -> None:
    left = {each: set(before) & set(waits) for each, before in waits.items()}
    while free := [each for each, before in left.items() if not before & set(left)]:
        for each in free:
            del left[each]

    assert is_circular(waits) is bool(left)


@given(WAITS)
def test_waiting_ends_whatever_waits_for_what(waits: dict[str, list[str]]) -> None:
    plan = Plan([deliverable(each, days(1), *before) for each, before in waits.items()], TODAY)

    for each in waits:
        assert each not in plan.waits_for(each)


def test_what_is_over_waits_for_nothing_and_what_is_done_is_not_waited_for() -> None:
    plan = Plan(
        (
            deliverable("a", state=DONE),
            deliverable("b"),
            deliverable("c", None, "a", "b"),
            deliverable("d", None, "b", state=DONE),
        ),
        TODAY,
    )

    found = [plan.still_waits_for(each) for each in plan.deliverables]
    assert found == [(), (), ("b",), ()]
