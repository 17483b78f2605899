"""Reminders in conversation, on both platforms: opened, put off, handed over, given back, set."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from config.taxonomy import MatterKind, Platform, Standing
from handlers.worktimes import hours_of
from storage.reminders import Reminder
from storage.roles import Role
from storage.store import Store
from storage.workplans import Deliverable, DeliverableState

Stage = Any  # tests/bot/conftest.py
Talker = Any
PLATFORMS = [Platform.TELEGRAM, Platform.SLACK]
GROUP = "CWG 2.1"


async def member(
    stage: Stage,
    account: str,
    platform: Platform = Platform.TELEGRAM,
    role: Role = Role.MEMBER,
) -> Talker:
    talker = stage.person(account, platform)
    await talker.says("help")

    def unit(store: Store) -> int:
        found = store.people.account(platform, "", account)
        assert found is not None
        found.name, found.time_zone = account.title(), "Europe/Paris"
        store.roles.put(found.person_id, GROUP, role, at=datetime.now(UTC))
        return found.person_id

    talker.person_id = stage.hub.database.run_now(unit)
    return talker


def promised(stage: Stage, owner: Talker, *, days: int = 7, count: int = 1) -> int:
    """Something that somebody answers for, due so many days after the next Monday; its number."""
    stage.clock.turn_to(monday(stage.clock()))
    due = (stage.clock() + timedelta(days=days)).date()

    def unit(store: Store) -> int:
        for _ in range(count):
            one = Deliverable(
                group_id=GROUP,
                reference=store.workplans.next_reference(GROUP),
                title="Guidance on return counselling",
                owner_id=owner.person_id,
                due_on=due,
                created_at=stage.clock(),
                changed_at=stage.clock(),
            )
            store.workplans.add(one, by=None)
        return one.id

    return stage.hub.database.run_now(unit)  # type: ignore[no-any-return]


def monday(now: datetime) -> datetime:
    """Early on a Monday without holidays nearby: before anybody is at work."""
    day = datetime(now.year + 1, 9, 6, 3, tzinfo=UTC)
    return day - timedelta(days=day.weekday())


async def reminded(stage: Stage, talker: Talker) -> Talker:
    """Let the morning come, and what is due with it."""
    await stage.hub.go_round()
    stage.clock.ahead += timedelta(hours=5)
    await stage.hub.go_round()
    await talker.hears()
    return talker


def kept(stage: Stage, number: int) -> Deliverable:
    def unit(store: Store) -> Deliverable:
        one = store.workplans.get(number)
        store.session.expunge_all()
        return one

    return stage.hub.database.run_now(unit)  # type: ignore[no-any-return]


def row(stage: Stage, talker: Talker) -> Reminder | None:
    def unit(store: Store) -> Reminder | None:
        found = store.reminders.of_person(talker.person_id)
        store.session.expunge_all()
        return next(iter(found), None)

    return stage.hub.database.read_now(unit)  # type: ignore[no-any-return]


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_reminder_says_what_is_due_and_one_tap_says_it_is_done(
    stage: Stage, platform: Platform
) -> None:
    ana = await member(stage, "ana", platform)
    number = promised(stage, ana)
    await reminded(stage, ana)
    said = ana.reads
    await ana.taps("Done")
    await stage.hub.go_round()

    assert said.startswith("Due in 7 days: CWG 2.1-D")
    assert "Until the end of September" in said
    assert "Left to do: not started yet" in said
    assert "Open" in said
    assert kept(stage, number).state is DeliverableState.DONE
    assert "done" in ana.reads.lower()


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_reminder_can_be_put_off_until_tomorrow_monday_or_a_day(
    stage: Stage, platform: Platform
) -> None:
    ana = await member(stage, "ana", platform)
    promised(stage, ana, days=7)
    await reminded(stage, ana)
    await ana.taps("Later")
    await ana.taps("Tomorrow")
    tomorrow, said = row(stage, ana), ana.reads
    await ana.taps("‹ Back")
    await ana.taps("Later")
    await ana.taps("Monday")
    after = row(stage, ana)
    stage.clock.ahead += timedelta(days=7)
    await stage.hub.go_round()
    await ana.hears()

    assert tomorrow is not None
    assert after is not None
    assert tomorrow.due_at is not None
    assert after.due_at is not None
    assert "I remind you on" in said
    assert (after.due_at - tomorrow.due_at) == timedelta(days=6)
    assert ana.reads.startswith("Due today")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("3 January 2020", "is not ahead of us"),
        ("31 February", "day"),
        ("3 January 2099", "more than a year away"),
        ("next Thursday", "I remind you on Sep 9"),
    ],
)
async def test_a_day_to_be_reminded_on_is_read_back_or_refused(
    stage: Stage, typed: str, told: str
) -> None:
    ana = await member(stage, "ana")
    promised(stage, ana)
    await reminded(stage, ana)
    due = row(stage, ana)
    await ana.taps("Later")
    await ana.taps("A date")
    await ana.says(typed)

    assert told in ana.reads
    assert due is not None
    assert ("I remind you" in ana.reads) == (row(stage, ana).due_at != due.due_at)  # type: ignore[union-attr]


async def test_next_friday_on_a_friday_is_the_one_after(stage: Stage) -> None:
    ana = await member(stage, "ana")
    promised(stage, ana, days=11)
    stage.clock.ahead += timedelta(days=4)
    await reminded(stage, ana)
    await ana.taps("Later")
    await ana.taps("A date")
    await ana.says("next Friday")

    due = row(stage, ana)
    assert due is not None
    assert due.due_at is not None
    assert due.due_at.date() == (stage.clock() + timedelta(days=7)).date()


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_what_is_handed_over_is_somebody_elses_at_once(
    stage: Stage, platform: Platform
) -> None:
    ben = await member(stage, "ben", platform)
    ana = await member(stage, "ana", platform)
    number = promised(stage, ana)
    await reminded(stage, ana)
    await ana.taps("Hand over")
    await ana.taps("Ben")
    said = ana.reads
    await stage.hub.go_round()
    await ben.hears()

    assert "Done: Ben answers for it now" in said
    assert "It is yours now" in ben.reads
    assert kept(stage, number).owner_id == ben.person_id
    assert row(stage, ana) is None


async def test_what_is_nobodys_goes_back_to_the_leads(stage: Stage) -> None:
    lead = await member(stage, "lead", role=Role.LEAD)
    ana = await member(stage, "ana")
    number = promised(stage, ana)
    await reminded(stage, ana)
    await ana.taps("Not mine")
    asked = ana.reads
    await ana.taps("Yes, not mine")
    await stage.hub.go_round()
    await lead.hears()

    assert "It goes back to the leads of the group" in asked
    assert kept(stage, number).owner_id is None
    assert "Nobody answers for it by name yet." in lead.reads


async def test_several_become_one_message_with_a_tap_for_each_and_one_for_all(
    stage: Stage,
) -> None:
    ana = await member(stage, "ana")
    promised(stage, ana, count=3)
    await reminded(stage, ana)
    together = ana.reads
    several = ana.last
    await ana.taps("2")
    one = ana.reads
    ana.last = several
    await ana.taps("All tomorrow")

    assert together.startswith("3 things wait for you:\n")
    assert one.startswith("Due in 7 days: CWG 2.1-D")
    assert "I remind you of all 3 on" in ana.reads


async def test_what_is_settled_cannot_be_put_off(stage: Stage) -> None:
    ana = await member(stage, "ana")
    number = promised(stage, ana)
    await reminded(stage, ana)

    def unit(store: Store) -> None:
        store.workplans.get(number).state = DeliverableState.DROPPED

    stage.hub.database.run_now(unit)
    await ana.taps("Later")

    assert "there is nothing to do for you" in ana.reads


async def test_nobody_touches_the_reminder_of_somebody_else(stage: Stage) -> None:
    ben, ana = await member(stage, "ben"), await member(stage, "ana")
    promised(stage, ana)
    await reminded(stage, ana)
    of = row(stage, ana)
    assert of is not None
    for verb in ("see", "open", "done", "snooze", "hand", "not_mine"):
        await ben.taps_action(f"reminder.{verb} {of.id}")
        assert "there is nothing to do for you" in ben.reads


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_how_often_is_set_in_taps(stage: Stage, platform: Platform) -> None:
    ana = await member(stage, "ana", platform)
    await ana.says("me")
    await ana.taps("What is due")
    await ana.taps("How often")
    usual = ana.reads
    await ana.taps("Reviews you")
    assert "nothing comes after it" in " ".join(ana.reads.split())
    await ana.taps("‹ Back")
    await ana.taps("Deliverables")
    await ana.taps("A week before")
    few = ana.reads
    await ana.taps("‹ Back")
    await ana.taps("Calls")
    await ana.taps("None")

    assert "Deliverables: 30, 14, 7, and 1 days before, on the day" in usual
    answers = next(each for each in usual.splitlines() if "Reviews you are asked" in each)
    assert "on the day" in answers
    assert "every week" not in answers
    assert "Deliverables: 7 days before, on the day" in few
    assert "Calls that close: no reminders" in ana.reads


async def test_what_others_wait_for_cannot_be_silenced(stage: Stage) -> None:
    ana = await member(stage, "ana")
    await ana.says("me")
    await ana.taps("What is due")
    await ana.taps("How often")
    await ana.taps("Deliverables")
    offered = ana.reads
    await ana.taps_action("ladder.set me deliverable none")

    assert "None" not in offered
    assert "keep at least one day and one week" in ana.reads


async def test_leads_set_it_for_their_group_and_nobody_else_does(stage: Stage) -> None:
    lead, ana = await member(stage, "lead", role=Role.LEAD), await member(stage, "ana")
    promised(stage, ana)
    await stage.hub.go_round()
    before = row(stage, ana)
    await lead.says(GROUP)
    await lead.taps("Reminders")
    await lead.taps("Deliverables")
    await lead.taps("On the day only")
    after = row(stage, ana)
    choice = next(e for r in lead.reply.choices for e in r if e.action.startswith("ladder.set"))
    await ana.taps_action(choice.action)

    assert before is not None
    assert after is not None
    assert before.due_at is not None
    assert after.due_at is not None
    assert after.due_at > before.due_at
    assert "Only leads of the group can change that" in ana.reads


async def test_the_forum_is_announced_to_who_prepares_for_it(stage: Stage) -> None:
    ana = await member(stage, "ana", role=Role.LEAD)
    stage.standing(ana, Standing.SECRETARIAT)

    def unit(store: Store) -> int:
        (forum,) = (e for e in store.events.all() if e.start == "2030")
        return store.events.numbers([forum.id])[forum.id]

    number = stage.hub.database.read_now(unit)
    stage.clock.turn_to(datetime(2029, 12, 10, 3, tzinfo=UTC))
    await stage.hub.go_round()
    stage.clock.turn_to(datetime(2029, 12, 18, 9, tzinfo=UTC))
    await stage.hub.go_round()
    await ana.hears()
    said = ana.reads
    await ana.taps("Open")

    assert "Begins in 14 days: International Migration Review Forum 2030" in said
    assert "this counts from its first day" in said
    assert "no date is set" in ana.reads
    assert number


def test_hours_are_those_of_the_zone_and_its_country(stage: Stage) -> None:
    def unit(store: Store) -> str:
        account = store.people.meet(Platform.SLACK, "", "zoe", at=datetime.now(UTC))
        account.time_zone = "America/New_York"
        store.session.flush()
        hours = hours_of(store, account.person_id)
        assert not hours.are_on(datetime(2026, 7, 3, 15, tzinfo=UTC))  # Independence Day, observed
        assert hours.are_on(datetime(2026, 7, 6, 15, tzinfo=UTC))
        return hours.country

    assert stage.hub.database.run_now(unit) == "US"
    assert date(2026, 7, 4).weekday() == 5
    assert MatterKind.FORUM
