"""Experts to requests, all at once: the worst-off as well off as can be, then the total (pure)."""

import numpy as np

from handlers import flows, holding, swaps
from handlers.flows import Problem
from handlers.swaps import Bools

_GAP = 0.3
"""Of what lies between the worst-off and what can't be: the floor that weights aim at."""
_WEIGHED, _HEAVIER = 12, 0.5
"""How often weights are changed, and by how much of what a need lacks to the floor."""
_TINY = 1e-9


def assign(problem: Problem, *, most_lost: float = 1.0) -> Bools:
    """Who is taken for which need.

    As many as can be. If every need gets all that it wants, the worst-off gets as much as can be
    while the total loses no more than this share, and then the total is the greatest; if not, the
    total alone counts. Exact where needs want one expert and any loss is allowed; where they want
    more, the best for the worst-off is NP-hard to find; swaps come near to it, and in tables of up
    to 250,000 pairs so do weights and holding the worst-off.
    """
    plain = flows.best_total(problem)
    if not problem.values.size or not problem.demand.any() or problem.lacks(plain).any():
        return plain
    if problem.demand.max() <= 1:
        fair = flows.best_total(problem, problem.values >= _highest_floor(problem))
        if problem.sums(fair).sum() >= _least_total(problem, plain, most_lost):
            return fair
    least = _least_total(problem, plain, most_lost)
    lifted = holding.lifted(problem, plain, least)
    bound = swaps.bound(problem.values, problem.demand)
    low = problem.worst_off(lifted)
    if problem.values.size > flows.WHOLE or low >= bound - _TINY * abs(bound):
        return lifted
    weighed = _weighed(problem, plain, floor=low + _GAP * (bound - low), least=least)
    best = max(lifted, holding.lifted(problem, weighed, least), key=problem.worst_off)
    return holding.hold(problem, plain, best, least=least)


def _weighed(problem: Problem, plain: Bools, *, floor: float, least: float) -> Bools:
    """The fairest of some assignments in which what is below the floor weighs more each time.

    Swaps bring one need after another to the floor, and run out of what may be lost; weights find
    for all of them at once where it costs least. What comes of it is a good place to swap from.
    """
    weights, best = np.ones(len(problem.demand)), plain
    near = np.zeros_like(plain)
    np.put_along_axis(near, problem.near, values=True, axis=1)
    for _ in range(_WEIGHED):
        heavier = Problem(problem.values * weights[:, np.newaxis], problem.loads, problem.demand)
        chosen = flows.best_total(heavier, near)
        sums = problem.sums(chosen)
        if problem.lacks(chosen).any():
            break
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
        if flows.serves_all(problem, problem.values >= floors[middle]):
            low = middle
        else:
            high = middle - 1
    return float(floors[low])
