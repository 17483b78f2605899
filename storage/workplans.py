"""Workplans: what each working group promised, by whom, until when, and how that changed."""

from collections.abc import Collection, Sequence
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
    case,
    func,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from config.periods import Exactness, Period
from storage.ahead import Ahead
from storage.base import Base, Coded, Json, JsonValue
from storage.errors import NotFound


class DeliverableState(StrEnum):
    PLANNED = "planned"
    STARTED = "started"
    DONE = "done"
    DROPPED = "dropped"


OPEN = frozenset({DeliverableState.PLANNED, DeliverableState.STARTED})
"""Still to be delivered."""
_IS_OPEN = text("state IN ('planned', 'started')")


class Deliverable(Base):
    """Something that a working group promised; it is dropped rather than deleted."""

    __tablename__ = "deliverables"
    __table_args__ = (
        UniqueConstraint("group_id", "reference"),
        Index("ix_deliverables_due", "due_on", postgresql_where=_IS_OPEN, sqlite_where=_IS_OPEN),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[str] = mapped_column(String(200))
    """The record id of the working group."""
    reference: Mapped[str] = mapped_column(String(200))
    """What people call it: CWG 2.1-D1."""
    title: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), index=True
    )
    """The person who answers for it, where the hub knows them."""
    owner: Mapped[str] = mapped_column(String(200), default="")
    """The record id of the organisation that does; or a name, as it was written."""
    starts_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    """The last day of the time that was stated; None: no date yet."""
    exactness: Mapped[Exactness] = mapped_column(Coded(Exactness), default=Exactness.DAY)
    state: Mapped[DeliverableState] = mapped_column(
        Coded(DeliverableState), default=DeliverableState.PLANNED
    )
    prerequisites: Mapped[list[Any]] = mapped_column(Json, default=list)
    """References of deliverables of the same group that have to be done before it."""
    network_deliverable: Mapped[str] = mapped_column(String(300), default="")
    """Which deliverable of the Network's workplan it serves, as people call it."""
    objectives: Mapped[list[Any]] = mapped_column(Json, default=list)
    """Numbers of objectives of the Global Compact."""
    principles: Mapped[list[Any]] = mapped_column(Json, default=list)
    """Record ids of guiding principles."""
    split_from: Mapped[str] = mapped_column(String(200), default="")
    """The reference of the one that it was a part of."""
    revision: Mapped[int] = mapped_column(default=0)
    """How often it was changed: a calendar's sequence number."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    @property
    def period(self) -> Period | None:
        """Until when, as exactly as it was stated; None: no date yet."""
        if self.due_on is None:
            return None
        return Period(self.starts_on or self.due_on, self.due_on, self.exactness)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class DeliverableStep(Base):
    """Something that happened to a deliverable, never changed; the oldest is how it began."""

    __tablename__ = "deliverable_steps"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    deliverable_id: Mapped[int] = mapped_column(
        ForeignKey("deliverables.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    """Who did it; None: the network's records, or somebody forgotten since."""
    because: Mapped[str] = mapped_column(String(20))
    """added, edited, moved, split, started, done, dropped, reopened or imported."""
    before: Mapped[JsonValue] = mapped_column(Json)
    """What the changed fields held."""
    at: Mapped[datetime]


class GroupSpace(Base):
    """A channel on a platform that is a working group's, where what is published is said."""

    __tablename__ = "group_spaces"
    __table_args__ = (UniqueConstraint("platform", "workspace", "conversation"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[str] = mapped_column(String(200), index=True)
    platform: Mapped[str] = mapped_column(String(20))
    workspace: Mapped[str] = mapped_column(String(100))
    conversation: Mapped[str] = mapped_column(String(100))
    since: Mapped[datetime]
    digested_on: Mapped[date | None] = mapped_column(Date)
    """The Monday of the last week that it has heard of."""


class GroupLink(Base):
    """Something attached to a working group: its workplan's document, a shared folder."""

    __tablename__ = "group_links"
    __table_args__ = (UniqueConstraint("group_id", "url"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(2000))
    added_at: Mapped[datetime]


_IN_ORDER = select(Deliverable).order_by(
    Deliverable.due_on.is_(None), Deliverable.due_on, Deliverable.starts_on, Deliverable.id
)


class Workplans:
    """The repository of deliverables, and of what hangs on their groups."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._of: Ahead[str, Deliverable] = Ahead()
        self._links: Ahead[str, GroupLink] = Ahead()

    def read_ahead(self, group_ids: Sequence[str]) -> None:
        """At once what `of` and `links` are about to be asked for."""
        found = self._session.scalars(_IN_ORDER.where(Deliverable.group_id.in_(group_ids)))
        self._of.put(group_ids, ((each.group_id, each) for each in found))
        every = select(GroupLink).where(GroupLink.group_id.in_(group_ids))
        links = self._session.scalars(every.order_by(GroupLink.id))
        self._links.put(group_ids, ((each.group_id, each) for each in links))

    def get(self, deliverable_id: int) -> Deliverable:
        """Fresh from the database, and locked for this transaction.

        Raises:
            NotFound: there never was one.
        """
        query = select(Deliverable).where(Deliverable.id == deliverable_id).with_for_update()
        found = self._session.execute(query, execution_options={"populate_existing": True})
        deliverable = found.scalar_one_or_none()
        if deliverable is None:
            raise NotFound(f"deliverable {deliverable_id}")
        return deliverable

    def of(self, group_id: str) -> Sequence[Deliverable]:
        """A group's deliverables, the one due first at the front, those without a date last."""
        if (found := self._of.take(group_id)) is not None:
            return found
        return self._session.scalars(_IN_ORDER.where(Deliverable.group_id == group_id)).all()

    def called(self, group_id: str, reference: str) -> Deliverable | None:
        query = select(Deliverable).where(
            Deliverable.group_id == group_id, Deliverable.reference == reference
        )
        return self._session.scalars(query).one_or_none()

    def due(self, *, since: date, until: date) -> Sequence[Deliverable]:
        """Open ones of every group that are due from one day to another, the first first."""
        query = select(Deliverable).where(
            Deliverable.state.in_(OPEN), Deliverable.due_on >= since, Deliverable.due_on <= until
        )
        return self._session.scalars(query.order_by(Deliverable.due_on, Deliverable.id)).all()

    def owned_by(self, person_id: int) -> Sequence[Deliverable]:
        """Open ones that somebody answers for, the one due first at the front."""
        query = select(Deliverable).where(
            Deliverable.owner_id == person_id, Deliverable.state.in_(OPEN)
        )
        undated = Deliverable.due_on.is_(None)
        return self._session.scalars(
            query.order_by(undated, Deliverable.due_on, Deliverable.id)
        ).all()

    def counts(self, *, today: date) -> dict[str, tuple[int, int]]:
        """By group: how many are open, and how many of these are overdue."""
        late = func.sum(case((Deliverable.due_on < today, 1), else_=0))
        query = (
            select(Deliverable.group_id, func.count(), late)
            .where(Deliverable.state.in_(OPEN))
            .group_by(Deliverable.group_id)
        )
        return {group: (count, overdue) for group, count, overdue in self._session.execute(query)}

    def add(
        self, deliverable: Deliverable, *, by: int | None, because: str = "added"
    ) -> Deliverable:
        """Keep a new one, with the first step of its history."""
        self._session.add(deliverable)
        self._session.flush()
        self.note(deliverable, by=by, because=because, at=deliverable.created_at)
        return deliverable

    def add_if_new(self, deliverable: Deliverable, *, because: str) -> bool:
        """Keep one unless its group has one of this reference, perhaps since a moment ago."""
        try:
            with self._session.begin_nested():
                self.add(deliverable, by=None, because=because)
        except IntegrityError:
            return False
        return True

    def note(
        self,
        deliverable: Deliverable,
        *,
        by: int | None,
        because: str,
        at: datetime,
        before: JsonValue = None,
    ) -> None:
        """Put a change on record."""
        self._session.add(
            DeliverableStep(
                deliverable_id=deliverable.id,
                person_id=by,
                because=because,
                before=before,
                at=at,
            )
        )
        self._session.flush()

    def latest_by(self, deliverable_ids: Collection[int]) -> dict[int, int | None]:
        """Who did the last thing to each; left out where nothing happened to it."""
        latest = select(func.max(DeliverableStep.id)).where(
            DeliverableStep.deliverable_id.in_(deliverable_ids)
        )
        query = select(DeliverableStep.deliverable_id, DeliverableStep.person_id).where(
            DeliverableStep.id.in_(latest.group_by(DeliverableStep.deliverable_id))
        )
        return {each: person for each, person in self._session.execute(query)}  # noqa: C416  # rows are no pairs to mypy

    def steps(self, deliverable_id: int) -> Sequence[DeliverableStep]:
        """What happened to it, the oldest first."""
        query = select(DeliverableStep).where(DeliverableStep.deliverable_id == deliverable_id)
        return self._session.scalars(query.order_by(DeliverableStep.id)).all()

    def next_reference(self, group_id: str) -> str:
        """The next free one: CWG 2.1-D4."""
        query = select(Deliverable.reference).where(Deliverable.group_id == group_id)
        taken = set(self._session.scalars(query))
        number = len(taken) + 1
        while f"{group_id}-D{number}" in taken:
            number += 1
        return f"{group_id}-D{number}"

    def spaces(self, group_id: str) -> Sequence[GroupSpace]:
        """The group's channels."""
        query = select(GroupSpace).where(GroupSpace.group_id == group_id)
        return self._session.scalars(query.order_by(GroupSpace.id)).all()

    def space(self, space_id: int) -> GroupSpace | None:
        """Fresh and locked; None when it is nobody's any more."""
        query = select(GroupSpace).where(GroupSpace.id == space_id).with_for_update()
        found = self._session.execute(query, execution_options={"populate_existing": True})
        return found.scalar_one_or_none()

    def undigested(self, *, before: date, limit: int) -> Sequence[int]:
        """Channels that have heard of no week since this Monday."""
        heard = GroupSpace.digested_on
        query = select(GroupSpace.id).where(heard.is_(None) | (heard < before))
        return self._session.scalars(query.order_by(GroupSpace.id).limit(limit)).all()

    def space_at(self, platform: str, workspace: str, conversation: str) -> GroupSpace | None:
        """Whose channel this is."""
        query = select(GroupSpace).where(
            GroupSpace.platform == platform,
            GroupSpace.workspace == workspace,
            GroupSpace.conversation == conversation,
        )
        return self._session.scalars(query).one_or_none()

    def open_space(self, space: GroupSpace) -> None:
        """A channel becomes a group's; it is one group's at a time."""
        found = self.space_at(space.platform, space.workspace, space.conversation)
        if found is None:
            self._session.add(space)
        else:
            found.group_id, found.since = space.group_id, space.since
        self._session.flush()

    def links(self, group_id: str) -> Sequence[GroupLink]:
        """What is attached, in the order in which it was."""
        if (found := self._links.take(group_id)) is not None:
            return found
        query = select(GroupLink).where(GroupLink.group_id == group_id)
        return self._session.scalars(query.order_by(GroupLink.id)).all()

    def attach(self, link: GroupLink) -> None:
        """Attach a link; an address that is there already gets the new title."""
        query = select(GroupLink).where(
            GroupLink.group_id == link.group_id, GroupLink.url == link.url
        )
        found = self._session.scalars(query).one_or_none()
        if found is None:
            self._session.add(link)
        else:
            found.title = link.title
        self._session.flush()

    def detach(self, group_id: str, link_id: int) -> None:
        """Take off what is attached to a group; nothing where it is gone already."""
        found = self._session.get(GroupLink, link_id)
        if found is not None and found.group_id == group_id:
            self._session.delete(found)
            self._session.flush()

    def close_space(self, group_id: str, space_id: int) -> None:
        """A channel is the group's no more; nothing where it is not."""
        found = self._session.get(GroupSpace, space_id)
        if found is not None and found.group_id == group_id:
            self._session.delete(found)
            self._session.flush()

    def give(self, *, from_person: int, to_person: int) -> None:
        """What one person answers for, another does: they linked their accounts."""
        for each in self.owned_by(from_person):
            each.owner_id = to_person
        self._session.flush()
