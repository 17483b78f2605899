"""On which terms an expert is asked: the form that says it, and its answers read."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from config.countries import country_name, country_named
from config.network_files.records import Expert
from config.phrases import Term, Words
from config.taxonomy import LANGUAGES, Region
from handlers.fields import Values
from handlers.messages import Field, FieldKind, Form, Option
from storage.experts import joined
from storage.people import Person
from storage.profiles import EVENING, MORNING, Profile
from storage.store import Store

LEAST_TOPICS, MOST_TOPICS = 20, 1_500
"""Characters of what somebody answers for: shorter texts match badly, longer ones are not read."""
USUAL_CAP, HIGHEST_CAP = 2, 20
"""Asks in 30 days."""
LONGEST_ORGANISATION = 80
SPOKEN = (*LANGUAGES, "pt", "de", "it", "tr", "fa", "ur", "hi", "bn", "sw", "am", "so", "ha", "uk")
"""Languages to choose from: those of the United Nations, and those that migration asks for most."""
_HOURS = re.compile(
    r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})?)?\s*\D{1,5}\s*(\d{1,2})(?:\s*[:.h]\s*(\d{2})?)?"
)
_DAY, _NOON = 24 * 60, 12 * 60


def form(store: Store, person_id: int, subject: str) -> Form:
    """Everything that an expert is asked: few questions for a start, the rest to be changed.

    What a folder's record says of topics is the network's, and not asked.
    """
    person = store.people.get(person_id)
    profile = store.profiles.of(person_id)
    record = store.experts.find(profile.record_id) if profile else None
    fields: list[Field] = []
    if record is None or joined(record.id):
        fields += _about(person, record)
    fields += _terms(store, person, profile)
    return Form(
        "expertise",
        subject,
        Words("expertise-form"),
        tuple(fields),
        Words("expertise-submit") if profile else Words("expertise-submit-new"),
        intro=None if profile else Words("expertise-intro"),
        begun=True,
    )


def check(store: Store, _person_id: int, _subject: str, values: Values) -> dict[str, Words]:
    """What is wrong with the answers beyond their form, by field."""
    wrong: dict[str, Words] = {}
    hours, country = values.get("hours"), values.get("country")
    if isinstance(hours, str) and hours_named(hours) is None:
        wrong["hours"] = Words("expertise-wrong-hours")
    if isinstance(country, str) and country and not country_named(country):
        wrong["country"] = Words("expertise-wrong-country", {"name": country[:60]})
    for name in ("excluded", "conflicts"):
        _, unknown = organisations(store, values.get(name))
        if unknown:
            wrong[name] = Words("expertise-wrong-organisation", {"name": unknown[0][:60]})
    return wrong


def apply(store: Store, profile: Profile, values: Values) -> None:
    """Write the terms into a profile."""
    cap = values.get("cap")
    profile.cap = cap if isinstance(cap, int) else USUAL_CAP
    hours = hours_named(str(values.get("hours") or ""))
    profile.works_from, profile.works_to = hours or (MORNING, EVENING)
    profile.country = country_named(str(values.get("country") or ""))
    until = day(values, "until")
    if until != profile.absent_until:
        store.absences.put(profile.person_id, until=until)
        profile.later_until = None
    profile.excluded = list(organisations(store, values.get("excluded"))[0])
    profile.conflicts = list(organisations(store, values.get("conflicts"))[0])


def day(values: Values, name: str) -> date | None:
    said = values.get(name)
    return date.fromisoformat(said) if isinstance(said, str) and said else None


def hours_named(text: str) -> tuple[int, int] | None:
    """Working hours from "9-17", "09:00 to 17:30", "9 to 5", as minutes of the day."""
    found = _HOURS.search(text)
    if found is None:
        return None
    first = int(found[1]) * 60 + int(found[2] or 0)
    last = int(found[3]) * 60 + int(found[4] or 0)
    if last <= first and last <= _NOON:
        last += _NOON
    return (first, last) if 0 <= first < last <= _DAY else None


def hours_said(works_from: int, works_to: int) -> str:
    """Working hours as they are typed: 09:00-17:00."""
    return "-".join(f"{each // 60:02}:{each % 60:02}" for each in (works_from, works_to))


def hours_shown(works_from: int, works_to: int) -> str | Words:
    """Working hours as they are read: a whole day is any hour."""
    whole = works_to - works_from >= _DAY
    return Words("expertise-any-hour") if whole else hours_said(works_from, works_to)


def organisations(store: Store, said: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the organisations that a list names, and the names that are of none.

    A name that several go by means all of them: it keeps people apart.
    """
    known: dict[str, None] = {}
    unknown: list[str] = []
    for name in _listed(said):
        found = store.organisations.named(name)
        known |= dict.fromkeys(each.id for each in found)
        if not found:
            unknown.append(name)
    return tuple(known), tuple(unknown)


def _about(person: Person, record: Expert | None) -> Iterable[Field]:
    """What somebody answers for."""
    yield Field(
        "topics",
        Words("expertise-topics"),
        FieldKind.LONG,
        value=(record.description if record else None) or None,
        required=True,
        hint=Words("expertise-topics-hint"),
        least=LEAST_TOPICS,
        most=MOST_TOPICS,
    )
    yield Field(
        "languages",
        Words("expertise-languages"),
        FieldKind.SOME_OF,
        _options("language", SPOKEN),
        value=tuple(each for each in record.languages if each in SPOKEN) if record else None,
        required=True,
    )
    yield Field(
        "regions",
        Words("expertise-regions"),
        FieldKind.SOME_OF,
        _options("region", tuple(Region)),
        value=tuple(map(str, record.regions)) if record else None,
        required=True,
    )
    if not person.organisation:
        yield Field(
            "organisation",
            Words("expertise-organisation"),
            value=record.organisation if record else None,
            hint=Words("expertise-organisation-hint"),
            most=LONGEST_ORGANISATION,
        )


def _terms(store: Store, person: Person, profile: Profile | None) -> Iterable[Field]:
    """How often and when they may be asked, until when not, and about whom not."""
    yield Field(
        "cap",
        Words("expertise-cap"),
        FieldKind.NUMBER,
        value=profile.cap if profile else USUAL_CAP,
        required=True,
        hint=Words("expertise-cap-hint"),
        least=1,
        most=HIGHEST_CAP,
    )
    yield from _clock(store, person, profile)
    until = profile.absent_until if profile else None
    yield Field(
        "until",
        Words("expertise-away-until"),
        FieldKind.DATE,
        value=until.isoformat() if until else None,
        hint=Words("expertise-away-hint"),
    )
    for name in ("excluded", "conflicts"):
        yield Field(
            name,
            Words(f"expertise-{name}"),
            value=_said(getattr(profile, name) if profile else ()),
            hint=Words(f"expertise-{name}-hint"),
        )


def _clock(store: Store, person: Person, profile: Profile | None) -> Iterable[Field]:
    """When they work, and in which country: its holidays are theirs."""
    zone = person.time_zone or next(
        (each.time_zone for each in store.people.accounts(person.id) if each.time_zone), "UTC"
    )
    hours = (profile.works_from, profile.works_to) if profile else (MORNING, EVENING)
    yield Field(
        "hours",
        Words("expertise-hours"),
        value=hours_said(*hours),
        required=True,
        hint=Words("expertise-hours-hint", {"zone": zone}),
    )
    language = person.language if person.language in LANGUAGES else None
    country = profile.country if profile else ""
    yield Field(
        "country",
        Words("expertise-country"),
        value=(country_name(country, language or "en") if country else None),
        hint=Words("expertise-country-hint"),
    )


def _options(kind: str, codes: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(str(each), Words("just", {"what": Term(kind, each)})) for each in codes)


def _said(ids: Iterable[str]) -> str | None:
    return ", ".join(ids) or None


def _listed(said: object) -> list[str]:
    parts = re.split(r"[,;،、，\n]", said) if isinstance(said, str) else []
    return [part.strip() for part in parts if part.strip()]
