"""How far a long piece of work is: a bar on a terminal, elsewhere a line now and then."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)

Advance = Callable[[int, int], None]
"""Told how much is done, of how much."""
EVERY_SECONDS = 10.0


def bars(console: Console) -> Progress:
    """Bars on a terminal, and nothing elsewhere."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


@contextmanager
def headway(
    what: str, console: Console, *, clock: Callable[[], float] = time.monotonic
) -> Iterator[Advance]:
    """Say how far `what` is; work that is done within seconds is not spoken of in a file."""
    if not console.is_terminal:
        yield _lines(what, console, clock)
        return
    with bars(console) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, whole: progress.update(task, completed=done, total=whole)


def _lines(what: str, console: Console, clock: Callable[[], float]) -> Advance:
    began = said_at = clock()

    def advance(done: int, whole: int) -> None:
        nonlocal said_at
        at = clock()
        if at - said_at < EVERY_SECONDS or not done:
            return
        said_at = at
        left = (at - began) * (whole - done) / done
        console.print(f"{what}: {done:,} of {whole:,}, {left:.0f} s to go", soft_wrap=True)

    return advance
