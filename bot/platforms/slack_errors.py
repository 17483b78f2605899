"""What Slack's refusals and broken connections mean for a letter, by code and by class."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.platforms.adapter import DeliveryError, RetryLater, Undeliverable, Unsure
from storage.places import Place, Surface

BAD_REQUEST, TOO_MANY_REQUESTS, SERVER_ERROR = 400, 429, 500
WITHOUT_RETRY_AFTER = timedelta(seconds=30)
UNREACHABLE_FOR = timedelta(seconds=5)
OPERATOR_TAKES = timedelta(minutes=1)
"""How soon to look again whether an operator has put the token right."""

RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})
AMBIGUOUS = frozenset(
    {"fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
"""Slack's own troubles: "it's possible some aspect of the operation succeeded before the error was
raised", https://docs.slack.dev/reference/methods/chat.postMessage#errors."""
FOR_THE_OPERATOR = frozenset(
    {
        "access_denied",
        "account_inactive",
        "ekm_access_denied",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
"""The app or its token has to be put right; until then nothing can be said, and nothing is lost."""
READER_IS_GONE = frozenset(
    {
        "cannot_dm_bot",
        "is_inactive",
        "messages_tab_disabled",
        "user_disabled",
        "user_not_found",
        "users_not_found",
    }
)
CONVERSATION_IS_GONE = frozenset({"channel_not_found", "is_archived", "not_in_channel"})
BLOCKS_REFUSED = frozenset(
    {"invalid_arguments", "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
)
"""The same may be taken as plain text."""
CANNOT_BE_EDITED = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
"""The message that was tapped is gone, or too old to be changed."""

ALREADY_SO = frozenset({"already_reacted", "message_not_found", "no_reaction"})
"""What was to be taken away, or put there, is: a repeat, or somebody else was first."""

log = logging.getLogger(__name__)


@contextmanager
def delivery_errors(place: Place) -> Iterator[None]:
    """Raises a DeliveryError for whatever Slack or the way to it answers."""
    try:
        yield
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise translated(error, place) from error


def translated(error: Exception, place: Place) -> DeliveryError:
    """What the error means for a letter to this place."""
    if isinstance(error, SlackApiError):
        return refusal(code(error), status(error), place, retry_after=_header(error, "Retry-After"))
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return RetryLater(type(error).__name__, after=UNREACHABLE_FOR)
    return Unsure(type(error).__name__)


def refusal(
    code: str, status: int, place: Place, *, retry_after: str | None = None
) -> DeliveryError:
    """What Slack's error code and HTTP status mean; `retry_after` is that header, in seconds."""
    if status == TOO_MANY_REQUESTS or code in RATE_LIMITED:
        return RetryLater(code or "ratelimited", after=_seconds(retry_after))
    if code in FOR_THE_OPERATOR:
        log.error("Slack refuses the hub (%s): nothing can be said until that is put right", code)
        return RetryLater(code, after=OPERATOR_TAKES, whole_platform=True)
    if status >= SERVER_ERROR or code in AMBIGUOUS or not code:
        return Unsure(code or f"HTTP {status}")
    return Undeliverable(code, blocked=_is_reader_gone(code, place))


def code(error: SlackApiError) -> str:
    """Slack's error code; empty when the answer was none of Slack's own."""
    answer = getattr(error.response, "data", None)
    return str(answer.get("error") or "") if isinstance(answer, dict) else ""


def status(error: SlackApiError) -> int:
    """The HTTP status, of slack_sdk's response or of the raw one that it could not read."""
    response = error.response
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 0)


def said_no(error: SlackApiError) -> bool:
    """Whether asking again is in vain: it is neither Slack's own trouble nor a matter of pace."""
    if code(error):
        return code(error) not in AMBIGUOUS | RATE_LIMITED
    return BAD_REQUEST <= status(error) < SERVER_ERROR and status(error) != TOO_MANY_REQUESTS


def waited(error: SlackApiError) -> timedelta | None:
    """How long Slack asks to wait, if it does."""
    header = _header(error, "Retry-After")
    return _seconds(header) if header else None


def complaints(error: BaseException | None) -> str:
    """Where in the blocks Slack sees what fault, if that is what the error is about."""
    answer = getattr(error.response, "data", None) if isinstance(error, SlackApiError) else None
    more = answer.get("response_metadata") if isinstance(answer, dict) else None
    return "; ".join(map(str, more.get("messages", []))) if isinstance(more, dict) else ""


def _is_reader_gone(code: str, place: Place) -> bool:
    """In a channel it is the channel that is gone, and of several people nobody knows which one."""
    if "," in place.conversation:
        return False
    alone = place.conversation[:1] in {"D", "U", "W"} or place.surface is Surface.HOME
    return code in READER_IS_GONE or (alone and code in CONVERSATION_IS_GONE)


def _header(error: SlackApiError, name: str) -> str | None:
    headers = getattr(error.response, "headers", None) or {}
    return headers.get(name)


def _seconds(header: str | None) -> timedelta:
    """A Retry-After header, https://docs.slack.dev/apis/web-api/rate-limits."""
    if header and header.strip().isdecimal():
        return timedelta(seconds=max(1, int(header)))
    return WITHOUT_RETRY_AFTER
