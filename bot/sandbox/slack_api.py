"""Slack's Web API: the methods that the hub calls, and their refusals."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.sandbox.record import Json
from bot.sandbox.slack_limits import UPDATE_TEXT
from bot.sandbox.slack_state import Draft, SlackError, State
from bot.sandbox.slack_world import Channel, Kind, Profile, SlackMessage, Workspace


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

    def named_channel(self) -> Channel:
        """As `channel`, for methods that take no user id in its place.

        https://github.com/slackapi/python-slack-sdk/issues/528

        Raises:
            SlackError: channel_not_found.
        """
        if self.text("channel") in self.workspace.users:
            raise SlackError("channel_not_found")
        return self.channel()

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
        message = self.named_channel().messages.get(self.text("ts"))
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


def user_info(call: Call) -> Json:
    profile = call.user()
    at, with_locale = call.state.clock(), call.flag("include_locale")
    return {"user": profile.json(call.workspace.id, at=at, with_locale=with_locale)}


def add_reaction(call: Call) -> Json:
    """See https://docs.slack.dev/reference/methods/reactions.add#errors."""
    message, reaction = _reacted_to(call)
    if reaction in message.reactions:
        raise SlackError("already_reacted")
    call.state.react(call.workspace, message, *reaction, there=True)
    return {}


def remove_reaction(call: Call) -> Json:
    """See https://docs.slack.dev/reference/methods/reactions.remove#errors."""
    message, reaction = _reacted_to(call)
    if reaction not in message.reactions:
        raise SlackError("no_reaction")
    call.state.react(call.workspace, message, *reaction, there=False)
    return {}


def _reacted_to(call: Call) -> tuple[SlackMessage, tuple[str, str]]:
    """The message in question, and the bot's reaction to it."""
    call.writable()
    message = call.named_channel().messages.get(call.text("timestamp"))
    if message is None or message.deleted:
        raise SlackError("message_not_found")
    if not re.fullmatch(r"[a-z0-9_+'-]+(::[a-z0-9-]+)?", call.text("name")):
        raise SlackError("invalid_name")
    return message, (call.workspace.bot_user, call.text("name"))


METHODS: dict[str, Method] = {
    "auth.test": auth_test,
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "users.info": user_info,
    "reactions.add": add_reaction,
    "reactions.remove": remove_reaction,
}
