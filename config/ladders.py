"""How long before and after a deadline one is reminded: days and weeks as "30, 7, 0; 6" (pure)."""

import re
from dataclasses import dataclass

MOST_DAYS = 90
"""A reminder comes no earlier than so many days before."""
MOST_WEEKS = 26
MOST_STEPS = 12
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Ladder:
    """Days before a deadline, the most first, 0 for the day itself; then every week for `weeks`.

    No days and no weeks: no reminders.

    Raises:
        ValueError: steps out of order or range.
    """

    days: tuple[int, ...] = (30, 14, 7, 1, 0)
    weeks: int = 6

    def __post_init__(self) -> None:
        in_order = sorted(set(self.days), reverse=True) == list(self.days)
        in_range = all(0 <= each <= MOST_DAYS for each in self.days)
        if not (in_order and in_range and 0 <= self.weeks <= MOST_WEEKS):
            raise ValueError(f"no ladder: {self.days}, {self.weeks} weeks")
        if len(self.days) > MOST_STEPS:
            raise ValueError(f"more than {MOST_STEPS} steps: {self.days}")

    @property
    def text(self) -> str:
        """As `ladder_named` reads it again: 30, 14, 7, 1, 0; 6."""
        return f"{', '.join(map(str, self.days))}; {self.weeks}"


USUAL = Ladder()
NONE = Ladder((), 0)


def ladder_named(text: str) -> Ladder:
    """The ladder of a text with numbers: days, then after a semicolon the weeks.

    Raises:
        ValueError: it is none.
    """
    before, semicolon, after = text.partition(";")
    days = sorted({int(each) for each in _NUMBER.findall(before)}, reverse=True)
    weeks = [int(each) for each in _NUMBER.findall(after)]
    if len(weeks) > 1 or (semicolon and not weeks):
        raise ValueError(f"no ladder: {text[:60]}")
    return Ladder(tuple(days), weeks[0] if weeks else USUAL.weeks)
