"""Slack's Web API: the methods that the hub calls, and their refusals."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.sandbox.pace import Budget, per_minute
from bot.sandbox.record import Json
from bot.sandbox.slack_limits import UPDATE_TEXT
from bot.sandbox.slack_state import Draft, SlackError, State
from bot.sandbox.slack_world import Channel, Kind, Profile, SlackMessage, Workspace

# https://docs.slack.dev/apis/web-api/rate-limits: tiers 1 to 4 are 1+, 20+, 50+ and 100+ a minute
# per method and workspace; posting is "1 per second per channel", with "short bursts"
TIER_2, TIER_3, TIER_4 = per_minute(20), per_minute(50), per_minute(100)
POSTING = Budget(per_second=1, burst=4)
TIERS = {
    "chat.update": TIER_3,
    "chat.delete": TIER_3,
    "chat.postEphemeral": TIER_4,
    "conversations.open": TIER_3,
    "conversations.history": TIER_3,
    "conversations.replies": TIER_3,
    "conversations.info": TIER_3,
    "conversations.members": TIER_4,
    "users.info": TIER_4,
    "views.open": TIER_4,
    "views.push": TIER_4,
    "views.update": TIER_4,
    "views.publish": TIER_4,
    "reactions.add": TIER_3,
}


@dataclass(frozen=True)
class Call:
    """One call of a method by the bot of a workspace."""

    state: State
    workspace: Workspace
    arguments: Json

    def text(self, key: str) -> str:
        """An argument as text; empty when absent."""
        value = self.arguments.get(key)
        return "" if value is None else str(value)

    def flag(self, key: str) -> bool:
        """slack_sdk sends booleans as 1 and 0 in forms, and as they are in JSON."""
        return self.text(key).lower() in {"1", "true"}

    def channel(self) -> Channel:
        """The conversation named, as far as the bot can see it; a user id leads to the DM.

        Raises:
            SlackError: channel_not_found.
        """
        name = self.text("channel")
        if name in self.workspace.users:
            return self.workspace.dm(name)
        channel = self.workspace.channels.get(name)
        if channel is None or not (channel.kind is Kind.PUBLIC or self.is_in(channel)):
            raise SlackError("channel_not_found")
        return channel

    def is_in(self, channel: Channel) -> bool:
        return self.workspace.bot_user in channel.members

    def writable(self) -> Channel:
        """The conversation named, when the bot may write there.

        Raises:
            SlackError: channel_not_found, is_archived or not_in_channel.
        """
        channel = self.channel()
        if channel.archived:
            raise SlackError("is_archived")
        if not self.is_in(channel):
            raise SlackError("not_in_channel")
        return channel

    def user(self, key: str = "user") -> Profile:
        profile = self.workspace.users.get(self.text(key))
        if profile is None:
            raise SlackError("user_not_found")
        return profile

    def draft(self) -> Draft:
        text = self.arguments.get("text")
        return Draft(
            text=None if text is None else str(text),
            blocks=self.arguments.get("blocks"),
            metadata=self.arguments.get("metadata"),
            attachments=self.arguments.get("attachments"),
        )

    def own_message(self, refusal: str) -> SlackMessage:
        """The message at `ts`, when the bot wrote it.

        Raises:
            SlackError: message_not_found, or `refusal` for somebody else's.
        """
        message = self.channel().messages.get(self.text("ts"))
        if message is None or message.deleted or message.ephemeral_to is not None:
            raise SlackError("message_not_found")
        if message.sender != self.workspace.bot_user:
            raise SlackError(refusal)
        return message


Method: TypeAlias = Callable[[Call], Json]


def auth_test(call: Call) -> Json:
    workspace = call.workspace
    return {
        "url": f"https://{workspace.name}.sandbox.invalid/",
        "team": workspace.name,
        "user": workspace.users[workspace.bot_user].name,
        "team_id": workspace.id,
        "user_id": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def post_message(call: Call) -> Json:
    channel = call.writable()
    thread_ts = call.text("thread_ts") or None
    if thread_ts and not re.fullmatch(r"\d+\.\d{6}", thread_ts):
        raise SlackError("invalid_thread_ts")
    message = call.state.post(
        call.workspace,
        channel,
        sender=call.workspace.bot_user,
        draft=call.draft(),
        thread_ts=thread_ts,
        broadcast=call.flag("reply_broadcast"),
    )
    shown = message.json(with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def update(call: Call) -> Json:
    message = call.own_message("cant_update_message")
    call.state.edit(call.workspace, message, call.draft(), longest=UPDATE_TEXT)
    shown = message.json(with_metadata=True)
    return {
        "channel": message.channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": shown,
    }


def delete(call: Call) -> Json:
    message = call.own_message("cant_delete_message")
    call.state.delete(call.workspace, message)
    return {"channel": message.channel.id, "ts": message.ts}


def post_ephemeral(call: Call) -> Json:
    """See https://docs.slack.dev/reference/methods/chat.postEphemeral#errors."""
    channel = call.writable()
    user = call.text("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = call.state.post(
        call.workspace,
        channel,
        sender=call.workspace.bot_user,
        draft=call.draft(),
        thread_ts=call.text("thread_ts") or None,
        ephemeral_to=user,
    )
    return {"message_ts": message.ts}


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
    oldest, latest = call.text("oldest") or "0", call.text("latest") or "9" * 12
    inclusive = call.flag("inclusive")
    inside = [m for m in found if float(oldest) < float(m.ts) < float(latest)]
    if inclusive:
        inside = [m for m in found if float(oldest) <= float(m.ts) <= float(latest)]
    limit = int(call.text("limit") or 100)
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


def channel_info(call: Call) -> Json:
    return {"channel": call.channel().json() | {"is_member": call.is_in(call.channel())}}


def members(call: Call) -> Json:
    return {"members": sorted(call.channel().members), "response_metadata": {"next_cursor": ""}}


def user_info(call: Call) -> Json:
    profile = call.user()
    at, with_locale = call.state.clock(), call.flag("include_locale")
    return {"user": profile.json(call.workspace.id, at=at, with_locale=with_locale)}


def add_reaction(call: Call) -> Json:
    """See https://docs.slack.dev/reference/methods/reactions.add#errors."""
    message = call.writable().messages.get(call.text("timestamp"))
    if message is None or message.deleted:
        raise SlackError("message_not_found")
    reaction = (call.workspace.bot_user, call.text("name"))
    if reaction in message.reactions:
        raise SlackError("already_reacted")
    message.reactions.append(reaction)
    return {}


METHODS: dict[str, Method] = {
    "auth.test": auth_test,
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "conversations.open": open_conversation,
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.info": channel_info,
    "conversations.members": members,
    "users.info": user_info,
    "reactions.add": add_reaction,
}


def respond(state: State, path: str, said: dict[str, Any]) -> None:
    """A POST to a response address.

    Only the one who acted sees the answer unless `response_type` is "in_channel".
    https://docs.slack.dev/interactivity/handling-user-interaction#message_responses

    Raises:
        SlackError: expired_url, used_url, or what is wrong with the message.
    """
    hook = state.use(path)
    original = hook.message
    draft = Draft(
        text=said.get("text"), blocks=said.get("blocks"), attachments=said.get("attachments")
    )
    if original is not None and said.get("delete_original"):
        state.delete(hook.workspace, original)
        return
    if original is not None and said.get("replace_original"):
        state.edit(hook.workspace, original, draft)
        return
    hook.message = state.post(
        hook.workspace,
        hook.channel,
        sender=hook.workspace.bot_user,
        draft=draft,
        thread_ts=said.get("thread_ts") or (original.thread_ts if original else None),
        ephemeral_to=None if said.get("response_type") == "in_channel" else hook.user,
    )
