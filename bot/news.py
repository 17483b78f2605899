"""What somebody wants to hear of later: what is new on a topic, and their own reminders (pure)."""

from dataclasses import replace

from bot.moments import asks_for_a_time, is_when
from bot.searching import search
from bot.typed import Typed
from bot.understood import SURE, Understood, Verb
from config.gazetteer import Sighting
from config.lexicon import Cue

_EARLY = 6
"""Words at the beginning among which a wish for news may say how often."""


def watch(typed: Typed) -> Understood:
    typed.cues.take_rhythm(after_command=typed.after_command)
    found = search(typed, Verb.FIND, SURE)
    return replace(found, verb=Verb.WATCH, rhythm=typed.cues.rhythm)


def with_rhythm_inside(typed: Typed) -> Understood | None:
    """A wish for news that says how often in its midst: "tell me daily when there is ..."."""
    for name in ("daily", "weekly"):
        ties = typed.knowledge.lexicon.ties[name]
        for place in range(1, min(typed.first + _EARLY, typed.last)):
            size = ties.after(typed.words, place)
            if not size:
                continue
            start, end = typed.words[place].start, typed.words[place + size - 1].end
            reading = typed.again(typed.text[:start] + typed.text[end:].lstrip(" ,"))
            opening = reading.cues.opening()
            if opening and opening.last > place and reading.cues.asks_for_news():
                return replace(watch(reading), rhythm=name)
    return None


def to_be_reminded(typed: Typed) -> Understood | None:
    """The words that follow the verb, and then those before it, if these say when."""
    for cue in typed.cues.reminding():
        before = typed.text[typed.words[typed.first].start : cue.start].strip(" ,")
        if cue.first > typed.first and not _says_when(typed, before):
            continue
        rest = typed.text[cue.end : _end_of_topic(typed)].strip(" -,:")
        words = f"{rest} {before}" if cue.first > typed.first else rest
        if not _is_of_people(typed, cue) and not asks_for_a_time(
            words, typed.knowledge, now=typed.noon
        ):
            continue
        return Understood(Verb.REMIND, words, confidence=SURE)
    return None


def _says_when(typed: Typed, text: str) -> bool:
    """Whether a text is a time and nothing else; which one, the clock of its writer says."""
    return is_when(text, typed.knowledge, now=typed.noon)


def _is_of_people(typed: Typed, cue: Sighting[Cue]) -> bool:
    """Whether the verb has its object in it: "recuérdame", not "recuerda"."""
    ties = typed.knowledge.lexicon.ties["moment_myself"]
    return any(ties.after(typed.words, place) for place in range(cue.first, cue.last))


def _end_of_topic(typed: Typed) -> int:
    """To the end of the text, where no courtesy stands there: what is no word is kept."""
    if typed.last == len(typed.words):
        return len(typed.text)
    return typed.words[typed.last].start
