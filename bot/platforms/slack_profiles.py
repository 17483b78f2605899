"""What Slack knows of people's language, time zone and name, asked once an hour at most."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.adapter import Profile
from bot.render.harmless import one_line

PATIENCE = timedelta(seconds=1.5)
"""Somebody waits for an answer meanwhile, which can be given without this."""
FRESH_FOR = timedelta(hours=1)
MOST_KEPT = 10_000

log = logging.getLogger(__name__)


class Profiles:
    """Profiles by account."""

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        self._now = now
        self._kept: dict[str, tuple[datetime, Profile]] = {}

    async def get(self, client: AsyncWebClient, account: str) -> Profile:
        """The profile, or an empty one when Slack does not give it in time."""
        asked_at, profile = self._kept.get(account, (None, Profile()))
        if asked_at and self._now() - asked_at < FRESH_FOR:
            return profile
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                answer = await client.users_info(user=account, include_locale=True)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("no profile: %s", type(error).__name__)
            return profile
        user = answer.get("user") or {}
        profile = Profile(
            str(user.get("locale") or ""), str(user.get("tz") or ""), one_line(_name(user))
        )
        self._keep(account, profile)
        return profile

    def _keep(self, account: str, profile: Profile) -> None:
        """The one that was asked for longest ago makes room."""
        self._kept.pop(account, None)
        while len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[account] = (self._now(), profile)


def _name(user: Mapping[str, Any]) -> str:
    """Their full name: what they are called by in one workspace may be a nickname.

    https://docs.slack.dev/reference/objects/user-object#profile
    """
    profile = user.get("profile") or {}
    return str(
        profile.get("real_name") or user.get("real_name") or profile.get("display_name") or ""
    )
