"""Telegram's inline mode: what somebody types after the hub's name in any chat, completed there."""

import logging
from datetime import timedelta

from telegram import InlineQuery
from telegram.error import TelegramError

from bot.platforms.adapter import Suggest, Suggestions
from bot.platforms.telegram_api import HubBot, RawUpdate
from bot.platforms.telegram_errors import reason
from bot.platforms.telegram_updates import typed
from bot.render.telegram import render_suggestion
from config.phrases import Words

CACHED_FOR = timedelta(minutes=1)
"""A record that is taken out is offered for so much longer at most."""

log = logging.getLogger(__name__)


async def complete(update: RawUpdate, bot: HubBot, suggest: Suggest) -> None:
    """Answer an inline query; one that is too old, or cannot be read, is left alone."""
    try:
        query = InlineQuery.de_json(dict(update["inline_query"]), None)
        found = await suggest(typed(query))
        results = [render_suggestion(each, found.voice) for each in found.items]
        button = "" if results else _what_to_do(query.query, found)
        await bot.offer(query.id, results, button=button, cached_for=CACHED_FOR)
    except TelegramError as error:
        log.debug("inline query not answered: %s", reason(error))
    except Exception:
        log.exception("update left unread", extra={"update": update.get("update_id")})


def _what_to_do(words: str, found: Suggestions) -> str:
    """Said where nothing can be shown."""
    return found.voice.say(Words("inline-nothing" if words.strip() else "inline-type"))
