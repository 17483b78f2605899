"""The pace: no window of time holds more than a platform allows, and no slot is wasted for long."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.taxonomy import Platform
from storage.database import Database
from storage.pace import Allowance, Pace, allowances, lane_of
from storage.places import Place, Surface
from storage.store import Store

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CHANNEL = Place(Platform.SLACK, "C1", "T1")
GROUP = Place(Platform.TELEGRAM, "-100")


def say(database: Database, place: Place, *, at: datetime, notice: bool = False) -> datetime | None:
    lane = lane_of(place, person_id=None)
    wanted = allowances(place, lane, edits=False, notice=notice)
    return database.run_now(lambda store: Pace(store.session).reserve(wanted, now=at))


def said_at(database: Database, places: Sequence[Place], *, start: datetime) -> list[datetime]:
    """When each of these may be said, if each waits for as long as it is told to."""
    moments = []
    now = start
    for place in places:
        while (free_at := say(database, place, at=now)) is not None:
            assert free_at > now
            now = free_at
        moments.append(now)
    return moments


def most_within(moments: Sequence[datetime], window: timedelta) -> int:
    return max(sum(start <= each < start + window for each in moments) for start in moments)


def test_a_slack_channel_hears_three_at_once_and_then_one_a_second(database: Database) -> None:
    moments = said_at(database, [CHANNEL] * 6, start=NOW)

    assert [(each - NOW) / SECOND for each in moments] == [0, 0, 0, 1, 2, 3]


def test_a_telegram_group_hears_at_most_twenty_a_minute(database: Database) -> None:
    moments = said_at(database, [GROUP] * 45, start=NOW)

    assert most_within(moments, timedelta(minutes=1)) <= 20
    assert most_within(moments, SECOND) <= 4


def test_telegram_as_a_whole_hears_at_most_thirty_a_second(database: Database) -> None:
    chats = [Place(Platform.TELEGRAM, str(number)) for number in range(90)]
    moments = said_at(database, chats, start=NOW)

    assert most_within(moments, SECOND) <= 30
    assert moments[-1] - NOW <= timedelta(seconds=5)


def test_notices_leave_room_for_answers(database: Database) -> None:
    for number in range(20):
        say(database, Place(Platform.TELEGRAM, str(number)), at=NOW, notice=True)

    assert say(database, Place(Platform.TELEGRAM, "99"), at=NOW) is None


def test_a_clock_that_is_put_back_silences_nobody(database: Database) -> None:
    chat = Place(Platform.TELEGRAM, "7")
    for _ in range(3):
        say(database, chat, at=NOW)

    assert say(database, chat, at=NOW - timedelta(hours=3)) is None


def test_places_for_later_are_where_they_would_be_one_by_one(database: Database) -> None:
    everything = allowances(Place(Platform.TELEGRAM, "1"), "1", edits=False, notice=True)[0]
    within = (Platform.TELEGRAM, "")
    chats = [Place(Platform.TELEGRAM, str(number)) for number in range(8)]
    one_by_one = []
    now = NOW
    for chat in chats:
        while (free_at := say(database, chat, at=now, notice=True)) is not None:
            now = free_at
        one_by_one.append(now)
    again = NOW + timedelta(days=1)
    first, early, second = database.run_now(
        lambda store: [
            store.pace.take(everything, 4, within=within, now=again),
            store.pace.take(everything, 4, within=within, now=again),
            store.pace.take(everything, 4, within=within, now=one_by_one[4] + (again - NOW)),
        ]
    )

    moments = [*first.moments, *second.moments]
    ahead = [max(NOW, each - (again - NOW)) for each in moments]
    assert ahead == one_by_one
    assert (early.moments, early.next_at) == ((), first.next_at)
    assert first.next_at == second.moments[0]


def test_no_place_is_taken_during_a_halt(database: Database) -> None:
    everything = allowances(Place(Platform.TELEGRAM, "1"), "1", edits=False, notice=True)[0]

    def unit(store: Store) -> list[bool]:
        store.pace.halt(Platform.TELEGRAM, "", until=NOW + SECOND)
        moments = (NOW, NOW + SECOND)
        within = (Platform.TELEGRAM, "")
        return [
            bool(store.pace.take(everything, 4, within=within, now=each).moments)
            for each in moments
        ]

    assert database.run_now(unit) == [False, True]


def test_what_only_one_person_sees_is_a_lane_of_their_own() -> None:
    place = Place(Platform.SLACK, "C1", "T1", surface=Surface.ONLY_YOU)

    assert lane_of(place, person_id=1) != lane_of(place, person_id=2)
    assert lane_of(CHANNEL, person_id=1) == lane_of(CHANNEL, person_id=2)


def test_a_halt_ends_by_itself_and_a_shorter_one_does_not_end_it(database: Database) -> None:
    def unit(store: Store) -> list[datetime | None]:
        store.pace.halt(Platform.TELEGRAM, "", until=NOW + 30 * SECOND)
        store.pace.halt(Platform.TELEGRAM, "", until=NOW + 10 * SECOND)
        moments = (NOW, NOW + 29 * SECOND, NOW + 30 * SECOND)
        return [store.pace.halted_until(Platform.TELEGRAM, "", now=each) for each in moments]

    assert database.run_now(unit) == [NOW + 30 * SECOND, NOW + 30 * SECOND, None]


def test_a_halt_of_one_workspace_leaves_the_others_alone(database: Database) -> None:
    def unit(store: Store) -> list[bool]:
        store.pace.halt(Platform.SLACK, "T1", until=NOW + SECOND)
        return [
            store.pace.halted_until(Platform.SLACK, each, now=NOW) is None for each in ("T1", "T2")
        ]

    assert database.run_now(unit) == [False, True]


def test_allowances_that_are_whole_again_are_forgotten(database: Database) -> None:
    say(database, CHANNEL, at=NOW)
    say(database, GROUP, at=NOW + timedelta(days=1))

    forgotten = database.run_now(lambda store: store.pace.forget_idle(before=NOW + 60 * SECOND))

    assert forgotten == 1


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 4_000)), min_size=1, max_size=60))
def test_no_window_holds_more_than_burst_and_what_it_earns(
    database: Database, steps: list[tuple[int, int]]
) -> None:
    """Steps are a room and the milliseconds since the step before."""
    database.run_now(lambda store: store.pace.forget_idle(before=NOW + timedelta(days=9_999)))
    shared = Allowance("all", timedelta(milliseconds=300), 4)
    own = [Allowance(f"room{room}", timedelta(seconds=1), 2) for room in range(2)]
    granted: dict[str, list[datetime]] = {each.key: [] for each in (shared, *own)}
    now = NOW
    for room, pause_ms in steps:
        now += timedelta(milliseconds=pause_ms)
        wanted = (shared, own[room])
        free_at = database.run_now(lambda store: store.pace.reserve(wanted, now=now))  # noqa: B023
        if free_at is None:
            for each in wanted:
                granted[each.key].append(now)
        else:
            assert free_at > now

    for each in (shared, *own):
        for number, start in enumerate(granted[each.key]):
            for count, end in enumerate(granted[each.key][number:], start=1):
                assert count <= each.burst + (end - start) / each.every
