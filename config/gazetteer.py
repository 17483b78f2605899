"""Known phrases found in a text: the longest first, tolerant of endings and, if asked, of typos."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from config.folding import ARABIC_PREFIXES, Token, stem, tokens
from config.slips import slips

Meaning = TypeVar("Meaning")

_SHORTEST_WITH_TYPO = 6
_SHORTEST_ALONE_WITH_TYPO = 7
_SHORTEST_WITH_TWO = 10
"""Letters from which a word may have two slips.

Of 1,309 labels of the sample with two random slips in a word of nine letters or more, 763 are
recognised so, 268 with one slip allowed; of 3,016 other long words 8 are taken for one of them.
"""
_SHORTEST_INSIDE_WITH_TYPO = 5
"""Letters of a word after the first of its label, where the words before it are right.

In Latin letters so many short words are one slip from another that they are taken as they are.
"""
_ARABIC_JOINED = "وفبكل"
"""Arabic words for and, then, in, like and for are written as part of the next word."""
_SHORT = 3
_BREAK = re.compile(r"[:;!?()：；！？（）。]|\.\s")
"""What a phrase does not reach across, unless its label does: Iran (Islamic Republic of)."""
_EXACT, _INFLECTED, _TYPO = 1.0, 0.9, 0.6
_OF_A_SLIP = 2.0
"""How much of the confidence a slip takes, over the letters: little in a long phrase."""


@dataclass(frozen=True, slots=True)
class Sighting(Generic[Meaning]):
    """What a stretch of text may mean: [start, end) in it, as written, and the label it equals.

    `meanings` are those of the best label, in the order in which they were added; `confidence`
    is 1 for the label as written, less for another ending, least for typos.
    """

    meanings: tuple[Meaning, ...]
    start: int
    end: int
    label: str
    confidence: float
    first: int
    last: int
    """The tokens [first, last) that it covers."""


class _Entry(NamedTuple):
    label: str
    words: tuple[str, ...]
    cased: bool
    meaning: object


class Gazetteer(Generic[Meaning]):
    """Labels and what they mean; filled first, then asked: the first question builds the index."""

    def __init__(self, *, typos: bool = False, ordinary: frozenset[str] = frozenset()) -> None:
        """With `typos`, long words may have one; `ordinary` words are never taken for one."""
        self._typos = typos
        self._ordinary = ordinary
        self._entries: list[tuple[str, Meaning, bool]] = []

    def add(self, label: str, meaning: Meaning, *, cased: bool = False) -> None:
        """One more label; `cased` ones only in capitals (WHO) or with one (Chad), as they are."""
        self._entries.append((label, meaning, cased))

    def find(self, text: str) -> tuple[Sighting[Meaning], ...]:
        """Labels in the text in order, none overlapping: the longest at each place wins."""
        return self.find_in(tokens(text), text)

    def find_in(
        self, words: Sequence[Token], text: str, *, overlapping: bool = False
    ) -> tuple[Sighting[Meaning], ...]:
        """`find` for a text that has been cut into tokens before.

        `overlapping` also gives labels that begin inside another and end after it, as "workers'
        rights" in "migrant workers' rights".
        """
        found: list[Sighting[Meaning]] = []
        place, covered = 0, 0
        while place < len(words):
            sighting = self._longest_at(words, place, text)
            if sighting is None or sighting.last <= covered:
                place += 1
                continue
            found.append(sighting)
            covered = sighting.last
            place = place + 1 if overlapping else covered
        return tuple(found)

    def knows(self, label: str) -> tuple[Meaning, ...]:
        """The meanings of exactly this label, endings aside."""
        words = tokens(label)
        entries = self._index.get(" ".join(word.stem for word in words), ())
        return tuple(dict.fromkeys(meaning for _, meaning in entries))

    @cached_property
    def _index(self) -> dict[str, list[tuple[_Entry, Meaning]]]:
        index: dict[str, list[tuple[_Entry, Meaning]]] = defaultdict(list)
        for label, meaning, cased in self._entries:
            words = tokens(label)
            key = " ".join(word.stem for word in words)
            spelt = tuple(sys.intern(word.text) for word in words)
            entry = _Entry(label, spelt, cased, meaning)
            if key:
                index[key].append((entry, meaning))
        return dict(index)

    @cached_property
    def _longest(self) -> dict[str, int]:
        """How many words the longest label has that starts with this stem."""
        longest: dict[str, int] = {}
        for key in self._index:
            stems = key.split(" ")
            longest[stems[0]] = max(longest.get(stems[0], 0), len(stems))
        return longest

    @cached_property
    def _vocabulary(self) -> dict[str, str]:
        """Each word of a label, and its stem."""
        return {word.text: word.stem for label, _, _ in self._entries for word in tokens(label)}

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(self._vocabulary.values())

    @cached_property
    def _alike(self) -> dict[tuple[str, int], list[str]]:
        """Words of labels that may be meant by a slip, by first letter and length.

        Looking a few dozen of them through takes microseconds, and an index of every form that
        lacks a letter (as in SymSpell) took 14 MiB and a third of a second at the start.
        """
        alike: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in self._vocabulary:
            if len(word) >= _SHORTEST_INSIDE_WITH_TYPO:
                alike[word[0], len(word)].append(word)
        return dict(alike)

    def _longest_at(
        self, words: Sequence[Token], place: int, text: str
    ) -> Sighting[Meaning] | None:
        for first in (words[place].stem, *self._corrections(words[place])):
            for length in range(min(self._longest.get(first, 0), len(words) - place), 0, -1):
                sighting = self._match(words[place : place + length], first, text, place)
                if sighting is not None:
                    return sighting
        return None

    def _match(
        self, words: Sequence[Token], first: str, text: str, place: int
    ) -> Sighting[Meaning] | None:
        stems = [first, *(word.stem for word in words[1:])]
        slips = int(first != words[0].stem and not _joined(words[0], first))
        if " ".join(stems) not in self._index and len(words) > 1:
            for number, word in enumerate(words[1:], start=1):
                shortest = (
                    _SHORTEST_WITH_TYPO if word.text.isascii() else _SHORTEST_INSIDE_WITH_TYPO
                )
                corrections = self._corrections(word, shortest=shortest)
                stems[number] = next(
                    (each for each in corrections if self._begins(stems[:number], each)), word.stem
                )
                slips += stems[number] != word.stem and not _joined(word, stems[number])
        entries = self._index.get(" ".join(stems))
        if entries is None:
            return None
        if slips and len(words) == 1 and len(words[0].text) < _SHORTEST_ALONE_WITH_TYPO:
            return None
        return _sighting(entries, words, text, place, slips=slips)

    def _begins(self, before: Sequence[str], last: str) -> bool:
        """Whether any label begins with these stems."""
        return " ".join((*before, last)) in self._beginnings

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        cut = (key.split(" ") for key in self._index)
        return frozenset(" ".join(each[:size]) for each in cut for size in range(2, len(each) + 1))

    def _corrections(self, word: Token, *, shortest: int = _SHORTEST_WITH_TYPO) -> Iterable[str]:
        """Other stems that a word may stand for: without a joined Arabic word, or with a typo.

        A typo is one slip of the finger away from a label's word, in a word that no label has; in
        a long one two slips, where they lead to one word alone.
        """
        if word.stem in self._stems or word.text in self._vocabulary:
            return ()
        if word.text[0] in _ARABIC_JOINED and len(word.text) > _SHORTEST_WITH_TYPO - 2:
            rest = stem(word.text[1:])
            if rest in self._stems:
                return (rest,)
        if not self._typos or len(word.text) < shortest:
            return ()
        if word.text in self._ordinary:
            return ()
        once = self._near(word.text, most=1)
        if once or len(word.text) < _SHORTEST_WITH_TWO:
            return once
        twice = self._near(word.text, most=2)
        return twice if len(twice) == 1 else ()

    def _near(self, text: str, *, most: int) -> Sequence[str]:
        """Stems of labels' words that are so many slips away at most."""
        near = (
            candidate
            for length in range(len(text) - most, len(text) + most + 1)
            for candidate in self._alike.get((text[0], length), ())
            if slips(candidate, text, most=most) <= most
        )
        return sorted({self._vocabulary[candidate] for candidate in near})


def _joined(word: Token, stem_of_rest: str) -> bool:
    """Whether the correction only took a joined Arabic word off."""
    return word.text[0] in _ARABIC_JOINED and stem(word.text[1:]) == stem_of_rest


def _sighting(
    entries: Sequence[tuple[_Entry, Meaning]],
    words: Sequence[Token],
    text: str,
    place: int,
    *,
    slips: int,
) -> Sighting[Meaning] | None:
    written = text[words[0].start : words[-1].end]
    allowed = [each for each in entries if _allowed(each[0], words, written)]
    if not allowed:
        return None
    exactly = tuple(word.text for word in words)
    bare = tuple(_bare(word) for word in exactly)
    exact = [each for each in allowed if each[0].words == exactly]
    near = [each for each in allowed if tuple(map(_bare, each[0].words)) == bare]
    best = exact or near or allowed
    endings = _EXACT if exact else _INFLECTED
    return Sighting(
        meanings=tuple(dict.fromkeys(meaning for _, meaning in best)),
        start=words[0].start,
        end=words[-1].end,
        label=best[0][0].label,
        confidence=_slipped(slips, len(written)) if slips else endings,
        first=place,
        last=place + len(words),
    )


def _slipped(slips: int, letters: int) -> float:
    """Confidence in a phrase of so many letters with slips in it."""
    return min(_INFLECTED, max(_TYPO, 1 - _OF_A_SLIP * slips / letters))


def _allowed(entry: _Entry, words: Sequence[Token], written: str) -> bool:
    """Whether capitals are where the label insists, no sentence ends inside, short words are whole.

    Endings say little about words of three letters: only an s is allowed there (two VNRs), and in
    Arabic only what is written before the word.
    """
    if _BREAK.search(written) and not _BREAK.search(entry.label):
        return False
    if entry.cased:
        return written.isupper() if entry.label.isupper() else written[0].isupper()
    if len(words) > 1:
        return True
    label, word = entry.words[0], words[0].text
    if len(words[0].stem) > _SHORT:
        return len(label) > _SHORT or word in {label, label + "s"}
    if "\u0600" <= word[0] <= "\u06ff":
        return any(_whole_arabic(each, _bare(label)) for each in (word, _bare(word), word[1:]))
    inflected = "\u0400" <= word[0] <= "\u04ff" and min(len(label) - 1, len(word)) >= _SHORT
    return inflected or word in {label, label + "s"}


def _whole_arabic(word: str, label: str) -> bool:
    """Equal, or an adjective of four letters and more with an ending: Egyptian, Egyptians."""
    return word == label or (len(label) > _SHORT and word.startswith(label))


def _bare(word: str) -> str:
    return next((word[len(each) :] for each in ARABIC_PREFIXES if word.startswith(each)), word)
