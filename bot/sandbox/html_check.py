"""Telegram's HTML, parsed as strictly as the Bot API does: text and entities, or its error (pure).

Follows `parse_html` of https://github.com/tdlib/td/blob/master/td/telegram/MessageEntity.cpp: the
same tags, the same messages, the same byte offsets. https://core.telegram.org/bots/api#html-style
"""

import re
from dataclasses import dataclass, field

from bot.sandbox.record import Json

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPACE = " \t\r\n\0\v"
_PLAIN = re.compile(r"[&<]|\Z")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,9})|([a-zA-Z]+));?")


class ParseError(ValueError):
    """What stands after "can't parse entities: " in the Bot API's answer."""


def utf16(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


@dataclass
class _Open:
    """A tag that waits for its end: what it is, and where its words begin."""

    name: str
    argument: str
    offset: int
    begins: int


@dataclass
class _Reader:
    """One pass over the source."""

    source: str
    at: int = 0
    words: list[str] = field(default_factory=list)
    offset: int = 0
    entities: list[Json] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)

    def bytes_before(self, at: int) -> int:
        return len(self.source[:at].encode("utf-8", "surrogatepass"))

    def here(self) -> str:
        return self.source[self.at : self.at + 1]

    def skip(self, characters: str) -> None:
        while self.here() and self.here() in characters:
            self.at += 1

    def until(self, stops: str) -> str:
        """Everything before the next of these characters, or to the end."""
        begun = self.at
        while self.here() and self.here() not in stops:
            self.at += 1
        return self.source[begun : self.at]

    def say(self, words: str) -> None:
        self.words.append(words)
        self.offset += utf16(words)

    def fail(self, problem: str, at: int) -> ParseError:
        return ParseError(f"{problem} at byte offset {self.bytes_before(at)}")


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The text without its tags, and its entities by place.

    Raises:
        ParseError: an unknown, unclosed, unmatched or unopened tag, or a bad attribute.
    """
    reader = _Reader(source)
    while reader.at < len(source):
        if reader.here() == "&" and (found := _decoded(source, reader.at)):
            character, reader.at = found
            reader.say(character)
        elif reader.here() != "<":
            begun = reader.at
            reader.at = _PLAIN.search(source, begun + 1).start()  # type: ignore[union-attr]  # $ fits
            reader.say(source[begun : reader.at])
        elif source.startswith("</", reader.at):
            _end_tag(reader)
        else:
            _start_tag(reader)
    if reader.open:
        name = reader.open[-1].name
        raise ParseError(f'Can\'t find end tag corresponding to start tag "{name}"')
    entities = [entity for entity in reader.entities if not entity.pop("dropped", False)]
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(reader.words), entities


def _decoded(source: str, at: int) -> tuple[str, int] | None:
    """The character that this reference stands for and where it ends; None when it is none."""
    found = _REFERENCE.match(source, at)
    if found is None:
        return None
    hexadecimal, decimal, name = found.groups()
    if name:
        character = NAMED.get(name)
    else:
        code = int(hexadecimal, 16) if hexadecimal else int(decimal)
        character = chr(code) if 0 < code < 0x10FFFF else None  # noqa: PLR2004 - Unicode's end
    return (character, found.end()) if character else None


def _start_tag(reader: _Reader) -> None:
    begun = reader.at
    reader.at += 1
    name = reader.until(SPACE + ">").lower()
    if not reader.here():
        raise reader.fail("Unclosed start tag", begun)
    if name not in KINDS:
        raise reader.fail(f'Unsupported start tag "{name}"', begun)
    argument = ""
    while True:
        reader.skip(SPACE)
        if reader.here() == ">":
            break
        key, value = _attribute(reader, name, begun)
        argument = _argument(name, key, value, argument)
    reader.at += 1
    if name == "span" and argument != "spoiler":
        raise reader.fail('Tag "span" must have class "tg-spoiler"', begun)
    reader.open.append(_Open(name, argument, reader.offset, len("".join(reader.words))))


def _attribute(reader: _Reader, name: str, begun: int) -> tuple[str, str]:
    key = reader.until(SPACE + "=>") if name == "blockquote" else reader.until(SPACE + "=")
    if not key:
        raise reader.fail(f'Empty attribute name in the tag "{name}"', begun)
    reader.skip(SPACE)
    if reader.here() != "=":
        if name == "blockquote" and key == "expandable":
            return key, ""
        problem = f'Expected equal sign in declaration of an attribute of the tag "{name}"'
        raise reader.fail(problem, begun)
    reader.at += 1
    reader.skip(SPACE)
    if not reader.here():
        raise reader.fail(f'Unclosed start tag "{name}"', begun)
    value = _quoted(reader) if reader.here() in "'\"" else _token(reader)
    if not reader.here():
        raise reader.fail("Unclosed start tag", begun)
    return key, value


def _token(reader: _Reader) -> str:
    begun = reader.at
    while re.match(r"[A-Za-z0-9.-]", reader.here()):
        reader.at += 1
    if reader.here() and reader.here() not in SPACE + ">":
        raise reader.fail("Unexpected end of name token", begun)
    return reader.source[begun : reader.at].lower()


def _quoted(reader: _Reader) -> str:
    end = reader.here()
    reader.at += 1
    value = []
    while reader.here() and reader.here() != end:
        if reader.here() == "&" and (found := _decoded(reader.source, reader.at)):
            character, reader.at = found
            value.append(character)
        else:
            value.append(reader.here())
            reader.at += 1
    reader.at += bool(reader.here())
    return "".join(value)


def _argument(name: str, key: str, value: str, before: str) -> str:
    """The one thing in a tag's attributes that counts."""
    if (name, key) == ("a", "href") or (name, key) == ("tg-emoji", "emoji-id"):
        return value
    if (name, key) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (name, key) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return "expandable" if key == "expandable" else before


def _end_tag(reader: _Reader) -> None:
    begun = reader.at
    if not reader.open:
        raise reader.fail("Unexpected end tag", begun)
    reader.at += 2
    name = reader.until(SPACE + ">").lower()
    reader.skip(SPACE)
    if reader.here() != ">":
        raise reader.fail("Unclosed end tag", begun)
    reader.at += 1
    tag = reader.open.pop()
    if name and name != tag.name:
        where = f"at byte offset {reader.bytes_before(begun)}"
        raise ParseError(f'Unmatched end tag {where}, expected "</{tag.name}>", found "</{name}>"')
    if reader.offset > tag.offset:
        _entity(reader, tag)


def _entity(reader: _Reader, tag: _Open) -> None:
    entity: Json = {
        "type": KINDS[tag.name],
        "offset": tag.offset,
        "length": reader.offset - tag.offset,
    }
    last = reader.entities[-1] if reader.entities else {}
    same_place = last.get("offset") == tag.offset and last.get("length") == entity["length"]
    match tag.name:
        case "a":
            url = tag.argument or "".join(reader.words)[tag.begins :]
            entity |= _link(url)
        case "tg-emoji":
            if not tag.argument.isdigit():
                raise ParseError("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = tag.argument
        case "pre" if same_place and last["type"] == "code" and last.get("language"):
            last["type"] = "pre"
            return
        case "code" if tag.argument:
            entity["language"] = tag.argument
        case "blockquote" if tag.argument:
            entity["type"] = "expandable_blockquote"
    reader.entities.append(entity)


def _link(url: str) -> Json:
    """A link with a bad address is shown as plain words, and no error is made of it."""
    user = re.fullmatch(r"tg://user\?id=(\d+)", url)
    if user:
        who = {"id": int(user[1]), "is_bot": False, "first_name": user[1]}
        return {"type": "text_mention", "user": who}
    address = url if "://" in url else f"http://{url}"
    fits = re.fullmatch(r"https?://[^\s/?#]+\.[^\s/?#]+\S*|(?:tg|ton)://\S+", address)
    return {"url": address} if fits else {"dropped": True}
