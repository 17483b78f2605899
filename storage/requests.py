"""Requests: what people need help with, each a case with its steps, from the need to the close."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    String,
    Text,
    delete,
    event,
    func,
    inspect,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from config.taxonomy import Visibility
from storage.base import Base, Coded, Json, JsonValue
from storage.errors import NotFound
from storage.search.changes import touch_through
from storage.search.documents import Kind


class State(StrEnum):
    """How far a request is."""

    DRAFT = "draft"
    """Understood, and not sent: nobody but the person who wrote it sees it."""
    OPEN = "open"
    MATCHING = "matching"
    """Somebody is looked for."""
    OFFERED = "offered"
    """Somebody has been asked."""
    INTRODUCED = "introduced"
    HELPED = "helped"
    CLOSED = "closed"


LIVE = frozenset(State) - {State.DRAFT, State.CLOSED}
"""States of a request that somebody still waits for something of."""
LOOKING = frozenset({State.OPEN, State.MATCHING, State.OFFERED})
"""States in which somebody who can help is still looked for."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Which requests of others somebody may see without being asked."""

    person_id: int
    levels: frozenset[Visibility] = frozenset()
    """All of these but GROUP, which `groups` are for."""
    groups: frozenset[str] = frozenset()
    """Working groups in which they have a role."""
    everything: bool = False
    """The secretariat's: sensitive ones too."""


ASKED_ALONE = "asked"
"""The scope of a sensitive request: beside those who are asked, the secretariat sees it."""


def scopes(sight: Sight, groups: Iterable[str]) -> frozenset[str]:
    """What of the search's requests somebody may see; `groups` are all that there are."""
    if sight.everything:
        every = (*map(str, Visibility), ASKED_ALONE, *(f"group:{each}" for each in groups))
        return frozenset(every)
    own = (f"group:{each}" for each in sight.groups)
    return frozenset((*map(str, sight.levels - {Visibility.GROUP}), *own))


class By(StrEnum):
    """Who took a step."""

    REQUESTER = "requester"
    HUB = "hub"
    EXPERT = "expert"
    SECRETARIAT = "secretariat"


class Precision(StrEnum):
    """How exactly a date was said; what it ends with counts."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class PartKind(StrEnum):
    """What the connection hub offers for a country's request, beside an expert.

    Global Compact, paragraph 43 (a), https://undocs.org/A/RES/73/195: assess and process
    requests, identify the main partners inside and outside the UN, assess other countries'
    practice for peer exchange, define the set-up with several organisations, identify funding.
    """

    ASSESSMENT = "assessment"
    PARTNER_UN = "partner_un"
    PARTNER_OTHER = "partner_other"
    PEER = "peer"
    SETUP = "setup"
    FUNDING = "funding"


class Request(Base):
    """One need of one person. Without a person: they were forgotten, and their words with them."""

    __tablename__ = "requests"
    __table_args__ = (
        Index("ix_requests_person", "person_id", "created_at"),
        Index("ix_requests_state", "state", "created_at"),
        Index("ix_requests_next_at", "next_at"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    need: Mapped[str] = mapped_column(Text)
    """In the requester's own words; an offered expert reads it."""
    topic: Mapped[str | None] = mapped_column(Text)
    """What `need` is about, without how and until when; None: its words have yet to be read."""
    language: Mapped[str] = mapped_column(String(10), default="")
    """The language that `need` is written in; empty: unsure."""
    languages: Mapped[list[str]] = mapped_column(Json, default=list)
    """Languages to be helped in, any of them; empty: the requester's own."""
    countries: Mapped[list[str]] = mapped_column(Json, default=list)
    """ISO 3166 codes of the places that it is about."""
    regions: Mapped[list[str]] = mapped_column(Json, default=list)
    """Continents that it is about, those of `countries` among them."""
    objectives: Mapped[list[int]] = mapped_column(Json, default=list)
    """Objectives of the Global Compact."""
    expansion: Mapped[dict[str, float]] = mapped_column(Json, default=dict)
    """`need` in other words, each with its weight, for the search core."""
    concepts: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    """Thesaurus concepts that it names: their ids, and their names in its language."""
    urgent: Mapped[bool] = mapped_column(default=False)
    needed_by: Mapped[date | None]
    """The last day of the period that was said; None: no date."""
    precision: Mapped[Precision] = mapped_column(Coded(Precision, 10), default=Precision.DAY)
    sensitive: Mapped[bool] = mapped_column(default=False)
    """Seen by the offered experts and the secretariat alone."""
    for_country: Mapped[bool] = mapped_column(default=False)
    """A country's request: the secretariat adds the parts of the connection hub's mandate."""
    organisation: Mapped[str] = mapped_column(String(200), default="")
    """The requester's, by its record's id; empty: not said."""
    excluded: Mapped[list[str]] = mapped_column(Json, default=list)
    """Organisations that shall not be asked, by their records' ids."""
    visibility: Mapped[Visibility] = mapped_column(Coded(Visibility), default=Visibility.NETWORK)
    """Who may see it without being asked, unless it is sensitive; never whose it is."""
    group_id: Mapped[str] = mapped_column(String(200), default="")
    """The working group that may see it, where `visibility` says so; by its record's id."""
    state: Mapped[State] = mapped_column(Coded(State), default=State.DRAFT)
    closed_because: Mapped[str] = mapped_column(String(40), default="")
    next_at: Mapped[datetime | None]
    """When the hub looks at it again; None: when somebody does something."""
    together_at: Mapped[datetime | None]
    """Until when it waits to be assigned together with others; None: it does not."""
    created_at: Mapped[datetime]
    state_at: Mapped[datetime]

    @property
    def scope(self) -> str:
        """What somebody's `scopes` must have for it to be found by them."""
        if self.sensitive:
            return ASKED_ALONE
        grouped = self.visibility is Visibility.GROUP
        return f"group:{self.group_id}" if grouped else str(self.visibility)


_SEARCHED = ("need", "language", "concepts", "visibility", "group_id", "sensitive", "person_id")
"""What search knows of a request, and that it was sent."""


@event.listens_for(Request, "after_insert")
@event.listens_for(Request, "after_update")
@event.listens_for(Request, "after_delete")
def _changed(_mapper: object, connection: Connection, request: Request) -> None:
    """Let the index follow, in the same transaction, whoever changes a request."""
    changes = inspect(request).attrs
    state = changes.state.history
    drafted = State.DRAFT in (*state.added, *state.deleted) or inspect(request).deleted
    if drafted or any(changes[name].history.has_changes() for name in _SEARCHED):
        touch_through(connection, Kind.REQUEST, str(request.id))


class RequestStep(Base):
    """What happened to a request: who did it, when and why."""

    __tablename__ = "request_steps"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(
        ForeignKey("requests.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    state: Mapped[State] = mapped_column(Coded(State))
    """That it was in afterwards."""
    by: Mapped[By] = mapped_column(Coded(By))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    because: Mapped[str] = mapped_column(String(40))
    """The phrase that says it, after "step-"."""
    details: Mapped[dict[str, JsonValue]] = mapped_column(Json, default=dict)


class RequestPart(Base):
    """What the secretariat found for a country's request."""

    __tablename__ = "request_parts"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(
        ForeignKey("requests.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[PartKind] = mapped_column(Coded(PartKind))
    text: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text, default="")
    organisation: Mapped[str | None] = mapped_column(String(200))
    by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class Requests:
    """The repository of requests, their steps and their parts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, request: Request) -> Request:
        self._session.add(request)
        self._session.flush()
        return request

    def get(self, request_id: int) -> Request:
        """Fresh from the database, and locked for this transaction. Raises NotFound."""
        query = select(Request).where(Request.id == request_id).with_for_update()
        found = self._session.execute(query, execution_options={"populate_existing": True})
        request = found.scalar_one_or_none()
        if request is None:
            raise NotFound(f"request {request_id}")
        return request

    def of(self, person_id: int) -> Sequence[Request]:
        """What somebody asked for, the newest first; drafts too."""
        query = select(Request).where(Request.person_id == person_id)
        newest = query.order_by(Request.created_at.desc(), Request.id.desc())
        return self._session.scalars(newest).all()

    def unread(self, person_id: int) -> Request | None:
        """A draft of this person whose words have been changed since they were understood."""
        mine = (Request.person_id == person_id, Request.state == State.DRAFT)
        query = select(Request).where(*mine, Request.topic.is_(None)).order_by(Request.id.desc())
        return self._session.scalars(query.limit(1)).first()

    def count_live_of(self, person_id: int) -> int:
        """How many of somebody's requests wait for something."""
        mine = (Request.person_id == person_id, Request.state.in_(LIVE))
        query = select(func.count()).select_from(Request).where(*mine)
        return self._session.execute(query).scalar_one()

    def live(self, *, limit: int, offset: int = 0) -> Sequence[Request]:
        """Requests that wait for something, the oldest first."""
        query = select(Request).where(Request.state.in_(LIVE)).order_by(Request.id)
        return self._session.scalars(query.limit(limit).offset(offset)).all()

    def count_live(self) -> int:
        query = select(func.count()).select_from(Request).where(Request.state.in_(LIVE))
        return self._session.execute(query).scalar_one()

    def searchable(self, request_ids: Sequence[str]) -> Sequence[Request]:
        """Those of these that were sent, and whose words have not been forgotten."""
        ids = [int(each) for each in request_ids]
        sent = (Request.id.in_(ids), Request.state != State.DRAFT, Request.person_id.is_not(None))
        return self._session.scalars(select(Request).where(*sent)).all()

    def seen(self, sight: Sight, *, limit: int, offset: int = 0) -> Sequence[Request]:
        """Others' requests that somebody may see and could help with, the newest first."""
        query = select(Request).where(*_seen(sight)).order_by(Request.id.desc())
        return self._session.scalars(query.limit(limit).offset(offset)).all()

    def count_seen(self, sight: Sight) -> int:
        query = select(func.count()).select_from(Request).where(*_seen(sight))
        return self._session.execute(query).scalar_one()

    def due(self, *, now: datetime, limit: int) -> Sequence[int]:
        """Ids of requests to be looked at now, the longest due first; closed ones are among them.

        A request that was closed is due once more, so that offers under way are taken back.
        """
        query = select(Request.id).where(Request.next_at <= now)
        return self._session.scalars(query.order_by(Request.next_at, Request.id).limit(limit)).all()

    def together(self) -> Sequence[Request]:
        """Those that wait to be assigned together, locked; what another replica has is left."""
        waiting = (Request.state == State.MATCHING, Request.together_at.is_not(None))
        query = select(Request).where(*waiting).order_by(Request.id)
        return self._session.scalars(query.with_for_update(skip_locked=True)).all()

    def step(self, step: RequestStep) -> RequestStep:
        self._session.add(step)
        self._session.flush()
        return step

    def steps(self, request_id: int) -> Sequence[RequestStep]:
        """In the order in which they were taken."""
        query = select(RequestStep).where(RequestStep.request_id == request_id)
        return self._session.scalars(query.order_by(RequestStep.id)).all()

    def add_part(self, part: RequestPart) -> RequestPart:
        self._session.add(part)
        self._session.flush()
        return part

    def part(self, part_id: int) -> RequestPart:
        """Raises NotFound."""
        part = self._session.get(RequestPart, part_id)
        if part is None:
            raise NotFound(f"part {part_id}")
        return part

    def parts(self, request_id: int) -> Sequence[RequestPart]:
        """In the order in which they were added."""
        query = select(RequestPart).where(RequestPart.request_id == request_id)
        return self._session.scalars(query.order_by(RequestPart.id)).all()

    def drop_part(self, part: RequestPart) -> None:
        self._session.delete(part)
        self._session.flush()

    def drop(self, request: Request) -> None:
        """Delete a draft that nobody wants."""
        self._session.delete(request)
        self._session.flush()

    def drop_drafts(self, *, before: datetime) -> None:
        """Delete drafts that were left lying since."""
        old = delete(Request).where(Request.state == State.DRAFT, Request.created_at < before)
        self._session.execute(old)

    def give(self, *, from_person: int, to_person: int) -> None:
        """All requests of one person, and their steps, become another's: they linked accounts."""
        theirs, taken, found = Request.person_id, RequestStep.person_id, RequestPart.by
        for table, column in ((Request, theirs), (RequestStep, taken), (RequestPart, found)):
            given = update(table).where(column == from_person)
            self._session.execute(given.values({column: to_person}))


def _seen(sight: Sight) -> Iterator[ColumnElement[bool]]:
    """The one filter through which anybody looks at requests of others."""
    yield Request.state.in_(LOOKING)
    yield Request.person_id != sight.person_id
    if not sight.everything:
        open_to = Request.visibility.in_(sight.levels - {Visibility.GROUP})
        theirs = (Request.visibility == Visibility.GROUP) & Request.group_id.in_(sight.groups)
        yield Request.sensitive.is_(False)
        yield open_to | theirs
