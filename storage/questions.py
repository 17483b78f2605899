"""What people asked lately, so that a button can page, narrow or rate the answer."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, delete, func, insert, select
from sqlalchemy.orm import Mapped, Session, make_transient_to_detached, mapped_column

from storage.base import Base, Json, JsonValue
from storage.errors import NotFound
from storage.prepared import Prepared


class Question(Base):
    """One question and what it has been narrowed to. Kept 30 days, then a button says so."""

    __tablename__ = "questions"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    """What is looked for: the search core's kind of record."""
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10), default="")
    """The language of the question where that is sure."""
    slots: Mapped[list[JsonValue]] = mapped_column(Json, default=list)
    """What it is narrowed to: {kind, value, guessed} each."""
    expansion: Mapped[dict[str, float]] = mapped_column(Json, default=dict)
    """The same in other words, each with its weight."""
    concepts: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    """The thesaurus concepts that it names: their ids, and their English names."""
    definitions: Mapped[list[JsonValue]] = mapped_column(Json, default=list)
    """Of the term that it asks the meaning of: {term, text, source} each."""
    occasion: Mapped[list[list[str]]] = mapped_column(Json, default=list)
    """What the name of an event has to say, in any of several words, if its date is asked for."""
    tense: Mapped[str] = mapped_column(String(10), default="")
    """"coming" or "past" where only the next or only the last of an event was asked for."""
    start: Mapped[int] = mapped_column(default=0)
    """How many results stand before those that were shown last."""
    gap_id: Mapped[int | None] = mapped_column(
        ForeignKey("gaps.id", ondelete="SET NULL"), index=True
    )
    """The gap that it was counted in; None: it was answered."""
    shared: Mapped[bool] = mapped_column(default=False)
    """Asked where others read along: only public records are shown, whoever taps."""
    asked_at: Mapped[datetime] = mapped_column(index=True)


class Questions:
    """The repository of recent questions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, question: Question) -> Question:
        """Keep a new question, which from here on has an id; what is changed of it is kept too."""
        columns = {name: value for name, value in vars(question).items() if name in _COLUMNS}
        ((question.id,),) = _ADD.run(self._session, columns)
        make_transient_to_detached(question)
        self._session.add(question)
        return question

    def get(self, question_id: int, *, for_update: bool = False) -> Question:
        """Raises NotFound: it was too long ago."""
        query = select(Question).where(Question.id == question_id)
        found = self._session.scalars(
            query.with_for_update() if for_update else query
        ).one_or_none()
        if found is None:
            raise NotFound(f"question {question_id}")
        return found

    def latest(self, person_id: int, *, shared: bool, since: datetime) -> Question | None:
        """What this person asked last, alone with the hub or where others read along."""
        mine = (Question.person_id == person_id, Question.shared == shared)
        query = select(Question).where(*mine, Question.asked_at >= since)
        newest = query.order_by(Question.id.desc()).limit(1).with_for_update()
        return self._session.scalars(newest).one_or_none()

    def counted(self, person_id: int, gap_id: int) -> bool:
        """Whether a recent question of this person was counted in this gap."""
        query = select(Question.id).where(
            Question.person_id == person_id, Question.gap_id == gap_id
        )
        return self._session.scalars(query.limit(1)).first() is not None

    def count(self, person_id: int) -> int:
        query = select(func.count()).where(Question.person_id == person_id)
        return self._session.execute(query).scalar_one()

    def forget(self, person_id: int) -> None:
        self._session.execute(delete(Question).where(Question.person_id == person_id))

    def forget_old(self, *, before: datetime) -> None:
        self._session.execute(delete(Question).where(Question.asked_at < before))


_TABLE = Question.metadata.tables[Question.__tablename__]
_COLUMNS = frozenset(_TABLE.columns.keys())
_ADD = Prepared(insert(_TABLE).returning(_TABLE.c.id))
