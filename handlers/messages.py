"""The words that handlers speak: a Message in, a Reply out, with choices to tap."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property, partial
from typing import Generic, TypeVar

from pydantic import TypeAdapter

from config.phrases import Detail, Marked, Words
from config.tables import Row
from handlers.lately import Lately
from storage.base import JsonValue
from storage.places import Place

T = TypeVar("T")

LONGEST_ACTION = 64
"""Bytes of a choice's action: Telegram's limit for callback_data,
https://core.telegram.org/bots/api#inlinekeyboardbutton."""
LONGEST_ECHO = 120
"""Characters of a question that are repeated to the person."""
LONGEST_NAME, LONGEST_OPTION = 16, 24
"""Bytes of a field's name and of an option's value: "form.pick 1234567890", both, and the blanks
between them fit into an action."""


Value = bool | int | str | tuple[str, ...] | None
"""An answer to a field: its text, the value of one option or of several, a number, a day as
2026-01-15, yes or no; None where it is not answered."""


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
    FILLED = "filled"
    """Sent a form: `text` is its name and subject, `values` what was answered."""
    EDITED = "edited"
    """Changed what they had said in private: `ref` says what, `text` is what it says now."""
    DELETED = "deleted"
    """Deleted what they had said in private, `ref`; Telegram does not tell of that."""
    REACTED = "reacted"
    """Put a reaction on the message `ref`, or took one off: `verb` is "set", "add" or "drop",
    `text` the emoji with blanks between them; "set" says all that they have there now."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a message: its name (empty where it has none), how it is got.

    `ref` is the platform's own; `size` is in bytes, 0 where the platform does not say.
    """

    name: str
    ref: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that was opened: its rows, or in words why there are none."""

    rows: tuple[Row, ...] = ()
    wrong: Words | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What a person said or tapped, in the hub's own words.

    `text` is what was typed (without the mention or the command), or a tapped choice's action;
    `verb` is a command's name without slash; `about` the platform's id of the message that
    carries the tapped choice; `language` and `time_zone` are the platform's hints, or empty.
    `private` is False where others read along. `person_id` is 0 until the router knows them.
    `trigger` opens a form at once where the platform has such a thing, within three seconds of
    `sent_at`. `values` are the answers of a form that was sent, by field.
    `ref` is the platform's id of what was said, or of what was edited, deleted or reacted to, and
    `reply_to` that of the message which it answers, where the platform tells. `name` is what the
    platform shows them as; `files` is how many files came along, `attached` the one that counts and
    `sheet` what is in that, once it was opened (see bot/sheets.py). `talking` is the relay that all
    they type goes to, 0: none; `in_touch` the one that these words may have been meant for;
    `offered` are the choices that they saw last, see bot/labels.py; `asked` is False where surely
    no form of theirs asks them anything there. These are set with `person_id`.
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
    trigger: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    ref: str = ""
    reply_to: str = ""
    name: str = ""
    files: int = 0
    attached: Attached | None = None
    sheet: Sheet | None = None
    talking: int = 0
    in_touch: int = 0
    asked: bool = True
    offered: str = ""


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


class FieldKind(StrEnum):
    """What is answered in a field, and the Value that comes of it."""

    TEXT = "text"
    """One line: str."""
    LONG = "long"
    """Several lines: str."""
    ONE_OF = "one_of"
    """The value of one option: str."""
    SOME_OF = "some_of"
    """Those of any number of options, in the order of the options: tuple."""
    NUMBER = "number"
    """A whole number from `least` to `most`: int."""
    DATE = "date"
    """A day, as 2026-01-15: str."""
    YES_NO = "yes_no"
    """bool; None: not answered."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from; its value travels in a tap, so it is short."""

    value: str
    label: Words

    def __post_init__(self) -> None:
        if not 0 < len(self.value.encode()) <= LONGEST_OPTION or " " in self.value:
            raise ValueError(f"an option's value over {LONGEST_OPTION} bytes: {self.value}")


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form.

    `value` is what is answered already. `least` and `most` are characters of a text, options
    of several, or the number itself; `most` 0: as many as there may be.
    """

    name: str
    label: Words
    kind: FieldKind = FieldKind.TEXT
    options: tuple[Option, ...] = ()
    value: Value = None
    required: bool = False
    hint: Words | None = None
    least: int = 0
    most: int = 0

    def __post_init__(self) -> None:
        if not 0 < len(self.name.encode()) <= LONGEST_NAME or " " in self.name:
            raise ValueError(f"a field's name over {LONGEST_NAME} bytes: {self.name}")


@dataclass(frozen=True, slots=True)
class Form:
    """Questions asked together where the platform can, and one after another elsewhere.

    `name` is the area that takes the answers (see bot/forms.py), `subject` what they are about,
    in that area's words (60 characters at most). `begun`: most of it is answered already, so show
    the answers first instead of asking each again.
    """

    name: str
    subject: str
    title: Words
    fields: tuple[Field, ...]
    submit: Words
    intro: Words | None = None
    """What to know before the first question."""
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """A form to be opened now, by the trigger that came with what somebody just did."""

    form: Form
    trigger: str


@dataclass(frozen=True, slots=True)
class Reactions:
    """The emoji that a message shall have from the hub, the latest last, and those to take off."""

    shown: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that comes along, by what makes it once it is delivered: who does, and of what.

    See bot/enclosures.py for the makers; `subject` is in the maker's own words.
    """

    maker: str
    subject: str


class FileKind(StrEnum):
    """How a file is shown."""

    IMAGE = "image"
    """A PNG, seen at once."""
    DOCUMENT = "document"
    """By its name, to be opened."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that was made: what it is called, and the title under which it is shown.

    `about` says what an image shows, for those who do not see it; `size` is its width and height
    in pixels.
    """

    name: str
    title: str
    content: bytes = field(repr=False)
    kind: FileKind = FileKind.DOCUMENT
    about: str = ""
    size: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a message, or a notice: a phrase, then entries, then lines, then choices.

    `choices` are rows of buttons. With `edits`, the message that was tapped is replaced instead
    of a new one being sent. `opens` a form instead of saying anything, unless that is too late.
    `removes`: the message that it edits is deleted, and says this where it cannot be any more.
    With `reacts`, nothing is said either: the message that it edits is given these reactions.
    With `file`, the words stand beside it, so they are few; such a reply edits nothing, and on
    Slack its choices come in a message of their own behind it.
    """

    phrase: str
    details: Mapping[str, Detail] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    lines: tuple[Words, ...] = ()
    choices: tuple[tuple[Choice, ...], ...] = ()
    edits: bool = False
    opens: Opening | None = None
    removes: bool = False
    reacts: Reactions | None = None
    file: Enclosure | None = None

    @property
    def words(self) -> Words:
        return Words(self.phrase, self.details)


@dataclass
class _Packing(Generic[T]):
    """How something becomes JSON and comes back; not looked into before it is needed."""

    of: type[T]

    @cached_property
    def adapter(self) -> TypeAdapter[T]:
        return TypeAdapter(self.of)


_REPLY = _Packing(Reply)
_ENTRY = _Packing(Entry)
_PACKED: Lately[str] = Lately(500)
_MESSAGE = _Packing(Message)
_WORDS = _Packing(Words)


def pack_reply(reply: Reply) -> str:
    """A reply as JSON, for the outbox; most of it are its entries, which are packed once."""
    if not reply.entries:
        return _REPLY.adapter.dump_json(reply, exclude_defaults=True).decode()
    entries = ",".join(_PACKED.of(each, make=partial(_packed, each)) for each in reply.entries)
    rest = _REPLY.adapter.dump_json(replace(reply, entries=()), exclude_defaults=True).decode()
    return f'{rest[:-1]},"entries":[{entries}]}}'


def _packed(entry: Entry) -> str:
    return _ENTRY.adapter.dump_json(entry, exclude_defaults=True).decode()


def unpack_reply(packed: str) -> Reply:
    return _REPLY.adapter.validate_json(packed)


def pack_words(words: Words) -> JsonValue:
    """Words to be kept, and said later."""
    packed: JsonValue = _WORDS.adapter.dump_python(words, mode="json")
    return packed


def unpack_words(packed: JsonValue) -> Words:
    return _WORDS.adapter.validate_python(packed)


def pack_message(message: Message) -> str:
    """A message as JSON, for the inbox."""
    return _MESSAGE.adapter.dump_json(message, exclude_defaults=True).decode()


def unpack_message(packed: str) -> Message:
    return _MESSAGE.adapter.validate_json(packed)


def echo(text: str) -> str:
    """A question as it is repeated: on one line, and short."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_ECHO else line[: LONGEST_ECHO - 1].rstrip() + "…"
