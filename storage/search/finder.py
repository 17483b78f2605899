"""One answer: candidates from words and from meaning, in one order, with passages and reasons."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from functools import cached_property, partial

import tantivy

from storage.search import helped, lexical, matching, ranking, spelling
from storage.search.documents import (
    Filters,
    Found,
    Hit,
    Kind,
    Note,
    Query,
)
from storage.search.encoder import Floats
from storage.search.follower import Records
from storage.search.lexical import PIECE_KIND, Unit
from storage.search.matching import LabelTerms, Matcher, Question, Wanted
from storage.search.meaning import Meaning
from storage.search.ranking import Candidate
from storage.search.showing import Ranked, Showing, folded, strength

POOL = 100
"""How many of each engine's best are fused; twice as many as are asked for, if that is more."""
EXPERT_POOL = 1_000
"""Pieces of evidence: an expert may have hundreds."""
_WIDER = 2
"""So many times more are looked at where some of them may not be found."""
WEAK = 0.3
"""Below this strength a best hit is a guess (see `Hit.strength`)."""
_TELLING_RECORDS = 8
_TOP = 3
"""Results that a person sees first: a correction that leaves them alone is not offered."""
_RATED = 20
"""For so many of the best, what people said of them is looked up."""
EVIDENCE = 0.15
"""Below this strength nothing speaks for an expert."""
_ACRONYM = re.compile(r"\b[A-Z]{2,}s?\b")
_NAMES_IT = 0.45
"""Weight of an expansion that is the preferred label of what was surely meant."""


class Finder:
    """Answers queries on one state of the index."""

    def __init__(
        self,
        searcher: tantivy.Searcher,
        *,
        index_languages: Mapping[str, int],
        label_terms: LabelTerms,
        meaning: Meaning,
        records: Records,
        rated: Callable[[], bool],
        beside: Executor,
    ) -> None:
        """`beside` runs one part of an answer while another is made; neither waits for the GIL."""
        self._searcher = searcher
        self._rated = rated
        self._index_languages = index_languages
        self._label_terms = label_terms
        self._meaning = meaning
        self._records = records
        self._beside = beside
        self._addresses: dict[int, tantivy.DocAddress] = {}

    def find(self, query: Query, *, kind: Kind, limit: int, offset: int) -> Found:
        question = matching.question_of(query, self._index_languages, of_people=kind is Kind.EXPERT)
        wanted = self._wanted(query, kind)
        respelt, found_so = self._respelt(query, question, kind, wanted)
        if _says_nothing(question):
            candidates, notes = self._newest(query, kind, wanted, deep=limit + offset), set[Note]()
        else:
            candidates, notes = self._candidates(query, question, kind, wanted, deep=limit + offset)
        ranked = self._ranked(candidates, kind)
        if query.fold:
            ranked = (
                _with_evidence(ranked)
                if kind is Kind.EXPERT
                else folded(ranked, language=_read_in(query, question))
            )
        if not query.told:
            self._weigh(candidates, question, respelt)
        showing = Showing(query, question, self._records, self._unit_at, tells=self._matcher.tells)
        hits = showing.hits(kind, ranked[offset : offset + limit])
        if not hits or hits[0].strength < WEAK:
            notes.add(Note.WEAK)
        if not query.filters.languages and _in_other_language(question, hits):
            notes.add(Note.OTHER_LANGUAGE)
        return Found(
            tuple(hits),
            total=len(ranked),
            notes=frozenset(notes),
            did_you_mean=respelt if found_so and found_so.result() != _first(candidates) else None,
        )

    def holds(self, query: Query, kind: Kind) -> bool:
        """Whether anything passes the filters, whatever the words."""
        among = self._wanted(query, kind).query or tantivy.Query.all_query()
        return bool(self._searcher.search(among, 1, count=False).hits)

    def _respelt(
        self, query: Query, question: Question, kind: Kind, wanted: Wanted
    ) -> tuple[str | None, Future[list[int]] | None]:
        """Another spelling, and what its words find first: offered if that is something else."""
        if not query.passages:
            return None, None
        known = wanted
        if query.filters.languages:  # a French question for Spanish records is spelt in French
            known = self._wanted(
                replace(query, filters=replace(query.filters, languages=frozenset())), kind
            )
        text = spelling.corrected(question, self._searcher, known.query)
        if text is None:
            return None, None
        meant = matching.question_of(
            replace(query, text=text, language=question.language), self._index_languages
        )
        return text, self._beside.submit(
            lambda: _first(self._by_words(meant, wanted, _TOP).values())
        )

    def _wanted(self, query: Query, kind: Kind) -> Wanted:
        """What may be found for this query; of experts, their pieces too."""
        kinds = (str(kind), PIECE_KIND) if kind is Kind.EXPERT else (str(kind),)
        seen = sorted(query.reader.visibilities)
        return matching.what_is_wanted(self._searcher, kinds, seen, query.filters)

    def _candidates(
        self, query: Query, question: Question, kind: Kind, wanted: Wanted, *, deep: int
    ) -> tuple[list[Candidate], set[Note]]:
        """The union of both engines' best, with scores and features."""
        pool = max(EXPERT_POOL if kind is Kind.EXPERT else POOL, 2 * deep)
        notes: set[Note] = set()
        meant = _spelled_out(query, question)
        reads = bool(question.words) and self._meaning.reads(question.language, meant)
        near = self._beside.submit(self._near, meant, wanted, pool) if reads else None
        candidates = self._by_words(question, wanted, pool)
        vector, nearest = near.result() if near else (None, [])
        if vector is not None:
            self._by_meaning(candidates, vector, nearest)
        every = list(candidates.values())
        self._describe(every)
        share = 0.0 if vector is None else _meaning_share(question, every)
        if not share:
            notes.add(Note.LEXICAL)
        ranking.fuse(every, meaning_share=share)
        said = self._helped(kind, question, every) if query.fold and self._rated() else {}
        ranking.prefer(every, _preferences(query, question, said))
        return every, notes

    def _weigh(
        self, candidates: Iterable[Candidate], question: Question, respelt: str | None
    ) -> None:
        """Take from what words say by themselves the share of the question that no record knows.

        "Fix my printer driver" is not answered by drivers of migration. The order stays as it is.
        """
        matcher = self._matcher
        words = question.words
        if question.symbols or matcher.known_share(words, question.languages) == 1.0:
            return
        if matcher.names_a_topic(question):
            return
        if respelt is not None:
            meant = matching.question_of(
                Query(respelt, language=question.language), self._index_languages
            )
            words = meant.words
        known = matcher.known_share(words, question.languages)
        for each in candidates:
            each.words *= known

    def _newest(self, query: Query, kind: Kind, wanted: Wanted, *, deep: int) -> list[Candidate]:
        """Without words: the newest of what the filters leave; nothing if there are none.

        Of people there is no newest: nothing speaks for any of them.
        """
        if query.filters == Filters() or kind is Kind.EXPERT:
            return []
        among = wanted.query or tantivy.Query.all_query()
        hits = self._searcher.search(
            among, max(POOL, 2 * deep), count=False, order_by_field="year"
        ).hits
        keys = self._keys([at for _, at in hits])
        found = [Candidate(key, words=1.0) for key in keys]
        self._describe(found)
        ordered = sorted(found, key=lambda each: (-each.year, each.owner))
        for place, each in enumerate(ordered):
            each.score = 1 - place / len(ordered)
        return ordered

    def _helped(
        self, kind: Kind, question: Question, candidates: Sequence[Candidate]
    ) -> dict[int, float]:
        """By owner's key, what people said of the best candidates after such a question."""
        best = {
            each.owner: self._unit_at(each.key) for each in ranking.in_order(candidates)[:_RATED]
        }
        by_id = {unit.record_id: owner for owner, unit in best.items()}
        sayings = self._records.search_sayings(kind, list(by_id))
        weighed = helped.evidence(sayings, question.words)
        return {by_id[record_id]: weight for record_id, weight in weighed.items()}

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self._searcher, self._index_languages, self._label_terms)

    def _by_words(self, question: Question, wanted: Wanted, pool: int) -> dict[int, Candidate]:
        query = self._matcher.query(question, None)
        if query is None:
            return {}
        hits = self._seen(query, wanted, pool) if wanted.is_most else None
        if hits is None:
            hits = self._search(matching.both(query, wanted.query), pool)
        return {
            key: Candidate(key, words=float(score))
            for key, (score, _) in zip(self._keys([at for _, at in hits]), hits, strict=True)
        }

    def _seen(
        self, query: tantivy.Query, wanted: Wanted, pool: int
    ) -> list[tuple[float, tantivy.DocAddress]] | None:
        """The best of what is wanted, found among the best of all; None if those are too few.

        Half the time of the other way round: a union of terms alone skips what scores too little.
        """
        hits = self._search(query, _WIDER * pool)
        keys = self._keys([at for _, at in hits])
        seen = self._visible(keys, wanted)
        found = [hit for key, hit in zip(keys, hits, strict=True) if key in seen]
        return found[:pool] if len(found) >= pool or len(hits) < _WIDER * pool else None

    def _visible(self, keys: Sequence[int], wanted: Wanted) -> set[int]:
        """Which of these entries may be found."""
        query = matching.both(matching.among(keys), wanted.query)
        return set(self._keys([at for _, at in self._search(query, len(keys))]))

    def _search(self, query: tantivy.Query, most: int) -> list[tuple[float, tantivy.DocAddress]]:
        hits = self._searcher.search(query, most, count=False).hits
        return [(float(score), at) for score, at in hits]

    def _near(
        self, meant: str, wanted: Wanted, pool: int
    ) -> tuple[Floats | None, list[tuple[int, float]]]:
        """The question's vector and what is near it in meaning; runs beside the search by words."""
        vector = self._meaning.vector(meant)
        if vector is None:
            return None, []
        wide = pool if wanted.query is None else _WIDER * pool
        visible = partial(self._visible, wanted=wanted)
        return vector, self._meaning.nearest(vector, pool, visible, wide=wide)

    def _by_meaning(
        self,
        candidates: dict[int, Candidate],
        vector: Floats,
        nearest: Iterable[tuple[int, float]],
    ) -> None:
        """Add what is near in meaning, and the cosine of what the words found."""
        for key, cosine in nearest:
            candidates.setdefault(key, Candidate(key)).meaning = cosine
        missing = [each.key for each in candidates.values() if not each.meaning]
        for key, cosine in self._meaning.cosines(vector, missing):
            candidates[key].meaning = cosine

    def _keys(self, addresses: list[tantivy.DocAddress]) -> list[int]:
        """The keys of entries; where they stand is remembered."""
        keys = [int(key or 0) for key in self._searcher.fast_field_values("key", addresses)]
        self._addresses.update(zip(keys, addresses, strict=True))
        return keys

    def _describe(self, candidates: Sequence[Candidate]) -> None:
        addresses = [self._addresses[each.key] for each in candidates]
        columns = {
            name: [int(value or 0) for value in self._searcher.fast_field_values(name, addresses)]
            for name in ("owner", "year", "language", "regions", "flags", "work", "likeness")
        }
        for at, each in enumerate(candidates):
            each.owner, each.year = columns["owner"][at], columns["year"][at]
            each.language, each.regions = columns["language"][at], columns["regions"][at]
            each.work, each.likeness = columns["work"][at], columns["likeness"][at]
            each.superseded = bool(columns["flags"][at] & lexical.SUPERSEDED)
            each.stale = bool(columns["flags"][at] & lexical.STALE)

    def _ranked(self, candidates: Sequence[Candidate], kind: Kind) -> list[Ranked]:
        owned = ranking.by_owner(candidates)
        scores = (
            ranking.expertise(candidates, owned)
            if kind is Kind.EXPERT
            else {owner: entries[0].score for owner, entries in owned.items()}
        )
        ranked = [Ranked(owner, scores[owner], tuple(entries)) for owner, entries in owned.items()]
        return sorted(ranked, key=lambda each: (-each.score, each.owner))

    def _unit_at(self, key: int) -> Unit:
        reference = self._searcher.doc(self._addresses[key]).get_first("reference")
        return lexical.unit_of(str(reference))


def _says_nothing(question: Question) -> bool:
    """Whether there is nothing to look for but what it is narrowed to."""
    return not (question.words or question.symbols or question.expansion)


def _spelled_out(query: Query, question: Question) -> str:
    """The question as the model reads it: it knows no acronyms, so their English names go along."""
    if not _ACRONYM.search(query.text):
        return question.text
    named = [
        text
        for (text, weight), (_, language, _) in zip(
            query.expansion, question.expansion, strict=True
        )
        if language == "en" and weight >= _NAMES_IT
    ]
    return " ".join((question.text, *named))


def _meaning_share(question: Question, candidates: Sequence[Candidate]) -> float:
    """Of a score, that meaning has.

    Where the question's language can not be told, the records that its words find tell: none of
    the score if those are in other languages than English.
    """
    english = lexical.small_number("en")
    for each in candidates:
        each.expected = each.language == english and not each.meaning
    if question.language is not None:
        return ranking.MEANING_SHARE
    best = sorted(candidates, key=lambda each: -each.words)[:_TELLING_RECORDS]
    total = sum(each.words for each in best)
    if not total:
        return ranking.MEANING_SHARE
    share = sum(each.words for each in best if each.language == english) / total
    return ranking.MEANING_SHARE * share**2


def _first(candidates: Iterable[Candidate]) -> list[int]:
    """The keys that words alone put first."""
    ordered = sorted(candidates, key=lambda each: (-each.words, each.key))
    return [each.key for each in ordered[:_TOP] if each.words]


def _preferences(
    query: Query, question: Question, said: Mapping[int, float]
) -> ranking.Preferences:
    regions = 0
    for region in query.reader.regions:
        regions |= lexical.region_bit(region)
    return ranking.Preferences(
        language=_read_in(query, question),
        regions=regions,
        this_year=query.this_year,
        helped=said,
    )


def _read_in(query: Query, question: Question) -> int:
    """The number of the language in which the answer is best read; 0 if nobody knows."""
    language = query.reader.language or question.language
    return lexical.small_number(language) if language else 0


def _with_evidence(ranked: Sequence[Ranked]) -> list[Ranked]:
    """Experts for whom something speaks."""
    return [each for each in ranked if any(strength(entry) >= EVIDENCE for entry in each.entries)]


def _in_other_language(question: Question, hits: Sequence[Hit]) -> bool:
    if question.language is None or not hits:
        return False
    return all(hit.language not in (None, question.language) for hit in hits)
