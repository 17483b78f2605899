"""What is said of own reminders: read back, asked for, told, listed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from config.phrases import Day, Detail, Moment, Words
from handlers.calendar import zone_named
from handlers.forms import AT_ONCE
from handlers.messages import Choice, Message, Reply
from handlers.naming import person_name
from handlers.onward import REMINDERS
from handlers.reminding import said, was_moved
from handlers.schedules import Trouble, When
from handlers.worktimes import hours_of
from storage.own_reminders import OwnReminder
from storage.places import Surface
from storage.store import Store

QUICK = ("hour", "tomorrow", "monday", "week")
"""When, in a tap, where nobody said it."""
LATER = ("tomorrow", "monday")
SHORT = 40
"""Characters of what it is about, on a button."""


def told(store: Store, reminder: OwnReminder, *, late_since: datetime | None) -> Reply:
    what: dict[str, Detail] = {"what": reminder.what}
    lines = []
    if late_since is not None:
        lines.append(Words("remind-late", {"when": Moment(late_since, reminder.zone)}))
    if reminder.due_at is not None:
        when = Moment(reminder.due_at, reminder.zone)
        lines.append(Words("remind-line-next", {"when": when}))
    if reminder.place is not None:
        what["name"] = person_name(store, reminder.person_id)
    return Reply(
        "remind-told" if reminder.place is None else "remind-told-here",
        what,
        lines=tuple(lines),
        choices=_after(reminder),
    )


def _after(reminder: OwnReminder) -> tuple[tuple[Choice, ...], ...]:
    """What can be done with one that was just said."""
    later = tuple(
        Choice(Words(f"remind-choice-{name}"), f"remind.later {reminder.id} {name}")
        for name in LATER
    )
    last = [Choice(Words("remind-choice-day"), f"remind.when {reminder.id}")]
    if reminder.platform not in {None, *AT_ONCE}:
        last = []
    if reminder.rule:
        last = [Choice(Words("remind-choice-stop"), f"remind.stop {reminder.id}")]
    done = Choice(Words("remind-choice-done"), f"remind.done {reminder.id}", strong=True)
    return ((done, *later), tuple(last)) if last else ((done, *later),)


def card(message: Message, store: Store, reminder: OwnReminder, *, is_new: bool = False) -> Reply:
    """What was understood: the words, when, how often, when next; each with a tap to correct it."""
    here = "-here" if reminder.place is not None else ""
    when = Choice(Words("remind-choice-when"), f"remind.when {reminder.id}")
    what = Choice(Words("remind-choice-what"), f"remind.what {reminder.id}")
    cancel = Choice(Words("remind-choice-cancel"), f"remind.cancel {reminder.id}")
    zone = (Choice(Words("choice-zone"), "me.zone"),) if _zone_is_open(message, reminder) else ()
    ways = (when, what, cancel) if _can_change(message, reminder) else (cancel,)
    return Reply(
        f"remind-kept{here}" if is_new else f"remind-shown{here}",
        {"what": reminder.what},
        lines=tuple(_read_back(message, store, reminder)),
        choices=(ways, (*zone, REMINDERS)),
        edits=bool(message.about),
    )


def _can_change(message: Message, reminder: OwnReminder) -> bool:
    """Whether they may, and can be asked here: one question after another is asked in private."""
    is_asked = message.private or message.place.platform in AT_ONCE
    return reminder.person_id == message.person_id and is_asked


def _read_back(message: Message, store: Store, reminder: OwnReminder) -> Iterator[Words]:
    yield from said(reminder)
    if was_moved(reminder, hours_of(store, reminder.person_id)) and reminder.day is not None:
        yield Words("remind-moved", {"day": Day(reminder.day)})
    if _zone_is_open(message, reminder):
        yield Words("remind-zone-unknown")
    if reminder.place is not None and message.place.surface is Surface.ONLY_YOU:
        yield Words("remind-invite")


def _zone_is_open(message: Message, reminder: OwnReminder) -> bool:
    """Whether an hour was taken for one of UTC, because nobody knows better."""
    return message.private and not reminder.zone and not message.time_zone


def ask_when(message: Message, reminder: OwnReminder, *, phrase: str = "remind-when") -> Reply:
    return Reply(
        phrase,
        {"what": short(reminder)},
        choices=_times(message, reminder),
        edits=bool(message.about),
    )


def _times(message: Message, reminder: OwnReminder) -> tuple[tuple[Choice, ...], ...]:
    quick = [
        Choice(Words(f"remind-choice-{name}"), f"remind.at {reminder.id} {name}") for name in QUICK
    ]
    other = Choice(Words("remind-choice-other"), f"remind.when {reminder.id}")
    cancel = Choice(Words("remind-choice-cancel"), f"remind.cancel {reminder.id}")
    last = (other, cancel) if _can_change(message, reminder) else (cancel,)
    return (tuple(quick[:2]), tuple(quick[2:]), last)


def troubled(message: Message, reminder: OwnReminder, when: When) -> Reply:
    """What is wrong with the time that was said, and the nearest that there is, to tap."""
    minute = "" if reminder.minute is None else f" {reminder.minute}"
    nearest: tuple[Choice, ...] = ()
    day, times = when.day, _times(message, reminder)
    today = message.sent_at.astimezone(zone_named(message.time_zone)).date()
    if when.trouble is Trouble.PAST and (day is None or day <= today):
        day = today + timedelta(days=1)
    if day is not None and when.trouble in {Trouble.PAST, Trouble.NO_SUCH_DAY}:
        label = Words("remind-choice-on", {"day": Day(day)})
        nearest = (Choice(label, f"remind.on {reminder.id} {day}{minute}", strong=True),)
    return Reply(
        f"remind-{when.trouble}",
        {"said": when.said[:SHORT] or "–", "what": short(reminder)},
        choices=(nearest, *times) if nearest else times,
        edits=bool(message.about),
    )


def line(message: Message, reminder: OwnReminder) -> Words:
    elsewhere = message.private and reminder.place is not None
    return Words(
        "remind-line-here" if elsewhere else "remind-line",
        {
            "what": short(reminder),
            "when": Moment(reminder.due_at or reminder.made_at, reminder.zone),
        },
    )


def short(reminder: OwnReminder) -> str:
    line = " ".join(reminder.what.split())
    return line if len(line) <= SHORT else line[: SHORT - 1].rstrip() + "…"
