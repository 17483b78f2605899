"""Imported records in their tables: found by id, by name, in order; retired ones kept."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from config.network_files.records import (
    GroupKind,
    Network,
    Organisation,
    Resource,
    Review,
    WorkingGroup,
)
from config.taxonomy import StakeholderType
from storage.database import Database
from storage.errors import NotFound
from storage.store import Store

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
IOM = Organisation(
    id="IOM",
    name="International Organization for Migration",
    type=StakeholderType.UN_ENTITY,
    names={"fr": "Organisation internationale pour les migrations"},
    aliases={"en": ("UN Migration",), "fr": ("OIM",), "ru": ("МОМ",)},
)


def resource(record_id: str) -> Resource:
    return Resource(id=record_id, title=f"Title of {record_id}")


@pytest.mark.parametrize("words", ["IOM", "iom", "OIM", " МОМ ", "UN migration", IOM.names["fr"]])
def test_an_organisation_goes_by_any_of_its_names(database: Database, words: str) -> None:
    database.run_now(lambda store: store.organisations.put([IOM]))

    found = database.read_now(lambda store: store.organisations.named(words))

    assert found == (IOM,)


def test_an_acronym_of_two_organisations_finds_both(database: Database) -> None:
    mayors = Organisation(id="MMC", name="Mayors", type=StakeholderType.LOCAL_GOVERNMENT)
    mixed = Organisation(
        id="Mixed", name="Mixed", type=StakeholderType.ACADEMIA, aliases={"en": ("MMC",)}
    )
    database.run_now(lambda store: store.organisations.put([mayors, mixed]))

    assert database.read_now(lambda store: store.organisations.named("MMC")) == (mayors, mixed)


def test_records_come_in_the_order_asked_and_unknown_ids_are_left_out(database: Database) -> None:
    wanted = [f"R{n}" for n in range(1200, 0, -1)]
    database.run_now(lambda store: store.resources.put([resource(f"R{n}") for n in range(1500)]))

    found = database.read_now(lambda store: store.resources.many([*wanted, "nothing"]))

    assert list(found) == wanted


def test_a_record_that_never_was_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound):
        database.read_now(lambda store: store.resources.get("nothing"))


def test_a_retired_record_is_there_by_its_id_alone(database: Database) -> None:
    database.run_now(lambda store: store.resources.put([resource("a"), resource("b")]))
    database.run_now(lambda store: store.resources.retire(["a"], at=NOW))

    def seen(store: Store) -> tuple[str, list[str], int, frozenset[str], list[str]]:
        records = store.resources
        return (
            records.get("a").id,
            [each.id for each in records.all()],
            records.count(),
            records.ids(),
            list(records.in_use(["a", "b"])),
        )

    assert database.read_now(seen) == ("a", ["b"], 1, frozenset({"b"}), ["b"])


def test_a_group_is_of_those_who_lead_it_and_of_its_members(database: Database) -> None:
    groups = [
        WorkingGroup(id="A", title="A", kind=GroupKind.CORE, leads=("IOM",)),
        WorkingGroup(id="B", title="B", kind=GroupKind.CORE, members=("ILO", "IOM")),
        WorkingGroup(id="C", title="C", kind=GroupKind.CORE, interested=("IOM",)),
    ]
    database.run_now(lambda store: store.groups.put(groups))

    assert [each.id for each in database.read_now(lambda store: store.groups.of("IOM"))] == [
        "A",
        "B",
    ]


def test_reviews_of_a_group_come_latest_first(database: Database) -> None:
    days = ("2020-01-09", "2021-01-09", "2020-06-01")
    reviews = [Review(id=day, working_group="A", held_on=day) for day in days]
    database.run_now(lambda store: store.reviews.put(reviews))

    found = database.read_now(lambda store: store.reviews.of("A"))

    assert [each.held_on for each in found] == ["2021-01-09", "2020-06-01", "2020-01-09"]


def test_there_is_no_network_before_one_is_imported(database: Database) -> None:
    current: Callable[[Store], Network | None] = lambda store: store.networks.current()  # noqa: E731

    before = database.read_now(current)
    database.run_now(lambda store: store.networks.put([Network(name="N")]))

    assert before is None
    assert database.read_now(current) == Network(name="N")
