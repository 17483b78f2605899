"""What a text may be understood as: a verb, its slots, and what else may be meant (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.needs import Need
from bot.occasions import Wordings
from bot.slots import Slot
from config.thesaurus import ConceptMatch

SURE, LIKELY, FAIR, UNSURE = 0.95, 0.8, 0.7, 0.4
"""How surely a whole text is meant so; a filter in it has its own, see `slots`."""


class Verb(StrEnum):
    FIND = "find"
    WHO = "who"
    ME = "me"
    HELP = "help"
    GREETING = "greeting"
    THANKS = "thanks"
    FOLLOW_UP = "follow_up"
    """Something about the answer before."""
    WATCH = "watch"
    WATCHES = "watches"
    GAPS = "gaps"
    REQUEST = "request"
    REQUESTS = "requests"
    CASES = "cases"
    SIMILAR = "similar"
    REVIEWS = "reviews"
    RECOMMENDATIONS = "recommendations"
    EXPERTISE = "expertise"
    AWAY = "away"
    BACK = "back"
    GROUPS = "groups"
    JOIN = "join"
    WORKPLAN = "workplan"
    REMIND = "remind"
    REMINDERS = "reminders"
    DEADLINES = "deadlines"
    CALENDAR = "calendar"
    CHANNEL = "channel"
    UNKNOWN = "unknown"


class Aspect(StrEnum):
    """What about me."""

    SHOW = "show"
    FORGET = "forget"
    LANGUAGE = "language"
    TIME_ZONE = "time_zone"
    LINK = "link"


class Turn(StrEnum):
    """What about the answer before."""

    MORE = "more"
    NEWER = "newer"
    YES = "yes"
    NO = "no"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One thing that may be meant, to be offered as a choice."""

    verb: Verb
    words: str
    slots: tuple[Slot, ...] = ()
    concepts: tuple[ConceptMatch, ...] = ()
    """Where they are others than those of the whole text: one reading of an acronym."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text asks for.

    `words` is what to search for, without lead-in and without the filters in `slots` that say
    nothing about the topic; it may be empty when there are only filters. `aspect` is for ME, with
    a language in `slots` or the rest (a zone, a code) in `words`. With `alternatives` the hub
    should ask which is meant; they are in the order of likelihood. `language` is that of the
    text, None when unsure.
    """

    verb: Verb
    words: str = ""
    slots: tuple[Slot, ...] = ()
    confidence: float = 1.0
    alternatives: tuple[Alternative, ...] = ()
    aspect: Aspect | None = None
    asks_definition: bool = False
    """A definition of the concept in `words` answers best: "what is a BLMA?"."""
    occasion: tuple[Wordings, ...] = ()
    """What the name of the event has to say whose date is asked for; empty: of none."""
    language: str | None = None
    concepts: tuple[ConceptMatch, ...] = ()
    tense: str = ""
    """"coming" or "past" where only the next or only the last of an event is asked for."""
    turn: Turn | None = None
    """What of the answer before, for FOLLOW_UP."""
    narrows: bool = False
    """Nothing but filters is said, as of an answer before: "in Spanish please", "only reports"."""
    rhythm: str = ""
    """How often news is asked for: "daily", "weekly" or, where nobody says, empty."""
    need: Need | None = None
    """How help is needed, if it is asked of a person."""
    otherwise: "Understood | None" = None
    """What is asked where `words` name no working group: "who leads work on returns?"."""


def moved(understood: Understood, offset: int) -> Understood:
    """Slots and concepts at their places in the text as it was given."""
    if not offset:
        return understood
    concepts = tuple(
        replace(each, start=each.start + offset, end=each.end + offset)
        for each in understood.concepts
    )
    choices = tuple(
        replace(each, slots=_slots_moved(each.slots, offset)) for each in understood.alternatives
    )
    slots = _slots_moved(understood.slots, offset)
    return replace(understood, slots=slots, concepts=concepts, alternatives=choices)


def _slots_moved(slots: Iterable[Slot], offset: int) -> tuple[Slot, ...]:
    return tuple(replace(slot, start=slot.start + offset, end=slot.end + offset) for slot in slots)
