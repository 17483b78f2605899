"""One part of a time as it is said, and what all readers of such parts share (pure)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.dates import Dates
from bot.slots import Sentence
from handlers.schedules import Every, Trouble, When

UNITS = {"week": Every.WEEK, "month": Every.MONTH, "year": Every.YEAR, "day": Every.DAY}


class Part(StrEnum):
    DAY = "day"
    HOUR = "hour"
    ZONE = "zone"
    EVERY = "every"
    WEEKDAY = "weekday"
    NTH = "nth"
    OF_MONTH = "of_month"
    SOON = "soon"
    HALF = "half"
    """Of a day: in the morning."""
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Element:
    """One part of a time, and the token after it; `sure` where it can be nothing else."""

    part: Part
    value: object
    end: int
    sure: bool = True


class Parts:
    """One sentence being read for parts of a time, at a moment in its writer's zone."""

    def __init__(self, sentence: Sentence, now: datetime, zone: ZoneInfo) -> None:
        self.sentence, self.words, self.text = sentence, sentence.words, sentence.text
        self.now, self.zone = now, zone
        self.today = now.astimezone(zone).date()
        self.dates = Dates(sentence, self.today)

    def unit(self, place: int) -> tuple[Every, int] | None:
        for name, every in UNITS.items():
            if size := self.dates.size(f"unit_{name}", place):
                return every, place + size
        return None

    def trouble(
        self, trouble: Trouble, place: int, end: int, nearest: date | None = None
    ) -> Element:
        said = self.text[self.words[place].start : self.words[end - 1].end]
        return Element(Part.TROUBLE, When(nearest, trouble=trouble, said=said), end)

    def size(self, name: str, place: int) -> int:
        if not 0 <= place < len(self.words):
            return 0
        return self.sentence.ties(f"moment_{name}").after(self.words, place)

    def place_at(self, offset: int) -> int:
        """The first token that begins at this place of the text or later."""
        return next(
            (place for place, each in enumerate(self.words) if each.start >= offset),
            len(self.words),
        )
