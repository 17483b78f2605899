"""A web server on loopback that both sandboxes stand on: start, stop, go down, faults, record."""

import asyncio
import json
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

from bot.sandbox.faults import Fault, Faults, Kind
from bot.sandbox.record import Bell, Clock, Json, Record

LOOPBACK = "127.0.0.1"
KEPT = 2_000  # exchanges in the record


def now() -> datetime:
    return datetime.now(UTC)


def refuse_elsewhere(url: str) -> None:
    """A sandbox calls nobody but this machine.

    Raises:
        ValueError: the address is not on loopback.
    """
    if urlsplit(url).hostname not in {LOOPBACK, "localhost", "::1"}:
        raise ValueError(f"a sandbox calls only this machine, not {url!r}")


@dataclass(frozen=True)
class Answer:
    """What a method answers: JSON, an HTTP status and further headers.

    `page` replaces the JSON, and so does `content`, the bytes of a file.
    """

    body: Json
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    page: str = ""
    content: bytes | None = None


class Sandbox(ABC):
    """A platform of chat on this machine, inside the caller's event loop.

    Use it as `async with`; it listens on 127.0.0.1 alone, on a free port unless one is given.

    Raises:
        ValueError: another host than 127.0.0.1 was asked for.
    """

    def __init__(
        self, *, host: str = LOOPBACK, port: int = 0, clock: Clock = now, kept: int = KEPT
    ) -> None:
        if host != LOOPBACK:
            raise ValueError(f"a sandbox listens on {LOOPBACK} only, not on {host!r}")
        self.clock = clock
        self.faults = Faults()
        self.record = Record(clock=clock, kept=kept)
        self.bell = Bell()
        self.port = port
        self._runner: web.ServerRunner | None = None
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def origin(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def session(self) -> aiohttp.ClientSession:
        """The client through which the platform calls the bot's web addresses."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session

    @property
    def is_up(self) -> bool:
        return self._runner is not None

    async def __aenter__(self) -> Self:
        await self.comes_back()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.goes_down()
        if self._session is not None:
            await self._session.close()

    async def comes_back(self) -> None:
        """Listen (again), on the port that it had."""
        if self._runner is None:
            server = web.Server(self._answer, access_log=None)
            runner = web.ServerRunner(server, shutdown_timeout=0.05)
            await runner.setup()
            site = web.TCPSite(runner, LOOPBACK, self.port)
            await site.start()
            self.port = runner.addresses[0][1]
            self._runner = runner

    async def goes_down(self) -> None:
        """Connections are refused, and those that were open are cut."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run in the background until done or until the sandbox is left."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def wait_until(
        self,
        holds: Callable[[], bool],
        *,
        timeout: float = 5.0,  # noqa: ASYNC109 - reads best in tests
        seen: Callable[[], object] = lambda: "",
    ) -> None:
        """Return as soon as `holds()` is true, looked at after each change.

        Raises:
            TimeoutError: it was still false after `timeout` seconds; says what there is (`seen`).
        """
        try:
            async with asyncio.timeout(timeout):
                while not holds():
                    await self.bell.next()
        except TimeoutError as late:
            raise TimeoutError(f"not within {timeout:g} s; there is {seen()!r}") from late

    @abstractmethod
    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse: ...

    @abstractmethod
    def _limited(self, seconds: float) -> Answer: ...

    async def perform(
        self,
        request: web.BaseRequest,
        method: str,
        arguments: Json,
        work: Callable[[], Awaitable[Answer]],
    ) -> web.StreamResponse:
        """Run one method of the platform's API with the faults that are on, and record it."""
        began = time.perf_counter()
        fault = self.faults.take(method)
        answer = await self._with_fault(fault, work)
        seconds = time.perf_counter() - began
        if answer is None:
            self.record.add(method, arguments, {}, status=0, seconds=seconds)
            return _cut(request)
        self.record.add(method, arguments, answer.body, status=answer.status, seconds=seconds)
        self.bell.ring()
        if answer.content is not None:
            kind = "application/octet-stream"
            return web.Response(body=answer.content, status=answer.status, content_type=kind)
        return web.Response(
            text=answer.page or json.dumps(answer.body, ensure_ascii=False),
            status=answer.status,
            headers=answer.headers,
            content_type="text/html" if answer.page else "application/json",
        )

    async def _with_fault(
        self, fault: Fault | None, work: Callable[[], Awaitable[Answer]]
    ) -> Answer | None:
        """The answer under this fault; None means that the connection is cut."""
        if fault is None:
            return await work()
        page = "" if fault.body else f"<html><h1>{fault.status}</h1></html>"
        broken = Answer(fault.body or {}, status=fault.status, page=page)
        match fault.kind:
            case Kind.SLOW:
                await asyncio.sleep(fault.seconds)
                return await work()
            case Kind.STATUS:
                return broken
            case Kind.RATE_LIMITED:
                return self._limited(fault.seconds)
            case Kind.DROP:
                return None
            case Kind.STATUS_AFTER:
                await work()
                return broken
            case Kind.DROP_AFTER:
                await work()
                return None


def _cut(request: web.BaseRequest) -> web.StreamResponse:
    """Close the connection without a byte of answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
