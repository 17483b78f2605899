"""What was made lately of the very same objects: popular answers are put together once."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Lately(Generic[T]):
    """The latest things made, by the objects that they were made of.

    Objects, not what is in them: to compare that takes as long as to make most things anew. They
    must not change, and are held, so that no other can take their place in memory. What was made
    is shared by all who ask, so it must not be changed either.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[Hashable, tuple[tuple[object, ...], T]] = {}

    def of(self, *parts: object, make: Callable[[], T], how: Hashable = None) -> T:
        """What `make` gives, or gave for these parts before. `how`: what else it depends on."""
        key = (*map(id, parts), how)
        kept = self._made.get(key)
        if kept is not None:
            return kept[1]
        made = make()
        if len(self._made) >= self._most:
            self._made.clear()
        self._made[key] = (parts, made)
        return made
