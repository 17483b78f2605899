"""When somebody wants to be reminded, and of what: "every first Monday at 9 Geneva time" (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.dates import months_on
from bot.days import Days, day_of, last_of, nth_of
from bot.hours import AFTERNOON, EVENING, MORNING, Hours
from bot.library_dates import day_and_hour
from bot.slots import Knowledge, Sentence
from bot.timeparts import Element, Part
from bot.wording import clean
from config.folding import tokens
from handlers.schedules import WEEK, Asked, Every, Repeat, When

_EDGES = " \t\n,;:，；、-–—"
_HALF_A_DAY = 12
LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Parts that stand together, in the tokens [first, last)."""

    elements: tuple[Element, ...]
    first: int
    last: int
    sure: bool

    @property
    def parts(self) -> set[Part]:
        return {each.part for each in self.elements}

    @property
    def has_hour_alone(self) -> bool:
        return self.parts <= {Part.HOUR, Part.ZONE, Part.HALF}


def read_asked(text: str, knowledge: Knowledge, *, now: datetime, zone: ZoneInfo) -> Asked:
    """What follows the verb: whom, what and when, in any order."""
    return _Reading(text, knowledge, now, zone).asked()


def read_when(text: str, knowledge: Knowledge, *, now: datetime, zone: ZoneInfo) -> When | None:
    """A text that says when and nothing else; None where it says anything else, too."""
    read = _Reading(text, knowledge, now, zone).whole()
    if read is not None:
        return read
    found = day_and_hour(text, now=now, zone=zone)
    return When(*found) if found else None


def is_when(text: str, knowledge: Knowledge, *, now: datetime) -> bool:
    """Whether a text says when and nothing else."""
    return _Reading(text, knowledge, now, ZoneInfo("UTC")).whole() is not None


def asks_for_a_time(text: str, knowledge: Knowledge, *, now: datetime) -> bool:
    """Whether what follows the verb says whom or when: "remind me", not "remind states of"."""
    reading = _Reading(text, knowledge, now, ZoneInfo("UTC"))
    asked = reading.asked()
    return reading.names_somebody or not asked.when.is_open or asked.when.trouble is not None


class _Reading:
    """One text being read, at a moment in its writer's zone."""

    def __init__(self, text: str, knowledge: Knowledge, now: datetime, zone: ZoneInfo) -> None:
        self._text = text
        self._words = tokens(text)
        self._now, self._zone = now, zone
        self._today = now.astimezone(zone).date()
        sentence = Sentence(text, self._words, knowledge, about_people=False, today=self._today)
        self._sentence = sentence
        self._days, self._hours = Days(sentence, now, zone), Hours(sentence, now, zone)

    # which of the words say when

    def asked(self) -> Asked:
        first, here = self._whom()
        chosen = self._chosen(first)
        elements = [element for each in chosen for element in each.elements]
        until = [each for each in chosen if self._is_until(each)]
        what = self._what(first, [each for each in chosen if each not in until])
        when = self._composed(elements)
        if when.day is not None and any(self._is_until(each, before=True) for each in until):
            when = replace(when, day=max(self._today, when.day - timedelta(days=1)))
        return Asked(what, when, here)

    def _is_until(self, cluster: _Cluster, *, before: bool = False) -> bool:
        """Whether it says until when something has to be done, which belongs to what it is.

        "By Friday" is told on Friday, and `before` Friday the day before.
        """
        due = self._sentence.ties("need_before").before(self._words, cluster.first)
        if not before:
            due = due or self._sentence.ties("need_due").before(self._words, cluster.first)
        is_day = Part.DAY in cluster.parts or Part.WEEKDAY in cluster.parts
        return bool(due) and is_day and not cluster.parts & {Part.EVERY, Part.TROUBLE}

    def whole(self) -> When | None:
        clusters = list(self._clusters(0))
        covered = {place for each in clusters for place in range(each.first, each.last)}
        left = [place for place in range(len(self._words)) if place not in covered]
        if not clusters or any(not self._joint(place) for place in left):
            return None
        return self._composed([each for one in clusters for each in one.elements])

    @property
    def names_somebody(self) -> bool:
        return bool(self._whom()[0])

    def _whom(self) -> tuple[int, bool]:
        """The token after whoever is to be reminded, and whether everybody here is."""
        here = self._size("here", 0)
        return (here, True) if here else (self._size("me", 0), False)

    def _chosen(self, first: int) -> list[_Cluster]:
        """The words right after the verb, else the last ones, else any that can be nothing else.

        An hour that stands alone goes with a day that does.
        """
        clusters = list(self._clusters(first))
        last = len(self._words)
        at_start = [each for each in clusters if each.first == first]
        at_end = [each for each in clusters if each.last == last and each not in at_start]
        sure = [each for each in clusters if each.sure and each not in (*at_start, *at_end)]
        ends = [*at_start[:1], *at_end[:1]]
        if len(ends) > 1 and ends[0].has_hour_alone != ends[1].has_hour_alone:
            return ends
        chosen = [*ends, *reversed(sure)][:1]
        if chosen and chosen[0].has_hour_alone:
            days = [each for each in sure if not each.has_hour_alone and each not in chosen]
            return [*chosen, *days[-1:]]
        return chosen

    def _clusters(self, first: int) -> Iterator[_Cluster]:
        place = first
        while place < len(self._words):
            found = self._cluster(place)
            if found:
                yield found
            place = found.last if found else place + 1

    def _cluster(self, place: int) -> _Cluster | None:
        found: list[Element] = []
        at = place
        introduced = False
        while at < len(self._words):
            after = self._past_joints(at)
            element = self._element(at) or (self._element(after) if after > at else None)
            if element is None:
                break
            introduced = introduced or after > at
            found.append(element)
            at = element.end
        if not found:
            return None
        return _Cluster(tuple(found), place, at, introduced or any(each.sure for each in found))

    def _past_joints(self, place: int) -> int:
        for _ in range(3):
            size = self._size("joint", place)
            if not size:
                break
            place += size
        return place

    def _joint(self, place: int) -> bool:
        return bool(self._size("joint", place) or self._size("at", place))

    def _what(self, first: int, chosen: Sequence[_Cluster]) -> str:
        """The rest as it was written, without the words that only join it to the verb."""
        edges = [self._words[first - 1].end if first else 0]
        for each in sorted(chosen, key=lambda one: one.first):
            edges += [self._words[each.first].start, self._words[each.last - 1].end]
        edges.append(len(self._text))
        kept = [self._text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
        what = clean(" ".join(piece.strip(_EDGES) for piece in kept).strip(_EDGES))
        words = tokens(what)
        size = self._sentence.ties("moment_what").after(words, 0)
        if size and not what[: words[0].start].strip():
            return what[words[size - 1].end :].strip(_EDGES + "'’")
        joints = self._sentence.ties("moment_joint")
        only_joints = words and all(joints.after(words, place) for place in range(len(words)))
        return "" if only_joints and len(what) <= words[-1].end else what

    # the parts of a time

    def _element(self, place: int) -> Element | None:
        if place >= len(self._words):
            return None
        readers = (*self._days.readers, *self._hours.readers, *self._days.last_readers)
        return next((found for each in readers if (found := each(place))), None)

    def _size(self, name: str, place: int) -> int:
        return self._hours.size(name, place)

    # what they say together

    def _composed(self, elements: Sequence[Element]) -> When:
        by_part: dict[Part, list[object]] = {}
        for each in elements:
            by_part.setdefault(each.part, []).append(each.value)
        for value in by_part.get(Part.TROUBLE, ()):
            if isinstance(value, When):
                return replace(value, at=self._hour_of(by_part))
        for value in by_part.get(Part.SOON, ()):
            if isinstance(value, tuple):
                return When(value[0], value[1], soon=True)
        zones = [each for each in by_part.get(Part.ZONE, ()) if isinstance(each, str)]
        zone, at = (zones or [""])[0], self._hour_of(by_part)
        if Part.EVERY in by_part:
            return self._repeating(by_part, at, zone)
        return When(self._day_of(by_part, at), at, zone)

    def _hour_of(self, said: dict[Part, list[object]]) -> time | None:
        halves = {"morning": MORNING, "afternoon": AFTERNOON, "evening": EVENING}
        half = next((str(each) for each in said.get(Part.HALF, ())), "")
        for value in said.get(Part.HOUR, ()):
            if isinstance(value, tuple) and isinstance(value[0], time):
                at = value[0]
                later = half in {"afternoon", "evening"} and at.hour < _HALF_A_DAY
                return at.replace(hour=at.hour + _HALF_A_DAY) if later and not value[1] else at
        if half:
            return halves[half]
        for value in said.get(Part.DAY, ()):
            if isinstance(value, tuple) and isinstance(value[1], time):
                return value[1]
        return None

    def _day_of(self, said: dict[Part, list[object]], at: time | None) -> date | None:
        for value in said.get(Part.DAY, ()):
            if isinstance(value, date):
                return value
            if isinstance(value, tuple) and isinstance(value[0], date):
                return value[0]
        for value in said.get(Part.NTH, ()):
            if isinstance(value, tuple):
                return self._next_nth(*value)
        for value in said.get(Part.WEEKDAY, ()):
            if isinstance(value, int):
                return self._next_named(value, at)
        for value in said.get(Part.OF_MONTH, ()):
            if isinstance(value, int):
                return self._next_of_month(value, at)
        return None

    def _next_named(self, weekday: int, at: time | None) -> date:
        """The next such day; today only with an hour that is to come."""
        local = self._now.astimezone(self._zone)
        ahead = (weekday - self._today.weekday()) % WEEK
        if not ahead and (at is None or at <= local.time()):
            ahead = WEEK
        return self._today + timedelta(days=ahead)

    def _next_nth(self, nth: int, weekday: int) -> date:
        for ahead in range(3):
            first = months_on(self._today.replace(day=1), ahead)
            on = nth_of(first, nth, weekday)
            if on > self._today:
                return on
        raise AssertionError("each month has a first to a fourth of every weekday")

    def _next_of_month(self, day: int, at: time | None) -> date:
        local = self._now.astimezone(self._zone)
        today_is_over = at is None or at <= local.time()
        for ahead in range(4):
            first = months_on(self._today.replace(day=1), ahead)
            on = day_of(first.year, first.month, day) if day else last_of(first)
            if on and (on > self._today or (on == self._today and not today_is_over)):
                return on
        raise AssertionError("one month of three has any day there is")

    def _repeating(self, said: dict[Part, list[object]], at: time | None, zone: str) -> When:
        repeats = [each for each in said[Part.EVERY] if isinstance(each, Repeat)]
        repeat = repeats[0] if repeats else None
        weekdays_said = [each for each in said.get(Part.WEEKDAY, ()) if isinstance(each, int)]
        nths = [each for each in said.get(Part.NTH, ()) if isinstance(each, tuple)]
        of_month = [each for each in said.get(Part.OF_MONTH, ()) if isinstance(each, int)]
        day = self._day_of({Part.DAY: said.get(Part.DAY, [])}, at)
        interval = repeat.interval if repeat and repeat.every is Every.MONTH else 1
        if nths:
            nth, weekday = nths[0]
            repeat = Repeat(Every.MONTH, interval, (weekday,), nth=nth)
        elif of_month:
            repeat = Repeat(Every.MONTH, interval, day=of_month[0] or LONGEST_MONTH)
        elif weekdays_said:
            every = repeat.interval if repeat and repeat.every is Every.WEEK else 1
            repeat = Repeat(Every.WEEK, every, tuple(sorted(set(weekdays_said))))
        elif repeat is None or (repeat.every is Every.YEAR and day):
            on = day or self._today
            every = repeat.interval if repeat else 1
            repeat = Repeat(Every.YEAR, every, day=on.day, month=on.month)
        else:
            return self._counted(repeat, day, at, zone)
        return When(day or self._today, at, zone, repeat)

    def _counted(self, repeat: Repeat, day: date | None, at: time | None, zone: str) -> When:
        """Every two weeks: from the day that is named, else the first comes when they are over."""
        ahead = {
            Every.DAY: lambda: self._today + timedelta(days=repeat.interval - 1),
            Every.WEEK: lambda: self._today + timedelta(weeks=repeat.interval),
            Every.MONTH: lambda: months_on(self._today, repeat.interval),
            Every.YEAR: lambda: months_on(self._today, 12 * repeat.interval),
        }
        if repeat.weekdays:
            return When(day or self._today, at, zone, repeat)
        first = day or ahead[repeat.every]()
        match repeat.every:
            case Every.WEEK:
                repeat = replace(repeat, weekdays=(first.weekday(),))
            case Every.MONTH:
                repeat = replace(repeat, day=(day or self._today).day)
            case Every.YEAR:
                repeat = replace(repeat, day=first.day, month=first.month)
        return When(first, at, zone, repeat)

    # pieces
