"""Lifts whoever is worst off in an assignment, at the least cost to all, by swaps (pure)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_LONGEST = 6
"""Needs that change hands in one swap, at most."""
_HALVINGS = 8
"""How often the gap between what is and what can't be is halved, looking for the best floor."""
_EVEN = 1e-9
"""Of the greatest value: sums that differ by less are equal."""

Move = tuple[int, int, int]
"""A need, the expert whom it gives up, and the one whom it takes."""


def lift(
    values: Floats,
    loads: Ints,
    demand: Ints,
    chosen: Bools,
    *,
    near: Ints,
    least_total: float = -np.inf,
) -> Bools:
    """The same assignment, the worst-off need as well off as swaps can make it.

    `values` and `chosen` are needs by experts; every need has as many experts as it wants, and
    keeps as many; the total stays at or above `least_total`. A floor is tried that no assignment
    can exceed, then those between; under each the worst-off goes first, and takes the swap that
    costs the total least and brings nobody else below the floor. `near` has for each need the
    experts that are worth looking at.
    """
    state = _State.of(values, loads, chosen, near)
    wanting = demand > 0
    low, high = float(state.sums[wanting].min()), bound(values, demand)
    for halving in range(_HALVINGS + 1):
        if low >= high - state.even:
            break
        floor = high if not halving else (low + high) / 2
        tried = state.copy()
        if tried.raise_to(floor, wanting, least_total):
            state, low = tried, float(tried.sums[wanting].min())
        else:
            high = floor
    return state.chosen


def bound(values: Floats, demand: Ints) -> float:
    """What no assignment can exceed: what some need gets if every need gets its best."""
    wanted = demand[demand > 0]
    most = int(wanted.max())
    best = np.partition(values[demand > 0], -most, axis=1)[:, -most:]
    summed = np.cumsum(np.sort(best, axis=1)[:, ::-1], axis=1)
    return float(summed[np.arange(len(wanted)), wanted - 1].min())


@dataclass
class _State:
    """An assignment that changes; `left` is how often each expert may still be taken."""

    values: Floats
    near: Ints
    worth: Floats
    """Of those who are near."""
    chosen: Bools
    sums: Floats
    left: Ints
    even: float

    @classmethod
    def of(cls, values: Floats, loads: Ints, chosen: Bools, near: Ints) -> "_State":
        sums = np.where(chosen, values, 0.0).sum(axis=1)
        even = _EVEN * float(np.abs(values[chosen]).max(initial=1e-9))
        worth = np.take_along_axis(values, near, axis=1)
        return cls(values, near, worth, chosen.copy(), sums, loads - chosen.sum(axis=0), even)

    def copy(self) -> "_State":
        return _State(
            self.values,
            self.near,
            self.worth,
            self.chosen.copy(),
            self.sums.copy(),
            self.left.copy(),
            self.even,
        )

    def raise_to(self, floor: float, wanting: Bools, least_total: float) -> bool:
        """Whether every need that wants anybody could be brought to the floor."""
        while True:
            poor = np.flatnonzero(wanting & (self.sums < floor - self.even))
            if not poor.size:
                return bool(self.sums.sum() >= least_total)
            ways, raised = _Ways(self, floor), False
            for need in poor[np.argsort(self.sums[poor])]:
                raised |= ways.raise_(int(need))
                if self.sums.sum() < least_total:
                    return False
            if not raised:
                return False

    def make(self, move: Move) -> None:
        need, given, taken = move
        self.chosen[need, given], self.chosen[need, taken] = False, True
        self.sums[need] += self.values[need, taken] - self.values[need, given]
        self.left[given] += 1
        self.left[taken] -= 1


class _Ways:
    """What it costs to free each expert, and how, when a floor is kept; true until much changed."""

    def __init__(self, state: _State, floor: float) -> None:
        self._state, self._floor = state, floor
        self._needs, self._experts = np.nonzero(state.chosen)
        self._order = np.argsort(self._experts, kind="stable")
        counts = np.bincount(self._experts, minlength=len(state.left))
        self._ends = np.concatenate(([0], np.cumsum(counts)))
        self._held = state.values[self._needs, self._experts]
        spared = np.maximum(state.sums[self._needs] - floor, 0) + state.even
        self._least = self._held - spared
        """Of each pair, the least that may come in its place."""
        self.cost = np.where(state.left > 0, 0.0, np.inf)
        self._by = np.full(len(state.left), -1)
        self._to = np.full(len(state.left), -1)
        self._go_to_free()
        self._go_to_near()

    def _go_to_free(self) -> None:
        """What it costs if the need of a pair goes over to somebody free."""
        free = np.flatnonzero(self._state.left > 0)
        if not free.size:
            return
        gains = np.where(self._state.chosen[:, free], -np.inf, self._state.values[:, free])
        best = gains.argmax(axis=1)
        gain = gains[np.arange(len(best)), best][self._needs]
        found = np.where(gain >= self._least, self._held - gain, np.inf)
        self._shorten(found, free[best][self._needs])

    def _go_to_near(self) -> None:
        """What it costs if it goes over to somebody who has to be freed in turn."""
        near, every = self._state.near[self._needs], np.arange(len(self._needs))
        gains = self._state.worth[self._needs]
        taken = np.take_along_axis(self._state.chosen, self._state.near, axis=1)[self._needs]
        fits = (gains >= self._least[:, None]) & ~taken
        lost = np.where(fits, self._held[:, None] - gains, np.inf)
        for _ in range(_LONGEST):
            found = self.cost[near] + lost
            best = found.argmin(axis=1)
            if not self._shorten(found[every, best], near[every, best]):
                break

    def _shorten(self, found: Floats, to: Ints) -> bool:
        """Keep what frees an expert for less; whether anything does. For each pair: cost, next."""
        some = np.flatnonzero(found < self.cost[self._experts] - self._state.even)
        order = some[np.lexsort((found[some], self._experts[some]))]
        experts, first = np.unique(self._experts[order], return_index=True)
        pairs = order[first]
        self.cost[experts] = found[pairs]
        self._by[experts] = self._needs[pairs]
        self._to[experts] = to[pairs]
        return bool(len(experts))

    def raise_(self, need: int) -> bool:
        """Whether a swap makes this need better off; as many are made as bring it to the floor."""
        raised = False
        while self._state.sums[need] < self._floor - self._state.even:
            if not any(self._make(moves) for moves in self._swaps(need)):
                return raised
            raised = True
        return raised

    def _swaps(self, need: int) -> list[list[Move]]:
        """The best swap that goes on to somebody free, and the best of two needs."""
        values, chosen = self._state.values[need], self._state.chosen[need]
        least = values[chosen].min() + self._state.even
        better = self._held_by_others(need, least)
        found: list[tuple[tuple[bool, float], list[Move]]] = []
        for given in np.flatnonzero(chosen):
            gains = np.where(chosen, -np.inf, values - values[given])
            if (best := self._best(gains, self.cost, need)) is not None:
                rank, taken = best
                found.append((rank, [(need, int(given), taken)]))
            others = self._needs[better]
            back = self._state.values[others, given]
            fits = (back >= self._least[better]) & ~self._state.chosen[others, given]
            costs = np.where(fits, self._held[better] - back, np.inf)
            if (best := self._best(gains[self._experts[better]], costs, need)) is not None:
                rank, at = best
                pair = better[at]
                taken = int(self._experts[pair])
                other = (int(self._needs[pair]), taken, int(given))
                found.append((rank, [(need, int(given), taken), other]))
        return [moves for _, moves in sorted(found, key=lambda each: each[0])]

    def _held_by_others(self, need: int, least: float) -> Ints:
        """Pairs of experts near the need that are worth more to it than this."""
        near = self._state.near[need]
        near = near[self._state.values[need, near] > least]
        ends = zip(self._ends[near], self._ends[near + 1], strict=True)
        return np.concatenate([self._order[:0], *(self._order[a:b] for a, b in ends)])

    def _best(
        self, gains: Floats, costs: Floats, need: int
    ) -> tuple[tuple[bool, float], int] | None:
        """The cheapest that brings the need to the floor; if none does, what brings it nearest."""
        may = (gains > self._state.even) & np.isfinite(costs)
        if not may.any():
            return None
        enough = may & (gains >= self._floor - self._state.sums[need] - self._state.even)
        if enough.any():
            lost = np.where(enough, costs - gains, np.inf)
            at = int(lost.argmin())
            return (False, float(lost[at])), at
        at = int(np.where(may, gains, -np.inf).argmax())
        return (True, -float(gains[at])), at

    def _make(self, moves: list[Move]) -> bool:
        """Make the swap, and go on with whoever is freed; undone if it no longer holds."""
        made: list[Move] = []
        for move in moves:
            if not self._may(move, is_first=not made):
                return self._undo(made)
            self._state.make(move)
            made.append(move)
        taken = moves[0][2]
        while self._state.left[taken] < 0:
            onward = (int(self._by[taken]), taken, int(self._to[taken]))
            if len(made) > _LONGEST or onward[0] < 0 or not self._may(onward):
                return self._undo(made)
            self._state.make(onward)
            made.append(onward)
            taken = onward[2]
        return True

    def _may(self, move: Move, *, is_first: bool = False) -> bool:
        need, given, taken = move
        state = self._state
        if not state.chosen[need, given] or state.chosen[need, taken]:
            return False
        change = state.values[need, taken] - state.values[need, given]
        spared = max(state.sums[need] - self._floor, 0)
        return bool(is_first or change >= -spared - state.even)

    def _undo(self, made: list[Move]) -> bool:
        for need, given, taken in reversed(made):
            self._state.make((need, taken, given))
        return False
