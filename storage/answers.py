"""Answers that experts wrote down for others, until the requester agrees to it, and after."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, Coded


class AnswerState(StrEnum):
    ASKED = "asked"
    """The requester has yet to agree."""
    SHOWN = "shown"
    REFUSED = "refused"


class SavedAnswer(Base):
    """What an expert explained to one requester, in words for everybody."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("introduction_id"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introductions.id", ondelete="CASCADE"))
    question: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    named: Mapped[bool] = mapped_column(default=False)
    """Whether the expert's organisation stands with it; a person's name never does."""
    state: Mapped[AnswerState] = mapped_column(Coded(AnswerState), default=AnswerState.ASKED)
    written_at: Mapped[datetime]


class SavedAnswers:
    """The repository of saved answers."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, introduction_id: int) -> SavedAnswer | None:
        """Locked for this transaction."""
        query = select(SavedAnswer).where(SavedAnswer.introduction_id == introduction_id)
        return self._session.scalars(query.with_for_update()).one_or_none()

    def put(self, answer: SavedAnswer) -> SavedAnswer:
        self._session.add(answer)
        self._session.flush()
        return answer
