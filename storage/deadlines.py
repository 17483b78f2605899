"""What is open and has a deadline, of every kind: somebody's, a group's, or due before a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.cycles import (
    ANSWERABLE,
    Assignment,
    Cycle,
    CycleState,
    Recommendation,
    RecommendationState,
)
from storage.workplans import OPEN, Deliverable

TO_DECIDE = frozenset({CycleState.ANSWERED, CycleState.DECIDED})
"""The decision is still to be made, or to be published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which ones: of a person or of these groups, due before a moment; all of them where None.

    What has a day is found when that day is not after the moment's.
    """

    person_id: int | None = None
    groups: Sequence[str] | None = None
    before: datetime | None = None


class Deadlines:
    """The repository of what has a deadline and is not settled; the first due first."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def deliverables(self, scope: Scope) -> Sequence[Deliverable]:
        """Open ones with a date; a person's are those that they own."""
        query = select(Deliverable).where(
            Deliverable.state.in_(OPEN), Deliverable.due_on.is_not(None)
        )
        query = query.where(*_within(scope, Deliverable.group_id, Deliverable.owner_id))
        if scope.before is not None:
            query = query.where(Deliverable.due_on <= scope.before.date())
        return self._session.scalars(query.order_by(Deliverable.due_on, Deliverable.id)).all()

    def recommendations(self, scope: Scope) -> Sequence[Recommendation]:
        """Open ones; a person's are those that they own."""
        query = select(Recommendation).where(Recommendation.state == RecommendationState.OPEN)
        query = query.where(*_within(scope, Recommendation.group_id, Recommendation.owner_id))
        if scope.before is not None:
            query = query.where(Recommendation.due_on <= scope.before.date())
        return self._session.scalars(query.order_by(Recommendation.due_on, Recommendation.id)).all()

    def answers(self, scope: Scope) -> Sequence[tuple[Assignment, Cycle]]:
        """What reviewers were asked for and have not answered, while they may."""
        query = (
            select(Assignment, Cycle)
            .join(Cycle, Cycle.id == Assignment.cycle_id)
            .where(
                Assignment.asked_at.is_not(None),
                Assignment.released_at.is_(None),
                Assignment.answers.is_(None),
                Cycle.state.in_(ANSWERABLE),
                *_within(scope, Cycle.group_id, Assignment.person_id),
            )
            .order_by(Cycle.answers_by, Assignment.id)
        )
        if scope.before is not None:
            query = query.where(Cycle.answers_by < scope.before)
        return [(assignment, cycle) for assignment, cycle in self._session.execute(query)]

    def decisions(self, scope: Scope) -> Sequence[Cycle]:
        """Reviews that wait for their decision or its publication; whose, the roles say."""
        return self._cycles(Cycle.state.in_(TO_DECIDE), Cycle.decide_by, scope)

    def preparations(self, scope: Scope) -> Sequence[Cycle]:
        """Reviews that have yet to open."""
        return self._cycles(Cycle.state == CycleState.PREPARED, Cycle.opens_at, scope)

    def _cycles(
        self, which: ColumnElement[bool], moment: InstrumentedAttribute[datetime], scope: Scope
    ) -> Sequence[Cycle]:
        query = select(Cycle).where(which, *_within(scope, Cycle.group_id, None))
        if scope.before is not None:
            query = query.where(moment < scope.before)
        return self._session.scalars(query.order_by(moment, Cycle.id)).all()


def _within(
    scope: Scope,
    group: InstrumentedAttribute[str],
    person: InstrumentedAttribute[int] | InstrumentedAttribute[int | None] | None,
) -> list[ColumnElement[bool]]:
    """Somebody's own, and all of the groups."""
    of = []
    if scope.person_id is not None and person is not None:
        of.append(person == scope.person_id)
    if scope.groups is not None:
        of.append(group.in_(scope.groups))
    return [or_(*of)] if of else []
