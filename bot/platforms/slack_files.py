"""Files on Slack: uploaded, then shared in one call, and found again by their name.

A shared file carries no metadata, and Slack does not say which message it became
(https://github.com/slackapi/python-slack-sdk/issues/1363), so the letter's key goes into the
file's name, while people see its title.
"""

import json
import logging
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import PurePath
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.adapter import Letter, RetryLater, Undeliverable, Unsure
from bot.platforms.slack_client import PATIENCE, proxy_for
from bot.platforms.slack_errors import UNREACHABLE_FOR, code, delivery_errors
from bot.render.slack import render_beside
from handlers.messages import File

OK = 200
LONGEST_ABOUT = 1_000
"""https://docs.slack.dev/reference/methods/files.getUploadURLExternal#errors: alt_txt_too_large"""
NO_FILES_HERE = frozenset(
    {
        "blocked_file_type",
        "file_type_not_allowed",
        "file_upload_size_restricted",
        "file_uploads_disabled",
        "file_uploads_except_images_disabled",
        "missing_scope",
        "storage_limit_reached",
    }
)
"""What a workspace does not take, or the app may not send before it is installed again: then the
words are said alone, and nothing else waits for that."""

log = logging.getLogger(__name__)


class NoFilesHere(Exception):
    """The workspace takes no such file; surely nothing was said."""


async def share(
    client: AsyncWebClient, session: aiohttp.ClientSession, letter: Letter, channel: str
) -> str:
    """Upload a letter's file and share it with its words; the id of the file.

    What is uploaded and not shared is thrown away by Slack, so only the last call can leave
    anything unsure, https://docs.slack.dev/reference/methods/files.completeUploadExternal.

    Raises:
        NoFilesHere, Undeliverable, RetryLater: nothing was said.
        Unsure: perhaps it was.
    """
    if letter.file is None:
        raise ValueError("no file")
    try:
        with delivery_errors(letter.place):
            file_id = await _uploaded(client, session, letter, letter.file)
    except Unsure as error:
        raise RetryLater(str(error), after=UNREACHABLE_FOR) from error
    with delivery_errors(letter.place):
        await _called(
            client,
            "files.completeUploadExternal",
            files=json.dumps([{"id": file_id, "title": letter.file.title}]),
            channel_id=channel,
            blocks=json.dumps(render_beside(letter.reply, letter.voice)),
            **({"thread_ts": letter.place.thread} if letter.place.thread else {}),
        )
    return file_id


def carries(files: Iterable[Mapping[str, Any]], key: str) -> bool:
    """Whether one of a message's files came with the letter of this key."""
    return any(mark_of(key) in str(each.get("name") or "") for each in files)


def mark_of(key: str) -> str:
    """What stands in the name of the file that comes with the letter of this key."""
    return blake2b(key.encode(), digest_size=5).hexdigest()


async def _uploaded(
    client: AsyncWebClient, session: aiohttp.ClientSession, letter: Letter, file: File
) -> str:
    name = PurePath(file.name)
    asked = {
        "filename": f"{name.stem}-{mark_of(letter.key)}{name.suffix}",
        "length": str(len(file.content)),
    }
    if file.about:
        asked["alt_txt"] = file.about[:LONGEST_ABOUT]
    opened = await _called(client, "files.getUploadURLExternal", **asked)
    url = str(opened["upload_url"])
    async with session.post(
        url,
        data=file.content,
        headers={"Content-Type": "application/octet-stream"},
        proxy=proxy_for(url),
        timeout=aiohttp.ClientTimeout(total=PATIENCE.total_seconds()),
    ) as answer:
        if answer.status != OK:
            raise RetryLater(f"upload answers {answer.status}", after=UNREACHABLE_FOR)
    return str(opened["file_id"])


async def _called(client: AsyncWebClient, method: str, **asked: str) -> Mapping[str, Any]:
    try:
        answer = await client.api_call(method, params=asked)
    except SlackApiError as error:
        if code(error) in NO_FILES_HERE:
            log.error("Slack takes no file here (%s): said without it", code(error))  # noqa: TRY400  # the code is all there is to it
            raise NoFilesHere(code(error)) from error
        if code(error) == "invalid_arguments":
            raise Undeliverable("invalid_arguments") from error
        raise
    return answer.data if isinstance(answer.data, dict) else {}
