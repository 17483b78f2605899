"""A set of experts for a country's request: different organisations, every topic covered (pure)."""

from collections.abc import Iterable, Sequence

from handlers.candidates import Match, Need

MOST = 5
"""Experts in a team."""


def team(need: Need, matches: Sequence[Match], *, most: int = MOST) -> tuple[Match, ...]:
    """Experts from different organisations who together cover the need's topics.

    At least one is from outside the UN, if anybody in `matches` is. Each next one covers most of
    what is not covered yet, the earlier in `matches` among equals. Topics that nobody covers stay
    open; without topics it is the best match, and the best from outside the UN beside them.
    """
    chosen = _covered(need.topics, [], matches, most)
    if any(each.candidate.outside_un for each in chosen):
        return tuple(chosen)
    outsiders = [each for each in matches if each.candidate.outside_un]
    if not need.topics:
        return (*chosen, *_from_elsewhere(chosen, outsiders)[:1])[:most]
    outside = _most_of(need.topics, outsiders)
    if outside is None:
        return tuple(chosen)
    return tuple(_covered(need.topics, [outside], matches, most))


def _covered(
    topics: frozenset[str], first: Sequence[Match], matches: Sequence[Match], most: int
) -> list[Match]:
    """These first ones, and whoever they need beside them to cover the topics."""
    chosen = list(first) if topics else list(matches[:1])
    missing = topics.difference(*(each.candidate.topics for each in chosen))
    while missing and len(chosen) < most:
        found = _most_of(missing, _from_elsewhere(chosen, matches))
        if found is None or missing.isdisjoint(found.candidate.topics):
            break
        chosen.append(found)
        missing -= found.candidate.topics
    return chosen


def _most_of(topics: frozenset[str], matches: Iterable[Match]) -> Match | None:
    """Who covers most of these, the first among equals."""
    return max(matches, key=lambda each: len(topics & each.candidate.topics), default=None)


def _from_elsewhere(chosen: Sequence[Match], matches: Iterable[Match]) -> list[Match]:
    """Those of other organisations than the chosen; who has none stands for nobody else's."""
    people = {each.candidate.person_id for each in chosen}
    taken = {each.candidate.organisation for each in chosen} - {None}
    return [
        each
        for each in matches
        if each.candidate.organisation not in taken and each.candidate.person_id not in people
    ]
