"""Looking something up: what a reader may see, what a question is narrowed to, what is found."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from config.taxonomy import Region, Standing, Visibility
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
    SlotKind.TYPE,
    SlotKind.SINCE,
    SlotKind.UNTIL,
    SlotKind.PUBLISHER,
    SlotKind.COUNTRY,
    SlotKind.REGION,
    SlotKind.OBJECTIVE,
    SlotKind.LANGUAGE,
)
"""Which guess is dropped first: something older is better than something that cannot be read."""
FAINT = frozenset({SlotKind.TYPE})
"""What is easily said without meaning to leave anything out: "reports on ..."."""
WORTH = 0.6
"""Of the best result without a guess, how well the best one under it has to fit for it to stay."""
PULL = {
    SlotKind.LANGUAGE: 1.0,
    SlotKind.OBJECTIVE: 1.0,
    SlotKind.SINCE: 0.4,
    SlotKind.UNTIL: 0.4,
}
"""How far up a long list a guess lifts what it fits, where the best score is 1."""
SLIGHT_PULL = 0.2
"""Of all other guesses."""


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
    while guesses := [slot for slot in kept if slot.guessed]:
        if looked.fits and all(slot.kind not in FAINT for slot in guesses):
            break
        dispensable = min(guesses, key=lambda slot: DISPENSABLE.index(slot.kind))
        without = [slot for slot in kept if slot.kind is not dispensable.kind]
        wider = _look(ask, without, store, kind, reader, year, limit, offset, passages)
        if looked.fits and not _much_better(wider, looked):
            break
        dropped += [slot for slot in kept if slot.kind is dispensable.kind]
        kept = without
        if wider.fits or not looked.found.hits:
            looked = replace(wider, dropped=tuple(dropped))
    return looked


def _much_better(wider: Looked, narrow: Looked) -> bool:
    """Whether the narrow answer's best is poor beside what there is without the guess."""
    best = max((hit.strength for hit in wider.found.hits), default=0.0)
    return max((hit.strength for hit in narrow.found.hits), default=0.0) < WORTH * best


def look_deep(
    ask: Ask, store: Store, *, kind: Kind, reader: Reader, year: int, limit: int
) -> list[tuple[str, float]]:
    """Ids and scores, `limit` deep: everything that fits the words, what the slots fit further up.

    For evaluations: a slot that was guessed moves the order, and takes nothing away.
    """
    wide = replace(ask, slots=())
    found = look(wide, store, kind=kind, reader=reader, year=year, limit=limit, passages=False)
    ranked = {hit.record_id: hit.score for hit in found.found.hits}
    for slots in _by_kind(ask.slots):
        one = replace(ask, slots=tuple(replace(slot, guessed=False) for slot in slots))
        narrow = look(one, store, kind=kind, reader=reader, year=year, limit=limit, passages=False)
        pull = PULL.get(slots[0].kind, SLIGHT_PULL)
        floor = min(ranked.values(), default=1.0)
        for hit in narrow.found.hits:
            ranked[hit.record_id] = ranked.get(hit.record_id, floor * hit.score) + pull
    best_first = sorted(ranked.items(), key=lambda pair: -pair[1])
    return best_first[:limit]


def _by_kind(slots: Iterable[Slot]) -> list[list[Slot]]:
    by_kind: dict[SlotKind, list[Slot]] = {}
    for slot in slots:
        by_kind.setdefault(slot.kind, []).append(slot)
    return list(by_kind.values())


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
    narrowed = filters(slots)
    query = Query(
        ask.text,
        filters=narrowed,
        reader=replace(reader, regions=reader.regions | narrowed.regions - {Region.GLOBAL.value}),
        expansion=ask.expansion,
        language=ask.language or None,
        this_year=year,
        fold=passages,
        passages=passages,
    )
    found = store.search.find(query, kind=kind, limit=limit, offset=offset)
    return Looked(found, tuple(slots))
