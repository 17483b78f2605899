"""What has become of each question that people asked a hub: heard, on its way, or lost."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from time import monotonic
from typing import TypeVar

from sqlalchemy import Engine, Select, create_engine, select

from bot.sandbox.slack import SlackSandbox
from bot.sandbox.slack_delivery import Wire
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram_people import TelegramPerson
from config.taxonomy import Platform
from storage.database import normal_url
from storage.inbox import InboxRow, InboxState
from storage.outbox import LEASE, OutboxRow, OutboxState

M = TypeVar("M")
QUESTION = re.compile(r"\bk\d+\b")
LOOK_EVERY_S = 0.5
STILL_FOR_S = 2.5 * LEASE.total_seconds()
"""Nothing that goes on waits so long for its next step: a lease, a look, a try after a fault."""


@dataclass
class Fates:
    """Keeps account of every question, on both platforms. What was heard is read only once."""

    slack: SlackSandbox
    telegram: TelegramSandbox
    database_url: str
    people: Sequence[SlackPerson | TelegramPerson]
    asked: dict[Platform, list[str]] = field(
        default_factory=lambda: {Platform.SLACK: [], Platform.TELEGRAM: []}
    )
    _heard: dict[Platform, Counter[str]] = field(
        default_factory=lambda: {Platform.SLACK: Counter(), Platform.TELEGRAM: Counter()}
    )
    _read: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._engine: Engine = create_engine(normal_url(self.database_url))

    def close(self) -> None:
        self._engine.dispose()

    def heard(self, platform: Platform) -> Counter[str]:
        """How often each question was answered."""
        for person in self.people:
            if isinstance(person, SlackPerson):
                posts = self.slack.messages(person.dm)
                said = [m.shown if m.bot_id else "" for m in self._new(person.id, posts)]
                self._heard[Platform.SLACK].update(_questions(said))
            else:
                chat = self.telegram.messages(person)
                texts = [m.text if m.sender.is_bot else "" for m in self._new(str(person.id), chat)]
                self._heard[Platform.TELEGRAM].update(_questions(texts))
        return self._heard[platform]

    def _new(self, reader: str, messages: list[M]) -> list[M]:
        """Those that were not read before."""
        new = [*islice(messages, self._read[reader], None)]
        self._read[reader] = len(messages)
        return new

    def unanswered(self, platform: Platform) -> set[str]:
        return set(self.asked[platform]) - self.heard(platform).keys()

    def repeated(self, platform: Platform) -> dict[str, int]:
        return {question: n for question, n in self.heard(platform).items() if n > 1}

    def on_their_way(self) -> dict[str, Counter[str]]:
        """The questions that wait for something yet, by where they are."""
        return {
            "platform": Counter(_questions(self._with_platform())),
            "inbox": Counter(_questions(self._column(_KEPT))),
            "outbox": Counter(_questions(self._column(_TO_SAY))),
        }

    def lost(self, platform: Platform) -> set[str]:
        """Asked and not answered, and nothing is left that would ever answer."""
        waiting = {each for place in self.on_their_way().values() for each in place}
        return self.unanswered(platform) - waiting

    def left_over(self) -> list[str]:
        """What the hub itself says is not done, failed or waiting."""
        return [*self._column(_NOT_HANDLED), *self._column(_NOT_SAID)]

    def leased(self) -> int:
        """What nobody else may say now, because somebody is said to be saying it."""
        return len(self._column(_LEASED))

    async def settled(self, *, note: Callable[[str], None] = lambda _: None) -> None:
        """Until every question has its answer, or nothing moves any more."""
        moved_at, before = monotonic(), ""
        while monotonic() - moved_at < STILL_FOR_S:
            waiting = {place: len(found) for place, found in self.on_their_way().items()}
            open_ = {each.value: len(self.unanswered(each)) for each in self.asked}
            if not any((*waiting.values(), *open_.values())):
                return
            now = f"unanswered {open_}, waiting {waiting}, rows {len(self.left_over())}"
            if now != before:
                moved_at, before = monotonic(), now
                note(now)
            await asyncio.sleep(LOOK_EVERY_S)

    def _with_platform(self) -> Iterator[str]:
        for each in self.slack.deliveries.log:
            if each.wire is Wire.EVENT and not each.over.is_set():
                yield json.dumps(each.payload)
        updates = self.telegram.updates
        yield from (json.dumps(body) for key, body in updates.log.items() if updates.waits(key))

    def _column(self, query: Select[str]) -> list[str]:
        with self._engine.connect() as connection:
            return [str(each) for each in connection.scalars(query)]


_KEPT = select(InboxRow.message).where(InboxRow.state != InboxState.HANDLED)
_NOT_HANDLED = select(InboxRow.state).where(InboxRow.state != InboxState.HANDLED)
_TO_SAY = select(OutboxRow.reply).where(
    OutboxRow.state.in_([OutboxState.WAITING, OutboxState.SENDING])
)
_NOT_SAID = select(OutboxRow.error).where(OutboxRow.state != OutboxState.SENT)
_LEASED = select(OutboxRow.key).where(OutboxRow.state == OutboxState.SENDING)


def _questions(texts: Iterable[str]) -> Iterator[str]:
    """Each question once for every text that names it."""
    return (question for text in texts for question in set(QUESTION.findall(text)))
