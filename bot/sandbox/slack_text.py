"""What Slack makes of the words that somebody types, before an app is sent them (pure)."""

import re

from bot.sandbox.record import Json

_MENTION = re.compile(r"(<@[UW][A-Z0-9]+>|<#[CG][A-Z0-9]+>)")
_LINK = re.compile(r"https?://[^\s<>]*[^\s<>.,;:!?)\]}'\"]")
_EVERYBODY = re.compile(r"(?<![\w<!])@(channel|here|everyone)\b")


def escaped(text: str) -> str:
    """The three characters that Slack escapes, in messages and in commands alike.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed(text: str) -> str:
    """A message as it is stored: escaped, addresses in angle brackets, @channel as `<!channel>`.

    Mentions written as `<@U1>` or `<#C1>` stay: a person picks those from a list. Typed markup
    such as `<!everyone>` is only words.
    """
    parts = _MENTION.split(text)
    return "".join(part if number % 2 else _words(part) for number, part in enumerate(parts))


def _words(text: str) -> str:
    linked = _LINK.sub(lambda match: f"<{match.group()}>", escaped(text))
    return _EVERYBODY.sub(r"<!\1>", linked)


def composed(text: str) -> list[Json]:
    """The blocks that go with what somebody typed, as every message from Slack's composer has them.

    https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
    """
    return rich({"type": "rich_text_section", "elements": _elements(text)})


def rich(*parts: Json) -> list[Json]:
    """What somebody composed with formatting, in one block."""
    return [{"type": "rich_text", "elements": list(parts)}]


def _elements(text: str) -> list[Json]:
    found: list[Json] = []
    place = 0
    for match in _LEADS.finditer(text):
        found += _run(text[place : match.start()])
        found.append(_leading(match))
        place = match.end()
    return found + _run(text[place:])


def _leading(match: re.Match[str]) -> Json:
    mention, link, everybody = match["mention"], match["link"], match["range"]
    if link:
        return {"type": "link", "url": link}
    if everybody:
        return {"type": "broadcast", "range": everybody}
    kind = "user" if mention[1] == "@" else "channel"
    return {"type": kind, f"{kind}_id": mention[2:-1]}


def _run(text: str) -> list[Json]:
    return [{"type": "text", "text": text}] if text else []


_LEADS = re.compile(
    rf"(?P<mention>{_MENTION.pattern})|(?P<link>{_LINK.pattern})"
    r"|(?<![\w<!])@(?P<range>channel|here|everyone)\b"
)
