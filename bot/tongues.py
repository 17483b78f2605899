"""Languages that a sentence asks for, and those it merely names (pure)."""

from collections.abc import Iterator

from bot.slots import LIKELY, SURE, UNSURE, Found, Sentence, SlotKind
from config.folding import fold
from config.gazetteer import Sighting
from config.geography import TerritoryMatch
from config.taxonomy import DEFAULT_LANGUAGE

_ARABIC_IN = "بال"
_CHINESE_TONGUES = frozenset("语文")
"""What ends a language's name in Chinese, and no adjective of a country."""


def read_languages(sentence: Sentence) -> Iterator[Found]:
    """Languages that a word beside them makes a filter: in French, French-speaking."""
    for named in languages_named(sentence):
        first, last, sure = _language_tie(sentence, named)
        if sure:
            span, code = (first, last), named.meanings[0]
            yield sentence.found(SlotKind.LANGUAGE, code, span, sure, spent=sure > UNSURE)


def bare_languages(sentence: Sentence) -> tuple[Sighting[str], ...]:
    """Languages named in English with no word beside them that says how they are meant.

    Only there: "Spanish" after a noun is no adjective, as "español" may well be.
    """
    return tuple(
        each
        for each in languages_named(sentence)
        if not _language_tie(sentence, each)[2] and _is_english(sentence, each)
    )


def territories(sentence: Sentence) -> tuple[TerritoryMatch, ...]:
    """The places that the sentence names."""
    return sentence.knowledge.geography.find_places(sentence.text, words=sentence.words)


def languages_named(sentence: Sentence) -> Iterator[Sighting[str]]:
    """Names of languages that are no part of a place's name (French Guiana, Russian Federation)."""
    places = territories(sentence)
    for each in sentence.knowledge.geography.find_languages(sentence.text, sentence.words):
        inside = [place for place in places if place.start <= each.start and each.end <= place.end]
        if not any(len(place.label) > len(each.label) for place in inside):
            yield each


def _language_tie(sentence: Sentence, named: Sighting[str]) -> tuple[int, int, float]:
    """The tokens of a language with the words that tie it, and how sure it is meant; 0 if not."""
    words, first, last = sentence.words, named.first, named.last
    before = sentence.ties("language_before").before(words, first)
    after = sentence.ties("language_after").after(words, last)
    beside = {first - 1, last} & sentence.resource_places
    if before or words[first].text.startswith(_ARABIC_IN):
        follows = last < len(words) and sentence.is_topic(last)
        return first - before, last, UNSURE if follows and words[first].text.isascii() else SURE
    if after:
        return first, last + after, SURE
    if beside or words[last - 1].text in _CHINESE_TONGUES:
        return first, last, LIKELY
    return first, last, 0.0


def _is_english(sentence: Sentence, named: Sighting[str]) -> bool:
    name = sentence.knowledge.geography.language_name(named.meanings[0], DEFAULT_LANGUAGE)
    return fold(name) == fold(sentence.text[named.start : named.end])
