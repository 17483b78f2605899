"""Search as the rest of the hub meets it: find, suggest, follow, reindex, status."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

import tantivy
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from config.languages import detect
from storage.search import lexical, suggesting
from storage.search.documents import (
    Filters,
    Found,
    Kind,
    Note,
    Query,
    Reader,
    Status,
    Suggestion,
)
from storage.search.finder import Finder
from storage.search.follower import Follower, OpenRecords, Progress, Records
from storage.search.matching import LabelTerms
from storage.search.meaning import Meaning, RunWrite
from storage.search.model import Model
from storage.search.recent import Recent

T = TypeVar("T")

_FORGOTTEN_AT_ONCE = 2_000
LATEST_KEPT = 10_000
"""So many changes stay, for an index that follows from further back is built anew."""
_NOT_RATED_SECONDS = 20.0
_BESIDE = 4
"""Questions whose meaning is compared at once, while the index looks for their words."""
PATIENCE_SECONDS = 0.5
"""How long an answer waits for the index to take in what was just saved."""


class Search:
    """One a process: the index in its folder and the model. `over` gives what a Store offers.

    `folder` None keeps the index in memory. `patience_seconds` None waits for the index however
    long it takes (the shell does), else an answer says that it may be incomplete.
    """

    def __init__(
        self,
        folder: Path | None,
        *,
        model: Model | None = None,
        patience_seconds: float | None = PATIENCE_SECONDS,
    ) -> None:
        self._folder = folder
        self._model = model or Model(enabled=False)
        self._patience_seconds = patience_seconds
        self._attached: _Attached | None = None
        self._recent = Recent()
        self._rated = (False, 0.0)
        self._languages: tuple[int, Mapping[str, int]] = (-1, {})
        self._kinds: tuple[int, frozenset[Kind]] = (-1, frozenset())
        self._label_terms: LabelTerms = {}
        self._once: tuple[int, dict[str, object]] = (-1, {})
        self._beside = ThreadPoolExecutor(_BESIDE, thread_name_prefix="search")

    def attach(self, engine: Engine, store: Callable[[Session], Records], write: RunWrite) -> None:
        """Follow this database. `store` makes a Store of a session; called once, by Database.

        `write` runs a unit that writes vectors and commits it.
        """

        @contextmanager
        def open_records() -> Iterator[Records]:
            bound = engine
            if engine.dialect.name == "postgresql":
                bound = engine.execution_options(isolation_level="REPEATABLE READ")
            with Session(bound, expire_on_commit=False) as session:
                try:
                    yield store(session)
                finally:
                    session.rollback()

        self._attached = _Attached(
            Follower(self._folder, open_records),
            Meaning(self._model, open_records, write),
            open_records,
            write,
        )

    def over(self, records: Records) -> "SearchView":
        """Search as the holder of one transaction sees it."""
        return SearchView(self, records)

    def is_level(self, records: Records) -> bool:
        """Bring the index up to date; whether that was done in time."""
        return self.follower.is_level(records) or self.follower.catch_up(
            patience_seconds=self._patience_seconds
        )

    def find(
        self,
        query: Query,
        records: Records,
        *,
        kind: Kind,
        limit: int,
        offset: int,
        complete: bool = True,
    ) -> Found:
        """What the index has now; where it is not `complete`, the answer says so."""
        question = (replace(query, expansion=tuple(query.expansion)), kind, limit, offset)
        generation, at = self.follower.generation, time.monotonic()
        found = self._recent.get(question, generation=generation, at=at) if complete else None
        if found is not None:
            return found
        found = self._on_index(
            lambda searcher: self._finder(searcher, records).find(
                query, kind=kind, limit=limit, offset=offset
            )
        )
        if not complete:
            return replace(found, notes=found.notes | {Note.INCOMPLETE})
        self._recent.keep(question, found, generation=generation, at=at)
        return found

    def has(self, kind: Kind) -> bool:
        """Whether the index has any record of this kind; it is not brought up to date for that."""
        generation, kinds = self._kinds
        if generation != self.follower.generation:
            searcher = self.follower.index.searcher()
            kinds = frozenset(each for each in Kind if lexical.has(searcher, each))
            self._kinds = (self.follower.generation, kinds)
        return kind in kinds

    def has_of_groups(self) -> bool:
        """Whether the index has any record for the members of a working group."""
        found: bool = self.once(
            "records of groups",
            lambda: lexical.has_of_groups(self.follower.index.searcher()),
        )
        return found

    def holds(self, filters: Filters, records: Records, *, kind: Kind, reader: Reader) -> bool:
        query = Query("", filters=filters, reader=reader)
        return self._on_index(lambda searcher: self._finder(searcher, records).holds(query, kind))

    def suggest(
        self, prefix: str, records: Records, *, kind: Kind, reader: Reader, limit: int
    ) -> list[Suggestion]:
        return self._on_index(
            lambda searcher: suggesting.suggest(
                prefix, searcher, records, kind=kind, reader=reader, limit=limit
            )
        )

    def once(self, what: str, ask: Callable[[], T]) -> T:
        """What holds for as long as the index does not change, asked once each time it has.

        For what follows from the records that are searched, and from nothing else.
        """
        generation, known = self._once
        if generation != self.follower.generation:
            known = {}
            self._once = (self.follower.generation, known)
        if what not in known:
            known[what] = ask()
        found: T = known[what]  # type: ignore[assignment]  # what was asked under this name
        return found

    def follow(self, progress: Progress | None = None) -> None:
        """Take in every change that is committed now."""
        self.follower.follow(progress)

    def reindex(self, progress: Progress | None = None) -> None:
        """Build the index anew from the database; the old one answers until then."""
        self.follower.rebuild(progress)

    def embed(self, progress: Progress | None = None, *, most: int | None = None) -> int:
        """Make vectors that are due, of at most so many records; how many that were.

        Some 60 English records a second, fewer if they are long. Not inside a unit of work.
        """
        return self.meaning.make(progress, most=most)

    def hurry(self) -> None:
        """Let questions be read by the quick encoder from now on, as when there is much to read.

        A batch is answered by the same one each time, whatever was read in the same run.
        """
        self.meaning.hurry()

    def embed_of(
        self, kind: Kind, record_ids: Sequence[str], progress: Progress | None = None
    ) -> None:
        """Make the vectors that are due of these records, the first ones first."""
        self.meaning.make_of(kind, record_ids, progress)

    def is_prepared(self, text: str) -> bool:
        """Whether `prepare` has nothing to do for this question; costs next to nothing."""
        return not self.meaning.reads(detect(text), text) or self._model.knows(text)

    def prepare(self, text: str) -> None:
        """Encode a question before the transaction that will ask it: 7 ms on one core."""
        if self.meaning.reads(detect(text), text):
            self.meaning.vector(text)

    def tend(self, *, most: int = 48) -> bool:
        """What a clock does every few seconds: follow, make some vectors, rest if idle.

        Returns whether more vectors wait.
        """
        self.follow()
        if self._model.trouble is None:
            self.meaning.look()
        made = self.embed(most=most)
        if not made:
            self._model.rest_if_idle()
        return made >= most

    def compact(self, *, latest_kept: int = LATEST_KEPT) -> int:
        """What a clock does now and then: forget changes that later ones stand for; how many.

        Not inside a unit of work. Writers wait for a few thousand rows at a time.
        """
        here, gone = self._here, 0
        while True:
            with here.open_records() as records:
                some = records.search_changes.superseded(
                    limit=_FORGOTTEN_AT_ONCE, latest_kept=latest_kept
                )
            if some:
                here.write(partial(_forget, some))
            gone += len(some)
            if len(some) < _FORGOTTEN_AT_ONCE:
                return gone

    def status(self) -> Status:
        follower = self.follower
        name = self._model.name
        return Status(
            records=follower.index.records(),
            waiting=follower.waiting(),
            in_memory=follower.in_memory,
            trouble=follower.trouble,
            model=name,
            model_trouble=self._model.trouble,
            vectors=self.meaning.count(),
            vectors_waiting=self.meaning.due() if name else 0,
        )

    def close(self) -> None:
        """Stop making vectors, and let go of the index."""
        self._beside.shutdown()
        if self._attached is not None:
            self._attached.meaning.stop()
            self._attached.follower.close()

    @property
    def follower(self) -> Follower:
        return self._here.follower

    @property
    def meaning(self) -> Meaning:
        return self._here.meaning

    @property
    def _here(self) -> "_Attached":
        if self._attached is None:
            raise RuntimeError("search is not attached to a database")
        return self._attached

    def _finder(self, searcher: tantivy.Searcher, records: Records) -> Finder:
        return Finder(
            searcher,
            index_languages=self._index_languages(searcher),
            label_terms=self._label_terms,
            meaning=self.meaning,
            records=records,
            rated=lambda: self._is_rated(records),
            beside=self._beside,
        )

    def _is_rated(self, records: Records) -> bool:
        """Whether anybody ever said that an answer helped; asked again after a while if not."""
        rated, until = self._rated
        if rated or time.monotonic() < until:
            return rated
        rated = records.has_sayings()
        self._rated = (rated, time.monotonic() + _NOT_RATED_SECONDS)
        return rated

    def _on_index(self, action: Callable[[tantivy.Searcher], T]) -> T:
        """Do this with the index; if its files fail, once more with one that is built anew."""
        try:
            return action(self.follower.index.searcher())
        except BaseException as error:
            if not lexical.is_of_the_index(error):
                raise
            self.follower.heal(error)
        self.follower.catch_up(patience_seconds=self._patience_seconds)
        return action(self.follower.index.searcher())

    def _index_languages(self, searcher: tantivy.Searcher) -> Mapping[str, int]:
        """How many entries are in each language, counted once for each state of the index."""
        generation, languages = self._languages
        if generation != self.follower.generation:
            languages = lexical.languages(searcher)
            self._languages = (self.follower.generation, languages)
            self._label_terms = {}
        return languages


@dataclass(frozen=True, slots=True)
class _Attached:
    """What exists once there is a database."""

    follower: Follower
    meaning: Meaning
    open_records: OpenRecords
    write: RunWrite


def _forget(changes: Sequence[int], records: Records) -> None:
    records.search_changes.forget(changes)


class SearchView:
    """What `store.search` is: search within one transaction.

    What was committed before the first look is found, here and in all that follow.
    """

    def __init__(self, search: Search, records: Records) -> None:
        self._search = search
        self._records = records

    @cached_property
    def _is_level(self) -> bool:
        """Whether the index has all that was committed; looked at once."""
        return self._search.is_level(self._records)

    def find(self, query: Query, *, kind: Kind, limit: int = 10, offset: int = 0) -> Found:
        """Records of this kind that answer the query and that the reader may see, best first.

        What was committed before is found, unless the answer has `Note.INCOMPLETE`.
        Experts of whom nothing speaks for the question are not found at all.
        """
        complete = self._is_level
        return self._search.find(
            query, self._records, kind=kind, limit=limit, offset=offset, complete=complete
        )

    def has(self, kind: Kind) -> bool:
        """Whether there is any record of this kind, whoever may see it; costs next to nothing."""
        return self._search.has(kind)

    def has_of_groups(self) -> bool:
        """Whether any record is for the members of a working group, so that groups matter."""
        return not self._is_level or self._search.has_of_groups()

    def holds(self, filters: Filters, *, kind: Kind, reader: Reader) -> bool:
        """Whether any record that the reader may see passes these filters."""
        _ = self._is_level
        return self._search.holds(filters, self._records, kind=kind, reader=reader)

    def once(self, what: str, ask: Callable[[], T]) -> T:
        """As Search.once says."""
        return self._search.once(what, ask)

    def suggest(
        self, prefix: str, *, kind: Kind, reader: Reader, limit: int = 10
    ) -> list[Suggestion]:
        """Records whose title has the words of `prefix`, the last of them perhaps unfinished."""
        _ = self._is_level
        return self._search.suggest(prefix, self._records, kind=kind, reader=reader, limit=limit)
