"""Vectors of records in the database, and in memory where they are searched."""

import hashlib
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    LargeBinary,
    String,
    UniqueConstraint,
    and_,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base
from storage.search.changes import SearchChange, has_successor, oldest_transaction, transaction_id
from storage.search.documents import Kind
from storage.search.encoder import SIZE, Floats
from storage.search.lexical import Unit

BYTES = SIZE + 4
"""Of one vector: a signed byte a number, and their common scale as float32."""
_RESCORED = 4
"""So many times more candidates are taken by signs than are wanted by cosine: recall .97."""

_SAMPLED = 64
"""Of so many distances one is looked at to guess how near the nearest are."""


class SearchVectors(Base):
    """The vectors of one record by one model: of the record, then of each piece of evidence."""

    __tablename__ = "search_vectors"
    __table_args__ = (UniqueConstraint("kind", "record_id"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[str] = mapped_column(String(200))
    model: Mapped[str] = mapped_column(String(60))
    change_id: Mapped[int]
    """The change of the record that they were made for."""
    transaction_id: Mapped[int] = mapped_column(BigInteger, index=True)
    digest: Mapped[str] = mapped_column(String(32))
    """Of the texts: the same words are not encoded twice."""
    vectors: Mapped[bytes] = mapped_column(LargeBinary)
    """`BYTES` each; empty for a record that the model can not read, or that is gone."""


@dataclass(frozen=True, slots=True)
class Due:
    """A record whose vectors are missing or outdated."""

    kind: Kind
    record_id: str
    change_id: int


class VectorRows:
    """The repository of vectors."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def due(self, model: str, *, limit: int, after: int = 0) -> list[Due]:
        """Records that changed since their vectors were made, the oldest change first.

        Changes up to the id `after` are not looked at.
        """
        change = SearchChange
        query = (
            select(change.kind, change.record_id, change.id)
            .where(change.id > after, self._is_due(model))
            .order_by(change.id)
            .limit(limit)
        )
        return [Due(Kind(kind), of, at) for kind, of, at in self._session.execute(query)]

    def due_of(self, model: str, kind: Kind, record_ids: Sequence[str]) -> list[Due]:
        """Those of these records that changed since their vectors were made."""
        change = SearchChange
        query = select(change.record_id, change.id).where(
            change.kind == str(kind), change.record_id.in_(record_ids), self._is_due(model)
        )
        return [Due(kind, of, at) for of, at in self._session.execute(query.order_by(change.id))]

    def count_due(self, model: str) -> int:
        query = select(func.count()).select_from(SearchChange).where(self._is_due(model))
        return self._session.scalar(query) or 0

    def digests(self, dues: Sequence[Due], model: str) -> dict[tuple[str, str], str]:
        """By (kind, id): the digest of the texts that the present vectors were made of."""
        row = SearchVectors
        query = select(row.kind, row.record_id, row.digest).where(
            row.model == model, row.record_id.in_([due.record_id for due in dues])
        )
        found = self._session.execute(query)
        return {(kind, record_id): digest for kind, record_id, digest in found}

    def put(self, model: str, made: Sequence[tuple[Due, str, bytes]]) -> None:
        """Replace the vectors of these records: (due, digest, vectors)."""
        transaction = transaction_id(self._session)
        for kind in Kind:
            ids = [due.record_id for due, _, _ in made if due.kind == kind]
            if ids:
                row = SearchVectors
                self._session.execute(
                    delete(row).where(row.kind == str(kind), row.record_id.in_(ids))
                )
        rows = [
            {
                "kind": str(due.kind),
                "record_id": due.record_id,
                "model": model,
                "change_id": due.change_id,
                "transaction_id": transaction,
                "digest": digest,
                "vectors": vectors,
            }
            for due, digest, vectors in made
        ]
        if rows:
            self._session.execute(insert(SearchVectors), rows)

    def confirm(self, dues: Iterable[Due]) -> None:
        """The words of these records are as they were: their vectors are good."""
        for due in dues:
            row = SearchVectors
            same = (row.kind == str(due.kind), row.record_id == due.record_id)
            self._session.execute(
                SearchVectors.__table__.update().where(*same).values(change_id=due.change_id)  # type: ignore[attr-defined]  # a Table
            )

    def horizon(self) -> int:
        """As with changes: rows behind it have all been seen once it has been read up to."""
        oldest = oldest_transaction(self._session)
        if oldest is not None:
            return oldest
        return (self._session.scalar(select(func.max(SearchVectors.id))) or 0) + 1

    def since(
        self, horizon: int, *, after: int, limit: int
    ) -> list[tuple[int, int, str, str, bytes]]:
        """(id, order, kind, record id, vectors) at or behind the horizon, by id."""
        row = SearchVectors
        order: ColumnElement[int] = (
            row.__table__.c.transaction_id
            if oldest_transaction(self._session) is not None
            else row.__table__.c.id
        )
        query = (
            select(row.id, order, row.kind, row.record_id, row.vectors)
            .where(order >= horizon, row.id > after)
            .order_by(row.id)
            .limit(limit)
        )
        return list(self._session.execute(query))

    def count(self) -> int:
        """Records that have vectors."""
        query = select(func.count()).select_from(SearchVectors)
        return self._session.scalar(query.where(func.length(SearchVectors.vectors) > 0)) or 0

    def _is_due(self, model: str) -> ColumnElement[bool]:
        change, row = SearchChange, SearchVectors
        fresh = (
            select(row.id)
            .where(
                row.kind == change.kind,
                row.record_id == change.record_id,
                row.model == model,
                row.change_id >= change.id,
            )
            .exists()
        )
        return and_(~has_successor(), ~fresh)


def packed(vectors: Floats) -> bytes:
    """Vectors as bytes: numbers between -127 and 127, then the scale, one after another."""
    scales = (np.abs(vectors).max(axis=1, keepdims=True) / 127).astype(np.float32)
    numbers = np.rint(vectors / np.maximum(scales, 1e-9)).astype(np.int8)
    return np.concatenate([numbers.view(np.uint8), scales.view(np.uint8)], axis=1).tobytes()


def text_digest(texts: Iterable[str]) -> str:
    joined = "\x1e".join(texts)
    return hashlib.blake2b(joined.encode(), digest_size=16).hexdigest()


_NO_KEYS: NDArray[np.int64] = np.zeros(0, np.int64)
_NO_VECTORS: NDArray[np.uint8] = np.zeros((0, BYTES), np.uint8)


@dataclass(frozen=True, slots=True)
class KeyedVectors:
    """Vectors as they stand in the database, a row each, with the keys of their entries."""

    keys: NDArray[np.int64]
    raw: NDArray[np.uint8]


def keyed(rows: Sequence[tuple[str, str, bytes]]) -> KeyedVectors:
    """The vectors of some records: (kind, record id, vectors)."""
    keys = [
        Unit(Kind(kind), record_id, number).key
        for kind, record_id, vectors in rows
        for number in range(len(vectors) // BYTES)
    ]
    raw = np.frombuffer(b"".join(each[2] for each in rows), np.uint8).reshape(-1, BYTES)
    return KeyedVectors(np.asarray(keys, np.int64), raw)


class VectorTable:
    """Vectors in memory: 48 bytes of signs to scan, 384 to rescore. Threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: NDArray[np.int64] = np.zeros(0, np.int64)
        """In ascending order, like the rows of the other three."""
        self._numbers: NDArray[np.int8] = np.zeros((0, SIZE), np.int8)
        self._scales: Floats = np.zeros(0, np.float32)
        self._signs: NDArray[np.uint64] = np.zeros((SIZE // 64, 0), np.uint64)
        """Column by column: 64 signs of every vector, then the next 64."""

    def __len__(self) -> int:
        return len(self._keys)

    def replace(self, some: "Iterable[KeyedVectors]", *, gone: Sequence[int] = ()) -> None:
        """Put these vectors, in place of those that had their keys, or a key in `gone`."""
        every = list(some)
        fresh = np.concatenate([_NO_KEYS, *(each.keys for each in every)])
        raw = np.concatenate([_NO_VECTORS, *(each.raw for each in every)])
        numbers = raw[:, :SIZE].view(np.int8)
        scales = np.ascontiguousarray(raw[:, SIZE:]).view(np.float32).reshape(-1)
        with self._lock:
            kept = ~_among(self._keys, np.concatenate([fresh, np.asarray(gone, np.int64)]))
            keys = np.concatenate([self._keys[kept], fresh])
            order = np.argsort(keys)
            self._keys = keys[order]
            self._numbers = np.concatenate([self._numbers[kept], numbers])[order]
            self._scales = np.concatenate([self._scales[kept], scales])[order]
            signs = np.concatenate([self._signs[:, kept], _signs(numbers)], axis=1)
            self._signs = np.ascontiguousarray(signs[:, order])

    def nearest(self, vector: Floats, count: int) -> list[tuple[int, float]]:
        """(key, cosine) of about the `count` nearest, best first."""
        keys, numbers, scales, signs = self._state()
        if not len(keys):
            return []
        rows = np.arange(len(keys))
        if count * _RESCORED < len(keys):
            rows = _near(signs, _signs(vector[None, :])[:, 0], count * _RESCORED)
        cosines = (numbers[rows].astype(np.float32) @ vector) * scales[rows]
        best = np.argsort(-cosines, kind="stable")[:count]
        return list(zip(keys[rows[best]].tolist(), cosines[best].tolist(), strict=True))

    def cosines(self, vector: Floats, wanted: Sequence[int]) -> list[tuple[int, float]]:
        """(key, cosine) of these keys; those without a vector are left out."""
        keys, numbers, scales, _ = self._state()
        if not len(keys) or not wanted:
            return []
        asked = np.asarray(wanted, np.int64)
        rows = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
        there = keys[rows] == asked
        rows = rows[there]
        found = (numbers[rows].astype(np.float32) @ vector) * scales[rows]
        return list(zip(asked[there].tolist(), found.tolist(), strict=True))

    def _state(
        self,
    ) -> tuple[NDArray[np.int64], NDArray[np.int8], Floats, NDArray[np.uint64]]:
        with self._lock:
            return self._keys, self._numbers, self._scales, self._signs


def _among(keys: NDArray[np.int64], some: NDArray[np.int64]) -> NDArray[np.bool_]:
    """As numpy.isin, which loads 2 MiB of masked arrays for it."""
    asked = np.sort(some)
    at = np.searchsorted(asked, keys)
    at[at == len(asked)] = 0
    return asked[at] == keys if len(asked) else np.zeros(len(keys), np.bool_)


def _signs(numbers: NDArray[np.int8] | Floats) -> NDArray[np.uint64]:
    packed_signs = np.packbits(numbers > 0, axis=1).view(np.uint64)
    return np.ascontiguousarray(packed_signs.T)


def _near(signs: NDArray[np.uint64], asked: NDArray[np.uint64], count: int) -> NDArray[np.intp]:
    """Rows of at least the `count` nearest by how many signs differ; ties all belong."""
    distances = np.zeros(signs.shape[1], np.uint16)
    for column, bits in zip(signs, asked, strict=True):
        distances += np.bitwise_count(column ^ bits)
    most = _enough(distances[::_SAMPLED], -(-count // _SAMPLED))
    near = np.flatnonzero(distances <= most)
    while len(near) < count:
        most += 1
        near = np.flatnonzero(distances <= most)
    found = distances[near]
    return near[found <= _enough(found, count)]


def _enough(distances: NDArray[np.uint16], count: int) -> int:
    """The distance within which are so many."""
    within = np.bincount(distances, minlength=SIZE + 1).cumsum()
    return int((within >= count).argmax())
