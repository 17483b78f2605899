"""An expert's answer to an offer; who said yes is introduced, and both are asked how it went."""

from dataclasses import replace
from datetime import timedelta

from config.phrases import Words
from handlers import again, better, cases, offers, pool
from handlers.asked import Asked, answered, back, offer_of, too_late
from handlers.meeting import bring_together
from handlers.messages import Choice, Message, Reply
from handlers.onward import HELP
from handlers.relays import reachable
from storage.offers import OPEN, Introduction, OfferState
from storage.requests import LOOKING, By, State
from storage.store import Store

ASK_AFTER = timedelta(days=7)
"""When both are asked whether it helped; in their working hours."""
LOOK_AFTER = timedelta(minutes=1)
"""When it is looked whether both could be brought together."""
NO = frozenset({"topic", "time", "conflict", "other"})


def tapped(message: Message, store: Store, verb: str, number: str, *rest: str) -> Reply:
    """What an expert answers to an offer.

    Raises:
        Refusal: it was asked of somebody else.
        ValueError: none that was ever offered.
    """
    asked = offer_of(message, store, int(number))
    if verb == "yes" and asked.offer.state is OfferState.EXPIRED and _is_free(asked):
        return _accepted(asked)
    if asked.offer.state not in OPEN:
        return too_late(asked)
    match verb, rest:
        case "yes", ():
            return _accepted(asked)
        case "see", ():
            return _again(asked)
        case "when" | "later", _:
            return again.tapped(asked, verb, *rest)
        case "no", ():
            return _why_not(asked)
        case "no", (reason,) if reason in NO:
            return _declined(asked, reason)
        case "better" | "named" | "else" | "none", _:
            return better.tapped(asked, verb, *rest)
        case _:
            raise ValueError(verb)


def _is_free(asked: Asked) -> bool:
    """Whether a late yes still comes in time."""
    return asked.request.state in LOOKING and asked.request.person_id != asked.profile.person_id


def _accepted(asked: Asked) -> Reply:
    """Yes: both learn who the other is, and can talk; nobody else is asked for this seat."""
    request, offer, at = asked.request, asked.offer, asked.at
    if reachable(asked.store, request.person_id) is None:
        _moved(asked, State.CLOSED, "forgotten")
    if _met(asked):
        offers.settle(offer, OfferState.WITHDRAWN, at=at)
        cases.wake(request, at)
        return Reply("offer-met", choices=((HELP,),))
    if request.state is State.CLOSED or request.person_id == asked.profile.person_id:
        offers.settle(offer, OfferState.WITHDRAWN, at=at)
        return Reply("offer-closed", choices=((HELP,),))
    if request.state is not State.INTRODUCED:
        if request.state is not State.OFFERED:
            _moved(asked, State.OFFERED, "asked-late")
        _moved(asked, State.INTRODUCED, "introduced")
    offers.settle(offer, OfferState.ACCEPTED, at=at)
    asked.profile.silences = 0
    others = asked.store.offers.of(request.id)
    offers.withdraw((each for each in others if each.seat == offer.seat), at=at)
    asked.store.session.flush()
    introduction = asked.store.offers.introduce(
        Introduction(
            request_id=request.id,
            offer_id=offer.id,
            requester_id=request.person_id,
            expert_id=asked.profile.person_id,
            made_at=at,
            ask_at=pool.hours_of(asked.profile, asked.store).next(at + ASK_AFTER),
        )
    )
    cases.wake(request, at + LOOK_AFTER)
    bring_together(asked.store, request, introduction, at=at)
    return Reply("offer-accepted", edits=asked.edits)


def _met(asked: Asked) -> bool:
    """Whether these two have been introduced so lately, for whatever, that they are in touch."""
    since = asked.at - pool.MET_AGAIN
    met = asked.store.offers.met(asked.request.person_id or 0, since=since)
    return asked.profile.person_id in met


def _moved(asked: Asked, to: State, because: str) -> None:
    cases.move(asked.store, asked.request, to, by=By.EXPERT, because=because, at=asked.at)


def _again(asked: Asked) -> Reply:
    reply = offers.shown(asked.request, asked.offer, asked.store)
    return replace(reply, edits=asked.edits)


def _why_not(asked: Asked) -> Reply:
    choices = [
        Choice(Words(f"choice-no-{each}"), f"offer.no {asked.offer.id} {each}")
        for each in ("topic", "time", "conflict", "other")
    ]
    rows = (tuple(choices[:2]), tuple(choices[2:]), (back(asked),))
    return Reply("offer-why-not", choices=rows, edits=asked.edits)


def _declined(asked: Asked, reason: str) -> Reply:
    answered(asked, OfferState.DECLINED, "declined", reason=reason)
    return Reply("offer-declined", edits=asked.edits)
