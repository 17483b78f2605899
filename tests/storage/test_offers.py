"""What the hub remembers of asking experts, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.database import Database
from storage.errors import Conflict
from storage.offers import Introduction, Offer, OfferState, Record
from storage.people import Person
from storage.profiles import Profile
from storage.requests import Request, State
from storage.store import Store

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MONTH = timedelta(days=30)


def person(store: Store) -> int:
    somebody = Person(joined_at=NOON)
    store.session.add(somebody)
    store.session.flush()
    return somebody.id


def expert(store: Store) -> int:
    who = person(store)
    profile = Profile(person_id=who, record_id=f"E{who}", consented_at=NOON, confirmed_at=NOON)
    return store.profiles.put(profile).id


def request(store: Store) -> int:
    made = Request(
        person_id=person(store), need="Help", state=State.OPEN, created_at=NOON, state_at=NOON
    )
    return store.requests.add(made).id


def offer(
    store: Store, of: int, to: int, state: OfferState, *, at: datetime = NOON, seat: int = 0
) -> Offer:
    made = Offer(
        request_id=of,
        profile_id=to,
        seat=seat,
        state=state,
        made_at=at,
        show_at=at,
        nudge_at=at + timedelta(days=1),
        expires_at=at + timedelta(days=3),
        why={},
        shown_at=None if state is OfferState.MADE else at,
    )
    return store.offers.add(made)


def test_asks_are_counted_whatever_the_answer(database: Database) -> None:
    def unit(store: Store) -> Record:
        asked = expert(store)
        for days, state in (
            (40, OfferState.ACCEPTED),
            (9, OfferState.EXPIRED),
            (1, OfferState.MADE),
        ):
            offer(store, request(store), asked, state, at=NOON - timedelta(days=days))
        return store.offers.records([asked], since=NOON - MONTH)[asked]

    record = database.run_now(unit)

    assert record == Record(
        asks=(NOON - timedelta(days=9), NOON - timedelta(days=1)),
        yes=1,
        no=1,
        last_asked=NOON - timedelta(days=1),
    )


def test_an_offer_taken_back_before_it_was_shown_was_no_ask(database: Database) -> None:
    def unit(store: Store) -> Record:
        asked = expert(store)
        made = offer(store, request(store), asked, OfferState.MADE)
        made.state = OfferState.WITHDRAWN
        store.session.flush()
        return store.offers.records([asked], since=NOON - MONTH)[asked]

    assert database.run_now(unit) == Record()


def test_a_seat_has_one_yes(database: Database) -> None:
    def unit(store: Store) -> None:
        of = request(store)
        offer(store, of, expert(store), OfferState.ACCEPTED)
        offer(store, of, expert(store), OfferState.ACCEPTED, seat=1)
        offer(store, of, expert(store), OfferState.ACCEPTED)

    with pytest.raises(Conflict):
        database.run_now(unit)


def test_a_forgotten_expert_leaves_the_offer_without_a_name(database: Database) -> None:
    def unit(store: Store) -> tuple[list[int], int, int | None]:
        of, asked = request(store), expert(store)
        made = offer(store, of, asked, OfferState.SHOWN)
        who = store.profiles.get(asked)
        assert who is not None
        waited = store.offers.waited_for(who.person_id)
        store.people.forget(who.person_id)
        store.session.expire_all()
        found = store.offers.get(made.id)
        assert found is not None
        return waited, of, found.profile_id

    waited, of, asked = database.run_now(unit)

    assert (waited, asked) == ([of], None)


def test_who_met_whom_is_known_from_both_sides(database: Database) -> None:
    def unit(store: Store) -> list[frozenset[int]]:
        one, other = person(store), person(store)
        for days in (1, 90):
            made = offer(store, request(store), expert(store), OfferState.ACCEPTED)
            met = Introduction(
                request_id=made.request_id,
                offer_id=made.id,
                requester_id=one,
                expert_id=other if days == 1 else person(store),
                made_at=NOON - timedelta(days=days),
            )
            store.offers.introduce(met)
        found = [store.offers.met(each, since=NOON - MONTH) for each in (one, other)]
        assert found == [{other}, {one}]
        return found

    assert len(database.run_now(unit)) == 2
