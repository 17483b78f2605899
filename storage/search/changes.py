"""Which records changed, in an order that an index can follow without missing any."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Index,
    Select,
    String,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from storage.base import Base
from storage.prepared import Prepared
from storage.search.documents import Kind
from storage.search.lexical import Position

_ROWS_A_STATEMENT = 5_000


class SearchChange(Base):
    """A record was added, changed or removed; the record itself says which."""

    __tablename__ = "search_changes"
    __table_args__ = (
        Index("ix_search_changes_transaction_id_id", "transaction_id", "id"),
        Index("ix_search_changes_kind_record_id", "kind", "record_id"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[str] = mapped_column(String(200))
    transaction_id: Mapped[int] = mapped_column(BigInteger)
    """On PostgreSQL the 64-bit id of the transaction that wrote the row; 0 on SQLite."""
    nonce: Mapped[int] = mapped_column(BigInteger)
    """Tells this row from one that had its id before a backup was restored."""


@dataclass(frozen=True, slots=True)
class Change:
    id: int
    order: int
    """What a horizon is compared with: the transaction on PostgreSQL, the id on SQLite."""
    kind: Kind
    record_id: str
    nonce: int


class SearchChanges:
    """The repository of changes.

    Ids are handed out in order but commit in any order on PostgreSQL: a row with a smaller id can
    appear after one with a larger id was read. A follower therefore keeps as its horizon the
    oldest transaction that was still running when it last looked, and reads everything from there
    on again (see `horizon` and `since`): a row below it can not appear any more
    (https://www.postgresql.org/docs/16/functions-info.html#FUNCTIONS-INFO-SNAPSHOT). SQLite has one
    writer at a time, so there ids commit in order and the horizon is the next id.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def touch(self, kind: Kind, record_id: str) -> None:
        """Note, in the caller's transaction, that this record changed in any way."""
        self.touch_all(kind, (record_id,))

    def touch_all(self, kind: Kind, record_ids: Iterable[str]) -> None:
        """`touch` for many records."""
        transaction = transaction_id(self._session)
        rows = [
            {
                "kind": str(kind),
                "record_id": record_id,
                "transaction_id": transaction,
                "nonce": secrets.randbits(62),
            }
            for record_id in record_ids
        ]
        for start in range(0, len(rows), _ROWS_A_STATEMENT):
            self._session.execute(insert(SearchChange), rows[start : start + _ROWS_A_STATEMENT])

    def horizon(self, position: Position) -> int:
        """The horizon after all that `since` gives from now on has been followed."""
        oldest = oldest_transaction(self._session)
        return max(position.horizon, self.last_id() + 1) if oldest is None else oldest

    def since(self, position: Position, *, after: int = 0, limit: int = 2_000) -> Sequence[Change]:
        """Changes at or behind the horizon with an id over `after`, in the order of ids.

        Only the last change of each record is given.
        """
        row = SearchChange
        query = (
            select(row.id, self._order, row.kind, row.record_id, row.nonce)
            .where(self._order >= position.horizon, row.id > after, ~has_successor())
            .order_by(row.id)
            .limit(limit)
        )
        found = self._session.execute(query)
        return [Change(i, order, Kind(kind), of, nonce) for i, order, kind, of, nonce in found]

    def tip(self, position: Position) -> tuple[int, int]:
        """The last change at or behind the horizon (0 if none) and how many there are: cheap.

        As long as both stay what they were, nothing new has been committed.
        """
        ((last, count),) = _TIP.run(self._session, {"b_horizon": position.horizon})
        return last or 0, count

    def count(self, position: Position) -> int:
        """How many changes stand at or behind the horizon."""
        query = select(func.count()).where(self._order >= position.horizon, ~has_successor())
        return self._session.scalar(query) or 0

    def continues(self, position: Position) -> bool:
        """Whether an index at this position followed this very database, and not an older copy."""
        if not position.last_id:
            return position.horizon == 0 or not self.last_id()
        of_last = select(SearchChange.nonce).where(SearchChange.id == position.last_id)
        return self._session.scalar(of_last) == position.last_nonce

    def last_id(self) -> int:
        return self._session.scalar(select(func.max(SearchChange.id))) or 0

    def superseded(self, *, limit: int, latest_kept: int) -> Sequence[int]:
        """Ids of changes that a later one of the same record stands for, the oldest first.

        The latest are left: a follower that was away for a while still finds its place.
        """
        old = SearchChange.id <= self.last_id() - latest_kept
        query = select(SearchChange.id).where(old, has_successor())
        return self._session.scalars(query.order_by(SearchChange.id).limit(limit)).all()

    def forget(self, superseded: Sequence[int]) -> None:
        """Delete these changes: whoever has not read one that goes will read its successor."""
        self._session.execute(delete(SearchChange).where(SearchChange.id.in_(superseded)))

    @property
    def _order(self) -> ColumnElement[int]:
        return _TABLE.c.transaction_id if self._on_postgresql else _TABLE.c.id

    @property
    def _on_postgresql(self) -> bool:
        return self._session.get_bind().dialect.name == "postgresql"


_TABLE = SearchChange.metadata.tables[SearchChange.__tablename__]


def _tip(order: ColumnElement[int]) -> Select[int, int]:
    return select(func.max(_TABLE.c.id), func.count()).where(order >= bindparam("b_horizon"))


_TIP = Prepared(_tip(_TABLE.c.id), postgres=_tip(_TABLE.c.transaction_id))


_CURRENT = text("select pg_current_xact_id()::text::bigint")


def transaction_id(session: Session) -> int:
    """The id of this transaction on PostgreSQL; 0 on SQLite."""
    if session.get_bind().dialect.name != "postgresql":
        return 0
    return int(session.execute(_CURRENT).scalar_one())


def touch_through(connection: Connection, kind: Kind, record_id: str) -> None:
    """`SearchChanges.touch` where the ORM is writing a record, and no session may be used."""
    postgresql = connection.dialect.name == "postgresql"
    row = {
        "kind": str(kind),
        "record_id": record_id,
        "transaction_id": connection.execute(_CURRENT).scalar_one() if postgresql else 0,
        "nonce": secrets.randbits(62),
    }
    connection.execute(insert(SearchChange), row)


def oldest_transaction(session: Session) -> int | None:
    """The oldest transaction that still runs, on PostgreSQL; None on SQLite."""
    if session.get_bind().dialect.name != "postgresql":
        return None
    oldest = text("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    return int(session.execute(oldest).scalar_one())


def has_successor() -> ColumnElement[bool]:
    """There is a later change of the same record."""
    later = aliased(SearchChange)
    same = (later.kind == SearchChange.kind, later.record_id == SearchChange.record_id)
    return select(later.id).where(*same, later.id > SearchChange.id).exists()
