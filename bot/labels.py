"""Choices by their labels: who types what a button says is taken to have tapped it (pure)."""

import json
import re
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from config.folding import fold
from config.phrases import Words
from handlers.messages import Reply

GOOD_FOR = timedelta(minutes=30)
"""For how long somebody is taken to have the last screen before their eyes."""
LONGEST_LABEL = 60
"""Characters of a label that anybody would type."""
OF_ANSWERS = ("find.", "see")
"""What stands under every answer to a question: there, words are a new question or a follow-up."""
_ANSWER = re.compile(r"[,،，:：–—]")
"""What parts "Yes" from the rest of "Yes, delete everything"."""
_SIGN = re.compile(r"[\W_]+")


def offered(reply: Reply, say: Callable[[Words], str], *, at: datetime) -> str:
    """What may be typed instead of tapped after this reply; empty: nothing."""
    choices = [each for row in reply.choices for each in row if each.action]
    if not choices or any(each.action.startswith(OF_ANSWERS) for each in choices):
        return ""
    actions: dict[str, str] = {}
    ambiguous: set[str] = set()
    for each in choices:
        for name in _names(say(each.label)):
            if actions.setdefault(name, each.action) != each.action:
                ambiguous.add(name)
    named = {name: action for name, action in actions.items() if name not in ambiguous}
    until = int((at + GOOD_FOR).timestamp())
    return json.dumps({"until": until, "actions": named}, ensure_ascii=False) if named else ""


def meant(text: str, offer: str, *, at: datetime) -> str:
    """The action of the one choice whose label is typed; empty: of none, or too long ago."""
    if not offer or len(text) > LONGEST_LABEL:
        return ""
    return _named(offer, at).get(_plain(text), "")


def actions(offer: str, *, at: datetime) -> Collection[str]:
    """All that may be meant; nothing of a screen of too long ago."""
    return _named(offer, at).values() if offer else ()


def _named(offer: str, at: datetime) -> dict[str, str]:
    read = json.loads(offer)
    named: dict[str, str] = read["actions"]
    return named if at.timestamp() <= read["until"] else {}


def _names(label: str) -> set[str]:
    """How a choice may be typed: its label, and for "Yes, leave" also the "yes" alone."""
    whole = {_plain(label), _plain(_ANSWER.split(label, maxsplit=1)[0])}
    return {each for each in whole if each}


def _plain(text: str) -> str:
    """Words as they are compared: without case, accents and signs such as ✕."""
    return _SIGN.sub(" ", fold(text)).strip()
