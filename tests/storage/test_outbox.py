"""The outbox: every letter is said or fails aloud; in order, in pace, once where that can be."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from time import sleep

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, delete, event

from config.taxonomy import Platform
from storage.database import Database
from storage.leases import Leased
from storage.outbox import LEASE, OutboxRow, OutboxState, Parcel, Urgency
from storage.pace import PaceRow
from storage.people import Account, Person
from storage.places import Place
from storage.store import Store

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LOOK_UP_AFTER = 30 * SECOND
CHANNEL = Place(Platform.SLACK, "C1", "T1")
CHAT = Place(Platform.TELEGRAM, "7")
EXAMPLES = [6, pytest.param(300, marks=[pytest.mark.soak, pytest.mark.timeout(3600)])]
"""How many stories, each of up to 40 things that happen."""


def answer(
    database: Database, key: str, to: Place = CHANNEL, *, at: datetime = NOW
) -> Parcel | None:
    return database.run_now(
        lambda store: store.outbox.answer(key, "{}", to=to, person_id=None, language="en", at=at)
    )


def notify(database: Database, key: str, person_id: int, *, due_at: datetime = NOW) -> int:
    return database.run_now(
        lambda store: store.outbox.notify(key, "{}", person_id=person_id, due_at=due_at)
    )


def lease(
    database: Database, platform: Platform = Platform.SLACK, *, at: datetime, limit: int = 10
) -> Leased:
    def unit(store: Store) -> Leased:
        store.leases.place_notices(frozenset({Platform.SLACK, Platform.TELEGRAM}), now=at)
        return store.leases.lease(platform, now=at, limit=limit)

    return database.run_now(unit)


def mark_sent(database: Database, parcel: Parcel, *, at: datetime = NOW) -> None:
    database.run_now(lambda store: store.outbox.sent([(parcel, "1", at)]))


def keys(leased: Leased) -> list[str]:
    return [parcel.key for parcel in leased.parcels]


def row(database: Database, key: str) -> OutboxRow:
    def unit(store: Store) -> OutboxRow:
        found = store.session.query(OutboxRow).filter_by(key=key).one()
        store.session.expunge(found)
        return found

    return database.read_now(unit)


def someone(database: Database, place: Place, *, hint: str = "fr-CA") -> int:
    def unit(store: Store) -> int:
        user = f"U{place.conversation}"
        account = store.people.meet(place.platform, place.workspace, user, at=NOW)
        account.conversation, account.language = place.conversation, hint
        account.time_zone = "Africa/Nairobi"
        return account.person_id

    return database.run_now(unit)


def test_an_answer_is_born_leased(database: Database) -> None:
    parcel = answer(database, "a")

    assert parcel is not None
    assert (parcel.attempt, parcel.leased_until) == (1, NOW + LEASE)
    assert keys(lease(database, at=NOW + LEASE - SECOND)) == []


def test_an_answer_behind_another_waits_for_it(database: Database) -> None:
    first = answer(database, "a")
    second = answer(database, "b")
    assert first is not None
    before = lease(database, at=NOW)
    database.run_now(lambda store: store.outbox.sent([(first, "1.1", NOW)]))
    after = lease(database, at=NOW)

    assert second is None
    assert (keys(before), before.held) == ([], frozenset({Urgency.ANSWER}))
    assert keys(after) == ["b"]


def test_an_answer_beyond_the_pace_waits_for_its_slot(database: Database) -> None:
    for key in ("a", "b", "c"):
        parcel = answer(database, key)
        assert parcel is not None
        mark_sent(database, parcel)

    assert answer(database, "d") is None
    assert lease(database, at=NOW).next_at == NOW + SECOND
    assert keys(lease(database, at=NOW + SECOND)) == ["d"]


def test_waiting_notices_are_leased_at_the_pace_of_their_conversation(database: Database) -> None:
    who = someone(database, CHANNEL)
    for number in range(6):
        notify(database, f"n{number}", who)
    said = []
    while parcels := lease(database, at=NOW).parcels:
        said += [parcel.key for parcel in parcels]
        mark_sent(database, parcels[0])

    assert said == ["n0", "n1", "n2"]


def test_the_same_key_is_answered_once(database: Database) -> None:
    assert answer(database, "a") is not None
    assert answer(database, "a", CHAT) is None
    assert database.read_now(lambda store: sum(store.outbox.counts().values())) == 1


def test_a_second_notice_with_the_same_key_is_the_first(database: Database) -> None:
    who = someone(database, CHAT)

    assert notify(database, "n", who) == notify(database, "n", who, due_at=NOW + 9 * SECOND)


def test_a_notice_is_said_in_the_language_and_zone_of_its_reader(database: Database) -> None:
    notify(database, "n", someone(database, CHAT))
    (parcel,) = lease(database, Platform.TELEGRAM, at=NOW).parcels

    assert (parcel.place, parcel.language, parcel.zone) == (CHAT, "fr", "Africa/Nairobi")


def test_a_notice_to_somebody_without_an_address_fails_aloud(database: Database) -> None:
    def unit(store: Store) -> int:
        return store.people.meet(Platform.SLACK, "T1", "U1", at=NOW).person_id

    notify(database, "n", database.run_now(unit))
    lease(database, at=NOW)
    found = row(database, "n")

    assert (found.state, found.error) == (OutboxState.FAILED, "nobody is reachable")


def test_a_notice_for_another_process_is_left_to_it(database: Database) -> None:
    notify(database, "n", someone(database, Place(Platform.CONSOLE, "tty")))
    lease(database, at=NOW)

    assert row(database, "n").state == OutboxState.WAITING


def test_answers_go_before_notices_of_other_conversations(database: Database) -> None:
    for number in range(5):
        notify(database, f"n{number}", someone(database, Place(Platform.SLACK, f"D{number}", "T1")))
    answer(database, "a")
    answer(database, "b")
    database.run_now(lambda store: store.session.execute(delete(OutboxRow).filter_by(key="a")))

    assert keys(lease(database, at=NOW, limit=2)) == ["b", "n0"]


def test_only_the_latest_attempt_may_say_how_it_ended(database: Database) -> None:
    first = answer(database, "a")
    (second,) = lease(database, at=NOW + LEASE).parcels
    assert first is not None
    late = NOW + LEASE + SECOND
    database.run_now(lambda store: store.outbox.sent([(first, "1", late)]))
    failed = database.run_now(lambda store: store.outbox.failed(first, "too late", at=late))

    assert not failed
    assert row(database, "a").state == OutboxState.SENDING
    assert (second.attempt, second.unsure_since) == (2, NOW)


def test_what_was_surely_not_said_is_not_unsure(database: Database) -> None:
    parcel = answer(database, "a")
    assert parcel is not None
    database.run_now(lambda store: store.outbox.later(parcel, at=NOW + SECOND))
    (again,) = lease(database, at=NOW + SECOND).parcels

    assert again.unsure_since is None


def test_what_is_unsure_stays_so_while_nobody_can_be_asked(database: Database) -> None:
    answer(database, "a")
    (unsure,) = lease(database, at=NOW + LEASE).parcels
    database.run_now(lambda store: store.outbox.later(unsure, at=NOW + LEASE + SECOND))
    (again,) = lease(database, at=NOW + LEASE + SECOND).parcels

    assert again.unsure_since == NOW


def test_what_was_given_up_can_be_tried_again(database: Database) -> None:
    parcel = answer(database, "a")
    assert parcel is not None
    database.run_now(lambda store: store.outbox.failed(parcel, "channel_not_found", at=NOW))
    failures = database.read_now(lambda store: [each.error for each in store.outbox.failures()])
    database.run_now(lambda store: store.outbox.retry_failed(at=NOW + SECOND))

    assert failures == ["channel_not_found"]
    assert keys(lease(database, at=NOW + SECOND)) == ["a"]


def test_what_is_settled_is_forgotten_after_a_while(database: Database) -> None:
    for number in range(3):
        parcel = answer(database, f"a{number}", Place(Platform.SLACK, f"C{number}", "T1"))
        assert parcel is not None
        mark_sent(database, parcel, at=NOW + timedelta(days=number))
    two_days = NOW + timedelta(days=2)

    def unit(store: Store) -> int:
        return store.outbox.forget_settled(sent_before=two_days, failed_before=NOW)

    assert database.run_now(unit) == 2


def test_forgetting_a_person_takes_what_was_to_be_said_along(database: Database) -> None:
    who = someone(database, CHAT)
    notify(database, "n", who)
    database.run_now(lambda store: store.people.forget(who))

    assert database.read_now(lambda store: sum(store.outbox.counts().values())) == 0


def test_a_notice_that_crashed_is_said_before_the_answer_behind_it(database: Database) -> None:
    """Each would else wait for the other, and the conversation be silent for good."""
    who = someone(database, CHAT)
    notify(database, "notice", who)
    crashed = lease(database, Platform.TELEGRAM, at=NOW).parcels[0]
    answer(database, "answer", crashed.place, at=NOW + SECOND)

    again = lease(database, Platform.TELEGRAM, at=NOW + 60 * SECOND)
    mark_sent(database, again.parcels[0], at=NOW + 60 * SECOND)
    then = lease(database, Platform.TELEGRAM, at=NOW + 70 * SECOND)

    assert keys(again) == ["notice"]
    assert keys(then) == ["answer"]


def test_a_million_reminders_of_next_year_cost_a_lease_nothing(database: Database) -> None:
    """Not a million here: but the plan uses the index, whatever the number."""
    if not database.is_sqlite:
        return
    plans: list[str] = []

    def unit(store: Store) -> None:
        connection = store.session.connection()
        for statement, values in _statements_of_a_lease(store):
            explained = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            plans.extend(step[3] for step in explained)

    database.run_now(unit)

    assert plans
    assert not [step for step in plans if step.startswith("SCAN outbox")]
    assert not [step for step in plans if "TEMP B-TREE" in step]


def _statements_of_a_lease(store: Store) -> list[tuple[str, tuple[object, ...]]]:
    seen: list[tuple[str, tuple[object, ...]]] = []

    def note(_connection: object, _cursor: object, sql: str, values: object, *_: object) -> None:
        if "FROM outbox" in sql and isinstance(values, tuple):
            seen.append((sql, values))

    connection = store.session.connection()
    event.listen(connection, "before_cursor_execute", note)
    store.leases.place_notices({Platform.SLACK}, now=NOW)
    store.leases.lease(Platform.SLACK, now=NOW, limit=10)
    event.remove(connection, "before_cursor_execute", note)
    return seen


@dataclass
class Said:
    """One time that a platform showed a letter."""

    key: str
    at: datetime


@dataclass
class Known:
    """What the machine knows of a letter."""

    key: str
    lane: str
    urgency: Urgency
    due_at: datetime
    number: int
    platform: Platform
    granted: list[datetime] = field(default_factory=list)
    perhaps_said_at: datetime | None = None


def test_what_a_process_that_ended_was_saying_goes_on(database: Database) -> None:
    answer(database, "slack", CHANNEL)
    answer(database, "telegram", CHAT)
    platforms = [Platform.SLACK, Platform.TELEGRAM]
    at = NOW + SECOND
    held = database.run_now(
        lambda store: store.leases.inherit(platforms, now=at, look_up_after=LOOK_UP_AFTER)
    )

    again = lease(database, Platform.TELEGRAM, at=at).parcels
    too_early = lease(database, at=NOW + LOOK_UP_AFTER - SECOND).parcels
    found = lease(database, at=NOW + LOOK_UP_AFTER).parcels
    assert held == 2
    assert [each.key for each in again] == ["telegram"]
    assert too_early == ()
    assert [(each.key, each.unsure_since) for each in found] == [("slack", NOW)]


def test_the_ends_of_several_processes_bring_no_look_up_forward(database: Database) -> None:
    answer(database, "slack", CHANNEL)
    for seconds in (1, 5, 8):
        at = NOW + seconds * SECOND

        def unit(store: Store, at: datetime = at) -> int:
            return store.leases.inherit([Platform.SLACK], now=at, look_up_after=LOOK_UP_AFTER)

        database.run_now(unit)

    assert keys(lease(database, at=NOW + LOOK_UP_AFTER - SECOND)) == []
    assert keys(lease(database, at=NOW + LOOK_UP_AFTER)) == ["slack"]


def test_on_postgresql_leases_are_inherited_where_nobody_else_is_connected(
    postgresql_with_tables: str, postgres_tables: Engine
) -> None:
    postgres_tables.dispose()
    first, other = (Database(postgresql_with_tables) for _ in range(2))
    answer(first, "slack", CHANNEL)
    answer(first, "telegram", CHAT)
    first.close()

    def inherited(by: Database) -> int:
        at = NOW + SECOND
        return by.run_now(
            lambda store: store.leases.inherit_from_nobody(frozenset(Platform), now=at)
        )

    next_one = Database(postgresql_with_tables)
    other.run_now(lambda store: store.ping())
    beside_another = inherited(next_one)
    other.close()
    for _ in range(100):  # a backend ends a moment after its client
        if alone := inherited(next_one):
            break
        sleep(0.02)
    again = keys(lease(next_one, Platform.TELEGRAM, at=NOW + SECOND))
    too_early = keys(lease(next_one, at=NOW + LEASE - SECOND))
    next_one.close()

    assert (beside_another, alone) == (0, 1)
    assert (again, too_early) == (["telegram"], [])


def test_an_answer_that_comes_too_late_waits_for_whoever_is_next(database: Database) -> None:
    parcel = database.run_now(
        lambda store: store.outbox.answer(
            "a", "{}", to=CHAT, person_id=None, language="en", at=NOW, leased=False
        )
    )
    found = lease(database, Platform.TELEGRAM, at=NOW).parcels

    assert parcel is None
    assert [(each.key, each.attempt, each.unsure_since) for each in found] == [("a", 1, None)]


class OutboxMachine(RuleBasedStateMachine):
    """Two workers with leases, which crash at any point, and platforms that fail in every way."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.letters: dict[str, Known] = {}
        self.in_hand: list[Parcel] = []
        self.zombies: list[tuple[Parcel, str, datetime]] = []
        self.said: list[Said] = []
        self.halted: dict[Platform, datetime] = {}
        self.people: list[tuple[int, Place]] = []

    @initialize()
    def begin(self) -> None:
        def unit(store: Store) -> None:
            for table in (OutboxRow, PaceRow, Account, Person):
                store.session.execute(delete(table))

        self.database.run_now(unit)
        for place in (CHAT, Place(Platform.SLACK, "D1", "T1")):
            self.people.append((someone(self.database, place), place))

    @rule(whom=st.integers(0, 1))
    def answer(self, whom: int) -> None:
        _, place = self.people[whom]
        known = self._know(Urgency.ANSWER, place, self.now)
        parcel = answer(self.database, known.key, place, at=self.now)
        if parcel is not None:
            self._granted(parcel)

    @rule(whom=st.integers(0, 1), after=st.just(0) | st.integers(0, 40))
    def notify(self, whom: int, after: int) -> None:
        person_id, place = self.people[whom]
        known = self._know(Urgency.NOTICE, place, self.now + after * SECOND)
        notify(self.database, known.key, person_id, due_at=known.due_at)

    @rule(platform=st.sampled_from([Platform.SLACK, Platform.TELEGRAM]), limit=st.integers(1, 4))
    def lease(self, platform: Platform, limit: int) -> None:
        for parcel in lease(self.database, platform, at=self.now, limit=limit).parcels:
            assert self.now >= self.halted.get(platform, NOW), "leased during a halt"
            self._granted(parcel)

    @rule(ms=st.integers(0, 20_000) | st.integers(0, 1_500))
    def time_passes(self, ms: int) -> None:
        self.now += timedelta(milliseconds=ms)

    @rule(platform=st.sampled_from([Platform.SLACK, Platform.TELEGRAM]), seconds=st.integers(1, 40))
    def halt(self, platform: Platform, seconds: int) -> None:
        until = max(self.now + seconds * SECOND, self.halted.get(platform, NOW))
        self.halted[platform] = until
        self.database.run_now(lambda store: store.pace.halt(platform, "", until=until))

    @precondition(lambda self: self.in_hand)
    @rule(which=st.integers(0, 9))
    def is_sent(self, which: int) -> None:
        parcel = self._next(which)
        if parcel and not self._found(parcel):
            self._say(parcel)
            self._mark(lambda store: store.outbox.sent([(parcel, "1", self.now)]))

    @precondition(lambda self: self.in_hand)
    @rule(which=st.integers(0, 9), said=st.booleans())
    def the_worker_crashes(self, which: int, said: bool) -> None:  # noqa: FBT001  # drawn
        parcel = self._next(which)
        if parcel and not self._found(parcel):
            self._perhaps(parcel, said=said)

    @precondition(lambda self: self.in_hand)
    @rule(which=st.integers(0, 9))
    def the_mark_comes_too_late(self, which: int) -> None:
        parcel = self._next(which)
        if parcel and not self._found(parcel):
            self._perhaps(parcel, said=True)
            self.zombies.append((parcel, "1", self.now))

    @precondition(lambda self: self.zombies)
    @rule()
    def a_late_mark_arrives(self) -> None:
        late = self.zombies.pop(0)
        self._mark(lambda store: store.outbox.sent([late]))

    @precondition(lambda self: self.in_hand)
    @rule(which=st.integers(0, 9), said=st.booleans())
    def nobody_knows(self, which: int, said: bool) -> None:  # noqa: FBT001  # drawn
        parcel = self._next(which)
        if parcel and not self._found(parcel):
            self._perhaps(parcel, said=said)
            until = self.now + LOOK_UP_AFTER
            self._mark(lambda store: store.outbox.unsure(parcel, until=until))

    @precondition(lambda self: self.in_hand)
    @rule(which=st.integers(0, 9), seconds=st.integers(1, 9))
    def not_now(self, which: int, seconds: int) -> None:
        parcel = self._next(which)
        if parcel:
            at = self.now + seconds * SECOND
            self._mark(lambda store: store.outbox.later(parcel, at=at))

    @precondition(lambda self: self.in_hand)
    @rule(which=st.integers(0, 9))
    def never(self, which: int) -> None:
        parcel = self._next(which)
        if parcel and not self._found(parcel):
            self._mark(lambda store: store.outbox.failed(parcel, "gone", at=self.now))

    def teardown(self) -> None:
        """Everything works again: all that is open is said; then the books are compared."""
        for _ in range(40 + 40 * len(self.letters)):
            if not self.letters or not self._open():
                break
            while self.in_hand:
                self.is_sent(0)
            self.now += 5 * SECOND
            for platform in (Platform.SLACK, Platform.TELEGRAM):
                self.lease(platform, 20)
        else:
            assert not self.letters or not self._open(), "something is never said"
        times = Counter(said.key for said in self.said)
        for known in self.letters.values():
            state = row(self.database, known.key).state
            assert state == OutboxState.FAILED or times[known.key] >= 1, known
            assert known.platform is not Platform.SLACK or times[known.key] <= 1, known
        self._check_pace()

    def _open(self) -> int:
        counts = self.database.read_now(lambda store: store.outbox.counts())
        return counts[OutboxState.WAITING] + counts[OutboxState.SENDING]

    def _know(self, urgency: Urgency, place: Place, due_at: datetime) -> Known:
        number = len(self.letters)
        lane = f"{place.platform}:{place.workspace}:{place.conversation}"
        known = Known(f"k{number}", lane, urgency, due_at, number, place.platform)
        self.letters[known.key] = known
        return known

    def _granted(self, parcel: Parcel) -> None:
        known = self.letters[parcel.key]
        same_lane = [p for p in self.in_hand if self.letters[p.key].lane == known.lane]
        assert all(p.leased_until <= self.now for p in same_lane), "two at once in a lane"
        assert self.now >= known.due_at
        if known.perhaps_said_at:
            assert parcel.unsure_since is not None
            assert self.now >= known.perhaps_said_at + LOOK_UP_AFTER - (LEASE - LOOK_UP_AFTER) * 2
        known.granted.append(self.now)
        self.in_hand.append(parcel)

    def _next(self, which: int) -> Parcel | None:
        """One in hand; None when its lease is over: a worker then keeps silent."""
        parcel = self.in_hand.pop(which % len(self.in_hand))
        return parcel if self.now < parcel.leased_until else None

    def _found(self, parcel: Parcel) -> bool:
        """An unsure letter is looked up first, where the platform can tell."""
        known = self.letters[parcel.key]
        if parcel.unsure_since is None or known.platform is not Platform.SLACK:
            return False
        found = [said for said in self.said if said.key == parcel.key]
        assert all(said.at >= parcel.unsure_since for said in found)
        if found:
            self._mark(lambda store: store.outbox.sent([(parcel, "1", self.now)]))
        return bool(found)

    def _perhaps(self, parcel: Parcel, *, said: bool) -> None:
        self.letters[parcel.key].perhaps_said_at = self.now
        if said:
            self._say(parcel)

    def _say(self, parcel: Parcel) -> None:
        known = self.letters[parcel.key]
        already = {said.key for said in self.said}
        if parcel.key not in already:
            for other in self.letters.values():
                if self._goes_before(other, known) and other.key not in already:
                    state = row(self.database, other.key).state
                    assert state == OutboxState.FAILED, f"{known} overtakes {other}"
        self.said.append(Said(parcel.key, self.now))

    @staticmethod
    def _goes_before(other: Known, known: Known) -> bool:
        return (other.lane, other.urgency) == (known.lane, known.urgency) and (
            (other.due_at, other.number) < (known.due_at, known.number)
        )

    def _mark(self, write: Callable[[Store], object]) -> None:
        self.database.run_now(lambda store: write(store) and None)

    def _check_pace(self) -> None:
        lanes: dict[str, list[datetime]] = {}
        for known in self.letters.values():
            lanes.setdefault(known.lane, []).extend(known.granted)
        for moments in lanes.values():
            moments.sort()
            assert all(late - early >= timedelta(0) for early, late in pairwise(moments))
            for number, start in enumerate(moments):
                for count, end in enumerate(moments[number:], start=1):
                    assert count <= 3 + (end - start) / SECOND


@pytest.mark.parametrize("examples", EXAMPLES)
def test_nothing_is_lost_whatever_happens(database: Database, examples: int) -> None:
    machine = type("Machine", (OutboxMachine,), {"database": database})
    patience = settings(max_examples=examples, stateful_step_count=40, deadline=None)

    run_state_machine_as_test(machine, settings=patience)
