"""A terminal's two ends: lines as they are typed or piped in, and styled lines out."""

import asyncio
import codecs
import os
from collections.abc import AsyncIterator, Iterable

from rich.console import Console
from rich.text import Text

from bot.render.pieces import Runs, Style
from bot.render.plain import USUAL_WIDTH

PROMPT = "› "
READ_BYTES = 65_536
_STYLES = {Style.PLAIN: "", Style.BOLD: "bold", Style.ITALIC: "italic dim"}


class Screen:
    """Shows lines to a person at a terminal, or writes them into a pipe.

    `source` is the file descriptor that lines are read from.
    """

    def __init__(self, console: Console, *, source: int = 0) -> None:
        self._console = console
        self._source = source
        self._prompted = False

    @property
    def is_live(self) -> bool:
        """Whether somebody sits before it, rather than a script."""
        return self._console.is_terminal and os.isatty(self._source)

    @property
    def has_styles(self) -> bool:
        return self._console.is_terminal

    @property
    def width(self) -> int:
        """Columns."""
        return self._console.width if self._console.is_terminal else USUAL_WIDTH

    def show(self, lines: Iterable[Runs]) -> None:
        """Show a part of the conversation, an empty line after it."""
        if self._prompted:
            self._console.print()
        for line in lines:
            text = Text.assemble(*((run.text, _style(run.style, run.url)) for run in line))
            text.rstrip()
            self._console.print(text, soft_wrap=True)
        self._console.print()
        self._prompted = False

    def prompt(self) -> None:
        """Ask for a line; in a pipe nobody is there to be asked."""
        if self.is_live:
            self._console.print(PROMPT, style="bold", end="")
            self._prompted = True

    async def lines(self) -> AsyncIterator[str]:
        """Each line that is typed, until the end of the input.

        What is no UTF-8 becomes U+FFFD. A piped line is written out as if it were typed.
        """
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        begun = ""
        while chunk := await _chunk(self._source):
            *lines, begun = (begun + decoder.decode(chunk)).split("\n")
            for line in lines:
                yield self._typed(line)
        if begun := begun + decoder.decode(b"", final=True):
            yield self._typed(begun)

    def _typed(self, line: str) -> str:
        self._prompted = False
        if not self.is_live:
            self._console.print(Text(f"{PROMPT}{line}"), soft_wrap=True)
        return line


def _style(style: Style, url: str) -> str:
    """Rich's name of a style; a terminal that can makes the words a link."""
    return f"{_STYLES[style]} link {url}".strip() if url else _STYLES[style]


async def _chunk(source: int) -> bytes:
    """The next bytes; empty at the end. A file is never waited for, and cannot be."""
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    try:
        loop.add_reader(source, readable.set)
    except (PermissionError, NotImplementedError):
        return await asyncio.to_thread(os.read, source, READ_BYTES)
    try:
        await readable.wait()
    finally:
        loop.remove_reader(source)
    try:
        return os.read(source, READ_BYTES)
    except OSError:  # the terminal was closed
        return b""
