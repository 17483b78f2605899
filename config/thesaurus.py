"""The concepts of the field: their labels in six languages, and where a text speaks of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from sys import intern

from config.concepts import Concept, Reading, Trap
from config.folding import Token, fold, tokens
from config.gazetteer import Gazetteer, Sighting
from config.languages import small_words
from config.taxonomy import LANGUAGES
from config.thesaurus_file import read

_UNDECIDED = 0.5
_SCATTERED = 0.7
"""Confidence in a label whose words are all there, but apart or in another order."""
_MOST_SCATTERED = 3
_SHORT, _LONGEST_SMALL = 2, 5
"""Letters of words that are left out of a label, always or where they are small words."""
_PREFERRED, _OTHER, _NARROWER = 0.5, 0.3, 0.15
_MOST_EXPANDED = 500


@dataclass(frozen=True, slots=True)
class ConceptMatch:
    """A concept that a text names at [start, end), by which label, and how surely (to 1).

    Two matches with one span are two readings of an acronym that the text does not decide.
    """

    concept: Concept
    start: int
    end: int
    label: str
    confidence: float
    apart: bool = False
    """Its words are all there, but others stand between them, or they are in another order."""


@dataclass(frozen=True)
class Thesaurus:
    """Concepts and traps; without any, everything works and nothing is recognised."""

    concepts: Mapping[str, Concept] = field(default_factory=dict)
    traps: tuple[Trap, ...] = ()
    ordinary: tuple[str, ...] = ()
    """Words that are a letter away from a label's and mean something else (detection)."""

    @classmethod
    def load(cls, path: Path) -> "Thesaurus":
        """The thesaurus in a file; an empty one if there is no file.

        Raises:
            BadFolder: the file has faults, each with its line and field.
        """
        if not path.exists():
            return cls()
        contents = read(path)
        return cls(contents.concepts, contents.traps, contents.ordinary)

    def recognise(
        self,
        text: str,
        language: str | None = None,
        words: Sequence[Token] | None = None,
    ) -> tuple[ConceptMatch, ...]:
        """The concepts that a text names, in order: the longest label at each place, overlaps too.

        `language` prefers, among concepts that share a label, those with the label in it.
        `words` are the text's tokens, for a caller who has them.
        """
        words = tokens(text) if words is None else words
        found: list[ConceptMatch] = []
        for sighting in self._labels.find_in(words, text, overlapping=True):
            found.extend(self._matches(sighting, language, words))
        found.extend(self._scattered(words, found))
        return tuple(found)

    def _scattered(
        self, words: Sequence[Token], named: Sequence[ConceptMatch]
    ) -> list[ConceptMatch]:
        """Concepts one of whose labels is there in pieces: the health systems and their migrants.

        The longest labels first; none of a concept that is `named`, nor of a part of its label.
        """
        there = {word.stem: word for word in reversed(words)}
        known = {each.concept.id for each in named}
        every = {each for stem in there for each in self._in_pieces.get(stem, ())}
        whole = sorted(
            (each for each in every if there.keys() >= set(each[0]) and each[2] not in known),
            key=lambda each: (-len(each[0]), each[1]),
        )
        found: dict[str, ConceptMatch] = {}
        for stems, label, concept in whole:
            own = [there[stem] for stem in stems]
            start, end = min(each.start for each in own), max(each.end for each in own)
            if not any(each.start <= start and end <= each.end for each in named):
                match = ConceptMatch(
                    self.concepts[concept], start, end, label, _SCATTERED, apart=True
                )
                found.setdefault(concept, match)
        return list(found.values())[:_MOST_SCATTERED]

    @cached_property
    def _in_pieces(self) -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
        """By its first stem: labels of several words, their telling stems and their concept."""
        index: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        for concept in self.concepts.values():
            for label in dict.fromkeys(each for own in concept.labels.values() for each in own):
                telling = {intern(each.stem) for each in tokens(label) if _says_much(each.text)}
                stems = tuple(sorted(telling))
                if len(stems) > 1:
                    index.setdefault(stems[0], []).append((stems, label, concept.id))
        return index

    def language_of(self, matches: Iterable[ConceptMatch]) -> str:
        """The one language in which all of these are called what they were called; "" if unsure."""
        languages = [
            {each for each, labels in match.concept.labels.items() if match.label in labels}
            for match in matches
        ]
        shared = set.intersection(*languages) if languages else set()
        return shared.pop() if len(shared) == 1 else ""

    def spells(self, word: str) -> bool:
        """Whether any label has this word, endings aside."""
        return any(each.stem in self._stems for each in tokens(word))

    @cached_property
    def _stems(self) -> frozenset[str]:
        labels = (each for own in self.concepts.values() for each in own.labels.values())
        return frozenset(word.stem for some in labels for each in some for word in tokens(each))

    def narrower(self, concept_id: str) -> tuple[Concept, ...]:
        """Concepts directly under this one."""
        return self._narrower.get(concept_id, ())

    def expansion(
        self, matches: Sequence[ConceptMatch], languages: Sequence[str] = LANGUAGES
    ) -> tuple[tuple[str, float], ...]:
        """Other words for what was found, heaviest first: (text, weight), weights at most .5.

        Preferred labels in `languages` weigh .5, other labels .3, preferred labels of narrower
        concepts .15, each times the confidence of the match. The label that was typed is among
        them, as it is spelt.
        """
        key = (tuple(languages), *((e.concept.id, e.label, e.confidence) for e in matches))
        if key not in self._expanded:
            if len(self._expanded) >= _MOST_EXPANDED:
                self._expanded.clear()
            self._expanded[key] = self._expansion(matches, tuple(languages))
        return self._expanded[key]

    def _expansion(
        self, matches: Iterable[ConceptMatch], languages: Sequence[str]
    ) -> tuple[tuple[str, float], ...]:
        weights: dict[str, float] = {}
        for match in matches:
            for label, weight in self._labels_of(match.concept, languages):
                weighed = weight * match.confidence
                weights[label] = max(weighed, weights.get(label, 0.0))
        return tuple(sorted(weights.items(), key=lambda each: (-each[1], each[0])))

    @cached_property
    def _expanded(self) -> dict[tuple[object, ...], tuple[tuple[str, float], ...]]:
        """What was expanded lately: the same few concepts are asked for most of the time."""
        return {}

    def _labels_of(self, concept: Concept, languages: Sequence[str]) -> Iterable[tuple[str, float]]:
        for language in languages:
            for number, label in enumerate(concept.labels.get(language, ())):
                yield label, _OTHER if number else _PREFERRED
            for each in self.narrower(concept.id):
                yield from ((label, _NARROWER) for label in each.labels.get(language, ())[:1])

    def _matches(
        self, sighting: Sighting[str], language: str | None, words: Sequence[Token]
    ) -> Iterable[ConceptMatch]:
        meant = self._resolve(sighting, words)
        if len(meant) > 1 and language is not None:
            speaking = [each for each in meant if sighting.label in self._in(each, language)]
            meant = speaking or meant
        share = 1.0 if len(meant) == 1 else _UNDECIDED
        for concept in meant:
            yield ConceptMatch(
                concept=self.concepts[concept],
                start=sighting.start,
                end=sighting.end,
                label=sighting.label,
                confidence=sighting.confidence * share,
            )

    def _in(self, concept: str, language: str) -> tuple[str, ...]:
        return self.concepts[concept].labels.get(language, ())

    def _resolve(self, sighting: Sighting[str], words: Sequence[Token]) -> Sequence[str]:
        """What a trap's label means here: by words nearby, else the usual, else all of them."""
        trap = self._traps.get(_key(sighting.label))
        if trap is None:
            return sighting.meanings
        around = " ".join(
            word.stem
            for place, word in enumerate(words)
            if not sighting.first <= place < sighting.last
        )
        near = [
            each.concept
            for each in trap.readings
            if any(f" {phrase} " in f" {around} " for phrase in self._nearby[each])
        ]
        meant = near or [trap.usual or each.concept for each in trap.readings]
        return [concept for concept in dict.fromkeys(meant) if concept]

    @cached_property
    def _nearby(self) -> dict[Reading, tuple[str, ...]]:
        return {
            reading: tuple(_key(phrase) for phrase in reading.near)
            for trap in self.traps
            for reading in trap.readings
        }

    @cached_property
    def _traps(self) -> dict[str, Trap]:
        return {_key(trap.label): trap for trap in self.traps}

    @cached_property
    def _narrower(self) -> dict[str, tuple[Concept, ...]]:
        found: dict[str, tuple[Concept, ...]] = {}
        for concept in self.concepts.values():
            for broader in concept.broader:
                found[broader] = (*found.get(broader, ()), concept)
        return found

    @cached_property
    def _labels(self) -> Gazetteer[str]:
        """Every label; acronyms that are ordinary words too (LAS, WHO, TIP) only in capitals."""
        ordinary = frozenset(fold(word) for word in self.ordinary)
        labels: Gazetteer[str] = Gazetteer(typos=True, ordinary=ordinary)
        words = small_words() | ordinary
        for concept in self.concepts.values():
            for label in dict.fromkeys(each for own in concept.labels.values() for each in own):
                labels.add(label, concept.id, cased=_is_a_word(label, words))
        for trap in self.traps:
            for reading in trap.readings:
                labels.add(trap.label, reading.concept, cased=_is_a_word(trap.label, words))
        return labels


def _says_much(word: str) -> bool:
    """Not for articles and prepositions; "migrants" tells a language too, and is no such word."""
    return len(word) > _SHORT and not (len(word) <= _LONGEST_SMALL and word in small_words())


def _key(label: str) -> str:
    return " ".join(word.stem for word in tokens(label))


def _is_a_word(label: str, words: frozenset[str]) -> bool:
    return label.isupper() and not words.isdisjoint({label.lower(), label.lower() + "s"})
