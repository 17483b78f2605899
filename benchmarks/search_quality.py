"""How well find and who answer the judged queries, beside plain BM25 on the same records."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.baseline import Baseline
from config.network_files.folder import read_folder
from config.network_files.records import RecordKind
from config.settings import SAMPLE_NETWORK
from config.thesaurus import Thesaurus
from storage.base import Base
from storage.database import Database
from storage.search.documents import Document, Filters, Found, Kind, Note, Query, Reader
from storage.search.engine import Search
from storage.search.model import Model

JUDGED = Path(__file__).parent / "judged"
DEPTH = 10
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """One query and what answers it. `held_out` ones were looked at for no decision."""

    kind: str
    language: str
    text: str
    right: frozenset[str]
    held_out: bool
    filters: Filters


@dataclass(frozen=True, slots=True)
class Score:
    """Of one query: whether the first five hold an answer, how many of them, how high the first."""

    hit: float
    recall: float
    reciprocal_rank: float


def measure(folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Import the sample network into `folder`, ask everything, count by half, kind, language."""
    search = Search(folder / "index", model=Model(), patience_seconds=None)
    database = Database(f"sqlite:///{folder / 'hub.sqlite'}", search=search)
    Base.metadata.create_all(database.engine)
    try:
        _import_sample(database)
        say("making the vectors of the sample network")
        search.follow()
        search.embed()
        thesaurus = Thesaurus.load(SAMPLE_NETWORK / "thesaurus.yaml")
        return {
            name: _judge(name, kind, database, thesaurus)
            for name, kind in (("resources", Kind.RESOURCE), ("experts", Kind.EXPERT))
        }
    finally:
        search.close()
        database.close()


def _import_sample(database: Database) -> None:
    sample = read_folder(SAMPLE_NETWORK).records
    database.run_now(lambda store: store.resources.put(sample[RecordKind.RESOURCES]))  # type: ignore[arg-type]  # the file's kind
    database.run_now(lambda store: store.groups.put(sample[RecordKind.WORKING_GROUPS]))  # type: ignore[arg-type]  # the file's kind
    database.run_now(lambda store: store.experts.put(sample[RecordKind.EXPERTS]))  # type: ignore[arg-type]  # the file's kind


def _judge(name: str, kind: Kind, database: Database, thesaurus: Thesaurus) -> dict[str, Any]:
    baseline = Baseline(_texts(database, kind))
    scores: dict[str, dict[str, list[tuple[Score, Score]]]] = defaultdict(lambda: defaultdict(list))
    silent = total = 0
    for each in judged(name):
        found = _find(each, kind, database, thesaurus)
        if not each.right:
            total += 1
            silent += Note.WEAK in found.notes
            continue
        plain = [{record_id} for record_id in baseline.find(each.text, limit=DEPTH)]
        pair = (score(_groups(found), each.right), score(plain, each.right))
        half = "held_out" if each.held_out else "tuned"
        for group in ("all", f"kind {each.kind}", f"language {each.language}"):
            scores[half][group].append(pair)
    return {
        **{half: _summary(groups) for half, groups in scores.items()},
        "no_right_answer": {"queries": total, "said_so": silent},
    }


def judged(name: str) -> list[Judged]:
    lines = (JUDGED / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_read(json.loads(line)) for line in lines]


def _read(line: Mapping[str, Any]) -> Judged:
    filters: dict[str, Any] = {
        name: frozenset(value) if isinstance(value, list) else value
        for name, value in line.get("filters", {}).items()
    }
    return Judged(
        line["kind"],
        line["language"],
        line["text"],
        frozenset(line["right"]),
        line["held_out"],
        Filters(**filters),
    )


def _find(each: Judged, kind: Kind, database: Database, thesaurus: Thesaurus) -> Found:
    query = Query(
        each.text,
        filters=each.filters,
        reader=Reader(language=each.language),
        expansion=thesaurus.expansion(thesaurus.recognise(each.text)),
        this_year=2026,
    )
    return database.read_now(lambda store: store.search.find(query, kind=kind, limit=DEPTH))


def _texts(database: Database, kind: Kind) -> Iterable[tuple[str, str]]:
    def read(store: Any) -> Sequence[Document]:  # noqa: ANN401  # a Store
        records = store.resources if kind is Kind.RESOURCE else store.experts
        documents: Sequence[Document] = store.search_documents(kind, sorted(records.ids()))
        return documents

    return [(each.record_id, each.words) for each in database.read_now(read)]


def _groups(found: Found) -> list[set[str]]:
    """Each hit with the other records of the same work that it stands for."""
    return [{hit.record_id, *(record_id for _, record_id in hit.also_in)} for hit in found.hits]


def score(groups: Sequence[set[str]], right: frozenset[str]) -> Score:
    shown = set[str]().union(*groups[:SHOWN]) & right
    ranks = [rank for rank, group in enumerate(groups, start=1) if group & right]
    return Score(
        float(bool(shown)),
        min(1.0, len(shown) / min(len(right), SHOWN)),
        1 / ranks[0] if ranks else 0.0,
    )


def _summary(
    groups: Mapping[str, Sequence[tuple[Score, Score]]],
) -> dict[str, dict[str, float]]:
    summary = {}
    for group, pairs in sorted(groups.items()):
        ours, plain = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        summary[group] = {"queries": len(pairs), **_means(ours, ""), **_means(plain, "bm25_")}
    return summary


def _means(scores: Sequence[Score], prefix: str) -> dict[str, float]:
    count = len(scores)
    return {
        f"{prefix}hit_at_5": round(sum(each.hit for each in scores) / count, 3),
        f"{prefix}recall_at_5": round(sum(each.recall for each in scores) / count, 3),
        f"{prefix}mrr": round(sum(each.reciprocal_rank for each in scores) / count, 3),
    }
