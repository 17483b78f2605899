"""What Slack brings is kept first and acknowledged then, inside Bolt, before any listener.

Bolt acknowledges an event before its listeners run, and waits for the `ack()` of a command or a
tap in steps of 10 ms. So there are no listeners: one middleware, right behind Bolt's check of the
signature, keeps what came and gives the answer itself.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.adapter import Check, Receive, Suggest
from bot.platforms.slack_events import Us, incoming, is_known, typed
from bot.render.slack import Block, render_options
from bot.render.slack_form import render_complaints
from handlers.messages import Message, Said
from storage.errors import Unavailable

TAKEN = 200
NOT_NOW = 503

log = logging.getLogger(__name__)
quiet = logging.getLogger(f"{__name__}.bolt")
"""Bolt's own log: at INFO it would write down whole requests, with what people wrote in them."""
quiet.setLevel(logging.WARNING)


class Receiving(AsyncMiddleware):
    """From a request of Slack's, by socket or by HTTP, to the answer that acknowledges it."""

    def __init__(self, *, signing_secret: str, now: Callable[[], datetime]) -> None:
        self._now = now
        self._keep: tuple[Receive, Us] | None = None
        self._suggest: Suggest | None = None
        self._check: Check | None = None
        self._app = AsyncApp(
            name=__name__,
            logger=quiet,
            client=AsyncWebClient(token="nothing is called through it", retry_handlers=[]),  # noqa: S106
            signing_secret=signing_secret,
            before_authorize=self,
        )

    def open(self, receive: Receive, us: Us) -> None:
        """From now on, keep what comes."""
        self._keep = (receive, us)

    def close(self) -> None:
        """From now on acknowledge nothing: Slack brings it again, here or to another replica."""
        self._keep = None

    def complete_with(self, suggest: Suggest) -> None:
        """Ask here what fits when somebody types into a field."""
        self._suggest = suggest

    def check_with(self, check: Check) -> None:
        """Ask here whether a form can be taken as it was sent."""
        self._check = check

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
        if self._keep is None:
            return _answer(NOT_NOW)
        receive, us = self._keep
        if not is_known(req.body, us):
            log.warning("a request from another workspace than %s is passed over", us.team)
            return _answer(TAKEN)
        if req.body.get("type") == "app_rate_limited":
            # https://docs.slack.dev/reference/events/app_rate_limited
            log.error("Slack holds events back: more than 30,000 came within an hour")
        if req.body.get("type") == "block_suggestion":
            return await self._complete(req.body, us)
        if arrived := incoming(req.body, us, at=self._now()):
            if wrong := await self._wrong_with(arrived[0].message):
                return wrong
            try:
                await receive(arrived)
            except Unavailable as error:
                log.warning("not kept, so not acknowledged: %s", error)
                return _answer(NOT_NOW)
        return _answer(TAKEN)

    async def _wrong_with(self, message: Message) -> BoltResponse | None:
        """The answer to a form that cannot be taken as it is; it stays open, with its answers."""
        if message.said is not Said.FILLED or self._check is None:
            return None
        complaints = await self._check(message)
        if not complaints.fields:
            return None
        return _with(render_complaints(complaints.fields, complaints.voice))

    async def _complete(self, body: Mapping[str, Any], us: Us) -> BoltResponse:
        """What fits is in the acknowledgement itself; Slack asks again at the next pause."""
        asked = typed(body, us)
        options: Block = {"options": []}
        if asked is not None and self._suggest is not None:
            found = await self._suggest(asked)
            options = render_options(found.items, found.voice)
        return _with(options)


def _with(answer: Block) -> BoltResponse:
    """An acknowledgement that says something."""
    return BoltResponse(
        status=TAKEN,
        body=json.dumps(answer),
        headers={"content-type": "application/json"},
    )


def _answer(status: int) -> BoltResponse:
    return BoltResponse(status=status, body="")
