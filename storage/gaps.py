"""What people asked for and did not find, counted; whoever asked is not kept with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, Json


class Gap(Base):
    """One thing that is missing, however it was asked for; kept two years after it last was."""

    __tablename__ = "gaps"
    __table_args__ = (Index("ix_gaps_asked_last_at", "asked", "last_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    """The kind of record and the concepts that were asked for, or else the folded words."""
    kind: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(Text)
    """The concepts by name, or else the words as they were first written."""
    languages: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    """How often it was asked for in each language; those that are unsure are left out."""
    asked: Mapped[int] = mapped_column(default=0)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)


class Gaps:
    """The repository of gaps."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def named(self, key: str, *, kind: str, label: str, at: datetime) -> Gap:
        """The gap with this key, made if there is none; it stays locked for this transaction."""
        key = key[:200]
        new = {"key": key, "kind": kind, "label": label, "languages": {}, "asked": 0}
        self._session.execute(self._insert().values(**new, first_at=at, last_at=at))
        query = select(Gap).where(Gap.key == key).with_for_update()
        return self._session.scalars(query).one()

    def count(self) -> int:
        return self._session.scalar(select(func.count()).select_from(Gap)) or 0

    def most_asked(self, *, limit: int, offset: int = 0) -> Sequence[Gap]:
        """The most frequent first; of those alike, the one that was asked for last."""
        order = (Gap.asked.desc(), Gap.last_at.desc(), Gap.id)
        return self._session.scalars(select(Gap).order_by(*order).limit(limit).offset(offset)).all()

    def forget_old(self, *, before: datetime) -> None:
        """Forget what nobody has asked for since."""
        self._session.execute(delete(Gap).where(Gap.last_at < before))

    def _insert(self) -> Any:  # noqa: ANN401  # the two dialects share no class for it
        dialect = self._session.get_bind().dialect.name
        insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
        return insert(Gap.__table__).on_conflict_do_nothing(index_elements=["key"])
