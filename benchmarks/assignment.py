"""How well and how fast requests for several experts each are assigned together.

    python benchmarks/assignment.py [--json] [--affinities A.npy --loads L.npy --demand D.npy]

Instances of two sizes, 177 experts by 118 requests and 1,373 by 2,623, those of two collections of
reviewers and papers (Kobren et al. 2019, https://arxiv.org/abs/1905.11924); three experts a
request, 4 and 6 requests an expert at most, so that the larger needs 96% of all there is. They are
made up, the same ones for a seed: benchmarks/instances.py says how. Files take any other: how often
each expert may be taken, how many each request wants, and a table, experts by requests or requests
by experts as the two lengths tell; a square one is taken as experts by requests.

`total` is what was assigned, `optimum` that of the min-cost flow on all pairs, computed apart. No
more than .29% of the total may be given up for the worst-off, so that it stays within .3% of the
optimum: `worst_off` is what the worst-off request gets then. Two bounds say how good that is.
`worst_off_bound` is what no assignment exceeds, whatever its total: what some request gets from its
best experts without any rival, or less where flows prove that not all can have so much.
`worst_off_within` is what none exceeds whose total is within .3%, from the linear programme in
which a request may be given parts of experts; whole ones can have less. It is computed for tables
of up to 50,000 pairs. Where `worst_off` is at a bound, nothing better exists; where everybody
competes for the same few experts it stays below both, and the figures say how far.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.instances import KINDS, SIZES, instance  # noqa: E402  # after the path is set
from handlers import fairness, flows, swaps  # noqa: E402
from handlers.flows import Problem  # noqa: E402
from handlers.swaps import Bools, Floats, Ints  # noqa: E402

MOST_LOST = 0.0029
"""Of the total, for the worst-off; the rest of .3% is for what the flow did not look at."""
TIMES = 3
"""The middle time of so many is printed."""
WITHIN = 0.003
"""Of the optimum: how far the total may be below it."""
WHOLE = 50_000
"""Pairs of a table for which the linear programme is solved."""
TINY = 1e-9
TABLE = 2
"""Dimensions."""
HALVINGS = 12
"""How often the bound is narrowed."""
Figures = dict[str, float]


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    try:
        figures = {name: measure(each, times=options.times) for name, each in _instances(options)}
    except (OSError, ValueError) as error:
        sys.exit(f"assignment.py: {error}")
    print(json.dumps(_plain(figures)) if options.json else _lines(figures))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--affinities", type=Path, help="a table, .npy")
    parser.add_argument("--loads", type=Path, help="of each expert, .npy")
    parser.add_argument("--demand", type=Path, help="of each request, .npy")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--times", type=int, default=TIMES)
    options = parser.parse_args(arguments)
    files = (options.affinities, options.loads, options.demand)
    if any(files) and not all(files):
        parser.error("--affinities, --loads and --demand go together")
    return options


def _instances(options: argparse.Namespace) -> Iterator[tuple[str, Problem]]:
    if options.affinities:
        files = (options.affinities, options.loads, options.demand)
        yield options.affinities.name, problem(*(np.load(each) for each in files))
        return
    for experts, requests, load in SIZES:
        for kind in options.kinds:
            made = instance(kind, experts, requests, load, seed=options.seed)
            yield f"{experts}x{requests} {kind}", made


def problem(affinities: Floats, loads: Ints, demand: Ints) -> Problem:
    """From a table either way round.

    Raises:
        ValueError: the lengths do not fit the table, it is empty, something in it is not a number
            (minus infinity: the two do not go together), or a load or demand is no count.
    """
    loads, demand = (_counts(each) for each in (loads, demand))
    if not affinities.size or affinities.ndim != TABLE:
        raise ValueError("affinities have to be a table of at least one expert and one request")
    if affinities.shape == (len(loads), len(demand)):
        affinities = affinities.T
    if affinities.shape != (len(demand), len(loads)):
        shape = affinities.shape
        raise ValueError(f"{shape} does not fit {len(loads)} loads and {len(demand)} demands")
    if affinities.dtype.kind not in "biuf":
        raise ValueError("every affinity has to be a number")
    if np.isnan(affinities.astype(np.float64)).any() or np.isposinf(affinities).any():
        raise ValueError("every affinity has to be a number, or minus infinity")
    return Problem(np.ascontiguousarray(affinities, dtype=np.float64), loads, demand)


def _counts(numbers: Ints) -> Ints:
    """Loads or demands: whole numbers of at least nought.

    Raises:
        ValueError: some are none.
    """
    flat = numbers.ravel()
    is_number = flat.dtype.kind in "biuf" and bool(np.isfinite(flat.astype(np.float64)).all())
    if not is_number or (flat < 0).any() or (flat != np.floor(flat)).any():
        raise ValueError("loads and demand have to be whole numbers of at least 0")
    counts: Ints = flat.astype(np.int64)
    return counts


def measure(given: Problem, *, times: int) -> Figures:
    """Seconds from the table to the assignment, and how good it is.

    Where not all can be served, `served` is below `wanted`, and there are no bounds: NaN.
    """
    taken = []
    for _ in range(times):
        fresh = Problem(given.values, given.loads, given.demand)
        begun = perf_counter()
        chosen = fairness.assign(fresh, most_lost=MOST_LOST)
        taken.append(perf_counter() - begun)
    sums = given.sums(chosen)
    total, optimum = float(sums.sum()), optimum_of(given)
    worst_off = float(sums[given.demand > 0].min(initial=np.inf))
    whole = bool(given.demand.any()) and not given.lacks(chosen).any()
    return {
        "requests": len(given.demand),
        "wanted": int(given.demand.sum()),
        "served": int(chosen.sum()),
        "total": total,
        "optimum": optimum,
        "ratio": total / optimum if optimum else 1.0,
        "worst_off": worst_off if given.demand.any() else 0.0,
        "worst_off_bound": bound(given, at_least=worst_off) if whole else float("nan"),
        "worst_off_within": bound_within(given, optimum - WITHIN * abs(optimum))
        if whole
        else float("nan"),
        "seconds": float(np.median(taken)),
    }


def optimum_of(given: Problem) -> float:
    """The greatest total, by a flow over all pairs."""
    return float(given.sums(flows.best_total(given, whole=given.values.size)).sum())


def bound(given: Problem, *, at_least: float) -> float:
    """What the worst-off can't exceed.

    For a floor, a pair is of no use if it stays below even beside the request's best others; if
    the pairs that are left do not serve all, nobody can hold all to that floor.
    """
    high = swaps.bound(given.values, given.demand)
    low = min(at_least, high)
    if low >= high or flows.serves_all(given, _of_use(given, high)):
        return high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if flows.serves_all(given, _of_use(given, middle)):
            low = middle
        else:
            high = middle
    return high


def bound_within(given: Problem, least: float) -> float:
    """What the worst-off can't exceed where the total is at least this; NaN: the table is large."""
    from ortools.linear_solver import pywraplp  # noqa: PLC0415  # loaded for this alone

    if given.values.size > WHOLE:
        return float("nan")
    solver = pywraplp.Solver.CreateSolver("GLOP")
    rows, columns = given.values.shape
    floor = solver.NumVar(-solver.infinity(), solver.infinity(), "floor")
    total = solver.Constraint(least - TINY * abs(least), solver.infinity())
    loads = [solver.Constraint(0, int(each)) for each in given.loads]
    for row in range(rows):
        wanted = int(given.demand[row])
        served = solver.Constraint(wanted, wanted)
        least_of_all = solver.Constraint(0, solver.infinity())
        if wanted:
            least_of_all.SetCoefficient(floor, -1)
        for column in range(columns):
            part = solver.NumVar(0, 1, "")
            value = float(given.values[row, column])
            if not np.isfinite(value):
                part.SetUb(0)
                continue
            served.SetCoefficient(part, 1)
            loads[column].SetCoefficient(part, 1)
            total.SetCoefficient(part, value)
            if wanted:
                least_of_all.SetCoefficient(part, value)
    solver.Objective().SetCoefficient(floor, 1)
    solver.Objective().SetMaximization()
    solved = solver.Solve() == pywraplp.Solver.OPTIMAL
    return float(floor.solution_value()) if solved else float("nan")


def _of_use(given: Problem, floor: float) -> Bools:
    others = np.zeros(len(given.demand))
    best = -np.sort(-given.values, axis=1)
    for at, wanted in enumerate(given.demand):
        others[at] = best[at, : max(int(wanted) - 1, 0)].sum()
    useful: Bools = given.values + others[:, np.newaxis] >= floor - 1e-9
    return useful


def _plain(figures: dict[str, Figures]) -> dict[str, dict[str, float | None]]:
    """As JSON can say it, which knows no NaN."""
    return {
        name: {key: None if np.isnan(value) else value for key, value in found.items()}
        for name, found in figures.items()
    }


def _lines(figures: dict[str, Figures]) -> str:
    return "\n".join(
        f"{name}\n"
        + "\n".join(f"  {key.replace('_', ' '):16}{value:12.4f}" for key, value in found.items())
        for name, found in figures.items()
    )


if __name__ == "__main__":
    main()
