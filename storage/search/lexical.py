"""The tantivy index: its fields, what a record becomes in it, and where it lives."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import tantivy

from storage.search import analysis
from storage.search.documents import OF_A_GROUP, Document, Kind

FORMAT = f"3-{version('tantivy')}"
"""Part of the folder's name: an index of another version is not opened but built anew."""
PIECE_KIND = "expert.piece"
SEPARATOR = "\x1f"
_HEAP_BYTES = 32_000_000
_GRAMMED_CHARACTERS = 6_000
"""4-grams are taken from so much of a long text: they forgive typos, they do not retell it."""
_POSITION = "position"
_TELLING_TITLE = 16
"""Letters of a title that two different works hardly share."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One entry of the index: a record, or one piece of an expert's evidence (number from 1)."""

    kind: Kind
    record_id: str
    piece: int = 0

    @property
    def reference(self) -> str:
        return SEPARATOR.join((self.kind, self.record_id, str(self.piece)))

    @property
    def key(self) -> int:
        """63 bits that stand for it where numbers are needed."""
        return key_of(self.reference)

    @property
    def owner(self) -> int:
        """The key of its record."""
        return key_of(SEPARATOR.join((self.kind, self.record_id, "0")))


def unit_of(reference: str) -> Unit:
    kind, record_id, piece = reference.split(SEPARATOR)
    return Unit(Kind(kind), record_id, int(piece))


def key_of(text: str) -> int:
    """63 bits of a hash that is the same in every process."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("words", "title", "grams", "heading"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("plain", "exact", "facet"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in ("shelf", "record"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("reference", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("key", "owner", "year"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("language", "regions", "flags", "work", "likeness"):
        builder.add_unsigned_field(name, fast=True)
    builder.add_text_field("state", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


SCHEMA = _schema()
SUPERSEDED, STALE = 1, 2


def shelf(kind: str, visibility: str) -> str:
    """Where a record stands: its kind and who may see it, as one term."""
    return f"{kind}@{visibility}"


@lru_cache(maxsize=4_096)
def facet(name: str, value: object) -> str:
    """A facet's term; white space would cut it in two."""
    return f"{name}:{analysis.clean(str(value)).replace(' ', '_')}"


def small_number(text: str) -> int:
    """A language code or the like as a number that fits a fast field."""
    return int.from_bytes(text.encode()[:7], "big")


@lru_cache(maxsize=256)
def region_bit(region: str) -> int:
    return 1 << (key_of(region) % 62)


def entries(document: Document) -> Iterable[tantivy.Document]:
    """The record, and each of its pieces, as tantivy takes them."""
    shared = _shared(document)
    own = Unit(document.kind, document.record_id)
    labels = (document.publisher or "", (document.type or "").replace("_", " "))
    text = "\n".join((document.words, *labels, *document.concepts))
    yield _entry(own, document.kind, document.title, text, document, shared)
    for number, piece in enumerate(document.documents, start=1):
        unit = Unit(document.kind, document.record_id, number)
        words = f"{piece.title}\n{piece.text}"
        yield _entry(unit, PIECE_KIND, piece.title, words, document, shared)


def _shared(document: Document) -> dict[str, object]:
    """Fields that a record's pieces have like the record itself."""
    languages = document.languages or ((document.language,) if document.language else ())
    facets = [
        *(facet("language", each) for each in languages),
        *(facet("region", each) for each in document.regions),
        *(facet("country", each) for each in document.countries),
        *(facet("objective", each) for each in document.objectives),
        *([facet("type", document.type)] if document.type else []),
        *([facet("publisher", document.publisher)] if document.publisher else []),
    ]
    bits = 0
    for region in document.regions:
        bits |= region_bit(region)
    return {
        "facet": " ".join(facets),
        "record": f"{document.kind}{SEPARATOR}{document.record_id}",
        "year": max(0, document.year or 0),
        "regions": bits,
        "flags": (SUPERSEDED if document.superseded_by else 0) | (STALE if document.stale else 0),
    }


def _entry(
    unit: Unit, kind: str, title: str, text: str, document: Document, shared: dict[str, object]
) -> tantivy.Document:
    cleaned = analysis.clean(text)
    language = document.language or analysis.guess_language(cleaned)
    known = analysis.all_forms(analysis.tokens(cleaned), language)
    heading = analysis.tokens(analysis.clean(title))
    head = analysis.all_forms(heading, language)
    grammed = known
    if len(cleaned) > _GRAMMED_CHARACTERS:
        grammed = analysis.all_forms(analysis.tokens(cleaned[:_GRAMMED_CHARACTERS]), language)
    key = unit.key
    exact = analysis.symbols(text)
    if document.url:
        exact.append(analysis.plain_url(document.url))
    return tantivy.Document.from_dict(
        {
            **shared,
            "words": " ".join([each.stems_joined for each in known]),
            "title": " ".join([each.stems_joined for each in head]),
            "grams": " ".join([each.grams_joined for each in grammed]),
            "heading": " ".join([each.heading for each in head]),
            "plain": " ".join({each.plain for each in known if each.plain}),
            "exact": " ".join(each.replace(" ", "") for each in exact),
            "shelf": [shelf(kind, each) for each in sorted(document.scopes)],
            "reference": unit.reference,
            "key": key,
            "owner": unit.owner if unit.piece else key,
            "language": small_number(language),
            "work": key_of(document.work or document.record_id),
            "likeness": likeness(heading, document.year),
        },
        SCHEMA,
    )


def likeness(title: Sequence[str], year: int | None) -> int:
    """The same number for long titles whose words differ in accents at most, else 0."""
    if sum(map(len, title)) < _TELLING_TITLE:
        return 0
    return key_of(analysis.unaccented(" ".join([*title, str(year or "")])))


@dataclass(frozen=True, slots=True)
class Position:
    """How far the index follows the database; kept in the index, committed with its records."""

    horizon: int = 0
    last_id: int = 0
    last_nonce: int = 0


class LexicalIndex:
    """One tantivy index, in a folder or in memory. One writer at a time; the caller sees to that.

    Raises (any method): ValueError, OSError or tantivy's own panic when files are damaged.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        if folder is None:
            self._index = tantivy.Index(SCHEMA)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(SCHEMA, str(folder), reuse=True)
        self._index.config_reader("manual")
        self._index.reload()
        self._writer: tantivy.IndexWriter | None = None
        self._is_new = False
        """Nothing was in it, and no record comes twice: there is nothing to replace."""

    def searcher(self) -> tantivy.Searcher:
        return self._index.searcher()

    def records(self) -> int:
        """How many records are in it, pieces of evidence not counted."""
        searcher = self.searcher()
        pieces = tantivy.Query.regex_query(SCHEMA, "shelf", f"{re.escape(PIECE_KIND)}@.*")
        count: int = searcher.search(pieces, 1).count  # type: ignore[attr-defined]  # its stub forgets it
        return max(0, searcher.num_docs - count - 1)

    def reload(self) -> None:
        """See what was committed, by another process too."""
        self._index.reload()

    def position(self) -> Position:
        searcher = self.searcher()
        hits = searcher.search(_term("shelf", _POSITION), 1, count=False).hits
        if not hits:
            return Position()
        state = searcher.doc(hits[0][1]).get_first("state")
        return Position(**json.loads(str(state)))

    def empty(self) -> None:
        """Forget everything; seen by readers with the next `commit`."""
        self._open_writer().delete_all_documents()
        self._is_new = True

    def put(self, kind: Kind, record_ids: Sequence[str], documents: Iterable[Document]) -> None:
        """Replace the records of these ids by the documents; seen with the next `commit`."""
        writer = self._open_writer()
        if not self._is_new:
            for record_id in record_ids:
                writer.delete_documents_by_term("record", f"{kind}{SEPARATOR}{record_id}")
        for document in documents:
            for entry in entries(document):
                writer.add_document(entry)

    def commit(self, position: Position) -> None:
        writer = self._open_writer()
        writer.delete_documents_by_term("shelf", _POSITION)
        state = json.dumps(
            {
                "horizon": position.horizon,
                "last_id": position.last_id,
                "last_nonce": position.last_nonce,
            }
        )
        writer.add_document(tantivy.Document(shelf=_POSITION, state=state))
        writer.commit()
        self._index.reload()

    def release(self) -> None:
        """Let go of the writer, its memory and its lock; what was not committed is lost."""
        writer, self._writer, self._is_new = self._writer, None, False
        if writer is not None:
            writer.wait_merging_threads()

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(_HEAP_BYTES, 1)
        return self._writer


def _term(name: str, value: str) -> tantivy.Query:
    return tantivy.Query.term_query(SCHEMA, name, value, index_option="basic")


def has(searcher: tantivy.Searcher, kind: Kind) -> bool:
    """Whether any entry stands on a shelf of this kind."""
    return any(True for _ in searcher.terms_with_prefix("shelf", f"{kind}@", None, 1))


def has_of_groups(searcher: tantivy.Searcher) -> bool:
    """Whether any record is for the members of a working group."""
    shelves = (shelf(kind, OF_A_GROUP) for kind in (Kind.RESOURCE, Kind.EXPERT))
    return any(any(searcher.terms_with_prefix("shelf", each, None, 1)) for each in shelves)


def languages(searcher: tantivy.Searcher) -> dict[str, int]:
    """How many entries are in each language, the most frequent first."""
    buckets = {"languages": {"terms": {"field": "language", "size": 50}}}
    found = searcher.aggregate(tantivy.Query.all_query(), buckets)["languages"]["buckets"]
    named = {int(each["key"]).to_bytes(7, "big").strip(b"\0").decode(): each for each in found}
    return {name: int(each["doc_count"]) for name, each in named.items() if name}


def is_of_the_index(error: BaseException) -> bool:
    """Whether tantivy failed: it raises ValueError, OSError, and a panic that is no Exception."""
    if isinstance(error, ValueError):
        return not str(error).startswith("Expected")  # which is about our argument
    return isinstance(error, OSError) or type(error).__name__ == "PanicException"


def wipe(folder: Path) -> None:
    """Remove an index whose files cannot be used."""
    shutil.rmtree(folder, ignore_errors=True)
