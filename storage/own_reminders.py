"""Own reminders: what somebody wants to be reminded of, when next, and where it is said."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    delete,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from config.taxonomy import Platform
from storage.base import Base
from storage.places import Place

LONGEST_WHAT = 1_000
"""Characters: what is longer does not fit into a reminder that people read."""
_COMING = text("due_at IS NOT NULL")


class OwnReminder(Base):
    """What one person wants to be told, or to have told in a channel, at an hour that they chose.

    The row moves to its next occurrence in the transaction that writes the notice, so whatever
    was missed (a week of downtime, a clock that jumped) is one occurrence, told once.
    """

    __tablename__ = "own_reminders"
    __table_args__ = (
        Index("ix_own_reminders_due", "due_at", postgresql_where=_COMING, sqlite_where=_COMING),
        Index("ix_own_reminders_place", "platform", "workspace", "conversation"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    """Who set it."""
    what: Mapped[str] = mapped_column(Text, default="")
    day: Mapped[date | None]
    """The first day of its schedule; None: nobody has said when."""
    minute: Mapped[int | None]
    """Of the local day; None: in the morning of a working day."""
    zone: Mapped[str] = mapped_column(String(60), default="")
    """Whose clocks count; empty: those of the person, wherever they are by then."""
    rule: Mapped[str] = mapped_column(String(200), default="")
    """RFC 5545 RRULE; empty: once."""
    platform: Mapped[Platform | None] = mapped_column(String(20))
    """The channel where it is said; None: to the person alone."""
    workspace: Mapped[str] = mapped_column(String(100), default="")
    conversation: Mapped[str] = mapped_column(String(100), default="")
    thread: Mapped[str] = mapped_column(String(100), default="")
    due_at: Mapped[datetime | None]
    """When it is said next; None: not yet decided, or it was the last time."""
    said: Mapped[int] = mapped_column(default=0)
    """How often it was said."""
    said_at: Mapped[datetime | None]
    made_at: Mapped[datetime]

    @property
    def place(self) -> Place | None:
        """The channel; None: it is between the hub and the person."""
        if self.platform is None:
            return None
        return Place(Platform(self.platform), self.conversation, self.workspace, self.thread)

    @property
    def notice(self) -> str:
        """The key in the outbox of what was said last."""
        return f"own:{self.id}:{self.said}"


class OwnReminders:
    """The repository of reminders that people set themselves."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, reminder: OwnReminder) -> OwnReminder:
        self._session.add(reminder)
        self._session.flush()
        return reminder

    def get(self, reminder_id: int) -> OwnReminder | None:
        """Fresh and locked; None when there is none any more."""
        query = select(OwnReminder).where(OwnReminder.id == reminder_id).with_for_update()
        found = self._session.execute(query, execution_options={"populate_existing": True})
        return found.scalar_one_or_none()

    def drop(self, reminder: OwnReminder) -> None:
        self._session.delete(reminder)
        self._session.flush()

    def due(self, *, now: datetime, limit: int) -> Sequence[int]:
        """Ids of those to say now, the longest due first."""
        query = select(OwnReminder.id).where(OwnReminder.due_at <= now)
        return self._session.scalars(query.order_by(OwnReminder.due_at).limit(limit)).all()

    def of_person(self, person_id: int) -> Sequence[OwnReminder]:
        """What they set and what still comes, in channels too; the next one first."""
        return self._coming(OwnReminder.person_id == person_id)

    def at_place(self, place: Place) -> Sequence[OwnReminder]:
        """What still comes in a channel, whoever set it; the next one first."""
        return self._coming(
            OwnReminder.platform == place.platform,
            OwnReminder.workspace == place.workspace,
            OwnReminder.conversation == place.conversation,
        )

    def moved(self, place: Place, conversation: str) -> None:
        """A conversation has another id."""
        rows = update(OwnReminder).where(
            OwnReminder.platform == place.platform,
            OwnReminder.workspace == place.workspace,
            OwnReminder.conversation == place.conversation,
        )
        self._session.execute(rows.values(conversation=conversation))

    def give(self, *, from_person: int, to_person: int) -> None:
        """One person's become another's: they linked their accounts."""
        theirs = update(OwnReminder).where(OwnReminder.person_id == from_person)
        self._session.execute(theirs.values(person_id=to_person))

    def forget_old(self, *, before: datetime) -> None:
        """Drop what was said for the last time, or never given a time, before a moment."""
        told = OwnReminder.said_at < before
        never = (OwnReminder.said_at.is_(None)) & (OwnReminder.made_at < before)
        gone = delete(OwnReminder).where(OwnReminder.due_at.is_(None), or_(told, never))
        self._session.execute(gone)

    def count(self, person_id: int) -> int:
        query = select(func.count()).where(
            OwnReminder.person_id == person_id, OwnReminder.due_at.is_not(None)
        )
        return self._session.execute(query).scalar_one()

    def _coming(self, *which: ColumnElement[bool]) -> Sequence[OwnReminder]:
        query = select(OwnReminder).where(*which, OwnReminder.due_at.is_not(None))
        return self._session.scalars(query.order_by(OwnReminder.due_at, OwnReminder.id)).all()
