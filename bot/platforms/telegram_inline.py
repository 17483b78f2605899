"""Telegram's inline mode: what somebody types after the hub's name in any chat, completed there."""

import logging
from datetime import timedelta

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.platforms.adapter import Suggest, Suggestions
from bot.platforms.telegram_api import HubBot, RawUpdate
from bot.platforms.telegram_errors import reason
from bot.platforms.telegram_updates import typed
from bot.render.telegram import render_entry
from config.phrases import Words

CACHED_FOR = timedelta(minutes=1)
"""Telegram may answer the same words by itself for so long, to the same person: the facts are in
their language. A record that is taken out is then offered for a minute more at most."""
START = "inline"
"""What /start brings from the button above the results; any such payload is a greeting."""

log = logging.getLogger(__name__)


async def complete(update: RawUpdate, bot: HubBot, suggest: Suggest) -> None:
    """Answer an inline query; one that is too old, or cannot be read, is left alone."""
    try:
        query = InlineQuery.de_json(dict(update["inline_query"]), None)
        found = await suggest(typed(query))
        await bot.answer_inline_query(
            query.id,
            _articles(found),
            cache_time=CACHED_FOR,
            is_personal=True,
            button=_button(query.query, found),
        )
    except TelegramError as error:
        log.debug("inline query not answered: %s", reason(error))
    except Exception:
        log.exception("update left unread", extra={"update": update.get("update_id")})


def _articles(found: Suggestions) -> list[InlineQueryResultArticle]:
    """See https://core.telegram.org/bots/api#inlinequeryresultarticle."""
    articles = []
    for each in found.items:
        shown = render_entry(each.entry, found.voice)
        content = InputTextMessageContent(
            shown.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        articles.append(
            InlineQueryResultArticle(
                each.action, shown.title, content, description=shown.facts or None
            )
        )
    return articles


def _button(words: str, found: Suggestions) -> InlineQueryResultsButton | None:
    """Where nothing is shown, what to do about it; a tap leads to the private conversation."""
    if found.items:
        return None
    phrase = "inline-nothing" if words.strip() else "inline-type"
    return InlineQueryResultsButton(found.voice.say(Words(phrase)), start_parameter=START)
