"""Completes what somebody is typing with titles of records that they may see."""

import tantivy
from tantivy import Occur

from storage.search import analysis, lexical
from storage.search.documents import Filters, Kind, Reader, Suggestion
from storage.search.follower import Records
from storage.search.lexical import SCHEMA
from storage.search.matching import both, wanted

_MOST_ENDINGS = 40
"""Ways to finish the last word that are looked at."""


def suggest(
    prefix: str,
    searcher: tantivy.Searcher,
    records: Records,
    *,
    kind: Kind,
    reader: Reader,
    limit: int,
) -> list[Suggestion]:
    """Titles that have every word of `prefix`, the last one perhaps unfinished, best first."""
    words = [analysis.unaccented(word) for word in analysis.tokens(analysis.clean(prefix[:200]))]
    if not words:
        return []
    allowed = wanted(searcher, [str(kind)], reader.visibilities, Filters())
    parts = [_complete(word) for word in words[:-1]]
    last = _unfinished(words[-1], searcher, allowed)
    if last is None:
        return []
    query = tantivy.Query.boolean_query([(Occur.Must, part) for part in (*parts, last)])
    query = both(query, allowed)
    hits = searcher.search(query, limit, count=False).hits
    found = [str(searcher.doc(at).get_first("reference")) for _, at in hits]
    ids = [lexical.unit_of(reference).record_id for reference in found]
    documents = {each.record_id: each for each in records.search_documents(kind, ids)}
    return [
        Suggestion(kind, each, documents[each].title)
        for each in ids
        if each in documents and documents[each].visibility in reader.visibilities
    ]


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
