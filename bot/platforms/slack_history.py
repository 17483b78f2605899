"""Whether an unsure letter was said after all: its key in the metadata of what stands in Slack."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.adapter import Letter
from bot.platforms.slack_errors import code
from bot.platforms.slack_files import carries

EVENT_TYPE = "hub_outbox"
PAGE, MOST_PAGES = 200, 20
"""Messages a page (Slack gives fewer to some apps), and how many pages before giving up,
https://docs.slack.dev/reference/methods/conversations.history."""
CLOCKS_DIFFER_BY = timedelta(minutes=2)
OUT_OF_SIGHT = frozenset(
    {
        "channel_not_found",
        "method_not_supported_for_channel_type",
        "missing_scope",
        "no_permission",
        "not_in_channel",
        "user_not_found",
    }
)


def metadata(key: str) -> dict[str, object]:
    """What travels with a letter, unseen, so that it can be found again.

    https://docs.slack.dev/messaging/message-metadata
    """
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


async def look_up(client: AsyncWebClient, letter: Letter, *, since: datetime) -> str | None:
    """The ts of the message that carries the letter's key; empty: none does; None: unknown.

    Raises:
        SlackApiError: Slack does not say now.
    """
    try:
        async for message in _standing(client, letter, since=since):
            if _key(message) == letter.key or carries(message.get("files") or (), letter.key):
                return str(message["ts"])
    except _TooMuch:
        return None
    except SlackApiError as error:
        if code(error) in OUT_OF_SIGHT:
            return None
        if code(error) != "thread_not_found":
            raise
    return ""


class _TooMuch(Exception):
    """More was said there since than is worth reading."""


async def _standing(
    client: AsyncWebClient, letter: Letter, *, since: datetime
) -> AsyncIterator[Mapping[str, Any]]:
    """The messages among which the letter would be: the one it edits, or those since then."""
    oldest = letter.edits or f"{(since - CLOCKS_DIFFER_BY).timestamp():.6f}"
    asked: dict[str, Any] = {
        "channel": await channel_of(client, letter.place.conversation),
        "oldest": oldest,
        "inclusive": True,
        "limit": PAGE,
        "include_all_metadata": True,
    }
    if letter.edits:
        asked["latest"] = letter.edits
    if letter.place.thread:
        asked["ts"] = letter.place.thread
    method = "conversations.replies" if letter.place.thread else "conversations.history"
    for _ in range(MOST_PAGES):
        page = await client.api_call(method, http_verb="GET", params=asked)
        for message in page.get("messages") or ():
            yield message
        asked["cursor"] = (page.get("response_metadata") or {}).get("next_cursor")
        if not asked["cursor"]:
            return
    raise _TooMuch


async def channel_of(client: AsyncWebClient, conversation: str) -> str:
    """The conversation with a person or several, where it is named by their ids.

    Only chat.postMessage takes a person's id for a channel's,
    https://github.com/slackapi/python-slack-sdk/issues/528.
    """
    if conversation[:1] not in {"U", "W"}:
        return conversation
    opened = await client.conversations_open(users=conversation)
    return str((opened.get("channel") or {}).get("id"))


def _key(message: Mapping[str, Any]) -> str:
    carried = message.get("metadata") or {}
    if carried.get("event_type") != EVENT_TYPE:
        return ""
    return str((carried.get("event_payload") or {}).get("key") or "")
