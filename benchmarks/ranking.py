"""How fast one request is ranked among 10,000 experts, through the search core and the database.

    python benchmarks/ranking.py [--json] [--experts 10000] [--requests 300]

Every expert is a record with three documents, a person, and a profile; words are made up as in
benchmarks/generated.py, and an expert's documents say what others say of themselves. A request is a
question of two to a dozen words. `ranked` is all that is done when a request looks for somebody:
what matching has to know of it, how busy all are, search, what is known of those who were found,
and the order (handlers/pool.py, handlers/matching.py); `cpu` is the same in the process's own time,
which a busy machine does not lengthen by waiting. `order_of_all` is the order alone, of all the
experts. As in `hub run`, what is there once it is warm is frozen: looking through it for garbage
took 160 ms each time.
"""

import argparse
import gc
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.generated import questions, resources  # noqa: E402  # after the path is set
from config.network_files.records import Document, Expert  # noqa: E402
from handlers import matching, pool  # noqa: E402
from handlers.candidates import Candidate, Need  # noqa: E402
from storage.database import Database  # noqa: E402
from storage.people import Person  # noqa: E402
from storage.profiles import Profile  # noqa: E402
from storage.requests import Request  # noqa: E402
from storage.search.engine import Search  # noqa: E402
from storage.search.model import Model  # noqa: E402
from storage.store import Store  # noqa: E402
from storage.tables import metadata  # noqa: E402

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
APART = (1, 101, 1009)
"""How far off those stand whose words an expert's documents have."""
AT_ONCE, WARMING = 2_000, 30


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(options.experts, options.requests, Path(folder))
    print(json.dumps(figures) if options.json else _lines(figures))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--experts", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=300)
    return parser.parse_args(arguments)


def measure(count: int, asked: int, folder: Path) -> dict[str, float]:
    """Times in milliseconds."""
    search = Search(folder / "index", model=Model(), patience_seconds=None)
    database = Database(f"sqlite:///{folder / 'hub.sqlite'}", search=search)
    try:
        metadata.create_all(database.engine)
        every = experts(count)
        for start in range(0, count, AT_ONCE):
            some = list(islice(every, AT_ONCE))
            database.run_now(partial(_put, some, start))
        search.follow()
        texts = questions(WARMING + asked)
        found: list[int] = []
        ranked, cpu = _times(lambda at: found.append(_rank(database, texts[at])), len(texts))
        alone, _ = _times(lambda _: _order(count), WARMING + min(asked, 100))
    finally:
        search.close()
        database.close()
    return {
        "experts": count,
        "requests": asked,
        "candidates": statistics.mean(found),
        "ranked_p50_ms": statistics.median(ranked),
        "ranked_p99_ms": _p99(ranked),
        "ranked_cpu_p50_ms": statistics.median(cpu),
        "ranked_cpu_p99_ms": _p99(cpu),
        "order_of_all_p50_ms": statistics.median(alone),
        "order_of_all_p99_ms": _p99(alone),
    }


def experts(count: int) -> Iterator[Expert]:
    """Made up from as many resources: each is somebody's own words, and a document of three."""
    made = list(resources(count))
    for at, own in enumerate(made):
        documents = (made[(at + step) % count] for step in APART)
        language = own.language or "en"
        yield Expert(
            id=f"X{own.id}",
            title=own.title,
            description=own.description,
            language=language,
            languages=tuple({language, "en"}),
            documents=tuple(
                Document(title=each.title, text=each.description) for each in documents
            ),
        )


def _put(some: Sequence[Expert], start: int, store: Store) -> None:
    store.experts.put(some)
    for number, each in enumerate(some, start=start + 1):
        store.session.add(Person(id=number, language="en", joined_at=NOW))
        profile = Profile(id=number, person_id=number, record_id=each.id, cap=1 + number % 4)
        profile.consented_at = profile.confirmed_at = NOW
        store.session.add(profile)


def _rank(database: Database, text: str) -> int:
    """How many could be asked."""

    def unit(store: Store) -> int:
        request = Request(need=text, person_id=1, languages=["en"], language="")
        request.regions = request.countries = request.excluded = []
        request.objectives = []
        request.expansion, request.concepts = {}, {}
        request.id = 1
        need = pool.need(request, store, offers=(), now=NOW)
        return len(pool.ranked(request, need, store, now=NOW)[1])

    return database.run_now(unit)


def _need() -> Need:
    return Need(id=1, requester=0, languages=frozenset({"en"}))


def _order(count: int) -> None:
    matching.rank(_need(), _pool(count), NOW)


@cache
def _pool(count: int) -> tuple[Candidate, ...]:
    """All could be asked."""
    return tuple(
        Candidate(
            id=number,
            person_id=number,
            relevance=1 / (1 + number % 97),
            languages=frozenset({"en"}),
            cap=3,
            asks=(NOW - timedelta(days=number % 60),),
            yes=number % 5,
            no=number % 7,
        )
        for number in range(1, count + 1)
    )


def _times(action: Callable[[int], object], count: int) -> tuple[list[float], list[float]]:
    """How long each took, and how much of this process's time; without the first, which warm it."""
    taken, own = [], []
    for at in range(count):
        if at == WARMING:
            gc.collect()
            gc.freeze()
        begun, spent = perf_counter(), process_time()
        action(at)
        taken.append((perf_counter() - begun) * 1000)
        own.append((process_time() - spent) * 1000)
    return taken[WARMING:], own[WARMING:]


def _p99(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[98]


def _lines(figures: dict[str, float]) -> str:
    return "\n".join(f"{name.replace('_', ' '):22}{value:10.1f}" for name, value in figures.items())


if __name__ == "__main__":
    main()
