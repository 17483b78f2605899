"""What a filter guessed from a sentence is, and the sentence that it is read from (pure)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from config.folding import Token, stem
from config.gazetteer import Gazetteer, Sighting
from config.geography import Geography, Territory
from config.languages import detect, small_words
from config.lexicon import Lexicon, Ties
from config.thesaurus import ConceptMatch, Thesaurus

SURE, LIKELY, FAIR, UNSURE = 0.9, 0.8, 0.7, 0.5
"""How surely a filter is meant: in so many words, well tied, possible, only perhaps."""

_NO_TOPIC = (
    *("joints", "since", "until", "beyond", "ahead_of", "during"),
    *("by", "of", "between", "language_after"),
)
"""Ties that are words of no topic."""


class SlotKind(StrEnum):
    LANGUAGE = "language"
    COUNTRY = "country"
    REGION = "region"
    YEARS = "years"
    NEWEST = "newest"
    TYPE = "type"
    OBJECTIVE = "objective"
    PUBLISHER = "publisher"
    ORGANISATION = "organisation"
    """Where an expert works; what a publisher is among resources."""


@dataclass(frozen=True, slots=True)
class Years:
    """From the first to the last year, both included; None is open."""

    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Types:
    """Record types, the nearest first, and the name of their kind."""

    kind: str
    types: tuple[str, ...]


SlotValue = str | int | Years | Types | Territory
"""A language's ISO code, "newest" or an organisation's id; an objective's number; or as typed."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A filter guessed from the text at [start, end); `label` is what is written there.

    `confidence` from .8 is asked for in so many words; below it is a guess that should rank
    rather than filter.
    """

    kind: SlotKind
    value: SlotValue
    label: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True)
class Knowledge:
    """What understanding draws on; built once, and without a thesaurus or publishers if need be.

    `publishers` maps an organisation's id to every name it goes by.
    """

    lexicon: Lexicon = field(default_factory=Lexicon)
    geography: Geography = field(default_factory=Geography)
    thesaurus: Thesaurus = field(default_factory=Thesaurus)
    publishers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def warm(self) -> None:
        """Build every index, a third of a second, and let go of what only that needed."""
        word = "remitances"  # not a label's: the index of typos is built too
        self.geography.find_places(word)
        self.geography.find_languages(word)
        self.lexicon.cues.find(word)
        self.lexicon.kinds.find(word)
        self.lexicon.ties  # noqa: B018  # they are kept
        self.thesaurus.recognise(word)
        self.publisher_names.find(word)
        stem.cache_clear()

    @cached_property
    def publisher_names(self) -> Gazetteer[str]:
        """Organisations by name; names that are small words (WHO, LAS, AU) only in capitals."""
        small = small_words()
        found: Gazetteer[str] = Gazetteer()
        for publisher, names in self.publishers.items():
            for name in dict.fromkeys((publisher, *names)):
                found.add(name, publisher, cased=name.isupper() and name.lower() in small)
        return found


@dataclass(frozen=True, slots=True)
class Found:
    """A slot, its tokens [first, last), and whether the search is better off without them."""

    slot: Slot
    first: int
    last: int
    spent: bool


@dataclass(frozen=True)
class Sentence:
    """A text cut into tokens, and what is read from it."""

    text: str
    words: tuple[Token, ...]
    knowledge: Knowledge
    about_people: bool
    today: date | None

    def ties(self, name: str) -> Ties:
        return self.knowledge.lexicon.ties[name]

    @cached_property
    def kinds(self) -> tuple[Sighting[str], ...]:
        return self.knowledge.lexicon.kinds.find_in(self.words, self.text)

    @cached_property
    def publishers(self) -> tuple[Sighting[str], ...]:
        return self.knowledge.publisher_names.find_in(self.words, self.text)

    @cached_property
    def resource_places(self) -> frozenset[int]:
        """Tokens that speak of resources, their kinds, or experts."""
        kinds = {place for each in self.kinds for place in range(each.first, each.last)}
        words = self.ties("resource_words")
        return frozenset(
            kinds | {at for at in range(len(self.words)) if words.after(self.words, at)}
        )

    @cached_property
    def open_acronyms(self) -> frozenset[tuple[int, int]]:
        """Where an acronym stands that means several things and the sentence does not decide."""
        spans = [(each.start, each.end) for each in self.named]
        return frozenset(span for span in spans if spans.count(span) > 1)

    @cached_property
    def concepts(self) -> tuple[ConceptMatch, ...]:
        return self.knowledge.thesaurus.recognise(self.text, detect(self.text), self.words)

    @cached_property
    def named(self) -> tuple[ConceptMatch, ...]:
        """The concepts that are named in one piece."""
        return tuple(each for each in self.concepts if not each.apart)

    def found(
        self, kind: SlotKind, value: SlotValue, span: tuple[int, int], sure: float, *, spent: bool
    ) -> Found:
        first, last = span
        start, end = self.words[first].start, self.words[last - 1].end
        slot = Slot(kind, value, self.text[start:end], start, end, sure)
        return Found(slot, first, last, spent)

    def occurrences(self, name: str) -> Iterator[tuple[int, int]]:
        """Where phrases of this name in the lexicon begin, and how many words each has."""
        for place in range(len(self.words)):
            size = self.ties(name).after(self.words, place)
            if size:
                yield place, size

    def is_topic(self, place: int) -> bool:
        """Whether the word here is of the topic: no tie, no number, no word for resources."""
        if place in self.resource_places or self.words[place].text.isdigit():
            return False
        return not any(self.ties(name).after(self.words, place) for name in _NO_TOPIC)
