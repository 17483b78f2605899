"""A strict Telegram on this machine: start it, put people and groups in it, see what is said."""

import json
import re
import time
from collections.abc import Callable
from itertools import takewhile
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.sandbox import telegram_api, telegram_files
from bot.sandbox.loopback import KEPT, LOOPBACK, Answer, Sandbox, now
from bot.sandbox.pace import Budget, Bursts, Pace, Window
from bot.sandbox.record import Clock, Json
from bot.sandbox.telegram_api import Call
from bot.sandbox.telegram_files import Sent
from bot.sandbox.telegram_limits import TelegramError
from bot.sandbox.telegram_people import TelegramPerson
from bot.sandbox.telegram_state import State
from bot.sandbox.telegram_updates import Updates
from bot.sandbox.telegram_world import Chat, Kind, Status, TelegramMessage, User

TOKEN = "424242:sandbox-token-of-no-use-elsewhere-1"  # noqa: S105 - opens nothing but this sandbox
# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: about 30 a second
# over all, one a second in one chat with short bursts, 20 a minute in one group
EVERYWHERE = Window(30, seconds=1)
ONE_CHAT = Bursts(per_second=1, burst=4)
ONE_GROUP = Window(20)
PACED = {
    "sendmessage",
    "sendphoto",
    "senddocument",
    "editmessagetext",
    "editmessagereplymarkup",
}
METHODS = telegram_api.METHODS | telegram_files.METHODS
LONGEST_POLL = 50  # seconds, as the real server cuts `timeout`


class TelegramSandbox(Sandbox):
    """Telegram and one bot.

    `paced` False lifts the rate limits (for load tests); `privacy` is the bot's privacy mode in
    groups, on unless BotFather was told otherwise: then mentions of it do not arrive; `backoff` is
    the unit in seconds of the delays between tries of the webhook.
    """

    def __init__(
        self,
        *,
        host: str = LOOPBACK,
        port: int = 0,
        clock: Clock = now,
        kept: int = KEPT,
        token: str = TOKEN,
        username: str = "sandbox_hub_bot",
        paced: bool = True,
        privacy: bool = True,
        backoff: float = 1.0,
        answer_within: float = 60.0,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(host=host, port=port, clock=clock, kept=kept)
        self.token = token
        self.paced = paced
        self.updates = Updates(self, backoff=backoff, answer_within=answer_within)
        bot = User(int(token.partition(":")[0]), "The hub", username=username, is_bot=True)
        self.state = State(
            clock=self.clock, bell=self.bell, updates=self.updates, bot=bot, privacy=privacy
        )
        self._pace = Pace(seconds)

    @property
    def api_url(self) -> str:
        """What `HUB_TELEGRAM_API_URL` is set to."""
        return self.origin

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls `base_url`."""
        return f"{self.origin}/bot"

    @property
    def bot(self) -> User:
        return self.state.bot

    def person(
        self, user_id: int, *, name: str = "", username: str = "", language: str = "en"
    ) -> TelegramPerson:
        """Somebody who has not met the bot yet; the same again when they are there already."""
        if user_id not in self.state.users:
            user = User(user_id, name or f"Person {user_id}", username=username, language=language)
            self.state.users[user_id] = user
        return TelegramPerson(self, self.state.users[user_id])

    def group(
        self,
        chat_id: int,
        *members: TelegramPerson,
        title: str = "",
        supergroup: bool = False,
        with_bot: bool = True,
    ) -> Chat:
        """A group (its id is negative), the bot in it from the start unless told otherwise."""
        kind = Kind.SUPERGROUP if supergroup else Kind.GROUP
        bot = Status.MEMBER if with_bot else Status.LEFT
        chat = Chat(chat_id, kind, title or f"Group {chat_id}", bot=bot)
        chat.members = {person.id: person.user for person in members}
        self.state.chats[chat_id] = chat
        return chat

    async def becomes_supergroup(self, group: Chat, by: TelegramPerson) -> Chat:
        """Upgrade a group: the old id answers with the new one from now on."""
        return self.state.upgrade(group, by.user, int(f"-100{abs(group.id)}"))

    def messages(self, chat: Chat | TelegramPerson) -> list[TelegramMessage]:
        """What stands in a chat now, oldest first."""
        place = chat.chat if isinstance(chat, TelegramPerson) else chat
        return [message for message in place.messages.values() if not message.deleted]

    async def wait_for_message(
        self,
        chat: Chat | TelegramPerson,
        *,
        after: TelegramMessage | int | None = None,
        holding: str = "",
        timeout: float = 5.0,  # noqa: ASYNC109 - reads best in tests
    ) -> TelegramMessage:
        """The first message by the bot after `after` (a message or its id) that shows `holding`.

        Raises:
            TimeoutError: none came within `timeout` seconds.
        """
        place = chat.chat if isinstance(chat, TelegramPerson) else chat
        since = after.id if isinstance(after, TelegramMessage) else after or 0

        def found() -> list[TelegramMessage]:
            newer = takewhile(lambda m: m.id > since, reversed(place.messages.values()))
            return [
                message
                for message in newer
                if message.sender is self.bot and not message.deleted and holding in message.text
            ]

        await self.wait_until(
            lambda: bool(found()),
            timeout=timeout,
            seen=lambda: [message.text for message in self.messages(place)][-5:],
        )
        return found()[-1]

    async def wait_for_edit(
        self,
        message: TelegramMessage,
        *,
        timeout: float = 5.0,  # noqa: ASYNC109 - reads best in tests
    ) -> TelegramMessage:
        """The same message, once it has been edited or deleted after this call."""
        before = (len(message.versions), message.deleted)
        await self.wait_until(
            lambda: (len(message.versions), message.deleted) != before, timeout=timeout
        )
        return message

    async def settled(self, *, timeout: float = 5.0) -> None:  # noqa: ASYNC109 - reads best in tests
        """Return when the bot has confirmed every update."""
        await self.wait_until(lambda: self.updates.count == 0, timeout=timeout)

    def redeliver(self, update: TelegramMessage | int, *, times: int = 1) -> None:
        """Deliver an update again under its id; a message stands for the newest one about it."""
        update_id = update.updates[-1] if isinstance(update, TelegramMessage) else update
        self.updates.again(update_id, times=times)

    def _limited(self, seconds: float) -> Answer:
        """See https://core.telegram.org/bots/api#responseparameters."""
        wait = max(1, -int(-seconds // 1))
        return _refused(
            TelegramError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        )

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        lies = re.fullmatch(r"/file/bot([^/]+)/(.+)", request.path)
        if lies is not None:
            return await self.perform(request, "file", {}, lambda: self._fetched(*lies.groups()))
        path = re.fullmatch(r"/bot([^/]+)/(\w+)", request.path)
        if path is None:
            return web.json_response(TelegramError(404, "Not Found").body(), status=404)
        token, method = path.groups()
        arguments = await _arguments(request)
        return await self.perform(
            request,
            method,
            {key: _kept(each) for key, each in arguments.items()},
            lambda: self._called(token, method.lower(), arguments),
        )

    async def _fetched(self, token: str, path: str) -> Answer:
        """See https://core.telegram.org/bots/api#file."""
        content = telegram_files.content_at(self.state, path) if token == self.token else None
        if content is None:
            return _refused(TelegramError(404, "Not Found"))
        return Answer({}, content=content)

    async def _called(self, token: str, method: str, arguments: Json) -> Answer:
        call = Call(self.state, arguments)
        try:
            if token != self.token:
                raise TelegramError(401, "Unauthorized")  # noqa: TRY301 - one place makes answers
            if wait := self._wait(method, call):
                return self._limited(wait)
            if method in ("getupdates", "setwebhook", "deletewebhook", "getwebhookinfo"):
                return Answer(await self._about_updates(method, call))
            if method not in METHODS:
                raise TelegramError(404, "Not Found: method not found")  # noqa: TRY301
            return Answer({"ok": True, "result": METHODS[method](call)})
        except TelegramError as refusal:
            return _refused(refusal)

    async def _about_updates(self, method: str, call: Call) -> Json:
        """Polling and the webhook. See https://core.telegram.org/bots/api#getting-updates."""
        updates = self.updates
        if method in ("getupdates", "setwebhook"):
            updates.allow(call.json("allowed_updates"))
        if call.flag("drop_pending_updates"):
            updates.drop()
        match method:
            case "getupdates":
                found = await updates.get(
                    offset=call.number("offset"),
                    limit=max(1, min(100, call.number("limit", 100))),
                    wait=max(0, min(LONGEST_POLL, call.number("timeout"))),
                )
                return {"ok": True, "result": found}
            case "setwebhook" if call.text("url"):
                updates.set_webhook(
                    call.text("url"),
                    secret=call.text("secret_token"),
                    max_connections=max(1, min(100, call.number("max_connections", 40))),
                )
                return {"ok": True, "result": True, "description": "Webhook was set"}
            case "getwebhookinfo":
                return {"ok": True, "result": self._webhook_info()}
        was_set, updates.webhook = updates.webhook is not None, None
        said = "Webhook was deleted" if was_set else "Webhook is already deleted"
        return {"ok": True, "result": True, "description": said}

    def _webhook_info(self) -> Json:
        """See https://core.telegram.org/bots/api#webhookinfo."""
        hook = self.updates.webhook
        info: Json = {"url": hook.url if hook else "", "has_custom_certificate": False}
        info["pending_update_count"] = self.updates.count
        if hook is not None:
            info["max_connections"] = hook.max_connections
            if hook.errors:
                at, problem = hook.errors[-1]
                info |= {"last_error_date": int(at.timestamp()), "last_error_message": problem}
        return info

    def _wait(self, method: str, call: Call) -> float:
        """Seconds that this call has to wait for its turn; 0 is none."""
        if not self.paced or method not in PACED:
            return 0
        chat = call.text("chat_id")
        claims: list[tuple[str, Budget]] = [("", EVERYWHERE), (chat, ONE_CHAT)]
        if chat.startswith("-"):
            claims.append((f"group {chat}", ONE_GROUP))
        return self._pace.take(claims)


def _kept(argument: object) -> object:
    """As the record keeps it: of a file its name and how long it is."""
    if isinstance(argument, Sent):
        return {"file": argument.name, "bytes": len(argument.content)}
    return argument


def _refused(refusal: TelegramError) -> Answer:
    return Answer(refusal.body(), status=refusal.status)


async def _part(part: str | bytes | bytearray | web.FileField) -> str | Sent:
    if isinstance(part, web.FileField):
        return Sent(part.filename, part.file.read())
    return part if isinstance(part, str) else bytes(part).decode("utf-8", "replace")


async def _arguments(request: web.BaseRequest) -> Json:
    """The arguments of a call, from its query, its form, its parts or its JSON."""
    arguments: dict[str, Any] = dict(request.query)
    if request.content_type.startswith("multipart/"):
        return arguments | {key: await _part(each) for key, each in (await request.post()).items()}
    body = await request.read()
    if request.content_type == "application/json" and body:
        try:
            said = json.loads(body)
        except ValueError:
            return arguments
        return arguments | (said if isinstance(said, dict) else {})
    return arguments | dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
