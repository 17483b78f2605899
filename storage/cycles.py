"""Quarterly reviews under way: the cycle, who reviews, what they say, and what is recommended."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Date,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from config.network_files.records import ReviewCalendar
from storage.absences import Absence
from storage.ahead import Ahead
from storage.base import Base, Coded, Json, JsonValue
from storage.errors import NotFound
from storage.groups import WorkingGroupRow
from storage.roles import LEADING, GroupRole, Role, RoleState


class CycleState(StrEnum):
    """How far the review of one group for one quarter is."""

    PREPARED = "prepared"
    """The evidence is there and reviewers are proposed; nobody has been asked."""
    OPEN = "open"
    IN_REVIEW = "in_review"
    """At least one reviewer has answered."""
    ANSWERED = "answered"
    """All have, or their time is over: it is the chair's turn."""
    DECIDED = "decided"
    PUBLISHED = "published"
    ARCHIVED = "archived"


ANSWERABLE = frozenset({CycleState.OPEN, CycleState.IN_REVIEW, CycleState.ANSWERED})
"""While reviewers may answer, until their time is over."""
SEATED = frozenset({CycleState.PREPARED, CycleState.OPEN, CycleState.IN_REVIEW})
"""While somebody else can be chosen to review."""
UNDER_WAY = frozenset({CycleState.PREPARED, *ANSWERABLE, CycleState.DECIDED})
CONCLUDED = frozenset({CycleState.PUBLISHED, CycleState.ARCHIVED})


class RecommendationState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"
    SUPERSEDED = "superseded"


class Cycle(Base):
    """The review of one working group about one quarter."""

    __tablename__ = "review_cycles"
    __table_args__ = (
        UniqueConstraint("group_id", "quarter"),
        Index("ix_review_cycles_next_at", "next_at"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[str] = mapped_column(String(200))
    """The record id of the working group."""
    quarter: Mapped[str] = mapped_column(String(7))
    """The quarter that is assessed: 2026-Q4."""
    state: Mapped[CycleState] = mapped_column(Coded(CycleState), default=CycleState.PREPARED)
    opens_at: Mapped[datetime]
    answers_by: Mapped[datetime]
    """Reviewers answer before this moment."""
    decide_by: Mapped[datetime]
    moves: Mapped[int] = mapped_column(default=0)
    """How often reviewers were given more time."""
    archive_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    """When the clock moves it on; None: it waits for somebody."""
    evidence: Mapped[list[Any]] = mapped_column(Json, default=list)
    """Pairs of a question's number (0: all of it) and packed Words."""
    evidence_at: Mapped[datetime | None]
    """When it was gathered; None: as the review was prepared."""
    result: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The review as the chair decided it, in plain fields; None: not yet."""
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Assignment(Base):
    """One reviewer of one cycle, why it is them, and what they answered."""

    __tablename__ = "review_assignments"
    __table_args__ = (
        UniqueConstraint("cycle_id", "person_id"),
        Index("ix_review_assignments_person", "person_id", "asked_at"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("review_cycles.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    why: Mapped[JsonValue] = mapped_column(Json)
    """The reason of the choice, as packed Words."""
    chosen_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    """When somebody else was chosen instead."""
    answers: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """What the form holds, by field; None: not answered."""
    answered_at: Mapped[datetime | None]


class Recommendation(Base):
    """What a review recommended, followed until it is settled; never deleted."""

    __tablename__ = "recommendations"
    __table_args__ = (
        Index("ix_recommendations_group", "group_id", "state"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("review_cycles.id", ondelete="CASCADE"))
    group_id: Mapped[str] = mapped_column(String(200))
    question: Mapped[int] = mapped_column(default=0)
    """The number of the question that it belongs to; 0: general."""
    text: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), index=True
    )
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[RecommendationState] = mapped_column(
        Coded(RecommendationState), default=RecommendationState.OPEN
    )
    made_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)
    """How often its owner or its date was changed: a calendar's sequence number."""


class RecommendationNote(Base):
    """What was reported on a recommendation, and the reason of its new state."""

    __tablename__ = "recommendation_notes"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(
        ForeignKey("recommendations.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    state: Mapped[RecommendationState] = mapped_column(Coded(RecommendationState))
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]


_ASSIGNMENTS = Assignment.metadata.tables[Assignment.__tablename__]
_ALL_ASSIGNED = (
    select(Assignment).where(Assignment.cycle_id == bindparam("b_cycle")).order_by(Assignment.id)
)
_ASSIGNED = _ALL_ASSIGNED.where(Assignment.released_at.is_(None))
"""Built once: a quarter opens with some of these a group."""


class Cycles:
    """The repository of reviews under way and of what they recommended."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._of_groups: Ahead[str, Cycle] = Ahead()
        self._recommended: Ahead[str, Recommendation] = Ahead()
        self._locked: Ahead[int, Cycle] = Ahead()
        self._assigned: Ahead[int, Assignment] = Ahead()

    def read_ahead(self, group_ids: Sequence[str]) -> None:
        """At once what `of_group` and `recommended` are about to be asked for."""
        cycles = select(Cycle).where(Cycle.group_id.in_(group_ids))
        found = self._session.scalars(cycles.order_by(Cycle.quarter.desc()))
        self._of_groups.put(group_ids, ((each.group_id, each) for each in found))
        every = select(Recommendation).where(Recommendation.group_id.in_(group_ids))
        recommended = self._session.scalars(every.order_by(Recommendation.id))
        self._recommended.put(group_ids, ((each.group_id, each) for each in recommended))

    def lock_ahead(self, cycle_ids: Sequence[int]) -> Sequence[str]:
        """At once what `get` and `assigned` are about to be asked for; the groups."""
        query = select(Cycle).where(Cycle.id.in_(cycle_ids)).order_by(Cycle.id).with_for_update()
        fresh = {"populate_existing": True}
        cycles = self._session.scalars(query, execution_options=fresh).all()
        self._locked.put((each.id for each in cycles), ((each.id, each) for each in cycles))
        every = select(Assignment).where(Assignment.cycle_id.in_(cycle_ids))
        assigned = self._session.scalars(every.order_by(Assignment.id), execution_options=fresh)
        self._assigned.put(cycle_ids, ((each.cycle_id, each) for each in assigned))
        return [each.group_id for each in cycles]

    def get(self, cycle_id: int) -> Cycle:
        """Fresh from the database, and locked for this transaction.

        Raises:
            NotFound: there is none.
        """
        if locked := self._locked.take(cycle_id):
            return locked[0]
        query = select(Cycle).where(Cycle.id == cycle_id).with_for_update()
        found = self._session.execute(query, execution_options={"populate_existing": True})
        cycle = found.scalar_one_or_none()
        if cycle is None:
            raise NotFound(f"review {cycle_id}")
        return cycle

    def peek(self, cycle_id: int) -> Cycle:
        """As it is, for who only reads.

        Raises:
            NotFound: there is none.
        """
        cycle = self._session.get(Cycle, cycle_id)
        if cycle is None:
            raise NotFound(f"review {cycle_id}")
        return cycle

    def find(self, group_id: str, quarter: str) -> Cycle | None:
        query = select(Cycle).where(Cycle.group_id == group_id, Cycle.quarter == quarter)
        return self._session.scalars(query).one_or_none()

    def of_group(self, group_id: str) -> Sequence[Cycle]:
        """The latest quarter first."""
        if (found := self._of_groups.take(group_id)) is not None:
            return found
        query = select(Cycle).where(Cycle.group_id == group_id).order_by(Cycle.quarter.desc())
        return self._session.scalars(query).all()

    def in_states(self, states: frozenset[CycleState], *, limit: int) -> Sequence[Cycle]:
        """The latest quarter first, then by group."""
        query = select(Cycle).where(Cycle.state.in_(states))
        query = query.order_by(Cycle.quarter.desc(), Cycle.group_id).limit(limit)
        return self._session.scalars(query).all()

    def due(self, *, now: datetime, limit: int) -> Sequence[int]:
        """Cycles that the clock moves on, the longest due first."""
        query = select(Cycle.id).where(Cycle.next_at <= now).order_by(Cycle.next_at)
        return self._session.scalars(query.limit(limit)).all()

    def unprepared(self, quarter: str) -> Sequence[tuple[int, ReviewCalendar | None]]:
        """Rows of working groups that have a lead here, and no cycle for this quarter.

        Each with what its record says of when.
        """
        led = select(GroupRole.group_id).where(
            GroupRole.role.in_(LEADING), GroupRole.state == RoleState.ACTIVE
        )
        have = select(Cycle.group_id).where(Cycle.quarter == quarter)
        query = select(WorkingGroupRow.id, WorkingGroupRow.review_calendar).where(
            WorkingGroupRow.retired_at.is_(None),
            WorkingGroupRow.record_id.in_(led),
            WorkingGroupRow.record_id.not_in(have),
        )
        found = self._session.execute(query.order_by(WorkingGroupRow.id))
        return [(row, ReviewCalendar(**said) if said else None) for row, said in found]

    def groups_at(self, row_ids: Sequence[int]) -> dict[int, str]:
        """The record ids of the working groups in these rows."""
        query = select(WorkingGroupRow.id, WorkingGroupRow.record_id)
        rows = self._session.execute(query.where(WorkingGroupRow.id.in_(row_ids)))
        return {row: group for row, group in rows}  # noqa: C416  # rows are no pairs to mypy

    def add(self, cycle: Cycle) -> Cycle:
        self._session.add(cycle)
        self._session.flush()
        self._assigned.put([cycle.id], ())
        return cycle

    def reviewers(self) -> Sequence[int]:
        """Everybody who reviews in any group, each once."""
        query = select(GroupRole.person_id).where(
            GroupRole.role == Role.REVIEWER, GroupRole.state == RoleState.ACTIVE
        )
        return self._session.scalars(query.distinct().order_by(GroupRole.person_id)).all()

    def chosen(self, person_ids: Sequence[int]) -> dict[int, tuple[datetime, int]]:
        """When each was last chosen and not released, and how often; left out if never."""
        query = (
            select(Assignment.person_id, func.max(Assignment.chosen_at), func.count())
            .where(Assignment.person_id.in_(person_ids), Assignment.released_at.is_(None))
            .group_by(Assignment.person_id)
        )
        return {person: (last, count) for person, last, count in self._session.execute(query)}

    def loads(self, person_ids: Sequence[int]) -> dict[int, int]:
        """How many reviews under way each has; left out where there is none."""
        query = (
            select(Assignment.person_id, func.count())
            .join(Cycle, Cycle.id == Assignment.cycle_id)
            .where(
                Assignment.person_id.in_(person_ids),
                Assignment.released_at.is_(None),
                Cycle.state.in_(UNDER_WAY),
            )
            .group_by(Assignment.person_id)
        )
        return {person: count for person, count in self._session.execute(query)}  # noqa: C416  # rows are no pairs to mypy

    def belonging(self, person_ids: Sequence[int]) -> dict[int, tuple[str, date | None]]:
        """The organisation of each, or nothing, and their last day away."""
        people = Base.metadata.tables["people"].c
        query = (
            select(people.id, people.organisation, Absence.until)
            .join(Absence, Absence.person_id == people.id, isouter=True)
            .where(people.id.in_(person_ids))
        )
        found = self._session.execute(query)
        return {person: (organisation or "", away) for person, organisation, away in found}

    def assign(self, *assignments: Assignment) -> None:
        self._session.add_all(assignments)
        self._session.flush()
        self._assigned.forget(*(each.cycle_id for each in assignments))

    def choose(
        self, cycle_id: int, chosen: Sequence[tuple[int, JsonValue]], *, at: datetime
    ) -> None:
        """Assign people to a cycle, each with the reason of the choice as packed Words."""
        same = {"cycle_id": cycle_id, "chosen_at": at}
        rows = [{"person_id": person, "why": why, **same} for person, why in chosen]
        if rows:
            self._session.connection().execute(insert(_ASSIGNMENTS), rows)
            self._assigned.forget(cycle_id)

    def assignment(self, assignment_id: int) -> Assignment:
        """Raises NotFound when there is none."""
        found = self._session.get(Assignment, assignment_id)
        if found is None:
            raise NotFound(f"assignment {assignment_id}")
        return found

    def assigned(self, cycle_id: int, *, released: bool = False) -> Sequence[Assignment]:
        """Who reviews, in the order in which they were chosen; with `released` the others too."""
        if (found := self._assigned.look(cycle_id)) is not None:
            return [each for each in found if released or each.released_at is None]
        query = _ALL_ASSIGNED if released else _ASSIGNED
        return self._session.scalars(query, {"b_cycle": cycle_id}).all()

    def assigned_to(self, person_id: int) -> Sequence[tuple[Assignment, Cycle]]:
        """What somebody reviews or may still change, the first due first."""
        query = (
            select(Assignment, Cycle)
            .join(Cycle, Cycle.id == Assignment.cycle_id)
            .where(
                Assignment.person_id == person_id,
                Assignment.released_at.is_(None),
                Cycle.state.in_(ANSWERABLE),
            )
            .order_by(Cycle.answers_by, Cycle.id)
        )
        return [(assignment, cycle) for assignment, cycle in self._session.execute(query)]

    def seats_of(self, person_id: int) -> Sequence[tuple[Assignment, Cycle]]:
        """Where somebody reviews and others could in their place, locked for this transaction."""
        query = (
            select(Assignment, Cycle)
            .join(Cycle, Cycle.id == Assignment.cycle_id)
            .where(
                Assignment.person_id == person_id,
                Assignment.released_at.is_(None),
                Cycle.state.in_(SEATED),
            )
            .order_by(Cycle.id)
            .with_for_update()
        )
        return [(assignment, cycle) for assignment, cycle in self._session.execute(query)]

    def recommend(self, recommendation: Recommendation) -> Recommendation:
        self._session.add(recommendation)
        self._session.flush()
        return recommendation

    def recommendation(self, recommendation_id: int) -> Recommendation:
        """Fresh, and locked for this transaction.

        Raises:
            NotFound: there is none.
        """
        query = select(Recommendation).where(Recommendation.id == recommendation_id)
        found = self._session.execute(
            query.with_for_update(), execution_options={"populate_existing": True}
        ).scalar_one_or_none()
        if found is None:
            raise NotFound(f"recommendation {recommendation_id}")
        return found

    def open_recommendations(
        self, *, limit: int, offset: int = 0, group_id: str | None = None
    ) -> Sequence[Recommendation]:
        """Those of all groups or of one, by group, the oldest first."""
        query = select(Recommendation).where(Recommendation.state == RecommendationState.OPEN)
        if group_id is not None:
            query = query.where(Recommendation.group_id == group_id)
        query = query.order_by(Recommendation.group_id, Recommendation.made_at, Recommendation.id)
        return self._session.scalars(query.limit(limit).offset(offset)).all()

    def count_open(self, *, group_id: str | None = None) -> int:
        query = select(func.count()).select_from(Recommendation)
        if group_id is not None:
            query = query.where(Recommendation.group_id == group_id)
        opened = query.where(Recommendation.state == RecommendationState.OPEN)
        return self._session.execute(opened).scalar_one()

    def recommended(
        self,
        group_id: str,
        *,
        state: RecommendationState | None = None,
        cycle_id: int | None = None,
    ) -> Sequence[Recommendation]:
        """What was recommended to a group, the oldest first."""
        if state is None and cycle_id is None:
            found = self._recommended.take(group_id)
            if found is not None:
                return found
        query = select(Recommendation).where(Recommendation.group_id == group_id)
        if state is not None:
            query = query.where(Recommendation.state == state)
        if cycle_id is not None:
            query = query.where(Recommendation.cycle_id == cycle_id)
        return self._session.scalars(query.order_by(Recommendation.id)).all()

    def note(self, note: RecommendationNote) -> None:
        self._session.add(note)
        self._session.flush()

    def notes(self, recommendation_id: int) -> Sequence[RecommendationNote]:
        """The oldest first."""
        query = select(RecommendationNote).where(
            RecommendationNote.recommendation_id == recommendation_id
        )
        return self._session.scalars(query.order_by(RecommendationNote.id)).all()

    def give(self, *, from_person: int, to_person: int) -> None:
        """One person's reviews become another's: they linked their accounts.

        Of one cycle that both review, the other person's own answers stay.
        """
        theirs = select(Assignment.cycle_id).where(Assignment.person_id == to_person)
        moved = update(Assignment).where(
            Assignment.person_id == from_person, Assignment.cycle_id.not_in(theirs)
        )
        self._session.execute(moved.values(person_id=to_person))
        for column in (
            Cycle.decided_by,
            Recommendation.owner_id,
            RecommendationNote.person_id,
        ):
            owned = update(column.class_).where(column == from_person)
            self._session.execute(owned.values({column: to_person}))
