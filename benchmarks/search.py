"""Measures search: its answers to judged queries, and its speed over many records.

    python benchmarks/search.py [--json] [--million] [--no-quality] [--no-speed]
                                [--keep FOLDER]

Nothing is downloaded: the sample network, and records that are made up on the spot.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import search_quality, search_speed  # noqa: E402  # after the path is set

SIZES = (511, 100_000)
IMPORTED = 100_000
MILLION = 1_000_000
GOALS_MS = {100_000: 25, MILLION: 60}
"""p99 of a whole answer, with the model on."""


def main() -> None:
    options = _options()
    figures: dict[str, Any] = {}
    if not options.no_quality:
        with tempfile.TemporaryDirectory() as folder:
            figures["quality"] = search_quality.measure(Path(folder), _say)
    if not options.no_speed:
        sizes = (*SIZES, MILLION) if options.million else SIZES
        figures["speed"] = []
        for size in sizes:
            figures["speed"].append(_speed(size, options.keep))
    if options.json:
        print(json.dumps(figures, indent=2, ensure_ascii=False))
    else:
        _show(figures)


def _speed(size: int, keep: Path | None) -> dict[str, float]:
    if keep is not None:
        (keep / str(size)).mkdir(parents=True, exist_ok=True)
        return search_speed.measure(size, keep / str(size), _say, keep=True)
    with tempfile.TemporaryDirectory() as folder:
        figures = search_speed.measure(size, Path(folder), _say)
    if size == IMPORTED:
        with tempfile.TemporaryDirectory() as folder:
            figures["hub_import_s"] = search_speed.import_seconds(size, Path(folder), _say)
    return figures


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure search.")
    parser.add_argument("--json", action="store_true", help="print figures as JSON")
    parser.add_argument("--million", action="store_true", help="also over a million records")
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="FOLDER",
        help="build once, ask again; empty it when tables change",
    )
    parser.add_argument("--no-quality", action="store_true", help="leave the judged queries out")
    parser.add_argument("--no-speed", action="store_true", help="leave the speed out")
    return parser.parse_args()


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _show(figures: dict[str, Any]) -> None:
    for kind, halves in figures.get("quality", {}).items():
        for half in ("tuned", "held_out"):
            print(f"\n{kind}, {half.replace('_', ' ')} half      hit@5 recall@5   MRR   (BM25)")
            for group, means in halves[half].items():
                ours = "  ".join(f"{means[m]:.3f}" for m in ("hit_at_5", "recall_at_5", "mrr"))
                plain = "  ".join(
                    f"{means[f'bm25_{m}']:.3f}" for m in ("hit_at_5", "recall_at_5", "mrr")
                )
                print(f"  {group:22} {means['queries']:4}   {ours}   ({plain})")
        none = halves["no_right_answer"]
        print(f"  without right answer: {none['said_so']} of {none['queries']} said so")
    for speed in figures.get("speed", []):
        print(f"\n{speed['records']:,} records")
        for name, value in speed.items():
            if name != "records":
                print(f"  {name:16} {value:10.2f}")
        goal = GOALS_MS.get(speed["records"])
        if goal:
            print(f"  goal: find_p99_ms under {goal}")


if __name__ == "__main__":
    main()
