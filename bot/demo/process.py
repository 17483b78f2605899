"""The process that the demo's hub runs in: start it, tell it something, kill it."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.sandbox.record import Bell

READY_WITHIN_S = 180.0
"""For the first start, which brings the sample network in."""
STOPPED_WITHIN_S = 6.0
ROOT = Path(__file__).parents[2]


class HubIsDown(Exception):
    """The hub's process was killed, or has ended by itself."""


class HubProcess:
    """A hub in a process of its own; what it logs goes to `hub.log` in its folder."""

    def __init__(self, folder: Path, bell: Bell) -> None:
        self._folder = folder
        self._bell = bell
        self._process: asyncio.subprocess.Process | None = None
        self._asking = asyncio.Lock()
        self.is_ready = False

    @property
    def is_up(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int:
        """Of the process that runs now; 0 when none does."""
        return self._process.pid if self._process and self.is_up else 0

    async def start(self, told: Mapping[str, Any]) -> None:
        """Start it, and return when it has connected.

        Raises:
            HubIsDown: it ended before it was ready; its log says why.
        """
        environment = {k: v for k, v in os.environ.items() if not k.startswith("HUB_")}
        environment |= {
            "DEMO": json.dumps({**told, "folder": str(self._folder)}),
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        }
        with (self._folder / "hub.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot.demo.hub"),
                env=environment,
                cwd=self._folder,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        self._bell.ring()
        async with asyncio.timeout(READY_WITHIN_S):
            await self._answer()
        self.is_ready = True
        self._bell.ring()

    async def ready(self) -> None:
        """Return when it has connected.

        Raises:
            HubIsDown: it was killed, or has ended.
        """
        while not self.is_ready:
            if not self.is_up:
                raise HubIsDown
            await self._bell.next()

    async def ask(self, **told: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
        """Tell it something, and return what it answers.

        Raises:
            HubIsDown: there is no process, or it ended before it answered.
        """
        async with self._asking:
            if not self.is_ready or self._process is None or self._process.stdin is None:
                raise HubIsDown
            with suppress(ConnectionError):
                self._process.stdin.write(json.dumps(told).encode() + b"\n")
                await self._process.stdin.drain()
            return await self._answer()

    async def _answer(self) -> dict[str, Any]:
        if self._process is None or self._process.stdout is None:
            raise HubIsDown
        line = await self._process.stdout.readline()
        if not line:
            await self._process.wait()
            self.is_ready = False
            self._bell.ring()
            raise HubIsDown(self._last_words())
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _last_words(self) -> str:
        return (self._folder / "hub.log").read_text(encoding="utf-8", errors="replace")[-2_000:]

    async def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._process is not None and self.is_up:
            self._process.kill()
            await self._process.wait()
        self.is_ready = False
        self._bell.ring()

    async def stop(self) -> None:
        """Let it end in order, which it does when nobody speaks to it any more."""
        if self._process is None or not self.is_up:
            return
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            async with asyncio.timeout(STOPPED_WITHIN_S):
                await self._process.wait()
        except TimeoutError:
            await self.kill()
