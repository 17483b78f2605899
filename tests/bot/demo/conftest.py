"""A demo with its hub, and the address of its page."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.app import demo_app
from bot.demo.serve import HOST, names
from bot.demo.stage import Stage, staged
from bot.web.app import WebServer
from config.phrases import Phrases


@pytest.fixture
async def stage(sample: Path) -> AsyncIterator[Stage]:
    """Both platforms with everybody on them, and the hub running in a process of its own."""
    async with staged(names(Phrases()), model="off", begun=sample) as stage:
        await stage.start()
        yield stage


@pytest.fixture
async def address(stage: Stage) -> AsyncIterator[str]:
    """Where the page is."""
    server = WebServer(demo_app(stage, Phrases()), host=HOST, port=0)
    await server.start()
    yield f"http://{HOST}:{server.port}/"
    stage.end()
    await server.stop()
