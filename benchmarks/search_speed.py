"""How fast find answers over so many records, beside raw tantivy on the same index."""

import resource
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import tantivy

from benchmarks.generated import put_random_vectors, questions, resources
from config.network_files.records import Resource
from storage.base import Base
from storage.database import Database
from storage.search import analysis
from storage.search.documents import Kind, Query
from storage.search.engine import Search
from storage.search.lexical import SCHEMA
from storage.search.model import Model
from storage.store import Store

ASKED = 200
_AT_ONCE = 2_000


def measure(records: int, folder: Path, say: Callable[[str], None]) -> dict[str, float]:
    """Import so many made-up records, index them, ask; times in seconds and milliseconds."""
    search = Search(folder / "index", model=Model(), patience_seconds=None)
    database = Database(f"sqlite:///{folder / 'hub.sqlite'}", search=search)
    Base.metadata.create_all(database.engine)
    try:
        figures = _build(records, database, search, say)
        figures.update(_ask(database, search, say))
        figures["memory_mib"] = _memory_mib()
    finally:
        search.close()
        database.close()
    figures["index_mib"] = sum(f.stat().st_size for f in (folder / "index").rglob("*")) / 2**20
    figures["peak_memory_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


def _memory_mib() -> float:
    """What this process holds now, mapped files in use included."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def _build(
    records: int, database: Database, search: Search, say: Callable[[str], None]
) -> dict[str, float]:
    say(f"importing {records:,} records")
    generated = written = 0.0
    for start in range(0, records, _AT_ONCE):
        begun = time.perf_counter()
        part = list(resources(min(_AT_ONCE, records - start), start=start))
        between = time.perf_counter()
        database.run_now(partial(_put, part))
        generated += between - begun
        written += time.perf_counter() - between
    begun = time.perf_counter()
    search.follow()
    indexed = time.perf_counter() - begun
    say("making up vectors")
    after, last = 0, -1
    while after != last:
        last = after
        put = partial(put_random_vectors, after=after, most=20_000)
        after = database.run_now(put)
    return {
        "records": records,
        "generate_s": generated,
        "write_s": written,
        "index_s": indexed,
        "import_s": written + indexed,
    }


def _put(records: Sequence[Resource], store: Store) -> None:
    store.resources.put(records)


def _ask(database: Database, search: Search, say: Callable[[str], None]) -> dict[str, float]:
    asked = questions(ASKED)
    say("warming up")
    begun = time.perf_counter()
    _find(database, "the first question loads the model and the vectors")
    warm = time.perf_counter() - begun
    for text in asked[:20]:
        _find(database, f"{text} again")
    say(f"asking {ASKED} questions")
    whole = _times(lambda text: _find(database, text), asked)
    searcher = search.follower.index.searcher()
    raw = _times(lambda text: searcher.search(_plain(text), 10, count=False), asked)
    return {
        "first_answer_s": warm,
        "find_p50_ms": _percentile(whole, 50),
        "find_p99_ms": _percentile(whole, 99),
        "tantivy_p50_ms": _percentile(raw, 50),
        "tantivy_p99_ms": _percentile(raw, 99),
    }


def _find(database: Database, text: str) -> None:
    query = Query(text, this_year=2026)
    database.read_now(lambda store: store.search.find(query, kind=Kind.RESOURCE, limit=5))


def _plain(text: str) -> tantivy.Query:
    stems = [stem for word in text.split() for stem in analysis.forms(word, "en").stems]
    terms = [tantivy.Query.term_query(SCHEMA, "words", each, index_option="freq") for each in stems]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])


def _times(action: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    taken = []
    for text in texts:
        begun = time.perf_counter()
        action(text)
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def _percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
