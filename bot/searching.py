"""What a text is searched by: its words without what asks for it, and its filters (pure)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.filters import read_slots
from bot.occasions import occasion
from bot.slots import Found, Sentence, SlotKind
from bot.tongues import bare_languages
from bot.typed import Typed
from bot.understood import LIKELY, SURE, UNSURE, Alternative, Understood, Verb
from bot.wording import clean, trimmed
from config.lexicon import Wish
from config.thesaurus import ConceptMatch

_MOST_SENSES = 3
"""Of an acronym."""
_ASKING = (Wish.FIND, Wish.NEED, Wish.WATCH, Wish.REQUEST, Wish.DEFINE, Wish.WHEN)
_OF_A_NEED = {SlotKind.LANGUAGE, SlotKind.COUNTRY, SlotKind.REGION, SlotKind.OBJECTIVE}


def request(typed: Typed) -> Understood:
    return replace(search(typed, Verb.REQUEST, SURE), need=typed.needing.need)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The topic of a text: its filters, the tokens that do not ask, and those to search for."""

    filters: Sequence[Found]
    unasked: Sequence[int]
    kept: Sequence[int]


def search(
    typed: Typed, verb: Verb, confidence: float, *, with_language: bool = False
) -> Understood:
    sentence = typed.sentence(about_people=verb in {Verb.WHO, Verb.REQUEST})
    parts = _parts(typed, verb, sentence, with_language=with_language)
    if verb in {Verb.FIND, Verb.WATCH} and _only_narrows(typed, parts, sentence):
        parts = replace(parts, kept=(), filters=[_surely(each) for each in parts.filters])
    defining = bool(typed.cues.asking(Wish.DEFINE))
    dated = verb is Verb.FIND and bool(typed.cues.asking(Wish.WHEN))
    return Understood(
        verb,
        _words(typed, parts.kept),
        tuple(each.slot for each in parts.filters),
        confidence,
        concepts=sentence.concepts,
        asks_definition=defining and verb is Verb.FIND and _is_a_term(typed, parts.kept, sentence),
        occasion=occasion(sentence, parts.unasked, parts.filters) if dated else (),
        tense=_tense(sentence) if dated else "",
        alternatives=() if defining else _senses(typed, sentence, verb),
    )


def _parts(typed: Typed, verb: Verb, sentence: Sentence, *, with_language: bool) -> _Parts:
    """What asks for it, and what is spent on a filter, is not searched for."""
    spent = set(_asking(typed, verb))
    found = [
        each
        for each in (*read_slots(sentence), *(bare(sentence) if with_language else ()))
        if typed.first <= each.first and each.last <= typed.last
    ]
    preferred: tuple[Found, ...] = ()
    if verb is Verb.REQUEST:
        preferred, found = typed.needing.languages, _of_a_need(found)
        spent |= typed.needing.spent
    topic = [each for each in found if not spent & set(range(each.first, each.last))]
    topic = [*preferred, *topic]
    unasked = [place for place in range(typed.first, typed.last) if place not in spent]
    for each in topic:
        spent |= set(range(each.first, each.last)) if each.spent else set()
    spent |= set(_any_record(sentence))
    return _Parts(topic, unasked, [place for place in unasked if place not in spent])


def _asking(typed: Typed, verb: Verb) -> Iterator[int]:
    """The tokens that ask for it."""
    asking = typed.cues.asking
    asked = [
        *(asking(Wish.WHO) if verb is Verb.WHO else typed.cues.openings(Wish.WHO)),
        *(each for wish in _ASKING for each in asking(wish)),
        *(asking(Wish.SIMILAR) if verb is Verb.SIMILAR else ()),
    ]
    for each in asked:
        yield from range(each.first, each.last)


def _words(typed: Typed, kept: Sequence[int]) -> str:
    if len(kept) == len(typed.words):
        return clean(typed.text)
    return typed.written(trimmed(typed.words, kept, typed.knowledge.lexicon.ties["joints"]))


def either(typed: Typed, *verbs: Verb, with_language: bool = False) -> Understood:
    readings = [search(typed, verb, UNSURE, with_language=with_language) for verb in verbs]
    choices = tuple(Alternative(each.verb, each.words, each.slots) for each in readings)
    return replace(readings[0], alternatives=choices)


def _only_narrows(typed: Typed, parts: _Parts, sentence: Sentence) -> bool:
    """Whether kinds of records are all that is left beside another filter: "IOM reports".

    Not where a concept is named, which is a topic: "MMC research".
    """
    kinds = [each for each in parts.filters if each.slot.kind is SlotKind.TYPE]
    named = {place for each in kinds for place in range(each.first, each.last)}
    others = any(each.slot.kind is not SlotKind.TYPE and each.spent for each in parts.filters)
    joints = typed.knowledge.lexicon.ties["joints"]
    return (
        bool(kinds)
        and others
        and not sentence.concepts
        and all(place in named or joints.after(typed.words, place) for place in parts.kept)
    )


def _senses(typed: Typed, sentence: Sentence, verb: Verb) -> tuple[Alternative, ...]:
    """What an acronym may mean that the sentence does not decide, each spelled out."""
    if verb not in {Verb.FIND, Verb.WHO} or not sentence.open_acronyms:
        return ()
    start, end = min(sentence.open_acronyms)
    meant = [each for each in sentence.named if (each.start, each.end) == (start, end)]
    return tuple(_sense(typed, verb, start, end, each) for each in meant[:_MOST_SENSES])


def _sense(typed: Typed, verb: Verb, start: int, end: int, meant: ConceptMatch) -> Alternative:
    name = meant.concept.name(typed.reader_language)
    spelled = typed.again(f"{typed.text[:start]}{name}{typed.text[end:]}")
    found = search(spelled, verb, UNSURE)
    return Alternative(verb, found.words or name, found.slots, found.concepts)


def _is_a_term(typed: Typed, kept: Sequence[int], sentence: Sentence) -> bool:
    """Whether what is asked for is the name of a concept and nothing more."""
    named = [(each.start, each.end) for each in sentence.named]
    joints = typed.knowledge.lexicon.ties["joints"]
    return all(
        any(start <= typed.words[place].start < end for start, end in named)
        or bool(joints.after(typed.words, place))
        for place in kept
    )


def _surely(found: Found) -> Found:
    """A filter that is all that was said."""
    sure = max(found.slot.confidence, LIKELY)
    return replace(found, slot=replace(found.slot, confidence=sure))


def _of_a_need(found: Iterable[Found]) -> list[Found]:
    """Without years and kinds of records, which say nothing of a person."""
    return [each for each in found if each.slot.kind in _OF_A_NEED]


def _tense(sentence: Sentence) -> str:
    said = (name for name in ("coming", "past") if any(sentence.occurrences(name)))
    return next(said, "")


def _any_record(sentence: Sentence) -> Iterator[int]:
    """Words that any record would answer to, where what they are about follows: "docs on ..."."""
    for place, size in sentence.occurrences("any_record"):
        after = place + size
        newest = sentence.ties("newest").after(sentence.words, after)
        if sentence.ties("about").after(sentence.words, after + newest):
            yield from range(place, after)


def bare(sentence: Sentence) -> tuple[Found, ...]:
    return tuple(
        sentence.found(
            SlotKind.LANGUAGE, each.meanings[0], (each.first, each.last), LIKELY, spent=True
        )
        for each in bare_languages(sentence)[-1:]
    )
