"""What every message asks of the database: compiled once, and on SQLite left to the driver."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Dialect, Insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from storage.base import UtcDateTime

_DRIVER = "driver"
"""Where a session that lives as long as its transaction keeps its SQLite connection."""

_MOMENTS = 16
Values = Mapping[str, Any]
Rows = Sequence[Sequence[Any]]
_Part = tuple[str, Any, Callable[[Any], Any] | None]
"""Of one "?": the name of its value, what stands there without one, how SQLite is told it."""


class Prepared:
    """One statement, whose rows hold text and numbers alone: they come as SQLite gives them.

    SQLAlchemy takes five times as long over a statement as SQLite does, and an answer needs ten.
    PostgreSQL is asked through SQLAlchemy, for there the way to the server counts. `postgres`: how
    it is said there, where that differs. Nothing that the session holds back is written before.
    """

    def __init__(self, statement: Any, *, postgres: Any = None) -> None:  # noqa: ANN401  # of any kind
        self._statement = statement
        self._postgres = statement if postgres is None else postgres
        self._compiled: tuple[str, tuple[_Part, ...]] | None = None

    def run(self, session: Session, values: Values) -> Rows:
        """Every row that comes of it; none of what returns none."""
        driver = _driver(session)
        if driver is None:
            result = session.connection().execute(self._postgres, values)
            return result.all() if result.returns_rows else ()
        statement, parts = self._for_sqlite(session)
        try:
            return driver.execute(statement, _told(parts, values)).fetchall()
        except sqlite3.Error as error:
            raise _translated(error, statement) from error

    def run_each(self, session: Session, values: Sequence[Values]) -> None:
        """Again for each of these, whatever comes of it."""
        driver = _driver(session)
        if driver is None:
            session.connection().execute(self._postgres, values)
            return
        statement, parts = self._for_sqlite(session)
        try:
            driver.executemany(statement, [_told(parts, each) for each in values])
        except sqlite3.Error as error:
            raise _translated(error, statement) from error

    def _for_sqlite(self, session: Session) -> tuple[str, tuple[_Part, ...]]:
        if self._compiled is None:
            self._compiled = _compiled(self._statement, session.get_bind().dialect)
        return self._compiled


def hold_driver(session: Session) -> None:
    """Find a session's SQLite connection once, where it lives no longer than its transaction."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        session.info[_DRIVER] = connection.connection.dbapi_connection


def _driver(session: Session) -> sqlite3.Connection | None:
    """The driver's connection in the session's transaction; None: this is no SQLite."""
    held: sqlite3.Connection | None = session.info.get(_DRIVER)
    if held is not None:
        return held
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return None
    found: sqlite3.Connection | None = connection.connection.dbapi_connection  # type: ignore[assignment]  # it knows no driver's types
    return found


def _compiled(statement: Any, dialect: Dialect) -> tuple[str, tuple[_Part, ...]]:  # noqa: ANN401
    """A statement's text, and what stands for each "?" in it.

    Of an insert all columns but the key are named; one that is not given has its default.
    """
    columns: dict[str, Any] = {}
    if isinstance(statement, Insert):
        columns = {each.key: each for each in statement.table.columns if not each.primary_key}
    compiled = statement.compile(dialect=dialect, column_keys=list(columns) or None)
    if compiled.post_compile_params:
        raise ValueError(f"as many values as there are is for SQLAlchemy: {compiled.string}")
    binds = {name: compiled.binds[name] for name in compiled.positiontup or ()}
    parts = {
        name: (
            name,
            _default(columns[name]) if name in columns else bind.value,
            _teller(bind.type, dialect),
        )
        for name, bind in binds.items()
    }
    return compiled.string, tuple(parts[name] for name in compiled.positiontup or ())


def _teller(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """How SQLite is told a value; None: as it is. A message tells the same moment ten times."""
    tell = kind.dialect_impl(dialect).bind_processor(dialect)
    if tell is None or not isinstance(kind, UtcDateTime):
        return tell
    return lru_cache(_MOMENTS)(tell)


def _default(column: Column[Any]) -> object:
    default: Any = column.default
    if default is None:
        return None
    return default.arg(None) if default.is_callable else default.arg


def _told(parts: tuple[_Part, ...], values: Values) -> list[Any]:
    return [
        values.get(name, default) if tell is None else tell(values.get(name, default))
        for name, default, tell in parts
    ]


def _translated(error: sqlite3.Error, statement: str) -> Exception:
    """As SQLAlchemy raises it; what people wrote stays out of it."""
    told: Any = DBAPIError.instance(statement, (), error, sqlite3.Error, hide_parameters=True)
    return told if isinstance(told, Exception) else error
