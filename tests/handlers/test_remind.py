"""Own reminders by the clock: each occurrence once, whatever replicas, crashes and clocks do."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from config.taxonomy import Platform
from handlers import remind
from handlers.calendar import Hours, at_local, is_working_day
from handlers.reminding import next_due
from handlers.schedules import Every, Repeat
from storage.database import Database
from storage.migrate import migrate
from storage.outbox import OutboxState
from storage.own_reminders import OwnReminder
from storage.store import Store

NOW = datetime(2027, 1, 8, 9, tzinfo=UTC)
DAILY = Repeat(Every.DAY).rule
ZONES = ("Europe/Paris", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Africa/Cairo")


def kept(store: Store, *, rule: str = "") -> int:
    """A reminder that is due now, of one person."""
    met = store.people.met(limit=1)
    person = (
        met[0][1].id if met else store.people.meet(Platform.TELEGRAM, "", "a", at=NOW).person_id
    )
    one = OwnReminder(
        person_id=person,
        what="call",
        day=NOW.date(),
        minute=9 * 60,
        zone="UTC",
        rule=rule,
        due_at=NOW,
        made_at=NOW,
    )
    return store.own_reminders.add(one).id


def said(store: Store) -> int:
    return sum(store.outbox.counts().values())


def test_four_replicas_say_each_occurrence_once(database_url: str) -> None:
    database = Database(database_url)
    migrate(database.engine)
    ids = [database.run_now(partial(kept, rule=DAILY)) for _ in range(5)]
    replicas = [database, *[Database(database_url) for _ in range(3)]]

    def tick(number: int) -> None:
        replica, at = replicas[number % 4], NOW + timedelta(days=number // 40)
        for each in replica.read_now(lambda store: remind.due(store, at, 10)):
            replica.run_now(partial(tell, each, at))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tick, range(120)))
    total = database.read_now(said)
    for each in replicas:
        each.close()

    assert total == 3 * len(ids)  # three days


def tell(reminder_id: int, at: datetime, store: Store) -> None:
    remind.tell(store, reminder_id, at)


def test_what_fails_before_the_commit_is_said_by_the_next_tick(sqlite_with_tables: str) -> None:
    database = Database(sqlite_with_tables)
    one = database.run_now(kept)

    def crash(store: Store) -> None:
        remind.tell(store, one, NOW)
        raise RuntimeError("killed")

    with ThreadPoolExecutor(1) as pool:
        error = pool.submit(database.run_now, crash).exception()
    database.run_now(partial(tell, one, NOW))
    total = database.read_now(said)
    database.close()

    assert isinstance(error, RuntimeError)
    assert total == 1


def test_a_clock_that_goes_back_says_nothing_again(sqlite_with_tables: str) -> None:
    database = Database(sqlite_with_tables)
    one = database.run_now(partial(kept, rule=DAILY))
    for at in (NOW, NOW - timedelta(hours=1), NOW, NOW + timedelta(hours=1)):
        database.run_now(partial(tell, one, at))
    total = database.read_now(said)
    database.close()

    assert total == 1


def test_what_is_cancelled_while_it_waits_is_not_said(sqlite_with_tables: str) -> None:
    database = Database(sqlite_with_tables)
    one = database.run_now(kept)
    database.run_now(partial(tell, one, NOW))

    def cancel(store: Store) -> None:
        found = store.own_reminders.get(one)
        assert found is not None
        store.outbox.withdraw(found.notice)
        store.own_reminders.drop(found)

    database.run_now(cancel)
    waiting = database.read_now(lambda store: store.outbox.counts()[OutboxState.WAITING])
    database.close()

    assert waiting == 0


@given(
    st.dates(date(2026, 1, 1), date(2035, 1, 1)),
    st.sampled_from(ZONES),
    st.sampled_from(("", "FR", "EG", "US")),
    st.integers(0, 14),
)
@settings(max_examples=150, deadline=None)
def test_without_an_hour_it_comes_when_a_working_day_begins_and_is_never_lost(
    day: date, zone: str, country: str, ahead: int
) -> None:
    hours = Hours(ZoneInfo(zone), country)
    after = at_local(day - timedelta(days=ahead), time(8), hours.zone)
    reminder = OwnReminder(day=day, minute=None, zone="", rule="")
    due = next_due(reminder, hours, after=after)

    assert due is not None
    assert due > after
    assert is_working_day(due.astimezone(hours.zone).date(), country)
    assert due == hours.begin(due.astimezone(hours.zone).date())
    assert abs((due.astimezone(hours.zone).date() - day).days) <= 14


@given(
    st.dates(date(2026, 1, 1), date(2035, 1, 1)),
    st.sampled_from(ZONES),
    st.sampled_from((None, 0, 150, 1439)),
    st.sampled_from((DAILY, "FREQ=WEEKLY;BYDAY=SU", "FREQ=MONTHLY;BYDAY=1MO")),
)
@settings(max_examples=100, deadline=None)
def test_what_repeats_goes_on_for_ever(day: date, zone: str, minute: int | None, rule: str) -> None:
    hours = Hours(ZoneInfo(zone))
    reminder = OwnReminder(day=day, minute=minute, zone="", rule=rule)
    moments = [at_local(day, time(), hours.zone)]
    follow: Callable[[datetime], datetime | None] = partial(_next, reminder, hours)
    for _ in range(6):
        due = follow(moments[-1])
        assert due is not None
        moments.append(due)

    assert moments == sorted(set(moments))


def _next(reminder: OwnReminder, hours: Hours, after: datetime) -> datetime | None:
    return next_due(reminder, hours, after=after)
