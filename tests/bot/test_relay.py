"""Two people talk by way of the hub: one in Slack, the other in Telegram, over the wire."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot import assembly
from bot.platforms.adapter import Adapter
from bot.platforms.slack import SlackAdapter
from bot.platforms.slack_client import SlackKeys
from bot.platforms.telegram import TelegramAdapter
from bot.router import Router
from bot.sandbox.faults import Kind
from bot.sandbox.slack import SlackSandbox
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.slack_world import SlackMessage
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram_people import TelegramPerson
from bot.sandbox.telegram_world import TelegramMessage
from config.taxonomy import Platform
from handlers import relays
from handlers.messages import Reply, pack_reply
from handlers.relays import Side
from storage.base import Base
from storage.database import Database
from storage.people import Account
from storage.places import Place
from storage.relays import Because
from storage.search.engine import Search
from storage.store import Store

PATIENCE_S = 20.0


@dataclass
class Line:
    """Amina asks in Slack, Paul answers in Telegram; the hub has introduced them."""

    hub: assembly.Hub
    slack: SlackSandbox
    telegram: TelegramSandbox
    amina: SlackPerson
    paul: TelegramPerson
    relay_id: int = 0

    async def seen(self, words: str, *, by: SlackPerson | TelegramPerson) -> SlackMessage:
        """The message in somebody's conversation with the hub that shows these words."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                for message in self.standing(by):
                    if words in text_of(message):
                        return message  # type: ignore[return-value]  # of the platform asked for
                await self.hub.delivery.idle()
                await asyncio.sleep(0.02)

    async def told(self, words: str, *, by: TelegramPerson) -> TelegramMessage:
        return await self.seen(words, by=by)  # type: ignore[return-value]  # as `by` is

    async def gone(self, words: str, *, by: SlackPerson | TelegramPerson) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while any(words in text_of(each) for each in self.standing(by)):  # noqa: ASYNC110  # two platforms
                await asyncio.sleep(0.02)

    def standing(
        self, by: SlackPerson | TelegramPerson
    ) -> list[SlackMessage] | list[TelegramMessage]:
        if isinstance(by, SlackPerson):
            return [each for each in by.dm.messages.values() if not each.deleted]
        return [each for each in by.chat.messages.values() if not each.deleted]

    def carried(self, words: str, *, by: SlackPerson | TelegramPerson) -> int:
        return sum(words in text_of(each) for each in self.standing(by))

    async def thread(self) -> str:
        opening = await self.seen("Meet Paul", by=self.amina)
        return opening.ts

    async def tend(self, *, later: timedelta = timedelta(0)) -> None:
        at = datetime.now(UTC) + later
        for each in await self.hub.database.run(lambda store: relays.due(store, at, 50)):
            await self.hub.database.run(lambda store, each=each: relays.tend(store, each, at))  # type: ignore[misc]
        self.hub.delivery.poke()

    async def settled(self) -> None:
        await self.hub.intake.settle()
        await self.hub.delivery.idle()


def text_of(message: SlackMessage | TelegramMessage) -> str:
    return message.shown if isinstance(message, SlackMessage) else message.text


@pytest.fixture
def search() -> Iterator[Search]:
    search = Search(None, patience_seconds=None)
    yield search
    search.close()


@pytest.fixture
def database(database_url: str, search: Search) -> Iterator[Database]:
    database = Database(database_url, search=search)
    Base.metadata.create_all(database.engine)
    yield database
    database.close()


@pytest.fixture
async def line(database: Database, search: Search, router: Router) -> AsyncIterator[Line]:
    async with SlackSandbox(paced=False) as slack, TelegramSandbox(paced=False) as telegram:
        keys = SlackKeys(slack.api_url, slack.bot_token, app_token=slack.app_token)
        adapters: dict[Platform, Adapter] = {
            Platform.SLACK: SlackAdapter(keys),
            Platform.TELEGRAM: TelegramAdapter(
                telegram.token,
                api_url=telegram.api_url,
                phrases=router.phrases,
                poll_for=timedelta(seconds=1),
            ),
        }
        hub = assembly.Hub(database, search, adapters, router)
        await hub.start()
        line = Line(
            hub,
            slack,
            telegram,
            slack.person("U1", name="Amina Diallo"),
            telegram.person(7, name="Paul"),
        )
        await line.amina.writes("hello")
        await line.paul.starts()
        await slack.wait_until(lambda: len(line.amina.dm.messages) > 1)
        await telegram.wait_until(lambda: len(line.paul.chat.messages) > 1)
        line.relay_id = await hub.database.run(opened)
        hub.delivery.poke()
        yield line
        await hub.stop()


def account(store: Store, platform: Platform) -> Account:
    return store.session.query(Account).filter_by(platform=platform).one()


def opened(store: Store) -> int:
    amina, paul = account(store, Platform.SLACK), account(store, Platform.TELEGRAM)
    sides = (
        Side(amina.person_id, "requester", Reply("just", {"what": "Meet Paul."})),
        Side(paul.person_id, "expert", Reply("just", {"what": "Meet Amina."})),
    )
    relay = relays.open_(store, "introduction 1", sides, at=datetime.now(UTC))
    assert relay is not None
    return relay.id


async def test_a_question_in_slack_is_answered_in_telegram_and_back(line: Line) -> None:
    thread = await line.thread()
    await line.amina.writes("How do you verify <!channel> *age*, @everyone?", thread_ts=thread)
    asked = await line.told("How do you verify", by=line.paul)
    await line.paul.writes("By interview.\nSee https://un.org/x", reply_to=asked)
    answered = await line.seen("By interview.", by=line.amina)

    assert asked.text.startswith("Amina Diallo:\nHow do you verify <!channel> *age*, @")
    assert answered.shown.startswith("Paul:\nBy interview.\nSee https://un.org/x")
    assert answered.thread_ts == thread
    assert "<!channel>" not in answered.text


async def test_everything_arrives_once_and_in_order_both_ways(line: Line) -> None:
    thread = await line.thread()
    meet = await line.told("Meet Amina", by=line.paul)
    for number in range(4):
        await line.amina.writes(f"question {number}", thread_ts=thread)
        await line.paul.writes(f"answer {number}", reply_to=meet)
    await line.seen("answer 3", by=line.amina)
    await line.told("question 3", by=line.paul)

    heard = [
        each.text[-10:] for each in line.paul.chat.messages.values() if "question" in each.text
    ]
    read = [each.shown[-8:] for each in line.amina.dm.messages.values() if "Paul:" in each.shown]
    assert heard == [f"question {number}" for number in range(4)]
    assert read == [f"answer {number}" for number in range(4)]


async def test_edits_deletions_and_reactions_are_carried(line: Line) -> None:
    thread = await line.thread()
    said = await line.amina.writes("on Monday", thread_ts=thread)
    heard = await line.told("on Monday", by=line.paul)
    await line.amina.edits(said, "on Tuesday")
    await line.told("on Tuesday", by=line.paul)
    await line.paul.reacts(heard, "👍")
    await line.slack.wait_until(lambda: [each[1] for each in said.reactions] == ["+1"])
    await line.paul.reacts(heard)
    await line.slack.wait_until(lambda: not said.reactions)
    await line.amina.reacts(said, "tada")
    await line.telegram.wait_until(lambda: ["🎉"] in heard.reactions.values())
    await line.amina.deletes(said)
    await line.gone("on Tuesday", by=line.paul)

    assert heard.text.startswith("Amina Diallo (edited):")


async def test_an_edit_in_telegram_changes_what_slack_shows(line: Line) -> None:
    meet = await line.told("Meet Amina", by=line.paul)
    said = await line.paul.writes("ask UNHCR", reply_to=meet)
    read = await line.seen("ask UNHCR", by=line.amina)
    await line.paul.edits(said, "ask IOM")
    await line.seen("ask IOM", by=line.amina)
    await line.paul.writes("/takeback", reply_to=said)
    await line.gone("ask IOM", by=line.amina)
    confirmed = await line.told("Taken back", by=line.paul)

    assert read.deleted
    assert "Amina Diallo no longer sees it" in confirmed.text


async def test_talking_says_so_on_every_screen_and_ends_with_a_tap(line: Line) -> None:
    meet = await line.told("Meet Amina", by=line.paul)
    await line.paul.taps(meet, "Write to Amina")
    screen = await line.told("You are talking to Amina Diallo", by=line.paul)
    await line.paul.writes("hello there")
    await line.seen("hello there", by=line.amina)
    await line.paul.writes("/help")
    helped = await line.told("News:", by=line.paul)
    await line.amina.writes("hi", thread_ts=await line.thread())
    heard = await line.told("Amina Diallo:\nhi", by=line.paul)
    await line.paul.taps(screen, "Stop talking")
    await line.told("is for me again", by=line.paul)
    await line.paul.writes("thanks")
    await line.settled()

    assert "You are talking to Amina Diallo" in helped.text
    assert any("Stop talking" in each["text"] for each in heard.buttons())
    assert line.carried("thanks", by=line.amina) == 0


async def test_files_are_refused_with_the_reason(line: Line) -> None:
    thread = await line.thread()
    await line.amina.shares("plan.pdf", text="here it is", thread_ts=thread)
    told = await line.seen("I can’t carry files yet", by=line.amina)
    await line.told("here it is", by=line.paul)

    assert told.thread_ts == thread


async def test_nobody_writes_into_an_ended_one(line: Line) -> None:
    thread = await line.thread()
    meet = await line.told("Meet Amina", by=line.paul)
    said = await line.amina.writes("still here?", thread_ts=thread)
    await line.told("still here?", by=line.paul)
    await line.paul.taps(meet, "End this conversation")
    ask = await line.told("Neither of you can write", by=line.paul)
    await line.paul.taps(ask, "Yes, end it")
    over = await line.seen("has ended this conversation", by=line.amina)
    await line.amina.writes("one more thing", thread_ts=thread)
    refused = await line.seen("so I did not carry that", by=line.amina)
    await line.amina.edits(said, "secret")
    await line.amina.reacts(said, "tada")
    await line.settled()

    assert over.thread_ts == refused.thread_ts == thread
    assert line.carried("one more thing", by=line.paul) == line.carried("secret", by=line.paul) == 0


async def test_whoever_leaves_hears_no_more_and_the_other_is_told(line: Line) -> None:
    thread = await line.thread()
    await line.told("Meet Amina", by=line.paul)
    await line.paul.blocks()
    await line.settled()
    await line.amina.writes("are you there?", thread_ts=thread)
    await line.seen("can’t be reached here any more", by=line.amina)

    assert line.carried("are you there?", by=line.paul) == 0


async def test_a_failed_delivery_is_told_to_the_sender(line: Line) -> None:
    thread = await line.thread()
    await line.told("Meet Amina", by=line.paul)
    refusal = {"ok": False, "error_code": 400, "description": "Bad Request: too strange"}
    line.telegram.faults.add(Kind.STATUS, "sendMessage", times=1, status=400, body=refusal)
    await line.amina.writes("what now?", thread_ts=thread)
    await line.settled()
    await asyncio.sleep(0.2)
    await line.settled()
    await line.tend()
    lost = await line.seen("This did not reach Paul: “what now?”", by=line.amina)

    assert lost.thread_ts == thread


async def test_two_quiet_weeks_end_it_with_a_warning_before(line: Line) -> None:
    await line.thread()
    await line.told("Meet Amina", by=line.paul)
    await line.tend(later=timedelta(days=12, hours=1))
    await line.tend(later=timedelta(days=14, hours=2))

    state = await line.hub.database.run(
        lambda store: store.relays.get(line.relay_id).ended_because  # type: ignore[union-attr]  # it is there
    )
    assert state is Because.QUIET


async def test_several_people_share_a_group_conversation(line: Line) -> None:
    line.slack.person("U2")
    place = Place(Platform.SLACK, "U1,U2", line.slack.workspace.id)

    def leave(store: Store) -> None:
        reply = pack_reply(Reply("just", {"what": "Meet each other."}))
        person_id = account(store, Platform.SLACK).person_id
        store.outbox.notify("g", reply, person_id=person_id, due_at=datetime.now(UTC), to=place)

    await line.hub.database.run(leave)
    line.hub.delivery.poke()
    group = line.slack.workspace.group_dm({"U1", "U2"})
    await line.slack.wait_until(lambda: bool(group.messages))

    assert [each.shown for each in group.messages.values()] == ["Meet each other."]
