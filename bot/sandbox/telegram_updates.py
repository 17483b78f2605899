"""Updates on their way to a bot: the queue, long polls, and the webhook with its retries."""

import asyncio
import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import aiohttp

from bot.sandbox.loopback import Sandbox, refuse_elsewhere
from bot.sandbox.record import Json
from bot.sandbox.telegram_limits import TelegramError, bad

# https://core.telegram.org/bots/api#getting-updates: "not kept longer than 24 hours"
KEPT_FOR = timedelta(hours=24)
# https://core.telegram.org/bots/api#update: these come only when they are asked for
ONLY_IF_ASKED = {"chat_member", "message_reaction", "message_reaction_count"}
# https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/WebhookActor.h
LONGEST_DELAY = 60
LOGGED = 10_000  # updates that can be sent again
OTHER_POLL = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_SET = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


@dataclass(frozen=True)
class Waiting:
    """An update not yet confirmed. `chat` is the queue in which order is kept."""

    id: int
    body: Json
    chat: int
    made_at: datetime


@dataclass
class Webhook:
    """Where updates are posted to, and what became of that."""

    url: str
    secret: str
    max_connections: int
    errors: list[tuple[datetime, str]] = field(default_factory=list)


class Updates:
    """The queue of one bot. `backoff` is the unit, in seconds, of the webhook's growing delays."""

    def __init__(self, sandbox: Sandbox, *, backoff: float, answer_within: float) -> None:
        self._sandbox = sandbox
        self._backoff = backoff
        self._answer_within = answer_within
        self._last_id = 100_000_000
        self._pending: dict[int, Waiting] = {}
        self._again: deque[Json] = deque()
        self._poll: asyncio.Future[None] | None = None
        self._pumps: set[int] = set()
        self._slots = asyncio.Semaphore(40)
        self._allowed: set[str] | None = None
        self.log: dict[int, Json] = {}
        self.webhook: Webhook | None = None

    def add(self, kind: str, content: Json, *, chat: int) -> int:
        """Queue an update for the bot; its id, or 0 when the bot did not ask for its kind."""
        if not self._asked(kind):
            return 0
        self._last_id += 1
        body = {"update_id": self._last_id, kind: content}
        update = Waiting(self._last_id, body, chat, self._sandbox.clock())
        self._pending[update.id] = update
        self.log[update.id] = body
        if len(self.log) > LOGGED:
            del self.log[next(iter(self.log))]
        self._wake(chat)
        return update.id

    def again(self, update_id: int, *, times: int = 1) -> None:
        """Deliver an update again under its id, confirmed or not.

        Raises:
            LookupError: there never was one.
        """
        self._again.extend([self.log[update_id]] * times)
        self._wake(0)

    def allow(self, kinds: Iterable[str] | None) -> None:
        """What `allowed_updates` says; None leaves it as it was, an empty list is the default."""
        if kinds is not None:
            self._allowed = set(kinds) or None

    @property
    def count(self) -> int:
        self._forget_old()
        return len(self._pending)

    def waits(self, update_id: int) -> bool:
        """Whether the bot has yet to confirm this update."""
        return update_id in self._pending

    async def get(self, *, offset: int, limit: int, wait: float) -> list[Json]:
        """What getUpdates answers, by https://core.telegram.org/bots/api#getupdates.

        Raises:
            TelegramError: 409, when a webhook is set or another poll takes over.
        """
        if self.webhook is not None:
            raise TelegramError(409, f"Conflict: {WEBHOOK_SET}")
        self._evict(OTHER_POLL)
        self._confirm(offset)
        if not self._pending and not self._again and wait > 0:
            await self._wait(wait)
        again = [self._again.popleft() for _ in range(min(limit, len(self._again)))]
        fresh = list(self._pending.values())[: limit - len(again)]
        for update in fresh * (self._sandbox.faults.copies - 1):
            self._again.append(update.body)
        return again + [update.body for update in fresh]

    def set_webhook(self, url: str, *, secret: str, max_connections: int) -> None:
        """Post updates to this address, by https://core.telegram.org/bots/api#setwebhook.

        Plain HTTP is taken, as by a local Bot API server.

        Raises:
            TelegramError: the address is not on this machine, or the secret has other characters.
        """
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise bad("secret token contains unallowed characters")
        try:
            refuse_elsewhere(url)
        except ValueError as elsewhere:
            raise bad(f"bad webhook: {elsewhere}") from elsewhere
        self._evict("terminated by setWebhook request")
        self.webhook = Webhook(url, secret, max_connections)
        self._slots = asyncio.Semaphore(max_connections)
        for chat in {update.chat for update in self._pending.values()}:
            self._wake(chat)

    def drop(self) -> None:
        """Forget what waits (drop_pending_updates)."""
        self._pending.clear()
        self._again.clear()

    def _asked(self, kind: str) -> bool:
        return kind not in ONLY_IF_ASKED if self._allowed is None else kind in self._allowed

    def _forget_old(self) -> None:
        oldest = self._sandbox.clock() - KEPT_FOR
        for update in [one for one in self._pending.values() if one.made_at < oldest]:
            del self._pending[update.id]

    def _confirm(self, offset: int) -> None:
        """Below the offset all is forgotten; a negative one keeps that many of the newest."""
        self._forget_old()
        gone = [one for one in self._pending if one < offset]
        if offset < 0:
            gone = list(self._pending)[:offset]
        for update_id in gone:
            del self._pending[update_id]

    def _evict(self, reason: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(TelegramError(409, f"Conflict: {reason}"))

    async def _wait(self, seconds: float) -> None:
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        self._sandbox.bell.ring()
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None

    @property
    def polled(self) -> bool:
        """Whether a long poll is waiting now."""
        return self._poll is not None

    def _wake(self, chat: int) -> None:
        if self.webhook is not None:
            if chat not in self._pumps:
                self._pumps.add(chat)
                self._sandbox.spawn(self._pump(chat))
        elif self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    async def _pump(self, chat: int) -> None:
        """Post the updates of one chat in order; a failed one is tried again, later and later."""
        failures = 0
        try:
            while (hook := self.webhook) and (body := self._next(chat)):
                if await self._post(hook, body):
                    failures = 0
                    self._posted(body)
                    continue
                failures += 1
                if failures > 1:  # the second try comes at once
                    await asyncio.sleep(min(2 ** (failures - 1), LONGEST_DELAY) * self._backoff)
        finally:
            self._pumps.discard(chat)

    def _next(self, chat: int) -> Json | None:
        self._forget_old()
        if self._again and chat == 0:
            return self._again[0]
        return next((one.body for one in self._pending.values() if one.chat == chat), None)

    def _posted(self, body: Json) -> None:
        update = self._pending.pop(body["update_id"], None)
        if update is None:
            if self._again and self._again[0] is body:
                self._again.popleft()
        elif self._sandbox.faults.copies > 1:
            self.again(update.id, times=self._sandbox.faults.copies - 1)
        self._sandbox.bell.ring()

    async def _post(self, hook: Webhook, body: Json) -> bool:
        """Whether the bot took it: any 2xx. Errors are worded as getWebhookInfo shows them."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        timeout = aiohttp.ClientTimeout(total=self._answer_within)
        status, problem = 0, ""
        try:
            async with (
                self._slots,
                self._sandbox.session.post(
                    hook.url, json=body, headers=headers, timeout=timeout
                ) as response,
            ):
                status = response.status
                if not response.ok:
                    problem = f"Wrong response from the webhook: {status} {response.reason}"
        except TimeoutError:
            problem = "Read timeout expired"
        except aiohttp.ClientError:
            problem = "Connection refused"
        if problem:
            hook.errors.append((self._sandbox.clock(), problem))
        self._sandbox.record.add(
            "update",
            body,
            {"ok": not problem, "description": problem},
            status=status,
            seconds=0,
            sent_by="platform",
        )
        return not problem
