"""Forms that people have begun and not sent: what they answered, and which question is open."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, Json, JsonValue
from storage.errors import NotFound

OVERVIEW = ""
"""The step at which everything has been asked, and is shown to be sent."""


class Draft(Base):
    """One person's answers to one form about one subject, until they send it or leave it."""

    __tablename__ = "drafts"
    __table_args__ = (
        UniqueConstraint("person_id", "form", "subject"),
        Index("ix_drafts_updated_at", "updated_at"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    form: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(60), default="")
    """What the form is about, in the words of its area; empty where there is one form alone."""
    values: Mapped[dict[str, JsonValue]] = mapped_column(Json, default=dict)
    """By field; null: asked, and not answered."""
    step: Mapped[str] = mapped_column(String(20), default=OVERVIEW)
    """The field that is asked now."""
    asked_in: Mapped[str] = mapped_column(String(100), default="")
    """The conversation where what is typed next answers it; empty: nowhere."""
    updated_at: Mapped[datetime]


class Drafts:
    """The repository of drafts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, person_id: int, form: str, subject: str = "") -> Draft | None:
        """Locked for this transaction."""
        query = select(Draft).where(
            Draft.person_id == person_id, Draft.form == form, Draft.subject == subject
        )
        return self._session.scalars(query.with_for_update()).one_or_none()

    def get(self, person_id: int, draft_id: int) -> Draft:
        """A draft of this person, locked for this transaction.

        Raises:
            NotFound: it was sent or left, or is somebody else's.
        """
        query = select(Draft).where(Draft.id == draft_id, Draft.person_id == person_id)
        found = self._session.scalars(query.with_for_update()).one_or_none()
        if found is None:
            raise NotFound(f"draft {draft_id}")
        return found

    def open_in(self, person_id: int, conversation: str, *, since: datetime) -> Draft | None:
        """The draft whose question what is typed there answers, if it was asked since then."""
        query = select(Draft).where(
            Draft.person_id == person_id,
            Draft.asked_in == conversation,
            Draft.asked_in != "",
            Draft.updated_at >= since,
        )
        return self._session.scalars(query.order_by(Draft.updated_at.desc()).limit(1)).first()

    def of(self, person_id: int) -> list[Draft]:
        """Everything that this person has begun, the latest first."""
        query = select(Draft).where(Draft.person_id == person_id)
        return list(self._session.scalars(query.order_by(Draft.updated_at.desc(), Draft.id)))

    def begin(self, person_id: int, form: str, subject: str, *, at: datetime) -> Draft:
        """The draft that there is, or an empty one."""
        found = self.find(person_id, form, subject)
        if found is None:
            found = Draft(
                person_id=person_id,
                form=form,
                subject=subject,
                values={},
                step=OVERVIEW,
                asked_in="",
                updated_at=at,
            )
            self._session.add(found)
            self._session.flush()
        return found

    def ask_nothing(self, person_id: int, conversation: str) -> None:
        """What is typed there answers no form from now on."""
        there = update(Draft).where(
            Draft.person_id == person_id, Draft.asked_in == conversation, Draft.asked_in != ""
        )
        self._session.execute(there.values(asked_in=""))

    def drop(self, draft: Draft) -> None:
        self._session.delete(draft)
        self._session.flush()

    def give(self, *, from_person: int, to_person: int) -> None:
        """One person's drafts become another's; of two of the same form the newer one stays."""
        kept = {(each.form, each.subject): each for each in self.of(to_person)}
        for each in self.of(from_person):
            other = kept.get((each.form, each.subject))
            if other is not None and other.updated_at >= each.updated_at:
                self._session.delete(each)
                continue
            if other is not None:
                self._session.delete(other)
                self._session.flush()
            each.person_id = to_person
        self._session.flush()

    def forget_old(self, *, before: datetime) -> None:
        """Drop what nobody has touched since."""
        self._session.execute(delete(Draft).where(Draft.updated_at < before))
