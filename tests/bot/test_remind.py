"""Being reminded of anything, at an hour of one's own: said, read back, told, put off, stopped."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from config.taxonomy import Platform
from handlers.remind_scope import MOST_MINE
from storage.own_reminders import OwnReminder
from storage.store import Store

Stage = Any  # tests/bot/conftest.py
Talker = Any
PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2027, 1, 8, 12, 0, tzinfo=PARIS)
"""A Friday."""
BOTH = pytest.mark.parametrize("platform", [Platform.TELEGRAM, Platform.SLACK])


@pytest.fixture
def friday(stage: Stage) -> Stage:
    """It is Friday noon in Paris, where everybody is."""
    stage.clock.turn_to(NOON)
    return stage


async def at(stage: Stage, moment: datetime) -> None:
    """It is then, and the clock ticks."""
    stage.clock.turn_to(moment)
    await stage.hub.go_round()
    await stage.hub.delivery.idle()


def paris(day: int, hour: int, minute: int = 0, *, month: int = 1) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=PARIS)


def reads(talker: Talker) -> str:
    """The last answer, with ordinary blanks before AM and PM."""
    return str(talker.reads).replace("\u202f", " ")


def said(stage: Stage) -> int:
    """How many messages were ever left to be said."""
    return int(stage.hub.database.read_now(lambda store: sum(store.outbox.counts().values())))


def due(stage: Stage) -> list[datetime]:
    """When what is still to come comes."""

    def unit(store: Store) -> list[datetime]:
        people = [person.id for _, person in store.people.met(limit=9)]
        found = [each for person in people for each in store.own_reminders.of_person(person)]
        return [each.due_at.astimezone(PARIS) for each in found if each.due_at]

    return list(stage.hub.database.read_now(unit))


@BOTH
async def test_a_reminder_is_read_back_told_and_done(friday: Stage, platform: Platform) -> None:
    ana = friday.person("U1", platform)
    kept = await ana.says("remind me to ask IOM about the data in two weeks")
    read_back = reads(ana)
    await at(friday, paris(22, 8, 59))
    early = ana.post.letters.qsize()
    await at(friday, paris(22, 9, 0))
    told = await ana.hears()
    shown = reads(ana)
    done = await ana.taps("Done")

    assert (kept.phrase, early) == ("remind-kept", 0)
    assert "ask IOM about the data" in read_back
    assert "Friday, January 22, 2027, 9:00 AM" in read_back
    assert told.phrase == "remind-told"
    assert "You asked me to remind you: ask IOM about the data" in shown
    assert (done.phrase, done.edits, due(friday)) == ("remind-done", True, [])


async def test_an_hour_that_was_said_is_kept_on_a_sunday(friday: Stage) -> None:
    ana = friday.person("ana")
    await ana.says("remind me on Sunday at 21:30 to pack")
    assert due(friday) == [paris(10, 21, 30)]

    await at(friday, paris(10, 21, 30))

    assert (await ana.hears()).phrase == "remind-told"


async def test_without_an_hour_it_comes_on_the_morning_of_a_working_day(friday: Stage) -> None:
    ana = friday.person("ana")
    await ana.says("remind me on 16 January to call")

    assert due(friday) == [paris(15, 9)]
    assert "January 16, 2027 is no working day for you" in reads(ana)


async def test_next_friday_on_a_friday_is_the_one_in_a_week(friday: Stage) -> None:
    ana = friday.person("ana")
    await ana.says("remind me next Friday at 10 to call")

    assert due(friday) == [paris(15, 10)]
    assert "Friday, January 15, 2027, 10:00 AM" in reads(ana)


async def test_an_hour_elsewhere_stands_beside_ones_own(friday: Stage) -> None:
    ana = friday.person("ana")
    await ana.says("remind me every first Monday at 9 New York time to call")

    assert "How often: every first Monday of the month" in reads(ana)
    assert "Next: Monday, February 1, 2027, 3:00 PM (9:00 AM in New York)" in reads(ana)


@BOTH
async def test_when_nobody_says_when_it_is_asked(friday: Stage, platform: Platform) -> None:
    ana = friday.person("U1", platform)
    asked = await ana.says("remind me to buy a cake")
    kept = await ana.taps("Tomorrow")

    assert (asked.phrase, kept.phrase) == ("remind-when", "remind-kept")
    assert due(friday) == [paris(11, 9)]  # the Monday: tomorrow is a Saturday


async def test_today_without_an_hour_is_asked_for_one(friday: Stage) -> None:
    ana = friday.person("ana")
    asked = await ana.says("remind me today to buy a cake")
    await ana.taps("In an hour")

    assert asked.phrase == "remind-when-today"
    assert due(friday)[0].hour == 13


async def test_when_nobody_says_what_it_is_asked(friday: Stage) -> None:
    ana = friday.person("ana")
    asked = await ana.says("remind me tomorrow at 9")
    kept = await ana.says("water the plants")

    assert (asked.phrase, kept.phrase) == ("form-question", "remind-shown")
    assert "Your reminder: water the plants" in reads(ana)


async def test_a_time_that_is_none_is_refused_with_the_nearest(friday: Stage) -> None:
    ana = friday.person("ana")
    for text, says, nearest in (
        ("remind me on 31 February to sleep", "There is no 31 February.", "On February 28, 2027"),
        ("remind me yesterday to go", "That is past already.", "On January 9, 2027"),
        ("remind me on 3 March 2020 to go", "That is past already.", "On March 3, 2027"),
        ("remind me today at 8 to go", "That is past already.", "On January 9, 2027"),
    ):
        before = len(due(friday))
        await ana.says(text)
        refused = reads(ana)
        kept = await ana.taps(nearest)

        assert says in refused
        assert (kept.phrase, len(due(friday))) == ("remind-kept", before + 1)


async def test_an_hour_that_was_said_with_an_impossible_day_is_kept(friday: Stage) -> None:
    ana = friday.person("ana")
    await ana.says("remind me on 31 February at 14:30 to sleep")
    await ana.taps("On February 28, 2027")

    assert due(friday) == [paris(28, 14, 30, month=2)]


@BOTH
async def test_put_off_until_monday_it_comes_once_more(friday: Stage, platform: Platform) -> None:
    ana = friday.person("U1", platform)
    await ana.says("remind me at 15:00 to call")
    await at(friday, paris(8, 15))
    await ana.hears()
    await ana.taps("On Monday")
    assert due(friday) == [paris(11, 15)]

    await at(friday, paris(11, 15))

    assert (await ana.hears()).phrase == "remind-told"


async def test_put_off_until_a_day_that_is_typed(friday: Stage) -> None:
    ana = friday.person("ana")
    await ana.says("remind me at 15:00 to call")
    await at(friday, paris(8, 15))
    await ana.hears()
    asked = await ana.taps("Another day")
    unclear = await ana.says("when I feel like it")
    await ana.taps("Try again")
    await ana.says("20 January at 10")

    assert (asked.phrase, unclear.phrase) == ("form-question", "remind-when-unclear")
    assert due(friday) == [paris(20, 10)]


async def test_what_repeats_goes_on_beside_what_is_put_off(friday: Stage) -> None:
    ana = friday.person("ana")
    await ana.says("remind me every day at 15:00 to breathe")
    await at(friday, paris(8, 15))
    await ana.hears()
    await ana.taps("Tomorrow")

    assert due(friday) == [paris(9, 15), paris(9, 15)]


async def test_what_repeats_is_stopped_after_being_asked(friday: Stage) -> None:
    ana = friday.person("ana")
    await ana.says("remind me every day at 15:00 to breathe")
    await at(friday, paris(8, 15))
    told = await ana.hears()
    await ana.taps("Stop it")
    asked = due(friday)
    stopped = await ana.taps("Stop for good")

    assert told.lines[0].phrase == "remind-line-next"
    assert (asked, stopped.phrase, due(friday)) == ([paris(9, 15)], "remind-cancelled", [])


async def test_a_week_of_downtime_is_told_once_and_says_so(friday: Stage) -> None:
    ana = friday.person("ana")
    await ana.says("remind me every day at 15:00 to breathe")
    await ana.says("remind me tomorrow at 10 to call")
    before = said(friday)

    await at(friday, paris(18, 12))
    await at(friday, paris(18, 12, 1))
    told = {(await ana.hears()).details["what"]: reads(ana) for _ in range(2)}

    assert said(friday) == before + 2
    assert "This comes late: it was for Friday, January 8, 2027, 3:00 PM" in told["breathe"]
    assert "Next: Monday, January 18, 2027, 3:00 PM" in told["breathe"]
    assert "This comes late" in told["call"]
    assert due(friday) == [paris(18, 15)]


async def test_my_reminders_are_listed_and_cancelled(friday: Stage) -> None:
    ana = friday.person("ana")
    none = await ana.says("my reminders")
    await ana.says("remind me at 15:00 to call")
    await ana.says("remind me on Monday to write")
    await ana.says("my reminders")
    listed = reads(ana)
    left = await ana.taps("Cancel")

    assert none.phrase == "remind-list-none"
    assert "• call: Friday, January 8, 2027, 3:00 PM" in listed
    assert "• write: Monday, January 11, 2027, 9:00 AM" in listed
    assert left.lines[0].phrase == "remind-cancelled"
    assert due(friday) == [paris(11, 9)]


async def test_words_and_time_can_be_corrected(friday: Stage) -> None:
    ana = friday.person("ana")
    await ana.says("remind me tomorrow at 9 to cal Ana")
    await ana.taps("Other words")
    await ana.says("call Ana")
    words = reads(ana)
    await ana.taps("Another time")
    await ana.says("every weekday at 8")

    assert "call Ana" in words
    assert "How often: Monday to Friday" in reads(ana)
    assert due(friday) == [paris(11, 8)]


@BOTH
async def test_a_channel_is_reminded_and_sees_and_stops_it(
    friday: Stage, platform: Platform
) -> None:
    ana = friday.person("U1", platform, group="C1")
    bob = friday.person("U2", platform, group="C1")
    kept = await ana.says("remind this channel every first Monday at 9 Geneva time to send updates")
    offered = {label for row in kept.choices for label in (each.label.phrase for each in row)}
    assert ("remind-choice-when" in offered) is (platform is Platform.SLACK)  # by a modal
    assert due(friday) == [paris(1, 9, month=2)]
    await at(friday, paris(1, 9, month=2))
    told = await bob.hears()
    shown = reads(bob)
    listed = await bob.says("my reminders")
    await bob.taps("send updates")
    stopped = await bob.taps("Cancel it")

    assert (kept.phrase, told.phrase) == ("remind-kept-here", "remind-told-here")
    assert "Reminder for everyone here, set by" in shown
    assert "Next: Monday, March 1, 2027" in shown
    assert (listed.phrase, stopped.phrase, due(friday)) == (
        "remind-list-here",
        "remind-cancelled",
        [],
    )


async def test_others_neither_see_nor_stop_what_is_mine(friday: Stage) -> None:
    ana, bob = friday.person("ana"), friday.person("bob")
    here = friday.person("ana", group="C1")
    here.events = 100  # the same person, whose events are told apart by number
    elsewhere = friday.person("bob", group="C2")
    elsewhere.events = 100
    await ana.says("remind me at 15:00 to call my doctor")
    await here.says("remind this channel at 16:00 to leave")
    mine = await here.says("my reminders")
    others = [
        (await who.taps_action(f"remind.{verb} {number}")).phrase
        for who in (bob, elsewhere, here)
        for verb in ("show", "cancel", "done", "stop", "when")
        for number in ((1, 2) if who is not here else (1,))
    ]

    assert "doctor" not in str(mine)
    assert set(others) <= {"remind-gone", "too-old"}
    assert len(due(friday)) == 2


async def test_a_private_reminder_asked_for_in_a_channel_comes_in_private(friday: Stage) -> None:
    stranger = friday.person("U1", group="C1")
    refused = await stranger.says("remind me tomorrow at 9 to call")
    direct = friday.person("U1")
    direct.events = 100
    await direct.says("hello")
    kept = await stranger.says("remind me tomorrow at 9 to call")
    await at(friday, paris(9, 9))
    told = await direct.hears()

    assert (refused.phrase, kept.phrase, told.phrase) == (
        "remind-no-private",
        "remind-kept",
        "remind-told",
    )


async def test_a_channel_is_reminded_from_that_channel_alone(friday: Stage) -> None:
    ana = friday.person("ana")

    assert (await ana.says("remind this channel tomorrow to x")).phrase == "remind-here-in-channel"
    assert due(friday) == []


@BOTH
async def test_any_text_is_safe(friday: Stage, platform: Platform) -> None:
    ana = friday.person("U1", platform)
    for text in (
        "ask IOM " * 1_250,
        "😀🎉😀",
        "<b>@channel</b> <!here> [x](http://y) &amp; *_~`",
        "\u202eevil\u0000 \ufeff",
    ):
        kept = await ana.says(f"remind me tomorrow at 9 to {text}")
        assert kept.phrase == "remind-kept"

    await at(friday, paris(9, 9))

    assert [(await ana.hears()).phrase for _ in range(4)] == ["remind-told"] * 4


async def test_there_is_a_limit(friday: Stage) -> None:
    ana = friday.person("ana")
    await ana.says("remind me tomorrow at 9 to call")

    def fill(store: Store) -> None:
        person = store.people.met(limit=1)[0][1].id
        for _ in range(MOST_MINE - 1):
            store.own_reminders.add(OwnReminder(person_id=person, due_at=NOON, made_at=NOON))

    friday.hub.database.run_now(fill)
    refused = await ana.says("remind me tomorrow at 10 to call")

    assert refused.phrase == "remind-too-many"


async def test_a_plain_sentence_in_six_languages_is_enough(friday: Stage) -> None:
    ana = friday.person("ana")
    for text, what in (
        ("rappelle-moi dans deux semaines de relancer l'OIM", "relancer l'OIM"),
        ("recuérdame en dos semanas preguntar a la OIM", "preguntar a la OIM"),
        ("напомни мне через две недели спросить МОМ", "спросить МОМ"),
        ("ذكرني بعد أسبوعين أن أسأل المنظمة", "أسأل المنظمة"),
        ("两周后提醒我问国际移民组织数据", "问国际移民组织数据"),
        ("In two weeks, please remind me to ask IOM", "ask IOM"),
        ("через две недели напомни мне спросить МОМ", "спросить МОМ"),
        ("/remind me in two weeks to ask IOM", "ask IOM"),
    ):
        kept = await ana.says(text)

        assert (kept.phrase, kept.details.get("what")) == ("remind-kept", what)
    assert due(friday) == [paris(22, 9)] * 8


async def test_whoever_moves_takes_their_hours_along(friday: Stage) -> None:
    ana = friday.person("ana")
    await ana.says("remind me every day at 15:00 to breathe")
    await ana.says("my time zone is America/New_York")

    assert due(friday) == [paris(8, 21)]


async def test_forget_me_forgets_reminders(friday: Stage) -> None:
    ana = friday.person("ana")
    await ana.says("remind me at 15:00 to call my doctor")
    await ana.says("forget me")
    await ana.taps("Yes")
    before = said(friday)
    await at(friday, paris(8, 15))

    assert said(friday) == before
