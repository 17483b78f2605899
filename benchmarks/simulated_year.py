"""A year of requests to 300 experts under one policy: the hub's, or one of the baselines."""

import random
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

from benchmarks import behaviour
from benchmarks.behaviour import Expert, Request, Said
from handlers import matching
from handlers.candidates import WINDOW, Candidate, Match, Need
from handlers.matching import Ask
from handlers.matchmaking import FULL_AGAIN
from handlers.offers import (
    EXPIRES_AFTER,
    NUDGE_AFTER,
    URGENT_EXPIRES_AFTER,
    URGENT_NUDGE_AFTER,
)
from handlers.pool import MET_AGAIN


@dataclass(slots=True)
class Asked:
    """Somebody who was asked to help with a case."""

    expert: Expert
    shown_at: datetime
    is_open: bool = True


@dataclass(slots=True)
class Case:
    """A request as it goes on."""

    request: Request
    asks: list[Asked] = field(default_factory=list)
    together_at: datetime | None = None
    looks: set[datetime] = field(default_factory=set)
    """When it will be looked at."""
    introduced_at: datetime | None = None
    expert: Expert | None = None
    """Whom the requester was introduced to."""
    found: dict[int, tuple[int, Candidate]] = field(default_factory=dict)
    """Whom search finds, by id, as of so many events of theirs."""

    def is_waiting(self, now: datetime) -> bool:
        return self.introduced_at is None and now < self.request.until

    def is_asking(self) -> bool:
        return any(each.is_open for each in self.asks)


@dataclass(slots=True)
class Year:
    """What happened. `look` decides, whenever something happened to a case, whom to ask."""

    seed: int
    a_day: float
    look: "Policy"
    pool: list[Expert] = field(init=False)
    cases: list[Case] = field(init=False)
    chance: random.Random = field(init=False)
    turn: int = -1
    """The last whose turn it was, for a policy that goes round."""
    over_cap: int = 0
    lost: int = 0
    asks: deque[datetime] = field(default_factory=deque)
    """When anybody was asked in the last 30 days."""
    _met: dict[int, dict[int, datetime]] = field(default_factory=dict)
    _events: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"policy {self.seed}")
        self.pool = behaviour.experts(self.seed)
        made = behaviour.requests(self.seed, self.pool, a_day=self.a_day)
        self.cases = [Case(each) for each in made]

    def run(self) -> None:
        for case in self.cases:
            self.look_at(case, case.request.at)
        while self._events:
            now, _, happens = heappop(self._events)
            happens(now)

    def look_at(self, case: Case, at: datetime) -> None:
        """Let the policy look at a case then, if it still waits."""

        def happens(now: datetime) -> None:
            case.looks.remove(now)
            if case.is_waiting(now):
                self.look(self, case, now)

        if at in case.looks:
            return
        case.looks.add(at)
        heappush(self._events, (at, next(self._numbers), happens))

    def ask(self, case: Case, expert: Expert, now: datetime) -> None:
        request, lately = case.request, expert.lately(now)
        if lately >= expert.cap:
            self.over_cap += 1
            expert.gone = behaviour.leaves(expert, request, seed=self.seed)
            self.lost += expert.gone
        expert.asks.append(now)
        self.asks.append(now)
        shown = behaviour.at_work(expert.zone, now)
        asked = Asked(expert, shown)
        case.asks.append(asked)
        said, at = behaviour.answer(expert, request, lately=lately, shown=shown, seed=self.seed)
        patience = URGENT_EXPIRES_AFTER if request.urgent else EXPIRES_AFTER
        expires = behaviour.at_work(expert.zone, shown + patience)
        if said is Said.NOTHING or at > expires:
            said, at = Said.NOTHING, expires

        def happens(now: datetime) -> None:
            self._answered(case, asked, said, now)

        heappush(self._events, (at, next(self._numbers), happens))

    def _answered(self, case: Case, asked: Asked, said: Said, now: datetime) -> None:
        """A yes or a no that comes when nobody waits any more changes nothing."""
        asked.is_open = False
        if not case.is_waiting(now):
            return
        if said is not Said.YES:
            asked.expert.no += 1
            self.look(self, case, now)
            return
        asked.expert.yes += 1
        case.introduced_at, case.expert = now, asked.expert
        self._met.setdefault(case.request.requester, {})[asked.expert.id] = now

    def asked_lately(self, now: datetime) -> int:
        """Asks of everybody in the last 30 days."""
        while self.asks and self.asks[0] < now - WINDOW:
            self.asks.popleft()
        return len(self.asks)

    def capacity(self) -> int:
        """Asks in 30 days that all who are left agreed to."""
        return sum(each.cap for each in self.pool if not each.gone)

    def met(self, requester: int, now: datetime) -> frozenset[int]:
        """Whom they were introduced to not long ago."""
        known = self._met.get(requester, {})
        return frozenset(each for each, at in known.items() if now - at < MET_AGAIN)

    def left(self, case: Case, now: datetime) -> list[Expert]:
        """Experts who are there, and were not asked for this."""
        asked = {each.expert.id for each in case.asks}
        return [
            each
            for each in self.pool
            if not each.gone and each.id not in asked and each.away_until(now) is None
        ]


Policy = Callable[[Year, Case, datetime], None]


def random_choice(year: Year, case: Case, now: datetime) -> None:
    """Anybody who is there, as a coffee-chat bot does; one at a time, as all baselines."""
    left = year.left(case, now)
    if left and not case.is_asking():
        year.ask(case, year.chance.choice(left), now)


def round_robin(year: Year, case: Case, now: datetime) -> None:
    """Whose turn it is among those who speak the language."""
    left = [each for each in year.left(case, now) if each.languages & case.request.languages]
    if left and not case.is_asking():
        size = len(year.pool)
        expert = min(left, key=lambda each: (each.id - year.turn - 1) % size)
        year.turn = expert.id
        year.ask(case, expert, now)


def top(year: Year, case: Case, now: datetime) -> None:
    """Whom search puts first among those who speak the language, then the next."""
    best = _best_first(year, case, now)
    if best and not case.is_asking():
        year.ask(case, best[0], now)


def top_with_caps(year: Year, case: Case, now: datetime) -> None:
    """The same among those who were not asked as often as they agreed to."""
    if case.is_asking():
        return
    best = [each for each in _best_first(year, case, now) if each.lately(now) < each.cap]
    if best:
        year.ask(case, best[0], now)
    else:
        year.look_at(case, now + FULL_AGAIN)


def _best_first(year: Year, case: Case, now: datetime) -> list[Expert]:
    seen = case.request.seen
    found = [
        each
        for each in year.left(case, now)
        if seen[each.id] and each.languages & case.request.languages
    ]
    return sorted(found, key=lambda each: -seen[each.id])


def hub(year: Year, case: Case, now: datetime) -> None:
    """What the product does: handlers/matching.py, called as handlers/matchmaking.py does."""
    need = _need(year, case, now)
    turn = matching.next_ask(need, [Ask(each.shown_at, each.is_open) for each in case.asks], now)
    if turn.at:
        year.look_at(case, turn.at)
    if not turn.now or _waits_for_others(year, case, need, now):
        return
    ranked = matching.rank(need, _candidates(year, case, now), now)
    _ask(year, case, ranked[: turn.now], now)


def _ask(year: Year, case: Case, matches: Sequence[Match], now: datetime) -> None:
    for match in matches:
        expert = year.pool[match.candidate.id]
        year.ask(case, expert, now)
        nudged = NUDGE_AFTER if not case.request.urgent else URGENT_NUDGE_AFTER
        year.look_at(case, behaviour.at_work(expert.zone, case.asks[-1].shown_at + nudged))
    if not case.is_asking():
        year.look_at(case, now + FULL_AGAIN)


def _waits_for_others(year: Year, case: Case, need: Need, now: datetime) -> bool:
    if case.asks or case.request.urgent:
        return False
    if not matching.waits(need):
        case.together_at = None
        return False
    case.together_at = case.together_at or now + matching.WAIT
    if now < case.together_at:
        year.look_at(case, case.together_at)
    else:
        _assign_together(year, now)
    return True


def _assign_together(year: Year, now: datetime) -> None:
    waiting = [each for each in year.cases if each.together_at and each.is_waiting(now)]
    found = {each.request.id: _candidates(year, each, now) for each in waiting}
    assigned = matching.assign([_need(year, each, now) for each in waiting], found, now)
    for case in waiting:
        case.together_at = None
        match = assigned.get(case.request.id)
        _ask(year, case, [match] if match else [], now)


def _need(year: Year, case: Case, now: datetime) -> Need:
    return Need(
        id=case.request.id,
        requester=case.request.requester,
        languages=case.request.languages,
        organisation=case.request.organisation,
        urgent=case.request.urgent,
        zone_offset=case.request.zone,
        asked=frozenset(each.expert.id for each in case.asks),
        met=year.met(case.request.requester, now),
        used=matching.used(year.asked_lately(now), year.capacity()),
    )


def _candidates(year: Year, case: Case, now: datetime) -> list[Candidate]:
    """Whom search finds; somebody to whom nothing has happened since is as they were."""
    seen, found = case.request.seen, case.found
    candidates = []
    for each in year.pool:
        if not seen[each.id] or each.gone:
            continue
        back = each.away_until(now)
        version = len(each.asks) + each.yes + each.no
        known = found.get(each.id)
        if back or known is None or known[0] != version:
            made = _candidate(each, seen[each.id], back)
            known = (-1 if back else version, made)
            found[each.id] = known
        candidates.append(known[1])
    return candidates


def _candidate(expert: Expert, relevance: float, back: datetime | None) -> Candidate:
    return Candidate(
        id=expert.id,
        person_id=expert.id,
        relevance=relevance,
        languages=expert.languages,
        organisation=expert.organisation,
        outside_un=expert.outside_un,
        zone_offset=expert.zone,
        cap=expert.cap,
        asks=tuple(expert.asks[-expert.cap :]),
        yes=expert.yes,
        no=expert.no,
        absent_until=back.date() if back else None,
        excluded=expert.excluded,
    )
