"""What came in: kept before it is acknowledged, handled exactly once, run again after a fault."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    Index,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from config.taxonomy import Platform
from storage.base import Base, UtcDateTime
from storage.prepared import Prepared


class InboxState(StrEnum):
    WAITING = "waiting"
    HANDLED = "handled"
    FAILED = "failed"
    """A handler failed on it: kept, and run again on request."""


class InboxRow(Base):
    """One event of a platform, by the key that the platform gave it (Slack: event_id)."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("platform", "workspace", "key"),
        Index(
            "ix_inbox_waiting",
            "id",
            postgresql_where=text("state = 'waiting'"),
            sqlite_where=text("state = 'waiting'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[Platform] = mapped_column(String(20))
    workspace: Mapped[str] = mapped_column(String(100))
    key: Mapped[str] = mapped_column(String(200))
    conversation: Mapped[str] = mapped_column(String(100))
    """Messages of one conversation are handled in the order of their ids."""
    message: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime]
    state: Mapped[InboxState] = mapped_column(String(20), default=InboxState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    incident: Mapped[str | None] = mapped_column(String(20))
    handled_at: Mapped[datetime | None]


class Inbox:
    """The repository of what came in."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self,
        *,
        platform: Platform,
        workspace: str,
        key: str,
        conversation: str,
        message: str,
        at: datetime,
        handled: bool = False,
    ) -> int | None:
        """Keep an event; its id, or None when it was kept before (a redelivery).

        `handled`: what handles it is in this same transaction.
        """
        row = {
            "platform": platform,
            "workspace": workspace,
            "key": key,
            "conversation": conversation,
            "message": message,
            "received_at": at,
            "state": InboxState.HANDLED if handled else InboxState.WAITING,
            "handled_at": at if handled else None,
        }
        return next((row_id for (row_id,) in _ADD.run(self._session, row)), None)

    def take(self, inbox_id: int, *, at: datetime) -> bool:
        """Mark a row as handled, if it still waits: the first statement of what handles it.

        Whoever else takes it waits until that transaction has ended. What was said is blanked,
        only the key stays to recognise a redelivery.
        """
        return bool(_TAKE.run(self._session, {"b_id": inbox_id, "b_at": at}))

    def waiting(self, *, received_before: datetime, limit: int = 500) -> Sequence[InboxRow]:
        """Rows that nobody has handled yet, oldest first."""
        return self._session.scalars(_WAITING, {"b_at": received_before, "b_most": limit}).all()

    def failed(self, inbox_id: int, *, incident: str, at: datetime) -> None:
        row = self._session.get_one(InboxRow, inbox_id)
        row.state, row.incident, row.handled_at = InboxState.FAILED, incident, at
        row.attempts += 1

    def retry_failed(self) -> int:
        """Put every failed row back among the waiting; how many."""
        rows = self._session.scalars(
            select(InboxRow).where(InboxRow.state == InboxState.FAILED)
        ).all()
        for row in rows:
            row.state = InboxState.WAITING
        return len(rows)

    def counts(self) -> dict[InboxState, int]:
        """How many rows are in each state."""
        query = select(InboxRow.state, func.count()).group_by(InboxRow.state)
        found = {InboxState(state): count for state, count in self._session.execute(query)}
        return {state: found.get(state, 0) for state in InboxState}

    def forget_handled(self, *, before: datetime) -> int:
        """Drop handled rows that no platform redelivers any more; how many."""
        old = (InboxRow.state == InboxState.HANDLED) & (InboxRow.handled_at < before)
        return len(self._session.scalars(delete(InboxRow).where(old).returning(InboxRow.id)).all())


_TABLE = InboxRow.metadata.tables[InboxRow.__tablename__]
_KEY = ("platform", "workspace", "key")
_ADD = Prepared(
    sqlite.insert(_TABLE).on_conflict_do_nothing(index_elements=_KEY).returning(_TABLE.c.id),
    postgres=postgresql.insert(_TABLE)
    .on_conflict_do_nothing(index_elements=_KEY)
    .returning(_TABLE.c.id),
)
_WAITING = (
    select(InboxRow)
    .where(InboxRow.state == literal_column("'waiting'"), InboxRow.received_at <= bindparam("b_at"))
    .order_by(InboxRow.id)
    .limit(bindparam("b_most"))
)
"""Its state is spelled out: SQLite uses no partial index for a parameter."""
_TAKE = Prepared(
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("b_id"), _TABLE.c.state == InboxState.WAITING)
    .values(state=InboxState.HANDLED, handled_at=bindparam("b_at", type_=UtcDateTime()), message="")
    .returning(_TABLE.c.id)
)
