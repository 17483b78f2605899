"""The whole service, killed again and again under flow: nothing is lost, nothing is repeated."""

import asyncio
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count, cycle
from pathlib import Path
from random import Random
from time import monotonic

import pytest
from sqlalchemy import create_engine, select, update

from bot.sandbox.slack import SlackSandbox
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.slack_state import App
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram_people import TelegramPerson
from storage.database import normal_url
from storage.inbox import InboxRow, InboxState
from storage.outbox import LEASE, OutboxRow, OutboxState

ROOT = Path(__file__).parents[1]
KILLS = [2, pytest.param(200, marks=[pytest.mark.soak, pytest.mark.timeout(3600)])]
PEOPLE = 12
EVERY_S = 0.12
"""Between two questions, of which each goes to one platform in turn."""
RETRIES_S = (0.2, 0.5, *[1.0] * 300)
"""Slack tries again at once, after a minute and after five; here the hub is down most of the time,
and what a platform gives up is not what the hub has lost."""
APP, BOT_TOKEN = App(token="xapp-tests"), "xoxb-tests"
TOKEN = "424242:tests-token-of-no-use-elsewhere-01"
"""Other than what the sandboxes have by themselves, which the service refuses."""
QUESTION = re.compile(r"\bk\d+\b")


@dataclass
class Hub:
    """The service in a process of its own, against sandboxes in this one."""

    slack: SlackSandbox
    telegram: TelegramSandbox
    database_url: str
    folder: Path
    process: asyncio.subprocess.Process | None = None
    asked: dict[str, list[str]] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def start(self) -> None:
        """Start it, and wait until it is connected to both."""
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("HUB_")},
            "HUB_DATABASE_URL": self.database_url,
            "HUB_INDEX": str(self.folder / "index"),
            "HUB_MODEL": "off",
            "HUB_SLACK_BOT_TOKEN": self.slack.bot_token,
            "HUB_SLACK_APP_TOKEN": self.slack.app_token,
            "HUB_SLACK_API_URL": self.slack.api_url,
            "HUB_TELEGRAM_TOKEN": self.telegram.token,
            "HUB_TELEGRAM_API_URL": self.telegram.api_url,
            "HUB_HTTP_PORT": "0",
            "PYTHONPATH": str(ROOT),
        }
        with (self.folder / "log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot"),
                env=environment,
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        await self.slack.connected(timeout=60)

    async def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        await self.process.wait()
        await self.slack.wait_until(lambda: not self.slack.socket.connections)

    async def stop(self) -> float:
        """Ask it to stop; the seconds that it took."""
        assert self.process is not None
        began = monotonic()
        self.process.send_signal(signal.SIGTERM)
        assert await self.process.wait() == 0
        return monotonic() - began

    async def flow(self) -> None:
        """People ask without pause, each a question that nobody else asks."""
        slack = [self.slack.person(f"U{number:03}") for number in range(PEOPLE)]
        telegram = [self.telegram.person(1_000 + number) for number in range(PEOPLE)]
        for pair in cycle(zip(slack, telegram, strict=True)):
            for person in pair:
                await self.ask(person)
                await asyncio.sleep(EVERY_S)

    async def ask(self, person: SlackPerson | TelegramPerson) -> None:
        platform = "slack" if isinstance(person, SlackPerson) else "telegram"
        question = f"k{next(self.numbers)}"
        self.asked.setdefault(platform, []).append(question)
        await person.writes(f"find labour migration {question}")

    def heard(self, platform: str) -> Counter[str]:
        """How often each question was answered."""
        if platform == "slack":
            dms = [self.slack.person(f"U{number:03}").dm for number in range(PEOPLE)]
            said = [m.shown for dm in dms for m in self.slack.messages(dm) if m.bot_id]
        else:
            chats = [self.telegram.person(1_000 + number) for number in range(PEOPLE)]
            posts = [m for chat in chats for m in self.telegram.messages(chat) if m.sender.is_bot]
            said = [m.text for m in posts]
        return Counter(question for text in said for question in set(QUESTION.findall(text)))

    def lost(self, platform: str) -> set[str]:
        return set(self.asked.get(platform, ())) - self.heard(platform).keys()

    def repeated(self, platform: str) -> dict[str, int]:
        return {question: n for question, n in self.heard(platform).items() if n > 1}

    async def answered(self, *, within: float) -> None:
        """Until every question has an answer, or the time is over."""
        with suppress(TimeoutError):
            await asyncio.gather(
                self.slack.wait_until(lambda: not self.lost("slack"), timeout=within),
                self.telegram.wait_until(lambda: not self.lost("telegram"), timeout=within),
            )

    def leases_are_over(self) -> None:
        """What a killed process was saying may be looked up now: half a minute later, for us."""
        engine = create_engine(normal_url(self.database_url))
        with engine.begin() as connection:
            sending = update(OutboxRow).where(OutboxRow.state == OutboxState.SENDING)
            connection.execute(sending.values(next_at=datetime.now(UTC)))
        engine.dispose()

    def left_over(self) -> list[str]:
        """What the hub itself says is not done."""
        engine = create_engine(normal_url(self.database_url))
        with engine.connect() as connection:
            inbox = select(InboxRow.state).where(InboxRow.state != InboxState.HANDLED)
            outbox = select(OutboxRow.error).where(OutboxRow.state != OutboxState.SENT)
            found = [*connection.scalars(inbox), *connection.scalars(outbox)]
        engine.dispose()
        return found


@asynccontextmanager
async def opened(database_url: str, folder: Path) -> AsyncIterator[Hub]:
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(
            SlackSandbox(app=APP, retry_after=RETRIES_S, kept=100_000)
        )
        slack.workspace.bot_token = BOT_TOKEN
        telegram = await stack.enter_async_context(TelegramSandbox(token=TOKEN, kept=100_000))
        hub = Hub(slack, telegram, database_url, folder)
        await hub.start()
        try:
            yield hub
        finally:
            if hub.process and hub.process.returncode is None:
                hub.process.kill()
                await hub.process.wait()


@pytest.mark.parametrize("kills", KILLS)
async def test_a_service_that_is_killed_under_flow_loses_and_repeats_nothing(
    database_url: str, tmp_path: Path, kills: int
) -> None:
    dice = Random(kills)  # noqa: S311  # when to kill
    async with opened(database_url, tmp_path) as hub:
        asking = asyncio.create_task(hub.flow())
        for number in range(kills):
            await asyncio.sleep(dice.uniform(0.3, 1.5))
            await hub.kill()
            if number == kills - 1:
                hub.leases_are_over()
            await hub.start()
        await asyncio.sleep(0.5)
        asking.cancel()
        await hub.answered(within=30 + 2 * kills)  # one a second in each conversation
        took = await hub.stop()
        print(  # noqa: T201  # `make soak` shows it
            f"\n{kills} kills, asked { ({name: len(all_) for name, all_ in hub.asked.items()}) },"
            f" lost {len(hub.lost('slack')) + len(hub.lost('telegram'))},"
            f" repeated on Slack {len(hub.repeated('slack'))},"
            f" on Telegram {len(hub.repeated('telegram'))}"
        )

        assert hub.lost("slack") == set()
        assert hub.lost("telegram") == set()
        assert hub.repeated("slack") == {}
        assert hub.left_over() == []
        assert took < 5
        assert len(hub.repeated("telegram")) <= kills * PEOPLE, "one in flight in each chat"


async def test_a_service_that_is_asked_to_stop_under_flow_drains_within_five_seconds(
    database_url: str, tmp_path: Path
) -> None:
    async with opened(database_url, tmp_path) as hub:
        asking = asyncio.create_task(hub.flow())
        await asyncio.sleep(1)
        took = await hub.stop()
        await hub.start()
        asking.cancel()
        # on PostgreSQL another replica may hold a lease, so what was under way waits for its end
        await hub.answered(within=20 + LEASE.total_seconds())
        await hub.stop()

        assert took < 5
        assert (hub.lost("slack"), hub.lost("telegram")) == (set(), set())
        assert (hub.repeated("slack"), hub.repeated("telegram")) == ({}, {})
