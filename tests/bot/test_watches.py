"""Being told of what is new: once, daily, weekly, in the morning, and never twice."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from config.network_files.records import Expert, Resource
from config.taxonomy import Platform, Standing, Visibility
from handlers.watches import MOST_WATCHES, next_morning
from storage.store import Store

Stage = Any  # tests/bot/conftest.py
PARIS = ZoneInfo("Europe/Paris")


def resource(title: str, *, visibility: Visibility = Visibility.PUBLIC) -> Resource:
    return Resource(
        id=title.replace(" ", "-"),
        title=title,
        publisher="IOM",
        year=2026,
        url="https://example.org/new",
        language="en",
        visibility=visibility,
    )


def add(stage: Stage, *resources: Resource) -> None:
    """Import these, as an operator does."""
    stage.hub.database.run_now(lambda store: store.resources.put(resources))


def waiting(stage: Stage) -> int:
    """How many notices were ever left for people."""

    def unit(store: Store) -> int:
        return sum(store.outbox.counts().values())

    return int(stage.hub.database.read_now(unit))


async def morning_of(stage: Stage, *, days: int = 1, hour: int = 9) -> None:
    """It is a weekday at this hour in Paris, at least so many days on, and the clock ticks."""
    day = datetime.now(PARIS).replace(hour=hour, minute=5) + timedelta(days=days)
    while day.weekday() > 4:
        day += timedelta(days=1)
    await at(stage, day)


async def at(stage: Stage, moment: datetime) -> None:
    stage.clock.turn_to(moment)
    await stage.hub.go_round()


@pytest.mark.parametrize("platform", [Platform.TELEGRAM, Platform.SLACK])
async def test_somebody_is_told_once_when_there_is_an_answer(
    stage: Stage, platform: Platform
) -> None:
    ana = stage.person("U1", platform)
    await ana.says("find volcano insurance")
    kept = await ana.taps("Tell me when there is something")
    assert kept.phrase == "watch-kept-once"

    add(stage, resource("Volcano insurance for migrant workers"))
    await morning_of(stage)
    told = await ana.hears()
    said = waiting(stage)
    add(stage, resource("Volcano insurance, second edition"))
    await morning_of(stage, days=8)

    assert told.phrase == "watch-found"
    assert [each.title for each in told.entries] == ["Volcano insurance for migrant workers"]
    assert "“volcano insurance”" in ana.reads
    assert waiting(stage) == said


async def test_what_does_not_fit_is_not_told(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("find volcano insurance")
    await ana.taps("Tell me when there is something")
    said = waiting(stage)

    add(stage, resource("Football for integration"))
    await morning_of(stage)

    assert waiting(stage) == said


async def test_what_came_in_the_night_is_told_in_the_morning(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("find volcano insurance")
    await ana.taps("Tell me when there is something")
    said = waiting(stage)
    add(stage, resource("Volcano insurance for migrant workers"))

    await morning_of(stage, hour=3)
    at_night = waiting(stage), ana.post.letters.qsize()
    await morning_of(stage, hour=9)

    assert at_night == (said + 1, 0)
    assert (await ana.hears()).phrase == "watch-found"


async def test_a_record_that_somebody_may_not_see_is_not_told_them(stage: Stage) -> None:
    guest, member = stage.person("guest"), stage.person("member")
    for each in (guest, member):
        await each.says("find volcano insurance")
        await each.taps("Tell me when there is something")
    stage.standing(member, Standing.MEMBER)
    said = waiting(stage)

    add(stage, resource("Volcano insurance", visibility=Visibility.NETWORK))
    await morning_of(stage)

    assert waiting(stage) == said + 1
    assert (await member.hears()).phrase == "watch-found"


@pytest.mark.parametrize(
    ("text", "language", "platform"),
    [
        ("tell me when there is something new on remittances", "en", Platform.TELEGRAM),
        ("let me know when there is something new about remittances", "en", Platform.SLACK),
        ("dites-moi quand il y a du nouveau sur remittances", "fr", Platform.TELEGRAM),
        ("avísame cuando haya algo nuevo sobre remittances", "es", Platform.TELEGRAM),
    ],
)
async def test_a_sentence_saves_a_search_for_a_weekly_message(
    stage: Stage, text: str, language: str, platform: Platform
) -> None:
    ana = stage.person("U1", platform, language=language)

    reply = await ana.says(text)

    assert reply.phrase == "watch-kept-weekly"
    assert "remittances" in ana.reads


async def test_all_that_is_new_comes_in_one_message(stage: Stage) -> None:
    ana = stage.person("ana")
    for topic in ("remittances", "statelessness"):
        await ana.says(f"tell me when there is something new on {topic}")
        await ana.taps("Every weekday")
    said = waiting(stage)
    add(stage, resource("Remittances at a glance"), resource("Statelessness at a glance"))

    await morning_of(stage)
    told = await ana.hears()

    assert told.phrase == "watch-news"
    assert {e.title for e in told.entries} == {
        "Remittances at a glance",
        "Statelessness at a glance",
    }
    assert "“remittances” and “statelessness”" in ana.reads
    assert waiting(stage) == said + 1


async def test_a_tick_on_every_replica_says_it_once(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("tell me when there is something new on remittances")
    await ana.taps("Every weekday")
    said = waiting(stage)
    add(stage, resource("Remittances at a glance"))

    await morning_of(stage)
    await stage.hub.go_round()
    await stage.hub.go_round()

    assert waiting(stage) == said + 1


async def test_nothing_new_is_no_message(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("tell me when there is something new on remittances")
    await ana.taps("Every weekday")
    said = waiting(stage)

    for day in range(1, 8):
        await morning_of(stage, days=day)

    assert waiting(stage) == said


async def test_one_tap_under_the_news_stops_it(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("find remittances")
    await ana.taps("Tell me about new ones")
    await ana.taps("Every weekday")
    add(stage, resource("Remittances at a glance"))
    await morning_of(stage)
    await ana.hears()

    reply = await ana.taps("Stop “remittances”")
    said = waiting(stage)
    add(stage, resource("Remittances in brief"))
    await morning_of(stage, days=7)

    assert reply.phrase == "watch-stopped"
    assert not reply.edits
    assert waiting(stage) == said


async def test_a_weekly_message_comes_on_mondays_and_a_tap_makes_it_daily(stage: Stage) -> None:
    ana = stage.person("ana")

    weekly = await ana.says("tell me when there is something new on remittances")
    message = ana.about
    daily = await ana.taps("Every weekday")

    assert weekly.details["day"].on.strftime("%a") == "Mon"
    assert daily.phrase == "watch-kept-daily"
    assert ana.about == message
    assert ana.choice("Once a week")


async def test_what_is_new_of_people_is_told_too(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("who knows about volcano insurance?")
    await ana.taps("Tell me when there is something")
    expert = Expert(id="E", title="Volcano insurance adviser", description="Volcano insurance.")

    stage.hub.database.run_now(lambda store: store.experts.put([expert]))
    await morning_of(stage)

    assert [each.title for each in (await ana.hears()).entries] == ["Volcano insurance adviser"]


async def test_me_lists_what_is_watched_and_forget_me_ends_it(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("tell me when there is something new on remittances in French")
    await ana.says("me")
    await ana.taps("What you know about me")
    known = ana.reads
    await ana.taps("What you watch for me")
    listed = ana.reads
    await ana.says("forget me")
    await ana.taps("Yes, delete")

    assert "“remittances” (French): on Monday mornings" in known
    assert "“remittances” (French): on Monday mornings" in listed
    assert stage.hub.database.read_now(lambda store: store.watches.of(1)) == []


async def test_a_watch_is_stopped_in_the_list_by_its_owner_alone(stage: Stage) -> None:
    ana, eve = stage.person("ana"), stage.person("eve")
    await ana.says("tell me when there is something new on remittances")
    await ana.says("my watches")
    stop = ana.choice("Stop “remittances”").action

    stolen = await eve.taps_action(stop)
    stopped = await ana.taps("Stop “remittances”")

    assert stolen.phrase == "watch-gone"
    assert stopped.phrase == "watch-none"


async def test_two_accounts_of_one_person_share_their_watches(stage: Stage) -> None:
    telegram, slack = stage.person("ana"), stage.person("U1", Platform.SLACK)
    for each in (telegram, slack):
        await each.says("tell me when there is something new on remittances")
    await slack.says("tell me when there is something new on statelessness")
    await telegram.says("link")
    await slack.says(f"link {telegram.reply.details['code']}")
    await telegram.hears()

    await telegram.says("my watches")

    assert telegram.reads.count("on Monday mornings") == 2


async def test_the_same_thing_is_watched_once_and_there_is_an_end_to_it(stage: Stage) -> None:
    ana = stage.person("ana")
    for number in range(MOST_WATCHES):
        await ana.says(f"tell me when there is something new on zxqv{number}")
    again = await ana.says("tell me when there is something new on zxqv0")

    too_many = await ana.says("tell me when there is something new on remittances")

    assert again.phrase == "watch-kept-weekly"
    assert too_many.phrase == "watch-too-many"


async def test_nothing_personal_is_watched_where_others_read_along(stage: Stage) -> None:
    ana = stage.person("ana", group="-100")

    reply = await ana.says("tell me when there is something new on remittances")
    answer = await ana.says("find remittances")

    labels = {choice.label.phrase for row in answer.choices for choice in row}
    assert reply.phrase == "watch-in-private"
    assert not labels & {"choice-watch", "choice-wait"}


@pytest.mark.parametrize(
    ("after", "zone", "weekly", "expected"),
    [
        ("2026-11-23T07:59", "Europe/Paris", False, "2026-11-23T08:00"),
        ("2026-11-23T08:00", "Europe/Paris", False, "2026-11-24T08:00"),
        ("2026-11-27T10:00", "Europe/Paris", False, "2026-11-30T08:00"),
        ("2026-11-24T10:00", "Europe/Paris", True, "2026-11-30T08:00"),
        ("2026-03-27T10:00", "Europe/Paris", False, "2026-03-30T07:00"),
        ("2026-11-23T23:00", "Pacific/Auckland", False, "2026-11-24T20:00"),
    ],
)
def test_the_morning_is_nine_where_the_person_is_and_never_at_the_weekend(
    after: str,
    zone: str,
    weekly: bool,  # noqa: FBT001
    expected: str,
) -> None:
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)

    morning = next_morning(moment, ZoneInfo(zone), weekly=weekly)

    assert morning == datetime.fromisoformat(expected).replace(tzinfo=UTC)
