"""When something comes that somebody wanted at an hour of a zone, once or repeatedly (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from handlers.calendar import at_local, zone_named

WEEK = 7
WORKING = (0, 1, 2, 3, 4)
"""Monday to Friday, as `date.weekday` counts."""
SURE_DAY = 28
"""The last day of a month that every month has."""
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
MOST_LOOKED_AT = 1_000
"""Occurrences looked at for the next one: a rule that skips more has none."""


class Every(StrEnum):
    DAY = "daily"
    WEEK = "weekly"
    MONTH = "monthly"
    YEAR = "yearly"


@dataclass(frozen=True, slots=True)
class Repeat:
    """How something repeats: each `interval` days, weeks, months or years.

    `weekdays` (0: Monday) of a week, or with `nth` (1 to 4, -1: the last) the one of a month;
    `day` of a month, which is the last day of a month that has none such; with `month`, of a year.
    """

    every: Every
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int = 0
    day: int = 0
    month: int = 0

    @property
    def rule(self) -> str:
        """As an RFC 5545 RRULE, https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10."""
        parts = [f"FREQ={self.every.upper()}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.month:
            parts.append(f"BYMONTH={self.month}")
        if self.weekdays:
            nth = str(self.nth) if self.nth else ""
            parts.append("BYDAY=" + ",".join(f"{nth}{_DAYS[each]}" for each in self.weekdays))
        if self.day:
            days = range(min(self.day, SURE_DAY), self.day + 1)
            parts.append("BYMONTHDAY=" + ",".join(map(str, days)))
            parts += ["BYSETPOS=-1"] if len(days) > 1 else []
        return ";".join(parts)

    @classmethod
    def of(cls, rule: str) -> "Repeat":
        """What `rule` said.

        Raises:
            ValueError: a rule of another making.
        """
        said = dict(part.split("=", 1) for part in rule.split(";"))
        days = [each for each in said.get("BYDAY", "").split(",") if each]
        nth = {int(each[:-2]) for each in days if each[:-2]}
        return cls(
            Every(said["FREQ"].lower()),
            int(said.get("INTERVAL", "1")),
            tuple(_DAYS.index(each[-2:]) for each in days),
            nth.pop() if nth else 0,
            max(map(int, said.get("BYMONTHDAY", "0").split(","))),
            int(said.get("BYMONTH", "0")),
        )


@dataclass(frozen=True, slots=True)
class Schedule:
    """From a day on, at an hour of a zone's clocks; once where it does not repeat."""

    day: date
    at: time
    zone: str
    repeat: Repeat | None = None

    @property
    def rule(self) -> str:
        return self.repeat.rule if self.repeat else ""

    def moments(self, *, after: datetime) -> Iterator[datetime]:
        """When it comes after a moment, in UTC, the earliest first; none, if it is over.

        An hour that the clocks skip comes when they have been put forward, and one that comes
        twice the first time: once a day in any case.
        """
        zone = zone_named(self.zone)
        local = after.astimezone(zone).date() - timedelta(days=1)
        for day in islice(self._days(local), MOST_LOOKED_AT):
            moment = at_local(day, self.at, zone)
            if moment > after:
                yield moment
                after = moment  # a zone that skipped a day has two days with one moment

    def next(self, *, after: datetime) -> datetime | None:
        return next(self.moments(after=after), None)

    def begun(self, *, after: datetime) -> "Schedule":
        """The same, from its first day after a moment on: from where RFC 5545 counts intervals."""
        first = self.next(after=after)
        if first is None:
            return self
        return replace(self, day=first.astimezone(zone_named(self.zone)).date())

    def _days(self, since: date) -> Iterator[date]:
        if self.repeat is None:
            if self.day >= since:
                yield self.day
            return
        for each in _rule(self.repeat.rule, self.day).xafter(_midnight(since), inc=True):
            yield each.date()


@lru_cache(maxsize=256)
def _rule(rule: str, first: date) -> rrule:
    """The rule over days without hours, so that no clock's change can move one."""
    read = rrulestr(rule, dtstart=_midnight(first), cache=False)
    if not isinstance(read, rrule):
        raise TypeError(rule)
    return read


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


class Trouble(StrEnum):
    """Why a time is none at which anything can be said."""

    NO_SUCH_DAY = "no-such-day"
    NO_SUCH_HOUR = "no-such-hour"
    PAST = "past"
    TOO_OFTEN = "too-often"


@dataclass(frozen=True, slots=True)
class When:
    """A time as somebody said it; None and empty is what they left open.

    `soon`: it was said as some minutes or hours from now. With `trouble`, `day` is the nearest day
    that there is, and `said` what was written.
    """

    day: date | None = None
    at: time | None = None
    zone: str = ""
    repeat: Repeat | None = None
    soon: bool = False
    trouble: Trouble | None = None
    said: str = ""

    @property
    def is_open(self) -> bool:
        """Whether neither a day nor an hour was said."""
        return self.day is None and self.at is None and self.repeat is None


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to be reminded of: the words, when, and whether everybody here is."""

    what: str
    when: When
    here: bool = False


def in_minutes(now: datetime, zone: ZoneInfo, minutes: int) -> tuple[date, time]:
    """The local day and hour so many minutes from now, on a whole minute."""
    then = (now.astimezone(UTC) + timedelta(minutes=minutes, seconds=59)).astimezone(zone)
    return then.date(), then.time().replace(second=0, microsecond=0)
