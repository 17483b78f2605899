"""What lies near a question in meaning: its vector against those of the records."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

Visible = Callable[[Sequence[int]], set[int]]
"""Which of these keys may be found: asked of the index, so that no filter is written twice."""


class Meaning(Protocol):
    """Compares meanings, or says by `share` that it can not."""

    def share(self, language: str | None, text: str) -> float:
        """Of a score, that meaning has for this question: 0 where the model can not read it."""
        ...

    def nearest(self, text: str, count: int, visible: Visible) -> Iterable[tuple[int, float]]:
        """(key, cosine) of the nearest entries that are visible, best first."""
        ...

    def cosines(self, text: str, keys: Sequence[int]) -> Iterable[tuple[int, float]]:
        """(key, cosine) of these entries; those without a vector are left out."""
        ...


class NoMeaning:
    """Words alone decide."""

    def share(self, language: str | None, text: str) -> float:  # noqa: ARG002
        return 0.0

    def nearest(self, text: str, count: int, visible: Visible) -> Iterable[tuple[int, float]]:  # noqa: ARG002
        return ()

    def cosines(self, text: str, keys: Sequence[int]) -> Iterable[tuple[int, float]]:  # noqa: ARG002
        return ()
