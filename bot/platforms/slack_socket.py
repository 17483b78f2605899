"""Socket Mode: events over a WebSocket that the hub opens, so that it needs no public address."""

import asyncio
import json
from datetime import timedelta
from functools import cached_property

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack_receiving import TAKEN, Receiving, quiet

PING_EVERY = timedelta(seconds=5)
"""Also the SDK's pause before it tries to connect again."""
ONE_ADDRESS_FOR = timedelta(seconds=12)
"""How long to try one address of the WebSocket, whose ticket soon expires, before another."""
DRAIN = timedelta(seconds=2)


class Socket(SocketModeClient):
    """The SDK's client, which would otherwise try an expired address for ever.

    Its `connect` asks for a new address only when it has none, and keeps the one that failed.
    """

    @cached_property
    def _begun(self) -> set[asyncio.Task[None]]:
        """Held, or nobody else would hold them."""
        return set()

    async def connect(self) -> None:
        while not self.closed:
            try:
                async with asyncio.timeout(ONE_ADDRESS_FOR.total_seconds()):
                    await super().connect()  # type: ignore[no-untyped-call]  # the SDK's
            except TimeoutError:
                self.wss_uri = None
            else:
                return

    async def enqueue_message(self, message: str) -> None:
        """Begin to take it at once: the SDK's queue leads to a task that does nothing else.

        What is none of Slack's JSON is left to the SDK.
        """
        try:
            brought = json.loads(message) if message.startswith("{") else None
        except ValueError:
            brought = None
        if brought is None:
            await super().enqueue_message(message)
            return
        task = asyncio.create_task(self.run_message_listeners(brought, message))
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)


class SocketMode:
    """The connection through which events come; each is acknowledged once it is kept.

    Slack brings an event that was not acknowledged again, to whichever connection there is then,
    https://docs.slack.dev/apis/events-api/using-socket-mode.
    """

    def __init__(self, receiving: Receiving, *, app_token: str, client: AsyncWebClient) -> None:
        self._receiving = receiving
        self._under_way: set[asyncio.Task[None] | None] = set()
        self._socket = Socket(
            app_token=app_token,
            logger=quiet,
            web_client=client,
            ping_interval=PING_EVERY.total_seconds(),
        )
        self._socket.proxy = client.proxy
        self._socket.socket_mode_request_listeners.append(self._handle)

    async def connect(self, address: str) -> None:
        """Connect to an address that apps.connections.open gave."""
        self._socket.wss_uri = address
        await self._socket.connect()

    async def close(self) -> None:
        """Send the acknowledgements of what is being kept, then hang up."""
        under_way = [task for task in self._under_way if task]
        if under_way:
            await asyncio.wait(under_way, timeout=DRAIN.total_seconds())
        await self._socket.close()  # type: ignore[no-untyped-call]  # the SDK's
        await asyncio.gather(self._socket.message_processor, return_exceptions=True)

    async def _handle(self, client: AsyncBaseSocketModeClient, envelope: SocketModeRequest) -> None:
        task: asyncio.Task[None] | None = asyncio.current_task()
        self._under_way.add(task)
        try:
            answer = await self._receiving.take(envelope.payload)
            if answer.status == TAKEN:
                acknowledgement = SocketModeResponse(envelope.envelope_id, payload=answer.body)
                await client.send_socket_mode_response(acknowledgement)
        finally:
            self._under_way.discard(task)
