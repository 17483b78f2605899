"""A need as it was understood, and the screen that shows it, with a tap for each correction."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from config.folding import tokens
from config.phrases import Detail, Names, Span, Term, Words
from config.taxonomy import LANGUAGES, Region, Visibility
from handlers.asking import Ask
from handlers.messages import Choice, Entry, Message, Reply
from storage.requests import Precision, Request
from storage.search.stopwords import EVERYWHERE

LEAST_TELLING = 4
"""Words that carry a topic, below which one or two more sentences are asked for: short needs match
far worse (with titles alone the ranking error rose from .21 to .29 on self-rated expertise)."""
LONGEST_NEED = 2_000
"""Characters of a need that are kept."""
LONGEST_ENTRY = 200
"""Characters of an entry's title that every platform shows."""
MOST_CONCEPTS = 3
"""What it is about, as far as it is shown."""


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody needs: in their `words`, and as it was understood.

    `ask` is what it is about, for the search core. `needed_by` is the last day of the period that
    was said, as exactly as `precision`; None: no date.
    """

    words: str
    ask: Ask
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    objectives: tuple[int, ...] = ()
    urgent: bool = False
    needed_by: date | None = None
    precision: Precision = Precision.DAY
    for_country: bool = False
    sensitive: bool = False
    visibility: Visibility | None = None
    """Who may see it, where the words say so."""


def take(request: Request, need: Need) -> None:
    """Write what was understood into a new request."""
    take_words(request, need)
    request.languages = list(need.languages)
    request.countries = list(need.countries)
    request.regions = list(need.regions)
    request.urgent = need.urgent
    request.needed_by, request.precision = need.needed_by, need.precision
    request.for_country, request.sensitive = need.for_country, need.sensitive
    request.visibility = need.visibility or request.visibility


def take_again(request: Request, need: Need) -> None:
    """Write what other words say; what was set before stays."""
    take_words(request, need)
    request.languages = request.languages or list(need.languages)
    request.countries = request.countries or list(need.countries)
    request.regions = request.regions or list(need.regions)
    request.urgent = request.urgent or need.urgent
    request.for_country = request.for_country or need.for_country
    request.sensitive = request.sensitive or need.sensitive
    request.visibility = need.visibility or request.visibility
    if request.needed_by is None:
        request.needed_by, request.precision = need.needed_by, need.precision


def take_words(request: Request, need: Need) -> None:
    """What it is about."""
    request.need = need.words[:LONGEST_NEED]
    request.topic = need.ask.text
    request.language = need.ask.language
    request.objectives = list(need.objectives)
    request.expansion = dict(need.ask.expansion)
    request.concepts = dict(need.ask.concepts)


def is_short(request: Request) -> bool:
    """Whether it says too little to match it well."""
    words = tokens(request.topic or "")
    return sum(word.text not in EVERYWHERE for word in words) < LEAST_TELLING


def entry(request: Request, *facts: Words) -> Entry:
    """The need in its own words."""
    return Entry(" ".join(request.need.split()), facts=facts)


def with_need(reply: Reply, request: Request) -> Reply:
    """The reply, and the need for somebody else to read: an entry, or whole where that is cut."""
    need = entry(request)
    if len(need.title) <= LONGEST_ENTRY:
        return replace(reply, entries=(need, *reply.entries))
    details: dict[str, Detail] = {"first": reply.words, "need": request.need}
    return replace(reply, phrase="request-whole", details=details)


def own_lines(request: Request) -> Iterator[Words]:
    """What was understood, a line each, as whoever asked for it sees it."""
    yield from lines(request)
    if not request.sensitive:
        yield Words("request-may-see", {"who": _audience(request)})
    if request.excluded:
        yield Words("request-without", {"organisations": Names(tuple(request.excluded))})


def lines(request: Request) -> Iterator[Words]:
    """What was understood, as others may see it: whom it shall not go to is no matter of theirs."""
    about = _about(request)
    if about:
        yield Words("request-about", {"topics": Names(about)})
    yield _spoken(request)
    yield _where(request)
    yield _until(request)
    if request.urgent:
        yield Words("request-is-urgent")
    if request.for_country:
        yield Words("request-is-for-country")
    if request.sensitive:
        yield Words("request-is-sensitive")


def screen(message: Message, request: Request) -> Reply:
    """Everything that was understood, a tap to correct each of it, and one to send it."""
    short = is_short(request)
    first = (Words("request-say-more"),) if short else ()
    more = Choice(Words("choice-request-more"), f"request.more {request.id}", strong=short)
    send = Choice(Words("choice-request-send"), f"request.send {request.id}", strong=not short)
    return Reply(
        "request-understood",
        entries=(entry(request),),
        lines=(*first, *own_lines(request), Words("request-consent")),
        choices=((more, send) if short else (send,), *_corrections(request, short=short)),
        edits=bool(message.about),
    )


def choose_languages(message: Message, request: Request) -> Reply:
    """The official languages, each to be put in or out."""
    toggles = [
        _toggle(request, "language", code, Term("language", code), on=code in request.languages)
        for code in LANGUAGES
    ]
    return _corrected(message, request, "request-which-languages", toggles)


def choose_places(message: Message, request: Request) -> Reply:
    """The countries that were named, and the continents."""
    toggles = [
        *(
            _toggle(request, "place", code, Term("country", code), on=True)
            for code in request.countries
        ),
        *(
            _toggle(request, "region", each, Term("region", each), on=each in request.regions)
            for each in Region
            if each is not Region.GLOBAL
        ),
    ]
    return _corrected(message, request, "request-which-places", toggles)


def choose_date(message: Message, request: Request) -> Reply:
    """The dates that people mostly mean, and none."""
    dates = [
        Choice(_on(on, precision), f"request.by {request.id} {on.isoformat()} {precision}")
        for on, precision in _dates(message.sent_at.date())
    ]
    none = Choice(Words("choice-request-no-date"), f"request.by {request.id}")
    other = Choice(Words("choice-request-other-date"), f"request.form {request.id}")
    return _corrected(message, request, "request-which-date", [*dates, none, other])


def helped_in(request: Request) -> frozenset[str]:
    """Languages of which whoever helps has to speak one: those chosen, else that of the need."""
    return frozenset(request.languages or filter(None, (request.language,)))


def is_narrow(request: Request) -> bool:
    """Whether fewer people are asked than could be."""
    any_language = frozenset(request.languages).issuperset(LANGUAGES)
    return bool(not any_language or request.countries or request.regions)


def widen(request: Request) -> None:
    """Ask people in all the official languages, and anywhere."""
    request.languages, request.countries, request.regions = list(LANGUAGES), [], []


def toggled(values: Iterable[str], value: str) -> list[str]:
    """With the value if it was not there, else without it."""
    kept = list(values)
    return [each for each in kept if each != value] if value in kept else [*kept, value]


def _corrections(request: Request, *, short: bool) -> tuple[tuple[Choice, ...], ...]:
    def switch(verb: str, *, on: bool) -> Choice:
        label = f"choice-request-not-{verb}" if on else f"choice-request-{verb}"
        return Choice(Words(label), f"request.{verb} {request.id} {int(not on)}")

    def change(what: str) -> Choice:
        return Choice(Words(f"choice-request-{what}"), f"request.{what} {request.id}")

    last = (change("read"), change("drop"))
    return (
        (change("languages"), change("when"), change("where")),
        (
            switch("urgent", on=request.urgent),
            change("seen"),
            switch("country", on=request.for_country),
        ),
        (change("without"), *last) if short else (change("words"), change("without"), *last),
    )


def _corrected(message: Message, request: Request, phrase: str, choices: list[Choice]) -> Reply:
    rows = tuple(tuple(choices[at : at + 2]) for at in range(0, len(choices), 2))
    done = Choice(Words("choice-request-done"), f"request.draft {request.id}", strong=True)
    return Reply(
        phrase, entries=(entry(request),), choices=(*rows, (done,)), edits=bool(message.about)
    )


def _toggle(request: Request, verb: str, code: str, name: Term, *, on: bool) -> Choice:
    label = Words("request-on" if on else "just", {"what": name})
    return Choice(label, f"request.{verb} {request.id} {code}")


def _about(request: Request) -> tuple[str | Words, ...]:
    concepts = list(request.concepts.values())[:MOST_CONCEPTS]
    objectives = (Words("slot-objective", {"value": str(each)}) for each in request.objectives)
    return (*concepts, *objectives)


def _spoken(request: Request) -> Words:
    languages = helped_in(request)
    if not languages or languages.issuperset(LANGUAGES):
        return Words("request-any-language")
    names = Names(tuple(Term("language", each) for each in sorted(languages)))
    return Words("request-languages", {"languages": names})


def _where(request: Request) -> Words:
    named = tuple(Term("country", each) for each in request.countries)
    named = named or tuple(Term("region", each) for each in request.regions)
    return Words("request-places", {"places": Names(named)}) if named else Words("request-anywhere")


def _audience(request: Request) -> Words:
    if request.visibility is Visibility.GROUP:
        return Words("request-seen-group", {"group": request.group_id})
    return Words(f"request-seen-{request.visibility}")


def _until(request: Request) -> Words:
    if request.needed_by is None:
        return Words("request-no-date")
    return Words("request-until", {"date": _on(request.needed_by, request.precision)})


def _on(on: date, precision: Precision) -> Words:
    """A date as exactly as it was said: to the end of a month, a quarter, a year."""
    match precision:
        case Precision.DAY:
            return Words("just", {"what": Span(on.isoformat())})
        case Precision.MONTH:
            return Words("just", {"what": Span(f"{on:%Y-%m}")})
        case Precision.QUARTER:
            quarter = {"quarter": str((on.month + 2) // 3), "year": str(on.year)}
            return Words("request-quarter", quarter)
        case Precision.YEAR:
            return Words("just", {"what": str(on.year)})


def _dates(today: date) -> tuple[tuple[date, Precision], ...]:
    """In a week, in two, at the end of this month and of the next, of the quarter after this.

    This month only while it lasts longer than a week.
    """
    month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    after = (month + timedelta(days=32)).replace(day=1)
    quarter = (today.month + 2) // 3 % 4 + 1
    end = 3 * quarter
    year = today.year + (quarter == 1)
    closes = date(year + end // 12, end % 12 + 1, 1) - timedelta(days=1)
    week, this_month = today + timedelta(days=7), month - timedelta(days=1)
    return (
        (week, Precision.DAY),
        (today + timedelta(days=14), Precision.DAY),
        *(((this_month, Precision.MONTH),) if this_month > week else ()),
        (after - timedelta(days=1), Precision.MONTH),
        (closes, Precision.QUARTER),
    )
