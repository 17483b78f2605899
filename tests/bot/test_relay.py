"""Two people talk by way of the hub: one in Slack, the other in Telegram, over the wire."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

import pytest

from bot.router import Router
from bot.sandbox.faults import Kind
from bot.sandbox.record import Json
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.slack_world import SlackMessage
from bot.sandbox.telegram_people import TelegramPerson
from bot.sandbox.telegram_world import TelegramMessage
from config.taxonomy import Platform
from handlers import relays
from handlers.messages import Reply, pack_reply
from handlers.relays import Side
from storage.outbox import OutboxState
from storage.people import Account
from storage.places import Place
from storage.relays import Because, RelayWord
from storage.store import Store
from tests.bot.wire import Wire, connected


@dataclass
class Line(Wire):
    """Amina asks in Slack, Paul answers in Telegram; the hub has introduced them."""

    relay_id: int = 0

    @cached_property
    def amina(self) -> SlackPerson:
        return self.slack.person("U1", name="Amina Diallo")

    @cached_property
    def paul(self) -> TelegramPerson:
        return self.telegram.person(7, name="Paul")

    async def read(self, words: str) -> SlackMessage:
        """What Amina sees with these words."""
        dm = self.amina.dm.messages
        return await self.glimpsed(
            lambda: [each for each in dm.values() if words in each.shown and not each.deleted]
        )

    async def heard(self, words: str) -> TelegramMessage:
        """What Paul sees with these words."""
        chat = self.paul.chat.messages
        return await self.glimpsed(
            lambda: [each for each in chat.values() if words in each.text and not each.deleted]
        )

    async def gone(self, words: str, *, by: SlackPerson | TelegramPerson) -> None:
        await self.until(lambda: not self.carried(words, by=by))

    def carried(self, words: str, *, by: SlackPerson | TelegramPerson) -> int:
        """How many messages in their conversation with the hub show these words."""
        if isinstance(by, SlackPerson):
            return sum(words in each.shown for each in self.slack.messages(by))
        standing = by.chat.messages.values()
        return sum(words in each.text for each in standing if not each.deleted)

    async def thread(self) -> str:
        opening = await self.read("Meet Paul")
        return opening.ts

    async def tend(self, *, later: timedelta = timedelta(0)) -> None:
        at = datetime.now(UTC) + later
        for each in await self.hub.database.run(lambda store: relays.due(store, at, 50)):
            await self.hub.database.run(lambda store, each=each: relays.tend(store, each, at))  # type: ignore[misc]
        self.hub.delivery.poke()


@pytest.fixture
async def line(made_url: str, router: Router) -> AsyncIterator[Line]:
    async with connected(Line, made_url, router) as line:
        await line.amina.writes("hello")
        await line.paul.starts()
        await line.shown("Hello", line.amina)
        await line.told("Hello", line.paul)
        line.relay_id = await line.hub.database.run(opened)
        line.hub.delivery.poke()
        yield line


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
    asked = await line.heard("How do you verify")
    await line.paul.writes("By interview.\nSee https://un.org/x", reply_to=asked)
    answered = await line.read("By interview.")

    assert asked.text.startswith("Amina Diallo:\nHow do you verify <!channel> *age*, @")
    assert answered.shown.startswith("Paul:\nBy interview.\nSee https://un.org/x")
    assert answered.thread_ts == thread
    assert "<!channel>" not in answered.text


async def test_of_what_is_formatted_words_and_addresses_are_carried(line: Line) -> None:
    thread = await line.thread()
    await line.amina.writes(
        "*Two* steps, see our guide",
        thread_ts=thread,
        formatted=[
            section(run("Two", bold=True), run(" steps, see "), GUIDE, run(":\n")),
            {"type": "rich_text_list", "style": "ordered", "elements": [section(run("Ask"))]},
            {"type": "rich_text_preformatted", "elements": [run("a = *b*")]},
        ],
    )
    asked = await line.heard("Two steps")
    manual = {"type": "text_link", "offset": 12, "length": 10, "url": "https://un.org/manual"}
    bold = {"type": "bold", "offset": 0, "length": 2}
    await line.paul.writes("By 🎉 as in the manual.", reply_to=asked, formatted=[bold, manual])
    answered = await line.read("the manual")

    assert "Two steps, see our guide (https://un.org/guide):\n1. Ask\na = *b*" in asked.text
    assert "By 🎉 as in the manual (https://un.org/manual)." in answered.shown


GUIDE: Json = {"type": "link", "url": "https://un.org/guide", "text": "our guide"}


def run(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text} | ({"style": style} if style else {})


def section(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


async def test_everything_arrives_once_and_in_order_both_ways(line: Line) -> None:
    thread = await line.thread()
    meet = await line.heard("Meet Amina")
    for number in range(4):
        await line.amina.writes(f"question {number}", thread_ts=thread)
        await line.paul.writes(f"answer {number}", reply_to=meet)
    await line.read("answer 3")
    await line.heard("question 3")

    heard = [
        each.text[-10:] for each in line.paul.chat.messages.values() if "question" in each.text
    ]
    read = [each.shown[-8:] for each in line.amina.dm.messages.values() if "Paul:" in each.shown]
    assert heard == [f"question {number}" for number in range(4)]
    assert read == [f"answer {number}" for number in range(4)]


async def test_edits_deletions_and_reactions_are_carried(line: Line) -> None:
    thread = await line.thread()
    said = await line.amina.writes("on Monday", thread_ts=thread)
    heard = await line.heard("on Monday")
    await line.amina.edits(said, "on Tuesday")
    await line.heard("on Tuesday")
    await line.paul.reacts(heard, "👍")
    await line.until(lambda: [each[1] for each in said.reactions] == ["+1"])
    await line.paul.reacts(heard)
    await line.until(lambda: not said.reactions)
    await line.amina.reacts(said, "tada")
    await line.until(lambda: ["🎉"] in heard.reactions.values())
    await line.amina.deletes(said)
    await line.gone("on Tuesday", by=line.paul)

    assert heard.text.startswith("Amina Diallo (edited):")


async def test_an_edit_in_telegram_changes_what_slack_shows(line: Line) -> None:
    meet = await line.heard("Meet Amina")
    said = await line.paul.writes("ask UNHCR", reply_to=meet)
    read = await line.read("ask UNHCR")
    await line.paul.edits(said, "ask IOM")
    await line.read("ask IOM")
    await line.paul.writes("/takeback", reply_to=said)
    await line.gone("ask IOM", by=line.amina)
    confirmed = await line.heard("Taken back")

    assert read.deleted
    assert "Amina Diallo no longer sees it" in confirmed.text


async def test_talking_says_so_on_every_screen_and_ends_with_a_tap(line: Line) -> None:
    meet = await line.heard("Meet Amina")
    await line.paul.taps(meet, "Write to Amina")
    screen = await line.heard("You are talking to Amina Diallo")
    await line.paul.writes("hello there")
    await line.read("hello there")
    await line.paul.writes("/help")
    helped = await line.heard("News:")
    await line.amina.writes("hi", thread_ts=await line.thread())
    heard = await line.heard("Amina Diallo:\nhi")
    await line.paul.taps(screen, "Stop talking")
    await line.heard("is for me again")
    await line.paul.writes("thanks")
    await line.settled()

    assert "You are talking to Amina Diallo" in helped.text
    assert any("Stop talking" in each["text"] for each in heard.buttons())
    assert line.carried("thanks", by=line.amina) == 0


async def test_what_is_said_to_the_hub_instead_reaches_the_other_with_a_tap(line: Line) -> None:
    await line.thread()
    await line.amina.writes("We could meet on Thursday at ten, would that suit you?")
    stayed = await line.read("Paul did not get it")
    assert not line.carried("Thursday", by=line.paul)
    send = "Send it to Paul"
    await line.amina.taps(stayed, send)
    told = await line.heard("We could meet on Thursday at ten")
    await line.amina.taps(stayed, send)

    await line.paul.writes("thursday suits me well")
    kept = await line.heard("Amina Diallo did not get it")
    await line.paul.writes("or perhaps friday suits you better")
    await line.until(lambda: line.carried("did not get it", by=line.paul) == 2)
    await line.paul.taps(kept, "Send it to Amina Diallo")
    await line.heard("I no longer have those words")

    assert told.text.startswith("Amina Diallo:")
    assert line.carried("We could meet on Thursday", by=line.paul) == 1
    assert not line.carried("thursday suits me well", by=line.amina)
    assert not await line.hub.database.run(lambda store: store.gaps.most_asked(limit=5))


async def test_what_stayed_with_the_hub_is_forgotten_with_the_conversation(line: Line) -> None:
    await line.thread()
    await line.amina.writes("We could meet on Thursday at ten, would that suit you?")
    await line.read("Paul did not get it")
    at = datetime.now(UTC)
    await line.hub.database.run(
        lambda store: relays.end(store, line.relay_id, because=Because.SAID, at=at)
    )

    kept = await line.hub.database.run(lambda store: store.session.query(RelayWord).count())
    assert kept == 0


async def test_a_question_by_its_name_is_the_hubs_even_in_touch_with_somebody(line: Line) -> None:
    await line.thread()
    await line.amina.writes("find remittances")
    found = await line.read("remittances")
    assert "did not get it" not in found.shown


async def test_files_are_refused_with_the_reason(line: Line) -> None:
    thread = await line.thread()
    await line.amina.shares("plan.pdf", text="here it is", thread_ts=thread)
    told = await line.read("I can’t carry files yet")
    await line.heard("here it is")

    assert told.thread_ts == thread


async def test_nobody_writes_into_an_ended_one(line: Line) -> None:
    thread = await line.thread()
    meet = await line.heard("Meet Amina")
    said = await line.amina.writes("still here?", thread_ts=thread)
    await line.heard("still here?")
    await line.paul.taps(meet, "End this conversation")
    ask = await line.heard("Neither of you can write")
    await line.paul.taps(ask, "Yes, end it")
    over = await line.read("has ended this conversation")
    await line.amina.writes("one more thing", thread_ts=thread)
    refused = await line.read("so I did not carry that")
    await line.amina.edits(said, "secret")
    await line.amina.reacts(said, "tada")
    await line.settled()

    assert over.thread_ts == refused.thread_ts == thread
    assert line.carried("one more thing", by=line.paul) == line.carried("secret", by=line.paul) == 0


async def test_whoever_leaves_hears_no_more_and_the_other_is_told(line: Line) -> None:
    thread = await line.thread()
    await line.heard("Meet Amina")
    await line.paul.blocks()
    await line.settled()
    await line.amina.writes("are you there?", thread_ts=thread)
    await line.read("can’t be reached here any more")

    assert line.carried("are you there?", by=line.paul) == 0


async def test_a_failed_delivery_is_told_to_the_sender_and_never_logged(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    thread = await line.thread()
    await line.heard("Meet Amina")
    refusal = {"ok": False, "error_code": 400, "description": "Bad Request: too strange"}
    line.telegram.faults.add(Kind.STATUS, "sendMessage", times=1, status=400, body=refusal)
    await line.amina.writes("what now?", thread_ts=thread)
    await line.until(lambda: line.hub.database.read_now(has_failed))
    await line.tend()
    lost = await line.read("This did not reach Paul: “what now?”")

    assert lost.thread_ts == thread
    assert "given up" in caplog.text
    assert "what now" not in caplog.text


def has_failed(store: Store) -> bool:
    return bool(store.outbox.counts()[OutboxState.FAILED])


async def test_two_quiet_weeks_end_it_with_a_warning_before(line: Line) -> None:
    await line.thread()
    await line.heard("Meet Amina")
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
    await line.until(lambda: bool(group.messages))

    assert [each.shown for each in group.messages.values()] == ["Meet each other."]
