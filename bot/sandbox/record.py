"""What passed between a bot and a sandbox, kept, and a bell that rings at each change."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
Clock: TypeAlias = Callable[[], datetime]


@dataclass(frozen=True)
class Exchange:
    """One request and its answer. `sent_by` is "bot" or "platform"; `status` 0 means no answer."""

    number: int
    at: datetime
    sent_by: str
    method: str
    request: Json
    status: int
    response: Json
    seconds: float

    @property
    def error(self) -> str:
        """Slack's error code or Telegram's description; empty when the platform agreed."""
        if self.response.get("ok", self.status == 200):  # noqa: PLR2004 - HTTP's own number
            return ""
        return str(self.response.get("error") or self.response.get("description") or self.status)


class Record:
    """The last exchanges in order, oldest first, and how often each method was called."""

    def __init__(self, *, clock: Clock, kept: int) -> None:
        self._clock = clock
        self._ring: deque[Exchange] = deque(maxlen=kept)
        self._number = 0
        self.calls: Counter[str] = Counter()
        self.errors: Counter[tuple[str, str]] = Counter()

    def add(
        self,
        method: str,
        request: Json,
        response: Json,
        *,
        status: int,
        seconds: float,
        sent_by: str = "bot",
    ) -> None:
        self._number += 1
        exchange = Exchange(
            number=self._number,
            at=self._clock(),
            sent_by=sent_by,
            method=method,
            request=request,
            status=status,
            response=response,
            seconds=seconds,
        )
        self._ring.append(exchange)
        self.calls[method] += 1
        if exchange.error:
            self.errors[method, exchange.error] += 1

    def exchanges(self, method: str | None = None, *, since: int = 0) -> list[Exchange]:
        """Those kept, of one method or of all, whose number is above `since`."""
        return [
            exchange
            for exchange in self._ring
            if exchange.number > since and method in (None, exchange.method)
        ]


class Bell:
    """Wakes whoever waits for a change; `rung` counts the changes so far."""

    def __init__(self) -> None:
        self.rung = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        self.rung += 1
        waiting, self._waiting = self._waiting, set()
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def next(self) -> None:
        """Return at the next ring."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await waiter
        finally:
            self._waiting.discard(waiter)
