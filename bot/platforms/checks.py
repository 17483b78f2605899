"""Asks each platform once what it thinks of the settings, for an operator who waits at a shell."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from telegram.error import TelegramError

from bot.platforms.slack_client import SlackKeys, made_client, refusal
from bot.platforms.slack_errors import code, said_no
from bot.platforms.slack_manifest import SCOPES
from bot.platforms.telegram_connections import Connections
from bot.web import slack as slack_web
from bot.web.telegram import PATH, webhook_url
from config.settings import Settings

PATIENCE = timedelta(seconds=3)
"""For all that is asked of one platform."""
UNKNOWN_TOKEN = {401, 404}
"""What Telegram says to a token that it does not know, or that cannot be one."""
OK = 200
OURS = {401, 403}
"""What the hub's own addresses say to a caller without signature or secret."""
REACH = "See that this machine reaches it; a proxy is taken from HTTPS_PROXY."
COPY = "Copy the token again, as the README says."


@dataclass(frozen=True, slots=True)
class Word:
    """What a platform said about something; there is nothing to do where all is well."""

    about: str
    said: str
    what_to_do: str = ""


Check = Callable[[Settings], AsyncIterator[Word]]


async def ask(settings: Settings) -> list[Word]:
    """What each platform that is set up says, and whether the public address leads to the hub."""
    checks: list[tuple[str, Check]] = []
    if settings.has_slack:
        checks.append(("Slack", _slack))
    if settings.has_telegram:
        checks.append(("Telegram", _telegram))
    if settings.public_url:
        checks.append(("HUB_PUBLIC_URL", _public_url))
    found = await asyncio.gather(*(_patiently(about, check(settings)) for about, check in checks))
    return [word for words in found for word in words]


async def _patiently(about: str, words: AsyncIterator[Word]) -> list[Word]:
    heard: list[Word] = []
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            async for word in words:
                heard.append(word)  # noqa: PERF401  # what was heard before an error is kept
    except TimeoutError:
        heard.append(Word(about, f"does not answer within {PATIENCE.seconds} s", REACH))
    except (aiohttp.ClientError, TelegramError, OSError, ValueError, LookupError) as error:
        why = type(error.__cause__ or error).__name__
        heard.append(Word(about, f"does not answer ({why})", REACH))
    return heard


async def _slack(settings: Settings) -> AsyncIterator[Word]:
    """See https://docs.slack.dev/reference/methods/auth.test and apps.connections.open there."""
    app_token = _revealed(settings.slack_app_token)
    keys = SlackKeys(settings.slack_api_url, _revealed(settings.slack_bot_token), app_token)
    client = made_client(keys)
    try:
        known = await client.auth_test()
        yield Word("Slack", f"takes the bot token; the hub is {known['user']} in {known['team']}")
        if missing := _missing(known.headers.get("x-oauth-scopes", "")):
            yield Word(
                "Slack scopes",
                f"{', '.join(missing)} not granted",
                "Paste `hub slack-manifest` as the app's manifest, then install it again.",
            )
    except SlackApiError as error:
        yield _no("HUB_SLACK_BOT_TOKEN", error)
    if not app_token:
        return
    try:
        await client.apps_connections_open(app_token=app_token)
        yield Word("Slack Socket Mode", "takes the app-level token")
    except SlackApiError as error:
        yield _no("HUB_SLACK_APP_TOKEN", error)


def _no(setting: str, error: SlackApiError) -> Word:
    if not said_no(error):
        return Word("Slack", f"does not answer ({code(error) or 'is it Slack?'})", REACH)
    no = refusal(setting, error)
    return Word(no.name, no.problem, no.what_to_do)


def _missing(granted: str) -> list[str]:
    """Scopes that the hub needs and the app was not given; none where Slack does not tell."""
    given = {each.strip() for each in granted.split(",")}
    return sorted(SCOPES.keys() - given) if granted else []


async def _telegram(settings: Settings) -> AsyncIterator[Word]:
    """See https://core.telegram.org/bots/api#getme and #getwebhookinfo there."""
    origin = settings.telegram_api_url.rstrip("/")
    connections = Connections(origin, most=1, patience_seconds=PATIENCE.total_seconds())
    await connections.initialize()
    try:
        base = f"{origin}/bot{_revealed(settings.telegram_token)}"
        status, body = await connections.do_request(f"{base}/getMe", "POST")
        if status in UNKNOWN_TOKEN:
            yield Word("HUB_TELEGRAM_TOKEN", "Telegram does not know it.", COPY)
            return
        if status != OK:
            yield Word("Telegram", f"does not answer (HTTP {status})", REACH)
            return
        yield Word("Telegram", f"takes the token; the hub is @{_result(body)['username']}")
        _, body = await connections.do_request(f"{base}/getWebhookInfo", "POST")
        for word in _about_webhook(_result(body), settings):
            yield word
    finally:
        await connections.shutdown()


def _about_webhook(now: dict[str, Any], settings: Settings) -> list[Word]:
    """Who gets the bot's updates; an address of somebody else's shows that they use the bot too."""
    by_webhook = settings.telegram_mode == "webhook"
    wanted = webhook_url(settings.public_url or "") if by_webhook else ""
    there, waiting = str(now.get("url") or ""), now.get("pending_update_count", 0)
    trouble = now.get("last_error_message")
    if there not in {"", wanted}:
        return [
            Word(
                "Telegram webhook",
                f"updates go to {urlsplit(there).netloc}, not to this hub",
                "If another service uses this bot, give the hub a bot of its own; if not,"
                " `hub run` changes it at the start.",
            )
        ]
    if there and trouble and waiting:
        do = f"See that the proxy forwards {PATH} to the hub, and that its certificate is valid."
        return [Word("Telegram webhook", f"Telegram could not bring updates: {trouble}", do)]
    if by_webhook and not there:
        return [Word("Telegram webhook", "not set yet", "`hub run` sets it at the start.")]
    return [Word("Telegram updates", f"{waiting} wait to be fetched")]


def _result(body: bytes) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(body)["result"]
    return result


async def _public_url(settings: Settings) -> AsyncIterator[Word]:
    """Whether the hub itself answers at the addresses that the platforms are told to call."""
    url = (settings.public_url or "").rstrip("/")
    paths = []
    if settings.has_slack and not settings.slack_app_token:
        paths.append(slack_web.PATH)
    if settings.has_telegram and settings.telegram_mode == "webhook":
        paths.append(PATH)
    async with aiohttp.ClientSession(trust_env=True) as session:
        for path in paths:
            async with session.post(url + path, allow_redirects=False) as answer:
                if answer.status in OURS:
                    yield Word("HUB_PUBLIC_URL", f"the hub answers at {path}")
                else:
                    yield Word(
                        "HUB_PUBLIC_URL",
                        f"HTTP {answer.status} at {path}, where the hub should answer",
                        "See that `hub run` runs and that the proxy forwards this path to it.",
                    )


def _revealed(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
