"""Reminders in chat: open it, done, later, hand it over, not mine; and all that is coming."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from config.phrases import Day, Detail, Instant, Words
from config.taxonomy import MatterKind
from handlers import forms, review_time, reviewers
from handlers.deliverables import Author, change, content_of
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.keeping import OWNED, Reading
from handlers.matters import Matter
from handlers.messages import Choice, Field, FieldKind, Form, Message, Reply
from handlers.naming import person_name
from handlers.onward import DEADLINES, DUE, HELP, REMINDERS
from handlers.paging import first_of, turns
from handlers.reminder_words import DISMISSED, DONE_IN_A_TAP, Told, card, line
from handlers.rungs import working_day_after, working_day_before
from storage.errors import Conflict
from storage.reminders import Part, Reminder
from storage.roles import Role
from storage.store import Store

FORM = "snooze"
PAGE = 6
MONDAY, WEEK_DAYS = 0, 7
MOST_COLLEAGUES = 12
FARTHEST = timedelta(days=366)


def list_(message: Message, store: Store, *, start: int = 0) -> Reply:
    """Everything that the reader is reminded of, what is due first at the front.

    Raises:
        Refusal: others read along.
    """
    _in_private(message)
    reading = Reading(store, message.sent_at)
    every = [e for e in map(_told(reading), store.reminders.of_person(message.person_id)) if e]
    mine = sorted(
        (each for each in every if each.row.part is Part.OWNER or each.row.said),
        key=lambda each: (each.matter.until_at, each.row.id),
    )
    start = first_of(start, len(mine), page=PAGE)
    shown = list(enumerate(mine[start : start + PAGE], start=start + 1))
    lines = (line(reading, number, each) for number, each in shown)
    taps = tuple(
        Choice(Words("reminder-choice-see", {"number": number}), f"reminder.see {each.row.id}")
        for number, each in shown
    )
    turn = turns("reminder.list", start, len(mine), page=PAGE)
    how = Choice(Words("reminder-choice-how"), "ladder.mine")
    return Reply(
        "reminder-list" if mine else "reminder-none",
        {"count": len(mine)},
        lines=(*lines, Words("reminder-list-what")) if mine else (),
        choices=(taps[:3], taps[3:], (*turn, how), (DEADLINES, REMINDERS)),
        edits=bool(message.about),
    )


def opened(message: Message, store: Store, reminder_id: int) -> str:
    """The action that opens what a reminder is about; they are not silent about it any more.

    Raises:
        Refusal: there is nothing to do any more.
    """
    told = _mine(message, store, reminder_id)
    told.row.heard_at = message.sent_at
    return told.matter.action


def done(message: Message, store: Store, reminder_id: int) -> str:
    """The action that says it is done; empty where there is just nothing more to say of it.

    Raises:
        Refusal: there is nothing to do any more.
    """
    told = _mine(message, store, reminder_id)
    told.row.heard_at = message.sent_at
    if told.matter.kind in DISMISSED:
        told.row.due_at, told.row.notice = None, ""
        return ""
    action = DONE_IN_A_TAP.get(told.matter.kind)
    return f"{action} {told.matter.about}" if action else told.matter.action


def tapped(message: Message, store: Store, verb: str, value: str, *rest: str) -> Reply:
    """A choice about a reminder.

    Raises:
        Refusal: there is nothing to do any more, or others read along.
        ValueError: none that was ever offered.
    """
    _in_private(message)
    number = int(value)
    match verb, rest:
        case "list", ():
            return list_(message, store, start=number)
        case "event", ():
            return _event(message, store, number)
        case "all_later", ():
            return _all_later(message, store, number)
        case _:
            return _on_one(message, store, verb, _mine(message, store, number), rest)


def form(store: Store, _person_id: int, subject: str) -> Form:
    """Until which day to say nothing."""
    field = Field(
        "day",
        Words("reminder-snooze-day"),
        FieldKind.DATE,
        required=True,
        hint=Words("reminder-snooze-hint"),
    )
    if store.reminders.get(int(subject)) is None:
        raise Refusal("reminder-gone", choices=(DUE,))
    title, submit = Words("reminder-snooze-form"), Words("reminder-snooze-submit")
    return Form(FORM, subject, title, (field,), submit)


def filled(message: Message, store: Store, subject: str, values: Values) -> Reply:
    """Say nothing before this day.

    Raises:
        Refusal: the day is past or too far away, or there is nothing to do any more.
    """
    told = _mine(message, store, int(subject))
    return _later(message, store, told, date.fromisoformat(str(values["day"])))


def _on_one(message: Message, store: Store, verb: str, told: Told, rest: tuple[str, ...]) -> Reply:
    told.row.heard_at = message.sent_at
    match verb, rest:
        case "see", ():
            return card(Reading(store, message.sent_at), told, edits=bool(message.about))
        case "done", ():
            return _dismissed(message, told)
        case "snooze", ():
            return _when(message, store, told)
        case "later", ("tomorrow" | "monday" as when,):
            return _later(message, store, told, _day(message, store, when))
        case "later", ("day",):
            return forms.open_(message, store, form(store, message.person_id, str(told.row.id)))
        case "hand", ():
            return _to_whom(message, store, told)
        case "give", (person,):
            return _given(message, store, told, int(person))
        case "not_mine", ():
            return _not_mine_ask(message, told)
        case "not_mine", ("yes",):
            return _not_mine(message, store, told)
        case _:
            raise ValueError(verb)


def _mine(message: Message, store: Store, reminder_id: int) -> Told:
    """The reader's own reminder of something that is still to be done.

    Raises:
        Refusal: it is settled, over, somebody else's, or others read along.
    """
    _in_private(message)
    row = store.reminders.get(reminder_id)
    if row is None or row.person_id != message.person_id:
        raise Refusal("reminder-gone", choices=(DUE,))
    reading = Reading(store, message.sent_at)
    told = _told(reading)(row)
    if told is not None:
        return told
    if row.kind is MatterKind.ANSWERS:
        review_time.check(store, row.about, message)
    raise Refusal("reminder-gone", choices=(DUE,))


def _dismissed(message: Message, told: Told) -> Reply:
    return Reply(
        "reminder-dismissed",
        {"what": told.matter.title},
        choices=((DUE,),),
        edits=bool(message.about),
    )


def _when(message: Message, store: Store, told: Told) -> Reply:
    def choice(when: str, **details: Detail) -> Choice:
        label = Words(f"reminder-choice-{when}", details)
        return Choice(label, f"reminder.later {told.row.id} {when}")

    tomorrow, monday = (_day(message, store, each) for each in ("tomorrow", "monday"))
    first = [choice("tomorrow")] if tomorrow != monday else []
    return Reply(
        "reminder-when",
        {"what": told.matter.title},
        choices=((*first, choice("monday"), choice("day")), (_back(told.row),)),
        edits=bool(message.about),
    )


def _day(message: Message, store: Store, when: str) -> date:
    """The next working day; or the next Monday, or the first working day after it."""
    hours = Reading(store, message.sent_at).hours(message.person_id)
    today = message.sent_at.astimezone(hours.zone).date()
    ahead = 1 if when == "tomorrow" else (MONDAY - today.weekday() - 1) % WEEK_DAYS + 1
    return working_day_after(today + timedelta(days=ahead), hours)


def _later(message: Message, store: Store, told: Told, day: date) -> Reply:
    """Put off until a day's work begins: the working day before, where it is a day off."""
    hours = Reading(store, message.sent_at).hours(message.person_id)
    today = message.sent_at.astimezone(hours.zone).date()
    if day <= today:
        raise Refusal("reminder-past", choices=(_back(told.row),), day=Day(day))
    if day > today + FARTHEST:
        raise Refusal("reminder-far", choices=(_back(told.row),), day=Day(day))
    moved = working_day_before(day, hours)
    at = hours.begin(moved if moved > today else working_day_after(day, hours))
    told.row.due_at, told.row.notice = at, ""
    late = at >= told.matter.until_at
    note = Words("reminder-later-late", {"day": Day(told.matter.last_day)})
    return Reply(
        "reminder-later",
        {"at": Instant(at), "what": told.matter.title},
        lines=(note,) if late and not told.matter.passes else (),
        choices=((_back(told.row), DUE),),
        edits=bool(message.about),
    )


def _all_later(message: Message, store: Store, first: int) -> Reply:
    """Everything of one message until the next working day."""
    told = _mine(message, store, first)
    rows = store.reminders.in_notice(told.row.notice) if told.row.notice else [told.row]
    day = _day(message, store, "tomorrow")
    at = Reading(store, message.sent_at).hours(message.person_id).begin(day)
    for each in rows:
        each.due_at, each.heard_at, each.notice = at, message.sent_at, ""
    return Reply(
        "reminder-all-later",
        {"at": Instant(at), "count": len(rows)},
        choices=((DUE,),),
        edits=bool(message.about),
    )


def _to_whom(message: Message, store: Store, told: Told) -> Reply:
    """People of the group, each a tap; nobody is asked before they are told.

    Raises:
        Refusal: it cannot be handed over.
    """
    if told.matter.kind not in OWNED or told.matter.group_id is None:
        raise Refusal("reminder-stays", choices=(DUE,))
    people = _colleagues(store, told.matter, message.person_id)
    rows = [
        Choice(Words("just", {"what": name}), f"reminder.give {told.row.id} {who}")
        for who, name in people
    ]
    return Reply(
        "reminder-to-whom" if rows else "reminder-to-nobody",
        {"what": told.matter.title},
        choices=(*(tuple(rows[at : at + 2]) for at in range(0, len(rows), 2)), (_back(told.row),)),
        edits=bool(message.about),
    )


def _colleagues(store: Store, matter: Matter, me: int) -> list[tuple[int, str]]:
    there = store.roles.holders(matter.group_id or "", Role)
    others = [each for each in there if each not in {me, matter.named}][:MOST_COLLEAGUES]
    return [(each, person_name(store, each)) for each in others]


def _given(message: Message, store: Store, told: Told, person: int) -> Reply:
    """Somebody else answers for it from now on; they hear of it when they are next at work.

    Raises:
        Refusal: it cannot be handed over, or they have left the group.
    """
    matter = told.matter
    known = dict(_colleagues(store, matter, message.person_id))
    if matter.kind not in OWNED or person not in known:
        raise Refusal("reminder-not-there", choices=(_back(told.row),))
    _own(message, store, matter, person)
    return Reply(
        "reminder-given",
        {"what": matter.title, "name": known[person]},
        choices=((DUE,),),
        edits=bool(message.about),
    )


def _not_mine_ask(message: Message, told: Told) -> Reply:
    """What happens then, before it does."""
    if told.row.part is not Part.OWNER or told.matter.kind not in {*OWNED, MatterKind.ANSWERS}:
        raise Refusal("reminder-stays", choices=(DUE,))
    yes = Choice(Words("reminder-choice-not_mine-sure"), f"reminder.not_mine {told.row.id} yes")
    answers = told.matter.kind is MatterKind.ANSWERS
    return Reply(
        "reminder-not-mine-review" if answers else "reminder-not-mine-ask",
        {"what": told.matter.title},
        choices=((yes, _back(told.row)),),
        edits=bool(message.about),
    )


def _not_mine(message: Message, store: Store, told: Told) -> Reply:
    """A review goes to the next reviewer by the rule, anything else back to the leads."""
    matter = told.matter
    if matter.kind is MatterKind.ANSWERS:
        assignment = store.cycles.assignment(matter.about)
        try:
            cycle = store.cycles.get(assignment.cycle_id)
            reviewers.release(store, cycle, assignment, message.sent_at)
        except Conflict as error:
            raise Refusal("reminder-gone", choices=(DUE,)) from error
        _fit(message, store, matter)
    elif matter.kind in OWNED and told.row.part is Part.OWNER:
        _own(message, store, matter, None)
    else:
        raise Refusal("reminder-stays", choices=(DUE,))
    return Reply(
        "reminder-not-mine",
        {"what": matter.title},
        choices=((DUE,),),
        edits=bool(message.about),
    )


def _own(message: Message, store: Store, matter: Matter, person: int | None) -> None:
    """Put the owner on record, and bring the reminders in step at once."""
    if matter.kind is MatterKind.DELIVERABLE:
        one = store.workplans.get(matter.about)
        by = Author(message.person_id, message.sent_at)
        change(store, one, replace(content_of(one), owner_id=person), by)
    else:
        store.cycles.recommendation(matter.about).owner_id = person
    store.session.flush()
    _fit(message, store, matter)


def _fit(message: Message, store: Store, matter: Matter) -> None:
    reading = Reading(store, message.sent_at)
    now = reading.matters.find(matter.kind, matter.about)
    if now is not None:
        reading.fit(now, by=message.person_id)


def _event(message: Message, store: Store, number: int) -> Reply:
    """An event that people are reminded of, with what the records say of it."""
    reading = Reading(store, message.sent_at)
    matter = reading.matters.find(MatterKind.FORUM, number)
    if matter is None or message.person_id not in matter.people:
        raise Refusal("reminder-gone", choices=(DUE,))
    record = store.events.numbered(number)
    when = matter.period.span if matter.period else ""
    lines = [Words("reminder-event-when", {"when": when})]
    if record.note:
        lines.append(Words("just", {"what": record.note}))
    if not record.verified:
        lines.append(Words("quote-unconfirmed"))
    source = (Choice(Words("reminder-choice-source"), url=record.source),) if record.source else ()
    return Reply(
        "just",
        {"what": matter.title},
        lines=tuple(lines),
        choices=((*source, DUE),),
        edits=bool(message.about),
    )


def _told(reading: Reading) -> Callable[[Reminder], Told | None]:
    def told(row: Reminder) -> Told | None:
        matter = reading.current(row)
        return Told(row, matter) if matter is not None else None

    return told


def _back(row: Reminder) -> Choice:
    return Choice(Words("choice-back"), f"reminder.see {row.id}")


def _in_private(message: Message) -> None:
    if not message.private:
        raise Refusal("reminder-in-private", choices=(HELP,))
