"""Every filter that a sentence names: place, kind, objective, organisation and the rest (pure)."""

from collections.abc import Iterable, Iterator, Sequence

from bot.slots import FAIR, LIKELY, SURE, UNSURE, Found, Sentence, SlotKind, Types
from bot.tongues import bare_languages, read_languages, territories
from bot.years import read_years
from config.folding import Token, fold
from config.geography import Extent

OBJECTIVES = 23
"""The Global Compact has 23 objectives (A/RES/73/195)."""
SAYS_LITTLE = frozenset({"report", "research_paper"})
"""Kinds that so many records are that their word only blurs a search for the topic."""
_ARABIC_IN = "ب"
_CHINESE_OF = "的"


def read_slots(sentence: Sentence) -> tuple[Found, ...]:
    """Every filter in the sentence, in order; of two that overlap the longer one stays."""
    candidates = [
        *_objectives(sentence),
        *read_years(sentence),
        *_publishers(sentence),
        *read_languages(sentence),
        *_places(sentence),
        *_newest(sentence),
        *_kinds(sentence),
    ]
    return _without_overlaps(candidates)


def _without_overlaps(candidates: Iterable[Found]) -> tuple[Found, ...]:
    """The longer of two that overlap; of two alike, the one that was read first."""
    taken: list[Found] = []
    for each in sorted(candidates, key=lambda found: found.first - found.last):
        if all(each.last <= other.first or other.last <= each.first for other in taken):
            taken.append(each)
    return tuple(sorted(taken, key=lambda found: found.first))


def _places(sentence: Sentence) -> Iterator[Found]:
    for match in territories(sentence):
        territory = match.places[0]
        span = _span(sentence.words, match.start, match.end)
        if any((each.first, each.last) == span for each in bare_languages(sentence)) and not (
            span[1] < len(sentence.words) and sentence.is_topic(span[1])
        ):
            continue
        country = territory.extent is Extent.COUNTRY
        kind = SlotKind.COUNTRY if country else SlotKind.REGION
        sure = UNSURE if match.demonym or len(match.places) > 1 else FAIR
        if _is_where(sentence, *span) or (sentence.about_people and sure == FAIR):
            sure = LIKELY
        yield sentence.found(kind, territory, span, sure, spent=False)


def _is_where(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a place is said to be where something is: in Kenya, au Sénégal, في مصر, 肯尼亚的."""
    words = sentence.words
    before = any(sentence.ties(each).before(words, first) for each in ("during", "in_place"))
    joined = words[first].text.startswith(_ARABIC_IN) and not _is_name(sentence, first)
    return before or joined or bool(sentence.ties("in_place_after").after(words, last))


def _is_name(sentence: Sentence, place: int) -> bool:
    """Whether the word is a place as it stands, so that its first letter is no "in"."""
    found = sentence.knowledge.geography.find_places(sentence.words[place].text)
    return any(fold(each.label) == sentence.words[place].text for each in found)


def _span(words: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    inside = [place for place, word in enumerate(words) if start <= word.start and word.end <= end]
    return inside[0], inside[-1] + 1


def _newest(sentence: Sentence) -> Iterator[Found]:
    """The word for newest where it begins the sentence or stands at resources: "latest on ..."."""
    for place, size in sentence.occurrences("newest"):
        beside = {place - 1, place + size} & sentence.resource_places
        opens = place == 0 and bool(sentence.ties("joints").after(sentence.words, size))
        if beside or opens or _is_all(sentence, place, size):
            span = (place, place + size)
            yield sentence.found(SlotKind.NEWEST, "newest", span, LIKELY, spent=True)


def _is_all(sentence: Sentence, place: int, size: int) -> bool:
    """Whether nothing else is said but small words: "only the latest"."""
    names = ("joints", "just_those")
    small = {
        at
        for start in range(len(sentence.words))
        for name in names
        for at in range(start, start + sentence.ties(name).after(sentence.words, start))
    }
    return {*small, *range(place, place + size)} >= set(range(len(sentence.words)))


def _objectives(sentence: Sentence) -> Iterator[Found]:
    words = sentence.words
    for place, word in enumerate(words):
        before = sentence.ties("objective").before(words, place)
        after = sentence.ties("objective").after(words, place + 1)
        if not _is_objective(word) or not (before or after):
            continue
        span = (place - before, place + 1) if before else (place, place + 1 + after)
        yield sentence.found(SlotKind.OBJECTIVE, int(word.text), span, SURE, spent=True)
        yield from _more_objectives(sentence, place + 1)


def _more_objectives(sentence: Sentence, place: int) -> Iterator[Found]:
    """Further numbers after the first: objectives 5, 6 and 13."""
    words = sentence.words
    while place < len(words):
        joint = 0 if _is_objective(words[place]) else sentence.ties("joints").after(words, place)
        number = place + joint
        if number >= len(words) or not _is_objective(words[number]):
            return
        span = (place, number + 1)
        value = int(words[number].text)
        yield sentence.found(SlotKind.OBJECTIVE, value, span, SURE, spent=True)
        place = number + 1


def _is_objective(word: Token) -> bool:
    return word.text.isdecimal() and len(word.text) <= 2 and 1 <= int(word.text) <= OBJECTIVES  # noqa: PLR2004


def _publishers(sentence: Sentence) -> Iterator[Found]:
    kind = SlotKind.ORGANISATION if sentence.about_people else SlotKind.PUBLISHER
    for each in sentence.publishers:
        span, sure = _publisher_tie(sentence, each.first, each.last)
        if (each.start, each.end) in sentence.open_acronyms:
            span, sure = (each.first, each.last), min(sure, UNSURE)
        if sure:
            yield sentence.found(kind, each.meanings[0], span, sure, spent=sure > UNSURE)


def _publisher_tie(sentence: Sentence, first: int, last: int) -> tuple[tuple[int, int], float]:
    """The tokens of an organisation with what ties it as publisher, and how surely; 0 if not."""
    words = sentence.words
    by, of = sentence.ties("by").before(words, first), sentence.ties("of").before(words, first)
    after = sentence.ties("after_publisher").after(words, last)
    if by:
        extra = (
            sentence.ties("after_publisher").after(words, last)
            if words[first - 1].text == "由"
            else 0
        )
        return (first - by, last + extra), SURE
    if of and (first - of - 1 in sentence.resource_places or sentence.about_people):
        return (first - of, last), LIKELY
    if {first - 1, last} & sentence.resource_places or (
        after and last + after in sentence.resource_places
    ):
        return (first, last), LIKELY
    return (first, last), 0.0


def _kinds(sentence: Sentence) -> Iterator[Found]:
    """Kinds of resources; surer where the topic follows (a report on ...) or where they end it."""
    if sentence.about_people:
        return
    for each in sentence.kinds:
        kind = each.meanings[0]
        types = Types(kind, sentence.knowledge.lexicon.types_of(kind))
        sure = _kind_tie(sentence, each.first, each.last)
        spent = sure >= LIKELY and kind in SAYS_LITTLE
        yield sentence.found(SlotKind.TYPE, types, (each.first, each.last), sure, spent=spent)


def _kind_tie(sentence: Sentence, first: int, last: int) -> float:
    """How surely a word for a kind is what is asked for, and no part of a name or a topic."""
    words = sentence.words
    newest = sentence.ties("newest").after(words, last)
    if sentence.ties("about").after(words, last + newest):
        return LIKELY
    ends = last == len(words)
    if ends and first > 0 and words[first - 1].text == _CHINESE_OF:
        return LIKELY
    return FAIR if ends or sentence.ties("joints").after(words, last) else UNSURE
