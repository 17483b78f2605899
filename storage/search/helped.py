"""What "this helped" says for a record in answer to a question like this one. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from storage.search import analysis

_DOUBT = 4.0
"""Votes against which the real ones are weighed: one person's word moves a record little."""
_ALIKE = 0.34
"""Share of their words that two questions must have in common for one to speak for the other."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One person's word on one record, and the question that it answered."""

    record_id: str
    person_id: int
    question: str
    helped: bool


def evidence(sayings: Iterable[Saying], words: Iterable[str]) -> dict[str, float]:
    """By record: -1 to 1, how much it helped people who asked such a question.

    Each person counts once a record, with the question of theirs that is most like this one. A
    vote is for all results that were shown together, so it can not raise one above its neighbours
    merely because it already stood there; and it says nothing where the question was another.
    """
    asked = frozenset(words)
    votes: dict[tuple[str, int], tuple[float, bool]] = {}
    for each in sayings:
        alike = _likeness(asked, frozenset(_words(each.question)))
        voter = (each.record_id, each.person_id)
        if alike >= _ALIKE and alike > votes.get(voter, (0.0, False))[0]:
            votes[voter] = (alike, each.helped)
    sums: dict[str, tuple[float, float]] = {}
    for (record_id, _), (alike, helped) in votes.items():
        balance, count = sums.get(record_id, (0.0, 0.0))
        sums[record_id] = (balance + (alike if helped else -alike), count + alike)
    return {each: balance / (count + _DOUBT) for each, (balance, count) in sums.items()}


def _words(question: str) -> list[str]:
    return analysis.content_words(analysis.tokens(analysis.clean(question)), None)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    together = one | other
    return len(one & other) / len(together) if together else 0.0
