"""A review over the wire: a modal in Slack, one question after another in Telegram."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import assembly
from bot.platforms.adapter import Adapter
from bot.platforms.slack import SlackAdapter
from bot.platforms.slack_client import SlackKeys
from bot.platforms.telegram import TelegramAdapter
from bot.router import Router
from bot.sandbox.slack import SlackSandbox
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram_people import TelegramPerson
from config.network_files.records import GroupKind, Question, ReviewForm, WorkingGroup
from config.taxonomy import Platform, Standing
from storage.base import Base
from storage.cycles import Assignment, Cycle, CycleState
from storage.database import Database
from storage.drafts import Draft
from storage.people import Account
from storage.roles import Role
from storage.search.engine import Search
from storage.store import Store

PATIENCE_S = 20.0
NOW = datetime.now(UTC)


@dataclass
class Wired:
    """The hub between a Slack and a Telegram, with a review that two people are asked for."""

    hub: assembly.Hub
    slack: SlackSandbox
    amina: SlackPerson
    paul: TelegramPerson

    async def shown(self, words: str) -> Any:  # noqa: ANN401  # a message of the sandbox
        """The last message to Amina that shows this."""
        return await self._found(
            lambda: [each for each in self.slack.messages(self.amina) if words in each.shown]
        )

    async def told(self, words: str) -> Any:  # noqa: ANN401  # the same
        """The last message to Paul that says this."""
        return await self._found(
            lambda: [
                each
                for each in self.paul.chat.messages.values()
                if each.sender.id != self.paul.id and words in each.text and not each.deleted
            ]
        )

    async def _found(self, look: Callable[[], list[Any]]) -> Any:  # noqa: ANN401  # the same
        async with asyncio.timeout(PATIENCE_S):
            while not look():  # noqa: ASYNC110  # two platforms
                await asyncio.sleep(0.01)
        return look()[-1]

    async def taps(self, message: Any, label: str, then: str) -> Any:  # noqa: ANN401  # the same
        """Paul taps, and is told this."""
        await (await self.paul.taps(message, label)).wait()
        return await self.told(then)

    def answers(self) -> list[dict[str, Any] | None]:
        """What the two have answered, in the order in which they were asked."""
        return self.hub.database.read_now(
            lambda store: [each.answers for each in store.cycles.assigned(1)]
        )

    def state(self) -> CycleState:
        return self.hub.database.read_now(lambda store: store.cycles.get(1).state)


def begin(store: Store) -> None:
    """A group whose review is open, with both of them as its reviewers."""
    form = ReviewForm(title="Review", questions=(Question(number=1, text="Is it clear?"),))
    group = WorkingGroup(id="G1", title="Pathways", kind=GroupKind.CORE)
    store.review_forms.put([form])
    store.groups.put([group])
    cycle = store.cycles.add(
        Cycle(
            group_id="G1",
            quarter="2026-Q3",
            state=CycleState.OPEN,
            opens_at=NOW,
            answers_by=NOW + timedelta(days=7),
            decide_by=NOW + timedelta(days=14),
            archive_at=NOW + timedelta(days=60),
            next_at=NOW + timedelta(days=7),
            evidence=[],
            created_at=NOW,
        )
    )
    for platform in (Platform.SLACK, Platform.TELEGRAM):
        person_id = store.session.query(Account).filter_by(platform=platform).one().person_id
        store.people.get(person_id).standing = Standing.MEMBER
        store.roles.put(person_id, "G1", Role.REVIEWER, at=NOW)
        store.cycles.assign(
            Assignment(
                cycle_id=cycle.id, person_id=person_id, why=None, chosen_at=NOW, asked_at=NOW
            )
        )


@pytest.fixture
async def wired(database_url: str, router: Router) -> AsyncIterator[Wired]:
    search = Search(None, patience_seconds=None)
    database = Database(database_url, search=search)
    Base.metadata.create_all(database.engine)
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
        wired = Wired(hub, slack, slack.person("U1", name="Amina"), telegram.person(7, name="Paul"))
        await wired.paul.starts()
        await wired.told("Hello")
        await wired.amina.writes("hello")
        await wired.shown("Hello")
        database.run_now(begin)
        yield wired
        await hub.stop()
    search.close()
    database.close()


async def test_one_reviewer_fills_a_modal_and_the_other_goes_question_by_question(
    wired: Wired,
) -> None:
    await wired.amina.writes("reviews")
    await wired.amina.taps(await wired.shown("One review is under way"), "G1")
    await wired.amina.taps(await wired.shown("2 reviewers; answers"), "Fill in")
    await wired._found(lambda: [wired.amina.modal] if wired.amina.modal else [])
    refused = await wired.amina.submits({"box1": "Yes", "recs1": "- -"})
    errors = wired.amina.modal.json["errors"] if wired.amina.modal else {}
    await wired.amina.submits({"recs1": "Meet weekly", "decision": "Validated"})
    await wired.shown("Thank you, that is your review")
    state = wired.state()

    await wired.paul.writes("my reviews")
    seen = await wired.taps(
        await wired.told("One review is under way"), "G1", "2 reviewers; answers"
    )
    asked = await wired.taps(seen, "Fill in", "1 of 6")
    await wired.taps(asked, "No", "2 of 6")
    await wired.paul.writes("x" * 4_000)
    await wired.told("please use 1,200 at most")
    await wired.paul.writes("The dates are not clear")
    asked = await wired.told("3 of 6")
    asked = await wired.taps(asked, "Skip", "4 of 6")
    asked = await wired.taps(asked, "Skip", "5 of 6")
    asked = await wired.taps(asked, "Not validated", "6 of 6")
    asked = await wired.taps(asked, "Skip", "Is this right?")
    await wired.taps(asked, "Send", "Thank you, that is your review")

    assert not refused.error
    assert set(errors) == {"recs1"}
    assert state is CycleState.IN_REVIEW
    assert wired.state() is CycleState.ANSWERED
    amina, paul = wired.answers()
    assert amina is not None
    assert (amina["box1"], amina["recs1"], amina["decision"]) == (True, "Meet weekly", "validated")
    assert paul is not None
    assert (paul["box1"], paul["comment1"], paul["decision"]) == (
        False,
        "The dates are not clear",
        "not",
    )


async def test_an_empty_review_is_not_taken_and_two_sent_at_once_are_kept(wired: Wired) -> None:
    await wired.amina.writes("reviews")
    await wired.amina.taps(await wired.shown("One review is under way"), "G1")
    await wired.amina.taps(await wired.shown("2 reviewers; answers"), "Fill in")
    await wired._found(lambda: [wired.amina.modal] if wired.amina.modal else [])
    await wired.amina.submits({})
    await wired.amina.taps(await wired.shown("Nothing is answered yet"), "Fill in")
    unanswered = wired.answers()
    await wired._found(lambda: [wired.amina.modal] if wired.amina.modal else [])
    await wired.paul.writes("reviews")
    seen = await wired.taps(
        await wired.told("One review is under way"), "G1", "2 reviewers; answers"
    )
    asked = await wired.taps(seen, "Fill in", "1 of 6")
    asked = await wired.taps(asked, "Yes", "2 of 6")
    for number in range(3, 7):
        asked = await wired.taps(asked, "Skip", f"{number} of 6")
    asked = await wired.taps(asked, "Skip", "Is this right?")

    await asyncio.gather(
        wired.amina.submits({"box1": "Yes"}),
        wired.taps(asked, "Send", "Thank you, that is your review"),
    )
    await wired.shown("Thank you, that is your review")

    assert unanswered == [None, None]
    assert wired.state() is CycleState.ANSWERED
    assert None not in wired.answers()


async def test_what_is_sent_after_the_deadline_is_refused_and_kept_as_a_draft(
    wired: Wired,
) -> None:
    await wired.amina.writes("reviews")
    await wired.amina.taps(await wired.shown("One review is under way"), "G1")
    await wired.amina.taps(await wired.shown("2 reviewers; answers"), "Fill in")
    await wired._found(lambda: [wired.amina.modal] if wired.amina.modal else [])

    def over(store: Store) -> None:
        store.cycles.get(1).answers_by = NOW - timedelta(hours=1)

    wired.hub.database.run_now(over)
    await wired.amina.submits({"box1": "Yes"})
    await wired.shown("The time for answers was over")

    assert wired.answers() == [None, None]
    kept = wired.hub.database.read_now(
        lambda store: [each.values["box1"] for each in store.session.query(Draft)]
    )
    assert kept == [True]
