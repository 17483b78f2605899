"""From a need to an introduction and its end, over the wire, across Slack and Telegram."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.router import Router
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.slack_world import SlackMessage
from bot.sandbox.telegram_people import TelegramPerson
from config.network_files.records import Expert, Organisation
from config.taxonomy import Platform, StakeholderType
from storage.people import Account
from storage.profiles import Profile
from storage.requests import Request, State
from storage.store import Store
from tests.bot.wire import Wire, connected

NEED = (
    "I need help negotiating a bilateral labour agreement with a country of destination,"
    " above all on recruitment fees and on portable social security"
)
TODAY = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0)
MONDAY = TODAY + timedelta(days=7 - TODAY.weekday())
"""The next one: platforms tell the time as it is, and nothing is done before it was asked for."""


class Wired(Wire):
    """Whose time begins on some Monday morning, and goes on by hand."""

    async def passes(self, time: timedelta = timedelta(0)) -> None:
        """Time goes on, and the clock ticks."""
        await self.settled()
        self.clock.ahead += time
        await self.hub.go_round()
        await self.settled()

    def joins(self, platform: Platform, organisation: str, knows: str) -> None:
        """Whoever is there agrees to be asked about this."""

        def unit(store: Store) -> None:
            account = store.session.query(Account).filter_by(platform=platform).one()
            expert = Expert(
                id=f"joined:{organisation}",
                title=f"{organisation} focal point, {knows}",
                organisation=organisation,
                description=f"I advise on {knows}.",
                languages=("en",),
            )
            store.experts.put([expert])
            store.people.get(account.person_id).organisation = organisation
            store.people.get(account.person_id).time_zone = "UTC"
            store.profiles.put(
                Profile(
                    person_id=account.person_id,
                    record_id=expert.id,
                    consented_at=MONDAY,
                    confirmed_at=MONDAY,
                    works_from=0,
                    works_to=1440,
                )
            )

        self.hub.database.run_now(unit)

    def state(self) -> State:
        """Of the only request."""

        def unit(store: Store) -> State:
            return store.session.query(Request).one().state

        return self.hub.database.read_now(unit)


def _organisations(store: Store) -> None:
    un, government = StakeholderType.UN_ENTITY, StakeholderType.GOVERNMENT
    store.organisations.put(
        [
            Organisation(id="ILO", name="International Labour Organization", type=un),
            Organisation(id="MOL", name="Ministry of Labour", type=government),
        ]
    )


@pytest.fixture
async def wired(made_url: str, router: Router) -> AsyncIterator[Wired]:
    begins = MONDAY - datetime.now(UTC)
    async with connected(Wired, made_url, router, before=_organisations, begins=begins) as wired:
        yield wired


async def test_an_official_on_telegram_is_introduced_to_an_expert_on_slack(wired: Wired) -> None:
    amina = wired.slack.person("U1", name="Amina Diallo")
    await amina.writes("hello")
    await wired.shown("Hello", amina)
    wired.joins(Platform.SLACK, "ILO", "bilateral labour agreements and fair recruitment")
    paul = wired.telegram.person(7, name="Paul")
    await paul.starts()
    await paul.writes(NEED)
    screen = await wired.told("recruitment fees", paul)
    await paul.taps(screen, "Send")
    await wired.told("I now look for somebody", paul)
    await wired.passes()

    offer = await wired.shown("Could you help with this?", amina)
    assert "Paul" not in offer.shown
    assert NEED[:60] in offer.shown
    await amina.taps(offer, "Yes, I can help")
    opening = await wired.told("somebody can help", paul)
    there = await wired.shown("You are now in touch", amina)
    assert "Amina Diallo" in opening.text
    assert "International Labour Organization" in opening.text
    assert "Paul" in there.shown
    assert wired.state() is State.INTRODUCED

    await paul.writes("We have a draft of twelve pages.", reply_to=opening)
    carried = await wired.shown("We have a draft of twelve pages.", amina)
    await amina.writes("Please send me the part on fees.", thread_ts=there.ts)
    await wired.told("Please send me the part on fees.", paul)
    assert "Paul" in carried.shown

    await wired.passes(timedelta(days=7))
    question = await wired.told("Did it help?", paul)
    await wired.shown("Did it work out?", amina)
    await paul.taps(question, "Yes, it helped")
    await wired.told("Your request is closed", paul)
    assert wired.state() is State.CLOSED


async def test_an_official_on_slack_is_introduced_to_an_expert_on_telegram(wired: Wired) -> None:
    paul = wired.telegram.person(7, name="Paul")
    await paul.starts()
    await wired.told("Hello", paul)
    wired.joins(Platform.TELEGRAM, "ILO", "bilateral labour agreements and fair recruitment")
    amina = wired.slack.person("U1", name="Amina Diallo")
    await amina.writes(NEED)
    await amina.taps(await wired.shown("This is what I understood", amina), "Send")
    await wired.shown("I now look for somebody", amina)
    await wired.passes()
    offer = await wired.told("Could you help with this?", paul)
    await paul.taps(offer, "Yes, I can help")
    opening = await wired.shown("somebody can help", amina)
    there = await wired.told("You are now in touch", paul)

    await amina.writes("Thank you for your time.", thread_ts=opening.ts)
    carried = await wired.told("Thank you for your time.", paul)
    await paul.writes("With pleasure.", reply_to=carried)
    await wired.shown("With pleasure.", amina)
    await wired.passes(timedelta(days=12, hours=1))
    await wired.shown("this conversation ends on", amina)
    await wired.told("this conversation ends on", paul)
    await wired.passes(timedelta(days=2))
    await wired.told("Two quiet weeks", paul)
    await amina.writes("Are you there?", thread_ts=opening.ts)
    await wired.shown("has ended, so I did not carry that", amina)

    assert "Amina" not in offer.text
    assert "Amina Diallo" in there.text
    assert "Paul" in opening.shown


async def test_a_no_brings_the_next_and_nobody_is_named(wired: Wired) -> None:
    amina = wired.slack.person("U1", name="Amina Diallo")
    await amina.writes("hello")
    await wired.shown("Hello", amina)
    wired.joins(Platform.SLACK, "ILO", "bilateral labour agreements and fair recruitment")
    paul = wired.telegram.person(7, name="Paul")
    await paul.starts()
    await paul.writes(NEED)
    await paul.taps(await wired.told("This is what I understood", paul), "Send")
    await wired.told("I now look for somebody", paul)
    await wired.passes()
    offer = await wired.shown("Could you help with this?", amina)
    await amina.taps(offer, "No")
    why = await wired.shown("May I know why?", amina)
    await amina.taps(why, "No time for it")
    await wired.shown("Thank you for answering", amina)
    await wired.passes(timedelta(minutes=1))
    nobody = await wired.told("Everybody who could have helped", paul)

    assert "Amina" not in nobody.text
    assert wired.state() is State.MATCHING


async def test_an_answer_is_saved_for_others_once_its_requester_agrees(wired: Wired) -> None:
    amina = wired.slack.person("U1", name="Amina Diallo")
    await amina.writes("hello")
    await wired.shown("Hello", amina)
    wired.joins(Platform.SLACK, "ILO", "bilateral labour agreements and fair recruitment")
    paul = wired.telegram.person(7, name="Paul")
    await paul.starts()
    await paul.writes(NEED)
    await paul.taps(await wired.told("This is what I understood", paul), "Send")
    await wired.told("I now look for somebody", paul)
    await wired.passes()
    await amina.taps(await wired.shown("Could you help with this?", amina), "Yes, I can help")
    await wired.told("somebody can help", paul)
    await wired.passes(timedelta(days=7))
    await amina.taps(await wired.shown("Did it work out?", amina), "Yes")
    await amina.taps(await wired.shown("you can save it", amina), "Save it as an answer")
    await wired.until(lambda: amina.modal is not None)
    await amina.submits(
        {"text": "Employers pay every fee, and the agreement names them one by one."}
    )
    before = wired.hub.database.read_now(lambda store: store.resources.count())
    consent = await wired.told("would like to save this as an answer", paul)
    await paul.taps(consent, "Yes, show it")
    await wired.told("From now on others find it too", paul)
    (saved,) = wired.hub.database.read_now(lambda store: store.resources.all())

    assert before == 0
    assert saved.description.startswith("Employers pay every fee")
    assert "Amina" not in str(saved)
    assert "Paul" not in str(saved)


async def test_two_people_in_one_workspace_meet_in_a_group_conversation(wired: Wired) -> None:
    amina, paul = wired.slack.person("U1", name="Amina"), wired.slack.person("U2", name="Paul")
    await amina.writes("hello")
    await wired.shown("Hello", amina)
    wired.joins(Platform.SLACK, "ILO", "bilateral labour agreements and fair recruitment")
    await paul.writes(NEED)
    await paul.taps(await wired.shown("This is what I understood", paul), "Send")
    await wired.shown("I now look for somebody", paul)
    await wired.passes()
    await amina.taps(await wired.shown("Could you help with this?", amina), "Yes, I can help")
    group = wired.slack.workspace.group_dm({"U1", "U2"})
    await wired.until(lambda: bool(group.messages))
    await wired.passes(timedelta(minutes=2))
    (opening,) = group.messages.values()

    assert "Paul asked for help, and Amina" in opening.shown
    assert NEED[:60] in opening.shown
    assert wired.state() is State.INTRODUCED


async def _offered_on_slack(wired: Wired) -> tuple[SlackPerson, TelegramPerson, SlackMessage]:
    """Paul's need on Telegram, put to Amina on Slack."""
    amina = wired.slack.person("U1", name="Amina Diallo")
    await amina.writes("hello")
    await wired.shown("Hello", amina)
    wired.joins(Platform.SLACK, "ILO", "bilateral labour agreements and fair recruitment")
    paul = wired.telegram.person(7, name="Paul")
    await paul.starts()
    await paul.writes(NEED)
    await paul.taps(await wired.told("This is what I understood", paul), "Send")
    await wired.told("I now look for somebody", paul)
    await wired.passes()
    return amina, paul, await wired.shown("Could you help with this?", amina)


async def test_who_knows_better_is_typed_in_a_modal_on_slack(wired: Wired) -> None:
    amina, _, offer = await _offered_on_slack(wired)

    await amina.taps(offer, "Somebody else knows better")
    who = await wired.shown("I know nobody else who fits", amina)
    await amina.taps(who, "Somebody who isn’t here")
    await wired.until(lambda: amina.modal is not None)
    await amina.submits({"who": "the labour attaché in Rabat"})

    await wired.shown("The secretariat hears whom you thought of", amina)
    assert wired.state() is State.OFFERED


async def test_not_now_is_kept_until_the_day_that_was_named(wired: Wired) -> None:
    amina, paul, offer = await _offered_on_slack(wired)

    await amina.taps(offer, "Not now")
    when = await wired.shown("When may I ask you again?", amina)
    await amina.taps(when, "From another day on")
    await wired.until(lambda: amina.modal is not None)
    await amina.submits({"day": (datetime.now(UTC) + timedelta(days=40)).date().isoformat()})
    await wired.shown("I don’t send you anything before", amina)
    await wired.passes(timedelta(minutes=1))

    await wired.told("Everybody who could have helped has been asked", paul)
    assert wired.state() is State.MATCHING


async def test_not_now_and_until_when_in_one_breath(wired: Wired) -> None:
    amina, _, _ = await _offered_on_slack(wired)
    await amina.writes("sorry not now, ask me again in six weeks")

    told = await wired.shown("I don’t send you anything before", amina)
    day = (datetime.now(UTC) + timedelta(weeks=6)).date()
    assert f"before {day:%B} {day.day}, {day.year}" in told.shown


async def test_not_now_is_said_in_words_on_telegram(wired: Wired) -> None:
    paul = wired.telegram.person(7, name="Paul")
    await paul.starts()
    await wired.told("Hello", paul)
    wired.joins(Platform.TELEGRAM, "ILO", "bilateral labour agreements and fair recruitment")
    amina = wired.slack.person("U1", name="Amina Diallo")
    await amina.writes(NEED)
    await amina.taps(await wired.shown("This is what I understood", amina), "Send")
    await wired.shown("I now look for somebody", amina)
    await wired.passes()
    await paul.taps(await wired.told("Could you help with this?", paul), "Not now")
    when = await wired.told("When may I ask you again?", paul)
    await paul.taps(when, "From another day on")
    await wired.told("From which day on?", paul)
    await paul.writes("last year")
    await wired.told("I could not read a day there", paul)
    await paul.writes("in six weeks")

    told = await wired.told("I don’t send you anything before", paul)
    day = (datetime.now(UTC) + timedelta(weeks=6)).date()
    assert f"before {day:%B} {day.day}, {day.year}" in told.text


async def test_what_was_missing_is_said_on_telegram_after_it_did_not_help(wired: Wired) -> None:
    amina, paul, offer = await _offered_on_slack(wired)
    await amina.taps(offer, "Yes, I can help")
    await wired.told("somebody can help", paul)
    await wired.passes(timedelta(days=7))
    question = await wired.told("Did it help?", paul)
    await paul.taps(question, "Not really")
    again = await wired.told("I am looking for somebody else now", paul)
    await paul.taps(again, "Say what was missing")
    await wired.told("A word about the help that you got", paul)
    await paul.writes("It was about another country.")

    await wired.told("It helps to find the right people", paul)
    comment = wired.hub.database.read_now(lambda store: store.offers.introductions(1)[0].comment)
    assert comment == "It was about another country."
