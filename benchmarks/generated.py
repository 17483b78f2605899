"""Records that look like a real collection, made up: as many as a measurement needs."""

import random
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

import numpy as np

from config.network_files.records import Resource
from config.taxonomy import Region
from storage.search.encoder import NAME, model_folder
from storage.search.vectors import Due, packed
from storage.store import Store

_SHORT = 3
_TITLE_WORDS, _TEXT_WORDS = 9, 36
_TYPES = ("report", "guidance", "news", "policy_brief", "handbook")


class Words:
    """English words in any order, a few of them frequent and most of them rare."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._words = _vocabulary()
        self._weights = list(accumulate(1 / (place + 3) for place in range(len(self._words))))

    def some(self, count: int) -> str:
        chosen = self._random.choices(self._words, cum_weights=self._weights, k=count)
        return " ".join(chosen)

    def rare(self) -> str:
        """A word that few records have."""
        return self._random.choice(self._words[2_000:])


@lru_cache(maxsize=1)
def _vocabulary() -> list[str]:
    """The whole words of the model's vocabulary, in an order of our own."""
    lines = (model_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    words = [word for word in lines if word.isascii() and word.isalpha() and len(word) > _SHORT]
    random.Random(7).shuffle(words)
    return words


def resources(count: int, *, start: int = 0) -> Iterator[Resource]:
    """`count` English resources with some 45 words each; the same ones every time."""
    words = Words(seed=start)
    chance = random.Random(start)
    regions = list(Region)
    for number in range(start, start + count):
        yield Resource(
            id=f"G{number:07}",
            title=words.some(_TITLE_WORDS).capitalize(),
            description=f"{words.some(_TEXT_WORDS // 2)}. {words.some(_TEXT_WORDS // 2)}.",
            language="en",
            year=chance.randint(1995, 2026),
            type=chance.choice(_TYPES),
            gcm_objectives=(chance.randint(1, 23),),
            regions=(chance.choice(regions),),
        )


def questions(count: int) -> list[str]:
    """What people might ask: a few frequent words and a rare one."""
    words = Words(seed=99)
    return [f"{words.some(4)} {words.rare()}" for _ in range(count)]


def put_random_vectors(store: Store, *, after: int, most: int) -> int:
    """Vectors without meaning, since speed depends on their number; the last change they are for.

    `after` is the last change that has some; the same is returned when all have.
    """
    dues = store.search_vectors.due(NAME, limit=most, after=after)
    numbers = np.random.default_rng(after).standard_normal((len(dues), 384)).astype(np.float32)
    numbers /= np.linalg.norm(numbers, axis=1, keepdims=True)
    every = packed(numbers)
    size = len(every) // max(1, len(dues))
    made = [
        (Due(due.kind, due.record_id, due.change_id), "", every[at * size : (at + 1) * size])
        for at, due in enumerate(dues)
    ]
    store.search_vectors.put(NAME, made)
    return max((due.change_id for due in dues), default=after)
