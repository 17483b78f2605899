"""From a question to one query of the index: which terms, and how much each of them counts."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import tantivy
from tantivy import Occur

from config.languages import detect
from storage.search import analysis
from storage.search.documents import Filters, Query
from storage.search.lexical import SCHEMA, facet

WORDS_SHARE, GRAMS_SHARE = 0.6, 0.4
TITLE_BONUS = 0.75
"""Shares and bonus: measured on question-to-paragraph sets in ar, zh, fr, ru, es and en."""
VARIANT_SHARE = 0.6
"""For a stem by the rules of a language that the question may be in."""
_LONGEST_QUESTION = 2_000
_MOST_STEMS, _MOST_GRAMS = 48, 72
"""The rarest are kept: more of them cost time and change nothing that is seen."""
_RARE = 25
"""A symbol in at most so many records is a name, not a habit."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query's text, taken apart."""

    text: str
    language: str | None
    """None where it cannot be told."""
    words: tuple[str, ...]
    """Cleaned words that carry the topic, in order."""
    symbols: tuple[str, ...] = ()
    expansion: tuple[tuple[tuple[str, ...], str | None, float], ...] = ()
    """Other words for it: (words, language, weight)."""
    languages: tuple[str, ...] = ()
    """By whose rules the words are stemmed, the likeliest first."""


def question_of(query: Query, index_languages: Sequence[str] = ("en",)) -> Question:
    """Take a query apart. Words are stemmed as in its language, or as in all it may be in."""
    text = query.text[:_LONGEST_QUESTION]
    language = query.language or detect(text)
    return Question(
        text=text,
        language=language,
        words=tuple(_topic_words(text, language)),
        symbols=tuple(analysis.symbols(text)),
        expansion=tuple(
            (tuple(_topic_words(other, None)), detect(other), weight)
            for other, weight in query.expansion
        ),
        languages=(language,) if language else tuple(index_languages),
    )


def _topic_words(text: str, language: str | None) -> list[str]:
    without_scheme = text.replace("https://", " ").replace("http://", " ").replace("www.", " ")
    return analysis.content_words(analysis.tokens(analysis.clean(without_scheme)), language)


@dataclass(slots=True)
class _Weights:
    """Terms of one field and the share of each."""

    of: dict[str, float] = field(default_factory=dict)

    def add(self, terms: Iterable[str], weight: float) -> None:
        for term in terms:
            self.of[term] = max(weight, self.of.get(term, 0.0))


class Matcher:
    """Builds queries for one state of the index."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._records = max(1, searcher.num_docs)

    def query(self, question: Question, wanted: tantivy.Query) -> tantivy.Query | None:
        """Everything that shares a term with the question and is `wanted`; None without terms.

        A record with all the words once has a score near 1, whatever the question.
        """
        boosts: dict[tuple[str, str], float] = {}
        for name, term, boost in (*self._own_terms(question), *self._other_terms(question)):
            boosts[name, term] = max(boost, boosts.get((name, term), 0.0))
        exact = list(self._exact(question.symbols))
        if not boosts and not exact:
            return None
        should = [
            (Occur.Should, tantivy.Query.boost_query(_term(name, term), boost))
            for (name, term), boost in boosts.items()
        ]
        either = tantivy.Query.boolean_query([*should, *((Occur.Should, each) for each in exact)])
        return tantivy.Query.boolean_query([(Occur.Must, either), (Occur.Must, wanted)])

    def _own_terms(self, question: Question) -> list[tuple[str, str, float]]:
        return self._terms(question.words, question.languages or ("en",), 1.0)

    def _other_terms(self, question: Question) -> list[tuple[str, str, float]]:
        """Of several other names for one thing, a record has one or two: each counts in full."""
        return [
            term
            for words, language, weight in question.expansion
            for term in self._terms(words, (language or "en",), weight, grams=False)
        ]

    def _terms(
        self, words: Sequence[str], languages: Sequence[str], scale: float, *, grams: bool = True
    ) -> list[tuple[str, str, float]]:
        """(field, term, boost) of words, so that a record with all of them scores near `scale`."""
        stems, four_grams = _Weights(), _Weights()
        for word in words:
            first, *others = languages
            stems.add(analysis.forms(word, first).stems, 1.0)
            for language in others:
                stems.add(analysis.forms(word, language).stems, VARIANT_SHARE)
            four_grams.add(analysis.forms(word, first).grams, 1.0)
        found = list(self._field("words", stems.of, WORDS_SHARE * scale, _MOST_STEMS))
        titled = [("title", term, boost * TITLE_BONUS) for _, term, boost in found]
        shared = (
            list(self._field("grams", four_grams.of, GRAMS_SHARE * scale, _MOST_GRAMS))
            if grams
            else []
        )
        return [*found, *titled, *shared]

    def _field(
        self, name: str, terms: Mapping[str, float], share: float, most: int
    ) -> Iterable[tuple[str, str, float]]:
        counts = {term: self._searcher.doc_freq(name, term) for term in terms}
        rarity = {term: self._rarity(count) for term, count in counts.items()}
        total = sum(rarity[term] for term, weight in terms.items() if weight == 1.0) or 1.0
        known = [term for term in terms if counts[term]]
        known.sort(key=lambda term: -rarity[term])
        return [(name, term, terms[term] * share / total) for term in known[:most]]

    def _exact(self, symbols: Sequence[str]) -> Iterable[tantivy.Query]:
        for symbol in symbols:
            count = self._searcher.doc_freq("exact", symbol)
            if count:
                score = 1.0 if count <= _RARE else 0.3
                yield tantivy.Query.const_score_query(_term("exact", symbol, "basic"), score)

    def _rarity(self, count: int) -> float:
        """Inverse document frequency as BM25 has it."""
        return math.log(1 + (self._records - count + 0.5) / (count + 0.5))


def wanted(kinds: Iterable[str], visibilities: Iterable[str], filters: Filters) -> tantivy.Query:
    """What may be found at all: kinds, what the reader may see, and the filters. Scores nothing."""
    parts = [_any("kind", kinds), _any("scope", visibilities)]
    for name, values in (
        ("language", filters.languages),
        ("region", filters.regions),
        ("country", filters.countries),
        ("objective", filters.objectives),
        ("type", filters.types),
        ("publisher", filters.publishers),
    ):
        if values:
            parts.append(_any("facet", [facet(name, value) for value in values]))
    if filters.year_from is not None or filters.year_to is not None:
        parts.append(_years(filters.year_from, filters.year_to))
    every = tantivy.Query.boolean_query([(Occur.Must, part) for part in parts])
    return tantivy.Query.const_score_query(every, 0.0)


def among(keys: Sequence[int]) -> tantivy.Query:
    """Entries with these keys."""
    return tantivy.Query.term_set_query(SCHEMA, "key", list(keys))


def both(*queries: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Must, query) for query in queries])


def _any(name: str, values: Iterable[object]) -> tantivy.Query:
    terms = [_term(name, str(value), "basic") for value in values]
    if len(terms) == 1:
        return terms[0]
    return tantivy.Query.boolean_query([(Occur.Should, term) for term in terms])


def _years(first: int | None, last: int | None) -> tantivy.Query:
    return tantivy.Query.range_query(
        SCHEMA,
        "year",
        tantivy.FieldType.Unsigned,
        lower_bound=max(1, first or 1),
        upper_bound=max(0, last if last is not None else 9_999),
    )


def _term(name: str, value: str, option: str = "freq") -> tantivy.Query:
    return tantivy.Query.term_query(SCHEMA, name, value, index_option=option)
