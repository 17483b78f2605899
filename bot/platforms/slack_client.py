"""The client of Slack's Web API: where it calls, how long it waits, and whether it is let in."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.platforms.slack_errors import code, said_no, status, waited
from bot.platforms.slack_events import Us
from bot.platforms.slack_receiving import quiet
from config.settings import SettingError

PATIENCE = timedelta(seconds=10)
"""For one call."""
TIMEOUT = aiohttp.ClientTimeout(total=PATIENCE.total_seconds(), connect=4.0)
RECONNECT_PAUSE = timedelta(seconds=2)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SlackKeys:
    """What Slack gave the app. With an app token events come over a socket, else over HTTP."""

    api_url: str
    bot_token: str = field(repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)


def made_client(keys: SlackKeys, session: aiohttp.ClientSession | None = None) -> AsyncWebClient:
    """Never resends by itself: after a dropped connection that would say things twice.

    Without a session it opens one for each call.
    """
    base_url = keys.api_url.rstrip("/") + "/"
    client = AsyncWebClient(
        token=keys.bot_token,
        base_url=base_url,
        timeout=int(PATIENCE.total_seconds()),
        session=session,
        logger=quiet,
        retry_handlers=[],
    )
    client.proxy = proxy_for(base_url)
    return client


def proxy_for(url: str) -> str | None:
    """The proxy of the environment; slack_sdk by itself does not know NO_PROXY."""
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return None
    return getproxies().get(parts.scheme)


async def who_are_we(client: AsyncWebClient) -> Us:
    """Ask Slack whose the bot token is; waits for as long as Slack cannot be reached.

    Raises:
        SettingError: Slack refuses the token.
    """
    known = await _insist("HUB_SLACK_BOT_TOKEN", client.auth_test)
    return Us(team=str(known["team_id"]), user=str(known["user_id"]))


async def open_socket(client: AsyncWebClient, keys: SlackKeys) -> str:
    """Ask for the address of a WebSocket; waits likewise.

    Raises:
        SettingError: Slack refuses the app token.
    """
    opened = await _insist(
        "HUB_SLACK_APP_TOKEN", lambda: client.apps_connections_open(app_token=keys.app_token)
    )
    return str(opened["url"])


async def _insist(
    setting: str, call: Callable[[], Awaitable[AsyncSlackResponse]]
) -> AsyncSlackResponse:
    """Until Slack answers; `setting` is what it speaks of when it says no."""
    while True:
        pause = RECONNECT_PAUSE
        try:
            return await call()
        except SlackApiError as error:
            if said_no(error):
                raise refusal(setting, error) from None
            pause = waited(error) or pause
            log.warning("Slack does not answer: %s", code(error) or f"HTTP {status(error)}")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("Slack out of reach: %s", type(error).__name__)
        await asyncio.sleep(pause.total_seconds())


def refusal(setting: str, error: SlackApiError) -> SettingError:
    """What an operator has to put right."""
    if not code(error):
        return SettingError(
            "HUB_SLACK_API_URL",
            f"No Slack answers at this address (HTTP {status(error)}).",
            "Leave it unset, unless you know of another Slack than slack.com.",
        )
    where = {
        "HUB_SLACK_BOT_TOKEN": "Copy the token that begins with xoxb- from OAuth & Permissions"
        " again.",
        "HUB_SLACK_APP_TOKEN": "Switch Socket Mode on, and copy the token that begins with xapp-"
        " and has connections:write from Basic Information again.",
    }
    return SettingError(setting, f"Slack refuses it ({code(error)}).", where[setting])
