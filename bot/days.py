"""The day that somebody says, or how often: next Friday, in two weeks, every Monday (pure)."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.dates import months, months_on, weekdays
from bot.hours import EVENING
from bot.timeparts import UNITS, Element, Part, Parts
from handlers.schedules import LAST, WEEK, WORKING, Every, Repeat, Trouble, When, in_minutes
from storage.requests import Precision

_HOUR_MINUTES = 60
_LONGEST_AHEAD = 5_000
"""Units of a span: more than that is no time that anybody waits for."""
_FURTHEST = 10
"""Years."""
_MOST_APART = 99
_YEARS_TO_LEAP = 9
LAST_DAY = 0
"""The last day of whichever month."""
_NUMERIC = re.compile(
    r"(?P<y>\d{4})\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})\s?[日号號]?(?!\d)"
    r"|(?P<zm>\d{1,2})\s?月\s?(?P<zd>\d{1,2})\s?[日号號]?"
    r"|(?P<a>\d{1,2})(?P<sign>[/.-])(?P<b>\d{1,2})(?:(?P=sign)(?P<year>\d{4}|\d{2}))?(?![\d:])"
)
_ORDINAL = re.compile(r"(\d{1,2})(?:(st|nd|rd|th|er|º|go|го|e)|)")
_HAN_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_YEAR = re.compile(r"20\d\d")
_ARABIC_DAY = "يوم"
"""The word for day, which shares its stem with the one for today."""


class Days(Parts):
    """What begins at a word and says a day, or how something repeats."""

    @property
    def readers(self) -> tuple[Callable[[int], Element | None], ...]:
        """In the order in which they are tried, before the hours."""
        return (
            self.every,
            self.past,
            self.named_day,
            self.ahead,
            self.date_,
            self.next_weekday,
            self.weekday_of_month,
            self.weekday,
        )

    @property
    def last_readers(self) -> tuple[Callable[[int], Element | None], ...]:
        """After the hours."""
        return (self.of_month, self.period)

    def every(self, place: int) -> Element | None:
        named = (
            ("hourly", None),
            ("fortnightly", Repeat(Every.WEEK, 2)),
            ("daily", Repeat(Every.DAY)),
            ("quarterly", Repeat(Every.MONTH, 3)),
            ("weekly", Repeat(Every.WEEK)),
            ("monthly", Repeat(Every.MONTH)),
            ("yearly", Repeat(Every.YEAR)),
        )
        size, repeat = max(
            ((self.size(name, place), repeat) for name, repeat in named), key=lambda each: each[0]
        )
        every = self.size("every", place)
        if every and self.dates.dual(place + every):  # كل يومين shares its stem with "every day"
            return self._every_so_many(place, every)
        work = self.size("working", place + every)
        if work and (every or self.size("working", place)):
            return Element(Part.EVERY, Repeat(Every.WEEK, weekdays=WORKING), place + every + work)
        if size:
            if repeat is None:
                return Element(Part.TROUBLE, When(trouble=Trouble.TOO_OFTEN), place + size)
            han = self._han_weekday(place + size) if repeat.every is Every.WEEK else None
            if han:
                return Element(Part.EVERY, replace(repeat, weekdays=(han[0],)), han[1])
            return Element(Part.EVERY, repeat, place + size)
        return self._every_so_many(place, every) if every else None

    def _every_so_many(self, place: int, every: int) -> Element | None:
        """Every two weeks, every other day; or what follows says it: every Monday."""
        at = place + every
        other = self.size("other", at)
        if other and (unit := self.unit(at + other)):
            return Element(Part.EVERY, Repeat(unit[0], 2), unit[1])
        if other and self._weekday_at(at + other):
            return Element(Part.EVERY, Repeat(Every.WEEK, 2), at + other)
        if dual := self.dates.dual(at):
            return Element(
                Part.EVERY, Repeat(UNITS[dual[1].removeprefix("unit_")], dual[0]), dual[2]
            )
        number = self.dates.number(at)
        nth = self.weekday_of_month(
            at
        )  # كل أول يوم اثنين: "day" is no unit where a weekday follows
        if number and not nth and (unit := self.unit(number[1])) and 0 < number[0] <= _MOST_APART:
            return Element(Part.EVERY, Repeat(unit[0], number[0]), unit[1])
        follows = nth or self.weekday(at) or self.of_month(at)
        return Element(Part.EVERY, None, at) if follows or self.date_(at) else None

    def past(self, place: int) -> Element | None:
        size = self.size("in_past", place)
        if size:
            return self.trouble(Trouble.PAST, place, place + size)
        number = self.dates.number(place + self.size("ago", place))
        if number and (unit := self.unit(number[1])):
            before, after = self.size("ago", place), self.size("ago", unit[1])
            if before or after:
                return self.trouble(Trouble.PAST, place, unit[1] + after)
        return None

    def named_day(self, place: int) -> Element | None:
        """Tomorrow, tonight, next month, at the end of the month: the longest that begins here."""
        days = {
            "today": self.today,
            "tonight": self.today,
            "tomorrow": self.today + timedelta(days=1),
            "day_after_tomorrow": self.today + timedelta(days=2),
            "next_week": self.today + timedelta(days=WEEK - self.today.weekday()),
            "next_month": months_on(self.today.replace(day=1), 1),
            "next_year": date(self.today.year + 1, 1, 1),
            "end_of_week": self.today + timedelta(days=(4 - self.today.weekday()) % WEEK),
            "end_of_month": last_of(self.today),
        }
        sized = [(self.size(name, place), name) for name in days]
        size, name = max(sized, key=lambda each: each[0])
        if not size or (name == "next_week" and self._han_weekday(place + size)):
            return None
        if name == "today" and self.dates.text(place) == _ARABIC_DAY:
            return None
        if name == "tonight":
            return Element(Part.DAY, (days[name], EVENING), place + size)
        return Element(Part.DAY, days[name], place + size)

    def ahead(self, place: int) -> Element | None:
        """In two weeks, in an hour, three days from now, 两周后."""
        before = self.size("ahead", place)
        read = self._span(place + before, counted=not before)
        if read is None:
            return None
        minutes, day, end = read
        after = self.size("later", end)
        if not before and not after:
            return None
        if minutes:
            soon = in_minutes(self.now, self.zone, minutes)
            return Element(Part.SOON, soon, end + after)
        return Element(Part.DAY, day, end + after) if day else None

    def _span(self, place: int, *, counted: bool) -> tuple[int, date | None, int] | None:
        """How many minutes, or which day, so far ahead; and the token after it.

        One of them where no number is said, unless it has to be `counted`.
        """
        if size := self.size("two_hours", place):
            return 2 * _HOUR_MINUTES, None, place + size
        half = self.size("half_unit", place)
        if half and (hour := self.size("hour", place + half)):
            return _HOUR_MINUTES // 2, None, place + half + hour
        if size := self.size("half_hour", place):
            return _HOUR_MINUTES // 2, None, place + size
        if dual := self.dates.dual(place):
            count, unit, end = dual
            days = count * {"unit_day": 1, "unit_week": WEEK}.get(unit, 0)
            return 0, self._on(days, count if unit == "unit_month" else 0), end
        count, at = self.dates.number(place) or (0 if counted else 1, place)
        if not 0 < count <= _LONGEST_AHEAD:
            return None
        if size := self.size("minute", at):
            return count, None, at + size
        if size := self.size("hour", at):
            return count * _HOUR_MINUTES, None, at + size
        return self._days_ahead(count, at)

    def _days_ahead(self, count: int, place: int) -> tuple[int, date | None, int] | None:
        unit = self.unit(place)
        if unit is None:
            return None
        days = {Every.DAY: count, Every.WEEK: count * WEEK}.get(unit[0], 0)
        many = {Every.MONTH: count, Every.YEAR: count * 12}.get(unit[0], 0)
        return 0, self._on(days, many), unit[1]

    def _on(self, days: int, many: int) -> date | None:
        try:
            on = months_on(self.today, many) + timedelta(days=days)
        except (OverflowError, ValueError):
            return None
        return on if on.year <= self.today.year + _FURTHEST else None

    def date_(self, place: int) -> Element | None:
        """A day of a month, perhaps of a year: 15 January, March 3rd, 15/1, 2027-01-15, 3月3日."""
        return self._numeric(place) or self._written_date(place)

    def _numeric(self, place: int) -> Element | None:
        found = _NUMERIC.match(self.text, self.words[place].start)
        if found is None or (found["sign"] == "." and found["year"] is None):
            return None
        year, month, day = found["y"], found["m"] or found["zm"], found["d"] or found["zd"]
        if not month:
            day, month, year = found["a"], found["b"], found["year"]
            if int(month) > 12 >= int(day):  # noqa: PLR2004  # months of a year
                day, month = month, day
            if found["sign"] == "-" and not year:
                return None
        number = (int(year) + (2000 if len(year) == 2 else 0)) if year else None  # noqa: PLR2004
        return self._dated(int(day), int(month), number, place, self.place_at(found.end()))

    def _written_date(self, place: int) -> Element | None:
        """15 January, 3rd of March 2027, 1er mars; January 15."""
        known = months()
        day, at = self._ordinal(place), place + 1
        if day is not None:
            at = self.dates.past_article(at)
            month = self._month_at(at, known)
        else:
            month = self._month_at(place, known)
            at = place + (month[1] if month else 0)
            day = self._ordinal(at) if month else None
            month = (month[0], 1) if month else None
        if day is None or month is None:
            return None
        end = at + month[1]
        of = self.dates.past_article(end)
        if _YEAR.fullmatch(self.dates.text(of)):
            end = of + 1 + self.sentence.ties("need_year_word").after(self.words, of + 1)
            return self._dated(day, month[0], int(self.dates.text(of)), place, end)
        return self._dated(day, month[0], None, place, end)

    def _month_at(self, place: int, known: dict[str, int]) -> tuple[int, int] | None:
        """The month named here, and how many words that takes."""
        skip = self.sentence.ties("need_month_before").after(self.words, place)
        number = known.get(self.dates.stem(place + skip))
        return (number, skip + 1) if number else None

    def _ordinal(self, place: int) -> int | None:
        found = _ORDINAL.fullmatch(self.dates.text(place))
        return int(found[1]) if found else None

    def _dated(
        self, day: int, month: int, year: int | None, place: int, end: int
    ) -> Element | None:
        """A day that there is and that is to come; else what is wrong with it."""
        if not 0 < month <= 12:  # noqa: PLR2004  # months of a year
            return self.trouble(Trouble.NO_SUCH_DAY, place, end)
        years = [year] if year else range(self.today.year, self.today.year + _YEARS_TO_LEAP)
        found = [each for one in years if (each := day_of(one, month, day))]
        ahead = [each for each in found if each >= self.today]
        if ahead and ahead[0].year <= self.today.year + _FURTHEST:
            return Element(Part.DAY, ahead[0], end)
        if found:
            nearest = _next_year(month, day, self.today)
            return self.trouble(Trouble.PAST, place, end, nearest)
        near = last_of(date(max(year or 0, self.today.year), month, 1))
        if near < self.today:
            near = last_of(date(self.today.year + 1, month, 1))
        return self.trouble(Trouble.NO_SUCH_DAY, place, end, near)

    def next_weekday(self, place: int) -> Element | None:
        """Next Friday, vendredi prochain: never today; 下周五 is that of the week to come."""
        before = self.size("next", place)
        at = place + before
        han = self._han_weekday(at) if before else None
        if han:
            monday = self.today + timedelta(days=WEEK - self.today.weekday())
            return Element(Part.DAY, monday + timedelta(days=han[0]), han[1])
        found = self._weekday_at(at)
        if found is None:
            return None
        after = self.size("next", found[1])
        if not before and not after:
            return None
        ahead = (found[0] - self.today.weekday() - 1) % WEEK + 1
        return Element(Part.DAY, self.today + timedelta(days=ahead), found[1] + after)

    def weekday_of_month(self, place: int) -> Element | None:
        """The first Monday, le dernier vendredi du mois, 第一个周一."""
        size = self.size("last", place)
        nth, at = (LAST, place + size) if size else (None, place)
        if nth is None:
            number = self.dates.number(place)
            if number is None or not 0 < number[0] <= 4 or self.dates.text(place).isdigit():  # noqa: PLR2004
                return None
            nth, at = number
        at += self.size("joint", at) if self.dates.text(at) == "个" else 0
        found = self._weekday_at(at)
        if found is None:
            return None
        of = self.dates.past_article(found[1])
        if month := self._month_at(of, months()):
            years = (self.today.year, self.today.year + 1)
            days = [nth_of(date(year, month[0], 1), nth, found[0]) for year in years]
            coming = next(each for each in days if each > self.today)
            return Element(Part.DAY, coming, of + month[1])
        return Element(Part.NTH, (nth, found[0]), found[1] + self.size("of_month", found[1]))

    def weekday(self, place: int) -> Element | None:
        found = self._weekday_at(place + self.size("this", place))
        return Element(Part.WEEKDAY, found[0], found[1], sure=False) if found else None

    def _weekday_at(self, place: int) -> tuple[int, int] | None:
        """A day of the week, 0 is Monday, and the token after it."""
        before = self.size("weekday_before", place)
        if before and (han := self._han_weekday(place + before)):
            return han
        named = weekdays().get(self.dates.stem(place))
        if named is not None:
            return named, place + 1
        if before:
            named = weekdays().get(self.dates.stem(place + before))
            return (named, place + before + 1) if named is not None else None
        return None

    def _han_weekday(self, place: int) -> tuple[int, int] | None:
        """The 一 of 周一, after the word for week."""
        number = _HAN_DAYS.get(self.dates.text(place))
        return (number, place + 1) if number is not None else None

    def of_month(self, place: int) -> Element | None:
        """The 15th, le 15, 15-го числа, 15日: a day of whichever month."""
        if size := self.size("last_day", place):
            end = place + size
            return Element(Part.OF_MONTH, LAST_DAY, end + self.size("of_month", end))
        day = self._ordinal(place)
        if day is None or not 0 < day <= 31:  # noqa: PLR2004  # days of a month
            return None
        text = self.dates.text(place)
        han = self.dates.text(place + 1) in {"日", "号", "號"}
        russian = self.dates.text(place + 1) in {"го", "числа", "е"}
        article = place > 0 and self.sentence.ties("need_article").before(self.words, place)
        if not (han or russian or article or not text.isdigit() or self._after_every(place)):
            return None
        end = place + 1 + int(han)
        while self.dates.text(end) in {"го", "числа", "е"}:
            end += 1
        return Element(Part.OF_MONTH, day, end + self.size("of_month", end), sure=False)

    def _after_every(self, place: int) -> bool:
        return bool(place and self.sentence.ties("moment_every").before(self.words, place))

    def period(self, place: int) -> Element | None:
        """In March, at the beginning of a quarter: its first day that is to come."""
        in_it = self.sentence.ties("moment_ahead").before(self.words, place)
        read = self.dates.period(place)
        if read is None or read[0].precision is Precision.YEAR:
            return None
        if not in_it and not self._is_han(place):
            return None
        period, end = read
        if period.last < self.today:
            return self.trouble(Trouble.PAST, place, end)
        first = period.first if period.first > self.today else period.last
        return Element(Part.DAY, first, end, sure=False)

    def _is_han(self, place: int) -> bool:
        return any(each in "月季" for each in self.text[self.words[place].start :][:4])


def day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def last_of(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def nth_of(first: date, nth: int, weekday: int) -> date:
    """The first to fourth of a weekday in a month, or its last, by the month's first day."""
    if nth == LAST:
        last = last_of(first)
        return last - timedelta(days=(last.weekday() - weekday) % WEEK)
    return first + timedelta(days=(weekday - first.weekday()) % WEEK + WEEK * (nth - 1))


def _next_year(month: int, day: int, today: date) -> date | None:
    years = range(today.year, today.year + _YEARS_TO_LEAP)
    return next(
        (each for one in years if (each := day_of(one, month, day)) and each >= today), None
    )
