"""A network folder brought into the database, and written out of it again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from config.network_files.checking import Known
from config.network_files.faults import BadFolder
from config.network_files.folder import Folder, Progress, read_folder
from config.network_files.records import Record, RecordKind, WorkingGroup
from config.network_files.shapes import SHAPES
from handlers import deliverables
from storage.records import Records
from storage.store import Store

MOST_AT_ONCE = 2_000
"""Records in one piece of an import: about a tenth of a second of the one writer on SQLite."""

Pieces = Callable[[RecordKind, int], None]
"""Told a kind and how many of its records have been written."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import does, or did, to one kind of records."""

    added: int = 0
    updated: int = 0
    retired: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, by kind; only kinds whose file was there."""

    counts: Mapping[RecordKind, Counts]

    @property
    def changed(self) -> bool:
        return any(each.added or each.updated or each.retired for each in self.counts.values())


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an import that one transaction writes."""

    kind: RecordKind
    put: tuple[Record, ...] = ()
    retire: tuple[str, ...] = ()


@dataclass(slots=True)
class ImportPlan:
    """What an import will do; made by `plan`, carried out piece by piece by `write`."""

    result: ImportResult
    put: dict[RecordKind, list[Record]] = field(default_factory=dict)
    retire: dict[RecordKind, list[str]] = field(default_factory=dict)

    def pieces(self) -> Iterator[Piece]:
        """Parts small enough not to keep other writers waiting, in the order of kinds.

        An import that stops between two of them is finished by running it again.
        """
        for kind in self.result.counts:
            for put in _sliced(self.put.get(kind, ())):
                yield Piece(kind, put=put)
            for gone in _sliced(self.retire.get(kind, ())):
                yield Piece(kind, retire=gone)


def read(path: Path, store: Store, *, progress: Progress | None = None) -> Folder:
    """A folder checked by itself and against the database, whose records it may refer to.

    Raises:
        BadFolder: it has faults; every one of them is named, and nothing may be written.

    """
    folder = read_folder(path, known=known(store), progress=progress)
    if folder.faults:
        raise BadFolder(tuple(folder.faults))
    return folder


def known(store: Store) -> Known:
    """Ids in the database that a folder may refer to without bringing them."""
    return Known(
        {
            RecordKind.ORGANISATIONS: store.organisations.ids(),
            RecordKind.WORKING_GROUPS: store.groups.ids(),
            RecordKind.RESOURCES: store.resources.ids(),
        }
    )


def plan(folder: Folder, store: Store) -> ImportPlan:
    """Compare a folder with the database: what is new, what differs, what the folder dropped.

    Kinds without a file in the folder are left alone.
    """
    planned = ImportPlan(ImportResult(counts={}))
    counts: dict[RecordKind, Counts] = {}
    for kind in sorted(folder.records, key=list(RecordKind).index):
        counts[kind] = _compare(kind, folder.records[kind], store, planned)
    planned.result = ImportResult(counts)
    return planned


def write(piece: Piece, store: Store, *, at: datetime) -> None:
    """Carry out one piece of a plan."""
    records = repository(piece.kind, store)
    records.put(piece.put)
    records.retire(piece.retire, at=at)
    for record in piece.put:
        if isinstance(record, WorkingGroup):
            deliverables.seed(store, record, at=at)


def apply(
    folder: Folder, store: Store, *, at: datetime, progress: Pieces | None = None
) -> ImportResult:
    """Import a whole folder in the caller's transaction.

    A second import of the same folder changes nothing; a record that the folder dropped is
    retired, and comes back when the folder holds it again.
    """
    planned = plan(folder, store)
    done: dict[RecordKind, int] = {}
    for piece in planned.pieces():
        write(piece, store, at=at)
        done[piece.kind] = done.get(piece.kind, 0) + len(piece.put) + len(piece.retire)
        if progress:
            progress(piece.kind, done[piece.kind])
    return planned.result


def export(store: Store) -> dict[RecordKind, list[Record]]:
    """Every record in use that folders brought in, by kind; kinds that have none are left out."""
    found = {kind: repository(kind, store).brought_in() for kind in RecordKind}
    return {kind: records for kind, records in found.items() if records}


def repository(kind: RecordKind, store: Store) -> Records[Any]:
    """Where records of a kind are kept."""
    repositories: Mapping[RecordKind, Callable[[], Records[Any]]] = {
        RecordKind.NETWORK: lambda: store.networks,
        RecordKind.ORGANISATIONS: lambda: store.organisations,
        RecordKind.ACRONYM_TRAPS: lambda: store.acronym_traps,
        RecordKind.OBJECTIVES: lambda: store.objectives,
        RecordKind.PRINCIPLES: lambda: store.principles,
        RecordKind.WORKING_GROUPS: lambda: store.groups,
        RecordKind.EVENTS: lambda: store.events,
        RecordKind.KNOWLEDGE_PLATFORMS: lambda: store.knowledge_platforms,
        RecordKind.RESOURCES: lambda: store.resources,
        RecordKind.EXPERTS: lambda: store.experts,
        RecordKind.REVIEW_FORM: lambda: store.review_forms,
        RecordKind.REVIEWS: lambda: store.reviews,
    }
    return repositories[kind]()


def _compare(
    kind: RecordKind, records: Sequence[Record], store: Store, planned: ImportPlan
) -> Counts:
    digest = SHAPES[kind].digest
    here = repository(kind, store).digests()
    put: list[Record] = []
    added = 0
    for record in records:
        earlier = here.pop(record.id, None)
        if earlier is None or earlier != (digest(record), True):
            put.append(record)
            added += earlier is None
    retire = [record_id for record_id, (_, in_use) in here.items() if in_use]
    planned.put[kind] = put
    planned.retire[kind] = retire
    return Counts(added, len(put) - added, len(retire), len(records) - len(put))


def _sliced(items: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(items), MOST_AT_ONCE):
        yield tuple(items[start : start + MOST_AT_ONCE])
