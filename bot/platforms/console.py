"""The terminal as a platform: a line is a message, a number taps a choice."""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

from bot.platforms.adapter import Incoming, Letter, Profile, Receive, RetryLater
from bot.platforms.console_screen import Screen
from bot.render.pieces import Run, Style
from bot.render.plain import numbered, page
from config.phrases import Detail, Voice, Words
from config.taxonomy import Platform
from handlers.messages import Choice, File, Message, Reply, Said
from storage.errors import Unavailable
from storage.places import Place

QUIT = "quit"
FAREWELLS = frozenset({QUIT, "/quit", "exit", "/exit"})
RETRY_AFTER = timedelta(seconds=0.5)
ELSEWHERE_AFTER = timedelta(hours=1)
"""Until a letter to somebody who is not at this terminal is looked at again."""
_COMMAND = re.compile(r"/(?P<verb>\w+)\s*(?P<text>.*)", re.DOTALL)
_NUMBER = re.compile(r"[0-9]{1,2}")


class ConsoleAdapter:
    """One person at one terminal.

    The next line is read when the one before it is answered, so that a number always means the
    choices that were shown last, in a pipe too. `patience` is how long an answer is waited for;
    with `greets` the hub is opened before the first line. Files are written to `files`, or to a new
    folder for what is temporary.
    """

    platform = Platform.CONSOLE

    def __init__(
        self,
        screen: Screen,
        *,
        account: str,
        voice: Voice,
        greets: bool = True,
        patience: timedelta = timedelta(seconds=30),
        files: Path | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._screen = screen
        self._place = Place(Platform.CONSOLE, account)
        self._voice = voice
        self._greets = greets
        self._patience = patience
        self._files = files
        self._now = now
        self._began = int(now().timestamp() * 1_000_000)
        self._said = 0
        self._shown = 0
        self._about = ""
        self._text: Reply | None = None
        self._choices: tuple[Choice, ...] = ()
        self._answered = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self, receive: Receive) -> None:
        """Begin to read what is typed."""
        self._task = asyncio.create_task(self._converse(receive), name="terminal")

    async def ended(self) -> None:
        """Return when nothing more will be typed, and what was typed is answered."""
        if self._task is not None:
            await asyncio.shield(self._task)

    async def stop(self) -> None:
        """Read no further."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def profile(self, workspace: str, account: str) -> Profile:  # noqa: ARG002  # the protocol's
        return Profile(language=self._voice.language, time_zone=self._voice.zone)

    async def find_sent(self, letter: Letter, *, since: datetime) -> str | None:  # noqa: ARG002  # the protocol's
        """None: what an earlier terminal has shown cannot be told."""
        return None

    async def send(self, letter: Letter) -> str:
        """Show it; what would edit a message is shown anew, and stands for that message."""
        if letter.place.conversation != self._place.conversation:
            raise RetryLater("somebody else's", after=ELSEWHERE_AFTER)
        stars = not self._screen.has_styles
        news = self._news(letter.reply)
        self._screen.show(page(news, letter.voice, width=self._screen.width, stars=stars))
        if letter.file is not None:
            self._hint("console-file", where=str(self._written(letter.file)))
        self._shown += 1
        self._about = letter.edits or f"{self._began}-{self._shown}"
        self._choices = numbered(letter.reply)
        if self._answered.is_set():
            self._screen.prompt()
        self._answered.set()
        return self._about

    def _written(self, file: File) -> Path:
        """Where a file is now; one of the same name is written over."""
        if self._files is None:
            self._files = Path(mkdtemp(prefix="hub-"))
        path = self._files / Path(file.name).name
        path.write_bytes(file.content)
        return path

    def _news(self, reply: Reply) -> Reply:
        """What is new to the reader: where only choices have changed, the choices alone."""
        text = replace(reply, choices=(), edits=False)
        seen, self._text = self._text == text, text
        return Reply("console-choose", choices=reply.choices) if seen and reply.edits else reply

    async def _converse(self, receive: Receive) -> None:
        if self._screen.is_live:
            self._hint("console-welcome", quit=QUIT)
        if self._greets:
            await self._deliver(self._message(Said.OPENED), receive)
        self._screen.prompt()
        async for typed in self._screen.lines():
            line = typed.strip()
            if line.lower() in FAREWELLS:
                return
            message = self._understood(line)
            if message is None:
                self._hint("console-no-such-choice", count=len(self._choices))
            else:
                await self._deliver(message, receive)
            self._screen.prompt()

    def _understood(self, line: str) -> Message | None:
        """What a line means; None for the number of a choice that there is not."""
        if self._choices and _NUMBER.fullmatch(line):
            if not 1 <= int(line) <= len(self._choices):
                return None
            return self._message(Said.TAP, self._choices[int(line) - 1].action, about=self._about)
        if command := _COMMAND.fullmatch(line):
            verb = command["verb"].lower()
            said = Said.OPENED if verb == "start" else Said.COMMAND
            return self._message(said, command["text"], verb=verb)
        return self._message(Said.TEXT, line)

    def _message(self, said: Said, text: str = "", *, verb: str = "", about: str = "") -> Message:
        return Message(
            place=self._place,
            account=self._place.conversation,
            said=said,
            sent_at=self._now(),
            text=text,
            verb=verb,
            about=about,
            language=self._voice.language,
            time_zone=self._voice.zone,
            ref=f"{self._began}-{self._said + 1}",
        )

    async def _deliver(self, message: Message, receive: Receive) -> None:
        """Hand a message on, and wait for the answer to it."""
        self._said += 1
        self._answered.clear()
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                await self._keep(Incoming(f"{self._began}-{self._said}", message), receive)
                await self._answered.wait()
        except TimeoutError:
            self._answered.set()
            self._hint("console-no-answer")

    async def _keep(self, incoming: Incoming, receive: Receive) -> None:
        """As long as it takes: nobody but us can send it again."""
        while True:
            try:
                await receive([incoming])
            except Unavailable:
                await asyncio.sleep(RETRY_AFTER.total_seconds())
            else:
                return

    def _hint(self, phrase: str, **details: Detail) -> None:
        """What the terminal says by itself."""
        said = self._voice.say(Words(phrase, details))
        self._screen.show([(Run(said, Style.ITALIC),)])
