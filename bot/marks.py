"""Remembers in the outbox how each attempt ended: many marks in one commit, none dropped."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Self

from bot.metrics import Metrics
from storage.database import Database
from storage.errors import Unavailable
from storage.outbox import Parcel
from storage.store import Store

log = logging.getLogger(__name__)

AGAIN_AFTER_S = 0.5
LAST_CHANCE_S = 1.0
"""For how long a stopping hub tries to mark what it has just sent."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How one attempt ended: `write` tells the outbox; a letter that was said has its `ref`."""

    parcel: Parcel
    at: datetime
    ref: str | None = None
    write: Callable[[Store], None] | None = None

    @classmethod
    def sent(cls, parcel: Parcel, ref: str, *, at: datetime) -> Self:
        return cls(parcel, at, ref=ref)

    @classmethod
    def later(
        cls,
        parcel: Parcel,
        *,
        at: datetime,
        reason: str = "",
        faults: int = 0,
        halt: datetime | None = None,
    ) -> Self:
        def write(store: Store) -> None:
            store.outbox.later(parcel, at=at, reason=reason, faults=faults)
            if halt:
                store.pace.halt(parcel.place.platform, parcel.place.workspace, until=halt)

        return cls(parcel, at, write=write)

    @classmethod
    def unsure(cls, parcel: Parcel, *, until: datetime, reason: str, faults: int = 1) -> Self:
        def write(store: Store) -> None:
            store.outbox.unsure(parcel, until=until, reason=reason, faults=faults)

        return cls(parcel, until, write=write)

    @classmethod
    def failed(cls, parcel: Parcel, reason: str, *, at: datetime, left: bool = False) -> Self:
        def write(store: Store) -> None:
            store.outbox.failed(parcel, reason, at=at)
            if left:
                store.outbox.left(parcel.place, at=at)

        return cls(parcel, at, write=write)

    @classmethod
    def displaced(cls, parcel: Parcel, reason: str, *, at: datetime) -> Self:
        def write(store: Store) -> None:
            store.outbox.left(parcel.place, at=at)
            store.outbox.displaced(parcel, reason, at=at)

        return cls(parcel, at, write=write)

    @classmethod
    def moved(cls, parcel: Parcel, conversation: str, *, at: datetime) -> Self:
        def write(store: Store) -> None:
            store.outbox.moved(parcel.place, conversation)
            store.outbox.later(parcel, at=at, reason="moved")

        return cls(parcel, at, write=write)


class Marks:
    """Writes marks in the background, all that wait in one unit, again and again until kept."""

    def __init__(self, database: Database, *, metrics: Metrics) -> None:
        self._database = database
        self._metrics = metrics
        self._waiting: list[tuple[Mark, Callable[[], None]]] = []
        self._writing: list[tuple[Mark, Callable[[], None]]] = []
        self._some = asyncio.Event()
        self._none = asyncio.Event()
        self._none.set()
        self._reachable = asyncio.Event()
        self._reachable.set()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="delivery-marks")

    async def stop(self) -> None:
        """Write what waits, for a moment; what cannot be written is looked up at the next start."""
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])
        left = [mark for mark, _ in (*self._writing, *self._waiting)]
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_CHANCE_S):
                await self._write(left)  # those that were being written are written twice: no harm
                self._writing, self._waiting = [], []

    async def written(self) -> None:
        """Wait until every mark is in the database."""
        await self._none.wait()

    def add(self, mark: Mark, *, after: Callable[[], None]) -> None:
        """Write this; `after` is called once it is kept."""
        self._waiting.append((mark, after))
        self._some.set()
        self._none.clear()

    async def settled(self) -> None:
        """Wait while marks fail to be written: leasing now could repeat what was said."""
        await self._reachable.wait()

    async def _run(self) -> None:
        while True:
            await self._some.wait()
            self._some.clear()
            self._writing, self._waiting = self._waiting, []
            await self._write([mark for mark, _ in self._writing])
            finished, self._writing = self._writing, []
            for _, after in finished:
                after()
            if not self._waiting:
                self._none.set()

    async def _write(self, marks: Sequence[Mark]) -> None:
        while marks:
            try:
                await self._database.run(partial(_write, marks))
            except Unavailable as error:
                self._reachable.clear()
                log.warning("%d marks wait for the database: %s", len(marks), error)
                await asyncio.sleep(AGAIN_AFTER_S)
            except Exception:
                self._metrics.bug("mark")
                log.exception("marks failed")
                if len(marks) == 1:
                    return
                for mark in marks:
                    await self._write([mark])
                return
            else:
                self._reachable.set()
                return


def _write(marks: Sequence[Mark], store: Store) -> None:
    said = [(mark.parcel, mark.ref, mark.at) for mark in marks if mark.ref is not None]
    if said:
        store.outbox.sent(said)
    for mark in marks:
        if mark.write:
            mark.write(store)
