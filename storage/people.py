"""People, and their accounts on each platform; the one-time codes that link two accounts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.orm.attributes import set_committed_value

from config.taxonomy import DEFAULT_LANGUAGE, LANGUAGES, Platform, Standing
from storage.absences import Absences
from storage.base import Base
from storage.cycles import Cycles
from storage.drafts import Draft, Drafts
from storage.errors import NotFound
from storage.experts import Experts
from storage.feeds import Feeds
from storage.ladders import Ladders
from storage.offers import Offers
from storage.own_reminders import OwnReminders
from storage.places import Place
from storage.prepared import Prepared
from storage.profiles import Profiles
from storage.questions import Question
from storage.reminders import Reminders
from storage.requests import Requests
from storage.roles import Roles
from storage.watches import Watches
from storage.workplans import Workplans

LONGEST_NAME = 80
"""Characters: Slack's display names have 80, and Telegram's two names 64 each, few of them long."""


class Person(Base):
    """Somebody who talks with the hub."""

    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str | None] = mapped_column(String(10))
    """What they chose; None: the platform's hint counts."""
    language_offered: Mapped[str] = mapped_column(String(10), default="", server_default="")
    """The last one that they were offered because they wrote in it; empty: none."""
    time_zone: Mapped[str | None] = mapped_column(String(60))
    standing: Mapped[Standing] = mapped_column(String(20), default=Standing.GUEST)
    organisation: Mapped[str | None] = mapped_column(String(200))
    """The record id of their organisation."""
    joined_at: Mapped[datetime]


class Account(Base):
    """A person on one platform, known by the platform's user id, never by a display name."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("platform", "workspace", "user_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    platform: Mapped[Platform] = mapped_column(String(20))
    workspace: Mapped[str] = mapped_column(String(100))
    user_id: Mapped[str] = mapped_column(String(100))
    conversation: Mapped[str | None] = mapped_column(String(100))
    """Their private conversation with the hub, where notices go; None until there is one."""
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    """What the platform shows them as, as it was when they were last seen: for introductions."""
    language: Mapped[str] = mapped_column(String(35), default="")
    time_zone: Mapped[str] = mapped_column(String(60), default="")
    relay_id: Mapped[int | None]
    """The relay that all they type here goes to; None: they talk with the hub."""
    offered: Mapped[str] = mapped_column(Text, default="", server_default="")
    """The choices that they were shown last, as bot/labels.py packs them; empty: none to type."""
    met_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    """Since when they have blocked the hub."""


class LinkCode(Base):
    """A one-time code that joins a second account to a person. Only its SHA-256 is kept."""

    __tablename__ = "link_codes"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]


class LinkAttempt(Base):
    """A wrong code that an account typed; too many close that account's door for a while."""

    __tablename__ = "link_attempts"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    tried_at: Mapped[datetime]


class People:
    """The repository of people and their accounts."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._at_hand: dict[int, Person] = {}
        """Held, because the session holds no record that nobody else does, and reads it again."""
        self._zones: dict[int, str] = {}

    def read_ahead(self, person_ids: Sequence[int]) -> None:
        """At once what `get` and `zones` are about to be asked for."""
        found = self._session.scalars(select(Person).where(Person.id.in_(person_ids)))
        self._at_hand |= {each.id: each for each in found}
        self._zones |= dict.fromkeys(person_ids, "") | self.zones(person_ids)

    def get(self, person_id: int) -> Person:
        """Raises NotFound when they have been forgotten."""
        person = self._at_hand.get(person_id)
        if person is None or person not in self._session:
            person = self._session.get(Person, person_id)
        if person is None:
            raise NotFound(f"person {person_id}")
        self._at_hand[person_id] = person
        return person

    def account(self, platform: Platform, workspace: str, user_id: str) -> Account | None:
        of = {"b_platform": platform, "b_workspace": workspace, "b_user_id": user_id}
        found = self._session.execute(_ACCOUNT, of).one_or_none()
        if found is None:
            return None
        account, person = found
        self._at_hand[person.id] = person
        return account

    def writer(
        self, place: Place, user_id: str, *, asked_since: datetime
    ) -> tuple[Account, Person, bool] | None:
        """Who it is that writes there, and whether a form that they began asks them something.

        That is, whether it was asked there, since then. None: the hub has not met them.
        """
        of = {
            "b_platform": place.platform,
            "b_workspace": place.workspace,
            "b_user_id": user_id,
            "b_conversation": place.conversation,
            "b_since": asked_since,
        }
        found = self._session.execute(_WRITER, of).one_or_none()
        if found is None:
            return None
        account, person, asked = found
        self._at_hand[person.id] = person
        return account, person, asked

    def saw(self, account: Account, at: datetime, **shown: str | datetime | None) -> None:
        """What a message shows of an account: any of the columns of `_SHOWN`."""
        told = {name: shown.get(name, getattr(account, name)) for name in _SHOWN}
        told["last_seen_at"] = at
        changed = {f"b_{name}": value for name, value in told.items()}
        _SAW.run(self._session, {"b_id": account.id, **changed})
        for name, value in told.items():
            set_committed_value(account, name, value)

    def meet(self, platform: Platform, workspace: str, user_id: str, *, at: datetime) -> Account:
        """A new person with their first account."""
        person = Person(joined_at=at)
        self._session.add(person)
        self._session.flush()
        self._at_hand[person.id] = person
        account = Account(
            person_id=person.id,
            platform=platform,
            workspace=workspace,
            user_id=user_id,
            met_at=at,
            last_seen_at=at,
        )
        self._session.add(account)
        self._session.flush()
        return account

    def owner(self, account: Account) -> int:
        """Whose account it is now; 0 when it has just been forgotten."""
        return account.person_id if account in self._session else 0

    def accounts(self, person_id: int) -> Sequence[Account]:
        """Their accounts, the one that they used last first."""
        query = select(Account).where(Account.person_id == person_id)
        return self._session.scalars(query.order_by(Account.last_seen_at.desc(), Account.id)).all()

    def met(
        self, platform: Platform | None = None, *, limit: int
    ) -> Sequence[tuple[Account, Person]]:
        """Accounts with the people they belong to, those who wrote last first."""
        query = select(Account, Person).join(Person, Person.id == Account.person_id)
        if platform is not None:
            query = query.where(Account.platform == platform)
        query = query.order_by(Account.last_seen_at.desc(), Account.id).limit(limit)
        return [(account, person) for account, person in self._session.execute(query)]

    def zones(self, person_ids: Sequence[int]) -> dict[int, str]:
        """The zone of each: what they chose, else their app's; left out where neither is known."""
        if self._zones.keys() >= set(person_ids):
            return {each: zone for each in person_ids if (zone := self._zones[each])}
        of = {"b_people": list(person_ids)}
        rows = self._session.execute(_ZONES, of)
        return {each: chosen or hint for each, chosen, hint in rows if chosen or hint}

    def named(self, words: str) -> Sequence[int]:
        """Ids of people whose name, as a platform tells it, has these words."""
        if not words.strip():
            return ()
        name = func.lower(Account.name).contains(words.strip().lower(), autoescape=True)
        query = select(Account.person_id).where(name).distinct()
        return self._session.scalars(query.order_by(Account.person_id)).all()

    def with_standing(self, standing: Standing) -> Sequence[int]:
        """Ids of the people who have it."""
        query = select(Person.id).where(Person.standing == standing)
        return self._session.scalars(query.order_by(Person.id)).all()

    def standings(self, person_ids: Sequence[int]) -> dict[int, Standing]:
        """What each is to the network."""
        query = select(Person.id, Person.standing).where(Person.id.in_(person_ids))
        return {each: Standing(standing) for each, standing in self._session.execute(query)}

    def offer_code(self, person_id: int, *, digest: str, expires_at: datetime) -> None:
        """Keep a new code; older ones of the same person stop working."""
        self._session.execute(delete(LinkCode).where(LinkCode.person_id == person_id))
        self._session.add(LinkCode(person_id=person_id, digest=digest, expires_at=expires_at))

    def redeem_code(self, digest: str, *, at: datetime) -> int | None:
        """Whose code it is, and use it up; None when there is no such code, or it has expired."""
        gone = delete(LinkCode).where(LinkCode.digest == digest, LinkCode.expires_at > at)
        return self._session.execute(gone.returning(LinkCode.person_id)).scalar_one_or_none()

    def wrong_codes(self, account_id: int, *, since: datetime) -> int:
        query = select(LinkAttempt.id).where(
            LinkAttempt.account_id == account_id, LinkAttempt.tried_at >= since
        )
        return len(self._session.scalars(query).all())

    def note_wrong_code(self, account_id: int, *, at: datetime) -> None:
        self._session.add(LinkAttempt(account_id=account_id, tried_at=at))

    def move_accounts(self, *, from_person: int, to_person: int) -> None:
        """Give all that one person has to another, and forget the emptied one."""
        for table in (Account, Question):
            moved = update(table).where(table.person_id == from_person)
            self._session.execute(moved.values(person_id=to_person))
        Watches(self._session).give(from_person=from_person, to_person=to_person)
        Requests(self._session).give(from_person=from_person, to_person=to_person)
        Drafts(self._session).give(from_person=from_person, to_person=to_person)
        Offers(self._session).give(from_person=from_person, to_person=to_person)
        Profiles(self._session).give(from_person=from_person, to_person=to_person)
        Roles(self._session).give(from_person=from_person, to_person=to_person)
        Workplans(self._session).give(from_person=from_person, to_person=to_person)
        Cycles(self._session).give(from_person=from_person, to_person=to_person)
        OwnReminders(self._session).give(from_person=from_person, to_person=to_person)
        Feeds(self._session).give(from_person=from_person, to_person=to_person)
        Reminders(self._session).give(from_person=from_person, to_person=to_person)
        Ladders(self._session).give(from_person=from_person, to_person=to_person)
        Absences(self._session).give(from_person=from_person, to_person=to_person)
        self.forget(from_person)

    def forget(self, person_id: int) -> None:
        """Delete a person with everything that hangs on them, and who they are to search."""
        Experts(self._session).erase(Profiles(self._session).records_of([person_id]))
        self._session.execute(delete(Account).where(Account.person_id == person_id))
        self._session.execute(delete(LinkCode).where(LinkCode.person_id == person_id))
        self._session.execute(delete(Person).where(Person.id == person_id))

    def part(self, account_id: int, *, at: datetime) -> None:
        """Make one account a person of its own again."""
        person = Person(joined_at=at)
        self._session.add(person)
        self._session.flush()
        self._session.get_one(Account, account_id).person_id = person.id

    def forget_old_codes(self, *, before: datetime) -> None:
        """Drop codes that have expired, and wrong ones that no longer count."""
        self._session.execute(delete(LinkCode).where(LinkCode.expires_at < before))
        day_ago = before - timedelta(days=1)
        self._session.execute(delete(LinkAttempt).where(LinkAttempt.tried_at < day_ago))


def voice_of(person: Person, account: Account) -> tuple[str, str]:
    """The language and the zone that they chose, else those that the platform hints at."""
    hint = account.language.replace("_", "-").partition("-")[0].lower()
    spoken = hint if hint in LANGUAGES else DEFAULT_LANGUAGE
    return person.language or spoken, person.time_zone or account.time_zone or "UTC"


_THIS = (
    Account.platform == bindparam("b_platform"),
    Account.workspace == bindparam("b_workspace"),
    Account.user_id == bindparam("b_user_id"),
)
_ACCOUNT = select(Account, Person).join(Person, Person.id == Account.person_id).where(*_THIS)
_ASKED = (
    select(Draft.id)
    .where(
        Draft.person_id == Account.person_id,
        Draft.asked_in == bindparam("b_conversation"),
        Draft.asked_in != "",
        Draft.updated_at >= bindparam("b_since"),
    )
    .exists()
)
_WRITER = select(Account, Person, _ASKED).join(Person, Person.id == Account.person_id).where(*_THIS)
"""Built once, and all that every message asks for in one statement."""
_SHOWN = ("last_seen_at", "left_at", "name", "language", "time_zone", "conversation")
_ACCOUNTS = Account.metadata.tables[Account.__tablename__]
_SAW = Prepared(
    update(_ACCOUNTS)
    .where(_ACCOUNTS.c.id == bindparam("b_id"))
    .values({name: bindparam(f"b_{name}", type_=_ACCOUNTS.c[name].type) for name in _SHOWN})
)
"""Built once: the session's own way, which looks for what changed, takes three times as long."""
_ZONES = (
    select(Person.id, Person.time_zone, Account.time_zone)
    .outerjoin(Account, and_(Account.person_id == Person.id, Account.time_zone != ""))
    .where(Person.id.in_(bindparam("b_people", expanding=True)))
    .order_by(Account.last_seen_at)
)
"""Built once: everything that is told to somebody asks for their zone."""
