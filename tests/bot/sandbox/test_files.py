"""What both sandboxes refuse of files, asked through the platforms' own libraries."""

import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot
from telegram.error import BadRequest

from bot.sandbox.slack import SlackSandbox
from bot.sandbox.telegram import TelegramSandbox

SIDES = (1_080).to_bytes(4, "big")
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + SIDES + SIDES


async def uploaded(client: AsyncWebClient, content: bytes = b"x") -> str:
    """A file whose bytes are there; its id."""
    opened = await client.files_getUploadURLExternal(filename="a.pdf", length=1)
    async with aiohttp.ClientSession() as session:
        await session.post(str(opened["upload_url"]), data=content)
    return str(opened["file_id"])


async def complete(client: AsyncWebClient, file_id: str, **more: Any) -> str:  # noqa: ANN401  # as Slack takes them
    """Slack's refusal, or nothing."""
    asked = {"files": json.dumps([{"id": file_id}]), "channel_id": "C1"} | more
    try:
        await client.api_call("files.completeUploadExternal", params=asked)
    except SlackApiError as error:
        return str(error.response["error"])
    return ""


async def test_a_file_is_shared_once_and_only_when_it_is_there(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    slack.channel("C1")
    file_id, short = await uploaded(client), await uploaded(client, b"too long")

    assert await complete(client, file_id) == ""
    assert await complete(client, file_id) == "file_not_found"
    assert await complete(client, short) == "file_not_found"
    assert [each.name for each in slack.messages("C1")[0].files] == ["a.pdf"]


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"channel_id": "U1"}, "invalid_arguments"),
        ({"channel_id": "C9"}, "channel_not_found"),
        ({"blocks": json.dumps([{"type": "markdown", "text": "x"}])}, "internal_error"),
        ({"blocks": json.dumps([{"type": "actions", "elements": []}])}, "internal_error"),
    ],
)
async def test_where_and_with_what_slack_shares_no_file(
    slack: SlackSandbox, client: AsyncWebClient, more: dict[str, str], refusal: str
) -> None:
    slack.person("U1")
    slack.channel("C1")

    assert await complete(client, await uploaded(client), **more) == refusal
    assert slack.messages("C1") == []


@pytest.mark.parametrize(
    ("content", "caption", "problem"),
    [
        (b"no image", "", "IMAGE_PROCESS_FAILED"),
        (PNG[:16] + (9_999).to_bytes(4, "big") + (30).to_bytes(4, "big"), "", "DIMENSIONS"),
        (PNG, "x" * 1_025, "caption is too long"),
    ],
    ids=["no image", "too thin", "long caption"],
)
async def test_telegram_takes_no_such_photo(
    telegram: TelegramSandbox, bot: Bot, content: bytes, caption: str, problem: str
) -> None:
    await telegram.person(7).starts()
    with pytest.raises(BadRequest) as caught:
        await bot.send_photo(7, content, caption=caption)

    assert problem.lower() in caught.value.message.lower()


async def test_telegram_keeps_a_document_as_it_is(telegram: TelegramSandbox, bot: Bot) -> None:
    person = telegram.person(7)
    await person.starts()
    sent = await bot.send_document(
        7, b"words", filename="a.txt", caption="<b>Here</b>", parse_mode="HTML"
    )

    assert sent.document is not None
    assert (sent.document.file_name, sent.caption) == ("a.txt", "Here")
    assert next(reversed(person.chat.messages.values())).content == b"words"


async def test_slack_gives_what_people_shared_to_its_own_token_alone(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    posted = await slack.person("U1").shares("a.csv", content=b"title")
    (file,) = posted.files
    shown = (await client.files_info(file=file.id))["file"]
    url = str(shown["url_private_download"])

    async def got(token: str) -> tuple[int, str, bytes]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with (
            aiohttp.ClientSession() as session,
            session.get(url, headers=headers, allow_redirects=False) as answer,
        ):
            return answer.status, answer.content_type, await answer.read()

    with_token = await got(slack.bot_token)
    without, wrong = await got(""), await got("xoxb-another")
    await slack.person("U1").deletes_file(file)
    gone = await got(slack.bot_token)
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_info(file=file.id)

    assert with_token == (200, "application/octet-stream", b"title")
    assert (without[:2], wrong[:2], gone[0]) == ((302, "text/html"), (302, "text/html"), 404)


async def test_telegram_gives_what_people_sent_up_to_20_mb(
    telegram: TelegramSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    files, person = f"{telegram.origin}/file/bot", telegram.person(7)
    small = await person.sends_file("a.csv", content=b"title")
    large = await person.sends_file("b.csv", content=b"x" * 20_000_001)
    async with Bot(telegram.token, base_url=telegram.base_url, base_file_url=files) as bot:
        found = await bot.get_file(small.file_id)
        content = bytes(await found.download_as_bytearray())
        with pytest.raises(BadRequest, match="File is too big"):
            await bot.get_file(large.file_id)
        with pytest.raises(BadRequest, match="ong file_id"):
            await bot.get_file("f7-999")

    assert content == b"title"
