"""Holds the few needs that would be worst off to a floor, and serves the others beside them (pure).

A swap takes one step at a time, each of which has to keep the floor; here the worst-off choose
first, at the experts' prices, and a flow gives all others the best that is left.
"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np

from handlers import flows, swaps
from handlers.flows import Problem
from handlers.swaps import Bools, Ints

_MOST = 10
"""Needs that are held."""
_HALVINGS = 5
"""How often the gap between what is and what can't be is narrowed."""
_BEGIN = 0.25
"""Of that gap: the floor that is tried first."""
_CHEAP, _GOOD = 12, 6
"""Experts among whom a need chooses: so many for their price, and so many whatever it is."""
_LARGEST = 6
"""The demand of a need that is held: of 18 experts there are 18,564 ways to take six."""
_TINY = 1e-9


def hold(problem: Problem, plain: Bools, best: Bools, *, least: float) -> Bools:
    """An assignment whose worst-off is better off than in `best`, where one is found.

    `plain` has the greatest total; no less than `least` of it may be left.
    """
    low, high = problem.worst_off(best), swaps.bound(problem.values, problem.demand)
    share = _BEGIN
    for _ in range(_HALVINGS):
        if low >= high - _TINY * abs(high):
            break
        floor, share = low + share * (high - low), 0.5
        held = _Held(problem, floor).beside(plain, least)
        if held is None:
            high = floor
            continue
        better = lifted(problem, held, least)
        reached = problem.worst_off(better)
        best = max(best, better, key=problem.worst_off)
        low, high = (reached, high) if reached >= floor - _TINY else (low, floor)
    return best


def lifted(problem: Problem, chosen: Bools, least: float) -> Bools:
    """The same by swaps, with no less than `least` of the total left."""
    return swaps.lift(
        problem.values,
        problem.loads,
        problem.demand,
        chosen,
        near=problem.near,
        least_total=least,
    )


@cache
def _sets(count: int, size: int) -> Ints:
    """All ways to take so many out of so many; a row each."""
    return np.array(list(combinations(range(count), size)), dtype=np.int64)


@dataclass
class _Held:
    """A floor, and what is chosen for those who are held to it."""

    problem: Problem
    floor: float

    def beside(self, chosen: Bools, least: float) -> Bools | None:
        """All served, with those who fall below held, round after round; None: not so."""
        held: list[int] = []
        problem = self.problem
        while True:
            poor = (problem.sums(chosen) < self.floor - _TINY) & (problem.demand > 0)
            poor[held] = False
            if not poor.any():
                return chosen
            held += map(int, np.flatnonzero(poor))
            first = self._first(held) if len(held) <= _MOST else None
            if first is None:
                return None
            chosen = self._others(first, held)
            is_whole = not problem.lacks(chosen).any()
            if not is_whole or problem.sums(chosen).sum() < least:
                return None

    def _first(self, held: list[int]) -> Bools | None:
        """What the held choose, those first whose best is least."""
        chosen, left = (
            np.zeros(self.problem.values.shape, dtype=np.bool_),
            self.problem.loads.copy(),
        )
        for need in sorted(held, key=self._best):
            taken = self._choice(need, left)
            if taken is None:
                return None
            chosen[need, taken] = True
            left[taken] -= 1
        return chosen

    def _best(self, need: int) -> float:
        wanted = int(self.problem.demand[need])
        return float(np.sort(self.problem.values[need])[-wanted:].sum())

    def _choice(self, need: int, left: Ints) -> Ints | None:
        """The experts who bring this need to the floor and are worth most beyond their prices."""
        wanted, near = int(self.problem.demand[need]), self.problem.near[need]
        near = near[(left[near] > 0) & self.problem.possible[need, near]]
        values, prices = self.problem.values[need, near], self.problem.prices[near]
        cheap, good = np.argsort(prices - values), np.argsort(-values)
        some = np.union1d(cheap[: max(_CHEAP, wanted)], good[: max(_GOOD, wanted)])
        if len(some) < wanted or wanted > _LARGEST:
            return None
        sets = some[_sets(len(some), wanted)]
        worth = np.where(
            values[sets].sum(axis=1) >= self.floor - _TINY,
            (values - prices)[sets].sum(axis=1),
            -np.inf,
        )
        best = int(worth.argmax())
        return near[sets[best]] if np.isfinite(worth[best]) else None

    def _others(self, first: Bools, held: list[int]) -> Bools:
        demand = self.problem.demand.copy()
        demand[held] = 0
        loads = self.problem.loads - first.sum(axis=0)
        chosen: Bools = first | flows.best_total(Problem(self.problem.values, loads, demand))
        return chosen
