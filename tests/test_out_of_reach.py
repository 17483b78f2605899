"""The whole service while a platform refuses connections, or takes them and says nothing."""

import asyncio
import os
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import httpx
import pytest

from bot.sandbox.faults import Kind
from bot.sandbox.slack import SlackSandbox
from bot.sandbox.slack_state import App
from bot.sandbox.telegram import TelegramSandbox

ROOT = Path(__file__).parents[1]
SILENT_FOR_S = 60.0
APP, BOT_TOKEN = App(token="xapp-tests"), "xoxb-tests"
"""Other than what the sandbox has by itself, which the service refuses."""
TOKEN = "123456:no-such-token-anywhere-000000000000"


@pytest.fixture(params=["refuses", "says nothing"])
def telegram(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a Telegram that is no help."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        if request.param == "says nothing":
            listening.listen()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def begun(sample: Path, tmp_path: Path) -> Path:
    """A folder whose `data` a service has used before."""
    shutil.copytree(sample, tmp_path / "data")
    return tmp_path


@asynccontextmanager
async def running(
    slack: SlackSandbox, telegram: str, folder: Path, port: int = 0, *, token: str = TOKEN
) -> AsyncIterator[asyncio.subprocess.Process]:
    slack.workspace.bot_token = BOT_TOKEN
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("HUB_")},
        "HUB_MODEL": "off",
        "HUB_SLACK_BOT_TOKEN": BOT_TOKEN,
        "HUB_SLACK_APP_TOKEN": slack.app_token,
        "HUB_SLACK_API_URL": slack.api_url,
        "HUB_TELEGRAM_TOKEN": token,
        "HUB_TELEGRAM_API_URL": telegram,
        "HUB_HTTP_PORT": str(port),
        "PYTHONPATH": str(ROOT),
    }
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot"), env=environment, cwd=folder, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def test_one_platform_out_of_reach_keeps_neither_the_other_nor_a_stop_waiting(
    telegram: str, begun: Path
) -> None:
    port = free_port()
    async with SlackSandbox(app=APP) as slack, running(slack, telegram, begun, port) as process:
        await slack.connected(timeout=60)
        person = slack.person("U001")
        await person.writes("find labour migration")
        await slack.wait_for_message(person.dm, timeout=60)
        async with httpx.AsyncClient() as client:
            ready = await client.get(f"http://127.0.0.1:{port}/readyz")
        began = monotonic()
        process.send_signal(signal.SIGTERM)
        code = await process.wait()
        took = monotonic() - began

    assert (ready.status_code, list(ready.json())) == (503, ["ready", "telegram"])
    assert code == 0
    assert took < 5


async def test_platforms_that_fall_silent_do_not_hold_up_a_stop(begun: Path) -> None:
    async with (
        SlackSandbox(app=APP) as slack,
        TelegramSandbox(token=TOKEN) as telegram,
        running(slack, telegram.api_url, begun, token=telegram.token) as process,
    ):
        await slack.connected(timeout=60)
        person, other = slack.person("U001"), telegram.person(7)
        await other.writes("find labour migration")
        await person.writes("find labour migration")
        await telegram.wait_for_message(other, timeout=60)
        await slack.wait_for_message(person.dm, timeout=60)
        slack.faults.add(Kind.SLOW, seconds=SILENT_FOR_S)
        telegram.faults.add(Kind.SLOW, seconds=SILENT_FOR_S)
        await person.writes("find remittances")
        await other.writes("find remittances")
        async with asyncio.timeout(10):
            while not (slack.faults.counted and telegram.faults.counted):  # noqa: ASYNC110  # no bell rings
                await asyncio.sleep(0.02)
        slack.socket.speaking.clear()
        began = monotonic()
        process.send_signal(signal.SIGTERM)
        code = await process.wait()
        took = monotonic() - began
        slack.socket.speaking.set()

    assert code == 0
    assert took < 5
