"""Who: people who know about something, by what they answer for; never how to reach them."""

from collections.abc import Iterable, Sequence
from functools import partial

from config.network_files.records import Expert, Organisation
from config.phrases import Names, Term, Words
from handlers.answers import Answer, Shelf, question_for
from handlers.asking import Ask, SlotKind
from handlers.lately import Lately
from handlers.messages import Entry, Message, Reply
from handlers.naming import called
from storage.search.documents import Because, Evidence, Hit, Kind, titles_of
from storage.store import Store

NAMED_PIECES = 3
"""Pieces of evidence that are named as the reason: those whose mean ranks the expert."""
_ENTRIES: Lately[Entry] = Lately(500)


def who(message: Message, ask: Ask, store: Store) -> Reply:
    """Up to five experts whose evidence fits the question."""
    question = question_for(message, ask, store, kind=Kind.EXPERT)
    return Answer(message, question, store, SHELF).first()


def _entries(store: Store, hits: Sequence[Hit]) -> tuple[Entry, ...]:
    experts = store.experts.many([hit.record_id for hit in hits])
    names = _organisations(store, experts.values())
    found = ((experts[hit.record_id], hit) for hit in hits if hit.record_id in experts)
    shown = ((expert, hit, names.get(expert.organisation or "")) for expert, hit in found)
    return tuple(_ENTRIES.of(*each, make=partial(_entry, *each)) for each in shown)


def _organisations(store: Store, experts: Iterable[Expert]) -> dict[str, Organisation]:
    ids = sorted({expert.organisation for expert in experts if expert.organisation})
    return store.organisations.many(ids)


def _entry(expert: Expert, hit: Hit, organisation: Organisation | None) -> Entry:
    return Entry(
        expert.title,
        facts=tuple(_facts(expert, organisation)),
        passage=hit.passage,
        why=why(hit.why),
    )


def _facts(expert: Expert, organisation: Organisation | None) -> Iterable[str | Words]:
    if expert.organisation:
        name = organisation.name if organisation else expert.organisation
        yield called(name, organisation)
    if expert.languages:
        yield Words("just", {"what": _terms("language", expert.languages)})
    if expert.regions:
        yield Words("just", {"what": _terms("region", expert.regions)})
    yield Words("entry-capacity", {"count": expert.monthly_cap})


def why(evidence: Sequence[Evidence]) -> Words | None:
    """The pieces of evidence by title, the working groups, or the words that matched."""
    for because, phrase in ((Because.PIECE, "why-pieces"), (Because.GROUP, "why-groups")):
        titles = titles_of(evidence, because)
        if titles:
            return Words(phrase, {"titles": Names(titles[:NAMED_PIECES])})
    for each in evidence:
        match each.because:
            case Because.EXACT | Because.WORDS if each.text:
                return Words("why-own-words", {"words": each.text})
            case Because.BRIDGE if each.text:
                return Words("why-own-words", {"words": each.text})
            case Because.MEANING:
                return Words("why-close")
            case Because.BRIDGE:
                return Words("why-same")
            case _:
                continue
    return None


def _terms(kind: str, codes: Iterable[str]) -> Names:
    return Names(tuple(Term(kind, code) for code in codes))


def _values(store: Store, kind: SlotKind, record_ids: Sequence[str]) -> Iterable[str]:
    for expert in store.experts.many(record_ids).values():
        match kind:
            case SlotKind.LANGUAGE:
                yield from expert.languages
            case SlotKind.REGION:
                yield from expert.regions
            case SlotKind.OBJECTIVE:
                yield from map(str, expert.gcm_objectives)
            case _:
                continue


SHELF = Shelf(
    kind=Kind.EXPERT,
    other=Kind.RESOURCE,
    facets=(SlotKind.LANGUAGE, SlotKind.REGION, SlotKind.OBJECTIVE),
    entries=_entries,
    values=_values,
)
