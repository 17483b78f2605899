"""What happens at the same moment in two replicas: one yes for a seat, and none that is lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from config.network_files.records import Expert
from config.taxonomy import Platform
from handlers import cases, introductions, matchmaking
from handlers.errors import Refusal
from handlers.messages import Message, Said
from storage.base import Base
from storage.database import Database
from storage.errors import Conflict
from storage.offers import OfferState
from storage.places import Place
from storage.profiles import Profile
from storage.requests import By, Request, State
from storage.search.engine import Search
from storage.store import Store

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NAMES = ("Ana", "Bea")


@pytest.fixture
def hub(database_url: str) -> Iterator[Database]:
    """Two experts, both asked for an urgent request."""
    search = Search(None, patience_seconds=None)
    database = Database(database_url, search=search)
    Base.metadata.create_all(database.engine)
    database.run_now(_asked)
    for moment in (MONDAY, MONDAY + MINUTE):
        database.run_now(lambda store, at=moment: _step(store, at))  # type: ignore[misc]
    yield database
    search.close()
    database.close()


def _asked(store: Store) -> None:
    for name in (*NAMES, "asks"):
        account = store.people.meet(Platform.TELEGRAM, "", name, at=MONDAY)
        account.conversation, account.language = name, "en"
        if name in NAMES:
            record = Expert(id=name, title="Returns", description="returns", languages=("en",))
            store.experts.put([record])
            terms = {"consented_at": MONDAY, "confirmed_at": MONDAY}
            store.profiles.put(Profile(person_id=account.person_id, record_id=name, **terms))
    asks = store.people.account(Platform.TELEGRAM, "", "asks")
    assert asks is not None
    made = store.requests.add(
        Request(
            person_id=asks.person_id,
            need="help with returns",
            language="en",
            urgent=True,
            created_at=MONDAY,
            state_at=MONDAY,
        )
    )
    cases.move(store, made, State.OPEN, by=By.REQUESTER, because="sent", at=MONDAY)


def _step(store: Store, at: datetime) -> None:
    cases.wake(store.requests.get(1), at)
    matchmaking.step(store, 1, at)


def accepts(name: str, offer: int, *, at: datetime) -> Callable[[Store], str]:
    def unit(store: Store) -> str:
        known = store.people.account(Platform.TELEGRAM, "", name)
        assert known is not None
        place = Place(Platform.TELEGRAM, name)
        message = Message(place, name, Said.TAP, at, person_id=known.person_id)
        return introductions.tapped(message, store, "yes", str(offer)).phrase

    return unit


def at_once(hub: Database, *units: Callable[[Store], object]) -> None:
    """Each in a thread of its own; what is refused is an answer like any other."""

    def run(unit: Callable[[Store], object]) -> None:
        try:
            hub.run_now(unit)
        except (Refusal, Conflict):
            return

    with ThreadPoolExecutor(len(units)) as threads:
        list(threads.map(run, units))


def offers(hub: Database) -> dict[str, tuple[int, OfferState]]:
    """By the expert's name."""

    def unit(store: Store) -> dict[str, tuple[int, OfferState]]:
        found = {}
        for each in store.offers.of(1):
            profile = store.profiles.get(each.profile_id or 0)
            assert profile is not None
            found[profile.record_id] = (each.id, each.state)
        return found

    return hub.read_now(unit)


def met(hub: Database) -> int:
    return hub.read_now(lambda store: len(store.offers.introductions(1)))


def test_two_yeses_at_once_make_one_introduction(hub: Database) -> None:
    asked = offers(hub)
    at = MONDAY + 2 * MINUTE

    at_once(hub, *(accepts(name, asked[name][0], at=at) for name in NAMES))

    states = sorted(state for _, state in offers(hub).values())
    assert states == [OfferState.ACCEPTED, OfferState.WITHDRAWN]
    assert met(hub) == 1


def test_two_taps_of_one_person_make_one_introduction(hub: Database) -> None:
    number, _ = offers(hub)["Ana"]
    at = MONDAY + 2 * MINUTE

    at_once(hub, accepts("Ana", number, at=at), accepts("Ana", number, at=at))

    assert met(hub) == 1


def test_a_yes_beside_the_expiry_is_not_lost(hub: Database) -> None:
    number, _ = offers(hub)["Ana"]
    late = MONDAY + timedelta(days=2)

    at_once(hub, accepts("Ana", number, at=late), lambda store: _step(store, late))

    assert offers(hub)["Ana"][1] is OfferState.ACCEPTED
    assert met(hub) == 1


def test_a_yes_beside_the_withdrawal_is_either_and_never_both(hub: Database) -> None:
    number, _ = offers(hub)["Ana"]
    at = MONDAY + 2 * MINUTE

    def withdraws(store: Store) -> None:
        request = store.requests.get(1)
        cases.move(store, request, State.CLOSED, by=By.REQUESTER, because="withdrawn", at=at)

    at_once(hub, accepts("Ana", number, at=at), withdraws)
    hub.run_now(lambda store: _step(store, at + MINUTE))

    state = hub.read_now(lambda store: store.requests.get(1).state)
    agreed = offers(hub)["Ana"][1] is OfferState.ACCEPTED
    assert met(hub) == agreed
    assert state is State.CLOSED
