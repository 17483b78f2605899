"""When a quarterly review takes its steps, in days after the quarter that it is about (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from config.network_files.records import ReviewCalendar

LONGEST = 85
"""Days: a review is over before the next one begins."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """Days after the end of the quarter that is assessed; each ends with the day that it names.

    What falls on a weekend moves to the working day after; the evidence is prepared on its day.

    Raises:
        ValueError: a step comes before the one that it follows, or the next quarter is over first.
    """

    prepares: int = 1
    opens: int = 7
    answers: int = 21
    decides: int = 28
    archives: int = 85

    def __post_init__(self) -> None:
        days = tuple(getattr(self, each.name) for each in fields(self))
        if not 1 <= self.prepares <= self.opens < self.answers < self.decides < self.archives:
            raise ValueError(", ".join(map(str, days)))
        if self.archives > LONGEST:
            raise ValueError(", ".join(map(str, days)))

    def but(self, calendar: ReviewCalendar | None) -> "Timetable":
        """The same but for what a calendar says.

        Raises:
            ValueError: then it does not hold together.
        """
        return replace(self, **dict(_said(calendar))) if calendar else self


USUAL = Timetable()


def timetable(*calendars: ReviewCalendar | None) -> Timetable:
    """The usual one but for what the network says, then a group; who makes no sense is passed over.

    Each is checked when it is imported, so that happens only where they came apart since.
    """
    found = USUAL
    for each in calendars:
        try:
            found = found.but(each)
        except ValueError:
            continue
    return found


def _said(calendar: ReviewCalendar) -> Iterator[tuple[str, int]]:
    for each in fields(calendar):
        days = getattr(calendar, each.name)
        if days is not None:
            yield each.name, days
