"""What matching knows of a request and of somebody who might help, and its outcome (pure)."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

WINDOW = timedelta(days=30)
"""A cap counts the asks since so long ago."""
_WEEKEND = 5
"""Saturday, as `datetime.weekday` counts."""


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
    used: float = 0.0
    """Of all that everybody agreed to in 30 days, the share that is used up: 1 and more is all."""
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
    groups: tuple[str, ...] = ()
    """Working groups that speak for them, with id and title."""
    is_public: bool = False
    """Whether everybody may see what is on record of them, so that it may be named."""
    languages: frozenset[str] = frozenset()
    organisation: str | None = None
    outside_un: bool = False
    zone_offset: float = 0.0
    works_from: int = 9 * 60
    works_to: int = 17 * 60
    """Minutes of their day, Monday to Friday: near enough for an order; when they are asked is
    decided by their country's calendar."""
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

    def hours_until_work(self, now: datetime) -> float:
        """Hours until they see what they are asked; 0 while they are at work."""
        local = now + timedelta(hours=self.zone_offset)
        minute, today = local.hour * 60 + local.minute, local.weekday()
        if today < _WEEKEND and self.works_from <= minute < self.works_to:
            return 0.0
        days = int(minute >= self.works_from)
        while (today + days) % 7 >= _WEEKEND:
            days += 1
        return days * 24 + (self.works_from - minute) / 60


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate for a request, with what their place in the order is made of."""

    candidate: Candidate
    score: float
    """Relevance, less the distance in time."""
    expected: float
    """How likely they say yes before it is too late, 0 to 1."""
    value: float
    """Orders those whose scores are near the best."""
    asks: int
    """In the last 30 days, before this one."""
    languages: tuple[str, ...] = ()
    """That both sides speak."""
