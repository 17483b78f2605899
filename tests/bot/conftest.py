"""A stage for dialogues: the whole hub over the sample network, and people who talk with it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import assembly, upkeep
from bot.platforms.adapter import Incoming, Letter, Profile, Receive, Undeliverable
from bot.render.plain import plain_text
from bot.router import Router
from config.settings import Settings
from config.taxonomy import Platform, Standing
from handlers.messages import Choice, Message, Reply, Said
from storage.places import Place
from tests.bot.wire import Turned

PATIENCE_S = 10.0
PUBLIC_URL = "https://hub.example.org"
BETWEEN = timedelta(seconds=1)
"""Nobody writes or taps faster, so that no answer waits for the pace of its conversation."""


@dataclass
class Post:
    """A platform that delivers at once, and refuses to edit what was never said."""

    platform: Platform
    receive: Receive | None = None
    letters: asyncio.Queue[Letter] = field(default_factory=asyncio.Queue)
    said: set[str] = field(default_factory=set)

    async def start(self, receive: Receive) -> None:
        self.receive = receive

    async def stop(self) -> None:
        return

    async def profile(self, workspace: str, account: str) -> Profile:  # noqa: ARG002
        return Profile("en-GB", "Europe/Paris")

    async def send(self, letter: Letter) -> str:
        if letter.edits and letter.edits not in self.said:
            raise Undeliverable("message to edit not found")
        self.letters.put_nowait(letter)
        ref = letter.edits or f"m{len(self.said) + 1}"
        self.said.add(ref)
        return ref

    async def find_sent(self, letter: Letter, *, since: datetime) -> str | None:  # noqa: ARG002
        return ""


@dataclass
class Talker:
    """Somebody who talks with the hub on one platform, and taps what the last answer offers."""

    post: Post
    clock: Turned
    account: str
    conversation: str
    private: bool = True
    language: str = "en"
    last: Letter | None = None
    about: str = ""
    events: int = 0

    @property
    def reply(self) -> Reply:
        assert self.last is not None
        return self.last.reply

    @property
    def reads(self) -> str:
        """The last answer as plain text."""
        assert self.last is not None
        return plain_text(self.last.reply, self.last.voice)

    async def says(self, text: str, *, verb: str = "") -> Reply:
        return await self._does(Said.COMMAND if verb else Said.TEXT, text, verb=verb)

    async def opens(self) -> Reply:
        return await self._does(Said.OPENED)

    async def taps(self, label: str) -> Reply:
        """Tap the choice of the last answer whose label begins so."""
        return await self._does(Said.TAP, self.choice(label).action, about=self.about)

    async def taps_action(self, action: str) -> Reply:
        return await self._does(Said.TAP, action, about="m0")

    def choice(self, label: str) -> Choice:
        assert self.last is not None
        choices = [choice for row in self.reply.choices for choice in row]
        found = [each for each in choices if self.last.voice.say(each.label).startswith(label)]
        offered = [self.last.voice.say(each.label) for each in choices]
        assert found, f"no {label!r} among {offered}"
        return found[0]

    async def hears(self) -> Reply:
        """The next letter that reaches this conversation."""
        while True:
            letter = await asyncio.wait_for(self.post.letters.get(), PATIENCE_S)
            if letter.place.conversation == self.conversation:
                self.last = letter
                self.about = letter.edits or f"m{len(self.post.said)}"
                return letter.reply

    def message(self, said: Said, text: str = "", *, verb: str = "", about: str = "") -> Message:
        return Message(
            place=Place(self.post.platform, self.conversation),
            account=self.account,
            said=said,
            sent_at=self.clock(),
            text=text,
            verb=verb,
            about=about,
            private=self.private,
            language=self.language,
            time_zone="Europe/Paris",
        )

    async def _does(self, said: Said, text: str = "", *, verb: str = "", about: str = "") -> Reply:
        assert self.post.receive is not None
        self.events += 1
        self.clock.ahead += BETWEEN
        key = f"{self.account}-{self.events}"
        await self.post.receive([Incoming(key, self.message(said, text, verb=verb, about=about))])
        return await self.hears()


@dataclass
class Stage:
    """The hub, its platforms and its clock."""

    hub: assembly.Hub
    posts: dict[Platform, Post]
    clock: Turned

    def person(
        self,
        account: str,
        platform: Platform = Platform.TELEGRAM,
        *,
        language: str = "en",
        group: str = "",
    ) -> Talker:
        """Somebody in their private conversation, or in a group where others read along."""
        conversation = group or f"c-{account}"
        return Talker(self.posts[platform], self.clock, account, conversation, not group, language)

    def standing(self, talker: Talker, standing: Standing) -> None:
        platform = talker.post.platform
        upkeep.set_standing(self.hub.database, platform, talker.account, standing)


@pytest.fixture(scope="session")
def router(sample: Path) -> Router:
    """Understanding for the sample network, built once."""
    settings = Settings(database_url=f"sqlite:///{sample / 'hub.sqlite'}", model="off")
    database, search = assembly.open_database(settings)
    router = assembly.router(settings, database)
    search.close()
    database.close()
    return router


@pytest.fixture
async def stage(sample: Path, tmp_path: Path, router: Router) -> AsyncIterator[Stage]:
    """A running hub over a copy of the sample network."""
    folder = Path(shutil.copytree(sample, tmp_path / "hub"))
    settings = Settings(database_url=f"sqlite:///{folder / 'hub.sqlite'}", model="off")
    database, search = assembly.open_database(settings)
    posts = {each: Post(each) for each in (Platform.TELEGRAM, Platform.SLACK)}
    clock = Turned()
    reached = replace(router, public_url=PUBLIC_URL)
    hub = assembly.Hub(database, search, posts, reached, clock=clock)
    await hub.start()
    yield Stage(hub, posts, clock)
    await hub.stop()
    search.close()
    database.close()
