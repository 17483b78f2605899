"""Words that no visible record has, and how they were perhaps meant."""

import re
from collections.abc import Iterable
from heapq import nsmallest
from itertools import takewhile

import tantivy

from config.slips import slips
from storage.search import analysis
from storage.search.lexical import SCHEMA
from storage.search.matching import Question, both

_SHORTEST, _LONG = 4, 8
_MOST_WORDS = 3_000
"""Words with the same first letters that are looked at."""
_COMMON = 200
"""A word of so many records is a word, whoever may see them."""
_LARGE = 50_000
"""Entries of an index whose words are too many to look at all with two letters in common."""
_NEAREST = 8
"""So many of the likeliest are looked up, whether the asker may see a record that has them."""
_SMALL = 5_000
"""Entries of an index in which a wrong second letter is looked for as well."""
_CYRILLIC = re.compile("[а-яё]")
_MARKUP = re.compile("[<>{}]")
"""What a text with these says is no sentence with a slip in it."""
_LONGEST_ENDING = 2
"""Letters by which the cases of a Russian name differ, whatever its stemmer makes of them."""
_MOST_UNKNOWN = 3
"""A question with more words that nobody uses is in another language, not misspelt."""


def corrected(
    question: Question, searcher: tantivy.Searcher, wanted: tantivy.Query | None
) -> str | None:
    """The question with its unknown words as they are spelt in records that may be found.

    None if every word is known, or none looks like one that is. The words of the concepts that it
    names are spelt right, whether a record has them or not: "transferts de fonds", "locking up".
    """
    if _MARKUP.search(question.text):
        return None
    spelt = {word for words, _, _ in question.expansion for word in words}
    unknown = [
        word
        for word in question.words
        if word not in spelt and len(word) >= _SHORTEST and word.isalpha()
        if not _is_known(word, question.languages, searcher, wanted)
    ]
    if not unknown or len(unknown) > _MOST_UNKNOWN:
        return None
    text = question.text
    for word in unknown:
        likely = _likeliest(analysis.unaccented(word), searcher, wanted)
        if likely is not None and not _is_same_word(word, likely, question.languages):
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", likely, text, flags=re.IGNORECASE)
    return text if text != question.text else None


def _is_same_word(word: str, other: str, languages: Iterable[str]) -> bool:
    """Whether only the ending differs, as in a plural or a case: no other spelling is meant.

    Nor by a last letter alone: Libya is not Libye misspelt.
    """
    begin = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False))
    )
    ending = max(len(word), len(other)) - begin
    cased = ending <= _LONGEST_ENDING < begin and _CYRILLIC.match(word)
    named = len(word) == len(other) and ending == 1
    return bool(cased or named) or any(
        not set(analysis.forms(word, each).stems).isdisjoint(analysis.forms(other, each).stems)
        for each in languages
    )


def _is_known(
    word: str, languages: Iterable[str], searcher: tantivy.Searcher, wanted: tantivy.Query | None
) -> bool:
    """Whether a record that may be found has the word, or another form of it."""
    stems = {stem for each in languages for stem in analysis.forms(word, each).stems}
    terms = [("plain", analysis.unaccented(word)), *(("words", each) for each in sorted(stems))]
    return any(_is_used(name, term, searcher, wanted) for name, term in terms)


def _is_used(
    name: str, term: str, searcher: tantivy.Searcher, wanted: tantivy.Query | None
) -> bool:
    count = searcher.doc_freq(name, term)
    return count >= _COMMON or (count > 0 and _may_be_found(name, term, searcher, wanted))


def _may_be_found(
    name: str, term: str, searcher: tantivy.Searcher, wanted: tantivy.Query | None
) -> bool:
    if wanted is None:
        return True
    query = tantivy.Query.term_query(SCHEMA, name, term, index_option="basic")
    return bool(searcher.search(both(query, wanted), 1, count=False).hits)


def _likeliest(word: str, searcher: tantivy.Searcher, wanted: tantivy.Query | None) -> str | None:
    """The nearest word by letters left out, added, changed or swapped, then the most frequent."""
    most = 1 if len(word) < _LONG else 2
    near = (
        (slips(word, other, most=most), other[0] != word[0], -count, other)
        for other, count in _candidates(word, searcher)
    )
    best = nsmallest(_NEAREST, (each for each in near if each[0] <= most))
    seen = (other for *_, other in best if _may_be_found("plain", other, searcher, wanted))
    return next(seen, None)


def _candidates(word: str, searcher: tantivy.Searcher) -> Iterable[tuple[str, int]]:
    """Words that begin like this one, also with its first letters swapped, or one of them twice."""
    first, swapped = word[:2], word[1::-1]
    prefixes = [first, swapped]
    if searcher.num_docs > _LARGE:
        prefixes = [word[:3], swapped + word[2:3], word[:1] + word[2:0:-1], first + word[1:2]]
    elif searcher.num_docs <= _SMALL:
        prefixes = [word[:1], word[1:2]]
    for prefix in dict.fromkeys(prefixes):
        yield from searcher.terms_with_prefix("plain", prefix, None, _MOST_WORDS)
