"""python-telegram-bot itself against the sandbox's Telegram, by polling and by webhook."""

import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Forbidden

from bot.sandbox.telegram import TelegramSandbox


async def test_a_start_is_polled_and_answered(telegram: TelegramSandbox, bot: Bot) -> None:
    person = telegram.person(7, name="Amal", language="ar")
    asked = await person.starts("link-123")
    (update,) = await bot.get_updates(timeout=1)
    assert update.message is not None
    await update.message.reply_text("<b>Welcome</b>", parse_mode="HTML", do_quote=True)
    answer = await telegram.wait_for_message(person, after=asked)

    assert update.message.text == "/start link-123"
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "ar"
    assert answer.text == "Welcome"
    assert answer.reply_to is asked


async def test_a_long_poll_ends_when_somebody_writes(telegram: TelegramSandbox, bot: Bot) -> None:
    telegram.spawn(telegram.person(7).starts())
    updates = await bot.get_updates(timeout=5)

    assert len(updates) == 1


async def test_a_button_calls_back_and_is_answered_once(
    telegram: TelegramSandbox, bot: Bot
) -> None:
    person = telegram.person(7)
    await person.starts()
    button = InlineKeyboardButton("More", callback_data="more:1")
    sent = await bot.send_message(7, "results", reply_markup=InlineKeyboardMarkup([[button]]))
    message = person.chat.messages[sent.message_id]
    tap = await person.taps(message, "More")
    update = (await bot.get_updates(timeout=1))[-1]
    assert update.callback_query is not None
    await update.callback_query.answer("coming")
    with pytest.raises(BadRequest, match="Query is too old"):
        await update.callback_query.answer("again")

    assert update.callback_query.data == "more:1"
    assert tap.text == "coming"


async def test_a_bot_may_not_write_first(telegram: TelegramSandbox, bot: Bot) -> None:
    telegram.person(7)

    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(7, "hello")


async def test_the_webhook_is_retried_until_it_takes_the_update(
    telegram: TelegramSandbox, bot: Bot
) -> None:
    got: list[tuple[str, Update]] = []
    answers = [500, 500, 200]

    async def hook(request: web.BaseRequest) -> web.Response:
        update = Update.de_json(await request.json(), bot)
        got.append((request.headers["X-Telegram-Bot-Api-Secret-Token"], update))
        return web.Response(status=answers[len(got) - 1])

    runner = web.ServerRunner(web.Server(hook))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/t", secret_token="s3")
    await telegram.person(7).starts()
    await telegram.settled()
    info = await bot.get_webhook_info()
    await runner.cleanup()

    assert [secret for secret, _ in got] == ["s3"] * 3
    assert len({update.update_id for _, update in got}) == 1
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
