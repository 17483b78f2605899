"""From ranked candidates to hits: the passage, the reasons, the other records of the same work."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from config.phrases import Marked
from storage.search import analysis, ranking
from storage.search.documents import Because, Document, Evidence, Hit, Kind, Query
from storage.search.follower import Records
from storage.search.lexical import Unit
from storage.search.matching import Question
from storage.search.passages import passage
from storage.search.ranking import Candidate

NAMED = 0.4
"""Strength, at least, of a record that names what was asked for in other words."""
_NAMES_IT = 0.27
"""Weight from which an expansion is a name of what was surely meant, and none of its kinds."""
_FULL_WORDS, _FULL_COSINE, _NO_COSINE = 1.1, 0.65, 0.2
"""Scores at which a record fits as well as can be, and a cosine that means nothing."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A record in its place, with the entries that speak for it, best first."""

    owner: int
    score: float
    entries: tuple[Candidate, ...]
    folded: tuple["Ranked", ...] = ()

    @property
    def strength(self) -> float:
        """How well it fits by itself, by the best of its entries."""
        return max(strength(each) for each in self.entries)


class Showing:
    """Shows records in answer to one question."""

    def __init__(
        self,
        query: Query,
        question: Question,
        records: Records,
        unit_at: Callable[[int], Unit],
        tells: Callable[[str], bool],
    ) -> None:
        """`unit_at` names the entry behind a key; `tells` says whether few records have a label."""
        self._tells = tells
        self._query = query
        self._question = question
        self._records = records
        self._unit_at = unit_at

    def hits(self, kind: Kind, page: Sequence[Ranked]) -> list[Hit]:
        """The page as hits. A record that is gone or hidden by now is left out."""
        units = [self._unit(each) for each in page]
        if not self._query.passages:
            return [
                Hit(kind, unit.record_id, each.score, each.strength)
                for each, unit in zip(page, units, strict=True)
            ]
        ids = [unit.record_id for unit in units]
        others = [self._unit(each).record_id for whole in page for each in whole.folded]
        documents = {
            each.record_id: each
            for each in self._records.search_documents(kind, [*ids, *others])
            if each.scopes & self._query.reader.visibilities
        }
        return [
            self._hit(documents[unit.record_id], each, documents)
            for each, unit in zip(page, units, strict=True)
            if unit.record_id in documents
        ]

    def _hit(
        self,
        document: Document,
        ranked: Ranked,
        documents: dict[str, Document],
    ) -> Hit:
        also = [self._unit(each).record_id for each in ranked.folded]
        language = document.language or analysis.guess_language(analysis.clean(document.words))
        return Hit(
            kind=document.kind,
            record_id=document.record_id,
            score=ranked.score,
            strength=self._strength(ranked, document, language),
            title=document.title,
            passage=self._passage(document, ranked, language),
            why=tuple(self._why(document, ranked, language)),
            also_in=tuple((documents[each].language, each) for each in also if each in documents),
            language=language,
            superseded_by=document.superseded_by,
            stale=document.stale,
        )

    def _strength(self, ranked: Ranked, document: Document, language: str) -> float:
        """How well it fits: more where it has a telling name of what was asked for."""
        own = ranked.strength
        names = [each for each in self._query.expansion if each[1] >= _NAMES_IT]
        if own >= NAMED or not names:
            return own
        label = _label_in(names, document.words, language)
        return NAMED if label and self._tells(label) else own

    def _passage(self, document: Document, ranked: Ranked, language: str) -> Marked | None:
        text = "\n".join(filter(None, (document.description, document.text)))
        if not text and document.documents:
            text = _piece_text(document, self._piece(ranked.entries[0]))
        return passage(text or document.title, self._question, language=language)

    def _why(self, document: Document, ranked: Ranked, language: str) -> Iterable[Evidence]:
        whole = "\n".join((document.own_words, document.publisher or "", document.url or ""))
        symbols = set(analysis.symbols(whole)) & set(self._question.symbols)
        if symbols:
            yield Evidence(Because.EXACT, _as_written(symbols, self._question.text), 1.0)
        best = ranked.entries[0]
        for each in ranked.entries[: ranking.BEST_PIECES]:
            number = self._piece(each)
            if number and number <= len(document.documents):
                title = document.documents[number - 1].title
                yield Evidence(Because.PIECE, title, strength(each))
        for group_id, title in document.groups:
            asked = set(analysis.symbols(group_id)) & set(self._question.symbols)
            if asked or _matched_words(self._question, title, language):
                called = f"{group_id} ({title})" if title else group_id
                yield Evidence(Because.GROUP, called, best.words)
        words = _matched_words(self._question, whole, language)
        if words:
            yield Evidence(Because.WORDS, ", ".join(words), best.words)
            return
        label = _label_in(self._query.expansion, whole, language)
        if label or (self._question.expansion and not best.meaning):
            yield Evidence(Because.BRIDGE, label, best.words)
        elif best.meaning:
            yield Evidence(Because.MEANING, "", best.meaning)

    def _piece(self, candidate: Candidate) -> int:
        return self._unit_at(candidate.key).piece

    def _unit(self, ranked: Ranked) -> Unit:
        return self._unit_at(ranked.entries[0].key)


def strength(candidate: Candidate) -> float:
    """How well an entry fits by itself: the better of its words and its meaning."""
    words = candidate.words / _FULL_WORDS
    meaning = (candidate.meaning - _NO_COSINE) / (_FULL_COSINE - _NO_COSINE)
    return max(0.0, min(1.0, max(words, meaning)))


def folded(ranked: Sequence[Ranked], *, language: int = 0) -> list[Ranked]:
    """Records of one work as one, at the place of the best; shown is the best in `language`."""
    places: dict[tuple[str, int], int] = {}
    kept: list[Ranked] = []
    for each in ranked:
        best = each.entries[0]
        marks = [("work", best.work), *([("like", best.likeness)] if best.likeness else [])]
        place = next((places[mark] for mark in marks if mark in places), len(kept))
        if place == len(kept):
            kept.append(each)
        else:
            kept[place] = _together(kept[place], each, language)
        places.update((mark, place) for mark in marks if mark not in places)
    return kept


def _together(shown: Ranked, other: Ranked, language: int) -> Ranked:
    """Two records of a work as one: the second shows if it alone is in the language."""
    if other.entries[0].language != language or shown.entries[0].language == language:
        return replace(shown, folded=(*shown.folded, other))
    hidden = (replace(shown, folded=()), *shown.folded)
    return replace(other, score=shown.score, folded=hidden)


def _label_in(expansion: Sequence[tuple[str, float]], text: str, language: str) -> str:
    """The heaviest other wording of the question that the text has in full; empty for none."""
    there = _stems_in(text, language)
    for label, _ in expansion:
        words = analysis.content_words(analysis.tokens(analysis.clean(label)), None)
        stems = [set(analysis.forms(word, language).stems) for word in words]
        if stems and not any(each.isdisjoint(there) for each in stems):
            return label
    return ""


def _stems_in(text: str, language: str) -> set[str]:
    return {
        stem
        for word in analysis.tokens(analysis.clean(text))
        for stem in analysis.forms(word, language).stems
    }


def _matched_words(question: Question, text: str, language: str) -> list[str]:
    """The words of the question, as typed, that the text has in some form."""
    there = _stems_in(text, language)
    spelled = {analysis.clean(word): word for word in analysis.tokens(question.text)}
    tongues = {*question.languages, language}
    return [
        part
        for word in question.words
        if (part := _matched_part(spelled.get(word, word), word, tongues, there))
    ]


def _matched_part(written: str, word: str, tongues: Iterable[str], there: set[str]) -> str:
    """The word as it was typed if the text has it; of an unspaced run the parts that it has."""
    if analysis.is_unspaced(word):
        return ", ".join(_known_parts(word, there))
    known = any(not there.isdisjoint(analysis.forms(word, tongue).stems) for tongue in tongues)
    return written if known else ""


def _known_parts(run: str, there: set[str]) -> Iterable[str]:
    """The longest parts of a run whose pairs of characters all are in the text."""
    part = run[:1] if len(run) == 1 and run in there else ""
    for one, two in pairwise(run):
        if one + two in there:
            part = part + two if part else one + two
        elif part:
            yield part
            part = ""
    if part:
        yield part


def _as_written(symbols: set[str], text: str) -> str:
    """Symbols in the spelling of the question."""
    pieces = [each.strip(".,;:?!()\"'«»") for each in text.split()]
    typed = [each for each in pieces if not symbols.isdisjoint(analysis.symbols(each))]
    return ", ".join(dict.fromkeys(typed)) or max(symbols, key=len)


def _piece_text(document: Document, number: int) -> str:
    pieces = document.documents
    piece = pieces[number - 1] if 0 < number <= len(pieces) else pieces[0]
    return "\n".join(filter(None, (piece.title, piece.text)))
