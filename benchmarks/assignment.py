"""How well and how fast requests are assigned together, and one request is ranked.

    python benchmarks/assignment.py [--json] [--affinities A.npy --loads L.npy --demand D.npy]

Two made-up instances, 177 experts by 118 requests and 1,373 by 2,623, the sizes of two collections
of reviewers and papers (Kobren et al. 2019, https://arxiv.org/abs/1905.11924): three experts a
request, 4 and 6 requests an expert at most. An affinity is the cosine of two mixtures of 25 topics
(Dirichlet, .15), with an error of .05. Files take any other instance: a table of experts by
requests, how often each expert may be taken, how many each request wants.

`of_optimum` is the total by that of the min-cost flow on all pairs, computed apart. `worst_off` is
what the worst-off request gets; `worst_bound` what no assignment can exceed, since it is what some
request gets from its best experts without any rival. Where the two agree nothing better exists.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from handlers import flows  # noqa: E402  # after the path is set
from handlers.flows import Floats, Ints, Problem  # noqa: E402
from handlers.matching import BEST  # noqa: E402

SIZES = ((177, 118, 4), (1373, 2623, 6))
"""Experts, requests, and how often an expert may be taken."""
DEMAND = 3
TOPICS, SPARSE, ERROR = 25, 0.15, 0.05
TIMES = 5
"""The middle time of so many is printed."""


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    figures = {}
    for name, affinities, loads, demand in _instances(options):
        figures[name] = measure(affinities, loads, demand, times=options.times)
    print(json.dumps(figures) if options.json else _lines(figures))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--affinities", type=Path, help="experts by requests, .npy")
    parser.add_argument("--loads", type=Path, help="of each expert, .npy")
    parser.add_argument("--demand", type=Path, help="of each request, .npy")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--times", type=int, default=TIMES)
    return parser.parse_args(arguments)


def _instances(options: argparse.Namespace) -> list[tuple[str, Floats, Ints, Ints]]:
    if options.affinities is None:
        return [
            (f"{experts}x{requests}", *instance(experts, requests, load, seed=options.seed))
            for experts, requests, load in SIZES
        ]
    affinities = np.load(options.affinities).astype(np.float64)
    loads, demand = (np.load(each).astype(np.int64) for each in (options.loads, options.demand))
    if affinities.shape != (len(loads), len(demand)):
        affinities = affinities.T
    return [(options.affinities.name, affinities, loads, demand)]


def instance(experts: int, requests: int, load: int, *, seed: int) -> tuple[Floats, Ints, Ints]:
    """Affinities of experts by requests, loads and demand; the same ones for a seed."""
    numbers = np.random.default_rng(seed)
    known, wanted = (
        numbers.dirichlet(np.full(TOPICS, SPARSE), size=each) for each in (experts, requests)
    )
    lengths = np.linalg.norm(known, axis=1)[:, None] * np.linalg.norm(wanted, axis=1)
    cosines = known @ wanted.T / lengths + numbers.normal(0, ERROR, (experts, requests))
    return np.clip(cosines, 0, 1), np.full(experts, load), np.full(requests, DEMAND)


def measure(affinities: Floats, loads: Ints, demand: Ints, *, times: int) -> dict[str, float]:
    """Seconds from the table to the assignment, and how good it is."""
    table = np.ascontiguousarray(affinities.T)
    low = min(0.0, float(table.min()))
    taken = []
    for _ in range(times):
        begun = perf_counter()
        problem, chosen = assigned(table - low, loads, demand)
        taken.append(perf_counter() - begun)
    whole = flows.table(table - low, loads, demand, most=len(loads))
    optimum = whole.values[flows.best_total(whole)].sum() + low * demand.sum()
    wanted = demand[demand > 0]
    sums = problem.sums(chosen) + low * demand
    return {
        "requests": len(demand),
        "served": int(chosen.sum()),
        "wanted": int(wanted.sum()),
        "total": float(sums.sum()),
        "of_optimum": float(sums.sum() / optimum),
        "worst_off": float(sums[demand > 0].min()),
        "worst_bound": float(whole.bound + low * wanted.min()),
        "seconds": float(np.median(taken)),
    }


def assigned(table: Floats, loads: Ints, demand: Ints) -> tuple[Problem, flows.Bools]:
    """The best 60 of each request, and more only if that leaves somebody out."""
    most = BEST
    while True:
        problem = flows.table(table, loads, demand, most=most)
        chosen = flows.assign(problem)
        if chosen.sum() == min(demand.sum(), loads.sum()) or most >= len(loads):
            return problem, chosen
        most *= 4


def _lines(figures: dict[str, dict[str, float]]) -> str:
    return "\n".join(
        f"{name}\n"
        + "\n".join(f"  {key.replace('_', ' '):12}{value:12.4f}" for key, value in found.items())
        for name, found in figures.items()
    )


if __name__ == "__main__":
    main()
