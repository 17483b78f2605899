"""A follower misses no change, in whatever order transactions commit."""

from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from storage.base import Base
from storage.database import Database
from storage.resources import ResourceRow
from storage.search.documents import Kind
from storage.search.engine import Search
from storage.store import Store
from tests.storage.search.hub import Hub, paper


def test_on_postgresql_what_commits_late_is_followed_all_the_same(
    postgres_url: str, tmp_path: Path
) -> None:
    search = Search(tmp_path / "index", patience_seconds=None)
    database = Database(postgres_url, search=search)
    Base.metadata.create_all(database.engine)
    hub = Hub(database, search, None)
    hub.save(paper("R1", "Bail"))
    with Session(database.engine) as slow:
        begun = {"title": "Migration, begun first", "digest": "0" * 64}
        slow.execute(update(ResourceRow).where(ResourceRow.record_id == "R1").values(**begun))
        Store(slow).search_changes.touch_all(Kind.RESOURCE, ["R1"])
        hub.save(paper("R2", "Migration, committed first"))
        before = hub.ids("migration")
        hub.save(paper("R3", "Migration, committed meanwhile"))
        meanwhile = set(hub.ids("migration"))
        slow.commit()
    after = set(hub.ids("migration"))
    again = search.follower.waiting()
    search.close()
    database.close()

    assert before == ["R2"]
    assert meanwhile == {"R2", "R3"}
    assert after == {"R1", "R2", "R3"}
    assert again == 0


def test_on_postgresql_two_replicas_find_the_same(postgres_url: str, tmp_path: Path) -> None:
    replicas = []
    for number in range(2):
        search = Search(tmp_path / f"index {number}", patience_seconds=None)
        database = Database(postgres_url, search=search)
        Base.metadata.create_all(database.engine)
        replicas.append(Hub(database, search, None))
    replicas[0].save(paper("R1", "Migration"))
    seen = [hub.ids("migration") for hub in replicas]
    replicas[1].save(paper("R1", "Bail"), paper("R2", "Migration"))
    then = [hub.ids("migration") for hub in replicas]
    for hub in replicas:
        hub.search.close()
        hub.database.close()

    assert seen == [["R1"], ["R1"]]
    assert then == [["R2"], ["R2"]]
