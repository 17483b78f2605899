"""What others need help with: their requests without their names, for whoever may see them."""

from collections.abc import Iterator

from config.phrases import Day, Words
from handlers import audience, matchmaking, needs, offers
from handlers.errors import Refusal
from handlers.messages import Choice, Entry, Message, Reply, echo
from handlers.onward import EXPERTISE, HELP
from storage.profiles import ProfileState
from storage.requests import LOOKING, Request
from storage.store import Store

PAGE = 6
"""Requests a message: each has a row to tap."""


def list_(message: Message, store: Store, *, start: int = 0) -> Reply:
    """Those for whom somebody is still looked for, the newest first.

    Raises:
        Refusal: others read along.
    """
    _in_private(message)
    sight = audience.sight(store, message.person_id)
    total = store.requests.count_seen(sight)
    found = store.requests.seen(sight, limit=PAGE, offset=max(start, 0))
    turns = []
    if start > 0:
        turns.append(Choice(Words("choice-back"), f"wanted.list {max(start - PAGE, 0)}"))
    if start + PAGE < total:
        turns.append(Choice(Words("choice-more"), f"wanted.list {start + PAGE}"))
    see = [(_see(each, number),) for number, each in enumerate(found, start=start + 1)]
    return Reply(
        "wanted-list" if found else "wanted-none",
        {"total": total},
        entries=tuple(_listed(each, store) for each in found),
        choices=(*see, (*turns, HELP)),
        edits=bool(message.about),
    )


def tapped(message: Message, store: Store, verb: str, number: str) -> Reply:
    """A choice about somebody else's request.

    Raises:
        Refusal: they may not see it, or others read along.
        ValueError: none that was ever offered.
    """
    if verb == "list":
        return list_(message, store, start=int(number))
    _in_private(message)
    request = store.requests.get(int(number))
    sight = audience.sight(store, message.person_id)
    if request.person_id == message.person_id or not audience.may_see(sight, request):
        raise Refusal("wanted-not-yours", choices=(HELP,))
    if request.state not in LOOKING:
        return Reply("wanted-over", choices=((_back(), HELP),), edits=bool(message.about))
    match verb:
        case "see":
            return _shown(message, store, request)
        case "help":
            return _help(message, store, request)
        case _:
            raise ValueError(verb)


def _shown(message: Message, store: Store, request: Request) -> Reply:
    """What is needed, and a tap for who can help; not whose it is."""
    can_help = Choice(Words("choice-wanted-help"), f"wanted.help {request.id}", strong=True)
    reply = Reply(
        "wanted-shown",
        {"from": offers.asker(request, store)},
        lines=tuple(offers.terms(request)),
        choices=((can_help,), (_back(),)),
        edits=bool(message.about),
    )
    return needs.with_need(reply, request)


def _help(message: Message, store: Store, request: Request) -> Reply:
    """Whoever agreed to be asked is asked now, as they wish; the rules of either side hold."""
    profile = store.profiles.of(message.person_id)
    if profile is None or profile.state is not ProfileState.ACTIVE:
        return Reply("wanted-join-first", choices=((EXPERTISE, _back()),))
    offer = matchmaking.volunteer(store, request, profile, now=message.sent_at)
    if offer is None:
        return Reply("wanted-cannot", choices=((_back(), EXPERTISE),))
    return offers.shown(request, offer, store)


def _in_private(message: Message) -> None:
    if not message.private:
        raise Refusal("wanted-in-private", choices=(HELP,))


def _listed(request: Request, store: Store) -> Entry:
    return Entry(echo(request.need), facts=tuple(_facts(request, store)))


def _facts(request: Request, store: Store) -> Iterator[Words]:
    yield Words("wanted-from", {"from": offers.asker(request, store)})
    yield Words("just", {"what": Day(request.created_at.date())})
    if request.group_id:
        yield Words("just", {"what": request.group_id})
    if request.urgent:
        yield Words("request-is-urgent")


def _see(request: Request, number: int) -> Choice:
    label = Words("choice-request-see", {"number": number, "need": echo(request.need)})
    return Choice(label, f"wanted.see {request.id}")


def _back() -> Choice:
    return Choice(Words("choice-back"), "wanted.list 0")
