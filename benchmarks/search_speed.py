"""How fast find answers over so many records, beside raw tantivy on the same index."""

import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import tantivy

from benchmarks.generated import put_random_vectors, questions, resources, write_folder
from bot.lookup import Looking
from bot.router import Router
from bot.slots import Knowledge
from bot.understood import Verb
from config.network_files.records import Resource
from config.phrases import Phrases
from config.settings import SAMPLE_NETWORK
from config.thesaurus import Thesaurus
from storage.base import Base
from storage.database import Database
from storage.search import analysis
from storage.search.engine import Search
from storage.search.lexical import SCHEMA
from storage.search.model import Model
from storage.store import Store

ASKED, WARMING = 400, 40
SHOWN = 5
SAID_EVERY_SECONDS = 10.0
_AT_ONCE = 2_000
ROOT = Path(__file__).resolve().parents[1]


def measure(
    records: int, folder: Path, say: Callable[[str], None], *, keep: bool = False
) -> dict[str, float]:
    """Import so many made-up records, index them, ask; times in seconds and milliseconds.

    With `keep`, what a folder holds since the last time is not built again.
    """
    built = folder / "built.json"
    figures: dict[str, float] = json.loads(built.read_text()) if built.exists() else {}
    search = Search(folder / "index", model=Model(), patience_seconds=None)
    database = Database(f"sqlite:///{folder / 'hub.sqlite'}", search=search)
    try:
        if not figures:
            Base.metadata.create_all(database.engine)
            figures = _build(records, database, search, say)
            figures["index_mib"] = _size_mib(folder / "index")
        if keep:
            built.write_text(json.dumps(figures), encoding="utf-8")
        figures.update(_ask(database, search, say))
        figures["memory_mib"] = _memory_mib()
    finally:
        search.close()
        database.close()
    figures["peak_memory_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


def import_seconds(records: int, folder: Path, say: Callable[[str], None]) -> float:
    """How long `hub import` takes for so many records, as its user waits for it."""
    say(f"hub import of {records:,} records")
    write_folder(records, folder / "network")
    here = {
        "HUB_DATABASE_URL": f"sqlite:///{folder / 'hub.sqlite'}",
        "HUB_INDEX": str(folder / "index"),
    }
    hub = "from bot.cli import main; main()"
    command = (sys.executable, "-c", hub, "import", str(folder / "network"))
    begun = time.perf_counter()
    subprocess.run(  # noqa: S603  # our own command
        command, check=True, env={**os.environ, **here}, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - begun


def _size_mib(folder: Path) -> float:
    return sum(each.stat().st_size for each in folder.rglob("*")) / 2**20


def _memory_mib() -> float:
    """What this process holds now, mapped files in use included."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def _build(
    records: int, database: Database, search: Search, say: Callable[[str], None]
) -> dict[str, float]:
    told = Told(say, records)
    generated = written = 0.0
    for start in range(0, records, _AT_ONCE):
        begun = time.perf_counter()
        part = list(resources(min(_AT_ONCE, records - start), start=start))
        between = time.perf_counter()
        database.run_now(partial(_put, part))
        generated += between - begun
        written += time.perf_counter() - between
        told.done("importing", start + len(part))
    begun = time.perf_counter()
    search.follow(lambda done, _whole: told.done("indexing", done))
    indexed = time.perf_counter() - begun
    after, last = 0, -1
    while after != last:
        last = after
        put = partial(put_random_vectors, after=after, most=20_000)
        after = database.run_now(put)
        told.done("making up vectors", min(after, records))
    return {
        "records": records,
        "generate_s": generated,
        "write_s": written,
        "index_s": indexed,
        "import_s": written + indexed,
    }


class Told:
    """Says how far a part of the work is, every few seconds, and how long it will take."""

    def __init__(self, say: Callable[[str], None], records: int) -> None:
        self._say = say
        self._records = records
        self._part = ""
        self._begun = self._said = time.monotonic()

    def done(self, part: str, count: int) -> None:
        at = time.monotonic()
        if part != self._part:
            self._part, self._begun, self._said = part, at, at - SAID_EVERY_SECONDS
        if at - self._said >= SAID_EVERY_SECONDS or count >= self._records:
            left = (at - self._begun) * (self._records / count - 1) if count else 0.0
            self._said = at
            self._say(f"{part}: {count:,} of {self._records:,}, {left:.0f} s to go")


def _put(records: Sequence[Resource], store: Store) -> None:
    store.resources.put(records)


def _ask(database: Database, search: Search, say: Callable[[str], None]) -> dict[str, float]:
    """Each question once: nothing is remembered of it. Understanding and passages are included."""
    thesaurus = Thesaurus.load(SAMPLE_NETWORK / "thesaurus.yaml")
    router = Router(Knowledge(thesaurus=thesaurus), Phrases())
    looking = Looking(database, router, Verb.FIND)
    asked = questions(WARMING + ASKED)
    say("warming up")
    begun = time.perf_counter()
    looking.one("the first question loads the model and the vectors", limit=SHOWN)
    first = time.perf_counter() - begun
    for text in asked[:WARMING]:
        looking.one(text, limit=SHOWN)
    gc.collect()
    gc.freeze()  # as `hub run` does once it is warm
    say(f"asking {ASKED} questions")
    whole = _times(lambda text: looking.one(text, limit=SHOWN), asked[WARMING:])
    searcher = search.follower.index.searcher()
    raw = _times(lambda text: searcher.search(_plain(text), 10, count=False), asked[WARMING:])
    return {
        "first_answer_s": first,
        "find_p50_ms": _percentile(whole, 50),
        "find_p99_ms": _percentile(whole, 99),
        "tantivy_p50_ms": _percentile(raw, 50),
        "tantivy_p99_ms": _percentile(raw, 99),
    }


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
