"""A request made in Slack and in Telegram, over the wire, on a database of either kind."""

from collections.abc import AsyncIterator
from functools import cached_property

import pytest

from bot.router import Router
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.telegram_people import TelegramPerson
from storage.requests import Request, State
from storage.store import Store
from tests.bot.wire import Wire, connected

NEED = "we need help negotiating a bilateral labour agreement, French preferred, by March"
SHORT = "I need help with return counselling"


class Wired(Wire):
    """Amina is in Slack, Paul in Telegram."""

    @cached_property
    def amina(self) -> SlackPerson:
        return self.slack.person("U1", name="Amina")

    @cached_property
    def paul(self) -> TelegramPerson:
        return self.telegram.person(7, name="Paul")

    @property
    def requests(self) -> list[tuple[State, str, list[str]]]:
        """State, words and languages of every request."""

        def unit(store: Store) -> list[tuple[State, str, list[str]]]:
            every = store.session.query(Request).order_by(Request.id)
            return [(each.state, each.need, each.languages) for each in every]

        return self.hub.database.read_now(unit)


@pytest.fixture
async def wired(made_url: str, router: Router) -> AsyncIterator[Wired]:
    async with connected(Wired, made_url, router) as wired:
        await wired.paul.starts()
        yield wired


async def test_in_slack_one_sentence_and_two_taps(wired: Wired) -> None:
    await wired.amina.writes(NEED)
    screen = await wired.shown("This is what I understood", wired.amina)

    await wired.amina.taps(screen, "It is urgent")
    urgent = await wired.shown("✕ Urgent", wired.amina)
    await wired.amina.taps(urgent, "Send it")
    await wired.shown("I ask two people at a time", wired.amina)

    assert wired.requests == [(State.OPEN, NEED, ["fr"])]


async def test_in_slack_a_modal_asks_it_all_at_once(wired: Wired) -> None:
    await wired.amina.commands("/hub", "request")
    await wired.until(lambda: wired.amina.modal is not None)

    sent = await wired.amina.submits(
        {
            "need": "Guidance for ministries that negotiate labour agreements with Gulf states",
            "languages": ["ar"],
        }
    )
    assert sent.acknowledged

    await wired.until(lambda: bool(wired.requests))
    ((state, need, languages),) = wired.requests
    assert (state, languages) == (State.DRAFT, ["ar"])
    assert need.startswith("Guidance for ministries")


async def test_in_slack_a_question_of_somebody_leads_to_a_request(wired: Wired) -> None:
    other = wired.slack.person("U2", name="Bea")
    channel = wired.slack.channel("C1", wired.amina, other)
    asked = await other.says(channel, "Does anybody know how to negotiate seasonal worker schemes?")

    used = await wired.amina.shortcut("request", asked)
    assert used.acknowledged
    screen = await wired.shown("This is what I understood", channel)

    assert screen.ephemeral_to == wired.amina.id
    assert "Send it" in screen.shown
    assert wired.requests == [
        (State.DRAFT, "Does anybody know how to negotiate seasonal worker schemes?", [])
    ]
    await wired.amina.taps(screen, "Send it")
    await wired.until(lambda: wired.requests[0][0] is State.OPEN)


async def test_in_telegram_the_same_comes_question_by_question(wired: Wired) -> None:
    await wired.paul.writes(SHORT)
    screen = await wired.told("One or two more sentences", wired.paul)
    await wired.paul.taps(screen, "Say more")
    await wired.told("What else should somebody know", wired.paul)

    await wired.paul.writes("Counsellors in Senegal have no guidance for families, in French.")
    full = await wired.told("Where: Senegal", wired.paul)
    await wired.paul.taps(full, "Send it")
    await wired.told("I now look for somebody", wired.paul)

    ((state, need, languages),) = wired.requests
    assert (state, languages) == (State.OPEN, ["fr"])
    assert need.startswith(SHORT)


async def test_what_was_begun_before_a_restart_goes_on_after_it(wired: Wired) -> None:
    await wired.paul.writes(SHORT)
    screen = await wired.told("One or two more sentences", wired.paul)
    await wired.paul.taps(screen, "Say more")
    await wired.told("What else should somebody know", wired.paul)
    await wired.restart()
    await wired.paul.writes("Counsellors in Senegal have no guidance for families, in French.")
    await wired.told("Where: Senegal", wired.paul)

    assert wired.requests[0][0] is State.DRAFT
