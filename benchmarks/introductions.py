"""A simulated year of requests: the hub's matching beside what other bots do.

    python benchmarks/introductions.py [--json] [--seeds 101 102 103] [--a-day 1.5 4 8]

300 experts; how people behave is assumed, see benchmarks/behaviour.py. The hub's column runs
handlers/matching.py itself: its rules, ranking, pace, and the assignment of requests that wait
together. The seeds printed by default were not looked at while anything was tuned.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from itertools import product
from pathlib import Path
from statistics import mean, median, quantiles

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import simulated_year  # noqa: E402  # after the path is set
from benchmarks.simulated_year import Case, Year  # noqa: E402

HELD_OUT = (101, 102, 103, 104, 105)
A_DAY = (1.5, 4.0, 8.0)
POLICIES = {
    "random": simulated_year.random_choice,
    "round robin": simulated_year.round_robin,
    "top-1": simulated_year.top,
    "top-1 with caps": simulated_year.top_with_caps,
    "hub": simulated_year.hub,
}
Figures = dict[str, float]


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    runs = list(product(options.a_day, POLICIES, options.seeds))
    with ProcessPoolExecutor(options.processes) as workers:
        results = list(workers.map(_run, *zip(*runs, strict=True)))
    figures = {
        str(a_day): {
            policy: _means(
                [r for run, r in zip(runs, results, strict=True) if run[:2] == (a_day, policy)]
            )
            for policy in POLICIES
        }
        for a_day in options.a_day
    }
    print(json.dumps(figures) if options.json else _table(figures))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--seeds", type=int, nargs="+", default=HELD_OUT, help="a year of each")
    parser.add_argument("--a-day", type=float, nargs="+", default=A_DAY, help="requests")
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args(arguments)


def _run(a_day: float, policy: str, seed: int) -> Figures:
    year = Year(seed, a_day, POLICIES[policy])
    year.run()
    return figures_of(year)


def figures_of(year: Year) -> Figures:
    """What is printed of a year: shares and means, times in hours."""
    introduced = [each for each in year.cases if each.expert]
    hours = [_hours(each) for each in introduced]
    asks = [len(each.asks) for each in year.pool]
    return {
        "requests": len(year.cases),
        "introduced": len(introduced) / len(year.cases),
        "relevance": mean(each.request.fits[each.expert.id] for each in introduced if each.expert),
        "median_hours": median(hours),
        "p90_hours": quantiles(hours, n=10)[-1],
        "asks_per_introduction": sum(asks) / len(introduced),
        "gini_of_asks": gini(asks),
        "asks_over_cap": year.over_cap,
        "experts_lost": year.lost,
        "worst_language": min(_by_language(year.cases).values()),
    }


def gini(values: Sequence[float]) -> float:
    """0 when all have the same, near 1 when one has everything."""
    ordered, size = sorted(values), len(values)
    total = sum(ordered)
    weighed = sum(place * each for place, each in enumerate(ordered, start=1))
    return 2 * weighed / (size * total) - (size + 1) / size if total else 0.0


def _hours(case: Case) -> float:
    waited = case.introduced_at - case.request.at if case.introduced_at else timedelta(0)
    return waited / timedelta(hours=1)


def _by_language(cases: Sequence[Case]) -> dict[str, float]:
    """The share introduced of each language's requests."""
    languages = sorted({each.request.language for each in cases})
    return {
        language: mean(
            each.expert is not None for each in cases if each.request.language == language
        )
        for language in languages
    }


def _means(runs: Sequence[Figures]) -> Figures:
    return {name: mean(each[name] for each in runs) for name in runs[0]}


def _table(figures: dict[str, dict[str, Figures]]) -> str:
    lines = []
    for a_day, policies in figures.items():
        lines += [f"{a_day} requests a day, {len(policies)} policies", ""]
        for policy, found in policies.items():
            lines.append(f"  {policy}")
            lines += [
                f"    {name.replace('_', ' '):24}{value:10.3f}" for name, value in found.items()
            ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
