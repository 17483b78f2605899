"""What people said of an answer: it helped, or it didn't."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base
from storage.questions import Question
from storage.search.helped import Saying


class Feedback(Base):
    """One person's word on one record in answer to one question; a later word replaces it."""

    __tablename__ = "feedback"
    __table_args__ = (Index("ix_feedback_kind_record_id", "kind", "record_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(
        ForeignKey("questions.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[str] = mapped_column(String(200))
    helped: Mapped[bool]
    said_at: Mapped[datetime]


class Feedbacks:
    """The repository of feedback."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def say(
        self,
        person_id: int,
        question_id: int,
        record_ids: Sequence[str],
        *,
        kind: str,
        helped: bool,
        at: datetime,
    ) -> None:
        """Keep what a person says of the records that answered a question."""
        mine = (Feedback.person_id == person_id, Feedback.question_id == question_id)
        self._session.execute(delete(Feedback).where(*mine))
        self._session.add_all(
            Feedback(
                person_id=person_id,
                question_id=question_id,
                kind=kind,
                record_id=record_id,
                helped=helped,
                said_at=at,
            )
            for record_id in record_ids
        )

    def any(self) -> bool:
        """Whether there is any."""
        return self._session.scalar(select(Feedback.id).limit(1)) is not None

    def about(self, kind: str, record_ids: Sequence[str]) -> Sequence[Saying]:
        """What was said of these records, with the questions that they answered."""
        mine = (Feedback.kind == kind, Feedback.record_id.in_(record_ids))
        query = (
            select(Feedback.record_id, Feedback.person_id, Question.text, Feedback.helped)
            .join(Question, Question.id == Feedback.question_id)
            .where(*mine)
        )
        return [Saying(*row) for row in self._session.execute(query)]

    def of(self, question_id: int) -> Sequence[Feedback]:
        query = select(Feedback).where(Feedback.question_id == question_id)
        return self._session.scalars(query.order_by(Feedback.id)).all()
