"""Who sends what next: rows of the outbox leased to one worker, in order and at the right pace."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    text,
)
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
_Reachable = tuple[Account, Person]
"""An account that can be written to, and whose it is."""


@dataclass(frozen=True, slots=True)
class Leased:
    """What a worker got.

    `next_at` is when something more can be leased at the earliest (None: nothing is planned);
    `held` tells of what urgency rows are due which were not leased: they wait for one of their
    lane that is being sent, or there was no room for more.
    """

    parcels: tuple[Parcel, ...]
    next_at: datetime | None
    held: frozenset[Urgency] = frozenset()


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
        of = {"b_urgency": Urgency.NOTICE, "b_now": now, "b_limit": MOST_PLACED}
        rows = self._session.scalars(_NOWHERE, of).all()
        reachable = self._reachable([row.person_id for row in rows])
        placed = {_place(row, reachable.get(row.person_id, []), platforms, now) for row in rows}
        return {each for each in placed if each is not None}

    def _reachable(self, people: Iterable[int | None]) -> dict[int | None, list[_Reachable]]:
        """Where each can be reached, the account that they used last first."""
        found: dict[int | None, list[_Reachable]] = defaultdict(list)
        wanted = sorted({each for each in people if each is not None})
        for account, person in self._session.execute(_REACHABLE, {"b_people": wanted}):
            found[person.id].append((account, person))
        return found

    def lease(
        self, platform: Platform, *, now: datetime, limit: int, notices: int | None = None
    ) -> Leased:
        """Up to `limit` rows to send now, answers before notices, one of each lane.

        `notices` of them are notices at most. Each is committed as "sending" before anybody is
        told of it. What all of a platform shares of the pace is not used up yet: it is when the
        parcel is said, so that an answer that comes meanwhile goes first.
        """
        most = {Urgency.ANSWER: limit, Urgency.NOTICE: limit if notices is None else notices}
        rows = self._candidates(platform, now=now, limit=limit, most=most)
        free_at = self._free_at(rows, platform, now=now) if rows else {}
        parcels = []
        for row in rows:
            if row.id in free_at:
                row.next_at = free_at[row.id]
            else:
                parcels.append(_lease(row, now=now))
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

    def _candidates(
        self, platform: Platform, *, now: datetime, limit: int, most: Mapping[Urgency, int]
    ) -> list[OutboxRow]:
        """Due rows that nothing in their lane goes before; locked, and nobody else's meanwhile."""
        rows: list[OutboxRow] = []
        for urgency, most_of_it in most.items():
            room = min(most_of_it, limit - len(rows))
            if room > 0:
                of = {"b_platform": platform, "b_urgency": urgency, "b_now": now, "b_limit": room}
                rows += self._session.scalars(_CANDIDATES, of)
        return rows

    def _free_at(
        self, rows: Sequence[OutboxRow], platform: Platform, *, now: datetime
    ) -> dict[int, datetime]:
        """When to try those again that may not be said now; the others have their place.

        The pace locks the lanes, so this sees what another replica has just put ahead of them.
        """
        shared = _shared_keys(rows)
        if shared:
            self._pace.lock(shared)
        halts = {each: self._halt(platform, each, now) for each in {row.workspace for row in rows}}
        later = {row.id: until for row in rows if (until := halts[row.workspace])}
        going = [row for row in rows if row.id not in later]
        later |= self._beyond_the_pace(going, now=now)
        reserved = [row for row in going if row.id not in later]
        overtaken = self._overtaken(reserved, now=now)
        if overtaken:
            self._pace.give_back(one for row in overtaken for one in _wanted(row))
        return later | {row.id: now for row in overtaken}

    def _halt(self, platform: Platform, workspace: str, now: datetime) -> datetime | None:
        return self._pace.halted_until(platform, workspace, now=now)

    def _beyond_the_pace(self, rows: Sequence[OutboxRow], *, now: datetime) -> dict[int, datetime]:
        """When there is room for those for which there is none now.

        What only its own lane limits is asked for at once, in the order of the lanes, so that no
        two replicas wait for each other.
        """
        wanted = {row.id: _wanted(row) for row in rows}
        alone = [row for row in rows if _is_own(row, wanted[row.id])]
        alone.sort(key=lambda row: row.lane)
        free = self._pace.reserve_each([wanted[row.id] for row in alone], now=now)
        found = dict(zip((row.id for row in alone), free, strict=True))
        for row in rows:
            if row.id not in found:
                found[row.id] = self._pace.reserve(wanted[row.id], now=now)
        return {each: at for each, at in found.items() if at is not None}

    def _overtaken(self, rows: Sequence[OutboxRow], *, now: datetime) -> list[OutboxRow]:
        """Those of whose lane another is being sent."""
        lanes = {"b_lanes": [row.lane for row in rows]}
        sending = self._session.connection().execute(_SENDING, lanes).all() if rows else ()

        def is_ahead(row: OutboxRow, other: Any) -> bool:  # noqa: ANN401  # a row of columns
            is_other = other.lane == row.lane and other.id != row.id
            return is_other and (row.state == OutboxState.WAITING or other.next_at > now)

        return [row for row in rows if any(is_ahead(row, each) for each in sending)]

    def _outlook(
        self, platform: Platform, *, now: datetime
    ) -> tuple[datetime | None, frozenset[Urgency]]:
        """The next moment at which something may be due, and of what urgency more is due now."""
        of = {"b_platform": platform, "b_now": now}
        coming, anywhere, *more = self._session.connection().execute(_OUTLOOK, of).one()
        held = frozenset(each for each, is_due in zip(Urgency, more, strict=True) if is_due)
        return min((each for each in (coming, anywhere) if each), default=None), held


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
    """What leasing it uses up."""
    return tuple(each for each in _allowances(row) if not each.whole)


def _allowances(row: OutboxRow) -> tuple[Allowance, ...]:
    notice = row.urgency == Urgency.NOTICE
    return allowances(place_of(row), row.lane, edits=bool(row.edits), notice=notice)


def _is_own(row: OutboxRow, wanted: Iterable[Allowance]) -> bool:
    """Whether nothing outside of its lane limits it."""
    return all(each.key.startswith(row.lane) for each in wanted)


def _place(
    row: OutboxRow, reachable: Sequence[_Reachable], platforms: Collection[Platform], now: datetime
) -> Platform | None:
    there = next((each for each in reachable if each[0].platform in platforms), None)
    if there is None:
        if reachable:
            row.next_at = now + LEASE
        else:
            row.state, row.settled_at = OutboxState.FAILED, now
            row.error = row.error or "nobody is reachable"
        return None
    account, person = there
    place = Place(account.platform, account.conversation or "", account.workspace)
    for column, value in place_columns(place).items():
        setattr(row, column, value)
    row.lane = lane_of(place, person_id=row.person_id)
    row.language, row.zone = voice_of(person, account)
    return account.platform


_NOW: BindParameter[datetime] = bindparam("b_now")


def _due(there: ColumnElement[bool]) -> Select[OutboxRow]:
    """What could be said now, in order: ix_outbox_due serves it, the far future costs nothing."""
    return (
        select(OutboxRow)
        .where(
            there,
            OutboxRow.urgency == bindparam("b_urgency"),
            OutboxRow.due_at <= _NOW,
            is_open(OutboxRow),
            OutboxRow.next_at <= _NOW,
        )
        .order_by(OutboxRow.due_at, OutboxRow.id)
        .limit(bindparam("b_limit"))
    )


def _behind() -> ColumnElement[bool]:
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
            other.due_at <= _NOW,
            or_(
                and_(OutboxRow.state == OutboxState.WAITING, or_(is_sending, first)),
                and_(is_sending, or_(other.next_at > _NOW, other.id < OutboxRow.id)),
            ),
        )
        .exists()
    )


_NOWHERE = _due(OutboxRow.platform.is_(None)).with_for_update()
_CANDIDATES = (
    _due(OutboxRow.platform == bindparam("b_platform"))
    .where(~_behind())
    .with_for_update(of=OutboxRow, skip_locked=True)
)
"""These are built once: building one takes longer than running it."""
_FIRST = select(
    select(func.min(OutboxRow.next_at))
    .where(OutboxRow.platform == bindparam("b_platform"), is_open(OutboxRow))
    .scalar_subquery(),
    select(func.min(OutboxRow.next_at))
    .where(OutboxRow.platform.is_(None), is_open(OutboxRow))
    .scalar_subquery(),
)
"""Built once, as it is asked every second for every platform."""


def _soonest(where: ColumnElement[bool]) -> ScalarSelect[datetime]:
    coming = (is_open(OutboxRow), OutboxRow.next_at > _NOW)
    return select(func.min(OutboxRow.next_at)).where(where, *coming).scalar_subquery()


def _more(urgency: Urgency) -> ColumnElement[bool]:
    return (
        select(OutboxRow.id)
        .where(
            OutboxRow.platform == bindparam("b_platform"),
            OutboxRow.urgency == urgency,
            OutboxRow.due_at <= _NOW,
            OutboxRow.next_at <= _NOW,
            is_open(OutboxRow),
            OutboxRow.state == OutboxState.WAITING,
        )
        .exists()
    )


_OUTLOOK = select(
    _soonest(OutboxRow.platform == bindparam("b_platform")),
    _soonest(OutboxRow.platform.is_(None)),
    *(_more(each) for each in Urgency),
)
_SENDING = select(OutboxRow.lane, OutboxRow.id, OutboxRow.next_at).where(
    OutboxRow.lane.in_(bindparam("b_lanes", expanding=True)),
    is_open(OutboxRow),
    OutboxRow.state == OutboxState.SENDING,
)
_REACHABLE = (
    select(Account, Person)
    .join(Person, Person.id == Account.person_id)
    .where(
        Account.person_id.in_(bindparam("b_people", expanding=True)),
        Account.conversation.is_not(None),
        Account.left_at.is_(None),
    )
    .order_by(Account.last_seen_at.desc(), Account.id)
)


def _shared_keys(rows: Iterable[OutboxRow]) -> set[str]:
    wanted: list[tuple[OutboxRow, Allowance]] = [
        (row, each) for row in rows for each in _wanted(row)
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
        pace=next((each for each in _allowances(row) if each.whole), None),
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
