"""Reminders over time: who hears of what, when, and when no more."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from config.ladders import Ladder
from config.network_files.records import Event, EventKind, Network
from config.periods import Exactness, day_of
from config.taxonomy import MatterKind, Standing
from handlers import retention
from storage.cycles import Assignment, CycleState
from storage.database import Database
from storage.roles import Role, RoleState
from storage.store import Store
from tests.handlers.reminded import DAY, GROUP, HOUR, MONDAY, WEEK, World


@pytest.fixture
def world(sqlite_with_tables: str) -> Iterator[World]:
    database = Database(sqlite_with_tables)
    yield World(database)
    database.close()


def test_the_ladder_is_climbed_once_and_in_working_hours(world: World) -> None:
    owner = world.person(Role.MEMBER)
    world.promised(owner, date(2027, 4, 14))
    world.until(MONDAY + 100 * DAY)

    before = [date(2027, 3, 15), date(2027, 3, 31), date(2027, 4, 7), date(2027, 4, 13)]
    late = [date(2027, 4, 14) + week * WEEK for week in range(1, 7)]
    assert world.days(owner) == [*before, date(2027, 4, 14), *late]
    assert all(7 <= each.at.hour < 16 for each in world.heard)
    assert world.told(owner)[0].startswith("Due in 30 days: CWG 9.9-D1 A guidance note")
    assert world.told(owner)[4].startswith("Due today")
    assert world.told(owner)[5].startswith("Late for 7 days")


def test_a_day_off_is_reminded_of_on_the_working_day_before(world: World) -> None:
    owner = world.person(Role.MEMBER)
    world.now = MONDAY + 50 * DAY
    world.promised(owner, date(2027, 5, 7))  # the day after Ascension
    world.promised(owner, date(2027, 5, 9))  # a Sunday
    world.until(MONDAY + 70 * DAY)

    friday_before, eve, friday = date(2027, 4, 30), date(2027, 5, 5), date(2027, 5, 7)
    assert world.days(owner) == [date(2027, 4, 23), friday_before, eve, friday]
    assert "Due in 2 days: CWG 9.9-D2" in world.told(owner)[-1]


def test_several_at_once_become_one_message(world: World) -> None:
    owner = world.person(Role.MEMBER)
    for _ in range(9):
        world.promised(owner, date(2027, 3, 10))
    world.until(MONDAY + 3 * DAY)

    (text,) = world.told(owner)
    assert text.startswith("9 things wait for you:\n1. Due in 7 days: CWG 9.9-D1")
    assert text.endswith("And 2 more.")


def test_among_several_a_long_title_is_cut_and_the_one_of_today_has_no_date(world: World) -> None:
    owner = world.person(Role.MEMBER)
    for day in (2, 9):
        world.promised(owner, date(2027, 3, day), title="Mapping of programmes " * 8)
    world.until(MONDAY + DAY + HOUR)

    first, second = world.told(owner)[-1].splitlines()[1:]
    assert first.startswith("1. Due today: CWG 9.9-D1 Mapping of programmes")
    assert first.endswith(" programmes…")
    assert second.endswith("… (March 9, 2027)")
    assert max(map(len, (first, second))) < 130


def test_a_week_of_downtime_is_one_message(world: World) -> None:
    owner = world.person(Role.MEMBER)
    for day in (2, 8, 9, 10):
        world.promised(owner, date(2027, 3, day))
    world.tick()
    world.now = MONDAY + 9 * DAY
    for _ in range(3):
        world.tick()
        world.now += HOUR

    assert len(world.told(owner)) == 1
    assert world.told(owner)[0].startswith("4 things wait for you")


def test_what_waited_while_the_platform_was_down_says_what_is_true_then(world: World) -> None:
    owner = world.person(Role.MEMBER)
    first, second = (world.promised(owner, date(2027, 3, 9)) for _ in range(2))
    third = world.promised(owner, date(2027, 3, 9))
    world.is_down = True
    world.until(datetime(2027, 3, 2, 9, tzinfo=UTC))
    world.done(first)
    world.changed(third, period=day_of(date(2027, 9, 1)))
    world.is_down = False
    world.tick()

    (text,) = world.told(owner)
    assert text.startswith("Due in 7 days: CWG 9.9-D2")
    assert second


def test_nothing_is_said_when_all_of_it_is_settled_while_it_waits(world: World) -> None:
    owner = world.person(Role.MEMBER)
    number = world.promised(owner, date(2027, 3, 9))
    world.is_down = True
    world.until(datetime(2027, 3, 2, 9, tzinfo=UTC))
    world.done(number)
    world.is_down = False
    world.until(MONDAY + 30 * DAY)

    assert world.heard == []
    assert world.rows() == []


def test_what_is_handed_over_while_it_waits_is_told_to_its_new_owner_alone(world: World) -> None:
    owner, other = world.person(Role.MEMBER), world.person(Role.MEMBER)
    number = world.promised(owner, date(2027, 3, 9))
    world.is_down = True
    world.until(datetime(2027, 3, 2, 9, tzinfo=UTC))
    world.changed(number, owner_id=other)
    world.until(datetime(2027, 3, 2, 10, tzinfo=UTC))
    world.is_down = False
    world.until(datetime(2027, 3, 3, 20, tzinfo=UTC))

    assert world.told(owner) == []
    (text,) = world.told(other)
    assert text.startswith("Due in 7 days")
    assert "It is yours now" in text


def test_what_is_moved_nearer_while_it_waits_says_old_and_new(world: World) -> None:
    owner, lead = world.person(Role.MEMBER), world.person(Role.LEAD)
    number = world.promised(owner, date(2027, 3, 9))
    world.is_down = True
    world.until(datetime(2027, 3, 2, 9, tzinfo=UTC))
    world.changed(number, by=lead, period=day_of(date(2027, 3, 4)))
    world.until(datetime(2027, 3, 2, 10, tzinfo=UTC))
    world.is_down = False
    world.tick()

    (text,) = world.told(owner)
    assert text.startswith("Due in 2 days")
    assert "Until the end of March 4, 2027" in text
    assert "Moved: it was March 9, 2027." in text


def test_answers_that_are_sent_while_a_reminder_waits_are_not_asked_for(world: World) -> None:
    reviewer = world.person()
    number = world.reviewed(CycleState.OPEN, answers_in=10 * DAY)
    one = {"why": None, "chosen_at": world.now, "asked_at": world.now}
    world.run(
        lambda store: store.cycles.assign(Assignment(cycle_id=number, person_id=reviewer, **one))
    )
    world.is_down = True
    world.until(MONDAY + 4 * DAY)
    waiting = len(world.rows())

    def answers(store: Store) -> None:
        (assigned,) = store.cycles.assigned(number)
        assigned.answers = {"decision": "validated"}

    world.run(answers)
    world.is_down = False
    world.until(MONDAY + 20 * DAY)

    assert waiting == 1
    assert world.told(reviewer) == []


def test_days_of_a_platform_being_down_become_one_message_by_day(world: World) -> None:
    owner = world.person(Role.MEMBER)
    world.promised(owner, date(2027, 3, 9))
    world.promised(owner, date(2027, 3, 3))
    world.is_down = True
    world.until(datetime(2027, 3, 3, 20, tzinfo=UTC))
    world.is_down = False
    world.until(datetime(2027, 3, 4, 12, tzinfo=UTC))

    (text,) = world.told(owner)
    assert text.startswith("2 things wait for you:\n1. Late since yesterday: CWG 9.9-D2")
    assert "This comes late: it was for March 2, 2027." in text
    assert world.heard[0].at.hour == 8


def test_what_was_due_today_is_late_when_it_comes_two_days_later(world: World) -> None:
    owner = world.person(Role.MEMBER)
    world.promised(owner, date(2027, 3, 3))
    world.until(datetime(2027, 3, 2, 20, tzinfo=UTC))
    world.is_down = True
    world.until(datetime(2027, 3, 3, 20, tzinfo=UTC))
    world.is_down = False
    world.now = datetime(2027, 3, 5, 9, tzinfo=UTC)
    world.tick()

    before, text = world.told(owner)
    assert "This comes late" not in before
    assert text.startswith("Late for 2 days: CWG 9.9-D1")
    assert "It was due by the end of March 3, 2027" in text
    assert text.endswith(
        "This comes late: it was for March 3, 2027. What it says is how things stand now."
    )
    assert "today" not in text


def test_a_deadline_moved_away_says_old_and_new_once_with_the_next_reminder(world: World) -> None:
    owner, lead = world.person(Role.MEMBER), world.person(Role.LEAD)
    number = world.promised(owner, date(2027, 3, 9))
    world.tick()
    world.changed(number, by=lead, period=day_of(date(2027, 3, 16)))
    world.until(MONDAY + 11 * DAY)
    world.until(MONDAY + 20 * DAY)

    texts = world.told(owner)
    assert world.days(owner)[:2] == [date(2027, 3, 2), date(2027, 3, 9)]
    assert "Moved: it was March 9, 2027." in texts[0]
    assert "Until the end of March 16, 2027" in texts[0]
    assert not any("Moved" in each for each in texts[1:])
    assert world.told(lead) == []


def test_a_deadline_moved_nearer_is_told_at_once_but_not_to_who_moved_it(world: World) -> None:
    owner, lead = world.person(Role.MEMBER), world.person(Role.LEAD)
    theirs = world.promised(owner, date(2027, 5, 31))
    own = world.promised(lead, date(2027, 5, 31))
    world.tick()
    for each in (theirs, own):
        world.changed(each, by=lead, period=day_of(date(2027, 3, 20)))
    world.until(MONDAY + 2 * HOUR)

    (text,) = world.told(owner)
    assert "Moved: it was May 31, 2027." in text
    assert world.told(lead) == []


def test_a_handed_over_matter_goes_on_with_somebody_else(world: World) -> None:
    owner, other = world.person(Role.MEMBER), world.person(Role.MEMBER)
    number = world.promised(owner, date(2027, 3, 30))
    world.until(MONDAY + DAY)
    world.changed(number, owner_id=other)
    world.until(MONDAY + 16 * DAY)

    assert world.told(owner) == []
    assert [("It is yours now" in each) for each in world.told(other)] == [True, False]


def test_an_owner_who_left_the_group_is_followed_by_its_leads(world: World) -> None:
    owner, lead = world.person(Role.MEMBER), world.person(Role.LEAD)
    world.promised(owner, date(2027, 3, 16))
    world.until(MONDAY + DAY)

    def leaves(store: Store) -> None:
        store.roles.put(owner, GROUP, Role.MEMBER, state=RoleState.LEFT, at=world.now)

    world.run(leaves)
    world.until(MONDAY + 15 * DAY)

    assert len(world.told(owner)) <= 1
    assert "Nobody answers for it by name yet." in world.told(lead)[-1]


def test_whoever_is_away_is_stood_in_for_and_hears_nothing(world: World) -> None:
    owner, backup = world.person(Role.MEMBER), world.person(Role.MEMBER)
    lead = world.person(Role.LEAD)

    def goes(store: Store) -> None:
        store.absences.put(owner, until=date(2027, 3, 12)).backup_id = backup

    world.run(goes)
    world.promised(owner, date(2027, 3, 15))
    world.until(MONDAY + 13 * DAY)
    during = (world.told(owner), world.told(backup), world.told(lead))
    world.until(MONDAY + 14 * DAY + 4 * HOUR)

    assert during[0] == []
    assert "You stand in for u0." in during[1][0]
    assert during[2] == []
    assert world.told(owner)[0].startswith("Due today")


def test_where_nobody_stands_in_the_lead_does(world: World) -> None:
    owner, lead = world.person(Role.MEMBER), world.person(Role.LEAD)
    world.run(lambda store: store.absences.put(owner, until=date(2027, 5, 1)))
    world.promised(owner, date(2027, 3, 15))
    world.until(MONDAY + 13 * DAY)

    assert world.told(owner) == []
    assert "It is with u0." in world.told(lead)[0]


def test_silence_climbs_to_the_backup_the_lead_and_the_secretariat(world: World) -> None:
    owner, backup = world.person(Role.MEMBER), world.person(Role.MEMBER)
    lead = world.person(Role.LEAD)
    secretariat = world.person(standing=Standing.SECRETARIAT)

    def stands_in(store: Store) -> None:
        store.absences.put(owner, until=None).backup_id = backup

    world.run(stands_in)
    world.promised(owner, date(2027, 3, 18))
    world.until(MONDAY + 80 * DAY)

    assert world.days(owner)[0] == date(2027, 3, 4)
    assert world.days(backup)[0] == date(2027, 3, 17)
    assert world.days(lead)[0] == date(2027, 3, 25)
    assert world.days(secretariat)[0] == date(2027, 4, 1)
    assert [len(world.told(each)) for each in (owner, backup, lead, secretariat)] == [10, 8, 6, 5]


def test_reminders_of_answers_end_with_the_time_for_them(world: World) -> None:
    secretariat = world.person(standing=Standing.SECRETARIAT)
    lead, chair = world.person(Role.LEAD), world.person(Role.CHAIR)
    reviewer = world.person()
    number = world.reviewed(CycleState.OPEN, answers_in=14 * DAY + 5 * HOUR)
    one = {"why": None, "chosen_at": world.now, "asked_at": world.now}
    world.run(
        lambda store: store.cycles.assign(Assignment(cycle_id=number, person_id=reviewer, **one))
    )
    world.until(MONDAY + 60 * DAY)

    assert [world.told(each) for each in (lead, chair, secretariat)] == [[], [], []]
    assert "Answers to the quarterly review of CWG 9.9" in world.told(reviewer)[0]
    assert world.days(reviewer)[0] == date(2027, 3, 8)  # they were asked only just
    assert max(world.days(reviewer)) <= (MONDAY + 14 * DAY).date()

    def more_time(store: Store) -> None:
        store.cycles.get(number).answers_by = world.now + 8 * DAY

    world.run(more_time)
    before = len(world.told(reviewer))
    world.until(world.now + 8 * DAY)

    assert len(world.told(reviewer)) > before


def test_who_is_elsewhere_reads_their_time_and_the_original_one(world: World) -> None:
    owner = world.person(Role.MEMBER, zone="America/New_York")
    world.promised(owner, date(2027, 3, 31), first=date(2027, 1, 1), exactness=Exactness.QUARTER)
    world.until(MONDAY + 2 * DAY)

    (text,) = world.told(owner)
    assert "Until Mar 31, 2027, 6:00" in text
    assert "where you are: the end of March 31, 2027 in Zurich" in text
    assert "this counts from its end" in text
    assert world.heard[0].at.hour == 14


def test_a_ladder_is_the_persons_else_the_groups_else_the_networks(world: World) -> None:
    owner, other = world.person(Role.MEMBER), world.person(Role.MEMBER)

    def set_(store: Store) -> None:
        kind = MatterKind.DELIVERABLE
        store.ladders.put(kind, (3,), 0, group_id=GROUP)
        store.ladders.put(kind, (2,), 1, person_id=owner)

    world.run(set_)
    world.promised(owner, date(2027, 3, 18))
    world.promised(other, date(2027, 3, 18))
    world.until(MONDAY + 60 * DAY)

    assert world.days(owner) == [date(2027, 3, 16), date(2027, 3, 25)]
    assert world.days(other) == [date(2027, 3, 15)]
    assert Ladder((3,), 0).text == "3; 0"


def test_the_ladder_of_the_networks_folder_is_for_whoever_set_no_other(world: World) -> None:
    owner, other = world.person(Role.MEMBER), world.person(Role.MEMBER)

    def set_(store: Store) -> None:
        steps = {str(MatterKind.DELIVERABLE): "3; 0"}
        network = Network(name="Network", time_zone="Europe/Zurich", reminders=steps)
        store.networks.put([network])
        store.ladders.put(MatterKind.DELIVERABLE, (2,), 0, person_id=other)

    world.run(set_)
    world.promised(owner, date(2027, 3, 18))
    world.promised(other, date(2027, 3, 18))
    world.until(MONDAY + 40 * DAY)

    assert world.days(owner) == [date(2027, 3, 15)]
    assert world.days(other) == [date(2027, 3, 16)]


def test_a_call_is_told_of_at_the_same_hour_through_a_change_of_clocks_and_ends(
    world: World,
) -> None:
    lead, far = world.person(Role.LEAD), world.person(Role.LEAD, zone="America/New_York")
    member = world.person(Role.MEMBER)
    call = Event(id="E1", name="Call for cases", kind=EventKind.DEADLINE, start="2027-04-12")
    world.run(lambda store: store.events.put([call]))
    world.until(MONDAY + 60 * DAY)

    days = [date(2027, 3, 12), date(2027, 3, 29), date(2027, 4, 5), date(2027, 4, 9)]
    assert world.days(lead) == [*days, date(2027, 4, 12)]
    assert [each.at.hour for each in world.heard if each.person == lead] == [8, 7, 7, 7, 7]
    assert {each.at.hour for each in world.heard if each.person == far} == {14, 13}
    assert world.told(member) == []


def test_a_clock_that_goes_back_repeats_nothing(world: World) -> None:
    owner = world.person(Role.MEMBER)
    world.promised(owner, date(2027, 3, 9))
    world.until(datetime(2027, 3, 2, 10, tzinfo=UTC))
    world.now -= 3 * HOUR
    world.until(datetime(2027, 3, 2, 14, tzinfo=UTC))

    assert len(world.told(owner)) == 1


def test_what_is_long_over_is_forgotten_and_not_taken_for_new(world: World) -> None:
    owner = world.person(Role.MEMBER)
    world.promised(owner, date(2027, 3, 9))
    world.until(MONDAY + 90 * DAY)
    before, told = len(world.rows()), len(world.told(owner))
    world.now = MONDAY + 120 * DAY
    world.run(lambda store: retention.forget_old(store, now=world.now))
    world.until(MONDAY + 150 * DAY)

    assert (before, len(world.rows())) == (1, 0)
    assert len(world.told(owner)) == told


def test_several_say_with_whom_each_is(world: World) -> None:
    owner, lead = world.person(Role.MEMBER), world.person(Role.LEAD)
    world.run(lambda store: store.absences.put(owner, until=date(2027, 5, 1)))
    for who in (owner, lead):
        world.promised(who, date(2027, 3, 9))
    world.until(MONDAY + 2 * DAY)

    (text,) = world.told(lead)
    assert "1. Due in 7 days: CWG 9.9-D1 A guidance note (March 9, 2027, with u0)" in text
    assert text.endswith("2. Due in 7 days: CWG 9.9-D2 A guidance note (March 9, 2027)")
