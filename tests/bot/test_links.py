"""Addresses of records are asked whether they answer; those that fail for days are called stale."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.links import Checked, check_links
from config.network_files.records import Resource
from config.phrases import Words
from storage.database import Database
from storage.links import Check, LinkStatus
from storage.search.documents import Kind
from storage.search.engine import Search
from storage.store import Store

Stage = Any  # tests/bot/conftest.py
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Library:
    """A web server on this machine; what it was asked for, by method and path."""

    url: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    mended: bool = False

    async def page(self, request: Request) -> Response:
        path = request.path_params["path"]
        self.asked.append((request.method, path))
        self.at.append(time.monotonic())
        match path.rstrip("0123456789"):
            case "moved":
                return RedirectResponse("/report", status_code=301)
            case "around":
                return RedirectResponse("/around")
            case "only-get" if request.method == "HEAD":
                return Response(status_code=405)
            case "silent":
                await asyncio.sleep(0.5)
                return Response(status_code=500)
            case "gone" | "forbidden" | "busy" | "broken" as named if not self.mended:
                codes = {"gone": 404, "forbidden": 403, "busy": 429, "broken": 500}
                return Response(status_code=codes[named])
            case _:
                return Response("here")


@pytest.fixture
def library() -> Iterator[Library]:
    library = Library()
    app = Starlette(routes=[Route("/{path:path}", library.page, methods=["GET", "HEAD"])])
    listener = socket.create_server(("127.0.0.1", 0))
    library.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    config = uvicorn.Config(app, log_level="critical", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield library
    server.should_exit = True
    thread.join()
    listener.close()


def keep(database: Database, *urls: str) -> None:
    records = [Resource(id=f"r{n}", title=f"Report {n}", url=url) for n, url in enumerate(urls)]
    database.run_now(lambda store: store.resources.put(records))


def check(
    database: Database, *, at: datetime = NOON, limit: int | None = None, pace: float = 0
) -> Checked:
    return check_links(database, at=at, limit=limit, seconds_a_host=pace)


def failures(database: Database, url: str) -> int:
    def read(store: Store) -> int:
        link = store.links.find(url)
        return link.failures if link else -1

    return database.read_now(read)


def test_a_page_answers_by_head_alone_and_by_get_where_head_is_refused(
    database: Database, library: Library
) -> None:
    keep(database, f"{library.url}/report", f"{library.url}/only-get", f"{library.url}/moved")

    found = check(database)

    assert found.counts == {LinkStatus.ANSWERS: 3}
    assert ("GET", "report") not in library.asked
    assert ("GET", "only-get") in library.asked


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("gone", LinkStatus.FAILS),
        ("broken", LinkStatus.FAILS),
        ("forbidden", LinkStatus.UNKNOWN),
        ("busy", LinkStatus.UNKNOWN),
    ],
)
def test_what_turns_programs_away_may_well_answer_a_person(
    sqlite_with_tables: str, library: Library, path: str, status: LinkStatus
) -> None:
    database = Database(sqlite_with_tables)
    keep(database, f"{library.url}/{path}")

    found = check(database)
    database.close()

    assert found.counts == {status: 1}


def test_a_redirect_that_leads_nowhere_fails(database: Database, library: Library) -> None:
    keep(database, f"{library.url}/around", f"{library.url}/report")

    found = check(database)

    assert found.counts == {LinkStatus.ANSWERS: 1, LinkStatus.FAILS: 1}


def test_an_address_is_stale_after_failing_on_three_different_days(
    database: Database, library: Library
) -> None:
    url = f"{library.url}/gone"
    keep(database, url)
    counted = []

    for hours in (0, 5, 24, 30, 48):
        check(database, at=NOON + timedelta(hours=hours))
        counted.append(failures(database, url))
    stale = database.read_now(lambda store: store.links.stale([url, f"{library.url}/report"]))

    assert counted == [1, 1, 2, 2, 3]
    assert stale == {url}


def test_one_answer_clears_an_address_at_once(database: Database, library: Library) -> None:
    url = f"{library.url}/gone"
    keep(database, url)
    for days in range(3):
        check(database, at=NOON + days * DAY)

    library.mended = True
    check(database, at=NOON + 3 * DAY)

    assert failures(database, url) == 0


def test_no_host_is_asked_more_often_than_its_pace(database: Database, library: Library) -> None:
    keep(database, *(f"{library.url}/report{n}" for n in range(3)))

    check(database, pace=0.2)

    gaps = [later - earlier for earlier, later in zip(library.at, library.at[1:], strict=False)]
    assert min(gaps) >= 0.15


def test_a_host_that_asks_for_less_is_left_alone_for_this_round(
    database: Database, library: Library
) -> None:
    keep(database, f"{library.url}/busy", *(f"{library.url}/report{n}" for n in range(3)))

    found = check(database)

    assert library.asked == [("HEAD", "busy")]
    assert found.waiting == 3


def test_a_round_goes_on_where_it_was_stopped(database: Database, library: Library) -> None:
    keep(database, *(f"{library.url}/report{n}" for n in range(5)))

    first = check(database, limit=2)
    second = check(database)
    third = check(database)

    assert (first.counts.get(LinkStatus.ANSWERS), first.waiting) == (2, 3)
    assert second.counts == {LinkStatus.ANSWERS: 3}
    assert not third.counts
    assert len(library.asked) == len(set(library.asked)) == 5


def test_a_machine_without_a_network_notes_nothing_against_anybody(database: Database) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nobody = f"http://127.0.0.1:{listener.getsockname()[1]}/report"
    keep(database, nobody)

    found = check(database)

    assert found.offline
    assert failures(database, nobody) == -1


def test_a_host_that_is_down_fails_where_others_answer(
    database: Database, library: Library
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nobody = f"http://127.0.0.1:{listener.getsockname()[1]}"
    keep(database, f"{library.url}/report", *(f"{nobody}/{n}" for n in range(20)))

    found = check(database)

    assert found.counts == {LinkStatus.ANSWERS: 1, LinkStatus.FAILS: 20}


def test_a_stale_address_is_known_to_search_and_forgotten_when_it_answers(
    sqlite_with_tables: str, library: Library
) -> None:
    search = Search(None, patience_seconds=None)
    database = Database(sqlite_with_tables, search=search)
    keep(database, f"{library.url}/gone", f"{library.url}/report")
    for days in range(3):
        check(database, at=NOON + days * DAY)

    search.follow()
    documents = database.read_now(lambda store: store.search_documents(Kind.RESOURCE, ["r0", "r1"]))
    search.close()
    database.close()

    assert {each.record_id: each.stale for each in documents} == {"r0": True, "r1": False}


async def test_an_answer_says_that_a_link_did_not_answer_lately(stage: Stage) -> None:
    ana = stage.person("ana")
    url = "https://publications.iom.int/books/world-migration-report-2024"
    before = await ana.says("world migration report 2024")
    fails = [Check(url, LinkStatus.FAILS)]
    for days in range(3):
        await stage.hub.database.run(
            lambda store, days=days: store.links.note(fails, at=NOON + days * DAY)
        )

    after = await ana.says("World Migration Report 2024")
    (shown,) = [each for each in after.entries if each.url == url]

    assert url in [each.url for each in before.entries]
    assert Words("entry-stale") in shown.facts
