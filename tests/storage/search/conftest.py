"""Hubs with search: one on SQLite, as many as a test opens on the same files, and the model."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.search.engine import Search
from storage.search.model import Model
from storage.tables import metadata
from tests.storage.search.hub import Hub

OpenHub = Callable[..., Hub]


@pytest.fixture
def open_hub(sqlite_with_tables: str, tmp_path: Path) -> Iterator[OpenHub]:
    """Opens a hub on SQLite, as a process does when it starts; all on the same files."""
    opened: list[Hub] = []

    def open_one(
        url: str | None = None, *, folder: Path | None = None, model: Model | None = None
    ) -> Hub:
        place = folder or tmp_path / "index"
        search = Search(place, model=model, patience_seconds=None)
        database = Database(url or sqlite_with_tables, search=search)
        if url:
            metadata.create_all(database.engine)
        opened.append(Hub(database, search, place))
        return opened[-1]

    yield open_one
    for hub in opened:
        hub.search.close()
        hub.database.close()


@pytest.fixture
def hub(open_hub: OpenHub) -> Hub:
    return open_hub()


@pytest.fixture(scope="session")
def model() -> Model:
    """The model itself: some 100 ms to check and open."""
    return Model()
