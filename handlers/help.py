"""Help, greetings, and what to say when it is not clear what somebody means."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.phrases import Words
from handlers.messages import Choice, Message, Reply
from handlers.onward import HELP, ME

EXAMPLES = 3
"""Questions to try, as phrases help-try-1 and so on."""
_FIRST = {"find": 1, "who": 2}
"""Which of them shows how a verb is used."""


def welcome(message: Message) -> Reply:
    """The first thing somebody reads: what this is, and something to tap."""
    return Reply("welcome", choices=_examples(), edits=bool(message.about))


def help_(message: Message) -> Reply:
    """What can be asked, with examples to tap."""
    verbs = ("find", "who", "request", "groups", "remind", "deadlines", "watch", "me")
    lines = tuple(Words(f"help-{verb}") for verb in verbs)
    return Reply("help", lines=lines, choices=_examples(), edits=bool(message.about))


def greet(_message: Message) -> Reply:
    return Reply("hello", choices=_examples())


def thank(_message: Message) -> Reply:
    return Reply("you-are-welcome")


def empty(_message: Message, *, of: str = "") -> Reply:
    """Nothing was said that could be looked for: no words, or only signs.

    `of` is the verb that was said alone, if one was: its own example comes first.
    """
    phrase = f"say-something-{of}" if of in _FIRST else "say-something"
    return Reply(phrase, choices=_examples(first=_FIRST.get(of, 1)))


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that may be meant: a verb, the words that it is about, the action that does it."""

    verb: str
    words: str = ""
    action: str = ""

    @property
    def choice(self) -> Choice:
        if not self.words:
            return Choice(Words(f"verb-{self.verb}"), self.action)
        return Choice(Words(f"verb-{self.verb}-words", {"words": self.words}), self.action)


def which(readings: Sequence[Reading], *, of_one_verb: bool = False) -> Reply:
    """Ask what is meant instead of guessing; `of_one_verb`: of what, not whether to read or ask."""
    phrase = "which-meaning" if of_one_verb else "which"
    return Reply(phrase, choices=(*((each.choice,) for each in readings), (HELP,)))


def nearest_verb(typed: str, readings: Sequence[Reading]) -> Reply:
    """An unknown verb gets the nearest ones offered."""
    if not readings:
        return unlike_any(typed)
    choices = (*((each.choice,) for each in readings), (HELP,))
    return Reply("verb-unknown", {"typed": typed}, choices=choices)


def unlike_any(typed: str) -> Reply:
    """A verb that is like none: what can be done instead, to tap."""
    return Reply("verb-unlike-any", {"typed": typed}, choices=(*_examples(), (HELP,)))


def _examples(*, first: int = 1) -> tuple[tuple[Choice, ...], ...]:
    order = sorted(range(1, EXAMPLES + 1), key=lambda number: number != first)
    return (
        *((Choice(Words(f"help-try-{n}"), f"help.try {n}"),) for n in order),
        (ME,),
    )
