"""The inbox: each event is kept once and handled once, whoever else tries."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete

from config.taxonomy import Platform
from storage.database import Database
from storage.inbox import InboxRow, InboxState
from storage.store import Store

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


class CrashError(Exception):
    """The process dies inside a transaction."""


def keep(store: Store, key: str, *, platform: Platform = Platform.SLACK, team: str = "T1") -> int:
    """The row's id, or 0 when it was kept before."""
    kept = store.inbox.add(
        platform=platform, workspace=team, key=key, conversation="C1", message="secret", at=NOW
    )
    return kept or 0


def handle(store: Store, inbox_id: int, *, crash: bool = False) -> bool:
    taken = store.inbox.take(inbox_id, at=NOW)
    if crash:
        raise CrashError
    return taken


def test_the_same_key_elsewhere_is_another_event(database: Database) -> None:
    def unit(store: Store) -> list[int]:
        return [
            keep(store, "1"),
            keep(store, "1", team="T2"),
            keep(store, "1", platform=Platform.TELEGRAM),
            keep(store, "1"),
        ]

    kept = database.run_now(unit)

    assert len(set(kept[:3]) - {0}) == 3
    assert kept[3] == 0


def test_what_was_said_is_blanked_once_it_is_handled(database: Database) -> None:
    inbox_id = database.run_now(lambda store: keep(store, "a"))
    database.run_now(lambda store: handle(store, inbox_id))

    left = database.read_now(lambda store: store.session.get_one(InboxRow, inbox_id).message)

    assert left == ""


async def test_of_two_who_claim_a_row_at_once_one_handles_it(database: Database) -> None:
    ids = [await database.run(partial(keep, key=f"k{n}")) for n in range(10)]
    tries = [database.run(partial(handle, inbox_id=each)) for each in ids * 3]

    handled = await asyncio.gather(*tries)

    assert sum(handled) == len(ids)


def test_a_failed_row_is_kept_counted_and_run_again(database: Database) -> None:
    inbox_id = database.run_now(lambda store: keep(store, "a"))
    database.run_now(lambda store: store.inbox.failed(inbox_id, incident="F00", at=NOW))
    counts = database.read_now(lambda store: store.inbox.counts())
    again = database.run_now(lambda store: store.inbox.retry_failed())
    waiting = database.read_now(
        lambda store: [row.message for row in store.inbox.waiting(received_before=NOW)]
    )

    assert counts[InboxState.FAILED] == 1
    assert (again, waiting) == (1, ["secret"])


def test_handled_rows_are_forgotten_and_waiting_ones_are_not(database: Database) -> None:
    done = database.run_now(lambda store: keep(store, "done"))
    database.run_now(lambda store: keep(store, "open"))
    database.run_now(lambda store: handle(store, done))
    later = NOW + timedelta(days=1)

    assert database.run_now(lambda store: store.inbox.forget_handled(before=later)) == 1
    assert database.read_now(lambda store: store.inbox.counts())[InboxState.WAITING] == 1


class InboxMachine(RuleBasedStateMachine):
    """Redeliveries, two handlers, crashes, bugs and repairs, in any order."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.ids: dict[str, int] = {}
        self.effects: Counter[str] = Counter()
        self.failed: set[str] = set()

    @initialize()
    def begin(self) -> None:
        self.database.run_now(lambda store: store.session.execute(delete(InboxRow)) and None)

    @rule(number=st.integers(0, 5))
    def delivered(self, number: int) -> None:
        key = f"k{number}"
        inbox_id = self.database.run_now(lambda store: keep(store, key))
        assert (inbox_id == 0) == (key in self.ids)
        self.ids.setdefault(key, inbox_id)

    @rule(number=st.integers(0, 5), crash=st.booleans())
    def handled(self, number: int, crash: bool) -> None:  # noqa: FBT001  # drawn
        key = f"k{number}"
        try:
            done = self.database.run_now(
                lambda store: handle(store, self.ids.get(key, 0), crash=crash)
            )
        except CrashError:
            return
        self.effects[key] += done

    @rule(number=st.integers(0, 5))
    def a_handler_fails(self, number: int) -> None:
        key = f"k{number}"
        if key in self.ids and not self.effects[key]:
            inbox_id = self.ids[key]
            self.database.run_now(
                lambda store: store.inbox.failed(inbox_id, incident="F00", at=NOW)
            )
            self.failed.add(key)

    @rule()
    def repaired(self) -> None:
        assert self.database.run_now(lambda store: store.inbox.retry_failed()) == len(self.failed)
        self.failed.clear()

    @invariant()
    def every_event_is_waiting_or_has_its_one_effect(self) -> None:
        waiting = self.database.read_now(
            lambda store: {row.key for row in store.inbox.waiting(received_before=NOW)}
        )
        done = {key for key, count in self.effects.items() if count}

        assert not self.effects or max(self.effects.values()) <= 1
        assert waiting == set(self.ids) - done - self.failed


def test_each_event_has_one_effect_whatever_happens(database: Database) -> None:
    machine = type("Machine", (InboxMachine,), {"database": database})
    patience = settings(max_examples=20, stateful_step_count=25, deadline=None)

    run_state_machine_as_test(machine, settings=patience)
