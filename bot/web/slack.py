"""Slack's events, commands and taps over HTTP: size and form here, the signature in Bolt."""

import re
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

PATH = "/slack/events"
"""One address for everything; the app manifest names it."""
LARGEST = 1_000_000
"""Bytes of a request. Slack's longest text, 40,000 characters, fits in twice (as text and in
blocks), with each character escaped to 12 bytes."""

Dispatch: TypeAlias = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]

_SECONDS = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
BAD_REQUEST, UNSIGNED, TOO_LARGE = 400, 401, 413


def routes(dispatch: Dispatch) -> list[BaseRoute]:
    """The route to mount when there is no app token; `dispatch` checks the signature and keeps.

    It answers 401 to what is unsigned, badly signed or older than five minutes, 413 to what is
    too large, and 503, upon which Slack tries again, while nothing can be kept.
    """

    async def events(request: Request) -> Response:
        if not _may_be_signed(request):
            return Response(status_code=UNSIGNED)
        try:
            body = await _body(request)
            if body is None:
                return Response(status_code=TOO_LARGE)
            asked = to_async_bolt_request(request, body)
        except (ClientDisconnect, ValueError, RecursionError):
            return Response(status_code=BAD_REQUEST)
        return to_starlette_response(await dispatch(asked))

    return [Route(PATH, events, methods=["POST"])]


def _may_be_signed(request: Request) -> bool:
    """Whether the headers have the form that Bolt's check of the signature can read.

    https://docs.slack.dev/authentication/verifying-requests-from-slack
    """
    timestamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    return bool(_SECONDS.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature))


async def _body(request: Request) -> bytes | None:
    """The body, or None as soon as it is known to be too large.

    Raises:
        ValueError: its length is no number.
        ClientDisconnect: it was never finished.
    """
    if int(request.headers.get("content-length", "0")) > LARGEST:
        return None
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            return None
    return bytes(body)
