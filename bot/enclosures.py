"""Files that come along with a reply: who makes which, when it is delivered."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from config.phrases import Voice
from handlers import plan_picture, planfiles, plantable, review_papers
from handlers.messages import Enclosure, File
from storage.database import Database
from storage.store import Store


class Maker(Protocol):
    """Reads what a file shows, and returns what makes it of that, outside of any transaction.

    Raises:
        NotFound: what it is about is gone.
        ValueError: nothing that was ever enclosed.
    """

    def __call__(self, store: Store, subject: str, voice: Voice) -> Callable[[], File]: ...


MAKERS: Mapping[str, Maker] = {
    plan_picture.MAKER: plan_picture.draw,
    planfiles.TABLE: plantable.draw,
    review_papers.MAKER: review_papers.draw,
}
"""By the name that an enclosure bears."""


@dataclass(frozen=True, slots=True)
class Enclosing:
    """Makes files, a thread each, in the reader's language."""

    database: Database
    makers: Mapping[str, Maker] = field(default_factory=lambda: MAKERS)

    async def make(self, enclosure: Enclosure, voice: Voice) -> File:
        """The file as things are now.

        Raises:
            Exception: whatever its maker meets.
        """
        maker = self.makers[enclosure.maker]
        making = await self.database.read(partial(maker, subject=enclosure.subject, voice=voice))
        return await asyncio.to_thread(making)
