"""What is next, for somebody or for a group, as far as a reader may see it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from config.phrases import Detail, Moment, Words
from config.taxonomy import MatterKind, Standing, Visibility
from handlers.finding import SEES
from handlers.matters import Matter, Matters
from handlers.standing import can_lead
from storage.errors import NotFound
from storage.roles import Role
from storage.store import Store

INSIDERS = frozenset({Standing.MEMBER, Standing.SECRETARIAT})
EVENTS = frozenset({MatterKind.FORUM, MatterKind.CALL})
OF_REVIEWS = frozenset({MatterKind.PREPARATION, MatterKind.ANSWERS, MatterKind.DECISION})


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Whoever reads; `shared`: others read along, so that everybody may have to see it."""

    person_id: int
    standing: Standing
    shared: bool = False


def onlooker(store: Store, person_id: int, *, shared: bool) -> Onlooker:
    return Onlooker(person_id, store.people.get(person_id).standing, shared)


def of_person(store: Store, who: Onlooker, *, now: datetime) -> list[Matter]:
    """What they answer for, and the network's events that are to come; the first due first.

    Where others read along, the public events alone.
    """
    matters = Matters(store)
    own = [] if who.shared else matters.of_person(who.person_id)
    found = {each.subject: each for each in (*own, *matters.events())}
    return _in_order(_seen(store, who, found.values(), now))


def of_group(store: Store, who: Onlooker, group_id: str, *, now: datetime) -> list[Matter]:
    """What a group has to do, the first due first."""
    return _in_order(_seen(store, who, Matters(store).of_group(group_id), now))


def belongs(store: Store, person_id: int, group_id: str) -> bool:
    """Whether somebody has a part in a group now: any role, or all of the network in view."""
    has_role = store.roles.has(person_id, group_id, Role)
    return has_role or store.people.get(person_id).standing is Standing.SECRETARIAT


def when(matter: Matter) -> Detail:
    """As exactly as it was stated; a moment on the reader's clocks with its own beside."""
    if matter.period is not None:
        return matter.period.span
    return Moment(matter.until_at, "" if matter.zone.key == "UTC" else matter.zone.key)


def is_late(matter: Matter, *, now: datetime) -> bool:
    return matter.until_at <= now and not matter.begins


def line(matter: Matter, number: int, *, now: datetime) -> Words:
    """When, what, and what is left to do."""
    details: dict[str, Detail] = {"number": number, "when": when(matter), "what": matter.title}
    if matter.left is not None:
        details["left"] = matter.left
    phrase = "deadline-late" if is_late(matter, now=now) else "deadline-line"
    return Words(phrase if matter.left is not None else f"{phrase}-bare", details)


def _seen(
    store: Store, who: Onlooker, matters: Iterable[Matter], now: datetime
) -> Iterator[Matter]:
    for matter in matters:
        if matter.kind is MatterKind.ANSWERS and matter.until_at <= now:
            continue
        if matter.kind in EVENTS:
            if _is_to_come(matter, now) and _sees_event(store, who, matter):
                yield matter
        elif matter.kind is MatterKind.DELIVERABLE or _sees_inside(store, who, matter):
            yield matter


def _is_to_come(matter: Matter, now: datetime) -> bool:
    if matter.period is None:
        return matter.until_at > now
    return matter.period.last >= now.astimezone(matter.zone).date()


def _sees_event(store: Store, who: Onlooker, matter: Matter) -> bool:
    try:
        visibility = store.events.numbered(matter.about).visibility
    except NotFound:
        return False
    seen = SEES[Standing.GUEST if who.shared else who.standing]
    return Visibility(visibility) in seen


def _sees_inside(store: Store, who: Onlooker, matter: Matter) -> bool:
    """Reviews are for those who have a part in them, recommendations for the network."""
    if who.shared:
        return False
    if who.person_id in matter.people:
        return True
    if matter.kind is MatterKind.RECOMMENDATION:
        return who.standing in INSIDERS
    if matter.kind is MatterKind.ANSWERS or matter.group_id is None:
        return False
    return can_lead(store, who.person_id, matter.group_id)


def _in_order(matters: Iterable[Matter]) -> list[Matter]:
    return sorted(matters, key=lambda each: (each.until_at, each.kind, each.about))
