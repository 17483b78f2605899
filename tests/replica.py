"""One of several hubs over one database, in a process of its own: its clock and its delivery."""

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from bot.delivery import Delivery
from bot.platforms.adapter import Incoming
from bot.platforms.slack import SlackAdapter
from bot.platforms.slack_client import SlackKeys
from bot.rounds import ROUNDS
from config.phrases import Phrases
from config.taxonomy import Platform
from storage.database import Database
from storage.errors import Unavailable

TICK_S = 0.15
TENDED = tuple(each for each in ROUNDS if "remind" in each.name)
QUIET_EVERY = 8
"""Ticks: what only makes ready comes round in minutes, not in seconds as what is said does."""


def main(database_url: str, api_url: str, bot_token: str, ahead: timedelta) -> None:
    """Run until killed, so far ahead of the time that it is."""
    asyncio.run(_run(database_url, api_url, bot_token, ahead))


async def _run(database_url: str, api_url: str, bot_token: str, ahead: timedelta) -> None:
    database = Database(database_url)
    adapter = SlackAdapter(SlackKeys(api_url, bot_token, signing_secret="none"))

    def now() -> datetime:
        return datetime.now(UTC) + ahead

    await adapter.start(_receive)
    delivery = Delivery(database, {Platform.SLACK: adapter}, Phrases(), now)
    await delivery.start()
    for tick in count():
        for each in TENDED:
            if each.quiet and tick % QUIET_EVERY:
                continue
            with contextlib.suppress(Unavailable):
                if await each.go(database, now=now()):
                    delivery.poke()
        await asyncio.sleep(TICK_S)


async def _receive(_: Sequence[Incoming]) -> None:
    return
