"""Telegram's Bot API about files: photos and documents that come as parts of a call."""

from dataclasses import dataclass, field

from bot.sandbox.record import Json
from bot.sandbox.telegram_api import Call, Method, replied
from bot.sandbox.telegram_limits import (
    DOCUMENT_BYTES,
    FETCHED_BYTES,
    TelegramError,
    bad,
    captioned,
    check_photo,
    checked_markup,
)
from bot.sandbox.telegram_state import State
from bot.sandbox.telegram_world import TelegramMessage


@dataclass(frozen=True)
class Sent:
    """A file that came as a part of a call."""

    name: str
    content: bytes = field(repr=False)


def send_photo(call: Call) -> Json:
    """See https://core.telegram.org/bots/api#sendphoto."""
    return _send_file(call, "photo")


def send_document(call: Call) -> Json:
    """See https://core.telegram.org/bots/api#senddocument."""
    return _send_file(call, "document")


def _send_file(call: Call, kind: str) -> Json:
    """Only files in the call itself are taken here: the hub has no others to send."""
    sent = call.arguments.get(kind)
    if not isinstance(sent, Sent) or not sent.name:
        raise bad(f"there is no {kind} in the request")
    if not sent.content:
        raise bad("file must be non-empty")
    if len(sent.content) > DOCUMENT_BYTES:
        raise TelegramError(413, "Request Entity Too Large")
    words, entities = captioned(
        call.text("caption"),
        parse_mode=call.text("parse_mode"),
        entities=call.json("caption_entities"),
    )
    size = check_photo(sent.content) if kind == "photo" else (0, 0)
    markup, keyboard = checked_markup(call.json("reply_markup"))
    chat = call.chat()
    message = call.state.post(
        chat,
        call.state.bot,
        words,
        entities=entities,
        markup=markup,
        keyboard=keyboard,
        reply_to=replied(call, chat),
        file=sent.name,
        content=sent.content,
        size=size,
    )
    return message.json()


def get_file(call: Call) -> Json:
    """See https://core.telegram.org/bots/api#getfile."""
    message = _sent(call.state, call.text("file_id"))
    if message is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(message.content) > FETCHED_BYTES:
        raise bad("file is too big")
    path = f"documents/file_{message.chat.id}_{message.id}"
    return {
        "file_id": message.file_id,
        "file_unique_id": f"u{message.id}",
        "file_size": len(message.content),
        "file_path": path,
    }


def content_at(state: State, path: str) -> bytes | None:
    """The bytes that lie at a path which getFile has told; None: there are none."""
    chat, _, number = path.removeprefix("documents/file_").partition("_")
    message = _sent(state, f"f{chat}-{number}")
    return message.content if message else None


def _sent(state: State, file_id: str) -> TelegramMessage | None:
    """The message that a file came with, by the file's id; one that was deleted keeps its file."""
    every = (each for chat in state.chats.values() for each in chat.messages.values())
    return next((each for each in every if each.file and each.file_id == file_id), None)


METHODS: dict[str, Method] = {
    "sendphoto": send_photo,
    "senddocument": send_document,
    "getfile": get_file,
}
