"""What people said of an answer: it helped, or it didn't."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base
from storage.offers import Introduction, Offer
from storage.profiles import Profile
from storage.questions import Question
from storage.requests import Request
from storage.search.documents import Kind
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
        """Whether there is any, of answers or of introductions."""
        either = select(Feedback.id).limit(1), select(Introduction.id).where(_IS_SAID).limit(1)
        return any(self._session.scalar(each) is not None for each in either)

    def about(self, kind: str, record_ids: Sequence[str]) -> Sequence[Saying]:
        """What was said of these records, with the questions that they answered.

        Of an expert also whether they helped with a request, once its requester has said so.
        """
        mine = (Feedback.kind == kind, Feedback.record_id.in_(record_ids))
        query = (
            select(Feedback.record_id, Feedback.person_id, Question.text, Feedback.helped)
            .join(Question, Question.id == Feedback.question_id)
            .where(*mine)
        )
        rows = list(self._session.execute(query))
        if kind == Kind.EXPERT:
            rows += self._session.execute(_HELP.where(Profile.record_id.in_(record_ids)))
        return [Saying(*row) for row in rows]

    def of(self, question_id: int) -> Sequence[Feedback]:
        query = select(Feedback).where(Feedback.question_id == question_id)
        return self._session.scalars(query.order_by(Feedback.id)).all()


_IS_SAID = Introduction.requester_said.is_not(None)
_HELP = (
    select(Profile.record_id, Introduction.requester_id, Request.need, Introduction.requester_said)
    .join(Offer, Offer.id == Introduction.offer_id)
    .join(Profile, Profile.id == Offer.profile_id)
    .join(Request, Request.id == Introduction.request_id)
    .where(_IS_SAID, Introduction.requester_id.is_not(None))
)
