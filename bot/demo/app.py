"""The demo's web app, on this machine alone: the page, what changes on it, and what one does."""

import asyncio
import json
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.demo import files
from bot.demo.actions import Actions, NotThere
from bot.demo.page import Page, Parts
from bot.demo.stage import Stage
from bot.demo.story import Story
from bot.demo.view import View
from bot.sandbox.slack_state import SlackError
from bot.sandbox.slack_taps import NothingToTap
from config.phrases import Phrases

STATIC = Path(__file__).parent / "static"
AT_LEAST_EVERY_S = 2.0
"""The clock goes on even when nothing happens."""
GATHER_S = 0.04
"""Changes that come together are shown together."""
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
OURS = ["127.0.0.1", "localhost"]
"""No other name leads here, so that no page elsewhere can have a browser call this one."""


def demo_app(stage: Stage, phrases: Phrases) -> Starlette:
    """The app over a stage."""
    web = _Web(stage, phrases)
    routes = [
        Route("/", web.page),
        Route("/events", web.events),
        Route("/do/{what}", web.do, methods=["POST"]),
        Route("/json", web.json),
        Route(files.PATH, partial(files.answer, stage)),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    return Starlette(
        routes=routes, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=OURS)]
    )


class _Web:
    def __init__(self, stage: Stage, phrases: Phrases) -> None:
        self._stage = stage
        self._phrases = phrases
        self._actions = Actions(stage, Story(stage, phrases))

    async def page(self, request: Request) -> Response:
        """The whole page; people's apps then speak its language."""
        view = View.read(request.query_params)
        self._stage.speak(view.language)
        html = Page(self._stage, self._phrases, view).whole()
        return HTMLResponse(html, headers=HEADERS)

    async def events(self, request: Request) -> Response:
        """What changes in one view, as it does."""
        view = View.read(request.query_params)
        return StreamingResponse(
            self._changes(view), media_type="text/event-stream", headers=HEADERS
        )

    async def _changes(self, view: View) -> AsyncIterator[str]:
        """See https://html.spec.whatwg.org/multipage/server-sent-events.html."""
        sent: Parts = {"parts": {}, "lists": {}}
        while not self._stage.over:
            now = Page(self._stage, self._phrases, view).parts()
            if news := _changed(sent, now):
                yield f"data: {json.dumps(news, ensure_ascii=False)}\n\n"
            else:
                yield ": \n\n"
            sent = now
            await self._next_change()

    async def _next_change(self) -> None:
        bells = (self._stage.bell, self._stage.slack.bell, self._stage.telegram.bell)
        waiting = [asyncio.ensure_future(each.next()) for each in bells]
        try:
            await asyncio.wait(
                waiting, timeout=AT_LEAST_EVERY_S, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            for each in waiting:
                each.cancel()
        await asyncio.sleep(GATHER_S)

    async def do(self, request: Request) -> Response:
        """Do what somebody does; only JSON is taken, which no other site's form can send."""
        if request.headers.get("content-type") != "application/json":
            return JSONResponse({"error": "JSON only"}, status_code=415)
        told: dict[str, Any] = await request.json()
        try:
            answer = await self._actions.do(request.path_params["what"], told)
        except (NotThere, NothingToTap, SlackError, LookupError) as error:
            return JSONResponse({"error": str(error)}, status_code=409)
        return JSONResponse(answer)

    async def json(self, request: Request) -> Response:
        """What the hub sent, exactly."""
        try:
            return JSONResponse(self._actions.said(dict(request.query_params)))
        except LookupError as error:
            return JSONResponse({"error": str(error)}, status_code=404)


def _changed(before: Parts, now: Parts) -> Parts:
    """The parts and the lists that are not as they were sent."""
    news = {
        kind: {key: each for key, each in now[kind].items() if before[kind].get(key) != each}
        for kind in ("parts", "lists")
    }
    return news if any(news.values()) else {}
