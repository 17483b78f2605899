"""How often a platform lets a bot speak: budgets that say how long to wait (pure)."""

from collections import deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Bursts:
    """`burst` requests at once, filled up again at `per_second`."""

    per_second: float
    burst: float


@dataclass(frozen=True)
class Window:
    """`count` requests in any stretch of `seconds`."""

    count: int
    seconds: float = 60


Budget: TypeAlias = Bursts | Window


class Pace:
    """Budgets by key. `seconds` is a clock that only goes forward, in seconds."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._buckets: dict[Hashable, tuple[float, float]] = {}
        self._windows: dict[Hashable, deque[float]] = {}

    def take(self, claims: Iterable[tuple[Hashable, Budget]]) -> float:
        """0 when every budget has room, which is then used; else seconds until all of them have.

        A refused request uses up nothing.
        """
        now = self._seconds()
        claimed = list(claims)
        wait = max((self._wait(key, budget, now) for key, budget in claimed), default=0.0)
        if wait > 0:
            return wait
        for key, budget in claimed:
            if isinstance(budget, Window):
                self._windows[key].append(now)
            else:
                self._buckets[key] = (self._tokens(key, budget, now) - 1, now)
        return 0

    def _wait(self, key: Hashable, budget: Budget, now: float) -> float:
        if isinstance(budget, Bursts):
            return max(0.0, (1 - self._tokens(key, budget, now)) / budget.per_second)
        used = self._windows.setdefault(key, deque())
        while used and used[0] <= now - budget.seconds:
            used.popleft()
        return used[0] + budget.seconds - now if len(used) >= budget.count else 0

    def _tokens(self, key: Hashable, budget: Bursts, now: float) -> float:
        tokens, at = self._buckets.get(key, (budget.burst, now))
        return min(budget.burst, tokens + (now - at) * budget.per_second)
