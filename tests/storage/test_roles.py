"""What people are to working groups, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.database import Database
from storage.errors import NotFound
from storage.people import Person
from storage.roles import LEADING, Role, RoleState
from storage.store import Store

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
GROUP = "CWG 1.2"


def person(store: Store) -> int:
    somebody = Person(joined_at=NOON)
    store.session.add(somebody)
    store.session.flush()
    return somebody.id


async def test_who_is_interested_is_no_member_yet(database: Database) -> None:
    def unit(store: Store) -> tuple[int, int]:
        store.roles.put(person(store), GROUP, Role.MEMBER, state=RoleState.INTERESTED, at=NOON)
        waiting = store.roles.of_group(GROUP, state=RoleState.INTERESTED)
        return len(waiting), len(store.roles.of_group(GROUP))

    assert await database.run(unit) == (1, 0)


async def test_a_role_has_its_date_from_its_last_change(database: Database) -> None:
    def unit(store: Store) -> tuple[datetime, datetime]:
        who = person(store)
        store.roles.put(who, GROUP, Role.MEMBER, state=RoleState.INTERESTED, at=NOON)
        let_in = store.roles.put(who, GROUP, Role.MEMBER, at=LATER).since
        again = store.roles.put(who, GROUP, Role.MEMBER, at=LATER + timedelta(days=1)).since
        return let_in, again

    assert await database.run(unit) == (LATER, LATER)


async def test_somebody_leads_one_group_and_reviews_another(database: Database) -> None:
    def unit(store: Store) -> tuple[bool, bool]:
        who = person(store)
        store.roles.put(who, GROUP, Role.CO_LEAD, at=NOON)
        store.roles.put(who, "TWG 2", Role.REVIEWER, at=NOON)
        return store.roles.has(who, GROUP, LEADING), store.roles.has(who, "TWG 2", LEADING)

    assert await database.run(unit) == (True, False)


async def test_linked_accounts_keep_the_roles_of_both(database: Database) -> None:
    def unit(store: Store) -> set[tuple[str, Role, RoleState]]:
        old, new = person(store), person(store)
        store.roles.put(old, GROUP, Role.LEAD, at=NOON)
        store.roles.put(old, "TWG 2", Role.MEMBER, at=NOON)
        store.roles.put(new, "TWG 2", Role.MEMBER, state=RoleState.INTERESTED, at=LATER)
        store.people.move_accounts(from_person=old, to_person=new)
        return {(each.group_id, each.role, each.state) for each in store.roles.of_person(new)}

    assert await database.run(unit) == {
        (GROUP, Role.LEAD, RoleState.ACTIVE),
        ("TWG 2", Role.MEMBER, RoleState.ACTIVE),
    }


async def test_who_is_forgotten_leads_nothing(database: Database) -> None:
    def unit(store: Store) -> tuple[int, ...]:
        who = person(store)
        store.roles.put(who, GROUP, Role.LEAD, at=NOON)
        store.people.forget(who)
        return tuple(store.roles.holders(GROUP, LEADING))

    assert await database.run(unit) == ()


async def test_a_role_that_went_with_its_person_is_not_found(database: Database) -> None:
    def unit(store: Store) -> None:
        role = store.roles.put(person(store), GROUP, Role.LEAD, at=NOON)
        number, who = role.id, role.person_id
        store.people.forget(who)
        store.session.expire_all()
        store.roles.get(number)

    with pytest.raises(NotFound):
        await database.run(unit)
