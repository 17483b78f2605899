"""What is asked for by its name: a list, what is a working group's, away and back (pure)."""

from bot.cues import means
from bot.news import watch, with_rhythm_inside
from bot.seeking import for_people
from bot.typed import ANY_DAY, Typed
from bot.understood import SURE, Understood, Verb
from bot.wording import clean
from config.days import day_named
from config.lexicon import Position, Wish

_LISTS = {
    Wish.REMINDERS,
    Wish.WATCHES,
    Wish.GAPS,
    Wish.REQUESTS,
    Wish.CASES,
    Wish.EXPERTISE,
    Wish.REVIEWS,
}
WITH_WORDS = {
    *(Wish.AWAY, Wish.GROUPS, Wish.JOIN, Wish.WORKPLAN, Wish.CHANNEL),
    *(Wish.RECOMMENDATIONS, Wish.DEADLINES, Wish.CALENDAR),
}
"""What may be followed by words of its own: until when, which group."""
_NAMED_WHOLE = _LISTS | WITH_WORDS | {Wish.BACK}


def for_named(typed: Typed) -> Understood | None:
    """What is new on something; what somebody is told of; what was asked for in vain."""
    whole = typed.cues.whole(Position.WHOLE)
    opening = typed.cues.opening()
    if typed.cues.asks_for_news():
        return of_named(typed, Wish.WATCH)
    if found := with_rhythm_inside(typed):
        return found
    opening = typed.cues.opening()
    for wish in sorted(WITH_WORDS):
        if opening is not None and means(opening, wish, Position.START):
            rest = typed.written(range(opening.last, typed.last))
            otherwise = for_people(typed)
            return Understood(Verb(wish.value), rest, confidence=SURE, otherwise=otherwise)
    named = next((of_named(typed, each) for each in sorted(_NAMED_WHOLE) if each in whole), None)
    return named or _one_of_a_list(typed) or _away_at_the_end(typed)


def of_named(typed: Typed, wish: Wish) -> Understood | None:
    if wish is Wish.WATCH:
        return watch(typed)
    if wish in _NAMED_WHOLE:
        return Understood(Verb(wish.value), confidence=SURE)
    return None


def _one_of_a_list(typed: Typed) -> Understood | None:
    """Something to stop, which its list offers; and one case, by its number."""
    opening = typed.cues.opening()
    if opening is None:
        return None
    if means(opening, Wish.WATCHES, Position.START):
        return of_named(typed, Wish.WATCHES)
    rest = typed.words[opening.last : typed.last]
    numbered = len(rest) == 1 and rest[0].text.isdecimal() and rest[0].text.isascii()
    if numbered and means(opening, Wish.CASES, Position.START):
        return Understood(Verb.CASES, rest[0].text, confidence=SURE)
    return None


def _away_at_the_end(typed: Typed) -> Understood | None:
    """The day before the verb: "until 15 January I am away", as it is said in Chinese."""
    last = typed.cues.closing()
    if last is None or not means(last, Wish.AWAY, Position.ANYWHERE):
        return None
    before = typed.text[: last.start]
    if day_named(before, today=typed.today or ANY_DAY) is None:
        return None
    return Understood(Verb.AWAY, clean(before), confidence=SURE)
