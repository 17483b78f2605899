"""Records that look like a real collection, made up: as many as a measurement needs."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import cast

import numpy as np

from config import thesaurus_file
from config.languages import small_words
from config.network_files.folder import read_folder
from config.network_files.records import RecordKind, Resource
from config.network_files.shapes import SHAPES
from config.settings import SAMPLE_NETWORK
from storage.search import analysis
from storage.search.encoder import NAME, model_folder
from storage.search.vectors import Due, packed
from storage.store import Store

_VOCABULARY = 200_000
"""Made-up words of a language: as many as a million records of 20 words use, by Heaps' law."""
_ZIPF_OFFSET = 2.7
"""How often the word of a rank is used: 1 / (rank + this), by Mandelbrot."""
_STRIDE = 197
"""Takes a record's number to the record of the sample that it is made like; prime to 511."""
_ASKED_WORDS = 20_000
"""Words that people ask with; what else stands in records are names, numbers and slips."""
_A_TYPO, _A_SENTENCE = 10, 7
"""One question in so many has a typo, or is a whole sentence."""


class Words:
    """The words of one language in any order, a few of them frequent and most of them rare."""

    def __init__(self, language: str, chance: random.Random, *, most: int | None = None) -> None:
        """`most`: only so many, the most frequent ones."""
        self._chance = chance
        self._words, self._weights = _most_frequent(language, most)
        self._unspaced = analysis.is_unspaced(self._words[0])

    def some(self, count: int) -> str:
        chosen = self._chance.choices(self._words, cum_weights=self._weights, k=count)
        return ("" if self._unspaced else " ").join(chosen)


@lru_cache(maxsize=1)
def _sample() -> tuple[Resource, ...]:
    return tuple(cast("list[Resource]", read_folder(SAMPLE_NETWORK).records[RecordKind.RESOURCES]))


@lru_cache(maxsize=16)
def _vocabulary(language: str) -> tuple[list[str], list[float]]:
    """Words, the most frequent first, and their weights summed up.

    Those of the sample in the order of their use, those of the thesaurus, for English those of the
    model's vocabulary; then words that have the first half of one of them and the last of another.
    """
    records = (each for each in _sample() if each.language == language)
    used = Counter(w for each in records for w in _split(f"{each.title} {each.description}"))
    concepts = thesaurus_file.read(SAMPLE_NETWORK / "thesaurus.yaml").concepts.values()
    labels = (label for each in concepts for label in each.labels.get(language, ()))
    words = dict.fromkeys((*(word for word, _ in used.most_common()), *_split(" ".join(labels))))
    if language == "en":
        lines = (model_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
        words |= dict.fromkeys(word for word in lines if word.isascii() and word.isalpha())
    chance, real = random.Random(language), list(words)
    for one, other in zip(*(chance.choices(real, k=_VOCABULARY) for _ in range(2)), strict=True):
        words[one[: (len(one) + 1) // 2] + other[len(other) // 2 :]] = None
    weights = (1 / (rank + _ZIPF_OFFSET) for rank in range(1, len(words) + 1))
    return list(words), list(accumulate(weights))


@lru_cache(maxsize=32)
def _most_frequent(language: str, most: int | None) -> tuple[list[str], list[float]]:
    """Cut once, and not for every record: that took four milliseconds each."""
    words, weights = _vocabulary(language)
    return (words, weights) if most is None else (words[:most], weights[:most])


def _split(text: str) -> list[str]:
    """Words; a run of an unspaced script by twos."""
    every: list[str] = []
    for word in analysis.tokens(analysis.clean(text)):
        step = 2 if analysis.is_unspaced(word) else len(word)
        every += [word[at : at + step] for at in range(0, len(word), step)]
    return every


def _like(number: int) -> Resource:
    """The record of the sample that a made-up one has its language, lengths and facets from."""
    return _sample()[number * _STRIDE % len(_sample())]


def resources(count: int, *, start: int = 0) -> Iterator[Resource]:
    """`count` resources with the languages and lengths of the sample; the same ones every time."""
    chance = random.Random(start)
    for number in range(start, start + count):
        like = _like(number)
        words = Words(like.language or "en", chance)
        yield replace(
            like,
            id=f"G{number:07}",
            title=words.some(len(_split(like.title))).capitalize(),
            description=words.some(len(_split(like.description))),
            url=None,
            year=chance.randint(1995, 2026),
            working_groups=(),
            same_work=None,
            translation_of=None,
            superseded_by=None,
        )


def write_folder(count: int, folder: Path) -> None:
    """The resources as a network folder, for `hub import`."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = SHAPES[RecordKind.RESOURCES].whole
    with (folder / "resources.jsonl").open("w", encoding="utf-8") as lines:
        for each in resources(count):
            filled = {name: value for name, value in whole(each).items() if value}
            lines.write(json.dumps(filled, ensure_ascii=False, default=str) + "\n")


def questions(count: int) -> list[str]:
    """What people might ask, in the sample's languages: two to six words of some weight."""
    chance = random.Random(99)
    return [_question(number, chance) for number in range(count)]


def _question(number: int, chance: random.Random) -> str:
    language = _like(number).language or "en"
    words, small = Words(language, chance, most=_ASKED_WORDS), small_words(language)
    wanted = chance.randint(2, 6)
    if number % _A_SENTENCE == 0:
        return words.some(2 * wanted)
    found: list[str] = []
    while len(found) < wanted:
        found += [word for word in words.some(1).split() if word not in small]
    if number % _A_TYPO == 0:
        found[-1] = _misspelt(found[-1], chance)
    return " ".join(found)


def _misspelt(word: str, chance: random.Random) -> str:
    """Two neighbouring letters swapped."""
    at = chance.randrange(max(1, len(word) - 1))
    return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]


def put_random_vectors(store: Store, *, after: int, most: int) -> int:
    """Vectors without meaning for all that is English; the last change that they are for.

    `after` is the last change that has some; the same is returned when all have.
    """
    dues = store.search_vectors.due(NAME, limit=most, after=after)
    numbers = np.random.default_rng(after).standard_normal((len(dues), 384)).astype(np.float32)
    numbers /= np.linalg.norm(numbers, axis=1, keepdims=True)
    every = packed(numbers)
    size = len(every) // max(1, len(dues))
    made = [
        (due, "", every[at * size : (at + 1) * size] if _is_english(due) else b"")
        for at, due in enumerate(dues)
    ]
    store.search_vectors.put(NAME, made)
    return max((due.change_id for due in dues), default=after)


def _is_english(due: Due) -> bool:
    return _like(int(due.record_id[1:])).language == "en"
