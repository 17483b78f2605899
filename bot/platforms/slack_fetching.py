"""Files that people share on Slack: fetched with the bot's token, which Slack alone is shown."""

from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.adapter import NotFetched
from bot.platforms.slack_attached import attached_of
from bot.platforms.slack_client import PATIENCE, proxy_for
from bot.platforms.slack_errors import code
from handlers.messages import Attached

OK, FOUND, FORBIDDEN, MISSING = 200, 302, 403, 404
OURS = ".slack.com"
GONE = frozenset({"file_not_found", "file_deleted", "not_visible", "access_denied"})
"""https://docs.slack.dev/reference/methods/files.info#errors"""


async def fetch(
    url: str, *, session: aiohttp.ClientSession, most: int, token: str, api_url: str
) -> bytes:
    """What is in a file, got with the bot's token; the token goes to Slack and nowhere else.

    Without `files:read`, or before the app is installed again with it, Slack answers with a page
    to sign in, or leads to one: https://github.com/slackapi/bolt-js/issues/2585 and
    https://github.com/OpenRouterLabs/spawn/pull/2316.

    Raises:
        NotFetched: it is gone, too large or kept from us, or Slack is out of reach.
    """
    if not _is_slacks(url, api_url):
        raise NotFetched
    try:
        async with session.get(
            url,
            headers={"Authorization": f"Bearer {token}"},
            allow_redirects=False,
            proxy=proxy_for(url),
            timeout=aiohttp.ClientTimeout(total=PATIENCE.total_seconds()),
        ) as answer:
            if answer.status == MISSING:
                raise NotFetched("sheet-gone-there")
            if answer.status not in {OK, FOUND, FORBIDDEN}:
                raise NotFetched
            if answer.status != OK or answer.content_type == "text/html":
                raise NotFetched("sheet-no-leave")
            return await bounded(answer.content, most)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise NotFetched from error


async def bounded(content: aiohttp.StreamReader, most: int) -> bytes:
    """All there is to read; no more than `most` bytes are ever held.

    Raises:
        NotFetched: there is more.
    """
    read = bytearray()
    async for chunk in content.iter_any():
        read += chunk
        if len(read) > most:
            raise NotFetched
    return bytes(read)


async def looked_up(client: AsyncWebClient, file_id: str) -> Attached:
    """A file of which the message told the id alone, as in channels that organisations share.

    https://docs.slack.dev/reference/methods/files.info

    Raises:
        NotFetched: as `fetch`.
    """
    try:
        found = await client.files_info(file=file_id)
    except SlackApiError as error:
        if code(error) == "missing_scope":
            raise NotFetched("sheet-no-leave") from error
        raise NotFetched("sheet-gone-there" if code(error) in GONE else "sheet-not-got") from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise NotFetched from error
    return attached_of(found.get("file") or {})


def _is_slacks(url: str, api_url: str) -> bool:
    """Whether an address is Slack's own, or that of the Slack of this machine."""
    asked, api = urlsplit(url), urlsplit(api_url)
    if (asked.scheme, asked.netloc) == (api.scheme, api.netloc):
        return True
    return asked.scheme == "https" and (asked.hostname or "").endswith(OURS)
