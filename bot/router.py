"""Which handler answers a message: words by their verb, taps by their action."""

from dataclasses import dataclass, replace
from functools import cached_property

from bot import corrections, labels
from bot.areas import LISTS, OF_GROUPS
from bot.forms import Forms
from bot.moments import read_asked
from bot.reader import Reader
from bot.slots import Knowledge
from bot.spoken import Spoken
from bot.taps import Taps
from bot.understood import FAIR, Understood, Verb
from config.phrases import Phrases
from handlers import feeds, relay
from handlers import help as helping
from handlers.calendar import zone_named
from handlers.messages import Choice, Message, Reply, Said
from handlers.onward import HELP
from storage.store import Store


@dataclass(frozen=True)
class Router:
    """Turns what is said into a call of a handler; `phrases` has the languages the hub speaks."""

    knowledge: Knowledge
    phrases: Phrases
    public_url: str | None = None
    """Where calendars reach the hub; None: nowhere."""

    @cached_property
    def reader(self) -> Reader:
        return Reader(self.knowledge)

    @property
    def forms(self) -> Forms:
        return Forms(self.knowledge, self.phrases)

    @property
    def spoken(self) -> Spoken:
        return Spoken(self.reader, self.phrases, self.public_url)

    @property
    def taps(self) -> Taps:
        return Taps(self.forms, self.spoken)

    @property
    def onward(self) -> tuple[tuple[Choice, ...], ...]:
        """What is offered where nothing else can be done."""
        return ((HELP,),)

    def understand(self, message: Message) -> Understood | None:
        """What the typed words mean; None where nothing was typed."""
        return self.reader.understand(message)

    def answer(self, message: Message, store: Store, *, meant: Understood | None) -> Reply | None:
        """The reply, or None where there is nothing to say.

        Raises:
            Refusal, NotFound, Conflict: to be told to the person; nothing may remain then.
        """
        message = self._as_tapped(message)
        reply = self._answered(message, store, meant)
        if reply is None:
            carried = relay.said(message, store)
            if carried is not None:
                return carried.reply
            if meant and _may_be_for_somebody(meant):
                message = self._put_off(message, store) or relay.in_touch(message, store)
            reply = self._answer(message, store, meant)
            reply = reply and relay.with_offer(message, reply, store)
        if reply and not self.public_url:
            reply = feeds.unoffered(message, reply, store)
        return reply and relay.with_reminder(message, reply, store)

    def _as_tapped(self, message: Message) -> Message:
        """A choice that is typed is tapped; not while a form asks, nor in a conversation."""
        if message.said is not Said.TEXT or message.asked or message.talking:
            return message
        if message.reply_to or message.attached or not message.offered:
            return message
        text, offer, at = message.text, message.offered, message.sent_at
        action = labels.meant(text, offer, at=at) or corrections.meant(
            text, offer, self.knowledge, at=at, zone=message.time_zone
        )
        return replace(message, said=Said.TAP, text=action) if action else message

    def _put_off(self, message: Message, store: Store) -> Message | None:
        """A tap on "not now" under the offer that waits for this person, if they say that."""
        if message.said is not Said.TEXT or not message.private:
            return None
        at, zone = message.sent_at, message.time_zone
        action = corrections.put_off(message.text, self.knowledge, at=at, zone=zone)
        offer = store.offers.shown_to(message.person_id) if action else None
        return replace(message, said=Said.TAP, text=action.format(offer)) if offer else None

    def _answered(self, message: Message, store: Store, meant: Understood | None) -> Reply | None:
        """What follows an open question of a form, even where words are carried to somebody."""
        if message.said is not Said.TEXT or message.reply_to or message.attached:
            return None
        if meant and (_is_a_command(meant) or self._begins_anew(message, meant)):
            return None
        return self.forms.said(message, store)

    def _begins_anew(self, message: Message, meant: Understood) -> bool:
        """Whether a whole sentence is said that asks for a reminder at a time of its own."""
        if meant.verb is not Verb.REMIND:
            return False
        zone = zone_named(message.time_zone)
        when = read_asked(meant.words, self.knowledge, now=message.sent_at, zone=zone).when
        return not when.is_open or when.trouble is not None

    def _answer(self, message: Message, store: Store, meant: Understood | None) -> Reply | None:
        match message.said:
            case Said.LEFT | Said.RETURNED:
                return None
            case Said.MOVED:
                store.outbox.moved(message.place, message.text)
                store.own_reminders.moved(message.place, message.text)
                return None
            case Said.OPENED:
                return helping.welcome(message)
            case Said.TAP:
                return self.taps.tapped(message, store)
            case Said.FILLED:
                return self.forms.sent(message, store)
            case _:
                return self.spoken.said(message, store, meant or Understood(Verb.UNKNOWN))


def _may_be_for_somebody(meant: Understood) -> bool:
    """Whether the words ask for nothing by name, so that they may be what one says to a person."""
    unsure = meant.verb is Verb.UNKNOWN or bool(meant.alternatives)
    return unsure or (meant.verb is Verb.FIND and meant.confidence <= FAIR)


def _is_a_command(meant: Understood) -> bool:
    """Whether nothing but something that can be asked for is named: no answer to a question."""
    named = meant.verb in {*LISTS, *OF_GROUPS, Verb.ME, Verb.HELP}
    return named and not meant.words and not meant.alternatives
