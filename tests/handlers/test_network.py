"""Importing a folder: nothing twice, nothing lost, and the way back out."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.network_files.faults import BadFolder
from config.network_files.folder import Folder, read_folder
from config.network_files.records import RecordKind
from config.network_files.writing import write_folder
from handlers import network
from handlers.network import Counts
from storage.database import Database
from storage.search.changes import SearchChange
from storage.search.documents import Kind

SAMPLE = Path(__file__).parents[2] / "config" / "network"
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def lines(*records: str) -> str:
    return "".join(f"{{{each}}}\n" for each in records)


def resources_in(folder: Path, *records: str) -> Path:
    (folder / "resources.jsonl").write_text(lines(*records), encoding="utf-8")
    return folder


def bring(folder: Path, database: Database, *, at: datetime = NOW) -> dict[RecordKind, Counts]:
    read = database.read_now(lambda store: network.read(folder, store))
    return dict(database.run_now(lambda store: network.apply(read, store, at=at)).counts)


def titles(database: Database) -> dict[str, str]:
    return database.read_now(lambda store: {e.id: e.title for e in store.resources.all()})


def test_the_sample_network_comes_out_as_it_went_in(database: Database) -> None:
    read = read_folder(SAMPLE)

    bring(SAMPLE, database)

    assert database.read_now(network.export) == read.records


def test_a_second_import_changes_nothing(database: Database) -> None:
    first = bring(SAMPLE, database)
    second = bring(SAMPLE, database, at=LATER)

    assert {kind: each.added for kind, each in first.items()} == {
        kind: each.unchanged for kind, each in second.items()
    }
    assert not any(each.added or each.updated or each.retired for each in second.values())


@pytest.mark.parametrize("ending", [None, ".yaml", ".jsonl", ".csv"])
def test_importing_an_export_changes_nothing(
    database: Database, tmp_path: Path, ending: str | None
) -> None:
    bring(SAMPLE, database)
    write_folder(tmp_path, database.read_now(network.export), ending=ending)

    again = bring(tmp_path, database, at=LATER)

    assert not any(each.added or each.updated or each.retired for each in again.values())
    assert set(again) == set(RecordKind)


def test_an_edited_record_updates_and_a_removed_one_is_retired(
    database: Database, tmp_path: Path
) -> None:
    bring(resources_in(tmp_path, '"id": "1", "title": "A"', '"id": "2", "title": "B"'), database)

    folder = resources_in(tmp_path, '"id": "2", "title": "C"', '"id": "3", "title": "D"')
    counts = bring(folder, database, at=LATER)

    assert counts == {RecordKind.RESOURCES: Counts(added=1, updated=1, retired=1)}
    assert titles(database) == {"2": "C", "3": "D"}
    assert database.read_now(lambda store: store.resources.get("1")).title == "A"


def test_a_record_that_returns_is_in_use_again(database: Database, tmp_path: Path) -> None:
    bring(resources_in(tmp_path, '"id": "1", "title": "A"'), database)
    bring(resources_in(tmp_path), database)
    gone = titles(database)

    counts = bring(resources_in(tmp_path, '"id": "1", "title": "A"'), database, at=LATER)

    assert gone == {}
    assert titles(database) == {"1": "A"}
    assert counts == {RecordKind.RESOURCES: Counts(updated=1)}


def test_a_folder_of_resources_leaves_organisations_alone(
    database: Database, tmp_path: Path
) -> None:
    bring(SAMPLE, database)

    bring(resources_in(tmp_path, '"id": "1", "title": "A"'), database, at=LATER)

    assert database.read_now(lambda store: store.organisations.count()) > 100
    assert titles(database) == {"1": "A"}


def test_one_fault_stops_everything_before_anything_is_written(
    database: Database, tmp_path: Path
) -> None:
    folder = resources_in(tmp_path, '"id": "1", "title": "A"', '"id": "2"')

    with pytest.raises(BadFolder) as caught:
        bring(folder, database)

    assert [(each.file, each.line, each.field) for each in caught.value.faults] == [
        ("resources.jsonl", 2, "title")
    ]
    assert titles(database) == {}


def test_a_group_may_name_an_organisation_that_came_earlier(
    database: Database, tmp_path: Path
) -> None:
    bring(SAMPLE, database)
    (tmp_path / "working_groups.csv").write_text("id,title,kind,leads\nG,Group,core,IOM;ILO\n")

    bring(tmp_path, database, at=LATER)

    led = database.read_now(lambda store: [each.id for each in store.groups.of("ILO")])
    assert led == ["G"]


def test_pieces_carry_out_the_same_as_one_transaction(database: Database, tmp_path: Path) -> None:
    records = [f'"id": "{n}", "title": "T{n}"' for n in range(5000)]
    folder = read_folder(resources_in(tmp_path, *records))
    planned = database.read_now(lambda store: network.plan(folder, store))

    for piece in planned.pieces():
        database.run_now(lambda store, piece=piece: network.write(piece, store, at=NOW))  # type: ignore[misc]  # a lambda with a default

    assert len(titles(database)) == 5000
    assert not database.read_now(lambda store: network.plan(folder, store)).result.changed


def test_two_imports_at_once_leave_each_record_once(database: Database, tmp_path: Path) -> None:
    folder = read_folder(resources_in(tmp_path, '"id": "1", "title": "A"'))
    planned = [database.read_now(lambda store: network.plan(folder, store)) for _ in range(2)]

    for plan in planned:
        for piece in plan.pieces():
            database.run_now(lambda store, piece=piece: network.write(piece, store, at=NOW))  # type: ignore[misc]  # a lambda with a default

    assert titles(database) == {"1": "A"}


def test_search_hears_of_what_changed_and_of_nothing_else(
    database: Database, tmp_path: Path
) -> None:
    def changes() -> list[tuple[str, str]]:
        return database.read_now(
            lambda store: [
                (each.kind, each.record_id)
                for each in store.session.query(SearchChange).order_by(SearchChange.id)
            ]
        )

    bring(resources_in(tmp_path, '"id": "1", "title": "A"', '"id": "2", "title": "B"'), database)
    before = len(changes())
    bring(resources_in(tmp_path, '"id": "1", "title": "A"', '"id": "2", "title": "C"'), database)
    bring(resources_in(tmp_path, '"id": "2", "title": "C"'), database)

    assert changes()[before:] == [(Kind.RESOURCE, "2"), (Kind.RESOURCE, "1")]


def test_progress_is_told_as_records_are_written(database: Database, tmp_path: Path) -> None:
    records = [f'"id": "{n}", "title": "T{n}"' for n in range(4500)]
    folder: Folder = read_folder(resources_in(tmp_path, *records))
    told: list[tuple[RecordKind, int]] = []

    database.run_now(
        lambda store: network.apply(
            folder, store, at=NOW, progress=lambda kind, done: told.append((kind, done))
        )
    )

    assert told == [(RecordKind.RESOURCES, done) for done in (2000, 4000, 4500)]


def test_nothing_is_exported_before_an_import(database: Database) -> None:
    assert database.read_now(network.export) == {}
