"""Four replicas on PostgreSQL that are killed again and again: each reminder is delivered once."""

import asyncio
import multiprocessing
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from random import Random

import pytest
from sqlalchemy import update

from bot.sandbox.slack import SlackSandbox
from config.network_files.records import GroupKind, Network, WorkingGroup
from config.taxonomy import MatterKind, Platform, Standing
from handlers import falling_due
from storage.database import Database
from storage.outbox import OutboxRow, OutboxState
from storage.roles import Role
from storage.store import Store
from storage.workplans import Deliverable
from tests import replica

REPLICAS, PEOPLE = 4, 24
KILLS = [3, pytest.param(100, marks=[pytest.mark.soak, pytest.mark.timeout(3600)])]
MONDAY = datetime(2027, 3, 1, 6, 59, 59, tzinfo=UTC)
"""A second before nine in Kyiv, where everybody is: seven days before what they promised is due."""
GROUP = "CWG 9.9"
PATIENCE_S = 60.0


class Replicas:
    """Processes over one database, each of which can be killed at any moment."""

    def __init__(self, database_url: str, slack: SlackSandbox, ahead: timedelta) -> None:
        self._given = (database_url, slack.api_url, slack.bot_token, ahead)
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.replica"])
        self.running: list[ForkServerProcess] = []

    def start(self) -> None:
        process = self._context.Process(target=replica.main, args=self._given, daemon=True)
        process.start()
        self.running.append(process)

    def kill(self, which: int) -> None:
        process = self.running.pop(which)
        process.kill()
        process.join()


@contextmanager
def replicas(database_url: str, slack: SlackSandbox, ahead: timedelta) -> Iterator[Replicas]:
    found = Replicas(database_url, slack, ahead)
    try:
        for _ in range(REPLICAS):
            found.start()
        yield found
    finally:
        while found.running:
            found.kill(0)


def promise(slack: SlackSandbox, store: Store) -> None:
    """Each person answers for two deliverables that are due in a week."""
    store.networks.put([Network(name="Network", time_zone="Europe/Zurich")])
    store.groups.put([WorkingGroup(id=GROUP, title="Returns", kind=GroupKind.CORE)])
    for who in range(PEOPLE):
        person = slack.person(f"U{who:03}")
        account = store.people.meet(Platform.SLACK, slack.workspace.id, person.id, at=MONDAY)
        account.conversation, account.time_zone = person.dm.id, "Europe/Kyiv"
        store.people.get(account.person_id).standing = Standing.MEMBER
        store.roles.put(account.person_id, GROUP, Role.MEMBER, at=MONDAY)
        for _ in range(2):
            one = Deliverable(
                group_id=GROUP,
                reference=store.workplans.next_reference(GROUP),
                title="A guidance note",
                owner_id=account.person_id,
                due_on=(MONDAY + timedelta(days=7)).date(),
                created_at=MONDAY,
                changed_at=MONDAY,
            )
            number = store.workplans.add(one, by=None).id
            falling_due.plan(MatterKind.DELIVERABLE, store, number, MONDAY - timedelta(hours=1))


def heard(slack: SlackSandbox) -> Counter[str]:
    """How often each person was told."""
    found: Counter[str] = Counter()
    for number in range(PEOPLE):
        dm = slack.person(f"U{number:03}").dm
        found[dm.id] += sum("2 things wait for you" in each.shown for each in slack.messages(dm))
    return found


async def end_leases(database: Database, now: datetime) -> None:
    """What a killed replica was saying may be looked up now: half a minute later, for us."""

    def unit(store: Store) -> None:
        sending = update(OutboxRow).where(OutboxRow.state == OutboxState.SENDING)
        store.session.execute(sending.values(next_at=now))

    await database.run(unit)


@pytest.mark.parametrize("kills", KILLS)
async def test_each_reminder_is_delivered_once_whoever_is_killed(
    postgresql_with_tables: str, kills: int
) -> None:
    dice = Random(kills)  # noqa: S311  # whom to kill, and when
    database = Database(postgresql_with_tables)
    ahead = MONDAY - datetime.now(UTC)

    def now() -> datetime:
        return datetime.now(UTC) + ahead

    async with SlackSandbox(clock=now, kept=100_000) as slack:
        await database.run(lambda store: promise(slack, store))
        with replicas(postgresql_with_tables, slack, ahead) as several:
            await slack.wait_until(lambda: sum(heard(slack).values()) > 0, timeout=PATIENCE_S)
            for _ in range(kills):
                several.kill(dice.randrange(REPLICAS))
                several.start()
                await asyncio.sleep(dice.uniform(0.05, 0.5))
            for _ in range(REPLICAS):
                several.kill(0)
            await asyncio.sleep(0.5)  # what they had sent arrives
            await end_leases(database, now())
            for _ in range(REPLICAS):
                several.start()
            everybody = PATIENCE_S + kills
            await slack.wait_until(lambda: len(+heard(slack)) == PEOPLE, timeout=everybody)
            await asyncio.sleep(1)
    database.close()

    told = heard(slack)
    assert {dm: count for dm, count in told.items() if count != 1} == {}, _said(slack)


def _said(slack: SlackSandbox) -> list[str]:
    """What was said in each conversation, and under which key."""
    return [
        f"{dm} {each.ts} {each.metadata} {each.shown[:40]}"
        for dm, count in heard(slack).items()
        if count != 1
        for each in slack.messages(slack.find_channel(dm, slack.workspace))
    ]
