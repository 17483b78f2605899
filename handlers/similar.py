"""Requests like a question: what others need or needed help with, for whoever may see them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from config.phrases import Day, Words
from handlers import audience
from handlers.asking import Ask
from handlers.errors import Refusal
from handlers.messages import Choice, Entry, Message, Reply, echo
from handlers.onward import HELP
from storage.requests import LOOKING, Request, scopes
from storage.search.documents import Kind, Query, Reader
from storage.search.finder import WEAK
from storage.store import Store

MOST = 5
"""Requests that are shown: those that fit best."""


def like(ask: Ask, message: Message, store: Store) -> tuple[Request, ...]:
    """Others' requests on what was asked for, the best first; none where others read along."""
    if not message.private or not store.search.has(Kind.REQUEST):
        return ()
    sight = audience.sight(store, message.person_id)
    groups = store.groups.ids() if sight.everything else ()
    query = Query(
        ask.text,
        reader=Reader(scopes(sight, groups), language=message.language),
        expansion=ask.expansion,
        language=ask.language or None,
    )
    found = store.search.find(query, kind=Kind.REQUEST, limit=2 * MOST).hits
    by_id = {
        str(each.id): each
        for each in store.requests.searchable([hit.record_id for hit in found])
        if each.person_id != message.person_id and audience.may_see(sight, each)
    }
    fitting = (hit.record_id for hit in found if hit.strength >= WEAK)
    return tuple(by_id[each] for each in fitting if each in by_id)[:MOST]


def list_(ask: Ask, message: Message, store: Store) -> Reply:
    """Those requests, each with its state; whoever can help with one may say so.

    Raises:
        Refusal: there is none any more that this person may see.
    """
    found = like(ask, message, store)
    if not found:
        raise Refusal("similar-none")
    numbered = enumerate(found, start=1)
    return Reply(
        "similar-list",
        {"count": len(found), "question": echo(ask.text)},
        entries=tuple(Entry(echo(each.need), facts=tuple(_facts(each))) for each in found),
        choices=tuple((_see(each, number),) for number, each in numbered if each.state in LOOKING),
    )


def asked(
    ask: Ask,
    message: Message,
    store: Store,
    answers: Sequence[Entry],
    onward: tuple[tuple[Choice, ...], ...],
) -> Reply:
    """Requests on what was asked for in words, and what experts answered to such a question.

    Raises:
        Refusal: others read along.
    """
    if not message.private:
        raise Refusal("wanted-in-private", choices=(HELP,))
    question = {"question": echo(ask.text)}
    if like(ask, message, store):
        found = list_(ask, message, store)
        return replace(found, entries=(*found.entries, *answers), choices=(*found.choices, *onward))
    phrase = "similar-answers" if answers else "similar-nothing"
    return Reply(phrase, question, entries=tuple(answers), choices=onward)


def _facts(request: Request) -> Iterator[Words]:
    yield Words(f"request-state-{request.state}")
    yield Words("just", {"what": Day(request.created_at.date())})


def _see(request: Request, number: int) -> Choice:
    label = Words("choice-request-see", {"number": number, "need": echo(request.need)})
    return Choice(label, f"wanted.see {request.id}")
