"""Requests are kept with their steps, move with their person, and are due when they should be."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from config.taxonomy import Platform, Visibility
from handlers import cases
from storage.base import Base
from storage.database import Database
from storage.errors import Conflict, NotFound
from storage.requests import By, PartKind, Precision, Request, RequestPart, State
from storage.store import Store

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def somebody(store: Store, user_id: str = "ana") -> int:
    return store.people.meet(Platform.TELEGRAM, "", user_id, at=NOW).person_id


def request(person_id: int, *, state: State = State.OPEN, at: datetime = NOW) -> Request:
    return Request(
        person_id=person_id,
        need="help with visas",
        topic="visas",
        languages=["fr"],
        countries=[],
        regions=[],
        objectives=[5],
        expansion={},
        concepts={},
        excluded=[],
        precision=Precision.DAY,
        visibility=Visibility.NETWORK,
        state=state,
        created_at=at,
        state_at=at,
    )


def test_what_was_asked_comes_back_as_it_was(database: Database) -> None:
    def ask(store: Store) -> int:
        return store.requests.add(request(somebody(store))).id

    number = database.run_now(ask)

    def read(store: Store) -> tuple[State, Precision, list[str], list[int]]:
        found = store.requests.get(number)
        return found.state, found.precision, found.languages, found.objectives

    assert database.run_now(read) == (State.OPEN, Precision.DAY, ["fr"], [5])


def test_one_that_there_is_not_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound):
        database.run_now(lambda store: store.requests.get(7))


def test_steps_and_parts_stay_in_order(database: Database) -> None:
    def unit(store: Store) -> tuple[list[str], list[PartKind]]:
        asked = store.requests.add(request(somebody(store), state=State.DRAFT))
        cases.move(store, asked, State.OPEN, by=By.REQUESTER, because="sent", at=NOW)
        cases.move(store, asked, State.MATCHING, by=By.HUB, because="looking", at=NOW)
        for kind in (PartKind.SETUP, PartKind.FUNDING):
            store.requests.add_part(RequestPart(request_id=asked.id, kind=kind, text="x", at=NOW))
        steps = [each.because for each in store.requests.steps(asked.id)]
        return steps, [each.kind for each in store.requests.parts(asked.id)]

    steps, parts = database.run_now(unit)

    assert steps == ["sent", "looking"]
    assert parts == [PartKind.SETUP, PartKind.FUNDING]


def test_the_longest_due_comes_first_and_what_is_not_due_stays(database: Database) -> None:
    def unit(store: Store) -> tuple[list[int], list[int]]:
        person = somebody(store)
        made = [store.requests.add(request(person)) for _ in range(3)]
        cases.wake(made[0], NOW + timedelta(hours=1))
        cases.wake(made[1], NOW - timedelta(hours=1))
        store.session.flush()
        return [each.id for each in made], list(store.requests.due(now=NOW, limit=5))

    made, due = database.run_now(unit)

    assert due == [made[1]]


def test_linked_accounts_bring_their_requests_along(database: Database) -> None:
    def unit(store: Store) -> list[int]:
        ana, phone = somebody(store), somebody(store, "phone")
        kept = store.requests.add(request(phone))
        store.people.move_accounts(from_person=phone, to_person=ana)
        store.session.expire_all()
        return [each.id - kept.id for each in store.requests.of(ana)]

    assert database.run_now(unit) == [0]


def test_whoever_is_forgotten_leaves_a_closed_request_without_words(database: Database) -> None:
    def unit(store: Store) -> tuple[int | None, str, State, bool]:
        person = somebody(store)
        number = store.requests.add(request(person)).id
        store.requests.add(request(person, state=State.DRAFT))
        cases.abandon(store, person, at=NOW)
        store.session.flush()
        store.people.forget(person)
        store.session.expire_all()
        left = store.requests.get(number)
        return left.person_id, left.need, left.state, left.next_at == NOW

    assert database.run_now(unit) == (None, "", State.CLOSED, True)


def test_old_drafts_go_and_nothing_else_does(database: Database) -> None:
    def unit(store: Store) -> list[State]:
        person = somebody(store)
        old = NOW - timedelta(days=60)
        store.requests.add(request(person, state=State.DRAFT, at=old))
        store.requests.add(request(person, state=State.OPEN, at=old))
        store.requests.add(request(person, state=State.DRAFT))
        store.requests.drop_drafts(before=NOW - timedelta(days=30))
        store.session.expire_all()
        return sorted(each.state for each in store.requests.of(person))

    assert database.run_now(unit) == [State.DRAFT, State.OPEN]


class Case(RuleBasedStateMachine):
    """A request that anybody pushes anywhere: it moves as allowed, and is never forgotten."""

    def __init__(self) -> None:
        super().__init__()
        self.database = Database("sqlite://")
        Base.metadata.create_all(self.database.engine)
        self.at = NOW
        self.path = [State.DRAFT]

        def ask(store: Store) -> int:
            return store.requests.add(request(somebody(store), state=State.DRAFT)).id

        self.number = self.database.run_now(ask)

    @rule(to=st.sampled_from(State), by=st.sampled_from(By))
    def pushed(self, to: State, by: By) -> None:
        self.at += timedelta(minutes=1)

        def unit(store: Store) -> bool:
            found = store.requests.get(self.number)
            try:
                cases.move(store, found, to, by=by, because="closed", at=self.at)
            except Conflict:
                return False
            return True

        if self.database.run_now(unit):
            assert to in cases.ALLOWED[self.path[-1]]
            self.path.append(to)
        else:
            assert to not in cases.ALLOWED[self.path[-1]]

    @invariant()
    def every_step_is_kept(self) -> None:
        def unit(store: Store) -> list[State]:
            return [each.state for each in store.requests.steps(self.number)]

        assert self.database.read_now(unit) == self.path[1:]

    @invariant()
    def what_waits_for_the_hub_is_due(self) -> None:
        def unit(store: Store) -> tuple[State, bool]:
            found = store.session.get_one(Request, self.number)
            return found.state, bool(store.requests.due(now=self.at, limit=1))

        state, due = self.database.read_now(unit)
        assert due or state not in cases.LOOKED_AT

    def teardown(self) -> None:
        self.database.close()


Case.TestCase.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
TestCase = Case.TestCase
