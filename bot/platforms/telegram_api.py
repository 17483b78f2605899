"""The Bot API as the hub calls it: python-telegram-bot's Bot, with updates handed out unread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias

from telegram import Bot, InputFile
from telegram.constants import KeyboardButtonStyle, ParseMode, ReactionEmoji
from telegram.error import BadRequest

from bot.platforms.telegram_connections import Connections
from bot.platforms.telegram_updates import ALLOWED_UPDATES
from bot.render.telegram import Button, Keyboard, TelegramEntry
from handlers.messages import File, FileKind
from storage.places import Place

RawUpdate: TypeAlias = Mapping[str, Any]
"""An update as JSON, as it came: read by the adapter, and by nobody further in."""

SENDING = 20
"""Connections for sending; Telegram takes about 30 messages a second over all."""
REACTIONS = frozenset(each.value for each in ReactionEmoji)
"""What a bot may put on a message, https://core.telegram.org/bots/api#reactiontypeemoji."""
FROM_INLINE = "inline"
"""What /start brings from the button above inline results; any such payload is a greeting."""
PATIENCE_SECONDS = 10.0
"""For an answer, on top of what a long poll waits by itself."""


UPLOAD_SECONDS = 20.0
"""For the answer to a file."""
TALLEST_PHOTO = 1_600
"""Pixels: Telegram shrinks a photo so that its longer side is 1,280, and then nothing taller can be
read any more; a document stays as it is, https://core.telegram.org/api/files#image-thumbnail-types."""


@dataclass(frozen=True, slots=True)
class Caption:
    """The words below a file, and its buttons."""

    text: str
    keyboard: Keyboard
    html: bool


def is_photo(file: File) -> bool:
    """Whether an image can be read as Telegram shows photos."""
    return file.kind is FileKind.IMAGE and max(file.size) <= TALLEST_PHOTO


class HubBot(Bot):
    """Two sets of connections: long polls never keep a letter waiting."""

    def __init__(self, token: str, *, api_url: str) -> None:
        origin = api_url.rstrip("/")
        super().__init__(
            token,
            base_url=f"{origin}/bot",
            base_file_url=f"{origin}/file/bot",
            request=Connections(origin, most=SENDING, patience_seconds=PATIENCE_SECONDS),
            get_updates_request=Connections(origin, most=1, patience_seconds=PATIENCE_SECONDS),
        )

    async def raw_updates(self, *, offset: int | None, wait: timedelta) -> list[RawUpdate]:
        """Updates from `offset` on (which confirms those before it), or the first unconfirmed.

        Empty after `wait` without any. Unread, because the library's own method gives up all
        of them, and logs what people wrote, where one cannot be read.

        Raises:
            TelegramError: Telegram cannot be reached, or refuses.
        """
        asked = {
            "offset": offset,
            "timeout": int(wait.total_seconds()),
            "allowed_updates": ALLOWED_UPDATES,
        }
        seconds = wait.total_seconds() + PATIENCE_SECONDS
        found: Any = await self._post("getUpdates", asked, read_timeout=seconds)
        return list(found)

    async def say(self, place: Place, text: str, *, html: bool, keyboard: Keyboard) -> str:
        """Send a text without previews of its links; the id of the message.

        Raises:
            TelegramError: it was not sent, or perhaps was.
        """
        asked = {"chat_id": place.conversation, **_content(text, html=html, keyboard=keyboard)}
        if place.thread:
            asked["message_thread_id"] = place.thread
        sent: Any = await self._post("sendMessage", asked)
        return str(sent["message_id"])

    async def send_file(self, place: Place, file: File, caption: Caption, *, photo: bool) -> str:
        """Send a file with words below it; the id of the message.

        https://core.telegram.org/bots/api#sendphoto, https://core.telegram.org/bots/api#senddocument

        Raises:
            TelegramError: as `say`.
        """
        content = _content(caption.text, html=caption.html, keyboard=caption.keyboard)
        content["caption"] = content.pop("text")
        content.pop("link_preview_options")
        asked = {"chat_id": place.conversation, **content}
        if place.thread:
            asked["message_thread_id"] = place.thread
        asked["photo" if photo else "document"] = InputFile(file.content, filename=file.name)
        method = "sendPhoto" if photo else "sendDocument"
        sent: Any = await self._post(method, asked, read_timeout=UPLOAD_SECONDS)
        return str(sent["message_id"])

    async def fetch(self, file_id: str, *, most: int) -> bytes:
        """What is in a file that somebody sent, 20 MB at the most.

        https://core.telegram.org/bots/api#getfile: where it lies is told for an hour at least.

        Raises:
            TelegramError: it is gone or too large, or Telegram cannot be reached.
        """
        found: Any = await self._post("getFile", {"file_id": file_id})
        if int(found.get("file_size") or 0) > most:
            raise BadRequest("file is too big")
        url = f"{self.base_file_url}/{found['file_path']}"
        return bytes(await self.request.retrieve(url, read_timeout=UPLOAD_SECONDS))

    async def replace(
        self, place: Place, message_id: str, text: str, *, html: bool, keyboard: Keyboard
    ) -> None:
        """Edit a message; without keyboard it loses the one that it has.

        Raises:
            TelegramError: as `say`.
        """
        asked = {"chat_id": place.conversation, "message_id": message_id}
        await self._post("editMessageText", asked | _content(text, html=html, keyboard=keyboard))

    async def remove(self, place: Place, message_id: str) -> None:
        """Delete a message of the hub's, 48 hours after it was sent at the latest.

        https://core.telegram.org/bots/api#deletemessage

        Raises:
            TelegramError: as `say`.
        """
        await self._post("deleteMessage", {"chat_id": place.conversation, "message_id": message_id})

    async def react(self, place: Place, message_id: str, emoji: str) -> None:
        """Show this reaction of the hub's and no other; empty: none.

        A bot may have one on a message, https://core.telegram.org/bots/api#setmessagereaction.

        Raises:
            TelegramError: as `say`.
        """
        reaction = [{"type": "emoji", "emoji": emoji}] if emoji else []
        asked = {"chat_id": place.conversation, "message_id": message_id, "reaction": reaction}
        await self._post("setMessageReaction", asked)

    async def type(self, place: Place) -> None:
        """Show for five seconds, or until a message comes, that one is being written.

        https://core.telegram.org/bots/api#sendchataction

        Raises:
            TelegramError: as `say`.
        """
        await self._post("sendChatAction", {"chat_id": place.conversation, "action": "typing"})

    async def offer(
        self, query: str, results: Sequence[TelegramEntry], *, button: str, cached_for: timedelta
    ) -> None:
        """Answer an inline query; `button` stands above the results, and leads to the hub itself.

        What is answered may be repeated by Telegram to the same person for as long as it is
        `cached_for`, https://core.telegram.org/bots/api#answerinlinequery.

        Raises:
            TelegramError: it is too late, or Telegram cannot be reached, or refuses.
        """
        asked: dict[str, Any] = {
            "inline_query_id": query,
            "results": [_article(each) for each in results],
            "cache_time": int(cached_for.total_seconds()),
            "is_personal": True,
        }
        if button:
            asked["button"] = {"text": button, "start_parameter": FROM_INLINE}
        await self._post("answerInlineQuery", asked)


def _article(entry: TelegramEntry) -> dict[str, Any]:
    """See https://core.telegram.org/bots/api#inlinequeryresultarticle."""
    article = {
        "type": "article",
        "id": entry.id,
        "title": entry.title,
        "input_message_content": {
            "message_text": entry.html,
            "parse_mode": ParseMode.HTML,
            "link_preview_options": {"is_disabled": True},
        },
    }
    return article | ({"description": entry.facts} if entry.facts else {})


def _content(text: str, *, html: bool, keyboard: Keyboard) -> dict[str, Any]:
    """What a message says, https://core.telegram.org/bots/api#sendmessage.

    Sent by hand: the library's methods read every entity of the answer, of which we need an id.
    """
    content: dict[str, Any] = {"text": text, "link_preview_options": {"is_disabled": True}}
    if html:
        content["parse_mode"] = ParseMode.HTML
    if keyboard:
        rows = [[_button(button) for button in row] for row in keyboard]
        content["reply_markup"] = {"inline_keyboard": rows}
    return content


def _button(button: Button) -> dict[str, str]:
    """See https://core.telegram.org/bots/api#inlinekeyboardbutton."""
    does = {"callback_data": button.action} if button.action else {"url": button.url}
    style = {"style": KeyboardButtonStyle.PRIMARY.value} if button.strong else {}
    return {"text": button.label, **does, **style}
