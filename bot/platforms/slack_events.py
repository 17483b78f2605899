"""What Slack sends, as messages in the hub's own words (pure): events, commands, taps."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from bot.platforms import slack_words
from bot.platforms.adapter import Incoming, Typed
from bot.platforms.reactions import emoji_of
from bot.platforms.slack_attached import attached
from bot.platforms.slack_forms import filled, submission_key
from bot.render.harmless import clean, linked
from bot.render.slack import FIELD, FIELDS
from config.taxonomy import Platform
from handlers.messages import Message, Said
from storage.places import Place, Surface
from storage.search.documents import Kind

Json: TypeAlias = Mapping[str, Any]

EPHEMERAL = "ephemeral"
"""The id of a message that only one person sees: Slack gives none that could be used later."""
ABOUT_A_MESSAGE = "request"
"""The shortcut in a message's menu, and the verb that it stands for."""
SUGGESTED = 20
"""Titles that a field offers at once; Slack shows some ten, and scrolls."""
_SAID_BY_PEOPLE = frozenset({"", "file_share", "thread_broadcast"})
"""Subtypes that are somebody writing; the others are edits, deletions, joins, bots and notices,
https://docs.slack.dev/reference/events/message#subtypes."""
_LINK = re.compile(r"<([@#!][^<>|\s]+|[a-z][a-z0-9+.-]*:[^<>|\s]+)(?:\|([^<>]*))?>")


@dataclass(frozen=True, slots=True)
class Us:
    """Who the hub is in Slack: its workspace, and its user there."""

    team: str
    user: str


def incoming(body: Json, us: Us, *, at: datetime) -> tuple[Incoming, ...]:
    """What people said or tapped in this payload; empty when it is not for the hub to answer.

    Which app it is for needs no check: the signature, or the app's own socket, proved it. `at` is
    when it came, for commands and taps that do not say when they were made.
    """
    if not _is_for(body, us):
        return ()
    match str(body.get("type") or ""):
        case "event_callback":
            message = _event(body, us, at=at)
            return (Incoming(_text(body, "event_id"), message),) if message else ()
        case "block_actions":
            return _taps(body, us, at=at)
        case "view_submission":
            message = filled(body, us.team, at=at)
            return (Incoming(submission_key(body), message),) if message else ()
        case "message_action" if body.get("callback_id") == ABOUT_A_MESSAGE:
            return (Incoming(f"about {_text(body, 'trigger_id')}", _about(body, us, at=at)),)
        case "" if body.get("command"):
            # A command has no event_id. Its trigger_id is made anew for each thing that a person
            # does (it can be exchanged once, exchanged_trigger_id says so), and is part of the
            # payload, which is what a redelivery repeats.
            # https://docs.slack.dev/interactivity/handling-user-interaction
            return (Incoming(f"command {_text(body, 'trigger_id')}", _command(body, us, at=at)),)
        case _:
            return ()


def typed(body: Json, us: Us) -> Typed | None:
    """What somebody is typing into one of the hub's fields; None where it is another's.

    https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
    """
    if body.get("type") != "block_suggestion":
        return None
    field, _, kind = _text(body, "action_id").partition(".")
    if f"{field}." != FIELD or kind not in FIELDS:
        return None
    return Typed(
        platform=Platform.SLACK,
        workspace=us.team,
        account=_text(body, "user", "id"),
        text=clean(_text(body, "value")),
        most={Kind(kind): SUGGESTED},
        shared=not _is_private(_tapped_place(body, us)),
    )


def is_known(body: Json, us: Us) -> bool:
    """Whether the payload comes from the hub's workspace."""
    return _is_for(body, us)


def heard(text: str, us: Us) -> str:
    """Slack's markup as a person typed it, without the hub's own name and control characters.

    https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
    """
    plain = _LINK.sub(lambda link: _label(link[1], link[2] or "", us), text)
    for escaped, letter in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        plain = plain.replace(escaped, letter)
    return clean(plain).strip()


def _written(message: Json, us: Us) -> str:
    """What a message says, without the signs of its formatting."""
    said = slack_words.words(message.get("blocks"), lambda target, label: _label(target, label, us))
    return heard(_text(message, "text"), us) if said is None else clean(said).strip()


def _is_for(body: Json, us: Us) -> bool:
    """In a channel shared between organisations the sender's workspace may be another one."""
    if us.team == body.get("team_id"):
        return True
    teams = [
        _text(body, "context_team_id"),
        _text(body, "team", "id"),
        _text(body, "user", "team_id"),
        _text(body, "message", "team"),
        _text(body, "view", "app_installed_team_id"),
    ]
    granted = body.get("authorizations") or ()
    return us.team in teams or us.team in [_text(each, "team_id") for each in granted]


def _event(body: Json, us: Us, *, at: datetime) -> Message | None:
    event = body.get("event") or {}
    author = _text(event, "user")
    if _text(event, "subtype") in {"message_changed", "message_deleted"}:
        return _altered(event, us, at=at)
    by_bot = event.get("bot_id") or event.get("bot_profile") or author in {"", us.user}
    if by_bot or event.get("edited") or event.get("hidden"):
        return None
    if _text(event, "subtype") not in _SAID_BY_PEOPLE:
        return None
    channel = _text(event, "channel")
    match _text(event, "type"):
        case "app_mention" if not _is_direct(channel):
            thread = _text(event, "thread_ts") or _text(event, "ts")
            return _said(event, us, thread=thread, private=False, at=at)
        case "message" if _text(event, "channel_type") == "im" or _is_direct(channel):
            return _said(event, us, thread=_text(event, "thread_ts"), private=True, at=at)
        case "reaction_added" if _is_direct(_text(event, "item", "channel")):
            return _reacted(event, us, "add", at=at)
        case "reaction_removed" if _is_direct(_text(event, "item", "channel")):
            return _reacted(event, us, "drop", at=at)
        case "app_home_opened" if _text(event, "tab") == "home":
            return Message(
                place=_place(us, author, surface=Surface.HOME),
                account=author,
                said=Said.OPENED,
                sent_at=_moment(_text(event, "event_ts"), at),
            )
        case _:
            return None


def _altered(event: Json, us: Us, *, at: datetime) -> Message | None:
    """What somebody has changed or deleted of what they wrote to the hub directly.

    https://docs.slack.dev/reference/events/message/message_changed, which also comes when a link
    is unfurled (there is no `edited` then), and when what has a thread is deleted: a tombstone
    stays, https://docs.slack.dev/messaging/retrieving-messages#deleted_threads.
    """
    now, before = event.get("message") or {}, event.get("previous_message") or {}
    gone = _text(event, "subtype") == "message_deleted" or _text(now, "subtype") == "tombstone"
    said = before if gone else now
    author = _text(said, "user")
    by_bot = said.get("bot_id") or author in {"", us.user}
    if by_bot or not _is_direct(_text(event, "channel")) or not (gone or now.get("edited")):
        return None
    return Message(
        place=_place(us, _text(event, "channel"), thread=_text(said, "thread_ts")),
        account=author,
        said=Said.DELETED if gone else Said.EDITED,
        sent_at=_moment(_text(event, "event_ts"), at),
        text="" if gone else _written(now, us),
        ref=_text(event, "deleted_ts") or _text(said, "ts"),
    )


def _reacted(event: Json, us: Us, verb: str, *, at: datetime) -> Message | None:
    """See https://docs.slack.dev/reference/events/reaction_added."""
    emoji = emoji_of(_text(event, "reaction"))
    if not emoji or _text(event, "item", "type") != "message":
        return None
    return Message(
        place=_place(us, _text(event, "item", "channel")),
        account=_text(event, "user"),
        said=Said.REACTED,
        sent_at=_moment(_text(event, "event_ts"), at),
        text=emoji,
        verb=verb,
        ref=_text(event, "item", "ts"),
    )


def _said(event: Json, us: Us, *, thread: str, private: bool, at: datetime) -> Message:
    return Message(
        place=_place(us, _text(event, "channel"), thread=thread),
        account=_text(event, "user"),
        said=Said.TEXT,
        sent_at=_moment(_text(event, "ts"), at),
        text=_written(event, us),
        private=private,
        ref=_text(event, "ts"),
        files=len(event.get("files") or ()),
        attached=attached(event.get("files") or ()),
    )


def _command(body: Json, us: Us, *, at: datetime) -> Message:
    """`/hub find words`: which verb it is, is understood later."""
    place = _place(
        us,
        _text(body, "channel_id"),
        surface=Surface.ONLY_YOU,
        reply_url=_text(body, "response_url"),
    )
    return Message(
        place=place,
        account=_text(body, "user_id"),
        said=Said.COMMAND,
        sent_at=at,
        text=heard(_text(body, "text"), us),
        trigger=_text(body, "trigger_id"),
    )


def _about(body: Json, us: Us, *, at: datetime) -> Message:
    """Somebody asks for help with what is said in a message; only they see the answer.

    https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
    """
    channel, url = _text(body, "channel", "id"), _text(body, "response_url")
    return Message(
        place=_place(us, channel, surface=Surface.ONLY_YOU, reply_url=url),
        account=_text(body, "user", "id"),
        said=Said.COMMAND,
        sent_at=_moment(_text(body, "action_ts"), at),
        text=_written(body.get("message") or {}, us),
        verb=ABOUT_A_MESSAGE,
        trigger=_text(body, "trigger_id"),
    )


def _taps(body: Json, us: Us, *, at: datetime) -> tuple[Incoming, ...]:
    """Buttons with an address have no value: Slack tells of them, and nothing is to be done.

    A tap's key is its trigger_id, for the reasons of a command's.
    """
    taps = []
    for number, action in enumerate(body.get("actions") or ()):
        chosen = _text(action, "value") or _text(action, "selected_option", "value")
        if chosen:
            message = _tap(body, chosen, us, at=_moment(_text(action, "action_ts"), at))
            taps.append(Incoming(f"tap {number} {_text(body, 'trigger_id')}", message))
    return tuple(taps)


def _tap(body: Json, chosen: str, us: Us, *, at: datetime) -> Message:
    place = _tapped_place(body, us)
    about = {
        Surface.HOME: _text(body, "container", "view_id"),
        Surface.ONLY_YOU: EPHEMERAL,
    }.get(place.surface, _text(body, "container", "message_ts"))
    return Message(
        place=place,
        account=_text(body, "user", "id"),
        said=Said.TAP,
        sent_at=at,
        text=chosen,
        about=about,
        private=_is_private(place),
        trigger=_text(body, "trigger_id"),
    )


def _is_private(place: Place) -> bool:
    """Whether nobody else reads what is answered there."""
    return place.surface is not Surface.CONVERSATION or _is_direct(place.conversation)


def _tapped_place(body: Json, us: Us) -> Place:
    if _text(body, "container", "type") == "view":
        return _place(us, _text(body, "user", "id"), surface=Surface.HOME)
    channel = _text(body, "container", "channel_id") or _text(body, "channel", "id")
    thread = _text(body, "container", "thread_ts") or _text(body, "message", "thread_ts")
    if (body.get("container") or {}).get("is_ephemeral"):
        url = _text(body, "response_url")
        return _place(us, channel, thread=thread, surface=Surface.ONLY_YOU, reply_url=url)
    if not thread and not _is_direct(channel):
        thread = _text(body, "container", "message_ts")
    return _place(us, channel, thread=thread)


def _place(
    us: Us,
    conversation: str,
    *,
    thread: str = "",
    surface: Surface = Surface.CONVERSATION,
    reply_url: str = "",
) -> Place:
    return Place(
        platform=Platform.SLACK,
        conversation=conversation,
        workspace=us.team,
        thread=thread,
        surface=surface,
        reply_url=reply_url,
    )


def _label(target: str, label: str, us: Us) -> str:
    """A mention, a channel, a group or a link, as it was typed."""
    if target == f"@{us.user}":
        return ""
    if target[0] in "@#":
        return f"{target[0]}{label or target[1:]}"
    if target[0] == "!":
        return label or f"@{target[1:]}"
    return linked(label, target)


def _is_direct(channel: str) -> bool:
    """A conversation of one person with the hub, by the first letter of its id.

    https://docs.slack.dev/reference/objects/conversation-object
    """
    return channel.startswith("D")


def _moment(ts: str, otherwise: datetime) -> datetime:
    """Slack's timestamps are seconds with six decimals."""
    try:
        return datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return otherwise


def _text(thing: object, *keys: str) -> str:
    """What stands under these keys, one in the other; empty when it is absent or no text."""
    for key in keys:
        if not isinstance(thing, dict):
            return ""
        thing = thing.get(key)
    return thing if isinstance(thing, str) else ""
