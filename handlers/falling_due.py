"""Reminders as they come due: kept in step with their matters, told in one message a person."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from config.taxonomy import MatterKind
from handlers.keeping import Reading
from handlers.matters import Matters
from handlers.messages import Reply, pack_reply
from storage.deadlines import HORIZON
from storage.reminders import Reminder
from storage.store import Store

KEY = "reminder:"
"""How keys of reminders in the outbox begin."""
STANDS_FOR = Reply("reminder-nothing")
"""What a notice holds until it is said: what it says then is what is true then."""
PLANNED = (
    MatterKind.PREPARATION,
    MatterKind.ANSWERS,
    MatterKind.DECISION,
    MatterKind.DELIVERABLE,
    MatterKind.RECOMMENDATION,
)
"""Kinds whose matters are found by what they lack; events are few, and all looked at."""


def astray(kind: MatterKind, store: Store, now: datetime, limit: int) -> Sequence[int]:
    """Matters of a kind that are new, or were moved or handed over."""
    return store.deadlines.astray(kind, now=now, limit=limit)


def plan(kind: MatterKind, store: Store, about: int, now: datetime) -> None:
    """Bring the reminders of a matter in step with it; doing so twice changes nothing."""
    plan_several(kind, store, [about], now)


def plan_several(kind: MatterKind, store: Store, abouts: Sequence[int], now: datetime) -> None:
    """`plan` for several."""
    reading = Reading(store, now)
    reading.matters.gather((kind, each) for each in abouts)
    found = (reading.matters.find(kind, each) for each in abouts)
    reading.fit_all([each for each in found if each is not None], _authors(store, kind, abouts))


def astray_events(store: Store, now: datetime, limit: int) -> Sequence[int]:
    """Numbers of forums and calls of which somebody is not reminded who should be."""
    matters = Matters(store)
    coming = (e for e in matters.events() if now < e.until_at <= now + HORIZON)
    found = []
    for each in coming:
        rows = store.reminders.of_matter(each.kind, each.about)
        fitting = {row.person_id for row in rows if row.until_at == each.until_at}
        if fitting != set(each.people):
            found.append(each.about)
    return found[:limit]


def plan_event(store: Store, about: int, now: datetime) -> None:
    plan(MatterKind.FORUM, store, about, now)


def due(store: Store, now: datetime, limit: int) -> Sequence[int]:
    """People to whom something is due."""
    return store.reminders.due(now=now, limit=limit)


def remind(store: Store, person_id: int, now: datetime) -> None:
    """Tell somebody of all that is due to them, in one message and in their working hours.

    What was told and has not been said yet, because the platform is down, becomes part of it.
    """
    remind_several(store, [person_id], now)


def remind_several(store: Store, people: Sequence[int], now: datetime) -> None:
    """`remind` for several people, a message each."""
    rows = store.reminders.due_to(people, now=now)
    reading = Reading(store, now)
    reading.gather([each for theirs in rows.values() for each in theirs], steps=True)
    told = {each: _told(reading, each, rows[each]) for each in people if each in rows}
    keys = {
        each: f"{KEY}{each}:{theirs[0].id}:{theirs[0].said}"
        for each, theirs in told.items()
        if theirs
    }
    unsent = store.reminders.unsent(keys) if keys else {}
    for each, key in keys.items():
        for row in (*told[each], *unsent.get(each, ())):
            row.notice = key
    reply = pack_reply(STANDS_FOR)
    store.outbox.notify_all([(key, reply, each, now) for each, key in keys.items()])


def _told(reading: Reading, person_id: int, rows: Sequence[Reminder]) -> list[Reminder]:
    """Those that are to be told now; out of their hours, all of them wait until they are."""
    at_work = reading.hours(person_id).next(reading.now)
    if at_work > reading.now:
        for each in rows:
            each.due_at = at_work
        return []
    return [each for each in rows if reading.step(each)]


def _authors(store: Store, kind: MatterKind, abouts: Sequence[int]) -> Mapping[int, int | None]:
    """Who changed a deliverable last, and so knows."""
    return store.workplans.latest_by(abouts) if kind is MatterKind.DELIVERABLE else {}
