"""What the records say by themselves: experts' answers, definitions, dates; with their source."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from config.folding import tokens
from config.network_files.records import Event, Resource
from config.phrases import Marked, Span, Words
from config.taxonomy import DEFAULT_LANGUAGE
from handlers.asking import Ask, Definition, SlotKind
from handlers.finding import filters
from handlers.messages import Entry
from storage.resources import ANSWER_TYPE, WRITTEN_HERE
from storage.search.documents import Hit, Kind, Query, Reader
from storage.search.stopwords import EVERYWHERE
from storage.store import Store

MOST_QUOTES = 3
"""Quotes an answer: the results come after them in the same message."""
_SOURCES = 5
"""Records among which the source of a definition is looked for."""
ALIKE = 0.4
"""Share of an event's name that a question has to name, so that a mere mention is left out."""
MONTHS_A_YEAR = 12
ANSWERS_WELL = 0.3
"""Strength from which an expert's answer is taken to answer this question too."""
MOST_ANSWERS = 2
WHOLE_ANSWER = 700
"""Characters: a longer answer is quoted by the passage that fits best, and shown whole by a tap."""
_TENSES = {"coming": (0,), "past": (1,)}
"""Which events are quoted where only some are asked for, as `_nearest_to` numbers them."""


@dataclass(frozen=True, slots=True)
class Told:
    """An earlier answer by an expert that answers this question too."""

    record_id: str
    entry: Entry
    whole: bool
    """Whether all of it is quoted."""


def answers_of_experts(ask: Ask, store: Store, *, reader: Reader) -> tuple[Told, ...]:
    """Earlier answers that fit the question well and that the reader may see, best first.

    None where another kind of record is asked for.
    """
    if any(slot.kind is SlotKind.TYPE for slot in ask.slots):
        return ()
    if not store.search.once("answers of experts", store.resources.has_answers):
        return ()
    query = Query(
        ask.text,
        filters=replace(filters(ask.slots), types=frozenset({ANSWER_TYPE})),
        reader=reader,
        expansion=ask.expansion,
        language=ask.language or None,
    )
    found = store.search.find(query, kind=Kind.RESOURCE, limit=_SOURCES).hits
    records = store.resources.many([hit.record_id for hit in found])
    told = (
        _told(records[hit.record_id], hit)
        for hit in found
        if hit.record_id in records and _answers(ask, records[hit.record_id], hit)
    )
    return tuple(told)[:MOST_ANSWERS]


def _answers(ask: Ask, record: Resource, hit: Hit) -> bool:
    """Whether it was written here, and the question that it answers is much like this one."""
    asked = frozenset(_telling(record.title))
    words = (ask.text, *(label for label, _ in ask.expansion))
    said = frozenset(word for each in words for word in _telling(each))
    written_here = record.id.startswith(WRITTEN_HERE)
    return written_here and hit.strength >= ANSWERS_WELL and len(asked & said) >= ALIKE * len(asked)


def _told(record: Resource, hit: Hit) -> Told:
    whole = len(record.description) <= WHOLE_ANSWER
    source = Words("quote-answer-of", {"who": record.publisher}) if record.publisher else None
    facts = (source or Words("quote-answer"), *((str(record.year),) if record.year else ()))
    passage = Marked(record.description) if whole else hit.passage
    return Told(record.id, Entry(record.title, facts=facts, passage=passage), whole)


def quotes(ask: Ask, store: Store, *, reader: Reader, today: date) -> tuple[Entry, ...]:
    """What answers the question directly, for a reader who may see this; often nothing."""
    seen = reader.visibilities
    found = [_of_definition(each, store, seen) for each in ask.definitions]
    if ask.occasion:
        known = (
            _named_for(reader, each) for each in store.events.all() if str(each.visibility) in seen
        )
        meant = [each for each in known if _is_meant(each, ask.occasion)]
        when = _nearest_to(today)
        ordered = sorted(meant, key=when)
        wanted = _TENSES.get(ask.tense, (0, 1, 2))
        quoted = [_of_event(each, today) for each in ordered if when(each)[0] in wanted]
        found += quoted or [_instead(each, today, ask.tense) for each in ordered[:1]]
    return tuple(found[:MOST_QUOTES])


def _of_definition(definition: Definition, store: Store, visibilities: Collection[str]) -> Entry:
    source = definition.source or Words("quote-working-definition")
    url = _address(definition.source, store, visibilities)
    return Entry(definition.term, url=url, facts=(source,), passage=Marked(definition.text))


def _address(source: str, store: Store, visibilities: Collection[str]) -> str:
    """Where the source is on record, if it is: the address of the record whose title it names."""
    if not source:
        return ""
    query = Query(source, reader=Reader(frozenset(visibilities)), fold=False, passages=False)
    found = store.search.find(query, kind=Kind.RESOURCE, limit=_SOURCES)
    records = store.resources.many([hit.record_id for hit in found.hits])
    named = (each for each in records.values() if _names(source, each.title))
    return next((each.url for each in named if each.url), "")


def _names(source: str, title: str) -> bool:
    """Whether the source has all words of the title, side by side."""
    return f" {_plain(title)} " in f" {_plain(source)} "


def _plain(text: str) -> str:
    return " ".join(word.text for word in tokens(text))


def _of_event(event: Event, today: date) -> Entry:
    return Entry(
        event.name,
        url=event.source or "",
        facts=tuple(_dates(event, today)),
        passage=Marked(event.note) if event.note else None,
    )


def _instead(event: Event, today: date, tense: str) -> Entry:
    """The nearest one where none is to come, or none is past, and that this is so."""
    entry = _of_event(event, today)
    return replace(entry, facts=(*entry.facts, Words(f"quote-none-{tense}")))


def _dates(event: Event, today: date) -> Iterable[Words]:
    if event.dates:
        yield from (Words("just", {"what": Span(each)}) for each in event.dates)
    elif event.start:
        yield Words("just", {"what": Span(event.start, event.end or "")})
    elif event.day_of_year:
        yield Words("just", {"what": Span(_next_day(event.day_of_year, today).isoformat())})
    yield from _rhythm(event)
    if not event.verified:
        yield Words("quote-unconfirmed")


def _rhythm(event: Event) -> Iterable[Words]:
    """How often it comes again, and since when."""
    months = event.every_months
    if months is None:
        return
    if months % MONTHS_A_YEAR:
        yield Words("quote-every-months", {"count": months})
    else:
        yield Words("quote-every-years", {"count": months // MONTHS_A_YEAR})
    if event.since:
        yield Words("quote-since", {"since": Span(event.since)})


def _next_day(day_of_year: str, today: date) -> date:
    """The next month and day of this name, today included."""
    month, day = map(int, day_of_year.split("-"))
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _named_for(reader: Reader, event: Event) -> Event:
    """The event by its name in the reader's language, and by the others as they are."""
    own = event.names.get(reader.language or DEFAULT_LANGUAGE, event.name)
    return replace(event, name=own, names={**event.names, DEFAULT_LANGUAGE: event.name})


def _is_meant(event: Event, occasion: Collection[Sequence[str]]) -> bool:
    """Whether any of its names says all that is asked for, and not too much besides."""
    names = dict.fromkeys((event.name, *event.names.values()))
    return any(_says(name, event, occasion) for name in names)


def _says(written: str, event: Event, occasion: Iterable[Sequence[str]]) -> bool:
    name = frozenset(_telling(written))
    said = name | frozenset(_telling(f"{event.kind} {event.start or ''}"))
    named: set[str] = set()
    for wordings in occasion:
        fitting = [words for each in wordings if (words := frozenset(_telling(each))) <= said]
        if not any(fitting):
            return False
        named |= max(fitting, key=len)
    return len(named & name) >= ALIKE * len(name)


def _telling(text: str) -> Iterable[str]:
    return (word.stem for word in tokens(text) if word.text not in EVERYWHERE)


def _nearest_to(today: date) -> Callable[[Event], tuple[int, timedelta]]:
    """Orders events: those to come, the soonest first; those past, the latest first; undated."""

    def key(event: Event) -> tuple[int, timedelta]:
        if event.start is None and event.day_of_year is None:
            return 2, timedelta(0)
        if event.start is None:
            return 0, timedelta(0)
        begins = date.fromisoformat(f"{event.start}-01-01"[:10])
        ends = _last_day(event.end or event.start)
        return (0, begins - today) if ends >= today else (1, today - ends)

    return key


def _last_day(text: str) -> date:
    """The last day of a day, a month or a year."""
    first = date.fromisoformat(f"{text}-01-01"[:10])
    match len(text):
        case 4:
            return date(first.year, 12, 31)
        case 7:
            return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        case _:
            return first
