"""A request's file: who opens it, and what it holds, as requester and secretariat see it."""

from collections.abc import Iterator

from config.phrases import Day, Detail, Term, Words
from handlers import standing
from handlers.errors import Refusal
from handlers.finding import reader
from handlers.messages import Choice, Entry, Message
from handlers.onward import HELP
from storage.requests import By, Request, RequestPart, RequestStep, State
from storage.search.documents import Reader
from storage.store import Store

STEPS_SHOWN = 12


def steps(store: Store, request: Request, *, reader: By = By.REQUESTER) -> Iterator[Words]:
    """What happened, when and by whom; the latest last. Only its requester is called "you"."""
    for step in store.requests.steps(request.id)[-STEPS_SHOWN:]:
        what = Words(f"step-{step.because}", _details(step))
        who = "other" if step.by is By.REQUESTER is not reader else step.by
        yield Words(f"step-by-{who}", {"day": Day(step.at.date()), "what": what})


def told(store: Store, request: Request) -> Iterator[Words]:
    """What the secretariat alone reads: whom somebody named, and how an introduction went."""
    for offer in store.offers.of(request.id):
        if offer.named_as:
            yield Words("case-named", {"who": offer.named_as})
    for met in store.offers.introductions(request.id):
        if met.comment:
            yield Words("case-comment", {"text": met.comment})


def _details(step: RequestStep) -> dict[str, Detail]:
    """The kind of organisation that was asked, and no more: nobody is named before they agree."""
    kind = step.details.get("kind")
    return {"kind": Term("stakeholder", str(kind))} if kind else {}


def parts(store: Store, request: Request) -> tuple[Entry, ...]:
    """What the secretariat found for a country's request."""
    return tuple(map(part, store.requests.parts(request.id)))


def part(one: RequestPart) -> Entry:
    facts = (Words(f"part-{one.kind}"), *((one.organisation,) if one.organisation else ()))
    return Entry(one.text, url=one.url, facts=facts)


def reader_of(store: Store, request: Request, *, language: str) -> Reader:
    """Who may see what is proposed for a request: its requester, or everybody if they are gone."""
    person = store.people.get(request.person_id) if request.person_id else None
    return reader(person, store, language=language, shared=person is None)


def for_secretariat(message: Message, store: Store) -> None:
    """Raises Refusal: somebody else asks, or others read along."""
    secretariat_only(store, message.person_id)
    if not message.private:
        raise Refusal("case-in-private", choices=(HELP,))


def secretariat_only(store: Store, person_id: int) -> None:
    """Raises Refusal: somebody else asks."""
    if not standing.is_secretariat(store, person_id):
        raise Refusal("case-for-secretariat", choices=(HELP,))


def sent(store: Store, number: str) -> Request:
    """A request that was sent.

    Raises:
        Refusal: a draft is its writer's alone.
    """
    request = store.requests.get(int(number))
    if request.state is State.DRAFT:
        raise Refusal("request-not-yours", choices=(HELP,))
    return request


def back(request: Request) -> Choice:
    """To the case."""
    return Choice(Words("choice-back"), f"case.see {request.id}")
