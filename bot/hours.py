"""The hour that somebody says, and whose clocks: at 9, 14:30 Geneva time, 9点半 (pure)."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import time

from bot.dates import weekdays
from bot.timeparts import Element, Part, Parts
from config.zones import zone_at
from handlers.schedules import Trouble

MORNING, NOON, AFTERNOON, EVENING = time(9), time(12), time(14), time(18)
_HALF_A_DAY = 12
_HOUR_MINUTES = 60
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:\s?[:：]\s?(?P<minute>\d{2})|\.(?P<dot>\d{2})(?=\s?[aApP]\.?[mM]\b)|\s?[hH](?![a-zA-Zа-я])\s?(?P<after_h>\d{2})?"
    r"|\s?(?=[aApP]\.?[mM]\b)|\s?heures?(?!\w)(?:\s(?P<heure>\d{2}))?"
    r"|\s?час(?:а|ов)?(?!\w)(?:\s(?P<chas>\d{2})\s?мин\w*)?"
    r"|\s?[点點时時](?P<half>半)?(?:(?P<dian>\d{1,2})分?)?)"
    r"(?:\s?(?P<noon>[aApP])\.?[mM]\b\.?)?"
)
_AT = re.compile(r"\d{1,2}(?![\d.,/-]*\d)(?!\s?%)")
_HAN_NUMBERS = {each: number for number, each in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_ARTICLES = frozenset({"a", "an", "un", "une", "una", "uno"})
_LATE = 7
"""A mere "at 5" is in the afternoon: before this hour hardly anybody wants to be reminded."""


class Hours(Parts):
    """What begins at a word and says an hour, a part of the day, or a zone."""

    @property
    def readers(self) -> tuple[Callable[[int], Element | None], ...]:
        """In the order in which they are tried."""
        return (self.hour, self.half_of_day, self.zone_said)

    def hour(self, place: int) -> Element | None:
        return self._past_the_hour(place) or self._clock(place) or self._named_hour(place)

    def _past_the_hour(self, place: int) -> Element | None:
        """Half past three, a quarter to nine."""
        at = place + self.size("at", place)
        for name, minutes in (("half_past", 30), ("quarter_past", 15), ("quarter_to", -15)):
            size = self.size(name, at)
            number = self.dates.number(at + size) if size else None
            if number and number[0] <= 24:  # noqa: PLR2004  # hours of a day
                whole = (number[0] * _HOUR_MINUTES + minutes) % (24 * _HOUR_MINUTES)
                at_hour = time(*divmod(whole, _HOUR_MINUTES))
                return Element(Part.HOUR, (_waking(at_hour), ""), number[1])
        return None

    def _clock(self, place: int) -> Element | None:
        """14:30, 9am, 10 h 30, 9点半; and after "at" a mere 9."""
        size = self.size("at", place)
        at = place + size
        if at >= len(self.words):
            return None
        start = self.words[at].start
        found = _CLOCK.match(self.text, start)
        if found is None:
            return self._bare_hour(at) if size else self._han_hour(at)
        end = self.place_at(found.end())
        said = (
            found["minute"],
            found["dot"],
            found["after_h"],
            found["heure"],
            found["chas"],
            found["dian"],
        )
        minute = int(next((each for each in said if each), "30" if found["half"] else "0"))
        half = (found["noon"] or "").lower()
        sure = bool(size) or ":" in found[0]
        return self._at(int(found["hour"]), minute, half, at, end, sure=sure)

    def _bare_hour(self, at: int) -> Element | None:
        """The 9 of "at 9"; or in words, "at nine"."""
        number = self.dates.number(at)
        if number is None or self.unit(number[1]) or self.size("minute", number[1]):
            return self._han_hour(at)
        if self.dates.text(at) in _ARTICLES or self._is_weekday(number[1]):
            return None
        if self.dates.text(at).isdigit() and not _AT.match(self.text, self.words[at].start):
            return None
        end = number[1]
        end += 0 if self.size("zone_before", end) else self.size("hour", end)
        if number[0] > 24 and len(self.dates.text(at)) > 2:  # noqa: PLR2004  # "at 2000"
            return None
        found = self._at(number[0], 0, "", at, end, sure=False)
        if isinstance(found.value, tuple) and not self.half_of_day(found.end):
            return replace(found, value=(_waking(found.value[0]), ""))
        return found

    def _is_weekday(self, place: int) -> bool:
        """В первый понедельник is no hour."""
        return weekdays().get(self.dates.stem(place)) is not None

    def _han_hour(self, at: int) -> Element | None:
        """九点, 十点半."""
        hour, place = 0, at
        while (number := _HAN_NUMBERS.get(self.dates.text(place))) is not None:
            hour += number
            place += 1
        if not hour or self.dates.text(place) not in {"点", "點", "时", "時"}:
            return None
        half = self.dates.text(place + 1) == "半"
        return self._at(hour, 30 * half, "", at, place + 1 + int(half), sure=True)

    def _at(
        self, hour: int, minute: int, half: str, place: int, end: int, *, sure: bool
    ) -> Element:
        end += self.size("oclock", end)
        if size := self.size("and_half", end):
            minute, end = 30, end + size
        if hour > 24 or minute >= _HOUR_MINUTES or (half and not 0 < hour <= _HALF_A_DAY):  # noqa: PLR2004
            return self.trouble(Trouble.NO_SUCH_HOUR, place, end)
        if half:
            hour = hour % _HALF_A_DAY + (_HALF_A_DAY if half == "p" else 0)
        return Element(Part.HOUR, (time(hour % 24, minute), half), end, sure=sure)

    def _named_hour(self, place: int) -> Element | None:
        at = place + self.size("at", place)
        for name, hour in (("noon", NOON), ("midnight", time(0))):
            if size := self.size(name, at):
                return Element(Part.HOUR, (hour, name), at + size)
        return None

    def half_of_day(self, place: int) -> Element | None:
        at = place + self.size("this", place)
        sized = [(self.size(name, at), name) for name in ("morning", "afternoon", "evening")]
        size, name = max(sized, key=lambda each: each[0])
        return Element(Part.HALF, name, at + size) if size else None

    def zone_said(self, place: int) -> Element | None:
        """Geneva time, heure de Genève, UTC: what follows an hour."""
        before = self.size("zone_before", place)
        found = zone_at(self.words, place + before)
        if found is None:
            return None
        zone, end = found
        after = self.size("zone_after", end)
        if not before and not after and zone != "UTC":
            return None
        return Element(Part.ZONE, zone, end + after, sure=False)


def _waking(at: time) -> time:
    """An hour that was said without its half of the day, in the one in which people are awake."""
    return at.replace(hour=at.hour + _HALF_A_DAY) if 0 < at.hour < _LATE else at
