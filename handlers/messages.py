"""The words that handlers speak: a Message in, a Reply out, with choices to tap."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pydantic import TypeAdapter

from config.phrases import Detail, Marked, Words
from storage.places import Place

LONGEST_ACTION = 64
"""Bytes of a choice's action: Telegram's limit for callback_data,
https://core.telegram.org/bots/api#inlinekeyboardbutton."""
LONGEST_ECHO = 120
"""Characters of a question that are repeated to the person."""


class Said(StrEnum):
    """What a person did."""

    TEXT = "text"
    COMMAND = "command"
    TAP = "tap"
    OPENED = "opened"
    """Opened the hub's home page, or pressed Start."""
    LEFT = "left"
    """Blocked the hub, or removed it from a group."""
    RETURNED = "returned"
    """Unblocked the hub; pressing Start, which comes by itself, is another message."""
    MOVED = "moved"
    """A Telegram group became a supergroup; `text` is the new conversation's id."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a person said or tapped, in the hub's own words.

    `text` is what was typed (without the mention or the command), or a tapped choice's action;
    `verb` is a command's name without slash; `about` the platform's id of the message that
    carries the tapped choice; `language` and `time_zone` are the platform's hints, or empty.
    `private` is False where others read along. `person_id` is 0 until the router knows them.
    """

    place: Place
    account: str
    said: Said
    sent_at: datetime
    text: str = ""
    verb: str = ""
    about: str = ""
    private: bool = True
    language: str = ""
    time_zone: str = ""
    person_id: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: its label, and either an action that comes back as a tap or an address to open."""

    label: Words
    action: str = ""
    url: str = ""
    strong: bool = False
    """The one choice that most people want."""

    def __post_init__(self) -> None:
        if len(self.action.encode()) > LONGEST_ACTION:
            raise ValueError(f"an action over {LONGEST_ACTION} bytes: {self.action}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One result of a list.

    A title, linked where there is an address; facts in a row; a passage that people wrote, with
    its matching words marked; and why it is here.
    """

    title: str
    url: str = ""
    facts: tuple[str | Words, ...] = ()
    passage: Marked | None = None
    why: Words | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a message, or a notice: a phrase, then entries, then lines, then choices.

    `choices` are rows of buttons. With `edits`, the message that was tapped is replaced instead
    of a new one being sent.
    """

    phrase: str
    details: Mapping[str, Detail] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    lines: tuple[Words, ...] = ()
    choices: tuple[tuple[Choice, ...], ...] = ()
    edits: bool = False

    @property
    def words(self) -> Words:
        return Words(self.phrase, self.details)


_REPLY = TypeAdapter(Reply)
_MESSAGE = TypeAdapter(Message)


def pack_reply(reply: Reply) -> str:
    """A reply as JSON, for the outbox."""
    return _REPLY.dump_json(reply, exclude_defaults=True).decode()


def unpack_reply(packed: str) -> Reply:
    return _REPLY.validate_json(packed)


def pack_message(message: Message) -> str:
    """A message as JSON, for the inbox."""
    return _MESSAGE.dump_json(message, exclude_defaults=True).decode()


def unpack_message(packed: str) -> Message:
    return _MESSAGE.validate_json(packed)


def echo(text: str) -> str:
    """A question as it is repeated: on one line, and short."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_ECHO else line[: LONGEST_ECHO - 1].rstrip() + "…"
