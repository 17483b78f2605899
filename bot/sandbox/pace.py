"""How often a platform lets a bot speak: token buckets that say how long to wait (pure)."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Budget:
    """`burst` requests at once, filled up again at `per_second`."""

    per_second: float
    burst: float


def per_minute(count: float, *, burst: float | None = None) -> Budget:
    return Budget(per_second=count / 60, burst=count if burst is None else burst)


class Pace:
    """Buckets by key. `seconds` is a clock that only goes forward, in seconds."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._buckets: dict[Hashable, tuple[float, float]] = {}

    def take(self, claims: Iterable[tuple[Hashable, Budget]]) -> float:
        """0 when every budget has room, which is then used; else seconds until all of them have.

        A refused request uses up nothing.
        """
        now = self._seconds()
        left = {key: (self._tokens(key, budget, now), budget) for key, budget in claims}
        waits = [(1 - tokens) / budget.per_second for tokens, budget in left.values() if tokens < 1]
        if waits:
            return max(waits)
        for key, (tokens, _) in left.items():
            self._buckets[key] = (tokens - 1, now)
        return 0

    def _tokens(self, key: Hashable, budget: Budget, now: float) -> float:
        tokens, at = self._buckets.get(key, (budget.burst, now))
        return min(budget.burst, tokens + (now - at) * budget.per_second)
