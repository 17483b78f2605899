"""Who is asked to help with a request: who may be, in which order, how many at once (pure)."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from heapq import nsmallest

import numpy as np

from config.phrases import Detail, Names, Term, Words
from handlers import flows

WINDOW = timedelta(days=30)
"""A cap counts the asks since so long ago."""
BEST = 60
"""Candidates of a request that are looked at closely."""
NEAR = 0.6
"""Of the best score: who is that near may be asked before the best, who is not never is."""
BUSY = 0.6
"""Of the pool's capacity: when more is used, requests wait to be assigned together."""
WAIT = timedelta(hours=12)
"""The longest that a request waits for others to be assigned with."""
SILENCE = timedelta(hours=24)
"""After so long without an answer a second expert is asked beside the first."""
AT_ONCE = 2
"""Asks of one request that are open at a time, at most."""

_ZONE = 0.25
"""Of a score: what the widest distance in time (12 hours) costs."""
_YES, _NO = 2.0, 2.0
"""Answers that everybody is taken to have given before the first: half of them were yes."""
_TIRED = 0.3
"""Of the expected yes: what an ask lowers when the cap is all but used."""
_PRICE = 0.9
"""Of a value: what an ask costs when the cap is all but used."""
_SELDOM = 0.12
"""Of the best score: the bonus of somebody who was not asked within the window."""


class Rule(StrEnum):
    """Why somebody is not asked: each has a phrase, after "rule-"."""

    REQUESTER = "requester"
    ASKED = "asked"
    """For this request, before."""
    MET = "met"
    """Introduced to the requester not long ago."""
    NOT_JOINED = "not-joined"
    """Has not agreed to be asked, or left."""
    PAUSED = "paused"
    ABSENT = "absent"
    LANGUAGE = "language"
    EXCLUDED = "excluded"
    """An organisation that either side does not want."""
    CONFLICT = "conflict"
    FULL = "full"
    """As many asks in the last 30 days as their cap."""
    UNRELATED = "unrelated"
    """Nothing that is known of them speaks for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What matching knows of a request. Organisations are ids of their records."""

    id: int
    requester: int
    """The person's id."""
    languages: frozenset[str] = frozenset()
    """Any of them will do; empty: any at all."""
    organisation: str | None = None
    excluded: frozenset[str] = frozenset()
    urgent: bool = False
    zone_offset: float = 0.0
    """Hours from UTC."""
    topics: frozenset[str] = frozenset()
    """What a team has to cover: ids of concepts or objectives."""
    asked: frozenset[int] = frozenset()
    """Profiles that were asked for this request."""
    met: frozenset[int] = frozenset()
    """People whom the requester met within the minimum gap, or for this request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What matching knows of somebody who might help."""

    id: int
    """The profile's."""
    person_id: int
    record_id: str = ""
    relevance: float
    """To this request, 0 to 1: from the search core, by their best three pieces of evidence."""
    pieces: tuple[str, ...] = ()
    """Titles of what speaks for them, the best first."""
    languages: frozenset[str] = frozenset()
    organisation: str | None = None
    outside_un: bool = False
    zone_offset: float = 0.0
    cap: int = 2
    """Asks in 30 days."""
    asks: tuple[datetime, ...] = ()
    """When they were asked lately, the oldest first; older than 30 days may be among them."""
    yes: int = 0
    no: int = 0
    """Their answers over all time; silence counts as no."""
    state: str = "active"
    """As a profile's; only those who are active are asked."""
    absent_until: date | None = None
    """The last day away, on their own calendar."""
    excluded: frozenset[str] = frozenset()
    conflicts: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()

    def asked_lately(self, now: datetime) -> int:
        """Asks that count against the cap."""
        if not self.asks:
            return 0
        return len(self.asks) - bisect_left(self.asks, now - WINDOW)


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate for a request, with what their place in the order is made of."""

    candidate: Candidate
    score: float
    """Relevance, less the distance in time."""
    expected: float
    """How likely they say yes, 0 to 1."""
    value: float
    """Orders those whose scores are near the best."""
    asks: int
    """In the last 30 days, before this one."""
    languages: tuple[str, ...] = ()
    """That both sides speak."""


@dataclass(frozen=True, slots=True)
class Ask:
    """An ask that was made for a request."""

    shown_at: datetime
    """When the expert saw it, or will."""
    is_open: bool = True
    """Not answered, expired or taken back."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How many may be asked now, and when to look again; None: only when somebody answers."""

    now: int
    at: datetime | None = None


def stopped_by(need: Need, candidate: Candidate, now: datetime) -> Rule | None:
    """The first rule, in their order, by which somebody may not be asked; None: they may."""
    if candidate.person_id == need.requester:
        return Rule.REQUESTER
    if candidate.id in need.asked:
        return Rule.ASKED
    if candidate.person_id in need.met:
        return Rule.MET
    return _unavailable(candidate, now) or _unfit(need, candidate) or _full(candidate, now)


def _unavailable(candidate: Candidate, now: datetime) -> Rule | None:
    if candidate.state != "active":
        return Rule.PAUSED if candidate.state == "paused" else Rule.NOT_JOINED
    if candidate.absent_until is None:
        return None
    today = (now + timedelta(hours=candidate.zone_offset)).date()
    return Rule.ABSENT if today <= candidate.absent_until else None


def _unfit(need: Need, candidate: Candidate) -> Rule | None:
    if need.languages and need.languages.isdisjoint(candidate.languages):
        return Rule.LANGUAGE
    if need.organisation in candidate.excluded or candidate.organisation in need.excluded:
        return Rule.EXCLUDED
    if need.organisation in candidate.conflicts:
        return Rule.CONFLICT
    return None if candidate.relevance > 0 else Rule.UNRELATED


def _full(candidate: Candidate, now: datetime) -> Rule | None:
    return Rule.FULL if candidate.asked_lately(now) >= candidate.cap else None


def rank(
    need: Need, candidates: Iterable[Candidate], now: datetime, *, most: int = BEST
) -> tuple[Match, ...]:
    """Who may be asked, the first to ask first, at most so many.

    Those within 60% of the best score come first, by value; then the others, by score. Among
    equals the smaller id comes first: the order depends on the data and the moment alone.
    """
    near: list[Match] = []
    far: list[Match] = []
    scores = ((score(need, each), each) for each in candidates if each.relevance > 0)
    for own, each in sorted(scores, key=_best_first):
        best = near[0].score if near else own
        is_near = own >= NEAR * best
        if not is_near and len(near) + len(far) >= most:
            break
        if stopped_by(need, each, now) is None:
            (near if is_near else far).append(_match(need, each, own, best, now))
    return (*nsmallest(most, near, key=_first_asked), *far)[:most]


def _best_first(scored: tuple[float, Candidate]) -> tuple[float, int]:
    return -scored[0], scored[1].id


def _first_asked(match: Match) -> tuple[float, float, int]:
    return -match.value, -match.score, match.candidate.id


def score(need: Need, candidate: Candidate) -> float:
    """Relevance, less what the distance in time costs."""
    apart = abs(need.zone_offset - candidate.zone_offset) % 24
    return candidate.relevance * (1 - _ZONE * min(apart, 24 - apart) / 12)


def _match(need: Need, candidate: Candidate, own: float, best: float, now: datetime) -> Match:
    asks = candidate.asked_lately(now)
    used = asks / candidate.cap
    given = candidate.yes + candidate.no
    expected = (candidate.yes + _YES) / (given + _YES + _NO) * (1 - _TIRED * used)
    value = own * expected * (1 - _PRICE * used) + (0.0 if asks else _SELDOM * best)
    shared = tuple(sorted(need.languages & candidate.languages))
    return Match(candidate, own, expected, value, asks, shared)


def waits(asks: int, capacity: int) -> bool:
    """Whether a request waits to be assigned together with others.

    `asks` in the last 30 days, and the `capacity` of all who may be asked: the sum of their caps.
    """
    return asks > BUSY * capacity or not capacity


def next_ask(need: Need, asks: Sequence[Ask], now: datetime) -> Turn:
    """How many more may be asked for this request now, and when to look again.

    One at a time, and a second beside it when it was silent for 24 hours; if urgent two at once.
    """
    open_ = [each for each in asks if each.is_open]
    at_once = AT_ONCE if need.urgent else 1
    if len(open_) < at_once:
        return Turn(at_once - len(open_))
    if len(open_) >= AT_ONCE:
        return Turn(0)
    silent_at = max(each.shown_at for each in open_) + SILENCE
    return Turn(1) if silent_at <= now else Turn(0, silent_at)


def assign(
    needs: Sequence[Need], candidates: Mapping[int, Sequence[Candidate]], now: datetime
) -> dict[int, Match]:
    """Who is asked for each of several requests, all at once; by the request's id.

    `candidates` has those of each request by its id; the best 60 count. As many requests as can be
    are served, the worst-off as well as can be, and then the sum of the values is the greatest.
    Nobody gets more than their cap leaves. A request that is not in the answer waits.
    """
    ranked = [rank(need, candidates[need.id], now) for need in needs]
    left = {m.candidate.id: m.candidate.cap - m.asks for matches in ranked for m in matches}
    experts = sorted(left)
    places = {each: at for at, each in enumerate(experts)}
    values = np.full((len(needs), len(experts)), -np.inf)
    for row, matches in zip(values, ranked, strict=True):
        row[[places[each.candidate.id] for each in matches]] = [each.value for each in matches]
    loads = np.array([left[each] for each in experts], dtype=np.int64)
    wanted = np.ones(len(needs), dtype=np.int64)
    chosen = flows.assign(flows.Problem(values, loads, wanted))
    return {
        need.id: match
        for need, row, matches in zip(needs, chosen, ranked, strict=True)
        for match in matches
        if row[places[match.candidate.id]]
    }


def reason(match: Match, about: str = "") -> Words:
    """Why they are asked, in one line; the ask that is about to be made is counted.

    `about`: what the request is about, in the reader's words, where that is known.
    """
    details: dict[str, Detail] = {"ask": match.asks + 1, "cap": match.candidate.cap}
    details["evidence"] = _evidence(len(match.candidate.pieces), about)
    if not match.languages:
        return Words("match-reason", details)
    details["languages"] = Names(tuple(Term("language", each) for each in match.languages))
    return Words("match-reason-languages", details)


def _evidence(pieces: int, about: str) -> Words:
    if not pieces:
        return Words("match-own-words")
    if not about:
        return Words("match-pieces", {"pieces": pieces})
    return Words("match-pieces-on", {"pieces": pieces, "about": about})


def why_not(rule: Rule) -> Words:
    """What stopped somebody, in words for the secretariat."""
    return Words(f"rule-{rule}")
