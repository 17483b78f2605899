"""Experts to requests, all at once: the best total, the worst-off as well off as can be (pure).

A table has a row for each need and a column for each expert: how much the one is worth to the
other, minus infinity where the two do not go together. What is chosen is a table of yes and no.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from handlers import swaps
from handlers.swaps import Bools, Floats, Ints

_STEPS = 100_000
"""The library counts in whole numbers: so many are the greatest value."""
_LACK = 100
"""What a need lacks counts as much as so many of the greatest value."""
_WHOLE = 250_000
"""Pairs of needs and experts that are all looked at; of more, the promising ones."""
_BEST = 60
"""Promising for a need: so many experts, by what they are worth beyond their price."""
_SPARE = 150
"""Needs that are looked at for each expert who is left over while somebody lacks one."""
_SAMPLE = 500
"""Needs, about, among whom prices are found."""
_ROUNDS = 30
"""How often prices are changed."""
_STEP, _SLOWER = 0.15, 0.25
"""How much prices change at first, of what a need's values differ by; and how soon less."""

_GAP = 0.4
"""Of what lies between the worst-off and what can't be: the floor that weights aim at."""
_WEIGHED, _HEAVIER = 12, 0.5
"""How often weights are changed, and by how much of what a need lacks to the floor."""
_TINY = 1e-9


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
        """What each expert costs, about, so that they are wanted as often as they can be taken.

        Prices of those who are wanted too often rise and others fall, by less and less; found
        among some of the needs only, since they say where to look and decide nothing.
        """
        few = self.values[:: max(1, len(self.values) // _SAMPLE)].astype(np.float32)
        wanted = self.demand[:: max(1, len(self.values) // _SAMPLE)]
        most = min(int(wanted.max(initial=1)), few.shape[1])
        share = self.demand.sum() / max(int(wanted.sum()), 1)
        least = np.where(np.isfinite(few), few, np.inf).min(axis=1)
        differ = (few.max(axis=1) - least)[np.isfinite(least)]
        step = _STEP * float(np.median(differ)) if differ.size else 0.0
        prices = np.zeros(few.shape[1], dtype=np.float32)
        for turn in range(_ROUNDS):
            worth = few - prices
            last = np.partition(worth, -most, axis=1)[:, -most]
            asked = ((worth >= last[:, None]) & (wanted > 0)[:, None]).sum(axis=0) * share
            over = np.clip((asked - self.loads) / np.maximum(self.loads, 1), -1, 1)
            prices = np.maximum(prices + step / (1 + _SLOWER * turn) * over, 0).astype(np.float32)
        return prices.astype(np.float64)


def assign(problem: Problem, *, most_lost: float = 1.0) -> Bools:
    """Who is taken for which need.

    As many as can be. If every need gets all that it wants, the worst-off gets as much as can be
    while the total loses no more than this share, and then the total is the greatest; if not, the
    total alone counts. Exact where needs want one expert and any loss is allowed; where they want
    more, the best for the worst-off is NP-hard to find, and weights and swaps come near to it.
    """
    plain = best_total(problem)
    if not problem.values.size or not problem.demand.any() or problem.lacks(plain).any():
        return plain
    if problem.demand.max() <= 1:
        fair = best_total(problem, problem.values >= _highest_floor(problem))
        if problem.sums(fair).sum() >= _least_total(problem, plain, most_lost):
            return fair
    least = _least_total(problem, plain, most_lost)
    lifted = _lifted(problem, plain, least)
    bound = swaps.bound(problem.values, problem.demand)
    low = problem.worst_off(lifted)
    if problem.values.size > _WHOLE or low >= bound:
        return lifted
    weighed = _weighed(problem, plain, floor=low + _GAP * (bound - low), least=least)
    return max(lifted, _lifted(problem, weighed, least), key=problem.worst_off)


def _lifted(problem: Problem, chosen: Bools, least: float) -> Bools:
    return swaps.lift(
        problem.values,
        problem.loads,
        problem.demand,
        chosen,
        prices=problem.prices,
        least_total=least,
    )


def _weighed(problem: Problem, plain: Bools, *, floor: float, least: float) -> Bools:
    """The fairest of some assignments in which what is below the floor weighs more each time.

    Swaps bring one need after another to the floor, and run out of what may be lost; weights find
    for all of them at once where it costs least. What comes of it is a good place to swap from.
    """
    weights, best = np.ones(len(problem.demand)), plain
    for _ in range(_WEIGHED):
        heavier = Problem(problem.values * weights[:, np.newaxis], problem.loads, problem.demand)
        chosen = best_total(heavier)
        sums = problem.sums(chosen)
        if sums.sum() >= least and problem.worst_off(chosen) > problem.worst_off(best):
            best = chosen
        poor = (sums < floor) & (problem.demand > 0)
        if not poor.any():
            break
        weights[poor] += _HEAVIER * (floor - sums[poor]) / max(abs(floor), _TINY)
    return best


def _least_total(problem: Problem, plain: Bools, most_lost: float) -> float:
    total = float(problem.sums(plain).sum())
    return total - most_lost * abs(total) if most_lost < 1 else -np.inf


def _highest_floor(problem: Problem) -> float:
    """Where needs want one: the highest value that every need's expert can have at least."""
    bound = swaps.bound(problem.values, problem.demand)
    floors = np.unique(problem.values[problem.possible & (problem.values <= bound)])
    low, high = 0, len(floors) - 1
    while low < high:
        middle = high if high == len(floors) - 1 and not low else (low + high + 1) // 2
        if serves_all(problem, problem.values >= floors[middle]):
            low = middle
        else:
            high = middle - 1
    return float(floors[low])


def best_total(problem: Problem, pairs: Bools | None = None, *, whole: int = _WHOLE) -> Bools:
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
    best = np.argpartition(problem.prices - problem.values, most - 1, axis=1)[:, :most]
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
