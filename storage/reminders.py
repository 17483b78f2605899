"""Reminders: who is told of what next, and when; one open row for each matter and reader."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Date,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from config.taxonomy import MatterKind
from storage.base import Base, Coded


class Part(StrEnum):
    """As what somebody is reminded."""

    OWNER = "owner"
    BACKUP = "backup"
    LEAD = "lead"
    SECRETARIAT = "secretariat"


_IS_COMING = text("due_at IS NOT NULL")
_IS_A_NOTICE = text("notice <> ''")


class Reminder(Base):
    """What one person is told of one matter: next at `due_at`.

    There is one row for both, so that whatever was missed (a week of downtime, a clock that
    jumped) is one occurrence: it moves to the next step in the transaction that writes the notice.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("kind", "about", "person_id"),
        Index("ix_reminders_due", "due_at", postgresql_where=_IS_COMING, sqlite_where=_IS_COMING),
        Index(
            "ix_reminders_notice",
            "notice",
            postgresql_where=_IS_A_NOTICE,
            sqlite_where=_IS_A_NOTICE,
        ),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[MatterKind] = mapped_column(Coded(MatterKind))
    about: Mapped[int]
    """The number of what it is about; which numbers they are, `kind` says."""
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    part: Mapped[Part] = mapped_column(Coded(Part), default=Part.OWNER)
    until_at: Mapped[datetime]
    """When the matter is late, as it was when `due_at` was reckoned."""
    revision: Mapped[int] = mapped_column(default=0)
    """The matter's, at the same time."""
    due_at: Mapped[datetime | None]
    """None: nothing more is said, unless the matter changes."""
    until_on: Mapped[date | None] = mapped_column(Date)
    named_id: Mapped[int | None]
    """The last day that the matter stated then, and the person that it named."""
    moved_from: Mapped[datetime | None]
    """The deadline that they know of, where it has been moved since; told with the next notice."""
    handed: Mapped[bool] = mapped_column(default=False)
    """They have it from somebody else, and were not told yet."""
    said: Mapped[int] = mapped_column(default=0)
    """How often they were told."""
    said_at: Mapped[datetime | None]
    heard_at: Mapped[datetime | None]
    """When they last did something about it; None: they have been silent."""
    notice: Mapped[str] = mapped_column(String(100), default="")
    """The key in the outbox under which they were told last."""


class Reminders:
    """The repository of reminders."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def due(self, *, now: datetime, limit: int) -> Sequence[int]:
        """People to whom something is due, the longest due first.

        Looks at `limit` reminders, so there may be more people than it finds, but never none.
        """
        query = select(Reminder.person_id).where(Reminder.due_at <= now).order_by(Reminder.due_at)
        return tuple(dict.fromkeys(self._session.scalars(query.limit(limit))))

    def due_to(self, people: Collection[int], *, now: datetime) -> Mapping[int, Sequence[Reminder]]:
        """All that is due to each, locked, so that one replica alone tells them.

        Locked in the order in which they were made, and the most urgent first.
        """
        query = select(Reminder).where(Reminder.person_id.in_(people), Reminder.due_at <= now)
        found: dict[int, list[Reminder]] = defaultdict(list)
        for each in sorted(self._locked(query), key=lambda each: (each.until_at, each.id)):
            found[each.person_id].append(each)
        return found

    def get(self, reminder_id: int) -> Reminder | None:
        """Fresh and locked; None when there is none any more."""
        found = self._locked(select(Reminder).where(Reminder.id == reminder_id))
        return found[0] if found else None

    def find(self, kind: MatterKind, about: int, person_id: int) -> Reminder | None:
        query = select(Reminder).where(
            Reminder.kind == kind, Reminder.about == about, Reminder.person_id == person_id
        )
        return self._session.scalars(query).one_or_none()

    def of_matter(self, kind: MatterKind, about: int) -> Sequence[Reminder]:
        """Everybody's of one matter, locked in the order in which they were made."""
        return self.of_matters(kind, [about])

    def of_matters(self, kind: MatterKind, abouts: Collection[int]) -> Sequence[Reminder]:
        """The same for several, of one kind."""
        return self._locked(
            select(Reminder).where(Reminder.kind == kind, Reminder.about.in_(abouts))
        )

    def of_person(self, person_id: int) -> Sequence[Reminder]:
        """Theirs, the one due first at the front."""
        query = select(Reminder).where(Reminder.person_id == person_id)
        return self._session.scalars(query.order_by(Reminder.due_at, Reminder.id)).all()

    def in_notice(self, key: str) -> Sequence[Reminder]:
        """What a notice tells of, the most urgent first; locked."""
        return self.in_notices([key]).get(key, ())

    def in_notices(self, keys: Collection[str]) -> Mapping[str, Sequence[Reminder]]:
        """The same for several; those that tell of nothing are left out."""
        query = select(Reminder).where(Reminder.notice.in_(keys), Reminder.notice != "")
        found: dict[str, list[Reminder]] = defaultdict(list)
        for each in sorted(self._locked(query), key=lambda each: (each.until_at, each.id)):
            found[each.notice].append(each)
        return found

    def add_all(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """New ones, each unless there is one of this matter for this person since a moment ago.

        A row's columns; those that are always the same in a new one may be left out.
        """
        values = {"part": Part.OWNER, "revision": 0, "said": 0, "notice": "", "handed": False}
        connection = self._session.connection()
        insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert
        if rows:
            new = insert(Reminder.__table__).on_conflict_do_nothing()
            connection.execute(new, [{**values, **each} for each in rows])

    def unsent(self, people: Collection[int]) -> Mapping[int, Sequence[Reminder]]:
        """Of each, those that a notice tells of which still waits; locked."""
        outbox = Base.metadata.tables["outbox"].c
        waits = select(outbox.key).where(outbox.key == Reminder.notice, outbox.state == "waiting")
        query = select(Reminder).where(
            Reminder.person_id.in_(people), Reminder.notice != "", waits.exists()
        )
        found: dict[int, list[Reminder]] = defaultdict(list)
        for each in self._locked(query):
            found[each.person_id].append(each)
        return found

    def drop(self, ids: Collection[int]) -> None:
        if ids:
            self._session.execute(delete(Reminder).where(Reminder.id.in_(ids)))

    def forget_over(self, *, before: datetime) -> int:
        """Drop those of which nothing more is said, and that were due before a moment; how many."""
        over = delete(Reminder).where(Reminder.due_at.is_(None), Reminder.until_at < before)
        return len(self._session.execute(over.returning(Reminder.id)).all())

    def count(self) -> int:
        return self._session.execute(select(func.count()).select_from(Reminder)).scalar_one()

    def give(self, *, from_person: int, to_person: int) -> None:
        """One person's reminders become another's: they linked their accounts.

        Of one matter that both are reminded of, the other person's own stays.
        """
        for each in self.of_person(from_person):
            if self.find(each.kind, each.about, to_person) is None:
                own = update(Reminder).where(Reminder.id == each.id)
                self._session.execute(own.values(person_id=to_person))

    def _locked(self, query: Select[Reminder]) -> Sequence[Reminder]:
        """Fresh, in the order in which they were made: no two transactions lock each other out."""
        query = query.order_by(Reminder.id).with_for_update()
        found = self._session.scalars(query, execution_options={"populate_existing": True})
        return found.all()
