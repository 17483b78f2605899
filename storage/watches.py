"""What people want to be told of when it is new: saved searches, and questions left open."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, Json, JsonValue


class Rhythm(StrEnum):
    """How often somebody is told."""

    ONCE = "once"
    """As soon as there is something, and then no more."""
    DAILY = "daily"
    WEEKLY = "weekly"


class Watch(Base):
    """One saved search of one person: what a question holds, and what is known already."""

    __tablename__ = "watches"
    __table_args__ = (
        UniqueConstraint("person_id", "digest"),
        Index("ix_watches_due_at", "due_at"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of what is searched for, so that nobody watches the same thing twice."""
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10), default="")
    slots: Mapped[list[JsonValue]] = mapped_column(Json, default=list)
    expansion: Mapped[dict[str, float]] = mapped_column(Json, default=dict)
    rhythm: Mapped[Rhythm] = mapped_column(String(10))
    known_to: Mapped[int]
    """The number of the newest record that there was when it was last looked for."""
    due_at: Mapped[datetime]
    """Not looked for before."""
    made_at: Mapped[datetime]


class Watches:
    """The repository of watches."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, person_id: int, digest: str) -> Watch | None:
        query = select(Watch).where(Watch.person_id == person_id, Watch.digest == digest)
        return self._session.scalars(query).one_or_none()

    def add(self, watch: Watch) -> Watch:
        self._session.add(watch)
        self._session.flush()
        return watch

    def get(self, person_id: int, watch_id: int) -> Watch | None:
        """A watch of this person; None when it is stopped, or somebody else's."""
        query = select(Watch).where(Watch.id == watch_id, Watch.person_id == person_id)
        return self._session.scalars(query.with_for_update()).one_or_none()

    def of(self, person_id: int) -> Sequence[Watch]:
        """In the order in which they were made."""
        query = select(Watch).where(Watch.person_id == person_id)
        return self._session.scalars(query.order_by(Watch.id)).all()

    def count(self, person_id: int) -> int:
        query = select(func.count()).where(Watch.person_id == person_id)
        return self._session.execute(query).scalar_one()

    def stop(self, watch: Watch) -> None:
        self._session.delete(watch)
        self._session.flush()

    def due(self, *, now: datetime, newest: Mapping[str, int], limit: int) -> Sequence[int]:
        """Persons who have something to be looked for, longest due first.

        `newest` is the number of the newest record of each kind: what is to be told once is not
        looked for while there is none since.
        """
        since = [
            and_(Watch.kind == kind, Watch.known_to < number) for kind, number in newest.items()
        ]
        ready = or_(Watch.rhythm != Rhythm.ONCE, *since)
        query = select(Watch.person_id).where(Watch.due_at <= now, ready)
        grouped = query.group_by(Watch.person_id).order_by(func.min(Watch.due_at))
        return self._session.scalars(grouped.limit(limit)).all()

    def due_of(self, person_id: int, *, now: datetime) -> Sequence[Watch]:
        """What is due of one person; it stays locked for this transaction."""
        query = select(Watch).where(Watch.person_id == person_id, Watch.due_at <= now)
        return self._session.scalars(query.order_by(Watch.id).with_for_update()).all()

    def give(self, *, from_person: int, to_person: int) -> None:
        """All watches of one person become another's, who keeps their own where both have one."""
        theirs = select(Watch.digest).where(Watch.person_id == to_person)
        mine = Watch.person_id == from_person
        self._session.execute(delete(Watch).where(mine, Watch.digest.in_(theirs.scalar_subquery())))
        self._session.execute(update(Watch).where(mine).values(person_id=to_person))
