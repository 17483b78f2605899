"""What is typed under a request that is shown: another date, or the word to send it (pure)."""

import re
from datetime import datetime

from bot import labels
from bot.deadlines import Deadline, read_date
from bot.slots import Knowledge, Sentence
from config.folding import tokens
from handlers.calendar import zone_named

LONGEST = 80
"""Characters; what is longer is no mere correction."""
_SHOWN = re.compile(r"request\.(?:when|by) (\d+)")
"""The choices by which a request that is not sent yet takes a date."""


def meant(text: str, offer: str, knowledge: Knowledge, *, at: datetime, zone: str) -> str:
    """The action that the text means, where a request is shown; empty: none."""
    actions = labels.actions(offer, at=at)
    shown = next(filter(None, map(_SHOWN.match, actions)), None)
    if shown is None or len(text) > LONGEST:
        return ""
    today = at.astimezone(zone_named(zone)).date()
    sentence = Sentence(text, tokens(text), knowledge, about_people=False, today=today)
    if until := read_date(sentence, today):
        return _by(shown[1], until)
    send = f"request.send {shown[1]}"
    short = f"request.more {shown[1]}" in actions
    return send if send in actions and _sends(sentence, agreed=not short) else ""


def _by(request: str, until: Deadline) -> str:
    return f"request.by {request} {until.on.isoformat()} {until.precision}"


def _sends(sentence: Sentence, *, agreed: bool) -> bool:
    """Whether the text says to send it and nothing else; `agreed`: a mere yes says so, too."""
    names = ("need_send", "need_agreed") if agreed else ("need_send",)
    place, sends = 0, False
    while place < len(sentence.words):
        size = max(sentence.ties(name).after(sentence.words, place) for name in names)
        sends = sends or bool(size)
        size = size or sentence.ties("need_correcting").after(sentence.words, place)
        if not size:
            return False
        place += size
    return sends
