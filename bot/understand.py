"""From what a person typed to a verb and its slots (pure)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.about_me import about_me, after_me, of_me
from bot.named import WITH_WORDS, for_named, of_named
from bot.news import to_be_reminded
from bot.searching import request, search
from bot.seeking import for_a_person, for_people, for_requests, for_resources, narrowing
from bot.slots import Knowledge
from bot.typed import Typed
from bot.understood import SURE, UNSURE, Alternative, Turn, Understood, Verb, moved
from bot.wording import clean
from config.folding import Token
from config.languages import detect, small_words
from config.lexicon import Position, Wish
from config.taxonomy import DEFAULT_LANGUAGE

LONGEST_READ = 2_000
"""Characters; what follows in a longer text is neither understood nor searched for."""

_SHORTEST_SLIP = 3
"""Letters of a word that may be a verb with a slip; shorter ones are near everything."""
_MOST_CHOICES = 2
"""Beside the words taken as they are."""
_ALONE = {Wish.GREETING, Wish.THANKS}
_NO_MORE_THAN_NAMED = {
    *(Wish.FIND, Wish.WHO, Wish.WATCH, Wish.REQUEST, Wish.REMIND, Wish.AWAY),
    Wish.HELP,
}
"""What may be asked for by its name alone, in whatever language."""


def understand(
    text: str,
    *,
    knowledge: Knowledge,
    reader_language: str = DEFAULT_LANGUAGE,
    verb: str | None = None,
    today: date | None = None,
) -> Understood:
    """What the text asks for; `verb` is a command's name if one was typed (without its slash).

    `today` turns "last year" into years; without it such words stay in the search.
    """
    read = text[:LONGEST_READ].strip()
    if verb is None and read.startswith("/"):
        verb, _, read = read[1:].partition(" ")
        verb = verb.partition("@")[0]
    offset = text.find(read) if read else 0
    typed = Typed(read, knowledge, reader_language, today, after_command=bool(verb))
    understood = _of_command(typed, verb) if verb else _of_sentence(typed)
    understood = replace(understood, language=detect(read))
    return moved(understood, offset)


def _of_command(typed: Typed, name: str) -> Understood:
    """The text after a command's name."""
    wish = typed.knowledge.lexicon.command(name)
    if wish is None:
        return _unknown_command(typed, name)
    if wish in {Wish.FIND, Wish.WHO}:
        understood = search(typed, Verb(wish.value), SURE)
        nothing_left = not understood.words and not understood.slots
        return replace(understood, words=clean(typed.text)) if nothing_left else understood
    if wish is Wish.HELP:
        return Understood(Verb.HELP, typed.text, confidence=SURE)
    if wish is Wish.REQUEST:
        return request(typed)
    if wish is Wish.REMIND:
        return Understood(Verb.REMIND, typed.text, confidence=SURE)
    if wish in WITH_WORDS:
        return Understood(Verb(wish.value), clean(typed.text), confidence=SURE)
    return of_named(typed, wish) or of_me(typed, wish)


def _unknown_command(typed: Typed, name: str) -> Understood:
    return _offered(typed, _nearest(typed, name), confidence=0.0)


def _offered(typed: Typed, wishes: Iterable[Wish], *, confidence: float) -> Understood:
    """The text as each of these commands would take it, to choose from."""
    readings = [_of_command(typed, wish.value) for wish in wishes]
    return Understood(
        Verb.UNKNOWN,
        clean(typed.text),
        confidence=confidence,
        alternatives=tuple(Alternative(each.verb, each.words, each.slots) for each in readings),
        concepts=next((each.concepts for each in readings if each.concepts), ()),
    )


def _of_sentence(typed: Typed) -> Understood:
    if not typed.words:
        return Understood(Verb.UNKNOWN, confidence=0.0)
    if turn := _turn(typed):
        return Understood(Verb.FOLLOW_UP, turn=turn, confidence=SURE)
    if typed.first == typed.last:
        return _only_courtesy(typed)
    if _only_praises(typed):
        return Understood(Verb.THANKS, confidence=SURE)
    return (
        about_me(typed)
        or after_me(typed)
        or to_be_reminded(typed)
        or _for_help(typed)
        or for_named(typed)
        or for_requests(typed)
        or _named_command(typed)
        or for_a_person(typed)
        or for_people(typed)
        or narrowing(typed)
        or for_resources(typed)
    )


def _turn(typed: Typed) -> Turn | None:
    """What is said about the answer before, if the text says nothing else."""
    alone = typed.first == typed.last
    said = typed.cues.leads if alone else filter(None, [typed.cues.opening()])
    whole = {
        cue.wish.value
        for each in said
        if alone or each.last == typed.last
        for cue in each.meanings
        if cue.position is Position.WHOLE
    }
    return next((turn for turn in Turn if turn.value in whole), None)


def _only_courtesy(typed: Typed) -> Understood:
    wishes = [cue.wish for each in typed.cues.leads for cue in each.meanings if cue.wish in _ALONE]
    verb = Verb(wishes[-1].value) if wishes else Verb.UNKNOWN
    return Understood(verb, confidence=SURE if wishes else 0.0)


def _only_praises(typed: Typed) -> bool:
    """Whether nothing but praise stands beside thanks: "thank you, that was great"."""
    thanks = any(cue.wish is Wish.THANKS for each in typed.cues.leads for cue in each.meanings)
    place, praise = typed.first, typed.knowledge.lexicon.ties["praise"]
    while thanks and place < typed.last and (size := praise.after(typed.words, place)):
        place += size
    return thanks and place >= typed.last


def _for_help(typed: Typed) -> Understood | None:
    if Wish.HELP in typed.cues.whole(Position.WHOLE):
        return Understood(Verb.HELP, confidence=SURE)
    return None


def _named_command(typed: Typed) -> Understood | None:
    """A verb alone: "find", "who"; or one with a slip: "fnd", "serch remittances"."""
    if typed.last - typed.first == 1:
        wish = typed.knowledge.lexicon.command(typed.words[typed.first].text)
        if wish in _NO_MORE_THAN_NAMED:
            return Understood(Verb(wish.value), confidence=SURE)
        if wish is not None:
            return of_named(typed, wish) or of_me(typed, wish)
    return _with_a_slip(typed)


def _with_a_slip(typed: Typed) -> Understood | None:
    first = typed.words[typed.first]
    shortest = _SHORTEST_SLIP if typed.last - typed.first == 1 else _SHORTEST_SLIP + 1
    if len(first.text) < shortest or _known(typed, first):
        return None
    near = _nearest(typed, first.text)
    if not near:
        return None
    offered = moved(_offered(typed.after(first), near, confidence=UNSURE), first.end)
    literally = Alternative(Verb.FIND, clean(typed.text))
    choices = (*offered.alternatives[:_MOST_CHOICES], literally)
    return replace(offered, words=clean(typed.text), alternatives=choices)


def _known(typed: Typed, word: Token) -> bool:
    """Whether a word is one that people use here, so that it is no slip."""
    if typed.cues.among(typed.first) or word.text in small_words():
        return True
    spelled = typed.knowledge.thesaurus.spells(word.text)
    places = typed.knowledge.geography.find_places(word.text)
    return spelled or bool(places) or bool(typed.knowledge.publisher_names.knows(word.text))


def _nearest(typed: Typed, name: str) -> tuple[Wish, ...]:
    languages = {typed.reader_language, DEFAULT_LANGUAGE, detect(name) or DEFAULT_LANGUAGE}
    return typed.knowledge.lexicon.nearest(name, sorted(languages))
