"""How the Bot API is reached where the way is not straight."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from telegram.error import NetworkError, TimedOut

from bot.platforms.telegram_connections import Connections, _proxy


@pytest.fixture
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return monkeypatch


def test_the_proxy_is_the_one_that_the_environment_names(
    no_proxies: pytest.MonkeyPatch,
) -> None:
    no_proxies.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    no_proxies.setenv("NO_PROXY", "localhost,127.0.0.1,.internal")

    assert _proxy("https://api.telegram.org") == "http://proxy.example:3128"
    assert _proxy("https://bots.internal") is None
    assert _proxy("http://127.0.0.1:8081") is None


def test_without_a_proxy_the_way_is_straight(no_proxies: pytest.MonkeyPatch) -> None:
    no_proxies.setenv("OTHER", "")

    assert _proxy("https://api.telegram.org") is None


async def test_a_redirect_is_not_followed_with_the_token_in_it() -> None:
    seen: list[str] = []

    async def elsewhere(request: web.BaseRequest) -> web.StreamResponse:
        seen.append(request.path)
        return web.Response(status=302, headers={"Location": "/other"})

    async with _Serving(elsewhere) as url:
        with pytest.raises(NetworkError):
            await _call(url)

    assert seen == ["/bot1:a/getMe"]


async def test_an_answer_that_takes_too_long_is_timed_out() -> None:
    async def silent(request: web.BaseRequest) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        await asyncio.sleep(1)
        return answer

    async with _Serving(silent) as url:
        with pytest.raises(TimedOut):
            await _call(url)


async def _call(url: str) -> None:
    connections = Connections(url, most=1, patience_seconds=0.05)
    await connections.initialize()
    try:
        await connections.post(f"{url}/bot1:a/getMe")
    finally:
        await connections.shutdown()


class _Serving:
    """A web server on this machine with one answer to everything."""

    def __init__(self, handler: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]) -> None:
        self._runner = web.ServerRunner(web.Server(handler), shutdown_timeout=0.05)

    async def __aenter__(self) -> str:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()
