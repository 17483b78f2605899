"""What people may send at their worst, over both platforms' wires; one file, for its fixture."""

import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot import assembly
from bot.platforms.adapter import Adapter
from bot.platforms.slack import SlackAdapter
from bot.platforms.slack_client import SlackKeys
from bot.platforms.telegram import TelegramAdapter
from bot.router import Router
from bot.sandbox.slack import SlackSandbox
from bot.sandbox.telegram import TelegramSandbox
from config.settings import Settings
from config.taxonomy import Platform
from storage.inbox import InboxState

TEXTS = [
    "👍👍👍",
    "\u202e\u202d\u200fabc",
    "a\x01\x07b",
    '" OR *',
    "NEAR(",
    'find "unbalanced',
    "'; DROP TABLE people; --",
    "@channel <!everyone> <!channel> <@U1> <b>bold</b> *x* _y_ `z` & &amp;",
    "ما هي بدائل الاحتجاز للأطفال؟",
    "fnd remittances",
    "migration " * 400,
]
LONGEST_ON_SLACK = "a" * 39_990
CODE = re.compile(r"link [\w-]{6,}")
MARKUP = "<b>*_~`[x](y)&<!everyone>"


@dataclass
class Wired:
    """A running hub, connected to a Slack and a Telegram of this machine."""

    hub: assembly.Hub
    slack: SlackSandbox
    telegram: TelegramSandbox

    def failed(self) -> int:
        counts = self.hub.database.read_now(lambda store: store.inbox.counts())
        return counts[InboxState.FAILED]


@pytest.fixture
async def wired(sample: Path, tmp_path: Path, router: Router) -> AsyncIterator[Wired]:
    copy = Path(shutil.copytree(sample, tmp_path / "hub"))
    chosen = Settings(database_url=f"sqlite:///{copy / 'hub.sqlite'}", model="off")
    database, search = assembly.open_database(chosen)
    async with SlackSandbox() as slack, TelegramSandbox() as telegram:
        adapters: dict[Platform, Adapter] = {
            Platform.SLACK: SlackAdapter(
                SlackKeys(slack.api_url, slack.bot_token, app_token=slack.app_token)
            ),
            Platform.TELEGRAM: TelegramAdapter(
                telegram.token,
                api_url=telegram.api_url,
                phrases=router.phrases,
                poll_for=timedelta(seconds=1),
            ),
        }
        hub = assembly.Hub(database, search, adapters, router)
        await hub.start()
        yield Wired(hub, slack, telegram)
        await hub.stop()
    search.close()
    database.close()


async def test_whatever_is_written_on_slack_is_answered_and_calls_nobody(wired: Wired) -> None:
    texts = [*TEXTS, LONGEST_ON_SLACK]
    people = [wired.slack.person(f"U{n}", name=MARKUP) for n in range(len(texts))]
    for person, text in zip(people, texts, strict=True):
        await person.writes(text)
    answers = [await wired.slack.wait_for_message(each.dm, timeout=20) for each in people]

    assert all(answer.shown for answer in answers)
    assert not any("<!" in answer.text or "<@" in answer.text for answer in answers)
    assert wired.failed() == 0


async def test_whatever_is_written_on_telegram_is_answered(wired: Wired) -> None:
    people = [wired.telegram.person(100 + n, name=MARKUP) for n in range(len(TEXTS))]
    for person, text in zip(people, TEXTS, strict=True):
        await person.starts()
        first = await wired.telegram.wait_for_message(person)
        await person.writes(text)
        await wired.telegram.wait_for_message(person, after=first, timeout=20)

    assert wired.failed() == 0


async def test_a_command_without_words_is_answered_on_both(wired: Wired) -> None:
    person, other = wired.slack.person("U1"), wired.telegram.person(7)
    outcome = await person.commands("/hub", "")
    await other.writes("/find")
    answer = await wired.telegram.wait_for_message(other)

    assert outcome.acknowledged
    assert answer.text
    assert wired.failed() == 0


async def test_one_person_on_both_platforms_links_them_and_is_forgotten(wired: Wired) -> None:
    slack, telegram = wired.slack.person("U1"), wired.telegram.person(7)
    asked = await slack.writes("link")
    offered = await wired.slack.wait_for_message(slack.dm, after=asked)
    code = CODE.search(offered.shown)
    assert code, offered.shown
    await telegram.writes(code[0])
    linked = await wired.telegram.wait_for_message(telegram)
    warned = await wired.slack.wait_for_message(slack.dm, after=offered)
    await telegram.writes("me")
    known = await wired.telegram.wait_for_message(telegram, after=linked)
    await telegram.writes("forget me")
    sure = await wired.telegram.wait_for_message(telegram, after=known)

    assert "Slack" in known.text
    assert warned.shown
    assert sure.text


async def test_a_group_that_becomes_a_supergroup_is_answered_where_it_went(wired: Wired) -> None:
    ana = wired.telegram.person(7)
    group = wired.telegram.group(-100, ana)
    await ana.says(group, "/find remittances")
    moved = await wired.telegram.becomes_supergroup(group, ana)
    answer = await wired.telegram.wait_for_message(moved, timeout=20)
    asked = await ana.says(moved, "/find trafficking")
    second = await wired.telegram.wait_for_message(moved, after=asked, timeout=20)

    assert answer.text
    assert "trafficking" in second.text
    assert wired.failed() == 0


async def test_a_button_that_nobody_knows_any_more_says_so(wired: Wired) -> None:
    ana = wired.telegram.person(7)
    await ana.starts()
    welcome = await wired.telegram.wait_for_message(ana)
    ana.sends_data(welcome, "of-last-year:999999")
    told = await wired.telegram.wait_for_message(ana, after=welcome)

    assert "recognise that button" in told.text
    assert wired.failed() == 0
