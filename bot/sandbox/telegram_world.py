"""What a Telegram remembers: users, chats, messages; and what the server finds in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.sandbox.html_check import utf16
from bot.sandbox.record import Json

# https://core.telegram.org/api/entities#entity-types, as far as it matters to a bot
_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<!\w)@[A-Za-z0-9_]{4,32}\b)"
    r"|(?P<url>https?://[^\s<>\"]+)"
)


class Kind(StrEnum):
    """Kinds of chat, by https://core.telegram.org/bots/api#chat."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


class Status(StrEnum):
    """A member of a chat, by https://core.telegram.org/bots/api#chatmember."""

    MEMBER = "member"
    ADMINISTRATOR = "administrator"
    LEFT = "left"
    KICKED = "kicked"


@dataclass(eq=False)
class User:
    """`started` is whether they ever wrote to the bot, `blocked` whether they stopped it."""

    id: int
    first_name: str
    username: str = ""
    language: str = ""
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    def json(self) -> Json:
        """See https://core.telegram.org/bots/api#user."""
        about: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            about["username"] = self.username
        if self.language:
            about["language_code"] = self.language
        return about


@dataclass(eq=False)
class Chat:
    """A chat. `bot` is the bot's own standing in it; `messages` by id, deleted ones included."""

    id: int
    kind: Kind
    title: str
    members: dict[int, User] = field(default_factory=dict)
    bot: Status = Status.MEMBER
    migrated_to: "Chat | None" = None
    messages: dict[int, "TelegramMessage"] = field(default_factory=dict)
    actions: list[tuple[datetime, str]] = field(default_factory=list)

    @property
    def user(self) -> User:
        """The person of a private chat."""
        return self.members[self.id]

    def json(self) -> Json:
        """See https://core.telegram.org/bots/api#chat."""
        if self.kind is not Kind.PRIVATE:
            return {"id": self.id, "type": self.kind.value, "title": self.title}
        about: Json = {"id": self.id, "type": "private", "first_name": self.user.first_name}
        return about | ({"username": self.user.username} if self.user.username else {})


@dataclass(eq=False)
class TelegramMessage:
    """One message as it now stands; `versions` are the texts and keyboards it had before.

    `via` is the bot whose inline result it was. `markup` is an inline keyboard, `keyboard` any
    other. `service` holds the fields of a service
    message. `updates` are the ids of the updates that told the bot of it, newest last.
    """

    chat: Chat
    id: int
    sender: User
    sent_at: datetime
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    markup: Json | None = None
    keyboard: Json | None = None
    reply_to: "TelegramMessage | None" = None
    edited_at: datetime | None = None
    deleted: bool = False
    service: Json = field(default_factory=dict)
    via: "User | None" = None
    versions: list[tuple[str, Json | None]] = field(default_factory=list)
    reactions: dict[int, list[str]] = field(default_factory=dict)
    """Emoji by who put them there."""
    file: str = ""
    """The name of a document or a photo."""
    content: bytes = field(default=b"", repr=False)
    size: tuple[int, int] = (0, 0)
    """Width and height of a photo; nothing of a document."""
    updates: list[int] = field(default_factory=list)

    @property
    def file_id(self) -> str:
        return f"f{self.chat.id}-{self.id}"

    def buttons(self) -> Iterator[Json]:
        """The buttons of its inline keyboard, row by row."""
        for row in (self.markup or {}).get("inline_keyboard", []):
            yield from row

    def json(self, *, nested: bool = False) -> Json:
        """See https://core.telegram.org/bots/api#message."""
        shown: Json = {
            "message_id": self.id,
            "from": self.sender.json(),
            "chat": self.chat.json(),
            "date": int(self.sent_at.timestamp()),
        }
        if self.edited_at:
            shown["edit_date"] = int(self.edited_at.timestamp())
        if self.reply_to is not None and not nested:
            shown["reply_to_message"] = self.reply_to.json(nested=True)
        if self.file:
            # https://core.telegram.org/bots/api#document
            document: Json = {"file_id": self.file_id, "file_unique_id": f"u{self.id}"}
            document |= {"file_size": len(self.content)} if self.content else {}
            if self.size == (0, 0):
                shown["document"] = document | {"file_name": self.file}
            else:
                # https://core.telegram.org/bots/api#photosize
                width, height = self.size
                shown["photo"] = [document | {"width": width, "height": height}]
        if self.text:
            shown["caption" if self.file else "text"] = self.text
        if self.entities:
            shown["caption_entities" if self.file else "entities"] = self.entities
        if self.markup:
            shown["reply_markup"] = self.markup
        if self.via is not None:
            shown["via_bot"] = self.via.json()
        return shown | self.service


def found_entities(text: str, *, beside: list[Json] | None = None) -> list[Json]:
    """Commands, mentions and addresses in a text, except inside the entities given."""
    given = list(beside or [])
    for match in _FOUND.finditer(text):
        offset, length = utf16(text[: match.start()]), utf16(match.group())
        apart = all(
            one["offset"] + one["length"] <= offset or offset + length <= one["offset"]
            for one in beside or []
        )
        if apart:
            given.append({"type": match.lastgroup, "offset": offset, "length": length})
    return sorted(given, key=lambda entity: (entity["offset"], -entity["length"]))


def seen_in_privacy(message: TelegramMessage, bot: User) -> bool:
    """Whether a bot in privacy mode is sent this message of a group.

    Service messages, replies to it, its inline results, and commands unless another bot is named:
    https://core.telegram.org/bots/features#privacy-mode. A mention alone does not reach it,
    whatever BotFather says: https://github.com/telegraf/telegraf/issues/545 and
    https://github.com/HKUDS/nanobot/issues/449
    """
    if message.service or message.via is bot or message.chat.kind is Kind.PRIVATE:
        return True
    if message.reply_to is not None and message.reply_to.sender is bot:
        return True
    name = f"@{bot.username}".lower()
    for match in _FOUND.finditer(message.text):
        said = match.group().lower()
        if match.lastgroup == "bot_command" and said.endswith(name):
            return True
        if match.lastgroup == "bot_command" and "@" not in said and match.start() == 0:
            return True
    return False
