"""What is open and has a deadline, of every kind: somebody's, a group's, or due before a moment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from config.taxonomy import MatterKind, Standing
from storage.cycles import (
    ANSWERABLE,
    Assignment,
    Cycle,
    CycleState,
    Recommendation,
    RecommendationState,
)
from storage.errors import NotFound
from storage.people import Person
from storage.reminders import Reminder
from storage.roles import LEADING, GroupRole, Role, RoleState
from storage.workplans import OPEN, Deliverable

R = TypeVar("R", Deliverable, Recommendation, Assignment, Cycle)

HORIZON = timedelta(days=100)
"""So far ahead, and so long after, reminders are kept: longer than any ladder."""

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

    def fresh(self, row: type[R], number: int) -> R:
        """One of any kind as it is now, not locked: whoever is told of it must not wait.

        Raises:
            NotFound: there is none.
        """
        found = self._session.get(row, number, populate_existing=True)
        if found is None:
            raise NotFound(f"{row.__name__} {number}")
        return found

    def fresh_all(self, row: type[R], numbers: Collection[int]) -> dict[int, R]:
        """`fresh` for several; those that are not there are left out."""
        query = select(row).where(row.id.in_(numbers))
        found = self._session.scalars(query, execution_options={"populate_existing": True})
        return {each.id: each for each in found}

    def astray(self, kind: MatterKind, *, now: datetime, limit: int) -> Sequence[int]:
        """Numbers of open matters of a kind whose reminders do not fit them, the first due first.

        They are new, moved or handed over. Left out is what is due in more than HORIZON or was due
        longer ago, and what nobody here answers for. Events, which are few, are not looked for.
        """
        first, last = now - HORIZON, now + HORIZON
        match kind:
            case MatterKind.DELIVERABLE:
                query = _astray_of_a_day(kind, Deliverable, first, last).where(
                    Deliverable.state.in_(OPEN)
                )
            case MatterKind.RECOMMENDATION:
                query = _astray_of_a_day(kind, Recommendation, first, last).where(
                    Recommendation.state == RecommendationState.OPEN
                )
            case MatterKind.ANSWERS:
                query = _astray_of_a_moment(
                    kind, Cycle.answers_by, Assignment.id, first, last
                ).where(
                    Assignment.cycle_id == Cycle.id,
                    Assignment.asked_at.is_not(None),
                    Assignment.released_at.is_(None),
                    Assignment.answers.is_(None),
                    Cycle.state.in_(ANSWERABLE),
                )
            case MatterKind.DECISION:
                query = _astray_of_a_moment(kind, Cycle.decide_by, Cycle.id, first, last).where(
                    Cycle.state.in_(TO_DECIDE), _somebody(Cycle.group_id, Role.CHAIR)
                )
            case MatterKind.PREPARATION:
                query = _astray_of_a_moment(kind, Cycle.opens_at, Cycle.id, first, last).where(
                    Cycle.state == CycleState.PREPARED
                )
            case _:
                return ()
        return self._session.scalars(query.limit(limit)).all()

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


def _astray_of_a_day(
    kind: MatterKind,
    row: type[Deliverable] | type[Recommendation],
    first: datetime,
    last: datetime,
) -> Select[int]:
    """Those without a reminder that was reckoned from this day and this owner."""
    fits = select(Reminder.id).where(
        Reminder.kind == kind,
        Reminder.about == row.id,
        Reminder.until_on == row.due_on,
        Reminder.named_id.is_not_distinct_from(row.owner_id),
    )
    return (
        select(row.id)
        .where(
            row.due_on >= first.date(),
            row.due_on <= last.date(),
            row.owner_id.is_not(None) | _somebody(row.group_id, *LEADING),
            ~fits.exists(),
        )
        .order_by(row.due_on, row.id)
    )


def _astray_of_a_moment(
    kind: MatterKind,
    moment: InstrumentedAttribute[datetime],
    number: InstrumentedAttribute[int],
    first: datetime,
    last: datetime,
) -> Select[int]:
    """Those without a reminder that was reckoned from this moment."""
    fits = select(Reminder.id).where(
        Reminder.kind == kind, Reminder.about == number, Reminder.until_at == moment
    )
    near = (moment >= first, moment <= last, ~fits.exists())
    return select(number).where(*near).order_by(moment, number)


def _somebody(group: InstrumentedAttribute[str], *roles: Role) -> ColumnElement[bool]:
    """Whether anybody would answer for what a group has to do."""
    there = select(GroupRole.id).where(
        GroupRole.group_id == group,
        GroupRole.role.in_(roles),
        GroupRole.state == RoleState.ACTIVE,
    )
    secretariat = select(Person.id).where(Person.standing == Standing.SECRETARIAT)
    return there.exists() | secretariat.exists()


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
