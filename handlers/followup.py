"""Whether an introduction helped: both are asked once, after a week; a no brings the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from config.phrases import Words
from handlers import cases, offers
from handlers.calendar import Hours, zone_named
from handlers.carrying import shown
from handlers.errors import Refusal
from handlers.messages import Choice, Message, Reply, pack_reply
from handlers.onward import HELP
from storage.offers import Introduction, OfferState
from storage.profiles import EVENING, MORNING
from storage.requests import By, Request, State
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Met:
    """An introduction as one of its two sees it; `role` is what they are in it."""

    message: Message
    store: Store
    request: Request
    introduction: Introduction
    role: By

    @property
    def other(self) -> int | None:
        mine = self.role is By.REQUESTER
        return self.introduction.expert_id if mine else self.introduction.requester_id


def due(store: Store, now: datetime, limit: int) -> Sequence[int]:
    """Introductions of which it is time to ask."""
    return store.offers.to_ask(now=now, limit=limit)


def ask(store: Store, introduction_id: int, now: datetime) -> None:
    """Ask both, once; nobody where the request is closed by now, or who is gone."""
    met = store.offers.introduction(introduction_id)
    if met is None or met.ask_at is None or met.ask_at > now:
        return
    met.ask_at = None
    request = store.requests.get(met.request_id)
    if request.state is State.CLOSED:
        return
    asked = (
        ("requester", met.requester_id, met.expert_id, _helped(met)),
        ("expert", met.expert_id, met.requester_id, _worked(met)),
    )
    for role, person_id, other, choices in asked:
        if person_id is not None:
            name = person(store, other, "expert" if role == "requester" else "requester")
            question = Reply(f"followup-{role}", {"name": name}, choices=choices)
            key = f"followup:{met.id}:{role}"
            due_at = now if role == "expert" else _in_their_hours(store, person_id, now)
            store.outbox.notify(key, pack_reply(question), person_id=person_id, due_at=due_at)


def _in_their_hours(store: Store, person_id: int, now: datetime) -> datetime:
    """When a requester is at work: in the usual hours of their zone, and on no weekend."""
    zone = store.people.zones([person_id]).get(person_id, "")
    return Hours(zone_named(zone), "", MORNING, EVENING).next(now)


def tapped(message: Message, store: Store, verb: str, number: str, *rest: str) -> Reply:
    """What one of the two says of an introduction.

    Raises:
        Refusal: they are neither of them.
        ValueError: none that was ever offered.
    """
    met = find(message, store, int(number))
    if met.introduction.requester_id == met.introduction.expert_id:
        return Reply("followup-done", choices=((HELP,),))  # they have linked their accounts since
    match verb, met.role, rest:
        case "helped", By.REQUESTER, (said,):
            return _said(met, helped=bool(int(said)))
        case "worked", By.EXPERT, (said,):
            return _worked_out(met, worked=bool(int(said)))
        case _:
            raise ValueError(verb)


def find(message: Message, store: Store, introduction_id: int) -> Met:
    """The introduction, its request locked first.

    Raises:
        Refusal: whoever asks has no part in it.
    """
    known = store.offers.introduction(introduction_id)
    mine = {known.requester_id: By.REQUESTER, known.expert_id: By.EXPERT} if known else {}
    role = mine.get(message.person_id)
    if known is None or role is None or not message.private:
        raise Refusal("followup-not-yours", choices=(HELP,))
    return Met(message, store, store.requests.get(known.request_id), known, role)


def another(store: Store, request: Request, *, at: datetime, person_id: int | None = None) -> None:
    """It did not help: the seats are free again, and the next expert is asked.

    Raises:
        Conflict: nobody was introduced, or the request is closed.
    """
    cases.move(
        store,
        request,
        State.MATCHING,
        by=By.REQUESTER,
        because="not-helpful",
        at=at,
        person_id=person_id,
    )
    for each in store.offers.of(request.id):
        if each.state is OfferState.ACCEPTED:
            offers.settle(each, OfferState.ENDED, at=at)


def person(store: Store, person_id: int | None, role: str) -> Words:
    """Somebody whom the reader was introduced to; what they are, if they are gone."""
    accounts = store.people.accounts(person_id) if person_id else ()
    return shown(store, next((each for each in accounts if each.name), None), role)


def _said(met: Met, *, helped: bool) -> Reply:
    """The requester's word closes the case, or brings the next expert."""
    store, request, at = met.store, met.request, met.message.sent_at
    edits = bool(met.message.about)
    if met.introduction.requester_said is not None or request.state is not State.INTRODUCED:
        return Reply("followup-done", choices=((HELP,),))
    met.introduction.requester_said = helped
    if not helped:
        another(store, request, at=at, person_id=met.message.person_id)
        return asking_again(request, met.introduction, edits=edits)
    for state, because in ((State.HELPED, "helped"), (State.CLOSED, "helped")):
        cases.move(
            store,
            request,
            state,
            by=By.REQUESTER,
            because=because,
            at=at,
            person_id=met.message.person_id,
        )
    return Reply("followup-yes", choices=((_comment(met.introduction),),), edits=edits)


def asking_again(request: Request, introduction: Introduction, *, edits: bool) -> Reply:
    """It did not help: what was missing can be said, so that the next one fits better."""
    close = Choice(Words("choice-request-close"), f"request.close {request.id}")
    rows = ((_comment(introduction, "choice-what-was-missing"), close),)
    return Reply("request-asking-again", choices=rows, edits=edits)


def _comment(introduction: Introduction, label: str = "choice-comment") -> Choice:
    return Choice(Words(label), f"answer.comment {introduction.id}")


def _worked_out(met: Met, *, worked: bool) -> Reply:
    if met.introduction.expert_said is not None:
        return Reply("followup-done", choices=((HELP,),))
    met.introduction.expert_said = worked
    edits = bool(met.message.about)
    if not worked:
        return Reply("followup-no-expert", edits=edits)
    if met.request.sensitive or met.introduction.requester_id is None:
        return Reply("followup-thanks-expert", edits=edits)
    save = Choice(Words("choice-save-answer"), f"answer.write {met.introduction.id}")
    return Reply("followup-yes-expert", choices=((save,),), edits=edits)


def _helped(met: Introduction) -> tuple[tuple[Choice, ...], ...]:
    yes = Choice(Words("choice-it-helped"), f"intro.helped {met.id} 1", strong=True)
    return ((yes, Choice(Words("choice-it-did-not"), f"intro.helped {met.id} 0")),)


def _worked(met: Introduction) -> tuple[tuple[Choice, ...], ...]:
    yes = Choice(Words("choice-worked"), f"intro.worked {met.id} 1", strong=True)
    return ((yes, Choice(Words("choice-not-worked"), f"intro.worked {met.id} 0")),)
