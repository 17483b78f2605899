"""Telegram: updates in by long poll or webhook, acknowledged once kept; letters out."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar

import aiohttp
from pydantic import SecretStr
from starlette.routing import BaseRoute
from telegram import Update, User
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.platforms.adapter import Incoming, Letter, NotFetched, Profile, Receive, Suggest
from bot.platforms.telegram_api import REACTIONS, Caption, HubBot, RawUpdate, is_photo
from bot.platforms.telegram_errors import (
    is_gone,
    is_no_photo,
    is_not_editable,
    is_unchanged,
    is_unreadable,
    reason,
    translated,
    waited,
)
from bot.platforms.telegram_inline import complete
from bot.platforms.telegram_menu import calls, menus
from bot.platforms.telegram_polling import Polling
from bot.platforms.telegram_updates import ALLOWED_UPDATES, Itself, incoming
from bot.render.telegram import LONGEST_CAPTION, Keyboard, TelegramText, render
from bot.web.telegram import telegram_routes, webhook_url
from config.phrases import Phrases
from config.settings import SettingError, Settings
from config.taxonomy import Platform
from handlers.messages import Attached, File, Message, Reactions, Said
from storage.errors import Unavailable
from storage.places import Place

WEBHOOK_CONNECTIONS = 40
"""How many updates Telegram may bring at once; those of one chat come one after another."""
RECONNECT_PAUSE = timedelta(seconds=2)
MENU_ATTEMPTS = 5
TYPES_AFTER = timedelta(seconds=0.7)
"""Who has waited so long for an answer in private sees that one is being written."""

log = logging.getLogger(__name__)
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram brings updates, and the secret that it shows there."""

    url: str
    secret: str


def telegram_from(
    settings: Settings, phrases: Phrases
) -> tuple["TelegramAdapter", list[BaseRoute]]:
    """The adapter that these settings ask for, and the route that Telegram calls, if it does."""

    def revealed(secret: SecretStr | None) -> str:
        return secret.get_secret_value() if secret else ""

    webhook = None
    if settings.telegram_mode == "webhook":
        secret = revealed(settings.telegram_webhook_secret)
        webhook = Webhook(webhook_url(settings.public_url or ""), secret)
    adapter = TelegramAdapter(
        revealed(settings.telegram_token),
        api_url=settings.telegram_api_url,
        phrases=phrases,
        webhook=webhook,
    )
    return adapter, telegram_routes(adapter.take, secret=webhook.secret) if webhook else []


class TelegramAdapter:
    """One bot on Telegram; polls unless it is given a webhook.

    `poll_for` is how long a poll is held open, `pause` the first pause after a failure.
    """

    platform = Platform.TELEGRAM

    def __init__(
        self,
        token: str,
        *,
        api_url: str,
        phrases: Phrases,
        webhook: Webhook | None = None,
        poll_for: timedelta = timedelta(seconds=50),
        pause: timedelta = timedelta(seconds=0.5),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._bot = HubBot(token, api_url=api_url)
        self._polling = Polling(self._bot, self._keep, wait=poll_for, first_pause=pause)
        self._phrases = phrases
        self._webhook = webhook
        self._now = now
        self._itself: Itself | None = None
        self._receive: Receive | None = None
        self._suggest: Suggest | None = None
        self._errands: set[asyncio.Task[None]] = set()

    def complete_with(self, suggest: Suggest) -> None:
        """As Completing.complete_with says."""
        self._suggest = suggest

    async def start(self, receive: Receive) -> None:
        """Log in, however long Telegram cannot be reached, and begin to receive.

        Raises:
            SettingError: Telegram refuses the token or the webhook's address.
        """
        try:
            await self._begin(receive)
        except SettingError:
            await self._bot.shutdown()
            raise
        self._errand(self._put_up_menus())

    async def _begin(self, receive: Receive) -> None:
        me = await self._insist(self._log_in)
        self._itself = Itself(me.id, me.username or "")
        self._receive = receive
        if self._webhook is None:
            await self._insist(lambda: self._bot.delete_webhook(drop_pending_updates=False))
            self._polling.start()
        else:
            await self._insist(self._set_webhook)
        log.info("Telegram lets us in", extra={"account": me.id})
        if not me.supports_inline_queries:
            log.info("inline mode is off: /setinline at @BotFather lets people search in any chat")

    async def stop(self) -> None:
        """Finish what is being received, then close; a webhook's calls are refused from here on."""
        await self._polling.stop()
        self._receive = None
        for errand in self._errands:
            errand.cancel()
        await asyncio.gather(*self._errands, return_exceptions=True)
        await self._bot.shutdown()

    async def take(self, update: RawUpdate) -> None:
        """Keep one update that the webhook was brought.

        Raises:
            Unavailable: it was not kept: let Telegram bring it again.
        """
        await self._keep([update])

    async def profile(self, workspace: str, account: str) -> Profile:  # noqa: ARG002  # the protocol's
        """Empty: Telegram tells a language with every update, and a time zone never."""
        return Profile()

    async def named(self, attached: Attached) -> Attached:
        """As Fetching.named says; Telegram has told what there is to tell."""
        return attached

    async def fetch(self, attached: Attached, *, most: int) -> bytes:
        """As Fetching.fetch says."""
        try:
            content = await self._bot.fetch(attached.ref, most=most)
        except (BadRequest, InvalidToken) as error:
            raise NotFetched("sheet-gone-there") from error
        except TelegramError as error:
            raise NotFetched from error
        if len(content) > most:
            raise NotFetched
        return content

    async def find_sent(self, letter: Letter, *, since: datetime) -> str | None:  # noqa: ARG002  # the protocol's
        """None: a bot cannot read back what was said in a chat."""
        return None

    async def send(self, letter: Letter) -> str:
        """Say it, or replace the message that it edits; what cannot be edited is said anew."""
        if letter.reply.reacts is not None:
            return await self._react(letter, letter.reply.reacts)
        if letter.file is not None:
            return await self._send_file(letter, letter.file)
        text = render(letter.reply, letter.voice)
        if letter.reply.removes:
            if not await self._removed(letter):
                await self._edit(letter, text)
            return letter.edits
        if letter.edits and await self._edit(letter, text):
            return letter.edits

        async def say(shown: str, keyboard: Keyboard, *, html: bool) -> str:
            return await self._bot.say(letter.place, shown, html=html, keyboard=keyboard)

        try:
            return await _readably(text, say)
        except TelegramError as error:
            raise translated(error) from error

    async def _send_file(self, letter: Letter, file: File) -> str:
        """With its words below; an image that Telegram would shrink or refuse as a document."""
        text = render(letter.reply, letter.voice, longest=LONGEST_CAPTION)

        async def say(shown: str, keyboard: Keyboard, *, html: bool) -> str:
            caption = Caption(shown, keyboard, html=html)
            if is_photo(file):
                try:
                    return await self._bot.send_file(letter.place, file, caption, photo=True)
                except BadRequest as error:
                    if not is_no_photo(error):
                        raise
            return await self._bot.send_file(letter.place, file, caption, photo=False)

        try:
            return await _readably(text, say)
        except TelegramError as error:
            raise translated(error) from error

    async def _edit(self, letter: Letter, text: TelegramText) -> bool:
        """Whether the message now says this; false where it cannot be edited any more."""

        async def replace(shown: str, keyboard: Keyboard, *, html: bool) -> None:
            await self._bot.replace(letter.place, letter.edits, shown, html=html, keyboard=keyboard)

        try:
            await _readably(text, replace)
        except BadRequest as error:
            if is_not_editable(error):
                return False
            if not is_unchanged(error):
                raise translated(error) from error
        except TelegramError as error:
            raise translated(error, repeatable=True) from error
        return True

    async def _removed(self, letter: Letter) -> bool:
        """Whether the message is gone; false when it is too old to be deleted."""
        try:
            await self._bot.remove(letter.place, letter.edits)
        except BadRequest as error:
            return is_gone(error)
        except TelegramError as error:
            raise translated(error, repeatable=True) from error
        return True

    async def _react(self, letter: Letter, reactions: Reactions) -> str:
        """Show the latest reaction that Telegram has; what it will not show is left out."""
        shown = [each for each in reactions.shown if each in REACTIONS]
        try:
            await self._bot.react(letter.place, letter.edits, shown[-1] if shown else "")
        except BadRequest as error:
            log.debug("reaction not shown: %s", reason(error))
        except TelegramError as error:
            raise translated(error, repeatable=True) from error
        return letter.edits

    async def _keep(self, updates: Sequence[RawUpdate]) -> None:
        """Give messages on, and once they are kept, stop the tapped buttons' spinning."""
        if self._receive is None or self._itself is None:
            raise Unavailable("the adapter is not running")
        for update in updates:
            if self._suggest is not None and "inline_query" in update:
                self._errand(complete(update, self._bot, self._suggest))
        found = [(update, self._read(update, self._itself)) for update in updates]
        messages = [message for _, message in found if message is not None]
        if messages:
            with self._types_before(messages[-1].message):
                await self._receive(messages)
        for update, message in found:
            if message is not None and message.message.said is Said.TAP:
                self._errand(self._stop_spinning(update["callback_query"]["id"]))

    @contextmanager
    def _types_before(self, message: Message) -> Iterator[None]:
        """What takes long is announced: an answer in private to what somebody wrote.

        Telegram shows it for five seconds, or until the answer is there.
        """
        is_asked = message.private and message.said in {Said.TEXT, Said.COMMAND}
        if not is_asked or message.reply_to:
            yield
            return
        loop, seconds = asyncio.get_running_loop(), TYPES_AFTER.total_seconds()
        waiting = loop.call_later(seconds, lambda: self._errand(self._type(message.place)))
        try:
            yield
        finally:
            waiting.cancel()

    async def _type(self, place: Place) -> None:
        try:
            await self._bot.type(place)
        except TelegramError as error:
            log.debug("not shown as typing: %s", reason(error))

    def _read(self, update: RawUpdate, itself: Itself) -> Incoming | None:
        """The message in an update; one that cannot be read must not hold up those behind it."""
        try:
            return incoming(Update.de_json(dict(update), None), itself=itself, now=self._now())
        except Exception:
            log.exception("update left unread", extra={"update": update.get("update_id")})
            return None

    async def _stop_spinning(self, query: str) -> None:
        """Too late does no harm: Telegram stops it by itself after a while."""
        try:
            await self._bot.answer_callback_query(query)
        except TelegramError as error:
            log.debug("tap not answered: %s", reason(error))

    async def _log_in(self) -> User:
        await self._bot.initialize()
        return self._bot.bot

    async def _set_webhook(self) -> bool:
        if self._webhook is None:
            return False
        return await self._bot.set_webhook(
            self._webhook.url,
            secret_token=self._webhook.secret,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=WEBHOOK_CONNECTIONS,
            drop_pending_updates=False,
        )

    async def _insist(self, call: Callable[[], Awaitable[T]]) -> T:
        """Until Telegram answers. Nothing here repeats the token, as the library's error does."""
        while True:
            try:
                return await call()
            except InvalidToken:
                raise _token_refused() from None
            except BadRequest as error:
                raise SettingError(
                    "HUB_PUBLIC_URL",
                    f"Telegram does not take it: {error.message}.",
                    "Set it to an https:// address that can be reached from the internet.",
                ) from None
            except TelegramError as error:
                if isinstance(error.__cause__, aiohttp.InvalidURL):
                    raise _token_refused() from None
                pause = waited(error) if isinstance(error, RetryAfter) else RECONNECT_PAUSE
                log.warning("Telegram out of reach: %s", reason(error))
                await asyncio.sleep(pause.total_seconds())

    async def _put_up_menus(self) -> None:
        """Commands and description in every complete language; the hub works without them too."""
        for menu in menus(self._phrases):
            for call in calls(self._bot, menu):
                await self._attempt(call)

    async def _attempt(self, call: Callable[[], Awaitable[bool]]) -> None:
        for _ in range(MENU_ATTEMPTS):
            try:
                await call()
            except RetryAfter as error:
                await asyncio.sleep(waited(error).total_seconds())
            except TelegramError as error:
                log.warning("command menu not set: %s", reason(error))
                await asyncio.sleep(RECONNECT_PAUSE.total_seconds())
            else:
                return

    def _errand(self, work: Coroutine[None, None, None]) -> None:
        """Run beside everything else; stopped with the adapter."""
        task = asyncio.create_task(work)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)


class _Say(Protocol[T_co]):
    """Says a text with its keyboard, as HTML or plain."""

    async def __call__(self, shown: str, keyboard: Keyboard, *, html: bool) -> T_co: ...


async def _readably(text: TelegramText, say: _Say[T]) -> T:
    """Say it with its markup, or once more plain where Telegram cannot read that."""
    try:
        return await say(text.html, text.keyboard, html=True)
    except BadRequest as error:
        if not is_unreadable(error):
            raise
        refusal = error.message
    log.error("Telegram refuses markup, sent plain: %s", refusal)
    return await say(text.plain, text.taps, html=False)


def _token_refused() -> SettingError:
    return SettingError(
        "HUB_TELEGRAM_TOKEN",
        "Telegram does not know this token.",
        "Copy it again from @BotFather, and see that HUB_TELEGRAM_API_URL is a Bot API's address.",
    )
