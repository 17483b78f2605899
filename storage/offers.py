"""Offers: who was asked to help with a request, and what they said; and whom that introduced."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    case,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, Coded, Json, JsonValue
from storage.profiles import Profile, ProfileState
from storage.requests import Request


class OfferState(StrEnum):
    MADE = "made"
    """Decided, and not said yet: it waits for the expert's working hours."""
    SHOWN = "shown"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LATER = "later"
    """Not now; the expert said when they may be asked again."""
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    """Taken back: the request was closed, or somebody else took the seat."""
    ENDED = "ended"
    """Accepted and introduced, and it did not help: the seat is free again."""


OPEN = frozenset({OfferState.MADE, OfferState.SHOWN})
"""An answer is waited for."""
AGREED = frozenset({OfferState.ACCEPTED, OfferState.ENDED})
REFUSED = frozenset({OfferState.DECLINED, OfferState.LATER, OfferState.EXPIRED})
ASKED = frozenset(OfferState) - {OfferState.WITHDRAWN}
"""States that count as an ask; one withdrawn counts only if it had been shown."""

_IS_ACCEPTED = text("state = 'accepted'")
_IS_OPEN = text("state IN ('made', 'shown')")


class Offer(Base):
    """One expert asked for one seat of a request. A seat has at most one yes."""

    __tablename__ = "offers"
    __table_args__ = (
        UniqueConstraint("request_id", "profile_id"),
        Index(
            "ix_offers_seat",
            "request_id",
            "seat",
            unique=True,
            postgresql_where=_IS_ACCEPTED,
            sqlite_where=_IS_ACCEPTED,
        ),
        Index("ix_offers_profile", "profile_id", "made_at"),
        Index("ix_offers_made", "made_at", "profile_id"),
        Index("ix_offers_open", "made_at", postgresql_where=_IS_OPEN, sqlite_where=_IS_OPEN),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"))
    profile_id: Mapped[int | None] = mapped_column(ForeignKey("profiles.id", ondelete="SET NULL"))
    """None: the expert has been forgotten since."""
    seat: Mapped[int] = mapped_column(default=0)
    """Which of the experts that the request needs; most need one."""
    state: Mapped[OfferState] = mapped_column(Coded(OfferState), default=OfferState.MADE)
    urgent: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    show_at: Mapped[datetime]
    """In the expert's working hours."""
    shown_at: Mapped[datetime | None]
    nudge_at: Mapped[datetime]
    nudged: Mapped[bool] = mapped_column(default=False)
    expires_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(20), default="")
    """Why it was declined, in a word."""
    named_id: Mapped[int | None]
    """The profile of somebody who knows better, as this expert says."""
    named_as: Mapped[str] = mapped_column(String(200), default="")
    """The same of somebody who is not on record, in the expert's words; until the request ends."""
    why: Mapped[JsonValue] = mapped_column(Json)
    """The reason in one line, as packed Words."""


class Introduction(Base):
    """Two people who both agreed, and whether it helped."""

    __tablename__ = "introductions"
    __table_args__ = (
        UniqueConstraint("offer_id"),
        UniqueConstraint("request_id", "expert_id"),
        Index("ix_introductions_requester", "requester_id", "made_at"),
        Index("ix_introductions_expert", "expert_id", "made_at"),
        Index("ix_introductions_ask_at", "ask_at"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"))
    requester_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    expert_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    ask_at: Mapped[datetime | None]
    """When both are asked whether it helped; None: they have been."""
    requester_said: Mapped[bool | None]
    expert_said: Mapped[bool | None]
    comment: Mapped[str] = mapped_column(Text, default="")
    """The requester's, to the hub."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of how somebody answers.

    `asks`: the moments since the asked one, oldest first; `yes` and `no` over all time.
    """

    asks: tuple[datetime, ...] = ()
    yes: int = 0
    no: int = 0
    last_asked: datetime | None = None


class Offers:
    """The repository of offers and of the introductions that came of them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, offer_id: int) -> Offer | None:
        """Fresh from the database, and locked for this transaction."""
        query = select(Offer).where(Offer.id == offer_id).with_for_update()
        found = self._session.execute(query, execution_options={"populate_existing": True})
        return found.scalar_one_or_none()

    def find(self, offer_id: int) -> Offer | None:
        return self._session.get(Offer, offer_id)

    def of(self, request_id: int) -> Sequence[Offer]:
        """In the order in which they were made."""
        query = select(Offer).where(Offer.request_id == request_id).order_by(Offer.id)
        return self._session.scalars(query).all()

    def open_of(self, profile_id: int) -> Sequence[Offer]:
        """Those that this expert has not answered."""
        query = select(Offer).where(Offer.profile_id == profile_id, Offer.state.in_(OPEN))
        return self._session.scalars(query.order_by(Offer.id)).all()

    def shown_to(self, person_id: int) -> int | None:
        """The number of the latest offer that waits for this person's answer."""
        mine = select(Offer.id).join(Profile, Profile.id == Offer.profile_id)
        waiting = mine.where(Profile.person_id == person_id, Offer.state == OfferState.SHOWN)
        return self._session.scalars(waiting.order_by(Offer.id.desc()).limit(1)).first()

    def add(self, offer: Offer) -> Offer:
        self._session.add(offer)
        self._session.flush()
        return offer

    def records(self, profile_ids: Iterable[int], *, since: datetime) -> dict[int, Record]:
        """How these experts were asked since, and have answered in all; an empty one for nobody."""
        wanted = list(profile_ids)
        asks: dict[int, list[datetime]] = {each: [] for each in wanted}
        recent = _ASKS.where(Offer.profile_id.in_(wanted), Offer.made_at >= since)
        for profile_id, made_at in self._session.execute(recent):
            asks[profile_id or 0].append(made_at)
        found = {each: Record(tuple(moments)) for each, moments in asks.items()}
        tally = _TALLY.where(Offer.profile_id.in_(wanted))
        for profile_id, yes, no, last in self._session.execute(tally):
            found[profile_id or 0] = Record(found[profile_id or 0].asks, yes, no, last)
        return found

    def asks_of_active(self, *, since: datetime) -> int:
        """How often those who may still be asked were asked since."""
        counted = select(func.count()).select_from(Offer)
        theirs = counted.join(Profile, Profile.id == Offer.profile_id)
        active = theirs.where(Profile.state == ProfileState.ACTIVE)
        recent = active.where(Offer.made_at >= since, _COUNTS)
        return self._session.execute(recent).scalar_one()

    def waited_for(self, person_id: int) -> list[int]:
        """Requests that wait for an answer of this person."""
        query = select(Offer.request_id).join(Profile, Profile.id == Offer.profile_id)
        theirs = query.where(Profile.person_id == person_id, Offer.state.in_(OPEN))
        return list(self._session.scalars(theirs))

    def introduce(self, introduction: Introduction) -> Introduction:
        self._session.add(introduction)
        self._session.flush()
        return introduction

    def introduction(self, introduction_id: int) -> Introduction | None:
        """Fresh, and locked for this transaction."""
        query = select(Introduction).where(Introduction.id == introduction_id)
        return self._session.scalars(query.with_for_update()).one_or_none()

    def introductions(self, request_id: int) -> Sequence[Introduction]:
        query = select(Introduction).where(Introduction.request_id == request_id)
        return self._session.scalars(query.order_by(Introduction.id)).all()

    def met(self, person_id: int, *, since: datetime) -> frozenset[int]:
        """Whom somebody was introduced to since, as requester or as expert."""
        rows = select(Introduction.requester_id, Introduction.expert_id).where(
            Introduction.made_at >= since,
            (Introduction.requester_id == person_id) | (Introduction.expert_id == person_id),
        )
        people = {each for row in self._session.execute(rows) for each in row if each is not None}
        return frozenset(people - {person_id})

    def asked_for(self, person_id: int, *, but: int) -> frozenset[int]:
        """Whom somebody's other requests are put to, and who have not answered."""
        query = (
            select(Profile.person_id)
            .join(Offer, Offer.profile_id == Profile.id)
            .join(Request, Request.id == Offer.request_id)
            .where(Request.person_id == person_id, Request.id != but, Offer.state.in_(OPEN))
        )
        return frozenset(self._session.scalars(query))

    def to_ask(self, *, now: datetime, limit: int) -> Sequence[int]:
        """Introductions of which it is time to ask whether they helped, the oldest first."""
        query = select(Introduction.id).where(Introduction.ask_at <= now)
        return self._session.scalars(query.order_by(Introduction.ask_at).limit(limit)).all()

    def give(self, *, from_person: int, to_person: int) -> None:
        """One person's introductions, and asks, become another's: they linked their accounts.

        Before the profiles do: of two profiles one stays, and its asks are those of both.
        """
        profiles = select(Profile.person_id, Profile.id).where(
            Profile.person_id.in_((from_person, to_person))
        )
        by_person = {person: profile for person, profile in self._session.execute(profiles)}  # noqa: C416  # rows are no pairs to mypy
        if len(by_person) > 1:
            kept = by_person[to_person]
            asked = select(Offer.request_id).where(Offer.profile_id == kept).scalar_subquery()
            gone = Offer.profile_id == by_person[from_person]
            moved = update(Offer).where(gone, Offer.request_id.not_in(asked))
            self._session.execute(moved.values(profile_id=kept))
        for column in (Introduction.requester_id, Introduction.expert_id):
            theirs = update(Introduction).where(column == from_person)
            self._session.execute(theirs.values({column: to_person}))


_COUNTS = Offer.state.in_(ASKED) | Offer.shown_at.is_not(None)
"""Whether an offer was an ask: not if it was taken back before anybody saw it."""


def _sum(states: Iterable[OfferState]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((Offer.state.in_(list(states)), 1), else_=0)), 0)


_TALLY = (
    select(Offer.profile_id, _sum(AGREED), _sum(REFUSED), func.max(Offer.made_at))
    .where(_COUNTS)
    .group_by(Offer.profile_id)
)
_ASKS = select(Offer.profile_id, Offer.made_at).where(_COUNTS).order_by(Offer.made_at, Offer.id)
