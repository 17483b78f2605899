"""The secretariat's side of requests: the list, what a country is offered, closing."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from config.phrases import Day, Words
from handlers import casefile, cases, choosing, forms, needs, standing, wanted
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.finding import look
from handlers.messages import Choice, Entry, Field, FieldKind, Form, Message, Reply, echo
from handlers.naming import called
from handlers.onward import HELP
from handlers.paging import turns
from storage.errors import NotFound
from storage.requests import LIVE, By, PartKind, Request, RequestPart, State
from storage.search.documents import Hit, Kind
from storage.store import Store

PAGE = 6
"""Requests a message: each has a row to tap."""
PEERS = 5
"""Practices elsewhere that are proposed for peer exchange."""
PRACTICES = frozenset({"practice"})
"""Types of resources that tell how it was done elsewhere."""
DEEP = 50
"""Among how many of the best results they are looked for."""
REASONS = frozenset({"answered", "scope", "twice"})
"""Why the secretariat closes a request, as phrases after "step-"."""
LONGEST_PART = 1_000
FORM = "case"
"""The name of the form."""


def cases_(message: Message, store: Store, *, start: int = 0) -> Reply:
    """Everything that waits for something, the oldest first; for others, what they may see of it.

    Raises:
        Refusal: others read along.
    """
    if not standing.is_secretariat(store, message.person_id):
        return wanted.list_(message, store)
    casefile.for_secretariat(message, store)
    total = store.requests.count_live()
    found = store.requests.live(limit=PAGE, offset=max(start, 0))
    turn = tuple(turns("case.list", start, total, page=PAGE))
    return Reply(
        "case-list" if found else "case-none",
        {"total": total},
        entries=tuple(map(_listed, found)),
        choices=(*((_see(each),) for each in found), turn or (HELP,)),
        edits=bool(message.about),
    )


def numbered(message: Message, store: Store, number: int) -> Reply:
    """The case of this number, for the secretariat; for others, and without one, the list.

    Raises:
        Refusal: others read along.
    """
    if not standing.is_secretariat(store, message.person_id):
        return cases_(message, store)
    casefile.for_secretariat(message, store)
    with suppress(NotFound, Refusal):
        return see(message, store, casefile.sent(store, str(number)))
    return cases_(message, store)


def tapped(message: Message, store: Store, verb: str, *values: str) -> Reply:
    """A choice about anybody's request, by the secretariat.

    Raises:
        Refusal: somebody else taps, or others read along.
        Conflict: it is not in a state for this any more.
        ValueError: none that was ever offered.
    """
    casefile.for_secretariat(message, store)
    if verb == "list":
        return cases_(message, store, start=int(values[0]))
    request = casefile.sent(store, values[0])
    match verb, values[1:]:
        case "see", ():
            return see(message, store, request)
        case "part", (kind,):
            return forms.open_(message, store, _form(request, PartKind(kind)))
        case "drop", (part,):
            return _dropped(message, store, request, int(part))
        case "peers", ():
            return _peers(message, store, request)
        case "peer", (record_id,):
            return _peer(message, store, request, record_id)
        case "share", ():
            return _shared(message, store, request)
        case "close", ():
            return _why_close(message, request)
        case "close", (reason,) if reason in REASONS:
            return _closed(message, store, request, reason)
        case _:
            return choosing.tapped(message, store, request, verb, *values[1:]) or see(
                message, store, request
            )


def see(message: Message, store: Store, request: Request) -> Reply:
    """One request as the secretariat sees it: never who asked, only from where."""
    reply = Reply(
        "case-shown",
        {"number": request.id, "state": Words(f"request-state-{request.state}")},
        entries=tuple(casefile.parts(store, request)),
        lines=(
            *_from(store, request),
            *needs.lines(request),
            *casefile.steps(store, request, reader=By.SECRETARIAT),
            *casefile.told(store, request),
        ),
        choices=tuple(_ways(store, request)),
        edits=bool(message.about),
    )
    return needs.with_need(reply, request)


def form(store: Store, person_id: int, subject: str) -> Form:
    """What the secretariat adds to a request; `subject`: its number and the kind of part.

    Raises:
        Refusal: somebody else asks.
    """
    casefile.secretariat_only(store, person_id)
    number, _, kind = subject.partition(" ")
    return _form(casefile.sent(store, number), PartKind(kind))


def filled(message: Message, store: Store, subject: str, values: Values) -> Reply:
    """Keep what the secretariat found; the requester hears of it when it is shared."""
    casefile.for_secretariat(message, store)
    number, _, kind = subject.partition(" ")
    request = casefile.sent(store, number)
    _add(
        message, store, request, PartKind(kind), str(values["text"] or ""), str(values["url"] or "")
    )
    return see(message, store, request)


def _from(store: Store, request: Request) -> Iterator[Words]:
    if request.person_id is None:
        yield Words("case-from-nobody")
        return
    what = Words(f"case-standing-{store.people.get(request.person_id).standing}")
    found = store.organisations.find(request.organisation) if request.organisation else None
    if found is not None:
        who = called(found.name, found)
        yield Words("case-from-organisation", {"organisation": who, "standing": what})
    else:
        yield Words("case-from", {"standing": what})


def _ways(store: Store, request: Request) -> Iterator[tuple[Choice, ...]]:
    def choice(verb: str, *, strong: bool = False) -> Choice:
        return Choice(Words(f"choice-case-{verb}"), f"case.{verb} {request.id}", strong=strong)

    def part(kind: PartKind) -> Choice:
        return Choice(Words(f"choice-part-{kind}"), f"case.part {request.id} {kind}")

    if request.state in LIVE:
        yield (part(PartKind.ASSESSMENT), part(PartKind.SETUP), part(PartKind.FUNDING))
        yield (part(PartKind.PARTNER_UN), part(PartKind.PARTNER_OTHER), choice("peers"))
        if _unshared(store, request):
            yield (choice("share", strong=True),)
        yield (choice("who"), choice("close"))
    yield (Choice(Words("choice-back"), "case.list 0"),)


def _form(request: Request, kind: PartKind) -> Form:
    return Form(
        FORM,
        f"{request.id} {kind}",
        Words(f"part-{kind}"),
        (
            Field(
                "text",
                Words(f"part-field-{kind}"),
                FieldKind.LONG,
                required=True,
                most=LONGEST_PART,
            ),
            Field("url", Words("part-field-url"), FieldKind.TEXT),
        ),
        Words("part-submit"),
    )


def _add(
    message: Message, store: Store, request: Request, kind: PartKind, text: str, url: str
) -> None:
    at, who = message.sent_at, message.person_id
    part = RequestPart(request_id=request.id, kind=kind, text=text, url=url, by=who, at=at)
    store.requests.add_part(part)
    cases.note(store, request, by=By.SECRETARIAT, because=f"part-{kind}", at=at, person_id=who)


def _dropped(message: Message, store: Store, request: Request, part_id: int) -> Reply:
    part = store.requests.part(part_id)
    if part.request_id != request.id:
        raise ValueError(part_id)
    store.requests.drop_part(part)
    return see(message, store, request)


def _hits(message: Message, store: Store, request: Request, kind: Kind) -> Sequence[Hit]:
    year = message.sent_at.year
    reader = casefile.reader_of(store, request, language=message.language)
    found = look(cases.ask(request), store, kind=kind, reader=reader, year=year, limit=DEEP)
    return found.found.hits


def _peers(message: Message, store: Store, request: Request) -> Reply:
    """How others did it: practices first, each with a tap to add it for peer exchange."""
    hits = _hits(message, store, request, Kind.RESOURCE)
    found = store.resources.many([hit.record_id for hit in hits])
    listed = [found[hit.record_id] for hit in hits if hit.record_id in found]
    elsewhere = [each for each in listed if not set(each.countries) & set(request.countries)]
    best = sorted(elsewhere, key=lambda each: each.type not in PRACTICES)[:PEERS]
    choices = [
        Choice(
            Words("choice-peer", {"title": echo(each.title)}), f"case.peer {request.id} {each.id}"
        )
        for each in best
        if len(each.id) <= LONGEST_ID
    ]
    return Reply(
        "case-peers" if best else "case-no-peers",
        entries=tuple(
            Entry(each.title, url=each.url or "", facts=(each.publisher or "",)) for each in best
        ),
        choices=(*((each,) for each in choices), (casefile.back(request),)),
        edits=bool(message.about),
    )


LONGEST_ID = 40
"""Bytes of a record's id that fit into a choice."""


def _peer(message: Message, store: Store, request: Request, record_id: str) -> Reply:
    found = store.resources.many([record_id])
    if record_id not in found:
        raise ValueError(record_id)
    one = found[record_id]
    _add(message, store, request, PartKind.PEER, one.title, one.url or "")
    return see(message, store, request)


def _unshared(store: Store, request: Request) -> list[RequestPart]:
    """What the requester has not been told yet."""
    told = [each.at for each in store.requests.steps(request.id) if each.because == "shared"]
    return [each for each in store.requests.parts(request.id) if not told or each.at > told[-1]]


def _shared(message: Message, store: Store, request: Request) -> Reply:
    """Tell the requester, once, all that was added since they were told last."""
    new = _unshared(store, request)
    if new:
        at, who = message.sent_at, message.person_id
        step = cases.note(store, request, by=By.SECRETARIAT, because="shared", at=at, person_id=who)
        see_it = Choice(Words("choice-request-follow"), f"request.see {request.id}")
        told = Reply(
            "request-parts-added",
            {"need": echo(request.need)},
            entries=tuple(map(casefile.part, new)),
            choices=((see_it,),),
        )
        cases.tell(store, request, told, step=step)
    return see(message, store, request)


def _why_close(message: Message, request: Request) -> Reply:
    choices = [
        Choice(Words(f"choice-close-{each}"), f"case.close {request.id} {each}")
        for each in sorted(REASONS)
    ]
    return Reply(
        "case-why-close",
        choices=(tuple(choices), (casefile.back(request),)),
        edits=bool(message.about),
    )


def _closed(message: Message, store: Store, request: Request, reason: str) -> Reply:
    """Close it, and tell the requester why."""
    at, who = message.sent_at, message.person_id
    step = cases.move(
        store, request, State.CLOSED, by=By.SECRETARIAT, because=reason, at=at, person_id=who
    )
    again = Choice(Words("choice-request-reopen"), f"request.reopen {request.id}")
    told = Reply(
        "request-closed-by-secretariat",
        {"need": echo(request.need), "why": Words(f"step-{reason}")},
        choices=((again,),),
    )
    cases.tell(store, request, told, step=step)
    return see(message, store, request)


def _see(request: Request) -> Choice:
    label = Words("choice-request-see", {"number": request.id, "need": echo(request.need)})
    return Choice(label, f"case.see {request.id}")


def _listed(request: Request) -> Entry:
    facts = [
        Words(f"request-state-{request.state}"),
        Words("just", {"what": Day(request.created_at.date())}),
    ]
    if request.urgent:
        facts.append(Words("request-is-urgent"))
    if request.for_country:
        facts.append(Words("request-is-for-country"))
    return Entry(echo(request.need), facts=tuple(facts))
