"""A calendar as RFC 5545 has it, from its entries (pure); icalendar writes it."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, Timezone, vDuration, vRecur, vText

PRODID = "-//connection hub//deadlines//EN"
REFRESH = timedelta(hours=1)
LONGEST = 2_000
"""Characters of a text."""
ZONE_AHEAD = 20
"""Years of a zone's changes that are told with what repeats there."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry: whole days, both included, or a moment (`first` is None).

    `uid` stays the same for as long as the entry exists, `sequence` grows with each change.
    `rule` (an RRULE) repeats it, a moment on the clocks of `zone`; `is_off`: it was to be, and is
    not any more.
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
    zone: str = ""
    rule: str = ""
    is_off: bool = False

    @property
    def local(self) -> datetime | None:
        """The moment on the clocks by which it repeats; UTC where it does not."""
        if self.at is None:
            return None
        is_elsewhere = self.rule and self.zone not in {"", "UTC"}
        moment = _second(self.at)
        return moment.astimezone(ZoneInfo(self.zone)) if is_elsewhere else moment


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
    events = [_event(item) for item in items]
    for part in (*_zones(events), *events):
        calendar.add_component(part)
    return bytes(calendar.to_ical())


def _zones(events: Iterable[Event]) -> Iterator[Timezone]:
    """Each zone that is named, from the year in which something begins there (section 3.6.5).

    The library writes what is the same as UTC for good, as Africa/Dakar, as UTC.
    """
    since: dict[str, int] = {}
    for event in events:
        zone, begins = event["dtstart"].params.get("TZID"), event.decoded("dtstart")
        if zone is not None:
            since[str(zone)] = min(begins.year, since.get(str(zone), begins.year))
    for zone, year in sorted(since.items()):
        yield _zone(zone, year)


@lru_cache(maxsize=64)
def _zone(name: str, year: int) -> Timezone:
    """Without the remark that the library adds, for which a VTIMEZONE has no place.

    Where clocks are put forward, the library names the hour that they then show; section 3.6.5 has
    the one that they showed before.
    """
    first, last = date(year - 1, 1, 1), date(year + ZONE_AHEAD, 1, 1)
    zone = Timezone.from_tzid(name, first_date=first, last_date=last)
    zone.pop("COMMENT", None)
    for part in zone.subcomponents:
        forward = part.decoded("tzoffsetto") - part.decoded("tzoffsetfrom")
        if forward > timedelta(0):
            begins = [part.decoded("dtstart"), *_rdates(part)]
            for each in ("dtstart", "rdate"):
                part.pop(each, None)
            part.add("dtstart", begins[0] - forward)
            if begins[1:]:
                part.add("rdate", [each - forward for each in begins[1:]])
    return zone


def _rdates(part: Component) -> list[datetime]:
    found = part.get("rdate")
    return [each.dt for each in found.dts] if found is not None else []


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
    elif item.local is not None:
        event.add("dtstart", item.local)
    if item.rule:
        event.add("rrule", vRecur.from_ical(item.rule))
    event.add("summary", _plain(item.summary))
    if item.description:
        event.add("description", _plain(item.description))
    if item.category:
        event.add("categories", [_plain(item.category)])
    event.add("status", "CANCELLED" if item.is_off else "CONFIRMED")
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
