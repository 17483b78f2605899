"""Bad moments: events that come again, two taps at once, a database that is locked or full."""

import asyncio
import sqlite3
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import Connection

from bot.platforms.adapter import Incoming
from handlers.messages import Said
from storage import database as database_module
from storage.errors import Unavailable
from storage.outbox import OutboxRow

Stage = Any  # tests/bot/conftest.py


async def test_the_same_event_three_times_is_answered_once(stage: Stage) -> None:
    ana = stage.person("ana")
    event = Incoming("e1", ana.message(Said.TEXT, "find remittances"))

    await asyncio.gather(*(ana.post.receive([event]) for _ in range(3)))
    await ana.hears()
    await stage.hub.intake.settle()
    await stage.hub.delivery.idle()

    assert ana.post.letters.empty()
    answers = stage.hub.database.read_now(lambda store: store.session.query(OutboxRow).count())
    assert answers == 1


async def test_two_people_tapping_the_same_button_at_once_both_get_an_answer(stage: Stage) -> None:
    ana, ben = stage.person("ana", group="-100"), stage.person("ben", group="-100")
    await ana.says("find remittances")
    action, about = ana.choice("More").action, ana.about
    taps = [
        Incoming(f"tap-{each.account}", each.message(Said.TAP, action, about=about))
        for each in (ana, ben)
    ]

    await asyncio.gather(*(ana.post.receive([tap]) for tap in taps))
    first, second = await ana.hears(), await ana.hears()

    assert first.phrase == second.phrase == "resource-found"
    assert first.entries == second.entries


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who waits for a lock a tenth of a second, not five."""
    monkeypatch.setattr(database_module, "LOCK_PATIENCE_MS", 100)


@pytest.mark.usefixtures("impatient")
async def test_a_locked_database_takes_nothing_and_loses_nothing(stage: Stage) -> None:
    """The platform is told to come again, and the answer comes when the lock is gone."""
    ana = stage.person("ana")
    await ana.says("help")
    await stage.hub.delivery.idle()
    event = Incoming("e1", ana.message(Said.TEXT, "help"))

    other = sqlite3.connect(stage.hub.database.url.removeprefix("sqlite:///"))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable):
        await ana.post.receive([event])
    other.rollback()
    other.close()
    await ana.post.receive([event])

    assert (await ana.hears()).phrase == "help"


async def test_a_full_database_takes_nothing_and_loses_nothing(stage: Stage) -> None:
    ana = stage.person("ana")
    most_pages = 1

    def limit(connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={most_pages}")

    events = [Incoming(f"e{n}", ana.message(Said.TEXT, "help " * 8_000)) for n in range(3)]
    sqlalchemy.event.listen(stage.hub.database.engine, "begin", limit, insert=True)
    refused = await asyncio.gather(
        *(ana.post.receive([event]) for event in events), return_exceptions=True
    )
    most_pages = 1_000_000
    for event in events:
        await ana.post.receive([event])
    for _ in events:
        await ana.hears()
    await stage.hub.intake.settle()
    await stage.hub.delivery.idle()

    assert any(isinstance(each, Unavailable) for each in refused)
    assert ana.post.letters.empty()
