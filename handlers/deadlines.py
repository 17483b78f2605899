"""Deadlines: what is next for me or for a group, by date, each a tap away."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from config.network_files.records import WorkingGroup
from config.phrases import Detail, Moment, Words
from config.taxonomy import MatterKind
from handlers.errors import Refusal
from handlers.horizon import is_late, line, of_group, of_person, onlooker
from handlers.matters import Matter
from handlers.messages import Choice, Message, Reply, echo
from handlers.naming import group_named
from handlers.onward import DUE, GROUPS, HELP, REMINDERS
from handlers.paging import turns
from storage.own_reminders import OwnReminder
from storage.store import Store

PAGE = 8
MOST_GROUPS = 4
"""Groups of mine that are offered below."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """One date of a list; `action` opens it where it is shown, and is empty where nothing does."""

    until_at: datetime
    title: Words
    said: Callable[[int], Words]
    """Its line, by its number in the list."""
    action: str = ""
    is_late: bool = False


def show(message: Message, store: Store, words: str = "") -> Reply:
    """What is next for the group that is named; where none is, for me, or for this channel."""
    if not words:
        return of_me(message, store)
    group = group_named(store, words)
    if group is None:
        raise Refusal("group-unknown", choices=(GROUPS,), words=words)
    return of_one(message, store, group)


def tapped(message: Message, store: Store, verb: str, *values: str) -> Reply:
    """Another part of a list: of mine (0) or of a group, from a number on.

    Raises:
        ValueError: none that was ever offered.
    """
    match verb, values:
        case "list", ("0", start):
            return of_me(message, store, int(start))
        case "list", (number, start):
            return of_one(message, store, store.groups.numbered(int(number)), int(start))
        case _:
            raise ValueError(verb)


def of_me(message: Message, store: Store, start: int = 0) -> Reply:
    """Where others read along: what is next for the group whose channel it is."""
    place = message.place
    if not message.private:
        space = store.workplans.space_at(place.platform, place.workspace, place.conversation)
        group = store.groups.in_use([space.group_id]) if space else {}
        if space and space.group_id in group:
            return of_one(message, store, group[space.group_id], start)
    who = onlooker(store, message.person_id, shared=not message.private)
    found = _matters(message, of_person(store, who, now=message.sent_at))
    if message.private:
        own = map(_own, store.own_reminders.of_person(message.person_id))
        found = sorted([*found, *filter(None, own)], key=lambda each: each.until_at)
    phrase = "deadlines-mine" if message.private else "deadlines-network"
    groups = tuple(_of_my_groups(message, store)) if message.private else ()
    onward = (_calendar(0), DUE, REMINDERS) if message.private else (HELP,)
    return _list(message, found, start, phrase=phrase, number=0, onward=(*groups, onward))


def of_one(message: Message, store: Store, group: WorkingGroup, start: int = 0) -> Reply:
    who = onlooker(store, message.person_id, shared=not message.private)
    found = _matters(message, of_group(store, who, group.id, now=message.sent_at))
    number = store.groups.numbers([group.id])[group.id]
    plan = Choice(Words("choice-workplan-of", {"group": group.id}), f"plan.show {number}")
    onward = (plan, _calendar(number)) if message.private else (plan,)
    return _list(
        message,
        found,
        start,
        phrase="deadlines-group",
        number=number,
        onward=(onward,),
        group=group.id,
    )


def _list(
    message: Message,
    found: Sequence[Ahead],
    start: int,
    *,
    phrase: str,
    number: int,
    onward: tuple[tuple[Choice, ...], ...],
    group: str = "",
) -> Reply:
    late = [each for each in found if each.is_late]
    found = [each for each in found if not each.is_late] + late
    page = found[start : start + PAGE]
    numbered = list(enumerate(page, start=start + 1))
    details: dict[str, Detail] = {"count": len(found), "late": len(late), "group": group}
    turn = tuple(turns(f"deadline.list {number}", start, len(found), page=PAGE))
    return Reply(
        phrase if found else f"{phrase}-none",
        details,
        lines=(
            *(each.said(place) for place, each in numbered),
            *((Words("deadlines-what"),) if found and phrase == "deadlines-mine" else ()),
        ),
        choices=(
            *((_open(each, place),) for place, each in numbered if each.action),
            *((turn,) if turn else ()),
            *onward,
        ),
        edits=bool(message.about),
    )


def _matters(message: Message, found: Iterable[Matter]) -> list[Ahead]:
    now = message.sent_at
    return [
        Ahead(
            each.until_at,
            each.title,
            partial(line, each, now=now),
            each.action if _opens(message, each) else "",
            is_late(each, now=now),
        )
        for each in found
    ]


def _own(reminder: OwnReminder) -> Ahead | None:
    """What somebody asked to be reminded of; None where it comes no more."""
    if reminder.due_at is None:
        return None
    title = Words("feed-own", {"what": echo(reminder.what)})
    when = Moment(reminder.due_at, reminder.zone)

    def said(number: int) -> Words:
        return Words("deadline-line-bare", {"number": number, "when": when, "what": title})

    return Ahead(reminder.due_at, title, said, f"remind.show {reminder.id}")


def _opens(message: Message, matter: Matter) -> bool:
    """Workplans are shown anywhere, and all else where nobody reads along."""
    return bool(matter.action) and (message.private or matter.kind is MatterKind.DELIVERABLE)


def _open(each: Ahead, place: int) -> Choice:
    return Choice(Words("deadline-open", {"number": place, "what": each.title}), each.action)


def _of_my_groups(message: Message, store: Store) -> Iterator[tuple[Choice, ...]]:
    roles = store.roles.of_person(message.person_id)
    ids = list(dict.fromkeys(each.group_id for each in roles))[:MOST_GROUPS]
    numbers = store.groups.numbers(ids)
    choices = [
        Choice(Words("choice-deadlines-of", {"group": each}), f"deadline.list {numbers[each]} 0")
        for each in ids
        if each in numbers
    ]
    yield from (tuple(choices[at : at + 2]) for at in range(0, len(choices), 2))


def _calendar(number: int) -> Choice:
    return Choice(Words("choice-calendar"), f"feed.show {number}")
