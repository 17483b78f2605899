"""Looks for somebody who can help with each request, and asks one at a time; by the clock."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from config.phrases import Words
from handlers import cases, matching, needs, offers, pool
from handlers.candidates import Candidate, Match, Need, Rule
from handlers.matching import Ask
from handlers.meeting import is_settled
from handlers.messages import Choice, Reply, echo
from handlers.teams import team
from storage.errors import NotFound
from storage.offers import AGREED, OPEN, Offer, OfferState
from storage.profiles import Profile
from storage.requests import LOOKING, By, Request, State
from storage.store import Store

FULL_AGAIN = timedelta(hours=6)
"""When it is looked again, where all who know about it are asked as often as they agreed to."""
NOBODY_AGAIN = timedelta(days=1)
SETTLED_AGAIN = timedelta(minutes=2)
"""When it is looked again whether two people could be brought together."""
QUIET_CLOSE = timedelta(days=21)
"""After an introduction: a week until both are asked whether it helped, and two to answer."""


def due(store: Store, now: datetime, limit: int) -> Sequence[int]:
    """Requests that the hub has something to do for."""
    return store.requests.due(now=now, limit=limit)


def step(store: Store, request_id: int, now: datetime) -> None:
    """Do what it is time for; nothing where another replica has just done it."""
    try:
        request = store.requests.get(request_id)
    except NotFound:
        return
    if request.next_at is None or request.next_at > now:
        return
    made = list(store.offers.of(request.id))
    cases.wake(request, None)
    if request.state is State.CLOSED:
        offers.withdraw(made, at=now)
        for each in made:
            each.named_as = ""
    elif request.state in LOOKING or request.state is State.INTRODUCED:
        _look_after(store, request, made, now)


def ask_by_hand(store: Store, request: Request, profile_id: int, *, now: datetime) -> Offer | None:
    """Ask whom the secretariat chose; None when a rule stops it.

    See pool.why_not for the rule; neither a cap nor a no to an organisation is passed over.
    """
    profile = store.profiles.get(profile_id)
    match = _chosen(store, request, profile, now) if profile else None
    return _ask(store, request, match, now=now, by=By.SECRETARIAT) if match else None


def volunteer(store: Store, request: Request, profile: Profile, *, now: datetime) -> Offer | None:
    """Somebody who may see a request wants to help: it is put to them, and they read it at once.

    None when a rule stops it, their own cap among them.
    """
    match = _chosen(store, request, profile, now)
    offer = offers.make(store, request, match, now=now) if match else None
    if offer is None or match is None:
        return None
    offer.state, offer.show_at, offer.shown_at = OfferState.SHOWN, now, now
    details = {"kind": _kind(match.candidate, store)}
    _noted(store, request, By.EXPERT, "volunteered", details, now)
    soonest = offers.next_at(offer)
    cases.wake(request, min(request.next_at or soonest, soonest))
    return offer


def _chosen(store: Store, request: Request, profile: Profile, now: datetime) -> Match | None:
    """Somebody whom a person chose, if no rule that either side has set is against it."""
    if request.state not in LOOKING:
        return None
    made = store.offers.of(request.id)
    need = replace(pool.need(request, store, offers=made, now=now), languages=frozenset())
    ranked = matching.rank(need, [pool.anybody(request, profile, store, now=now)], now)
    return ranked[0] if ranked else None


def _look_after(store: Store, request: Request, made: list[Offer], now: datetime) -> None:
    for each in made:
        if each.state in OPEN:
            offers.attend(store, request, each, now=now)
    if request.state is State.INTRODUCED:
        _after_introduction(store, request, made, now)
        return
    if request.state is State.OPEN or not _open(made):
        _resume(store, request, now)
    made += _fill(store, request, made, now)
    cases.wake(request, min(filter(None, (request.next_at, _next(made))), default=None))


def _resume(store: Store, request: Request, now: datetime) -> None:
    """Somebody is looked for (again): nobody has been asked, or all who were have answered."""
    if request.state is not State.MATCHING:
        because = "looking" if request.state is State.OPEN else "looking-again"
        cases.move(store, request, State.MATCHING, by=By.HUB, because=because, at=now)
        cases.wake(request, None)


def _after_introduction(store: Store, request: Request, made: list[Offer], now: datetime) -> None:
    """Open offers of a team go on; what nobody speaks of any more is closed, and said so."""
    quiet_at = request.state_at + QUIET_CLOSE
    met = store.offers.introductions(request.id)
    if not all(is_settled(store, request, each, at=now) for each in met):
        quiet_at = now + SETTLED_AGAIN
    if now < quiet_at:
        made += _rest_of_team(store, request, made, now)
        cases.wake(request, min(filter(None, (_next(made), quiet_at))))
        return
    taken = cases.move(store, request, State.CLOSED, by=By.HUB, because="quiet", at=now)
    again = Choice(Words("choice-request-reopen"), f"request.reopen {request.id}")
    told = Reply("request-quiet-closed", {"need": echo(request.need)}, choices=((again,),))
    cases.tell(store, request, told, step=taken)


def _rest_of_team(
    store: Store, request: Request, made: Sequence[Offer], now: datetime
) -> list[Offer]:
    """Others for the topics of those who said no, beside whoever was introduced."""
    need = pool.need(request, store, offers=made, now=now)
    there = any(each.state in AGREED and each.profile_id for each in made)
    if not there or not request.for_country or len(need.topics) <= 1:
        return []
    return _fill_team(store, request, need, made, now)


def _fill(store: Store, request: Request, made: Sequence[Offer], now: datetime) -> list[Offer]:
    """Ask as many more as may be asked now."""
    need = pool.need(request, store, offers=made, now=now)
    if request.for_country and len(need.topics) > 1:
        return _fill_team(store, request, need, made, now)
    turn = matching.next_ask(need, [_asked(each) for each in made], now)
    if turn.at:
        cases.wake(request, turn.at)
    if not turn.now or _waits_for_others(store, request, need, made, now):
        return []
    found, order = pool.ranked(request, need, store, now=now)
    named = {each.candidate.id: each for each in _named(store, request, made, now)}
    ranked = {**named, **{each.candidate.id: each for each in order}}
    asked = _ask_first(store, request, tuple(ranked.values()), turn.now, now)
    if not asked and not _open(made):
        _nobody(store, request, need, found, now)
    return asked


def _fill_team(
    store: Store, request: Request, need: Need, made: Sequence[Offer], now: datetime
) -> list[Offer]:
    """Experts from different organisations for the topics that nobody is asked about."""
    found = pool.candidates(request, store, now=now)
    kept = {each.profile_id for each in made if each.state in OPEN or each.state in AGREED}
    there = [each for each in found if each.id in kept]
    covered = frozenset[str]().union(*(each.topics for each in there))
    missing = need.topics - covered
    if not missing:
        return []
    taken = frozenset(each.organisation for each in there if each.organisation)
    others = [each for each in found if each.organisation not in taken]
    ranked = matching.rank(need, others, now)
    chosen = team(replace(need, topics=missing), ranked)
    if not there:
        chosen = chosen or ranked[:1]
    seat = max((each.seat for each in made), default=-1)
    asked = []
    for match in chosen:
        offer = _ask(store, request, match, now=now, seat=seat + 1)
        if offer:
            seat += 1
            asked.append(offer)
    if not asked and not there:
        _nobody(store, request, need, found, now)
    elif not asked:
        cases.wake(request, now + NOBODY_AGAIN)
    return asked


def _ask_first(
    store: Store, request: Request, ranked: Sequence[Match], count: int, now: datetime
) -> list[Offer]:
    asked: list[Offer] = []
    for match in ranked:
        if len(asked) == count:
            break
        offer = _ask(store, request, match, now=now)
        if offer:
            asked.append(offer)
    return asked


def _ask(
    store: Store,
    request: Request,
    match: Match,
    *,
    now: datetime,
    seat: int = 0,
    by: By = By.HUB,
) -> Offer | None:
    """Make an offer, and keep that somebody of this kind of organisation was asked."""
    offer = offers.make(store, request, match, seat=seat, now=now)
    if offer is None:
        return None
    _noted(store, request, by, "asked", {"kind": _kind(match.candidate, store)}, now)
    offers.attend(store, request, offer, now=now)
    soonest = offers.next_at(offer)
    cases.wake(request, min(request.next_at or soonest, soonest))
    return offer


def _noted(
    store: Store, request: Request, by: By, because: str, details: dict[str, str], now: datetime
) -> None:
    """Somebody is asked: the request is offered from now on, if it was not before."""
    if request.state in {State.MATCHING, State.OPEN}:
        cases.move(store, request, State.OFFERED, by=by, because=because, at=now, details=details)
    else:
        cases.note(store, request, by=by, because=because, at=now, details=details)


def _kind(candidate: Candidate, store: Store) -> str:
    found = store.organisations.find(candidate.organisation) if candidate.organisation else None
    return str(found.type) if found else "unknown"


def _nobody(
    store: Store, request: Request, need: Need, found: Sequence[Candidate], now: datetime
) -> None:
    """Nobody can be asked now; the requester is told once, whether it is for good or for now."""
    others = store.offers.asked_for(request.person_id or 0, but=request.id)
    if any(each.person_id in others for each in found):
        cases.wake(request, now + FULL_AGAIN)
        return
    rules = {matching.stopped_by(need, each, now) for each in found}
    busy = not rules.isdisjoint({Rule.FULL, Rule.ABSENT})
    because = "full" if busy else "nobody"
    cases.wake(request, now + (FULL_AGAIN if busy else NOBODY_AGAIN))
    if any(each.because == because for each in store.requests.steps(request.id)):
        return
    taken = cases.note(store, request, by=By.HUB, because=because, at=now)
    details = {"need": echo(request.need)}
    see = Choice(Words("choice-request-follow"), f"request.see {request.id}")
    if busy:
        told = Reply("request-everybody-full", details, choices=((see,),))
        cases.tell(store, request, told, step=taken)
        return
    widen = Choice(Words("choice-request-widen"), f"request.widen {request.id}")
    phrase = "request-nobody-else" if need.asked else "request-nobody"
    told = Reply(phrase, details, choices=((widen, see) if needs.is_narrow(request) else (see,),))
    cases.tell(store, request, told, step=taken)
    cases.tell_secretariat(store, request, "request-nobody-secretariat", at=now)


def _named(store: Store, request: Request, made: Sequence[Offer], now: datetime) -> Iterator[Match]:
    """Whom somebody who was asked has named, if they may be asked: before all others."""
    for named_id in dict.fromkeys(each.named_id for each in made if each.named_id):
        profile = store.profiles.get(named_id)
        match = _chosen(store, request, profile, now) if profile else None
        if match:
            yield match


def _waits_for_others(
    store: Store, request: Request, need: Need, made: Sequence[Offer], now: datetime
) -> bool:
    """Whether it waits to be assigned together with others, as the pool is nearly used up."""
    if made or request.urgent:
        return False
    if not matching.waits(need):
        request.together_at = None
        return False
    request.together_at = request.together_at or now + matching.WAIT
    if now < request.together_at:
        cases.wake(request, request.together_at)
        return True
    _assign_together(store, request, now)
    return True


def _assign_together(store: Store, first: Request, now: datetime) -> None:
    """All who wait, at once: the best for all of them, and the worst off first."""
    waiting = [first, *(each for each in store.requests.together() if each.id != first.id)]
    found = {each.id: pool.candidates(each, store, now=now) for each in waiting}
    needs = [pool.need(each, store, offers=(), now=now) for each in waiting]
    assigned = matching.assign(needs, found, now)
    for request, need in zip(waiting, needs, strict=True):
        request.together_at = None
        match = assigned.get(request.id)
        if match is None or not _ask(store, request, match, now=now):
            _nobody(store, request, need, found[request.id], now)


def _asked(offer: Offer) -> Ask:
    return Ask(offer.shown_at or offer.show_at, offer.state in OPEN)


def _open(made: Sequence[Offer]) -> list[Offer]:
    return [each for each in made if each.state in OPEN]


def _next(made: Sequence[Offer]) -> datetime | None:
    return min((offers.next_at(each) for each in _open(made)), default=None)
