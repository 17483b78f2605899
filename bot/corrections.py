"""What is typed under what is shown: a request's other date, send it; an offer's "not now" (pure).

An expert says from which day on they may be asked again in the same breath.
"""

import re
from datetime import date, datetime

from bot import labels
from bot.deadlines import Deadline, put_off_until, read_date
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
    sentence, today = _sentence(text, knowledge, at=at, zone=zone)
    if until := read_date(sentence, today):
        return _by(shown[1], until)
    send, drop = f"request.send {shown[1]}", f"request.drop {shown[1]}"
    short = f"request.more {shown[1]}" in actions
    if drop in actions and _says(sentence, "need_drop"):
        return drop
    sends = _says(sentence, "need_send", *(() if short else ("need_agreed",)))
    return send if send in actions and sends else ""


def put_off(text: str, knowledge: Knowledge, *, at: datetime, zone: str) -> str:
    """What "not now" is to do with an offer, its number left open: "offer.when {}"; empty: none."""
    if len(text) > LONGEST:
        return ""
    sentence, today = _sentence(text, knowledge, at=at, zone=zone)
    day = put_off_until(sentence, today)
    if day is None:
        return ""
    return "offer.when {}" if day == today else f"offer.later {{}} {day.isoformat()}"


def _sentence(text: str, knowledge: Knowledge, *, at: datetime, zone: str) -> tuple[Sentence, date]:
    """The text to read, and the day on which it was written."""
    today = at.astimezone(zone_named(zone)).date()
    return Sentence(text, tokens(text), knowledge, about_people=False, today=today), today


def _by(request: str, until: Deadline) -> str:
    return f"request.by {request} {until.on.isoformat()} {until.precision}"


def _says(sentence: Sentence, *names: str) -> bool:
    """Whether the text says one of these and nothing else."""
    place, says = 0, False
    while place < len(sentence.words):
        size = max(sentence.ties(name).after(sentence.words, place) for name in names)
        says = says or bool(size)
        size = size or sentence.ties("need_correcting").after(sentence.words, place)
        if not size:
            return False
        place += size
    return says
