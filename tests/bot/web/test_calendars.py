"""Calendar feeds over the wire: what a calendar gets, and that nobody else gets anything."""

import io
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from icalendar import Calendar

from bot import assembly
from bot.logs import set_up
from bot.web.app import WebServer
from bot.web.calendars import MOST_A_MINUTE
from config.settings import Settings
from config.taxonomy import Platform, Standing
from storage.roles import Role, RoleState
from storage.store import Store
from storage.workplans import Deliverable, DeliverableState
from tests.bot.web.test_ics import faults

Stage = Any  # tests/bot/conftest.py
NOON = datetime(2027, 1, 8, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))
GROUP = "CWG 2.1"
MINE = "note-of-mine"


@dataclass
class Feed:
    """Somebody's calendar: where it looks, and how."""

    stage: Stage
    server: WebServer
    ana: Any
    path: str = ""

    async def make(self, ask: str = "my calendar") -> None:
        await self.ana.says(ask)
        made = await self.ana.taps("Make an address")
        self.path = str(made.details["address"]).removeprefix("https://hub.example.org")

    async def get(self, path: str = "", **headers: str) -> aiohttp.ClientResponse:
        url = f"http://127.0.0.1:{self.server.port}{path or self.path}"
        async with aiohttp.ClientSession() as session:
            response = await session.get(
                url, headers={k.replace("_", "-"): v for k, v in headers.items()}
            )
            await response.read()
            return response

    async def events(self) -> dict[str, Any]:
        body = await (await self.get()).read()
        return {str(each["summary"]): each for each in Calendar.from_ical(body).walk("VEVENT")}

    def change(self, title: str, **values: object) -> None:
        """As its lead does in chat."""

        def unit(store: Store) -> None:
            one = next(each for each in store.workplans.of(GROUP) if each.title == title)
            for name, value in values.items():
                setattr(one, name, value)
            one.revision += 1

        self.stage.hub.database.run_now(unit)


@pytest.fixture
async def feed(stage: Stage) -> AsyncIterator[Feed]:
    """A lead of a group with one deliverable, and the hub's real web app."""
    stage.clock.turn_to(NOON)
    ana = stage.person("U1")
    await ana.says("hello")

    def unit(store: Store) -> None:
        found = store.people.account(Platform.TELEGRAM, "", "U1")
        assert found is not None
        store.people.get(found.person_id).standing = Standing.MEMBER
        store.roles.put(found.person_id, GROUP, Role.LEAD, at=NOON)
        one = Deliverable(
            group_id=GROUP,
            reference=f"{GROUP}-X1",
            title="Note, one; \U0001f389",
            starts_on=date(2027, 2, 1),
            due_on=date(2027, 2, 28),
            exactness="month",
            owner_id=found.person_id,
            created_at=NOON,
            changed_at=NOON,
        )
        store.workplans.add(one, by=None)

    stage.hub.database.run_now(unit)
    settings = Settings(public_url="https://hub.example.org", http_port=0)
    server = assembly.web_server(settings, stage.hub, [])
    await server.start()
    yield Feed(stage, server, ana)
    await server.stop()


SHOWN = f"{GROUP}-X1 Note, one; \U0001f389"


async def test_a_calendar_shows_what_is_next(feed: Feed) -> None:
    await feed.make()
    response = await feed.get()
    event = (await feed.events())[SHOWN]

    assert faults(await response.read()) == []
    assert (response.status, response.headers["Content-Type"]) == (
        200,
        "text/calendar; charset=utf-8",
    )
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert event.decoded("dtstart") == date(2027, 2, 1)
    assert event.decoded("dtend") == date(2027, 3, 1)
    assert (event["sequence"], event["status"]) == (0, "CONFIRMED")
    assert str(event["uid"]).endswith("@hub.example.org")
    assert "February 2027" in event["description"]


async def test_a_calendar_that_has_it_is_told_so(feed: Feed) -> None:
    await feed.make()
    tag = (await feed.get()).headers["ETag"]
    same = await feed.get(If_None_Match=f'"other", W/{tag}')
    feed.change("Note, one; \U0001f389", due_on=date(2027, 3, 31))
    changed = await feed.get(If_None_Match=tag)

    assert (same.status, await same.read()) == (304, b"")
    assert changed.status == 200


async def test_a_change_keeps_its_name_and_gets_the_next_number(feed: Feed) -> None:
    await feed.make()
    before = (await feed.events())[SHOWN]
    feed.stage.clock.ahead += timedelta(days=1)
    feed.change("Note, one; \U0001f389", due_on=date(2027, 3, 31))
    after = (await feed.events())[SHOWN]
    again = (await feed.events())[SHOWN]

    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"], again["sequence"]) == (0, 1, 1)
    assert after.decoded("last-modified") > before.decoded("last-modified")
    assert after.decoded("dtend") == date(2027, 4, 1)


async def test_what_is_done_is_called_off_for_a_month_and_numbered_on(feed: Feed) -> None:
    await feed.make()
    first = (await feed.events())[SHOWN]
    feed.stage.clock.ahead += timedelta(hours=1)
    feed.change("Note, one; \U0001f389", state=DeliverableState.DONE)
    events = await feed.events()
    off = events["No longer due"]
    again = await feed.get()
    feed.stage.clock.ahead += timedelta(hours=1)
    feed.change("Note, one; \U0001f389", state=DeliverableState.PLANNED)
    back = (await feed.events())[SHOWN]
    feed.change("Note, one; \U0001f389", state=DeliverableState.DROPPED)
    dropped = "No longer due" in await feed.events()
    feed.stage.clock.ahead += timedelta(days=31)

    assert SHOWN not in events
    assert (dropped, "No longer due" in await feed.events()) == (True, False)
    assert faults(await again.read()) == []
    assert (off["status"], off["uid"], off.decoded("dtstart")) == (
        "CANCELLED",
        first["uid"],
        first.decoded("dtstart"),
    )
    assert first["sequence"] < off["sequence"] < back["sequence"]
    assert first.decoded("dtstamp") < off.decoded("dtstamp") < back.decoded("dtstamp")
    assert back["status"] == "CONFIRMED"


async def test_what_has_simply_passed_is_not_called_off(feed: Feed) -> None:
    await feed.make()
    await feed.events()
    feed.stage.clock.turn_to(NOON.replace(month=4))
    feed.change("Note, one; \U0001f389", state=DeliverableState.DONE)
    events = await feed.events()

    assert {SHOWN, "No longer due"}.isdisjoint(events)


async def test_reminders_of_one_s_own_are_in_it_and_repeat(feed: Feed) -> None:
    await feed.make()
    await feed.ana.says("remind me every first Monday at 9 Geneva time to send updates")
    await feed.ana.says("remind me tomorrow at 14:30 to call; ask, and note")
    await feed.ana.says("remind me every Friday to plan")
    body = await (await feed.get()).read()
    events = await feed.events()
    monthly, weekly = events["⏰ send updates"], events["⏰ plan"]
    once = events["⏰ call; ask, and note"]
    await feed.ana.says("my reminders")
    await feed.ana.taps("Cancel")
    feed.stage.clock.ahead += timedelta(days=1)
    later = await feed.events()

    assert faults(body) == []
    assert monthly["rrule"].to_ical() == b"FREQ=MONTHLY;BYDAY=1MO"
    assert monthly["dtstart"].to_ical() == b"20270201T090000"
    assert monthly["dtstart"].params["TZID"] == "Europe/Zurich"
    assert b"BEGIN:VTIMEZONE\r\nTZID:Europe/Zurich" in body
    assert weekly["dtstart"].to_ical() == b"20270115"
    assert once["dtstart"].to_ical() == b"20270109T133000Z"
    assert "⏰ call; ask, and note" not in later
    assert later["No longer due"]["uid"] == once["uid"]


async def test_whoever_left_a_group_is_shown_nothing_of_it(feed: Feed) -> None:
    await feed.make("calendar CWG 2.1")
    there = SHOWN in await feed.events()

    def leave(store: Store) -> None:
        store.roles.put(1, GROUP, Role.LEAD, state=RoleState.LEFT, at=NOON)

    feed.stage.hub.database.run_now(leave)

    assert there
    assert await feed.events() == {}


async def test_an_address_that_is_none_says_nothing(feed: Feed) -> None:
    await feed.make()
    old = feed.path
    await feed.ana.taps("Renew it")
    renewed = await feed.get(old)
    await feed.ana.says("my calendar")
    await feed.ana.taps("Stop it")
    paths = (
        feed.path,
        f"/calendar/{'a' * 32}.ics",
        "/calendar/short.ics",
        f"/calendar/{'a' * 31}%00.ics",
        f"/calendar/{'ä' * 32}.ics",
        f"/calendar/{'a' * 4000}.ics",
    )
    answers = [renewed, *[await feed.get(path) for path in paths]]
    told = {(each.status, await each.read()) for each in answers}

    assert told == {(404, b"")}
    assert {each.headers.get("Content-Type") for each in answers} == {None}


async def test_forget_me_ends_the_address(feed: Feed) -> None:
    await feed.make()
    await feed.ana.says("forget me")
    await feed.ana.taps("Yes")

    assert (await feed.get()).status == 404


async def test_whoever_asks_too_often_has_to_wait(feed: Feed) -> None:
    await feed.make()
    statuses = [(await feed.get()).status for _ in range(MOST_A_MINUTE + 1)]
    feed.stage.clock.ahead += timedelta(minutes=1)

    assert statuses == [200] * MOST_A_MINUTE + [429]
    assert (await feed.get()).status == 200


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged, until the test is over."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    out = io.StringIO()
    set_up("debug", to=out)
    yield out
    root.handlers[:] = before
    root.setLevel(level)


async def test_the_token_is_neither_kept_nor_logged(feed: Feed, log: io.StringIO) -> None:
    await feed.make()
    await feed.get()
    logging.getLogger("anything").error("GET %s failed", feed.path)
    token = feed.path.removeprefix("/calendar/").removesuffix(".ics")
    await feed.stage.hub.delivery.idle()

    def dump(store: Store) -> str:
        connection = store.session.connection()
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='table'")
        names = [name for (name,) in tables if not name.startswith("sqlite_")]
        return "".join(
            str(connection.exec_driver_sql(f'SELECT * FROM "{name}"').all())  # noqa: S608  # tables
            for name in names
        )

    assert len(token) == 32
    assert token not in feed.stage.hub.database.read_now(dump)
    assert token not in log.getvalue()
    assert "GET /calendar/***" in log.getvalue()


async def test_without_a_public_address_there_are_no_calendars(stage: Stage) -> None:
    assert assembly.calendars(None, stage.hub) == []
