"""What a Slack remembers: workspaces, people, conversations, messages, modals."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from mimetypes import guess_type
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.record import Json
from bot.sandbox.slack_limits import visible_text


class Kind(StrEnum):
    """What kind of conversation, in the words of events' `channel_type`."""

    PUBLIC = "channel"
    PRIVATE = "group"
    IM = "im"
    MPIM = "mpim"


@dataclass(eq=False)
class Channel:
    """A conversation. `messages` by `ts`, oldest first, deleted and ephemeral ones included."""

    id: str
    name: str
    kind: Kind
    members: set[str]
    archived: bool = False
    messages: dict[str, "SlackMessage"] = field(default_factory=dict)

    def json(self) -> Json:
        about: Json = {
            "id": self.id,
            "is_channel": self.kind is Kind.PUBLIC,
            "is_group": self.kind is Kind.PRIVATE,
            "is_im": self.kind is Kind.IM,
            "is_mpim": self.kind is Kind.MPIM,
            "is_private": self.kind is not Kind.PUBLIC,
            "is_archived": self.archived,
        }
        return about | ({} if self.kind is Kind.IM else {"name": self.name})


@dataclass(frozen=True)
class SharedFile:
    """A file that stands in a message. `content` is empty where nobody looks into it."""

    id: str
    name: str
    title: str = ""
    content: bytes = field(default=b"", repr=False)
    about: str = ""
    url: str = ""
    """Where its bytes are for whoever shows a token; empty where nobody fetches them."""
    told: bool = True
    """False: events tell its id alone, as in channels that organisations share."""

    @property
    def mimetype(self) -> str:
        return guess_type(self.name)[0] or "application/octet-stream"

    def json(self) -> Json:
        """See https://docs.slack.dev/reference/objects/file-object."""
        if not self.told:
            return {"id": self.id, "file_access": "check_file_info"}
        return self.whole()

    def whole(self) -> Json:
        """As `files.info` shows it."""
        shown: Json = {"id": self.id, "name": self.name, "title": self.title or self.name}
        shown |= {"mimetype": self.mimetype, "size": len(self.content), "mode": "hosted"}
        shown |= {"filetype": self.name.rpartition(".")[2].lower(), "file_access": "visible"}
        if self.url:
            shown |= {"url_private": self.url, "url_private_download": self.url}
        return shown | ({"alt_txt": self.about} if self.about else {})


@dataclass(eq=False)
class SlackMessage:
    """One message as it now stands; `versions` are the texts and blocks that it had before.

    `sender` is a user id. `ephemeral_to` is the only user who sees it, None when all do.
    `events` are the ids of the events that told the app of it, newest last.
    """

    channel: Channel
    ts: str
    sender: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    bot_id: str | None = None
    ephemeral_to: str | None = None
    edited_ts: str | None = None
    deleted: bool = False
    broadcast: bool = False
    reactions: list[tuple[str, str]] = field(default_factory=list)
    files: tuple[SharedFile, ...] = ()
    versions: list[tuple[str, list[Json]]] = field(default_factory=list)
    events: list[str] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """All that a reader sees of it: its blocks where it has some, else its text."""
        return "\n".join(visible_text(self.blocks)) if self.blocks else self.text

    def elements(self) -> Iterator[tuple[str, Json]]:
        """Its interactive elements in reading order, each with the id of its block."""
        return elements_of(self.blocks)

    def json(self, *, with_metadata: bool = False) -> Json:
        """As `conversations.history` and events show it."""
        shown: Json = {"type": "message", "user": self.sender, "text": self.text, "ts": self.ts}
        if self.bot_id:
            shown |= {"bot_id": self.bot_id}
        if self.blocks:
            shown["blocks"] = self.blocks
        if self.thread_ts:
            shown["thread_ts"] = self.thread_ts
        if self.files:
            # https://docs.slack.dev/reference/events/message/file_share
            named = [each.json() for each in self.files]
            shown |= {"subtype": "file_share", "files": named, "upload": False}
        if self.edited_ts:
            shown["edited"] = {"user": self.sender, "ts": self.edited_ts}
        if self.metadata:
            # without include_all_metadata the payload stays away
            # https://docs.slack.dev/reference/methods/conversations.history
            kind = {"event_type": self.metadata["event_type"]}
            shown["metadata"] = self.metadata if with_metadata else kind
        return shown


def elements_of(blocks: list[Json]) -> Iterator[tuple[str, Json]]:
    """Interactive elements in reading order, each with the id of its block."""
    for block in blocks:
        found = [block.get("accessory"), block.get("element")]
        if block["type"] == "actions":
            found += block["elements"]
        for element in found:
            if element and element.get("type") != "image":
                yield block["block_id"], element


@dataclass(eq=False)
class Modal:
    """A modal or a Home tab, as `view` in payloads shows it (`json`)."""

    json: Json
    user: str

    @property
    def id(self) -> str:
        return str(self.json["id"])

    @property
    def shown(self) -> str:
        return "\n".join(visible_text(self.json))

    def elements(self) -> Iterator[tuple[str, Json]]:
        return elements_of(self.json["blocks"])


@dataclass(eq=False)
class Profile:
    """What Slack knows of a user. `locale` as "fr-FR", `zone` an IANA name."""

    id: str
    name: str
    real_name: str
    locale: str = "en-US"
    zone: str = "Europe/Amsterdam"
    deactivated: bool = False
    is_bot: bool = False
    modals: list[Modal] = field(default_factory=list)
    home: Modal | None = None

    def json(self, team_id: str, *, at: datetime, with_locale: bool) -> Json:
        """See https://docs.slack.dev/reference/objects/user-object."""
        offset = at.astimezone(ZoneInfo(self.zone)).utcoffset()
        about: Json = {
            "id": self.id,
            "team_id": team_id,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": self.deactivated,
            "is_bot": self.is_bot,
            "tz": self.zone,
            "tz_label": self.zone,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": {"real_name": self.real_name, "display_name": self.name, "team": team_id},
        }
        return about | ({"locale": self.locale} if with_locale else {})


@dataclass(eq=False)
class Workspace:
    """A workspace where the app is installed, with the bot user that it has there."""

    id: str
    name: str
    bot_token: str
    bot_user: str
    bot_id: str
    users: dict[str, Profile] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    dms: dict[str, Channel] = field(default_factory=dict)

    def dm(self, user_id: str) -> Channel:
        """The direct conversation of this user with the bot, made when it is first needed."""
        if user_id not in self.dms:
            channel = Channel(f"D{user_id}", "", Kind.IM, {user_id, self.bot_user})
            self.dms[user_id] = self.channels[channel.id] = channel
        return self.dms[user_id]

    def group_dm(self, user_ids: set[str]) -> Channel:
        """The conversation of the bot with exactly these users, made when it is first needed."""
        members = user_ids | {self.bot_user}
        for channel in self.channels.values():
            if channel.kind is Kind.MPIM and channel.members == members:
                return channel
        name = "mpdm-" + "--".join(sorted(user_ids)).lower() + "-1"
        channel = Channel(f"G{len(self.channels):08d}", name, Kind.MPIM, members)
        self.channels[channel.id] = channel
        return channel


def with_ids(blocks: list[Any], *, salt: str) -> list[Json]:
    """Blocks as Slack stores them: each has a `block_id`, each element an `action_id`."""
    stored = []
    for number, block in enumerate(blocks):
        kept = {"block_id": f"{salt}{number}"} | block
        for key in ("accessory", "element"):
            if isinstance(kept.get(key), dict) and kept[key].get("type") != "image":
                kept[key] = {"action_id": f"{salt}{number}{key[0]}"} | kept[key]
        if kept["type"] == "actions":
            kept["elements"] = [
                {"action_id": f"{salt}{number}e{place}"} | element
                for place, element in enumerate(kept["elements"])
            ]
        stored.append(kept)
    return stored
