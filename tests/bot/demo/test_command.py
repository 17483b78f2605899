"""`hub demo` as somebody types it: one address, a page on this machine alone, a clean end."""

import asyncio
import os
import re
import signal
import sys
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[3]
START = "from bot.cli import main; main()"


async def test_the_command_prints_one_address_and_leaves_nothing_behind(tmp_path: Path) -> None:
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("HUB_")},
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "TMPDIR": str(tmp_path),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", START, "demo"),
        env=environment,
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    addresses = re.findall(r"http://\S+", line)
    async with httpx.AsyncClient() as client:
        page = await client.get(addresses[0])
        elsewhere = await client.get(addresses[0], headers={"Host": "hub.example"})
        form = await client.post(f"{addresses[0]}do/hub", data={"action": "kill"})
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(20):
        code = await process.wait()

    assert addresses[0].startswith("http://127.0.0.1:")
    assert "Show me" in page.text
    assert (elsewhere.status_code, form.status_code) == (400, 415)
    assert code == 0
    assert os.listdir(tmp_path) == []  # noqa: PTH208  # a folder of this test alone
