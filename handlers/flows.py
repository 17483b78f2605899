"""Experts to requests, all at once: the best total, the worst-off as well off as can be (pure)."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_STEPS = 100_000
"""The library counts in whole numbers: so many are the greatest value."""
_LACK = 100
"""What a need lacks counts as much as so many of the greatest value."""
_ROUNDS = 2
"""So often only the needs that get too little are held to a floor; then all are."""
_EVEN = 1e-9
"""Sums that differ by less are equal."""


@dataclass(frozen=True)
class Problem:
    """Who might help with which need, and how well: three columns, by need, each need's best first.

    `experts` and `needs` count from 0; `values` are not negative. `loads`: how often each expert
    may be taken, at most once a need; `demand`: how many experts each need wants.
    """

    needs: Ints
    experts: Ints
    values: Floats
    loads: Ints
    demand: Ints

    def sums(self, chosen: Bools) -> Floats:
        """What each need gets."""
        sums = np.zeros(len(self.demand))
        np.add.at(sums, self.needs[chosen], self.values[chosen])
        return sums

    @cached_property
    def floors(self) -> Floats:
        """For each row, what its need gets at least if it takes no row after this one."""
        summed = np.concatenate(([0.0], np.cumsum(self.values)))
        first = np.maximum(self._places - self.demand[self.needs] + 1, 0)
        at = np.arange(len(self.values))
        floors: Floats = summed[at + 1] - summed[at - self._places + first]
        return floors

    @cached_property
    def _places(self) -> Ints:
        """Of each row among those of its need, from 0."""
        return np.arange(len(self.needs)) - np.searchsorted(self.needs, self.needs)

    @cached_property
    def bound(self) -> float:
        """What the worst-off need gets if every need gets its best: more can not be had."""
        return float(self.floors[self._last].min(initial=np.inf))

    @cached_property
    def _last(self) -> Bools:
        """Each need's last row if it gets its best."""
        last: Bools = self._places == self.demand[self.needs] - 1
        return last

    def above(self, floor: float, held: Bools) -> Bools:
        """The rows that are left if held needs shall get so much, whichever they take."""
        few = self._places < self.demand[self.needs]
        left: Bools = few | (self.floors >= floor - _EVEN) | ~held[self.needs]
        return left


def table(affinities: Floats, loads: Ints, demand: Ints, *, most: int) -> Problem:
    """A problem from a table of needs by experts: so many of the best of each need."""
    count = min(most, affinities.shape[1])
    best = np.argpartition(-affinities, count - 1, axis=1)[:, :count]
    values = np.take_along_axis(affinities, best, axis=1)
    order = np.lexsort((best, -values), axis=1)
    return Problem(
        np.repeat(np.arange(len(affinities)), count),
        np.take_along_axis(best, order, axis=1).ravel(),
        np.take_along_axis(values, order, axis=1).ravel(),
        loads,
        demand,
    )


def assign(problem: Problem) -> Bools:
    """The rows to take.

    As many as can be. If every need gets all that it wants, the worst-off gets as much as can be,
    and then the total is the greatest; if not, the total alone counts. Exact where needs want one
    expert; where they want more, the worst-off gets `Problem.bound` or about as near to it as
    can be: finding the best is NP-hard then.
    """
    plain = best_total(problem)
    if plain.sum() < problem.demand.sum() or not len(problem.needs):
        return plain
    return _with_floor(problem, plain, _highest_floor(problem, plain))


def _highest_floor(problem: Problem, plain: Bools) -> float:
    """Of all floors under which every need can be held and served, the highest."""
    everybody = np.ones(len(problem.demand), dtype=np.bool_)
    wanted = int(problem.demand.sum())

    def serves_all(floor: float) -> bool:
        return _most(problem, problem.above(floor, everybody)) == wanted

    least = float(problem.sums(plain).min())
    if least >= problem.bound or serves_all(problem.bound):
        return problem.bound
    floors = np.unique(problem.floors[problem.floors <= problem.bound])
    at = bisect_left(floors, True, key=lambda floor: not serves_all(float(floor)))
    return max(least, float(floors[at - 1])) if at else least


def _with_floor(problem: Problem, plain: Bools, floor: float) -> Bools:
    """The best total when every need gets so much.

    At first only the needs that get less are held to it, for the total's sake; if after some rounds
    there are still others, or if that leaves somebody out, all are.
    """
    held = np.zeros(len(problem.demand), dtype=np.bool_)
    chosen = plain
    for last in (*(False,) * _ROUNDS, True):
        short = problem.sums(chosen) < floor - _EVEN
        if not short.any():
            break
        held |= short | last
        chosen = best_total(problem, problem.above(floor, held))
    return chosen


def best_total(problem: Problem, rows: Bools | None = None) -> Bools:
    """As many of these rows, or of all, as can be taken together, with the greatest total."""
    if rows is None:
        rows = np.ones(len(problem.needs), dtype=np.bool_)
    greatest = max(float(problem.values.max(initial=0.0)), 1e-9)
    costs = np.round(problem.values[rows] * (-_STEPS / greatest)).astype(np.int64)
    return _flow(problem, rows, costs)


def _most(problem: Problem, rows: Bools) -> int:
    """How many of these rows can be taken together."""
    return int(_flow(problem, rows, np.zeros(int(rows.sum()), dtype=np.int64)).sum())


def _flow(problem: Problem, rows: Bools, costs: Ints) -> Bools:
    """Of the most rows that can be taken together, those that cost least.

    A network of the needs, the experts and a sink, to which what a need lacks goes at a price that
    nobody pays who has a choice. The library is loaded when it is first needed: most of the time
    nothing has to be assigned.
    """
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415  # see above

    needs, experts = len(problem.demand), len(problem.loads)
    sink = needs + experts
    every_need, every_expert = np.arange(needs), np.arange(needs, sink)
    network = min_cost_flow.SimpleMinCostFlow()
    network.add_arcs_with_capacity_and_unit_cost(
        np.concatenate((problem.needs[rows], every_expert, every_need)),
        np.concatenate((problem.experts[rows] + needs, np.full(needs + experts, sink))),
        np.concatenate((np.ones_like(costs), problem.loads, problem.demand)),
        np.concatenate((costs, np.zeros_like(every_expert), np.full(needs, _LACK * _STEPS))),
    )
    network.set_nodes_supplies(every_need, problem.demand)
    network.set_node_supply(sink, -int(problem.demand.sum()))
    status = network.solve()
    if status != network.OPTIMAL:
        raise RuntimeError(f"no assignment was found: {status.name}")
    taken = np.zeros(len(rows), dtype=np.bool_)
    taken[rows] = network.flows(np.arange(len(costs))) > 0
    return taken
