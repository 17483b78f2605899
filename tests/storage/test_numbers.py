"""Each record has a number that stays: what buttons carry in place of its long id."""

from datetime import UTC, datetime

import pytest

from config.network_files.records import Resource
from storage.database import Database
from storage.errors import NotFound

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def keep(database: Database, *record_ids: str, title: str = "Title") -> None:
    records = [Resource(id=each, title=title) for each in record_ids]
    database.run_now(lambda store: store.resources.put(records))


def numbers(database: Database, *record_ids: str) -> dict[str, int]:
    return database.read_now(lambda store: store.resources.numbers(record_ids))


def test_a_number_stays_when_a_record_changes_retires_and_comes_back(database: Database) -> None:
    keep(database, "a", "b" * 200)
    before = numbers(database, "a", "b" * 200, "unknown")
    keep(database, "c", "a", title="Another title")
    database.run_now(lambda store: store.resources.retire(["a"], at=NOW))
    retired = numbers(database, "a")
    keep(database, "a")

    assert before.keys() == {"a", "b" * 200}
    assert numbers(database, "a", "b" * 200) == before
    assert retired == {"a": before["a"]}


def test_a_record_is_found_by_its_number_retired_or_not(database: Database) -> None:
    keep(database, "a")
    database.run_now(lambda store: store.resources.retire(["a"], at=NOW))
    number = numbers(database, "a")["a"]

    assert database.read_now(lambda store: store.resources.numbered(number)).id == "a"


@pytest.mark.parametrize("number", [-1, 0, 7, 2**31, 10**40])
def test_there_is_nothing_under_another_number(database: Database, number: int) -> None:
    with pytest.raises(NotFound):
        database.read_now(lambda store: store.resources.numbered(number))
