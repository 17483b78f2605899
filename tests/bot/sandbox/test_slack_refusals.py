"""What the sandbox's Slack refuses, asked through slack_sdk."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import SlackSandbox
from bot.sandbox.slack_world import Kind

START = datetime(2026, 3, 1, tzinfo=UTC)


def words(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def button(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - raw JSON
    return {"type": "button", "text": words("More"), "action_id": "more"} | more


def option(text: str, value: str) -> dict[str, Any]:
    return {"text": words(text), "value": value}


def select(count: int, value: str = "v", text: str = "t") -> dict[str, Any]:
    options = [option(text, f"{value}{number}") for number in range(count)]
    return {"type": "static_select", "action_id": "s", "options": options}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


SECTION = {"type": "section", "text": words("fine")}


async def refusal(client: AsyncWebClient, method: str, **arguments: Any) -> str:  # noqa: ANN401
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, json=arguments)
    return str(caught.value.response["error"])


@pytest.mark.parametrize(
    "blocks",
    [
        [SECTION] * 51,
        [{"type": "section", "text": words("x" * 3001)}],
        [{"type": "section", "text": words("")}],
        [{"type": "section"}],
        [{"type": "section", "text": {"type": "html", "text": "x"}}],
        [{"type": "section", "text": words("x"), "colour": "red"}],
        [{"type": "section", "fields": [words("x")] * 11}],
        [{"type": "section", "fields": [words("x" * 2001)]}],
        [{"type": "section", "block_id": "b" * 256, "text": words("x")}],
        [SECTION | {"block_id": "same"}] * 2,
        [{"type": "header", "text": words("x" * 151)}],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        [{"type": "context", "elements": [words("x")] * 11}],
        [{"type": "context", "elements": []}],
        [actions(*[button(action_id=str(number)) for number in range(26)])],
        [actions()],
        [actions(button(), button())],
        [actions(button(text=words("x" * 76)))],
        [actions(button(text={"type": "mrkdwn", "text": "x"}))],
        [actions(button(action_id="a" * 256))],
        [actions(button(value="v" * 2001))],
        [actions(button(url="u" * 3001))],
        [actions(button(style="loud"))],
        [actions(select(101))],
        [actions(select(0))],
        [actions(select(1, value="v" * 150))],
        [actions(select(1, text="t" * 76))],
        [actions({"type": "overflow", "action_id": "o", "options": [option("t", "v")] * 6})],
        [actions({"type": "plain_text_input", "action_id": "o"})],
        [{"type": "carousel"}],
        ["not a block"],
    ],
)
async def test_faulty_blocks_are_refused(
    slack: SlackSandbox, client: AsyncWebClient, blocks: list[Any]
) -> None:
    person = slack.person("U1")

    error = await refusal(client, "chat.postMessage", channel=person.id, blocks=blocks)

    assert error == "invalid_blocks"


async def test_the_refusal_of_blocks_says_where_the_fault_is(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    slack.person("U1")
    blocks = [actions(button(value="v" * 2001))]
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="U1", text="t", blocks=blocks)

    (message,) = caught.value.response["response_metadata"]["messages"]
    assert message == (
        "[ERROR] must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]"
    )


async def test_everything_at_its_limit_is_taken(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    slack.person("U1")
    buttons = [button(action_id=f"a{number}", text=words("x" * 75)) for number in range(25)]
    blocks = [actions(*buttons), {"type": "header", "text": words("x" * 150)}] + [SECTION] * 48

    posted = await client.chat_postMessage(channel="U1", text="t", blocks=blocks)

    assert posted["ok"]
    assert all(block["block_id"] for block in posted["message"]["blocks"])


@pytest.mark.parametrize(
    ("error", "arguments"),
    [
        ("no_text", {"channel": "U1"}),
        ("msg_too_long", {"channel": "U1", "text": "x" * 40_001}),
        ("channel_not_found", {"channel": "C404", "text": "x"}),
        ("channel_not_found", {"channel": "CPRIVATE", "text": "x"}),
        ("not_in_channel", {"channel": "CPUBLIC", "text": "x"}),
        ("is_archived", {"channel": "COLD", "text": "x"}),
        ("invalid_blocks_format", {"channel": "U1", "blocks": "[not json"}),
        ("msg_blocks_too_long", {"channel": "U1", "blocks": [
            {"type": "section", "text": words("x" * 3000)}] * 5}),
        ("invalid_metadata_format", {"channel": "U1", "text": "x", "metadata": {"a": 1}}),
        ("invalid_metadata_schema", {"channel": "U1", "text": "x", "metadata": {
            "event_type": "a b", "event_payload": {}}}),
        ("metadata_too_large", {"channel": "U1", "text": "x", "metadata": {
            "event_type": "a", "event_payload": {"k": "v" * 17_000}}}),
        ("invalid_thread_ts", {"channel": "U1", "text": "x", "thread_ts": "yesterday"}),
    ],
)  # fmt: skip
async def test_a_message_is_refused_with_slacks_own_code(
    slack: SlackSandbox, client: AsyncWebClient, error: str, arguments: dict[str, Any]
) -> None:
    slack.person("U1")
    slack.channel("CPRIVATE", kind=Kind.PRIVATE, with_bot=False)
    slack.channel("CPUBLIC", with_bot=False)
    slack.channel("COLD").archived = True

    assert await refusal(client, "chat.postMessage", **arguments) == error


async def test_tokens_are_told_apart(slack: SlackSandbox) -> None:
    async def said(token: str | None, method: str = "auth.test") -> str:
        client = AsyncWebClient(token=token, base_url=slack.api_url)
        return await refusal(client, method)

    assert await said(None) == "not_authed"
    assert await said("xoxb-guessed") == "invalid_auth"
    assert await said(slack.app_token) == "not_allowed_token_type"
    assert await said(slack.bot_token, "apps.connections.open") == "not_allowed_token_type"
    assert await said(slack.bot_token, "chat.postPoem") == "unknown_method"


async def test_only_its_own_messages_can_be_changed(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    person = slack.person("U1")
    message = await person.writes("mine")
    place = {"channel": person.dm.id, "ts": message.ts}

    assert await refusal(client, "chat.update", text="yours", **place) == "cant_update_message"
    assert await refusal(client, "chat.delete", **place) == "cant_delete_message"
    place["ts"] = "1.000000"
    assert await refusal(client, "chat.update", text="x", **place) == "message_not_found"


async def test_an_edit_takes_fewer_characters_than_a_post(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    person = slack.person("U1")
    posted = await client.chat_postMessage(channel=person.dm.id, text="x" * 4_001)

    error = await refusal(
        client, "chat.update", channel=person.dm.id, ts=posted["ts"], text="x" * 4_001
    )

    assert error == "msg_too_long"


async def test_the_fifth_message_of_a_burst_has_to_wait(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    slack.person("U1")
    for _ in range(4):
        await client.chat_postMessage(channel="U1", text="x")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="U1", text="x")

    assert caught.value.response.status_code == 429
    assert caught.value.response["error"] == "ratelimited"
    assert caught.value.response.headers["Retry-After"] == "1"


async def test_a_trigger_lives_three_seconds_and_opens_one_view() -> None:
    moment = [START]
    async with SlackSandbox(clock=lambda: moment[0]) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        slack.person("U1")
        view = {"type": "modal", "title": words("Ask"), "blocks": [SECTION]}
        fresh, stale = (slack.state.trigger(slack.workspace, "U1") for _ in range(2))
        await client.views_open(trigger_id=fresh, view=view)
        again = await refusal(client, "views.open", trigger_id=fresh, view=view)
        moment[0] += timedelta(seconds=3.1)
        late = await refusal(client, "views.open", trigger_id=stale, view=view)
        wrong = await refusal(client, "views.open", trigger_id="1.2.3", view=view)

    assert (again, late) == ("exchanged_trigger_id", "expired_trigger_id")
    assert wrong == "invalid_trigger_id"


@pytest.mark.parametrize(
    "view",
    [
        {"type": "modal", "blocks": [SECTION]},
        {"type": "modal", "title": words("x" * 25), "blocks": [SECTION]},
        {"type": "modal", "title": words("x"), "blocks": [SECTION] * 101},
        {"type": "modal", "title": words("x"), "private_metadata": "x" * 3001, "blocks": []},
        {"type": "modal", "title": words("x"), "blocks": [
            {"type": "input", "label": words("x"), "element": select(1)}]},
        {"type": "home", "blocks": [SECTION]},
        {"type": "sheet", "blocks": [SECTION]},
    ],
)  # fmt: skip
async def test_a_faulty_modal_is_refused_and_its_trigger_kept(
    slack: SlackSandbox, client: AsyncWebClient, view: dict[str, Any]
) -> None:
    slack.person("U1")
    trigger = slack.state.trigger(slack.workspace, "U1")
    error = await refusal(client, "views.open", trigger_id=trigger, view=view)

    assert error == "invalid_arguments"
    assert not slack.state.triggers[trigger].spent


async def test_metadata_comes_back_whole_only_when_asked_for(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    person = slack.person("U1")
    metadata = {"event_type": "outbox", "event_payload": {"key": "42"}}
    await client.chat_postMessage(channel=person.dm.id, text="x", metadata=metadata)
    bare = await client.conversations_history(channel=person.dm.id)
    whole = await client.conversations_history(channel=person.dm.id, include_all_metadata=True)

    assert bare["messages"][0]["metadata"] == {"event_type": "outbox"}
    assert whole["messages"][0]["metadata"] == metadata


async def test_history_pages_newest_first_and_leaves_replies_to_threads(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    person = slack.person("U1")
    sent = [await person.writes(str(number)) for number in range(3)]
    await person.writes("reply", thread_ts=sent[0].ts)
    first = await client.conversations_history(channel=person.dm.id, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    rest = await client.conversations_history(channel=person.dm.id, limit=2, cursor=cursor)
    thread = await client.conversations_replies(channel=person.dm.id, ts=sent[0].ts)

    assert [one["text"] for one in first["messages"]] == ["2", "1"]
    assert [one["text"] for one in rest["messages"]] == ["0"]
    assert [one["text"] for one in thread["messages"]] == ["0", "reply"]


async def test_people_have_zones_and_locales(slack: SlackSandbox, client: AsyncWebClient) -> None:
    slack.person("U1", locale="fr-FR", tz="Asia/Kolkata")
    found = (await client.users_info(user="U1", include_locale=True))["user"]
    bare = (await client.users_info(user="U1"))["user"]

    assert (found["locale"], found["tz"], found["tz_offset"]) == ("fr-FR", "Asia/Kolkata", 19_800)
    assert "locale" not in bare
    assert await refusal(client, "users.info", user="U404") == "user_not_found"


async def test_several_people_and_the_bot_share_one_conversation(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    slack.person("U1")
    slack.person("U2")
    opened = await client.conversations_open(users="U1,U2")
    again = await client.conversations_open(users="U2,U1")

    assert opened["channel"]["id"] == again["channel"]["id"]
    assert await refusal(client, "conversations.open", users="U1,U404") == "user_not_found"
    slack.workspace.users["U2"].deactivated = True
    assert await refusal(client, "conversations.open", users="U2") == "user_disabled"


async def test_a_response_address_works_five_times_within_half_an_hour(
    slack: SlackSandbox,
) -> None:
    person = slack.person("U1")
    used = slack.origin + slack.state.hook(slack.workspace, person.dm, "U1", None)
    statuses = []
    for number in range(6):
        async with slack.session.post(used, json={"text": str(number)}) as response:
            statuses.append((response.status, (await response.json()).get("error")))

    assert statuses == [(200, None)] * 5 + [(404, "used_url")]


async def test_two_workspaces_keep_to_themselves(slack: SlackSandbox) -> None:
    other = slack.add_workspace("T2", name="other")
    slack.person("U1")
    stranger = slack.person("U9", workspace=other)
    client = AsyncWebClient(token=other.bot_token, base_url=slack.api_url)
    await client.chat_postMessage(channel="U9", text="hello")

    assert [message.text for message in slack.messages(stranger)] == ["hello"]
    assert await refusal(client, "chat.postMessage", channel="U1", text="x") == "channel_not_found"
