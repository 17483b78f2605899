"""Gaps are counted by their key, however many ask at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from storage.database import Database
from storage.store import Store

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def ask(database: Database, key: str, *, at: datetime = NOW) -> None:
    def unit(store: Store) -> None:
        gap = store.gaps.named(key, kind="resource", label=key, at=at)
        gap.asked += 1
        gap.last_at = at

    database.run_now(unit)


def listed(database: Database) -> list[tuple[str, int]]:
    return database.read_now(
        lambda store: [(each.label, each.asked) for each in store.gaps.most_asked(limit=10)]
    )


def test_the_most_frequent_gap_comes_first_then_the_latest(database: Database) -> None:
    for key, day in (("returns", 1), ("data", 2), ("health", 3), ("returns", 4)):
        ask(database, key, at=NOW + timedelta(days=day))

    assert listed(database) == [("returns", 2), ("health", 1), ("data", 1)]


def test_a_page_goes_on_where_the_last_one_ended(database: Database) -> None:
    for key in ("returns", "data", "health"):
        ask(database, key)

    first = database.read_now(lambda store: [each.key for each in store.gaps.most_asked(limit=2)])
    rest = database.read_now(
        lambda store: [each.key for each in store.gaps.most_asked(limit=2, offset=2)]
    )

    assert sorted([*first, *rest]) == ["data", "health", "returns"]
    assert database.read_now(lambda store: store.gaps.count()) == 3


def test_many_who_ask_at_once_are_all_counted(database: Database) -> None:
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda _: ask(database, "returns"), range(40)))

    assert listed(database) == [("returns", 40)]


def test_a_key_of_any_length_is_kept(database: Database) -> None:
    ask(database, "very long " * 100)

    assert len(listed(database)) == 1


def test_gaps_that_were_not_asked_for_since_are_forgotten(database: Database) -> None:
    ask(database, "old", at=NOW)
    ask(database, "new", at=NOW + timedelta(days=2))

    database.run_now(lambda store: store.gaps.forget_old(before=NOW + timedelta(days=1)))

    assert listed(database) == [("new", 1)]
