"""Slack's Web API about conversations: open, look up, read back."""

from bot.sandbox.record import Json
from bot.sandbox.slack_api import Call, Method
from bot.sandbox.slack_state import SlackError
from bot.sandbox.slack_world import Channel, SlackMessage


def open_conversation(call: Call) -> Json:
    """See https://docs.slack.dev/reference/methods/conversations.open#errors."""
    if call.text("channel"):
        return {"channel": {"id": call.channel().id}}
    users = {user for user in call.text("users").split(",") if user}
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 8:  # noqa: PLR2004 - the page above: 1 to 8 users
        raise SlackError("too_many_users")
    for user in users:
        profile = call.workspace.users.get(user)
        if profile is None:
            raise SlackError("user_not_found")
        if profile.deactivated:
            raise SlackError("user_disabled")
    single = len(users) == 1
    channel = call.workspace.dm(*users) if single else call.workspace.group_dm(users)
    return {"channel": channel.json() if call.flag("return_im") else {"id": channel.id}}


def history(call: Call) -> Json:
    """Newest first, without the replies of threads."""
    channel = _readable(call)
    found = [m for m in _seen(channel) if m.thread_ts in (None, m.ts) or m.broadcast]
    return _page(call, found[::-1])


def replies(call: Call) -> Json:
    """The parent and its replies, oldest first."""
    channel = _readable(call)
    parent = call.text("ts")
    found = [m for m in _seen(channel) if parent in (m.ts, m.thread_ts)]
    if not found:
        raise SlackError("thread_not_found")
    return _page(call, found)


def _readable(call: Call) -> Channel:
    channel = call.channel()
    if not call.is_in(channel):
        raise SlackError("not_in_channel")
    return channel


def _seen(channel: Channel) -> list[SlackMessage]:
    return [m for m in channel.messages.values() if not m.deleted and m.ephemeral_to is None]


def _page(call: Call, found: list[SlackMessage]) -> Json:
    """Between `oldest` and `latest`, `limit` at a time (100 unless told, at most 999)."""
    oldest = _number(call, "oldest", 0, "invalid_ts_oldest")
    latest = _number(call, "latest", float("inf"), "invalid_ts_latest")
    edges = (oldest, latest) if call.flag("inclusive") else ()
    inside = [m for m in found if oldest < float(m.ts) < latest or float(m.ts) in edges]
    limit = int(_number(call, "limit", 100, "invalid_limit"))
    if not 1 <= limit <= 999:  # noqa: PLR2004 - https://docs.slack.dev/reference/methods/conversations.history
        raise SlackError("invalid_limit")
    start = int(call.text("cursor").removeprefix("from:") or 0)
    page = inside[start : start + limit]
    more = start + limit < len(inside)
    with_metadata = call.flag("include_all_metadata")
    return {
        "messages": [message.json(with_metadata=with_metadata) for message in page],
        "has_more": more,
        "response_metadata": {"next_cursor": f"from:{start + limit}" if more else ""},
    }


def _number(call: Call, key: str, default: float, error: str) -> float:
    """A number among the arguments; https://docs.slack.dev/reference/methods/conversations.history.

    Raises:
        SlackError: `error`, when it is none.
    """
    try:
        return float(call.text(key) or default)
    except ValueError as problem:
        raise SlackError(error) from problem


def channel_info(call: Call) -> Json:
    return {"channel": call.channel().json() | {"is_member": call.is_in(call.channel())}}


def members(call: Call) -> Json:
    return {"members": sorted(call.channel().members), "response_metadata": {"next_cursor": ""}}


METHODS: dict[str, Method] = {
    "conversations.open": open_conversation,
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.info": channel_info,
    "conversations.members": members,
}
