"""A request as a case: which steps it may take, each kept with who took it, when and why."""

from collections.abc import Mapping
from datetime import datetime

from config.phrases import Detail, Words
from config.taxonomy import Standing
from handlers.asking import Ask, Slot, SlotKind
from handlers.messages import Choice, Reply, echo, pack_reply
from storage.base import JsonValue
from storage.errors import Conflict
from storage.requests import By, Request, RequestStep, State
from storage.store import Store

ALLOWED: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.OPEN}),
    State.OPEN: frozenset({State.MATCHING, State.OFFERED, State.CLOSED}),
    State.MATCHING: frozenset({State.OFFERED, State.CLOSED}),
    State.OFFERED: frozenset({State.MATCHING, State.INTRODUCED, State.CLOSED}),
    State.INTRODUCED: frozenset({State.MATCHING, State.OFFERED, State.HELPED, State.CLOSED}),
    State.HELPED: frozenset({State.MATCHING, State.CLOSED}),
    State.CLOSED: frozenset({State.OPEN}),
}
"""To which states a request may go from each. A closed one can be opened again by its requester:
whom it was offered to is remembered, so that nobody is asked twice."""
LOOKED_AT = frozenset({State.OPEN, State.MATCHING, State.CLOSED})
"""States in which the hub has something to do at once: find somebody, or take offers back."""


def move(
    store: Store,
    request: Request,
    to: State,
    *,
    by: By,
    because: str,
    at: datetime,
    person_id: int | None = None,
    details: Mapping[str, JsonValue] | None = None,
) -> RequestStep:
    """Take a step to another state. `because` is a phrase, after "step-", with its details.

    The request is due at once in a state of LOOKED_AT; else when `wake` says so, as before.

    Raises:
        Conflict: from where it is, there is no such step; a second tap, or too late.
    """
    if to not in ALLOWED[request.state]:
        raise Conflict(f"request {request.id}: {request.state} to {to}")
    request.state = to
    request.state_at = at
    request.closed_because = because if to is State.CLOSED else ""
    if to in LOOKED_AT:
        request.next_at = at
    return note(store, request, by=by, because=because, at=at, person_id=person_id, details=details)


def note(
    store: Store,
    request: Request,
    *,
    by: By,
    because: str,
    at: datetime,
    person_id: int | None = None,
    details: Mapping[str, JsonValue] | None = None,
) -> RequestStep:
    """Keep that something happened which leaves the state as it is."""
    step = RequestStep(
        request_id=request.id,
        at=at,
        state=request.state,
        by=by,
        person_id=person_id,
        because=because,
        details=dict(details or {}),
    )
    return store.requests.step(step)


def wake(request: Request, at: datetime | None) -> None:
    """When the hub looks at it next; None: not before somebody does something."""
    request.next_at = at


def tell(store: Store, request: Request, reply: Reply, *, step: RequestStep) -> None:
    """Leave a notice of this step for the requester, if there still is one; once a step."""
    if request.person_id is not None:
        store.outbox.notify(
            f"request:{request.id}:{step.id}",
            pack_reply(reply),
            person_id=request.person_id,
            due_at=step.at,
        )


def tell_secretariat(
    store: Store,
    request: Request,
    phrase: str,
    *,
    at: datetime,
    key: str = "",
    details: Mapping[str, Detail] | None = None,
) -> None:
    """Tell everybody in the secretariat of a request, once a phrase, with a tap to its case.

    `key` names what it is about, where it may be said again for something else.
    """
    see = Choice(Words("choice-case-see"), f"case.see {request.id}", strong=True)
    said: dict[str, Detail] = {"need": echo(request.need), **(details or {})}
    told = pack_reply(Reply(phrase, said, choices=((see,),)))
    for person_id in store.people.with_standing(Standing.SECRETARIAT):
        letter = f"{key or f'{phrase}:{request.id}'}:{person_id}"
        store.outbox.notify(letter, told, person_id=person_id, due_at=at)


def ask(request: Request) -> Ask:
    """The need as a question to the search core; places and objectives are guesses to rank by."""
    slots = (
        *(Slot(SlotKind.REGION, each, guessed=True) for each in request.regions),
        *(Slot(SlotKind.OBJECTIVE, str(each), guessed=True) for each in request.objectives),
    )
    words = request.topic or request.need
    return Ask(words, request.language, slots, tuple(request.expansion.items()), request.concepts)


def release(store: Store, person_id: int, *, at: datetime) -> None:
    """Requests that wait for an answer of somebody who goes are looked at again at once."""
    for request_id in store.offers.waited_for(person_id):
        wake(store.requests.get(request_id), at)


def abandon(store: Store, person_id: int, *, at: datetime) -> None:
    """Close everything that somebody asked for, and erase its words: they are being forgotten."""
    release(store, person_id, at=at)
    for request in store.requests.of(person_id):
        if request.state is State.DRAFT:
            store.requests.drop(request)
            continue
        if request.state is not State.CLOSED:
            move(store, request, State.CLOSED, by=By.REQUESTER, because="forgotten", at=at)
        for met in store.offers.introductions(request.id):
            met.comment = ""
        for offer in store.offers.of(request.id):
            offer.named_as = ""
        request.need = request.topic = ""
        request.concepts, request.expansion, request.excluded = {}, {}, []
