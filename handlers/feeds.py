"""Calendar feeds: a secret address under which a calendar shows what is next; renewed in a tap."""

from dataclasses import dataclass, replace
from random import SystemRandom

from config.phrases import Day, Detail, Words
from handlers.errors import Refusal
from handlers.feed_contents import digest_of, name_of
from handlers.horizon import belongs
from handlers.messages import Choice, Message, Reply
from handlers.naming import group_named
from handlers.onward import DEADLINES, GROUPS
from handlers.standing import is_secretariat
from storage.feeds import Feed
from storage.store import Store

PATH = "/calendar/"
ENDING = ".ics"
AREA = "feed."
"""How actions about calendars begin."""
UNOFFERED = {"help-deadlines": Words("help-deadlines-alone")}
"""What is said where nothing can be put into a calendar."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
TOKEN_LENGTH = 32
"""Letters of 64: 192 bits that nobody can guess."""


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
    lines = tuple(UNOFFERED.get(each.phrase, each) for each in reply.lines)
    is_same = kept == reply.choices and lines == reply.lines
    if is_same or is_secretariat(store, message.person_id):
        return reply
    return replace(reply, choices=kept, lines=lines)
