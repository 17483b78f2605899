"""How many slips of a finger lie between two words (pure); its library waits for the first two."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any


def slips(one: str, other: str, *, most: int | None = None) -> int:
    """Letters added, left out, changed or swapped with the next; over `most` it may be any more.

    https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance: optimal string alignment.
    """
    counted: int = _measure()(one, other, score_cutoff=most)
    return counted


@lru_cache(maxsize=1)
def _measure() -> Callable[..., Any]:
    from rapidfuzz.distance import OSA  # noqa: PLC0415  # 3 MiB that an idle hub does without

    return OSA.distance
