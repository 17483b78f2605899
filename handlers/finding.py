"""Looking something up: what a reader may see, what a question is narrowed to, what is found."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from config.taxonomy import Region, Standing, Visibility
from handlers.asking import Ask, Slot, SlotKind
from storage.people import Person
from storage.search.documents import OF_A_GROUP, Filters, Found, Kind, Note, Query, Reader
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
WORTH = 0.75
"""Of the best results without a faint guess, how well the best ones under it have to fit for it."""
SEEN_FIRST = 3
"""Results that are compared for that: one that fits above misfits is no good answer."""
FIRST = frozenset({SlotKind.LANGUAGE, SlotKind.OBJECTIVE})
"""In a long list, what fits such a guess comes before all that does not."""
PULL = 0.2
"""Share of its score by which any other guess lifts what it fits: what fits the words stays ahead.

Lifted by .2 to .4 of the best score instead, "latest reports on ..." over records of another field
was .02 nDCG@10 below a search for the words alone; so it is above in all kinds of questions.
"""


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


def reader(person: Person | None, store: Store, *, language: str, shared: bool) -> Reader:
    """Who reads the answer. In a shared conversation that is everybody: public records only."""
    if shared or person is None:
        return Reader(EVERYONE.visibilities, language=language)
    own = store.roles.groups_of(person.id) if store.search.has_of_groups() else ()
    groups = (OF_A_GROUP + each for each in own)
    return Reader(frozenset({*map(str, SEES[person.standing]), *groups}), language=language)


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

    def under(slots: Sequence[Slot]) -> Looked:
        return _look(ask, list(slots), store, kind, reader, year, limit, offset, passages)

    looked, dropped = _without_faint(under(ask.slots), under)
    kept = list(looked.slots)
    while not looked.fits and (guesses := [slot for slot in kept if slot.guessed]):
        dispensable = min(guesses, key=lambda slot: DISPENSABLE.index(slot.kind))
        kept.remove(dispensable)
        wider, also = _without_faint(under(kept), under)
        dropped = (*dropped, dispensable, *also)
        if wider.fits or not looked.found.hits:
            looked = wider
    return replace(looked, dropped=tuple(each for each in dropped if each not in looked.slots))


def _without_faint(
    looked: Looked, under: Callable[[Sequence[Slot]], Looked]
) -> tuple[Looked, tuple[Slot, ...]]:
    """The answer without faint guesses for which it is much poorer, and those; the rest is kept.

    Of two such guesses the one goes first whose absence makes the answer better.
    """
    dropped: tuple[Slot, ...] = ()
    while looked.fits and (faint := {slot.kind for slot in looked.slots if slot.faint}):
        wider = [
            under([slot for slot in looked.slots if slot.kind is not each])
            for each in sorted(faint, key=DISPENSABLE.index)
        ]
        best = max(wider, key=_strength)
        if _strength(looked) >= WORTH * _strength(best):
            break
        dropped += tuple(slot for slot in looked.slots if slot not in best.slots)
        looked = best
    settled = tuple(replace(slot, faint=False) if looked.fits else slot for slot in looked.slots)
    return replace(looked, slots=settled), dropped


def _strength(looked: Looked) -> float:
    """How well the best that were found fit by themselves."""
    best = [hit.strength for hit in looked.found.hits[:SEEN_FIRST]]
    return sum(best) / len(best) if best else 0.0


def look_deep(
    ask: Ask, store: Store, *, written: str, kind: Kind, reader: Reader, year: int, limit: int
) -> list[tuple[str, float]]:
    """Ids and scores, `limit` deep: everything that fits the words, what the slots fit further up.

    For evaluations: a slot that was guessed moves the order, and takes nothing away. The words of
    one that no record has ("in 2001", where nothing is dated) are searched for as `written`.
    """
    held = [slot for slot in ask.slots if _is_held(slot, store, kind, reader)]
    lost = {slot.kind for slot in ask.slots} - {slot.kind for slot in held} - {SlotKind.TYPE}
    ask = replace(ask, slots=tuple(held), text=written if lost or not ask.text else ask.text)
    wide = replace(ask, slots=())
    found = look(wide, store, kind=kind, reader=reader, year=year, limit=limit, passages=False)
    ranked = {hit.record_id: hit.score for hit in found.found.hits}
    for slots in _by_kind(ask.slots):
        one = replace(ask, slots=tuple(replace(slot, guessed=False) for slot in slots))
        narrow = look(one, store, kind=kind, reader=reader, year=year, limit=limit, passages=False)
        floor = min(ranked.values(), default=1.0)
        for hit in narrow.found.hits:
            score = ranked.get(hit.record_id, floor * hit.score)
            lift = 1.0 if slots[0].kind in FIRST else PULL * score
            ranked[hit.record_id] = score + lift
    best_first = sorted(ranked.items(), key=lambda pair: -pair[1])
    return best_first[:limit]


def _is_held(slot: Slot, store: Store, kind: Kind, reader: Reader) -> bool:
    return store.search.holds(filters([slot]), kind=kind, reader=reader)


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
        aside=tuple(slot.said for slot in ask.slots if slot.said) if kind is Kind.EXPERT else (),
    )
    found = store.search.find(query, kind=kind, limit=limit, offset=offset)
    return Looked(found, tuple(slots))
