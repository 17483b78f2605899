"""Fetch updates from Telegram by long poll, and confirm them only when they are kept."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.platforms.telegram_api import HubBot, RawUpdate
from bot.platforms.telegram_errors import REVOKED_AFTER, reason, waited
from storage.errors import Unavailable

Keep = Callable[[Sequence[RawUpdate]], Awaitable[None]]
"""Raises Unavailable: nothing was kept."""

LONGEST_PAUSE = timedelta(seconds=30)
FAREWELL = timedelta(seconds=1)
"""How long stopping waits for Telegram; what was kept is safe without it."""

log = logging.getLogger(__name__)


class Polling:
    """One long poll after another, until stopped.

    `wait` is how long Telegram holds a poll open; `first_pause` the pause after one failure,
    doubled with every further one up to LONGEST_PAUSE.
    """

    def __init__(
        self,
        bot: HubBot,
        keep: Keep,
        *,
        wait: timedelta = timedelta(seconds=50),
        first_pause: timedelta = timedelta(seconds=0.5),
    ) -> None:
        self._bot = bot
        self._keep = keep
        self._wait = wait
        self._first_pause = first_pause
        self._next: int | None = None
        self._keeping = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="telegram polling")

    async def stop(self) -> None:
        """Finish keeping what has come, then tell Telegram how far that is."""
        if self._task is None:
            return
        async with self._keeping:
            self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        if self._next is not None:
            with suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(FAREWELL.total_seconds()):
                    await self._bot.raw_updates(offset=self._next, wait=timedelta())

    async def _run(self) -> None:
        failures = 0
        while True:
            try:
                await self._poll()
                failures = 0
            except Exception as error:  # noqa: BLE001  # whatever it was, the next poll may succeed
                failures += 1
                await asyncio.sleep(self._pause(error, failures).total_seconds())

    async def _poll(self) -> None:
        """One poll.

        The offset is given until it is confirmed and then forgotten: after a week without
        updates Telegram starts anew from a random number, perhaps a lower one
        (https://core.telegram.org/bots/api#update).
        """
        updates = await self._bot.raw_updates(offset=self._next, wait=self._wait)
        self._next = None
        if updates:
            async with self._keeping:
                await self._keep(updates)
                self._next = max(int(update["update_id"]) for update in updates) + 1

    def _pause(self, error: Exception, failures: int) -> timedelta:
        """How long to wait after this error, and a word in the log about it."""
        pause: timedelta = min(self._first_pause * 2 ** min(failures - 1, 16), LONGEST_PAUSE)
        match error:
            case RetryAfter():
                pause = waited(error)
                log.warning("Telegram asks to wait %d s", pause.total_seconds())
            case Conflict():
                log.error(
                    "another process polls Telegram with this token: stop it, or give this one a"
                    " token of its own, or set HUB_TELEGRAM_MODE=webhook to run several"
                )
            case InvalidToken():
                pause = REVOKED_AFTER
                log.error(
                    "Telegram no longer knows this token: get the current one from @BotFather,"
                    " set HUB_TELEGRAM_TOKEN and start again"
                )
            case TelegramError():
                log.warning("Telegram out of reach: %s", reason(error))
            case Unavailable():
                log.warning("updates not kept, they will be fetched again: %s", error)
            case _:
                log.error("polling Telegram met a bug", exc_info=error)
        return pause
