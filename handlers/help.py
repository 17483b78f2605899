"""Help, greetings, and what to say when it is not clear what somebody means."""

from config.phrases import Words
from handlers.answers import question_for
from handlers.asking import Ask
from handlers.messages import Choice, Message, Reply
from handlers.people import ME
from storage.search.documents import Kind
from storage.store import Store

EXAMPLES = 3
"""Questions to try, as phrases help-try-1 and so on."""

HELP = Choice(Words("choice-help"), "help")


def welcome(message: Message) -> Reply:
    """The first thing somebody reads: what this is, and something to tap."""
    return Reply("welcome", choices=_examples(), edits=bool(message.about))


def help_(message: Message) -> Reply:
    """What can be asked, with examples to tap."""
    lines = tuple(Words(f"help-{verb}") for verb in ("find", "who", "me"))
    return Reply("help", lines=lines, choices=_examples(), edits=bool(message.about))


def greet(message: Message) -> Reply:  # noqa: ARG001  # every verb takes the message
    return Reply("hello", choices=_examples())


def thank(message: Message) -> Reply:  # noqa: ARG001  # every verb takes the message
    return Reply("you-are-welcome")


def empty(message: Message) -> Reply:  # noqa: ARG001  # every verb takes the message
    """Nothing was said that could be answered: no words, or only signs."""
    return Reply("say-something", choices=_examples())


def which(message: Message, ask: Ask, store: Store, *, unknown_verb: str = "") -> Reply:
    """Ask what is meant instead of guessing: something to read, or somebody to talk with."""
    question = question_for(message, ask, store, kind=Kind.RESOURCE)
    choices = (
        Choice(Words("choice-resource"), f"find.as {question.id} resource"),
        Choice(Words("choice-expert"), f"find.as {question.id} expert"),
        HELP,
    )
    if unknown_verb:
        return Reply("which-unknown", {"verb": unknown_verb}, choices=(choices,))
    return Reply("which", choices=(choices,))


def nearest_verb(message: Message, ask: Ask, store: Store, *, typed: str, verb: str) -> Reply:
    """An unknown verb gets the nearest one offered, ready to tap."""
    if verb in {"find", "who"}:
        kind = Kind.RESOURCE if verb == "find" else Kind.EXPERT
        question = question_for(message, ask, store, kind=kind)
        action = f"find.as {question.id} {kind}"
    else:
        action = verb
    choice = Choice(Words("choice-verb", {"verb": Words(f"verb-{verb}")}), action, strong=True)
    return Reply("verb-unknown", {"typed": typed}, choices=((choice, HELP),))


def _examples() -> tuple[tuple[Choice, ...], ...]:
    return (
        *((Choice(Words(f"help-try-{n}"), f"help.try {n}"),) for n in range(1, EXAMPLES + 1)),
        (ME,),
    )
