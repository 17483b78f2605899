"""What is measured of reminders holds in small: an idle tick, a storm, a quarter that opens."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from benchmarks import reminders


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """How many statements are sent to any database, under "sent"."""
    found: Counter[str] = Counter()

    def note(*_: object) -> None:
        found["sent"] += 1

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'hub.sqlite'}"


def test_a_tick_with_nothing_due_is_one_look_at_an_index(url: str) -> None:
    found = reminders.idle(url, 20_000, ticks=40)

    assert found["p50_ms"] < 20


def test_many_at_once_are_told_once_and_at_the_pace_that_is_allowed(url: str) -> None:
    with counted() as statements:
        found = reminders.storm(url, 120)

    assert statements["sent"] / 120 < 8, "not statements for each letter, but for many at once"
    assert found["told_once"] == 120
    assert found["told_more"] == 0
    assert found["share_of_allowed"] >= 0.95
    assert found["most_in_a_second"] <= reminders.ALLOWED


def test_a_quarter_opens_for_every_group(url: str) -> None:
    with counted() as statements:
        found = reminders.opening(url, 40)

    assert statements["sent"] / 40 < 25, "not statements for each group, but for many at once"
    assert found["asked"] == 80
    assert found["cpu_s"] < 10
