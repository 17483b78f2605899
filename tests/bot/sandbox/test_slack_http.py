"""Signed HTTP requests to a real Bolt app, and forged ones that it refuses."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.say.async_say import AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import SlackSandbox
from bot.sandbox.slack_http import Sign


@pytest.fixture
async def bolt(slack: SlackSandbox, client: AsyncWebClient) -> AsyncIterator[AsyncApp]:
    """A Bolt app behind a Request URL."""
    app = AsyncApp(client=client, signing_secret=slack.signing_secret)
    runner = web.AppRunner(app.web_app())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.use_http(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    yield app
    await runner.cleanup()


async def test_a_signed_event_is_answered(slack: SlackSandbox, bolt: AsyncApp) -> None:
    @bolt.event("message")
    async def echo(event: dict[str, Any], say: AsyncSay) -> None:
        await say(f"echo {event['text']}")

    person = slack.person("U1")
    asked = await person.writes("hello")

    assert (await slack.wait_for_message(person, after=asked)).text == "echo hello"


async def test_a_command_and_a_button_come_as_forms(slack: SlackSandbox, bolt: AsyncApp) -> None:
    tapped: list[str] = []

    @bolt.command("/hub")
    async def hub(ack: AsyncAck) -> None:
        text = {"type": "plain_text", "text": "More"}
        button = {"type": "button", "action_id": "more", "value": "7", "text": text}
        await ack(blocks=[{"type": "actions", "elements": [button]}])

    @bolt.action("more")
    async def more(ack: AsyncAck, action: dict[str, Any]) -> None:
        tapped.append(action["value"])
        await ack()

    person = slack.person("U1")
    outcome = await person.commands("/hub", "find returns")
    assert outcome.message is not None
    await person.taps(outcome.message, "More")

    assert tapped == ["7"]


async def test_the_address_is_verified_by_a_challenge(slack: SlackSandbox, bolt: AsyncApp) -> None:
    assert slack.http is not None
    assert bolt.name

    assert await slack.http.verify()


@pytest.mark.parametrize(
    ("sign", "age"),
    [
        (Sign.NOT, timedelta(0)),
        (Sign.BADLY, timedelta(0)),
        (Sign.WELL, timedelta(minutes=6)),
        (Sign.WELL, timedelta(minutes=-6)),
    ],
)
@pytest.mark.usefixtures("bolt")
async def test_a_forged_or_replayed_request_is_refused(
    slack: SlackSandbox, sign: Sign, age: timedelta
) -> None:
    assert slack.http is not None
    body = json.dumps({"type": "event_callback", "event": {"type": "message"}}).encode()

    assert (await slack.http.raw(body, sign=sign, age=age)).status == 401


async def test_a_failing_app_is_tried_four_times(slack: SlackSandbox) -> None:
    seen: list[tuple[str | None, str | None, str]] = []

    async def failing(request: web.BaseRequest) -> web.Response:
        headers, body = request.headers, await request.json()
        number, reason = headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason")
        seen.append((number, reason, body["event_id"]))
        return web.Response(status=500)

    runner = web.ServerRunner(web.Server(failing))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.use_http(f"http://127.0.0.1:{runner.addresses[0][1]}/")
    asked = await slack.person("U1").writes("hello")
    await slack.settled()
    await runner.cleanup()

    reasons = [None, "http_error", "http_error", "http_error"]
    numbers = [None, "1", "2", "3"]
    assert seen == [(n, r, asked.events[0]) for n, r in zip(numbers, reasons, strict=True)]


async def test_it_calls_nobody_but_this_machine(slack: SlackSandbox) -> None:
    with pytest.raises(ValueError, match="only this machine"):
        slack.use_http("https://hooks.example.org/slack")
