"""Find: something worth reading, with where it comes from."""

from collections.abc import Iterable, Sequence
from functools import partial

from config.network_files.records import Organisation, Resource
from config.phrases import Detail, Names, Term, Words
from handlers.answers import Answer, Shelf, question_for
from handlers.asking import Ask, SlotKind
from handlers.lately import Lately
from handlers.messages import Entry, Message, Reply
from handlers.naming import called
from storage.search.documents import Because, Evidence, Hit, Kind
from storage.store import Store

WHY_WORDS = 4
"""How many matching words are named as the reason."""
_ENTRIES: Lately[Entry] = Lately(500)


def find(message: Message, ask: Ask, store: Store) -> Reply:
    """Up to five resources that fit the question."""
    question = question_for(message, ask, store, kind=Kind.RESOURCE)
    return Answer(message, question, store, SHELF).first()


def of_others(message: Message, ask: Ask, store: Store) -> Reply:
    """What others asked for on something, as far as this person may see it, and the answers."""
    question = question_for(message, ask, store, kind=Kind.RESOURCE)
    return Answer(message, question, store, SHELF).of_others()


def _entries(store: Store, hits: Sequence[Hit]) -> tuple[Entry, ...]:
    records = store.resources.many([hit.record_id for hit in hits])
    publishers = {each.publisher for each in records.values() if each.publisher}
    known = store.organisations.published(publishers)
    found = ((records[hit.record_id], hit) for hit in hits if hit.record_id in records)
    shown = ((record, hit, known.get(record.publisher or "")) for record, hit in found)
    return tuple(_ENTRIES.of(*each, make=partial(_entry, *each)) for each in shown)


def _entry(resource: Resource, hit: Hit, publisher: Organisation | None) -> Entry:
    return Entry(
        resource.title,
        url=resource.url or "",
        facts=tuple(_facts(resource, hit, publisher)),
        passage=hit.passage,
        why=why(hit.why),
    )


def _facts(resource: Resource, hit: Hit, publisher: Organisation | None) -> Iterable[str | Words]:
    if resource.publisher:
        yield called(resource.publisher, publisher)
    if resource.year:
        yield str(resource.year)
    if resource.language:
        yield _term("language", resource.language)
    if resource.type:
        yield _term("type", resource.type)
    others = sorted({language for language, _ in hit.also_in if language} - {hit.language})
    if others:
        names = Names(tuple(Term("language", each) for each in others))
        yield Words("entry-also-in", {"languages": names})
    if hit.superseded_by:
        yield Words("entry-superseded")
    if hit.stale:
        yield Words("entry-stale")


def why(evidence: Sequence[Evidence]) -> Words | None:
    """One line of why a record is in the answer; None when its passage says it all."""
    for each in evidence:
        match each.because:
            case Because.EXACT:
                return Words("why-exact", {"words": each.text})
            case Because.BRIDGE if not each.text:
                return Words("why-same")
            case Because.BRIDGE:
                return Words("why-bridge", {"words": each.text})
            case Because.WORDS if each.text:
                return Words("why-words", {"words": _several(each.text)})
            case Because.PIECE:
                return Words("why-piece", {"title": each.text})
            case Because.MEANING:
                return Words("why-meaning")
            case _:
                continue
    return None


def _several(words: str) -> Detail:
    return ", ".join(words.split(", ")[:WHY_WORDS])


def _term(kind: str, code: str) -> Words:
    return Words("just", {"what": Term(kind, code)})


def _values(store: Store, kind: SlotKind, record_ids: Sequence[str]) -> Iterable[str]:
    for resource in store.resources.many(record_ids).values():
        match kind:
            case SlotKind.LANGUAGE if resource.language:
                yield resource.language
            case SlotKind.TYPE if resource.type:
                yield resource.type
            case SlotKind.REGION:
                yield from resource.regions
            case SlotKind.OBJECTIVE:
                yield from map(str, resource.gcm_objectives)
            case _:
                continue


SHELF = Shelf(
    kind=Kind.RESOURCE,
    other=Kind.EXPERT,
    facets=(
        SlotKind.LANGUAGE,
        SlotKind.REGION,
        SlotKind.OBJECTIVE,
        SlotKind.TYPE,
        SlotKind.SINCE,
    ),
    entries=_entries,
    values=_values,
)
