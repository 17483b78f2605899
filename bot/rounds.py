"""What comes due for somebody: looked for again and again, and done a few in a transaction."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.areas import SHELVES
from handlers import (
    digests,
    falling_due,
    followup,
    joining,
    matchmaking,
    relays,
    remind,
    reviewing,
    watches,
)
from storage.database import Database
from storage.errors import Unavailable
from storage.store import Store

log = logging.getLogger(__name__)

A_TICK = 200
"""What one tick takes up; the next goes on."""
TOGETHER = 10
"""How many are done in one transaction where that saves work: others wait a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Round:
    """`due` says what is due now (ids, the longest first), `do` does one of it.

    Doing one twice, or on two replicas at once, must do no harm: what is no longer due is left.
    """

    name: str
    every: timedelta
    due: Callable[[Store, datetime, int], Sequence[int]]
    do: Callable[[Store, int, datetime], None]
    do_several: Callable[[Store, Sequence[int], datetime], None] | None = None
    """The same for several, which reads once what concerns them all."""
    together: int = TOGETHER
    """How many of those are done in one transaction."""
    quiet: bool = False
    """Whether it only makes ready, and tells nobody anything."""

    async def go(self, database: Database, *, now: datetime) -> int:
        """Do all that is due; how much it was. What fails for one is done for the others.

        Raises:
            Unavailable: the database; the next tick tries again.
        """
        due = await database.read(lambda store: self.due(store, now, A_TICK))
        size = self.together if self.do_several else 1
        for start in range(0, len(due), size):
            part = due[start : start + size]
            if not await self._together(database, part, now):
                for each in part:
                    await self._alone(database, each, now)
        return len(due)

    async def _together(self, database: Database, part: Sequence[int], now: datetime) -> bool:
        """All of them or none; whether they are done."""
        do_several = self.do_several
        if do_several is None:
            return False
        try:
            await database.run(lambda store: do_several(store, part, now))
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001  # it is logged with the one that fails alone
            log.info(
                "a round goes on one by one", extra={"round": self.name, "error": repr(type(error))}
            )
            return False
        return True

    async def _alone(self, database: Database, each: int, now: datetime) -> None:
        try:
            await database.run(partial(self._one, each, now))
        except Unavailable:
            raise
        except Exception:  # whatever it is, the others have their turn
            log.exception("a round failed for one", extra={"round": self.name, "id": each})

    def _one(self, each: int, now: datetime, store: Store) -> None:
        self.do(store, each, now)


ROUNDS = (
    Round(
        "prepare reviews",
        timedelta(minutes=5),
        reviewing.due_to_prepare,
        reviewing.prepare,
        reviewing.prepare_several,
    ),
    Round(
        "move reviews on",
        timedelta(minutes=1),
        reviewing.due,
        reviewing.tend,
        reviewing.tend_several,
    ),
    *(
        Round(
            f"plan reminders of {kind}",
            timedelta(minutes=3),
            partial(falling_due.astray, kind),
            partial(falling_due.plan, kind),
            partial(falling_due.plan_several, kind),
            together=40,
            quiet=True,
        )
        for kind in falling_due.PLANNED
    ),
    Round(
        "plan reminders of events",
        timedelta(hours=1),
        falling_due.astray_events,
        falling_due.plan_event,
        quiet=True,
    ),
    Round(
        "remind",
        timedelta(seconds=5),
        falling_due.due,
        falling_due.remind,
        falling_due.remind_several,
        together=40,
    ),
    Round("tell channels of their week", timedelta(minutes=5), digests.due, digests.tell),
    Round("ask experts", timedelta(seconds=5), matchmaking.due, matchmaking.step),
    Round("remind of what was asked", timedelta(seconds=15), remind.due, remind.tell),
    Round("tend relays", timedelta(seconds=5), relays.due, relays.tend),
    Round("ask whether it helped", timedelta(minutes=1), followup.due, followup.ask),
    Round(
        "ask whether profiles are right",
        timedelta(hours=1),
        joining.confirmations_due,
        joining.ask_to_confirm,
    ),
    Round(
        "tell what is new",
        timedelta(minutes=1),
        lambda store, now, limit: watches.due(store, now=now, limit=limit),
        lambda store, person_id, now: watches.tell(store, person_id, SHELVES, now=now),
    ),
)
"""Everything that comes due by a row of its own."""
