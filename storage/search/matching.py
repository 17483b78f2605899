"""From a question to one query of the index: which terms, and how much each of them counts."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import tantivy
from tantivy import Occur

from config.languages import detect
from storage.search import analysis, stopwords
from storage.search.documents import OF_A_GROUP, Filters, Query
from storage.search.lexical import SCHEMA, facet, shelf

WORDS_SHARE, GRAMS_SHARE = 0.6, 0.4
TITLE_BONUS = 0.75
"""Shares and bonus: measured on question-to-paragraph sets in ar, zh, fr, ru, es and en."""
VARIANT_SHARE = 0.6
"""For a stem by the rules of a language that the question may be in."""
_LONGEST_QUESTION = 2_000
_MOST_STEMS, _MOST_GRAMS = 48, 32
"""The rarest are kept: more of them cost time and change nothing that is seen."""
_MOST_BY_ONE = 500
_TELLING_SHARE = 0.2
"""Of the records of a language: a word of more of them names no topic among them."""
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


def question_of(
    query: Query, index_languages: Mapping[str, int], *, of_people: bool = False
) -> Question:
    """Take a query apart. Words are stemmed as in its language, or as in all it may be in.

    Asked `of_people`, words that every expert of the field uses are left out beside others.
    """
    text = query.text[:_LONGEST_QUESTION]
    language = query.language or detect(text)
    words = tuple(_topic_words(text, language))
    if of_people:
        words = tuple(word for word in words if word not in stopwords.OF_PEOPLE) or words
    aside = {word for each in query.aside for word in analysis.tokens(analysis.clean(each))}
    words = tuple(word for word in words if word not in aside) or words
    return Question(
        text=text,
        language=language,
        words=words,
        symbols=tuple(analysis.symbols(text)),
        expansion=tuple((*_other_words(other), weight) for other, weight in query.expansion),
        languages=(language,) if language else _likely(index_languages),
    )


def _likely(index_languages: Mapping[str, int]) -> tuple[str, ...]:
    """Languages that an unknown question may be in: those of one record in fifty at least."""
    total = sum(index_languages.values())
    return tuple(each for each, count in index_languages.items() if 50 * count >= total) or ("en",)


@lru_cache(maxsize=8_192)
def _other_words(text: str) -> tuple[tuple[str, ...], str | None]:
    """The words and the language of a thesaurus label: the same few thousand, again and again."""
    return tuple(_topic_words(text, None)), detect(text)


def _topic_words(text: str, language: str | None) -> list[str]:
    """Words that carry the topic; where none does, those in capitals: WHO is an organisation."""
    bare = analysis.without_symbols(text)
    telling = analysis.content_words(analysis.tokens(analysis.clean(bare)), language)
    words = () if telling else analysis.tokens(bare)
    return telling or [analysis.clean(each) for each in words if len(each) > 1 and each.isupper()]


@dataclass(frozen=True, slots=True)
class _Term:
    field: str
    text: str
    boost: float


def _stems(words: Sequence[str], languages: Sequence[str]) -> dict[str, float]:
    """Stems by the rules of the first language in full, by the others' in part."""
    weights: dict[str, float] = {}
    for language, weight in zip(languages, (1.0, *[VARIANT_SHARE] * len(languages)), strict=False):
        for word in words:
            for stem in analysis.forms(word, language).stems:
                weights.setdefault(stem, weight)
    return weights


def _grams(words: Sequence[str]) -> dict[str, float]:
    return {gram: 1.0 for word in words for gram in analysis.forms(word, "en").grams}


LabelTerms = dict[tuple[tuple[str, ...], str], tuple[tuple[str, str, float], ...]]
"""By the words of a label and their language: (field, term, share) in one state of the index."""


class Matcher:
    """Builds queries for one state of the index."""

    def __init__(
        self,
        searcher: tantivy.Searcher,
        index_languages: Mapping[str, int],
        label_terms: LabelTerms,
    ) -> None:
        """`label_terms` is what was found out of labels in this state of the index, and grows."""
        self._searcher = searcher
        self._index_languages = index_languages
        self._label_terms = label_terms
        self._records = max(1, searcher.num_docs)
        self._counts: dict[tuple[str, str], int] = {}

    def query(self, question: Question, wanted: tantivy.Query | None) -> tantivy.Query | None:
        """Everything that shares a term with the question and is `wanted`; None without terms.

        A record with all the words once has a score near 1, whatever the question.
        """
        boosts: dict[tuple[str, str], float] = {}
        for each in (*self._own_terms(question), *self._other_terms(question)):
            place = (each.field, each.text)
            boosts[place] = max(each.boost, boosts.get(place, 0.0))
        exact = list(self._exact(question.symbols))
        if not boosts and not exact:
            return None
        should = [
            (Occur.Should, tantivy.Query.boost_query(_term(name, term), boost))
            for (name, term), boost in boosts.items()
        ]
        either = tantivy.Query.boolean_query([*should, *((Occur.Should, each) for each in exact)])
        return both(either, wanted)

    def _own_terms(self, question: Question) -> Iterable[_Term]:
        """Stems in the text and, for more, in the title; 4-grams."""
        stems, grams = _stems(question.words, question.languages), _grams(question.words)
        found = list(self._known("words", stems, _MOST_STEMS))
        share = WORDS_SHARE / self._total("words", stems)
        for term, weight in found:
            yield _Term("words", term, weight * share)
            yield _Term("title", term, weight * share * TITLE_BONUS)
        share = GRAMS_SHARE / self._total("grams", grams)
        for term, weight in self._known("grams", grams, _MOST_GRAMS):
            yield _Term("grams", term, weight * share)

    def _other_terms(self, question: Question) -> Iterable[_Term]:
        """Other words for it: a record with all of them has their weight, less if they are common.

        What nearly every record of their language has ("migrant") says next to nothing.
        """
        for words, language, weight in question.expansion:
            label = (words, language or "en")
            if label not in self._label_terms:
                self._label_terms[label] = self._terms_of_label(*label)
            for field, term, share in self._label_terms[label]:
                yield _Term(field, term, weight * share)

    def _terms_of_label(
        self, words: Sequence[str], language: str
    ) -> tuple[tuple[str, str, float], ...]:
        """(field, term, share) of a label whose weight is 1; none if one of its words is nowhere.

        "Return migration" says nothing among records that know returns, but no migration.
        """
        if not all(self._is_known(word, language) for word in words):
            return ()
        stems = _stems(words, (language,))
        telling = self._telling(stems, language)
        share = WORDS_SHARE * telling / self._total("words", stems)
        known = [term for term, _ in self._known("words", stems, _MOST_STEMS)]
        shares = (("words", share), ("title", share * TITLE_BONUS))
        return tuple((field, term, part) for term in known for field, part in shares)

    def tells(self, label: str) -> bool:
        """Whether few records of its language have the rarest word of a label."""
        return self._tells(*_other_words(label))

    def names_a_topic(self, question: Question) -> bool:
        """Whether it was asked for by a concept that few records are about."""
        return any(self._tells(words, language) for words, language, _ in question.expansion)

    def _tells(self, words: Sequence[str], language: str | None) -> bool:
        tongue = language or "en"
        forms = [analysis.forms(word, tongue).stems for word in words]
        counts = [max(self._count("words", stem) for stem in each) for each in forms]
        return bool(counts) and min(counts) <= _TELLING_SHARE * self._index_languages.get(tongue, 0)

    def known_share(self, words: Sequence[str], languages: Sequence[str]) -> float:
        """Which part of the words any entry has in some form; 1 where there are none."""
        known = [any(self._is_known(word, each) for each in languages) for word in words]
        return sum(known) / len(known) if known else 1.0

    def _is_known(self, word: str, language: str) -> bool:
        """Whether any entry has the word in some form, or a part of an unspaced run."""
        return any(self._count("words", stem) for stem in analysis.forms(word, language).stems)

    def _telling(self, stems: Mapping[str, float], language: str) -> float:
        """How rare words are among the records of their language: 0 in all of them, 1 in none."""
        records = self._index_languages.get(language, 0)
        most = math.log(1 + records)
        if not most or not stems:
            return 0.0
        counts = [min(self._count("words", stem), records) for stem in stems]
        return sum(math.log((1 + records) / (1 + count)) for count in counts) / most / len(counts)

    def _known(
        self, name: str, terms: Mapping[str, float], most: int
    ) -> Iterable[tuple[str, float]]:
        """Terms that are in the index, the rarest first, with their weights."""
        known = [term for term in terms if self._count(name, term)]
        known.sort(key=lambda term: self._count(name, term))
        return [(term, terms[term]) for term in known[:most]]

    def _total(self, name: str, terms: Mapping[str, float]) -> float:
        """What a record with all the terms once has: the sum of their rarities."""
        full = (term for term, weight in terms.items() if weight == 1.0)
        return sum(self._rarity(self._count(name, term)) for term in full) or 1.0

    def _count(self, name: str, term: str) -> int:
        """How many entries have the term: asked of each part of the index, so remembered."""
        place = (name, term)
        if place not in self._counts:
            self._counts[place] = self._searcher.doc_freq(name, term)
        return self._counts[place]

    def _exact(self, symbols: Sequence[str]) -> Iterable[tantivy.Query]:
        for symbol in symbols:
            count = self._searcher.doc_freq("exact", symbol)
            if count:
                score = 1.0 if count <= _RARE else 0.3
                yield tantivy.Query.const_score_query(_term("exact", symbol, "basic"), score)

    def _rarity(self, count: int) -> float:
        """Inverse document frequency as BM25 has it."""
        return math.log(1 + (self._records - count + 0.5) / (count + 0.5))


def wanted(
    searcher: tantivy.Searcher,
    kinds: Iterable[str],
    visibilities: Iterable[str],
    filters: Filters,
) -> tantivy.Query | None:
    """What may be found at all: kinds, what the reader may see, and the filters. Scores nothing.

    None where that is every entry of the index, which then needs no looking up.
    """
    shelves = [shelf(kind, each) for kind in kinds for each in visibilities]
    parts = [_any("shelf", shelves)]
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
    all_entries = searcher.num_docs - 1  # the index keeps one for itself
    if len(parts) == 1 and _at_least(searcher, shelves) >= all_entries:
        return None
    every = tantivy.Query.boolean_query([(Occur.Must, part) for part in parts])
    return tantivy.Query.const_score_query(every, 0.0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What may be found."""

    query: tantivy.Query | None
    """None where that is everything."""
    is_most: bool
    """It is so much that it is cheaper to look for anything and then see what is left."""


def what_is_wanted(
    searcher: tantivy.Searcher, kinds: Sequence[str], visibilities: Sequence[str], filters: Filters
) -> Wanted:
    """`wanted`, and whether that is most of the index."""
    query = wanted(searcher, kinds, visibilities, filters)
    shelves = (shelf(kind, each) for kind in kinds for each in visibilities)
    many = 2 * _at_least(searcher, shelves) >= searcher.num_docs
    return Wanted(query, is_most=query is not None and many and filters == Filters())


def _at_least(searcher: tantivy.Searcher, shelves: Iterable[str]) -> int:
    """How many entries stand there at least: one for two groups would be counted twice."""
    once = (each for each in shelves if f"@{OF_A_GROUP}" not in each)
    return sum(searcher.doc_freq("shelf", each) for each in once)


def among(keys: Sequence[int]) -> tantivy.Query:
    """Entries with these keys. A query for each is a fifth of the time of one for them all."""
    if len(keys) > _MOST_BY_ONE:
        return tantivy.Query.term_set_query(SCHEMA, "key", list(keys))
    return tantivy.Query.boolean_query(
        [
            (Occur.Should, tantivy.Query.term_query(SCHEMA, "key", key, index_option="basic"))
            for key in keys
        ]
    )


def both(one: tantivy.Query, other: tantivy.Query | None) -> tantivy.Query:
    """What matches both; None matches everything."""
    if other is None:
        return one
    return tantivy.Query.boolean_query([(Occur.Must, one), (Occur.Must, other)])


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
