"""Entries of calendars get a new number when what they show changes, once for all replicas."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from config.taxonomy import Platform
from storage.database import Database
from storage.migrate import migrate
from storage.own_reminders import OwnReminder
from storage.places import Place
from storage.store import Store

NOW = datetime(2027, 1, 8, 9, tzinfo=UTC)


def revise(digest: str, at: datetime, store: Store) -> None:
    store.feeds.revise({"call:1": digest, "call:2": "same"}, at=at)


def test_replicas_that_see_one_change_at_once_count_it_once(database_url: str) -> None:
    replicas = [Database(database_url) for _ in range(4)]
    migrate(replicas[0].engine)
    for digest in ("first", "second", "second", "third"):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda each, d=digest: each.run_now(partial(revise, d, NOW)), replicas))
    found = replicas[0].read_now(lambda store: store.feeds.editions(["call:1", "call:2", "call:3"]))
    for each in replicas:
        each.close()

    assert {subject: each.sequence for subject, each in found.items()} == {"call:1": 2, "call:2": 0}
    assert found["call:1"].digest == "third"


@pytest.fixture
def database(sqlite_with_tables: str) -> Database:
    return Database(sqlite_with_tables)


def test_an_address_is_one_for_each_calendar_of_a_person(database: Database) -> None:
    def unit(store: Store) -> list[object]:
        person = store.people.meet(Platform.TELEGRAM, "", "a", at=NOW).person_id
        for digest in ("one", "two"):
            store.feeds.put(person, "", digest=digest, at=NOW)
        return [store.feeds.by_digest("one"), store.feeds.by_digest("two") is not None]

    found = database.run_now(unit)
    database.close()

    assert found == [None, True]


def test_of_two_linked_people_the_other_s_address_stays(database: Database) -> None:
    def unit(store: Store) -> dict[str, bool]:
        first = store.people.meet(Platform.TELEGRAM, "", "a", at=NOW).person_id
        second = store.people.meet(Platform.SLACK, "", "b", at=NOW).person_id
        store.feeds.put(first, "", digest="theirs", at=NOW)
        store.feeds.put(first, "CWG 2.1", digest="moves", at=NOW)
        store.feeds.put(second, "", digest="stays", at=NOW)
        store.people.move_accounts(from_person=first, to_person=second)
        store.session.flush()
        return {
            each: store.feeds.by_digest(each) is not None for each in ("theirs", "moves", "stays")
        }

    found = database.run_now(unit)
    database.close()

    assert found == {"theirs": False, "moves": True, "stays": True}


def test_a_channel_s_reminders_move_with_its_id_and_old_ones_are_forgotten(
    database: Database,
) -> None:
    def unit(store: Store) -> list[int]:
        person = store.people.meet(Platform.TELEGRAM, "", "a", at=NOW).person_id
        here = Place(Platform.TELEGRAM, "-1")
        for due_at, said_at in ((NOW, None), (None, NOW - timedelta(days=40)), (None, NOW)):
            store.own_reminders.add(
                OwnReminder(
                    person_id=person,
                    platform=here.platform,
                    conversation=here.conversation,
                    due_at=due_at,
                    said_at=said_at,
                    made_at=NOW - timedelta(days=50),
                )
            )
        store.own_reminders.moved(here, "-100")
        store.own_reminders.forget_old(before=NOW - timedelta(days=30))
        store.session.expire_all()
        return [
            len(store.own_reminders.at_place(Place(Platform.TELEGRAM, "-100"))),
            sum(store.own_reminders.get(number) is not None for number in (1, 2, 3)),
        ]

    found = database.run_now(unit)
    database.close()

    assert found == [1, 2]
