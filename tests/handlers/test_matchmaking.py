"""Who is asked for a request, when, and what happens while nobody answers; on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from config.network_files.records import Expert, Organisation
from config.taxonomy import Platform, StakeholderType, Standing
from handlers import cases, expertise, matchmaking, offers, pool
from handlers.candidates import Rule
from handlers.messages import Message, Reply, Said, unpack_reply
from storage.base import Base
from storage.database import Database
from storage.offers import OfferState
from storage.outbox import OutboxRow
from storage.places import Place
from storage.profiles import Profile, ProfileState
from storage.requests import By, Request, State
from storage.search.engine import Search
from storage.store import Store

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def hub(database_url: str) -> Iterator[Database]:
    """A database of each kind in turn, with an index in memory that is waited for."""
    search = Search(None, patience_seconds=None)
    database = Database(database_url, search=search)
    Base.metadata.create_all(database.engine)
    database.run_now(_organisations)
    yield database
    search.close()
    database.close()


def _organisations(store: Store) -> None:
    un = Organisation(id="ILO", name="ILO", type=StakeholderType.UN_ENTITY)
    other = Organisation(id="MMC", name="MMC", type=StakeholderType.CIVIL_SOCIETY)
    store.organisations.put([un, other])


def person(store: Store, name: str, *, zone: str = "UTC") -> int:
    account = store.people.meet(Platform.TELEGRAM, "", name, at=MONDAY)
    account.time_zone = zone
    account.language = "en"
    return account.person_id


def expert(
    hub: Database,
    name: str,
    knows: str,
    *,
    organisation: str = "ILO",
    zone: str = "UTC",
    objectives: tuple[int, ...] = (),
    **terms: Any,  # noqa: ANN401  # columns of a profile
) -> int:
    """Somebody who agreed to be asked about this; their profile's id."""

    def unit(store: Store) -> int:
        record = Expert(
            id=name,
            title=f"Focal point, {knows}",
            organisation=organisation,
            description=f"I help with {knows}.",
            languages=("en",),
            gcm_objectives=objectives,
        )
        store.experts.put([record])
        one = person(store, name, zone=zone)
        if until := terms.pop("away_until", None):
            store.absences.put(one, until=until)
        profile = Profile(
            person_id=one,
            record_id=name,
            consented_at=MONDAY,
            confirmed_at=MONDAY,
            **terms,
        )
        return store.profiles.put(profile).id

    return hub.run_now(unit)


def request(
    hub: Database,
    need: str,
    *,
    at: datetime = MONDAY,
    **columns: Any,  # noqa: ANN401
) -> int:
    def unit(store: Store) -> int:
        made = store.requests.add(
            Request(
                person_id=person(store, f"asks {need} {at}"[-90:]),
                need=need,
                language="en",
                created_at=at,
                state_at=at,
                **columns,
            )
        )
        cases.move(store, made, State.OPEN, by=By.REQUESTER, because="sent", at=at)
        return made.id

    return hub.run_now(unit)


def tick(hub: Database, at: datetime) -> None:
    """What the clock does: everything that is due, until nothing is."""
    while due := hub.read_now(lambda store: matchmaking.due(store, at, 100)):
        for each in due:
            hub.run_now(lambda store, each=each: matchmaking.step(store, each, at))  # type: ignore[misc]


def wait(hub: Database, *, until: datetime) -> None:
    """Tick at every moment at which something comes due."""
    while due := hub.read_now(lambda store: matchmaking.due(store, until, 1)):
        at = hub.read_now(lambda store: store.requests.get(due[0]).next_at)
        tick(hub, at or until)


def states(hub: Database, of: int) -> list[OfferState]:
    return hub.read_now(lambda store: [each.state for each in store.offers.of(of)])


def asked(hub: Database, of: int) -> list[int | None]:
    return hub.read_now(lambda store: [each.profile_id for each in store.offers.of(of)])


def state(hub: Database, of: int) -> State:
    return hub.read_now(lambda store: store.requests.get(of).state)


def said(hub: Database, *phrases: str) -> list[Reply]:
    """What was said unasked, of these phrases."""

    def unit(store: Store) -> list[Reply]:
        rows = store.session.query(OutboxRow).order_by(OutboxRow.id)
        replies = [unpack_reply(row.reply) for row in rows]
        return [each for each in replies if each.phrase in phrases]

    return hub.read_now(unit)


def answer(hub: Database, of: int, given: OfferState, at: datetime) -> None:
    """The open offers of a request are answered so, and the hub looks at it at once."""

    def unit(store: Store) -> None:
        for each in store.offers.of(of):
            if each.state is OfferState.SHOWN:
                each.state, each.settled_at = given, at
        cases.wake(store.requests.get(of), at)

    hub.run_now(unit)


def test_the_one_who_knows_is_asked_without_a_name(hub: Database) -> None:
    knows = expert(hub, "E1", "bilateral labour agreements")
    expert(hub, "E2", "cash assistance")
    of = request(hub, "negotiating a bilateral labour agreement", languages=["en"])

    tick(hub, MONDAY)
    (offer,) = said(hub, "offer")

    assert (asked(hub, of), state(hub, of)) == ([knows], State.OFFERED)
    assert offer.entries[0].title == "negotiating a bilateral labour agreement"
    assert "E1" not in str(offer)


def test_an_expert_reads_a_long_need_to_its_end(hub: Database) -> None:
    expert(hub, "E1", "returns")
    request(hub, "help with returns " * 40 + "and nothing else")

    tick(hub, MONDAY)
    (offer,) = said(hub, "request-whole")

    assert str(offer.details["need"]).endswith("and nothing else")
    assert offer.details["first"].phrase == "offer"  # type: ignore[union-attr]


def test_nobody_is_asked_outside_working_hours(hub: Database) -> None:
    expert(hub, "E1", "returns", zone="Asia/Bangkok")
    of = request(hub, "help with returns")

    tick(hub, MONDAY)  # 17:00 in Bangkok
    evening = states(hub, of), said(hub, "offer")
    tick(hub, datetime(2026, 11, 24, 2, tzinfo=UTC))

    assert evening == ([OfferState.MADE], [])
    assert states(hub, of) == [OfferState.SHOWN]
    assert len(said(hub, "offer")) == 1


def test_silence_brings_one_nudge_a_second_ask_and_an_end(hub: Database) -> None:
    first, second = expert(hub, "E1", "returns"), expert(hub, "E2", "returns")
    of = request(hub, "help with returns")
    tick(hub, MONDAY)
    alone = asked(hub, of)

    tick(hub, MONDAY + DAY)
    beside = asked(hub, of)
    wait(hub, until=MONDAY + 6 * DAY)

    assert (len(alone), sorted(filter(None, beside))) == (1, [first, second])
    assert states(hub, of) == [OfferState.EXPIRED, OfferState.EXPIRED]
    assert len(said(hub, "offer-nudge")) == 2
    assert state(hub, of) is State.MATCHING


def test_two_are_asked_at_once_when_it_is_urgent(hub: Database) -> None:
    for each in ("E1", "E2", "E3"):
        expert(hub, each, "returns")
    of = request(hub, "help with returns", urgent=True)

    tick(hub, MONDAY)

    assert len(asked(hub, of)) == 2
    assert len(said(hub, "offer-urgent")) == 2


def test_three_silences_in_a_row_pause_an_expert_and_tell_them_once(hub: Database) -> None:
    quiet = expert(hub, "E1", "returns", cap=9)
    for week in range(4):
        at = MONDAY + week * 7 * DAY
        request(hub, f"help with returns {week}", at=at)
        wait(hub, until=at + 6 * DAY)

    def unit(store: Store) -> ProfileState | None:
        profile = store.profiles.get(quiet)
        return profile.state if profile else None

    assert hub.read_now(unit) is ProfileState.PAUSED
    assert len(said(hub, "offer")) == 3
    assert len(said(hub, "offer-paused")) == 1


def test_who_was_paused_by_silence_returns_in_one_tap(hub: Database) -> None:
    who = expert(hub, "E1", "returns", state=ProfileState.PAUSED, silences=3)

    def taps(store: Store) -> str:
        profile = store.profiles.get(who)
        assert profile is not None
        offers.left_in_peace(store, profile, key="paused", at=MONDAY)
        (row,) = store.session.query(OutboxRow).all()
        (back,) = unpack_reply(row.reply).choices[0]
        area, _, verb = back.action.partition(".")
        assert area == "expertise"
        place = Place(Platform.TELEGRAM, "E1")
        message = Message(place, "E1", Said.TAP, MONDAY, person_id=profile.person_id, private=True)
        return f"{expertise.tapped(message, store, verb).phrase} {profile.state}"

    assert hub.run_now(taps) == "expertise-returned active"


def test_a_cap_is_never_exceeded_and_the_requester_hears_so_once(hub: Database) -> None:
    expert(hub, "E1", "returns", cap=1)
    first, second = request(hub, "returns of families"), request(hub, "returns of children")

    wait(hub, until=MONDAY + 3 * DAY)

    assert len(asked(hub, first)) + len(asked(hub, second)) == 1
    assert len(said(hub, "request-everybody-full")) == 1


def test_the_cap_holds_where_replicas_look_at_once(hub: Database) -> None:
    expert(hub, "E1", "returns", cap=1)
    made = [request(hub, f"returns of families {each}", urgent=True) for each in range(6)]

    with ThreadPoolExecutor(6) as replicas:
        for each in made:
            replicas.submit(
                hub.run_now, lambda store, each=each: matchmaking.step(store, each, MONDAY)
            )

    assert sum(len(asked(hub, each)) for each in made) == 1


def test_who_waited_is_asked_when_the_month_is_over(hub: Database) -> None:
    knows = expert(hub, "E1", "returns", cap=1)
    request(hub, "returns of families", at=MONDAY - 29 * DAY)
    tick(hub, MONDAY - 29 * DAY)
    of = request(hub, "returns of children", urgent=True)

    tick(hub, MONDAY)
    full = asked(hub, of)
    tick(hub, MONDAY + 2 * DAY)

    assert (full, asked(hub, of)) == ([], [knows])


def test_nobody_who_knows_is_told_to_the_requester_and_the_secretariat(hub: Database) -> None:
    expert(hub, "E1", "cash assistance")
    hub.run_now(_secretariat)
    of = request(hub, "volcanoes")

    wait(hub, until=MONDAY + 5 * DAY)

    assert state(hub, of) is State.MATCHING
    assert len(said(hub, "request-nobody")) == 1
    assert len(said(hub, "request-nobody-secretariat")) == 1


def _secretariat(store: Store) -> None:
    store.people.get(person(store, "secretariat")).standing = Standing.SECRETARIAT


def test_a_closed_request_takes_back_what_nobody_has_answered(hub: Database) -> None:
    expert(hub, "E1", "returns")
    of = request(hub, "help with returns")
    tick(hub, MONDAY)

    def close(store: Store) -> None:
        found = store.requests.get(of)
        cases.move(store, found, State.CLOSED, by=By.REQUESTER, because="withdrawn", at=MONDAY)

    hub.run_now(close)
    tick(hub, MONDAY + HOUR)
    wait(hub, until=MONDAY + 5 * DAY)

    assert states(hub, of) == [OfferState.WITHDRAWN]
    assert said(hub, "offer-nudge") == []


@pytest.mark.parametrize(
    ("terms", "rule"),
    [
        ({"state": ProfileState.PAUSED}, Rule.PAUSED),
        ({"later_until": date(2026, 12, 1)}, Rule.ABSENT),
        ({"away_until": date(2026, 12, 1)}, Rule.ABSENT),
        ({"excluded": ["MMC"]}, Rule.EXCLUDED),
        ({"conflicts": ["MMC"]}, Rule.CONFLICT),
    ],
)
def test_why_somebody_is_not_asked_can_be_told(
    hub: Database, terms: dict[str, Any], rule: Rule
) -> None:
    expert(hub, "E1", "returns", **terms)
    of = request(hub, "help with returns", organisation="MMC")

    tick(hub, MONDAY)
    why = hub.read_now(lambda store: pool.why_not(store.requests.get(of), store, "E1", now=MONDAY))

    assert (asked(hub, of), why) == ([], rule)


def test_a_countrys_request_asks_a_team_of_different_organisations(hub: Database) -> None:
    labour = expert(hub, "E1", "labour recruitment and returns", objectives=(6,))
    expert(hub, "E2", "labour recruitment and returns", objectives=(6,))
    returns = expert(
        hub, "E3", "labour recruitment and returns", organisation="MMC", objectives=(21,)
    )
    of = request(hub, "labour recruitment and returns", for_country=True, objectives=[6, 21])

    tick(hub, MONDAY)

    assert len(asked(hub, of)) == 2
    assert returns in asked(hub, of)
    assert labour in asked(hub, of) or len(set(asked(hub, of))) == 2


def test_a_team_is_made_whole_after_its_first_introduction(hub: Database) -> None:
    first = expert(hub, "E1", "labour recruitment and returns", objectives=(6,))
    expert(hub, "E2", "labour recruitment and returns", organisation="MMC", objectives=(21,))
    of = request(hub, "labour recruitment and returns", for_country=True, objectives=[6, 21])
    tick(hub, MONDAY)
    third = expert(
        hub, "E3", "labour recruitment and returns", organisation="MMC", objectives=(21,)
    )

    def one_yes_one_no(store: Store) -> None:
        for each in store.offers.of(of):
            is_first = each.profile_id == first
            each.state = OfferState.ACCEPTED if is_first else OfferState.DECLINED
        met = store.requests.get(of)
        cases.move(store, met, State.INTRODUCED, by=By.EXPERT, because="introduced", at=MONDAY)
        cases.wake(met, MONDAY)

    hub.run_now(one_yes_one_no)
    tick(hub, MONDAY + HOUR)

    assert asked(hub, of)[-1] == third
    assert state(hub, of) is State.INTRODUCED


def test_an_expert_who_is_forgotten_makes_room_for_the_next(hub: Database) -> None:
    expert(hub, "E1", "returns")
    expert(hub, "E2", "returns")
    of = request(hub, "help with returns")
    tick(hub, MONDAY)

    def forget(store: Store) -> None:
        (offer,) = store.offers.of(of)
        profile = store.profiles.get(offer.profile_id or 0)
        assert profile is not None
        for each in store.offers.waited_for(profile.person_id):
            cases.wake(store.requests.get(each), MONDAY + HOUR)
        store.people.forget(profile.person_id)

    hub.run_now(forget)
    tick(hub, MONDAY + HOUR)

    assert states(hub, of) == [OfferState.WITHDRAWN, OfferState.SHOWN]


def test_a_nearly_full_pool_is_shared_out_together(hub: Database) -> None:
    expert(hub, "E1", "returns", cap=3)
    expert(hub, "E2", "returns", cap=3)
    for each in range(4):
        at = MONDAY - 2 * DAY
        request(hub, f"returns earlier {each}", urgent=True, at=at)
    tick(hub, MONDAY - 2 * DAY + HOUR)
    made = [request(hub, f"returns now {each}") for each in range(2)]
    used = hub.read_now(lambda store: store.offers.asks_of_active(since=MONDAY - 30 * DAY))

    tick(hub, MONDAY)
    waiting = [asked(hub, each) for each in made]
    tick(hub, MONDAY + 12 * HOUR)
    tick(hub, MONDAY + 13 * HOUR)

    assert used > 3
    assert waiting == [[], []]
    assert sum(len(asked(hub, each)) for each in made) == 6 - used


def test_nobody_learns_whom_a_request_shall_not_go_to(hub: Database) -> None:
    expert(hub, "E1", "returns")
    request(hub, "help with returns", excluded=["MMC"])

    tick(hub, MONDAY)
    (offer,) = said(hub, "offer")

    assert "MMC" not in str(offer)


@pytest.mark.parametrize("away", [{"state": ProfileState.PAUSED}, {"until": date(2026, 12, 31)}])
def test_whoever_pauses_or_goes_away_hears_no_more_of_an_offer(
    hub: Database, away: dict[str, Any]
) -> None:
    first = expert(hub, "E1", "returns")
    of = request(hub, "help with returns")
    tick(hub, MONDAY)

    def goes(store: Store) -> None:
        profile = store.profiles.get(first)
        assert profile is not None
        if "until" in away:
            store.absences.put(profile.person_id, until=away["until"])
        else:
            profile.state = away["state"]

    hub.run_now(goes)
    second = expert(hub, "E2", "returns")
    wait(hub, until=MONDAY + 2 * DAY)

    assert states(hub, of)[0] is OfferState.EXPIRED
    assert asked(hub, of) == [first, second]
    assert len(said(hub, "offer-nudge")) <= 1
    assert hub.read_now(lambda store: store.profiles.get(first).silences) == 0  # type: ignore[union-attr]


def test_an_offer_that_waits_for_the_morning_is_not_shown_to_who_is_away_by_then(
    hub: Database,
) -> None:
    first = expert(hub, "E1", "returns", zone="Asia/Bangkok")
    of = request(hub, "help with returns")
    tick(hub, MONDAY)

    def goes(store: Store) -> None:
        profile = store.profiles.get(first)
        assert profile is not None
        store.absences.put(profile.person_id, until=date(2026, 12, 31))

    hub.run_now(goes)
    tick(hub, datetime(2026, 11, 24, 2, tzinfo=UTC))

    assert states(hub, of) == [OfferState.WITHDRAWN]
    assert said(hub, "offer") == []
