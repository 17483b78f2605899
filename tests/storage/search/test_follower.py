"""The index follows the database, whatever happens to its files."""

import json
import os
import random
import shutil
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from config.network_files.records import Resource
from storage.base import Base
from storage.database import Database
from storage.search.documents import Found, Kind, Note, Query
from storage.search.engine import Search
from storage.search.lexical import FORMAT
from storage.store import Store
from tests.storage.search.conftest import OpenHub
from tests.storage.search.hub import Hub, paper


def test_what_was_just_saved_is_found(hub: Hub) -> None:
    hub.save(paper("R1", "Remittances"))
    assert hub.ids("remittances") == ["R1"]
    hub.save(paper("R2", "Remittances again"))

    assert set(hub.ids("remittances")) == {"R1", "R2"}


def test_a_changed_record_is_found_by_its_new_words_alone(hub: Hub) -> None:
    hub.save(paper("R1", "Remittances"))
    hub.ids("remittances")
    hub.save(paper("R1", "Detention"))

    assert hub.ids("detention") == ["R1"]
    assert hub.ids("remittances") == []


def test_a_retired_record_is_found_no_more(hub: Hub) -> None:
    hub.save(paper("R1", "Remittances"))
    hub.ids("remittances")
    hub.drop("R1")

    assert hub.ids("remittances") == []


def test_what_was_rolled_back_is_never_found(hub: Hub) -> None:
    def save_and_fail(store: Store) -> None:
        store.resources.put([paper("R1", "Remittances")])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        hub.database.run_now(save_and_fail)
    hub.save(paper("R2", "Detention"))

    assert hub.ids("remittances detention") == ["R2"]


def test_a_unit_that_writes_finds_what_others_committed(hub: Hub) -> None:
    hub.save(paper("R1", "Remittances"))

    def save_and_find(store: Store) -> Found:
        store.resources.put([paper("R2", "Remittances, not yet committed")])
        return store.search.find(Query("remittances"), kind=Kind.RESOURCE)

    found = hub.database.run_now(save_and_find)

    assert [hit.record_id for hit in found.hits] == ["R1"]
    assert set(hub.ids("remittances")) == {"R1", "R2"}


def _remove(index: Path) -> None:
    shutil.rmtree(index)


def _truncate(index: Path) -> None:
    for file in (index / FORMAT).iterdir():
        os.truncate(file, file.stat().st_size // 2)


def _scribble(index: Path) -> None:
    chance = random.Random(1)  # noqa: S311  # not a secret
    for file in (index / FORMAT).iterdir():
        file.write_bytes(chance.randbytes(200))


def _lose_a_segment(index: Path) -> None:
    next((index / FORMAT).glob("*.store")).unlink()


def _another_version(index: Path) -> None:
    (index / FORMAT).rename(index / "0-0.1.0")


def _another_schema(index: Path) -> None:
    meta = index / FORMAT / "meta.json"
    whole = json.loads(meta.read_text())
    whole["schema"] = whole["schema"][:2]
    meta.write_text(json.dumps(whole))


@pytest.mark.parametrize(
    "harm",
    [_remove, _truncate, _scribble, _lose_a_segment, _another_version, _another_schema],
)
def test_a_damaged_index_heals_itself_at_the_next_start(open_hub: OpenHub, harm: object) -> None:
    first = open_hub()
    first.save(*(paper(f"R{n}", f"Migration paper {n}") for n in range(30)))
    assert len(first.ids("migration", limit=50)) == 30
    assert first.folder is not None
    first.search.close()
    harm(first.folder)  # type: ignore[operator]  # one of the functions above

    assert len(open_hub().ids("migration", limit=50)) == 30


@pytest.mark.parametrize("harm", [_remove, _another_version])
def test_an_index_whose_files_go_away_while_it_runs_heals_itself(hub: Hub, harm: object) -> None:
    hub.save(paper("R1", "Migration"))
    assert hub.ids("migration") == ["R1"]
    assert hub.folder is not None
    harm(hub.folder)  # type: ignore[operator]  # one of the functions above
    hub.save(paper("R2", "Migration too"))

    assert set(hub.ids("migration")) == {"R1", "R2"}


def test_an_index_that_can_not_be_written_lives_in_memory(
    open_hub: OpenHub, tmp_path: Path
) -> None:
    (tmp_path / "no folder").write_text("a file stands where the folder should be")
    hub = open_hub(folder=tmp_path / "no folder" / "index")
    hub.save(paper("R1", "Migration"))

    assert hub.ids("migration") == ["R1"]
    assert hub.search.status().in_memory
    assert hub.search.status().trouble


def test_an_older_copy_of_the_database_is_noticed(open_hub: OpenHub, tmp_path: Path) -> None:
    hub = open_hub()
    hub.save(paper("R1", "Migration"))
    hub.database.run_now(lambda store: store.session.execute(text("select 1")))
    hub.ids("migration")
    hub.search.close()
    hub.database.close()
    other = f"sqlite:///{tmp_path / 'other.sqlite'}"
    again = open_hub(other)
    again.save(paper("R9", "Migration in another database"))

    assert again.ids("migration") == ["R9"]


def test_rebuilding_tells_how_far_it_is(hub: Hub) -> None:
    hub.save(*(paper(f"R{n}", f"Migration {n}") for n in range(20)))
    hub.ids("migration")
    heard: list[tuple[int, int]] = []
    hub.search.reindex(lambda done, whole: heard.append((done, whole)))

    assert heard[-1] == (20, 20)
    assert len(hub.ids("migration", limit=50)) == 20


def test_a_rebuilt_index_has_each_record_once(hub: Hub) -> None:
    hub.save(paper("R1", "Migration"))
    for _ in range(3):
        hub.save(paper("R1", "Migration, changed"))
        hub.search.reindex()

    assert hub.search.status().records == 1


def test_changes_of_a_record_but_the_last_can_be_forgotten(hub: Hub) -> None:
    for _ in range(5):
        hub.save(paper("R1", "Migration"))
    kept = hub.search.compact()
    gone = hub.search.compact(latest_kept=0)

    assert (kept, gone) == (0, 4)
    assert hub.ids("migration") == ["R1"]


OTHER_PROCESS = """
import sys
from pathlib import Path
from storage.database import Database
from storage.search.documents import Kind, Query
from storage.search.engine import Search
search = Search(Path(sys.argv[2]), patience_seconds=None)
database = Database(sys.argv[1], search=search)
for line in sys.stdin:
    found = database.read_now(
        lambda store: store.search.find(Query(line.strip()), kind=Kind.RESOURCE, limit=50)
    )
    print(len(found.hits), flush=True)
search.close()
database.close()
"""


def test_two_processes_share_a_folder(hub: Hub) -> None:
    command = [sys.executable, "-c", OTHER_PROCESS, hub.database.url, str(hub.folder)]
    root = Path(__file__).parents[3]
    with subprocess.Popen(  # noqa: S603  # our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        for round_ in range(1, 6):
            hub.save(paper(f"R{round_}", "Migration"))
            if round_ % 2:
                assert len(hub.ids("migration", limit=50)) == round_
            other.stdin.write("migration\n")
            other.stdin.flush()
            assert int(other.stdout.readline()) == round_
            assert len(hub.ids("migration", limit=50)) == round_
        other.stdin.close()

    assert other.returncode == 0


def test_questions_are_answered_while_thousands_are_imported(tmp_path: Path) -> None:
    search = Search(tmp_path / "index", patience_seconds=0.2)
    database = Database(f"sqlite:///{tmp_path / 'hub.sqlite'}", search=search)
    Base.metadata.create_all(database.engine)
    database.run_now(lambda store: store.resources.put([paper("R", "Needle")]))
    search.follow()
    found: list[list[str]] = []

    def ask(number: int) -> None:
        answer = database.read_now(
            lambda store: store.search.find(Query(f"needle {number}"), kind=Kind.RESOURCE)
        )
        found.append([hit.record_id for hit in answer.hits])

    def bring() -> None:
        for start in range(0, 10_000, 2_000):
            database.run_now(partial(_put, _papers(start)))

    threads = [threading.Thread(target=bring)]
    threads += [threading.Thread(target=ask, args=(number,)) for number in range(100)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    search.follow()
    records = search.status().records
    search.close()
    database.close()

    assert len(found) == 100
    assert all("R" in ids[:1] for ids in found)
    assert records == 10_001


def _put(papers: list[Resource], store: Store) -> None:
    store.resources.put(papers)


def _papers(start: int) -> list[Resource]:
    return [paper(f"P{n}", f"Paper {n} about migration") for n in range(start, start + 2_000)]


def test_an_impatient_answer_says_that_more_may_be_found(tmp_path: Path) -> None:
    search = Search(tmp_path / "index", patience_seconds=0.0)
    database = Database(f"sqlite:///{tmp_path / 'hub.sqlite'}", search=search)
    Base.metadata.create_all(database.engine)
    database.run_now(lambda store: store.resources.put(_papers(0)))
    answer = database.read_now(
        lambda store: store.search.find(Query("migration"), kind=Kind.RESOURCE)
    )
    search.follow()
    later = database.read_now(
        lambda store: store.search.find(Query("migration"), kind=Kind.RESOURCE)
    )
    search.close()
    database.close()

    assert Note.INCOMPLETE in answer.notes
    assert Note.INCOMPLETE not in later.notes
    assert later.hits
