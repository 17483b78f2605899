"""What all repositories of imported records share: get, list, count, put many, retire."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import (
    JSON,
    BindParameter,
    ColumnElement,
    Row,
    Select,
    Table,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from config.network_files.records import Record
from config.network_files.shape import Shape
from storage.base import Base
from storage.errors import NotFound
from storage.prepared import Prepared
from storage.search.changes import SearchChanges
from storage.search.documents import Kind

R = TypeVar("R", bound=Record)

_CHUNK = 500
"""Ids in one IN (...): well under SQLite's limit of variables."""
_NO_NUMBER = 2**31
"""PostgreSQL's integers end before it, and it refuses to look for larger ones."""
_MOST_AT_HAND = 100
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
IDS_ON_SQLITE = select(func.json_each(bindparam("ids", type_=JSON())).table_valued("value").c.value)
"""As many `ids` as there are, in one parameter, so that one statement serves them all."""
_MOST_READ = 1_000
_READ: dict[tuple[str, str], Any] = {}
"""Records by table and digest. Whatever the database, equal digests are equal records, so this is
no state: it can be cleared at any moment. Making a record of its row takes 0.1 ms."""
_BOOKKEEPING = frozenset({"id", "record_id", "digest", "retired_at"})


def _selected(table: Table, fields: tuple[str, ...]) -> Select[Any]:
    columns = (table.c.id, table.c.record_id, *(table.c[name] for name in fields))
    return select(*columns).order_by(table.c.id)


@lru_cache
def _rows_of(table: Table, fields: tuple[str, ...]) -> Select[Any]:
    """Whole rows of some `ids`. Built once: building costs three times what running it does."""
    return _selected(table, fields).where(table.c.record_id.in_(IDS))


@lru_cache
def _digests_of(table: Table, *, retired: bool) -> Prepared:
    """The id and the digest of some `ids`, also of retired records or not."""
    query = select(table.c.record_id, table.c.digest)
    query = query if retired else query.where(table.c.retired_at.is_(None))
    asked = table.c.record_id
    return Prepared(query.where(asked.in_(IDS_ON_SQLITE)), postgres=query.where(asked.in_(IDS)))


class Records(Generic[R]):
    """A repository of records that a network folder holds, each a row with the record's fields.

    What was retired is still there by `get`, and left out everywhere else unless asked for.
    """

    row: ClassVar[type[Base]]
    shape: ClassVar[Shape[Any]]
    searched: ClassVar[Kind | None] = None
    """What search calls these records, where it follows their changes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._at_hand: dict[str, R] = {}
        """What was read by id in this transaction: an answer shows the same records again."""
        self._not_there: set[str] = set()

    def get(self, record_id: str) -> R:
        """The record, retired or not.

        Raises:
            NotFound: there never was one with this id.

        """
        found = self.find(record_id)
        if found is None:
            raise NotFound(f"{self._table.name}: {record_id}")
        return found

    def find(self, record_id: str) -> R | None:
        """The record, retired or not; None when there never was one with this id."""
        return self.many([record_id]).get(record_id)

    def many(self, record_ids: Sequence[str]) -> dict[str, R]:
        """Records by id, in the order asked; those that do not exist are left out."""
        found = {each: self._at_hand[each] for each in record_ids if each in self._at_hand}
        known = found.keys() | self._not_there
        missing = [each for each in record_ids if each not in known]
        for start in range(0, len(missing), _CHUNK):
            part = missing[start : start + _CHUNK]
            found |= self._by_digest(_digests_of(self._table, retired=True), part)
        if len(record_ids) <= _MOST_AT_HAND:
            self._at_hand |= found
            self._not_there.update(each for each in record_ids if each not in found)
        return {each: found[each] for each in record_ids if each in found}

    def in_use(self, record_ids: Sequence[str]) -> dict[str, R]:
        """`many` without those that are retired; in no order."""
        found: dict[str, R] = {}
        many = len(record_ids) >= _MOST_READ
        for start in range(0, len(record_ids), _CHUNK):
            part = record_ids[start : start + _CHUNK]
            if many:  # more than are kept: none of them would be asked for again in time
                wanted = (self._table.c.record_id.in_(part), self._table.c.retired_at.is_(None))
                found.update((each.id, each) for each in self._records(*wanted))
            else:
                found |= self._by_digest(_digests_of(self._table, retired=False), part)
        if len(found) <= _MOST_AT_HAND:
            self._at_hand |= found
        return found

    def numbers(self, record_ids: Sequence[str]) -> dict[str, int]:
        """A number for each record, the same for good: short enough for a button, as ids are not.

        Retired records have theirs too; ids that do not exist are left out.
        """
        table, found = self._table, dict[str, int]()
        for start in range(0, len(record_ids), _CHUNK):
            part = record_ids[start : start + _CHUNK]
            query = select(table.c.record_id, table.c.id).where(table.c.record_id.in_(part))
            for record_id, number in self._session.execute(query):
                found[record_id] = number
        return found

    def newest(self) -> int:
        """The highest of these numbers, which grow as records are added; 0 where there are none."""
        return self._session.execute(select(func.max(self._table.c.id))).scalar_one() or 0

    def numbered(self, number: int) -> R:
        """The record with this number, retired or not.

        Raises:
            NotFound: there never was one.

        """
        found = self._records(self._table.c.id == number) if 0 < number < _NO_NUMBER else []
        if not found:
            raise NotFound(f"{self._table.name}: number {number}")
        return found[0]

    def all(self) -> list[R]:
        """Every record in use, in the order in which they were first imported."""
        return list(self.each())

    def brought_in(self) -> list[R]:
        """`all` that a folder brought in."""
        return self.all()

    def each(self) -> Iterator[R]:
        """`all`, a few at a time; no cursor stays open in between."""
        last = 0
        while True:
            table = self._table
            following = (table.c.retired_at.is_(None), table.c.id > last)
            rows = self._session.execute(self._selected(*following).limit(_CHUNK)).all()
            yield from map(self._record, rows)
            if len(rows) < _CHUNK:
                return
            last = rows[-1][0]

    def count(self) -> int:
        query = select(func.count()).where(self._table.c.retired_at.is_(None))
        return self._session.execute(query.select_from(self._table)).scalar_one()

    def ids(self) -> frozenset[str]:
        """Ids of every record in use."""
        query = select(self._table.c.record_id).where(self._table.c.retired_at.is_(None))
        return frozenset(self._session.scalars(query))

    def digests(self) -> dict[str, tuple[str, bool]]:
        """The digest of every record that ever was, and whether it is in use."""
        table = self._table
        query = select(table.c.record_id, table.c.digest, table.c.retired_at)
        return {each: (digest, gone is None) for each, digest, gone in self._session.execute(query)}

    def put(self, records: Sequence[R]) -> None:
        """Add records, or replace those with the same id; what was retired comes back."""
        if records:
            self._wait_for_others()
            self._session.execute(self._upsert(), [self._values(each) for each in records])
            self._tell_search([each.id for each in records])

    def retire(self, record_ids: Sequence[str], *, at: datetime) -> None:
        """Take records out of use; they stay on record."""
        if record_ids:
            table = self._table
            query = update(table).where(table.c.record_id == bindparam("gone"))
            self._session.connection().execute(
                query.values(retired_at=at), [{"gone": each} for each in record_ids]
            )
            self._tell_search(record_ids)

    def _wait_for_others(self) -> None:
        """On PostgreSQL, writers of what is watched take turns until the end of the transaction.

        Numbers are then committed in order, so that whoever remembers the highest one that they
        saw misses none below it. SQLite has one writer at a time.
        """
        if self.searched is not None and self._session.get_bind().dialect.name == "postgresql":
            lock = select(func.pg_advisory_xact_lock(func.hashtext(self._table.name)))
            self._session.execute(lock)

    def _tell_search(self, record_ids: Sequence[str]) -> None:
        self._at_hand.clear()
        self._not_there.clear()
        if self.searched is not None:
            SearchChanges(self._session).touch_all(self.searched, record_ids)

    @cached_property
    def _table(self) -> Table:
        table = self.row.__table__
        assert isinstance(table, Table)  # noqa: S101  # for the type checker
        return table

    @cached_property
    def _fields(self) -> tuple[str, ...]:
        """Columns that hold a field of the record as it is."""
        names = (column.name for column in self._table.columns)
        return tuple(name for name in names if name in self.shape.parse and name != "id")

    def _by_digest(self, digests: Prepared, record_ids: Sequence[str]) -> dict[str, R]:
        """Records by id; one with a digest that was read before is not read again."""
        rows = digests.run(self._session, {"ids": record_ids})
        keys = {record_id: (self._table.name, digest) for record_id, digest in rows}
        found: dict[str, R] = {of: _READ[key] for of, key in keys.items() if key in _READ}
        if strange := [of for of in keys if of not in found]:
            wanted = _rows_of(self._table, self._fields)
            whole = self._session.connection().execute(wanted, {"ids": strange}).all()
            read = {each.id: each for each in map(self._record, whole)}
            if len(_READ) + len(read) > _MOST_READ:
                _READ.clear()
            _READ.update((keys[of], record) for of, record in read.items() if of in keys)
            found |= read
        return found

    def _records(self, *where: ColumnElement[bool]) -> list[R]:
        """Every row is fetched before any is read.

        A read that breaks off in between (a row that makes no record) would stay open in SQLite
        through the rollback, for as long as the error is kept, and the connection that it is open
        on can begin no write when the pool gives it out again: "database is locked".
        """
        rows = self._session.execute(self._selected(*where)).all()
        return [self._record(row) for row in rows]

    def _selected(self, *where: ColumnElement[bool]) -> Select[Any]:
        """Rows in the order of first import: the key, the record's id, its fields."""
        return _selected(self._table, self._fields).where(*where)

    def _record(self, row: Row[Any]) -> R:
        made: R = self.shape.build(dict(zip(("id", *self._fields), row[1:], strict=True)))
        return made

    def _values(self, record: R) -> Mapping[str, Any]:
        """The columns of one record."""
        whole = self.shape.whole(record)
        whole["record_id"] = whole.pop("id")
        derived = {name: getattr(record, name) for name in self._derived}
        return {**whole, **derived, "digest": self.shape.digest(record), "retired_at": None}

    @cached_property
    def _derived(self) -> tuple[str, ...]:
        """Columns that hold a property of the record, kept to be queried."""
        names = (column.name for column in self._table.columns)
        return tuple(n for n in names if n not in self.shape.parse and n not in _BOOKKEEPING)

    def _upsert(self) -> Any:  # noqa: ANN401  # the two dialects share no class for it
        dialect = self._session.get_bind().dialect.name
        insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
        statement = insert(self._table)
        replaced: Iterable[str] = (*self._fields, *self._derived, "digest", "retired_at")
        return statement.on_conflict_do_update(
            index_elements=["record_id"],
            set_={name: statement.excluded[name] for name in replaced},
        )
