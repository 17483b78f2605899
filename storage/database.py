"""Runs units of work: each a plain function of a Store, in one transaction, off the event loop."""

import asyncio
import json
import logging
import queue
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import SQLITE_CORRUPT, SQLITE_ERROR, SQLITE_NOTADB
from time import monotonic
from typing import Any, Protocol, TypeVar
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from storage.errors import BadAddress, Conflict, Damaged, Unavailable
from storage.prepared import hold_driver
from storage.search.engine import Search
from storage.store import Store

T = TypeVar("T")
Unit = Callable[[Store], T]

log = logging.getLogger(__name__)

LOCK_PATIENCE_MS = 5_000
"""How long SQLite waits for another process (an import in a shell) before it gives up."""
MOST_DEADLOCKS = 3
"""How often a unit runs again that PostgreSQL gave up, because it and another waited for each
other."""
READERS = 4
MOST_UNITS_A_COMMIT = 200
LONGEST_COMMIT_S = 0.02
"""After so long those that are done are committed and answered, and the others wait on."""


_BEGIN = "hub_begin"
"""Where a pooled connection keeps how its transactions begin."""
_TURN_SECONDS = 0.0005
"""How long a thread may keep the interpreter when others wait for it. With Python's 5 ms the event
loop and the parts of an answer waited for each other: a third of the time of a new question."""


class _Worker(Protocol):
    """How one kind of database runs its units."""

    async def run(self, unit: Unit[Any]) -> Any: ...  # noqa: ANN401  # what the unit returns
    def submit(self, unit: Unit[Any], *, writes: bool) -> "Future[Any]": ...
    def close(self) -> None: ...


class Database:
    """One database, reached through units of work.

    On SQLite every write goes through one thread that commits all waiting units at once (one that
    fails takes no other down, but may make them run twice); reads run in reader threads. On
    PostgreSQL units run in a thread pool, a transaction each.

    Raises:
        BadAddress: there can be no database at this address.
    """

    def __init__(self, url: str, *, search: Search | None = None) -> None:
        sys.setswitchinterval(_TURN_SECONDS)
        self.url = normal_url(url)
        try:
            self.engine = _engine(self.url)
        except (SQLAlchemyError, ImportError, OSError) as error:
            raise BadAddress(str(error)) from error
        self.search = search
        self._worker: _Worker = (
            _SqliteWorker(self.engine, search, holds=sqlite_file(self.url) is not None)
            if self.is_sqlite
            else _PooledWorker(self.engine, search)
        )
        if search is not None:
            search.attach(self.engine, Store, self.run_now)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    async def run(self, unit: Unit[T]) -> T:
        """Run the unit in a transaction and return what it returned, once that is committed.

        Raises:
            Unavailable: the database cannot be reached now; nothing of the unit remains.
            Conflict: a unique key said that somebody else was first.
            Exception: whatever the unit raised; nothing of it remains.

        """
        result: T = await self._worker.run(unit)
        return result

    async def read(self, unit: Unit[T]) -> T:
        """Run a unit that only reads; what it would write is rolled back."""
        return await asyncio.wrap_future(self._worker.submit(unit, writes=False))

    def run_now(self, unit: Unit[T]) -> T:
        """`run` for callers outside the event loop: the shell, threads, tests."""
        result: T = self._worker.submit(unit, writes=True).result()
        return result

    def read_now(self, unit: Unit[T]) -> T:
        """`read` for callers outside the event loop."""
        result: T = self._worker.submit(unit, writes=False).result()
        return result

    def close(self) -> None:
        """Finish what is waiting, then close every connection."""
        self._worker.close()
        self.engine.dispose()


def normal_url(url: str) -> str:
    """A database address with the driver that the hub uses: psycopg 3 for PostgreSQL."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def sqlite_file(url: str) -> Path | None:
    """The file that SQLite keeps, or would make; None: it is in memory, or no SQLite at all."""
    try:
        address = make_url(url)
    except SQLAlchemyError:
        return None
    if address.get_backend_name() != "sqlite" or address.database in {None, "", ":memory:"}:
        return None
    return Path(str(address.database))


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(
            url,
            pool_size=READERS * 2,
            max_overflow=4,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"application_name": f"hub {uuid4()}"},  # see storage.leases
        )
    if file := sqlite_file(url):
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        poolclass=QueuePool,
        json_deserializer=_from_json,
        hide_parameters=True,  # what people wrote stays out of the log
        pool_size=READERS + 1,
        connect_args={"check_same_thread": False, "timeout": LOCK_PATIENCE_MS / 1000},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    dialect: Any = engine.dialect
    dialect.do_begin = _begin_sqlite  # a listener would make every statement a tenth dearer
    return engine


def _from_json(text: str) -> Any:  # noqa: ANN401  # JSON
    """Most lists of a record are empty, and telling takes a tenth of reading."""
    return [] if text == "[]" else json.loads(text)


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401  # a DBAPI connection
    """Durable and concurrent; transactions are begun by us, because sqlite3 begins them late."""
    connection.isolation_level = None
    if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        _switch_to_wal(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _switch_to_wal(connection: Any) -> None:  # noqa: ANN401  # a DBAPI connection
    """Once a file; of two that switch at once one is told "locked", whatever its patience."""
    last = time.monotonic() + LOCK_PATIENCE_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > last:
                raise
            time.sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Any) -> None:  # noqa: ANN401  # a pooled DBAPI connection
    connection.execute(connection.info.get(_BEGIN, "BEGIN"))


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes from its beginning on, committed at the end of the block.

    On SQLite it waits for its turn before it reads: what has read first and writes then is refused
    at once where another wrote in between.
    """
    with engine.connect() as connection, _begins_at_once(connection), connection.begin():
        yield connection


@contextmanager
def _begins_at_once(connection: Connection) -> Iterator[None]:
    """Meanwhile, the connection's transactions on SQLite write from their beginning on."""
    kept = connection.info
    kept[_BEGIN] = "BEGIN IMMEDIATE"
    try:
        yield
    finally:
        del kept[_BEGIN]


def run_in(connection: Connection, unit: Unit[T], search: Search | None) -> T:
    """One unit in a savepoint of the connection's transaction: all of it or nothing."""
    with Session(
        connection, join_transaction_mode="create_savepoint", expire_on_commit=False
    ) as session:
        hold_driver(session)
        result = unit(Store(session, search))
        session.commit()
        return result


def translated(error: Exception) -> Exception:
    """A driver's error in storage's words; anything else as it is."""
    match error:
        case IntegrityError():
            return Conflict(str(error.orig))
        case DBAPIError() if _sqlite_code(error) in {SQLITE_CORRUPT, SQLITE_NOTADB}:
            return Damaged(str(error.orig))
        case OperationalError() if getattr(error.orig, "sqlite_errorcode", 0) == SQLITE_ERROR:
            return error  # "no such column": SQLite's word for a bug, which waiting does not mend
        case OperationalError():
            return Unavailable(str(error.orig))
        case DBAPIError() if error.connection_invalidated:
            return Unavailable(str(error.orig))
        case _:
            return error


def _sqlite_code(error: DBAPIError) -> int:
    """The primary one, https://sqlite.org/rescode.html; 0 from another kind of database."""
    return int(getattr(error.orig, "sqlite_errorcode", 0)) & 0xFF


def _is_deadlock(error: BaseException | None) -> bool:
    """Whether PostgreSQL gave this one up so that another could go on: it may run again at once.

    https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html
    """
    cause = error.orig if isinstance(error, DBAPIError) else None
    return getattr(cause, "sqlstate", None) in {"40P01", "40001"}


def _in_transaction(connection: Connection) -> bool:
    """Whether SQLite still has one open: https://sqlite.org/lang_transaction.html, section 3.1."""
    raw: Any = connection.connection.dbapi_connection
    return bool(raw.in_transaction)


class _Asked:
    """What a caller on an event loop waits for: half of what a thread's Future costs there."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self._loop.create_future()

    def set_running_or_notify_cancel(self) -> bool:
        return not self.future.cancelled()

    def set_result(self, result: object) -> None:
        self._tell(self.future.set_result, result)

    def set_exception(self, error: Exception) -> None:
        self._tell(self.future.set_exception, error)

    def _tell(self, tell: Callable[[Any], None], what: object) -> None:
        with suppress(RuntimeError):  # the loop is closed, so nobody waits any more
            self._loop.call_soon_threadsafe(self._told, tell, what)

    def _told(self, tell: Callable[[Any], None], what: object) -> None:
        if not self.future.done():
            tell(what)


@dataclass(slots=True)
class _Waiting:
    unit: Unit[Any]
    answer: "Future[Any] | _Asked"
    result: Any = None
    error: Exception | None = None

    def begin(self) -> bool:
        """Whether anybody still waits; from here on the caller can go away but not cancel it."""
        return self.answer.set_running_or_notify_cancel()

    def settle(self, failure: Exception | None = None) -> None:
        error = self.error or failure
        if error is None:
            self.answer.set_result(self.result)
            return
        meant = translated(error)
        if meant is not error:
            meant.__cause__ = error
        self.answer.set_exception(meant)


class _SqliteWorker:
    """One writer thread with group commit, and a few readers.

    It `holds` its connection between commits, unless the database is in memory: that lives in the
    pool's one connection, which readers need as well.
    """

    def __init__(self, engine: Engine, search: Search | None, *, holds: bool) -> None:
        self._engine = engine
        self._holds = holds
        self._reading = _PooledWorker(engine, search, threads=READERS)
        self._search = search
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._connection: Connection | None = None
        self._held = ExitStack()
        self._thread = threading.Thread(target=self._write, name="sqlite-writer", daemon=True)
        self._thread.start()

    async def run(self, unit: Unit[Any]) -> Any:  # noqa: ANN401  # what the unit returns
        asked = _Asked()
        self._waiting.put(_Waiting(unit, asked))
        return await asked.future

    def submit(self, unit: Unit[Any], *, writes: bool) -> "Future[Any]":
        if not writes:
            return self._reading.submit(unit, writes=False)
        answer: Future[Any] = Future()
        self._waiting.put(_Waiting(unit, answer))
        return answer

    def close(self) -> None:
        self._waiting.put(None)
        self._thread.join()
        self._reading.close()

    def _write(self) -> None:
        while (waiting := self._next_batch()) is not None:
            batch = [each for each in waiting if each.begin()]
            while batch:
                batch = batch[self._settled(batch) :]
        self._held.close()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """As `writing` does, on a connection that is held for as long as nothing fails on it."""
        if not self._holds:
            with writing(self._engine) as connection:
                yield connection
            return
        if self._connection is None:
            self._connection = self._held.enter_context(self._engine.connect())
            self._held.enter_context(_begins_at_once(self._connection))
        try:
            with self._connection.begin():
                yield self._connection
        except BaseException:
            self._connection = None
            self._held.close()
            raise

    def _settled(self, batch: list[_Waiting]) -> int:
        """Commit the first units of a batch, and answer them; how many."""
        failure, count = None, len(batch)
        try:
            count = self._commit(batch)
        except Exception as error:  # noqa: BLE001  # every waiting caller must be told
            failure = error
        for each in batch[:count]:
            each.settle(failure)
        return count

    def _next_batch(self) -> list[_Waiting] | None:
        """All that waits, at least one; None when closed. A closing None is put back for later."""
        first = self._waiting.get()
        if first is None:
            return None
        batch = [first]
        while len(batch) < MOST_UNITS_A_COMMIT:
            try:
                following = self._waiting.get_nowait()
            except queue.Empty:
                break
            if following is None:
                self._waiting.put(None)
                break
            batch.append(following)
        return batch

    def _commit(self, batch: list[_Waiting]) -> int:
        """Run units for a while and commit them at once; how many.

        Hardly a unit ever fails, and a savepoint costs a fifth of what handling a message does:
        so they are run without, and once more with savepoints when one has failed.
        """
        try:
            with self._writing() as connection:
                return self._run_all(batch, connection)
        except Exception:
            if len(batch) == 1:
                raise
        with self._writing() as connection:
            return self._run_each(batch, connection)

    def _run_all(self, batch: list[_Waiting], connection: Connection) -> int:
        """All or none, in one session that sees nothing of one unit in the next."""
        until = monotonic() + LONGEST_COMMIT_S
        with Session(
            connection, join_transaction_mode="rollback_only", expire_on_commit=False
        ) as session:
            hold_driver(session)
            for count, each in enumerate(batch, start=1):
                each.result = each.unit(Store(session, self._search))
                session.flush()
                session.expunge_all()
                if monotonic() > until:
                    return count
        return len(batch)

    def _run_each(self, batch: list[_Waiting], connection: Connection) -> int:
        """Those that can be run; the error of each other is its caller's."""
        until = monotonic() + LONGEST_COMMIT_S
        for count, each in enumerate(batch, start=1):
            try:
                each.result = run_in(connection, each.unit, self._search)
            except Exception as error:
                if not _in_transaction(connection):
                    raise  # a full disk rolls the whole transaction back, earlier units too
                each.error = error
            if monotonic() > until:
                return count
        return len(batch)


class _PooledWorker:
    """A transaction a unit, in a pool of threads."""

    def __init__(
        self, engine: Engine, search: Search | None, *, threads: int = READERS * 2
    ) -> None:
        self._engine = engine
        self._search = search
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="database")

    async def run(self, unit: Unit[Any]) -> Any:  # noqa: ANN401  # what the unit returns
        return await asyncio.wrap_future(self.submit(unit, writes=True))

    def submit(self, unit: Unit[Any], *, writes: bool) -> "Future[Any]":
        return self._threads.submit(self._run, unit, writes=writes)

    def close(self) -> None:
        self._threads.shutdown()

    def _run(self, unit: Unit[Any], *, writes: bool) -> Any:  # noqa: ANN401
        for _ in range(MOST_DEADLOCKS):
            try:
                return self._run_once(unit, writes=writes)
            except Unavailable as error:
                if not _is_deadlock(error.__cause__):
                    raise
                log.info("two units waited for each other; one of them runs again")
        return self._run_once(unit, writes=writes)

    def _run_once(self, unit: Unit[Any], *, writes: bool) -> Any:  # noqa: ANN401
        try:
            with Session(self._engine, expire_on_commit=False) as session:
                result = unit(Store(session, self._search))
                if writes:
                    session.commit()
                else:
                    session.rollback()
                return result
        except (IntegrityError, OperationalError, DBAPIError) as error:
            raise translated(error) from error
