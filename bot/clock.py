"""What happens by the clock, and how often; APScheduler only ticks."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from storage.errors import Unavailable

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do again and again; doing it twice at once must do no harm."""

    name: str
    every: timedelta
    do: Callable[[], Awaitable[None]]


class Clock:
    """Ticks in memory: what is due is a row in the database, never a job in here."""

    def __init__(self, *chores: Chore) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        for chore in chores:
            self._scheduler.add_job(
                _guarded(chore),
                IntervalTrigger(seconds=chore.every.total_seconds(), timezone="UTC"),
                name=chore.name,
                coalesce=True,
                misfire_grace_time=None,
                max_instances=1,
            )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more; one that never started needs nothing."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


def _guarded(chore: Chore) -> Callable[[], Awaitable[None]]:
    """A fault is logged, and the next tick tries again."""

    async def tick() -> None:
        try:
            await chore.do()
        except Unavailable:
            log.warning("database unavailable, will try again", extra={"chore": chore.name})
        except Exception:
            log.exception("a chore failed", extra={"chore": chore.name})

    return tick
