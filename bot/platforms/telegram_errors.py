"""From python-telegram-bot's errors to what becomes of a letter (pure)."""

import os
from datetime import timedelta

import aiohttp
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.platforms.adapter import DeliveryError, Moved, RetryLater, Undeliverable, Unsure
from bot.platforms.telegram_connections import NotOpen

# RetryAfter.retry_after as a timedelta and without a warning: the library asks to opt in like this.
os.environ.setdefault("PTB_TIMEDELTA", "true")

RECONNECT_AFTER = timedelta(seconds=5)
REVOKED_AFTER = timedelta(minutes=1)
"""Until a token that Telegram no longer knows is tried again."""

_NEVER_SENT = (
    NotOpen,
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    aiohttp.ClientProxyConnectionError,
    aiohttp.ClientHttpProxyError,
)
_NO_SUCH_CHAT = ("chat not found", "peer_id_invalid", "user not found")
_UNREADABLE = ("can't parse entities", "button_url_invalid", "url_invalid", "inline keyboard")
_GONE = ("message to delete not found", "message to react not found", "message_id_invalid")
_NO_PHOTO = ("image_process_failed", "photo_invalid_dimensions", "too big for a photo")
_NOT_EDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")


def translated(error: TelegramError, *, repeatable: bool = False) -> DeliveryError:
    """What becomes of a letter that met this error.

    By class and not by hierarchy: BadRequest and TimedOut are both NetworkError. `repeatable`
    tells that doing it twice does no harm, as with an edit, so that nothing is unsure.
    """
    match error:
        case RetryAfter():
            return RetryLater(error.message, after=waited(error), whole_platform=True)
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden() | BadRequest():
            gone = isinstance(error, Forbidden) or _says(error, _NO_SUCH_CHAT)
            return Undeliverable(error.message, blocked=gone)
        case InvalidToken():
            return RetryLater("the token is refused", after=REVOKED_AFTER, whole_platform=True)
        case _ if repeatable or isinstance(error.__cause__, _NEVER_SENT):
            return RetryLater(reason(error), after=RECONNECT_AFTER)
        case _:
            return Unsure(reason(error))


def waited(error: RetryAfter) -> timedelta:
    """How long Telegram asks to be left alone."""
    after = error.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)


def is_unreadable(error: BadRequest) -> bool:
    """The markup or a button was not taken; the same without it may be."""
    return _says(error, _UNREADABLE)


def is_unchanged(error: BadRequest) -> bool:
    """The message to edit says this already."""
    return _says(error, ("message is not modified",))


def is_not_editable(error: BadRequest) -> bool:
    """The message to edit is gone, too old, or never was the hub's."""
    return _says(error, _NOT_EDITABLE)


def is_no_photo(error: BadRequest) -> bool:
    """It is not taken as a photo; as a document it may be."""
    return _says(error, _NO_PHOTO)


def is_gone(error: BadRequest) -> bool:
    """There is no such message any more."""
    return _says(error, _GONE)


def _says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    """Telegram's refusals differ in their words alone, https://github.com/TelegramBotAPI/errors."""
    return any(phrase in error.message.lower() for phrase in phrases)


def reason(error: BaseException) -> str:
    """The kind of error; its words may quote an answer."""
    cause = type(error.__cause__).__name__ if error.__cause__ else ""
    return f"{type(error).__name__} {cause}".strip()
