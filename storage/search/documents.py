"""What search speaks: documents that go in, queries, and what was found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from config.phrases import Marked
from config.taxonomy import Visibility

PUBLIC_ONLY = frozenset({str(Visibility.PUBLIC)})
OF_A_GROUP = "group:"
"""How the scope of a working group begins; its id follows."""


def scopes_of(visibility: Visibility, groups: Iterable[str]) -> frozenset[str]:
    """Who sees a record: one for a group, the members of any that it belongs to.

    Whoever sees what is for any group, as the secretariat does, has the level itself.
    """
    if visibility is not Visibility.GROUP:
        return frozenset({str(visibility)})
    return frozenset({str(visibility), *(OF_A_GROUP + each for each in groups)})


class Kind(StrEnum):
    """What a search can be for. Values stand in the index and in the database."""

    RESOURCE = "resource"
    EXPERT = "expert"
    ANSWER = "answer"
    """An earlier answer by an expert, or a definition: quoted as it stands."""
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence for an expert: a document of theirs, a request they helped with."""

    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A record as search sees it. Everything but the first three may be missing."""

    kind: Kind
    record_id: str
    title: str
    description: str = ""
    text: str = ""
    language: str | None = None
    """Of the words; guessed where it is missing."""
    languages: tuple[str, ...] = ()
    """That an expert works in; a resource has its own language alone."""
    year: int | None = None
    url: str | None = None
    type: str | None = None
    publisher: str | None = None
    """Who published a resource, or the organisation of an expert."""
    objectives: tuple[int, ...] = ()
    regions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    """Labels of thesaurus concepts that somebody tagged the record with, in any language."""
    scopes: frozenset[str] = PUBLIC_ONLY
    """Any of them is enough for a reader; a working group's is "group:" and its id."""
    documents: tuple[Piece, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    """Working groups that an expert belongs to: (id, title). They are found, and not quoted."""
    work: str | None = None
    """The id of the record that stands for the same work in another language or place."""
    superseded_by: str | None = None
    stale: bool = False
    """The address did not answer lately."""

    @property
    def words(self) -> str:
        """All that it is found by, in the order in which it is read, without the pieces."""
        ids = ", ".join(group_id for group_id, _ in self.groups)
        titles = (title for _, title in self.groups)
        return "\n".join(filter(None, (self.own_words, ids, *titles)))

    @property
    def own_words(self) -> str:
        """What people wrote in it."""
        return "\n".join(filter(None, (self.title, self.description, self.text)))


@dataclass(frozen=True, slots=True)
class Filters:
    """What a record must have; None or empty is not asked. Within one field any value will do."""

    languages: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    year_from: int | None = None
    year_to: int | None = None
    """Both ends belong to the range; a record without a year is outside of any."""
    objectives: frozenset[int] = frozenset()
    types: frozenset[str] = frozenset()
    publishers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: what they may see, and what decides between records that fit equally well."""

    visibilities: frozenset[str] = PUBLIC_ONLY
    language: str | None = None
    regions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Query:
    """A question.

    `expansion` holds other words for it (labels of its concepts in other languages, say), each
    with a weight between 0 and 1.
    """

    text: str
    filters: Filters = field(default_factory=Filters)
    reader: Reader = field(default_factory=Reader)
    expansion: Sequence[tuple[str, float]] = ()
    language: str | None = None
    """Of the text, where the caller knows it."""
    this_year: int | None = None
    """Freshness is counted back from here; None leaves it out."""
    fold: bool = True
    """One hit for a work that has several records (see Hit.also_in); off for evaluations."""
    passages: bool = True
    """Whether hits carry their best passage."""
    aside: tuple[str, ...] = ()
    """Words of the text that narrow it already: beside others they speak for nobody."""
    told: bool = False
    """It is told rather than asked, as a need is: in many words, some of them known nowhere."""


class Because(StrEnum):
    """Why a hit is one."""

    EXACT = "exact"
    """It has the symbol, number or address as written."""
    WORDS = "words"
    MEANING = "meaning"
    PIECE = "piece"
    """A piece of an expert's evidence, named in `text`."""
    GROUP = "group"
    """A working group of an expert's, with its id and title in `text`."""
    BRIDGE = "bridge"
    """Words of another language for the same concept."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason. `text` holds the words that matched, or the title of the piece."""

    because: Because
    text: str = ""
    strength: float = 0.0


def titles_of(evidence: Iterable[Evidence], because: Because) -> tuple[str, ...]:
    """What this kind of evidence is called, each name once, whatever its capitals."""
    names = (each.text for each in evidence if each.because is because and each.text)
    first = {name.casefold(): name for name in reversed(list(names))}
    return tuple(reversed(first.values()))


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found."""

    kind: Kind
    record_id: str
    score: float
    """Orders the hits of one answer; 0 to about 1, the first hit near 1 whatever was asked."""
    strength: float = 1.0
    """How well it fits by itself, 0 to 1: comparable between queries, see `Note.WEAK`."""
    title: str = ""
    passage: Marked | None = None
    why: tuple[Evidence, ...] = ()
    also_in: tuple[tuple[str | None, str], ...] = ()
    """(language, record id) of other records of the same work."""
    language: str | None = None
    superseded_by: str | None = None
    stale: bool = False


class Note(StrEnum):
    """What the reader of an answer should know about it."""

    INCOMPLETE = "incomplete"
    """The index is being built: more may be found in a moment."""
    OTHER_LANGUAGE = "other_language"
    """All hits are in other languages than the question."""
    WEAK = "weak"
    """Nothing fits well: offer people, other words, or to keep the question."""
    LEXICAL = "lexical"
    """The meaning of the words was not compared: no model, or not English."""


@dataclass(frozen=True, slots=True)
class Found:
    """An answer, best first."""

    hits: tuple[Hit, ...]
    total: int
    """How many hits there are to page through, at most the depth of the search."""
    notes: frozenset[Note] = frozenset()
    did_you_mean: str | None = None
    """Another spelling that finds other records; None if it would change nothing."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of an autocomplete list."""

    kind: Kind
    record_id: str
    title: str
    superseded_by: str | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """The state of search, for `hub doctor`."""

    records: int
    waiting: int
    """Changes in the database that the index does not have yet."""
    in_memory: bool
    """The folder cannot be used; the index lives in this process alone."""
    trouble: str | None
    """The last fault of the index and what was done, None if there was none."""
    model: str | None
    """The name of the model, None when search is lexical only."""
    model_trouble: str | None
    """Why there is no model."""
    vectors: int
    vectors_waiting: int
