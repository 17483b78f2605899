"""What the hub is about to say: written with its effect, leased, sent, marked."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    Update,
    bindparam,
    delete,
    func,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from config.taxonomy import Platform
from storage.base import Base, UtcDateTime
from storage.pace import Allowance, Pace, PaceRow, allowances, halt_keys, lane_of, microseconds
from storage.people import Account, Person, voice_of
from storage.places import Place, Surface
from storage.prepared import Prepared

LEASE = timedelta(seconds=45)
"""How long one worker has for an attempt; afterwards nobody knows whether it was said."""


class Urgency(IntEnum):
    """Which of two waiting rows goes first: the lower."""

    ANSWER = 0
    NOTICE = 10


class OutboxState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    """Leased and perhaps sent: after a crash it is unsure, and looked up before any repeat."""
    SENT = "sent"
    FAILED = "failed"


_OPEN_INDEX = text("state IN ('waiting', 'sending')")
"""What the partial indexes hold."""


class OutboxRow(Base):
    """One message to say. `key` is unique, travels with the message, and recognises it again."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        Index(
            "ix_outbox_due",
            "platform",
            "urgency",
            "due_at",
            "id",
            postgresql_where=_OPEN_INDEX,
            sqlite_where=_OPEN_INDEX,
        ),
        Index(
            "ix_outbox_next",
            "platform",
            "next_at",
            postgresql_where=_OPEN_INDEX,
            sqlite_where=_OPEN_INDEX,
        ),
        Index("ix_outbox_lane", "lane", postgresql_where=_OPEN_INDEX, sqlite_where=_OPEN_INDEX),
        Index("ix_outbox_settled", "state", "settled_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(100))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    """Who it is for. A notice has no place of its own: it goes where they were last seen."""
    platform: Mapped[Platform | None] = mapped_column(String(20))
    """None: a notice that has not been given a place yet."""
    workspace: Mapped[str] = mapped_column(String(100), default="")
    conversation: Mapped[str] = mapped_column(String(100), default="")
    thread: Mapped[str] = mapped_column(String(100), default="")
    surface: Mapped[Surface] = mapped_column(String(20), default=Surface.CONVERSATION)
    reply_url: Mapped[str] = mapped_column(Text, default="")
    lane: Mapped[str] = mapped_column(String(250), default="")
    """What is said in one lane is said in order, one at a time; empty until there is a place."""
    edits: Mapped[str] = mapped_column(String(100), default="")
    """The platform's id of the message to replace; empty: a new one."""
    reply: Mapped[str] = mapped_column(Text)
    """A packed Reply, blanked once it is sent."""
    language: Mapped[str] = mapped_column(String(10), default="")
    zone: Mapped[str] = mapped_column(String(60), default="")
    urgency: Mapped[int] = mapped_column(default=Urgency.NOTICE)
    due_at: Mapped[datetime]
    """When it should be said; decides the order in a lane and between lanes."""
    state: Mapped[OutboxState] = mapped_column(String(20), default=OutboxState.WAITING)
    attempt: Mapped[int] = mapped_column(default=0)
    """Counts the leases, and is their fence: only the latest may say how it ended."""
    next_at: Mapped[datetime]
    """Waiting: not tried before. Sending: until when the lease holds."""
    tried_at: Mapped[datetime | None]
    """The first attempt that may have been heard; None when surely none was."""
    faults: Mapped[int] = mapped_column(default=0)
    """Attempts that failed by themselves, not because the platform was down or asked to wait."""
    sent_ref: Mapped[str] = mapped_column(String(100), default="")
    settled_at: Mapped[datetime | None]
    """When it was sent, or given up."""
    error: Mapped[str] = mapped_column(Text, default="")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A leased row: one attempt to say it, which must end before `leased_until`.

    `unsure_since` is the moment of an earlier attempt that may have been heard, or None. `pace` is
    what of the whole platform's allowance saying it uses up; None: nothing (more).
    """

    id: int
    key: str
    attempt: int
    leased_until: datetime
    place: Place
    reply: str
    language: str
    zone: str
    edits: str
    due_at: datetime
    faults: int = 0
    unsure_since: datetime | None = None
    notice: bool = False
    pace: Allowance | None = None


class Outbox:
    """The repository of what is about to be said."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._together: list[tuple[str, str, int, datetime]] | None = None

    def answer(
        self,
        key: str,
        reply: str,
        *,
        to: Place,
        person_id: int | None,
        language: str,
        at: datetime,
        zone: str = "UTC",
        edits: str = "",
        leased: bool = True,
    ) -> Parcel | None:
        """Say something where a message came from.

        Returns a parcel when it may be said now: it is leased to the caller, who hands it to the
        delivery once this transaction is committed. None: it waits for its turn (or was answered
        under this key before). Not `leased`: it waits for whoever looks next.
        """
        lane = lane_of(to, person_id=person_id)
        free_at = self._slot(to, lane, edits=bool(edits), now=at) if leased else at
        born_leased = free_at is None
        row_id = self._add(
            key=key,
            reply=reply,
            person_id=person_id,
            language=language,
            zone=zone,
            edits=edits,
            lane=lane,
            **place_columns(to),
            urgency=Urgency.ANSWER,
            due_at=at,
            state=OutboxState.SENDING if born_leased else OutboxState.WAITING,
            attempt=int(born_leased),
            tried_at=at if born_leased else None,
            next_at=free_at or at + LEASE,
        )
        if row_id is None or not born_leased:
            return None
        return Parcel(row_id, key, 1, at + LEASE, to, reply, language, zone, edits, due_at=at)

    def notify(
        self, key: str, reply: str, *, person_id: int, due_at: datetime, to: Place | None = None
    ) -> int:
        """Say something unasked, once for all calls with this key.

        It goes `to` a place, or else to where the person is when it is due. Returns the id of the
        row that has this key, be it new or old.
        """
        where = NOWHERE
        if to is not None:
            where = {"lane": lane_of(to, person_id=person_id), **place_columns(to)}
        row_id = self._add(
            key=key,
            reply=reply,
            person_id=person_id,
            urgency=Urgency.NOTICE,
            due_at=due_at,
            next_at=due_at,
            state=OutboxState.WAITING,
            **where,
        )
        if row_id is not None:
            return row_id
        return self._session.scalars(select(OutboxRow.id).where(OutboxRow.key == key)).one()

    def put(self, key: str, reply: str, *, person_id: int, due_at: datetime) -> None:
        """`notify` somebody for whoever asks for no id."""
        if self._together is None:
            self.notify_all([(key, reply, person_id, due_at)])
        else:
            self._together.append((key, reply, person_id, due_at))

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is `put` inside is written at the end, at once."""
        self._together = []
        try:
            yield
            self.notify_all(self._together)
        finally:
            self._together = None

    def notify_all(self, notices: Sequence[tuple[str, str, int, datetime]]) -> None:
        """`notify` many at once: a key, a packed reply, a person and a moment each."""
        same = {"urgency": Urgency.NOTICE, "state": OutboxState.WAITING, **NOWHERE}
        rows = [
            {"key": key, "reply": reply, "person_id": person, "due_at": at, "next_at": at, **same}
            for key, reply, person, at in notices
        ]
        if rows:
            _ADD_MANY.run_each(self._session, rows)

    def tell(
        self,
        key: str,
        reply: str,
        *,
        to: Account,
        at: datetime,
        thread: str = "",
        edits: str = "",
    ) -> None:
        """Say something to an account in private, in its person's voice, as soon as an answer is.

        Once for all calls with this key. In the order of `at`, among all that is so said there.
        """
        person = self._session.get_one(Person, to.person_id)
        language, zone = voice_of(person, to)
        place = Place(to.platform, to.conversation or to.user_id, to.workspace, thread)
        self._add(
            key=key,
            reply=reply,
            person_id=to.person_id,
            language=language,
            zone=zone,
            edits=edits,
            lane=lane_of(place, person_id=to.person_id),
            **place_columns(place),
            urgency=Urgency.ANSWER,
            due_at=at,
            next_at=at,
            state=OutboxState.WAITING,
        )

    def withdraw(self, key: str) -> bool:
        """Say something no more that nobody has begun to say; whether it was still waiting."""
        waiting = (OutboxRow.key == key, OutboxRow.state == OutboxState.WAITING)
        gone = delete(OutboxRow).where(*waiting, OutboxRow.tried_at.is_(None))
        return self._session.execute(gone.returning(OutboxRow.id)).one_or_none() is not None

    def state_of(self, key: str) -> OutboxState | None:
        """How far what has this key is; None: there is none, or it was said long ago."""
        found = self._session.scalar(select(OutboxRow.state).where(OutboxRow.key == key))
        return OutboxState(found) if found else None

    def get(self, row_id: int) -> OutboxRow | None:
        return self._session.get(OutboxRow, row_id, populate_existing=True)

    def sent(self, said: Sequence[tuple[Parcel, str, datetime]]) -> None:
        """These were said, under these ids of the platform, then. What was said is blanked."""
        rows = [
            {"b_id": each.id, "b_attempt": each.attempt, "b_ref": ref[:100], "b_at": at}
            for each, ref, at in said
        ]
        _SENT.run_each(self._session, rows)

    def failed(self, parcel: Parcel, reason: str, *, at: datetime) -> bool:
        """It is given up; whether this attempt still counted."""
        return self._settle(
            parcel, state=OutboxState.FAILED, error=reason[:500], settled_at=at, next_at=at
        )

    def later(self, parcel: Parcel, *, at: datetime, reason: str = "", faults: int = 0) -> bool:
        """It was surely not said: wait until `at`. `faults` is added to those counted."""
        return self._settle(
            parcel,
            state=OutboxState.WAITING,
            next_at=at,
            tried_at=parcel.unsure_since,
            error=reason[:500],
            faults=parcel.faults + faults,
        )

    def unsure(self, parcel: Parcel, *, until: datetime, reason: str = "", faults: int = 0) -> bool:
        """It was perhaps said: look for it at `until`, and not before."""
        return self._settle(
            parcel, next_at=until, error=reason[:500], faults=parcel.faults + faults
        )

    def unsay(self, parcel: Parcel) -> None:
        """There is nothing to say any more: no trace of it remains."""
        self._session.execute(delete(OutboxRow).where(OutboxRow.id == parcel.id))

    def postpone(self, parcel: Parcel, *, at: datetime) -> bool:
        """It is due later than it was, and until then holds up nothing in its lane."""
        return self._settle(
            parcel,
            state=OutboxState.WAITING,
            due_at=at,
            next_at=at,
            tried_at=parcel.unsure_since,
        )

    def displaced(self, parcel: Parcel, reason: str, *, at: datetime) -> bool:
        """A notice's person is not reachable there any more: find them another place."""
        return self._settle(
            parcel,
            state=OutboxState.WAITING,
            next_at=at,
            tried_at=None,
            faults=parcel.faults + 1,
            error=reason[:500],
            **NOWHERE,
        )

    def moved(self, place: Place, conversation: str) -> None:
        """A conversation has another id: in all that is still to be said there, and in accounts."""
        lane = lane_of(place, person_id=None)
        rows = update(OutboxRow).where(
            OutboxRow.platform == place.platform,
            OutboxRow.workspace == place.workspace,
            OutboxRow.conversation == place.conversation,
            is_open(OutboxRow),
        )
        new_lane = lane.removesuffix(place.conversation) + conversation
        self._session.execute(
            rows.values(
                conversation=conversation, lane=func.replace(OutboxRow.lane, lane, new_lane)
            )
        )
        self._session.execute(_accounts(place).values(conversation=conversation))

    def give(self, *, from_person: int, to_person: int) -> None:
        """What waits for one person is for another now: they linked their accounts."""
        theirs = update(OutboxRow).where(OutboxRow.person_id == from_person)
        self._session.execute(theirs.values(person_id=to_person))

    def left(self, place: Place, *, at: datetime) -> None:
        """Whoever owns this private conversation has blocked the hub."""
        self._session.execute(_accounts(place).where(Account.left_at.is_(None)).values(left_at=at))

    def counts(self) -> dict[OutboxState, int]:
        """How many rows are in each state."""
        query = select(OutboxRow.state, func.count()).group_by(OutboxRow.state)
        found = {OutboxState(state): count for state, count in self._session.execute(query)}
        return {state: found.get(state, 0) for state in OutboxState}

    def overdue_since(self, *, now: datetime) -> datetime | None:
        """When the oldest that should have been said by now was due; None: nothing waits."""
        query = select(func.min(OutboxRow.due_at)).where(
            is_open(OutboxRow), OutboxRow.due_at <= now
        )
        return self._session.scalar(query)

    def failures(self, *, limit: int = 20) -> Sequence[OutboxRow]:
        """What was given up, the latest first."""
        query = select(OutboxRow).where(OutboxRow.state == OutboxState.FAILED)
        return self._session.scalars(query.order_by(OutboxRow.settled_at.desc()).limit(limit)).all()

    def retry_failed(self, *, at: datetime) -> int:
        """Put all that was given up among the waiting again; how many."""
        again = update(OutboxRow).where(OutboxRow.state == OutboxState.FAILED)
        values = {"state": OutboxState.WAITING, "next_at": at, "due_at": at, "faults": 0}
        result = self._session.execute(again.values(**values).returning(OutboxRow.id))
        return len(result.all())

    def forget_settled(self, *, sent_before: datetime, failed_before: datetime) -> int:
        """Drop what was sent or given up before these moments; how many."""
        dropped = 0
        for state, before in (
            (OutboxState.SENT, sent_before),
            (OutboxState.FAILED, failed_before),
        ):
            old = delete(OutboxRow).where(OutboxRow.state == state, OutboxRow.settled_at < before)
            dropped += len(self._session.execute(old.returning(OutboxRow.id)).all())
        return dropped

    def _slot(self, to: Place, lane: str, *, edits: bool, now: datetime) -> datetime | None:
        """None when it may be said now (its place in the pace is then taken), else when to try."""
        pace = Pace(self._session)
        wanted = allowances(to, lane, edits=edits, notice=False)
        free_at = pace.reserve(wanted, now=now)
        if free_at is not None:
            return free_at
        everywhere, there = halt_keys(to.platform, to.workspace)
        asked = {"b_lane": lane, "b_now": now, "b_us": microseconds(now)}
        halts = {"b_platform": everywhere, "b_workspace": there}
        ((busy, halted),) = _BUSY.run(self._session, asked | halts)
        if not busy and not halted:
            return None
        pace.give_back(wanted)
        return now

    def _add(self, **columns: Any) -> int | None:  # noqa: ANN401  # a row's columns
        """A new row's id; None when its key is taken."""
        return next((row_id for (row_id,) in _ADD.run(self._session, columns)), None)

    def _settle(self, parcel: Parcel, **columns: Any) -> bool:  # noqa: ANN401
        fenced = update(OutboxRow).where(
            OutboxRow.id == parcel.id,
            OutboxRow.attempt == parcel.attempt,
            OutboxRow.state == OutboxState.SENDING,
        )
        result = self._session.execute(
            fenced.values(**columns).returning(OutboxRow.id),
            execution_options={"synchronize_session": False},
        )
        return result.one_or_none() is not None


def _accounts(place: Place) -> Update:
    """The accounts whose private conversation this is."""
    return update(Account).where(
        Account.platform == place.platform,
        Account.workspace == place.workspace,
        Account.conversation == place.conversation,
    )


def is_open(row: type[OutboxRow]) -> ColumnElement[bool]:
    """Still to be said. Spelled out, because SQLite uses no partial index for a parameter."""
    states = (OutboxState.WAITING, OutboxState.SENDING)
    return row.state.in_([literal_column(f"'{state}'") for state in states])


def place_columns(place: Place) -> dict[str, Any]:
    return {
        "platform": place.platform,
        "workspace": place.workspace,
        "conversation": place.conversation,
        "thread": place.thread,
        "surface": place.surface,
        "reply_url": place.reply_url,
    }


NOWHERE: dict[str, Any] = {
    "platform": None,
    "workspace": "",
    "conversation": "",
    "thread": "",
    "lane": "",
}
"""The columns of a notice that has no place yet."""

_TABLE = OutboxRow.metadata.tables[OutboxRow.__tablename__]
_NEW = sqlite.insert(_TABLE).on_conflict_do_nothing(index_elements=["key"])
_NEW_POSTGRES = postgresql.insert(_TABLE).on_conflict_do_nothing(index_elements=["key"])
_ADD = Prepared(_NEW.returning(_TABLE.c.id), postgres=_NEW_POSTGRES.returning(_TABLE.c.id))
_ADD_MANY = Prepared(_NEW, postgres=_NEW_POSTGRES)
_BUSY = Prepared(
    select(
        select(OutboxRow.id)
        .where(
            OutboxRow.lane == bindparam("b_lane"),
            is_open(OutboxRow),
            OutboxRow.due_at <= bindparam("b_now"),
            or_(OutboxRow.state == OutboxState.SENDING, OutboxRow.urgency == Urgency.ANSWER),
        )
        .exists(),
        select(PaceRow.key)
        .where(
            PaceRow.key.in_((bindparam("b_platform"), bindparam("b_workspace"))),
            PaceRow.arrival_us > bindparam("b_us"),
        )
        .exists(),
    )
)
"""Whether something in this lane goes first, and whether the place is halted."""

_SENT = Prepared(
    update(_TABLE)
    .where(
        _TABLE.c.id == bindparam("b_id"),
        _TABLE.c.attempt == bindparam("b_attempt"),
        _TABLE.c.state == OutboxState.SENDING,
    )
    .values(
        state=OutboxState.SENT,
        sent_ref=bindparam("b_ref"),
        settled_at=bindparam("b_at", type_=UtcDateTime()),
        reply="",
        reply_url="",
        error="",
    )
)
