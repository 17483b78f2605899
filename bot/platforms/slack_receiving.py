"""What Slack brings, by socket or by HTTP, is kept first and acknowledged then."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.platforms.adapter import Check, Receive, Suggest
from bot.platforms.slack_events import Us, incoming, is_known, typed
from bot.render.slack import Block, render_options
from bot.render.slack_form import render_complaints
from handlers.messages import Message, Said
from storage.errors import Unavailable

TAKEN = 200
NOT_NOW = 503

log = logging.getLogger(__name__)
quiet = logging.getLogger(f"{__name__}.sdk")
"""The SDK's own log: at INFO it would write down whole requests, with what people wrote in them."""
quiet.setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Answer:
    """What Slack is answered: 200 when it may forget what it brought, and perhaps something."""

    status: int
    body: Block | None = None


class Receiving:
    """From what Slack brings to the answer that acknowledges it."""

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        self._now = now
        self._keep: tuple[Receive, Us] | None = None
        self._suggest: Suggest | None = None
        self._check: Check | None = None

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

    async def take(self, brought: Mapping[str, Any]) -> Answer:
        """Keep what a payload says; status 503 where that cannot be done now."""
        if self._keep is None:
            return Answer(NOT_NOW)
        receive, us = self._keep
        if not is_known(brought, us):
            log.warning("a request from another workspace than %s is passed over", us.team)
            return Answer(TAKEN)
        if brought.get("type") == "app_rate_limited":
            # https://docs.slack.dev/reference/events/app_rate_limited
            log.error("Slack holds events back: more than 30,000 came within an hour")
        if brought.get("type") == "block_suggestion":
            return await self._complete(brought, us)
        if arrived := incoming(brought, us, at=self._now()):
            if wrong := await self._wrong_with(arrived[0].message):
                return wrong
            try:
                await receive(arrived)
            except Unavailable as error:
                log.warning("not kept, so not acknowledged: %s", error)
                return Answer(NOT_NOW)
        return Answer(TAKEN)

    async def _wrong_with(self, message: Message) -> Answer | None:
        """The answer to a form that cannot be taken as it is; it stays open, with its answers."""
        if message.said is not Said.FILLED or self._check is None:
            return None
        complaints = await self._check(message)
        if not complaints.fields:
            return None
        return Answer(TAKEN, render_complaints(complaints.fields, complaints.voice))

    async def _complete(self, body: Mapping[str, Any], us: Us) -> Answer:
        """What fits is in the acknowledgement itself; Slack asks again at the next pause."""
        asked = typed(body, us)
        options: Block = {"options": []}
        if asked is not None and self._suggest is not None:
            found = await self._suggest(asked)
            options = render_options(found.items, found.voice)
        return Answer(TAKEN, options)
