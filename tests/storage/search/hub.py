"""A hub's database and search as tests use them, and records that say only what matters."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from config.network_files.records import Document, Expert, Resource
from config.taxonomy import Visibility
from storage.database import Database
from storage.search.documents import Found, Kind, Query, Reader, Suggestion
from storage.search.engine import Search

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass
class Hub:
    """A database and search over it; `folder` holds the index."""

    database: Database
    search: Search
    folder: Path | None

    def save(self, *records: Resource) -> None:
        self.database.run_now(lambda store: store.resources.put(records))

    def save_experts(self, *records: Expert) -> None:
        self.database.run_now(lambda store: store.experts.put(records))

    def drop(self, *record_ids: str) -> None:
        self.database.run_now(lambda store: store.resources.retire(record_ids, at=NOON))

    def find(self, query: Query | str, *, limit: int = 10, offset: int = 0) -> Found:
        asked = query if isinstance(query, Query) else Query(query)
        return self.database.read_now(
            lambda store: store.search.find(asked, kind=Kind.RESOURCE, limit=limit, offset=offset)
        )

    def ids(self, query: Query | str, *, limit: int = 10) -> list[str]:
        return [hit.record_id for hit in self.find(query, limit=limit).hits]

    def who(self, query: Query | str) -> Found:
        asked = query if isinstance(query, Query) else Query(query)
        return self.database.read_now(
            lambda store: store.search.find(asked, kind=Kind.EXPERT, limit=10)
        )

    def suggest(self, prefix: str, *, reader: Reader | None = None) -> list[Suggestion]:
        return self.database.read_now(
            lambda store: store.search.suggest(
                prefix, kind=Kind.RESOURCE, reader=reader or Reader()
            )
        )


def paper(record_id: str, title: str, description: str = "", **fields: object) -> Resource:
    """A resource; English and public where the test is not about that."""
    given = {"language": "en", "visibility": Visibility.PUBLIC, **fields}
    return Resource(id=record_id, title=title, description=description, **given)  # type: ignore[arg-type]  # a builder


def expert(record_id: str, title: str, description: str = "", *texts: str) -> Expert:
    """An English-speaking expert with documents that hold these texts."""
    documents = tuple(Document(title=f"Document {n}", text=text) for n, text in enumerate(texts, 1))
    return Expert(
        id=record_id, title=title, description=description, language="en", documents=documents
    )
