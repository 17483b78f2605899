"""The words by which people say what they want and how they narrow it, in six languages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from config.folding import Token, fold, tokens
from config.gazetteer import Gazetteer
from config.slips import slips
from config.wordfiles import read_words

FOLDER = Path(__file__).parent / "lexicon"
_SHORT_NAME = 6


class Wish(StrEnum):
    """What a phrase may ask for, as verbs.yaml names it."""

    FIND = "find"
    WHO = "who"
    TOPIC = "topic"
    """Nothing: a phrase that merely looks like another one (expert group meeting)."""
    DEFINE = "define"
    """What a term means."""
    WHEN = "when"
    """The date of something."""
    WATCH = "watch"
    """To be told of what is new."""
    WATCHES = "watches"
    """What one is told of."""
    GAPS = "gaps"
    """What was asked for and not found."""
    NEED = "need"
    """Something, by a person or to read."""
    REQUEST = "request"
    """Help by a person."""
    REQUESTS = "requests"
    """What one asked for."""
    CASES = "cases"
    """What everybody asked for."""
    SIMILAR = "similar"
    """What others asked for on something, and what they were answered."""
    REVIEWS = "reviews"
    """Quarterly reviews of working groups."""
    RECOMMENDATIONS = "recommendations"
    """What reviews recommended."""
    EXPERTISE = "expertise"
    """What I answer for, and on which terms."""
    AWAY = "away"
    """To be asked nothing for a while."""
    BACK = "back"
    """To be asked again."""
    GROUPS = "groups"
    """Working groups, or one of them."""
    JOIN = "join"
    """To be let into a working group."""
    WORKPLAN = "workplan"
    """What a working group promised."""
    REMIND = "remind"
    """To be reminded of something."""
    REMINDERS = "reminders"
    """What one asked to be reminded of."""
    DEADLINES = "deadlines"
    """What is due, for oneself or for a group."""
    CALENDAR = "calendar"
    """The address of one's calendar."""
    CHANNEL = "channel"
    """That this channel is a working group's."""
    ME = "me"
    FORGET = "forget"
    LANGUAGE = "language"
    TIME_ZONE = "time_zone"
    LINK = "link"
    HELP = "help"
    MORE = "more"
    """The next results of the answer before."""
    NEWER = "newer"
    """Newer ones than the answer before has."""
    YES = "yes"
    NO = "no"
    STOP = "stop"
    GREETING = "greeting"
    THANKS = "thanks"
    COURTESY = "courtesy"


COMMANDS = (Wish.FIND, Wish.WHO, Wish.ME, Wish.HELP)
NAMED = (
    *COMMANDS,
    *(Wish.FORGET, Wish.LANGUAGE, Wish.TIME_ZONE, Wish.LINK),
    *(Wish.WATCH, Wish.WATCHES, Wish.GAPS),
    *(Wish.REQUEST, Wish.REQUESTS, Wish.CASES),
    *(Wish.REVIEWS, Wish.RECOMMENDATIONS),
    *(Wish.EXPERTISE, Wish.AWAY),
    *(Wish.REMIND, Wish.REMINDERS, Wish.DEADLINES, Wish.CALENDAR),
    *(Wish.GROUPS, Wish.JOIN, Wish.WORKPLAN, Wish.CHANNEL),
)


class Position(StrEnum):
    """Where in a sentence a phrase has to stand to mean its wish."""

    NAME = "name"
    WHOLE = "whole"
    START = "start"
    ANYWHERE = "anywhere"
    LEAD = "lead"
    """Before or after everything else."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One meaning of a phrase."""

    wish: Wish
    position: Position


@dataclass(frozen=True, slots=True)
class _Labels:
    """Labels separated by |, by language."""

    of: Mapping[str, str]

    def all(self, languages: Iterable[str] | None = None) -> Iterator[str]:
        for language in self.of if languages is None else languages:
            for label in self.of.get(language, "").split("|"):
                if label.strip():
                    yield label.strip()


@dataclass(frozen=True, slots=True)
class _Kind:
    types: tuple[str, ...]
    labels: _Labels


class Ties:
    """Short phrases looked for right before or right after a place in a text."""

    def __init__(self, labels: Iterable[str]) -> None:
        found = (tuple(word.stem for word in tokens(label)) for label in labels)
        self._phrases = frozenset(phrase for phrase in found if phrase)
        self._longest = max(map(len, self._phrases), default=0)
        self._first = frozenset(phrase[0] for phrase in self._phrases)
        self._last = frozenset(phrase[-1] for phrase in self._phrases)

    def before(self, words: Sequence[Token], place: int) -> int:
        """How many words of the longest phrase end right before `place`; 0 for none."""
        if not 0 < place <= len(words) or words[place - 1].stem not in self._last:
            return 0
        for size in range(min(self._longest, place), 0, -1):
            if tuple(word.stem for word in words[place - size : place]) in self._phrases:
                return size
        return 0

    def after(self, words: Sequence[Token], place: int) -> int:
        """How many words of the longest phrase begin at `place`; 0 for none."""
        if not 0 <= place < len(words) or words[place].stem not in self._first:
            return 0
        for size in range(min(self._longest, len(words) - place), 0, -1):
            if tuple(word.stem for word in words[place : place + size]) in self._phrases:
                return size
        return 0


class Lexicon:
    """The phrases of `folder`, read when they are first asked for."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder

    @cached_property
    def _verbs(self) -> Mapping[Cue, _Labels]:
        return {
            Cue(Wish(wish), Position(position)): _Labels(labels)
            for wish, positions in read_words(self._folder / "verbs.yaml").items()
            for position, labels in positions.items()
        }

    @cached_property
    def _filters(self) -> Mapping[str, Any]:
        own = read_words(self._folder / "filters.yaml")
        return own | _named(self._folder, "need") | _named(self._folder, "moment")

    @cached_property
    def _kinds(self) -> Mapping[str, _Kind]:
        return {
            name: _Kind(
                tuple(kind["types"]),
                _Labels({code: said for code, said in kind.items() if code != "types"}),
            )
            for name, kind in self._filters["types"].items()
        }

    @cached_property
    def cues(self) -> Gazetteer[Cue]:
        """Every phrase that says what is wanted."""
        found: Gazetteer[Cue] = Gazetteer()
        for cue, labels in self._verbs.items():
            for label in labels.all():
                found.add(label, cue)
        return found

    @cached_property
    def kinds(self) -> Gazetteer[str]:
        """Words for kinds of resources, and the kind's name."""
        found: Gazetteer[str] = Gazetteer()
        for name, kind in self._kinds.items():
            for label in kind.labels.all():
                found.add(label, name)
        return found

    def types_of(self, kind: str) -> tuple[str, ...]:
        """The record types that a kind's name asks for, the nearest first."""
        return self._kinds[kind].types

    @cached_property
    def ties(self) -> Mapping[str, Ties]:
        """The phrases of filters.yaml by their name there."""
        return {
            name: Ties(_Labels(labels).all())
            for name, labels in self._filters.items()
            if name != "types"
        }

    def names(self, wish: Wish, languages: Iterable[str] | None = None) -> tuple[str, ...]:
        """What a verb is called when it is typed as a command, in these languages or in all."""
        labels = self._verbs.get(Cue(wish, Position.NAME))
        return tuple(dict.fromkeys(labels.all(languages))) if labels else ()

    def command(self, name: str) -> Wish | None:
        """The verb that goes by this name, in any language."""
        found = (wish for wish in NAMED if fold(name) in map(fold, self.names(wish)))
        return next(found, None)

    def nearest(self, name: str, languages: Iterable[str]) -> tuple[Wish, ...]:
        """Commands with a name in these languages a slip away from this one, nearest first.

        A slip is one letter in names of up to six letters and two in longer ones.
        """
        wanted = tuple(languages)
        allowed = 1 if len(name) <= _SHORT_NAME else 2
        distances = {
            wish: min(slips(fold(name), fold(each)) for each in self.names(wish, wanted))
            for wish in COMMANDS
        }
        near = [wish for wish, distance in distances.items() if distance <= allowed]
        return tuple(sorted(near, key=lambda wish: distances[wish]))


def _named(folder: Path, of: str) -> dict[str, Any]:
    """The phrases of needs.yaml or moments.yaml, each under a name of its own: need_urgent..."""
    return {f"{of}_{name}": labels for name, labels in read_words(folder / f"{of}s.yaml").items()}
