"""Start the hub, stop it cleanly."""

import asyncio
import ctypes
import gc
import logging
import signal
import sys
from collections.abc import Awaitable
from contextlib import suppress

from bot import assembly, upkeep
from bot.logs import set_up
from bot.remedies import told
from bot.web.app import WebServer
from config.settings import Settings
from storage.alone import alone
from storage.database import Database
from storage.search.engine import Search

log = logging.getLogger(__name__)

M_ARENA_MAX = -8
"""One heap for all threads, which allocate one at a time as it is; see mallopt(3)."""
SETTLED_AFTER_S = 3.0
"""By then the first round of chores is over, and what the start needed goes to the system."""
STOP_PATIENCE_S = 4.3
"""Above what the hub asks for itself; with what follows, a stop stays below 5 seconds."""
LITTER = (10_000, 20, 20)
"""Objects that are made before garbage is looked for, and looks before a wider one: a tenth of the
time of an answer went into looking, and hardly anything was found."""
HANDOVER_S = 0.001
"""How long a thread that searches or writes may keep the one that answers waiting."""


def run(settings: Settings) -> None:
    """Run the service until SIGTERM or SIGINT.

    Raises:
        SettingError: something is misconfigured; named with what to do.
    """
    settings.check()
    _in_c_library("mallopt", M_ARENA_MAX, 1)
    set_up(settings.log_level, secrets=_secrets(settings))
    database, search = assembly.open_database(settings)
    try:
        upkeep.prepare(settings, database, at=assembly.now())
        with alone(settings.database_url) as is_alone:
            asyncio.run(_serve(settings, database, search, is_alone=is_alone))
    finally:
        database.close()
        search.close()


async def _serve(settings: Settings, database: Database, search: Search, *, is_alone: bool) -> None:
    stopped = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    router = assembly.router(settings, database)
    adapters, routes = assembly.adapters(settings, router.phrases)
    hub = assembly.Hub(database, search, adapters, router)
    server = assembly.web_server(settings, hub, routes)
    await hub.take_over(alone=is_alone)
    await server.start()
    starting = asyncio.create_task(_start(hub, server), name="start")
    starting.add_done_callback(lambda done: stopped.set() if _failed(done) else None)
    await stopped.wait()
    log.info("stopping")
    starting.cancel()
    await asyncio.gather(_within(hub.stop()), _within(server.stop()))
    if _failed(starting):
        starting.result()


async def _start(hub: assembly.Hub, server: WebServer) -> None:
    """Answer as soon as a platform can be reached, and go on until all can.

    Raises:
        SettingError: a platform refuses its token.
    """
    await hub.start()
    _settle_down()
    late = sorted(hub.unconnected())
    log.info("ready", extra={"port": server.port, "platforms": sorted({*hub.adapters} - {*late})})
    if late:
        log.warning("answering without %s, which cannot be reached yet", ", ".join(late))
    await hub.connected()


def _failed(task: asyncio.Task[None]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is not None


async def _within(stopping: Awaitable[None]) -> None:
    """As long as a stop may take; what is not done then is in the inbox and the outbox."""
    try:
        async with asyncio.timeout(STOP_PATIENCE_S):
            await stopping
    except TimeoutError:
        log.warning("not everything could be closed in time")


def _settle_down() -> None:
    """What was built at the start stays: collecting garbage need not look through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*LITTER)
    sys.setswitchinterval(HANDOVER_S)
    asyncio.get_running_loop().call_later(SETTLED_AFTER_S, _in_c_library, "malloc_trim", 0)


def _in_c_library(function: str, *numbers: int) -> None:
    """Call a function of glibc's memory; elsewhere there is none, and nothing is done."""
    with suppress(OSError, AttributeError):
        getattr(ctypes.CDLL(None), function)(*numbers)


def _secrets(settings: Settings) -> list[str]:
    values = (getattr(settings, name) for name in Settings.model_fields)
    return [value.get_secret_value() for value in values if hasattr(value, "get_secret_value")]


if __name__ == "__main__":
    told(lambda: run(Settings.load()))
