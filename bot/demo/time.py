"""The demo's time: it goes on from a Monday morning, and can be turned ahead."""

from datetime import UTC, datetime, timedelta

MORNING = 9
"""The hour in UTC at which the demo begins."""


def coming_monday(now: datetime) -> datetime:
    """When the demo begins: a working morning, on whatever day it is started."""
    day = now + timedelta(days=(7 - now.weekday()) % 7 or 7)
    return day.replace(hour=MORNING, minute=0, second=0, microsecond=0)


class TurnedTime:
    """The time as it passes, plus how far it was turned ahead."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self.ahead = ahead

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def seconds(self) -> float:
        """For what counts seconds, such as how many messages may be sent in one."""
        return self().timestamp()

    @classmethod
    def from_monday(cls) -> "TurnedTime":
        now = datetime.now(UTC)
        return cls(coming_monday(now) - now)
