"""Calendar feeds: a secret address under which a calendar shows what is next; renewed in a tap."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import SystemRandom

from config.phrases import Day, Detail, Words
from handlers.errors import Refusal
from handlers.horizon import Onlooker, belongs, of_group, of_person, onlooker
from handlers.matters import Matter
from handlers.messages import Choice, Message, Reply, pack_words
from handlers.naming import group_named
from handlers.onward import DEADLINES, GROUPS
from handlers.standing import is_secretariat
from storage.feeds import Edition, Feed
from storage.people import voice_of
from storage.store import Store

PATH = "/calendar/"
ENDING = ".ics"
AREA = "feed."
"""How actions about calendars begin."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
TOKEN_LENGTH = 32
"""Letters of 64: 192 bits that nobody can guess."""
MOST_ENTRIES = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a calendar, and how often it has changed."""

    matter: Matter
    edition: Edition


@dataclass(frozen=True, slots=True)
class Contents:
    """What a calendar shows: in whose language, and what of it is new to calendars."""

    name: Words
    language: str
    entries: Sequence[Listed]
    unknown: Mapping[str, str]
    """What is shown otherwise than it was told last, by subject: to be kept before it is told."""


@dataclass(frozen=True, slots=True)
class Subscribing:
    """Somebody who wants an address, and the hub's own under which calendars reach it.

    Raises:
        Refusal: others read along, it is not theirs, or the hub has no public address.
    """

    message: Message
    store: Store
    public_url: str | None
    random: SystemRandom

    def show(self, words: str = "") -> Reply:
        """The calendar of the group that is named, or mine."""
        if not words:
            return self.do("show", 0)
        group = group_named(self.store, words)
        if group is None:
            raise Refusal("group-unknown", choices=(GROUPS,), words=words)
        return self.do("show", self.store.groups.numbers([group.id])[group.id])

    def do(self, verb: str, number: int) -> Reply:
        """A choice about the calendar of mine (0) or of a group.

        Raises:
            ValueError: none that was ever offered.
        """
        if not self.message.private:
            raise Refusal("feed-in-private")
        if not self.public_url:
            runs = is_secretariat(self.store, self.message.person_id)
            raise Refusal(f"feed-no-address{'-how' if runs else ''}", choices=(DEADLINES,))
        group_id = self.store.groups.numbered(number).id if number else ""
        if group_id and not belongs(self.store, self.message.person_id, group_id):
            raise Refusal("feed-not-yours", choices=(DEADLINES,), group=group_id)
        feed = self.store.feeds.find(self.message.person_id, group_id)
        match verb:
            case "show":
                return self._shown(feed, group_id, number)
            case "make":
                return self._made(group_id, number)
            case "stop":
                return self._stopped(feed, group_id, number)
            case _:
                raise ValueError(verb)

    def _shown(self, feed: Feed | None, group_id: str, number: int) -> Reply:
        phrase = "feed-none" if feed is None else "feed-there"
        details: dict[str, Detail] = {"of": name_of(group_id)}
        if feed is not None:
            details["day"] = Day(feed.made_at.date())
        return Reply(
            phrase,
            details,
            choices=(self._ways(number, is_there=feed is not None), (DEADLINES,)),
            edits=bool(self.message.about),
        )

    def _made(self, group_id: str, number: int) -> Reply:
        token = "".join(self.random.choice(LETTERS) for _ in range(TOKEN_LENGTH))
        self.store.feeds.put(
            self.message.person_id, group_id, digest=digest_of(token), at=self.message.sent_at
        )
        address = f"{(self.public_url or '').rstrip('/')}{PATH}{token}{ENDING}"
        return Reply(
            "feed-made",
            {"of": name_of(group_id), "address": address},
            lines=(Words("feed-how"), Words("feed-secret")),
            choices=(self._ways(number, is_there=True), (DEADLINES,)),
            edits=bool(self.message.about),
        )

    def _stopped(self, feed: Feed | None, group_id: str, number: int) -> Reply:
        if feed is not None:
            self.store.feeds.stop(feed)
        return Reply(
            "feed-stopped",
            {"of": name_of(group_id)},
            choices=(self._ways(number, is_there=False), (DEADLINES,)),
            edits=bool(self.message.about),
        )

    def _ways(self, number: int, *, is_there: bool) -> tuple[Choice, ...]:
        if not is_there:
            return (Choice(Words("feed-choice-make"), f"feed.make {number}", strong=True),)
        return (
            Choice(Words("feed-choice-renew"), f"feed.make {number}"),
            Choice(Words("feed-choice-stop"), f"feed.stop {number}"),
        )


def unoffered(message: Message, reply: Reply, store: Store) -> Reply:
    """A reply where no calendar reaches the hub: none is offered but to who can change that."""
    rows = [tuple(e for e in row if not e.action.startswith(AREA)) for row in reply.choices]
    kept = tuple(row for row in rows if row)
    if kept == reply.choices or is_secretariat(store, message.person_id):
        return reply
    return replace(reply, choices=kept)


# what a calendar is told


def contents(store: Store, token: str, *, now: datetime) -> Contents | None:
    """What is behind an address; None: there is none such, or it is none any more."""
    digest = digest_of(token)
    feed = store.feeds.by_digest(digest)
    if feed is None or not hmac.compare_digest(feed.digest, digest):
        return None
    who = onlooker(store, feed.person_id, shared=False)
    matters = _matters(store, who, feed, now=now)[:MOST_ENTRIES]
    shown = {each.subject: _digest(each) for each in matters}
    known = store.feeds.editions(shown)
    unknown = {
        subject: digest
        for subject, digest in shown.items()
        if subject not in known or known[subject].digest != digest
    }
    entries = [Listed(each, known[each.subject]) for each in matters if each.subject in known]
    return Contents(name_of(feed.group_id), _language(store, feed.person_id), entries, unknown)


def keep(store: Store, unknown: Mapping[str, str], *, now: datetime) -> None:
    """Number what has changed, before calendars are told of it."""
    store.feeds.revise(unknown, at=now)


def name_of(group_id: str) -> Words:
    return Words("feed-of-group", {"group": group_id}) if group_id else Words("feed-of-me")


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _matters(store: Store, who: Onlooker, feed: Feed, *, now: datetime) -> list[Matter]:
    """Whoever has left a group keeps an address that shows nothing."""
    if not feed.group_id:
        return of_person(store, who, now=now)
    if not belongs(store, feed.person_id, feed.group_id):
        return []
    return of_group(store, who, feed.group_id, now=now)


def _digest(matter: Matter) -> str:
    """All that an entry shows."""
    shown = (
        pack_words(matter.title),
        pack_words(matter.left) if matter.left else "",
        matter.until_at.isoformat(),
        matter.period.text if matter.period else "",
        matter.revision,
    )
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def _language(store: Store, person_id: int) -> str:
    accounts = store.people.accounts(person_id)
    person = store.people.get(person_id)
    return voice_of(person, accounts[0])[0] if accounts else person.language or ""
