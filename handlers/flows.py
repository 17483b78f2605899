"""Experts to requests, all at once, for the best total: a min-cost flow (pure).

A table has a row for each need and a column for each expert: how much the one is worth to the
other, minus infinity where the two do not go together. What is chosen is a table of yes and no.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from handlers import prices
from handlers.swaps import Bools, Floats, Ints

_STEPS = 100_000
"""The library counts in whole numbers: so many are the greatest value."""
_LACK = 100
"""What a need lacks counts as much as so many of the greatest value."""
WHOLE = 250_000
"""Pairs of needs and experts that are all looked at; of more, the promising ones."""
_BEST = 30
"""Promising for a need: so many experts, by what they are worth beyond their price."""
_SPARE = 150
"""Needs that are looked at for each expert who is left over while somebody lacks one."""


@dataclass(frozen=True)
class Problem:
    """Values, how often each expert may be taken, and how many experts each need wants.

    An expert is taken by a need at most once.
    """

    values: Floats
    loads: Ints
    demand: Ints

    def sums(self, chosen: Bools) -> Floats:
        """What each need gets."""
        sums: Floats = np.where(chosen, self.values, 0.0).sum(axis=1)
        return sums

    def worst_off(self, chosen: Bools) -> float:
        """What the need gets that gets least, of those that want anybody."""
        return float(self.sums(chosen)[self.demand > 0].min(initial=np.inf))

    def lacks(self, chosen: Bools) -> Bools:
        """The needs that get fewer experts than they want."""
        lacking: Bools = chosen.sum(axis=1) < self.demand
        return lacking

    @cached_property
    def possible(self) -> Bools:
        pairs: Bools = np.isfinite(self.values)
        return pairs

    @cached_property
    def prices(self) -> Floats:
        return prices.prices(self.values, self.loads, self.demand)

    @cached_property
    def near(self) -> Ints:
        """Of each need, the experts who are worth most to it beyond their price; no order."""
        return prices.nearest(self.values, self.prices)


def best_total(problem: Problem, pairs: Bools | None = None, *, whole: int = WHOLE) -> Bools:
    """As many as can be taken together, with the greatest total; of these pairs, or of all.

    In tables of more than `whole` cells it is looked for among promising pairs, to which more are
    added while somebody lacks an expert: the total is then about a thousandth below the greatest,
    at most.
    """
    allowed = problem.possible if pairs is None else problem.possible & pairs
    if problem.values.size <= whole:
        return _flow(problem, allowed, values=problem.values)
    promising = _promising(problem) & allowed
    chosen = _flow(problem, promising, values=problem.values)
    if problem.lacks(chosen).any():
        promising |= _beside(problem, chosen) & allowed
        chosen = _flow(problem, promising, values=problem.values)
    if problem.lacks(chosen).any() and chosen.sum() < problem.loads.sum():
        chosen = _flow(problem, allowed, values=problem.values)
    return chosen


def _promising(problem: Problem) -> Bools:
    pairs = np.zeros(problem.values.shape, dtype=np.bool_)
    most = min(len(problem.loads), max(_BEST, int(2 * problem.demand.max())))
    best = prices.nearest(problem.values, problem.prices, most=most)
    np.put_along_axis(pairs, best, values=True, axis=1)
    return pairs


def _beside(problem: Problem, chosen: Bools) -> Bools:
    """Pairs for who was left over: all who lack somebody, and those for whom it costs least."""
    pairs = np.zeros(problem.values.shape, dtype=np.bool_)
    free = np.flatnonzero(chosen.sum(axis=0) < problem.loads)
    pairs[np.ix_(problem.lacks(chosen), free)] = True
    worth = problem.values - problem.prices
    least = np.where(chosen, worth, np.inf).min(axis=1)
    most = min(len(pairs), _SPARE)
    now = np.where(np.isfinite(least), least, 0.0)
    lost = now[:, np.newaxis] - problem.values[:, free]
    pairs[np.argpartition(lost, most - 1, axis=0)[:most], free] = True
    return pairs


def serves_all(problem: Problem, pairs: Bools) -> bool:
    """Whether every need could get what it wants of these pairs."""
    chosen = _flow(problem, pairs & problem.possible, values=np.zeros_like(problem.values))
    return not problem.lacks(chosen).any()


def _flow(problem: Problem, pairs: Bools, *, values: Floats) -> Bools:
    """Of the most pairs that can be taken together, those that are worth most.

    A network of the needs, the experts and a sink, to which what a need lacks goes at a price that
    nobody pays who has a choice. The library is loaded when it is first needed: most of the time
    nothing has to be assigned.
    """
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415  # see above

    needs, experts = np.nonzero(pairs)
    greatest = float(np.abs(values[needs, experts]).max(initial=0.0)) or 1.0
    costs = np.round(values[needs, experts] / greatest * -_STEPS).astype(np.int64)
    sink = len(pairs) + pairs.shape[1]
    every_need, every_expert = np.arange(len(pairs)), np.arange(len(pairs), sink)
    network = min_cost_flow.SimpleMinCostFlow()
    network.add_arcs_with_capacity_and_unit_cost(
        np.concatenate((needs, every_expert, every_need)),
        np.concatenate((experts + len(pairs), np.full(sink, sink))),
        np.concatenate((np.ones_like(costs), problem.loads, problem.demand)),
        np.concatenate((costs, np.zeros_like(every_expert), np.full(len(pairs), _LACK * _STEPS))),
    )
    network.set_nodes_supplies(every_need, problem.demand)
    network.set_node_supply(sink, -int(problem.demand.sum()))
    status = network.solve()
    if status != network.OPTIMAL:
        raise RuntimeError(f"no assignment was found: {status.name}")
    taken = network.flows(np.arange(len(costs))) > 0
    chosen = np.zeros(pairs.shape, dtype=np.bool_)
    chosen[needs[taken], experts[taken]] = True
    return chosen
