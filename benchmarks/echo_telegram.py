"""The least that python-telegram-bot can do: answer a message with its own words. The baseline."""

import os
from typing import Any

from telegram import Update
from telegram.ext import Application, MessageHandler, filters


async def echo(update: Update, _context: Any) -> None:  # noqa: ANN401  # the library's own
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


url = os.environ["HUB_TELEGRAM_API_URL"]
application = (
    Application.builder().token(os.environ["HUB_TELEGRAM_TOKEN"]).base_url(f"{url}/bot").build()
)
application.add_handler(MessageHandler(filters.TEXT, echo))
application.run_polling()
