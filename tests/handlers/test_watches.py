"""News is told once, whoever ticks, in the morning of wherever the person is by then."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.network_files.records import Resource
from config.taxonomy import Platform
from handlers import experts, resources, watches
from handlers.asking import Ask
from handlers.messages import Message, Reply, Said, unpack_reply
from storage.database import Database
from storage.outbox import OutboxRow
from storage.places import Place
from storage.search.documents import Kind
from storage.search.engine import Search
from storage.store import Store
from storage.watches import Rhythm

SHELVES = {Kind.RESOURCE: resources.SHELF, Kind.EXPERT: experts.SHELF}
SUNDAY = datetime(2026, 1, 4, 12, tzinfo=UTC)
MONDAY_AT_NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def hub(made_url: str) -> Iterator[Database]:
    """A database of each kind in turn, with an index in memory that is waited for."""
    search = Search(None, patience_seconds=None)
    database = Database(made_url, search=search)
    yield database
    search.close()
    database.close()


def watching(hub: Database, *, rhythm: Rhythm = Rhythm.DAILY, zone: str = "UTC") -> int:
    """Somebody who watches returns since Sunday."""

    def unit(store: Store) -> int:
        account = store.people.meet(Platform.TELEGRAM, "", "ana", at=SUNDAY)
        account.time_zone = zone
        message = Message(
            Place(Platform.TELEGRAM, "c"),
            "ana",
            Said.TEXT,
            SUNDAY,
            time_zone=zone,
            person_id=account.person_id,
        )
        watches.watch(message, Ask("returns"), store, kind=Kind.RESOURCE, rhythm=rhythm)
        return account.person_id

    return hub.run_now(unit)


def add(hub: Database, *titles: str) -> None:
    records = [Resource(id=title, title=title, language="en") for title in titles]
    hub.run_now(lambda store: store.resources.put(records))


def tell(hub: Database, person_id: int, at: datetime) -> None:
    hub.run_now(lambda store: watches.tell(store, person_id, SHELVES, now=at))


def told(hub: Database) -> list[tuple[Reply, datetime]]:
    def unit(store: Store) -> list[tuple[Reply, datetime]]:
        rows = store.session.query(OutboxRow).order_by(OutboxRow.id)
        return [(unpack_reply(row.reply), row.due_at) for row in rows]

    return hub.read_now(unit)


@pytest.mark.parametrize("rhythm", list(Rhythm))
def test_replicas_that_tick_at_once_leave_one_message(hub: Database, rhythm: Rhythm) -> None:
    ana = watching(hub, rhythm=rhythm)
    add(hub, "Returns to Nepal")

    with ThreadPoolExecutor(4) as replicas:
        list(replicas.map(lambda _: tell(hub, ana, MONDAY_AT_NINE), range(8)))

    assert [[entry.title for entry in reply.entries] for reply, _ in told(hub)] == [
        ["Returns to Nepal"]
    ]


def test_each_morning_tells_what_came_since_the_last(hub: Database) -> None:
    ana = watching(hub)
    for day, title in enumerate(("Returns to Nepal", "Returns to Peru")):
        add(hub, title)
        tell(hub, ana, MONDAY_AT_NINE + timedelta(days=day))

    assert [[entry.title for entry in reply.entries] for reply, _ in told(hub)] == [
        ["Returns to Nepal"],
        ["Returns to Peru"],
    ]


def test_what_was_there_before_is_not_news_even_when_it_changes(hub: Database) -> None:
    add(hub, "Returns to Nepal")
    ana = watching(hub)

    changed = Resource(id="Returns to Nepal", title="Returns to Nepal", year=2026)
    hub.run_now(lambda store: store.resources.put([changed]))
    tell(hub, ana, MONDAY_AT_NINE)

    assert told(hub) == []


def test_many_new_ones_are_ten_and_a_number(hub: Database) -> None:
    ana = watching(hub)
    add(hub, *(f"Returns to place number {number}" for number in range(14)))

    tell(hub, ana, MONDAY_AT_NINE)

    [(reply, _)] = told(hub)
    assert (reply.details["count"], len(reply.entries)) == (14, watches.MOST_TOLD)
    assert [words.details["count"] for words in reply.lines] == [4]


def test_somebody_who_moved_is_told_in_the_morning_of_where_they_are(hub: Database) -> None:
    ana = watching(hub, zone="UTC")
    add(hub, "Returns to Nepal")

    def move(store: Store) -> None:
        store.people.get(ana).time_zone = "America/Santiago"

    hub.run_now(move)
    tell(hub, ana, MONDAY_AT_NINE)
    at_six_in_the_morning = told(hub)
    tell(hub, ana, MONDAY_AT_NINE + timedelta(hours=3))

    assert at_six_in_the_morning == []
    assert len(told(hub)) == 1


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "X" * 60])
def test_a_zone_that_nobody_knows_is_utc(hub: Database, zone: str) -> None:
    ana = watching(hub, zone=zone)
    add(hub, "Returns to Nepal")

    tell(hub, ana, MONDAY_AT_NINE)

    assert len(told(hub)) == 1


def test_a_hub_that_slept_through_the_day_tells_it_the_next_morning(hub: Database) -> None:
    ana = watching(hub, rhythm=Rhythm.WEEKLY)
    add(hub, "Returns to Nepal")

    tell(hub, ana, MONDAY_AT_NINE + timedelta(hours=14))
    tell(hub, ana, MONDAY_AT_NINE + timedelta(days=1))

    assert len(told(hub)) == 1


def test_what_is_found_at_the_weekend_waits_for_monday(hub: Database) -> None:
    ana = watching(hub, rhythm=Rhythm.ONCE)
    add(hub, "Returns to Nepal")

    tell(hub, ana, SUNDAY + timedelta(hours=1))

    assert [due_at for _, due_at in told(hub)] == [MONDAY_AT_NINE]


@given(
    after=st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1)),  # noqa: DTZ001  # given a zone below
    zone=st.sampled_from(
        ["UTC", "Europe/Paris", "America/Santiago", "Asia/Kathmandu", "Pacific/Apia"]
    ),
    weekly=st.booleans(),
)
def test_a_morning_is_a_weekday_at_nine_within_the_week(
    after: datetime, zone: str, *, weekly: bool
) -> None:
    moment = after.replace(tzinfo=UTC)

    morning = watches.next_morning(moment, ZoneInfo(zone), weekly=weekly)

    local = morning.astimezone(ZoneInfo(zone))
    assert (local.hour, local.minute) == (9, 0)
    assert local.weekday() == 0 if weekly else local.weekday() <= watches.FRIDAY
    assert timedelta(0) < morning - moment <= timedelta(days=7, hours=2)
