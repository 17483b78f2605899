"""What people may send at their worst, over both platforms' wires and in a terminal, as listed."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from rich.console import Console
from sqlalchemy import Connection, delete, event

from bot import assembly
from bot.platforms.adapter import Adapter
from bot.platforms.console import ConsoleAdapter
from bot.platforms.console_screen import Screen
from bot.platforms.slack import SlackAdapter
from bot.platforms.slack_client import SlackKeys
from bot.platforms.telegram import TelegramAdapter
from bot.router import Router
from bot.sandbox.slack import SlackSandbox
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram_people import TelegramPerson
from config.phrases import Voice
from config.settings import Settings
from config.taxonomy import Platform
from handlers.messages import Reply, pack_reply
from storage import database as database_module
from storage.inbox import InboxState
from storage.outbox import OutboxState
from storage.questions import Question
from storage.store import Store

pytestmark = pytest.mark.asyncio(loop_scope="module")

MARKUP = "<b>*_~`[x](y)&<!everyone>"
"""What everybody here is called."""
LONGEST_ON_TELEGRAM = 4_096
RETRIES_S = (0.2, *[0.3] * 20)
PATIENCE_S = 30.0
NEEDS_WORDS = "I need a few words to go on"
ASKED = {
    "only emoji": ("👍👍👍", NEEDS_WORDS),
    "only signs": ("... ?!", NEEDS_WORDS),
    "40,000 characters": ("a" * 39_990, "I read the first 2,000 characters of that"),
    "right-to-left text": ("ما هي بدائل الاحتجاز للأطفال؟", "“بدائل الاحتجاز للأطفال”"),
    "marks of direction": ("\u202e\u202d\u200fremittances", "“remittances”"),
    "control characters": ("remit\x01\x07tances", "“remittances”"),
    "only control characters": ("\x01\x08", NEEDS_WORDS),
    "SQL": ("'; DROP TABLE people; --", "“'; DROP TABLE people; --”"),
    "operators": ('" OR *', 'I found nothing on “" OR *”'),
    "NEAR": ("NEAR(", "“NEAR(”"),
    "an unbalanced quote": ('find "remittances', "“remittances”"),
    "an unbalanced bracket": ("who knows about (returns", "“returns”"),
    "one letter": ("a", "I found nothing on “a”"),
    "only small words": ("the of and", "What do you want to read about?"),
    "only an address": ("https://migrationnetwork.un.org/about", "One result for"),
    "a document symbol": ("A/RES/73/195", "A/RES/73/195 Global Compact"),
    "three scripts": ("remittances переводы 汇款", "“remittances переводы 汇款”"),
    "a zero-width space": ("remit\u200btances", "“remittances”"),
    "operators of the index": ('+returns -"fees" title:x^2 [a TO b] NOT foo~2', "Results 1 to 5"),
    "a command, misspelt": ("/fnd remittances", "I don’t know “fnd”"),
    "@channel": ("find @channel <!everyone> <!here> <@U1>", "I found nothing"),
    "markup": ("find <b>bold</b> *x* `z` & &amp;", "I found nothing"),
    "nobody's name but markup": ("me", "Your settings"),
}


@dataclass
class Terminal:
    """A terminal whose input is a pipe."""

    output: StringIO = field(default_factory=StringIO)

    def __post_init__(self) -> None:
        source, self._sink = os.pipe()
        self.screen = Screen(Console(file=self.output, width=100), source=source)

    async def answers(self, text: str) -> str:
        """What is shown after this was typed."""
        before = len(self.output.getvalue())
        os.write(self._sink, f"{text}\n".encode())
        async with asyncio.timeout(PATIENCE_S):
            while len(self.output.getvalue()) <= before + len(text) + 10:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        return " ".join(self.output.getvalue()[before:].split())


@dataclass
class Wired:
    """A running hub, connected to a Slack, a Telegram and a terminal of this machine."""

    hub: assembly.Hub
    slack: SlackSandbox
    telegram: TelegramSandbox
    terminal: Terminal
    numbers: "count[int]" = field(default_factory=lambda: count(100))

    def on_slack(self) -> SlackPerson:
        """Somebody new."""
        return self.slack.person(f"U{next(self.numbers)}", name=MARKUP)

    def on_telegram(self) -> TelegramPerson:
        return self.telegram.person(next(self.numbers), name=MARKUP)

    async def slack_says(self, text: str, by: SlackPerson) -> str:
        asked = await by.writes(text)
        return (await self.slack.wait_for_message(by.dm, after=asked, timeout=PATIENCE_S)).shown

    async def telegram_says(self, text: str, by: TelegramPerson) -> str:
        asked = await by.writes(text[:LONGEST_ON_TELEGRAM])
        found = await self.telegram.wait_for_message(by, after=asked, timeout=PATIENCE_S)
        labels = (
            each["text"] for row in (found.markup or {}).get("inline_keyboard", ()) for each in row
        )
        return " ".join([found.text, *labels])

    def counts(self) -> tuple[int, int]:
        """Messages that failed, letters that were given up."""
        inbox, outbox = self.hub.database.read_now(
            lambda store: (store.inbox.counts(), store.outbox.counts())
        )
        return inbox[InboxState.FAILED], outbox[OutboxState.FAILED]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def wired(
    sample: Path, tmp_path_factory: pytest.TempPathFactory, router: Router
) -> AsyncIterator[Wired]:
    """One hub for the whole list: people differ, so that no answer depends on another."""
    copy = Path(shutil.copytree(sample, tmp_path_factory.mktemp("bad-input") / "hub"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database_module, "LOCK_PATIENCE_MS", 100)
        async with running(f"sqlite:///{copy / 'hub.sqlite'}", router) as found:
            yield found
            assert found.counts()[0] == 0, "a message failed"


@asynccontextmanager
async def running(url: str, router: Router) -> AsyncIterator[Wired]:
    database, search = assembly.open_database(Settings(database_url=url, model="off"))
    terminal = Terminal()
    async with SlackSandbox(retry_after=RETRIES_S) as slack, TelegramSandbox() as telegram:
        keys = SlackKeys(slack.api_url, slack.bot_token, app_token=slack.app_token)
        adapters: dict[Platform, Adapter] = {
            Platform.SLACK: SlackAdapter(keys),
            Platform.TELEGRAM: TelegramAdapter(
                telegram.token,
                api_url=telegram.api_url,
                phrases=router.phrases,
                poll_for=timedelta(seconds=1),
            ),
            Platform.CONSOLE: ConsoleAdapter(
                terminal.screen, account="me", voice=Voice(router.phrases), greets=False
            ),
        }
        hub = assembly.Hub(database, search, adapters, router)
        await hub.start()
        yield Wired(hub, slack, telegram, terminal)
        await hub.stop()
    search.close()
    database.close()


@pytest.mark.parametrize("what", ASKED)
async def test_it_is_answered_well_on_slack_on_telegram_and_in_a_terminal(
    wired: Wired, what: str
) -> None:
    text, expected = ASKED[what]
    slack, telegram, terminal = await asyncio.gather(
        wired.slack_says(text, wired.on_slack()),
        wired.telegram_says(text, wired.on_telegram()),
        wired.terminal.answers(text) if len(text) < LONGEST_ON_TELEGRAM else _nothing(expected),
    )

    assert expected in slack
    assert expected in telegram
    assert expected in terminal
    assert "Did you mean “" not in slack
    assert "went wrong" not in slack + telegram + terminal


async def _nothing(expected: str) -> str:
    """No terminal takes so long a line."""
    return expected


async def test_nobody_is_called_by_what_others_are_named_or_write(wired: Wired) -> None:
    ana = wired.on_slack()
    channel = wired.slack.channel("CPING", ana)
    asked = await ana.mentions(channel, "find <!everyone> @here <@U1>")
    answer = await wired.slack.wait_for_message(channel, after=asked, timeout=PATIENCE_S)

    assert "<!" not in answer.text
    assert "<@" not in answer.text


async def test_empty_text_is_asked_about(wired: Wired) -> None:
    ana, ben = wired.on_slack(), wired.on_telegram()
    channel = wired.slack.channel("CEMPTY", ana)
    outcome = await ana.commands("/hub", "", channel=channel)
    mentioned = await ana.mentions(channel, "")
    answer = await wired.slack.wait_for_message(channel, after=mentioned, timeout=PATIENCE_S)

    assert outcome.acknowledged
    assert "Ask in your own words" in answer.shown
    assert "What do you want to read about?" in await wired.telegram_says("/find", ben)


async def test_a_button_of_a_question_that_was_forgotten_says_so(wired: Wired) -> None:
    ana, ben = wired.on_slack(), wired.on_telegram()
    asked = await ana.writes("find remittances")
    shown = await wired.slack.wait_for_message(ana.dm, after=asked, timeout=PATIENCE_S)
    of_ben = await ben.writes("find remittances")
    of_bot = await wired.telegram.wait_for_message(ben, after=of_ben, timeout=PATIENCE_S)
    await wired.hub.database.run(lambda store: store.session.execute(delete(Question)))
    await ana.taps(shown, "More")
    await ben.taps(of_bot, "More")
    on_slack = await wired.slack.wait_for_message(ana.dm, after=shown, timeout=PATIENCE_S)
    on_telegram = await wired.telegram.wait_for_message(ben, after=of_bot, timeout=PATIENCE_S)

    assert "an older question" in on_slack.shown
    assert "an older question" in on_telegram.text


async def test_a_button_that_nobody_knows_says_so(wired: Wired) -> None:
    ana = wired.on_telegram()
    await ana.starts()
    welcome = await wired.telegram.wait_for_message(ana, timeout=PATIENCE_S)
    ana.sends_data(welcome, "of-last-year:999999")
    told = await wired.telegram.wait_for_message(ana, after=welcome, timeout=PATIENCE_S)

    assert "recognise that button" in told.text


async def test_the_same_event_three_times_is_answered_once(wired: Wired) -> None:
    ana, ben = wired.on_slack(), wired.on_telegram()
    asked = await ana.writes("find trafficking")
    wired.slack.redeliver(asked, times=2)
    of_ben = await ben.writes("find trafficking")
    wired.telegram.redeliver(of_ben, times=2)
    await wired.slack.wait_for_message(ana.dm, after=asked, timeout=PATIENCE_S)
    await wired.telegram.wait_for_message(ben, after=of_ben, timeout=PATIENCE_S)
    await wired.slack.settled()
    await wired.telegram.settled()
    await wired.hub.intake.settle()
    await wired.hub.delivery.idle()

    assert len([each for each in wired.slack.messages(ana) if each.bot_id]) == 1
    assert len([each for each in wired.telegram.messages(ben) if each.sender.is_bot]) == 1


async def test_two_people_who_tap_the_same_button_at_once_are_both_answered(wired: Wired) -> None:
    ana, ben = wired.on_slack(), wired.on_slack()
    channel = wired.slack.channel("CTAPS", ana, ben)
    asked = await ana.mentions(channel, "find remittances")
    shown = await wired.slack.wait_for_message(channel, after=asked, timeout=PATIENCE_S)
    outcomes = await asyncio.gather(*(each.taps(shown, "More") for each in (ana, ben)))
    await wired.slack.wait_for_edit(shown, timeout=PATIENCE_S)
    eva, ivo = wired.on_telegram(), wired.on_telegram()
    group = wired.telegram.group(-700, eva, ivo)
    said = await eva.says(group, "/find remittances")
    posted = await wired.telegram.wait_for_message(group, after=said, timeout=PATIENCE_S)
    taps = await asyncio.gather(*(each.taps(posted, "More") for each in (eva, ivo)))
    await asyncio.gather(*(each.wait(timeout=PATIENCE_S) for each in taps))

    assert all(each.acknowledged for each in outcomes)
    assert all(each.answered for each in taps)


async def test_somebody_whom_slack_does_not_know_is_answered(wired: Wired) -> None:
    ghost = wired.on_slack()
    known = wired.slack.workspace.users.pop(ghost.id)
    told = await wired.slack_says("help", ghost)
    wired.slack.workspace.users[ghost.id] = known

    assert "Ask in your own words" in told


async def test_who_has_blocked_the_bot_is_left_alone_until_they_come_back(wired: Wired) -> None:
    ana = wired.on_telegram()
    await wired.telegram_says("help", ana)
    await ana.blocks()
    await wired.telegram.settled()

    def notify(store: Store) -> None:
        account = store.people.account(Platform.TELEGRAM, "", str(ana.id))
        assert account is not None
        store.outbox.notify(
            "n", pack_reply(Reply("help")), person_id=account.person_id, due_at=assembly.now()
        )

    await wired.hub.database.run(notify)
    wired.hub.delivery.poke()
    await wired.hub.delivery.idle()
    said = len(wired.telegram.messages(ana))
    await ana.unblocks()

    assert "Ask in your own words" in await wired.telegram_says("help", ana)
    assert len(wired.telegram.messages(ana)) == said + 2


async def test_a_group_that_becomes_a_supergroup_is_answered_where_it_went(wired: Wired) -> None:
    ana = wired.on_telegram()
    group = wired.telegram.group(-100, ana)
    await ana.says(group, "/find remittances")
    moved = await wired.telegram.becomes_supergroup(group, ana)
    answer = await wired.telegram.wait_for_message(moved, timeout=PATIENCE_S)
    asked = await ana.says(moved, "/find trafficking")
    second = await wired.telegram.wait_for_message(moved, after=asked, timeout=PATIENCE_S)

    assert answer.text
    assert "trafficking" in second.text


@asynccontextmanager
async def locked(wired: Wired) -> AsyncIterator[None]:
    """Somebody else writes to the file, and does not end."""
    other = sqlite3.connect(wired.hub.database.url.removeprefix("sqlite:///"))
    other.execute("BEGIN IMMEDIATE")
    yield
    other.rollback()
    other.close()


@asynccontextmanager
async def full(wired: Wired) -> AsyncIterator[None]:
    """There is no room for another page, nor one that was given back."""
    most = {"pages": 1}
    other = sqlite3.connect(wired.hub.database.url.removeprefix("sqlite:///"))
    other.execute("VACUUM")
    other.close()

    def limit(connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={most['pages']}")

    event.listen(wired.hub.database.engine, "begin", limit, insert=True)
    yield
    most["pages"] = 1_000_000


@pytest.mark.parametrize("outage", [locked, full])
async def test_a_database_that_is_locked_or_full_loses_nothing(
    wired: Wired, outage: Callable[[Wired], AbstractAsyncContextManager[None]]
) -> None:
    ana, ben = wired.on_slack(), wired.on_telegram()
    await wired.telegram_says("help", ben)
    async with outage(wired):
        asked, of_ben = await ana.writes("help " * 3_000), await ben.writes("help " * 800)
        await asyncio.sleep(0.6)
        early = [each for each in wired.slack.messages(ana) if each.bot_id]
    answer = await wired.slack.wait_for_message(ana.dm, after=asked, timeout=PATIENCE_S)
    other = await wired.telegram.wait_for_message(ben, after=of_ben, timeout=PATIENCE_S)

    assert early == []
    assert answer.shown
    assert other.text
