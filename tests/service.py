"""The whole service in a process of its own, forked from one that has loaded what it needs."""

import asyncio
import multiprocessing
import os
import sys
from collections.abc import Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot import __main__ as hub
from bot.remedies import told
from config.settings import Settings

ADAPTERS = ("bot.platforms.slack", "bot.platforms.telegram")


def start(settings: Mapping[str, str], folder: Path) -> ForkServerProcess:
    """`hub run` there, with these settings and no others; what it logs is in the file `log`."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, *ADAPTERS])
    process = context.Process(target=_run, args=(dict(settings), folder), daemon=True)
    process.start()
    return process


async def ended(process: ForkServerProcess) -> int:
    """Its exit code, once it has one."""
    await asyncio.to_thread(process.join)
    assert process.exitcode is not None
    return process.exitcode


def _run(settings: dict[str, str], folder: Path) -> None:
    for name in [each for each in os.environ if each.startswith("HUB_")]:
        del os.environ[name]
    os.environ.update(settings)
    os.chdir(folder)
    with (folder / "log").open("ab", buffering=0) as log:
        for each in (sys.stdout, sys.stderr):
            os.dup2(log.fileno(), each.fileno())
    told(lambda: hub.run(Settings.load()))
