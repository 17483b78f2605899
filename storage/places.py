"""Where something is said: a conversation on a platform, as storage keeps it."""

from dataclasses import dataclass
from enum import StrEnum

from config.taxonomy import Platform


class Surface(StrEnum):
    """How a place shows what is said there."""

    CONVERSATION = "conversation"
    ONLY_YOU = "only_you"
    """Slack's ephemeral answers: seen by one person, gone on reload, reached by a reply address."""
    HOME = "home"
    """Slack's App Home: one page a person, replaced whole."""


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation on a platform.

    `workspace` is Slack's team id and empty elsewhere; `conversation` is Slack's channel id or
    Telegram's chat id (for HOME: the user id); `thread` is Slack's thread_ts or Telegram's
    message_thread_id; `reply_url` is Slack's response_url (good for five answers in 30 minutes,
    https://docs.slack.dev/interactivity/handling-user-interaction).
    """

    platform: Platform
    conversation: str
    workspace: str = ""
    thread: str = ""
    surface: Surface = Surface.CONVERSATION
    reply_url: str = ""
