"""Faults, redelivery, retries and the record, on both platforms."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot
from telegram.error import NetworkError, RetryAfter

from bot.sandbox.faults import Kind
from bot.sandbox.pace import Budget, Bursts, Pace, Window
from bot.sandbox.slack import SlackSandbox
from bot.sandbox.telegram import TelegramSandbox


async def test_a_dropped_connection_may_hide_a_message_that_was_posted(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    person = slack.person("U1")
    slack.faults.add(Kind.DROP_AFTER, "chat.postMessage", times=1)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="U1", text="x")

    assert [message.text for message in slack.messages(person)] == ["x"]
    assert slack.record.exchanges("chat.postMessage")[0].status == 0


async def test_a_connection_dropped_before_leaves_nothing(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    person = slack.person("U1")
    slack.faults.add(Kind.DROP, times=1)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="U1", text="x")
    await client.chat_postMessage(channel="U1", text="y")

    assert [message.text for message in slack.messages(person)] == ["y"]


async def test_slack_can_be_down_and_come_back(slack: SlackSandbox, client: AsyncWebClient) -> None:
    slack.person("U1")
    await slack.goes_down()
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="U1", text="x")
    await slack.comes_back()

    assert (await client.chat_postMessage(channel="U1", text="y"))["ok"]


async def test_a_fault_concerns_the_methods_it_names(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    slack.person("U1")
    slack.faults.add(Kind.RATE_LIMITED, "chat.postMessage", seconds=7)
    await client.auth_test()
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="U1", text="x")
    slack.faults.clear()
    await client.chat_postMessage(channel="U1", text="y")

    assert caught.value.response.headers["Retry-After"] == "7"


async def test_an_unacknowledged_event_comes_again_in_a_new_envelope(slack: SlackSandbox) -> None:
    envelopes: list[dict[str, Any]] = []
    headers = {"Authorization": f"Bearer {slack.app_token}"}
    address = slack.api_url + "apps.connections.open"
    async with slack.session.post(address, headers=headers) as response:
        url = (await response.json())["url"]
    async with slack.session.ws_connect(url) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        asked = await slack.person("U1").writes("hello")
        envelopes.append(await socket.receive_json())
        envelopes.append(await socket.receive_json())
        await socket.send_json({"envelope_id": envelopes[1]["envelope_id"]})
        await slack.settled()

    assert envelopes[0]["envelope_id"] != envelopes[1]["envelope_id"]
    assert envelopes[1]["retry_attempt"] == 1
    assert envelopes[1]["retry_reason"] == "timeout"
    assert {one["payload"]["event_id"] for one in envelopes} == set(asked.events)


async def test_every_event_can_be_sent_twice(slack: SlackSandbox, bolt: AsyncApp) -> None:
    seen: list[str] = []

    @bolt.event("message")
    async def note(body: dict[str, Any]) -> None:
        seen.append(body["event_id"])

    slack.faults.copies = 2
    asked = await slack.person("U1").writes("hello")
    await slack.wait_until(lambda: len(seen) == 2)

    assert seen == asked.events * 2


async def test_a_command_nobody_acknowledges_fails_before_its_author(slack: SlackSandbox) -> None:
    outcome = await slack.person("U1").commands("/hub", "find")

    assert outcome.error == "operation_timeout"


async def test_telegram_can_be_limited_and_broken(telegram: TelegramSandbox, bot: Bot) -> None:
    await telegram.person(7).starts()
    telegram.faults.add(Kind.RATE_LIMITED, "sendMessage", times=1, seconds=3)
    telegram.faults.add(Kind.STATUS, "sendMessage", times=1, status=502)
    with pytest.raises(RetryAfter):
        await bot.send_message(7, "x")
    with pytest.raises(NetworkError):
        await bot.send_message(7, "x")

    assert (await bot.send_message(7, "x")).text == "x"
    assert telegram.faults.counted == {"rate_limited": 1, "status": 1}


async def test_telegram_paces_a_chat(telegram: TelegramSandbox, bot: Bot) -> None:
    await telegram.person(7).starts()
    for _ in range(4):
        await bot.send_message(7, "x")

    with pytest.raises(RetryAfter, match="Retry in"):
        await bot.send_message(7, "x")


async def test_the_record_keeps_what_was_said_and_answered(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    slack.person("U1")
    await client.chat_postMessage(channel="U1", text="x")
    (exchange,) = slack.record.exchanges("chat.postMessage")

    assert exchange.request == {"channel": "U1", "text": "x"}
    assert exchange.response["message"]["text"] == "x"
    assert slack.record.calls["chat.postMessage"] == 1


async def test_a_sandbox_listens_on_loopback_alone() -> None:
    with pytest.raises(ValueError, match=r"127\.0\.0\.1 only"):
        SlackSandbox(host="0.0.0.0")  # noqa: S104 - to see it refused
    with pytest.raises(ValueError, match=r"127\.0\.0\.1 only"):
        TelegramSandbox(host="::")


async def test_a_slow_platform_still_does_what_it_was_asked(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    person = slack.person("U1")
    slack.faults.add(Kind.SLOW, "chat.postMessage", seconds=0.2, times=1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await client.chat_postMessage(channel="U1", text="late")

    assert (await slack.wait_for_message(person)).text == "late"


def test_a_refused_request_uses_up_no_budget() -> None:
    moment = [0.0]
    pace = Pace(lambda: moment[0])
    chat = Bursts(per_second=1, burst=1)
    claims: list[tuple[str, Budget]] = [("all", Window(2)), ("chat", chat)]
    waits = [pace.take(claims) for _ in range(5)]
    moment[0] += 1

    assert waits == [0, 1, 1, 1, 1]
    assert pace.take(claims) == 0
    assert pace.take(claims[:1]) == 59
