"""Says what waits in the outbox: in order, at the right pace, again when needed, or fails aloud.

A letter is committed as "sending" before it goes out, and marked afterwards. Whatever happens in
between (a kill, a dropped connection) leaves it unsure: after a while it is looked up where the
platform can tell, and said again only if it is not there. Telegram cannot tell, so there an
unsure letter is said again, and may be heard twice.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.composing import composed
from bot.enclosures import Enclosing
from bot.marks import Mark, Marks
from bot.metrics import Metrics
from bot.platforms.adapter import (
    Adapter,
    Letter,
    Moved,
    RetryLater,
    Undeliverable,
    Unsure,
)
from bot.turns import Turns
from config.phrases import Phrases, Voice, Words
from config.taxonomy import Platform
from handlers.messages import Reply, unpack_reply
from storage.database import Database
from storage.errors import NotFound, Unavailable
from storage.leases import Leased
from storage.outbox import Parcel, Urgency
from storage.pace import SHARED
from storage.store import Store

log = logging.getLogger(__name__)

IN_FLIGHT = 40
"""Letters of one platform that are being sent at once."""
IN_HAND = 400
"""Letters of one platform that are being sent or wait in memory for that."""
SEND_PATIENCE = timedelta(seconds=25)
"""Longer than an adapter waits by itself, and well within a lease."""
LOOK_UP_AFTER = timedelta(seconds=30)
"""An unsure letter is looked up no earlier: until then it may still be on its way."""
LOOK_EARLY_S = (0.0, 5.0)
"""After its start a process looks for what an earlier one has said: what it finds was said."""
MOST_LOOKED_UP = 40
FIRST_BACKOFF = timedelta(seconds=1)
LONGEST_BACKOFF = timedelta(minutes=5)
LONGEST_WAIT = timedelta(days=3)
"""For how long a platform may be down before what was to be said there is given up."""
MOST_FAULTS = 6
"""Attempts that may fail by themselves: unsure ones, and those that met a bug."""
SWEEP_EVERY = timedelta(seconds=1)
"""How often to look for what another process put into the outbox."""
DRAIN = timedelta(seconds=3)


class Delivery:
    """One worker for each platform, so that a slow one holds up nobody else's letters."""

    def __init__(
        self,
        database: Database,
        adapters: Mapping[Platform, Adapter],
        phrases: Phrases,
        now: Callable[[], datetime],
        *,
        metrics: Metrics | None = None,
        enclosing: Enclosing | None = None,
    ) -> None:
        self._metrics = metrics or Metrics()
        self._marks = Marks(database, metrics=self._metrics)
        files = enclosing or Enclosing(database)
        post = _Post(database, phrases, now, self._marks, self._metrics, self._poke, files)
        self._workers = {
            platform: _Worker(adapter, post, frozenset(adapters))
            for platform, adapter in adapters.items()
        }

    async def start(self, *, on: Collection[Platform] | None = None) -> None:
        """Begin to send what waits; on these platforms, or on all.

        Called again for each platform that is let in later. What is leased already can be sent
        from the first call on.
        """
        self._marks.start()
        for platform, worker in self._workers.items():
            if on is None or platform in on:
                worker.start()

    async def stop(self, *, within: timedelta = DRAIN) -> None:
        """Finish what is being sent; the outbox holds the rest. `within` leaves out the marks."""
        await asyncio.gather(*(worker.stop(within) for worker in self._workers.values()))
        await self._marks.stop()

    async def give_back(self) -> None:
        """What was handed over since it stopped: anybody may say it."""
        await self._marks.stop()

    def send_now(self, fresh: "Fresh | None") -> None:
        """Send a letter that was leased when it was written; None: look what is due."""
        worker = self._workers.get(fresh.parcel.place.platform) if fresh else None
        if fresh is None or worker is None:
            self.poke()
        else:
            worker.take(fresh.parcel, fresh.reply)

    def poke(self) -> None:
        """Something new may be due."""
        for worker in self._workers.values():
            worker.poke()

    async def idle(self) -> None:
        """Wait until what is due is taken up, nothing is being sent, and what was is marked.

        What a platform does not let us say now goes on waiting.
        """
        for worker in self._workers.values():
            await worker.idle()
        await self._marks.written()

    def _poke(self, platform: Platform) -> None:
        self._workers[platform].poke()


@dataclass(frozen=True, slots=True)
class Fresh:
    """A letter that was just written and leased, and its reply, which need not be unpacked."""

    parcel: Parcel
    reply: Reply


@dataclass(frozen=True, slots=True)
class _Post:
    """What the workers of all platforms share."""

    database: Database
    phrases: Phrases
    now: Callable[[], datetime]
    marks: Marks
    metrics: Metrics
    poke: Callable[[Platform], None]
    files: Enclosing


class _Worker:
    """Leases and sends the letters of one platform."""

    def __init__(self, adapter: Adapter, post: _Post, platforms: frozenset[Platform]) -> None:
        self._adapter = adapter
        self._platform = adapter.platform
        self._post = post
        self._platforms = platforms
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(IN_FLIGHT)
        self._turns = Turns(post.database, post.now, on_few=self.poke)
        self._due = asyncio.Event()
        self._held: frozenset[Urgency] = frozenset()
        self._finished = 0
        self._closing = False
        self._loop: asyncio.Task[None] | None = None
        self._looking: asyncio.Task[None] | None = None
        self._watching: list[asyncio.Future[None]] = []

    async def idle(self) -> None:
        if self._loop is not None and not self._loop.done():
            looked: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._watching.append(looked)
            self.poke()
            await asyncio.wait({looked, self._loop}, return_when=asyncio.FIRST_COMPLETED)
        while self._tasks:
            await asyncio.wait(self._tasks)

    def start(self) -> None:
        self._loop = asyncio.create_task(self._run(), name=f"delivery-{self._platform}")
        self._looking = asyncio.create_task(self._look_early(), name=f"doubts-{self._platform}")

    def poke(self) -> None:
        self._due.set()

    def take(self, parcel: Parcel, reply: Reply | None = None) -> None:
        """Send it, or put it back where it came from when there is too much in hand.

        `reply`: what the parcel holds, where that is known.
        """
        if self._closing or len(self._tasks) >= IN_HAND:
            self._put_back(parcel, self._post.now())
            return
        task = asyncio.create_task(self._deliver(parcel, reply))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self, within: timedelta) -> None:
        self._closing = True
        self._turns.close()
        for _ in range(IN_HAND):
            self._room.release()  # those that still wait for room put themselves back
        for each in filter(None, (self._loop, self._looking)):
            each.cancel()
            await asyncio.wait([each])
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=max(0.0, within.total_seconds()))
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _look_early(self) -> None:
        """Find what an earlier process has said and not marked; its conversation may then go on.

        What stands there was surely said, at whatever moment one looks. What does not may still be
        on its way, and waits for the end of its lease.
        """
        since = self._post.now()
        for pause in LOOK_EARLY_S:
            await asyncio.sleep(pause)
            try:
                doubtful = await self._post.database.read(
                    lambda store: store.leases.in_doubt(
                        self._platform, since=since, limit=MOST_LOOKED_UP
                    )
                )
                for parcel in doubtful:
                    await self._find(parcel)
            except (RetryLater, TimeoutError, Unavailable) as error:
                log.info("what was said is looked for later: %s", error)
            except Exception:
                self._post.metrics.bug("delivery")
                log.exception("looking failed", extra={"incident": new_incident()})
                return

    async def _find(self, parcel: Parcel) -> None:
        since = parcel.unsure_since or parcel.due_at
        async with asyncio.timeout(SEND_PATIENCE.total_seconds()):
            found = await self._adapter.find_sent(
                self._letter(parcel, unpack_reply(parcel.reply)), since=since
            )
        if found:
            self._post.metrics.delivery(self._platform, "found")
            mark = Mark.sent(parcel, found, at=self._post.now())
            self._post.marks.add(mark, after=self._on_finished)

    async def _run(self) -> None:
        pause = SWEEP_EVERY.total_seconds()
        while True:
            self._due.clear()
            watching, self._watching = self._watching, []
            try:
                leased = await self._lease()
                pause = self._pause(leased)
            except Unavailable as error:
                log.warning("outbox out of reach: %s", error)
                pause = SWEEP_EVERY.total_seconds()
            except Exception:
                self._post.metrics.bug("lease")
                log.exception("leasing failed", extra={"incident": new_incident()})
                pause = LONGEST_BACKOFF.total_seconds() / 60
            for each in watching:
                each.set_result(None)
            if pause:
                await self._woken(pause)

    async def _woken(self, pause: float) -> None:
        try:
            async with asyncio.timeout(pause):
                await self._due.wait()
        except TimeoutError:
            return

    async def _lease(self) -> Leased | None:
        """Take what is due; None when there is no room for more."""
        await self._post.marks.settled()
        limit = IN_FLIGHT - len(self._tasks)
        if limit <= 0:
            self._held = frozenset(Urgency)
            return None
        notices = min(limit, self._turns.room) if self._platform in SHARED else limit
        now, finished = self._post.now(), self._finished
        placed, leased = await self._post.database.run(
            partial(_lease, self._platform, self._platforms, now, limit, notices)
        )
        for platform in placed - {self._platform}:
            self._post.poke(platform)
        self._held = leased.held
        if finished != self._finished:
            self._look_again()
        for parcel in leased.parcels:
            self.take(parcel)
        return leased

    def _pause(self, leased: Leased | None) -> float:
        """Seconds until the next look, unless something happens before."""
        sweep = SWEEP_EVERY.total_seconds()
        if leased is None or leased.next_at is None:
            return sweep
        return min(sweep, max(0.002, (leased.next_at - self._post.now()).total_seconds()))

    async def _deliver(self, parcel: Parcel, reply: Reply | None) -> None:
        is_begun = False
        try:
            async with self._room:
                not_before = None if self._closing else await self._turns.come(parcel)
                now = self._post.now()
                if not_before or self._closing or now + SEND_PATIENCE >= parcel.leased_until:
                    self._put_back(parcel, not_before or now)
                    return
                is_begun = True
                outcome, mark = await self._outcome(parcel, reply)
        except asyncio.CancelledError:  # the hub stops, and can wait no longer
            if not is_begun:
                self._put_back(parcel, self._post.now())
                return
            outcome, mark = self._after_unsure(parcel, "the hub stopped")
        self._post.metrics.delivery(self._platform, outcome)
        self._post.marks.add(mark, after=self._on_finished)

    def _on_finished(self) -> None:
        """Something was marked: what was held behind it may go now."""
        self._finished += 1
        self._look_again()

    def _look_again(self) -> None:
        """Lease what is held: answers at once, notices when there is room for several."""
        if Urgency.ANSWER in self._held or (self._held and self._turns.are_few):
            self.poke()

    def _put_back(self, parcel: Parcel, at: datetime) -> None:
        """Surely not said: anybody may lease it again, then."""
        self._post.metrics.delivery(self._platform, "released")
        self._post.marks.add(Mark.later(parcel, at=at), after=self._on_finished)

    async def _outcome(self, parcel: Parcel, reply: Reply | None) -> tuple[str, Mark]:
        """Make one attempt; a word for it, and what the outbox shall remember."""
        try:
            return await self._attempt(parcel, reply or unpack_reply(parcel.reply))
        except Exception as error:  # noqa: BLE001  # one bad letter must not stop the others
            return self._after(error, parcel)

    def _after(self, error: Exception, parcel: Parcel) -> tuple[str, Mark]:
        match error:
            case Unsure() | TimeoutError():
                return self._after_unsure(parcel, str(error) or "no answer")
            case RetryLater():
                return self._after_retry_later(parcel, error)
            case Moved(conversation=conversation):
                return "moved", Mark.moved(parcel, conversation, at=self._post.now())
            case Undeliverable():
                return self._after_undeliverable(parcel, error)
            case _:
                return self._after_bug(parcel, error)

    async def _attempt(self, parcel: Parcel, reply: Reply) -> tuple[str, Mark]:
        now = self._post.now
        letter = self._letter(parcel, reply)
        async with asyncio.timeout(SEND_PATIENCE.total_seconds()):
            if parcel.unsure_since and not parcel.edits:
                found = await self._adapter.find_sent(letter, since=parcel.unsure_since)
                if found:
                    return "found", Mark.sent(parcel, found, at=now())
            ref = await self._adapter.send(await self._with_file(letter))
        said_at = now()
        self._post.metrics.said(self._platform, after=said_at - parcel.due_at)
        return "sent", Mark.sent(parcel, ref, at=said_at)

    def _letter(self, parcel: Parcel, reply: Reply) -> Letter:
        voice = Voice(self._post.phrases, language=parcel.language, zone=parcel.zone or "UTC")
        return Letter(parcel.key, parcel.place, reply, voice, edits=parcel.edits)

    async def _with_file(self, letter: Letter) -> Letter:
        """With the file that comes along; where none can be made, the words alone, and why.

        Raises:
            Unavailable: the database, which a later attempt will find again.
        """
        if letter.reply.file is None:
            return letter
        try:
            file = await self._post.files.make(letter.reply.file, letter.voice)
        except Unavailable as error:
            raise RetryLater(str(error), after=FIRST_BACKOFF) from error
        except Exception as error:  # whatever it is, the words are said
            if not isinstance(error, NotFound):
                self._post.metrics.bug("file")
                log.exception("a file was not made", extra={"incident": new_incident()})
            without = Words("file-not-made")
            reply = replace(letter.reply, file=None, lines=(*letter.reply.lines, without))
            return replace(letter, reply=reply)
        return replace(letter, file=file)

    def _after_unsure(self, parcel: Parcel, reason: str) -> tuple[str, Mark]:
        """Look it up later; an edit is simply made again, because twice is as good as once."""
        now = self._post.now()
        if parcel.faults + 1 >= MOST_FAULTS:
            return self._give_up(parcel, f"unsure {MOST_FAULTS} times: {reason}")
        if parcel.edits:
            at = now + backoff(parcel.attempt)
            return "later", Mark.later(parcel, at=at, reason=reason, faults=1)
        return "unsure", Mark.unsure(parcel, until=now + LOOK_UP_AFTER, reason=reason)

    def _after_retry_later(self, parcel: Parcel, error: RetryLater) -> tuple[str, Mark]:
        now = self._post.now()
        if now - parcel.due_at > LONGEST_WAIT:
            return self._give_up(parcel, f"too late: {error}")
        at = now + max(error.after, backoff(parcel.attempt))
        halt = (now + error.after) if error.whole_platform else None
        return "later", Mark.later(parcel, at=at, reason=str(error), halt=halt)

    def _after_undeliverable(self, parcel: Parcel, error: Undeliverable) -> tuple[str, Mark]:
        """Given up aloud; a notice looks for another account of somebody who left this one."""
        now = self._post.now()
        if not error.blocked:
            return self._give_up(parcel, str(error))
        if parcel.notice and parcel.faults + 1 < MOST_FAULTS:
            return "moved", Mark.displaced(parcel, str(error), at=now)
        log.info("letter %d: its reader has left (%s)", parcel.id, error)
        return "failed", Mark.failed(parcel, str(error), at=now, left=True)

    def _after_bug(self, parcel: Parcel, error: Exception) -> tuple[str, Mark]:
        """Nobody knows whether it was said before the bug bit: it counts twice, and is unsure."""
        incident = new_incident()
        self._post.metrics.bug("delivery")
        ids = {"incident": incident, "letter": parcel.id, "platform": self._platform}
        log.error("a letter met a bug", exc_info=error, extra=ids)
        reason = f"bug {incident}: {type(error).__name__}"
        if parcel.faults + 2 >= MOST_FAULTS:
            return self._give_up(parcel, reason)
        until = self._post.now() + LOOK_UP_AFTER
        return "bug", Mark.unsure(parcel, until=until, reason=reason, faults=2)

    def _give_up(self, parcel: Parcel, reason: str) -> tuple[str, Mark]:
        ids = {"letter": parcel.id, "platform": self._platform, "attempt": parcel.attempt}
        log.error("letter %d is given up: %s", parcel.id, reason, extra=ids)
        return "failed", Mark.failed(parcel, reason, at=self._post.now())


def _lease(
    platform: Platform,
    platforms: frozenset[Platform],
    now: datetime,
    limit: int,
    notices: int,
    store: Store,
) -> tuple[set[Platform], Leased]:
    first = store.leases.earliest(platform)
    if first is None or first > now:
        return set(), Leased((), first)
    placed = store.leases.place_notices(platforms, now=now)
    leased = store.leases.lease(platform, now=now, limit=limit, notices=notices)
    return placed, replace(leased, parcels=composed(store, leased.parcels, now))


def backoff(attempt: int) -> timedelta:
    """The wait after that many attempts: 1 s, 2 s, 4 s … 5 minutes."""
    doublings = max(0, min(attempt - 1, 20))
    return min(LONGEST_BACKOFF, FIRST_BACKOFF * (1 << doublings))


def new_incident() -> str:
    """What finds the log entry of one fault again."""
    return secrets.token_hex(3).upper()
