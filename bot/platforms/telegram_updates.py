"""From Telegram's updates to messages in the hub's own words (pure)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from telegram import (
    CallbackQuery,
    Chat,
    ChatMemberUpdated,
    InlineQuery,
    MaybeInaccessibleMessage,
    MessageEntity,
    MessageReactionUpdated,
    ReactionTypeEmoji,
    Update,
)
from telegram import Message as TelegramMessage
from telegram.constants import ChatMemberStatus, ChatType

from bot.platforms.adapter import Incoming, Typed
from bot.render.harmless import clean, linked, one_line
from config.taxonomy import Platform
from handlers.messages import Attached, Message, Said
from storage.places import Place
from storage.search.documents import Kind

ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "message_reaction",
    "callback_query",
    "my_chat_member",
    "inline_query",
)
"""The kinds of update that the hub reads, https://core.telegram.org/bots/api#update.

Reactions come from private chats, and from others only to their administrators
(https://ref.mtcute.dev/classes/_mtcute_core.index.BotReactionUpdate.html). Of what is deleted
Telegram tells no bot.
"""

SUGGESTED = {Kind.RESOURCE: 10, Kind.EXPERT: 5}
"""Records for one inline query: what somebody scrolls through rather than typing on. It takes 50,
https://core.telegram.org/bots/api#answerinlinequery."""

_GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})
_GONE = frozenset({ChatMemberStatus.BANNED, ChatMemberStatus.LEFT})
_AFTER_MENTION = re.compile(r"^[\s,:/]+")


@dataclass(frozen=True, slots=True)
class Itself:
    """The hub's own account on Telegram; the name without @."""

    account: int
    username: str


class _Spoken(NamedTuple):
    said: Said
    text: str
    verb: str = ""


def incoming(update: Update, *, itself: Itself, now: datetime) -> Incoming | None:
    """The message in an update; None where nobody said anything to the hub.

    `now` is when the update came, for taps, which Telegram does not date.
    """
    message: Message | None = None
    if update.message is not None:
        message = _heard(update.message, itself)
    elif update.edited_message is not None:
        message = _edited(update.edited_message)
    elif update.message_reaction is not None:
        message = _reacted(update.message_reaction)
    elif update.callback_query is not None:
        message = _tapped(update.callback_query, now)
    elif update.my_chat_member is not None:
        message = _membership(update.my_chat_member)
    return None if message is None else Incoming(str(update.update_id), message)


def typed(query: InlineQuery) -> Typed:
    """What somebody types after the hub's name, in any chat: others will read what they choose."""
    return Typed(
        platform=Platform.TELEGRAM,
        account=str(query.from_user.id),
        text=clean(query.query),
        most=SUGGESTED,
        shared=True,
        language=query.from_user.language_code or "",
    )


def _heard(message: TelegramMessage, itself: Itself) -> Message | None:
    """What was said; bots, channels and groups that speak as themselves are not people."""
    sender = message.from_user
    if message.migrate_to_chat_id is not None:
        spoken: _Spoken | None = _Spoken(Said.MOVED, str(message.migrate_to_chat_id))
    elif sender is None or sender.is_bot or message.sender_chat is not None:
        spoken = None
    elif message.via_bot is not None and message.via_bot.id == itself.account:
        spoken = None  # an inline result of the hub's own: a privacy mode bot is sent those too
    elif message.chat.type == ChatType.PRIVATE:
        spoken = _in_private(message)
    elif message.chat.type in _GROUPS:
        spoken = _in_group(message, itself)
    else:
        spoken = None
    if spoken is None:
        return None
    return Message(
        place=_place(message.chat, message),
        account=str(sender.id) if sender else "",
        said=spoken.said,
        sent_at=message.date,
        text=spoken.text,
        verb=spoken.verb,
        private=message.chat.type == ChatType.PRIVATE,
        language=(sender.language_code or "") if sender else "",
        ref=str(message.message_id),
        reply_to=str(message.reply_to_message.message_id) if message.reply_to_message else "",
        name=one_line(sender.full_name) if sender else "",
        files=int(message.effective_attachment is not None),
        attached=_attached(message),
    )


def _attached(message: TelegramMessage) -> Attached | None:
    """A file that came along; stickers, places and the like are none.

    https://core.telegram.org/bots/api#document. The name is the sender's own words.
    """
    if message.document is not None:
        name = one_line(message.document.file_name or "")
        return Attached(name, message.document.file_id, message.document.file_size or 0)
    seen = (message.photo, message.video, message.audio, message.voice, message.video_note)
    return Attached("", "") if any(seen) else None


def _edited(message: TelegramMessage) -> Message | None:
    """What somebody has changed of what they wrote in private."""
    sender = message.from_user
    if sender is None or sender.is_bot or message.chat.type != ChatType.PRIVATE:
        return None
    return Message(
        place=_place(message.chat, message),
        account=str(sender.id),
        said=Said.EDITED,
        sent_at=message.edit_date or message.date,
        text=_with_addresses(*_words(message)),
        language=sender.language_code or "",
        ref=str(message.message_id),
        name=one_line(sender.full_name),
    )


def _reacted(change: MessageReactionUpdated) -> Message | None:
    """All the emoji that somebody has now put on a message of a private chat."""
    if change.user is None or change.user.is_bot or change.chat.type != ChatType.PRIVATE:
        return None
    emoji = [each.emoji for each in change.new_reaction if isinstance(each, ReactionTypeEmoji)]
    return Message(
        place=_place(change.chat),
        account=str(change.user.id),
        said=Said.REACTED,
        sent_at=change.date,
        text=" ".join(emoji),
        verb="set",
        language=change.user.language_code or "",
        ref=str(change.message_id),
        name=one_line(change.user.full_name),
    )


def _in_private(message: TelegramMessage) -> _Spoken | None:
    """Everything that a person sends, be it a sticker; not what Telegram itself announces."""
    text, entities = _words(message)
    command = _command(text, entities)
    if command is not None:
        return command.spoken
    if text or message.effective_attachment is not None:
        return _Spoken(Said.TEXT, _with_addresses(text, entities))
    return None


def _in_group(message: TelegramMessage, itself: Itself) -> _Spoken | None:
    """What is meant for the hub: its commands, its name, answers to what it said."""
    text, entities = _words(message)
    command = _command(text, entities)
    if command is not None:
        return command.spoken if command.is_for(itself) else None
    mentions = [each for each in entities if _mentions(each, text, itself)]
    if mentions:
        return _Spoken(Said.TEXT, _without(text, mentions))
    if text and _answers(message, itself):
        return _Spoken(Said.TEXT, text.strip())
    return None


class _Command(NamedTuple):
    spoken: _Spoken
    addressee: str

    def is_for(self, itself: Itself) -> bool:
        return self.addressee.casefold() in {"", itself.username.casefold()}


def _command(text: str, entities: Iterable[MessageEntity]) -> _Command | None:
    """The command that a text begins with: `/find@the_hub words`, or `/start payload`."""
    for entity in entities:
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0:
            command, rest = text[: entity.length], text[entity.length :].strip()
            verb, _, addressee = command.removeprefix("/").partition("@")
            said = Said.OPENED if verb.lower() == "start" else Said.COMMAND
            return _Command(_Spoken(said, rest, verb.lower()), addressee)
    return None


def _mentions(entity: MessageEntity, text: str, itself: Itself) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == itself.account
    named = _slice(text, entity).removeprefix("@")
    return entity.type == MessageEntity.MENTION and named.casefold() == itself.username.casefold()


def _answers(message: TelegramMessage, itself: Itself) -> bool:
    """Whether it answers the hub; what opens a forum topic is "answered" by all that is in it."""
    answered = message.reply_to_message
    return (
        answered is not None
        and answered.forum_topic_created is None
        and answered.from_user is not None
        and answered.from_user.id == itself.account
    )


def _tapped(query: CallbackQuery, now: datetime) -> Message | None:
    """A button under a message of a chat; those under inline results belong to no conversation."""
    message = query.message
    if message is None or not query.data or query.from_user.is_bot:
        return None
    return Message(
        place=_place(message.chat, message),
        account=str(query.from_user.id),
        said=Said.TAP,
        sent_at=now,
        text=query.data,
        about=str(message.message_id),
        private=message.chat.type == ChatType.PRIVATE,
        language=query.from_user.language_code or "",
    )


def _membership(change: ChatMemberUpdated) -> Message | None:
    """Blocked or thrown out; unblocked again, which is no /start and wants no answer."""
    private = change.chat.type == ChatType.PRIVATE
    status = change.new_chat_member.status
    if change.chat.type not in _GROUPS and not private:
        return None
    if status in _GONE:
        said = Said.LEFT
    elif private and status == ChatMemberStatus.MEMBER:
        said = Said.RETURNED
    else:
        return None
    return Message(
        place=_place(change.chat),
        account=str(change.from_user.id),
        said=said,
        sent_at=change.date,
        private=private,
        language=change.from_user.language_code or "",
    )


def _place(chat: Chat, message: MaybeInaccessibleMessage | None = None) -> Place:
    """The chat, and the topic in it: a thread id outside a forum is no place to send to."""
    thread = ""
    if isinstance(message, TelegramMessage) and message.is_topic_message:
        thread = str(message.message_thread_id or "")
    return Place(Platform.TELEGRAM, str(chat.id), thread=thread)


def _words(message: TelegramMessage) -> tuple[str, tuple[MessageEntity, ...]]:
    """The text with its entities, or those of a caption; half a surrogate pair is replaced."""
    if message.text is not None:
        return _decoded(_encoded(message.text)), message.entities
    return _decoded(_encoded(message.caption or "")), message.caption_entities


def _slice(text: str, entity: MessageEntity) -> str:
    """An entity's part: its place counts UTF-16 code units."""
    start = 2 * entity.offset
    return _decoded(_encoded(text)[start : start + 2 * entity.length])


def _with_addresses(text: str, entities: Iterable[MessageEntity]) -> str:
    """The text, with the addresses behind its words, which are no part of it.

    https://core.telegram.org/bots/api#messageentity, `text_link`. Other formatting is left away.
    """
    encoded, parts, place = _encoded(text), [], 0
    for link in sorted((e for e in entities if e.url), key=lambda each: each.offset):
        start, end = 2 * link.offset, 2 * (link.offset + link.length)
        parts.append(_decoded(encoded[place:start]))
        parts.append(linked(_decoded(encoded[start:end]), link.url or ""))
        place = end
    return "".join((*parts, _decoded(encoded[place:]))).strip()


def _without(text: str, mentions: Iterable[MessageEntity]) -> str:
    """The text without the mentions, no gap where they stood and no comma after the first."""
    encoded, parts, place = _encoded(text), [], 0
    for mention in sorted(mentions, key=lambda each: each.offset):
        parts.append(_decoded(encoded[place : 2 * mention.offset]).strip(" "))
        place = 2 * (mention.offset + mention.length)
    parts.append(_decoded(encoded[place:]).strip(" "))
    kept = " ".join(part for part in parts if part).strip()
    return kept if parts[0] else _AFTER_MENTION.sub("", kept, count=1)


def _encoded(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _decoded(encoded: bytes) -> str:
    return encoded.decode("utf-16-le", "replace")
