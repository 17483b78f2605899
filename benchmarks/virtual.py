"""An event loop whose time is virtual: whoever sleeps wakes at once, and the clock has moved on."""

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

from storage.database import Database, Unit
from storage.search.engine import Search

T = TypeVar("T")
LOOK_S = 0.02
"""How long to wait for a thread before looking again."""


class Waited(Database):
    """A database that knows whether anybody waits for it: time must not move on meanwhile."""

    def __init__(self, url: str, *, search: Search | None = None) -> None:
        super().__init__(url, search=search)
        self.waiting = 0

    async def run(self, unit: Unit[T]) -> T:
        self.waiting += 1
        try:
            return await super().run(unit)
        finally:
            self.waiting -= 1

    async def read(self, unit: Unit[T]) -> T:
        self.waiting += 1
        try:
            return await super().read(unit)
        finally:
            self.waiting -= 1


class _Selector(selectors.DefaultSelector):
    """Waits for threads, and for nothing else: a timeout is over as soon as it begins."""

    loop: "VirtualLoop"

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if self.loop.database.waiting or timeout is None:
            return super().select(LOOK_S)
        self.loop.passed += timeout
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its time stands still while anything is done, and jumps to the next timer when nothing is."""

    def __init__(self, database: Waited, *, begins: datetime) -> None:
        selector = _Selector()
        selector.loop = self
        self.database, self.begins, self.passed = database, begins, 0.0
        super().__init__(selector)

    def time(self) -> float:
        return self.passed

    def now(self) -> datetime:
        return self.begins + timedelta(seconds=self.passed)


def run(loop: VirtualLoop, work: Coroutine[Any, Any, T]) -> T:
    """Run it to its end, in virtual time."""
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()
