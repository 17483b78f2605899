"""Watches are due by the clock, belong to one person each, and go with them."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from config.network_files.records import Resource
from config.taxonomy import Platform
from storage.database import Database
from storage.errors import Conflict
from storage.store import Store
from storage.watches import Rhythm, Watch

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def person(database: Database, name: str) -> int:
    return database.run_now(
        lambda store: store.people.meet(Platform.TELEGRAM, "", name, at=NOW).person_id
    )


def watch(
    database: Database,
    person_id: int,
    *,
    about: str = "returns",
    rhythm: Rhythm = Rhythm.DAILY,
    due_at: datetime = NOW,
) -> int:
    made = Watch(
        person_id=person_id,
        digest=about,
        kind="resource",
        text=about,
        rhythm=rhythm,
        known_to=0,
        due_at=due_at,
        made_at=NOW,
    )
    return database.run_now(lambda store: store.watches.add(made).id)


def due(database: Database, at: datetime = NOW) -> list[int]:
    def unit(store: Store) -> list[int]:
        newest = {"resource": store.resources.newest(), "expert": store.experts.newest()}
        return list(store.watches.due(now=at, newest=newest, limit=10))

    return database.read_now(unit)


def test_people_are_told_in_the_order_in_which_it_was_due(database: Database) -> None:
    late, early, later = (person(database, name) for name in ("late", "early", "later"))
    watch(database, late, due_at=NOW)
    watch(database, early, due_at=NOW - timedelta(days=1))
    watch(database, early, about="data", due_at=NOW - timedelta(hours=1))
    watch(database, later, due_at=NOW + timedelta(minutes=1))

    assert due(database) == [early, late]


def test_what_is_told_once_is_looked_for_only_when_something_is_new(database: Database) -> None:
    ana = person(database, "ana")
    watch(database, ana, rhythm=Rhythm.ONCE)

    before = due(database)
    database.run_now(lambda store: store.resources.put([Resource(id="R1", title="Returns")]))

    assert (before, due(database)) == ([], [ana])


def test_nobody_watches_the_same_thing_twice(database: Database) -> None:
    ana = person(database, "ana")
    watch(database, ana)

    with pytest.raises(Conflict):
        watch(database, ana)


def test_a_watch_is_nobody_elses(database: Database) -> None:
    ana, eve = person(database, "ana"), person(database, "eve")
    number = watch(database, ana)

    assert database.run_now(lambda store: store.watches.get(eve, number)) is None
    assert database.run_now(lambda store: store.watches.get(ana, number)) is not None


def test_joined_accounts_keep_each_watch_once(database: Database) -> None:
    old, new = person(database, "old"), person(database, "new")
    for owner, about in ((old, "returns"), (old, "data"), (new, "returns")):
        watch(database, owner, about=about)

    database.run_now(lambda store: store.people.move_accounts(from_person=new, to_person=old))

    kept = database.read_now(lambda store: [each.text for each in store.watches.of(old)])
    assert kept == ["returns", "data"]


def test_somebody_who_is_forgotten_watches_nothing(database: Database) -> None:
    ana = person(database, "ana")
    watch(database, ana)

    database.run_now(lambda store: store.people.forget(ana))

    assert database.read_now(lambda store: store.watches.count(ana)) == 0
    assert due(database) == []


def test_news_miss_no_record_while_several_import_at_once(database: Database) -> None:
    """What is committed late never has a lower number than what a watch has seen already."""
    importers, rounds = 4, 8

    def import_(number: int) -> None:
        for each in range(rounds):
            records = [Resource(id=f"{number}-{each}-{n}", title="News") for n in range(3)]

            def put(store: Store, records: list[Resource] = records) -> None:
                store.resources.put(records[:1])
                time.sleep(0.002 * (number + 1))  # the later ones overtake, if they may
                store.resources.put(records[1:])

            database.run_now(put)

    def told(known: int) -> tuple[int, set[str]]:
        def unit(store: Store) -> tuple[int, set[str]]:
            newest = store.resources.newest()
            numbers = store.resources.numbers(sorted(store.resources.ids()))
            return newest, {each for each, at in numbers.items() if known < at <= newest}

        return database.read_now(unit)

    known, seen = 0, set[str]()
    with ThreadPoolExecutor(importers) as pool:
        running = [pool.submit(import_, number) for number in range(importers)]
        while not all(each.done() for each in running):
            known, news = told(known)
            seen |= news
        for each in running:
            each.result()
    _, news = told(known)
    seen |= news

    assert len(seen) == importers * rounds * 3
