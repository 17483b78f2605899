"""Relays: two people whose words are carried between them, and where each word went.

No word is kept here once it has arrived: the outbox holds it until then, and blanks it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    cast,
    delete,
    exists,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql.dml import ReturningDelete, ReturningUpdate

from storage.base import Base, Coded, Json
from storage.outbox import OutboxRow, OutboxState
from storage.people import Account
from storage.places import Place

KEY = "relay:"
"""How the outbox key of everything that a relay says begins."""


class RelayState(StrEnum):
    OPEN = "open"
    ENDED = "ended"


class Because(StrEnum):
    """Why a relay ended."""

    NOT_YET = ""
    SAID = "said"
    """One of the two ended it."""
    QUIET = "quiet"
    GONE = "gone"
    """One of the two has left the hub, or can't be reached there any more."""


class WordState(StrEnum):
    HELD = "held"
    """Waits for the thread that it belongs into."""
    CARRIED = "carried"
    """In the outbox, or said."""
    LOST = "lost"
    """Could not be said, and its sender has been told."""
    ASIDE = "aside"
    """Said to the hub, and kept until its writer says whether it is for the other."""
    TAKEN_BACK = "taken_back"


_IS_OPEN = text("state = 'open'")


class Relay(Base):
    """A conversation of two people by way of the hub."""

    __tablename__ = "relays"
    __table_args__ = (
        Index("ix_relays_next_at", "next_at", postgresql_where=_IS_OPEN, sqlite_where=_IS_OPEN),
        Index("ix_relays_ended_at", "ended_at"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(60), unique=True)
    """What it is for, in the words of whoever opened it: "introduction 12"."""
    state: Mapped[RelayState] = mapped_column(Coded(RelayState, 10), default=RelayState.OPEN)
    opened_at: Mapped[datetime]
    last_said_at: Mapped[datetime]
    warned_at: Mapped[datetime | None]
    """When both were told that it ends soon; None since somebody wrote."""
    next_at: Mapped[datetime]
    """When both are to be warned, or it ends by itself."""
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[Because] = mapped_column(Coded(Because, 10), default=Because.NOT_YET)


class RelaySide(Base):
    """One of the two: the account on which they talk, whoever's it is by now."""

    __tablename__ = "relay_sides"
    __table_args__ = (
        UniqueConstraint("relay_id", "number"),
        Index("ix_relay_sides_account_id", "account_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    relay_id: Mapped[int] = mapped_column(ForeignKey("relays.id", ondelete="CASCADE"))
    number: Mapped[int]
    """0 or 1."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    """None: forgotten since."""
    role: Mapped[str] = mapped_column(String(20))
    """What they are to each other, for one whose name no platform tells: a phrase."""
    opening_ref: Mapped[str] = mapped_column(String(100), default="")
    """The platform's id of what opened it, once that is said: on Slack the thread of all that
    follows."""

    @property
    def opening_key(self) -> str:
        """The outbox key of what opened it on this side."""
        return f"{KEY}{self.relay_id}:open:{self.number}"

    @property
    def other(self) -> int:
        return 1 - self.number


class RelayWord(Base):
    """A message that was carried, or a part of a long one: where it was said, and where it went."""

    __tablename__ = "relay_words"
    __table_args__ = (
        UniqueConstraint("relay_id", "side", "source_ref", "part"),
        Index("ix_relay_words_target_ref", "target_ref"),
        Index(
            "ix_relay_words_behind",
            "relay_id",
            postgresql_where=text("behind"),
            sqlite_where=text("behind"),
        ),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    relay_id: Mapped[int] = mapped_column(ForeignKey("relays.id", ondelete="CASCADE"))
    side: Mapped[int]
    """Whose words these are."""
    source_ref: Mapped[str] = mapped_column(String(40))
    """The sender's platform's id of the message."""
    part: Mapped[int] = mapped_column(default=0)
    state: Mapped[WordState] = mapped_column(Coded(WordState, 10))
    key: Mapped[str] = mapped_column(String(100), index=True)
    """The outbox key of the letter that says it, or that changed it last."""
    target_ref: Mapped[str] = mapped_column(String(100), default="")
    """The other platform's id of what was carried; empty until it has arrived."""
    digest: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of the words, to tell an edit from an event that changes nothing."""
    text: Mapped[str] = mapped_column(Text, default="")
    """The words, only while they are held or an edit of them waits."""
    behind: Mapped[bool] = mapped_column(default=False)
    """Something of it still has to be passed on: it is held, or what goes before is under way."""
    changes: Mapped[int] = mapped_column(default=0)
    """How often it was changed or reacted to: makes keys."""
    reactions: Mapped[dict[str, list[str]]] = mapped_column(Json, default=dict)
    """What each side ("0" or "1") has put on it, in order."""
    said_at: Mapped[datetime]


class Relays:
    """The repository of relays."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, thing: Relay | RelaySide | RelayWord) -> None:
        self._session.add(thing)
        self._session.flush()

    def get(self, relay_id: int) -> Relay | None:
        """Fresh, and locked for this transaction: what is said in one relay is said in order."""
        query = select(Relay).where(Relay.id == relay_id).with_for_update()
        return self._session.execute(query, execution_options=_FRESH).scalar_one_or_none()

    def about(self, subject: str) -> Relay | None:
        return self._session.scalars(select(Relay).where(Relay.subject == subject)).one_or_none()

    def sides(self, relay_id: int) -> tuple[RelaySide, RelaySide]:
        """Both, with what is known by now of how they were opened."""
        query = select(RelaySide).where(RelaySide.relay_id == relay_id).order_by(RelaySide.number)
        first, second = self._session.scalars(query, execution_options=_FRESH).all()
        self._note_openings((first, second))
        return first, second

    def account(self, side: RelaySide) -> Account | None:
        """None when they have been forgotten, or have left."""
        query = select(Account).where(Account.id == side.account_id, Account.left_at.is_(None))
        return self._session.scalars(query, execution_options=_FRESH).one_or_none()

    def open_with(self, place: Place, user_id: str) -> Relay | None:
        """The open relay of the account that writes here in which somebody wrote last."""
        query = (
            select(Relay)
            .join(RelaySide, RelaySide.relay_id == Relay.id)
            .join(Account, Account.id == RelaySide.account_id)
            .where(
                Account.platform == place.platform,
                Account.workspace == place.workspace,
                Account.user_id == user_id,
                Relay.state == RelayState.OPEN,
            )
        )
        return self._session.scalars(query.order_by(Relay.last_said_at.desc()).limit(1)).first()

    def drop_aside(self, relay_id: int, side: int) -> None:
        """Keep no longer what a side said to the hub and was not passed on."""
        mine = (RelayWord.relay_id == relay_id, RelayWord.side == side)
        laid = RelayWord.state == WordState.ASIDE
        self._session.execute(delete(RelayWord).where(*mine, laid))

    def opened_as(self, account_id: int, ref: str) -> RelaySide | None:
        """The side of this account whose opening has this id; the latest if there are several.

        Notes nothing: two who write at once would each hold what the other waits for.
        """
        said = exists().where(
            OutboxRow.key == _OPENING_KEY, OutboxRow.sent_ref == ref, OutboxRow.sent_ref != ""
        )
        opened = or_(RelaySide.opening_ref == ref, said)
        mine = select(RelaySide).where(RelaySide.account_id == account_id, opened)
        return self._session.scalars(mine.order_by(RelaySide.id.desc()).limit(1)).first()

    def may_be_arriving(self, account: Account, ref: str) -> bool:
        """Whether this may be the id of a relay's letter that is under way to this account.

        They may see it before it is marked as said. Whoever looks an id up asks this first: what
        was not under way then has been marked. One letter at a time is under way in a
        conversation, and ids grow, so that the id of something older is not that letter's.
        """
        here = (
            OutboxRow.platform == account.platform,
            OutboxRow.workspace == account.workspace,
            OutboxRow.conversation.in_((account.conversation, account.user_id)),
            OutboxRow.edits == "",
        )
        sending = select(OutboxRow.id).where(
            *here, OutboxRow.state == OutboxState.SENDING, OutboxRow.key.startswith(KEY)
        )
        if self._session.scalars(sending.limit(1)).first() is None:
            return False
        said = select(OutboxRow.sent_ref).where(*here, OutboxRow.state == OutboxState.SENT)
        last = self._session.scalars(said.order_by(OutboxRow.settled_at.desc()).limit(1)).first()
        try:
            return Decimal(ref) > Decimal(last or 0)
        except InvalidOperation:
            return True

    def words_at(self, account_id: int, ref: str) -> Sequence[RelayWord]:
        """The words that this account sees under this id: its own, or what was carried to it."""
        mine = and_(RelayWord.side == RelaySide.number, RelayWord.source_ref == ref)
        carried = and_(
            RelayWord.side != RelaySide.number,
            or_(
                RelayWord.target_ref == ref,
                OutboxRow.sent_ref == ref,
            ),
        )
        query = (
            select(RelayWord)
            .join(RelaySide, RelaySide.relay_id == RelayWord.relay_id)
            .outerjoin(OutboxRow, OutboxRow.key == RelayWord.key)
            .where(RelaySide.account_id == account_id, or_(mine, carried))
        )
        return self._session.scalars(query.order_by(RelayWord.id)).all()

    def words(self, relay_id: int, side: int, source_ref: str) -> Sequence[RelayWord]:
        """The parts of one message."""
        query = select(RelayWord).where(
            RelayWord.relay_id == relay_id,
            RelayWord.side == side,
            RelayWord.source_ref == source_ref,
        )
        return self._session.scalars(query.order_by(RelayWord.part), execution_options=_FRESH).all()

    def last_words(self, relay_id: int, side: int) -> Sequence[RelayWord]:
        """The parts of what a side has said last, and not taken back."""
        said = (RelayWord.relay_id == relay_id, RelayWord.side == side)
        standing = RelayWord.state.in_((WordState.HELD, WordState.CARRIED))
        last = select(RelayWord).where(*said, standing).order_by(RelayWord.id.desc()).limit(1)
        found = self._session.scalars(last).one_or_none()
        return self.words(relay_id, side, found.source_ref) if found else ()

    def behind(self, relay_id: int) -> Sequence[RelayWord]:
        """Words of which something still has to be passed on, in the order in which they came."""
        query = select(RelayWord).where(RelayWord.relay_id == relay_id, RelayWord.behind.is_(True))
        return self._session.scalars(query.order_by(RelayWord.id)).all()

    def letter(self, word: RelayWord) -> OutboxState | None:
        """How far the last letter about a word is; its new id is noted. None: long gone."""
        query = select(OutboxRow).where(OutboxRow.key == word.key).with_for_update()
        row = self._session.execute(query, execution_options=_FRESH).scalar_one_or_none()
        if row is None:
            return None
        if row.state == OutboxState.SENT:
            word.target_ref = row.sent_ref
        return OutboxState(row.state)

    def rewrite(self, word: RelayWord, reply: str) -> bool:
        """Put other words into a letter that nobody has tried to say; whether there is one."""
        changed = update(OutboxRow).where(OutboxRow.key == word.key, *_UNTRIED)
        return self._done(changed.values(reply=reply).returning(OutboxRow.id))

    def recall(self, word: RelayWord) -> bool:
        """Drop a letter that nobody has tried to say; whether there was one."""
        dropped = delete(OutboxRow).where(OutboxRow.key == word.key, *_UNTRIED)
        return self._done(dropped.returning(OutboxRow.id))

    def untold(self, relay_id: int, side: int) -> Sequence[RelayWord]:
        """Words of a side that nobody has begun to say to the other, oldest first."""
        waits = exists().where(OutboxRow.key == RelayWord.key, *_UNTRIED)
        query = select(RelayWord).where(
            RelayWord.relay_id == relay_id,
            RelayWord.side == side,
            RelayWord.target_ref == "",
            or_(
                RelayWord.state == WordState.HELD, and_(RelayWord.state == WordState.CARRIED, waits)
            ),
        )
        return self._session.scalars(query.order_by(RelayWord.id)).all()

    def drop_untold(self, relay_id: int, side: RelaySide) -> None:
        """Say nothing more of a relay to this side that nobody has begun to say."""
        account = self._session.get(Account, side.account_id) if side.account_id else None
        if account is None:
            return
        here = (OutboxRow.platform == account.platform, OutboxRow.workspace == account.workspace)
        theirs = or_(
            OutboxRow.person_id == account.person_id,
            OutboxRow.conversation == (account.conversation or account.user_id),
        )
        mine = OutboxRow.key.startswith(f"{KEY}{relay_id}:", autoescape=True)
        self._session.execute(delete(OutboxRow).where(mine, *here, theirs, *_UNTRIED))

    def catch_up(self, relay_id: int, side: int) -> None:
        """Pass on nothing more of what a side has said."""
        mine = (RelayWord.relay_id == relay_id, RelayWord.side == side)
        self._session.execute(update(RelayWord).where(*mine).values(behind=False, text=""))

    def failures(self, relay_id: int) -> Sequence[OutboxRow]:
        """Letters of a relay that were given up, oldest first."""
        query = select(OutboxRow).where(
            OutboxRow.state == OutboxState.FAILED,
            OutboxRow.key.startswith(f"{KEY}{relay_id}:", autoescape=True),
        )
        return self._session.scalars(query.order_by(OutboxRow.id)).all()

    def drop_letter(self, row: OutboxRow) -> None:
        """What was given up, and told: its words are kept no longer, and never tried again."""
        self._session.delete(row)
        self._session.flush()

    def by_key(self, key: str) -> RelayWord | None:
        query = select(RelayWord).where(RelayWord.key == key)
        return self._session.scalars(query, execution_options=_FRESH).one_or_none()

    def listen(self, relay: Relay) -> None:
        """Nobody talks in this relay any more: what they type is for the hub again."""
        freed = update(Account).where(Account.relay_id == relay.id).values(relay_id=None)
        self._session.execute(freed)

    def due(self, *, now: datetime, limit: int) -> Sequence[int]:
        """Relays that are to be warned, ended or caught up with, or in which something was lost."""
        found: dict[int, None] = {}
        for query in (_QUIET.where(Relay.next_at <= now), _LEFT, _BEHIND):
            found.update(dict.fromkeys(self._session.scalars(query.limit(limit))))
        for key in self._session.scalars(_FAILED.limit(limit)):
            number = key.removeprefix(KEY).partition(":")[0]
            found[int(number)] = None
        return list(found)[:limit]

    def keep_refs(self) -> None:
        """Note under which ids words arrived, before the outbox forgets."""
        arrived = (
            select(OutboxRow.sent_ref)
            .where(OutboxRow.key == RelayWord.key, OutboxRow.state == OutboxState.SENT)
            .scalar_subquery()
        )
        unknown = update(RelayWord).where(RelayWord.target_ref != arrived)
        self._session.execute(
            unknown.values(target_ref=arrived), execution_options={"synchronize_session": False}
        )
        openings = self._session.scalars(select(RelaySide).where(RelaySide.opening_ref == "")).all()
        self._note_openings(openings)

    def forget_old(self, *, ended_before: datetime, aside_before: datetime) -> None:
        """Forget what was carried in relays that ended before; that they were, stays known.

        What was said to the hub before `aside_before`, and not passed on since, is forgotten too.
        """
        stale = (RelayWord.state == WordState.ASIDE, RelayWord.said_at < aside_before)
        self._session.execute(delete(RelayWord).where(*stale))
        old = select(Relay.id).where(Relay.ended_at < ended_before)
        for relay_id in self._session.scalars(old.where(_has_words())).all():
            self._session.execute(delete(RelayWord).where(RelayWord.relay_id == relay_id))
            mine = OutboxRow.key.startswith(f"{KEY}{relay_id}:", autoescape=True)
            self._session.execute(delete(OutboxRow).where(mine))

    def _note_openings(self, sides: Iterable[RelaySide]) -> None:
        unknown = {each.opening_key: each for each in sides if not each.opening_ref}
        query = select(OutboxRow.key, OutboxRow.sent_ref).where(OutboxRow.key.in_(unknown))
        for key, ref in self._session.execute(query) if unknown else ():
            unknown[key].opening_ref = ref

    def _done(self, statement: ReturningUpdate[tuple[int]] | ReturningDelete[tuple[int]]) -> bool:
        options = {"synchronize_session": False}
        return bool(self._session.execute(statement, execution_options=options).all())


_FRESH = {"populate_existing": True}
_OPENING_KEY = literal(KEY).concat(
    cast(RelaySide.relay_id, String) + ":open:" + cast(RelaySide.number, String)
)
"""As `RelaySide.opening_key`."""
_UNTRIED = (OutboxRow.state == OutboxState.WAITING, OutboxRow.tried_at.is_(None))
_QUIET = select(Relay.id).where(_IS_OPEN).order_by(Relay.next_at)
_LEFT = (
    select(Relay.id)
    .join(RelaySide, RelaySide.relay_id == Relay.id)
    .outerjoin(Account, Account.id == RelaySide.account_id)
    .where(Relay.state == RelayState.OPEN, or_(Account.id.is_(None), Account.left_at.is_not(None)))
)
_BEHIND = select(RelayWord.relay_id).where(text("behind"))
_FAILED = (
    select(OutboxRow.key)
    .where(OutboxRow.state == OutboxState.FAILED, OutboxRow.key.startswith(KEY))
    .order_by(OutboxRow.settled_at)
)


def _has_words() -> ColumnElement[bool]:
    return exists().where(RelayWord.relay_id == Relay.id)
