"""Slack's signed requests over HTTP: Bolt checks each of them, before it is kept.

Bolt acknowledges an event before its listeners run, and waits for the `ack()` of a command or a
tap in steps of 10 ms. So there are no listeners: one middleware, right behind Bolt's check of the
signature, has what came kept and gives the answer itself. What comes over the app's own socket
carries no signature, and passes Bolt by: that takes 6 MB and half a millisecond a message.
"""

import json
from collections.abc import Awaitable, Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack_receiving import Receiving, quiet


class SignedRequests(AsyncMiddleware):
    """From a signed request to what Slack is answered."""

    def __init__(self, receiving: Receiving, *, signing_secret: str) -> None:
        self._receiving = receiving
        self._app = AsyncApp(
            name=__name__,
            logger=quiet,
            client=AsyncWebClient(token="nothing is called through it", retry_handlers=[]),  # noqa: S106
            signing_secret=signing_secret,
            before_authorize=self,
        )

    async def dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        """Check the request and keep what it brings; status 200 when it may be forgotten there.

        Badly signed or more than five minutes old: 401. It could not be kept: 503.
        """
        return await self._app.async_dispatch(request)

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002  # Bolt's signature
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  # the same
    ) -> BoltResponse:
        """Bolt's call of this middleware."""
        if req.body.get("type") == "url_verification":
            return await next()
        answer = await self._receiving.take(req.body)
        if answer.body is None:
            return BoltResponse(status=answer.status, body="")
        return BoltResponse(
            status=answer.status,
            body=json.dumps(answer.body),
            headers={"content-type": "application/json"},
        )
