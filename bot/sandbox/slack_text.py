"""What Slack makes of the words that somebody types, before an app is sent them (pure)."""

import re

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
