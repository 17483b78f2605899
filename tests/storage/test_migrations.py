"""Migrations run up from empty on both databases, and agree with the tables."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

from storage import tables
from storage.base import Base
from storage.database import Database
from storage.migrate import migrate, newest, state
from storage.upgrade import differences


def test_migrations_agree_with_the_tables(database_url: str) -> None:
    database = Database(database_url)
    migrate(database.engine)

    with database.engine.connect() as connection:
        found = differences(connection)
    database.close()

    assert found == []


def test_a_second_run_has_nothing_to_do(database_url: str) -> None:
    database = Database(database_url)
    first, second = migrate(database.engine), migrate(database.engine)
    now = state(database.engine)
    database.close()

    assert first == (None, newest())
    assert second == now == (newest(), newest())


def test_two_replicas_may_start_at_once(database_url: str) -> None:
    databases = [Database(database_url) for _ in range(2)]
    with ThreadPoolExecutor(2) as replicas:
        ran = list(replicas.map(lambda database: migrate(database.engine), databases))
    for database in databases:
        database.close()

    assert sorted(before is None for before, _ in ran) == [False, True]


def test_no_table_is_forgotten() -> None:
    """Every module of storage that defines a table is among those that migrations know."""
    folder = Path(tables.__file__).parent
    files = [each for each in folder.rglob("*.py") if "__tablename__" in each.read_text("utf-8")]
    known = {each.__file__ for each in vars(tables).values() if isinstance(each, ModuleType)}

    assert {str(each) for each in files} == known
    assert Base.metadata.tables
