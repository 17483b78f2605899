"""What search finds of somebody who joined by chat: their own words, tags, and no name."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from config.languages import detect
from config.network_files.records import Expert
from config.phrases import Called, Detail, Words
from config.taxonomy import DEFAULT_LANGUAGE, Region, Visibility
from handlers.fields import Values
from handlers.messages import Message
from storage.experts import joined
from storage.profiles import Profile, ProfileState
from storage.store import Store

MOST_TAGS = 8
"""Concepts of a text that are proposed, the first that it names."""
MOST_OBJECTIVES = 4
NAMED_IN_TITLE = 3
LONGEST_TITLE = 80
USUAL_CAP = 2


@dataclass(frozen=True, slots=True)
class Tags:
    """What a text about somebody's work speaks of: concepts by name, and objectives."""

    concepts: tuple[str, ...] = ()
    objectives: tuple[int, ...] = ()


def write(message: Message, store: Store, profile: Profile, values: Values, tags: Tags) -> None:
    """What they answer for, as a record that search finds; not yet where they are not confirmed."""
    person = store.people.get(profile.person_id)
    before = store.experts.find(profile.record_id)
    said = str(values.get("topics") or "")
    kept = before is not None and before.description == said
    concepts = concepts_of(before) if kept and before else tags.concepts[:MOST_TAGS]
    named = str(values.get("organisation") or "")
    known = [each.id for each in store.organisations.named(named)] if named else []
    organisation = person.organisation or (known[0] if len(known) == 1 else named) or None
    record = Expert(
        id=profile.record_id,
        title=_title(organisation, concepts, said),
        organisation=organisation,
        description=said,
        language=detect(said),
        languages=_strings(values.get("languages")),
        regions=tuple(Region(each) for each in _strings(values.get("regions"))),
        gcm_objectives=before.gcm_objectives
        if kept and before
        else tags.objectives[:MOST_OBJECTIVES],
        text="\n".join(concepts),
        monthly_cap=int(str(values.get("cap") or USUAL_CAP)),
        visibility=Visibility.NETWORK,
    )
    put(message, store, profile, record)


def put(message: Message, store: Store, profile: Profile, record: Expert) -> None:
    store.experts.put([record])
    if profile.state == ProfileState.PENDING:
        store.experts.retire([record.id], at=message.sent_at)


def _title(organisation: str | None, concepts: Sequence[str], said: str) -> str:
    """What is shown instead of a name: "ILO: bilateral labour agreements, remittances"."""
    topic = ", ".join(concepts[:NAMED_IN_TITLE]) or said.splitlines()[0]
    title = f"{organisation}: {topic}" if organisation else topic
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"


def untag(message: Message, store: Store, profile: Profile, tag: str) -> None:
    """One tag was wrong; one that is gone already stays so.

    Raises:
        ValueError: the record is the network's.
    """
    record = store.experts.get(profile.record_id)
    if not joined(record.id):
        raise ValueError(tag)
    concepts = tuple(each for each in concepts_of(record) if _key(each) != tag)
    kept = replace(
        record,
        text="\n".join(concepts),
        title=_title(record.organisation, concepts, record.description),
        gcm_objectives=tuple(each for each in record.gcm_objectives if f"o{each}" != tag),
    )
    put(message, store, profile, kept)


def tags_of(record: Expert, store: Store) -> dict[str, Detail]:
    """Concepts and objectives of somebody who joined by chat; only objectives of others."""
    concepts: dict[str, Detail] = {}
    if joined(record.id):
        concepts = {_key(each): each for each in concepts_of(record)}
    return {**concepts, **dict(_objectives(record, store))}


def _objectives(record: Expert, store: Store) -> Iterator[tuple[str, Words]]:
    """Each by its number and its short name."""
    known = store.objectives.many([str(each) for each in record.gcm_objectives])
    for each in record.gcm_objectives:
        details: dict[str, Detail] = {"value": str(each)}
        found = known.get(str(each))
        if found is None or not found.labels:
            yield f"o{each}", Words("slot-objective", details)
            continue
        details["name"] = Called(found.labels.get(DEFAULT_LANGUAGE, found.title), found.labels)
        yield f"o{each}", Words("objective-named", details)


def concepts_of(record: Expert) -> tuple[str, ...]:
    return tuple(record.text.splitlines())


def _key(concept: str) -> str:
    """What stands for a concept in a tap, whose room is small."""
    return f"c{zlib.crc32(concept.encode()):08x}"


def _strings(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
