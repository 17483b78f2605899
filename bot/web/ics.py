"""A calendar as RFC 5545 has it, from its entries (pure); icalendar writes it."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vDuration, vText

PRODID = "-//connection hub//deadlines//EN"
REFRESH = timedelta(hours=1)
LONGEST = 2_000
"""Characters of a text."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry: whole days, both included, or a moment (`first` is None).

    `uid` stays the same for as long as the entry exists, `sequence` grows with each change.
    """

    uid: str
    summary: str
    description: str = ""
    first: date | None = None
    last: date | None = None
    at: datetime | None = None
    sequence: int = 0
    modified_at: datetime
    category: str = ""


def written(name: str, items: Iterable[Item]) -> bytes:
    """The calendar: the same bytes for the same entries, so that readers can tell."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", vText(_plain(name)))  # https://www.rfc-editor.org/rfc/rfc7986#section-5.1
    calendar.add("x-wr-calname", vText(_plain(name)))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for item in items:
        calendar.add_component(_event(item))
    return bytes(calendar.to_ical())


def _event(item: Item) -> Event:
    """DTSTAMP is when it last changed, as section 3.8.7.2 has it where there is no METHOD."""
    event = Event()
    event.add("uid", item.uid)
    event.add("dtstamp", _second(item.modified_at))
    event.add("last-modified", _second(item.modified_at))
    event.add("sequence", item.sequence)
    if item.first is not None:
        event.add("dtstart", item.first)
        event.add("dtend", (item.last or item.first) + _DAY)  # the first day after it
    elif item.at is not None:
        event.add("dtstart", _second(item.at))
    event.add("summary", _plain(item.summary))
    if item.description:
        event.add("description", _plain(item.description))
    if item.category:
        event.add("categories", [_plain(item.category)])
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _plain(text: str) -> str:
    """Without what no TEXT may hold (section 3.3.11): control characters, half characters."""
    kept = (
        each if each in "\n\t" or unicodedata.category(each) not in {"Cc", "Cs"} else " "
        for each in text.replace("\r\n", "\n").replace("\r", "\n")[:LONGEST]
    )
    return "".join(kept)
