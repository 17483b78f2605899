"""From a platform's event to a committed answer: kept, acknowledged, handled once, in order."""

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from weakref import WeakValueDictionary

from bot import labels
from bot.delivery import Delivery, Fresh
from bot.metrics import Metrics
from bot.platforms.adapter import Adapter, Incoming
from bot.router import Router
from bot.sheets import Sheets
from bot.understood import Understood
from config.taxonomy import Platform
from handlers.errors import Refusal, TooSoon
from handlers.forms import ANSWERED_FOR
from handlers.messages import Message, Reply, Said, pack_message, pack_reply, unpack_message
from handlers.onward import HELP
from storage.database import Database
from storage.errors import Conflict, NotFound, Unavailable
from storage.people import LONGEST_NAME, Account
from storage.places import Surface
from storage.store import Store

log = logging.getLogger(__name__)

SWEEP_EVERY = timedelta(seconds=1)
LEFT_BEHIND_AFTER = timedelta(seconds=5)
"""A row that nobody handled for so long is taken up by whichever replica sees it."""
PROFILE_PATIENCE = timedelta(seconds=1.5)
ARRIVES_WITHIN = timedelta(seconds=5)
"""How long a message, and what comes behind it in its conversation, waits for what it answers to be
known as said. That takes milliseconds, or as long as a platform takes to answer."""
AGAIN_AFTER = timedelta(milliseconds=20)
AT_ONCE = 8
"""Messages that are being handled: more would only stand before those that are to be kept, which
a platform sends again if it hears nothing for three seconds."""
QUICK_WITHIN = timedelta(seconds=1)
"""While none has waited for longer, a message is kept and answered in the same transaction: it is
acknowledged well before a platform would send it again."""
DRAIN = timedelta(seconds=2.5)
STOPPING = "the hub is stopping"


Lane = tuple[str, str]
"""A platform and a conversation: what is said there is answered in order."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A message in the inbox."""

    inbox_id: int
    message: Message


class Intake:
    """Keeps what comes in, and has it answered."""

    def __init__(
        self,
        database: Database,
        router: Router,
        delivery: Delivery,
        *,
        adapters: Mapping[Platform, Adapter],
        metrics: Metrics,
        now: Callable[[], datetime],
        warmed: Callable[[], Awaitable[None]],
        prepare: Callable[[str], Awaitable[None]],
    ) -> None:
        self._database = database
        self._router = router
        self._delivery = delivery
        self._adapters = adapters
        self._metrics = metrics
        self._now = now
        self._warmed = warmed
        self._prepare = prepare
        self._lanes: dict[Lane, deque[Kept]] = {}
        self._turns: WeakValueDictionary[Lane | None, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Future[None]] = set()
        self._quick: dict[asyncio.Future[None], float] = {}
        """Since when each is in hand, the oldest first."""
        self._in_hand: set[int] = set()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._sweeper: asyncio.Task[None] | None = None
        self._sheets = Sheets(database, adapters)
        self._closing = False
        self._too_late = False

    async def receive(self, incoming: Sequence[Incoming]) -> None:
        """Keep messages, and begin to answer them; what was kept before is passed over.

        Raises:
            Unavailable: nothing was kept.
        """
        if self._closing:
            raise Unavailable(STOPPING)
        if len(incoming) == 1 and self._is_quick(incoming[0].message):
            await self._keep_and_answer(incoming[0])
            return
        async with self._turn(incoming):
            kept = await self._database.run(partial(_keep, incoming, self._now()))
            self._metrics.received(len(kept), repeated=len(incoming) - len(kept))
            for each in kept:
                self._line_up(each)

    def _turn(self, incoming: Sequence[Incoming]) -> asyncio.Lock:
        """Held while messages are kept: those of one conversation line up as they came.

        PostgreSQL commits what was begun at once in any order.
        """
        lane = _lane(incoming[0].message) if incoming else None
        return self._turns.setdefault(lane, asyncio.Lock())

    def _is_quick(self, message: Message) -> bool:
        """Not what brings a file: the platform would wait for that to be fetched."""
        lane = _lane(message)
        turn = self._turns.get(lane)
        is_next = lane not in self._lanes and (turn is None or not turn.locked())
        return is_next and self._has_room_for_quick() and message.attached is None

    def _has_room_for_quick(self) -> bool:
        """Whether none waits for long, nor those that were kept first and would be overtaken."""
        oldest = next(iter(self._quick.values()), None)
        is_slow = oldest is not None and monotonic() - oldest > QUICK_WITHIN.total_seconds()
        return not is_slow and len(self._tasks) - len(self._quick) < AT_ONCE

    async def _keep_and_answer(self, each: Incoming) -> None:
        """One commit instead of two before the answer goes out, where nothing else waits.

        Whatever the handler objects to, the message is then kept and answered the ordinary way.
        """
        lane = _lane(each.message)
        waiting: deque[Kept] = deque()
        self._lanes[lane] = waiting
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._tasks.add(done)
        self._quick[done] = monotonic()
        try:
            if not await self._is_answered(each):
                kept = await self._database.run(partial(_keep, [each], self._now()))
                self._metrics.received(len(kept), repeated=1 - len(kept))
                waiting.extendleft(kept)
                self._in_hand.update(one.inbox_id for one in kept)
        finally:
            self._tasks.discard(done)
            del self._quick[done]
            done.set_result(None)
            self._begin(lane)

    async def _is_answered(self, each: Incoming) -> bool:
        """Whether it was kept and answered at once, or kept before."""
        try:
            message = await self._introduced(each.message)
            meant = await self._understood(message)
            answer = partial(self._router.answer, meant=meant)
            unit = partial(self._whole, each.key, message, answer, self._now())
            with self._metrics.handling():
                is_new, fresh = await self._database.run(unit)
        except Unavailable:
            raise
        except Exception:  # noqa: BLE001  # said and logged when it is tried the ordinary way
            return False
        self._metrics.received(int(is_new), repeated=int(not is_new))
        if is_new:
            self._delivery.send_now(fresh)
        return True

    async def _understood(self, message: Message) -> Understood | None:
        """What is meant, with all that can be done for it before the transaction begins."""
        await self._warmed()
        if self._too_late:
            raise Unavailable(STOPPING)
        meant = self._router.understand(message)
        if meant is not None:
            await self._prepare(meant.words)
        return meant

    def _whole(
        self,
        key: str,
        message: Message,
        answer: Callable[[Message, Store], Reply | None],
        now: datetime,
        store: Store,
    ) -> tuple[bool, Fresh | None]:
        """Keep a message as handled, with its effect and its answer; whether it is new."""
        place = message.place
        inbox_id = store.inbox.add(
            platform=place.platform,
            workspace=place.workspace,
            key=key,
            conversation=place.conversation,
            message="",
            at=now,
            handled=True,
        )
        if inbox_id is None:
            return False, None
        return True, self._effect(inbox_id, message, answer, now, store)

    async def start(self) -> None:
        """Take up what an earlier run left, and go on looking for what is left behind."""
        await self._sweep(timedelta(0))
        self._sweeper = asyncio.create_task(self._keep_sweeping())

    async def stop(self) -> None:
        """Keep nothing new, finish what is in hand within seconds; the inbox holds the rest."""
        self._closing = True
        if self._sweeper:
            self._sweeper.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=DRAIN.total_seconds())
        self._too_late = True

    async def end(self, *, within: timedelta) -> None:
        """Wait for what was being committed when it was too late to say it."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within.total_seconds())

    async def settle(self) -> None:
        """Wait until everything that was received has been answered."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _line_up(self, kept: Kept) -> None:
        """Behind earlier messages of the same conversation, beside those of others.

        A stopping hub begins nothing: what is in the inbox is answered at the next start.
        """
        if self._closing or kept.inbox_id in self._in_hand:
            return
        self._in_hand.add(kept.inbox_id)
        lane = _lane(kept.message)
        if lane in self._lanes:
            self._lanes[lane].append(kept)
            return
        self._lanes[lane] = deque([kept])
        self._begin(lane)

    def _begin(self, lane: Lane) -> None:
        if not self._lanes[lane]:
            del self._lanes[lane]
            return
        task = asyncio.create_task(self._work_off(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work_off(self, lane: Lane) -> None:
        waiting = self._lanes[lane]
        try:
            while waiting and not self._closing:
                kept = waiting.popleft()
                try:
                    await self._answer(kept)
                finally:
                    self._in_hand.discard(kept.inbox_id)
        finally:
            del self._lanes[lane]

    async def _answer(self, kept: Kept) -> None:
        """Have one message answered; whatever goes wrong, it is answered or stays in the inbox."""
        with self._metrics.handling():
            try:
                fresh = await self._in_time(kept)
            except Unavailable as error:
                log.warning("a message stays in the inbox: %s", error, extra=_ids(kept))
                return
            except Exception:  # whatever it is, the messages behind this one must go on
                self._metrics.failed()
                log.exception("a message stays in the inbox", extra=_ids(kept))
                return
        self._delivery.send_now(fresh)

    async def _in_time(self, kept: Kept) -> Fresh | None:
        """Handle it as soon as what it answers has arrived; a hub that stops leaves it be."""
        kept = replace(kept, message=await self._sheets.opened(kept.message))
        last = monotonic() + ARRIVES_WITHIN.total_seconds()
        while not self._closing:
            try:
                async with self._room:
                    return await self._handled(kept, is_last=monotonic() > last)
            except TooSoon:
                await asyncio.sleep(AGAIN_AFTER.total_seconds())
        return None

    async def _handled(self, kept: Kept, *, is_last: bool) -> Fresh | None:
        """Raises TooSoon where it should be tried again; the last time it is refused instead."""
        message = kept.message
        try:
            message = await self._introduced(message)
            meant = await self._understood(message)
            return await self._commit(kept, message, partial(self._router.answer, meant=meant))
        except Refusal as refusal:
            if isinstance(refusal, TooSoon) and not is_last:
                raise
            reply = _told(refusal, message)
        except NotFound:
            reply = Reply("too-old", choices=self._router.onward)
        except Conflict:
            reply = Reply("somebody-was-first", choices=self._router.onward)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001  # a bug in a handler takes nothing else down
            return await self._failed(kept, message, error)
        return await self._commit(kept, message, lambda _message, _store: reply)

    async def _commit(
        self, kept: Kept, message: Message, answer: Callable[[Message, Store], Reply | None]
    ) -> Fresh | None:
        return await self._database.run(
            partial(self._unit, kept.inbox_id, message, answer, self._now())
        )

    def _unit(
        self,
        inbox_id: int,
        message: Message,
        answer: Callable[[Message, Store], Reply | None],
        now: datetime,
        store: Store,
    ) -> Fresh | None:
        """The one transaction: effect, answer and "handled" mark."""
        if not store.inbox.take(inbox_id, at=now):
            return None
        return self._effect(inbox_id, message, answer, now, store)

    def _effect(
        self,
        inbox_id: int,
        message: Message,
        answer: Callable[[Message, Store], Reply | None],
        now: datetime,
        store: Store,
    ) -> Fresh | None:
        known, account = self._known(message, store, now)
        reply = answer(known, store)
        if reply is None:
            return None
        owner = store.people.owner(account)  # another or nobody, if that is what was asked for
        chosen = store.people.get(owner).language if owner else None
        if (owner, chosen or known.language) != (known.person_id, known.language):
            known = replace(known, person_id=owner, language=chosen or known.language)
        if owner:
            self._note_offered(known, account, reply)
        return _say(f"reply:{inbox_id}", known, reply, store, now=now, leased=not self._too_late)

    def _note_offered(self, message: Message, account: Account, reply: Reply) -> None:
        """Keep which choices they see now in their own conversation, for who types a label."""
        if not message.private or message.place.surface is not Surface.CONVERSATION:
            return
        say = partial(self._router.phrases.say, language=message.language)
        offered = labels.offered(reply, say, at=message.sent_at)
        if offered != account.offered:
            account.offered = offered

    async def _failed(self, kept: Kept, message: Message, error: Exception) -> Fresh | None:
        """A bug: logged with an incident number, which is all that the person sees."""
        incident = secrets.token_hex(3).upper()
        log.error("a handler failed", exc_info=error, extra={**_ids(kept), "incident": incident})
        self._metrics.failed()

        def unit(store: Store) -> Fresh | None:
            now = self._now()
            store.inbox.failed(kept.inbox_id, incident=incident, at=now)
            known, _ = self._known(message, store, now)
            reply = Reply("went-wrong", {"incident": incident}, choices=self._router.onward)
            key = f"reply:{kept.inbox_id}:{incident}"
            return _say(key, known, reply, store, now=now, leased=not self._too_late)

        return await self._database.run(unit)

    async def _introduced(self, message: Message) -> Message:
        """A platform that does not send language and zone with a message is asked once."""
        adapter = self._adapters.get(message.place.platform)
        if message.language or adapter is None or message.said is Said.LEFT:
            return message
        profile = await adapter.profile(message.place.workspace, message.account)
        return replace(
            message, language=profile.language, time_zone=profile.time_zone, name=profile.name
        )

    def _known(self, message: Message, store: Store, now: datetime) -> tuple[Message, Account]:
        """The message with its person, in the language and zone that they are spoken to."""
        place = message.place
        since = message.sent_at - ANSWERED_FOR
        writer = store.people.writer(place, message.account, asked_since=since)
        if writer is None:
            account = store.people.meet(place.platform, place.workspace, message.account, at=now)
            person, asked = store.people.get(account.person_id), False
        else:
            account, person, asked = writer
        store.people.saw(account, now, **_shown(account, message, now))
        language = person.language or self._router.phrases.spoken(account.language)
        zone = person.time_zone or account.time_zone
        known = replace(
            message,
            person_id=person.id,
            language=language,
            time_zone=zone,
            talking=account.relay_id or 0,
            asked=asked,
            offered=account.offered,
        )
        return known, account

    async def _keep_sweeping(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_EVERY.total_seconds())
            try:
                await self._sweep(LEFT_BEHIND_AFTER)
            except Unavailable:
                log.warning("database unavailable, will look into the inbox again")

    async def _sweep(self, age: timedelta) -> None:
        before = self._now() - age
        held = frozenset(self._in_hand)
        for each in await self._database.read(partial(_left_behind, before, held)):
            self._line_up(each)


def _lane(message: Message) -> Lane:
    return (message.place.platform, message.place.conversation)


def _keep(incoming: Sequence[Incoming], now: datetime, store: Store) -> list[Kept]:
    kept = []
    for each in incoming:
        place = each.message.place
        inbox_id = store.inbox.add(
            platform=place.platform,
            workspace=place.workspace,
            key=each.key,
            conversation=place.conversation,
            message=pack_message(each.message),
            at=now,
        )
        if inbox_id is not None:
            kept.append(Kept(inbox_id, each.message))
    return kept


def _left_behind(before: datetime, held: Collection[int], store: Store) -> list[Kept]:
    """What waits and is not in hand here: under load that is most of it, and costs to be read."""
    rows = store.inbox.waiting(received_before=before)
    return [Kept(row.id, unpack_message(row.message)) for row in rows if row.id not in held]


def _shown(account: Account, message: Message, now: datetime) -> dict[str, str | datetime | None]:
    """What this message shows of the account."""
    conversation = account.conversation
    direct = message.private and message.said is not Said.FILLED
    if direct and message.place.surface is Surface.CONVERSATION:
        conversation = message.place.conversation
    elif message.place.platform is Platform.SLACK:
        conversation = conversation or message.account
    return {
        "left_at": now if message.said is Said.LEFT and message.private else None,
        "name": message.name[:LONGEST_NAME] or account.name,
        "language": message.language or account.language,
        "time_zone": message.time_zone or account.time_zone,
        "conversation": conversation,
    }


def _say(
    key: str, message: Message, reply: Reply, store: Store, *, now: datetime, leased: bool
) -> Fresh | None:
    """Answer; a file goes to their own conversation from where only they see what is said.

    Slack shows no choices beside a file, so they come behind it. `leased`: this process is to say
    it, if it may be said now.
    """
    say = partial(
        store.outbox.answer,
        to=message.place,
        person_id=message.person_id or None,
        language=message.language,
        zone=message.time_zone or "UTC",
        at=now,
    )
    onward: Reply | None = None
    if reply.file is not None and message.place.surface is not Surface.CONVERSATION:
        alone = pack_reply(replace(reply, choices=()))
        store.outbox.notify(f"{key}:file", alone, person_id=message.person_id, due_at=now)
        reply = Reply("file-in-private", choices=reply.choices or ((HELP,),))
    elif reply.file is not None and reply.choices and message.place.platform is Platform.SLACK:
        onward = Reply("file-onward", choices=reply.choices)
        reply = replace(reply, choices=())
    edits = message.about if reply.edits else ""
    parcel = say(key, pack_reply(reply), edits=edits, leased=leased)
    if onward is not None:
        say(f"{key}:onward", pack_reply(onward), leased=False)
    return Fresh(parcel, reply) if parcel else None


def _told(refusal: Refusal, message: Message) -> Reply | None:
    """What somebody is told; a reaction that came too soon is not worth a word."""
    if message.said is Said.REACTED:
        return None
    choices = (refusal.choices,) if refusal.choices else ()
    return Reply(refusal.words.phrase, refusal.words.details, choices=choices)


def _ids(kept: Kept) -> Mapping[str, object]:
    return {"inbox_id": kept.inbox_id, "platform": kept.message.place.platform.value}
