"""Intake: kept before it is acknowledged, answered in order, one at a time in a conversation."""

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from sqlalchemy import select

from bot.platforms.adapter import Incoming
from bot.slots import Knowledge
from handlers.messages import Said
from storage.errors import Unavailable
from storage.inbox import InboxRow, InboxState
from storage.store import Store

Stage = Any  # tests/bot/conftest.py


def kept(store: Store) -> list[tuple[InboxState, str]]:
    found = store.session.execute(select(InboxRow.state, InboxRow.message).order_by(InboxRow.id))
    return [(InboxState(state), message) for state, message in found]


async def test_a_message_is_kept_as_handled_and_without_its_words(stage: Stage) -> None:
    await stage.person("ana").says("find remittances")

    assert stage.hub.database.read_now(kept) == [(InboxState.HANDLED, "")]


async def test_what_is_refused_is_kept_as_handled_too(stage: Stage) -> None:
    await stage.person("ana", group="g1").says("me")

    assert stage.hub.database.read_now(kept) == [(InboxState.HANDLED, "")]


async def test_many_messages_at_once_are_answered_in_their_order(stage: Stage) -> None:
    ana = stage.person("ana")
    words = ["remittances", "trafficking", "detention"]
    said = [
        stage.hub.intake.receive([Incoming(each, ana.message(Said.TEXT, f"find {each}"))])
        for each in words
    ]
    await asyncio.gather(*said)
    answers = [str((await ana.hears()).details["question"]) for _ in words]

    assert answers == words


async def test_messages_one_after_another_never_overtake_each_other(stage: Stage) -> None:
    """Each comes while the one before is being kept, or has just been answered."""
    ana = stage.person("ana")
    said = []
    for number in range(12):
        incoming = Incoming(f"{number}", ana.message(Said.TEXT, f"find remittances {number}"))
        said.append(asyncio.create_task(stage.hub.intake.receive([incoming])))
        await asyncio.sleep(number * 0.002)
        stage.clock.ahead += timedelta(seconds=2)  # more than the pace of a conversation
    await asyncio.gather(*said)
    answers = [str((await ana.hears()).details["question"]) for _ in said]

    assert answers == [f"remittances {number}" for number in range(12)]


async def test_a_batch_is_answered_whole(stage: Stage) -> None:
    people = [stage.person(f"p{number}") for number in range(8)]
    batch = [Incoming(each.account, each.message(Said.TEXT, "help")) for each in people]
    await stage.hub.intake.receive(batch)
    await stage.hub.intake.settle()
    said = stage.posts[people[0].post.platform].said
    async with asyncio.timeout(5):
        while len(said) < len(people):  # the pace spreads them over a moment
            await stage.hub.delivery.idle()
            await asyncio.sleep(0.01)

    assert len(said) == len(people)


async def test_a_stopping_hub_takes_nothing_more(stage: Stage) -> None:
    ana = stage.person("ana")
    await stage.hub.intake.stop()

    with pytest.raises(Unavailable):
        await stage.hub.intake.receive([Incoming("1", ana.message(Said.TEXT, "help"))])
    assert stage.hub.database.read_now(kept) == []


class Noted(Knowledge):
    """Notes which thread builds what understanding needs, and how often."""

    builders: ClassVar[list[threading.Thread]] = []

    def warm(self) -> None:
        self.builders.append(threading.current_thread())


async def test_a_thread_makes_ready_for_questions_when_somebody_writes_first(stage: Stage) -> None:
    stage.hub.router = replace(stage.hub.router, knowledge=Noted())
    ana, ben = stage.person("ana"), stage.person("ben")

    await asyncio.gather(
        ana.post.receive([Incoming("a", ana.message(Said.TEXT, "help"))]),
        ben.post.receive([Incoming("b", ben.message(Said.TEXT, "help"))]),
    )
    await stage.hub.intake.settle()

    assert len(Noted.builders) == 1
    assert Noted.builders[0] is not threading.main_thread()
