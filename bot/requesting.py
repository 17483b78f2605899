"""From what somebody wrote to the need that a request begins with (pure)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.needs import Need as Said
from bot.slots import Knowledge, Slot, SlotKind
from bot.understand import understand
from bot.understood import Understood, Verb
from config.geography import Extent, Territory
from config.taxonomy import DEFAULT_LANGUAGE
from handlers.asking import Ask
from handlers.needs import Need

MOST_EXPANSIONS = 40
"""Other words that a need is searched by, the heaviest first."""
MOST_OBJECTIVES = 3
"""Of those that its concepts serve, the ones that most of them do."""


def read_need(text: str, knowledge: Knowledge, *, language: str, at: datetime) -> Need:
    """What somebody needs, whatever else the words may mean; `language` is the reader's."""
    meant = understand(
        text, knowledge=knowledge, reader_language=language, verb=Verb.REQUEST, today=at.date()
    )
    return need_of(meant, text, knowledge)


def need_of(meant: Understood, text: str, knowledge: Knowledge) -> Need:
    """The need in a text that was understood as a request."""
    said = meant.need or Said()
    spoken = meant.language or DEFAULT_LANGUAGE
    ask = Ask(
        meant.words or text,
        meant.language or "",
        expansion=tuple(knowledge.thesaurus.expansion(meant.concepts))[:MOST_EXPANSIONS],
        concepts={each.concept.id: each.concept.name(spoken) for each in meant.concepts},
    )
    countries, regions = _places(meant.slots)
    need = Need(
        text.strip(),
        ask,
        languages=tuple(dict.fromkeys(_values(meant.slots, SlotKind.LANGUAGE))),
        countries=countries,
        regions=regions,
        objectives=_objectives(meant),
        urgent=said.urgent,
        for_country=said.for_country,
        sensitive=said.sensitive,
        visibility=said.seen_by,
    )
    if said.deadline is None:
        return need
    return replace(need, needed_by=said.deadline.on, precision=said.deadline.precision)


def _values(slots: Iterable[Slot], kind: SlotKind) -> Iterable[str]:
    return (str(each.value) for each in slots if each.kind is kind)


def _places(slots: Iterable[Slot]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Countries that are named, and the continents of all places that are."""
    named = [each.value for each in slots if isinstance(each.value, Territory)]
    countries = [each.id for each in named if each.extent is Extent.COUNTRY]
    regions = [continent.value for each in named for continent in each.continents]
    return tuple(dict.fromkeys(countries)), tuple(dict.fromkeys(regions))


def _objectives(meant: Understood) -> tuple[int, ...]:
    """Those that are named; else those that most of the concepts serve."""
    said = [int(each) for each in _values(meant.slots, SlotKind.OBJECTIVE)]
    served = [number for each in meant.concepts for number in each.concept.objectives]
    often = sorted(dict.fromkeys(served), key=lambda each: -served.count(each))
    return tuple(dict.fromkeys(said)) or tuple(often[:MOST_OBJECTIVES])
