"""Reminders over the wire while both platforms are down for hours: what is said is true then."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.router import Router
from config.network_files.records import GroupKind, Network, WorkingGroup
from storage.people import Account
from storage.roles import Role
from storage.store import Store
from storage.workplans import Deliverable, DeliverableState
from tests.bot.wire import Wire, connected

GROUP = "CWG 9.9"
NIGHT = datetime(2027, 9, 6, 3, tzinfo=UTC)
"""A Monday, before anybody is at work."""


def network(store: Store) -> None:
    store.networks.put([Network(name="Network", time_zone="Europe/Zurich")])
    store.groups.put([WorkingGroup(id=GROUP, title="Returns <and> more", kind=GroupKind.CORE)])


def promise(store: Store) -> None:
    """Everybody who is there answers for two deliverables that are due in a week."""
    for account in store.session.query(Account).all():
        account.time_zone = "Europe/Zurich"
        store.roles.put(account.person_id, GROUP, Role.MEMBER, at=NIGHT)
        for _ in range(2):
            one = Deliverable(
                group_id=GROUP,
                reference=store.workplans.next_reference(GROUP),
                title="Guidance & tools",
                owner_id=account.person_id,
                due_on=(NIGHT + timedelta(days=7)).date(),
                created_at=NIGHT,
                changed_at=NIGHT,
            )
            store.workplans.add(one, by=None)


def settle(store: Store) -> None:
    """The first of each is done."""
    for each in store.workplans.of(GROUP):
        if each.reference in {f"{GROUP}-D1", f"{GROUP}-D3"}:
            each.state = DeliverableState.DONE


@pytest.fixture
async def wired(sqlite_with_tables: str, router: Router) -> AsyncIterator[Wire]:
    async with connected(Wire, sqlite_with_tables, router, before=network) as wired:
        yield wired


async def test_what_was_done_while_the_platforms_were_down_is_not_asked_for(wired: Wire) -> None:
    paul, amina = wired.telegram.person(7, name="Paul"), wired.slack.person("U1", name="Amina")
    await paul.starts()
    await wired.told("find", paul)
    await amina.writes("help")
    await wired.shown("find", amina)
    wired.clock.turn_to(NIGHT)
    wired.hub.database.run_now(promise)
    await wired.hub.go_round()
    await wired.slack.goes_down()
    await wired.telegram.goes_down()
    wired.clock.turn_to(NIGHT + timedelta(hours=5))
    await wired.hub.go_round()
    await wired.settled()
    wired.hub.database.run_now(settle)
    wired.clock.turn_to(NIGHT + timedelta(hours=8))
    await wired.slack.comes_back()
    await wired.telegram.comes_back()

    in_telegram = await wired.told("Due in 7 days", paul)
    in_slack = await wired.shown("Due in 7 days", amina)
    texts = (in_telegram.text, in_slack.shown)
    assert all("Guidance & tools" in each for each in texts)
    assert all("For CWG 9.9 Returns <and> more" in each for each in texts)
    assert not any("things wait for you" in each for each in texts)
    assert {"D2" in each or "D4" in each for each in texts} == {True}
