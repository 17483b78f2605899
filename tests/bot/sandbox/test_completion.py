"""What both sandboxes refuse of an offer to complete what somebody types."""

import asyncio
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from telegram import (
    Bot,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest

from bot.sandbox.slack import SlackSandbox
from bot.sandbox.slack_elements import offer_faults
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram_people import NothingToTap, Tap

SELECT = {"type": "external_select", "action_id": "topic"}


def option(text: str, value: str = "1") -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": text}, "value": value}


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        ({}, "missing required field: options"),
        ({"options": None}, "must be a list"),
        ({"options": [], "text": "x"}, "invalid additional property: text"),
        ({"options": [option("x" * 76)]}, "less than 76"),
        ({"options": [option("")]}, "more than 0"),
        ({"options": [option("x", "1" * 151)]}, "less than 151"),
        ({"options": [option("x", "")]}, "more than 0"),
        ({"options": [option("x") | {"description": option("x" * 76)["text"]}]}, "less than 76"),
        ({"options": [option("x")] * 101}, "no more than 100"),
        ({"option_groups": [{"options": [option("x")]}]}, "must be a text object"),
    ],
)
def test_slack_is_strict_about_what_is_offered(answer: dict[str, Any], wrong: str) -> None:
    assert any(wrong in each for each in offer_faults(answer))


def test_slack_takes_an_offer_of_nothing() -> None:
    assert list(offer_faults({"options": []})) == []


async def show_field(client: AsyncWebClient, **more: object) -> None:
    blocks = [{"type": "actions", "elements": [SELECT | more]}]
    await client.chat_postMessage(channel="U1", text="pick", blocks=blocks)


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"options": [option("x")]}, "invalid additional property: options"),
        ({"min_query_length": "2"}, "must be a number"),
        ({"min_query_length": -1}, "must be a number"),
    ],
)
async def test_a_field_with_options_of_its_own_is_refused(
    slack: SlackSandbox, client: AsyncWebClient, more: dict[str, Any], wrong: str
) -> None:
    slack.person("U1")
    with pytest.raises(SlackApiError) as refusal:
        await show_field(client, **more)

    assert wrong in str(refusal.value)


async def test_a_faulty_offer_is_shown_to_nobody(
    slack: SlackSandbox, bolt: AsyncApp, client: AsyncWebClient
) -> None:
    @bolt.options("topic")
    async def topics(ack: AsyncAck) -> None:
        await ack(options=[option("x" * 76)])

    person = slack.person("U1")
    await show_field(client)
    outcome = await person.types_in(slack.messages(person)[0], "topic", "return")

    assert "less than 76 characters" in outcome.error
    assert outcome.options == []


async def test_an_offer_that_comes_too_late_is_shown_to_nobody(
    slack: SlackSandbox, bolt: AsyncApp, client: AsyncWebClient
) -> None:
    @bolt.options("topic")
    async def topics(ack: AsyncAck) -> None:
        await asyncio.sleep(2 * slack.ack_within)
        await ack(options=[option("x")])

    person = slack.person("U1")
    await show_field(client)
    outcome = await person.types_in(slack.messages(person)[0], "topic", "return")

    assert (outcome.error, outcome.options) == ("operation_timeout", [])


async def asked(telegram: TelegramSandbox, bot: Bot, words: str = "returns") -> tuple[Tap, Update]:
    """A search by somebody, and the update that tells the bot of it."""
    search = await telegram.person(7).searches(words)
    (update,) = await bot.get_updates()
    return search, update


def article(text: str = "x", *, number: str = "1", mode: str = "") -> InlineQueryResultArticle:
    content = InputTextMessageContent(text, parse_mode=mode or None)
    return InlineQueryResultArticle(number, "t", content)


@pytest.mark.parametrize(
    ("results", "button", "wrong"),
    [
        ([article(number=str(number)) for number in range(51)], None, "Results_too_much"),
        ([article(number="é" * 33)], None, "Result_id_invalid"),
        ([article(), article()], None, "Result_id_duplicate"),
        ([article("<b>x", mode="HTML")], None, "Can't parse entities"),
        ([article("")], None, "Message text is empty"),
        ([], InlineQueryResultsButton("x", start_parameter="no blanks"), "Start_param_invalid"),
        ([], InlineQueryResultsButton(" ", start_parameter="x"), "Switch_pm_text_empty"),
    ],
)
async def test_telegram_is_strict_about_what_is_offered(
    telegram: TelegramSandbox,
    bot: Bot,
    results: list[InlineQueryResultArticle],
    button: InlineQueryResultsButton | None,
    wrong: str,
) -> None:
    search, _ = await asked(telegram, bot)

    with pytest.raises(BadRequest, match=wrong):
        await bot.answer_inline_query(search.id, results, button=button)


async def test_what_is_chosen_is_posted_in_the_persons_name_and_the_bot_hears_of_it(
    telegram: TelegramSandbox, bot: Bot
) -> None:
    amal = telegram.person(7)
    group = telegram.group(-5, amal)
    search, update = await asked(telegram, bot)
    await bot.answer_inline_query(search.id, [article("<b>Return</b>", mode="HTML")])
    with pytest.raises(NothingToTap):
        await amal.shares(search, "another", group)
    posted = await amal.shares(search, "t", group)
    (heard,) = await bot.get_updates(offset=update.update_id + 1)

    assert (posted.sender, posted.text) == (amal.user, "Return")
    assert heard.message is not None
    assert heard.message.via_bot == bot.bot


async def test_a_query_ends_after_256_characters(telegram: TelegramSandbox, bot: Bot) -> None:
    _, update = await asked(telegram, bot, "x" * 1_000)

    assert update.inline_query is not None
    assert update.inline_query.query == "x" * 256
