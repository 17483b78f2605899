"""A real Bolt app in the sandbox's Slack, over Socket Mode."""

from typing import Any

import pytest
from aiohttp import WSServerHandshakeError
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_bolt.context.say.async_say import AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import SlackSandbox


async def test_a_direct_message_is_answered(slack: SlackSandbox, bolt: AsyncApp) -> None:
    @bolt.event("message")
    async def echo(event: dict[str, Any], say: AsyncSay) -> None:
        await say(f"echo {event['text']}")

    person = slack.person("U1")
    asked = await person.writes("hello")
    answer = await slack.wait_for_message(person, after=asked)

    assert answer.text == "echo hello"


async def test_a_command_is_acknowledged_with_a_message_only_its_author_sees(
    slack: SlackSandbox, bolt: AsyncApp
) -> None:
    @bolt.command("/hub")
    async def hub(ack: AsyncAck, command: dict[str, Any]) -> None:
        await ack(f"you said {command['text']}")

    person, other = slack.person("U1"), slack.person("U2")
    channel = slack.channel("C1", person, other)
    outcome = await person.commands("/hub", "find returns", channel)

    assert outcome.message is not None
    assert outcome.message.text == "you said find returns"
    assert slack.messages(channel, seen_by=other) == []


async def test_a_button_is_tapped_and_the_message_replaced(
    slack: SlackSandbox, bolt: AsyncApp
) -> None:
    @bolt.action("more")
    async def more(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond("the rest", replace_original=True)

    @bolt.event("app_mention")
    async def mention(say: AsyncSay, event: dict[str, Any]) -> None:
        button = {
            "type": "button",
            "action_id": "more",
            "text": {"type": "plain_text", "text": "More"},
        }
        blocks = [{"type": "actions", "elements": [button]}]
        await say("first", blocks=blocks, thread_ts=event["ts"])

    person = slack.person("U1")
    channel = slack.channel("C1", person)
    asked = await person.mentions(channel, "find")
    answer = await slack.wait_for_message(channel, thread_ts=asked.ts)
    outcome = await person.taps(answer, "More")
    await slack.wait_until(lambda: answer.text == "the rest")

    assert outcome.acknowledged
    assert answer.versions[0][0] == "first"


async def test_a_modal_opens_and_is_submitted(slack: SlackSandbox, bolt: AsyncApp) -> None:
    got: list[Any] = []

    @bolt.shortcut("ask")
    async def ask(ack: AsyncAck, shortcut: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        label = {"type": "plain_text", "text": "Need"}
        element = {"type": "plain_text_input", "action_id": "need"}
        block = {"type": "input", "block_id": "b", "label": label, "element": element}
        view = {
            "type": "modal",
            "callback_id": "form",
            "title": label,
            "submit": label,
            "blocks": [block],
        }
        await client.views_open(trigger_id=shortcut["trigger_id"], view=view)

    @bolt.view("form")
    async def form(ack: AsyncAck, view: dict[str, Any]) -> None:
        got.append(view["state"]["values"]["b"]["need"]["value"])
        await ack()

    person = slack.person("U1")
    await person.shortcut("ask")
    await slack.wait_until(lambda: person.modal is not None)
    await person.submits({"need": "guidance on returns"})

    assert got == ["guidance on returns"]
    assert person.modal is None


async def test_the_home_tab_is_published_when_it_is_opened(
    slack: SlackSandbox, bolt: AsyncApp
) -> None:
    @bolt.event("app_home_opened")
    async def home(event: dict[str, Any], client: AsyncWebClient) -> None:
        text = {"type": "mrkdwn", "text": "Welcome"}
        view = {"type": "home", "blocks": [{"type": "section", "text": text}]}
        await client.views_publish(user_id=event["user"], view=view)

    person = slack.person("U1")
    await person.opens_home()
    await slack.wait_until(lambda: person.home is not None)

    assert person.home is not None
    assert person.home.shown == "Welcome"


async def test_an_event_may_come_again_under_the_same_id(
    slack: SlackSandbox, bolt: AsyncApp
) -> None:
    seen: list[str] = []

    @bolt.event("message")
    async def note(body: dict[str, Any]) -> None:
        seen.append(body["event_id"])

    asked = await slack.person("U1").writes("hello")
    await slack.settled()
    slack.redeliver(asked, times=2)
    await slack.wait_until(lambda: len(seen) == 3)

    assert seen == asked.events * 3


@pytest.mark.usefixtures("bolt")
async def test_after_a_request_to_refresh_the_app_is_connected_again(slack: SlackSandbox) -> None:
    before = slack.socket.connections[0]
    await slack.socket.refresh(grace=0.1)
    await slack.wait_until(lambda: any(c is not before for c in slack.socket.connections))

    assert slack.record.calls["apps.connections.open"] == 2


async def test_the_app_comes_back_with_slack(slack: SlackSandbox, bolt: AsyncApp) -> None:
    @bolt.event("message")
    async def echo(event: dict[str, Any], say: AsyncSay) -> None:
        await say(f"echo {event['text']}")

    person = slack.person("U1")
    await slack.goes_down()
    asked = await person.writes("are you there?")
    await slack.comes_back()
    slack.deliveries.retry_after = (0.2,) * 100
    answer = await slack.wait_for_message(person, after=asked, timeout=20)

    assert answer.text == "echo are you there?"


async def test_a_connection_needs_a_ticket_and_ten_are_enough(slack: SlackSandbox) -> None:
    address = slack.origin.replace("http", "ws") + "/link/?ticket="
    sockets = [await slack.session.ws_connect(address + slack.socket.ticket()) for _ in range(11)]
    hellos = [await socket.receive_json() for socket in sockets]
    with pytest.raises(WSServerHandshakeError):
        await slack.session.ws_connect(address + "guessed")
    for socket in sockets:
        await socket.close()

    assert [one.get("num_connections") for one in hellos[:10]] == list(range(1, 11))
    assert hellos[10]["reason"] == "too_many_websockets"


async def test_waiting_in_vain_says_what_there_is(slack: SlackSandbox) -> None:
    person = slack.person("U1")
    await person.writes("hello?")

    with pytest.raises(TimeoutError, match=r"there is \['hello\?'\]"):
        await slack.wait_for_message(person, timeout=0.05)
