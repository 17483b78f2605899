"""What a message means, and the question for search that comes of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

from bot import slots as reading
from bot.understand import understand
from bot.understood import Alternative, Understood, Verb
from config.folding import tokens
from config.geography import Territory
from config.taxonomy import Region
from config.thesaurus import ConceptMatch
from handlers.asking import Ask, Definition, Slot, SlotKind
from handlers.messages import Message, Said

SURE_ENOUGH = 0.8
"""From this confidence on, a slot that was read from a sentence narrows the search; below it the
words themselves are left to rank."""
MOST_EXPANSIONS = 40
"""Other words that a question is searched by, the heaviest first.

All of them (131 at most) found the same on the tuned half of benchmarks/judged (hit@5 .901, MRR
.829 against .838) in twice the time.
"""
LATEST_YEARS = 3
"""What "latest" looks back, this year included."""
SHORT = 200
"""Characters: what is longer is hardly written twice."""
LATELY = 256
"""Short texts whose meaning is kept; it takes a millisecond to find."""


@dataclass(frozen=True)
class Reader:
    """Reads what is typed, by what the hub knows of the field."""

    knowledge: reading.Knowledge

    def understand(self, message: Message) -> Understood | None:
        """What the typed words mean; None where nothing was typed."""
        if message.said not in {Said.TEXT, Said.COMMAND}:
            return None
        language = message.language.partition("-")[0]
        today = message.sent_at.date()
        read = self._lately if len(message.text) <= SHORT else self._read
        return read(message.text, language, message.verb or None, today)

    def _read(self, text: str, language: str, verb: str | None, today: date) -> Understood:
        return understand(
            text, knowledge=self.knowledge, reader_language=language, verb=verb, today=today
        )

    @cached_property
    def _lately(self) -> Callable[[str, str, str | None, date], Understood]:
        """`_read`, and what came of it for the latest texts: many write "help" or the same."""
        return lru_cache(LATELY)(self._read)

    def ask(self, meant: Understood | Alternative, whole: Understood, at: datetime) -> Ask:
        """What is meant as a question for the search core."""
        concepts = meant.concepts or whole.concepts
        language = whole.language or self.knowledge.thesaurus.language_of(concepts)
        return Ask(
            meant.words,
            language,
            tuple(narrowed_by(meant.slots, verb=meant.verb, at=at)),
            self._expansion(concepts),
            {each.concept.id: each.concept.name() for each in concepts},
            tuple(self._definitions(meant.words)) if whole.asks_definition else (),
            whole.occasion,
            tense=whole.tense,
        )

    def _definitions(self, term: str) -> Iterable[Definition]:
        """Of the concepts that go by this name; there may be two, for an acronym."""
        words = tokens(term)
        for match in self.knowledge.thesaurus.recognise(term, words=words):
            whole = all(match.start <= each.start and each.end <= match.end for each in words)
            if whole and not match.apart and match.concept.definition:
                concept = match.concept
                yield Definition(concept.name(), concept.definition, concept.source)

    def _expansion(self, concepts: Sequence[ConceptMatch]) -> tuple[tuple[str, float], ...]:
        return tuple(self.knowledge.thesaurus.expansion(concepts))[:MOST_EXPANSIONS]


def narrowed_by(read: Iterable[reading.Slot], *, verb: Verb, at: datetime) -> Iterable[Slot]:
    """What a sentence is sure enough to narrow by, as the handlers know it."""
    for slot in read:
        if slot.confidence >= SURE_ENOUGH:
            for kind, value in _narrowings(slot, verb=verb, at=at):
                faint = slot.kind in {reading.SlotKind.TYPE, reading.SlotKind.NEWEST}
                said = slot.label if isinstance(slot.value, Territory) else ""
                yield Slot(kind, value, guessed=True, faint=faint, said=said)


def _narrowings(slot: reading.Slot, *, verb: Verb, at: datetime) -> Iterable[tuple[SlotKind, str]]:
    match slot.kind, slot.value:
        case reading.SlotKind.COUNTRY, Territory(id=country) if verb is not Verb.WHO:
            yield SlotKind.COUNTRY, country
        case _, Territory(continents=continents):
            yield from ((SlotKind.REGION, each.value) for each in continents)
            if verb is Verb.WHO and continents:
                yield SlotKind.REGION, Region.GLOBAL.value
        case _, reading.Years(first, last):
            if first:
                yield SlotKind.SINCE, str(first)
            if last:
                yield SlotKind.UNTIL, str(last)
        case _, reading.Types(types=types):
            yield from ((SlotKind.TYPE, each) for each in types)
        case reading.SlotKind.NEWEST, _:
            yield SlotKind.SINCE, str(at.year - LATEST_YEARS + 1)
        case reading.SlotKind.ORGANISATION | reading.SlotKind.PUBLISHER, value:
            yield SlotKind.PUBLISHER, str(value)
        case kind, value:
            yield SlotKind(kind.value), str(value)
