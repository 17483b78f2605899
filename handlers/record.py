"""One record by itself: offered while its title is typed, shown when it is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from config.network_files.records import Expert, Resource
from config.phrases import Marked, Words
from handlers.answers import Answer, Shelf, question_for
from handlers.asking import Ask
from handlers.errors import Refusal
from handlers.finding import reader
from handlers.messages import Choice, Entry, Message, Reply
from handlers.onward import HELP
from storage.errors import NotFound
from storage.experts import Experts
from storage.resources import Resources
from storage.search.documents import Hit, Kind, Query, Reader, scopes_of
from storage.store import Store

SHORTEST_SLIP = 5
"""Characters that are typed before another spelling is thought of."""
NEAR = 0.2
"""How well a record has to fit words that no title has, to be offered (see `Hit.strength`)."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A record whose title goes on like what is being typed; `action` shows it, as a choice's."""

    action: str
    entry: Entry


def suggest(
    typed: str, store: Store, *, shelf: Shelf, seen_by: Reader, most: int
) -> tuple[Suggestion, ...]:
    """Records that this reader may see, the likeliest first; none before a word is begun.

    Where no title has the words as they are typed, those that come near, as for a slip.
    """
    found = store.search.suggest(typed, kind=shelf.kind, reader=seen_by, limit=most)
    hits = [
        Hit(
            shelf.kind,
            each.record_id,
            1.0,
            title=each.title,
            superseded_by=each.superseded_by,
            stale=each.stale,
        )
        for each in found
    ] or _near(typed, store, shelf=shelf, seen_by=seen_by, most=most)
    numbers = _records(store, shelf.kind).numbers([hit.record_id for hit in hits])
    entries = shelf.entries(store, hits)
    return tuple(
        Suggestion(_action("see", shelf, numbers[hit.record_id]), entry)
        for hit, entry in zip(hits, entries, strict=True)
    )


def _near(typed: str, store: Store, *, shelf: Shelf, seen_by: Reader, most: int) -> list[Hit]:
    """Records that fit the words well enough, however they are spelt."""
    if len(typed.strip()) < SHORTEST_SLIP:
        return []
    query = Query(typed, reader=seen_by)
    found = store.search.find(query, kind=shelf.kind, limit=most)
    return [hit for hit in found.hits if hit.strength >= NEAR]


def see(message: Message, store: Store, *, shelf: Shelf, number: int) -> Reply:
    """The record with this number, and what can be done next; a retired one says that it is.

    Raises:
        Refusal: there is none, or none that may be shown here, which is the same to a reader.
    """
    record, seen_by = _visible(message, store, shelf, number)
    newer = _newer(store, shelf, record, seen_by)
    onward = (
        Choice(Words("choice-near"), _action("see.near", shelf, number)),
        Choice(Words(f"choice-{shelf.other}"), _action("see.other", shelf, number)),
    )
    choices = ((newer,), onward) if newer else (onward,)
    hits = _hits(store, shelf.kind, [record.id], seen_by)
    if not hits:
        details = {"title": record.title}
        return Reply("see-retired", details, choices=choices, edits=bool(message.about))
    return Reply(
        f"see-{shelf.kind}",
        entries=shelf.entries(store, hits),
        choices=choices,
        edits=bool(message.about),
    )


def near(message: Message, store: Store, *, shelf: Shelf, number: int, among: Shelf) -> Reply:
    """What else there is on the subject of a record, as if its title had been asked for.

    Raises:
        Refusal: as `see`.
    """
    record, _ = _visible(message, store, shelf, number)
    asked = replace(message, about="")
    ask = Ask(record.title, record.language or "")
    question = question_for(asked, ask, store, kind=among.kind)
    return Answer(asked, question, store, among).page()


def _visible(
    message: Message, store: Store, shelf: Shelf, number: int
) -> tuple[Resource | Expert, Reader]:
    """The record and who reads it: all the others too, where they read along."""
    person = store.people.get(message.person_id)
    seen_by = reader(person, store, language=message.language, shared=not message.private)
    try:
        record = _records(store, shelf.kind).numbered(number)
    except NotFound:
        raise Refusal("see-unknown", choices=(HELP,)) from None
    if not seen_by.visibilities & scopes_of(record.visibility, record.working_groups):
        raise Refusal("see-unknown", choices=(HELP,))
    return record, seen_by


def _newer(store: Store, shelf: Shelf, record: Resource | Expert, seen_by: Reader) -> Choice | None:
    """The way to the record that took this one's place, where the reader may go there."""
    if not isinstance(record, Resource) or not record.superseded_by:
        return None
    if not _hits(store, shelf.kind, [record.superseded_by], seen_by):
        return None
    number = store.resources.numbers([record.superseded_by])[record.superseded_by]
    return Choice(Words("choice-newer"), _action("see", shelf, number), strong=True)


def _hits(store: Store, kind: Kind, record_ids: Sequence[str], seen_by: Reader) -> tuple[Hit, ...]:
    """Those of the records that are in use and may be seen, as if they had been searched for."""
    documents = {each.record_id: each for each in store.search_documents(kind, record_ids)}
    found = (documents[each] for each in record_ids if each in documents)
    return tuple(
        Hit(
            kind,
            each.record_id,
            1.0,
            title=each.title,
            passage=Marked(each.description or each.text)
            if each.description or each.text
            else None,
            language=each.language,
            superseded_by=each.superseded_by,
            stale=each.stale,
        )
        for each in found
        if each.scopes & seen_by.visibilities
    )


def _records(store: Store, kind: Kind) -> Resources | Experts:
    return store.experts if kind is Kind.EXPERT else store.resources


def _action(verb: str, shelf: Shelf, number: int) -> str:
    """By the record's number: its id may have 200 characters, and an action has 64 bytes."""
    return f"{verb} {shelf.kind} {number}"
