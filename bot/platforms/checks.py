"""Asks a platform once whether it knows the token, for an operator who waits at a shell."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import aiohttp
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from telegram.error import TelegramError

from bot.platforms.slack_client import SlackKeys, made_client
from bot.platforms.slack_errors import code, said_no
from bot.platforms.telegram_connections import Connections
from config.settings import Settings
from config.taxonomy import Platform

PATIENCE = timedelta(seconds=3)
"""For one platform's answer."""
UNKNOWN_TOKEN = {401, 404}
"""What Telegram says to a token that it does not know, or that cannot be one."""
OK = 200


class Refused(Exception):
    """The platform does not take the token."""


class NoAnswer(Exception):
    """The platform cannot be reached, or answers something else."""


async def ask(settings: Settings) -> dict[Platform, str | Refused | NoAnswer]:
    """Each platform that is set up: the account that its token opens, or what went wrong."""
    asked: dict[Platform, Callable[[Settings], Awaitable[str]]] = {}
    if settings.has_slack:
        asked[Platform.SLACK] = _slack
    if settings.has_telegram:
        asked[Platform.TELEGRAM] = _telegram
    answers = await asyncio.gather(*(_patiently(call(settings)) for call in asked.values()))
    return dict(zip(asked, answers, strict=True))


async def _patiently(call: Awaitable[str]) -> str | Refused | NoAnswer:
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            return await call
    except (Refused, NoAnswer) as error:
        return error
    except TimeoutError:
        return NoAnswer(f"no answer within {PATIENCE.seconds} s")
    except (aiohttp.ClientError, TelegramError, OSError, ValueError) as error:
        return NoAnswer(type(error.__cause__ or error).__name__)


async def _slack(settings: Settings) -> str:
    """See https://docs.slack.dev/reference/methods/auth.test."""
    keys = SlackKeys(settings.slack_api_url, _revealed(settings.slack_bot_token))
    try:
        known = await made_client(keys).auth_test()
    except SlackApiError as error:
        if said_no(error) and code(error):
            raise Refused(code(error)) from None
        raise NoAnswer(code(error) or "something that is not Slack answers") from None
    return str(known.get("user") or known["user_id"])


async def _telegram(settings: Settings) -> str:
    """See https://core.telegram.org/bots/api#getme."""
    origin = settings.telegram_api_url.rstrip("/")
    connections = Connections(origin, most=1, patience_seconds=PATIENCE.total_seconds())
    await connections.initialize()
    try:
        url = f"{origin}/bot{_revealed(settings.telegram_token)}/getMe"
        status, body = await connections.do_request(url, "POST")
    finally:
        await connections.shutdown()
    if status in UNKNOWN_TOKEN:
        raise Refused("Telegram does not know it")
    if status != OK:
        raise NoAnswer(f"HTTP {status}")
    said = json.loads(body)
    return f"@{said['result']['username']}"


def _revealed(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
