"""When an expert who says "not now" may be asked again: in a while, or from a day they name."""

from datetime import date, timedelta

from config.phrases import Day, Words
from handlers import forms, pool
from handlers.asked import Asked, answered, back, offer_of, too_late
from handlers.better import mine
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.messages import Choice, Field, FieldKind, Form, Message, Reply
from storage.offers import OPEN, OfferState
from storage.store import Store

FORM = "again"
"""The name of the form."""
WAITS = {"week": timedelta(days=7), "month": timedelta(days=30), "quarter": timedelta(days=91)}
LATEST = timedelta(days=366)
"""Whoever wants longer peace pauses."""


def tapped(asked: Asked, verb: str, *rest: str) -> Reply:
    """A choice about when to ask again.

    Raises:
        ValueError: none that was ever offered.
    """
    match verb, rest:
        case "when", ():
            return _when(asked)
        case "later", ("day",):
            form = again_form(asked.store, asked.message.person_id, str(asked.offer.id))
            return forms.open_(asked.message, asked.store, form)
        case "later", (wait,) if wait in WAITS:
            return _later(asked, _today(asked) + WAITS[wait])
        case "later", (day,):
            return _from(asked, date.fromisoformat(day))
        case _:
            raise ValueError(verb)


def again_form(store: Store, person_id: int, subject: str) -> Form:
    """From which day on; `subject` is the offer's number.

    Raises:
        Refusal: it was asked of somebody else.
    """
    mine(store, person_id, subject)
    day = Field("day", Words("again-day"), FieldKind.DATE, hint=Words("again-hint"), required=True)
    return Form(FORM, subject, Words("again-title"), (day,), Words("again-submit"))


def again_filled(message: Message, store: Store, subject: str, values: Values) -> Reply:
    """Nothing is asked of them before that day.

    Raises:
        Refusal: that day is no day to come, or too far away.
    """
    asked = offer_of(message, store, int(subject))
    if asked.offer.state not in OPEN:
        return too_late(asked)
    return _from(asked, date.fromisoformat(str(values["day"])))


def _from(asked: Asked, day: date) -> Reply:
    """Not before that day.

    Raises:
        Refusal: it is no day to come, or too far away.
    """
    if not timedelta(0) < day - _today(asked) <= LATEST:
        other = Choice(Words("choice-again-day"), f"offer.later {asked.offer.id} day")
        raise Refusal("again-no-such-day", choices=(other, back(asked)))
    return _later(asked, day)


def _when(asked: Asked) -> Reply:
    rows = tuple(
        Choice(Words(f"choice-again-{each}"), f"offer.later {asked.offer.id} {each}")
        for each in (*WAITS, "day")
    )
    return Reply("offer-when", choices=(rows, (back(asked),)), edits=asked.edits)


def _later(asked: Asked, day: date) -> Reply:
    """Not now: nothing at all is asked of them before the day that they name."""
    asked.profile.later_until = max(asked.profile.later_until or day, day - timedelta(days=1))
    answered(asked, OfferState.LATER, "later")
    return Reply("offer-later", {"day": Day(day)}, edits=asked.edits)


def _today(asked: Asked) -> date:
    return asked.at.astimezone(pool.hours_of(asked.profile, asked.store).zone).date()
