"""What is read at once for many, until it is asked for one by one in the same transaction."""

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Ahead(Generic[K, V]):
    """Rows by key, for repositories; empty, and in nobody's way, unless something was read."""

    def __init__(self) -> None:
        self._found: dict[K, list[V]] = {}

    def put(self, keys: Iterable[K], found: Iterable[tuple[K, V]]) -> None:
        """All that there is for these keys, in its order."""
        self._found |= {key: [] for key in keys}
        for key, row in found:
            self._found[key].append(row)

    def look(self, key: K) -> Sequence[V] | None:
        """What was read for a key; None: nothing was."""
        return self._found.get(key)

    def take(self, key: K) -> Sequence[V] | None:
        """`look`, for this once: later it may have changed."""
        return self._found.pop(key, None)

    def forget(self, *keys: K) -> None:
        """These have changed."""
        for key in keys:
            self._found.pop(key, None)

    def clear(self) -> None:
        self._found.clear()
