"""Relays, whatever happens to the two people and to the letters between them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from config.phrases import Phrases, Words
from config.taxonomy import Platform
from handlers import relay, relays, retention
from handlers.carrying import LONGEST_PART, parts
from handlers.errors import Refusal, TooSoon
from handlers.messages import Message, Reply, Said, unpack_reply
from handlers.relays import Side
from storage.base import Base
from storage.database import Database
from storage.outbox import OutboxRow, OutboxState
from storage.places import Place
from storage.relays import Because, RelayState, RelayWord, WordState
from storage.store import Store

T = TypeVar("T")
BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)
A, B = 0, 1
PLATFORMS = {A: Platform.SLACK, B: Platform.TELEGRAM}
CARRIED = {"relay-word", "relay-changed"}
LOSS = {"relay-lost", "relay-untold"}
EXAMPLES = [15, pytest.param(400, marks=[pytest.mark.soak, pytest.mark.timeout(3600)])]
"""How many stories, each of up to 25 things that happen."""


@dataclass
class Screen:
    """What one of the two sees in their conversation with the hub: texts by id."""

    shown: dict[str, str] = field(default_factory=dict)
    phrases: list[str] = field(default_factory=list)
    reactions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    came: list[str] = field(default_factory=list)
    """Words that were carried here, in the order in which they came."""


@dataclass
class World:
    """Two people, the hub's outbox between them, and a clock."""

    database: Database
    now: datetime = BEGAN
    relay_id: int = 0
    screens: tuple[Screen, Screen] = field(default_factory=lambda: (Screen(), Screen()))
    refs: int = 0
    refused: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    """Phrases of letters that their platform took from neither of the two, however often tried."""
    seen: dict[str, str] = field(default_factory=dict)
    """Letters that are shown already but not marked as said: their ids by key."""

    def run(self, unit: Callable[[Store], T]) -> T:
        return self.database.run_now(unit)

    def open(self) -> None:
        def unit(store: Store) -> int:
            people = [meet(store, side) for side in (A, B)]
            sides = (
                Side(people[A], "requester", Reply("just", {"what": "Meet B."})),
                Side(people[B], "expert", Reply("just", {"what": "Meet A."})),
            )
            opened = relays.open_(store, "introduction 1", sides, at=self.now)
            assert opened is not None
            return opened.id

        self.relay_id = self.run(unit)

    def thread(self) -> str:
        return next((ref for ref, text in self.screens[A].shown.items() if "just" in text), "")

    def message(self, side: int, said: Said, text: str = "", **more: object) -> Message:
        place = Place(PLATFORMS[side], f"c{side}")
        if side == A and said == Said.TEXT:
            place = replace(place, thread=self.thread())
        elif said == Said.TEXT and "reply_to" not in more:
            more = {**more, "reply_to": next(iter(self.screens[B].shown), "")}
        return Message(place, f"u{side}", said, self.now, text, **more)  # type: ignore[arg-type]  # fields by name

    def says(self, side: int, text: str, **more: object) -> str:
        self.refs += 1
        ref = str(self.refs)
        self.hears(self.message(side, Said.TEXT, text, ref=ref, **more))
        return ref

    def hears(self, message: Message) -> Reply | None:
        """What the intake does with it: heard again where it came before its letter was marked."""
        try:
            return self.hears_at_once(message)
        except TooSoon:
            self.arrive()
            return self.hears_at_once(message)

    def hears_at_once(self, message: Message) -> Reply | None:
        """What the router does with it: known, and asked of the relay first."""
        self.now += timedelta(seconds=1)

        def unit(store: Store) -> Reply | None:
            account = store.people.account(
                message.place.platform, message.place.workspace, message.account
            )
            if account is None:
                return None
            known = replace(message, person_id=account.person_id, talking=account.relay_id or 0)
            try:
                if message.said == Said.TAP:
                    verb, *values = message.text.removeprefix("relay.").split(" ")
                    return relay.tapped(known, store, verb, *values)
                passed = relay.said(known, store)
            except TooSoon:
                raise
            except Refusal as refusal:
                return Reply(refusal.words.phrase)
            return passed.reply if passed else None

        reply: Reply | None = self.run(unit)
        return reply

    def taps(self, side: int, action: str) -> Reply | None:
        return self.hears(self.message(side, Said.TAP, action))

    def deliver(self, *, most: int = 100, fails: bool = False) -> int:
        """Send what waits, in its order, as the delivery would; how many letters."""

        def unit(store: Store) -> int:
            rows = store.session.query(OutboxRow).filter(
                OutboxRow.state.in_([OutboxState.WAITING, OutboxState.SENDING])
            )
            done = 0
            for row in rows.order_by(OutboxRow.due_at, OutboxRow.id).limit(most):
                row.settled_at, done = self.now, done + 1
                if fails:
                    row.state, row.error = OutboxState.FAILED, "refused"
                    side = A if row.platform == Platform.SLACK else B
                    self.refused[side].append(unpack_reply(row.reply).phrase)
                    continue
                row.sent_ref = self.seen.pop(row.key, "") or self.show(row)
                row.state, row.reply = OutboxState.SENT, ""
            return done

        count: int = self.run(unit)
        return count

    def show(self, row: OutboxRow) -> str:
        self.refs += 1
        side = A if row.platform == Platform.SLACK else B
        return show(self.screens[side], row, str(self.refs))

    def begin(self, *, seen: bool = False) -> str:
        """The first letter that waits is under way: nobody knows yet whether it arrives.

        `seen`: it is shown already, under the id that this returns.
        """

        def unit(store: Store) -> str:
            rows = store.session.query(OutboxRow)
            under_way = rows.filter_by(state=OutboxState.SENDING)
            busy = [row.platform for row in under_way]
            waiting = rows.filter_by(state=OutboxState.WAITING)
            free = waiting.filter(OutboxRow.platform.not_in(busy))
            row = free.order_by(OutboxRow.due_at, OutboxRow.id).first()
            if row is None:
                return ""
            row.state, row.tried_at = OutboxState.SENDING, self.now
            if seen:
                self.seen[row.key] = self.show(row)
            return self.seen.get(row.key, "")

        ref: str = self.run(unit)
        return ref

    def arrive(self) -> None:
        """What is under way has arrived, and is marked."""

        def unit(store: Store) -> None:
            for row in store.session.query(OutboxRow).filter_by(state=OutboxState.SENDING):
                row.sent_ref = self.seen.pop(row.key, "") or self.show(row)
                row.state, row.reply, row.settled_at = OutboxState.SENT, "", self.now

        self.run(unit)

    def tend(self) -> None:
        def unit(store: Store) -> None:
            for each in relays.due(store, self.now, 50):
                relays.tend(store, each, self.now)

        self.run(unit)

    def settle(self) -> None:
        for _ in range(6):
            self.tend()
            if not self.deliver():
                break

    def passes(self, message: Message) -> bool:
        """Whether the relay leaves it to the hub."""

        def unit(store: Store) -> bool:
            return relay.said(message, store) is None

        is_left: bool = self.run(unit)
        return is_left

    @property
    def state(self) -> RelayState:
        def unit(store: Store) -> RelayState:
            relay = store.relays.get(self.relay_id)
            assert relay is not None
            return RelayState(relay.state)

        found: RelayState = self.run(unit)
        return found


def meet(store: Store, side: int) -> int:
    account = store.people.meet(PLATFORMS[side], "", f"u{side}", at=BEGAN)
    account.conversation, account.name = f"c{side}", f"Person {side}"
    return account.person_id


def show(screen: Screen, row: OutboxRow, ref: str) -> str:
    """What the platform does with a letter; the id of the message."""
    reply = unpack_reply(row.reply)
    if reply.reacts is not None:
        screen.reactions[row.edits] = reply.reacts.shown
        return row.edits
    if reply.removes:
        screen.shown.pop(row.edits, None)
        return row.edits
    text = str(reply.details.get("text", reply.phrase))
    assert not row.edits or row.edits in screen.shown, "an edit before what it edits"
    ref = row.edits or ref
    screen.shown[ref] = text
    screen.phrases.append(reply.phrase)
    if reply.phrase in CARRIED and not row.edits:
        screen.came.append(text)
    return ref


@contextmanager
def world_of(database: Database) -> Iterator[World]:
    world = World(database)
    world.open()
    yield world


@pytest.fixture
def world(database: Database) -> World:
    with world_of(database) as world:
        return world


def test_words_wait_for_the_thread_that_they_belong_into(world: World) -> None:
    meet_a = world.run(lambda store: store.relays.sides(world.relay_id)[B].opening_key)
    world.run(
        lambda store: (
            store.session.query(OutboxRow)
            .filter_by(key=meet_a)
            .update({"state": OutboxState.SENT, "sent_ref": "open"})
        )
    )
    world.says(B, "first", reply_to="open")
    waiting = world.run(
        lambda store: store.session.query(OutboxRow).filter_by(state="waiting").count()
    )
    world.settle()
    world.settle()

    assert waiting == 1
    assert world.screens[A].came == ["first"]


def test_an_edit_of_what_is_under_way_follows_it(world: World) -> None:
    world.settle()
    ref = world.says(A, "on Monday")
    world.begin()
    world.hears(world.message(A, Said.EDITED, "on Tuesday", ref=ref))
    world.hears(world.message(A, Said.EDITED, "on Friday", ref=ref))
    world.settle()

    assert world.screens[B].came == ["on Monday"]
    assert list(world.screens[B].shown.values())[-1] == "on Friday"


def test_an_answer_to_what_is_just_arriving_waits_until_that_is_known(world: World) -> None:
    world.settle()
    world.says(A, "which form?")
    seen = world.begin(seen=True)
    answer = world.message(B, Said.TEXT, "form 12", ref="900", reply_to=seen)
    with pytest.raises(TooSoon):
        world.hears_at_once(answer)
    world.arrive()
    world.hears_at_once(answer)
    world.settle()

    assert world.screens[A].came == ["form 12"]


def test_an_answer_to_the_opening_waits_until_that_is_known(world: World) -> None:
    world.begin(seen=True)
    world.begin(seen=True)
    answer = world.message(A, Said.TEXT, "hello", ref="900")
    with pytest.raises(TooSoon):
        world.hears_at_once(answer)
    world.hears(answer)
    world.settle()

    assert answer.place.thread
    assert world.screens[B].came == ["hello"]


def test_an_answer_to_ones_own_message_is_for_the_hub_whatever_is_arriving(world: World) -> None:
    world.settle()
    world.says(A, "which form?")
    own = world.message(B, Said.TEXT, "find returns", ref="899")
    world.begin(seen=True)
    answer = replace(own, ref="900", text="in French", reply_to="899")
    with pytest.raises(TooSoon):
        world.hears_at_once(answer)
    world.arrive()

    assert world.passes(answer)
    assert world.screens[A].came == []


def test_what_answers_something_older_waits_for_nothing(world: World) -> None:
    world.settle()
    world.refs = 500
    world.says(A, "first")
    world.settle()
    world.says(A, "second")
    world.begin(seen=True)

    assert world.passes(world.message(B, Said.TEXT, "more", ref="900", reply_to="400"))


def test_what_the_other_has_seen_before_it_is_marked_can_be_reacted_to(world: World) -> None:
    world.settle()
    said = world.says(A, "done!")
    seen = world.begin(seen=True)
    liked = world.message(B, Said.REACTED, "👍", ref=seen, verb="set")
    with pytest.raises(TooSoon):
        world.hears_at_once(liked)
    world.hears(liked)
    world.settle()

    assert world.screens[A].reactions == {said: ("👍",)}


def test_a_reaction_to_ones_own_message_waits_until_that_has_arrived(world: World) -> None:
    world.settle()
    said = world.says(A, "done!")
    for emoji, verb in (("👍", "add"), ("🎉", "add"), ("👍", "drop")):
        world.hears(world.message(A, Said.REACTED, emoji, ref=said, verb=verb))
    world.begin()
    world.hears(world.message(A, Said.EDITED, "done, all of it", ref=said))
    world.settle()
    heard = next(ref for ref, text in world.screens[B].shown.items() if "all of it" in text)

    assert world.screens[B].reactions == {heard: ("🎉",)}


def test_what_is_taken_back_before_it_left_is_never_said(world: World) -> None:
    world.settle()
    world.says(A, "oops")
    world.taps(A, f"relay.back {world.relay_id}")
    world.settle()

    assert world.screens[B].came == []


def test_a_long_text_is_carried_whole_and_changed_in_its_parts(world: World) -> None:
    world.settle()
    text = " ".join(f"word{number}" for number in range(900))
    ref = world.says(A, text)
    world.settle()
    came = list(world.screens[B].came)
    world.hears(world.message(A, Said.EDITED, "short", ref=ref))
    world.settle()

    assert " ".join(came) == text
    assert len(came) > 1
    assert [
        each for each in world.screens[B].shown.values() if "word" in each or each == "short"
    ] == ["short"]


def test_whoever_is_neither_of_the_two_cannot_end_it(world: World) -> None:
    world.run(lambda store: store.people.meet(Platform.TELEGRAM, "", "u9", at=BEGAN).id)
    stranger = Message(Place(Platform.TELEGRAM, "c9"), "u9", Said.TAP, world.now)
    reply = world.hears(replace(stranger, text=f"relay.end {world.relay_id} yes"))

    assert reply == Reply("relay-not-yours")
    assert world.state == RelayState.OPEN


def test_what_waits_for_somebody_who_links_accounts_still_arrives(world: World) -> None:
    world.settle()
    world.says(A, "hello")

    def link(store: Store) -> None:
        other = store.people.meet(Platform.CONSOLE, "", "desk", at=BEGAN).person_id
        old = store.people.account(Platform.TELEGRAM, "", "u1")
        assert old is not None
        store.outbox.give(from_person=old.person_id, to_person=other)
        store.people.move_accounts(from_person=old.person_id, to_person=other)

    world.run(link)
    world.settle()
    world.says(B, "hi")
    world.settle()

    assert (world.screens[B].came, world.screens[A].came) == (["hello"], ["hi"])


def test_words_are_nowhere_once_they_have_arrived_and_refs_go_after_30_days(world: World) -> None:
    world.settle()
    world.says(A, "between us")
    world.settle()

    def kept(store: Store) -> list[str]:
        rows = [row.reply for row in store.session.query(OutboxRow)]
        return rows + [word.text for word in store.session.query(RelayWord)]

    texts = world.run(kept)
    world.run(lambda store: relays.end(store, world.relay_id, because=Because.QUIET, at=world.now))
    later = world.now + timedelta(days=31)
    world.run(lambda store: retention.forget_old(store, now=later))

    assert not any("between us" in text for text in texts)
    assert world.run(lambda store: store.session.query(RelayWord).count()) == 0


def test_parts_are_cut_between_words_and_lose_nothing() -> None:
    text = "détention 🙂 " * 700
    cut = parts(text)

    assert " ".join(cut) == text.strip()
    assert max(len(each.encode("utf-16-le")) // 2 for each in cut) <= LONGEST_PART


def test_every_end_has_its_words() -> None:
    said = [each for each in Because if each]

    assert all(Phrases().has(Words(f"relay-end-{each}").phrase) for each in said)


class Talk(RuleBasedStateMachine):
    """Both write, edit, take back, react, leave, end; letters arrive, fail, or are under way."""

    database: Database

    @initialize()
    def begin_anew(self) -> None:
        with self.database.engine.begin() as connection:
            for table in reversed(Base.metadata.sorted_tables):
                connection.execute(table.delete())
        self.world = World(self.database)
        self.world.open()
        self.said: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
        self.gone: set[int] = set()
        self.left_it = False
        self.failed = False
        self.ended_by: dict[int, int] = {}
        self.count = 0

    sides = st.sampled_from([A, B])

    @rule(side=sides, talking=st.booleans())
    def says(self, side: int, talking: bool) -> None:  # noqa: FBT001  # hypothesis'
        if side in self.gone or not (self.world.thread() and self.world.screens[B].shown):
            return
        if talking and side == B:
            self.world.taps(B, f"relay.talk {self.world.relay_id}")
        self.count += 1
        text = f"text {self.count}"
        open_before = self.world.state == RelayState.OPEN
        ref = self.world.says(side, text)
        if open_before and self.world.state == RelayState.OPEN:
            self.said[side].append((ref, text))

    @rule(side=sides, again=st.booleans())
    def edits(self, side: int, again: bool) -> None:  # noqa: FBT001  # hypothesis'
        if side not in self.gone and self.said[side]:
            self.count += 1
            ref = self.said[side][-1][0]
            edited = self.world.message(side, Said.EDITED, f"edited {self.count}", ref=ref)
            self.world.hears(edited)
            if again:
                self.world.hears(edited)

    @rule(side=sides)
    def deletes(self, side: int) -> None:
        if side not in self.gone and self.said[side]:
            self.world.hears(self.world.message(side, Said.DELETED, ref=self.said[side][-1][0]))

    @rule(side=sides, emoji=st.sampled_from(["👍", "🎉", ""]))
    def reacts(self, side: int, emoji: str) -> None:
        refs = [*self.world.screens[side].shown, *(ref for ref, _ in self.said[side])]
        if side not in self.gone and refs:
            message = self.world.message(side, Said.REACTED, emoji, ref=refs[-1], verb="set")
            self.world.hears(message)

    @rule(side=sides)
    def repeats(self, side: int) -> None:
        """The platform brings the same message twice, under two keys."""
        if side not in self.gone and self.said[side] and self.world.state == RelayState.OPEN:
            ref, text = self.said[side][-1]
            self.world.hears(self.world.message(side, Said.TEXT, text, ref=ref))

    @rule(most=st.integers(1, 4))
    def arrives(self, most: int) -> None:
        self.world.deliver(most=most)

    @rule(seen=st.booleans())
    def is_under_way(self, seen: bool) -> None:  # noqa: FBT001  # hypothesis'
        self.world.begin(seen=seen)

    @rule()
    def fails(self) -> None:
        if self.world.thread() and self.world.screens[B].shown and not self.world.seen:
            self.failed = True
            self.world.deliver(most=1, fails=True)

    @rule()
    def tends(self) -> None:
        self.world.tend()

    @rule(days=st.sampled_from([1, 12, 15]))
    def waits(self, days: int) -> None:
        self.world.now += timedelta(days=days)
        self.world.tend()

    @precondition(lambda self: len(self.gone) == 0)
    @rule(side=sides, how=st.sampled_from(["block", "forget", "end"]))
    def leaves(self, side: int, how: str) -> None:
        if how == "end":
            self.world.taps(side, f"relay.end {self.world.relay_id} yes")
            self.ended_by[side] = len(self.world.screens[side].came) + self.under_way(side)
            return
        self.gone.add(side)
        self.left_it = self.world.state == RelayState.OPEN

        def unit(store: Store) -> None:
            account = store.people.account(PLATFORMS[side], "", f"u{side}")
            assert account is not None
            if how == "forget":
                store.people.forget(account.person_id)
            else:
                account.left_at = self.world.now

        self.world.run(unit)
        self.world.tend()

    @rule(side=sides)
    def links(self, side: int) -> None:
        if side in self.gone:
            return

        def unit(store: Store) -> None:
            account = store.people.account(PLATFORMS[side], "", f"u{side}")
            assert account is not None
            old = account.person_id
            new = store.people.meet(Platform.CONSOLE, "", f"d{self.count}", at=BEGAN)
            self.count += 1
            store.outbox.give(from_person=old, to_person=new.person_id)
            store.people.move_accounts(from_person=old, to_person=new.person_id)

        self.world.run(unit)

    @invariant()
    def nothing_comes_twice_or_out_of_order(self) -> None:
        for side in (A, B):
            came = self.world.screens[side].came
            numbers = [int(text.rpartition(" ")[2]) for text in came if text.startswith("text")]
            assert numbers == sorted(set(numbers))

    @invariant()
    def nothing_is_for_whoever_left(self) -> None:
        def waiting(store: Store) -> list[str]:
            rows = store.session.query(OutboxRow).filter_by(state=OutboxState.WAITING)
            return [str(row.platform) for row in rows]

        if self.gone and self.left_it:
            left = {PLATFORMS[side].value for side in self.gone}
            assert not left & set(self.world.run(waiting))

    @invariant()
    def nothing_new_comes_to_whoever_ended_it(self) -> None:
        for side, most in self.ended_by.items():
            assert len(self.world.screens[side].came) <= most

    def under_way(self, side: int) -> int:
        def unit(store: Store) -> int:
            rows = store.session.query(OutboxRow).filter_by(state=OutboxState.SENDING)
            return rows.filter_by(platform=PLATFORMS[side]).count()

        count: int = self.world.run(unit)
        return count

    def teardown(self) -> None:
        """In the end all of it has arrived, or its sender was told; nothing is left to do."""
        if not hasattr(self, "world"):
            return
        self.world.settle()
        assert self.world.run(lambda store: relays.due(store, self.world.now, 9)) == []
        for side in (A, B):
            words = self.words(side)
            assert not any(word.behind or word.text for word in words)
            came = len(self.world.screens[1 - side].came)
            lost = [word for word in words if word.state == WordState.LOST]
            back = [word for word in words if word.state == WordState.TAKEN_BACK]
            assert came <= len(words) <= came + len(lost) + len(back) + 9 * len(self.gone)
            if lost and not self.gone:
                told = {*self.world.screens[side].phrases, *self.world.refused[side]}
                assert LOSS & told
            if not (self.gone or self.failed or self.world.state == RelayState.ENDED):
                self.all_see_what_was_put_on(words)

    def all_see_what_was_put_on(self, words: list[RelayWord]) -> None:
        for word in words:
            if word.state == WordState.CARRIED:
                theirs = self.world.screens[1 - word.side].reactions
                mine = self.world.screens[word.side].reactions
                on_it = {side: tuple(each) for side, each in word.reactions.items()}
                assert theirs.get(word.target_ref, ()) == on_it.get(str(word.side), ())
                if word.part == 0:
                    assert mine.get(word.source_ref, ()) == on_it.get(str(1 - word.side), ())

    def words(self, side: int) -> list[RelayWord]:
        def unit(store: Store) -> list[RelayWord]:
            found = store.session.query(RelayWord).filter_by(side=side).all()
            store.session.expunge_all()
            return found

        found: list[RelayWord] = self.world.run(unit)
        return found


@pytest.mark.parametrize("examples", EXAMPLES)
def test_whatever_happens_words_come_once_in_order_or_their_loss_is_told(
    examples: int, database: Database
) -> None:
    class OnThis(Talk):
        pass

    OnThis.database = database

    run_state_machine_as_test(
        OnThis,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
