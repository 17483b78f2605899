"""Ladders: how long before and after a deadline one is reminded, as a person or a group set it."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from config.taxonomy import MatterKind
from storage.base import Base, Coded, Json

_OF_A_GROUP = text("person_id IS NULL")
_OF_A_PERSON = text("person_id IS NOT NULL")


class LadderRow(Base):
    """The steps of one kind of reminder, for one person or else for one working group."""

    __tablename__ = "reminder_ladders"
    __table_args__ = (
        Index(
            "ix_reminder_ladders_person",
            "person_id",
            "kind",
            unique=True,
            postgresql_where=_OF_A_PERSON,
            sqlite_where=_OF_A_PERSON,
        ),
        Index(
            "ix_reminder_ladders_group",
            "group_id",
            "kind",
            unique=True,
            postgresql_where=_OF_A_GROUP,
            sqlite_where=_OF_A_GROUP,
        ),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    group_id: Mapped[str] = mapped_column(String(200), default="")
    """The record id of the working group; empty where it is a person's."""
    kind: Mapped[MatterKind] = mapped_column(Coded(MatterKind))
    days: Mapped[list[Any]] = mapped_column(Json)
    """Days before the deadline, the most first; 0: on the day; none: no reminders before it."""
    weeks: Mapped[int]
    """For how many weeks after it they go on."""


class Ladders:
    """The repository of ladders."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, *, person_id: int | None, group_id: str | None) -> Sequence[LadderRow]:
        """Those of a group, then those of a person."""
        return self.of_all([person_id or 0], [group_id or ""])

    def of_all(self, people: Collection[int], groups: Collection[str]) -> Sequence[LadderRow]:
        """Those of groups, then those of people."""
        group = LadderRow.group_id.in_(groups) & LadderRow.person_id.is_(None)
        query = select(LadderRow).where(group | LadderRow.person_id.in_(people))
        found = self._session.scalars(query.order_by(LadderRow.id)).all()
        return sorted(found, key=lambda each: each.person_id is not None)

    def put(
        self,
        kind: MatterKind,
        days: Sequence[int],
        weeks: int,
        *,
        person_id: int | None = None,
        group_id: str = "",
    ) -> None:
        """Set one, of a person or of a group."""
        found = self._find(kind, person_id=person_id, group_id=group_id)
        if found is None:
            found = LadderRow(person_id=person_id, group_id=group_id, kind=kind)
            self._session.add(found)
        found.days, found.weeks = list(days), weeks
        self._session.flush()

    def drop(self, kind: MatterKind, *, person_id: int | None = None, group_id: str = "") -> None:
        """Back to what counts otherwise."""
        found = self._find(kind, person_id=person_id, group_id=group_id)
        if found is not None:
            self._session.delete(found)
            self._session.flush()

    def give(self, *, from_person: int, to_person: int) -> None:
        """One person's ladders become another's, where they have none: they linked accounts."""
        for each in self.of(person_id=from_person, group_id=None):
            if each.person_id and self._find(each.kind, person_id=to_person, group_id="") is None:
                own = update(LadderRow).where(LadderRow.id == each.id)
                self._session.execute(own.values(person_id=to_person))

    def _find(self, kind: MatterKind, *, person_id: int | None, group_id: str) -> LadderRow | None:
        whose = LadderRow.person_id == person_id
        if person_id is None:
            whose = LadderRow.person_id.is_(None) & (LadderRow.group_id == group_id)
        return self._session.scalars(select(LadderRow).where(whose, LadderRow.kind == kind)).first()
