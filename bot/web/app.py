"""The hub's web app: health, metrics, and the platforms' webhooks."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from config.settings import SettingError

READY_PATIENCE_S = 2.0


def web_app(
    *,
    ready: Callable[[], Awaitable[dict[str, str]]],
    registry: CollectorRegistry,
    platforms: Sequence[BaseRoute] = (),
) -> Starlette:
    """The app. `ready` gives what is wrong, by part; nothing when the hub can answer."""

    async def readyz(_request: Request) -> Response:
        try:
            troubles = await asyncio.wait_for(ready(), READY_PATIENCE_S)
        except TimeoutError:
            troubles = {"database": "does not answer"}
        status = {"ready": not troubles, **troubles}
        return JSONResponse(status, status_code=503 if troubles else 200)

    async def metrics(_request: Request) -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    routes = [Route("/healthz", _healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
    return Starlette(routes=[*routes, *platforms])


async def _healthz(_request: Request) -> Response:
    return PlainTextResponse("ok")


class WebServer:
    """The app behind a socket, inside the hub's own event loop."""

    def __init__(self, app: Starlette, *, host: str, port: int) -> None:
        self._host = host
        self._port = port
        config = uvicorn.Config(
            app, lifespan="off", log_config=None, access_log=False, timeout_graceful_shutdown=3
        )
        self._server = _QuietServer(config)
        self._task: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The port in use, also when 0 asked for a free one."""
        return self._port

    async def start(self) -> None:
        """Listen.

        Raises:
            SettingError: the address cannot be listened on.
        """
        listening = self._listen()
        self._port = listening.getsockname()[1]
        self._task = asyncio.create_task(self._server.serve(sockets=[listening]))
        while not self._server.started and not self._task.done():  # noqa: ASYNC110  # uvicorn has no event
            await asyncio.sleep(0.005)

    async def stop(self) -> None:
        self._server.should_exit = True
        if self._task:
            await self._task

    def _listen(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((self._host, self._port))
        except (OSError, OverflowError) as error:
            listening.close()
            raise SettingError(
                "HUB_HTTP_HOST and HUB_HTTP_PORT",
                f"{self._host}:{self._port} cannot be listened on ({error}).",
                "Stop what uses it, or set HUB_HTTP_PORT to another port (0 takes a free one).",
            ) from error
        return listening


class _QuietServer(uvicorn.Server):
    """Leaves the signals to the hub, which has more to finish than open connections."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
