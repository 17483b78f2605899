"""What is next, for me and for a group: by date, a tap away, and no more than one may see."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from config.network_files.records import Event, EventKind
from config.periods import Exactness
from config.taxonomy import Platform, Standing, Visibility
from handlers.errors import Refusal
from handlers.messages import Said
from storage.roles import Role
from storage.store import Store
from storage.workplans import Deliverable

Stage = Any  # tests/bot/conftest.py
Talker = Any
PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2027, 1, 8, 12, 0, tzinfo=PARIS)
GROUP = "CWG 2.1"
BOTH = pytest.mark.parametrize("platform", [Platform.TELEGRAM, Platform.SLACK])


@pytest.fixture
def friday(stage: Stage) -> Stage:
    """Friday noon in Paris; a group with three deliverables, and two events to come."""
    stage.clock.turn_to(NOON)

    def unit(store: Store) -> None:
        for number, (first, last, exactness) in enumerate(
            (
                (date(2027, 1, 6), date(2027, 1, 6), Exactness.DAY),
                (date(2027, 1, 1), date(2027, 3, 31), Exactness.QUARTER),
                (date(2027, 2, 15), date(2027, 2, 15), Exactness.DAY),
            ),
            start=1,
        ):
            one = Deliverable(
                group_id=GROUP,
                reference=f"{GROUP}-X{number}",
                title=f"Note {number}",
                starts_on=first,
                due_on=last,
                exactness=exactness,
                created_at=NOON,
                changed_at=NOON,
            )
            store.workplans.add(one, by=None)
        store.events.put(
            [
                _event("Forum in public", Visibility.PUBLIC),
                _event("Call for governments", Visibility.GOVERNMENT),
            ]
        )

    stage.hub.database.run_now(unit)
    return stage


def _event(name: str, visibility: Visibility) -> Event:
    return Event(
        id=name, name=name, kind=EventKind.DEADLINE, start="2027-02-10", visibility=visibility
    )


async def someone(
    stage: Stage,
    account: str,
    *roles: Role,
    platform: Platform = Platform.TELEGRAM,
    standing: Standing = Standing.MEMBER,
) -> Talker:
    talker = stage.person(account, platform)
    await talker.says("hello")

    def unit(store: Store) -> None:
        found = store.people.account(platform, "", account)
        assert found is not None
        store.people.get(found.person_id).standing = standing
        for role in roles:
            store.roles.put(found.person_id, GROUP, role, at=NOON)

    stage.hub.database.run_now(unit)
    return talker


@BOTH
async def test_what_i_answer_for_comes_by_date_each_a_tap_away(
    friday: Stage, platform: Platform
) -> None:
    ana = await someone(friday, "U1", Role.LEAD, platform=platform)
    listed = await ana.says("deadlines")
    reads = ana.reads.replace("\u2009", " ")
    opened = await ana.taps("2. CWG 2.1-X3")

    assert listed.phrase == "deadlines-mine"
    assert "4 of them overdue, at the end" in reads
    assert "2. February 15, 2027: CWG 2.1-X3 Note 3 (not started yet)" in reads
    assert "3. January – March 2027: CWG 2.1-X2 Note 2" in reads
    assert "⚠ overdue, January 6, 2027: CWG 2.1-X1" in reads
    assert reads.index("X3") < reads.index("X2") < reads.index("X1")
    assert opened.phrase == "deliverable-shown"


async def test_only_events_that_i_may_see_are_next(friday: Stage) -> None:
    seen = {}
    for account, standing in (
        ("guest", Standing.GUEST),
        ("official", Standing.OFFICIAL),
        ("member", Standing.MEMBER),
    ):
        talker = await someone(friday, account, standing=standing)
        await talker.says("what is due")
        seen[account] = ("Forum in public" in talker.reads, "Call for gov" in talker.reads)
    in_channel = friday.person("official", group="C9")
    in_channel.events = 100
    await in_channel.says("deadlines")

    assert seen == {"guest": (True, False), "official": (True, True), "member": (True, False)}
    assert "Forum in public" in in_channel.reads
    assert "Call for gov" not in in_channel.reads


async def test_a_channel_of_a_group_is_told_what_is_next_for_it(friday: Stage) -> None:
    await someone(friday, "U1", Role.LEAD)
    here = friday.person("U1", group="C1")
    here.events = 100
    await here.says("this is the channel of CWG 2.1")
    listed = await here.says("deadlines")

    assert (listed.phrase, listed.details["group"]) == ("deadlines-group", GROUP)
    assert not [row for row in listed.choices if "feed" in str(row)]


async def test_it_is_asked_for_in_many_words(friday: Stage) -> None:
    ana = await someone(friday, "U1", Role.LEAD)
    for text, phrase in (
        ("what is due", "deadlines-mine"),
        ("mes échéances", "deadlines-mine"),
        ("мои сроки", "deadlines-mine"),
        ("我的期限", "deadlines-mine"),
        ("deadlines CWG 2.1", "deadlines-group"),
        ("échéances de CWG 2.1", "deadlines-group"),
        ("/deadlines CWG 2.1", "deadlines-group"),
        ("calendar CWG 2.1", "feed-none"),
        ("mon calendrier", "feed-none"),
    ):
        assert (await ana.says(text)).phrase == phrase, text


@BOTH
async def test_what_is_due_my_deadlines_and_my_reminders_are_a_tap_apart(
    friday: Stage, platform: Platform
) -> None:
    ana = await someone(friday, "U1", Role.LEAD, platform=platform)
    typed = await ana.says("what is due")
    due = await ana.taps("What is due")
    own = await ana.taps("My reminders")
    again = await ana.taps("What is due")
    back = await ana.taps("My deadlines")

    assert (typed.phrase, due.phrase) == ("deadlines-mine", again.phrase)
    assert due.phrase.startswith("reminder-")
    assert own.phrase == "remind-list-none"
    assert back.phrase == "deadlines-mine"
    assert "Note 1" in ana.reads


async def test_what_i_asked_for_is_among_my_deadlines_and_nobody_else_s(friday: Stage) -> None:
    ana, bo = await someone(friday, "U1", Role.LEAD), await someone(friday, "U2", Role.LEAD)
    await ana.says("remind me on 20 February at 9 to call IOM")
    await ana.says("deadlines")
    listed = ana.reads
    card = await ana.taps("3. ⏰ call IOM")
    await bo.says("deadlines")

    assert "3. Saturday, February 20, 2027" in listed
    assert "what you asked to be reminded of" in listed
    assert card.phrase == "remind-shown"
    assert "call IOM" not in bo.reads


async def test_help_offers_no_calendar_where_none_can_be_reached(friday: Stage) -> None:
    ana = await someone(friday, "U1", Role.LEAD)
    await ana.says("help")
    reached = ana.reads
    friday.hub.intake._router = replace(friday.hub.router, public_url=None)
    await ana.says("help")

    assert "my calendar" in reached
    assert "my calendar" not in ana.reads
    assert "“deadlines CWG 2.1” for a group" in ana.reads


async def test_what_looks_like_it_is_searched_for(friday: Stage) -> None:
    ana = await someone(friday, "U1")
    for text in ("deadlines for the call on data", "calendar of migration events"):
        assert not (await ana.says(text)).phrase.startswith(("deadline", "feed")), text


@BOTH
async def test_a_calendar_has_an_address_that_is_renewed_and_stopped(
    friday: Stage, platform: Platform
) -> None:
    ana = await someone(friday, "U1", Role.LEAD, platform=platform)
    await ana.says("my calendar")
    made = await ana.taps("Make an address")
    renewed = await ana.taps("Renew it")
    shown = await ana.says("my calendar")
    stopped = await ana.taps("Stop it")
    addresses = [str(each.details["address"]) for each in (made, renewed)]

    assert all(each.startswith("https://hub.example.org/calendar/") for each in addresses)
    assert len(set(addresses)) == 2
    assert (shown.phrase, stopped.phrase) == ("feed-there", "feed-stopped")
    assert "address" not in shown.details


async def test_an_address_is_neither_for_strangers_nor_told_in_public(friday: Stage) -> None:
    stranger = await someone(friday, "U2")
    ana = await someone(friday, "U1", Role.LEAD)
    here = friday.person("U1", group="C1")
    here.events = 100
    await ana.says("calendar CWG 2.1")
    action = ana.choice("Make an address").action

    assert (await here.says("my calendar")).phrase == "feed-in-private"
    assert (await here.taps_action(action)).phrase == "feed-in-private"
    assert (await stranger.taps_action(action)).phrase == "feed-not-yours"


async def test_where_no_calendar_can_reach_the_hub_it_says_so(friday: Stage) -> None:
    router = replace(friday.hub.router, public_url=None)
    ana = await someone(friday, "U1")
    message = replace(ana.message(Said.TEXT, "my calendar"), person_id=1)

    with pytest.raises(Refusal, match="feed-no-address"):
        friday.hub.database.run_now(
            lambda store: router.answer(message, store, meant=router.understand(message))
        )


async def test_where_no_calendar_can_reach_the_hub_none_is_offered(friday: Stage) -> None:
    router = replace(friday.hub.router, public_url=None)
    ana = await someone(friday, "U1")
    desk = await someone(friday, "U2", standing=Standing.SECRETARIAT)

    def offered(who: Talker, person_id: int) -> bool:
        message = replace(who.message(Said.TEXT, "my deadlines"), person_id=person_id)
        reply = friday.hub.database.run_now(
            lambda store: router.answer(message, store, meant=router.understand(message))
        )
        assert reply is not None
        return any(each.action.startswith("feed.") for row in reply.choices for each in row)

    assert [offered(ana, 1), offered(desk, 2)] == [False, True]
