"""The least that Bolt can do: answer a direct message with its own words. The baseline."""

import asyncio
import os

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient


async def main() -> None:
    url = os.environ["HUB_SLACK_API_URL"]
    client = AsyncWebClient(token=os.environ["HUB_SLACK_BOT_TOKEN"], base_url=url)
    app = AsyncApp(client=client)

    @app.event("message")
    async def echo(event: dict[str, str], say: AsyncSay) -> None:
        await say(event["text"])

    web = AsyncWebClient(token=os.environ["HUB_SLACK_APP_TOKEN"], base_url=url)
    handler = AsyncSocketModeHandler(app, os.environ["HUB_SLACK_APP_TOKEN"], web_client=web)
    await handler.start_async()  # type: ignore[no-untyped-call]


asyncio.run(main())
