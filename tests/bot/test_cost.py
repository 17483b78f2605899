"""What one message may cost: statements are counted, so that it does not creep up unseen."""

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


async def test_a_screen_costs_fewer_and_one_for_what_may_be_typed_under_it(stage: Stage) -> None:
    statements = await statements_for(stage.person("ana"), "help", stage)

    assert len(statements) <= ANSWERED + SAID - 4 + 1, "\n".join(statements)
