"""People in the sandbox's Slack: what their doings bring to a real Bolt app."""

from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import SUBSCRIPTIONS, SlackSandbox
from bot.sandbox.slack_state import SlackError
from bot.sandbox.slack_taps import NothingToTap
from bot.sandbox.slack_text import typed


def words(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def view(title: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - raw JSON
    return {"type": "modal", "title": words(title), "blocks": []} | more


def text_input(name: str, *, optional: bool = False, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - raw JSON
    element = {"type": "plain_text_input", "action_id": "in"} | more
    block = {"type": "input", "block_id": name, "label": words(name), "element": element}
    return block | {"optional": optional}


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("R&D <b> 1 > 0", "R&amp;D &lt;b&gt; 1 &gt; 0"),
        ("<!everyone> look", "&lt;!everyone&gt; look"),
        ("@channel look", "<!channel> look"),
        ("me@here.org", "me@here.org"),
        ("<@U0BOT1> find", "<@U0BOT1> find"),
        ("see https://un.org/a?b=1&c=2.", "see <https://un.org/a?b=1&amp;c=2>."),
    ],
)
def test_slack_escapes_what_people_type(said: str, stored: str) -> None:
    assert typed(said) == stored


async def test_edits_and_deletions_are_told(slack: SlackSandbox, bolt: AsyncApp) -> None:
    told: list[tuple[str | None, str | None]] = []

    @bolt.event("message")
    async def note(event: dict[str, Any]) -> None:
        told.append((event.get("subtype"), event.get("message", {}).get("text")))

    person = slack.person("U1")
    message = await person.writes("first")
    await person.edits(message, "second")
    await person.deletes(message)
    await slack.wait_until(lambda: len(told) == 3)

    wanted = [(None, None), ("message_changed", "second"), ("message_deleted", None)]
    assert sorted(told, key=str) == sorted(wanted, key=str)


async def test_an_option_is_chosen_from_a_menu(
    slack: SlackSandbox, bolt: AsyncApp, client: AsyncWebClient
) -> None:
    chosen: list[Any] = []

    @bolt.action("language")
    async def language(ack: AsyncAck, action: dict[str, Any]) -> None:
        chosen.append(action["selected_option"])
        await ack()

    options = [{"text": words("French"), "value": "fr"}, {"text": words("Arabic"), "value": "ar"}]
    menu = {"type": "static_select", "action_id": "language", "options": options}
    blocks = [{"type": "actions", "elements": [menu]}]
    person = slack.person("U1")
    await client.chat_postMessage(channel="U1", text="pick", blocks=blocks)
    await person.taps(slack.messages(person)[0], "language", option="Arabic")

    assert chosen == [options[1]]


async def test_an_external_menu_is_asked_for_its_options(
    slack: SlackSandbox, bolt: AsyncApp, client: AsyncWebClient
) -> None:
    @bolt.options("topic")
    async def topics(ack: AsyncAck, payload: dict[str, Any]) -> None:
        await ack(options=[{"text": words(payload["value"] + "s"), "value": "1"}])

    menu = {"type": "external_select", "action_id": "topic", "min_query_length": 1}
    blocks = [{"type": "actions", "elements": [menu]}]
    person = slack.person("U1")
    await client.chat_postMessage(channel="U1", text="pick", blocks=blocks)
    outcome = await person.types_in(slack.messages(person)[0], "topic", "return")

    assert outcome.answer["options"][0]["text"]["text"] == "returns"


async def test_a_form_with_errors_stays_open_and_an_update_replaces_it(
    slack: SlackSandbox, bolt: AsyncApp, client: AsyncWebClient
) -> None:
    answers: list[dict[str, Any]] = [
        {"response_action": "errors", "errors": {"need": "Say more"}},
        {"response_action": "update", "view": view("Second", callback_id="form")},
        {"response_action": "push", "view": view("Third", callback_id="form")},
        {"response_action": "clear"},
    ]
    titles = []

    @bolt.view("form")
    async def form(ack: AsyncAck) -> None:
        await ack(**answers.pop(0))

    person = slack.person("U1")
    trigger = slack.state.trigger(slack.workspace, "U1")
    first = view("First", callback_id="form", blocks=[text_input("need", optional=True)])
    await client.views_open(trigger_id=trigger, view=first | {"submit": words("Send")})
    while person.modal is not None:
        titles.append((person.modal.json["title"]["text"], person.modal.json.get("errors")))
        await person.submits()

    assert titles[:2] == [("First", None), ("First", {"need": "Say more"})]
    assert [title for title, _ in titles[2:]] == ["Second", "Third"]


async def test_errors_stand_at_inputs_alone(
    slack: SlackSandbox, bolt: AsyncApp, client: AsyncWebClient
) -> None:
    @bolt.view("form")
    async def form(ack: AsyncAck) -> None:
        await ack(response_action="errors", errors={"heading": "Say more"})

    person = slack.person("U1")
    blocks = [
        {"type": "section", "block_id": "heading", "text": words("Hello")},
        text_input("need", initial_value="visas"),
    ]
    opened = view("First", callback_id="form", blocks=blocks, submit=words("Send"))
    await client.views_open(trigger_id=slack.state.trigger(slack.workspace, "U1"), view=opened)
    outcome = await person.submits()

    assert outcome.error == "errors: no input block heading"
    assert person.modal is not None
    assert person.modal.json["state"]["values"]["need"]["in"]["value"] == "visas"


@pytest.mark.parametrize(
    ("element", "put", "shown"),
    [
        ({"type": "plain_text_input"}, "", "complete this required field"),
        ({"type": "plain_text_input", "min_length": 5}, "abc", "5 characters or more"),
        ({"type": "plain_text_input", "max_length": 2}, "abc", "2 characters or less"),
        ({"type": "number_input", "min_value": "1"}, "0", "1 or more"),
        ({"type": "number_input", "max_value": "20"}, "21", "20 or less"),
        ({"type": "number_input", "is_decimal_allowed": False}, "two", "whole number"),
        ({"type": "datepicker"}, {"selected_date": None}, "complete this required field"),
    ],
)
async def test_slack_itself_sends_no_form_that_is_not_finished(
    slack: SlackSandbox,
    client: AsyncWebClient,
    element: dict[str, Any],
    put: Any,  # noqa: ANN401 - raw JSON
    shown: str,
) -> None:
    person = slack.person("U1")
    blocks = [text_input("need") | {"element": {"action_id": "in", **element}}]
    opened = view("First", callback_id="form", blocks=blocks, submit=words("Send"))
    await client.views_open(trigger_id=slack.state.trigger(slack.workspace, "U1"), view=opened)

    with pytest.raises(NothingToTap, match=shown):
        await person.submits({"need": put})


async def test_a_field_that_is_emptied_arrives_empty(
    slack: SlackSandbox, bolt: AsyncApp, client: AsyncWebClient
) -> None:
    sent: list[dict[str, Any]] = []

    @bolt.view("form")
    async def form(ack: AsyncAck, view: dict[str, Any]) -> None:
        await ack()
        sent.append(view["state"]["values"])

    person = slack.person("U1")
    blocks = [
        text_input("need", optional=True, initial_value="visas"),
        text_input("kept", initial_value="as it was"),
    ]
    opened = view("First", callback_id="form", blocks=blocks, submit=words("Send"))
    await client.views_open(trigger_id=slack.state.trigger(slack.workspace, "U1"), view=opened)
    await person.submits({"need": None})

    assert sent[0]["need"]["in"]["value"] is None
    assert sent[0]["kept"]["in"]["value"] == "as it was"


async def test_a_view_changes_only_for_who_knows_its_hash(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    slack.person("U1")
    trigger = slack.state.trigger(slack.workspace, "U1")
    opened = (await client.views_open(trigger_id=trigger, view=view("First")))["view"]
    updated = await client.views_update(view_id=opened["id"], view=view("2"), hash=opened["hash"])
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=opened["id"], view=view("3"), hash=opened["hash"])
    with pytest.raises(SlackApiError, match="not_found"):
        await client.views_update(view_id="V404", view=view("3"))

    assert updated["view"]["id"] == opened["id"]


async def test_a_fourth_view_is_one_too_many(slack: SlackSandbox, client: AsyncWebClient) -> None:
    slack.person("U1")
    triggers = [slack.state.trigger(slack.workspace, "U1") for _ in range(4)]
    await client.views_open(trigger_id=triggers[0], view=view("1"))
    await client.views_push(trigger_id=triggers[1], view=view("2"))
    await client.views_push(trigger_id=triggers[2], view=view("3"))

    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await client.views_push(trigger_id=triggers[3], view=view("4"))


async def test_an_ephemeral_message_is_seen_and_tapped_by_one(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    person, other = slack.person("U1"), slack.person("U2")
    channel = slack.channel("C1", person, other)
    button = {"type": "button", "action_id": "more", "text": words("More")}
    blocks = [{"type": "actions", "elements": [button]}]
    await client.chat_postEphemeral(channel="C1", user="U1", text="psst", blocks=blocks)
    (message,) = slack.messages(channel, seen_by=person)
    with pytest.raises(NothingToTap):
        await other.taps(message, "More")
    with pytest.raises(SlackApiError, match="user_not_in_channel"):
        await client.chat_postEphemeral(channel="C1", user="U3", text="psst")

    assert slack.messages(channel, seen_by=other) == []
    assert (await client.conversations_history(channel="C1"))["messages"] == []


async def test_a_button_that_is_gone_can_not_be_tapped(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    person = slack.person("U1")
    await client.chat_postMessage(channel="U1", text="plain")

    with pytest.raises(NothingToTap, match="no 'More' among"):
        await person.taps(slack.messages(person)[0], "More")


async def test_a_channel_is_heard_only_by_members_and_only_when_subscribed() -> None:
    subscriptions = SUBSCRIPTIONS | {"message.channels"}
    async with SlackSandbox(subscriptions=subscriptions, retry_after=()) as slack:
        inside, outside = slack.person("U1"), slack.person("U2")
        channel = slack.channel("C1", inside)
        said = await inside.says(channel, "just talking")
        with pytest.raises(SlackError, match="not_in_channel"):
            await outside.says(channel, "me too")
        channel.members.discard(slack.workspace.bot_user)
        unheard = await inside.says(channel, "without the bot")
        await slack.settled()

    assert len(said.events) == 1
    assert unheard.events == []
