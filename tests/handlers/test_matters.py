"""What has a deadline, and who answers for it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest

from config.network_files.records import Event, EventKind, GroupKind, Network, WorkingGroup
from config.periods import Exactness
from config.taxonomy import MatterKind, Platform, Standing, Visibility
from handlers.matters import Matter, Matters
from storage.cycles import Assignment, Cycle, CycleState, Recommendation
from storage.database import Database
from storage.roles import Role, RoleState
from storage.store import Store
from storage.workplans import Deliverable, DeliverableState

NOW = datetime(2027, 1, 8, 9, tzinfo=UTC)
GROUP = "CWG 9.9"
T = TypeVar("T")


@pytest.fixture
def database(sqlite_with_tables: str) -> Database:
    return Database(sqlite_with_tables)


def run(database: Database, unit: Callable[[Store], T]) -> T:
    """With a network that sits in Zurich, and a group."""

    def whole(store: Store) -> T:
        store.networks.put([Network(name="Network", time_zone="Europe/Zurich")])
        store.groups.put([WorkingGroup(id=GROUP, title="Returns", kind=GroupKind.CORE)])
        return unit(store)

    found = database.run_now(whole)
    database.close()
    return found


def person(store: Store, *roles: Role, standing: Standing = Standing.MEMBER) -> int:
    account = f"u{len(store.people.met(limit=1000))}"
    met = store.people.meet(Platform.TELEGRAM, "", account, at=NOW).person_id
    store.people.get(met).standing = standing
    for role in roles:
        store.roles.put(met, GROUP, role, at=NOW)
    return met


def promised(store: Store, owner: int | None = None, *, due: date | None, **more: object) -> int:
    one = Deliverable(
        group_id=GROUP,
        reference=f"{GROUP}-D{len(store.workplans.of(GROUP)) + 1}",
        title="A guidance note",
        owner_id=owner,
        due_on=due,
        created_at=NOW,
        changed_at=NOW,
        **more,
    )
    return store.workplans.add(one, by=None).id


def reviewed(store: Store, state: CycleState, *reviewers: int) -> Cycle:
    moments = [NOW + timedelta(days=days) for days in (-1, 14, 21, 80)]
    opens_at, answers_by, decide_by, archive_at = moments
    cycle = store.cycles.add(
        Cycle(
            group_id=GROUP,
            quarter="2026-Q4",
            state=state,
            opens_at=opens_at,
            answers_by=answers_by,
            decide_by=decide_by,
            archive_at=archive_at,
            created_at=NOW,
        )
    )
    for each in reviewers:
        one = Assignment(cycle_id=cycle.id, person_id=each, why=None, chosen_at=NOW, asked_at=NOW)
        store.cycles.assign(one)
    return cycle


def test_a_period_is_over_at_the_end_of_its_last_day_where_the_secretariat_sits(
    database: Database,
) -> None:
    def unit(store: Store) -> Matter | None:
        owner = person(store, Role.MEMBER)
        quarter = {"starts_on": date(2027, 1, 1), "exactness": Exactness.QUARTER}
        number = promised(store, owner, due=date(2027, 3, 31), **quarter)
        return Matters(store).find(MatterKind.DELIVERABLE, number)

    found = run(database, unit)

    assert found is not None
    assert found.until_at == datetime(2027, 3, 31, 22, tzinfo=UTC)
    assert found.last_day == date(2027, 3, 31)
    assert found.period is not None
    assert found.period.text == "Q1 2027"
    assert found.subject == "deliverable:1"


def test_whoever_is_named_answers_first_else_who_leads_else_the_secretariat(
    database: Database,
) -> None:
    def unit(store: Store) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
        owner = person(store, Role.MEMBER)
        secretariat = person(store, standing=Standing.SECRETARIAT)
        promised(store, owner, due=date(2027, 2, 1))
        promised(store, None, due=date(2027, 2, 2))
        before = [each.people for each in Matters(store).of_group(GROUP)]
        lead = person(store, Role.LEAD)
        store.roles.put(owner, GROUP, Role.MEMBER, state=RoleState.LEFT, at=NOW)
        after = [each.people for each in Matters(store).of_group(GROUP)]
        assert before == [(owner,), (secretariat,)]
        assert after == [(lead,), (lead,)]
        return before, after

    assert run(database, unit)


def test_the_three_parts_of_a_review_wait_for_different_people(database: Database) -> None:
    def unit(store: Store) -> list[tuple[int, list[MatterKind]]]:
        lead, chair = person(store, Role.LEAD), person(store, Role.CHAIR)
        reviewer = person(store)
        cycle = reviewed(store, CycleState.PREPARED, reviewer)
        found = []
        for state in (CycleState.PREPARED, CycleState.OPEN, CycleState.ANSWERED):
            cycle.state = state
            store.session.flush()
            for who in (lead, reviewer, chair):
                kinds = [each.kind for each in Matters(store).of_person(who)]
                found.append((who, kinds))
        return found

    found = [kinds for _, kinds in run(database, unit)]

    answers, decision = MatterKind.ANSWERS, MatterKind.DECISION
    assert found[:3] == [[MatterKind.PREPARATION], [], []]
    assert found[3:6] == [[], [answers], []]
    assert found[6:] == [[], [answers], [decision]]


def test_what_is_settled_is_no_more_among_what_is_due(database: Database) -> None:
    def unit(store: Store) -> tuple[int, int]:
        owner = person(store, Role.MEMBER)
        promised(store, owner, due=date(2027, 1, 1), state=DeliverableState.DONE)
        open_one = promised(store, owner, due=date(2027, 1, 1))
        promised(store, owner, due=None)
        promised(store, owner, due=date(2029, 1, 1))
        due = Matters(store).due(before=NOW)
        assert [each.about for each in due] == [open_one]
        return len(Matters(store).of_person(owner)), len(Matters(store).of_group(GROUP))

    assert run(database, unit) == (2, 2)


def test_a_recommendation_belongs_to_its_owner(database: Database) -> None:
    def unit(store: Store) -> list[tuple[MatterKind, tuple[int, ...]]]:
        lead = person(store, Role.LEAD)
        cycle = reviewed(store, CycleState.PUBLISHED)
        row = Recommendation(
            cycle_id=cycle.id,
            group_id=GROUP,
            text="Name a focal point",
            owner_id=lead,
            due_on=date(2027, 3, 31),
            made_at=NOW,
        )
        store.cycles.recommend(row)
        return [(each.kind, each.people) for each in Matters(store).of_person(lead)]

    assert run(database, unit) == [(MatterKind.RECOMMENDATION, (1,))]


def test_a_forum_counts_from_its_first_day_and_a_call_from_its_last(database: Database) -> None:
    def unit(store: Store) -> list[Matter]:
        person(store, Role.LEAD)
        forum = Event(
            id="E1", name="Forum", kind=EventKind.REVIEW, start="2030-05-05", end="2030-05-08"
        )
        call = Event(
            id="E2",
            name="Call",
            kind=EventKind.DEADLINE,
            start="2027-06",
            end="2027-07",
            time_zone="America/New_York",
        )
        undated = Event(id="E3", name="Forum", kind=EventKind.REVIEW, every_months=48)
        meeting = Event(id="E4", name="Meeting", kind=EventKind.MEETING, start="2027-02-01")
        secret = Event(
            id="E5",
            name="Secret",
            kind=EventKind.REVIEW,
            start="2027",
            visibility=Visibility.GOVERNMENT,
        )
        store.events.put([forum, call, undated, meeting, secret])
        return Matters(store).of_person(1)

    call, forum = run(database, unit)

    assert (call.kind, forum.kind) == (MatterKind.CALL, MatterKind.FORUM)
    assert call.until_at == datetime(2027, 8, 1, 4, tzinfo=UTC)
    assert forum.last_day == date(2030, 5, 5)
    assert forum.begins
    assert not call.begins


def test_what_is_not_there_is_no_matter(database: Database) -> None:
    def unit(store: Store) -> list[Matter]:
        found = (Matters(store).find(kind, 77) for kind in MatterKind)
        return [each for each in found if each is not None]

    assert run(database, unit) == []
