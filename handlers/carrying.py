"""How words get from one side of a relay to the other: said, changed, taken back, reacted to.

Each message becomes one or several words. A letter about a word is never overtaken: while one is
under way, what changes meanwhile waits with the word, and is passed on when that has arrived.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from config.phrases import Detail, Words
from config.taxonomy import Platform
from handlers.messages import Choice, Reactions, Reply, pack_reply
from handlers.naming import called
from storage.outbox import OutboxState
from storage.people import Account
from storage.relays import KEY, Relay, RelaySide, RelayWord, WordState
from storage.store import Store

LONGEST_PART = 1_800
"""UTF-16 units of what people wrote in one letter: with names and choices it fits on each platform,
and Slack shows that much without folding it away."""


@dataclass(frozen=True, slots=True)
class Line:
    """A relay as one of its two sees it; `them` is None when the other is gone."""

    store: Store
    relay: Relay
    mine: RelaySide
    theirs: RelaySide
    me: Account | None
    them: Account | None

    @property
    def turned(self) -> "Line":
        """As the other sees it."""
        return Line(self.store, self.relay, self.theirs, self.mine, self.them, self.me)


def line(store: Store, relay: Relay, *, side: int) -> Line:
    """The relay as this side sees it."""
    sides = store.relays.sides(relay.id)
    mine, theirs = sides[side], sides[1 - side]
    me, them = store.relays.account(mine), store.relays.account(theirs)
    return Line(store, relay, mine, theirs, me, them)


def shown(store: Store, account: Account | None, role: str) -> Words:
    """Somebody as the other is shown them: name and organisation, or else what they are."""
    if account is None or not account.name:
        return Words(f"relay-role-{role}")
    organisation = store.people.get(account.person_id).organisation
    record = store.organisations.find(organisation) if organisation else None
    if record is None:
        return Words("relay-name", {"name": account.name})
    return Words(
        "relay-name-of", {"name": account.name, "organisation": called(record.name, record)}
    )


def who(to: Line) -> Words:
    """The other, as `me` is shown them."""
    return shown(to.store, to.them, to.theirs.role)


def say(to: Line, key: str, reply: Reply, *, at: datetime, edits: str = "") -> None:
    """Leave a letter for `me` of this line; to nobody who is gone."""
    if to.me is None:
        return
    thread = to.mine.opening_ref if to.me.platform == Platform.SLACK else ""
    at = max(at, to.relay.last_said_at)
    to.store.outbox.tell(key, pack_reply(reply), to=to.me, at=at, thread=thread, edits=edits)


def can_hear(to: Line) -> bool:
    """Whether it is known where to say something to `me`: Slack has a thread for it."""
    if to.me is None:
        return False
    return to.me.platform != Platform.SLACK or bool(to.mine.opening_ref)


def carry(mine: Line, ref: str, text: str, *, at: datetime) -> None:
    """Carry a message to the other; one that was carried before is not carried again."""
    relay = mine.relay
    if mine.store.relays.words(relay.id, mine.mine.number, ref):
        return
    for part, piece in enumerate(parts(text)):
        _put(mine, ref, part, piece, at=at)
    pass_on(mine, at=at)


def lay_aside(mine: Line, ref: str, text: str, *, at: datetime) -> None:
    """Keep what was said to the hub, in case it is for the other; of each side only the latest."""
    mine.store.relays.drop_aside(mine.relay.id, mine.mine.number)
    for part, piece in enumerate(parts(text)):
        _put(mine, ref, part, piece, at=at, state=WordState.ASIDE)


def carry_aside(mine: Line, ref: str, *, at: datetime) -> bool:
    """Carry what was laid aside after all; False: it is kept no longer."""
    words = mine.store.relays.words(mine.relay.id, mine.mine.number, ref)
    for word in words:
        if word.state == WordState.ASIDE:
            word.state, word.behind = WordState.HELD, True
    mine.store.session.flush()
    pass_on(mine, at=at)
    return bool(words)


def edit(mine: Line, words: Sequence[RelayWord], text: str, *, at: datetime) -> None:
    """Have a message say something else at the other's; more parts come behind, fewer go."""
    if any(each.state == WordState.ASIDE for each in words):
        lay_aside(mine, words[0].source_ref, text, at=at)
        return
    kept = [each for each in words if each.state in {WordState.HELD, WordState.CARRIED}]
    if not kept:
        return
    pieces = parts(text)
    for word, piece in zip(kept, pieces, strict=False):
        if word.digest != digest(piece):
            word.digest, word.text, word.behind = digest(piece), piece, True
    for word in kept[len(pieces) :]:
        _take(word)
    last = max(each.part for each in words)
    for more, piece in enumerate(pieces[len(kept) :], start=1):
        _put(mine, kept[0].source_ref, last + more, piece, at=at)
    pass_on(mine, at=at)


def take_back(mine: Line, words: Sequence[RelayWord], *, at: datetime) -> None:
    """Have a message disappear at the other's."""
    if any(each.state == WordState.ASIDE for each in words):
        mine.store.relays.drop_aside(mine.relay.id, mine.mine.number)
        return
    for word in words:
        if word.state in {WordState.HELD, WordState.CARRIED}:
            _take(word)
    pass_on(mine, at=at)


def react(mine: Line, word: RelayWord, said: str, emoji: Sequence[str], *, at: datetime) -> None:
    """Show the other what this side has put on a message, be it the other's or its own."""
    side = str(mine.mine.number)
    before = word.reactions.get(side, [])
    match said:
        case "set":
            now = list(emoji)
        case "add":
            now = [each for each in before if each not in emoji] + list(emoji)
        case _:
            now = [each for each in before if each not in emoji]
    if now == before or word.state not in {WordState.HELD, WordState.CARRIED}:
        return
    word.reactions = {**word.reactions, side: now}
    if word.side == mine.mine.number:
        mine.store.relays.letter(word)
        if not word.target_ref:
            word.behind = True
            return
    _show_reactions(mine, word, [each for each in before if each not in now], at=at)


def pass_on(mine: Line, *, at: datetime) -> None:
    """Pass on what is behind among the words of this side, as far as that can be now, in order."""
    store, to = mine.store, mine.turned
    waits = not can_hear(to)
    for word in store.relays.behind(mine.relay.id):
        if word.side != mine.mine.number:
            continue
        if word.state == WordState.HELD:
            if not waits:
                say(to, word.key, _letter(to, word), at=at)
                word.state, word.text = WordState.CARRIED, ""
                word.behind = _has_unseen(mine, word)
        else:
            _change(mine, word, at=at)


def parts(text: str) -> list[str]:
    """A text in parts that fit a letter, cut between lines or words where that is possible."""
    found, rest = [], text.strip()
    while _units(rest) > LONGEST_PART:
        reach = _reach(rest)
        cut = max(rest.rfind("\n", reach // 2, reach), 0) or max(rest.rfind(" ", 1, reach), 0)
        found.append(rest[: cut or reach].rstrip())
        rest = rest[cut or reach :].lstrip()
    return [*found, rest]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _put(
    mine: Line,
    ref: str,
    part: int,
    text: str,
    *,
    at: datetime,
    state: WordState = WordState.HELD,
) -> None:
    number = mine.mine.number
    key = f"{KEY}{mine.relay.id}:word:{number}:{ref}:{part}"
    word = RelayWord(
        relay_id=mine.relay.id,
        side=number,
        source_ref=ref,
        part=part,
        state=state,
        key=key,
        target_ref="",
        digest=digest(text),
        text=text,
        behind=state == WordState.HELD,
        changes=0,
        reactions={},
        said_at=at,
    )
    mine.store.relays.add(word)


def _take(word: RelayWord) -> None:
    """To be gone at the other's; one that is still held needs nothing more."""
    was_held = word.state == WordState.HELD
    word.state, word.text, word.digest, word.behind = WordState.TAKEN_BACK, "", "", not was_held


def _change(mine: Line, word: RelayWord, *, at: datetime) -> None:
    """Bring a word that was carried up to date, unless its last letter is still under way."""
    to, relays = mine.turned, mine.store.relays
    taken = word.state == WordState.TAKEN_BACK
    unseen = not taken and _has_unseen(mine, word)
    if not taken and not word.text:
        _show_what_waited(mine, word, at=at)
        return
    if taken:
        recalled = relays.recall(word)
    else:
        recalled = relays.rewrite(
            word, pack_reply(_letter(to, word, changed=bool(word.target_ref)))
        )
    if recalled and not (taken and word.target_ref):
        word.text, word.behind = "", unseen
        return
    if relays.letter(word) in {OutboxState.WAITING, OutboxState.SENDING}:
        return
    if word.target_ref:  # else it was lost before it arrived, of which the sender is told
        word.changes += 1
        word.key = f"{KEY}{mine.relay.id}:word:{word.id}+{word.changes}"
        say(to, word.key, _letter(to, word, changed=True), at=at, edits=word.target_ref)
    word.text, word.behind = "", unseen


def _has_unseen(mine: Line, word: RelayWord) -> bool:
    """Whether somebody has reacted to their own message before it arrived."""
    return bool(word.reactions.get(str(mine.mine.number))) and not word.target_ref


def _show_what_waited(mine: Line, word: RelayWord, *, at: datetime) -> None:
    """Show what somebody has put on their own message before it arrived, once it has."""
    if mine.store.relays.letter(word) in {OutboxState.WAITING, OutboxState.SENDING}:
        return
    if word.target_ref and word.reactions.get(str(mine.mine.number)):
        _show_reactions(mine, word, [], at=at)
    word.behind = False


def _show_reactions(mine: Line, word: RelayWord, gone: Sequence[str], *, at: datetime) -> None:
    """Show the other what this side has on a message by now; what is `gone` was shown before."""
    word.changes += 1
    now = word.reactions[str(mine.mine.number)]
    key = f"{KEY}{mine.relay.id}:react:{word.id}:{word.changes}"
    reply = Reply("relay-reacted", reacts=Reactions(tuple(now), tuple(gone)))
    ref = word.target_ref if word.side == mine.mine.number else word.source_ref
    say(mine.turned, key, reply, at=at, edits=ref)


def _letter(to: Line, word: RelayWord, *, changed: bool = False) -> Reply:
    """What the other reads: who it is, the words, and how to answer."""
    if word.state == WordState.TAKEN_BACK:
        return Reply("relay-was-taken-back", {"who": who(to)}, removes=True)
    details: dict[str, Detail] = {"who": who(to), "text": word.text}
    phrase = "relay-changed" if changed else "relay-word"
    return Reply(phrase, details, choices=answering(to))


def answering(to: Line) -> tuple[tuple[Choice, ...], ...]:
    """What can be tapped under words that were carried; a thread needs none of it."""
    if to.me is None or to.me.platform == Platform.SLACK:
        return ()
    number = to.relay.id
    if to.me.relay_id == number:
        return (
            (
                Choice(Words("choice-relay-leave"), f"relay.leave {number}"),
                Choice(Words("choice-relay-back"), f"relay.back {number}"),
            ),
        )
    return ((Choice(Words("choice-relay-talk", {"who": who(to)}), f"relay.talk {number}"),),)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _reach(text: str) -> int:
    """How many characters fit."""
    reach = min(len(text), LONGEST_PART)
    while _units(text[:reach]) > LONGEST_PART:
        reach -= 1 + (_units(text[:reach]) - LONGEST_PART) // 2
    return reach
