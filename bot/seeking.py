"""Whether a sentence seeks something to read, people, somebody's help, or is unclear (pure)."""

from collections.abc import Iterator
from dataclasses import replace

from bot.cues import means
from bot.filters import read_slots
from bot.searching import bare, either, request, search
from bot.slots import Sentence, SlotKind
from bot.tongues import bare_languages
from bot.typed import Typed
from bot.understood import FAIR, LIKELY, SURE, Understood, Verb
from config.gazetteer import Sighting
from config.lexicon import Cue, Position, Wish

_SAID_ALONE = frozenset({SlotKind.LANGUAGE, SlotKind.YEARS, SlotKind.NEWEST})
"""Filters that are no topic of their own."""


def for_people(typed: Typed) -> Understood | None:
    asks = typed.cues.asking(Wish.WHO)
    if not asks:
        return None
    if _doubtful(typed, asks[0]) or _begins_with_a_kind(typed, asks[0]):
        return either(typed, Verb.FIND, Verb.WHO)
    return search(typed, Verb.WHO, SURE)


def _doubtful(typed: Typed, opening: Sighting[Cue]) -> bool:
    """As in "who guidance on ...", "who is a migrant": no question after somebody, perhaps."""
    if opening.first != typed.first or not means(opening, Wish.WHO, Position.START):
        return False
    rest = typed.words[opening.last : typed.last]
    if not rest:
        return False
    kinds = typed.knowledge.lexicon.kinds.find_in(rest[:1], typed.text)
    defines = opening.last - opening.first > 1 and rest[0].text in {"a", "an"}
    return bool(kinds) or defines


def _begins_with_a_kind(typed: Typed, asked: Sighting[Cue]) -> bool:
    """As in "reports for experts on labour migration": people may be what it is about."""
    kinds = typed.knowledge.lexicon.kinds.find_in(typed.words, typed.text)
    return asked.first > typed.first and any(each.first == typed.first for each in kinds)


def for_requests(typed: Typed) -> Understood | None:
    """What others asked for on something: "requests about recruitment fees"."""
    if not typed.cues.asking(Wish.SIMILAR):
        return None
    found = search(typed, Verb.SIMILAR, SURE)
    return found if found.words else None


def for_a_person(typed: Typed) -> Understood | None:
    """A need, said outright, or with a date, an urgency or a language that they would like."""
    opening = typed.cues.opening()
    if opening is None or opening.confidence < 1:
        return None
    asks = means(opening, Wish.REQUEST, Position.START)
    if asks or (means(opening, Wish.NEED, Position.START) and typed.needing.says_more):
        return request(typed)
    return None


def for_resources(typed: Typed) -> Understood:
    if typed.cues.asking(Wish.FIND):
        return search(typed, Verb.FIND, SURE)
    opening = typed.cues.opening()
    needs = opening is not None and means(opening, Wish.NEED, Position.START)
    sentence = typed.sentence(about_people=False)
    if needs and not sentence.resource_places:
        return either(typed, Verb.FIND, Verb.WHO, Verb.REQUEST)
    if _trails_a_language(typed, sentence):
        return either(typed, Verb.FIND, Verb.WHO, with_language=True)
    return search(typed, Verb.FIND, FAIR)


def _trails_a_language(typed: Typed, sentence: Sentence) -> bool:
    """A topic and a bare language, of a record or of a person: "returns Spanish"."""
    bare = bare_languages(sentence)
    return bool(bare) and bare[-1].last == typed.last and bare[-1].first > typed.first


def narrowing(typed: Typed) -> Understood | None:
    """Filters and nothing else, as one says them of an answer before: "in Spanish please"."""
    sentence = typed.sentence(about_people=False)
    found = [
        each
        for each in (*read_slots(sentence), *bare(sentence))
        if typed.first <= each.first and each.last <= typed.last
    ]
    said = {place for each in found for place in range(each.first, each.last)}
    small = set(_small_places(typed))
    every = set(range(typed.first, typed.last))
    by_itself = all(each.slot.kind in _SAID_ALONE for each in found)
    if not found or every - said - small or not (by_itself or typed.first in small - said):
        return None
    slots = tuple(
        replace(each.slot, confidence=max(each.slot.confidence, LIKELY)) for each in found
    )
    return replace(search(typed, Verb.FIND, FAIR), slots=slots, narrows=True)


def _small_places(typed: Typed) -> Iterator[int]:
    """Tokens that say nothing beside a filter: in, only, documents."""
    for place in range(typed.first, typed.last):
        for name in ("joints", "just_those", "any_record"):
            size = typed.knowledge.lexicon.ties[name].after(typed.words, place)
            yield from range(place, place + size)
