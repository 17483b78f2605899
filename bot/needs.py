"""What a sentence says of the help that is needed: until when, how pressing, for whom (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.deadlines import Deadline, read_deadline
from bot.slots import LIKELY, Found, Sentence, SlotKind
from bot.tongues import bare_languages, languages_named
from config.taxonomy import Visibility

_LEVELS = {
    Visibility.GROUP: "need_seen_by_group",
    Visibility.GOVERNMENT: "need_seen_by_governments",
    Visibility.NETWORK: "need_seen_by_network",
    Visibility.PUBLIC: "need_seen_by_all",
}
"""By narrowness: where two are said, the narrower one is meant."""


@dataclass(frozen=True, slots=True)
class Need:
    """How help is needed; what it is about stands in the words and the slots beside it."""

    urgent: bool = False
    deadline: Deadline | None = None
    for_country: bool = False
    sensitive: bool = False
    seen_by: Visibility | None = None
    """Who may see it, where it is said."""


@dataclass(frozen=True)
class Needing:
    """One sentence that says a need."""

    sentence: Sentence

    @property
    def need(self) -> Need:
        return Need(
            urgent=bool(self._urgent),
            deadline=self._deadline,
            for_country=any(self.sentence.occurrences("need_for_country")),
            sensitive=bool(self._spans("need_sensitive")),
            seen_by=next((level for level in _LEVELS if self._spans(_LEVELS[level])), None),
        )

    @property
    def says_more(self) -> bool:
        """Whether it says what only a person can answer to: a date, an urgency, a preference."""
        return bool(self._urgent or self._deadline or self.languages)

    @cached_property
    def languages(self) -> tuple[Found, ...]:
        """Languages that they would like: "French preferred", "idéalement en arabe"."""
        return tuple(self._preferred())

    @property
    def spent(self) -> frozenset[int]:
        """Tokens that say how, and nothing of what it is about."""
        spans = [*self._urgent, *self._spans("need_not_urgent"), *self._spans("need_sensitive")]
        spans += [span for name in _LEVELS.values() for span in self._spans(name)]
        if self._deadline is not None:
            spans.append((self._deadline.first, self._deadline.last))
        spans += [(each.first, each.last) for each in self.languages]
        return frozenset(place for first, last in spans for place in range(first, last))

    @cached_property
    def _urgent(self) -> tuple[tuple[int, int], ...]:
        calm = {at for first, last in self._spans("need_not_urgent") for at in range(first, last)}
        return tuple(
            (first, last)
            for first, last in self._spans("need_urgent")
            if calm.isdisjoint(range(first, last))
        )

    @cached_property
    def _deadline(self) -> Deadline | None:
        today = self.sentence.today
        return read_deadline(self.sentence, today) if today else None

    def _spans(self, name: str) -> tuple[tuple[int, int], ...]:
        return tuple((place, place + size) for place, size in self.sentence.occurrences(name))

    def _preferred(self) -> Iterator[Found]:
        """With a word that says so; or alone, as in "English or French", before no topic."""
        alone = [(each.first, each.last) for each in bare_languages(self.sentence)]
        ties = self.sentence.ties("need_preferred")
        for named in languages_named(self.sentence):
            before = ties.before(self.sentence.words, named.first)
            after = ties.after(self.sentence.words, named.last)
            ends = named.last == len(self.sentence.words) or not self.sentence.is_topic(named.last)
            if before or after or ((named.first, named.last) in alone and ends):
                span = (named.first - before, named.last + after)
                yield self.sentence.found(
                    SlotKind.LANGUAGE, named.meanings[0], span, LIKELY, spent=True
                )
