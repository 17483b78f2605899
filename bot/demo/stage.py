"""The stage of the demo: both platforms, the hub's process, the time, and what goes wrong."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

from bot.demo import cast
from bot.demo.process import HubIsDown, HubProcess
from bot.demo.time import TurnedTime
from bot.sandbox import faults
from bot.sandbox.faults import Fault
from bot.sandbox.record import Bell
from bot.sandbox.slack import SlackSandbox
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram_people import TelegramPerson
from bot.sandbox.telegram_world import Chat
from config.taxonomy import DEFAULT_LANGUAGE, Platform

log = logging.getLogger(__name__)

A_QUARTER = timedelta(days=91)
STRIDE = timedelta(hours=8)
"""The clock goes ahead in steps of this: one of them falls into anybody's working day."""
SLOW_S, WAIT_S = 4.0, 5.0
SAYING = ("chat.postMessage", "chat.update", "files.completeUploadExternal")
TELLING = ("sendMessage", "sendPhoto", "sendDocument", "editMessageText")
CONNECTED_WITHIN_S = 60.0


class Turn(StrEnum):
    """How far the clock is turned."""

    HOUR = "hour"
    DAY = "day"
    NEXT = "next"
    QUARTER = "quarter"


class Trouble(StrEnum):
    """What can be switched on while watching."""

    SLACK_DOWN = "slack-down"
    TELEGRAM_SLOW = "telegram-slow"
    LIMITED = "limited"


class Stage:
    """Everything that the page shows and changes. `bell` rings at each change of its own."""

    def __init__(
        self,
        slack: SlackSandbox,
        telegram: TelegramSandbox,
        time: TurnedTime,
        folder: Path,
        *,
        model: str,
    ) -> None:
        self.slack = slack
        self.telegram = telegram
        self.time = time
        self._model = model
        self.bell = Bell()
        self.hub = HubProcess(folder, self.bell)
        self.language = DEFAULT_LANGUAGE
        self.turning = False
        self.over = False
        self.quarters = 0
        """How often a quarter was let pass."""
        self.nothing_due = False
        """Whether the clock was last turned to the next thing due, and there was none."""
        self.seen: dict[tuple[str, str], str] = {}
        """Up to which message an account has read a place, by account and place."""
        self._on: dict[Trouble, list[tuple[faults.Faults, Fault]]] = {}
        self._working: set[asyncio.Task[None]] = set()

    @property
    def troubles(self) -> set[Trouble]:
        return set(self._on)

    def slack_person(self, account: str) -> SlackPerson:
        return self.slack.person(account)

    def telegram_person(self, account: str) -> TelegramPerson:
        return self.telegram.person(int(account))

    def chat(self, person: TelegramPerson, place: str) -> Chat:
        """A chat of theirs: the one named, else their own with the hub."""
        chat = self.telegram.state.chats.get(int(place or 0))
        return chat if chat is not None and person.id in chat.members else person.chat

    def settle_in(self, names: dict[str, str]) -> None:
        """Everybody is there, and so are the conversations that they share."""
        for each in cast.on(Platform.SLACK):
            person = self.slack.person(each.account, name=names[each.account], tz=each.zone)
            self.slack.workspace.dm(person.id)
        people = [self.slack.person(each.account) for each in cast.on(Platform.SLACK)]
        self.slack.channel(cast.CHANNEL, *people, name="labour-migration")
        there = []
        for each in cast.on(Platform.TELEGRAM):
            somebody = self.telegram.person(int(each.account), name=names[each.account])
            somebody.user.started = True
            there.append(somebody)
        self.telegram.group(cast.TELEGRAM_GROUP, *there, title="Labour migration")

    def speak(self, language: str) -> None:
        """What the apps of everybody are set to, from now on."""
        if language == self.language:
            return
        self.language = language
        locale = {"fr": "fr-FR"}.get(language, "en-US")
        for each in cast.CAST:
            if each.platform is Platform.SLACK:
                self.slack.person(each.account).profile.locale = locale
            else:
                self.telegram.person(int(each.account)).user.language = language
        if self.hub.is_ready:
            self.begin(self._tell_language)

    async def _tell_language(self) -> None:
        ahead_s = self.time.ahead.total_seconds()
        await self.hub.ask(ahead_s=ahead_s, ask="language", language=self.language)

    async def start(self) -> None:
        """Start the hub, or start it again after it was killed.

        Raises:
            HubIsDown: it ended before it was ready.
        """
        names = {p.id: p.real_name for p in self.slack.workspace.users.values() if not p.is_bot}
        names |= {str(p.id): p.first_name for p in self.telegram.state.users.values()}
        slack, telegram = self.slack, self.telegram
        await self.hub.start(
            {
                "names": names,
                "model": self._model,
                "language": self.language,
                "ahead_s": self.time.ahead.total_seconds(),
                "slack": {
                    "api_url": slack.api_url,
                    "bot_token": slack.bot_token,
                    "app_token": slack.app_token,
                },
                "telegram": {"api_url": telegram.api_url, "token": telegram.token},
            }
        )

    async def turn(self, by: Turn, *, until: Callable[[], bool] = lambda: False) -> None:
        """Turn the clock ahead, on both platforms and in the hub, and let happen what is due.

        Days go by in steps, so that what comes in working hours does. Stops when `until` holds.

        Raises:
            HubIsDown: there is no hub whose clock could be turned.
        """
        if self.turning:
            return
        await self.hub.ready()
        self.turning, self.nothing_due = True, False
        self.bell.ring()
        try:
            await self._turn(by, until)
        finally:
            self.turning = False
            self.bell.ring()

    async def _turn(self, by: Turn, until: Callable[[], bool]) -> None:
        match by:
            case Turn.HOUR:
                await self._ahead(timedelta(hours=1))
            case Turn.DAY:
                await self._stride(timedelta(days=1), until)
            case Turn.QUARTER:
                self.quarters += await self._stride(A_QUARTER, until)
            case Turn.NEXT:
                at = await self.next_due()
                self.nothing_due = at is None
                if at is not None:
                    await self._ahead(at - self.time())

    async def _stride(self, by: timedelta, until: Callable[[], bool]) -> bool:
        """Step by step, as time would pass; whether it went all the way."""
        left = by
        while left and not until():
            await self._ahead(min(STRIDE, left))
            left -= min(STRIDE, left)
        return not left

    async def next_due(self) -> datetime | None:
        """When something next comes due; None when nothing does for months."""
        answer = await self.hub.ask(ahead_s=self.time.ahead.total_seconds(), ask="next")
        return datetime.fromisoformat(answer["at"]) if answer["at"] else None

    async def _ahead(self, by: timedelta) -> None:
        self.time.ahead += by
        self.bell.ring()
        await self.hub.ask(ahead_s=self.time.ahead.total_seconds())

    async def trouble(self, which: Trouble, *, on: bool) -> None:
        """Switch something that goes wrong on or off."""
        if on is (which in self._on):
            return
        if not on:
            for where, fault in self._on.pop(which):
                where.remove(fault)
            if which is Trouble.SLACK_DOWN:
                await self.slack.comes_back()
        else:
            self._on[which] = self._break(which)
            if which is Trouble.SLACK_DOWN:
                await self.slack.goes_down()
        self.bell.ring()

    def _break(self, which: Trouble) -> list[tuple[faults.Faults, Fault]]:
        slack, telegram = self.slack.faults, self.telegram.faults
        match which:
            case Trouble.SLACK_DOWN:
                return []
            case Trouble.TELEGRAM_SLOW:
                return [(telegram, telegram.add(faults.Kind.SLOW, *TELLING, seconds=SLOW_S))]
            case Trouble.LIMITED:
                limited = faults.Kind.RATE_LIMITED
                return [
                    (slack, slack.add(limited, *SAYING, seconds=WAIT_S)),
                    (telegram, telegram.add(limited, *TELLING, seconds=WAIT_S)),
                ]

    def begin(self, work: Callable[[], Any]) -> None:
        """Do something while the page goes on; a hub that is down meanwhile stops it."""

        async def guarded() -> None:
            try:
                await work()
            except HubIsDown as down:
                if str(down):
                    log.warning("the hub ended: %s", down)
                self.bell.ring()
            except (TimeoutError, LookupError) as error:
                log.warning("not done: %s", error)

        task = asyncio.get_running_loop().create_task(guarded())
        self._working.add(task)
        task.add_done_callback(self._working.discard)

    def end(self) -> None:
        """Whoever watches need not wait for more."""
        self.over = True
        self.bell.ring()

    async def leave(self) -> None:
        for each in self._working:
            each.cancel()
        await asyncio.gather(*self._working, return_exceptions=True)
        await self.hub.stop()


@asynccontextmanager
async def staged(
    names: dict[str, str], *, model: str = "on", begun: Path | None = None
) -> AsyncIterator[Stage]:
    """A stage with everybody on it; the hub is not started yet. Its folder goes when it is left.

    `model` "off": search by words alone, which starts 4 seconds sooner. `begun` holds a database
    with the sample network in it, and its index, to begin with.
    """
    time = TurnedTime.from_monday()
    with TemporaryDirectory(prefix="hub-demo-", ignore_cleanup_errors=True) as folder:
        if begun is not None:
            copytree(begun, folder, dirs_exist_ok=True)
        async with (
            SlackSandbox(clock=time, seconds=time.seconds) as slack,
            TelegramSandbox(clock=time, seconds=time.seconds) as telegram,
        ):
            stage = Stage(slack, telegram, time, Path(folder), model=model)
            stage.settle_in(names)
            try:
                yield stage
            finally:
                await stage.leave()
