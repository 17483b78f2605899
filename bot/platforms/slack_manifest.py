"""The manifest that makes the Slack app: paste it at api.slack.com/apps, "From a manifest".

Fields and limits: https://docs.slack.dev/reference/app-manifest
"""

from bot.platforms.slack_events import ABOUT_A_MESSAGE
from bot.web.slack import PATH

COMMAND = "/hub"
NAME = "Connection hub"
DESCRIPTION = "Find resources and the people who know, across the network."
LONG_DESCRIPTION = (
    "Ask the hub in your own words, in any official language of the United Nations: it finds"
    " guidance, good practice and data from the network's knowledge platforms, and the experts who"
    " answer for a subject. Write to it directly, mention it in a channel, or use the command /hub."
)
SCOPES = {
    "app_mentions:read": "hear when the hub is mentioned in a channel",
    "channels:history": "look up whether a message whose fate is unsure was said, to say it once",
    "chat:write": "answer, and replace an answer when somebody taps a button on it",
    "commands": "offer /hub, and to ask for help from a message's menu",
    "files:read": "open the table of a workplan that a lead sends, and look up whether a file whose"
    " fate is unsure was shared, to share it once",
    "files:write": "send a workplan as a picture or a table, and a review as a document",
    "groups:history": "the same look-up in private channels that the hub is in",
    "im:history": "hear what is written to the hub directly",
    "im:write": "find the conversation with somebody who has only used /hub so far",
    "mpim:history": "the same look-up in group conversations that the hub is in",
    "mpim:write": "introduce two people who both said yes, in a conversation of the three",
    "reactions:read": "carry a reaction to somebody whom the hub talks for on another platform",
    "reactions:write": "show a reaction that came from there",
    "users:read": "speak in the language and the time zone that somebody has set in Slack",
}
"""Every bot scope and why it is needed; the hub keeps nothing of what it looks up.

https://docs.slack.dev/reference/scopes
"""
EVENTS = ("app_home_opened", "app_mention", "message.im", "reaction_added", "reaction_removed")
"""https://docs.slack.dev/reference/events"""


def manifest(public_url: str | None, *, socket_mode: bool) -> dict[str, object]:
    """The manifest as JSON. By HTTP, Slack calls the hub at `public_url`.

    Raises:
        ValueError: by HTTP, and there is no public URL.
    """
    if not socket_mode and not public_url:
        raise ValueError("without Socket Mode, Slack needs the hub's public address")
    url = None if socket_mode else (public_url or "").rstrip("/") + PATH
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
            "background_color": "#0b4a6f",
        },
        "features": _features(url),
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": _settings(url, socket_mode=socket_mode),
    }


def _features(url: str | None) -> dict[str, object]:
    """Where people meet the hub: its Home, its conversation, its command, a message's menu."""
    command = {
        "command": COMMAND,
        "description": DESCRIPTION,
        "usage_hint": "find alternatives to detention | who return | me | help",
        "should_escape": False,
    }
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "hub", "always_online": True},
        "slash_commands": [command | _at(url, "url")],
        "shortcuts": [
            {
                "name": "Ask the hub for help",
                "type": "message",
                "callback_id": ABOUT_A_MESSAGE,
                "description": "Look for somebody who can help with what this message asks",
            }
        ],
    }


def _settings(url: str | None, *, socket_mode: bool) -> dict[str, object]:
    """What Slack brings, and where to."""
    return {
        "event_subscriptions": {"bot_events": list(EVENTS)} | _at(url, "request_url"),
        "interactivity": {"is_enabled": True}
        | _at(url, "request_url")
        | _at(url, "message_menu_options_url"),
        "org_deploy_enabled": False,
        "socket_mode_enabled": socket_mode,
        "token_rotation_enabled": False,
    }


def _at(url: str | None, key: str) -> dict[str, object]:
    """Over a socket there are no addresses to call."""
    return {key: url} if url else {}
