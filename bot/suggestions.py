"""Completes what somebody is typing, while they wait: no inbox, nothing kept, never for long."""

import asyncio
import logging
from datetime import timedelta
from functools import partial

from bot.areas import SHELVES
from bot.platforms.adapter import Suggestions, Typed
from config.phrases import Phrases, Voice
from handlers import record
from handlers.finding import reader
from storage.database import Database
from storage.errors import Unavailable
from storage.people import Person
from storage.store import Store

PATIENCE = timedelta(seconds=2)
"""Slack gives up after three, https://docs.slack.dev/reference/interaction-payloads."""
AT_ONCE = 2
"""How many look-ups run beside each other; what is left of the threads is for messages."""

log = logging.getLogger(__name__)


class Suggester:
    """Titles that fit, as far as the person who types may see them."""

    def __init__(
        self, database: Database, phrases: Phrases, *, patience: timedelta = PATIENCE
    ) -> None:
        self._database = database
        self._phrases = phrases
        self._patience = patience
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def suggest(self, typed: Typed) -> Suggestions:
        """As Suggest says."""
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                async with self._turns:
                    return await self._database.read(partial(_suggested, typed, self._phrases))
        except (TimeoutError, Unavailable) as error:
            log.warning("nothing suggested: %s", type(error).__name__)
        except Exception:  # a bug here must not look to Slack like an app that is down
            log.exception("nothing suggested")
        return Suggestions((), Voice(self._phrases, self._phrases.spoken(typed.language)))


def _suggested(typed: Typed, phrases: Phrases, store: Store) -> Suggestions:
    person, hint = _who(typed, store)
    language = (person.language if person else None) or phrases.spoken(hint)
    seen_by = reader(person, store, language=language, shared=typed.shared)
    items = [
        each
        for kind, most in typed.most.items()
        for each in record.suggest(
            typed.text, store, shelf=SHELVES[kind], seen_by=seen_by, most=most
        )
    ]
    return Suggestions(tuple(items), Voice(phrases, language))


def _who(typed: Typed, store: Store) -> tuple[Person | None, str]:
    """The person, None where the hub has not met them, and a hint of their language."""
    account = store.people.account(typed.platform, typed.workspace, typed.account)
    if account is None:
        return None, typed.language
    return store.people.get(account.person_id), typed.language or account.language
