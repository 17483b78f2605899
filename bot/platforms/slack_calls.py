"""The call that every answer makes, without what the SDK does around it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from yarl import URL

OK = 200


@dataclass(slots=True)
class Calls:
    """Calls of Slack's methods with JSON, in a session; errors are the SDK's own.

    The SDK puts address and headers together and copies what is sent and what comes back each
    time: as much again as the call itself.
    """

    client: AsyncWebClient
    session: aiohttp.ClientSession
    _urls: dict[str, URL] = field(default_factory=dict)

    async def __call__(self, method: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """What Slack answers.

        Raises:
            SlackApiError: it refuses, or it is no Slack that answers.
            aiohttp.ClientError, TimeoutError, OSError: no answer came.
        """
        url = self._urls.setdefault(method, URL(f"{self.client.base_url}{method}"))
        sent = json.dumps(body, separators=(",", ":")).encode()
        headers = {
            "Authorization": f"Bearer {self.client.token}",
            "Content-Type": "application/json;charset=utf-8",
            "User-Agent": self.client.headers["User-Agent"],
        }
        proxy = self.client.proxy
        async with self.session.post(url, data=sent, headers=headers, proxy=proxy) as answer:
            said = _read(await answer.read())
            if answer.status == OK and said.get("ok"):
                return said
            raise SlackApiError(  # type: ignore[no-untyped-call]  # the SDK's
                f"Slack refuses {method} (HTTP {answer.status})",
                AsyncSlackResponse(
                    client=self.client,
                    http_verb="POST",
                    api_url=str(url),
                    req_args={},
                    data=said,
                    headers=answer.headers,  # type: ignore[arg-type]  # as the SDK gives them
                    status_code=answer.status,
                ),
            )


def _read(answer: bytes) -> dict[str, Any]:
    """Empty where it is none of Slack's."""
    try:
        said = json.loads(answer)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
