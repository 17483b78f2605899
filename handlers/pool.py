"""Who could help with a request, and all that decides whether they may be asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from config.taxonomy import DEFAULT_LANGUAGE, Visibility
from handlers import cases, needs
from handlers.calendar import Hours, zone_named
from handlers.candidates import WINDOW, Candidate, Match, Need, Rule
from handlers.matching import are_first, rank, stopped_by, used
from storage.experts import Traits
from storage.offers import Offer, Record
from storage.people import Account
from storage.profiles import Profile, Terms
from storage.requests import Request
from storage.search.documents import Because, Hit, Kind, Query, Reader, titles_of
from storage.store import Store

DEPTH = 300
"""Experts that search is asked for: whoever it ranks below speaks for the need by chance."""
AT_FIRST = 90
"""Of them, those who are looked at first: most of the time the best 60 are among them."""
EVERYTHING = frozenset(map(str, Visibility))
"""Experts are asked by the hub, without a name: who reads the need plays no part in it."""
MET_AGAIN = timedelta(days=90)
"""The same two people are not introduced again before."""
BY_HAND = frozenset({None, Rule.LANGUAGE, Rule.UNRELATED})
"""Rules that the secretariat may pass over, knowing better: none that either side has set."""


def need(request: Request, store: Store, *, offers: Sequence[Offer], now: datetime) -> Need:
    """What matching has to know of a request. `offers` are all that were made for it."""
    requester = request.person_id or 0
    return Need(
        id=request.id,
        requester=requester,
        languages=needs.helped_in(request) or frozenset({language_of(requester, store)}),
        organisation=request.organisation or None,
        excluded=frozenset(request.excluded),
        urgent=request.urgent,
        zone_offset=_offset(zone_of(requester, store), now),
        used=used(store.offers.asks_of_active(since=now - WINDOW), store.profiles.capacity()),
        topics=frozenset(map(str, request.objectives)),
        asked=frozenset(each.profile_id for each in offers if each.profile_id is not None),
        met=store.offers.met(requester, since=now - MET_AGAIN)
        | store.offers.asked_for(requester, but=request.id),
    )


def candidates(request: Request, store: Store, *, now: datetime) -> list[Candidate]:
    """Those who speak for the need and have a profile, the best evidence first."""
    hits = {hit.record_id: hit for hit in _hits(request, store)}
    return _candidates(list(hits), hits, store, now=now)


def ranked(
    request: Request, need: Need, store: Store, *, now: datetime
) -> tuple[list[Candidate], tuple[Match, ...]]:
    """The order of those who may be asked, as `matching.rank` has it among all candidates.

    And those who were looked at for it: all where nobody may be asked, else the first of them
    until nobody who comes later could have a place among the best 60.
    """
    hits = {hit.record_id: hit for hit in _hits(request, store)}
    ids, found, end = list(hits), list[Candidate](), 0
    while True:
        start, end = end, end * 2 or AT_FIRST
        found += _candidates(ids[start:end], hits, store, now=now)
        order = rank(need, found, now)
        if end >= len(ids) or are_first(order, hits[ids[end]].score):
            return found, order


def with_evidence(match: Match, request: Request, store: Store) -> Match:
    """The match, naming what speaks for it: looked up for those alone who are asked."""
    record_id = match.candidate.record_id
    order = [hit.record_id for hit in _hits(request, store)]
    if record_id not in order:
        return match
    query = replace(_query(request), passages=True)
    place = order.index(record_id)
    hits = store.search.find(query, kind=Kind.EXPERT, limit=1, offset=place).hits
    evidence = [each for hit in hits if hit.record_id == record_id for each in hit.why]
    record = store.experts.find(record_id)
    named = replace(
        match.candidate,
        pieces=titles_of(evidence, Because.PIECE),
        groups=titles_of(evidence, Because.GROUP),
        is_public=record is not None and record.visibility is Visibility.PUBLIC,
    )
    return replace(match, candidate=named)


def why_not(request: Request, store: Store, record_id: str, *, now: datetime) -> Rule | None:
    """The rule by which an expert is not asked for a request; None: they could be."""
    hits = {hit.record_id: hit for hit in _hits(request, store)}
    found = _candidates([record_id], hits, store, now=now)
    if not found:
        return Rule.NOT_JOINED
    wanted = need(request, store, offers=store.offers.of(request.id), now=now)
    return stopped_by(wanted, found[0], now)


def nearest(request: Request, store: Store, *, most: int) -> list[str]:
    """Records of experts whose evidence fits best; those who agreed to be asked go before others.

    Whoever asked for it sees none of them here, so that who may see what plays no part in it.
    """
    hits = [hit.record_id for hit in _hits(request, store)]
    there = store.profiles.by_records(hits)
    return sorted(hits, key=lambda each: each not in there)[:most]


def called(words: str, store: Store, *, most: int) -> list[str]:
    """Records of experts by what somebody calls them: a role, an organisation, a name."""
    named = (store.profiles.of(each) for each in store.people.named(words))
    people = [each.record_id for each in named if each is not None]
    reader = Reader(EVERYTHING)
    titled = store.search.suggest(words, kind=Kind.EXPERT, reader=reader, limit=most)
    fit = store.search.find(Query(words, reader=reader), kind=Kind.EXPERT, limit=most).hits
    ids = (*people, *(each.record_id for each in titled), *(each.record_id for each in fit))
    return list(dict.fromkeys(ids))[:most]


def anybody(request: Request, profile: Profile, store: Store, *, now: datetime) -> Candidate:
    """Somebody whom a person chose, be their evidence what it may."""
    hits = {hit.record_id: hit for hit in _hits(request, store)}
    (found,) = _candidates([profile.record_id], hits, store, now=now)
    return found if found.relevance > 0 else replace(found, relevance=1.0)


def hours_of(profile: Profile, store: Store) -> Hours:
    """When this expert works."""
    zone = zone_named(zone_of(profile.person_id, store))
    return Hours(zone, profile.country, profile.works_from, profile.works_to)


def zone_of(person_id: int, store: Store) -> str:
    """The zone that somebody chose, else their app's; empty where neither is known."""
    return store.people.zones([person_id]).get(person_id, "")


def language_of(person_id: int, store: Store) -> str:
    """The language that somebody chose, else their app's, else English."""
    chosen = store.people.get(person_id).language if person_id else ""
    hints = (each.language for each in _accounts(person_id, store) if each.language)
    said = chosen or next(hints, "") or DEFAULT_LANGUAGE
    return said.replace("_", "-").partition("-")[0].lower()


def _accounts(person_id: int, store: Store) -> Sequence[Account]:
    return store.people.accounts(person_id) if person_id else ()


def _hits(request: Request, store: Store) -> tuple[Hit, ...]:
    return store.search.find(_query(request), kind=Kind.EXPERT, limit=DEPTH).hits


def _query(request: Request) -> Query:
    """Evidence for the words alone: places and languages are matching's matter."""
    ask = cases.ask(request)
    return Query(
        ask.text,
        reader=Reader(EVERYTHING),
        expansion=ask.expansion,
        language=ask.language or None,
        passages=False,
        told=True,
    )


def _candidates(
    record_ids: Sequence[str], hits: Mapping[str, Hit], store: Store, *, now: datetime
) -> list[Candidate]:
    """Those of these who have a profile, in this order."""
    terms = store.profiles.terms(record_ids)
    profiles = {each: terms[each] for each in record_ids if each in terms}
    experts = store.experts.traits(list(profiles))
    asked = store.offers.records([each.id for each in profiles.values()], since=now - WINDOW)
    outside = _outside_un(experts.values(), store)
    people = store.people.zones([each.person_id for each in profiles.values()])
    offsets = {zone: _offset(zone, now) for zone in {"", *people.values()}}
    return [
        _candidate(
            profile,
            experts[record_id],
            hits.get(record_id),
            asked[profile.id],
            outside_un=experts[record_id].organisation in outside,
            zone_offset=offsets[people.get(profile.person_id, "")],
        )
        for record_id, profile in profiles.items()
        if record_id in experts
    ]


def _candidate(
    profile: Terms,
    expert: Traits,
    hit: Hit | None,
    asked: Record,
    *,
    outside_un: bool,
    zone_offset: float,
) -> Candidate:
    return Candidate(
        id=profile.id,
        person_id=profile.person_id,
        record_id=profile.record_id,
        relevance=hit.score if hit else 0.0,
        languages=expert.languages,
        organisation=expert.organisation,
        outside_un=outside_un,
        zone_offset=zone_offset,
        works_from=profile.works_from,
        works_to=profile.works_to,
        cap=profile.cap,
        asks=asked.asks,
        yes=asked.yes,
        no=asked.no,
        state=str(profile.state),
        absent_until=profile.absent_until,
        excluded=frozenset(profile.excluded),
        conflicts=frozenset(profile.conflicts),
        topics=frozenset(map(str, expert.objectives)),
    )


def _outside_un(experts: Iterable[Traits], store: Store) -> frozenset[str]:
    ids = sorted({each.organisation for each in experts if each.organisation})
    return frozenset(each.id for each in store.organisations.many(ids).values() if not each.is_un)


def _offset(zone: str, now: datetime) -> float:
    """Hours from UTC at a moment."""
    offset = now.astimezone(zone_named(zone)).utcoffset() or timedelta(0)
    return offset / timedelta(hours=1)
