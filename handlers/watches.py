"""Watches: tell me when there is something new, once, daily or weekly; and telling it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.phrases import Day, Names, Words
from handlers.answers import Shelf
from handlers.asking import Ask, Slot
from handlers.calendar import zone_named
from handlers.errors import Refusal
from handlers.finding import look, reader
from handlers.messages import Choice, Entry, Message, Reply, pack_reply
from handlers.onward import ME, WATCHES
from handlers.watched import line, watched
from storage.people import Person
from storage.search.documents import Hit, Kind, Note
from storage.search.finder import WEAK
from storage.store import Store
from storage.watches import Rhythm, Watch

MORNING = time(9)
"""In the reader's zone, when news is told."""
EVENING = time(18)
"""From then until the morning nobody is told anything unasked."""
FRIDAY = 4
DEEP = 50
"""Among how many of the best results new ones are looked for: what is worse does not fit."""
MOST_TOLD = 10
"""Results a message; how many more there are is said."""
MOST_WATCHES = 10
"""A person's watches: each has a row of choices in one list and in one morning's message."""
LOOK_AGAIN = timedelta(minutes=5)
"""When the index is still taking in what is new."""


@dataclass(frozen=True, slots=True)
class News:
    """What is new for one watch."""

    watch: Watch
    hits: tuple[Hit, ...]


def watch(message: Message, ask: Ask, store: Store, *, kind: Kind, rhythm: Rhythm) -> Reply:
    """Keep a question, and tell its person what is new on it from now on.

    Raises:
        Refusal: others read along, or there are too many already.
    """
    if not message.private:
        raise Refusal("watch-in-private")
    found = store.watches.find(message.person_id, _digest(ask, kind))
    if found is None and store.watches.count(message.person_id) >= MOST_WATCHES:
        raise Refusal("watch-too-many", choices=(WATCHES,), most=MOST_WATCHES)
    if found is None:
        found = store.watches.add(_made(message, ask, store, kind, rhythm))
    elif found.rhythm == Rhythm.ONCE:
        _set(found, rhythm, message)
    return _kept(found, zone_named(message.time_zone))


def switch(message: Message, store: Store, *, watch_id: int, rhythm: Rhythm) -> Reply:
    """Tell it daily instead of weekly, or the other way."""
    found = _mine(message, store, watch_id)
    _set(found, rhythm, message)
    return replace(_kept(found, zone_named(message.time_zone)), edits=bool(message.about))


def stop(message: Message, store: Store, *, watch_id: int, listed: bool) -> Reply:
    """Stop telling; the list that this was tapped in is shown anew, a digest stays as it is."""
    found = _mine(message, store, watch_id)
    about = watched(found)
    store.watches.stop(found)
    if listed:
        return list_(message, store)
    return Reply("watch-stopped", {"what": about}, choices=((WATCHES,),))


def list_(message: Message, store: Store) -> Reply:
    """Everything that this person is told of, each with one tap to stop."""
    if not message.private:
        raise Refusal("watch-in-private")
    found = store.watches.of(message.person_id)
    return Reply(
        "watch-list" if found else "watch-none",
        lines=tuple(map(line, found)),
        choices=(*((_stop(each, listed=True),) for each in found), (ME,)),
        edits=bool(message.about),
    )


def due(store: Store, *, now: datetime, limit: int) -> Sequence[int]:
    """Persons for whom something is to be looked for."""
    return store.watches.due(now=now, newest=_newest(store), limit=limit)


def tell(store: Store, person_id: int, shelves: Mapping[Kind, Shelf], *, now: datetime) -> None:
    """Leave one person the news of all that is due, in one message; nothing new is no message.

    What they asked to be told once comes by itself, and is then done with. Doing this twice, or
    on two replicas at once, says nothing twice.
    """
    found = store.watches.due_of(person_id, now=now)
    if not found:
        return
    person = store.people.get(person_id)
    zone = zone_named(store.people.zones([person_id]).get(person_id, ""))
    news = [each for each in (_news(each, person, store, now, zone) for each in found) if each]
    for each in news:
        if each.watch.rhythm == Rhythm.ONCE:
            at = now if _is_polite(now, zone) else next_morning(now, zone)
            _notify(f"watch:{each.watch.id}", "watch-found", [each], store, shelves, at=at)
            store.watches.stop(each.watch)
    digest = [each for each in news if each.watch.rhythm != Rhythm.ONCE]
    if digest:
        day = now.astimezone(zone).date()
        _notify(f"news:{person_id}:{day}", "watch-news", digest, store, shelves, at=now)


def next_morning(after: datetime, zone: ZoneInfo, *, weekly: bool = False) -> datetime:
    """The first weekday's morning after a moment; with `weekly`, the first Monday's."""
    day = after.astimezone(zone).date()
    while True:
        morning = datetime.combine(day, MORNING, zone)
        if morning > after and (day.weekday() == 0 if weekly else day.weekday() <= FRIDAY):
            return morning
        day += timedelta(days=1)


def _news(watch: Watch, person: Person, store: Store, now: datetime, zone: ZoneInfo) -> News | None:
    """What is new for a watch that is due, and when it is due again; None where nothing is."""
    newest = _newest(store)[watch.kind]
    if watch.rhythm == Rhythm.ONCE:
        watch.due_at = now
    elif not _is_polite(now, zone):
        watch.due_at = next_morning(now, zone)
        return None
    else:
        watch.due_at = _next(watch.rhythm, now, zone)
    if watch.known_to >= newest:
        return None
    language = person.language or watch.language
    looked = look(
        _ask(watch),
        store,
        kind=Kind(watch.kind),
        reader=reader(person, store, language=language, shared=False),
        year=now.year,
        limit=DEEP,
    )
    if Note.INCOMPLETE in looked.found.notes:
        watch.due_at = now + LOOK_AGAIN
        return None
    hits = _new(looked.found.hits, watch, store)
    watch.known_to = newest
    return News(watch, hits) if hits else None


def _new(hits: Sequence[Hit], watch: Watch, store: Store) -> tuple[Hit, ...]:
    """Those that fit by themselves, and that were added since it was last looked."""
    records = store.experts if watch.kind == Kind.EXPERT else store.resources
    numbers = records.numbers([hit.record_id for hit in hits])
    return tuple(
        hit for hit in hits if hit.strength >= WEAK and numbers[hit.record_id] > watch.known_to
    )


def _notify(
    key: str,
    phrase: str,
    news: Sequence[News],
    store: Store,
    shelves: Mapping[Kind, Shelf],
    *,
    at: datetime,
) -> None:
    """One message with all of the news, in one place for each watch."""
    entries = [entry for each in news for entry in _entries(each, store, shelves)]
    rest = len(entries) - MOST_TOLD
    choices = [
        (_other_rhythm(each.watch), _stop(each.watch))
        for each in news
        if each.watch.rhythm != Rhythm.ONCE
    ]
    reply = Reply(
        phrase,
        {"count": len(entries), "what": Names(tuple(watched(each.watch) for each in news))},
        entries=tuple(entries[:MOST_TOLD]),
        lines=(Words("watch-more", {"count": rest}),) if rest > 0 else (),
        choices=(*choices, (WATCHES,)),
    )
    person_id = news[0].watch.person_id
    store.outbox.notify(key, pack_reply(reply), person_id=person_id, due_at=at)


def _entries(news: News, store: Store, shelves: Mapping[Kind, Shelf]) -> list[Entry]:
    why = Words("watch-why", {"what": watched(news.watch)})
    shelf = shelves[Kind(news.watch.kind)]
    return [replace(each, why=why) for each in shelf.entries(store, news.hits)]


def _made(message: Message, ask: Ask, store: Store, kind: Kind, rhythm: Rhythm) -> Watch:
    return Watch(
        person_id=message.person_id,
        digest=_digest(ask, kind),
        kind=kind,
        text=ask.text,
        language=ask.language,
        slots=[replace(slot, guessed=False).packed() for slot in ask.slots],
        expansion=dict(ask.expansion),
        rhythm=rhythm,
        known_to=_newest(store)[kind],
        due_at=_next(rhythm, message.sent_at, zone_named(message.time_zone)),
        made_at=message.sent_at,
    )


def _set(watch: Watch, rhythm: Rhythm, message: Message) -> None:
    watch.rhythm = rhythm
    watch.due_at = _next(rhythm, message.sent_at, zone_named(message.time_zone))


def _next(rhythm: Rhythm, after: datetime, zone: ZoneInfo) -> datetime:
    if rhythm == Rhythm.ONCE:
        return after
    return next_morning(after, zone, weekly=rhythm == Rhythm.WEEKLY)


def _kept(watch: Watch, zone: ZoneInfo) -> Reply:
    """What will be told when, and how to have it otherwise."""
    rhythm = () if watch.rhythm == Rhythm.ONCE else (_other_rhythm(watch),)
    return Reply(
        f"watch-kept-{watch.rhythm}",
        {"what": watched(watch), "day": Day(watch.due_at.astimezone(zone).date())},
        choices=((*rhythm, _stop(watch)), (WATCHES,)),
        edits=False,
    )


def _mine(message: Message, store: Store, watch_id: int) -> Watch:
    """Raises Refusal: it is stopped already, or somebody else's."""
    found = store.watches.get(message.person_id, watch_id)
    if found is None:
        raise Refusal("watch-gone", choices=(WATCHES,))
    return found


def _ask(watch: Watch) -> Ask:
    slots = tuple(map(Slot.unpacked, watch.slots))
    return Ask(watch.text, watch.language, slots, tuple(watch.expansion.items()))


def _digest(ask: Ask, kind: Kind) -> str:
    slots = sorted(f"{slot.kind}={slot.value}" for slot in ask.slots)
    whole = "\n".join((kind, " ".join(ask.text.casefold().split()), *slots))
    return hashlib.sha256(whole.encode()).hexdigest()


def _newest(store: Store) -> dict[str, int]:
    return {Kind.RESOURCE: store.resources.newest(), Kind.EXPERT: store.experts.newest()}


def _is_polite(now: datetime, zone: ZoneInfo) -> bool:
    """Whether people are at work: between morning and evening, and not at the weekend."""
    local = now.astimezone(zone)
    return local.weekday() <= FRIDAY and MORNING <= local.time() < EVENING


def _other_rhythm(watch: Watch) -> Choice:
    other = Rhythm.DAILY if watch.rhythm == Rhythm.WEEKLY else Rhythm.WEEKLY
    return Choice(Words(f"choice-{other}"), f"watch.{other} {watch.id}")


def _stop(watch: Watch, *, listed: bool = False) -> Choice:
    label = Words("choice-stop", {"what": watched(watch)})
    return Choice(label, f"watch.{'off' if listed else 'stop'} {watch.id}")
