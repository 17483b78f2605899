"""Start the demo, say where it is, and end it in order."""

import asyncio
import signal
from collections.abc import Callable

from bot.demo import cast
from bot.demo.app import demo_app
from bot.demo.stage import staged
from bot.web.app import WebServer
from config.phrases import Phrases, Words
from config.taxonomy import DEFAULT_LANGUAGE

HOST = "127.0.0.1"


def run(*, port: int, say: Callable[[str], None]) -> None:
    """Serve the page until SIGTERM or SIGINT; `say` is told its address.

    Raises:
        SettingError: the port is in use.
    """
    asyncio.run(_serve(port, say))


async def _serve(port: int, say: Callable[[str], None]) -> None:
    stopped = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    phrases = Phrases()
    async with staged(names(phrases)) as stage:
        server = WebServer(demo_app(stage, phrases), host=HOST, port=port)
        await server.start()
        stage.begin(stage.start)
        say(f"http://{HOST}:{server.port}/")
        await stopped.wait()
        stage.end()
        await server.stop()


def names(phrases: Phrases) -> dict[str, str]:
    """What everybody in the demo is called, by account: roles, no names of people."""
    return {
        each.account: phrases.say(Words(f"demo-part-{each.phrase}"), language=DEFAULT_LANGUAGE)
        for each in cast.CAST
    }
