"""Whose own reminders are whose, and who else sees them: a channel's are everybody's there."""

from collections.abc import Sequence

from config.taxonomy import Platform
from handlers.errors import Refusal
from handlers.messages import Message
from handlers.onward import REMINDERS
from storage.own_reminders import OwnReminder
from storage.places import Place
from storage.store import Store

MOST_MINE, MOST_HERE = 50, 20
"""Reminders that one person may have, and that a channel may."""


def channel_of(message: Message) -> Place | None:
    """The channel where this is said; None: it is a private conversation."""
    if message.private:
        return None
    place = message.place
    topic = place.thread if place.platform is Platform.TELEGRAM else ""
    return Place(place.platform, place.conversation, place.workspace, topic)


def can_be_told(message: Message, store: Store) -> None:
    """Raises Refusal: the hub cannot write to them, because they never wrote to it directly."""
    if message.private:
        return
    if not any(each.conversation for each in store.people.accounts(message.person_id)):
        raise Refusal("remind-no-private")


def has_room(message: Message, store: Store, place: Place | None) -> None:
    """Raises Refusal: there are as many as there may be."""
    if store.own_reminders.count(message.person_id) >= MOST_MINE:
        raise Refusal("remind-too-many", choices=(REMINDERS,), most=MOST_MINE)
    if place is not None and len(store.own_reminders.at_place(place)) >= MOST_HERE:
        raise Refusal("remind-too-many-here", choices=(REMINDERS,), most=MOST_HERE)


def listed(message: Message, store: Store) -> Sequence[OwnReminder]:
    """Where others read along only what they all are told."""
    if message.private:
        return store.own_reminders.of_person(message.person_id)
    return store.own_reminders.at_place(message.place)


def mine(message: Message, store: Store, reminder_id: int) -> OwnReminder:
    """Raises Refusal: it is stopped, or neither mine nor of the channel where this is tapped."""
    found = store.own_reminders.get(reminder_id)
    place = channel_of(message)
    is_here = (
        found is not None
        and found.place is not None
        and place is not None
        and (found.platform, found.workspace, found.conversation)
        == (place.platform, place.workspace, place.conversation)
    )
    if found is None or (found.person_id != message.person_id and not is_here):
        raise Refusal("remind-gone", choices=(REMINDERS,))
    if found.place is None and not message.private:
        raise Refusal("remind-gone", choices=(REMINDERS,))
    return found
