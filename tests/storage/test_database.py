"""Units of work on both databases: all of a unit, or nothing of it."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from config.taxonomy import Platform
from storage.database import Database, Unit
from storage.inbox import InboxRow
from storage.store import Store

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def keep(key: str) -> Unit[int | None]:
    def unit(store: Store) -> int | None:
        return store.inbox.add(
            platform=Platform.SLACK,
            workspace="T1",
            key=key,
            conversation="C1",
            message="{}",
            at=NOW,
        )

    return unit


def waiting(store: Store) -> list[str]:
    return [row.key for row in store.inbox.waiting(received_before=NOW)]


async def test_a_unit_that_fails_leaves_nothing_and_takes_no_other_down(database: Database) -> None:
    def fails(store: Store) -> None:
        keep("lost")(store)
        raise ValueError("on purpose")

    units = [database.run(keep("a")), database.run(fails), database.run(keep("b"))]
    results = await asyncio.gather(*units, return_exceptions=True)

    assert isinstance(results[1], ValueError)
    assert sorted(await database.read(waiting)) == ["a", "b"]


async def test_a_reading_unit_writes_nothing(database: Database) -> None:
    await database.read(keep("a"))

    assert await database.read(waiting) == []


async def test_the_same_event_is_kept_once(database: Database) -> None:
    first, second = await asyncio.gather(database.run(keep("a")), database.run(keep("a")))

    assert sorted([first is None, second is None]) == [False, True]


async def test_two_units_that_wait_for_each_other_both_commit(database: Database) -> None:
    """Each holds what the other wants next; SQLite has one writer, so there neither waits."""
    await database.run(keep("a"))
    await database.run(keep("b"))
    meet = Barrier(1 if database.is_sqlite else 2)

    def both(first: str, second: str) -> Unit[None]:
        def unit(store: Store) -> None:
            if not database.is_sqlite:
                store.session.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
            touch(store, first)
            with suppress(BrokenBarrierError):  # the one that runs again meets nobody
                meet.wait(0.5)
            touch(store, second)

        return unit

    await asyncio.gather(database.run(both("a", "b")), database.run(both("b", "a")))

    assert await database.read(lambda store: store.session.scalar(_TOUCHES)) == 4


def touch(store: Store, key: str) -> None:
    changed = update(InboxRow).where(InboxRow.key == key)
    store.session.execute(changed.values(attempts=InboxRow.attempts + 1))


_TOUCHES = select(func.sum(InboxRow.attempts))


@pytest.mark.parametrize("writers", [50])
async def test_many_writers_at_once_all_commit(database: Database, writers: int) -> None:
    await asyncio.gather(*(database.run(keep(f"k{n}")) for n in range(writers)))

    assert len(await database.read(waiting)) == writers


async def test_a_caller_that_goes_away_takes_nobody_down(database: Database) -> None:
    for number in range(20):
        caller = asyncio.create_task(database.run(keep(f"gone{number}")))
        await asyncio.sleep(0)
        caller.cancel()

    assert await database.run(keep("a")) is not None


async def test_a_statement_that_can_never_work_is_a_bug_and_not_bad_weather(
    database: Database,
) -> None:
    with pytest.raises(DBAPIError):
        await database.run(lambda store: store.session.execute(text("SELECT no_such_column")))
