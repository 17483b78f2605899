"""An offer as the expert who answers it sees it, and what becomes of an answer that is no yes."""

from dataclasses import dataclass
from datetime import datetime

from config.phrases import Words
from handlers import cases, offers
from handlers.errors import Refusal
from handlers.messages import Choice, Message, Reply
from handlers.onward import HELP
from storage.offers import Offer, OfferState
from storage.profiles import Profile
from storage.requests import By, Request, State
from storage.store import Store


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


def offer_of(message: Message, store: Store, offer_id: int) -> Asked:
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


def too_late(asked: Asked) -> Reply:
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


def answered(asked: Asked, state: OfferState, because: str, *, reason: str = "") -> None:
    """It was no yes: whoever is next is asked at once."""
    offers.settle(asked.offer, state, at=asked.at, reason=reason)
    asked.profile.silences = 0
    cases.note(asked.store, asked.request, by=By.EXPERT, because=because, at=asked.at)
    cases.wake(asked.request, asked.at)


def back(asked: Asked) -> Choice:
    return Choice(Words("offer-back"), f"offer.see {asked.offer.id}")
