"""When something next comes due: looked for ahead of time, among all that happens by the clock."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.rounds import A_TICK, ROUNDS
from storage.store import Store

FARTHEST = timedelta(days=200)
HOURLY = 48
"""Steps of an hour; after them, of a day."""
EXACT = timedelta(minutes=1)

Due = frozenset[tuple[str, int]]


def next_due(store: Store, now: datetime) -> datetime | None:
    """The first minute at which more is due than now; None when nothing is within FARTHEST."""
    before = due_at(store, now)
    last = now
    for number in range(1, HOURLY + FARTHEST.days):
        days = max(0, number - HOURLY)
        at = now + timedelta(hours=min(number, HOURLY), days=days)
        if due_at(store, at) - before:
            return _first(last, at, lambda moment: bool(due_at(store, moment) - before))
        last = at
    return None


def _first(not_yet: datetime, by_then: datetime, holds: Callable[[datetime], bool]) -> datetime:
    """Where it begins to hold, between two moments, to the minute."""
    while by_then - not_yet > EXACT:
        middle = not_yet + (by_then - not_yet) / 2
        not_yet, by_then = (not_yet, middle) if holds(middle) else (middle, by_then)
    return by_then


def due_at(store: Store, at: datetime) -> Due:
    """Everything that the clock has to do at a moment, and that somebody may hear of."""
    heard = (each for each in ROUNDS if not each.quiet)
    return frozenset((each.name, one) for each in heard for one in each.due(store, at, A_TICK))
