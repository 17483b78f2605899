"""Relays as the hub keeps them: opened, warned when they are quiet, ended; and what got lost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from config.phrases import Day, Detail, Words
from config.taxonomy import Platform
from handlers.carrying import Line, answering, can_hear, line, pass_on, say, who
from handlers.messages import Choice, Reply, echo, unpack_reply
from handlers.onward import HELP
from storage.outbox import OutboxRow
from storage.people import Account
from storage.relays import KEY, Because, Relay, RelaySide, RelayState, WordState
from storage.store import Store

ENDS_AFTER = timedelta(days=14)
"""Without a word; the product's own number."""
WARNED_BEFORE = timedelta(days=2)
WORDS_KEPT = timedelta(days=30)
"""After the end: where each message went; the words themselves are gone once they have arrived."""
ASIDE_KEPT = timedelta(days=1)
"""What was said to the hub, and may have been meant for the other."""


@dataclass(frozen=True, slots=True)
class Side:
    """Somebody who is to talk: as whom ("requester" or "expert"), and what they are told first."""

    person_id: int
    role: str
    opening: Reply


def open_(store: Store, subject: str, sides: tuple[Side, Side], *, at: datetime) -> Relay | None:
    """Begin to carry words between two people; on each side where they were last seen.

    `subject` names what it is for, once: opened again, it is the same relay. None: one of them
    cannot be reached. How to answer and how to end it is said below each opening.
    """
    if found := store.relays.about(subject):
        return found
    accounts = [reachable(store, each.person_id) for each in sides]
    if None in accounts or sides[0].person_id == sides[1].person_id:
        return None
    relay = Relay(
        subject=subject, opened_at=at, last_said_at=at, next_at=at + ENDS_AFTER - WARNED_BEFORE
    )
    store.relays.add(relay)
    for number, (side, account) in enumerate(zip(sides, accounts, strict=True)):
        account_id = account.id if account else None
        row = RelaySide(
            relay_id=relay.id, number=number, account_id=account_id, role=side.role, opening_ref=""
        )
        store.relays.add(row)
    for number, side in enumerate(sides):
        here = line(store, relay, side=number)
        say(here, here.mine.opening_key, _opening(here, side.opening), at=at)
    return relay


def end(store: Store, relay_id: int, *, because: Because, at: datetime, by: int = -1) -> bool:
    """Carry nothing more, and tell both (but not `by`, the side that ended it); False: it was over.

    What nobody has begun to say to whoever is gone or ended it is not said to them any more.
    """
    relay = store.relays.get(relay_id)
    if relay is None or relay.state != RelayState.OPEN:
        return False
    for number in (0, 1):
        here = line(store, relay, side=number)
        if here.me is None or number == by or not can_hear(here):
            _keep_from(here, at=at)
    relay.state, relay.ended_at, relay.ended_because = RelayState.ENDED, at, because
    for number in (0, 1):
        store.relays.drop_aside(relay.id, number)
        here = line(store, relay, side=number)
        if number != by:
            over = Reply(f"relay-end-{because}", {"who": who(here)}, choices=((HELP,),))
            say(here, f"{KEY}{relay.id}:end:{number}", over, at=at)
    store.relays.listen(relay)
    return True


def due(store: Store, now: datetime, limit: int) -> Sequence[int]:
    """Relays that `tend` has something to do in."""
    return store.relays.due(now=now, limit=limit)


def tend(store: Store, relay_id: int, now: datetime) -> None:
    """Tell of what was lost, pass on what waited, warn, end what is over; twice does no harm."""
    relay = store.relays.get(relay_id)
    if relay is None:
        return
    for row in store.relays.failures(relay_id):
        _lost(store, relay, row, at=now)
        store.relays.drop_letter(row)
    if relay.state == RelayState.OPEN:
        _tend_open(store, relay, now)
    here = line(store, relay, side=0)
    for each in (here, here.turned):
        pass_on(each, at=now)


def _tend_open(store: Store, relay: Relay, now: datetime) -> None:
    here = line(store, relay, side=0)
    if here.me is None or here.them is None:
        end(store, relay.id, because=Because.GONE, at=now)
    elif relay.next_at <= now and relay.warned_at:
        end(store, relay.id, because=Because.QUIET, at=now)
    elif relay.next_at <= now:
        relay.warned_at, relay.next_at = now, now + WARNED_BEFORE
        for each in (here, here.turned):
            details: dict[str, Detail] = {
                "who": who(each),
                "day": Day((now + WARNED_BEFORE).date()),
            }
            warning = Reply("relay-quiet", details, choices=answering(each))
            key = f"{KEY}{relay.id}:quiet:{each.mine.number}:{int(now.timestamp())}"
            say(each, key, warning, at=now)


def _opening(here: Line, opening: Reply) -> Reply:
    """What somebody is told first, with how to answer on their platform and how to end it."""
    in_thread = here.me is not None and here.me.platform == Platform.SLACK
    how = "relay-how-thread" if in_thread else "relay-how-reply"
    stop = Choice(Words("choice-relay-end"), f"relay.end {here.relay.id}")
    lines = (*opening.lines, Words(how, {"who": who(here)}), Words("relay-how-carried"))
    return replace(opening, lines=lines, choices=(*opening.choices, *answering(here), (stop,)))


def reachable(store: Store, person_id: int | None) -> Account | None:
    """Where somebody was last seen, and can be written to."""
    accounts = store.people.accounts(person_id) if person_id else ()
    return next((each for each in accounts if each.conversation and not each.left_at), None)


def _keep_from(here: Line, *, at: datetime) -> None:
    """Say nothing more to `me` that nobody has begun to say; the other hears how much that was."""
    store, relay, sender = here.store, here.relay, here.turned
    untold = store.relays.untold(relay.id, sender.mine.number)
    for word in untold:
        word.state = WordState.LOST
    store.relays.drop_untold(relay.id, here.mine)
    store.relays.catch_up(relay.id, sender.mine.number)
    messages = {word.source_ref for word in untold}
    if messages:
        lost = Reply("relay-untold", {"who": who(sender), "count": len(messages)})
        say(sender, f"{KEY}{relay.id}:untold:{sender.mine.number}", lost, at=at)


def _lost(store: Store, relay: Relay, row: OutboxRow, *, at: datetime) -> None:
    """Tell the sender of a letter that was given up; an opening that was ends everything."""
    word = store.relays.by_key(row.key)
    if word is None:
        if row.key.startswith(f"{KEY}{relay.id}:open:"):
            end(store, relay.id, because=Because.GONE, at=at)
        return
    arrived = bool(word.target_ref)
    word.state = word.state if arrived else WordState.LOST
    word.text, word.behind = "", False
    sender = line(store, relay, side=word.side)
    text = echo(str(unpack_reply(row.reply).details.get("text", "")))
    phrase = "relay-lost-change" if arrived else "relay-lost"
    say(sender, f"{row.key}:lost", Reply(phrase, {"who": who(sender), "text": text}), at=at)
