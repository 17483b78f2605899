"""Offers: what an expert is asked, what they may answer, and how an offer ends."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from config.phrases import Instant, Term, Words
from handlers import matching, needs, pool
from handlers.candidates import WINDOW, Match
from handlers.messages import Choice, Reply, pack_reply, pack_words, unpack_words
from storage.offers import OPEN, Offer, OfferState
from storage.profiles import Pause, Profile, ProfileState
from storage.requests import Request
from storage.store import Store

NUDGE_AFTER = timedelta(hours=24)
EXPIRES_AFTER = timedelta(hours=72)
"""Of the expert's silence; both fall into their working hours."""
URGENT_NUDGE_AFTER = timedelta(hours=4)
URGENT_EXPIRES_AFTER = timedelta(hours=24)
LEFT_OPEN = frozenset({"request-any-language", "request-anywhere", "request-no-date"})
SILENCES = 3
"""Offers in a row without an answer, after which an expert is asked no more until they return."""


def make(
    store: Store, request: Request, match: Match, *, seat: int = 0, now: datetime
) -> Offer | None:
    """Ask somebody, in their working hours; None when others have just used up their cap.

    The profile stays locked for this transaction, and so does the count of its asks.
    """
    profile = store.profiles.get(match.candidate.id, for_update=True)
    if profile is None or profile.state is not ProfileState.ACTIVE:
        return None
    known = store.offers.records([profile.id], since=now - WINDOW)[profile.id]
    if len(known.asks) >= profile.cap:
        return None
    hours = pool.hours_of(profile, store)
    show_at = hours.next(now)
    nudge = URGENT_NUDGE_AFTER if request.urgent else NUDGE_AFTER
    expires = URGENT_EXPIRES_AFTER if request.urgent else EXPIRES_AFTER
    return store.offers.add(
        Offer(
            request_id=request.id,
            profile_id=profile.id,
            seat=seat,
            urgent=request.urgent,
            made_at=now,
            show_at=show_at,
            nudge_at=hours.next(show_at + nudge),
            expires_at=hours.next(show_at + expires),
            why=pack_words(matching.reason(pool.with_evidence(match, request, store))),
        )
    )


def attend(store: Store, request: Request, offer: Offer, *, now: datetime) -> None:
    """Show an open offer, nudge or let it expire, whatever it is time for."""
    profile = store.profiles.get(offer.profile_id) if offer.profile_id else None
    if profile is None or profile.person_id == request.person_id:
        settle(offer, OfferState.WITHDRAWN, at=now)
    elif not _can_be_asked(store, profile, now):
        over = OfferState.WITHDRAWN if offer.state is OfferState.MADE else OfferState.EXPIRED
        settle(offer, over, at=now)
    elif offer.state is OfferState.MADE:
        if offer.show_at <= now:
            offer.state, offer.shown_at = OfferState.SHOWN, now
            _say(store, f"offer:{offer.id}", shown(request, offer, store), profile, now)
    elif offer.expires_at <= now:
        settle(offer, OfferState.EXPIRED, at=now)
        _silent(store, profile, offer, now)
    elif offer.nudge_at <= now and not offer.nudged:
        offer.nudged = True
        nudge = needs.with_need(Reply("offer-nudge", choices=answers(offer)), request)
        _say(store, f"offer-nudge:{offer.id}", nudge, profile, now)


def _can_be_asked(store: Store, profile: Profile, now: datetime) -> bool:
    """Not paused or away: an offer that they have seen lapses, and is no silence of theirs."""
    if profile.state is not ProfileState.ACTIVE:
        return False
    today = now.astimezone(pool.hours_of(profile, store).zone).date()
    return profile.absent_until is None or profile.absent_until < today


def next_at(offer: Offer) -> datetime:
    """When an open offer has to be attended to again."""
    if offer.state is OfferState.MADE:
        return offer.show_at
    return offer.expires_at if offer.nudged else min(offer.nudge_at, offer.expires_at)


def settle(offer: Offer, state: OfferState, *, at: datetime, reason: str = "") -> None:
    offer.state, offer.settled_at = state, at
    offer.reason = reason or offer.reason


def withdraw(offers: Iterable[Offer], *, at: datetime) -> None:
    """Take back all that are open: nobody is told, a tap on one says what became of it."""
    for each in offers:
        if each.state in OPEN:
            settle(each, OfferState.WITHDRAWN, at=at)


def shown(request: Request, offer: Offer, store: Store) -> Reply:
    """What the expert reads: the need, not whose it is."""
    reply = Reply(
        "offer-urgent" if offer.urgent else "offer",
        {"from": asker(request, store)},
        lines=(
            *terms(request),
            Words("offer-why", {"why": unpack_words(offer.why)}),
            Words("offer-your-name"),
            Words("offer-answer-by", {"at": Instant(offer.expires_at)}),
        ),
        choices=answers(offer),
    )
    return needs.with_need(reply, request)


def asker(request: Request, store: Store) -> Term:
    """The kind of organisation that a request comes from."""
    found = store.organisations.find(request.organisation) if request.organisation else None
    if found is not None:
        return Term("stakeholder", found.type)
    return Term("stakeholder", "government" if request.for_country else "unknown")


def answers(offer: Offer) -> tuple[tuple[Choice, ...], ...]:
    """What can be said to an offer, in one tap each."""
    return (
        (
            Choice(Words("choice-accept"), f"offer.yes {offer.id}", strong=True),
            Choice(Words("choice-not-now"), f"offer.when {offer.id}"),
        ),
        (
            Choice(Words("choice-decline"), f"offer.no {offer.id}"),
            Choice(Words("choice-better"), f"offer.better {offer.id}"),
        ),
    )


def terms(request: Request) -> Iterable[Words]:
    """What the requester said of how and until when; not what they left open."""
    return (each for each in needs.lines(request) if each.phrase not in LEFT_OPEN)


def _silent(store: Store, profile: Profile, offer: Offer, now: datetime) -> None:
    """Somebody let an offer pass; after three in a row they are left in peace, and told so."""
    profile.silences += 1
    if profile.silences < SILENCES or profile.state is not ProfileState.ACTIVE:
        return
    profile.state, profile.paused_because = ProfileState.PAUSED, Pause.SILENCE
    left_in_peace(store, profile, key=f"offer-paused:{offer.id}", at=now)


def left_in_peace(store: Store, profile: Profile, *, key: str, at: datetime) -> None:
    """Tell somebody that they are asked no more, with one tap to return."""
    back = Choice(Words("choice-return"), "expertise.back", strong=True)
    paused = Reply("offer-paused", choices=((back,),))
    _say(store, key, paused, profile, at)


def _say(store: Store, key: str, reply: Reply, profile: Profile, now: datetime) -> None:
    store.outbox.notify(key, pack_reply(reply), person_id=profile.person_id, due_at=now)
