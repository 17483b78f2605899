"""Until when somebody needs something: "by March", "before the 15th", "within two weeks" (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.dates import Dates, Read
from bot.slots import Sentence
from storage.requests import Precision


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day that counts; said in the tokens [first, last)."""

    on: date
    precision: Precision
    first: int
    last: int


def read_deadline(sentence: Sentence, today: date) -> Deadline | None:
    """The earliest date to come that the sentence says something has to be done by."""
    found = [each for each in _Deadlines(sentence, today).deadlines() if each.on >= today]
    return min(found, key=lambda each: (each.on, each.first), default=None)


def read_date(sentence: Sentence, today: date) -> Deadline | None:
    """The last date of a text that says nothing else: "no wait, not March, April"; else None."""
    reading, found, place = _Deadlines(sentence, today), None, 0
    while place < len(sentence.words):
        refused = reading.size("not_this", place)
        read = reading.date_at(place + refused)
        if read is not None:
            found, place = (found if refused else read), read.last
        elif passed := refused or reading.size("correcting", place):
            place += passed
        else:
            return None
    return found if found and found.on >= today else None


def put_off_until(sentence: Sentence, today: date) -> date | None:
    """From when on, if a text says nothing but "not now" and a day: "not now, ask me in March".

    Today where it names no day; None where it says anything else, or a day alone.
    """
    reading, found, place, says = _Deadlines(sentence, today), today, 0, False
    while place < len(sentence.words):
        read = reading.date_at(place)
        if read is not None:
            whole = read.precision is Precision.MONTH
            found, place = (read.on.replace(day=1) if whole else read.on), read.last
        elif passed := reading.size("put_off", place):
            says, place = True, place + passed
        elif passed := reading.size("correcting", place):
            place += passed
        else:
            return None
    return found if says and found >= today else None


class _Deadlines:
    """What makes a date a deadline, in one sentence."""

    def __init__(self, sentence: Sentence, today: date) -> None:
        self._dates = Dates(sentence, today)
        self._words = sentence.words

    def deadlines(self) -> Iterator[Deadline]:
        place = 0
        while place < len(self._words):
            found = self._at(place)
            if found:
                yield found
            place = max(place + 1, found.last if found else 0)

    def date_at(self, place: int) -> Deadline | None:
        """A deadline that begins here, or any date."""
        after = self._dates.past_article(place)
        bare = self._dates.period(after) or self._dates.ahead(after)
        return self._at(place) or self._deadline(place, bare)

    def size(self, name: str, place: int) -> int:
        """Words of the longest phrase of this name that begins here."""
        return self._dates.size(name, place)

    def _at(self, place: int) -> Deadline | None:
        return (
            self._within(place)
            or self._due(place)
            or self._before(place)
            or self._perhaps(place)
            or self._alone(place)
        )

    def _due(self, place: int) -> Deadline | None:
        """By March, no later than 3 May."""
        size = self._dates.size("due", place)
        if not size:
            return None
        read = self._dates.period(self._dates.past_article(place + size))
        return self._deadline(place, read)

    def _before(self, place: int) -> Deadline | None:
        """Before March: until the last day of February; before the end of March: all of March."""
        size = self._dates.size("before", place)
        if not size:
            return None
        after = self._dates.past_article(place + size)
        if self._dates.size("end_of", after) or self._dates.size("end_of", place + size):
            return self._deadline(place, self._dates.period(after))
        read = self._dates.period(after)
        if read is None:
            return None
        period, end = read
        return Deadline(period.first - timedelta(days=1), Precision.DAY, place, end)

    def _perhaps(self, place: int) -> Deadline | None:
        """For March, in December, on 3 May; "in 2027" is no deadline."""
        size = self._dates.size("due_perhaps", place)
        article = self._dates.past_article(place + size)
        read = self._dates.period(article) if size else None
        if read is None or read[0].precision is Precision.YEAR:
            return None
        if read[0].precision is Precision.MONTH and article > place + size:
            return None  # "on the march", "on the May Day"
        return self._deadline(place, read)

    def _within(self, place: int) -> Deadline | None:
        """Within two weeks, d'ici trois mois, 两周内."""
        size = self._dates.size("within", place)
        read = self._dates.ahead(place + size) if size else None
        if read is None:
            read = self._dates.ahead(place)
            if read is None or not self._dates.size("due_after", read[1]):
                return None
        return self._deadline(place, read)

    def _alone(self, place: int) -> Deadline | None:
        """This week, tomorrow; and a date that has "before" behind it, as in Chinese."""
        soon = self._dates.named(place, ("today", "tomorrow", "next_week"))
        if soon is None and self._dates.size("this_week", place) > 1:
            soon = self._dates.named(place, ("this_week",))
        if soon is not None:
            return self._deadline(place, soon)
        read = self._dates.period(place)
        after = self._dates.size("due_after", read[1]) if read else 0
        return self._deadline(place, read) if after else None

    def _deadline(self, place: int, read: Read) -> Deadline | None:
        if read is None:
            return None
        period, end = read
        end += self._dates.size("due_after", end)
        return Deadline(period.last, period.precision, place, end)
