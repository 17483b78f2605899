"""What lies near a question in meaning: its vector against those of the records."""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from storage.search import analysis
from storage.search.documents import Document, Kind
from storage.search.encoder import NAME, Floats
from storage.search.follower import OpenRecords, Progress, Records
from storage.search.lexical import Unit
from storage.search.model import Model
from storage.search.vectors import (
    Due,
    KeyedVectors,
    VectorRows,
    VectorTable,
    keyed,
    packed,
    text_digest,
)

T = TypeVar("T")
Visible = Callable[[Sequence[int]], set[int]]
"""Which of these keys may be found: asked of the index, so that no filter is written twice."""

RECORDS_AT_ONCE, A_FEW = 128, 16
"""Many at once keep all cores busy, and cost some seconds if they are broken off before the commit;
a few at a time leave the cores to those who ask."""
MUCH, MANY_RECORDS = 1_000, 5_000
"""From so many records that wait for vectors, or that have some, the quick encoder pays."""
_FROM_THE_START_SECONDS = 600.0
"""How often even records are looked at that were done: a change can be committed late."""
_TELLING_PIECES = 5
_LOOK_EVERY_SECONDS = 5.0
"""How old the vectors may be that another process made."""
_ROWS_READ_AT_ONCE = 5_000
_WIDER = 8
_PIECES_FORGOTTEN = 8


class RunWrite(Protocol):
    """Runs a unit of work that writes and commits it: `Database.run_now`."""

    def __call__(self, unit: Callable[[Records], T], /) -> T: ...


class Meaning:
    """The model, the vectors of this database, and how they are made."""

    def __init__(
        self,
        model: Model,
        open_records: OpenRecords,
        write: RunWrite,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.model = model
        self._open_records = open_records
        self._write = write
        self._clock = clock
        self._table = VectorTable()
        self._lock = threading.Lock()
        self._horizon = 0
        self._seen: set[int] = set()
        self._looked_at: float | None = None
        self._stopped = False
        self._done_to = 0
        """The last change whose record has vectors, like all before it."""
        self._began_at: float | None = None

    def count(self) -> int:
        """Records that have vectors."""
        with self._open_records() as records:
            return records.search_vectors.count()

    def reads(self, language: str | None, text: str) -> bool:
        """Whether the model may be able to read this question: it knows English only."""
        if self.model.trouble is not None or not text.strip():
            return False
        return language == "en" or (language is None and text.isascii())

    def vector(self, text: str) -> Floats | None:
        """The question's vector; None if there is no model or nothing to compare it with."""
        self.look(wait=False)
        return self.model.question(text) if len(self._table) else None

    def nearest(
        self, vector: Floats, count: int, visible: Visible, *, wide: int
    ) -> list[tuple[int, float]]:
        """(key, cosine) of the nearest entries that are visible, best first.

        Looks at `wide` of them, and further where filters leave few, in the end at everything.
        """
        while True:
            found = self._table.nearest(vector, wide)
            allowed = visible([key for key, _ in found])
            kept = [(key, cosine) for key, cosine in found if key in allowed]
            if len(kept) >= count // 2 or wide >= len(self._table):
                return kept[:count]
            wide *= _WIDER

    def cosines(self, vector: Floats, keys: Sequence[int]) -> list[tuple[int, float]]:
        """(key, cosine) of these entries; those without a vector are left out."""
        return self._table.cosines(vector, keys)

    def look(self, *, now: bool = False, wait: bool = True) -> None:
        """Take in vectors that were made since, by this process or another.

        Without `wait`, not while another thread does: a million take seconds at the start.
        """
        if not self._lock.acquire(blocking=wait):
            return
        try:
            at = self._clock()
            lately = self._looked_at is not None and at - self._looked_at < _LOOK_EVERY_SECONDS
            if lately and not now:
                return
            with self._open_records() as records:
                self._take_in(records.search_vectors)
            if len(self._table) >= MANY_RECORDS:
                self.model.hurry()
            self._looked_at = at
        finally:
            self._lock.release()

    def stop(self) -> None:
        """Make no more vectors."""
        self._stopped = True

    def hurry(self) -> None:
        """Read with the quick encoder from now on, where there is one."""
        self.model.hurry()

    def due(self) -> int:
        """How many records wait for vectors."""
        with self._open_records() as records:
            return records.search_vectors.count_due(NAME)

    def make(self, progress: Progress | None = None, *, most: int | None = None) -> int:
        """Make the vectors that are due, `most` at most; returns how many records that were.

        Commits after every few records; several processes at once do some work twice, no harm.
        Must not be called inside a unit of work.
        """
        if self.model.name is None:
            return 0
        total = self.due() if most is None else 0
        if total >= MUCH:
            self.model.hurry()
        done = 0
        self._begin()
        while not self._stopped and (most is None or done < most):
            count = self._make_some(RECORDS_AT_ONCE if most is None else A_FEW)
            if not count:
                break
            done += count
            if progress:
                progress(done, max(done, total))
        if done:
            self.look(now=True)
        return done

    def make_of(
        self, kind: Kind, record_ids: Sequence[str], progress: Progress | None = None
    ) -> None:
        """Make the vectors that are due of these records alone, in this order.

        Must not be called inside a unit of work.
        """
        if self.model.name is None:
            return
        if len(record_ids) >= MUCH:
            self.model.hurry()
        for start in range(0, len(record_ids), RECORDS_AT_ONCE):
            if self._stopped:
                break
            some = record_ids[start : start + RECORDS_AT_ONCE]
            with self._open_records() as records:
                dues = records.search_vectors.due_of(NAME, kind, some)
            self._make_these(dues)
            if progress:
                progress(start + len(some), len(record_ids))
        self.look(now=True)

    def _begin(self) -> None:
        """Go on after the last record that was done, now and then from the start."""
        at = self._clock()
        if self._began_at is None or at - self._began_at >= _FROM_THE_START_SECONDS:
            self._began_at, self._done_to = at, 0

    def _make_some(self, count: int) -> int:
        with self._open_records() as records:
            dues = records.search_vectors.due(NAME, after=self._done_to, limit=count)
        if not dues or not self._make_these(dues):
            return 0
        self._done_to = max(due.change_id for due in dues)
        return len(dues)

    def _make_these(self, dues: Sequence[Due]) -> bool:
        """Whether there was a model to make them with."""
        with self._open_records() as records:
            known = records.search_vectors.digests(dues, NAME)
            texts = {due: _texts(document) for due, document in _documents(records, dues)}
        every = [(due, texts.get(due, ()), text_digest(texts.get(due, ()))) for due in dues]
        same = [due for due, _, digest in every if known.get((due.kind, due.record_id)) == digest]
        changed = [each for each in every if each[0] not in set(same)]
        vectors = self.model.encode([text for _, words, _ in changed for text in words])
        if vectors is None:
            return False
        made, start = [], 0
        for due, words, digest in changed:
            made.append((due, digest, packed(vectors[start : start + len(words)])))
            start += len(words)
        self._write(lambda records: _keep(records, made, same))
        return True

    def _take_in(self, rows: VectorRows) -> None:
        horizon = rows.horizon()
        after, seen = 0, set[int]()
        fresh: list[KeyedVectors] = []
        gone: list[int] = []
        while found := rows.since(self._horizon, after=after, limit=_ROWS_READ_AT_ONCE):
            after = found[-1][0]
            new = [row[2:] for row in found if row[0] not in self._seen]
            fresh.append(keyed(new))
            gone += [key for kind, of, vectors in new if not vectors for key in _keys(kind, of)]
            seen.update(number for number, order, *_ in found if order >= horizon)
        if any(len(each.keys) for each in fresh) or gone:
            self._table.replace(fresh, gone=gone)
        self._horizon, self._seen = horizon, seen


def _keys(kind: str, record_id: str) -> list[int]:
    """The keys that a record's vectors may have had."""
    return [Unit(Kind(kind), record_id, number).key for number in range(_PIECES_FORGOTTEN)]


def _documents(records: Records, dues: Iterable[Due]) -> Iterable[tuple[Due, Document]]:
    by_kind: dict[str, dict[str, Due]] = {}
    for due in dues:
        by_kind.setdefault(due.kind, {})[due.record_id] = due
    for of_kind in by_kind.values():
        kind = next(iter(of_kind.values())).kind
        for document in records.search_documents(kind, list(of_kind)):
            yield of_kind[document.record_id], document


def _texts(document: Document) -> tuple[str, ...]:
    """What is encoded of a record and of each of its pieces; nothing if it is not English."""
    some = "\n".join(piece.text or piece.title for piece in document.documents[:_TELLING_PIECES])
    guessed = analysis.guess_language(analysis.clean(f"{document.words}\n{some}"))
    if (document.language or guessed) != "en":
        return ()
    pieces = (f"{piece.title}. {piece.text}" for piece in document.documents)
    return (document.words.replace("\n", ". "), *pieces)


def _keep(records: Records, made: Sequence[tuple[Due, str, bytes]], same: Sequence[Due]) -> None:
    records.search_vectors.put(NAME, made)
    records.search_vectors.confirm(same)
