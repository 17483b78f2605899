"""Remind: what somebody wants to be told at an hour of their own, or to have told in a channel."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from config.phrases import Words
from handlers import forms
from handlers.calendar import zone_named
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.messages import Choice, Message, Reply, echo, pack_reply
from handlers.onward import DEADLINES, DUE, HELP, REMINDERS
from handlers.remind_forms import own, what_form, when_form
from handlers.remind_scope import can_be_told, channel_of, has_room, listed, mine
from handlers.remind_words import LATER, QUICK, ask_when, card, line, short, told, troubled
from handlers.reminding import HOUR, next_due, said, schedule_of
from handlers.schedules import WEEK, Asked, Trouble, When, in_minutes
from handlers.worktimes import hours_of
from storage.own_reminders import LONGEST_WHAT, OwnReminder
from storage.places import Place
from storage.store import Store

PAGE = 8
LATE = timedelta(minutes=15)
"""From then on it is said that it comes late, and when it was due."""


def remind(message: Message, store: Store, asked: Asked) -> Reply:
    """Keep what somebody wants to be reminded of, and read it back; what is missing is asked for.

    Raises:
        Refusal: it cannot be said there, or there are too many already.
    """
    place = channel_of(message) if asked.here else None
    if asked.here and place is None:
        raise Refusal("remind-here-in-channel", choices=(HELP,))
    if place is None:
        can_be_told(message, store)
    has_room(message, store, place)
    if not asked.what and not message.private:
        raise Refusal("remind-what-in-channel")
    reminder = store.own_reminders.add(_made(message, asked, place))
    return _scheduled(message, store, reminder, asked.when)


def list_(message: Message, store: Store, start: int = 0) -> Reply:
    """What is still to come: mine, or in a channel that channel's."""
    found = listed(message, store)
    page = found[start : start + PAGE]
    phrase = "remind-list" if message.private else "remind-list-here"
    rows = [
        (
            Choice(Words("remind-choice-show", {"what": short(each)}), f"remind.show {each.id}"),
            Choice(Words("remind-choice-drop"), f"remind.drop {each.id}"),
        )
        for each in page
    ]
    onward = (DUE, DEADLINES) if message.private else (HELP,)
    more = [Choice(Words("remind-choice-more"), f"remind.list {start + PAGE}")]
    return Reply(
        phrase if found else f"{phrase}-none",
        {"count": len(found)},
        lines=(
            *(line(message, each) for each in page),
            *((Words("remind-list-what"),) if page and message.private else ()),
        ),
        choices=(*rows, *([tuple(more)] if len(found) > start + PAGE else []), onward),
        edits=bool(message.about),
    )


def tapped(message: Message, store: Store, verb: str, *values: str) -> Reply:
    """A choice about a reminder.

    Raises:
        ValueError: none that was ever offered.
        Refusal: it is stopped already, or somebody else's.
    """
    if verb == "list":
        return list_(message, store, int(values[0]) if values else 0)
    reminder = mine(message, store, int(values[0]))
    match verb, values[1:]:
        case "show", ():
            return card(message, store, reminder)
        case "when", ():
            return forms.open_(message, store, when_form(store, message.person_id, values[0]))
        case "what", ():
            return forms.open_(message, store, what_form(store, message.person_id, values[0]))
        case "at", (name,) if name in QUICK:
            return _scheduled(message, store, reminder, _quick(name, message))
        case "on", (day, *minute):
            at = time(*divmod(int(minute[0]), HOUR)) if minute else None
            return _scheduled(message, store, reminder, When(date.fromisoformat(day), at))
        case "later", (name,) if name in LATER:
            return _snoozed(message, store, reminder, name)
        case "done", ():
            return _done(message, store, reminder)
        case "stop", ():
            return _ask_to_stop(message, reminder)
        case (("cancel" | "drop"), ()):
            return _cancelled(message, store, reminder, listed=verb == "drop")
        case _:
            raise ValueError(verb)


# what the clock does


def due(store: Store, now: datetime, limit: int) -> Sequence[int]:
    """Reminders to say now."""
    return store.own_reminders.due(now=now, limit=limit)


def tell(store: Store, reminder_id: int, now: datetime) -> None:
    """Leave one reminder to be said, and move it to when it comes next.

    Doing this twice, or on two replicas at once, says nothing twice. What was missed while the
    hub was down comes once, and says so.
    """
    reminder = store.own_reminders.get(reminder_id)
    if reminder is None or reminder.due_at is None or reminder.due_at > now:
        return
    due_at, reminder.due_at = reminder.due_at, None
    reminder.said, reminder.said_at = reminder.said + 1, now
    if reminder.rule:
        reminder.due_at = next_due(reminder, hours_of(store, reminder.person_id), after=now)
    reply = told(store, reminder, late_since=due_at if now - due_at > LATE else None)
    store.outbox.notify(
        reminder.notice,
        pack_reply(reply),
        person_id=reminder.person_id,
        due_at=now,
        to=reminder.place,
    )


# forms


def when_filled(message: Message, store: Store, subject: str, when: When | None) -> Reply:
    """Take another time; `when` is None where the words say none.

    Raises:
        Refusal: they say none; it can be tried again.
    """
    reminder = own(store, message.person_id, int(subject))
    if when is None or when.is_open:
        again = Choice(Words("remind-choice-again"), f"remind.when {reminder.id}", strong=True)
        raise Refusal("remind-when-unclear", choices=(again,))
    if reminder.said and reminder.rule:
        reminder = _copy(message, store, reminder)
    return _scheduled(message, store, reminder, when)


def what_filled(message: Message, store: Store, subject: str, values: Values) -> Reply:
    """Take other words."""
    reminder = own(store, message.person_id, int(subject))
    reminder.what = str(values.get("what") or "").strip()[:LONGEST_WHAT]
    if reminder.due_at is None:
        return ask_when(message, reminder)
    return card(message, store, reminder)


# keeping


def _made(message: Message, asked: Asked, place: Place | None) -> OwnReminder:
    reminder = OwnReminder(
        person_id=message.person_id,
        what=asked.what[:LONGEST_WHAT],
        made_at=message.sent_at,
        said=0,
        zone="",
        rule="",
    )
    if place is not None:
        reminder.platform, reminder.workspace = place.platform, place.workspace
        reminder.conversation, reminder.thread = place.conversation, place.thread
    return reminder


def _scheduled(message: Message, store: Store, reminder: OwnReminder, when: When) -> Reply:
    """Give a reminder its time; what is wrong or missing is said, with something to tap."""
    if when.at is not None:
        reminder.minute = when.at.hour * HOUR + when.at.minute
    zone = zone_named(message.time_zone).key if when.soon else when.zone
    reminder.zone = zone or reminder.zone
    if when.trouble is not None:
        return troubled(message, reminder, when)
    if when.is_open:
        return ask_when(message, reminder)
    now, hours = message.sent_at, hours_of(store, message.person_id)
    today = now.astimezone(zone_named(reminder.zone) if reminder.zone else hours.zone).date()
    if when.at is None and when.repeat is None and when.day is not None:
        if when.day < today:
            return troubled(message, reminder, replace(when, trouble=Trouble.PAST))
        reminder.minute = None
        if when.day == today:
            return ask_when(message, reminder, phrase="remind-when-today")
    reminder.day = when.day or today
    reminder.rule = when.repeat.rule if when.repeat else ""
    reminder.due_at = next_due(reminder, hours, after=now)
    if reminder.due_at is None and when.day is None:
        reminder.day = today + timedelta(days=1)
        reminder.due_at = next_due(reminder, hours, after=now)
    if reminder.due_at is None:
        reminder.day = None
        return troubled(message, reminder, replace(when, trouble=Trouble.PAST))
    _begin(reminder, store, now)
    if not reminder.what:
        return forms.open_(message, store, what_form(store, message.person_id, str(reminder.id)))
    return card(message, store, reminder, is_new=True)


def _begin(reminder: OwnReminder, store: Store, now: datetime) -> None:
    """A rule counts its intervals from the first day on which it comes (RFC 5545, DTSTART)."""
    schedule = schedule_of(reminder, hours_of(store, reminder.person_id))
    if schedule is not None and reminder.rule:
        reminder.day = schedule.begun(after=now).day


def _quick(name: str, message: Message) -> When:
    """In an hour, tomorrow, on Monday, in a week; by the clocks of whoever taps."""
    zone = zone_named(message.time_zone)
    today = message.sent_at.astimezone(zone).date()
    if name == "hour":
        return When(*in_minutes(message.sent_at, zone, HOUR), soon=True)
    ahead = {"tomorrow": 1, "week": WEEK, "monday": WEEK - today.weekday()}
    return When(today + timedelta(days=ahead[name]))


def _snoozed(message: Message, store: Store, reminder: OwnReminder, name: str) -> Reply:
    """The same once more on another day, at its own hour; what repeats goes on beside it."""
    if reminder.rule:
        reminder = _copy(message, store, reminder)
    when = _quick(name, message)
    minute = reminder.minute
    at = time(*divmod(minute, HOUR)) if minute is not None else None
    return _scheduled(message, store, reminder, replace(when, at=at))


def _copy(message: Message, store: Store, reminder: OwnReminder) -> OwnReminder:
    copy = _made(message, Asked(reminder.what, When()), reminder.place)
    copy.minute, copy.zone = reminder.minute, reminder.zone
    return store.own_reminders.add(copy)


def _done(message: Message, store: Store, reminder: OwnReminder) -> Reply:
    """What comes once is over; what repeats says when it comes next."""
    lines = tuple(said(reminder))
    if not reminder.rule:
        store.own_reminders.drop(reminder)
    return Reply(
        "remind-done",
        {"what": echo(reminder.what)},
        lines=lines if reminder.rule else (),
        choices=((REMINDERS,),),
        edits=bool(message.about),
    )


def _ask_to_stop(message: Message, reminder: OwnReminder) -> Reply:
    """One tap in a channel is somebody's slip: it is asked once more."""
    yes = Choice(Words("remind-choice-stop-sure"), f"remind.cancel {reminder.id}", strong=True)
    keep = Choice(Words("remind-choice-keep"), f"remind.show {reminder.id}")
    what = {"what": echo(reminder.what)}
    return Reply(
        "remind-stop-ask",
        what,
        lines=tuple(said(reminder)),
        choices=((yes, keep),),
        edits=bool(message.about),
    )


def _cancelled(
    message: Message, store: Store, reminder: OwnReminder, *, listed: bool = False
) -> Reply:
    what = {"what": echo(reminder.what)}
    store.outbox.withdraw(reminder.notice)
    store.own_reminders.drop(reminder)
    if listed:
        shown = list_(message, store)
        return replace(shown, lines=(Words("remind-cancelled", what), *shown.lines))
    return Reply("remind-cancelled", what, choices=((REMINDERS,),), edits=bool(message.about))
