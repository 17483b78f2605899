"""Whose turn it is to be said, where all of a platform shares one pace: answers before notices."""

import asyncio
import heapq
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from storage.database import Database
from storage.errors import Unavailable
from storage.outbox import Parcel
from storage.pace import Slots
from storage.store import Store

log = logging.getLogger(__name__)

FEW = 4
"""So few notices that more should be leased, a seventh of a second before they are all said."""
AHEAD = 20
"""Notices that are leased before their turn comes, so that one transaction serves many. They are
said within a second, and whoever is answered meanwhile does not wait for them."""
LONGEST_LOOK = timedelta(seconds=1)
"""After so long the pace is asked again, whatever it said: clocks jump."""
LEAST_LOOK_S = 0.002
AT_ONCE = 4
"""Places in the pace that are taken in one transaction. Another replica's answers wait for them,
a tenth of a second at most; this one's have them."""
HELD_UP = timedelta(seconds=2)
"""A platform that is halted for longer gets its letters back into the outbox."""


@dataclass(order=True)
class _Turn:
    """A letter that waits; the answer that came first is the least."""

    notice: bool
    number: int
    parcel: Parcel = field(compare=False)
    come: "asyncio.Future[datetime | None]" = field(compare=False)


class Turns:
    """Lets letters through one after another, as the pace in the database allows."""

    def __init__(
        self, database: Database, now: Callable[[], datetime], *, on_few: Callable[[], None]
    ) -> None:
        self._database = database
        self._now = now
        self._on_few = on_few
        self._numbers = count()
        self._waiting: list[_Turn] = []
        self._slots: deque[datetime] = deque()
        """Places that are taken already; whoever is first when one comes has it."""
        self._next_at = now()
        self._came = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def room(self) -> int:
        """How many more notices are worth leasing."""
        return AHEAD - len(self._waiting) if self.are_few else 0

    @property
    def are_few(self) -> bool:
        return len(self._waiting) <= FEW

    async def come(self, parcel: Parcel) -> datetime | None:
        """Wait until it may be said; a moment: it may not be before that, so put it back."""
        if parcel.pace is None:
            return None
        turn = _Turn(
            parcel.notice, next(self._numbers), parcel, asyncio.get_running_loop().create_future()
        )
        heapq.heappush(self._waiting, turn)
        self._came.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="delivery-turns")
        return await turn.come

    def close(self) -> None:
        """Nobody's turn comes any more."""
        self._put_back(self._now())

    async def _run(self) -> None:
        while self._waiting:
            self._came.clear()
            if not self._is_soon(self._next_slot()):
                self._slots.clear()
                await self._take()
            until = self._next_slot()
            if not self._is_soon(until):
                self._put_back(until)
            elif until > self._now():
                await self._wait(until)
            elif self._slots:
                self._slots.popleft()
                self._let_through()
            else:
                await self._take()
        self._slots.clear()  # what nobody used must not be used together later

    def _next_slot(self) -> datetime:
        """When the next place comes, or may be asked for."""
        return self._slots[0] if self._slots else self._next_at

    def _is_soon(self, moment: datetime) -> bool:
        """Else all is halted; or the clock has been put back since it was said."""
        return moment <= self._now() + HELD_UP

    async def _take(self) -> None:
        """Take places in the pace, a few at once; or learn when there is one."""
        if not self._waiting:
            return
        parcel = self._waiting[0].parcel
        count = min(len(self._waiting), AT_ONCE)
        try:
            taken = await self._database.run(partial(_take, parcel, count, self._now()))
        except Unavailable as error:
            log.warning("the pace is out of reach: %s", error)
            self._next_at = self._now() + LONGEST_LOOK
        except Exception:  # whatever it is, the letters wait in the outbox
            log.exception("taking a turn failed")
            self._next_at = self._now() + LONGEST_LOOK
        else:
            self._slots.extend(taken.moments)
            self._next_at = taken.next_at

    async def _wait(self, until: datetime) -> None:
        """Until then, or until something comes that may have its turn before."""
        pause = min(until - self._now(), LONGEST_LOOK).total_seconds()
        try:
            async with asyncio.timeout(max(LEAST_LOOK_S, pause)):
                await self._came.wait()
        except TimeoutError:
            return

    def _let_through(self) -> None:
        if self._waiting:
            _tell(heapq.heappop(self._waiting), None)
        if len(self._waiting) == FEW:
            self._on_few()

    def _put_back(self, until: datetime) -> None:
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            _tell(each, until)


def _tell(turn: _Turn, until: datetime | None) -> None:
    if not turn.come.done():
        turn.come.set_result(until)


def _take(parcel: Parcel, count: int, now: datetime, store: Store) -> Slots:
    if parcel.pace is None:
        raise ValueError(f"letter {parcel.id} has no pace to keep")
    within = (parcel.place.platform, parcel.place.workspace)
    return store.pace.take(parcel.pace, count, within=within, now=now)
