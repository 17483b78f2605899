"""Calendar feeds: who reads which under a secret address, and how often each entry has changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base


class Feed(Base):
    """A calendar that one person may read, their own or a group's, by an address that is secret.

    Only the SHA-256 of the address's token is kept, so that nobody can read it out of a backup.
    """

    __tablename__ = "feeds"
    __table_args__ = (UniqueConstraint("person_id", "group_id"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    group_id: Mapped[str] = mapped_column(String(200), default="")
    """The record id of a working group; empty: what is next for the person."""
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]


class FeedEntry(Base):
    """What calendars were told last of one matter, so that a change of it gets a new number."""

    __tablename__ = "feed_entries"
    subject: Mapped[str] = mapped_column(String(60), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of what is shown of it, in no language."""
    sequence: Mapped[int] = mapped_column(default=0)
    modified_at: Mapped[datetime]


class Told(Base):
    """What one calendar was told of a matter, so that it can be told that it is off."""

    __tablename__ = "feed_told"
    feed_id: Mapped[int] = mapped_column(
        ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True
    )
    subject: Mapped[str] = mapped_column(String(60), primary_key=True)
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    starts_at: Mapped[datetime | None]
    repeats: Mapped[bool] = mapped_column(default=False)
    turns: Mapped[int] = mapped_column(default=0)
    """How often it went from this calendar and came back."""
    changed_at: Mapped[datetime]
    """When it last did."""
    gone_at: Mapped[datetime | None]
    """Since when it is shown no more."""

    @property
    def shown(self) -> "Shown":
        return Shown(self.first_on, self.last_on, self.starts_at, self.repeats)


@dataclass(frozen=True, slots=True)
class Shown:
    """When an entry is: whole days, both included, or from a moment on; perhaps again and again."""

    first: date | None = None
    last: date | None = None
    at: datetime | None = None
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """What an entry says of itself, RFC 5545: SEQUENCE and LAST-MODIFIED."""

    digest: str
    sequence: int
    modified_at: datetime


class Feeds:
    """The repository of calendar feeds."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, person_id: int, group_id: str = "") -> Feed | None:
        query = select(Feed).where(Feed.person_id == person_id, Feed.group_id == group_id)
        return self._session.scalars(query.with_for_update()).one_or_none()

    def count(self, person_id: int) -> int:
        query = select(func.count()).where(Feed.person_id == person_id)
        return self._session.execute(query).scalar_one()

    def by_digest(self, digest: str) -> Feed | None:
        return self._session.scalars(select(Feed).where(Feed.digest == digest)).one_or_none()

    def put(self, person_id: int, group_id: str, *, digest: str, at: datetime) -> Feed:
        """A new address; the one before is none any more."""
        found = self.find(person_id, group_id)
        if found is None:
            found = Feed(person_id=person_id, group_id=group_id)
            self._session.add(found)
        found.digest, found.made_at = digest, at
        self._session.flush()
        return found

    def stop(self, feed: Feed) -> None:
        self._session.delete(feed)
        self._session.flush()

    def give(self, *, from_person: int, to_person: int) -> None:
        """One person's become another's, who keeps their own where both have one."""
        theirs = select(Feed).where(Feed.person_id == from_person)
        for feed in self._session.scalars(theirs).all():
            if self.find(to_person, feed.group_id) is None:
                feed.person_id = to_person
            else:
                self._session.delete(feed)
        self._session.flush()

    def editions(self, subjects: Collection[str]) -> dict[str, Edition]:
        """What was told last of these; those never told are left out."""
        query = select(FeedEntry).where(FeedEntry.subject.in_(list(subjects)))
        return {
            each.subject: Edition(each.digest, each.sequence, each.modified_at)
            for each in self._session.scalars(query)
        }

    def revise(self, digests: Mapping[str, str], *, at: datetime) -> None:
        """These are shown so from now on; one that was shown otherwise gets the next number.

        Two replicas that do this at once count one change once.
        """
        query = select(FeedEntry).where(FeedEntry.subject.in_(list(digests)))
        query = query.order_by(FeedEntry.subject).with_for_update()
        known = self._session.scalars(query, execution_options={"populate_existing": True}).all()
        for each in known:
            if each.digest != digests[each.subject]:
                each.digest = digests[each.subject]
                each.sequence, each.modified_at = each.sequence + 1, at
        self._session.flush()
        names = {each.subject for each in known}
        new = [
            {"subject": subject, "digest": digest, "sequence": 0, "modified_at": at}
            for subject, digest in sorted(digests.items())
            if subject not in names
        ]
        if new:
            self._session.execute(self._insert(FeedEntry).on_conflict_do_nothing(), new)

    def told(self, feed_id: int) -> Sequence[Told]:
        """What a calendar was ever told, what is off too."""
        query = select(Told).where(Told.feed_id == feed_id).order_by(Told.subject)
        return self._session.scalars(query).all()

    def tell(
        self, feed_id: int, shown: Mapping[str, Shown], *, gone: Collection[str], at: datetime
    ) -> None:
        """A calendar shows these from now on, and those no more; twice at once counts once."""
        query = select(Told).where(Told.feed_id == feed_id, Told.subject.in_([*shown, *gone]))
        query = query.order_by(Told.subject).with_for_update()
        known = self._session.scalars(query, execution_options={"populate_existing": True}).all()
        for each in known:
            is_gone = each.subject in gone
            if is_gone is not (each.gone_at is not None):
                each.turns, each.changed_at = each.turns + 1, at
                each.gone_at = at if is_gone else None
            if not is_gone:
                now = shown[each.subject]
                each.first_on, each.last_on = now.first, now.last
                each.starts_at, each.repeats = now.at, now.repeats
        self._session.flush()
        names = {each.subject for each in known}
        new = [
            {
                "feed_id": feed_id,
                "subject": subject,
                "first_on": each.first,
                "last_on": each.last,
                "starts_at": each.at,
                "repeats": each.repeats,
                "turns": 0,
                "changed_at": at,
            }
            for subject, each in sorted(shown.items())
            if subject not in names
        ]
        if new:
            self._session.execute(self._insert(Told).on_conflict_do_nothing(), new)

    def forget_old(self, *, before: datetime) -> None:
        """Drop the numbers of what has not changed since a moment."""
        self._session.execute(delete(Told).where(Told.gone_at < before))
        self._session.execute(delete(FeedEntry).where(FeedEntry.modified_at < before))

    def _insert(self, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
        is_sqlite = self._session.get_bind().dialect.name == "sqlite"
        return sqlite.insert(table) if is_sqlite else postgresql.insert(table)
