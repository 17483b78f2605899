"""Who is asked to help with a request: who may be, in which order, how many at once (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nsmallest

import numpy as np

from config.phrases import Detail, Names, Term, Words
from handlers import fairness, flows
from handlers.candidates import Candidate, Match, Need, Rule

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

NAMED = 2
"""Titles, or groups, that a reason names."""

_ZONE = 0.1
"""Of a score: what the widest distance in time (12 hours) costs."""
_UNSEEN = 0.6
"""Of the expected yes: what a day costs until the expert is at work and sees the ask."""
_YES, _NO = 2.0, 2.0
"""Answers that everybody is taken to have given before the first: half of them were yes."""
_TIRED = 0.5
"""Of the expected yes: what an ask lowers when the cap is all but used."""
_PRICE = 0.9
"""Of a value: what an ask costs when the cap is all but used."""
_SELDOM = 0.12
"""Of the best score: the bonus of somebody who was not asked within the window."""
_FIT = 2
"""When most of the capacity is used: to what power a score counts, as no ask is to be wasted."""


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


def are_first(order: Sequence[Match], relevance: float, *, most: int = BEST) -> bool:
    """Whether nobody of no more than this relevance could have a place in this order."""
    best = max((each.score for each in order), default=0.0)
    return len(order) == most and relevance < min(NEAR * best, order[-1].score)


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
    expected *= 1 - _UNSEEN * min(candidate.hours_until_work(now) / 24, 1)
    spread = _spread(need)
    fit = own if spread == 1 else own**_FIT
    value = fit * expected * (1 - _PRICE * spread * used)
    value += 0.0 if asks else _SELDOM * spread * best
    shared = tuple(sorted(need.languages & candidate.languages))
    return Match(candidate, own, expected, value, asks, shared)


def used(asks: int, capacity: int) -> float:
    """The share that `asks` in the last 30 days are of the `capacity`, the sum of all caps."""
    return asks / capacity if capacity else 1.0


def waits(need: Need) -> bool:
    """Whether a request waits to be assigned together with others."""
    return need.used > BUSY


def _spread(need: Need) -> float:
    """How much it counts to spread asks: 0 when everybody is asked as often as they agreed to."""
    return 1 - min(max((need.used - BUSY) / (1 - BUSY), 0), 1)


def next_ask(need: Need, asks: Sequence[Ask], now: datetime) -> Turn:
    """How many more may be asked for this request now, and when to look again.

    One at a time, and a second beside it when it was silent for 24 hours; if urgent two at once.
    Where most of the capacity is used up a second would take an ask from another request: it waits
    for the first to end.
    """
    open_ = [each for each in asks if each.is_open]
    at_once = AT_ONCE if need.urgent else 1
    if len(open_) < at_once:
        return Turn(at_once - len(open_))
    if len(open_) >= AT_ONCE:
        return Turn(0)
    if waits(need) and not need.urgent:
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
    chosen = fairness.assign(flows.Problem(values, loads, wanted))
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
    details["evidence"] = _evidence(match.candidate, about)
    if not match.languages:
        return Words("match-reason", details)
    details["languages"] = Names(tuple(Term("language", each) for each in match.languages))
    return Words("match-reason-languages", details)


def _evidence(candidate: Candidate, about: str) -> Words:
    """By title where everybody may read it, since both sides of an introduction are told."""
    pieces = len(candidate.pieces)
    if candidate.is_public and (candidate.pieces or candidate.groups):
        phrase = "match-titles" if pieces else "match-groups"
        return Words(phrase, {"titles": Names((candidate.pieces or candidate.groups)[:NAMED])})
    if not pieces:
        return Words("match-own-words")
    if not about:
        return Words("match-pieces", {"pieces": pieces})
    return Words("match-pieces-on", {"pieces": pieces, "about": about})


def why_not(rule: Rule) -> Words:
    """What stopped somebody, in words for the secretariat."""
    return Words(f"rule-{rule}")
