"""Health, readiness and metrics over a real socket."""

import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.metrics import Metrics
from bot.web.app import WebServer, web_app
from config.settings import SettingError

troubles: dict[str, str] = {}


@pytest.fixture
async def server() -> AsyncIterator[str]:
    metrics = Metrics()
    metrics.received(3)

    async def ready() -> dict[str, str]:
        return troubles

    web = WebServer(web_app(ready=ready, registry=metrics.registry), host="127.0.0.1", port=0)
    await web.start()
    yield f"http://127.0.0.1:{web.port}"
    await web.stop()


async def get(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


async def test_a_running_hub_is_healthy(server: str) -> None:
    assert await get(server + "/healthz") == (200, "ok")


async def test_readiness_tells_what_is_wrong(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    well = await get(server + "/readyz")
    monkeypatch.setitem(troubles, "database", "Unavailable")
    ill = await get(server + "/readyz")

    assert well[0] == 200
    assert ill[0] == 503
    assert "database" in ill[1]


async def test_metrics_are_counted_for_prometheus(server: str) -> None:
    status, text = await get(server + "/metrics")

    assert status == 200
    assert 'hub_messages_total{outcome="received"} 3.0' in text


async def test_a_port_that_is_taken_stops_the_start_with_its_setting() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        app = web_app(ready=lambda: get(""), registry=Metrics().registry)  # type: ignore[arg-type, return-value]  # never called

        with pytest.raises(SettingError, match="HUB_HTTP_PORT"):
            await WebServer(app, host="127.0.0.1", port=port).start()
