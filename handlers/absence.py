"""Away: one absence for all that somebody does here, and who stands in for them meanwhile."""

from collections.abc import Iterator
from datetime import date

from config.days import day_named
from config.phrases import Day, Detail, Words
from handlers import cases, forms
from handlers.calendar import zone_named
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.messages import (
    Choice,
    Field,
    FieldKind,
    Form,
    Message,
    Option,
    Reply,
    pack_reply,
)
from handlers.naming import person_name
from handlers.onward import AWAY, ME
from storage.roles import Role
from storage.store import Store

FORM = "away"
MOST_BACKUPS = 20
NOBODY = "0"
"""The option by which nobody stands in."""


def away(message: Message, store: Store, *, until: str = "") -> Reply:
    """Be asked nothing until after a day, which the words may name.

    Raises:
        Refusal: others read along, or the words name no day of the calendar, or one that is past.
    """
    _in_private(message)
    if not until.strip():
        return forms.open_(message, store, form(store, message.person_id, ""))
    day = day_named(until, today=today(message))
    if day is None:
        raise Refusal("away-no-day", choices=(AWAY,), example=Day(today(message)))
    return _set(message, store, day)


def back(message: Message, store: Store) -> Reply:
    """Here again, in words.

    Raises:
        Refusal: others read along.
    """
    _in_private(message)
    return here(message, store)


def tapped(message: Message, store: Store, verb: str, *values: str) -> Reply:
    """A choice of this area.

    Raises:
        ValueError: none that was ever offered.
    """
    _in_private(message)
    match verb, values:
        case "form", ():
            return forms.open_(message, store, form(store, message.person_id, ""))
        case "here", ():
            return here(message, store)
        case "refuse", (number,):
            return _refused(message, store, int(number))
        case _:
            raise ValueError(verb)


def form(store: Store, person_id: int, subject: str) -> Form:
    """Until when somebody is away, and who of their groups stands in for them."""
    known = store.absences.of(person_id)
    until = known.until if known else None
    fields = [
        Field(
            "until",
            Words("expertise-away-until"),
            FieldKind.DATE,
            value=until.isoformat() if until else None,
            hint=Words("expertise-away-hint"),
        )
    ]
    others = tuple(_colleagues(store, person_id))
    if others:
        backup = known.backup_id if known else None
        fields.append(
            Field(
                "backup",
                Words("away-backup"),
                FieldKind.ONE_OF,
                (*others, Option(NOBODY, Words("away-nobody"))),
                value=str(backup) if backup else None,
                hint=Words("away-backup-hint"),
            )
        )
    title, submit = Words("expertise-away-form"), Words("expertise-submit")
    return Form(FORM, subject, title, tuple(fields), submit)


def filled(message: Message, store: Store, _subject: str, values: Values) -> Reply:
    """Take the last day away, none: here again; and who stands in.

    Raises:
        Refusal: that day is past.
    """
    said = values.get("until")
    until = date.fromisoformat(said) if isinstance(said, str) and said else None
    reply = here(message, store) if until is None else _set(message, store, until)
    backup = values.get("backup")
    if isinstance(backup, str):
        _stand_in(message, store, int(backup))
    return reply


def here(message: Message, store: Store) -> Reply:
    """Not away any more; whoever stands in stays on record for the next time."""
    store.absences.put(message.person_id, until=None)
    profile = store.profiles.of(message.person_id)
    if profile is not None:
        profile.later_until = None
    return Reply("expertise-here", choices=((ME,),), edits=bool(message.about))


def today(message: Message) -> date:
    """The day where they are."""
    return message.sent_at.astimezone(zone_named(message.time_zone)).date()


def _set(message: Message, store: Store, until: date) -> Reply:
    if until < today(message):
        raise Refusal("away-past", choices=(AWAY,), day=Day(until))
    cases.release(store, message.person_id, at=message.sent_at)
    store.absences.put(message.person_id, until=until)
    profile = store.profiles.of(message.person_id)
    if profile is not None:
        profile.later_until = None
    back = Choice(Words("expertise-choice-here"), "away.here")
    lines = (Words("away-who-then"),) if store.roles.of_person(message.person_id) else ()
    return Reply("expertise-away", {"day": Day(until)}, lines=lines, choices=((back, AWAY),))


def _stand_in(message: Message, store: Store, backup: int) -> None:
    """Keep who stands in, and tell them at once, with a way out."""
    me = message.person_id
    known = store.absences.put(me, until=store.absences.until(me))
    before, known.backup_id = known.backup_id, backup or None
    if not backup or backup == before or known.until is None:
        return
    details: dict[str, Detail] = {"name": person_name(store, me), "day": Day(known.until)}
    refuse = Choice(Words("away-choice-refuse"), f"away.refuse {me}")
    store.outbox.notify(
        f"backup:{me}:{backup}:{known.until}",
        pack_reply(Reply("away-backup-told", details, choices=((refuse,),))),
        person_id=backup,
        due_at=message.sent_at,
    )


def _refused(message: Message, store: Store, person_id: int) -> Reply:
    """A backup who cannot; whoever named them hears of it and can name another."""
    known = store.absences.of(person_id)
    if known is None or known.backup_id != message.person_id:
        raise Refusal("away-no-backup", choices=(ME,))
    known.backup_id = None
    name = person_name(store, message.person_id)
    store.outbox.notify(
        f"backup:{person_id}:{message.person_id}:refused:{message.sent_at.timestamp():.0f}",
        pack_reply(Reply("away-backup-refused", {"name": name}, choices=((AWAY,),))),
        person_id=person_id,
        due_at=message.sent_at,
    )
    return Reply("away-refused", choices=((ME,),), edits=bool(message.about))


def _colleagues(store: Store, person_id: int) -> Iterator[Option]:
    """People of the same groups, who know each other's names there."""
    groups = [each.group_id for each in store.roles.of_person(person_id)]
    found = dict.fromkeys(
        each for group in groups for each in store.roles.holders(group, Role) if each != person_id
    )
    for each in list(found)[:MOST_BACKUPS]:
        yield Option(str(each), Words("just", {"what": person_name(store, each)}))


def _in_private(message: Message) -> None:
    if not message.private:
        raise Refusal("form-in-private")
