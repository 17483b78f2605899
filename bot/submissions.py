"""What is wrong with a form, told while somebody waits before it; nothing is done with it yet."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.forms import Forms
from bot.platforms.adapter import Complaints
from config.phrases import Voice
from handlers.errors import Refusal
from handlers.messages import Message
from storage.database import Database
from storage.errors import Conflict, NotFound, Unavailable
from storage.store import Store

PATIENCE = timedelta(seconds=1.5)
"""Slack gives up after three, https://docs.slack.dev/surfaces/modals#submit_event, and the form has
to be kept in what is left."""

log = logging.getLogger(__name__)


class Submissions:
    """Looks at each form that is being sent, and holds on to what it says.

    Whatever goes wrong here, there are no complaints: the form is then kept like any message, and
    what is wrong with it is said afterwards.
    """

    def __init__(self, database: Database, forms: Forms, *, patience: timedelta = PATIENCE) -> None:
        self._database = database
        self._forms = forms
        self._patience = patience

    async def check(self, message: Message) -> Complaints:
        """As Check says."""
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                return await self._database.run(partial(self._checked, message))
        except (TimeoutError, Unavailable, NotFound, Conflict, Refusal) as error:
            log.warning("a form is not checked: %s", type(error).__name__)
        except Exception:  # a bug here must not look to Slack like an app that is down
            log.exception("a form is not checked")
        return Complaints({}, Voice(self._forms.phrases))

    def _checked(self, message: Message, store: Store) -> Complaints:
        place = message.place
        account = store.people.account(place.platform, place.workspace, message.account)
        if account is None:
            return Complaints({}, Voice(self._forms.phrases))
        person = store.people.get(account.person_id)
        language = person.language or self._forms.phrases.spoken(account.language)
        known = replace(message, person_id=person.id)
        wrong = self._forms.complaints(known, store)
        return Complaints(wrong, Voice(self._forms.phrases, language))
