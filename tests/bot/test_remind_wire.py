"""Reminders over the wire: in a Slack channel by mention and command, and in a Telegram group."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.router import Router
from storage.store import Store
from tests.bot.wire import Wire, connected


@pytest.fixture
async def wired(sqlite_with_tables: str, router: Router) -> AsyncIterator[Wire]:
    async with connected(Wire, sqlite_with_tables, router) as wired:
        yield wired


def coming(wired: Wire) -> list[datetime]:
    def unit(store: Store) -> list[datetime]:
        people = [person.id for _, person in store.people.met(limit=9)]
        found = [each for person in people for each in store.own_reminders.of_person(person)]
        return [each.due_at for each in found if each.due_at]

    return wired.hub.database.read_now(unit)


async def an_hour_goes_by(wired: Wire) -> None:
    wired.clock.turn_to(datetime.now(UTC) + timedelta(minutes=62))
    await wired.hub.go_round()


async def test_a_slack_channel_is_reminded_as_it_was_said(wired: Wire) -> None:
    ana, bob = wired.slack.person("U1", name="Ana"), wired.slack.person("U2", name="Bob")
    channel = wired.slack.channel("C1", ana, bob)
    await ana.mentions(
        channel, "remind this channel in an hour to send *updates* @channel <b>now</b>"
    )
    kept = await wired.shown("I’ll remind everyone here", channel)
    await an_hour_goes_by(wired)
    told = await wired.shown("Reminder for everyone here, set by Ana", channel)
    await bob.taps(told, "Done")
    done = await wired.shown("Done:", channel)

    assert "Another time" in kept.shown
    assert "send *updates* @channel <b>now</b>" in told.shown
    assert "<!channel>" not in str(told.blocks) + told.text
    assert done.ts == told.ts
    assert coming(wired) == []


async def test_a_command_in_slack_is_read_back_to_its_writer_alone(wired: Wire) -> None:
    ana = wired.slack.person("U1", name="Ana")
    channel = wired.slack.channel("C1", ana)
    answer = await ana.commands("/hub", "remind me in an hour to call my doctor", channel)
    await wired.until(lambda: bool(coming(wired)))
    await wired.settled()
    await an_hour_goes_by(wired)
    told = await wired.shown("You asked me to remind you: call my doctor", ana)

    seen = [each for each in wired.slack.messages(channel) if "doctor" in each.shown]

    assert answer.delivery
    assert told.channel is not channel
    assert {each.ephemeral_to for each in seen} <= {ana.id}


async def test_a_telegram_group_is_reminded_and_stops_it(wired: Wire) -> None:
    paul = wired.telegram.person(7, name="Paul")
    group = wired.telegram.group(-100, paul, title="Returns")
    await paul.says(group, "/remind us every day at 9 Geneva time to post <i>updates</i>")

    def said(words: str) -> list[str]:
        return [each.text for each in group.messages.values() if words in each.text]

    await wired.until(lambda: bool(said("I’ll remind everyone here")))
    await wired.settled()
    wired.clock.turn_to(coming(wired)[0] + timedelta(seconds=1))
    await wired.hub.go_round()
    await wired.until(lambda: bool(said("set by Paul")))
    told = next(each for each in group.messages.values() if "set by Paul" in each.text)
    read = told.text.replace("\u2060", "")  # the hub keeps tags from being taken for tags
    await paul.taps(told, "Stop it")
    await wired.until(lambda: bool(said("for good?")))
    await paul.taps(told, "Stop for good")
    await wired.until(lambda: not coming(wired))

    assert "post <i>updates</i>" in read


async def test_whoever_has_no_time_zone_yet_is_asked_for_it(wired: Wire) -> None:
    paul = wired.telegram.person(7, name="Paul")
    await paul.starts()
    await paul.writes("remind me tomorrow at 9 to call")
    kept = await wired.told("I don’t know your time zone yet", paul)
    in_utc = coming(wired)[0]
    await paul.writes("remind me in 90 minutes to leave")
    await wired.told("leave", paul)
    soon = coming(wired)[0]
    await paul.taps(kept, "Time zone")
    zones = await wired.found(
        lambda: [
            each
            for each in paul.chat.messages.values()
            if any("Nairobi" in button["text"] for button in each.buttons())
        ]
    )
    await paul.taps(zones, "Nairobi")
    await wired.told("Nairobi", paul)

    assert in_utc.hour == 9
    assert coming(wired) == [soon, in_utc - timedelta(hours=3)]
