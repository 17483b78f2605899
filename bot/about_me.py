"""What somebody says of themselves: their language, zone and accounts, and "forget me" (pure)."""

import re

from bot.cues import means
from bot.slots import Slot, SlotKind
from bot.typed import Typed
from bot.understood import SURE, Aspect, Understood, Verb, moved
from config.gazetteer import Sighting
from config.lexicon import Cue, Position, Wish

_LINK_CODE = re.compile(r"[A-Za-z0-9]{4}[ -]?[A-Za-z0-9]{4}")
_OF_ME = {Wish.ME, Wish.FORGET, Wish.LANGUAGE, Wish.TIME_ZONE, Wish.LINK}


def of_me(typed: Typed, wish: Wish) -> Understood:
    """`/me`, alone or with what about me; `/language French` and the like."""
    if wish is not Wish.ME or typed.first == typed.last:
        aspect = Aspect.SHOW if wish is Wish.ME else Aspect(wish.value)
        return _me(typed, aspect, typed.first)
    found = about_me(typed)
    if found:
        return found
    first = typed.words[typed.first]
    wish = typed.knowledge.lexicon.command(first.text) or Wish.ME
    if wish in _OF_ME - {Wish.ME}:
        return _me(typed, Aspect(wish.value), typed.first + 1)
    languages = typed.knowledge.geography.find_languages(typed.text, typed.words)
    aspect = Aspect.LANGUAGE if languages else Aspect.SHOW
    return _me(typed, aspect, typed.first)


def about_me(typed: Typed) -> Understood | None:
    whole = typed.cues.whole(Position.WHOLE)
    for wish in (Wish.FORGET, Wish.LINK, Wish.ME):
        if wish in whole:
            aspect = Aspect.SHOW if wish is Wish.ME else Aspect(wish.value)
            return Understood(Verb.ME, aspect=aspect, confidence=SURE)
    opening = typed.cues.opening()
    if opening is None:
        return None
    if means(opening, Wish.LANGUAGE, Position.START) and _names_only_a_language(typed, opening):
        return _me(typed, Aspect.LANGUAGE, opening.last)
    if means(opening, Wish.TIME_ZONE, Position.START):
        return _me(typed, Aspect.TIME_ZONE, opening.last)
    rest = typed.written(range(opening.last, typed.last))
    links = any(cue.wish is Wish.LINK for cue in opening.meanings)
    if links and _LINK_CODE.fullmatch(rest):
        return _me(typed, Aspect.LINK, opening.last)
    return None


def after_me(typed: Typed) -> Understood | None:
    """As the command takes it, "me language French", where all that follows is about me."""
    name, command = typed.words[typed.first], typed.knowledge.lexicon.command
    if typed.last - typed.first == 1 or command(name.text) is not Wish.ME:
        return None
    rest = typed.after(name)
    found = about_me(rest)
    if found is None and rest.last - rest.first == 1:
        wish = command(rest.words[rest.first].text)
        found = of_me(rest, wish) if wish in _OF_ME - {Wish.ME} else None
    return found and moved(found, name.end)


def _me(typed: Typed, aspect: Aspect, first: int) -> Understood:
    """About me, with what follows from the token `first` on."""
    rest = typed.written(range(first, typed.last))
    languages = typed.knowledge.geography.find_languages(typed.text, typed.words)
    slots = tuple(
        Slot(SlotKind.LANGUAGE, each.meanings[0], each.label, each.start, each.end, SURE)
        for each in languages[-1:]
        if aspect is Aspect.LANGUAGE
    )
    return Understood(Verb.ME, rest, slots, SURE, aspect=aspect)


def _names_only_a_language(typed: Typed, opening: Sighting[Cue]) -> bool:
    """Whether nothing but a language's name, or nothing at all, follows."""
    joints = typed.knowledge.lexicon.ties["joints"]
    left = {
        place for place in range(opening.last, typed.last) if not joints.after(typed.words, place)
    }
    for each in typed.knowledge.geography.find_languages(typed.text, typed.words):
        if each.last > opening.first:
            left -= set(range(each.first, each.last))
    names_one = opening.last < typed.last
    return not left and (names_one or len(typed.words[opening.first].text) > 1)
