"""Slack's texts as HTML: mrkdwn, plain text and rich text (pure)."""

import html
import re
from collections.abc import Callable
from typing import Any

from bot.demo.markup import Html, join, lines, tag

Json = dict[str, Any]
Named = Callable[[str], str]
"""What somebody or a channel is called, by id."""

_PIECE = re.compile(
    r"<(?P<link>[^<>\s|]+)(?:\|(?P<label>[^<>]*))?>"
    r"|(?<!\w)\*(?P<bold>[^*\n]+)\*(?!\w)|(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)|`(?P<code>[^`\n]+)`"
)


def mrkdwn(said: str, named: Named) -> Html:
    """See https://docs.slack.dev/messaging/formatting-message-text."""
    parts, at = [], 0
    for match in _PIECE.finditer(said):
        parts += [_plain(said[at : match.start()]), _piece(match, named)]
        at = match.end()
    return join(*parts, _plain(said[at:]))


def _piece(match: re.Match[str], named: Named) -> Html:
    if link := match["link"]:
        if link[0] in "@#":
            return tag("span", link[0] + named(link[1:]), class_="mention")
        if link[0] == "!":
            return tag("span", f"@{link[1:]}", class_="mention")
        return anchor(html.unescape(link), html.unescape(match["label"] or link))
    for kind, element in (("bold", "strong"), ("italic", "em"), ("code", "code")):
        if match[kind]:
            return tag(element, _plain(match[kind]))
    return Html("")


def _plain(said: str) -> Html:
    return lines(html.unescape(said))


def anchor(url: str, label: str) -> Html:
    """A link; only to the web, whoever wrote it."""
    if not url.startswith(("https://", "http://")):
        return lines(label)
    return tag("a", label, href=url, target="_blank", rel="noreferrer noopener", dir="auto")


def text_object(said: Json, named: Named) -> Html:
    """See https://docs.slack.dev/reference/block-kit/composition-objects/text-object."""
    words = str(said.get("text", ""))
    return mrkdwn(words, named) if said.get("type") == "mrkdwn" else lines(words)


def rich_text(block: Json, named: Named) -> Html:
    """See https://docs.slack.dev/reference/block-kit/blocks/rich-text-block."""
    return join(*(_rich(each, named) for each in block["elements"]))


def _rich(element: Json, named: Named) -> Html:
    inside = [_inline(each, named) for each in element.get("elements", [])]
    match element["type"]:
        case "rich_text_quote":
            return tag("blockquote", *inside, dir="auto")
        case "rich_text_preformatted":
            return tag("pre", *inside)
        case "rich_text_list":
            kind = "ol" if element.get("style") == "ordered" else "ul"
            return tag(kind, *(tag("li", _rich(e, named)) for e in element["elements"]))
        case _:
            return tag("p", *inside, dir="auto")


def _inline(element: Json, named: Named) -> Html:
    match element["type"]:
        case "link":
            said = anchor(element["url"], element.get("text") or element["url"])
        case "user":
            said = tag("span", "@" + named(element["user_id"]), class_="mention")
        case "channel":
            said = tag("span", "#" + named(element["channel_id"]), class_="mention")
        case _:
            said = lines(str(element.get("text", "")))
    style = element.get("style", {})
    for kind, name in (("bold", "strong"), ("italic", "em"), ("strike", "s"), ("code", "code")):
        said = tag(name, said) if style.get(kind) else said
    return said
