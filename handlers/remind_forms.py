"""The forms of own reminders: when instead, and what instead."""

from config.phrases import Words
from handlers.messages import Field, Form
from handlers.remind_words import short
from storage.errors import NotFound
from storage.own_reminders import LONGEST_WHAT, OwnReminder
from storage.store import Store

WHEN, WHAT = "remind-when", "remind-what"
"""The names of the forms that ask for one of the two."""


def when_form(store: Store, person_id: int, subject: str) -> Form:
    """When instead: in words, as they are read in a sentence.

    Raises:
        NotFound: there is none any more, or it is somebody else's.
    """
    reminder = own(store, person_id, int(subject))
    return Form(
        WHEN,
        subject,
        Words("remind-form-when"),
        (
            Field(
                "when",
                Words("remind-field-when", {"what": short(reminder)}),
                required=True,
                hint=Words("remind-field-when-hint"),
                most=200,
            ),
        ),
        Words("remind-submit"),
    )


def what_form(store: Store, person_id: int, subject: str) -> Form:
    """What instead. Raises NotFound, as `when_form`."""
    reminder = own(store, person_id, int(subject))
    return Form(
        WHAT,
        subject,
        Words("remind-form-what"),
        (
            Field(
                "what",
                Words("remind-field-what"),
                value=reminder.what or None,
                required=True,
                most=LONGEST_WHAT,
            ),
        ),
        Words("remind-submit"),
    )


def own(store: Store, person_id: int, reminder_id: int) -> OwnReminder:
    """Raises NotFound: there is none any more, or it is somebody else's."""
    found = store.own_reminders.get(reminder_id)
    if found is None or found.person_id != person_id:
        raise NotFound(f"own reminder {reminder_id}")
    return found
