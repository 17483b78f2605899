"""One app in its workspaces: posts, edits, triggers, response addresses, who hears of them."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.sandbox.record import Bell, Clock, Json
from bot.sandbox.slack_blocks import block_faults
from bot.sandbox.slack_limits import (
    ALL_BLOCKS_TEXT,
    POST_TEXT,
    metadata_error,
    visible_text,
)
from bot.sandbox.slack_world import Channel, SharedFile, SlackMessage, Workspace, with_ids

# https://docs.slack.dev/interactivity/handling-user-interaction: "within 3 seconds" for a
# trigger_id, "up to 5 times within 30 minutes" for a response_url
TRIGGER_LIVES = timedelta(seconds=3)
RESPONSE_URL_LIVES, RESPONSE_URL_USES = timedelta(minutes=30), 5


class SlackError(Exception):
    """A refusal: Slack's error code and, where Slack says more, what more it says."""

    def __init__(self, code: str, *messages: str) -> None:
        super().__init__(code, *messages)
        self.code = code
        self.messages = messages

    def body(self) -> Json:
        refusal: Json = {"ok": False, "error": self.code}
        if self.messages:
            refusal |= {
                "errors": list(self.messages),
                "response_metadata": {"messages": list(self.messages)},
            }
        return refusal


class Change(StrEnum):
    """What became of a message."""

    POSTED = "posted"
    CHANGED = "changed"
    DELETED = "deleted"


SCOPES = (
    "app_mentions:read",
    "channels:history",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "im:history",
    "im:write",
    "mpim:history",
    "mpim:write",
    "reactions:read",
    "reactions:write",
    "users:read",
)
"""What the methods and events here ask for, https://docs.slack.dev/reference/scopes."""


@dataclass(frozen=True)
class App:
    """The app's own credentials and bot scopes, the same in every workspace."""

    id: str = "A0SANDBOX"
    token: str = "xapp-1-A0SANDBOX-1-sandbox"  # noqa: S105 - opens nothing but this sandbox
    signing_secret: str = "sandbox-signing-secret"  # noqa: S105 - signs for nothing else
    verification_token: str = "sandbox-verification"  # noqa: S105 - the same
    scopes: tuple[str, ...] = SCOPES


@dataclass
class Trigger:
    """A `trigger_id`: good once, and for three seconds."""

    user: str
    workspace: Workspace
    made_at: datetime
    spent: bool = False


@dataclass
class Hook:
    """A `response_url`: where it leads, and what it was given for."""

    workspace: Workspace
    channel: Channel
    user: str
    made_at: datetime
    message: SlackMessage | None
    uses: int = 0


@dataclass
class Upload:
    """A file on its way: announced, perhaps there, perhaps shared."""

    workspace: Workspace
    file: SharedFile
    length: int
    path: str
    is_there: bool = False
    is_shared: bool = False


@dataclass(frozen=True)
class Draft:
    """What a caller wants said. None where nothing was given."""

    text: str | None = None
    blocks: object = None
    metadata: Json | None = None
    attachments: object = None
    files: tuple[SharedFile, ...] = ()


@dataclass
class State:
    """Everything that the Slack of this machine remembers, and the operations that change it."""

    clock: Clock
    bell: Bell
    app: App
    heard: Callable[[Workspace, SlackMessage, Change], None]
    reacted: Callable[[Workspace, SlackMessage, str, str], None]
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    hooks: dict[str, Hook] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    """By the id of the file."""
    shared: dict[str, tuple[Workspace, SharedFile]] = field(default_factory=dict)
    """What people shared and nobody deleted, by the id of the file."""
    _last_micros: int = 0
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def number(self) -> int:
        return next(self._numbers)

    def ts(self) -> str:
        """A message's id: the time in seconds with six decimals, never the same twice."""
        micros = int(self.clock().timestamp() * 1_000_000)
        self._last_micros = max(micros, self._last_micros + 1)
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def trigger(self, workspace: Workspace, user: str) -> str:
        trigger_id = f"{self.number()}.{workspace.id}.{user.lower()}"
        self.triggers[trigger_id] = Trigger(user, workspace, self.clock())
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Spend a trigger.

        https://docs.slack.dev/reference/methods/views.open#errors

        Raises:
            SlackError: invalid_trigger_id, expired_trigger_id or exchanged_trigger_id.
        """
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.spent:
            raise SlackError("exchanged_trigger_id")
        if self.clock() - trigger.made_at > TRIGGER_LIVES:
            raise SlackError("expired_trigger_id")
        trigger.spent = True
        return trigger

    def hook(
        self, workspace: Workspace, channel: Channel, user: str, message: SlackMessage | None
    ) -> str:
        """The path of a new response address."""
        path = f"/commands/{workspace.id}/{self.number()}/sandbox"
        self.hooks[path] = Hook(workspace, channel, user, self.clock(), message)
        return path

    def use(self, path: str) -> Hook:
        """Use a response address once more.

        Raises:
            SlackError: expired_url or used_url, which Slack sends with HTTP 404.
        """
        hook = self.hooks.get(path)
        if hook is None or self.clock() - hook.made_at > RESPONSE_URL_LIVES:
            raise SlackError("expired_url")
        if hook.uses >= RESPONSE_URL_USES:
            raise SlackError("used_url")
        hook.uses += 1
        return hook

    def check(self, draft: Draft, *, longest: int = POST_TEXT, by_app: bool = True) -> list[Json]:
        """The blocks of a draft, fit to be stored; people's composer makes longer ones than apps.

        https://docs.slack.dev/reference/methods/chat.postMessage#errors

        Raises:
            SlackError: no_text, msg_too_long, invalid_blocks, msg_blocks_too_long, metadata's.
        """
        if not (draft.text or draft.blocks or draft.attachments or draft.files):
            raise SlackError("no_text")
        if draft.text and len(draft.text) > longest:
            raise SlackError("msg_too_long")
        if draft.metadata is not None and (error := metadata_error(draft.metadata)):
            raise SlackError(error)
        blocks = draft.blocks or []
        if not isinstance(blocks, list):
            raise SlackError("invalid_blocks_format")
        if faults := block_faults(blocks):
            raise SlackError("invalid_blocks", *faults)
        if by_app and sum(map(len, visible_text(blocks))) > ALL_BLOCKS_TEXT:
            raise SlackError("msg_blocks_too_long")
        return with_ids(blocks, salt=f"b{self.number()}.")

    def post(
        self,
        workspace: Workspace,
        channel: Channel,
        *,
        sender: str,
        draft: Draft,
        thread_ts: str | None = None,
        ephemeral_to: str | None = None,
        broadcast: bool = False,
    ) -> SlackMessage:
        """Say something in a conversation, checked, and let the app hear of it."""
        message = SlackMessage(
            channel=channel,
            ts="",
            sender=sender,
            text=draft.text or "",
            blocks=self.check(draft, by_app=sender == workspace.bot_user),
            thread_ts=thread_ts,
            metadata=draft.metadata or None,
            files=draft.files,
            bot_id=workspace.bot_id if sender == workspace.bot_user else None,
            ephemeral_to=ephemeral_to,
            broadcast=broadcast,
        )
        message.ts = self.ts()
        channel.messages[message.ts] = message
        self._ring(workspace, message, Change.POSTED)
        return message

    def edit(
        self,
        workspace: Workspace,
        message: SlackMessage,
        draft: Draft,
        *,
        longest: int = POST_TEXT,
    ) -> None:
        """Replace what a message says; what the draft leaves out stays, as `chat.update` says."""
        keeps_words = draft.text is None and draft.blocks is None and draft.metadata is not None
        blocks = (
            message.blocks
            if keeps_words
            else self.check(draft, longest=longest, by_app=message.bot_id is not None)
        )
        message.versions.append((message.text, message.blocks))
        message.blocks = blocks
        if draft.text is not None:
            message.text = draft.text
        if draft.metadata is not None:
            message.metadata = draft.metadata or None
        message.edited_ts = self.ts()
        self._ring(workspace, message, Change.CHANGED)

    def delete(self, workspace: Workspace, message: SlackMessage) -> None:
        message.deleted = True
        self._ring(workspace, message, Change.DELETED)

    def react(
        self, workspace: Workspace, message: SlackMessage, user: str, name: str, *, there: bool
    ) -> None:
        """Put a reaction on a message, or take it off, and let the app hear of other people's."""
        if there:
            message.reactions.append((user, name))
        else:
            message.reactions.remove((user, name))
        self.reacted(workspace, message, user, name)
        self.bell.ring()

    def _ring(self, workspace: Workspace, message: SlackMessage, change: Change) -> None:
        if message.ephemeral_to is None:  # nobody is sent an event about an ephemeral message
            self.heard(workspace, message, change)
        self.bell.ring()
