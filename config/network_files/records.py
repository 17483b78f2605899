"""The records of a network folder, checked: what each file may say, and what it means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from config.taxonomy import Commission, Region, StakeholderType, Visibility

ByLanguage = Mapping[str, str]
"""A text in several languages, by language code; may be empty."""


class RecordKind(StrEnum):
    """The kinds of records, in the order in which they are imported; the value names the file."""

    NETWORK = "network"
    ORGANISATIONS = "organisations"
    ACRONYM_TRAPS = "acronym_traps"
    OBJECTIVES = "objectives"
    PRINCIPLES = "principles"
    WORKING_GROUPS = "working_groups"
    EVENTS = "events"
    KNOWLEDGE_PLATFORMS = "knowledge_platforms"
    RESOURCES = "resources"
    EXPERTS = "experts"
    REVIEW_FORM = "review_form"
    REVIEWS = "reviews"


class Record(Protocol):
    """What all records have: an id that never changes and is unique in its kind."""

    @property
    def id(self) -> str: ...


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Link(StrEnum):
    """What a resource's address leads to."""

    PUBLISHER = "publisher"
    COPY = "copy"
    """A mirror or a document-sharing site: good for reading, gone at any time."""
    STAGING = "staging"
    """A test server of the publisher, which may be switched off or out of date."""


class GroupKind(StrEnum):
    CORE = "core"
    THEMATIC = "thematic"
    WORKSTREAM = "workstream"
    PRIORITY = "priority"
    """A thematic priority that has no group of its own yet."""


class EventKind(StrEnum):
    MEETING = "meeting"
    CONSULTATION = "consultation"
    REVIEW = "review"
    DECISION = "decision"
    DEADLINE = "deadline"
    LAUNCH = "launch"
    OBSERVANCE = "observance"


class Interface(StrEnum):
    """How well a knowledge platform's machine interface is known."""

    CONFIRMED = "confirmed"
    USED_BY_CODE = "used_by_code"
    """Public code calls it; it may have changed since."""
    ASSUMED = "assumed"


class Decision(StrEnum):
    """How a quarterly review of a working group ends."""

    VALIDATED = "validated"
    WITH_RECOMMENDATIONS = "validated with recommendations"
    NOT_VALIDATED = "not validated"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCalendar:
    """Days after the end of a quarter by which its review takes a step; None: as is usual.

    See config/timetable.py for what is usual, and what holds together.
    """

    prepares: int | None = None
    opens: int | None = None
    answers: int | None = None
    decides: int | None = None
    archives: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The network itself: one a folder."""

    id: str = "network"
    name: str
    short_name: str = ""
    names: ByLanguage = field(default_factory=dict)
    short_names: ByLanguage = field(default_factory=dict)
    descriptions: ByLanguage = field(default_factory=dict)
    secretariat: str | None = None
    languages: tuple[str, ...] = ()
    url: str | None = None
    time_zone: str | None = None
    """Where the secretariat sits; deadlines without a place are meant there."""
    review_calendar: ReviewCalendar | None = None
    reminders: Mapping[str, str] = field(default_factory=dict)
    """By kind of matter, how long before and after a deadline people are reminded: a ladder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation; its id is its acronym, or the short name by which people call it."""

    id: str
    name: str
    type: StakeholderType
    names: ByLanguage = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Acronyms and other names by language."""
    parent: str | None = None
    exec_committee: bool = False
    commission: bool = False
    """Whether it is a UN regional commission."""
    network_role: str = ""
    programmes: tuple[str, ...] = ()
    url: str | None = None
    note: str = ""

    @property
    def is_un(self) -> bool:
        return self.type is StakeholderType.UN_ENTITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """One thing that an acronym may stand for, and words near it that say so."""

    name: str
    organisation: str | None = None
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AcronymTrap:
    """An acronym (its id) with several meanings, the one usual in the network first."""

    id: str
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """One of the 23 objectives of the Global Compact; its id is its number."""

    id: str
    title: str
    labels: ByLanguage
    working_translations: tuple[str, ...] = ()
    """Languages whose label is not official wording."""
    round_table: int | None = None
    """The round table of the International Migration Review Forum that takes it (1 to 4)."""
    hub_term_id: int | None = None
    """Its number in the addresses of migrationnetwork.un.org."""

    @property
    def number(self) -> int:
        return int(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Principle:
    """One of the ten guiding principles of the Global Compact."""

    id: str
    labels: ByLanguage
    working_translations: tuple[str, ...] = ()
    hub_term_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable:
    """Something that a working group promised; `timeline` as it was published."""

    id: str
    text: str
    timeline: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingGroup:
    """A working group, workstream or thematic priority; its members are organisations."""

    id: str
    title: str
    long_title: str = ""
    kind: GroupKind
    workplan: str = ""
    """The years of the Network workplan that it belongs to, such as 2022-2024."""
    gcm_objectives: tuple[int, ...] = ()
    leads: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    interested: tuple[str, ...] = ()
    """Organisations that asked to join."""
    leads_note: str = ""
    members_note: str = ""
    mandate: str = ""
    succeeds: str | None = None
    deliverables: tuple[Deliverable, ...] = ()
    review_calendar: ReviewCalendar | None = None
    """Where it differs from the network's."""
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something dated, or something that recurs every so many months, or both.

    `start` and `end` are written as exactly as they are known: 2020, 2020-06 or 2020-06-15.
    """

    id: str
    name: str
    names: ByLanguage = field(default_factory=dict)
    """Its name in other languages."""
    kind: EventKind
    start: str | None = None
    end: str | None = None
    precision: Precision | None = None
    dates: tuple[str, ...] = ()
    """The single days, when it did not last from start to end."""
    every_months: int | None = None
    since: str | None = None
    """The first year or day of something that recurs."""
    day_of_year: str | None = None
    """Month and day of a yearly observance, as 12-18."""
    visibility: Visibility = Visibility.PUBLIC
    verified: bool = True
    time_zone: str | None = None
    note: str = ""
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgePlatform:
    """Where resources come from, and the machine interface to it."""

    id: str
    name: str
    url: str | None = None
    protocol: str = ""
    status: Interface | None = None
    note: str = ""
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text that somebody wrote or keeps: evidence of what they know."""

    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something worth reading."""

    id: str
    title: str
    publisher: str | None = None
    year: int | None = None
    url: str | None = None
    language: str | None = None
    """The language of the work that the address leads to."""
    type: str | None = None
    """A lower-case slug such as policy_brief; no fixed list."""
    gcm_objectives: tuple[int, ...] = ()
    regions: tuple[Region, ...] = ()
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2, and XK for Kosovo (UNSCR 1244 (1999))."""
    areas: tuple[str, ...] = ()
    """Places that are neither continent nor country: West Africa, Arab States, G20."""
    commissions: tuple[Commission, ...] = ()
    """Regional commissions whose review it belongs to."""
    description: str = ""
    text: str = ""
    documents: tuple[Document, ...] = ()
    visibility: Visibility = Visibility.PUBLIC
    working_groups: tuple[str, ...] = ()
    title_basis: str | None = None
    """page or citation: as published; url: inferred from the address."""
    link: Link | None = None
    same_work: str | None = None
    """The id of the record that describes the same work, in the same language, elsewhere."""
    translation_of: str | None = None
    """The id of the record that describes the same work in the language it is listed first in."""
    superseded_by: str | None = None
    """The id of the record that describes a newer or final version."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expert:
    """What somebody, as a rule an organisation's focal point, answers for."""

    id: str
    title: str
    organisation: str | None = None
    description: str = ""
    """What they answer for, in their own words."""
    language: str | None = None
    """The language that the description is in."""
    languages: tuple[str, ...] = ()
    """The languages in which they answer."""
    regions: tuple[Region, ...] = ()
    countries: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    gcm_objectives: tuple[int, ...] = ()
    working_groups: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    text: str = ""
    year: int | None = None
    url: str | None = None
    type: str | None = None
    publisher: str | None = None
    monthly_cap: int = 2
    """How many requests a month they can take."""
    time_zone: str | None = None
    visibility: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the review form, answered with yes, no or neither, and a comment."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewForm:
    """The form of the quarterly review of a working group: one a folder."""

    id: str = "quarterly-review"
    title: str
    body: str = ""
    """Who reviews."""
    header: tuple[str, ...] = ()
    questions: tuple[Question, ...]
    closing: str = ""
    decisions: tuple[Decision, ...] = tuple(Decision)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAnswer:
    """The answer to one question; `answer` is None when no box was ticked."""

    question: int
    answer: bool | None = None
    comment: str = ""
    recommendations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One quarter's form about one working group's workplan, as it was concluded."""

    id: str
    reference: str = ""
    working_group: str
    title: str = ""
    held_on: str
    """The day of the review, as 2020-01-09."""
    leads: tuple[str, ...] = ()
    composition: tuple[str, ...] = ()
    interested: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    answers: tuple[ReviewAnswer, ...] = ()
    decision: Decision | None = None
    general_recommendations: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
