"""Experts who agreed to be asked: on which terms, and until when they are away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, bindparam, func, select, update
from sqlalchemy.orm import Mapped, Session, column_property, mapped_column

from storage.absences import Absence
from storage.ahead import Ahead
from storage.base import Base, Coded, Json

MORNING, EVENING = 9 * 60, 17 * 60
"""Usual working hours, in minutes of the local day."""


class ProfileState(StrEnum):
    PENDING = "pending"
    """Takes over a role that was imported; the secretariat has yet to agree."""
    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"


class Pause(StrEnum):
    """Why somebody is paused."""

    NONE = ""
    OWN = "own"
    SILENCE = "silence"
    """Three offers in a row went unanswered."""


class Profile(Base):
    """On which terms somebody may be asked. Topics, languages and regions are in the record."""

    __tablename__ = "profiles"
    __table_args__ = (
        Index("ix_profiles_state_confirmed_at", "state", "confirmed_at"),
        Index("ix_profiles_state_cap", "state", "cap"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    record_id: Mapped[str] = mapped_column(String(200), unique=True)
    """What they answer for: a record among the experts."""
    state: Mapped[ProfileState] = mapped_column(
        Coded(ProfileState, 10), default=ProfileState.ACTIVE
    )
    paused_because: Mapped[Pause] = mapped_column(Coded(Pause, 10), default=Pause.NONE)
    consented_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]
    """When they last said that all of this is still right."""
    reminded_at: Mapped[datetime | None]
    """When they were last asked whether it is."""
    cap: Mapped[int] = mapped_column(default=2)
    """Asks in 30 days."""
    works_from: Mapped[int] = mapped_column(default=MORNING)
    works_to: Mapped[int] = mapped_column(default=EVENING)
    """Minutes of the local day."""
    country: Mapped[str] = mapped_column(String(2), default="")
    """ISO 3166-1 alpha-2, for weekends and public holidays; empty: not known."""
    later_until: Mapped[date | None]
    """They said "not now" to an offer: the last day on which no other is made."""
    away_until: Mapped[date | None] = column_property(
        select(Absence.until).where(Absence.person_id == person_id).scalar_subquery()
    )
    """The last day away, from their absence, which counts for all that they do."""
    excluded: Mapped[list[str]] = mapped_column(Json, default=list)
    """Record ids of organisations that they do not want to be introduced to; nobody else sees."""
    conflicts: Mapped[list[str]] = mapped_column(Json, default=list)
    """The same, where they have a conflict of interest."""
    silences: Mapped[int] = mapped_column(default=0)
    """Offers in a row that went unanswered."""

    @property
    def absent_until(self) -> date | None:
        """The last day on which they are asked nothing."""
        return max((e for e in (self.later_until, self.away_until) if e), default=None)


@dataclass(frozen=True, slots=True)
class Terms:
    """What of a profile decides whether somebody may be asked; columns of it, and no more."""

    id: int
    person_id: int
    record_id: str
    state: ProfileState
    cap: int
    works_from: int
    works_to: int
    later_until: date | None
    away_until: date | None
    excluded: tuple[str, ...]
    conflicts: tuple[str, ...]

    @property
    def absent_until(self) -> date | None:
        return max((e for e in (self.later_until, self.away_until) if e), default=None)


class Profiles:
    """The repository of profiles."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._worktimes: Ahead[int, tuple[str, int, int]] = Ahead()

    def read_ahead(self, person_ids: Sequence[int]) -> None:
        """At once what `worktimes` is about to be asked for, of one after another."""
        self._worktimes.put(person_ids, self.worktimes(person_ids).items())

    def of(self, person_id: int) -> Profile | None:
        return self._session.scalars(_OF, {"b_person": person_id}).one_or_none()

    def worktimes(self, person_ids: Sequence[int]) -> dict[int, tuple[str, int, int]]:
        """The country, the begin and the end of work of those who have a profile."""
        if len(person_ids) == 1 and (known := self._worktimes.look(person_ids[0])) is not None:
            return dict.fromkeys(person_ids, known[0]) if known else {}
        rows = self._session.execute(_WORKTIMES, {"b_people": list(person_ids)})
        return {each: (country, begin, end) for each, country, begin, end in rows}

    def get(self, profile_id: int, *, for_update: bool = False) -> Profile | None:
        """None when the person has been forgotten."""
        query = select(Profile).where(Profile.id == profile_id)
        return self._session.scalars(query.with_for_update() if for_update else query).one_or_none()

    def by_records(self, record_ids: Sequence[str]) -> dict[str, Profile]:
        """Whoever answers for these records, by record; nobody does for most."""
        query = select(Profile).where(Profile.record_id.in_(record_ids))
        return {each.record_id: each for each in self._session.scalars(query)}

    def terms(self, record_ids: Sequence[str]) -> dict[str, Terms]:
        """The same, without what is not needed to rank many of them; what is said is read only."""
        query = select(*(getattr(Profile, each) for each in Terms.__slots__))
        theirs = query.where(Profile.record_id.in_(record_ids))
        found = (Terms(*row) for row in self._session.execute(theirs))
        return {each.record_id: each for each in found}

    def capacity(self) -> int:
        """How often all who may be asked agreed to be, in 30 days."""
        caps = select(func.coalesce(func.sum(Profile.cap), 0))
        active = caps.where(Profile.state == ProfileState.ACTIVE)
        return self._session.execute(active).scalar_one()

    def stale(self, *, confirmed_before: datetime, reminded_before: datetime) -> Sequence[Profile]:
        """Active ones not confirmed since, and not reminded of it since; the stalest first."""
        query = select(Profile).where(
            Profile.state == ProfileState.ACTIVE,
            Profile.confirmed_at < confirmed_before,
            Profile.reminded_at.is_(None) | (Profile.reminded_at < reminded_before),
        )
        return self._session.scalars(query.order_by(Profile.confirmed_at, Profile.id)).all()

    def put(self, profile: Profile) -> Profile:
        self._session.add(profile)
        self._session.flush()
        return profile

    def drop(self, profile: Profile) -> None:
        self._session.delete(profile)
        self._session.flush()

    def records_of(self, person_ids: Iterable[int]) -> Sequence[str]:
        """The records that these people answer for."""
        query = select(Profile.record_id).where(Profile.person_id.in_(list(person_ids)))
        return self._session.scalars(query).all()

    def give(self, *, from_person: int, to_person: int) -> None:
        """One person's profile becomes another's, unless they have one of their own."""
        if self.of(to_person) is None:
            theirs = update(Profile).where(Profile.person_id == from_person)
            self._session.execute(theirs.values(person_id=to_person))


_OF = select(Profile).where(Profile.person_id == bindparam("b_person"))
"""Built once: everything that is told to somebody asks for their hours."""
_WORKTIMES = select(Profile.person_id, Profile.country, Profile.works_from, Profile.works_to).where(
    Profile.person_id.in_(bindparam("b_people", expanding=True))
)
