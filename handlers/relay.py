"""Relay: what two people say to each other by way of the hub, each on their own platform."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from config.phrases import Words
from config.taxonomy import Platform
from handlers.carrying import (
    Line,
    answering,
    carry,
    carry_aside,
    edit,
    lay_aside,
    line,
    react,
    take_back,
    who,
)
from handlers.errors import Refusal, TooSoon
from handlers.messages import Choice, Message, Reply, Said
from handlers.onward import HELP
from handlers.relays import ENDS_AFTER, WARNED_BEFORE, end
from storage.people import Account
from storage.places import Surface
from storage.relays import Because, Relay, RelayState, RelayWord, WordState
from storage.store import Store

TAKE_BACK = "takeback"
"""The command by which a message is taken back where the platform does not tell of deletions."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A message that belongs to a relay; the hub answers this, or nothing."""

    reply: Reply | None = None


def said(message: Message, store: Store) -> Passed | None:
    """Carry it, if it is part of a relay; None: it is not, and is for the hub.

    Raises:
        TooSoon: it may answer what is just arriving.
    """
    if not message.private or message.place.surface is not Surface.CONVERSATION:
        return None
    match message.said:
        case Said.TEXT:
            return _spoken(message, store)
        case Said.COMMAND if message.verb == TAKE_BACK:
            return _taken_back(message, store)
        case Said.EDITED | Said.DELETED | Said.REACTED:
            _changed(message, store)
            return Passed()
        case _:
            return None


def tapped(message: Message, store: Store, verb: str, number: str, *rest: str) -> Reply:
    """A choice under a relay: talk, leave, take the last words back, end it.

    Raises:
        Refusal: it is somebody else's.
    """
    here = _mine(message, store, store.relays.get(int(number)))
    if here.relay.state != RelayState.OPEN:
        return _over(here)
    match verb, rest:
        case "talk", ():
            return _talk(here)
        case "leave", ():
            return _leave(here)
        case "pass", (ref,):
            return _passed_on(here, ref, message)
        case "back", ():
            words = store.relays.last_words(here.relay.id, here.mine.number)
            return _back(here, words, at=message.sent_at)
        case "end", ():
            yes = Choice(Words("choice-relay-end-sure"), f"relay.end {number} yes")
            no = Choice(Words("choice-relay-go-on"), f"relay.go {number}")
            return Reply("relay-end-ask", {"who": who(here)}, choices=((yes, no),))
        case "end", ("yes",):
            end(store, here.relay.id, because=Because.SAID, at=message.sent_at, by=here.mine.number)
            return Reply("relay-ended", {"who": who(here)}, edits=bool(message.about))
        case "go", ():
            return Reply("relay-goes-on", {"who": who(here)}, edits=bool(message.about))
        case _:
            raise ValueError(verb)


def with_reminder(message: Message, reply: Reply, store: Store) -> Reply:
    """The hub's own answer, with a line that what is typed here goes to somebody, and a way out."""
    alone = message.private and message.place.surface is Surface.CONVERSATION
    relay = store.relays.get(message.talking) if message.talking and alone else None
    if relay is None or relay.state != RelayState.OPEN or reply.phrase.startswith("relay-"):
        return reply
    here = _mine(message, store, relay)
    if here.me is None or here.me.relay_id != relay.id:
        return reply
    talking = Words("relay-talking", {"who": who(here)})
    leave = Choice(Words("choice-relay-leave"), f"relay.leave {relay.id}")
    return replace(reply, lines=(*reply.lines, talking), choices=(*reply.choices, (leave,)))


def in_touch(message: Message, store: Store) -> Message:
    """The same message, with the relay that its words may have been meant for."""
    alone = message.private and message.place.surface is Surface.CONVERSATION
    if not alone or message.said is not Said.TEXT or message.talking or not message.text:
        return message
    relay = store.relays.open_with(message.place, message.account)
    return replace(message, in_touch=relay.id) if relay else message


def with_offer(message: Message, reply: Reply, store: Store) -> Reply:
    """The hub's own answer; above it that nobody else got these words, and a tap that sends them.

    They are kept for a day for that tap, and only the latest of them.
    """
    relay = store.relays.get(message.in_touch) if message.in_touch else None
    if relay is None or relay.state != RelayState.OPEN:
        return reply
    here = _mine(message, store, relay)
    if here.me is None or here.them is None or here.me.person_id == here.them.person_id:
        return reply
    ref = _ref(message)
    lay_aside(here, ref, message.text, at=message.sent_at)
    unsent = Words("relay-unsent", {"who": who(here)})
    send = Choice(Words("choice-relay-pass", {"who": who(here)}), f"relay.pass {relay.id} {ref}")
    return replace(reply, lines=(unsent, *reply.lines), choices=((send,), *reply.choices))


def _passed_on(here: Line, ref: str, message: Message) -> Reply:
    """What was said to the hub, carried to the other after all."""
    if here.me is None or here.them is None:
        end(here.store, here.relay.id, because=Because.GONE, at=message.sent_at)
        return _over(here)
    if not carry_aside(here, ref, at=_written_in(here.relay, message.sent_at)):
        return Reply("relay-unsent-gone", {"who": who(here)}, choices=answering(here))
    return Reply("relay-carried", {"who": who(here)}, choices=answering(here))


def _spoken(message: Message, store: Store) -> Passed | None:
    here = _found(message, store)
    if here is None:
        return None
    if here.relay.state != RelayState.OPEN:
        return Passed(_over(here))
    if here.me is None or here.them is None or here.me.person_id == here.them.person_id:
        end(store, here.relay.id, because=Because.GONE, at=message.sent_at)
        return Passed()
    if message.text:
        carry(here, _ref(message), message.text, at=_written_in(here.relay, message.sent_at))
    if message.files:
        phrase = "relay-no-files-but-words" if message.text else "relay-no-files"
        return Passed(Reply(phrase, {"who": who(here), "count": message.files}))
    if message.place.platform == Platform.CONSOLE:
        return Passed(Reply("relay-carried", {"who": who(here)}))
    return Passed()


def _written_in(relay: Relay, at: datetime) -> datetime:
    """Somebody writes in it at this time, so that it does not end yet; that moment, in order."""
    relay.last_said_at = max(relay.last_said_at, at)
    relay.warned_at = None
    relay.next_at = relay.last_said_at + ENDS_AFTER - WARNED_BEFORE
    return relay.last_said_at


def _changed(message: Message, store: Store) -> None:
    """An edit, a deletion or a reaction; after the end, and to what was never carried: nothing.

    Raises:
        TooSoon: the reaction may be to what is just arriving.
    """
    account = _account(message, store)
    if account is None:
        return
    reacts = message.said is Said.REACTED
    may_be_arriving = reacts and store.relays.may_be_arriving(account, message.ref)
    words = store.relays.words_at(account.id, message.ref)
    if not words and may_be_arriving:
        raise TooSoon("relay-too-soon")
    relay = store.relays.get(words[0].relay_id) if words else None
    if relay is None or relay.state != RelayState.OPEN:
        return
    here = _mine(message, store, relay)
    own = [each for each in words if each.side == here.mine.number]
    at = max(message.sent_at, relay.last_said_at)
    match message.said:
        case Said.EDITED if own and message.text:
            edit(here, own, message.text, at=at)
        case Said.DELETED if own:
            take_back(here, own, at=at)
        case Said.REACTED:
            react(here, words[0], message.verb, message.text.split(), at=at)


def _taken_back(message: Message, store: Store) -> Passed | None:
    """The message that the command answers, or else what was said last."""
    account = _account(message, store)
    if account is None:
        return None
    words = store.relays.words_at(account.id, message.reply_to) if message.reply_to else ()
    relay_id = words[0].relay_id if words else message.talking
    relay = store.relays.get(relay_id) if relay_id else None
    if relay is None:
        return Passed(Reply("relay-back-which"))
    here = _mine(message, store, relay)
    if relay.state != RelayState.OPEN:
        return Passed(_over(here))
    if not words:
        words = store.relays.last_words(relay.id, here.mine.number)
    own = [each for each in words if each.side == here.mine.number]
    return Passed(_back(here, own, at=message.sent_at))


def _back(here: Line, words: Sequence[RelayWord], *, at: datetime) -> Reply:
    standing = [each for each in words if each.state in {WordState.HELD, WordState.CARRIED}]
    if not standing:
        return Reply("relay-back-nothing", {"who": who(here)}, choices=answering(here))
    take_back(here, standing, at=max(at, here.relay.last_said_at))
    return Reply("relay-back-done", {"who": who(here)}, choices=answering(here))


def _talk(here: Line) -> Reply:
    """From now on all that they type here goes to the other."""
    if here.me is None or here.me.platform == Platform.SLACK:
        return Reply("relay-in-thread", {"who": who(here)})
    here.me.relay_id = here.relay.id
    stop = Choice(Words("choice-relay-end"), f"relay.end {here.relay.id}")
    return Reply("relay-talking", {"who": who(here)}, choices=(*answering(here), (stop,)))


def _leave(here: Line) -> Reply:
    if here.me is not None:
        here.me.relay_id = None
    stop = Choice(Words("choice-relay-end"), f"relay.end {here.relay.id}")
    return Reply("relay-left", {"who": who(here)}, choices=(*answering(here), (stop, HELP)))


def _over(here: Line) -> Reply:
    """Nobody can write into what has ended."""
    if here.me is not None and here.me.relay_id == here.relay.id:
        here.me.relay_id = None
    return Reply("relay-over", {"who": who(here)}, choices=((HELP,),))


def _found(message: Message, store: Store) -> Line | None:
    """The relay that a message is meant for: by its thread, by what it answers, by the mode."""
    if not (message.place.thread or message.reply_to or message.talking):
        return None
    account = _account(message, store)
    if account is None:
        return None
    number = _by_place(message, account, store) or message.talking
    relay = store.relays.get(number) if number else None
    return _mine(message, store, relay) if relay else None


def _by_place(message: Message, account: Account, store: Store) -> int:
    """The relay of the thread, or of the message that is answered; 0: none.

    Raises:
        TooSoon: it may answer what is just arriving.
    """
    ref = message.place.thread or message.reply_to
    if not ref:
        return 0
    may_be_arriving = store.relays.may_be_arriving(account, ref)
    side = store.relays.opened_as(account.id, ref)
    if side is not None:
        return side.relay_id
    words = store.relays.words_at(account.id, message.reply_to) if message.reply_to else ()
    if not words and may_be_arriving:
        raise TooSoon("relay-too-soon", choices=(HELP,))
    return words[0].relay_id if words else 0


def _mine(message: Message, store: Store, relay: Relay | None) -> Line:
    """The relay as whoever said this sees it.

    Raises:
        Refusal: they are neither of the two.
    """
    account = _account(message, store)
    if relay is not None and account is not None:
        for side in store.relays.sides(relay.id):
            if side.account_id == account.id:
                return line(store, relay, side=side.number)
    raise Refusal("relay-not-yours", choices=(HELP,))


def _account(message: Message, store: Store) -> Account | None:
    place = message.place
    return store.people.account(place.platform, place.workspace, message.account)


def _ref(message: Message) -> str:
    """Where the platform has no id for a message, its moment has to do."""
    return message.ref or f"at{message.sent_at.timestamp():.6f}"
