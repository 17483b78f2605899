"""An expert's answer to an offer; who said yes is introduced, and both are asked how it went."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from config.phrases import Day, Words
from handlers import cases, offers, pool
from handlers.errors import Refusal
from handlers.matching import rank
from handlers.meeting import bring_together
from handlers.messages import Choice, Message, Reply, echo
from handlers.onward import HELP
from handlers.relays import reachable
from storage.offers import OPEN, Introduction, Offer, OfferState
from storage.profiles import Profile
from storage.requests import LOOKING, By, Request, State
from storage.store import Store

ASK_AFTER = timedelta(days=7)
"""When both are asked whether it helped; in their working hours."""
LOOK_AFTER = timedelta(minutes=1)
"""When it is looked whether both could be brought together."""
BETTER = 3
"""People who may know better that an expert can choose from."""
AGAIN = {"week": timedelta(days=7), "month": timedelta(days=30), "quarter": timedelta(days=91)}
NO = frozenset({"topic", "time", "conflict", "other"})


@dataclass(frozen=True, slots=True)
class Asked:
    """An offer as the expert who answers it sees it; everything of it is locked."""

    message: Message
    store: Store
    request: Request
    offer: Offer
    profile: Profile

    @property
    def at(self) -> datetime:
        return self.message.sent_at

    @property
    def edits(self) -> bool:
        return bool(self.message.about)


def tapped(message: Message, store: Store, verb: str, number: str, *rest: str) -> Reply:
    """What an expert answers to an offer.

    Raises:
        Refusal: it was asked of somebody else.
        ValueError: none that was ever offered.
    """
    asked = _asked(message, store, int(number))
    if verb == "yes" and asked.offer.state is OfferState.EXPIRED and _is_free(asked):
        return _accepted(asked)
    if asked.offer.state not in OPEN:
        return _too_late(asked)
    match verb, rest:
        case "yes", ():
            return _accepted(asked)
        case "see", ():
            return _again(asked)
        case "when", ():
            return _when(asked)
        case "later", (when,):
            return _later(asked, AGAIN[when])
        case "no", ():
            return _why_not(asked)
        case "no", (reason,) if reason in NO:
            return _declined(asked, reason)
        case "better", ():
            return _who_better(asked)
        case "named", (profile_id,):
            return _named(asked, int(profile_id))
        case "else", ():
            return _nobody_here(asked)
        case _:
            raise ValueError(verb)


def _asked(message: Message, store: Store, offer_id: int) -> Asked:
    """The request is locked first, as the clock does, and the offer as it is then."""
    profile = store.profiles.of(message.person_id)
    offer = store.offers.find(offer_id)
    if offer is None or profile is None or offer.profile_id != profile.id or not message.private:
        raise Refusal("offer-not-yours", choices=(HELP,))
    request = store.requests.get(offer.request_id)
    fresh = store.offers.get(offer_id)
    if fresh is None:
        raise Refusal("offer-not-yours", choices=(HELP,))
    return Asked(message, store, request, fresh, profile)


def _is_free(asked: Asked) -> bool:
    """Whether a late yes still comes in time."""
    return asked.request.state in LOOKING and asked.request.person_id != asked.profile.person_id


def _too_late(asked: Asked) -> Reply:
    """What became of an offer that is not open any more."""
    match asked.offer.state:
        case OfferState.EXPIRED:
            phrase = "offer-expired"
        case OfferState.WITHDRAWN:
            closed = asked.request.state is State.CLOSED
            phrase = "offer-closed" if closed else "offer-gone"
        case _:
            phrase = "offer-answered"
    return Reply(phrase, choices=((HELP,),))


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


def _when(asked: Asked) -> Reply:
    rows = tuple(
        Choice(Words(f"choice-again-{each}"), f"offer.later {asked.offer.id} {each}")
        for each in AGAIN
    )
    return Reply("offer-when", choices=(rows, (_back(asked),)), edits=asked.edits)


def _later(asked: Asked, wait: timedelta) -> Reply:
    """Not now: nothing at all is asked of them before the day that they name."""
    hours = pool.hours_of(asked.profile, asked.store)
    day = asked.at.astimezone(hours.zone).date() + wait
    asked.profile.later_until = max(asked.profile.later_until or day, day - timedelta(days=1))
    _answered(asked, OfferState.LATER, "later")
    return Reply("offer-later", {"day": Day(day)}, edits=asked.edits)


def _why_not(asked: Asked) -> Reply:
    choices = [
        Choice(Words(f"choice-no-{each}"), f"offer.no {asked.offer.id} {each}")
        for each in ("topic", "time", "conflict", "other")
    ]
    rows = (tuple(choices[:2]), tuple(choices[2:]), (_back(asked),))
    return Reply("offer-why-not", choices=rows, edits=asked.edits)


def _declined(asked: Asked, reason: str) -> Reply:
    _answered(asked, OfferState.DECLINED, "declined", reason=reason)
    return Reply("offer-declined", edits=asked.edits)


def _who_better(asked: Asked) -> Reply:
    """The next who could be asked, by what they answer for; or nobody who is here."""
    store, request, at = asked.store, asked.request, asked.at
    made = store.offers.of(request.id)
    need = pool.need(request, store, offers=made, now=at)
    matches = rank(need, pool.candidates(request, store, now=at), at, most=BETTER)
    records = store.experts.many([each.candidate.record_id for each in matches])
    rows = [
        (
            Choice(
                Words("just", {"what": echo(records[each.candidate.record_id].title)}),
                f"offer.named {asked.offer.id} {each.candidate.id}",
            ),
        )
        for each in matches
    ]
    other = Choice(Words("choice-better-else"), f"offer.else {asked.offer.id}")
    phrase = "offer-who-better" if rows else "offer-who-better-nobody"
    return Reply(phrase, choices=(*rows, (other, _back(asked))), edits=asked.edits)


def _named(asked: Asked, profile_id: int) -> Reply:
    profile = asked.store.profiles.get(profile_id)
    if profile is None:
        return _nobody_here(asked)
    asked.offer.named_id = profile_id
    _answered(asked, OfferState.DECLINED, "declined", reason="better")
    who = asked.store.experts.get(profile.record_id).title
    return Reply("offer-better-thanks", {"who": who}, edits=asked.edits)


def _nobody_here(asked: Asked) -> Reply:
    _answered(asked, OfferState.DECLINED, "nobody-here", reason="better")
    return Reply("offer-better-noted", edits=asked.edits)


def _answered(asked: Asked, state: OfferState, because: str, *, reason: str = "") -> None:
    """It was no yes: whoever is next is asked at once."""
    offers.settle(asked.offer, state, at=asked.at, reason=reason)
    asked.profile.silences = 0
    cases.note(asked.store, asked.request, by=By.EXPERT, because=because, at=asked.at)
    cases.wake(asked.request, asked.at)


def _back(asked: Asked) -> Choice:
    return Choice(Words("offer-back"), f"offer.see {asked.offer.id}")
