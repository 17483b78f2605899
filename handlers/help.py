"""Help, greetings, and what to say when it is not clear what somebody means."""

from collections.abc import Sequence

from config.phrases import Words
from handlers.messages import Choice, Message, Reply
from handlers.onward import HELP, ME
from storage.search.documents import Kind

EXAMPLES = 3
"""Questions to try, as phrases help-try-1 and so on."""


def welcome(message: Message) -> Reply:
    """The first thing somebody reads: what this is, and something to tap."""
    return Reply("welcome", choices=_examples(), edits=bool(message.about))


def help_(message: Message) -> Reply:
    """What can be asked, with examples to tap."""
    lines = tuple(Words(f"help-{verb}") for verb in ("find", "who", "me"))
    return Reply("help", lines=lines, choices=_examples(), edits=bool(message.about))


def greet(_message: Message) -> Reply:
    return Reply("hello", choices=_examples())


def thank(_message: Message) -> Reply:
    return Reply("you-are-welcome")


def empty(_message: Message) -> Reply:
    """Nothing was said that could be looked for: no words, or only signs."""
    return Reply("say-something", choices=_examples())


def which(readings: Sequence[tuple[Kind, str]]) -> Reply:
    """Ask what is meant instead of guessing; each reading with the action that answers it."""
    choices = tuple(Choice(Words(f"choice-{kind}"), action) for kind, action in readings)
    return Reply("which", choices=((*choices, HELP),))


def nearest_verb(typed: str, readings: Sequence[tuple[str, str]]) -> Reply:
    """An unknown verb gets the nearest ones offered, each with the action that does it."""
    choices = tuple(
        Choice(Words("choice-verb", {"verb": Words(f"verb-{verb}")}), action)
        for verb, action in readings
    )
    return Reply(
        "verb-unknown", {"typed": typed}, choices=(*((each,) for each in choices), (HELP,))
    )


def _examples() -> tuple[tuple[Choice, ...], ...]:
    return (
        *((Choice(Words(f"help-try-{n}"), f"help.try {n}"),) for n in range(1, EXAMPLES + 1)),
        (ME,),
    )
