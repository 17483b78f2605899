"""Who sends what next: rows of the outbox leased to one worker, in order and at the right pace."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, text
from sqlalchemy.orm import Session, aliased

from config.taxonomy import Platform
from storage.outbox import (
    LEASE,
    OutboxRow,
    OutboxState,
    Parcel,
    Urgency,
    is_open,
    place_columns,
)
from storage.pace import Allowance, Pace, allowances, lane_of
from storage.people import Account, Person, voice_of
from storage.places import Place, Surface

MOST_PLACED = 100
ENDED = "its process ended"
"""How the attempt ended of which nobody knows more."""
MOST_AT_ONCE = {Platform.TELEGRAM: 4}
"""Letters worth looking at where all of a platform has one pace: more could not be said now."""


@dataclass(frozen=True, slots=True)
class Leased:
    """What a worker got.

    `next_at` is when something more can be leased at the earliest (None: nothing is planned);
    `held` tells that rows are due which wait for one of their lane that is being sent.
    """

    parcels: tuple[Parcel, ...]
    next_at: datetime | None
    held: bool


class Leases:
    """The repository by which workers share the outbox."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._pace = Pace(session)

    def place_notices(self, platforms: Collection[Platform], *, now: datetime) -> set[Platform]:
        """Give due notices a place; the platforms that have something new to say.

        It is the private conversation of the account that the person used last and has not left.
        One that nobody can receive is given up; one that only another hub process can deliver
        (its platform is not among `platforms`) is left alone. Waits for another worker that is at
        it: what came later would else have a place, and be said, before what came first.
        """
        query = _due(None, Urgency.NOTICE, now).limit(MOST_PLACED)
        rows = self._session.scalars(query.with_for_update()).all()
        return {placed for row in rows if (placed := self._place(row, platforms, now=now))}

    def _place(
        self, row: OutboxRow, platforms: Collection[Platform], *, now: datetime
    ) -> Platform | None:
        accounts = self._session.scalars(_reachable(row.person_id)).all()
        account = next((each for each in accounts if each.platform in platforms), None)
        if account is None:
            if accounts:
                row.next_at = now + LEASE
            else:
                row.state, row.settled_at = OutboxState.FAILED, now
                row.error = row.error or "nobody is reachable"
            return None
        place = Place(account.platform, account.conversation or "", account.workspace)
        for column, value in place_columns(place).items():
            setattr(row, column, value)
        row.lane = lane_of(place, person_id=row.person_id)
        person = self._session.get_one(Person, account.person_id)
        row.language, row.zone = voice_of(person, account)
        return account.platform

    def lease(self, platform: Platform, *, now: datetime, limit: int) -> Leased:
        """Up to `limit` rows to send now, answers before notices, one of each lane.

        Each is committed as "sending" before anybody is told of it.
        """
        limit = min(limit, MOST_AT_ONCE.get(platform, limit))
        candidates = self._candidates(platform, now=now, limit=limit)
        if candidates:
            self._pace.lock(_shared_keys(candidates))
        halted: dict[str, datetime | None] = {}
        parcels: list[Parcel] = []
        for row in candidates:
            if row.workspace not in halted:
                halted[row.workspace] = self._pace.halted_until(platform, row.workspace, now=now)
            free_at = halted[row.workspace] or self._reserve(row, now=now)
            if free_at is None:
                parcels.append(_lease(row, now=now))
            elif used_up_until := self._pace.free_at(_wanted(row), now=now):
                return Leased(tuple(parcels), used_up_until, held=False)
            else:
                row.next_at = free_at
        self._session.flush()
        next_at, held = self._outlook(platform, now=now)
        return Leased(tuple(parcels), next_at, held)

    def earliest(self, platform: Platform) -> datetime | None:
        """When the first of all that is open may be due, there or anywhere; None: nothing is open.

        A look at the ends of an index: what is due at another time costs nothing.
        """
        there, anywhere = self._session.connection().execute(_FIRST, {"b_platform": platform}).one()
        return min((each for each in (there, anywhere) if each is not None), default=None)

    def inherit(
        self, platforms: Collection[Platform], *, now: datetime, look_up_after: timedelta
    ) -> int:
        """End the leases of a process that has ended, and is the only other one; how many.

        What was perhaps said and can be looked up waits until `look_up_after` it was leased, be it
        through the ends of several. What cannot is said again at once: waiting would tell nothing.
        """
        rows = self._session.scalars(_held(platforms, now)).all()
        for row in rows:
            leased_at = row.next_at - LEASE
            row.next_at = max(now, leased_at + look_up_after) if _can_be_found(row) else now
            row.error = ENDED
        return len(rows)

    def inherit_from_nobody(self, platforms: Collection[Platform], *, now: datetime) -> int:
        """The same on PostgreSQL, where nobody else is connected to the database; how many.

        Whoever held a lease when it is read here was connected then, so if nobody is afterwards,
        its process has ended or has lost the database. As only the first is sure to say nothing
        more, what can be looked up keeps its lease.
        """
        rows = [
            row for row in self._session.scalars(_held(platforms, now)) if not _can_be_found(row)
        ]
        if not rows or self._session.scalar(_OTHERS):
            return 0
        for row in rows:
            row.next_at, row.error = now, ENDED
        return len(rows)

    def in_doubt(self, platform: Platform, *, since: datetime, limit: int) -> tuple[Parcel, ...]:
        """What another process was saying before that moment: perhaps it stands there already."""
        query = select(OutboxRow).where(
            OutboxRow.platform == platform,
            is_open(OutboxRow),
            OutboxRow.state == OutboxState.SENDING,
            OutboxRow.tried_at < since,
        )
        rows = self._session.scalars(query.order_by(OutboxRow.tried_at).limit(limit))
        return tuple(_parcel(row, unsure_since=row.tried_at) for row in rows)

    def _candidates(self, platform: Platform, *, now: datetime, limit: int) -> list[OutboxRow]:
        """Due rows that nothing in their lane goes before; locked, and nobody else's meanwhile."""
        rows: list[OutboxRow] = []
        for urgency in Urgency:
            if len(rows) < limit:
                query = _due(platform, urgency, now).where(~_behind(now)).limit(limit - len(rows))
                rows += self._session.scalars(query.with_for_update(of=OutboxRow, skip_locked=True))
        return rows

    def _reserve(self, row: OutboxRow, *, now: datetime) -> datetime | None:
        """None when it may be said now, else when to try again.

        The pace locks the lane, so this sees what another replica has just put ahead of it.
        """
        wanted = _wanted(row)
        free_at = self._pace.reserve(wanted, now=now)
        if free_at is None and self._overtaken(row, now=now):
            self._pace.give_back(wanted)
            return now
        return free_at

    def _overtaken(self, row: OutboxRow, *, now: datetime) -> bool:
        ahead = select(OutboxRow.id).where(
            OutboxRow.lane == row.lane,
            OutboxRow.state == OutboxState.SENDING,
            OutboxRow.id != row.id,
        )
        if row.state == OutboxState.SENDING:
            ahead = ahead.where(OutboxRow.next_at > now)
        return self._session.scalars(ahead.limit(1)).first() is not None

    def _outlook(self, platform: Platform, *, now: datetime) -> tuple[datetime | None, bool]:
        """The next moment at which something may be due, and whether something is held back."""
        mine = or_(OutboxRow.platform == platform, OutboxRow.platform.is_(None))
        coming = select(func.min(OutboxRow.next_at)).where(
            mine, is_open(OutboxRow), OutboxRow.next_at > now
        )
        held = select(OutboxRow.id).where(
            OutboxRow.platform == platform,
            OutboxRow.state == OutboxState.WAITING,
            OutboxRow.next_at <= now,
        )
        return self._session.scalar(coming), self._session.scalars(
            held.limit(1)
        ).first() is not None


def place_of(row: OutboxRow) -> Place:
    if row.platform is None:
        raise ValueError(f"outbox row {row.id} has no place")
    return Place(
        platform=Platform(row.platform),
        conversation=row.conversation,
        workspace=row.workspace,
        thread=row.thread,
        surface=Surface(row.surface),
        reply_url=row.reply_url,
    )


def _wanted(row: OutboxRow) -> tuple[Allowance, ...]:
    """What saying it uses up."""
    notice = row.urgency == Urgency.NOTICE
    return allowances(place_of(row), row.lane, edits=bool(row.edits), notice=notice)


def _due(platform: Platform | None, urgency: Urgency, now: datetime) -> Select[OutboxRow]:
    """What could be said now, in order: ix_outbox_due serves it, the far future costs nothing."""
    return (
        select(OutboxRow)
        .where(
            OutboxRow.platform.is_(None) if platform is None else OutboxRow.platform == platform,
            OutboxRow.urgency == urgency,
            OutboxRow.due_at <= now,
            is_open(OutboxRow),
            OutboxRow.next_at <= now,
        )
        .order_by(OutboxRow.due_at, OutboxRow.id)
    )


def _behind(now: datetime) -> ColumnElement[bool]:
    """Something in the same lane is being sent, or goes first: earlier, and no less urgent.

    A row whose lease is over holds up its lane, so it goes before all that waits there: an answer
    that came behind a notice would else wait for it while it waits for the answer.
    """
    other = aliased(OutboxRow)
    earlier = or_(
        other.due_at < OutboxRow.due_at,
        and_(other.due_at == OutboxRow.due_at, other.id < OutboxRow.id),
    )
    first = or_(
        other.urgency < OutboxRow.urgency, and_(other.urgency == OutboxRow.urgency, earlier)
    )
    is_sending = other.state == OutboxState.SENDING
    return (
        select(other.id)
        .where(
            other.lane == OutboxRow.lane,
            other.id != OutboxRow.id,
            is_open(other),
            other.due_at <= now,
            or_(
                and_(OutboxRow.state == OutboxState.WAITING, or_(is_sending, first)),
                and_(is_sending, or_(other.next_at > now, other.id < OutboxRow.id)),
            ),
        )
        .exists()
    )


_FIRST = select(
    select(func.min(OutboxRow.next_at))
    .where(OutboxRow.platform == bindparam("b_platform"), is_open(OutboxRow))
    .scalar_subquery(),
    select(func.min(OutboxRow.next_at))
    .where(OutboxRow.platform.is_(None), is_open(OutboxRow))
    .scalar_subquery(),
)
"""Built once, as it is asked every second for every platform."""


def _reachable(person_id: int | None) -> Select[Account]:
    query = select(Account).where(
        Account.person_id == person_id,
        Account.conversation.is_not(None),
        Account.left_at.is_(None),
    )
    return query.order_by(Account.last_seen_at.desc(), Account.id)


def _shared_keys(rows: Iterable[OutboxRow]) -> set[str]:
    wanted: list[tuple[OutboxRow, Allowance]] = [
        (row, each)
        for row in rows
        for each in allowances(place_of(row), row.lane, edits=bool(row.edits), notice=False)
    ]
    return {each.key for row, each in wanted if not each.key.startswith(row.lane)}


def _held(platforms: Collection[Platform], now: datetime) -> Select[OutboxRow]:
    """What somebody is saying. How an attempt ended is known of those that were given up."""
    return select(OutboxRow).where(
        OutboxRow.state == OutboxState.SENDING,
        OutboxRow.platform.in_(platforms),
        OutboxRow.next_at > now,
        OutboxRow.error == "",
    )


def _can_be_found(row: OutboxRow) -> bool:
    """Whether it is worth looking for before it is said again; an edit is simply made again."""
    stays = row.surface == Surface.CONVERSATION and not row.edits
    return row.platform == Platform.SLACK and stays


_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_type = 'client backend'"
    " AND application_name IS DISTINCT FROM current_setting('application_name')"
)
"""Whose connections are none of this process, whatever they are: each process has its own name."""


def _lease(row: OutboxRow, *, now: datetime) -> Parcel:
    unsure_since, row.tried_at = row.tried_at, row.tried_at or now
    row.state, row.attempt, row.next_at = OutboxState.SENDING, row.attempt + 1, now + LEASE
    row.error = ""
    return _parcel(row, unsure_since=unsure_since)


def _parcel(row: OutboxRow, *, unsure_since: datetime | None) -> Parcel:
    return Parcel(
        id=row.id,
        key=row.key,
        attempt=row.attempt,
        leased_until=row.next_at,
        place=place_of(row),
        reply=row.reply,
        language=row.language,
        zone=row.zone or "UTC",
        edits=row.edits,
        due_at=row.due_at,
        faults=row.faults,
        unsure_since=unsure_since,
        notice=row.urgency == Urgency.NOTICE,
    )
