"""The Bot API as the hub calls it: python-telegram-bot's Bot, with updates handed out unread."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypeAlias

import httpx
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import KeyboardButtonStyle
from telegram.request import HTTPXRequest

from bot.platforms.telegram_updates import ALLOWED_UPDATES
from bot.render.telegram import Button, Keyboard

RawUpdate: TypeAlias = Mapping[str, Any]
"""An update as JSON, as it came: read by the adapter, and by nobody further in."""

SENDING = 20
"""Connections for sending; Telegram takes about 30 messages a second over all."""
KEPT_OPEN_SECONDS = 25.0
"""For a connection that is idle, so that most of a conversation needs one handshake."""
PATIENCE_SECONDS = 10.0
"""For an answer, on top of what a long poll waits by itself."""


class HubBot(Bot):
    """Two sets of connections: long polls never keep a letter waiting."""

    def __init__(self, token: str, *, api_url: str) -> None:
        origin = api_url.rstrip("/")
        super().__init__(
            token,
            base_url=f"{origin}/bot",
            base_file_url=f"{origin}/file/bot",
            request=HTTPXRequest(
                read_timeout=PATIENCE_SECONDS,
                pool_timeout=5.0,
                httpx_kwargs={
                    "limits": httpx.Limits(
                        max_connections=SENDING, keepalive_expiry=KEPT_OPEN_SECONDS
                    )
                },
            ),
            get_updates_request=HTTPXRequest(connection_pool_size=1),
        )

    async def raw_updates(self, *, offset: int | None, wait: timedelta) -> list[RawUpdate]:
        """Updates from `offset` on (which confirms those before it), or the first unconfirmed.

        Empty after `wait` without any. Unread, because the library's own method gives up all
        of them, and logs what people wrote, where one cannot be read.

        Raises:
            TelegramError: Telegram cannot be reached, or refuses.
        """
        asked = {
            "offset": offset,
            "timeout": int(wait.total_seconds()),
            "allowed_updates": ALLOWED_UPDATES,
        }
        seconds = wait.total_seconds() + PATIENCE_SECONDS
        found: Any = await self._post("getUpdates", asked, read_timeout=seconds)
        return list(found)


def markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """The keyboard as the API takes it; None for none at all."""
    rows = [[_button(button) for button in row] for row in keyboard]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        button.label,
        callback_data=button.action or None,
        url=button.url or None,
        style=KeyboardButtonStyle.PRIMARY if button.strong else None,
    )
