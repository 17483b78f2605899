"""Where Telegram brings updates: the secret is checked first, 200 is said once they are kept."""

import json
from collections.abc import Awaitable, Callable, Mapping
from hmac import compare_digest
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from storage.errors import Unavailable

Take = Callable[[Mapping[str, Any]], Awaitable[None]]
"""Keeps an update. Raises Unavailable: it was not kept."""

PATH = "/telegram/updates"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # a name
LARGEST_BODY = 1_000_000
"""Bytes; an update with a message of 4,096 characters and its answered one is far below."""


def webhook_url(public_url: str) -> str:
    """The address to give to Telegram."""
    return public_url.rstrip("/") + PATH


def telegram_routes(take: Take, *, secret: str) -> list[BaseRoute]:
    """One route: 403 for a wrong secret, 413 and 400 for what is no update, 503 to get it again."""

    async def receive(request: Request) -> Response:
        shown = request.headers.get(SECRET_HEADER, "")
        if not shown or not compare_digest(shown.encode(), secret.encode()):
            return Response(status_code=403)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        return Response(status_code=await _kept(take, body))

    return [Route(PATH, receive, methods=["POST"])]


async def _body(request: Request) -> bytes | None:
    """The whole body; None as soon as it is too large, whatever length was announced."""
    announced = request.headers.get("Content-Length", "0")
    if announced.isdecimal() and int(announced) > LARGEST_BODY:
        return None
    parts, size = [], 0
    async for part in request.stream():
        parts.append(part)
        size += len(part)
        if size > LARGEST_BODY:
            return None
    return b"".join(parts)


async def _kept(take: Take, body: bytes) -> int:
    """The status to answer with."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return 400
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        return 400
    try:
        await take(update)
    except Unavailable:
        return 503
    return 200
