"""Which fields each kind of record has, and how each is read: one table a kind."""

from collections.abc import Mapping
from typing import Any

from config.ladders import ladder_named
from config.network_files import records, values
from config.network_files.faults import Wrong
from config.network_files.lists import by_language, each, many
from config.network_files.records import RecordKind
from config.network_files.shape import Shape, named, part
from config.network_files.values import Parse, integer, one_of
from config.taxonomy import Commission, MatterKind, Region, StakeholderType, Visibility
from config.timetable import LONGEST

_TEXT = values.text
_TEXTS = many(values.text)
_IDS = many(values.identifier)
_NUMBERS = many(integer(least=1, most=values.OBJECTIVES))
_TRANSLATED = by_language(values.text)
_LANGUAGES = many(values.language)
_VISIBILITY = one_of(Visibility)
_KIND = one_of(MatterKind)


def _document(value: object) -> records.Document:
    """A title and a text, or a text alone; collections from elsewhere may have more keys."""
    if isinstance(value, Mapping):
        title, body = value.get("title") or "", value.get("text") or ""
        return records.Document(title=named("title", _TEXT, title), text=named("text", _TEXT, body))
    return records.Document(text=_TEXT(value))


_REGION_NAMES = many(values.region)
_REGIONS = {each.value: each for each in Region}


def _regions(value: object) -> tuple[Region, ...]:
    return tuple([_REGIONS[name] for name in _REGION_NAMES(value)])


def _ladders(value: object) -> dict[str, str]:
    """By kind of matter: days before the deadline and weeks after it, as "30, 14, 7, 1, 0; 6"."""
    if not isinstance(value, Mapping):
        raise Wrong("should name kinds of matters", "Write deliverable: 30, 7, 0; 6 below it")
    found = {}
    for kind, steps in value.items():
        try:
            found[str(_KIND(kind))] = ladder_named(str(steps)).text
        except ValueError as error:
            raise Wrong(f"{kind}: {error}", "Write days; weeks as 30, 14, 7, 1, 0; 6") from error
    return found


_WHERE: Mapping[str, Parse[Any]] = {
    "regions": _regions,
    "countries": many(values.country),
    "areas": _TEXTS,
}
_ABOUT: Mapping[str, Parse[Any]] = {
    "id": values.identifier,
    "title": _TEXT,
    "description": _TEXT,
    "text": _TEXT,
    "documents": each(_document),
    "language": values.language,
    "year": values.year,
    "url": values.address,
    "type": values.slug,
    "publisher": _TEXT,
    "gcm_objectives": _NUMBERS,
    "visibility": _VISIBILITY,
    "working_groups": _IDS,
}

_DAYS = integer(least=1, most=LONGEST)
_CALENDAR = part(
    records.ReviewCalendar,
    {
        "prepares": _DAYS,
        "opens": _DAYS,
        "answers": _DAYS,
        "decides": _DAYS,
        "archives": _DAYS,
    },
)


NETWORK = Shape(
    RecordKind.NETWORK,
    records.Network,
    {
        "id": values.identifier,
        "name": _TEXT,
        "short_name": _TEXT,
        "names": _TRANSLATED,
        "short_names": _TRANSLATED,
        "descriptions": _TRANSLATED,
        "secretariat": values.identifier,
        "languages": _LANGUAGES,
        "url": values.address,
        "time_zone": values.time_zone,
        "review_calendar": _CALENDAR,
        "reminders": _ladders,
    },
    is_document=True,
)
ORGANISATIONS = Shape(
    RecordKind.ORGANISATIONS,
    records.Organisation,
    {
        "id": values.identifier,
        "name": _TEXT,
        "type": one_of(StakeholderType),
        "names": _TRANSLATED,
        "aliases": by_language(_TEXTS),
        "parent": values.identifier,
        "exec_committee": values.boolean,
        "commission": values.boolean,
        "network_role": _TEXT,
        "programmes": _TEXTS,
        "url": values.address,
        "note": _TEXT,
    },
)
_MEANING = part(
    records.Meaning, {"name": _TEXT, "organisation": values.identifier, "context": _TEXTS}
)
ACRONYM_TRAPS = Shape(
    RecordKind.ACRONYM_TRAPS,
    records.AcronymTrap,
    {"id": values.identifier, "meanings": each(_MEANING)},
)
_TRANSLATED_ITEM: Mapping[str, Parse[Any]] = {
    "id": values.identifier,
    "labels": _TRANSLATED,
    "working_translations": _LANGUAGES,
    "hub_term_id": integer(),
}


def _objective_number(value: object) -> str:
    return str(integer(least=1, most=values.OBJECTIVES)(value))


OBJECTIVES = Shape(
    RecordKind.OBJECTIVES,
    records.Objective,
    {
        **_TRANSLATED_ITEM,
        "id": _objective_number,
        "title": _TEXT,
        "round_table": integer(least=1, most=4),
    },
)
PRINCIPLES = Shape(RecordKind.PRINCIPLES, records.Principle, _TRANSLATED_ITEM)
_DELIVERABLE = part(
    records.Deliverable, {"id": values.identifier, "text": _TEXT, "timeline": _TEXT}
)
WORKING_GROUPS = Shape(
    RecordKind.WORKING_GROUPS,
    records.WorkingGroup,
    {
        "id": values.identifier,
        "title": _TEXT,
        "long_title": _TEXT,
        "kind": one_of(records.GroupKind),
        "workplan": _TEXT,
        "gcm_objectives": _NUMBERS,
        "leads": _IDS,
        "members": _IDS,
        "interested": _IDS,
        "leads_note": _TEXT,
        "members_note": _TEXT,
        "mandate": _TEXT,
        "succeeds": values.identifier,
        "deliverables": each(_DELIVERABLE),
        "review_calendar": _CALENDAR,
        "source": values.address,
    },
)
EVENTS = Shape(
    RecordKind.EVENTS,
    records.Event,
    {
        "id": values.identifier,
        "name": _TEXT,
        "names": _TRANSLATED,
        "kind": one_of(records.EventKind),
        "start": values.partial_date,
        "end": values.partial_date,
        "precision": one_of(records.Precision),
        "dates": many(values.day),
        "every_months": integer(least=1, most=1200),
        "since": values.partial_date,
        "day_of_year": values.day_of_year,
        "visibility": _VISIBILITY,
        "verified": values.boolean,
        "time_zone": values.time_zone,
        "note": _TEXT,
        "source": values.address,
    },
)
KNOWLEDGE_PLATFORMS = Shape(
    RecordKind.KNOWLEDGE_PLATFORMS,
    records.KnowledgePlatform,
    {
        "id": values.identifier,
        "name": _TEXT,
        "url": values.address,
        "protocol": _TEXT,
        "status": one_of(records.Interface),
        "note": _TEXT,
        "source": values.address,
    },
)
RESOURCES = Shape(
    RecordKind.RESOURCES,
    records.Resource,
    {
        **_ABOUT,
        **_WHERE,
        "commissions": many(one_of(Commission)),
        "title_basis": values.slug,
        "link": one_of(records.Link),
        "same_work": values.identifier,
        "translation_of": values.identifier,
        "superseded_by": values.identifier,
        "note": _TEXT,
    },
)
EXPERTS = Shape(
    RecordKind.EXPERTS,
    records.Expert,
    {
        **_ABOUT,
        **_WHERE,
        "organisation": values.identifier,
        "languages": _LANGUAGES,
        "monthly_cap": integer(most=1000),
        "time_zone": values.time_zone,
    },
)
_QUESTION = part(records.Question, {"number": integer(least=1, most=100), "text": _TEXT})
REVIEW_FORM = Shape(
    RecordKind.REVIEW_FORM,
    records.ReviewForm,
    {
        "id": values.identifier,
        "title": _TEXT,
        "body": _TEXT,
        "header": _TEXTS,
        "questions": each(_QUESTION),
        "closing": _TEXT,
        "decisions": many(one_of(records.Decision)),
    },
    is_document=True,
)
_ANSWER = part(
    records.ReviewAnswer,
    {
        "question": integer(least=1, most=100),
        "answer": values.boolean,
        "comment": _TEXT,
        "recommendations": _TEXTS,
    },
)
REVIEWS = Shape(
    RecordKind.REVIEWS,
    records.Review,
    {
        "id": values.identifier,
        "reference": _TEXT,
        "working_group": values.identifier,
        "title": _TEXT,
        "held_on": values.day,
        "leads": _IDS,
        "composition": _IDS,
        "interested": _IDS,
        "attachments": _TEXTS,
        "answers": each(_ANSWER),
        "decision": one_of(records.Decision),
        "general_recommendations": _TEXTS,
        "remarks": _TEXTS,
    },
)

SHAPES: Mapping[RecordKind, Shape[Any]] = {
    shape.kind: shape
    for shape in (
        NETWORK,
        ORGANISATIONS,
        ACRONYM_TRAPS,
        OBJECTIVES,
        PRINCIPLES,
        WORKING_GROUPS,
        EVENTS,
        KNOWLEDGE_PLATFORMS,
        RESOURCES,
        EXPERTS,
        REVIEW_FORM,
        REVIEWS,
    )
}
