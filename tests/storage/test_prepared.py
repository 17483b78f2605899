"""Statements that are left to the driver do what they do through SQLAlchemy."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, insert, select

from config.taxonomy import Platform
from storage.database import Database
from storage.errors import Conflict
from storage.inbox import InboxRow, InboxState
from storage.prepared import Prepared
from storage.store import Store

TABLE = InboxRow.metadata.tables["inbox"]
KEEP = Prepared(insert(TABLE).returning(TABLE.c.id))
NOON = datetime(2026, 6, 1, 12, tzinfo=timezone(timedelta(hours=2)))
EVENT = {
    "platform": Platform.SLACK,
    "workspace": "T1",
    "key": "Ev1",
    "conversation": "D1",
    "message": "hello",
    "received_at": NOON,
}


def kept(store: Store) -> InboxRow:
    ((row_id,),) = KEEP.run(store.session, EVENT)
    return store.session.get_one(InboxRow, row_id)


def test_what_is_not_given_has_its_default_and_moments_are_kept_in_utc(database: Database) -> None:
    row = database.run_now(kept)

    assert (row.state, row.attempts, row.incident) == (InboxState.WAITING, 0, None)
    assert row.received_at == NOON
    assert row.received_at.tzinfo is UTC


def test_a_taken_key_is_a_conflict_that_tells_nothing_of_what_was_said(database: Database) -> None:
    database.run_now(kept)

    with pytest.raises(Conflict) as raised:
        database.run_now(kept)

    assert "hello" not in str(raised.value)


def test_nothing_remains_of_a_unit_that_fails_after_it(database: Database) -> None:
    def broken(store: Store) -> None:
        kept(store)
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError):
        database.run_now(broken)

    assert not database.read_now(lambda store: store.inbox.counts())[InboxState.WAITING]


def test_a_list_of_any_length_is_refused_where_it_cannot_be_compiled_once(
    sqlite_with_tables: str,
) -> None:
    database = Database(sqlite_with_tables)
    among = Prepared(select(TABLE.c.id).where(TABLE.c.id.in_(bindparam("ids", expanding=True))))

    with pytest.raises(ValueError, match="as many values"):
        database.read_now(lambda store: among.run(store.session, {"ids": [1]}))
    database.close()
