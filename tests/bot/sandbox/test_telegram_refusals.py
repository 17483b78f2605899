"""What the sandbox's Telegram refuses, asked through python-telegram-bot."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken

from bot.sandbox.telegram import TelegramSandbox

START = datetime(2026, 3, 1, tzinfo=UTC)


def keyboard(*data: str, text: str = "x") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=one)] for one in data])


def link(url: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("x", url=url)]])


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        ("Text must be non-empty", "   "),
        ("Text must be non-empty", "<b> </b>"),
        ("Message text is empty", ""),
        ("Message is too long", "x" * 4097),
        ("Message is too long", "😀" * 2049),
        ('Can\'t parse entities: unsupported start tag "foo" at byte offset 0', "<foo>x"),
    ],
)
async def test_a_text_is_refused(
    telegram: TelegramSandbox, bot: Bot, problem: str, text: str
) -> None:
    await telegram.person(7).starts()
    with pytest.raises(BadRequest) as caught:
        await bot.send_message(7, text, parse_mode="HTML")

    assert caught.value.message.lower() == problem.lower()


async def test_an_action_that_there_is_not_is_refused(telegram: TelegramSandbox, bot: Bot) -> None:
    person = telegram.person(7)
    await person.starts()
    await bot.send_chat_action(7, "typing")
    with pytest.raises(BadRequest) as caught:
        await bot.send_chat_action(7, "dancing")

    assert caught.value.message == "Wrong parameter action in request"
    assert [action for _, action in person.chat.actions] == ["typing"]


async def test_markup_does_not_count_towards_the_length(
    telegram: TelegramSandbox, bot: Bot
) -> None:
    await telegram.person(7).starts()

    sent = await bot.send_message(7, f"<b>{'x' * 4096}</b>", parse_mode="HTML")

    assert sent.text is not None
    assert len(sent.text) == 4096


@pytest.mark.parametrize(
    ("problem", "markup"),
    [
        ("Button_data_invalid", keyboard("é" * 33)),
        (
            "Can't parse inline keyboard button: text buttons are unallowed in the inline keyboard",
            keyboard(""),
        ),
        ("Reply_markup_too_long", keyboard(*[str(number) for number in range(101)])),
        ("Button_text_invalid", keyboard("x", text=" ")),
        ("Inline keyboard button url 'nowhere' is invalid: wrong http url", link("nowhere")),
        ("Inline keyboard button url 'http://x/' is invalid: wrong http url", link("http://x/")),
        (
            "Inline keyboard button url 'ftp://un.org' is invalid: unsupported url protocol",
            link("ftp://un.org"),
        ),
    ],
)
async def test_a_keyboard_is_refused(
    telegram: TelegramSandbox, bot: Bot, problem: str, markup: InlineKeyboardMarkup
) -> None:
    await telegram.person(7).starts()
    with pytest.raises(BadRequest) as caught:
        await bot.send_message(7, "x", reply_markup=markup)

    assert caught.value.message.lower() == problem.lower()


async def test_people_decide_whether_a_bot_may_write(telegram: TelegramSandbox, bot: Bot) -> None:
    person = telegram.person(7)
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(7, "x")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(8, "x")
    await person.starts()
    await bot.send_message(7, "x")
    await person.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(7, "x")
    await person.starts()
    await bot.send_message(7, "x")
    updates = await bot.get_updates()
    standings = [update.my_chat_member for update in updates if update.my_chat_member]

    assert [change.new_chat_member.status for change in standings] == ["kicked", "member"]


async def test_an_edit_must_change_something_of_its_own(
    telegram: TelegramSandbox, bot: Bot
) -> None:
    telegram.paced = False
    person = telegram.person(7)
    theirs = await person.starts()
    sent = await bot.send_message(7, "<b>x</b>", parse_mode="HTML", reply_markup=keyboard("a"))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("<b>x</b>", parse_mode="HTML", reply_markup=keyboard("a"))
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("y", 7, 999)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("y", 7, theirs.id)
    await sent.edit_text("x")

    assert person.chat.messages[sent.message_id].markup is None


async def test_a_deleted_message_is_gone(telegram: TelegramSandbox, bot: Bot) -> None:
    await telegram.person(7).starts()
    sent = await bot.send_message(7, "x")
    await sent.delete()
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await sent.delete()
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(7, "y", reply_parameters=ReplyParameters(sent.message_id))

    lenient = ReplyParameters(sent.message_id, allow_sending_without_reply=True)
    assert (await bot.send_message(7, "y", reply_parameters=lenient)).reply_to_message is None


async def test_a_tap_is_answered_in_time_or_not_at_all() -> None:
    moment = [START]
    async with (
        TelegramSandbox(clock=lambda: moment[0]) as telegram,
        Bot(telegram.token, base_url=telegram.base_url) as bot,
    ):
        person = telegram.person(7)
        await person.starts()
        sent = await bot.send_message(7, "x", reply_markup=keyboard("a"))
        tap = await person.taps(person.chat.messages[sent.message_id], "x")
        moment[0] += timedelta(seconds=16)
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query(tap.id)
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query("404")

    assert not tap.answered


async def test_a_wrong_token_is_not_let_in(telegram: TelegramSandbox) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("1:wrong", base_url=telegram.base_url):
            pass


async def test_one_poll_ends_another_and_a_webhook_ends_polling(
    telegram: TelegramSandbox, bot: Bot
) -> None:
    async def poll() -> str:
        address = f"{telegram.base_url}{telegram.token}/getUpdates"
        async with telegram.session.post(address, json={"timeout": 5}) as response:
            return str((await response.json()).get("description"))

    first = asyncio.create_task(poll())
    await telegram.wait_until(lambda: telegram.updates.polled)
    second = asyncio.create_task(poll())
    ended = await first
    await bot.set_webhook("http://127.0.0.1:9/t")

    assert ended.startswith("Conflict: terminated by other getUpdates request")
    assert await second == "Conflict: terminated by setWebhook request"
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()


async def test_the_secret_of_a_webhook_has_plain_letters(
    telegram: TelegramSandbox, bot: Bot
) -> None:
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await bot.set_webhook("http://127.0.0.1:9/t", secret_token="a b")
    with pytest.raises(BadRequest, match="Bad webhook"):
        await bot.set_webhook("https://example.org/t")

    assert telegram.updates.webhook is None


async def test_a_group_that_became_a_supergroup_says_its_new_id(
    telegram: TelegramSandbox, bot: Bot
) -> None:
    person = telegram.person(7)
    group = telegram.group(-55, person, title="Returns")
    upgraded = await telegram.becomes_supergroup(group, person)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(-55, "x")
    services = [update.message for update in await bot.get_updates() if update.message]

    assert caught.value.new_chat_id == upgraded.id == -10055
    assert services[0].migrate_to_chat_id == -10055
    assert services[1].migrate_from_chat_id == -55
    assert (await bot.send_message(-10055, "x")).chat.type == "supergroup"


async def test_in_groups_a_bot_hears_what_is_meant_for_it(
    telegram: TelegramSandbox, bot: Bot
) -> None:
    person = telegram.person(7)
    group = telegram.group(-55, person)
    sent = await bot.send_message(-55, "x")
    await person.says(group, "just talking")
    await person.says(group, "/find returns")
    await person.says(group, "/find@sandbox_hub_bot returns")
    await person.says(group, "/find@another_bot returns")
    await person.says(group, "hey @sandbox_hub_bot")
    await person.says(group, "yes", reply_to=group.messages[sent.message_id])
    heard = [update.message.text for update in await bot.get_updates() if update.message]

    assert heard == ["/find returns", "/find@sandbox_hub_bot returns", "yes"]


async def test_with_privacy_off_a_bot_hears_everything() -> None:
    async with (
        TelegramSandbox(privacy=False) as telegram,
        Bot(telegram.token, base_url=telegram.base_url) as bot,
    ):
        person = telegram.person(7)
        group = telegram.group(-55, person)
        await person.says(group, "just talking")
        await person.says(group, "hey @sandbox_hub_bot")
        heard = [update.message for update in await bot.get_updates() if update.message]

    assert [one.text for one in heard] == ["just talking", "hey @sandbox_hub_bot"]
    assert heard[1].entities[0].type == "mention"


async def test_a_bot_that_was_thrown_out_is_told_so(telegram: TelegramSandbox, bot: Bot) -> None:
    person = telegram.person(7)
    group = telegram.group(-55, person)
    await person.removes_bot(group)
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(-55, "x")
    await person.adds_bot(group)

    assert (await bot.send_message(-55, "x")).text == "x"


async def test_the_21st_message_to_a_group_within_a_minute_has_to_wait() -> None:
    moment = [0.0]
    async with TelegramSandbox(seconds=lambda: moment[0]) as paced:
        paced.group(-55)
        address = f"{paced.base_url}{paced.token}/sendMessage"
        answers = []
        for _ in range(30):
            async with paced.session.post(address, json={"chat_id": -55, "text": "x"}) as response:
                answers.append((await response.json()).get("parameters"))
            moment[0] += 1

    assert answers == [None] * 20 + [{"retry_after": 40 - number} for number in range(10)]


async def test_an_update_comes_until_it_is_confirmed_and_again_on_demand(
    telegram: TelegramSandbox, bot: Bot
) -> None:
    asked = await telegram.person(7).starts()
    first = await bot.get_updates()
    again = await bot.get_updates()
    confirmed = await bot.get_updates(offset=first[0].update_id + 1)
    telegram.redeliver(asked)
    repeated = await bot.get_updates(offset=first[0].update_id + 1)

    assert [one.update_id for one in first] == [one.update_id for one in again] == asked.updates
    assert confirmed == ()
    assert [one.update_id for one in repeated] == asked.updates


async def test_commands_are_kept_by_language(telegram: TelegramSandbox, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("find", "Something to read")])
    await bot.set_my_commands([BotCommand("find", "Trouver")], language_code="fr")
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([("Find!", "x")])

    assert [one.description for one in await bot.get_my_commands(language_code="fr")] == ["Trouver"]
    assert len(telegram.state.commands) == 2


async def test_inline_results_reach_the_person_who_searched(
    telegram: TelegramSandbox, bot: Bot
) -> None:
    search = await telegram.person(7).searches("returns")
    (update,) = await bot.get_updates()
    content = InputTextMessageContent("x")
    results = [InlineQueryResultArticle(str(number), "t", content) for number in range(2)]
    assert update.inline_query is not None
    await update.inline_query.answer(results)

    assert update.inline_query.query == "returns"
    assert [one["id"] for one in search.results] == ["0", "1"]


async def test_a_chat_can_be_looked_up_and_shown_typing(
    telegram: TelegramSandbox, bot: Bot
) -> None:
    person = telegram.person(7, name="Amal", username="amal")
    await person.starts()
    await bot.send_chat_action(7, "typing")

    assert (await bot.get_chat(7)).username == "amal"
    assert [action for _, action in person.chat.actions] == ["typing"]
