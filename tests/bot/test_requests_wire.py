"""A request made in Slack and in Telegram, over the wire, on a database of either kind."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot import assembly
from bot.platforms.adapter import Adapter
from bot.platforms.slack import SlackAdapter
from bot.platforms.slack_client import SlackKeys
from bot.platforms.telegram import TelegramAdapter
from bot.router import Router
from bot.sandbox.slack import SlackSandbox
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.slack_world import Channel, SlackMessage
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram_people import TelegramPerson
from bot.sandbox.telegram_world import TelegramMessage
from config.taxonomy import Platform
from storage.base import Base
from storage.database import Database
from storage.requests import Request, State
from storage.search.engine import Search
from storage.store import Store

PATIENCE_S = 20.0
NEED = "we need help negotiating a bilateral labour agreement, French preferred, by March"
SHORT = "I need help with return counselling"


@dataclass
class Wired:
    """The hub between a Slack and a Telegram."""

    hub: assembly.Hub
    slack: SlackSandbox
    telegram: TelegramSandbox
    amina: SlackPerson
    paul: TelegramPerson

    async def shown(
        self, words: str, *, where: Channel | SlackPerson | None = None
    ) -> SlackMessage:
        """The last message there that shows these words."""
        place = where or self.amina

        def found() -> list[SlackMessage]:
            return [each for each in self.slack.messages(place) if words in each.shown]

        await self._until(lambda: bool(found()))
        return found()[-1]

    async def told(self, words: str) -> TelegramMessage:
        def found() -> list[TelegramMessage]:
            standing = self.paul.chat.messages.values()
            theirs = [each for each in standing if each.sender.id != self.paul.id]
            return [each for each in theirs if words in each.text and not each.deleted]

        await self._until(lambda: bool(found()))
        return found()[-1]

    async def _until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not holds():  # noqa: ASYNC110  # two platforms
                await asyncio.sleep(0.01)

    @property
    def requests(self) -> list[tuple[State, str, list[str]]]:
        """State, words and languages of every request."""

        def unit(store: Store) -> list[tuple[State, str, list[str]]]:
            every = store.session.query(Request).order_by(Request.id)
            return [(each.state, each.need, each.languages) for each in every]

        return self.hub.database.read_now(unit)


@pytest.fixture
def search() -> Iterator[Search]:
    search = Search(None, patience_seconds=None)
    yield search
    search.close()


@pytest.fixture
def database(database_url: str, search: Search) -> Iterator[Database]:
    database = Database(database_url, search=search)
    Base.metadata.create_all(database.engine)
    yield database
    database.close()


@pytest.fixture
async def wired(database: Database, search: Search, router: Router) -> AsyncIterator[Wired]:
    async with SlackSandbox(paced=False) as slack, TelegramSandbox(paced=False) as telegram:
        keys = SlackKeys(slack.api_url, slack.bot_token, app_token=slack.app_token)
        adapters: dict[Platform, Adapter] = {
            Platform.SLACK: SlackAdapter(keys),
            Platform.TELEGRAM: TelegramAdapter(
                telegram.token,
                api_url=telegram.api_url,
                phrases=router.phrases,
                poll_for=timedelta(seconds=1),
            ),
        }
        hub = assembly.Hub(database, search, adapters, router)
        await hub.start()
        amina, paul = slack.person("U1", name="Amina"), telegram.person(7, name="Paul")
        await paul.starts()
        yield Wired(hub, slack, telegram, amina, paul)
        await hub.stop()


async def test_in_slack_one_sentence_and_two_taps(wired: Wired) -> None:
    await wired.amina.writes(NEED)
    screen = await wired.shown("This is what I understood")

    await wired.amina.taps(screen, "It is urgent")
    urgent = await wired.shown("✕ Urgent")
    await wired.amina.taps(urgent, "Send it")
    await wired.shown("I ask two people at a time")

    assert wired.requests == [(State.OPEN, NEED, ["fr"])]


async def test_in_slack_a_modal_asks_it_all_at_once(wired: Wired) -> None:
    await wired.amina.commands("/hub", "request")
    await wired._until(lambda: wired.amina.modal is not None)

    sent = await wired.amina.submits(
        {
            "need": "Guidance for ministries that negotiate labour agreements with Gulf states",
            "languages": ["ar"],
        }
    )
    assert sent.acknowledged

    await wired._until(lambda: bool(wired.requests))
    ((state, need, languages),) = wired.requests
    assert (state, languages) == (State.DRAFT, ["ar"])
    assert need.startswith("Guidance for ministries")


async def test_in_slack_a_question_of_somebody_leads_to_a_request(wired: Wired) -> None:
    other = wired.slack.person("U2", name="Bea")
    channel = wired.slack.channel("C1", wired.amina, other)
    asked = await other.says(channel, "Does anybody know how to negotiate seasonal worker schemes?")

    used = await wired.amina.shortcut("request", asked)
    assert used.acknowledged
    screen = await wired.shown("This is what I understood", where=channel)

    assert screen.ephemeral_to == wired.amina.id
    assert "Send it" in screen.shown
    assert wired.requests == [
        (State.DRAFT, "Does anybody know how to negotiate seasonal worker schemes?", [])
    ]
    await wired.amina.taps(screen, "Send it")
    await wired._until(lambda: wired.requests[0][0] is State.OPEN)


async def test_in_telegram_the_same_comes_question_by_question(wired: Wired) -> None:
    await wired.paul.writes(SHORT)
    screen = await wired.told("One or two more sentences")
    await wired.paul.taps(screen, "Say more")
    await wired.told("What else should somebody know")

    await wired.paul.writes("Counsellors in Senegal have no guidance for families, in French.")
    full = await wired.told("Where: Senegal")
    await wired.paul.taps(full, "Send it")
    await wired.told("I now look for somebody")

    ((state, need, languages),) = wired.requests
    assert (state, languages) == (State.OPEN, ["fr"])
    assert need.startswith(SHORT)


async def test_what_was_begun_before_a_restart_goes_on_after_it(
    wired: Wired, search: Search, router: Router
) -> None:
    await wired.paul.writes(SHORT)
    screen = await wired.told("One or two more sentences")
    await wired.paul.taps(screen, "Say more")
    await wired.told("What else should somebody know")
    await wired.hub.stop()

    adapters: dict[Platform, Adapter] = {
        Platform.TELEGRAM: TelegramAdapter(
            wired.telegram.token,
            api_url=wired.telegram.api_url,
            phrases=router.phrases,
            poll_for=timedelta(seconds=1),
        )
    }
    again = assembly.Hub(wired.hub.database, search, adapters, router)
    await again.start()
    await wired.paul.writes("Counsellors in Senegal have no guidance for families, in French.")
    await wired.told("Where: Senegal")
    await again.stop()

    assert wired.requests[0][0] is State.DRAFT
