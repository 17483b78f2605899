"""Looking something up: what a reader may see, what a question is narrowed to, what is found."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from config.taxonomy import Standing, Visibility
from handlers.asking import Ask, Slot, SlotKind
from storage.people import Person
from storage.search.documents import Filters, Found, Kind, Note, Query, Reader
from storage.store import Store

SEES = {
    Standing.GUEST: frozenset({Visibility.PUBLIC}),
    Standing.OFFICIAL: frozenset({Visibility.PUBLIC, Visibility.GOVERNMENT}),
    Standing.MEMBER: frozenset({Visibility.PUBLIC, Visibility.NETWORK}),
    Standing.SECRETARIAT: frozenset(Visibility),
}
EVERYONE = Reader(frozenset({str(Visibility.PUBLIC)}))
"""Somebody of whom nothing is known: what is public, in no particular language."""

DISPENSABLE = (
    SlotKind.SINCE,
    SlotKind.UNTIL,
    SlotKind.TYPE,
    SlotKind.PUBLISHER,
    SlotKind.COUNTRY,
    SlotKind.REGION,
    SlotKind.OBJECTIVE,
    SlotKind.LANGUAGE,
)
"""Which guess is dropped first: something older is better than something that cannot be read."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found, under which slots, and the guesses that were dropped to find it."""

    found: Found
    slots: tuple[Slot, ...]
    dropped: tuple[Slot, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether anything was found that answers the question well."""
        return bool(self.found.hits) and Note.WEAK not in self.found.notes


def reader(person: Person | None, *, language: str, shared: bool) -> Reader:
    """Who reads the answer. In a shared conversation that is everybody: public records only."""
    standing = Standing.GUEST if shared or person is None else person.standing
    return Reader(frozenset(map(str, SEES[standing])), language=language)


def look(
    ask: Ask,
    store: Store,
    *,
    kind: Kind,
    reader: Reader,
    year: int,
    limit: int,
    offset: int = 0,
    passages: bool = True,
) -> Looked:
    """Search; a guessed slot never makes the answer empty or poor, it is dropped instead.

    `year` is this year, from which freshness counts.
    """
    kept, dropped = list(ask.slots), []
    looked = _look(ask, kept, store, kind, reader, year, limit, offset, passages)
    while not looked.fits and (guesses := [slot for slot in kept if slot.guessed]):
        dispensable = min(guesses, key=lambda slot: DISPENSABLE.index(slot.kind))
        kept.remove(dispensable)
        dropped.append(dispensable)
        wider = _look(ask, kept, store, kind, reader, year, limit, offset, passages)
        if wider.fits or not looked.found.hits:
            looked = replace(wider, dropped=tuple(dropped))
    return looked


def look_deep(
    ask: Ask, store: Store, *, kind: Kind, reader: Reader, year: int, limit: int
) -> list[tuple[str, float]]:
    """Ids and scores, `limit` deep: what the slots leave first, then the best of all the rest.

    For evaluations: a slot that was guessed orders the answer, and takes nothing away.
    """
    narrow = look(ask, store, kind=kind, reader=reader, year=year, limit=limit, passages=False)
    ranked = {hit.record_id: hit.score for hit in narrow.found.hits}
    if narrow.slots and len(ranked) < limit:
        wide = replace(ask, slots=())
        rest = look(wide, store, kind=kind, reader=reader, year=year, limit=limit, passages=False)
        floor = min(ranked.values(), default=1.0)
        for hit in rest.found.hits:
            ranked.setdefault(hit.record_id, floor * hit.score * 0.999)
    return list(ranked.items())[:limit]


def filters(slots: Iterable[Slot]) -> Filters:
    """The slots as the search core takes them."""
    by_kind: dict[SlotKind, list[str]] = {}
    for slot in slots:
        by_kind.setdefault(slot.kind, []).append(slot.value)

    def values(kind: SlotKind) -> frozenset[str]:
        return frozenset(by_kind.get(kind, ()))

    since, until = by_kind.get(SlotKind.SINCE), by_kind.get(SlotKind.UNTIL)
    return Filters(
        languages=values(SlotKind.LANGUAGE),
        regions=values(SlotKind.REGION),
        countries=values(SlotKind.COUNTRY),
        year_from=int(since[-1]) if since else None,
        year_to=int(until[-1]) if until else None,
        objectives=frozenset(int(number) for number in values(SlotKind.OBJECTIVE)),
        types=values(SlotKind.TYPE),
        publishers=values(SlotKind.PUBLISHER),
    )


def _look(
    ask: Ask,
    slots: list[Slot],
    store: Store,
    kind: Kind,
    reader: Reader,
    year: int,
    limit: int,
    offset: int,
    passages: bool,  # noqa: FBT001
) -> Looked:
    query = Query(
        ask.text,
        filters=filters(slots),
        reader=reader,
        expansion=ask.expansion,
        language=ask.language or None,
        this_year=year,
        fold=passages,
        passages=passages,
    )
    found = store.search.find(query, kind=kind, limit=limit, offset=offset)
    return Looked(found, tuple(slots))
