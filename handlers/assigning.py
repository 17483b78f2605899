"""Who reviews a working group: the least recently chosen first, each choice explained (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from config.phrases import Day, Words

SEATS = 2
"""Reviewers of one group."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who reviews for the network.

    `last_on`: when they were last chosen, None: never. `load`: reviews under way that they have;
    `times`: how often they were chosen in all.
    `away_until`: their last day away. `leads`: whether they lead this group, or decide on it.
    """

    person_id: int
    organisation: str = ""
    last_on: date | None = None
    load: int = 0
    times: int = 0
    away_until: date | None = None
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    person_id: int
    why: Words


def choose(
    candidates: Sequence[Candidate],
    *,
    leading: frozenset[str],
    on: date,
    seats: int = SEATS,
    beside: frozenset[str] = frozenset(),
) -> tuple[Chosen, ...]:
    """So many of them as reviewers, fewer where no more may.

    Never somebody of an organisation in `leading`, and nobody who is still away on the day `on`.
    The least recently chosen first; on the same day those with fewer reviews under way, then
    those with fewer in all. Somebody of an organisation that is there already, or `beside`, only
    where there is nobody else.
    """
    left = sorted(
        (each for each in candidates if why_not(each, leading=leading, on=on) is None),
        key=turn,
    )
    there = set(beside)
    chosen: list[Chosen] = []
    while left and len(chosen) < seats:
        new = (each for each in left if each.organisation not in there)
        one = next(new, left[0])
        left.remove(one)
        there.update({one.organisation} - {""})
        chosen.append(Chosen(one.person_id, why(one)))
    return tuple(chosen)


def why_not(candidate: Candidate, *, leading: frozenset[str], on: date) -> Words | None:
    """Why somebody may not review this group; None where they may."""
    if candidate.leads:
        return Words("review-not-lead")
    if candidate.organisation and candidate.organisation in leading:
        return Words("review-not-organisation", {"organisation": candidate.organisation})
    if candidate.away_until is not None and candidate.away_until >= on:
        return Words("review-not-here", {"day": Day(candidate.away_until)})
    return None


def why(candidate: Candidate) -> Words:
    """The reason in one line."""
    if candidate.last_on is None:
        return Words("review-why-never", {"load": candidate.load})
    return Words("review-why-longest", {"day": Day(candidate.last_on), "load": candidate.load})


def turn(each: Candidate) -> tuple[date, int, int, int]:
    """By what candidates stand in line."""
    return each.last_on or date.min, each.load, each.times, each.person_id
