"""My expertise, over the wire: a modal in Slack, one question after another in Telegram."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.router import Router
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.slack_world import Modal
from bot.sandbox.telegram_people import TelegramPerson
from bot.sandbox.telegram_world import TelegramMessage
from config.network_files.records import Expert, Organisation
from config.taxonomy import Platform, StakeholderType, Standing, Visibility
from handlers import joining
from storage.base import JsonValue
from storage.drafts import Draft
from storage.people import Account, Person
from storage.profiles import Pause, Profile, ProfileState
from storage.store import Store
from tests.bot.wire import Wire, connected

TOPICS = "I advise ministries on bilateral labour agreements and on sending remittances home."


class Wired(Wire):
    """With what the hub knows of the only person on a platform."""

    async def modal(self, by: SlackPerson) -> Modal:
        await self.until(lambda: by.modal is not None)
        assert by.modal is not None
        return by.modal

    async def asks(self, by: TelegramPerson, text: str, answer: str) -> TelegramMessage:
        """Write this, and wait for what answers it."""
        before = set(by.chat.messages)
        await by.writes(text)
        return await self.found(
            lambda: [
                m for at, m in by.chat.messages.items() if at not in before and answer in m.text
            ]
        )

    def profile(self, platform: Platform) -> Profile | None:
        """That of the only person there, as it is now."""

        def unit(store: Store) -> Profile | None:
            found = store.profiles.of(person_of(store, platform))
            if found is not None:
                store.session.expunge(found)
            return found

        return self.hub.database.read_now(unit)

    def record(self, platform: Platform) -> Expert:
        profile = self.profile(platform)
        assert profile is not None
        record_id = profile.record_id
        return self.hub.database.read_now(lambda store: store.experts.get(record_id))

    def listed(self) -> list[str]:
        """Whom search can find."""
        return sorted(self.hub.database.read_now(lambda store: store.experts.ids()))

    def drafts(self) -> list[dict[str, JsonValue]]:
        """What has been answered in forms that nobody sent."""
        return self.hub.database.read_now(
            lambda store: [dict(each.values) for each in store.session.query(Draft)]
        )

    def standing(self, platform: Platform, standing: Standing) -> None:
        def unit(store: Store) -> None:
            store.people.get(person_of(store, platform)).standing = standing

        self.hub.database.run_now(unit)

    async def taps(self, by: TelegramPerson, message: TelegramMessage, label: str) -> None:
        """Tap, and wait for what comes of it."""
        tap = await by.taps(message, label)
        await tap.wait()
        await self.settled()


def person_of(store: Store, platform: Platform) -> int:
    return store.session.query(Account).filter_by(platform=platform).one().person_id


@pytest.fixture
async def wired(sqlite_with_tables: str, router: Router) -> AsyncIterator[Wired]:
    async with connected(Wired, sqlite_with_tables, router, before=few_records) as wired:
        yield wired


@pytest.fixture
async def either(made_url: str, router: Router) -> AsyncIterator[Wired]:
    """Over a database of each kind in turn."""
    async with connected(Wired, made_url, router, before=few_records) as wired:
        yield wired


def few_records(store: Store) -> None:
    store.organisations.put(
        [
            Organisation(id="ILO", name="International Labour Organization", type=UN),
            Organisation(id="IOM", name="International Organization for Migration", type=UN),
        ]
    )
    store.experts.put([Expert(id="E1", title="ILO focal point, skills", organisation="ILO")])


UN = StakeholderType.UN_ENTITY


async def met(wired: Wired, person: SlackPerson | TelegramPerson, standing: Standing) -> None:
    """Somebody whom the network knows."""
    if isinstance(person, SlackPerson):
        await person.writes("hello")
        await wired.settled()
        await wired.shown("Hello", person)
        wired.standing(Platform.SLACK, standing)
    else:
        await person.starts()
        await wired.told("Hello", person)
        wired.standing(Platform.TELEGRAM, standing)


async def begun_in_telegram(wired: Wired, paul: TelegramPerson) -> TelegramMessage:
    """As far as the first question."""
    consent = await wired.asks(paul, "my expertise", "May colleagues")
    await wired.taps(paul, consent, "I agree")
    return await wired.told("What can people ask you about?", paul)


async def test_a_member_joins_in_slack_with_one_form(wired: Wired) -> None:
    amina = wired.slack.person("U1", name="Amina Diallo")
    await met(wired, amina, Standing.MEMBER)
    await amina.writes("my expertise")
    consent = await wired.shown("May colleagues", amina)
    await amina.taps(consent, "I agree")
    modal = await wired.modal(amina)
    sent = await amina.submits(
        {
            "topics": TOPICS,
            "languages": ["English", "French"],
            "regions": ["Africa"],
            "organisation": "ilo",
            "cap": "3",
            "hours": "8-16",
            "country": "Kenya",
            "until": "2027-01-15",
            "excluded": "IOM",
        }
    )
    kept = await wired.shown("Thank you, you are in", amina)
    profile, record = wired.profile(Platform.SLACK), wired.record(Platform.SLACK)

    assert not sent.error
    assert amina.modal is None
    assert modal.json["title"]["text"] == "My expertise"
    assert "This is what I understood" in kept.shown
    assert profile is not None
    assert (profile.state, profile.cap, profile.country) == (ProfileState.ACTIVE, 3, "KE")
    assert (profile.works_from, profile.works_to) == (480, 960)
    assert profile.absent_until == date(2027, 1, 15)
    assert profile.excluded == ["IOM"]
    assert record.title.startswith("ILO: ")
    assert "Amina" not in record.title
    assert record.languages == ("en", "fr")
    assert record.visibility is Visibility.NETWORK
    assert wired.listed() == ["E1", record.id]


async def test_a_member_joins_in_telegram_question_by_question(wired: Wired) -> None:
    paul = wired.telegram.person(7, name="Paul")
    await met(wired, paul, Standing.MEMBER)
    await begun_in_telegram(wired, paul)
    short = await wired.asks(paul, "visas", "A little more")
    asked = await wired.asks(paul, TOPICS, "In which languages")
    await wired.taps(paul, asked, "English")
    await wired.told("Now: English", paul)
    await wired.taps(paul, asked, "French")
    await wired.told("Now: English and French", paul)
    await wired.taps(paul, asked, "Done")
    await wired.told("Which regions", paul)
    overview = await wired.asks(paul, "Africa, Asia", "Is this right?")
    shown = overview.text
    before = wired.profile(Platform.TELEGRAM)
    await wired.taps(paul, overview, "Agree and join")
    await wired.told("Thank you, you are in", paul)
    record = wired.record(Platform.TELEGRAM)

    assert "What can people ask you about?" in short.text
    assert "English and French" in shown
    assert before is None
    assert record.languages == ("en", "fr")
    assert record.regions == ("Africa", "Asia")


async def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(either: Wired) -> None:
    amina = either.slack.person("U1")
    await met(either, amina, Standing.MEMBER)
    await amina.writes("my expertise")
    await amina.taps(await either.shown("May colleagues", amina), "I agree")
    await either.modal(amina)
    whole = {"topics": TOPICS, "languages": ["English"], "regions": ["Africa"]}
    wrong = await amina.submits(
        {**whole, "hours": "whenever", "country": "Narnia", "conflicts": "ACME"}
    )
    errors = amina.modal.json["errors"] if amina.modal else {}
    kept = either.drafts()[0]
    right = await amina.submits({"hours": "9 to 5", "country": "Kenya", "conflicts": ""})
    await either.shown("Thank you, you are in", amina)

    assert not wrong.error
    assert set(errors) == {"hours", "country", "conflicts"}
    assert "“Narnia”" in errors["country"]
    assert kept["topics"] == TOPICS
    assert not right.error
    assert amina.modal is None
    assert either.drafts() == []


async def test_a_draft_survives_a_restart_and_is_finished_elsewhere(wired: Wired) -> None:
    paul = wired.telegram.person(7)
    await met(wired, paul, Standing.MEMBER)
    await begun_in_telegram(wired, paul)
    await wired.asks(paul, TOPICS, "In which languages")
    await wired.restart()
    asked = await wired.asks(paul, "French", "Which regions")
    code = (await wired.asks(paul, "link", "On the other platform")).text
    amina = wired.slack.person("U1")
    await amina.writes(
        f"link {next(each for each in code.split() if '-' in each and len(each) == 9)}"
    )
    await wired.shown("Done: this is now one account", amina)
    await amina.writes("my expertise")
    await amina.taps(await wired.shown("May colleagues", amina), "I agree")
    modal = await wired.modal(amina)
    there = modal.json["state"]["values"]["topics"]["answer"]["value"]
    await amina.submits({"regions": ["Africa"]})
    await wired.shown("Thank you, you are in", amina)

    assert "Which regions" in asked.text
    assert there == TOPICS
    assert wired.record(Platform.SLACK).languages == ("fr",)


async def test_a_trigger_that_is_too_old_leads_to_a_choice_instead(wired: Wired) -> None:
    amina = wired.slack.person("U1")
    await met(wired, amina, Standing.MEMBER)
    await amina.writes("my expertise")
    consent = await wired.shown("May colleagues", amina)
    trigger = wired.slack.state.trigger
    wired.slack.state.trigger = lambda *of: aged(wired, trigger(*of))  # type: ignore[method-assign]
    await amina.taps(consent, "I agree")
    ready = await wired.shown("All questions are on one page", amina)
    wired.slack.state.trigger = trigger  # type: ignore[method-assign]
    await amina.taps(ready, "Open the form")
    modal = await wired.modal(amina)

    assert modal.json["callback_id"] == "form"


def aged(wired: Wired, trigger_id: str) -> str:
    trigger = wired.slack.state.triggers[trigger_id]
    trigger.made_at -= timedelta(seconds=4)
    return trigger_id


async def test_a_stranger_waits_for_the_secretariat(either: Wired) -> None:
    office = either.telegram.person(9, name="Office")
    await met(either, office, Standing.SECRETARIAT)
    amina = either.slack.person("U1", name="Amina Diallo")
    await amina.writes("my expertise")
    await amina.taps(await either.shown("May colleagues", amina), "I agree")
    await either.modal(amina)
    await amina.submits({"topics": TOPICS, "languages": ["English"], "regions": ["Africa"]})
    await either.shown("The secretariat looks at it first", amina)
    waiting = either.profile(Platform.SLACK), either.listed()
    either.hub.delivery.poke()
    proposed = await either.told("would like to answer for", office)
    again = next(str(each["callback_data"]) for each in proposed.buttons())
    await either.taps(office, proposed, "Confirm")
    await either.shown("The secretariat has confirmed you", amina)
    await office.sends_data(proposed, again).wait()
    await either.settled()
    profile = either.profile(Platform.SLACK)

    assert waiting[0] is not None
    assert waiting[0].state == ProfileState.PENDING
    assert waiting[1] == ["E1"]
    assert profile is not None
    assert profile.state == ProfileState.ACTIVE
    assert either.listed() == ["E1", profile.record_id]


async def test_only_the_secretariat_lets_people_in(wired: Wired) -> None:
    paul = wired.telegram.person(7)
    await paul.starts()
    await wired.told("Hello", paul)
    message = await wired.asks(paul, "my expertise", "May colleagues")
    await paul.sends_data(message, "expertise.confirm 1").wait()

    assert await wired.told("Only the secretariat", paul)


async def test_a_role_of_my_organisation_is_taken_when_it_is_confirmed(wired: Wired) -> None:
    office = wired.slack.person("U9")
    await met(wired, office, Standing.SECRETARIAT)
    paul = wired.telegram.person(7, name="Paul")
    await met(wired, paul, Standing.MEMBER)
    wired.hub.database.run_now(lambda store: set_organisation(store, "ILO"))
    consent = await wired.asks(paul, "my expertise", "May colleagues")
    await wired.taps(paul, consent, "I have a role")
    roles = await wired.told("Which of these", paul)
    await wired.taps(paul, roles, "ILO focal point")
    await wired.told("The secretariat has yet to agree", paul)
    wired.hub.delivery.poke()
    await office.taps(await wired.shown("would like to answer for", office), "Confirm")
    await wired.told("The secretariat has confirmed you", paul)
    profile = wired.profile(Platform.TELEGRAM)

    assert profile is not None
    assert (profile.record_id, profile.state) == ("E1", ProfileState.ACTIVE)


def set_organisation(store: Store, organisation: str) -> None:
    person = store.people.get(person_of(store, Platform.TELEGRAM))
    person.organisation = organisation


async def joined_in_telegram(wired: Wired) -> TelegramPerson:
    """Somebody who may be asked already."""
    paul = wired.telegram.person(7, name="Paul")
    await met(wired, paul, Standing.MEMBER)
    await begun_in_telegram(wired, paul)
    await wired.asks(paul, TOPICS, "In which languages")
    await wired.asks(paul, "English", "Which regions")
    overview = await wired.asks(paul, "Africa", "Is this right?")
    await wired.taps(paul, overview, "Agree and join")
    await wired.told("Thank you, you are in", paul)
    return paul


async def test_being_away_is_one_sentence_in_any_language(wired: Wired) -> None:
    paul = await joined_in_telegram(wired)
    await wired.asks(paul, "away until 15 January 2030", "nobody asks you until January 15, 2030")
    english = wired.profile(Platform.TELEGRAM)
    await wired.asks(paul, "absent jusqu'au 3 février 2031", "February 3, 2031")
    french = wired.profile(Platform.TELEGRAM)
    await wired.asks(paul, "away", "Away until")
    await wired.asks(paul, "4/5/2032", "May 4, 2032")
    asked = wired.profile(Platform.TELEGRAM)

    assert english is not None
    assert french is not None
    assert asked is not None
    assert english.absent_until == date(2030, 1, 15)
    assert french.absent_until == date(2031, 2, 3)
    assert asked.absent_until == date(2032, 5, 4)


async def test_pause_return_and_leave_are_one_tap_each(either: Wired) -> None:
    paul = await joined_in_telegram(either)
    mine = await either.asks(paul, "my expertise", "You may be asked")
    await either.taps(paul, mine, "Pause")
    paused = await either.told("You are paused", paul)
    held = either.profile(Platform.TELEGRAM)
    await either.taps(paul, paused, "Ask me again")
    await either.told("Welcome back", paul)
    again = either.profile(Platform.TELEGRAM)
    mine = await either.asks(paul, "my expertise", "You may be asked")
    await either.taps(paul, mine, "Leave")
    await either.taps(paul, await either.told("Leave the experts?", paul), "Yes, leave")
    await either.told("You have left", paul)

    assert held is not None
    assert (held.state, held.paused_because) == (ProfileState.PAUSED, Pause.OWN)
    assert again is not None
    assert again.state == ProfileState.ACTIVE
    assert either.profile(Platform.TELEGRAM) is None
    assert either.listed() == ["E1"]


async def test_a_tag_that_is_wrong_is_tapped_away(wired: Wired) -> None:
    paul = await joined_in_telegram(wired)
    kept = await wired.told("This is what I understood", paul)
    before = wired.record(Platform.TELEGRAM).text.splitlines()
    await wired.taps(paul, kept, f"✕ {before[0]}")
    await wired.settled()

    assert wired.record(Platform.TELEGRAM).text.splitlines() == before[1:]


async def test_one_answer_is_changed_without_the_others(wired: Wired) -> None:
    paul = await joined_in_telegram(wired)
    mine = await wired.asks(paul, "my expertise", "You may be asked")
    await wired.taps(paul, mine, "Change")
    overview = await wired.told("Is this right?", paul)
    await wired.taps(paul, overview, "Change: Requests a month")
    await wired.told("I never ask you more often", paul)
    too_many = await wired.asks(paul, "99", "whole number from 1 to 20")
    overview = await wired.asks(paul, "5", "Is this right?")
    await wired.taps(paul, overview, "Save")
    await wired.told("Saved", paul)
    profile, record = wired.profile(Platform.TELEGRAM), wired.record(Platform.TELEGRAM)

    assert "Requests a month" in too_many.text
    assert profile is not None
    assert profile.cap == 5
    assert record.description == TOPICS


async def test_a_form_left_halfway_keeps_out_of_the_way(wired: Wired) -> None:
    paul = wired.telegram.person(7)
    await met(wired, paul, Standing.MEMBER)
    asked = await begun_in_telegram(wired, paul)
    await wired.taps(paul, asked, "Stop here")
    left = await wired.told("I keep your answers", paul)
    await wired.asks(paul, "thanks", "welcome")
    await wired.taps(paul, left, "Go on")
    again = await wired.told("What can people ask you about?", paul)
    await wired.taps(paul, again, "Stop here")
    await wired.taps(paul, await wired.told("I keep your answers", paul), "Throw away")
    await wired.told("your answers are gone", paul)

    assert wired.drafts() == []


async def test_whoever_is_forgotten_is_an_expert_no_more(wired: Wired) -> None:
    paul = await joined_in_telegram(wired)
    asked = await wired.asks(paul, "forget me", "sure")
    await wired.taps(paul, asked, "Yes")
    await wired.settled()

    assert wired.listed() == ["E1"]
    assert wired.hub.database.read_now(lambda store: store.session.query(Profile).count()) == 0
    assert wired.hub.database.read_now(lambda store: store.session.query(Person).count()) == 0


async def test_a_profile_is_confirmed_in_one_tap_each_half_year(wired: Wired) -> None:
    paul = await joined_in_telegram(wired)
    profile = wired.profile(Platform.TELEGRAM)
    assert profile is not None
    later = datetime.now(UTC) + timedelta(days=200)
    due = wired.hub.database.read_now(lambda store: joining.confirmations_due(store, later, 10))
    soon = wired.hub.database.read_now(
        lambda store: joining.confirmations_due(store, datetime.now(UTC), 10)
    )
    for _ in range(2):
        wired.hub.database.run_now(lambda store: joining.ask_to_confirm(store, profile.id, later))
    then = wired.hub.database.read_now(lambda store: joining.confirmations_due(store, later, 10))

    assert (list(due), list(soon), list(then)) == ([profile.id], [], [])
    assert paul is not None


async def test_a_form_is_not_asked_where_others_read_along(wired: Wired) -> None:
    amina = wired.slack.person("U1")
    channel = wired.slack.channel("C1", amina)
    await amina.mentions(channel, "my expertise")

    assert await wired.found(
        lambda: [m for m in wired.slack.messages(channel) if "between the two of us" in m.shown]
    )
