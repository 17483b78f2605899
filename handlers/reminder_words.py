"""A reminder in words: what, for whom, until when here and there, what is left, and what to do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from config.periods import Exactness
from config.phrases import Day, Detail, Instant, Names, Words
from config.taxonomy import MatterKind
from handlers.keeping import OWNED, Reading
from handlers.matters import Matter
from handlers.messages import Choice, Reply
from handlers.naming import person_name
from handlers.rungs import days_left, last_day
from storage.reminders import Part, Reminder
from storage.store import Store

MOST_SHOWN = 7
"""Matters in one message; the others are counted, and a tap shows them."""
LONGEST_IN_LIST = 70
"""Characters of a title among several: two lines on a phone, with what stands before it."""
DONE_IN_A_TAP = {
    MatterKind.DELIVERABLE: "plan.done",
    MatterKind.RECOMMENDATION: "recommendation.done",
}
"""What says that it is done, by the action of its area."""
DISMISSED = frozenset({MatterKind.PREPARATION, MatterKind.FORUM, MatterKind.CALL})
"""Where "done" concerns nobody else: there is just nothing more to say of it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A reminder with its matter, as it is now."""

    row: Reminder
    matter: Matter


def compose(store: Store, key: str, now: datetime) -> Reply | datetime | None:
    """What a notice says now; or when to try again, out of hours; None: nothing is left to say.

    What has been settled, handed over, cancelled, moved or put off since is left out.
    """
    return compose_several(store, [key], now)[key]


def compose_several(
    store: Store, keys: Sequence[str], now: datetime
) -> dict[str, Reply | datetime | None]:
    """`compose` for several."""
    rows = store.reminders.in_notices(keys)
    reading = Reading(store, now)
    reading.gather([each for theirs in rows.values() for each in theirs])
    return {each: _composed(reading, rows.get(each, ())) for each in keys}


def _composed(reading: Reading, rows: Sequence[Reminder]) -> Reply | datetime | None:
    if not rows:
        return None
    at_work = reading.hours(rows[0].person_id).next(reading.now)
    if at_work > reading.now:
        return at_work
    told = [each for each in (_still(reading, row) for row in rows) if each is not None]
    if not told:
        return None
    reply = several(reading, told)
    return replace(reply, lines=(*reply.lines, *_held_back(reading, told)))


def _held_back(reading: Reading, told: Sequence[Told]) -> Iterator[Words]:
    """That it comes on a later day than it was meant for: their platform was out of reach."""
    zone = reading.hours(told[0].row.person_id).zone
    meant = min((each.row.said_at for each in told if each.row.said_at), default=reading.now)
    day = meant.astimezone(zone).date()
    if day < reading.now.astimezone(zone).date():
        yield Words("reminder-held", {"day": Day(day)})


def _still(reading: Reading, row: Reminder) -> Told | None:
    """None where there is nothing to be told of it any more."""
    key, matter = row.notice, reading.current(row)
    if matter is None or not reading.concerns(row, matter):
        return None
    if row.notice != key and not reading.is_due_anew(row, matter, key):
        return None
    return Told(row, matter)


def several(reading: Reading, told: Sequence[Told]) -> Reply:
    """One message for all that is due to one person."""
    if len(told) == 1:
        return card(reading, told[0])
    shown = told[:MOST_SHOWN]
    lines = [_line(reading, number, each) for number, each in enumerate(shown, start=1)]
    if len(told) > len(shown):
        lines.append(Words("reminder-more", {"count": len(told) - len(shown)}))
    taps = [
        Choice(Words("reminder-choice-see", {"number": number}), f"reminder.see {each.row.id}")
        for number, each in enumerate(shown, start=1)
    ]
    first = told[0].row.id
    later = Choice(Words("reminder-choice-all-later"), f"reminder.all_later {first}")
    every = Choice(Words("reminder-choice-list"), "reminder.list 0")
    return Reply(
        "reminder-several",
        {"count": len(told)},
        lines=tuple(lines),
        choices=(*(tuple(taps[at : at + 4]) for at in range(0, len(taps), 4)), (later, every)),
    )


def _line(reading: Reading, number: int, told: Told) -> Words:
    """One of several, and with whom it is where it is not simply the reader's."""
    others = [each for each in told.matter.people if each != told.row.person_id]
    if told.row.part is Part.OWNER or not others:
        return line(reading, number, told)
    names = tuple(person_name(reading.store, each) for each in others)
    return line(reading, number, told, names=Names(names))


def line(reading: Reading, number: int, told: Told, *, names: Names | None = None) -> Words:
    """One of a list, short enough for a phone: its day, where that is not today or next to it."""
    hours = reading.hours(told.row.person_id)
    day = last_day(told.matter.until_at, hours)
    title = told.matter.title
    cut = {
        key: _cut(each) if isinstance(each, str) else each for key, each in title.details.items()
    }
    short = replace(told, matter=replace(told.matter, title=replace(title, details=cut)))
    words: dict[str, Detail] = {"number": number, "what": brief(reading, short)}
    phrase = "reminder-line"
    if abs(days_left(told.matter.until_at, hours, now=reading.now)) > 1:
        phrase, words["day"] = f"{phrase}-on", Day(day)
    if names is not None:
        phrase, words["names"] = f"{phrase}-of", names
    return Words(phrase, words)


def _cut(text: str) -> str:
    if len(text) <= LONGEST_IN_LIST:
        return text
    return text[:LONGEST_IN_LIST].rpartition(" ")[0].rstrip(" ,;:") + "…"


def card(reading: Reading, told: Told, *, edits: bool = False) -> Reply:
    """One matter, with all that can be done about it."""
    headline = brief(reading, told)
    return Reply(
        headline.phrase,
        headline.details,
        lines=tuple(_lines(reading, told)),
        choices=tuple(ways(told)),
        edits=edits,
    )


def brief(reading: Reading, told: Told) -> Words:
    """In how many days what is due, or since when it is late."""
    matter = told.matter
    left = days_left(matter.until_at, reading.hours(told.row.person_id), now=reading.now)
    details: dict[str, Detail] = {"what": matter.title, "count": abs(left)}
    if matter.begins:
        opens = matter.kind is MatterKind.PREPARATION
        return Words("reminder-opens" if opens else "reminder-begins", details)
    return Words("reminder-due" if left >= 0 else "reminder-late", details)


def ways(told: Told) -> Iterator[tuple[Choice, ...]]:
    """Open it, done, later, hand it over, not mine."""
    row, matter = told.row, told.matter

    def choice(verb: str, *, strong: bool = False) -> Choice:
        return Choice(Words(f"reminder-choice-{verb}"), f"reminder.{verb} {row.id}", strong=strong)

    first = [choice("open", strong=True)]
    if matter.kind in DONE_IN_A_TAP or matter.kind in DISMISSED:
        first.append(choice("done"))
    yield (*first, choice("snooze"))
    if row.part is Part.OWNER and matter.kind in {*OWNED, MatterKind.ANSWERS}:
        hand = [choice("hand")] if matter.kind in OWNED else []
        yield (*hand, choice("not_mine"))
    elif row.part is Part.LEAD and matter.kind in OWNED:
        yield (choice("hand"),)


def _lines(reading: Reading, told: Told) -> Iterator[Words]:
    row, matter = told.row, told.matter
    if matter.until_at <= reading.now:
        yield Words("reminder-was-until", {"day": Day(matter.last_day)})
    else:
        yield until(matter, reading.hours(row.person_id).zone)
    if matter.period is not None and matter.period.exactness is not Exactness.DAY:
        counted = "reminder-from-first" if matter.begins else "reminder-from-last"
        yield Words(counted, {"period": matter.period.span})
    if row.moved_from is not None:
        knew = replace(matter, until_at=row.moved_from)
        yield Words("reminder-moved", {"day": Day(knew.last_day)})
    yield from _why(reading, told)
    group = reading.store.groups.find(matter.group_id) if matter.group_id else None
    if group is not None:
        yield Words("reminder-group", {"group": group.id, "title": group.title})
    if matter.left is not None:
        yield Words("reminder-left", {"left": matter.left})
    waits = _waits_for(reading.store, matter)
    if waits:
        yield Words("reminder-waits", {"what": Names(waits)})


def until(matter: Matter, zone: ZoneInfo) -> Words:
    """Until when, where the reader is; and where it was stated, if that is another time."""
    there = matter.until_at.astimezone(matter.zone)
    is_midnight = (there.hour, there.minute) == (0, 0)
    same = there.utcoffset() == matter.until_at.astimezone(zone).utcoffset()
    day = Day(matter.last_day)
    where = matter.zone.key.rpartition("/")[2].replace("_", " ")
    if matter.kind in {MatterKind.FORUM, MatterKind.CALL} and matter.begins:
        return Words("reminder-on", {"day": day})
    if same and is_midnight:
        return Words("reminder-until-day", {"day": day})
    at = Instant(matter.until_at)
    if same:
        return Words("reminder-until-time", {"at": at})
    if is_midnight:
        return Words("reminder-until-both", {"at": at, "day": day, "where": where})
    clock = f"{there:%H:%M}"
    return Words("reminder-until-clocks", {"at": at, "day": day, "time": clock, "where": where})


def _why(reading: Reading, told: Told) -> Iterator[Words]:
    """Why it comes to this reader, where it is not simply theirs."""
    row, matter, store = told.row, told.matter, reading.store
    if row.handed:
        yield Words("reminder-handed")
    others = [each for each in matter.people if each != row.person_id]
    names = [person_name(store, each) for each in others] if row.part is not Part.OWNER else []
    match row.part:
        case Part.OWNER if matter.kind in OWNED and matter.named != row.person_id:
            yield Words("reminder-nobody")
        case Part.BACKUP:
            away = bool(reading.are_away(matter.people))
            phrase = "reminder-for-away" if away else "reminder-for-silent"
            yield Words(phrase, {"names": Names(tuple(names))})
        case Part.LEAD | Part.SECRETARIAT:
            said = Words("reminder-as-lead", {"names": Names(tuple(names))})
            yield said if row.part is Part.LEAD else replace(said, phrase="reminder-as-secretariat")
        case _:
            return


def _waits_for(store: Store, matter: Matter) -> tuple[str, ...]:
    """What has to be done before a deliverable, and is not."""
    if not matter.before or matter.group_id is None:
        return ()
    every = {each.reference: each for each in store.workplans.of(matter.group_id)}
    return tuple(each for each in matter.before if each in every and every[each].is_open)
