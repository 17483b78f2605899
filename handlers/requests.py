"""Requests: somebody sends what they need, follows the case, widens it, ends it."""

from collections.abc import Iterator

from config.phrases import Day, Words
from handlers import audience, casefile, cases, drafting, followup, needs
from handlers.answers import question_for
from handlers.errors import Refusal
from handlers.messages import Choice, Entry, Message, Reply, echo
from handlers.onward import HELP
from storage.requests import By, Request, State
from storage.search.documents import Kind
from storage.store import Store

REQUESTS = Choice(Words("choice-requests"), "request.mine")
NEW = Choice(Words("choice-request-new"), "request.new", strong=True)
MOST_LIVE = 10
"""Requests of one person at a time: each is somebody's hour."""
SHOWN = 10
"""Requests in one list: each has a row to tap; what is under way comes first."""


def tapped(message: Message, store: Store, verb: str, *values: str) -> Reply:
    """A choice about one's own requests.

    Raises:
        Refusal: others read along, or it is somebody else's.
        NotFound: a draft that was dropped.
        Conflict: it is not in a state for this any more.
        ValueError: none that was ever offered.
    """
    if not message.private:
        raise Refusal("request-ask-in-private", choices=(HELP,))
    if verb == "mine":
        return mine(message, store)
    if verb in {"", "new"}:
        return drafting.ask_all(message, store)
    number, *rest = values
    if verb == "of":
        return drafting.from_question(message, store, int(number))
    request = _own(message, store, int(number))
    if verb == "seen":
        audience.take(store, request, rest[0] if rest else None)
        return audience.choose(message, store, request)
    if verb in _STEPS and not rest:
        return _STEPS[verb](message, store, request)
    if request.state is not State.DRAFT:
        return one(message, store, request)
    return drafting.corrected(message, store, request, verb, *rest)


def mine(message: Message, store: Store) -> Reply:
    """Everything that this person asked for, each with its state and a tap to see more.

    Raises:
        Refusal: others read along.
    """
    if not message.private:
        raise Refusal("request-ask-in-private", choices=(HELP,))
    every = store.requests.of(message.person_id)
    found = sorted(every, key=lambda each: each.state is State.CLOSED)[:SHOWN]
    return Reply(
        "request-list" if found else "request-none",
        entries=tuple(_listed(each) for each in found),
        choices=(
            *((_see(each, number),) for number, each in enumerate(found, start=1)),
            (NEW, HELP),
        ),
        edits=bool(message.about),
    )


def one(message: Message, store: Store, request: Request) -> Reply:
    """One request: what happened to it so far, and what its requester can do."""
    if request.state is State.DRAFT:
        return needs.screen(message, request)
    return Reply(
        "request-shown",
        {"state": Words(f"request-state-{request.state}")},
        entries=(needs.entry(request), *casefile.parts(store, request)),
        lines=(*needs.own_lines(request), *casefile.steps(store, request)),
        choices=(*_ways(request), (REQUESTS,)),
        edits=bool(message.about),
    )


def _own(message: Message, store: Store, request_id: int) -> Request:
    request = store.requests.get(request_id)
    if request.person_id != message.person_id:
        raise Refusal("request-not-yours", choices=(HELP,))
    return request


def _send(message: Message, store: Store, request: Request) -> Reply:
    """Send it; from now on somebody is looked for.

    Raises:
        Refusal: too many are under way.
        Conflict: it was sent before.
    """
    if request.state is not State.DRAFT:
        return one(message, store, request)
    if store.requests.count_live_of(message.person_id) >= MOST_LIVE:
        raise Refusal("request-too-many", choices=(REQUESTS,), most=MOST_LIVE)
    _stepped(message, store, request, State.OPEN, "sent")
    if request.for_country:
        cases.tell_secretariat(store, request, "request-country-secretariat", at=message.sent_at)
    return Reply(
        "request-sent-urgent" if request.urgent else "request-sent",
        entries=(Entry(echo(request.need)),),
        lines=(Words("request-sent-country"),) if request.for_country else (),
        choices=(
            (
                Choice(Words("choice-request-follow"), f"request.see {request.id}"),
                Choice(Words("choice-request-read"), f"request.read {request.id}"),
            ),
            (Choice(Words("choice-request-withdraw"), f"request.withdraw {request.id}"),),
        ),
        edits=bool(message.about),
    )


def _drop(message: Message, store: Store, request: Request) -> Reply:
    if request.state is State.DRAFT:
        store.requests.drop(request)
        return Reply("request-dropped", choices=((NEW, HELP),), edits=bool(message.about))
    return one(message, store, request)


def _read(message: Message, store: Store, request: Request) -> Reply:
    """Meanwhile: things to read, and who knows, in the words of the request."""
    ask = cases.ask(request)
    found = {
        kind: question_for(message, ask, store, kind=kind) for kind in (Kind.RESOURCE, Kind.EXPERT)
    }
    choices = [
        Choice(Words(f"choice-{kind}"), f"find.as {each.id}") for kind, each in found.items()
    ]
    back = Choice(Words("choice-back"), f"request.see {request.id}")
    return Reply("request-meanwhile", choices=(tuple(choices), (back,)), edits=bool(message.about))


def _withdraw(message: Message, store: Store, request: Request) -> Reply:
    """Not needed any more: whoever is being asked is told that nothing is to be done."""
    _stepped(message, store, request, State.CLOSED, "withdrawn")
    return _closed("request-withdrawn", message, request)


def _close(message: Message, store: Store, request: Request) -> Reply:
    """Enough of it; who was introduced can go on talking, until one of them ends that."""
    _stepped(message, store, request, State.CLOSED, "closed")
    met = store.offers.introductions(request.id)
    return _closed("request-closed-talking" if met else "request-closed", message, request)


def _closed(phrase: str, message: Message, request: Request) -> Reply:
    again = Choice(Words("choice-request-reopen"), f"request.reopen {request.id}")
    return Reply(phrase, choices=((again, REQUESTS),), edits=bool(message.about))


def _reopen(message: Message, store: Store, request: Request) -> Reply:
    """Look again; nobody who was asked before is asked again."""
    if store.requests.count_live_of(message.person_id) >= MOST_LIVE:
        raise Refusal("request-too-many", choices=(REQUESTS,), most=MOST_LIVE)
    _stepped(message, store, request, State.OPEN, "reopened")
    return one(message, store, request)


def _widen(message: Message, store: Store, request: Request) -> Reply:
    """Ask people in any language and anywhere, and look again now."""
    if request.state in {State.DRAFT, State.CLOSED}:
        return one(message, store, request)
    needs.widen(request)
    at = message.sent_at
    cases.note(
        store, request, by=By.REQUESTER, because="widened", at=at, person_id=message.person_id
    )
    cases.wake(request, at)
    return one(message, store, request)


def _another(message: Message, store: Store, request: Request) -> Reply:
    """It did not help: the next one is asked."""
    followup.another(store, request, at=message.sent_at, person_id=message.person_id)
    met = store.offers.introductions(request.id)
    if not met:
        return one(message, store, request)
    return followup.asking_again(request, met[-1], edits=bool(message.about))


def _stepped(message: Message, store: Store, request: Request, to: State, because: str) -> None:
    at, who = message.sent_at, message.person_id
    cases.move(store, request, to, by=By.REQUESTER, because=because, at=at, person_id=who)


_STEPS = {
    "see": one,
    "draft": one,
    "send": _send,
    "drop": _drop,
    "read": _read,
    "withdraw": _withdraw,
    "close": _close,
    "reopen": _reopen,
    "widen": _widen,
    "another": _another,
}


def _ways(request: Request) -> Iterator[tuple[Choice, ...]]:
    """What the requester can do in this state."""

    def choice(verb: str) -> Choice:
        return Choice(Words(f"choice-request-{verb}"), f"request.{verb} {request.id}")

    match request.state:
        case State.CLOSED:
            yield (choice("reopen"),)
        case State.INTRODUCED | State.HELPED:
            yield (choice("another"), choice("close"))
        case _:
            wider = (choice("widen"),) if needs.is_narrow(request) else ()
            yield (*wider, choice("seen"))
            yield (choice("withdraw"), choice("read"))
            return
    yield (choice("read"),)


def _see(request: Request, number: int) -> Choice:
    label = Words("choice-request-see", {"number": number, "need": echo(request.need)})
    return Choice(label, f"request.see {request.id}")


def _listed(request: Request) -> Entry:
    state = Words(f"request-state-{request.state}")
    return Entry(
        echo(request.need), facts=(state, Words("just", {"what": Day(request.state_at.date())}))
    )
