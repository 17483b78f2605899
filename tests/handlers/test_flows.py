"""Assignments: as many as can be, the worst-off as well off as can be, then the best total."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from handlers import flows
from handlers.flows import Problem


def problem(values: list[list[float]], loads: list[int], demand: list[int]) -> Problem:
    """From a table of needs by experts."""
    return flows.table(np.array(values), np.array(loads), np.array(demand), most=len(loads))


def totals(assigned: Problem) -> list[float]:
    return [round(float(each), 3) for each in assigned.sums(flows.assign(assigned))]


@st.composite
def small(draw: st.DrawFn) -> Problem:
    """So small that everything can be tried; every need wants one."""
    needs, experts = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    tenths = st.integers(1, 9).map(lambda each: each / 10)
    values = [[draw(tenths) for _ in range(experts)] for _ in range(needs)]
    return problem(values, [draw(st.integers(0, 2)) for _ in range(experts)], [1] * needs)


def possible(tried: Problem) -> list[list[float]]:
    """What the needs would get in every way to serve them all."""
    rows = [np.flatnonzero(tried.needs == need) for need in range(len(tried.demand))]
    kept = []
    for choice in product(*rows):
        used = np.bincount(tried.experts[list(choice)], minlength=len(tried.loads))
        if (used <= tried.loads).all():
            kept.append([float(tried.values[row]) for row in choice])
    return kept


@given(small())
def test_nobody_is_taken_more_often_than_they_can(tried: Problem) -> None:
    chosen = flows.assign(tried)

    used = np.bincount(tried.experts[chosen], minlength=len(tried.loads))
    assert (used <= tried.loads).all()
    assert (np.bincount(tried.needs[chosen], minlength=len(tried.demand)) <= tried.demand).all()


@given(small())
def test_as_many_as_can_be_are_served(tried: Problem) -> None:
    assert flows.assign(tried).sum() == min(len(tried.demand), tried.loads.sum())


@given(small())
def test_the_worst_off_could_not_be_better_off_nor_the_total_greater_then(tried: Problem) -> None:
    ways = possible(tried)
    if not ways:
        return
    worst = max(min(way) for way in ways)
    best = max(sum(way) for way in ways if min(way) >= worst)

    got = tried.sums(flows.assign(tried))

    assert got.min() == worst
    assert abs(got.sum() - best) < 1e-3


def test_a_total_gives_way_to_the_worst_off() -> None:
    assert totals(problem([[0.9, 0.5], [0.6, 0.1]], [1, 1], [1, 1])) == [0.5, 0.6]


def test_a_need_for_several_gets_different_experts() -> None:
    assert totals(problem([[0.9, 0.2]], [2, 2], [2])) == [1.1]


def test_every_need_for_several_gets_what_the_worst_off_can_have() -> None:
    wanted = problem([[0.9, 0.8, 0.1, 0.1], [0.9, 0.8, 0.7, 0.6]], [1, 1, 1, 1], [2, 2])

    assert totals(wanted) == [1.7, 1.3]


def test_nothing_is_assigned_where_nobody_was_found() -> None:
    nobody = np.array([], dtype=np.int64)
    empty = Problem(nobody, nobody, np.array([]), nobody, np.array([1, 1]))

    assert not flows.assign(empty).size
