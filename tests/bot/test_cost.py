"""What one message may cost: statements are counted, so that it does not creep up unseen."""

import cProfile
import pstats
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest

from config.taxonomy import Platform
from storage.store import Store

Stage = Any  # tests/bot/conftest.py
Talker = Any  # the same

ANSWERED = 10
"""Kept, who it is, what was seen of them, the question, whether the index is level, the records,
their publishers, the pace, whether it may be said now, the answer."""
OF_THE_CLOCK = ("SELECT (SELECT min(outbox.", "SELECT inbox.id")
"""Looks every second for what another process may have left."""
CALLS = 2_300
"""Of Python and of C in the thread that writes, with the mark and a look for what is due: 2,125 as
they are counted here, and twice that before. A few more are room for libraries."""
FRAME = ("BEGIN", "COMMIT")
SAID = 1
"""The mark that it was said."""


@contextmanager
def counted(stage: Stage) -> Iterator[list[str]]:
    """The statements that SQLite's writer is given meanwhile."""
    found: list[str] = []

    def see(statement: str) -> None:
        if not statement.startswith((*OF_THE_CLOCK, *FRAME)):
            found.append(" ".join(statement.split()))

    def tell(store: Store, to: Callable[[str], None] | None) -> None:
        driver: Any = store.session.connection().connection.dbapi_connection
        driver.set_trace_callback(to)

    stage.hub.database.run_now(partial(tell, to=see))
    try:
        yield found
    finally:
        stage.hub.database.run_now(partial(tell, to=None))


@contextmanager
def calls_counted(stage: Stage) -> Iterator[cProfile.Profile]:
    """What the writer's thread calls meanwhile, be it written in Python or in C."""
    profile = cProfile.Profile()
    stage.hub.database.run_now(lambda _store: profile.enable())
    try:
        yield profile
    finally:
        stage.hub.database.run_now(lambda _store: profile.disable())


def count_of(profile: cProfile.Profile) -> int:
    calls: int = pstats.Stats(profile).total_calls  # type: ignore[attr-defined]  # typeshed has it not
    return calls


async def statements_for(talker: Talker, text: str, stage: Stage) -> list[str]:
    """The fewest of several times: now and then a chore of the clock comes in between."""
    tries = []
    for _ in range(4):
        with counted(stage) as statements:
            await talker.says(text)
            await stage.hub.delivery.idle()
        tries.append(statements)
    return min(tries, key=len)


@pytest.mark.parametrize("platform", [Platform.SLACK, Platform.TELEGRAM])
async def test_an_answer_that_was_given_lately_costs_few_statements(
    stage: Stage, platform: Platform
) -> None:
    statements = await statements_for(stage.person("ana", platform), "find remittances", stage)

    assert len(statements) <= ANSWERED + SAID, "\n".join(statements)


async def test_an_answer_that_was_given_lately_costs_few_calls(stage: Stage) -> None:
    """What a message costs is how much is called for it, and that is the same on every machine."""
    ana = stage.person("ana", Platform.SLACK)
    tries = []
    for _ in range(4):
        with calls_counted(stage) as calls:
            await ana.says("find remittances")
            await stage.hub.delivery.idle()
        tries.append(count_of(calls))

    assert min(tries) <= CALLS, tries


async def test_a_screen_costs_fewer_and_one_for_what_may_be_typed_under_it(stage: Stage) -> None:
    statements = await statements_for(stage.person("ana"), "help", stage)

    assert len(statements) <= ANSWERED + SAID - 4 + 1, "\n".join(statements)
