"""A working group whose time is virtual: ticks of the clock, and what people are told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy import func, select

from config.network_files.records import GroupKind, Network, WorkingGroup
from config.periods import Exactness
from config.phrases import Phrases, Words
from config.taxonomy import Platform, Standing
from handlers import falling_due, reminder_words
from handlers.deliverables import Author, change, content_of
from handlers.keeping import Reading
from handlers.messages import Reply
from storage.cycles import Cycle, CycleState
from storage.database import Database
from storage.errors import NotFound
from storage.outbox import OutboxRow, OutboxState
from storage.reminders import Reminder
from storage.roles import Role
from storage.store import Store
from storage.workplans import Deliverable, DeliverableState

GROUP = "CWG 9.9"
MONDAY = datetime(2027, 3, 1, 8, tzinfo=UTC)
"""Nine o'clock in Zurich."""
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
PHRASES = Phrases()
T = TypeVar("T")
Due = Callable[[Store, datetime, int], Sequence[int]]
Do = Callable[[Store, int, datetime], None]
ROUNDS: tuple[tuple[Due, Do], ...] = (
    *((partial(falling_due.astray, e), partial(falling_due.plan, e)) for e in falling_due.PLANNED),
    (falling_due.astray_events, falling_due.plan_event),
    (falling_due.due, falling_due.remind),
)


@dataclass(frozen=True)
class Heard:
    """What somebody read, and when."""

    person: int
    at: datetime
    text: str
    reply: Reply


@dataclass
class World:
    """The hub's clock and delivery by hand: `tick` does what is due, `deliver` says it."""

    database: Database
    now: datetime = MONDAY
    heard: list[Heard] = field(default_factory=list)
    is_down: bool = False

    def __post_init__(self) -> None:
        def unit(store: Store) -> None:
            store.networks.put([Network(name="Network", time_zone="Europe/Zurich")])
            store.groups.put([WorkingGroup(id=GROUP, title="Returns", kind=GroupKind.CORE)])

        self.run(unit)

    def run(self, unit: Callable[[Store], T]) -> T:
        return self.database.run_now(unit)

    def person(
        self, *roles: Role, zone: str = "Europe/Zurich", standing: Standing = Standing.MEMBER
    ) -> int:
        def unit(store: Store) -> int:
            name = f"u{len(store.people.met(limit=10_000))}"
            account = store.people.meet(Platform.TELEGRAM, "", name, at=self.now)
            account.name, account.conversation, account.time_zone = name, name, zone
            store.people.get(account.person_id).standing = standing
            for role in roles:
                store.roles.put(account.person_id, GROUP, role, at=self.now)
            return account.person_id

        return self.run(unit)

    def promised(
        self,
        owner: int | None,
        due: date,
        *,
        first: date | None = None,
        exactness: Exactness = Exactness.DAY,
        by: int | None = None,
        title: str = "A guidance note",
    ) -> int:
        def unit(store: Store) -> int:
            one = Deliverable(
                group_id=GROUP,
                reference=store.workplans.next_reference(GROUP),
                title=title,
                owner_id=owner,
                starts_on=first,
                due_on=due,
                exactness=exactness,
                created_at=self.now,
                changed_at=self.now,
            )
            return store.workplans.add(one, by=by).id

        return self.run(unit)

    def changed(self, number: int, *, by: int | None = None, **content: object) -> None:
        """Change a deliverable as its leads do."""

        def unit(store: Store) -> None:
            one = store.workplans.get(number)
            new = {e: getattr(content_of(one), e) for e in content_of(one).__slots__} | content
            change(store, one, type(content_of(one))(**new), Author(by, self.now))

        self.run(unit)

    def done(self, number: int) -> None:
        self.changed(number, state=DeliverableState.DONE)

    def reviewed(self, state: CycleState, *, answers_in: timedelta) -> int:
        def unit(store: Store) -> int:
            cycle = Cycle(
                group_id=GROUP,
                quarter="2026-Q4",
                state=state,
                opens_at=self.now,
                answers_by=self.now + answers_in,
                decide_by=self.now + answers_in + WEEK,
                archive_at=self.now + 80 * DAY,
                created_at=self.now,
            )
            return store.cycles.add(cycle).id

        return self.run(unit)

    def tick(self) -> None:
        """All that the clock does about reminders, now; and what comes of it is said."""
        if self.database.read_now(self._is_anything_due):
            self.run(self._do)

    def _is_anything_due(self, store: Store) -> bool:
        return any(due(store, self.now, 1) for due, _ in ROUNDS) or bool(self._waiting(store))

    def _do(self, store: Store) -> None:
        for due, do in ROUNDS:
            for each in due(store, self.now, 200):
                do(store, each, self.now)
        for each in self._waiting(store):
            row = store.outbox.get(each)
            assert row is not None
            self._say(store, row)

    def _waiting(self, store: Store) -> Sequence[int]:
        """What would be said now, if the platform were not down."""
        waits = (OutboxRow.state == OutboxState.WAITING, OutboxRow.due_at <= self.now)
        query = select(OutboxRow.id).where(*waits).order_by(OutboxRow.id)
        return () if self.is_down else store.session.scalars(query).all()

    def _say(self, store: Store, row: OutboxRow) -> None:
        if not row.key.startswith(falling_due.KEY):
            row.state = OutboxState.SENT
            return
        said = reminder_words.compose(store, row.key, self.now)
        match said:
            case None:
                store.session.delete(row)
            case datetime():
                row.due_at = row.next_at = said
            case Reply():
                row.state, row.settled_at = OutboxState.SENT, self.now
                assert row.person_id is not None
                hours = Reading(store, self.now).hours(row.person_id)
                text = _text(said, hours.zone.key)
                self.heard.append(Heard(row.person_id, self.now, text, said))

    def until(self, moment: datetime) -> None:
        """Let time pass, with a tick whenever something is due, and every week."""
        self.tick()
        while self.now < moment:
            self.now = min(self._next() or moment, self.now + WEEK, moment)
            self.tick()

    def _next(self) -> datetime | None:
        """When something is due next."""

        def unit(store: Store) -> datetime | None:
            reminder = select(func.min(Reminder.due_at)).where(Reminder.due_at > self.now)
            waits = (OutboxRow.state == OutboxState.WAITING, OutboxRow.due_at > self.now)
            notice = select(func.min(OutboxRow.due_at)).where(*waits)
            found = (store.session.scalar(each) for each in (reminder, notice))
            return min((each for each in found if each is not None), default=None)

        return self.database.read_now(unit)

    def told(self, person: int) -> list[str]:
        """What they read, in order."""
        return [each.text for each in self.heard if each.person == person]

    def days(self, person: int) -> list[date]:
        return [each.at.date() for each in self.heard if each.person == person]

    def rows(self) -> list[Reminder]:
        def unit(store: Store) -> list[Reminder]:
            every = list(store.session.query(Reminder).all())
            store.session.expunge_all()
            return every

        return self.database.read_now(unit)

    def is_open(self, number: int) -> bool:
        def unit(store: Store) -> bool:
            try:
                return store.workplans.get(number).is_open
            except NotFound:
                return False

        return self.run(unit)


def _text(reply: Reply, zone: str) -> str:
    words = (Words(reply.phrase, reply.details), *reply.lines)
    return "\n".join(PHRASES.say(each, language="en", zone=zone) for each in words)
