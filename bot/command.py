"""The `hub` command: the service without what the other commands need, and all the others."""

import gc
import sys
from collections.abc import Callable

from bot.remedies import told
from config.settings import Settings


def main() -> None:
    """`hub run` alone goes past Typer and Rich: 4 MiB less for as long as it runs."""
    if sys.argv[1:] == ["run"]:
        told(_serve)
        return
    from bot.cli import main as typed  # noqa: PLC0415  # see above

    typed()


def _serve() -> None:
    run = service()
    run(Settings.load())


def service() -> Callable[[Settings], None]:
    """What `hub run` does, loaded."""
    for each in ("rich", "pygments"):  # structlog and httpx do without, then
        sys.modules.setdefault(each, None)  # type: ignore[arg-type]
    gc.disable()  # a fifth of the time that a thousand modules take: next to nothing is garbage
    from bot.__main__ import run  # noqa: PLC0415  # the others do without

    gc.freeze()
    gc.enable()
    return run
