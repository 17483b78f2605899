"""Days written in ways that the hub's own reader lacks, read by dateparser; the only user of it.

It is asked last, and only about a text that says when and nothing else, because it is wrong
without a word: see docs/decisions/0009-times-in-words.md. It takes 20 MB when it is first needed.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from config.taxonomy import LANGUAGES

LONGEST_READ = 60
"""Characters; whoever names a day needs fewer."""
FURTHEST = 10
"""Years ahead: it turns "le 3 mars à 10 h" into 2110."""


def day_and_hour(text: str, *, now: datetime, zone: ZoneInfo) -> tuple[date, time | None] | None:
    """A day to come that a text of numbers and months names, and its hour in this zone."""
    if len(text) > LONGEST_READ or not any(each.isdigit() for each in text):
        return None
    from dateparser.date import DateDataParser  # noqa: PLC0415  # see above

    local = now.astimezone(zone)
    reader = DateDataParser(
        languages=list(LANGUAGES),
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": local.replace(tzinfo=None),
            "REQUIRE_PARTS": ["day", "month"],
            "RETURN_TIME_AS_PERIOD": True,
            "TIMEZONE": zone.key,
            "TO_TIMEZONE": zone.key,
        },
    )
    read = reader.get_date_data(text)
    found = read.date_obj
    if found is None or not local.date() <= found.date() <= _furthest(local.date()):
        return None
    return found.date(), found.time().replace(second=0) if read.period == "time" else None


def _furthest(today: date) -> date:
    return date(today.year + FURTHEST, 12, 31)
