"""When an own reminder comes next, by whose clocks, and what its schedule is called."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from config.phrases import Detail, Moment, Names, Term, Words
from handlers.calendar import Hours, is_working_day
from handlers.schedules import LAST, WORKING, Every, Repeat, Schedule
from handlers.worktimes import hours_of
from storage.own_reminders import OwnReminder
from storage.store import Store

HOUR = 60
"""Minutes."""
LONGEST_REST = 30
"""Days: nobody rests longer, and then it comes on the day itself."""


def next_due(reminder: OwnReminder, hours: Hours, *, after: datetime) -> datetime | None:
    """When it is said next after a moment; None: never again, or nobody has said when.

    With an hour it comes at that hour, on any day. Without one it comes when the working day
    begins: of that day, else of the working day before, which for what comes once may be the
    next one instead, where the one before is past.
    """
    schedule = schedule_of(reminder, hours)
    if schedule is None:
        return None
    since = after if reminder.minute is not None else after - timedelta(days=1)
    for moment in schedule.moments(after=since):
        due = moment if reminder.minute is not None else _at_work(moment, hours)
        if due > after:
            return due
        if schedule.repeat is None:
            return _next_at_work(moment, hours) if moment > after else None
    return None


def schedule_of(reminder: OwnReminder, hours: Hours) -> Schedule | None:
    """Its schedule, on the clocks that count; None where nobody has said when."""
    if reminder.day is None:
        return None
    minute = hours.start if reminder.minute is None else reminder.minute
    repeat = Repeat.of(reminder.rule) if reminder.rule else None
    at = time(*divmod(minute % (24 * HOUR), HOUR))
    return Schedule(reminder.day, at, reminder.zone or hours.zone.key, repeat)


def reckon_again(store: Store, person_id: int, *, now: datetime) -> None:
    """Somebody's clocks have changed: what comes by their clocks comes at that hour there."""
    hours = hours_of(store, person_id)
    for reminder in store.own_reminders.of_person(person_id):
        if not reminder.zone:
            reminder.due_at = next_due(reminder, hours, after=now) or reminder.due_at


def said(reminder: OwnReminder) -> Iterator[Words]:
    """When it comes: how often, and next; on the reader's clocks with the stated ones beside."""
    if reminder.rule:
        yield Words("remind-line-every", {"every": repeated(Repeat.of(reminder.rule))})
    if reminder.due_at is not None:
        phrase = "remind-line-next" if reminder.rule else "remind-line-when"
        yield Words(phrase, {"when": Moment(reminder.due_at, reminder.zone)})


def was_moved(reminder: OwnReminder, hours: Hours) -> bool:
    """Whether it comes on another day than its own, because nobody works on that."""
    if reminder.minute is not None or reminder.rule or reminder.due_at is None:
        return False
    return reminder.due_at.astimezone(hours.zone).date() != reminder.day


def repeated(repeat: Repeat) -> Words:
    """How something repeats: every first Monday of the month."""
    count: dict[str, Detail] = {"count": repeat.interval}
    days = Names(tuple(Term("weekday", str(day)) for day in repeat.weekdays))
    match repeat.every:
        case Every.DAY:
            return Words("repeat-days", count)
        case Every.WEEK if repeat.weekdays == WORKING and repeat.interval == 1:
            return Words("repeat-working")
        case Every.WEEK:
            return Words("repeat-weeks", {**count, "days": days})
        case Every.MONTH if repeat.nth:
            nth = Term("nth", "last" if repeat.nth == LAST else str(repeat.nth))
            return Words("repeat-nth", {**count, "nth": nth, "day": days})
        case Every.MONTH:
            phrase = "repeat-months" if repeat.day <= SURE else "repeat-months-end"
            return Words(phrase, {**count, "day": repeat.day})
        case Every.YEAR:
            return Words("repeat-years", count)


SURE = 28
"""The last day that every month has."""


def _next_at_work(moment: datetime, hours: Hours) -> datetime:
    """When work begins on the first working day after."""
    day = moment.astimezone(hours.zone).date()
    ahead = (day + timedelta(days=each) for each in range(1, LONGEST_REST))
    return hours.begin(next((each for each in ahead if is_working_day(each, hours.country)), day))


def _at_work(moment: datetime, hours: Hours) -> datetime:
    """When work begins on that day, or else on the working day before."""
    day = moment.astimezone(hours.zone).date()
    for back in range(LONGEST_REST):
        if is_working_day(day - timedelta(days=back), hours.country):
            return hours.begin(day - timedelta(days=back))
    return moment.astimezone(UTC)
