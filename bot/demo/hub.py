"""The hub of the demo, in a process of its own: obeys one line of JSON after another.

It is told over its standard input how far time was turned, and answers each line with one of its
own: that what was due is done, or when something next comes due. When the input ends, it ends.
"""

import asyncio
import json
import os
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot import assembly, upkeep
from bot.demo import cast
from bot.demo.due import due_at, next_due
from bot.demo.time import TurnedTime
from bot.logs import set_up
from bot.platforms.adapter import Adapter
from bot.platforms.slack import SlackAdapter
from bot.platforms.slack_client import SlackKeys
from bot.platforms.telegram import TelegramAdapter
from bot.router import Router
from config.settings import SAMPLE_NETWORK, Settings
from config.taxonomy import Platform
from storage.alone import alone

POLL_FOR = timedelta(seconds=20)
SETTLED_WITHIN_S = 20.0
"""What does not go out by then, as when a platform is down, is on its way all the same."""


def main() -> None:
    """Run until the input ends; what the hub is to do stands in the environment as JSON."""
    told = json.loads(os.environ["DEMO"])
    folder = Path(told["folder"])
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite:///{folder / 'hub.sqlite'}",
        network=SAMPLE_NETWORK,
        index=folder / "hub.index",
        model=told["model"],
    )
    time = TurnedTime(timedelta(seconds=told["ahead_s"]))
    set_up("info", secrets=[])
    database, search = assembly.open_database(settings, patient=True)
    try:
        upkeep.prepare(settings, database, at=time())
        database.run_now(lambda store: cast.prepare(store, names=told["names"], at=time()))
        database.run_now(lambda store: cast.speak(store, told["language"]))
        search.follow()
        search.embed()  # or it would take the processor from the first answers
        router = assembly.router(settings, database)
        hub = assembly.Hub(database, search, _adapters(told, router, time), router, clock=time)
        with alone(settings.database_url) as is_alone:
            asyncio.run(_serve(hub, time, is_alone=is_alone))
    finally:
        database.close()
        search.close()


def _adapters(
    told: dict[str, Any], router: Router, time: Callable[[], Any]
) -> dict[Platform, Adapter]:
    slack, telegram = told["slack"], told["telegram"]
    keys = SlackKeys(slack["api_url"], slack["bot_token"], app_token=slack["app_token"])
    return {
        Platform.SLACK: SlackAdapter(keys, now=time),
        Platform.TELEGRAM: TelegramAdapter(
            telegram["token"],
            api_url=telegram["api_url"],
            phrases=router.phrases,
            poll_for=POLL_FOR,
            now=time,
        ),
    }


async def _serve(hub: assembly.Hub, time: TurnedTime, *, is_alone: bool) -> None:
    await hub.take_over(alone=is_alone)
    await hub.start()
    _say({"ready": True})
    lines: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    threading.Thread(target=_read, args=(loop, lines), daemon=True).start()
    while line := await lines.get():
        _say(await _obey(json.loads(line), hub, time))
    await hub.stop()


def _read(loop: asyncio.AbstractEventLoop, lines: "asyncio.Queue[str]") -> None:
    for line in sys.stdin:
        loop.call_soon_threadsafe(lines.put_nowait, line)
    loop.call_soon_threadsafe(lines.put_nowait, "")


async def _obey(told: dict[str, Any], hub: assembly.Hub, time: TurnedTime) -> dict[str, Any]:
    """Turn the time to where it was told, or say when something next comes due."""
    time.ahead = timedelta(seconds=told["ahead_s"])
    if told.get("ask") == "language":
        await hub.database.run(lambda store: cast.speak(store, told["language"]))
        return {}
    if told.get("ask") == "next":
        return await _next(hub, time())
    await hub.go_round()
    return {"settled": await _settled(hub)}


async def _next(hub: assembly.Hub, now: datetime) -> dict[str, Any]:
    """Now, when something was due already and is done; else when something next comes due."""
    before = await hub.database.read(lambda store: due_at(store, now))
    await hub.go_round()
    await _settled(hub)
    if before - await hub.database.read(lambda store: due_at(store, now)):
        return {"at": now.isoformat()}
    at = await hub.database.read(lambda store: next_due(store, now))
    return {"at": at.isoformat() if at else None}


async def _settled(hub: assembly.Hub) -> bool:
    """Whether everything was said in time."""
    try:
        async with asyncio.timeout(SETTLED_WITHIN_S):
            await hub.intake.settle()
            await hub.delivery.idle()
    except TimeoutError:
        return False
    return True


def _say(words: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
