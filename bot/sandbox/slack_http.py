"""Signed HTTP requests to the app's Request URL, and forged ones to see them refused."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.loopback import Sandbox, refuse_elsewhere
from bot.sandbox.record import Json
from bot.sandbox.slack_delivery import ACK_WITHIN, Delivery, Result, Wire

FORM = "application/x-www-form-urlencoded"
OK = range(200, 300)


class Sign(StrEnum):
    """How a request is signed."""

    WELL = "well"
    BADLY = "badly"
    NOT = "not"


@dataclass(frozen=True)
class Heard:
    """What the app answered to one raw request."""

    status: int
    body: str


class SignedHttp:
    """Requests to one URL, signed as Slack signs them.

    https://docs.slack.dev/authentication/verifying-requests-from-slack. `seconds` is the time in
    the signature: real by default, since verifiers compare it with real time.

    Raises:
        ValueError: the URL is not on this machine.
    """

    def __init__(
        self,
        url: str,
        sandbox: Sandbox,
        *,
        secret: str,
        ack_within: float = ACK_WITHIN,
        seconds: Callable[[], float] = time.time,
    ) -> None:
        refuse_elsewhere(url)
        self.url = url
        self.ack_within = ack_within
        self._sandbox = sandbox
        self._secret = secret
        self._seconds = seconds

    async def send(self, delivery: Delivery, *, attempt: int, reason: str) -> Result:
        """Post once. Anything but 2xx within three seconds is a failure.

        https://docs.slack.dev/apis/events-api#retries
        """
        body, kind = _written(delivery.wire, delivery.payload)
        headers = {"Content-Type": kind} | self._signature(body)
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        timeout = aiohttp.ClientTimeout(total=self.ack_within)
        post = self._sandbox.session.post(self.url, data=body, headers=headers, timeout=timeout)
        try:
            async with post as response:
                may_retry = response.headers.get("X-Slack-No-Retry") != "1"
                if response.status not in OK:
                    return Result(reason="http_error", may_retry=may_retry)
                return Result(answer=_read(await response.text()))
        except TimeoutError:
            return Result(reason="http_timeout")
        except aiohttp.ClientError:
            return Result(reason="connection_failed")

    async def verify(self, challenge: str = "a-challenge-of-the-sandbox") -> bool:
        """Whether the app answers `url_verification` as it must.

        https://docs.slack.dev/reference/events/url_verification
        """
        asked: Json = {"type": "url_verification", "challenge": challenge, "token": "sandbox"}
        heard = await self.raw(json.dumps(asked).encode())
        answer = heard.body.strip()
        return heard.status in OK and (
            answer == challenge or _read(answer) == {"challenge": challenge}
        )

    async def raw(
        self,
        body: bytes,
        *,
        kind: str = "application/json",
        sign: Sign = Sign.WELL,
        age: timedelta = timedelta(0),
    ) -> Heard:
        """Post these bytes, signed as told, with a signature `age` old."""
        headers = {"Content-Type": kind}
        if sign is not Sign.NOT:
            secret = self._secret if sign is Sign.WELL else "another-secret"
            headers |= self._signature(body, secret=secret, age=age)
        async with self._sandbox.session.post(self.url, data=body, headers=headers) as response:
            return Heard(response.status, await response.text())

    def _signature(
        self, body: bytes, *, secret: str | None = None, age: timedelta = timedelta(0)
    ) -> dict[str, str]:
        at = str(int(self._seconds() - age.total_seconds()))
        key = (self._secret if secret is None else secret).encode()
        signed = hmac.new(key, f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={signed}"}


def _written(wire: Wire, payload: Json) -> tuple[bytes, str]:
    """Events are JSON, commands a form, interactions JSON in one field of a form."""
    match wire:
        case Wire.EVENT:
            return json.dumps(payload).encode(), "application/json"
        case Wire.COMMAND:
            return urlencode(payload).encode(), FORM
        case Wire.INTERACTION:
            return urlencode({"payload": json.dumps(payload)}).encode(), FORM


def _read(answer: str) -> Json:
    """What an acknowledgement says: JSON, or bare text."""
    try:
        said = json.loads(answer)
    except ValueError:
        return {"text": answer} if answer.strip() else {}
    return said if isinstance(said, dict) else {}
