"""Filters that a sentence names: language, place, years, kind, objective, organisation (pure)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from config.folding import Token, fold
from config.gazetteer import Gazetteer, Sighting
from config.geography import Extent, Geography, Territory, TerritoryMatch
from config.languages import detect, small_words
from config.lexicon import Lexicon, Ties
from config.taxonomy import DEFAULT_LANGUAGE
from config.thesaurus import ConceptMatch, Thesaurus

FIRST_YEAR = 1990
OBJECTIVES = 23
_RECENT_YEARS = 3
_BETWEEN_YEARS = re.compile(r"\s*[-–—~/至到]\s*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ARABIC_IN = "بال"
_CHINESE_TONGUES = frozenset("语文")
"""What ends a language's name in Chinese, and no adjective of a country."""
_SURE, _LIKELY, _FAIR, _UNSURE = 0.9, 0.8, 0.7, 0.5


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
    rather than filter. `last` and `first` are the tokens it covers.
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
        spans = [(each.start, each.end) for each in self.concepts]
        return frozenset(span for span in spans if spans.count(span) > 1)

    @cached_property
    def concepts(self) -> tuple[ConceptMatch, ...]:
        return self.knowledge.thesaurus.recognise(self.text, detect(self.text), self.words)

    @cached_property
    def bare_languages(self) -> tuple[Sighting[str], ...]:
        """Languages named in English with no word beside them that says how they are meant.

        Only there: "Spanish" after a noun is no adjective, as "español" may well be.
        """
        return tuple(
            each
            for each in _languages_named(self)
            if not _language_tie(self, each)[2] and _is_english(self, each)
        )

    def found(
        self, kind: SlotKind, value: SlotValue, span: tuple[int, int], sure: float, *, spent: bool
    ) -> Found:
        first, last = span
        start, end = self.words[first].start, self.words[last - 1].end
        slot = Slot(kind, value, self.text[start:end], start, end, sure)
        return Found(slot, first, last, spent)


def read_slots(sentence: Sentence) -> tuple[Found, ...]:
    """Every filter in the sentence, in order; of two that overlap the longer one stays."""
    candidates = [
        *_objectives(sentence),
        *_years(sentence),
        *_publishers(sentence),
        *_languages(sentence),
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


def _languages_named(sentence: Sentence) -> Iterator[Sighting[str]]:
    """Names of languages that are no part of a place's name (French Guiana, Russian Federation)."""
    places = _territories(sentence)
    for each in sentence.knowledge.geography.find_languages(sentence.text, sentence.words):
        inside = [place for place in places if place.start <= each.start and each.end <= place.end]
        if not any(len(place.label) > len(each.label) for place in inside):
            yield each


def _territories(sentence: Sentence) -> tuple[TerritoryMatch, ...]:
    return sentence.knowledge.geography.find_places(sentence.text, words=sentence.words)


def _language_tie(sentence: Sentence, named: Sighting[str]) -> tuple[int, int, float]:
    """The tokens of a language with the words that tie it, and how sure it is meant; 0 if not."""
    words, first, last = sentence.words, named.first, named.last
    before = sentence.ties("language_before").before(words, first)
    after = sentence.ties("language_after").after(words, last)
    beside = {first - 1, last} & sentence.resource_places
    if before or words[first].text.startswith(_ARABIC_IN):
        follows = last < len(words) and _content(sentence, last)
        return first - before, last, _UNSURE if follows and words[first].text.isascii() else _SURE
    if after:
        return first, last + after, _SURE
    if words[last - 1].text in _CHINESE_TONGUES:
        return first, last, _LIKELY
    if beside:
        return first, last, _FAIR
    return first, last, 0.0


def _is_english(sentence: Sentence, named: Sighting[str]) -> bool:
    name = sentence.knowledge.geography.language_name(named.meanings[0], DEFAULT_LANGUAGE)
    return fold(name) == fold(sentence.text[named.start : named.end])


def _content(sentence: Sentence, place: int) -> bool:
    """Whether the word here is one of the topic: no tie, no number, no word for resources."""
    if place in sentence.resource_places or sentence.words[place].text.isdigit():
        return False
    ties = ("joints", "since", "until", "during", "by", "of", "between", "language_after")
    return not any(sentence.ties(name).after(sentence.words, place) for name in ties)


def _languages(sentence: Sentence) -> Iterator[Found]:
    for named in _languages_named(sentence):
        first, last, sure = _language_tie(sentence, named)
        if sure:
            span, code = (first, last), named.meanings[0]
            yield sentence.found(SlotKind.LANGUAGE, code, span, sure, spent=sure > _UNSURE)


def _places(sentence: Sentence) -> Iterator[Found]:
    for match in _territories(sentence):
        territory = match.places[0]
        span = _span(sentence.words, match.start, match.end)
        if any((each.first, each.last) == span for each in sentence.bare_languages) and not (
            span[1] < len(sentence.words) and _content(sentence, span[1])
        ):
            continue
        country = territory.extent is Extent.COUNTRY
        kind = SlotKind.COUNTRY if country else SlotKind.REGION
        sure = _UNSURE if match.demonym or len(match.places) > 1 else _FAIR
        if sentence.ties("during").before(sentence.words, span[0]):
            sure = max(sure, _LIKELY)
        yield sentence.found(kind, territory, span, sure, spent=False)


def _span(words: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    inside = [place for place, word in enumerate(words) if start <= word.start and word.end <= end]
    return inside[0], inside[-1] + 1


def _years(sentence: Sentence) -> Iterator[Found]:
    yield from _said_years(sentence)
    words, place = sentence.words, 0
    while place < len(words):
        year = _year(sentence, place)
        if year is None:
            place += 1
            continue
        until, after = _range_end(sentence, place)
        found = _one_range(sentence, place, year, until, after)
        if found:
            yield found
        place = after


def _year(sentence: Sentence, place: int) -> int | None:
    """The year that a token is, unless it is part of a symbol (A/RES/2019/1) or too far off."""
    word = sentence.words[place]
    if not _YEAR.fullmatch(word.text):
        return None
    if sentence.text[: word.start].endswith("/") or sentence.text[word.end :].startswith("/"):
        return None
    latest = sentence.today.year + 1 if sentence.today else 2100
    return int(word.text) if FIRST_YEAR <= int(word.text) <= latest else None


def _range_end(sentence: Sentence, place: int) -> tuple[int | None, int]:
    """The last year of a range that begins at this token, and the token after the range."""
    words = sentence.words
    for ahead in (place + 1, place + 2, place + 3):
        if ahead >= len(words):
            break
        year = _year(sentence, ahead)
        between = sentence.text[words[place].end : words[ahead].start]
        tied = ahead > place + 1 and _joins(sentence, place + 1, ahead)
        if year is not None and (tied or _BETWEEN_YEARS.fullmatch(between)):
            return year, ahead + 1
    return None, place + 1


def _joins(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the tokens between two years tie them: to, and, or the word for year."""
    tying = ("until", "joints", "after_year")
    return all(
        any(sentence.ties(name).after(sentence.words, place) for name in tying)
        for place in range(first, last)
    )


def _one_range(
    sentence: Sentence, place: int, year: int, until: int | None, after: int
) -> Found | None:
    words = sentence.words
    if until is not None:
        before = _before(sentence, place, "between", "since", "during")
        years = Years(min(year, until), max(year, until))
        after += sentence.ties("after_year").after(words, after)
        return sentence.found(SlotKind.YEARS, years, (place - before, after), _SURE, spent=True)
    for name, years in (("since", Years(year, None)), ("until", Years(None, year))):
        before = _before(sentence, place, name)
        follows = sentence.ties(f"after_year_{name}").after(words, after)
        if before or follows:
            follows = follows or sentence.ties("after_year").after(words, after)
            span = (place - before, after + follows)
            return sentence.found(SlotKind.YEARS, years, span, _SURE, spent=True)
    before = _before(sentence, place, "during")
    follows = sentence.ties("after_year").after(words, after)
    sure = _LIKELY if before or follows else _UNSURE
    span = (place - before, after + follows)
    return sentence.found(SlotKind.YEARS, Years(year, year), span, sure, spent=sure > _UNSURE)


def _before(sentence: Sentence, place: int, *names: str) -> int:
    return max(sentence.ties(name).before(sentence.words, place) for name in names)


def _said_years(sentence: Sentence) -> Iterator[Found]:
    """This year, last year, the last years: counted from today, and left alone if it is unknown."""
    if sentence.today is None:
        return
    year = sentence.today.year
    said = {
        "this_year": Years(year, year),
        "last_year": Years(year - 1, year - 1),
        "recent_years": Years(year - _RECENT_YEARS, None),
    }
    for name, years in said.items():
        for place, size in _occurrences(sentence, name):
            since = sentence.ties("since").before(sentence.words, place)
            span = (place - since, place + size)
            said_years = Years(years.first, None) if since else years
            yield sentence.found(SlotKind.YEARS, said_years, span, _SURE, spent=True)


def _occurrences(sentence: Sentence, name: str) -> Iterator[tuple[int, int]]:
    for place in range(len(sentence.words)):
        size = sentence.ties(name).after(sentence.words, place)
        if size:
            yield place, size


def _newest(sentence: Sentence) -> Iterator[Found]:
    """The word for newest where it begins the sentence or stands at resources: "latest on ..."."""
    for place, size in _occurrences(sentence, "newest"):
        beside = {place - 1, place + size} & sentence.resource_places
        opens = place == 0 and bool(sentence.ties("joints").after(sentence.words, size))
        if beside or opens or len(sentence.words) == size:
            span = (place, place + size)
            yield sentence.found(SlotKind.NEWEST, "newest", span, _LIKELY, spent=True)


def _objectives(sentence: Sentence) -> Iterator[Found]:
    words = sentence.words
    for place, word in enumerate(words):
        before = sentence.ties("objective").before(words, place)
        after = sentence.ties("objective").after(words, place + 1)
        if not _is_objective(word) or not (before or after):
            continue
        span = (place - before, place + 1) if before else (place, place + 1 + after)
        yield sentence.found(SlotKind.OBJECTIVE, int(word.text), span, _SURE, spent=True)
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
        yield sentence.found(SlotKind.OBJECTIVE, value, span, _SURE, spent=True)
        place = number + 1


def _is_objective(word: Token) -> bool:
    return word.text.isdecimal() and len(word.text) <= 2 and 1 <= int(word.text) <= OBJECTIVES  # noqa: PLR2004


def _publishers(sentence: Sentence) -> Iterator[Found]:
    kind = SlotKind.ORGANISATION if sentence.about_people else SlotKind.PUBLISHER
    for each in sentence.publishers:
        span, sure = _publisher_tie(sentence, each.first, each.last)
        if (each.start, each.end) in sentence.open_acronyms:
            span, sure = (each.first, each.last), min(sure, _UNSURE)
        if sure:
            yield sentence.found(kind, each.meanings[0], span, sure, spent=sure > _UNSURE)


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
        return (first - by, last + extra), _SURE
    if of and (first - of - 1 in sentence.resource_places or sentence.about_people):
        return (first - of, last), _LIKELY
    if {first - 1, last} & sentence.resource_places or (
        after and last + after in sentence.resource_places
    ):
        return (first, last), _LIKELY
    return (first, last), 0.0


def _kinds(sentence: Sentence) -> Iterator[Found]:
    """Kinds of resources; surer where the topic follows (a report on ...) or where they end it."""
    if sentence.about_people:
        return
    for each in sentence.kinds:
        tied = sentence.ties("joints").after(sentence.words, each.last)
        ends = each.last == len(sentence.words)
        sure = _FAIR if tied or ends else _UNSURE
        kind = each.meanings[0]
        types = Types(kind, sentence.knowledge.lexicon.types_of(kind))
        yield sentence.found(SlotKind.TYPE, types, (each.first, each.last), sure, spent=False)
