"""A Slack, a Telegram and real Bolt apps, for the sandbox's own tests."""

from collections.abc import AsyncIterator

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot

from bot.sandbox.slack import SlackSandbox
from bot.sandbox.telegram import TelegramSandbox


@pytest.fixture
async def slack() -> AsyncIterator[SlackSandbox]:
    async with SlackSandbox(ack_within=0.5, retry_after=(0.05, 0.1, 0.2)) as sandbox:
        yield sandbox


@pytest.fixture
def client(slack: SlackSandbox) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
async def bolt(slack: SlackSandbox, client: AsyncWebClient) -> AsyncIterator[AsyncApp]:
    """A Bolt app connected by Socket Mode."""
    app = AsyncApp(client=client, signing_secret=slack.signing_secret)
    handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=0.3)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt has no types here
    await slack.connected()
    yield app
    await handler.close_async()  # type: ignore[no-untyped-call]  # nor here


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSandbox]:
    async with TelegramSandbox(backoff=0.02) as sandbox:
        yield sandbox


@pytest.fixture
async def bot(telegram: TelegramSandbox, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # or RetryAfter warns of its old whole seconds
    async with Bot(telegram.token, base_url=telegram.base_url) as bot:
        yield bot
