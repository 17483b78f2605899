"""The event whose date a sentence asks for, in words that its name may have (pure)."""

from collections.abc import Iterable, Iterator, Sequence

from babel import Locale

from bot.slots import Found, Sentence
from config.geography import Extent, Territory
from config.taxonomy import DEFAULT_LANGUAGE
from config.thesaurus import ConceptMatch
from storage.search.stopwords import EVERYWHERE

Wordings = tuple[str, ...]
"""One thing that the event's name has to say, in any of these words."""


def occasion(
    sentence: Sentence, places: Sequence[int], narrowed: Iterable[Found]
) -> tuple[Wordings, ...]:
    """What the tokens at `places` say of an event; empty when they say nothing of any.

    A concept may stand there by any of its labels, a place by its names, another word as it is.
    """
    read: dict[int, Wordings] = {}
    taken: set[int] = set()
    for first, last, wordings in (*_concepts(sentence), *_territories(narrowed)):
        span = set(range(first, last))
        if span <= set(places) and not span & taken:
            read[first] = wordings
            taken |= span
    for place in _telling(sentence, places):
        if place not in taken:
            read[place] = (sentence.words[place].text,)
    return tuple(read[place] for place in sorted(read))


def _concepts(sentence: Sentence) -> list[tuple[int, int, Wordings]]:
    """The concepts that are named, the longest first; two readings of one acronym together."""
    spans: dict[tuple[int, int], list[ConceptMatch]] = {}
    for match in sentence.named:
        covered = [
            place
            for place, word in enumerate(sentence.words)
            if match.start <= word.start and word.end <= match.end
        ]
        if covered:
            spans.setdefault((covered[0], covered[-1] + 1), []).append(match)
    longest = sorted(spans, key=lambda span: (span[0] - span[1], span))
    return [(*span, _labels(spans[span])) for span in longest]


def _labels(matches: Iterable[ConceptMatch]) -> Wordings:
    every = (label for match in matches for own in match.concept.labels.values() for label in own)
    return tuple(dict.fromkeys(every))


def _territories(narrowed: Iterable[Found]) -> Iterator[tuple[int, int, Wordings]]:
    for each in narrowed:
        if isinstance(each.slot.value, Territory):
            yield each.first, each.last, _names(each.slot.label, each.slot.value)


def _names(label: str, territory: Territory) -> Wordings:
    if territory.extent is Extent.COUNTRY:
        english = str(Locale(DEFAULT_LANGUAGE).territories.get(territory.id, label))
    else:
        english = territory.id.replace("-", " ").replace("_", " ")
    return tuple(dict.fromkeys((label, english)))


def _telling(sentence: Sentence, places: Sequence[int]) -> Iterator[int]:
    """Tokens that carry a topic: neither small words nor ties nor what is said of any event."""
    spent = set[int]()
    for place in places:
        ties = (sentence.ties(name) for name in ("of_dates", "joints"))
        size = max(each.after(sentence.words, place) for each in ties)
        spent |= set(range(place, place + size))
        if place not in spent and sentence.words[place].text not in EVERYWHERE:
            yield place
