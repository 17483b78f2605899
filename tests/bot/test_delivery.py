"""Delivery against a strict platform: each letter is heard (once, where that can be) or fails."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from time import monotonic

import pytest
from sqlalchemy import select, update

from bot.delivery import Delivery, Fresh
from bot.metrics import Metrics
from bot.platforms.adapter import (
    Letter,
    Moved,
    Profile,
    Receive,
    RetryLater,
    Undeliverable,
    Unsure,
)
from config.phrases import Phrases
from config.taxonomy import Platform
from handlers.messages import Reply, pack_reply, unpack_reply
from storage.database import Database
from storage.outbox import OutboxRow, OutboxState
from storage.people import Account
from storage.places import Place
from storage.store import Store

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
HELLO = pack_reply(Reply("hello"))


@dataclass
class Post:
    """What people see: in which conversation, which letter, when."""

    conversation: str
    key: str
    at: datetime


@dataclass
class StrictPlatform:
    """A platform on this machine that refuses what is too fast, and fails as it is told to.

    `troubles` are used up one a call: an error is raised before anything is said, and a function
    is called after it was said (its error is raised then).
    """

    platform: Platform
    now: Callable[[], datetime]
    remembers: bool = True
    posts: list[Post] = field(default_factory=list)
    troubles: deque[Exception | Callable[[], Exception]] = field(default_factory=deque)
    blocked: set[str] = field(default_factory=set)
    cursed: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    slow: float = 0.0
    being_sent: Counter[str] = field(default_factory=Counter)
    most_at_once: int = 0
    looked_up: int = 0

    async def start(self, receive: Receive) -> None:
        """Nothing comes in here."""

    async def stop(self) -> None:
        """Nothing is open."""

    async def profile(self, workspace: str, account: str) -> Profile:
        return Profile(workspace, account)

    async def send(self, letter: Letter) -> str:
        conversation = letter.place.conversation
        self.being_sent[conversation] += 1
        self.most_at_once = max(self.most_at_once, self.being_sent[conversation])
        try:
            await asyncio.sleep(self.slow)
            return self._say(letter)
        finally:
            self.being_sent[conversation] -= 1

    def _say(self, letter: Letter) -> str:
        if letter.place.conversation in self.blocked:
            raise Undeliverable("blocked by the user", blocked=True)
        if letter.place.conversation in self.moved:
            raise Moved(self.moved[letter.place.conversation])
        if letter.place.conversation in self.cursed:
            raise ZeroDivisionError("on purpose")
        trouble = self.troubles.popleft() if self.troubles else None
        if isinstance(trouble, Exception):
            raise trouble
        if not letter.edits:
            self.posts.append(Post(letter.place.conversation, letter.key, self.now()))
        if trouble:
            raise trouble()
        return letter.edits or str(len(self.posts))

    async def find_sent(self, letter: Letter, *, since: datetime) -> str | None:
        self.looked_up += 1
        if not self.remembers:
            return None
        seen = [n for n, post in enumerate(self.posts) if post.key == letter.key]
        assert all(self.posts[n].at >= since for n in seen)
        return str(seen[0] + 1) if seen else ""

    @property
    def heard(self) -> list[str]:
        return [post.key for post in self.posts]


class FastClock:
    """Forty seconds pass in each real one; `jump` skips ahead."""

    def __init__(self) -> None:
        self._began = monotonic()
        self._jumped = timedelta(0)

    def __call__(self) -> datetime:
        return NOW + timedelta(seconds=(monotonic() - self._began) * 40) + self._jumped

    def jump(self, by: timedelta) -> None:
        self._jumped += by


@dataclass
class Office:
    """A database, two platforms, and a delivery between them."""

    database: Database
    clock: FastClock
    slack: StrictPlatform
    telegram: StrictPlatform
    delivery: Delivery
    metrics: Metrics

    async def answer(self, key: str, conversation: str = "C1", *, edits: str = "") -> None:
        """Say something on Slack, as the router does."""
        await self.say(key, Place(Platform.SLACK, conversation, "T1"), edits=edits)

    async def say(self, key: str, to: Place, *, edits: str = "") -> None:
        def unit(store: Store) -> Fresh | None:
            parcel = store.outbox.answer(
                key, HELLO, to=to, person_id=None, language="en", edits=edits, at=self.clock()
            )
            return Fresh(parcel, unpack_reply(HELLO)) if parcel else None

        self.delivery.send_now(await self.database.run(unit))

    async def notify(self, key: str, person_id: int, *, after: timedelta = timedelta(0)) -> None:
        due_at = self.clock() + after
        await self.database.run(
            lambda store: store.outbox.notify(key, HELLO, person_id=person_id, due_at=due_at)
        )
        self.delivery.poke()

    async def settled(self) -> None:
        """Until nothing waits any more; time passes sixty times as fast."""
        async with asyncio.timeout(30):
            while await self.open():
                self.delivery.poke()
                await asyncio.sleep(0.01)

    async def open(self) -> int:
        counts = await self.database.read(lambda store: store.outbox.counts())
        return counts[OutboxState.WAITING] + counts[OutboxState.SENDING]

    async def row(self, key: str) -> OutboxRow:
        def unit(store: Store) -> OutboxRow:
            row = store.session.scalars(select(OutboxRow).where(OutboxRow.key == key)).one()
            store.session.expunge(row)
            return row

        return await self.database.read(unit)


def build(database: Database, clock: FastClock, *others: StrictPlatform) -> Office:
    slack, telegram = others or (
        StrictPlatform(Platform.SLACK, clock),
        StrictPlatform(Platform.TELEGRAM, clock, remembers=False),
    )
    metrics = Metrics()
    adapters: Mapping[Platform, StrictPlatform] = {
        Platform.SLACK: slack,
        Platform.TELEGRAM: telegram,
    }
    delivery = Delivery(database, adapters, Phrases(), clock, metrics=metrics)
    return Office(database, clock, slack, telegram, delivery, metrics)


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    office = build(database, FastClock())
    await office.delivery.start()
    yield office
    await office.delivery.stop()


@asynccontextmanager
async def another_start(office: Office) -> AsyncIterator[Office]:
    """The hub is started again on the same database and platforms."""
    again = build(office.database, office.clock, office.slack, office.telegram)
    await again.delivery.start()
    yield again
    await again.delivery.stop()


def person(office: Office, *conversations: tuple[Platform, str]) -> int:
    """Somebody with these private conversations, the last one used last."""

    def unit(store: Store) -> int:
        met = store.people.meet(conversations[0][0], "", conversations[0][1], at=NOW)
        for number, (platform, conversation) in enumerate(conversations):
            account = met
            if number:
                account = Account(
                    person_id=met.person_id,
                    platform=platform,
                    workspace="",
                    user_id=conversation,
                    met_at=NOW,
                    last_seen_at=NOW,
                )
                store.session.add(account)
            account.conversation = conversation
            account.last_seen_at = NOW + timedelta(minutes=number)
        return met.person_id

    return office.database.run_now(unit)


async def test_an_answer_is_said_at_once_and_forgotten(office: Office) -> None:
    await office.answer("a")
    await office.delivery.idle()
    row = await office.row("a")

    assert office.slack.heard == ["a"]
    assert (row.state, row.reply, row.sent_ref, row.attempt) == (OutboxState.SENT, "", "1", 1)


async def test_answers_in_a_conversation_keep_their_order_and_pace(office: Office) -> None:
    keys = [f"k{n}" for n in range(12)]
    for key in keys:
        await office.answer(key)
    await office.settled()
    spread = office.slack.posts[-1].at - office.slack.posts[0].at

    assert office.slack.heard == keys
    assert office.slack.most_at_once == 1
    assert spread >= timedelta(seconds=8), "three at once, then one a second"


async def test_a_slow_platform_holds_up_nobody_else(office: Office) -> None:
    office.telegram.slow = 60
    for number in range(60):
        await office.say(f"t{number}", Place(Platform.TELEGRAM, str(number)))
    await office.answer("a")
    await asyncio.sleep(0.3)

    assert (office.slack.heard, office.telegram.heard) == (["a"], [])


@pytest.mark.parametrize("error", [RetryLater("busy", after=timedelta(seconds=3))])
async def test_what_is_refused_for_now_is_said_later(office: Office, error: RetryLater) -> None:
    office.slack.troubles.append(error)
    began = office.clock()
    await office.answer("a")
    await office.settled()

    assert office.slack.heard == ["a"]
    assert office.slack.posts[0].at - began >= timedelta(seconds=3)


async def test_a_halt_concerns_the_whole_workspace(office: Office) -> None:
    halt = RetryLater("rate limited", after=timedelta(minutes=20), whole_platform=True)
    office.slack.troubles.append(halt)
    began = office.clock()
    await office.answer("a", "C1")
    await office.delivery.idle()
    await office.answer("b", "C2")
    await office.say("other", Place(Platform.SLACK, "C9", "T2"))
    async with asyncio.timeout(30):
        while "other" not in office.slack.heard:  # noqa: ASYNC110  # another hub says it
            await asyncio.sleep(0.01)
    office.clock.jump(timedelta(minutes=20))
    await office.settled()
    said = {post.key: post.at - began for post in office.slack.posts}

    assert said["a"] >= timedelta(minutes=20)
    assert said["b"] >= timedelta(minutes=20)
    assert said["other"] < timedelta(minutes=20)


async def test_what_was_said_in_doubt_is_found_and_not_said_again(office: Office) -> None:
    office.slack.troubles.append(lambda: Unsure("the connection dropped"))
    began = office.clock()
    await office.answer("a")
    await office.settled()
    row = await office.row("a")

    assert office.slack.heard == ["a"]
    assert row.state == OutboxState.SENT
    assert row.settled_at is not None
    assert row.settled_at - began >= timedelta(seconds=30)


async def test_what_a_process_said_before_it_was_killed_is_found_at_the_next_start(
    office: Office,
) -> None:
    await office.delivery.stop()
    for key in ("a", "b"):
        await office.say(key, Place(Platform.SLACK, "C1", "T1"))  # nobody is there to say it
    office.slack.posts.append(Post("C1", "a", office.clock()))
    async with another_start(office) as again:
        async with asyncio.timeout(10):
            while again.slack.heard != ["a", "b"]:  # noqa: ASYNC110  # another hub says it
                await asyncio.sleep(0.01)
        await again.delivery.idle()
        row = await office.row("a")

    assert (row.state, row.sent_ref, row.attempt) == (OutboxState.SENT, "1", 1)
    assert office.slack.looked_up == 1


async def test_what_comes_to_a_delivery_that_has_stopped_is_given_back(office: Office) -> None:
    await office.delivery.stop()
    await office.answer("a")
    await office.delivery.give_back()
    row = await office.row("a")

    assert (row.state, row.tried_at) == (OutboxState.WAITING, None)
    assert office.slack.heard == []


async def test_what_a_stop_cannot_wait_for_is_looked_up_after_half_a_minute(
    office: Office,
) -> None:
    office.slack.slow = 60
    await office.answer("a")
    await asyncio.sleep(0.05)
    await office.delivery.stop(within=timedelta(0))
    row = await office.row("a")

    assert (row.state, row.error) == (OutboxState.SENDING, "the hub stopped")
    assert row.next_at - office.clock() <= timedelta(seconds=30)


async def test_what_was_not_said_in_doubt_is_said_after_all(office: Office) -> None:
    office.slack.troubles.append(Unsure("a timeout"))
    await office.answer("a")
    await office.settled()

    assert office.slack.heard == ["a"]
    assert office.slack.looked_up == 1


async def test_telegram_cannot_tell_so_a_doubtful_letter_is_said_again(office: Office) -> None:
    office.telegram.troubles.append(lambda: Unsure("a timeout"))
    await office.say("a", Place(Platform.TELEGRAM, "7"))
    await office.settled()

    assert office.telegram.heard == ["a", "a"]


async def test_a_doubtful_edit_is_made_again_without_looking(office: Office) -> None:
    office.slack.troubles.append(lambda: Unsure("a timeout"))
    await office.answer("a", edits="17.5")
    await office.settled()
    row = await office.row("a")

    assert (row.state, row.sent_ref) == (OutboxState.SENT, "17.5")
    assert office.slack.looked_up == 0


async def test_what_nobody_will_ever_take_fails_aloud(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.slack.troubles.append(Undeliverable("channel_not_found"))
    await office.answer("a")
    await office.delivery.idle()
    row = await office.row("a")

    assert (row.state, row.error) == (OutboxState.FAILED, "channel_not_found")
    assert "given up: channel_not_found" in caplog.text
    assert 'hub_deliveries_total{outcome="failed",platform="slack"} 1.0' in (
        office.metrics.text().decode()
    )


async def test_a_platform_that_is_down_for_three_days_is_waited_for(office: Office) -> None:
    for days in (1, 1, 2):
        office.slack.troubles.append(RetryLater("down", after=timedelta(days=days)))
    await office.answer("a")
    await office.delivery.idle()
    office.clock.jump(timedelta(days=1))
    office.delivery.poke()
    await asyncio.sleep(0.2)
    assert (await office.row("a")).state == OutboxState.WAITING
    office.clock.jump(timedelta(days=2, hours=1))
    await office.settled()

    assert (await office.row("a")).error == "too late: down"


async def test_a_bug_is_counted_and_ends(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    office.slack.cursed.add("C1")
    await office.answer("bad", "C1")
    await office.answer("good", "C2")
    await office.settled()

    assert (await office.row("bad")).state == OutboxState.FAILED
    assert office.slack.heard == ["good"]
    assert "a letter met a bug" in caplog.text


async def test_a_group_that_moved_is_followed(office: Office) -> None:
    office.telegram.moved["-1"] = "-1001"
    for key in ("a", "b"):
        await office.say(key, Place(Platform.TELEGRAM, "-1"))
    await office.settled()

    assert [(post.conversation, post.key) for post in office.telegram.posts] == [
        ("-1001", "a"),
        ("-1001", "b"),
    ]


async def test_a_notice_goes_where_its_person_was_last(office: Office) -> None:
    who = person(office, (Platform.SLACK, "D1"), (Platform.TELEGRAM, "7"))
    await office.notify("n", who)
    await office.settled()

    assert (office.slack.heard, office.telegram.heard) == ([], ["n"])


async def test_a_notice_to_somebody_who_left_tries_their_other_account(office: Office) -> None:
    who = person(office, (Platform.SLACK, "D1"), (Platform.TELEGRAM, "7"))
    office.telegram.blocked.add("7")
    await office.notify("n", who)
    await office.settled()

    assert (office.slack.heard, office.telegram.heard) == (["n"], [])


async def test_a_notice_that_nobody_can_receive_fails_aloud(office: Office) -> None:
    who = person(office, (Platform.TELEGRAM, "7"))
    office.telegram.blocked.add("7")
    await office.notify("n", who)
    await office.settled()
    row = await office.row("n")
    left = await office.database.read(
        lambda store: [account.left_at is not None for account in store.people.accounts(who)]
    )

    assert (row.state, row.error) == (OutboxState.FAILED, "blocked by the user")
    assert left == [True]


async def test_a_notice_is_not_said_before_it_is_due(office: Office) -> None:
    who = person(office, (Platform.SLACK, "D1"))
    began = office.clock()
    await office.notify("n", who, after=timedelta(seconds=20))
    await office.settled()

    assert office.slack.posts[0].at - began >= timedelta(seconds=20)


async def test_an_answer_overtakes_waiting_notices(office: Office) -> None:
    who = person(office, (Platform.SLACK, "D1"))
    notices = [f"n{number}" for number in range(20)]
    for key in notices:
        await office.notify(key, who)
    await office.say("a", Place(Platform.SLACK, "D1"))
    await office.settled()

    assert office.slack.heard.index("a") < 15
    assert [key for key in office.slack.heard if key != "a"] == notices


async def test_a_stopping_hub_finishes_what_it_is_saying(office: Office) -> None:
    office.slack.slow = 0.3
    await office.answer("a")
    while not office.slack.most_at_once:  # noqa: ASYNC110  # nothing tells when it has begun
        await asyncio.sleep(0.01)
    await office.delivery.stop()

    assert office.slack.heard == ["a"]
    assert (await office.row("a")).state == OutboxState.SENT


async def test_what_a_stopped_hub_could_not_say_is_said_at_the_next_start(office: Office) -> None:
    await office.delivery.stop()
    await office.answer("a")
    await asyncio.sleep(0)
    async with another_start(office) as again:
        await again.settled()

    assert office.slack.heard == ["a"]


async def test_a_database_that_is_gone_for_a_while_repeats_nothing(office: Office) -> None:
    office.slack.slow = 0.05
    await office.answer("a", "C1")
    with office.database.engine.connect() as other:
        if office.database.is_sqlite:
            other.exec_driver_sql("SELECT 1")
        other.execute(update(OutboxRow).values(error="locked"))
        await asyncio.sleep(0.5)
        other.rollback()
    await office.settled()

    assert office.slack.heard == ["a"]


@pytest.mark.parametrize("seed", range(3))
async def test_a_storm_of_troubles_loses_nothing_and_repeats_only_where_it_must(
    office: Office, seed: int
) -> None:
    random = Random(seed)  # noqa: S311  # a test's own dice
    troubles: list[Exception | Callable[[], Exception]] = [
        RetryLater("busy", after=timedelta(seconds=2)),
        RetryLater("all busy", after=timedelta(seconds=2), whole_platform=True),
        Unsure("unsaid"),
        lambda: Unsure("said"),
        lambda: ZeroDivisionError("said"),
    ]
    for platform in (office.slack, office.telegram):
        platform.troubles.extend(random.choices(troubles, k=12))
    keys = {Platform.SLACK: [f"s{n}" for n in range(30)]}
    keys[Platform.TELEGRAM] = [f"t{n}" for n in range(30)]
    for slack_key, telegram_key in zip(*keys.values(), strict=True):
        await office.answer(slack_key, f"C{random.randrange(8)}")
        await office.say(telegram_key, Place(Platform.TELEGRAM, str(random.randrange(8))))
    await office.settled()
    failed = await office.database.read(lambda s: {row.key for row in s.outbox.failures(limit=99)})

    assert set(office.slack.heard) | failed >= set(keys[Platform.SLACK])
    assert set(office.telegram.heard) | failed >= set(keys[Platform.TELEGRAM])
    assert len(office.slack.heard) == len(set(office.slack.heard)), "each once on Slack"
