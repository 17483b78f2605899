"""Completes what somebody is typing with titles of records that they may see."""

from collections.abc import Sequence

import tantivy
from tantivy import Occur

from storage.search import analysis, lexical
from storage.search.documents import Filters, Kind, Reader, Suggestion
from storage.search.follower import Records
from storage.search.lexical import SCHEMA, facet
from storage.search.matching import both, wanted

_MOST_ENDINGS = 40
"""Ways to finish the last word that are looked at."""
_DEEPER = 10
"""How far past the limit a title that begins with the words is looked for."""
_OWN_LANGUAGE = 100.0
"""Above what the words of any title score."""


def suggest(
    prefix: str,
    searcher: tantivy.Searcher,
    records: Records,
    *,
    kind: Kind,
    reader: Reader,
    limit: int,
) -> list[Suggestion]:
    """Titles that have every word of `prefix`, the last one perhaps unfinished.

    First those that begin with it, then those in the reader's language, then the best fit.
    """
    words = _words(prefix[:200])
    if not words:
        return []
    allowed = wanted(searcher, [str(kind)], reader.visibilities, Filters())
    parts = [_complete(word) for word in words[:-1]]
    last = _unfinished(words[-1], searcher, allowed)
    if last is None:
        return []
    must = [(Occur.Must, part) for part in (*parts, last)]
    fits = tantivy.Query.boolean_query([*must, *_preferred(reader)])
    hits = searcher.search(both(fits, allowed), limit + _DEEPER, count=False).hits
    found = [str(searcher.doc(at).get_first("reference")) for _, at in hits]
    ids = [lexical.unit_of(reference).record_id for reference in found]
    documents = {each.record_id: each for each in records.search_documents(kind, ids)}
    seen = [
        documents[each]
        for each in ids
        if each in documents and documents[each].scopes & reader.visibilities
    ]
    seen.sort(key=lambda document: not _begins(document.title, words))
    return [
        Suggestion(kind, each.record_id, each.title, each.superseded_by, each.stale)
        for each in seen[:limit]
    ]


def _words(text: str) -> list[str]:
    return [analysis.unaccented(word) for word in analysis.tokens(analysis.clean(text))]


def _begins(title: str, words: Sequence[str]) -> bool:
    """Whether a title begins with these words, the last of them perhaps unfinished."""
    first = _words(title)[: len(words)]
    return first[:-1] == words[:-1] and first[-1:] != [] and first[-1].startswith(words[-1])


def _preferred(reader: Reader) -> list[tuple[Occur, tantivy.Query]]:
    """What decides between titles that all have the words: the reader's language."""
    if not reader.language:
        return []
    term = tantivy.Query.term_query(
        SCHEMA, "facet", facet("language", reader.language), index_option="basic"
    )
    return [(Occur.Should, tantivy.Query.const_score_query(term, _OWN_LANGUAGE))]


def _complete(word: str) -> tantivy.Query:
    return tantivy.Query.term_query(SCHEMA, "heading", word, index_option="freq")


def _unfinished(
    word: str, searcher: tantivy.Searcher, allowed: tantivy.Query | None
) -> tantivy.Query | None:
    endings = searcher.terms_with_prefix("heading", word, allowed, _MOST_ENDINGS)
    if not endings:
        return None
    terms = [(Occur.Should, _complete(term)) for term, _ in endings]
    return tantivy.Query.boolean_query(terms)
