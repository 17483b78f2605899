"""What experts cost where everybody wants them, found by raising and lowering it (pure)."""

import numpy as np
from numpy.typing import NDArray

from handlers.swaps import Bools, Floats, Ints

Singles = NDArray[np.float32]
"""Half as many bytes, where nothing is decided."""

NEAR = 60
"""Experts of a need among whom it is looked further."""
_SAMPLE = 500
"""Needs, about, among whom prices are found first."""
_ROUNDS = 30, 40
"""How often prices are changed, among some of the needs and then among all."""
_STEP = 0.15, 0.03
"""How much they change at first, of what a need's values differ by."""
_SLOWER = 0.25, 0.1
"""How soon less."""


def prices(values: Floats, loads: Ints, demand: Ints) -> Floats:
    """What each expert costs, about, so that they are wanted as often as they can be taken.

    Prices of those who are wanted too often rise and others fall, by less and less. They say where
    to look, and decide nothing; so all experts count for some of the needs, and then for all needs
    those experts only who are near them by the first prices.
    """
    some = slice(None, None, max(1, len(values) // _SAMPLE))
    few = values[some].astype(np.float32)
    differ = _differ(few)
    share = demand.sum() / max(int(demand[some].sum()), 1)
    columns = np.broadcast_to(np.arange(values.shape[1]), few.shape)
    found = np.zeros(values.shape[1], dtype=np.float32)
    found = _settled(few, columns, demand[some], loads / share, found, differ, stage=0)
    if len(few) == len(values):
        return found.astype(np.float64)
    columns = nearest(values, found)
    few = np.take_along_axis(values, columns, axis=1).astype(np.float32)
    return _settled(few, columns, demand, loads, found, differ, stage=1).astype(np.float64)


def nearest(values: Floats, costs: Floats | Singles, *, most: int = NEAR) -> Ints:
    """Of each need, so many experts who are worth most to it beyond what they cost; no order."""
    most = min(most, values.shape[1])
    nearest: Ints = np.argpartition((costs - values).astype(np.float32), most - 1, axis=1)[:, :most]
    return nearest


def _differ(values: Singles) -> float:
    """By how much the values of a need differ, of the one in the middle."""
    least = np.where(np.isfinite(values), values, np.inf).min(axis=1)
    differ = (values.max(axis=1) - least)[np.isfinite(least)]
    return float(np.median(differ)) if differ.size else 0.0


def _settled(
    values: Singles,
    columns: Ints,
    demand: Ints,
    loads: Floats | Ints,
    found: Singles,
    differ: float,
    *,
    stage: int,
) -> Singles:
    """Prices after some rounds; `columns` says whose the values are."""
    most = min(int(demand.max(initial=1)) or 1, values.shape[1])
    wanted: Bools = np.arange(most, 0, -1) <= demand[:, np.newaxis]
    for turn in range(_ROUNDS[stage]):
        worth = values - found[columns]
        best = np.argpartition(worth, -most, axis=1)[:, -most:]
        order = np.argsort(np.take_along_axis(worth, best, axis=1), axis=1)
        best = np.take_along_axis(best, order, axis=1)
        taken = np.take_along_axis(columns, best, axis=1)[wanted]
        asked = np.bincount(taken, minlength=len(found))
        over = np.clip((asked - loads) / np.maximum(loads, 1), -1, 1)
        step = _STEP[stage] * differ / (1 + _SLOWER[stage] * turn)
        found = np.maximum(found + step * over, 0).astype(np.float32)
    return found
