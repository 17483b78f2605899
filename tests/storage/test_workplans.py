"""Workplans as they are kept, on both databases."""

from datetime import UTC, date, datetime

import pytest

from config.periods import Exactness
from storage.database import Database
from storage.errors import NotFound
from storage.people import Person
from storage.store import Store
from storage.workplans import Deliverable, DeliverableState, GroupLink, GroupSpace

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOON.date()
GROUP = "CWG 1.2"


def deliverable(
    reference: str,
    due: date | None = None,
    *,
    state: DeliverableState = DeliverableState.PLANNED,
    group: str = GROUP,
    owner_id: int | None = None,
) -> Deliverable:
    return Deliverable(
        group_id=group,
        reference=reference,
        title=reference,
        due_on=due,
        exactness=Exactness.DAY,
        state=state,
        owner_id=owner_id,
        created_at=NOON,
        changed_at=NOON,
    )


def person(store: Store) -> int:
    somebody = Person(joined_at=NOON)
    store.session.add(somebody)
    store.session.flush()
    return somebody.id


async def test_the_first_due_comes_first_and_what_has_no_date_last(database: Database) -> None:
    def unit(store: Store) -> list[str]:
        for each in (
            deliverable("never"),
            deliverable("late", date(2027, 3, 1)),
            deliverable("soon", date(2026, 12, 1)),
        ):
            store.workplans.add(each, by=None)
        return [each.reference for each in store.workplans.of(GROUP)]

    assert await database.run(unit) == ["soon", "late", "never"]


async def test_only_what_is_open_is_due(database: Database) -> None:
    def unit(store: Store) -> list[str]:
        for number, state in enumerate(DeliverableState):
            store.workplans.add(deliverable(f"D{number}", TODAY, state=state), by=None)
        store.workplans.add(deliverable("D9", date(2028, 1, 1)), by=None)
        found = store.workplans.due(since=TODAY, until=date(2027, 12, 31))
        return [each.reference for each in found]

    assert await database.run(unit) == ["D0", "D1"]


async def test_open_and_overdue_ones_are_counted_by_group(database: Database) -> None:
    def unit(store: Store) -> dict[str, tuple[int, int]]:
        for each in (
            deliverable("A", date(2026, 11, 22)),
            deliverable("B", TODAY),
            deliverable("C", date(2026, 1, 1), state=DeliverableState.DONE),
            deliverable("D", None, group="TWG 2"),
        ):
            store.workplans.add(each, by=None)
        return store.workplans.counts(today=TODAY)

    assert await database.run(unit) == {GROUP: (2, 1), "TWG 2": (1, 0)}


async def test_a_reference_is_taken_once(database: Database) -> None:
    def unit(store: Store) -> tuple[bool, bool, str]:
        first = store.workplans.add_if_new(deliverable(f"{GROUP}-D1"), because="imported")
        again = store.workplans.add_if_new(deliverable(f"{GROUP}-D1"), because="imported")
        return first, again, store.workplans.next_reference(GROUP)

    assert await database.run(unit) == (True, False, f"{GROUP}-D2")


async def test_whose_owner_is_forgotten_stays_without_one(database: Database) -> None:
    def unit(store: Store) -> int:
        who = person(store)
        made = store.workplans.add(deliverable("A", TODAY, owner_id=who), by=who)
        store.people.forget(who)
        store.session.flush()
        store.session.expire_all()
        assert store.workplans.steps(made.id)[0].person_id is None
        return made.id

    number = await database.run(unit)

    assert await database.read(lambda store: store.workplans.get(number).owner_id) is None


async def test_linked_accounts_answer_for_what_both_did(database: Database) -> None:
    def unit(store: Store) -> int:
        old, new = person(store), person(store)
        store.workplans.add(deliverable("A", owner_id=old), by=None)
        store.people.move_accounts(from_person=old, to_person=new)
        return len(store.workplans.owned_by(new))

    assert await database.run(unit) == 1


async def test_a_channel_is_one_groups_at_a_time(database: Database) -> None:
    def space(group: str) -> GroupSpace:
        return GroupSpace(
            group_id=group, platform="slack", workspace="T1", conversation="C1", since=NOON
        )

    def unit(store: Store) -> tuple[int, int]:
        store.workplans.open_space(space(GROUP))
        store.workplans.open_space(space("TWG 2"))
        return len(store.workplans.spaces(GROUP)), len(store.workplans.spaces("TWG 2"))

    assert await database.run(unit) == (0, 1)


async def test_an_address_is_attached_once(database: Database) -> None:
    def unit(store: Store) -> list[str]:
        for title in ("Draft", "Workplan"):
            link = GroupLink(
                group_id=GROUP, title=title, url="https://example.org/plan", added_at=NOON
            )
            store.workplans.attach(link)
        return [each.title for each in store.workplans.links(GROUP)]

    assert await database.run(unit) == ["Workplan"]


async def test_what_there_never_was_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound):
        await database.run(lambda store: store.workplans.get(1))
