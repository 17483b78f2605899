"""How Slack brings payloads to an app: attempts, three seconds for each, retries of events."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.sandbox.loopback import Sandbox
from bot.sandbox.record import Json

# https://docs.slack.dev/apis/events-api#retries: "nearly immediately", "after 1 minute",
# "after 5 minutes"
RETRY_AFTER = (0.2, 60.0, 300.0)
# https://docs.slack.dev/apis/events-api#responding: "within three seconds"
ACK_WITHIN = 3.0


class Wire(StrEnum):
    """The kinds of payload, by the names of Socket Mode's envelopes."""

    EVENT = "events_api"
    COMMAND = "slash_commands"
    INTERACTION = "interactive"


@dataclass(frozen=True)
class Result:
    """What came of one attempt. `reason` is empty when the app acknowledged."""

    reason: str = ""
    answer: Json = field(default_factory=dict)
    may_retry: bool = True

    @property
    def acknowledged(self) -> bool:
        return not self.reason


@dataclass(eq=False)
class Delivery:
    """One payload on its way. `event_id` is empty for commands and interactions."""

    wire: Wire
    payload: Json
    began_at: datetime
    results: list[Result] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def event_id(self) -> str:
        return str(self.payload.get("event_id", ""))

    @property
    def acknowledged(self) -> bool:
        return any(result.acknowledged for result in self.results)

    @property
    def answer(self) -> Json:
        """What the app sent along with its acknowledgement."""
        return next((result.answer for result in self.results if result.acknowledged), {})


class Carrier(Protocol):
    """Socket Mode or signed HTTP."""

    async def send(self, delivery: Delivery, *, attempt: int, reason: str) -> Result:
        """Send once and wait for the acknowledgement; never raises for what the app does."""
        ...


class Deliveries:
    """All payloads sent so far, oldest first, and the retries of those that failed."""

    def __init__(
        self, sandbox: Sandbox, *, kept: int = 2_000, retry_after: tuple[float, ...] = RETRY_AFTER
    ) -> None:
        self._sandbox = sandbox
        self._kept = kept
        self.retry_after = retry_after
        self.log: list[Delivery] = []
        self.underway = 0

    def start(self, carrier: Carrier, wire: Wire, payload: Json) -> Delivery:
        """Deliver in the background, twice over when the sandbox is told to duplicate."""
        delivery = Delivery(wire, payload, self._sandbox.clock())
        self.log.append(delivery)
        del self.log[: -self._kept]
        self._run(carrier, delivery)
        if wire is Wire.EVENT:
            for _ in range(self._sandbox.faults.copies - 1):
                self._run(carrier, Delivery(wire, payload, self._sandbox.clock()))
        return delivery

    def again(self, carrier: Carrier, event_id: str) -> Delivery:
        """Send an event of the log once more, under the same event id.

        Raises:
            LookupError: no such event.
        """
        for delivery in reversed(self.log):
            if delivery.event_id == event_id:
                copy = Delivery(delivery.wire, delivery.payload, self._sandbox.clock())
                self._run(carrier, copy, attempt=1, reason="timeout")
                return copy
        raise LookupError(event_id)

    def _run(
        self, carrier: Carrier, delivery: Delivery, *, attempt: int = 0, reason: str = ""
    ) -> None:
        self.underway += 1
        self._sandbox.spawn(self._deliver(carrier, delivery, attempt=attempt, reason=reason))

    async def _deliver(
        self, carrier: Carrier, delivery: Delivery, *, attempt: int, reason: str
    ) -> None:
        try:
            while True:
                result = await carrier.send(delivery, attempt=attempt, reason=reason)
                delivery.results.append(result)
                self._note(delivery, result)
                again = delivery.wire is Wire.EVENT and result.may_retry
                if result.acknowledged or not again or attempt >= len(self.retry_after):
                    return
                await asyncio.sleep(self.retry_after[attempt])
                attempt, reason = attempt + 1, result.reason
        finally:
            self.underway -= 1
            delivery.over.set()
            self._sandbox.bell.ring()

    def _note(self, delivery: Delivery, result: Result) -> None:
        answer = {"ok": result.acknowledged, "error": result.reason, "payload": result.answer}
        self._sandbox.record.add(
            delivery.wire.value,
            delivery.payload,
            answer,
            status=200 if result.acknowledged else 0,
            seconds=0,
            sent_by="platform",
        )
