"""A group's week in its channel: once, on the first working day, and without names."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from handlers import digests
from handlers.messages import Reply
from storage.database import Database
from storage.outbox import OutboxRow
from storage.roles import Role
from storage.store import Store
from storage.workplans import GroupSpace
from tests.handlers.reminded import DAY, GROUP, HOUR, MONDAY, World, _text


@pytest.fixture
def world(sqlite_with_tables: str) -> Iterator[World]:
    database = Database(sqlite_with_tables)
    yield World(database)
    database.close()


def channel(world: World) -> None:
    space = GroupSpace(
        group_id=GROUP, platform="slack", workspace="T1", conversation="C1", since=world.now
    )
    world.run(lambda store: store.workplans.open_space(space))


def told(world: World) -> list[str]:
    """What the channel hears if the clock ticks now; twice, as two replicas do."""

    def unit(store: Store) -> list[str]:
        for _ in range(2):
            for space in digests.due(store, world.now, 10):
                digests.tell(store, space, world.now)
        rows = store.session.query(OutboxRow).filter(OutboxRow.key.startswith(digests.KEY)).all()
        said = [digests.compose(store, each.key, world.now) for each in rows]
        for each in rows:
            store.session.delete(each)
        return [_text(each, "UTC") for each in said if isinstance(each, Reply)]

    return world.run(unit)


def test_a_channel_hears_of_its_week_once_and_of_nobody(world: World) -> None:
    owner = world.person(Role.LEAD)
    channel(world)
    world.promised(owner, date(2027, 2, 20))
    world.promised(owner, date(2027, 3, 20))
    world.promised(owner, date(2027, 7, 1))
    first = told(world)
    world.now = MONDAY + 2 * DAY
    again = told(world)
    world.now = datetime(2027, 3, 8, 7, tzinfo=UTC)
    early = told(world)
    world.now += HOUR
    next_week = told(world)

    (text,) = first
    assert text.splitlines() == [
        "The weeks ahead for CWG 9.9 Returns:",
        "Late since February 20, 2027: CWG 9.9-D1 A guidance note",
        "March 20, 2027: CWG 9.9-D2 A guidance note",
    ]
    assert (again, early, len(next_week)) == ([], [], 1)


def test_a_week_with_nothing_in_it_is_not_spoken_of(world: World) -> None:
    world.person(Role.LEAD)
    channel(world)

    assert told(world) == []
