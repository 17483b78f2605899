"""The whole service, killed again and again under flow: nothing is lost, nothing is repeated."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count, cycle
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random
from time import monotonic

import pytest
from sqlalchemy import create_engine, update

from bot.sandbox.slack import SlackSandbox
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.slack_state import App
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram_people import TelegramPerson
from config.taxonomy import Platform
from storage.database import normal_url
from storage.outbox import OutboxRow, OutboxState
from tests import service
from tests.fate import Fates

KILLS = [2, pytest.param(200, marks=[pytest.mark.soak, pytest.mark.timeout(7200)])]
PEOPLE = 12
EVERY_S = 0.12
"""Between two questions, of which each goes to one platform in turn."""
MOST_OPEN = 10 * PEOPLE
"""So many wait for an answer on one platform before people there hold back."""
LIVES_S = (0.0, 0.6)
"""How long it lives on once it has said something; or, every fourth time, once it is started."""
STILL_STARTING = 0.25
SPEAKS_WITHIN_S = 60.0
TOLD_EVERY = 10
RETRIES_S = (0.2, 0.5, *[1.0] * 3_000)
"""Slack tries again at once, after a minute and after five; here the hub is down most of the time,
and what a platform gives up is not what the hub has lost."""
APP, BOT_TOKEN = App(token="xapp-tests"), "xoxb-tests"
TOKEN = "424242:tests-token-of-no-use-elsewhere-01"
"""Other than what the sandboxes have by themselves, which the service refuses."""


@dataclass
class Hub:
    """The service in a process of its own, against sandboxes in this one."""

    slack: SlackSandbox
    telegram: TelegramSandbox
    fates: Fates
    folder: Path
    process: ForkServerProcess | None = None
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def start(self) -> None:
        settings = {
            "HUB_DATABASE_URL": self.fates.database_url,
            "HUB_INDEX": str(self.folder / "index"),
            "HUB_MODEL": "off",
            "HUB_SLACK_BOT_TOKEN": self.slack.bot_token,
            "HUB_SLACK_APP_TOKEN": self.slack.app_token,
            "HUB_SLACK_API_URL": self.slack.api_url,
            "HUB_TELEGRAM_TOKEN": self.telegram.token,
            "HUB_TELEGRAM_API_URL": self.telegram.api_url,
            "HUB_HTTP_PORT": "0",
        }
        self.process = service.start(settings, self.folder)

    async def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        await service.ended(self.process)
        await self.slack.wait_until(lambda: not self.slack.socket.connections)

    async def stop(self) -> float:
        """Ask it to stop; the seconds that it took."""
        assert self.process is not None
        began = monotonic()
        self.process.terminate()
        assert await service.ended(self.process) == 0
        return monotonic() - began

    async def flow(self) -> None:
        """People ask without pause, each a question that nobody else asks."""
        for person in cycle(self.fates.people):
            platform = Platform.SLACK if isinstance(person, SlackPerson) else Platform.TELEGRAM
            if len(self.fates.unanswered(platform)) < MOST_OPEN:
                question = f"k{next(self.numbers)}"
                self.fates.asked[platform].append(question)
                await person.writes(f"find labour migration {question}")
            await asyncio.sleep(EVERY_S)

    async def speaks(self) -> None:
        """Wait until it has said something new, on either platform."""
        before = self.heard()
        with suppress(TimeoutError):
            async with asyncio.timeout(SPEAKS_WITHIN_S):
                while self.heard() == before:  # noqa: ASYNC110  # no bell rings
                    await asyncio.sleep(0.02)

    def heard(self) -> int:
        """How much it has said, on both."""
        return sum(self.fates.heard(each).total() for each in self.fates.asked)

    def leases_are_over(self) -> None:
        """What a killed process was saying may be looked up now: half a minute later, for us."""
        engine = create_engine(normal_url(self.fates.database_url))
        with engine.begin() as connection:
            sending = update(OutboxRow).where(OutboxRow.state == OutboxState.SENDING)
            connection.execute(sending.values(next_at=datetime.now(UTC)))
        engine.dispose()

    def told(self, when: str) -> None:
        """`make soak` shows it."""
        asked = {each.value: len(questions) for each, questions in self.fates.asked.items()}
        open_ = {each.value: len(self.fates.unanswered(each)) for each in self.fates.asked}
        lost = {each.value: len(self.fates.lost(each)) for each in self.fates.asked}
        twice = {each.value: len(self.fates.repeated(each)) for each in self.fates.asked}
        print(  # noqa: T201
            f"{datetime.now(UTC):%H:%M:%S} {when}: asked {asked}, unanswered {open_}, lost {lost},"
            f" repeated {twice}",
            flush=True,
        )


@asynccontextmanager
async def opened(database_url: str, folder: Path) -> AsyncIterator[Hub]:
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(
            SlackSandbox(app=APP, retry_after=RETRIES_S, kept=100_000)
        )
        slack.workspace.bot_token = BOT_TOKEN
        telegram = await stack.enter_async_context(TelegramSandbox(token=TOKEN, kept=100_000))
        pairs: list[tuple[SlackPerson, TelegramPerson]] = [
            (slack.person(f"U{number:03}"), telegram.person(1_000 + number))
            for number in range(PEOPLE)
        ]
        people = [person for pair in pairs for person in pair]
        hub = Hub(slack, telegram, Fates(slack, telegram, database_url, people), folder)
        hub.start()
        await slack.connected(timeout=60)
        try:
            yield hub
        finally:
            hub.fates.close()
            if hub.process:
                hub.process.kill()
                await service.ended(hub.process)


@pytest.mark.parametrize("kills", KILLS)
async def test_a_service_that_is_killed_under_flow_loses_and_repeats_nothing(
    database_url: str, tmp_path: Path, kills: int
) -> None:
    dice = Random(kills)  # noqa: S311  # when to kill
    async with opened(database_url, tmp_path) as hub:
        asking = asyncio.create_task(hub.flow())
        for number in range(1, kills + 1):
            if dice.random() > STILL_STARTING:
                await hub.speaks()
            await asyncio.sleep(dice.uniform(*LIVES_S))
            await hub.kill()
            if number == kills:
                hub.leases_are_over()
            hub.start()
            if number % TOLD_EVERY == 0:
                hub.told(f"{database_url.partition(':')[0]}, {number} kills")
        await hub.slack.connected(timeout=60)
        await asyncio.sleep(0.5)
        asking.cancel()
        await hub.fates.settled(note=lambda what: print(what, flush=True))  # noqa: T201
        hub.told(f"{database_url.partition(':')[0]}, {kills} kills, at the end")
        took = await hub.stop()

        for each in Platform.SLACK, Platform.TELEGRAM:
            assert hub.fates.lost(each) == set()
            assert hub.fates.unanswered(each) == set()
        assert hub.fates.repeated(Platform.SLACK) == {}
        assert hub.fates.left_over() == []
        assert took < 5
        repeated = len(hub.fates.repeated(Platform.TELEGRAM))
        assert repeated <= kills * PEOPLE, "one in flight in each chat"


async def test_a_service_that_is_asked_to_stop_under_flow_drains_within_five_seconds(
    database_url: str, tmp_path: Path
) -> None:
    async with opened(database_url, tmp_path) as hub:
        asking = asyncio.create_task(hub.flow())
        await asyncio.sleep(1)
        took = await hub.stop()
        leased = hub.fates.leased()
        hub.start()
        asking.cancel()
        await hub.fates.settled()
        await hub.stop()

        assert took < 5
        assert leased == 0, "whoever starts next has to wait for nobody"
        for each in Platform.SLACK, Platform.TELEGRAM:
            assert hub.fates.unanswered(each) == set()
            assert hub.fates.repeated(each) == {}
