"""Keeps an index in step with the database: opens it, heals it, and says how far it is."""

import fcntl
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

from storage.search.changes import Change, SearchChanges
from storage.search.documents import Document, Kind
from storage.search.helped import Saying
from storage.search.lexical import FORMAT, LexicalIndex, Position, is_of_the_index, wipe
from storage.search.vectors import VectorRows

T = TypeVar("T")

BATCH = 2_000
COMMIT_AFTER = 10_000
"""Changes: each commit is waited for, and leaves a part of the index that is merged later."""
_ATTEMPTS = 2
_COMPARE_EVERY_SECONDS = 2.0
"""How often it is asked whether the database is still the same, and not an older copy."""
AT_ONCE = 500
"""So many waiting changes are followed by whoever asks; more are left to a thread of their own."""

Progress = Callable[[int, int], None]
"""Told how many changes are done, of how many."""

log = logging.getLogger(__name__)


class Records(Protocol):
    """What search needs of a Store; `search_documents` leaves unknown ids out."""

    @property
    def search_changes(self) -> SearchChanges: ...

    @property
    def search_vectors(self) -> VectorRows: ...

    def search_documents(self, kind: Kind, record_ids: Sequence[str]) -> Sequence[Document]: ...

    def has_sayings(self) -> bool: ...

    def search_sayings(self, kind: Kind, record_ids: Sequence[str]) -> Sequence[Saying]: ...


OpenRecords = Callable[[], AbstractContextManager[Records]]
"""Opens a reading transaction of its own in the calling thread: it sees what is committed."""


class IndexDamaged(Exception):
    """The index could not be read or written; its files, or where they stand, are at fault."""


class Follower:
    """One index and the position at which it follows the database.

    Threads of one process share it; processes that share a folder take turns at writing through
    a file lock. What cannot be read is removed and built anew; where a folder cannot be written,
    the index lives in memory.
    """

    def __init__(self, folder: Path | None, open_records: OpenRecords) -> None:
        self._folder = folder / FORMAT if folder else None
        self._open_records = open_records
        self._lock = threading.RLock()
        self._index: LexicalIndex | None = None
        self._position = Position()
        self._applied: set[int] = set()
        """Changes at or behind the horizon that the index has: PostgreSQL gives them again."""
        self._thread: threading.Thread | None = None
        self._tip: tuple[int, int] | None = None
        """Where the changes stood when nothing of them was missing."""
        self._compared_at = 0.0
        self._has_turn = False
        self.trouble: str | None = None
        self.generation = 0
        """Grows with every change of the index that this process has seen."""

    @property
    def in_memory(self) -> bool:
        return self._folder is None

    @property
    def index(self) -> LexicalIndex:
        """The index as it is now, perhaps empty; never waits for the database."""
        with self._lock:
            return self._opened()

    def waiting(self) -> int:
        """How many changes the index does not have yet."""
        self._opened()
        with self._open_records() as records:
            changes = records.search_changes
            if not changes.continues(self._position):
                return changes.count(Position())
            return max(0, changes.count(self._position) - len(self._applied))

    def is_level(self, records: Records) -> bool:
        """Whether the transaction of these records shows nothing that the index does not have.

        Costs no transaction of its own; False where that is not sure, and `catch_up` has to look.
        """
        at = time.monotonic()
        if self._tip is None or at - self._compared_at >= _COMPARE_EVERY_SECONDS:
            return False
        return records.search_changes.tip(self._position) == self._tip

    def catch_up(self, *, patience_seconds: float | None) -> bool:
        """Follow what is committed now; whether that was done in time.

        A few changes are followed here and now. Many, or a new index, are left to a thread, which
        is waited for as long as patience lasts (None: to the end).
        """
        if patience_seconds is None:
            with self._lock:
                if self._glance():
                    self.follow()
            return True
        if not self._lock.acquire(timeout=patience_seconds):
            return False
        try:
            waiting = self._glance()
            if 0 < waiting <= AT_ONCE:
                self.follow()
        finally:
            self._lock.release()
        if waiting <= AT_ONCE:
            return True
        thread = self._follow_in_thread()
        thread.join(patience_seconds)
        return not thread.is_alive()

    def follow(self, progress: Progress | None = None) -> None:
        """Bring the index to the present, however long it takes; a damaged one is built anew."""
        with self._lock:
            for _attempt in range(_ATTEMPTS):
                with suppress(IndexDamaged):
                    return self._follow(progress)
            return self._follow(progress)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Build the index anew; until it is there, the old one answers."""
        with self._lock:
            try:
                self._follow(progress, anew=True)
            except IndexDamaged:
                self.follow(progress)

    def heal(self, error: BaseException) -> None:
        """Throw away an index that failed, so that the next answer starts a new one."""
        with self._lock:
            self._throw_away(error)

    def close(self) -> None:
        with self._lock:
            if self._index is not None:
                self._index.release()
            self._index = None

    def _glance(self) -> int:
        """How many changes wait, counted no further than is needed to decide who follows them."""
        self._opened()
        at = time.monotonic()
        with self._open_records() as records:
            changes = records.search_changes
            tip = changes.tip(self._position)
            if tip == self._tip and at - self._compared_at < _COMPARE_EVERY_SECONDS:
                return 0
            if not changes.continues(self._position):
                return max(1, changes.count(Position()))
            rows = changes.since(self._position, limit=len(self._applied) + AT_ONCE + 1)
            waiting = sum(row.id not in self._applied for row in rows)
            self._tip, self._compared_at = (None if waiting else tip), at
            return waiting

    def _follow_in_thread(self) -> threading.Thread:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(
                    target=self._follow_quietly, name="search-follower", daemon=True
                )
                self._thread.start()
            return self._thread

    def _follow_quietly(self) -> None:
        try:
            self.follow()
        except Exception:
            log.exception("the search index could not follow the database")

    def _follow(self, progress: Progress | None, *, anew: bool = False) -> None:
        self._opened()
        with self._open_records() as records:
            if anew or self._is_behind(records.search_changes):
                with self._turn():
                    self._take_up(records.search_changes, anew=anew)
                    self._apply_all(records, progress, anew=anew)

    def _is_behind(self, changes: SearchChanges) -> bool:
        if not changes.continues(self._position):
            return True
        rows = changes.since(self._position, limit=len(self._applied) + 1)
        return any(row.id not in self._applied for row in rows)

    def _take_up(self, changes: SearchChanges, *, anew: bool) -> None:
        """Another process may have moved the index on, or it followed another database."""
        self._guarded(lambda index: index.reload())
        position = self._guarded(lambda index: index.position())
        if position != self._position:
            self._position, self._applied = position, set()
        if anew or self._position == Position() or not changes.continues(self._position):
            self._guarded(lambda index: index.empty())
            self._position, self._applied = Position(), set()

    def _apply_all(self, records: Records, progress: Progress | None, *, anew: bool) -> None:
        """In batches, each committed unless `anew`; the horizon moves when all are done."""
        changes = records.search_changes
        start = reached = self._position
        horizon = changes.horizon(start)
        applied = set(self._applied)
        total = changes.count(start) if progress else 0
        done = after = committed = 0
        while rows := changes.since(start, after=after, limit=BATCH):
            after, done = rows[-1].id, done + len(rows)
            self._put(records, [row for row in rows if row.id not in applied])
            applied.update(row.id for row in rows if row.order >= horizon)
            if after > reached.last_id:
                reached = replace(reached, last_id=after, last_nonce=rows[-1].nonce)
            if not anew and done - committed >= COMMIT_AFTER:
                committed = done
                self._commit(reached)
            if progress:
                progress(done, max(done, total))
        self._finish(replace(reached, horizon=horizon), applied)

    def _put(self, records: Records, rows: Sequence[Change]) -> None:
        for kind in Kind:
            ids = [row.record_id for row in rows if row.kind == kind]
            if ids:
                documents = records.search_documents(kind, ids)
                self._put_one_kind(kind, ids, documents)

    def _put_one_kind(self, kind: Kind, ids: Sequence[str], documents: Sequence[Document]) -> None:
        self._guarded(lambda index: index.put(kind, ids, documents))

    def _commit(self, position: Position) -> None:
        self._guarded(lambda index: index.commit(position))

    def _finish(self, position: Position, applied: set[int]) -> None:
        self._commit(position)
        self._guarded(lambda index: index.release())
        self._position, self._applied = position, applied
        self.generation += 1

    def _opened(self) -> LexicalIndex:
        if self._index is None:
            try:
                self._index = LexicalIndex(self._folder)
                self._position, self._applied = self._index.position(), set()
            except BaseException as error:
                if not is_of_the_index(error):
                    raise
                self._throw_away(error)
                self._index = self._new()
        return self._index

    def _new(self) -> LexicalIndex:
        """An empty index, in memory where the folder cannot be used."""
        self._position, self._applied = Position(), set()
        try:
            index = LexicalIndex(self._folder)
            index.empty()
            index.commit(Position())
            index.release()
        except BaseException as error:
            if not is_of_the_index(error):
                raise
            self.trouble = f"{self._folder}: {error}; the index lives in memory"
            log.warning("search index folder cannot be used: %s", self.trouble)
            self._folder = None
            return LexicalIndex(None)
        return index

    def _throw_away(self, error: BaseException) -> None:
        self.trouble = f"{error}; the index was built anew"
        log.warning("search index failed and is built anew: %s", error)
        self._index = self._tip = None
        self.generation += 1
        if self._folder is not None:
            with self._turn():
                wipe(self._folder)

    def _guarded(self, action: Callable[[LexicalIndex], T]) -> T:
        """Do this to the index.

        Raises:
            IndexDamaged: it failed; the index has been thrown away.
        """
        try:
            return action(self._opened())
        except BaseException as error:
            if not is_of_the_index(error):
                raise
            self._throw_away(error)
            raise IndexDamaged(str(error)) from error

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """This process's turn to write in the folder; others wait for theirs.

        Turns nest; the caller holds the lock of this process.
        """
        if self._folder is None or self._has_turn:
            yield
            return
        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            lock = (self._folder.parent / "lock").open("a")
        except OSError:
            yield  # what follows will fail to write, and the index moves to memory
            return
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._has_turn = True
            try:
                yield
            finally:
                self._has_turn = False
