"""Migrations run up from empty on both databases, and agree with the tables."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest
from alembic import command
from sqlalchemy import text

from storage import tables
from storage.base import Base
from storage.database import Database
from storage.errors import Newer
from storage.migrate import migrate, newest, state
from storage.upgrade import config_for, differences


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


def test_tables_of_a_later_version_are_left_alone(database_url: str) -> None:
    database = Database(database_url)
    migrate(database.engine)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(Newer, match="9999"):
        migrate(database.engine)
    database.close()


def test_what_people_said_before_an_upgrade_is_there_after_it(database_url: str) -> None:
    database = Database(database_url)
    with database.engine.begin() as connection:
        command.upgrade(config_for(connection), "0001")
        for statement in _FIRST_ROWS:
            connection.execute(text(statement))

    migrate(database.engine)
    account, question = database.read_now(
        lambda store: (store.people.accounts(1)[0].user_id, store.questions.get(1).text)
    )
    database.close()

    assert (account, question) == ("ana", "returns")


_FIRST_ROWS = (
    "INSERT INTO people (id, standing, joined_at)"  # noqa: ISC004
    " VALUES (1, 'guest', '2026-01-05 09:00:00+00:00')",
    "INSERT INTO accounts (person_id, platform, workspace, user_id, language, time_zone,"  # noqa: ISC004
    " met_at, last_seen_at) VALUES (1, 'telegram', '', 'ana', '', '',"
    " '2026-01-05 09:00:00+00:00', '2026-01-05 09:00:00+00:00')",
    "INSERT INTO questions (id, person_id, kind, text, language, slots, expansion, concepts,"  # noqa: ISC004
    " definitions, occasion, shared, asked_at) VALUES (1, 1, 'resource', 'returns', '', '[]',"
    " '{}', '{}', '[]', '[]', false, '2026-01-05 09:00:00+00:00')",
)
"""As the first release wrote them."""


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
