"""Every error that the library knows becomes something that a delivery can decide by."""

from collections.abc import Iterator
from datetime import timedelta

import aiohttp
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.platforms.adapter import DeliveryError, Moved, RetryLater, Undeliverable, Unsure
from bot.platforms.telegram_errors import translated

BECOMES: dict[type[TelegramError], tuple[TelegramError, type[DeliveryError]]] = {
    BadRequest: (BadRequest("message is too long"), Undeliverable),
    ChatMigrated: (ChatMigrated(-1005), Moved),
    Conflict: (Conflict("other"), Unsure),
    EndPointNotFound: (EndPointNotFound("no such method"), Unsure),
    Forbidden: (Forbidden("bot was blocked by the user"), Undeliverable),
    InvalidToken: (InvalidToken("Unauthorized"), RetryLater),
    NetworkError: (NetworkError("Bad Gateway"), Unsure),
    PassportDecryptionError: (PassportDecryptionError("never asked for"), Unsure),
    RetryAfter: (RetryAfter(7), RetryLater),
    TelegramError: (TelegramError("Invalid server response"), Unsure),
    TimedOut: (TimedOut(), Unsure),
}

NEVER_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    aiohttp.ClientProxyConnectionError,
    aiohttp.ClientHttpProxyError,
)


def kinds(of: type[Exception]) -> Iterator[type[Exception]]:
    """A class and every class below it."""
    yield of
    for below in of.__subclasses__():
        yield from kinds(below)


def test_every_error_of_the_library_has_its_place() -> None:
    assert set(kinds(TelegramError)) == set(BECOMES)


@pytest.mark.parametrize(("error", "becomes"), BECOMES.values())
def test_an_error_becomes(error: TelegramError, becomes: type[DeliveryError]) -> None:
    assert type(translated(error)) is becomes


@pytest.mark.parametrize("kind", sorted(set(kinds(aiohttp.ClientError)), key=str))
def test_only_what_was_never_sent_is_sent_again_without_doubt(
    kind: type[aiohttp.ClientError],
) -> None:
    error = TimedOut() if issubclass(kind, TimeoutError) else NetworkError("down")
    error.__cause__ = kind.__new__(kind)
    becomes = translated(error)

    assert type(becomes) is (RetryLater if issubclass(kind, NEVER_SENT) else Unsure)


def test_a_wait_is_the_whole_platforms_and_as_long_as_telegram_says() -> None:
    error = translated(RetryAfter(7))

    assert isinstance(error, RetryLater)
    assert (error.after, error.whole_platform) == (timedelta(seconds=7), True)


@pytest.mark.parametrize(
    ("error", "blocked"),
    [
        (Forbidden("bot was blocked by the user"), True),
        (Forbidden("user is deactivated"), True),
        (Forbidden("bot was kicked from the group chat"), True),
        (BadRequest("Chat not found"), True),
        (BadRequest("Message is too long"), False),
    ],
)
def test_whether_the_person_or_the_message_is_the_reason(
    error: TelegramError, *, blocked: bool
) -> None:
    becomes = translated(error)

    assert isinstance(becomes, Undeliverable)
    assert becomes.blocked is blocked


def test_what_may_be_repeated_is_never_unsure() -> None:
    assert type(translated(TimedOut(), repeatable=True)) is RetryLater
    assert type(translated(Forbidden("blocked"), repeatable=True)) is Undeliverable


def test_no_reason_repeats_what_an_answer_said() -> None:
    error = NetworkError("Parsing the server response b'secret words' failed")

    assert "secret" not in str(translated(error))
