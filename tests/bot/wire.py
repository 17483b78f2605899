"""The hub between a Slack and a Telegram, over the wire, and a time that nobody waits for."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot import assembly
from bot.platforms.adapter import Adapter
from bot.platforms.slack import SlackAdapter
from bot.platforms.slack_client import SlackKeys
from bot.platforms.telegram import TelegramAdapter
from bot.router import Router
from bot.sandbox.slack import SlackSandbox
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.slack_world import Channel, SlackMessage
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram_people import TelegramPerson
from bot.sandbox.telegram_world import TelegramMessage
from config.taxonomy import Platform
from storage.database import Database
from storage.search.engine import Search
from storage.store import Store

PATIENCE_S = 20.0
LOOK_EVERY_S = 0.02
HASTE = timedelta(seconds=0.2)
"""By so much the hub's time goes on at each look: what it has to pace comes ten times as soon."""


@dataclass
class Turned:
    """The time, and however far it was turned ahead."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def turn_to(self, moment: datetime) -> None:
        self.ahead = moment - datetime.now(UTC)


@dataclass
class Wire:
    """The hub, the two platforms, and how to look at what people see there."""

    hub: assembly.Hub
    slack: SlackSandbox
    telegram: TelegramSandbox
    router: Router
    clock: Turned = field(default_factory=Turned)

    async def shown(self, words: str, by: SlackPerson | Channel) -> SlackMessage:
        """The last message in a conversation in Slack that shows these words."""
        return await self.found(lambda: [m for m in self.slack.messages(by) if words in m.shown])

    async def told(self, words: str, by: TelegramPerson) -> TelegramMessage:
        """The last that the hub has said in Telegram with these words."""
        return await self.found(
            lambda: [
                each
                for each in by.chat.messages.values()
                if words in each.text and each.sender.id != by.id and not each.deleted
            ]
        )

    async def found(self, look: "Callable[[], list[M]]") -> "M":
        """The last of what there is to see, as soon as there is something and all has settled."""
        seen = await self.glimpsed(look)
        await self.settled()
        return (look() or [seen])[-1]

    async def glimpsed(self, look: "Callable[[], list[M]]") -> "M":
        """The last of what there is to see, before the hub may know that it has said it."""
        await self.until(lambda: bool(look()))
        return look()[-1]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something to happen on either platform, while time flies."""
        async with asyncio.timeout(PATIENCE_S):
            while not holds():
                await asyncio.sleep(LOOK_EVERY_S)
                self.clock.ahead += HASTE
                self.hub.delivery.poke()

    async def settled(self) -> None:
        await self.hub.intake.settle()
        await self.hub.delivery.idle()

    async def restart(self) -> None:
        """Stop the hub, and start another over the same database."""
        await self.hub.stop()
        adapters = adapters_of(self.slack, self.telegram, self.router)
        self.hub = replace(self.hub, adapters=adapters)
        await self.hub.start()


M = TypeVar("M", SlackMessage, TelegramMessage)
W = TypeVar("W", bound=Wire)


def adapters_of(
    slack: SlackSandbox, telegram: TelegramSandbox, router: Router
) -> dict[Platform, Adapter]:
    keys = SlackKeys(slack.api_url, slack.bot_token, app_token=slack.app_token)
    return {
        Platform.SLACK: SlackAdapter(keys),
        Platform.TELEGRAM: TelegramAdapter(
            telegram.token,
            api_url=telegram.api_url,
            phrases=router.phrases,
            poll_for=timedelta(seconds=1),
        ),
    }


@asynccontextmanager
async def connected(
    kind: type[W],
    url: str,
    router: Router,
    *,
    before: Callable[[Store], object] | None = None,
    begins: timedelta = timedelta(0),
) -> AsyncIterator[W]:
    """The hub over a database that has its tables.

    `before` says what is in there when it starts; `begins`, how far its time is ahead.
    """
    search, clock = Search(None, patience_seconds=None), Turned(begins)
    database = Database(url, search=search)
    if before is not None:
        database.run_now(before)
    async with SlackSandbox(paced=False) as slack, TelegramSandbox(paced=False) as telegram:
        adapters = adapters_of(slack, telegram, router)
        hub = assembly.Hub(database, search, adapters, router, clock=clock)
        wire = kind(hub, slack, telegram, router, clock)
        await hub.start()
        yield wire
        await wire.hub.stop()
    search.close()
    database.close()
