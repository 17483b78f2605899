"""Who sees a request: each role against each level, by the one query and by the one rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.network_files.records import GroupKind, WorkingGroup
from config.taxonomy import Platform, Standing, Visibility
from handlers import audience, casework, wanted
from handlers.errors import Refusal
from handlers.messages import Message, Reply, Said
from storage.base import Base
from storage.database import Database
from storage.places import Place
from storage.requests import LOOKING, Request, State
from storage.roles import Role, RoleState
from storage.search.engine import Search
from storage.store import Store

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
HERE, THERE = "CWG 2.1", "CWG 3"
ROLES = {"lead": Role.LEAD, "member": Role.MEMBER, "interested": None, "": None}
SEEN_AT = {
    Standing.GUEST: {Visibility.PUBLIC},
    Standing.OFFICIAL: {Visibility.PUBLIC, Visibility.GOVERNMENT},
    Standing.MEMBER: {Visibility.PUBLIC, Visibility.NETWORK},
}
"""What each may see, written down a second time."""


@dataclass(frozen=True)
class Who:
    """A reader: what they are to the network, and in the group that a request may be for."""

    standing: Standing
    in_group: str
    person_id: int


@dataclass(frozen=True)
class Hub:
    database: Database
    readers: tuple[Who, ...]
    requests: tuple[int, ...]


@pytest.fixture(scope="module")
def hub() -> Iterator[Hub]:
    """Every kind of reader, and a request of every kind, each of somebody else."""
    search = Search(None, patience_seconds=None)
    database = Database("sqlite://", search=search)
    Base.metadata.create_all(database.engine)
    yield database.run_now(lambda store: _filled(store, database))
    search.close()
    database.close()


def _filled(store: Store, database: Database) -> Hub:
    store.groups.put(
        [WorkingGroup(id=each, title=each, kind=GroupKind.CORE) for each in (HERE, THERE)]
    )
    readers = tuple(_reader(store, *each) for each in product(Standing, ROLES))
    asks = store.people.meet(Platform.TELEGRAM, "", "asks", at=NOW).person_id
    kinds = product(Visibility, (True, False), (HERE, THERE), State)
    made = [_request(store, asks, *each) for each in kinds]
    return Hub(database, readers, tuple(made))


def _reader(store: Store, standing: Standing, in_group: str) -> Who:
    name = f"{standing}-{in_group}"
    person = store.people.meet(Platform.TELEGRAM, "", name, at=NOW).person_id
    store.people.get(person).standing = standing
    role = ROLES[in_group] or Role.MEMBER
    if in_group:
        state = RoleState.INTERESTED if in_group == "interested" else RoleState.ACTIVE
        store.roles.put(person, HERE, role, state=state, at=NOW)
    return Who(standing, in_group, person)


def _request(
    store: Store,
    person_id: int,
    visibility: Visibility,
    sensitive: bool,  # noqa: FBT001  # one of a product
    group: str,
    state: State,
) -> int:
    made = Request(
        person_id=person_id,
        need=f"{visibility} {sensitive} {group} {state}",
        visibility=visibility,
        group_id=group if visibility is Visibility.GROUP else "",
        sensitive=sensitive,
        state=state,
        created_at=NOW,
        state_at=NOW,
    )
    return store.requests.add(made).id


def _may(who: Who, request: Request) -> bool:
    """The rule in plain words: sensitive is the secretariat's; else the level decides."""
    if request.state is State.DRAFT:
        return False
    if who.standing is Standing.SECRETARIAT:
        return True
    if request.sensitive:
        return False
    if request.visibility is Visibility.GROUP:
        return request.group_id == HERE and who.in_group in {"lead", "member"}
    return request.visibility in SEEN_AT[who.standing]


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_each_role_sees_what_its_level_allows_on_every_path(hub: Hub, data: st.DataObject) -> None:
    who = data.draw(st.sampled_from(hub.readers))
    number = data.draw(st.sampled_from(hub.requests))

    def unit(store: Store) -> tuple[bool, bool, bool, bool, bool]:
        request = store.requests.get(number)
        sight = audience.sight(store, who.person_id)
        listed = {each.id for each in store.requests.seen(sight, limit=1_000)}
        shown = _said(lambda: wanted.tapped(_tap(who), store, "see", str(number)))
        case = _said(lambda: casework.tapped(_tap(who), store, "see", str(number)))
        in_list = number in listed
        return (
            _may(who, request),
            audience.may_see(sight, request),
            in_list or request.state not in LOOKING,
            in_list,
            request.need in f"{shown}{case}",
        )

    may, by_rule, could_be_listed, in_list, read = hub.database.run_now(unit)

    assert by_rule == may
    assert could_be_listed or not may
    assert may or not in_list
    assert may or not read


def test_the_count_is_that_of_the_list(hub: Hub) -> None:
    def unit(store: Store) -> list[tuple[int, int]]:
        sights = [audience.sight(store, each.person_id) for each in hub.readers]
        return [
            (store.requests.count_seen(each), len(store.requests.seen(each, limit=1_000)))
            for each in sights
        ]

    assert all(counted == listed for counted, listed in hub.database.read_now(unit))


def test_nobody_chooses_a_circle_that_is_not_theirs(hub: Hub) -> None:
    def unit(store: Store) -> dict[tuple[str, str], list[str]]:
        return {
            (who.standing, who.in_group): [
                each.value for each in audience.options(store, who.person_id)
            ]
            for who in hub.readers
        }

    offered = hub.database.read_now(unit)

    assert offered["guest", ""] == ["asked", "network", "public"]
    assert offered["official", ""] == ["asked", "government", "network", "public"]
    assert offered["member", "lead"] == ["asked", "group:1", "network", "public"]
    assert offered["member", "interested"] == ["asked", "network", "public"]


def _tap(who: Who) -> Message:
    name = f"{who.standing}-{who.in_group}"
    return Message(
        Place(Platform.TELEGRAM, name), name, Said.TAP, NOW, person_id=who.person_id, private=True
    )


def _said(answer: object) -> str:
    """Everything that is answered; nothing where it is refused."""
    assert callable(answer)
    try:
        reply = answer()
    except Refusal:
        return ""
    assert isinstance(reply, Reply)
    return str(reply)
