"""Whether it helped, and what becomes of an answer; on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from config.network_files.records import Expert
from config.taxonomy import Platform, Standing, Visibility
from handlers import casefile, followup, introductions, matchmaking, requests, saved
from handlers.finding import reader
from handlers.messages import Message, Reply, Said
from storage.base import Base
from storage.database import Database
from storage.offers import Introduction, Offer, OfferState
from storage.outbox import OutboxRow
from storage.places import Place
from storage.profiles import Profile
from storage.requests import Request, State
from storage.roles import Role
from storage.search.documents import Kind, Query
from storage.search.engine import Search
from storage.store import Store

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
WEEK = timedelta(days=7)
ANSWER = {"question": "Who pays the fees?", "text": "Employers do, every one of them."}


@pytest.fixture
def hub(database_url: str) -> Iterator[Database]:
    """An expert, and somebody whom they were introduced to a week ago."""
    search = Search(None, patience_seconds=None)
    database = Database(database_url, search=search)
    Base.metadata.create_all(database.engine)
    database.run_now(_met)
    yield database
    search.close()
    database.close()


def _met(store: Store) -> None:
    for name in ("asks", "knows"):
        account = store.people.meet(Platform.TELEGRAM, "", name, at=MONDAY)
        account.conversation = name
    store.experts.put([Expert(id="E1", title="Fees", description="fees", languages=("en",))])
    profile = Profile(
        person_id=_person(store, "knows"), record_id="E1", consented_at=MONDAY, confirmed_at=MONDAY
    )
    store.profiles.put(profile)
    offer = _offered(store, OfferState.ACCEPTED, State.INTRODUCED)
    store.offers.introduce(
        Introduction(
            request_id=offer.request_id,
            offer_id=offer.id,
            requester_id=_person(store, "asks"),
            expert_id=profile.person_id,
            made_at=MONDAY,
            ask_at=MONDAY + WEEK,
        )
    )


def _offered(store: Store, state: OfferState, of: State) -> Offer:
    profile = store.profiles.of(_person(store, "knows"))
    assert profile is not None
    request = store.requests.add(
        Request(
            person_id=_person(store, "asks"),
            need="help with fees",
            language="en",
            state=of,
            created_at=MONDAY,
            state_at=MONDAY,
        )
    )
    return store.offers.add(
        Offer(
            request_id=request.id,
            profile_id=profile.id,
            state=state,
            made_at=MONDAY,
            show_at=MONDAY,
            shown_at=MONDAY,
            nudge_at=MONDAY + WEEK,
            expires_at=MONDAY + WEEK,
            why={},
        )
    )


def _person(store: Store, name: str) -> int:
    account = store.people.account(Platform.TELEGRAM, "", name)
    assert account is not None
    return account.person_id


def message(store: Store, name: str) -> Message:
    place = Place(Platform.TELEGRAM, name)
    return Message(place, name, Said.TAP, MONDAY + WEEK, person_id=_person(store, name))


def worked(hub: Database) -> Reply:
    return hub.run_now(
        lambda store: followup.tapped(message(store, "knows"), store, "worked", "1", "1")
    )


def saves(hub: Database) -> Reply:
    return hub.run_now(
        lambda store: saved.answer_filled(message(store, "knows"), store, "1", {**ANSWER})
    )


def count_saved(hub: Database) -> int:
    return hub.read_now(lambda store: store.resources.count())


def test_a_word_about_what_was_missing_reaches_the_secretariat_alone(hub: Database) -> None:
    def unit(store: Store) -> tuple[str, list[str], str]:
        asks = message(store, "asks")
        again = followup.tapped(asks, store, "helped", "1", "0")
        offered = [each.action for row in again.choices for each in row]
        saved.comment_filled(asks, store, "1", {"text": "It was about another country."})
        request = store.requests.get(1)
        mine = requests.one(asks, store, request)
        assert "another country" not in str(mine)
        return again.phrase, offered, str(list(casefile.told(store, request)))

    phrase, offered, told = hub.run_now(unit)

    assert phrase == "request-asking-again"
    assert "answer.comment 1" in offered
    assert "It was about another country." in told


def test_an_answer_can_be_saved_when_it_worked(hub: Database) -> None:
    offered = worked(hub)

    assert offered.phrase == "followup-yes-expert"
    assert saves(hub).phrase == "answer-asked"


def test_an_answer_for_a_working_group_is_found_by_its_members_alone(hub: Database) -> None:
    def ask_for_a_group(store: Store) -> None:
        request = store.requests.get(1)
        request.visibility, request.group_id = Visibility.GROUP, "WS-ATD"
        for name, group in (("within", "WS-ATD"), ("elsewhere", "WS-BLMA"), ("outside", "")):
            met = store.people.meet(Platform.TELEGRAM, "", name, at=MONDAY)
            store.people.get(met.person_id).standing = Standing.MEMBER
            if group:
                store.roles.put(met.person_id, group, Role.MEMBER, at=MONDAY)

    def finds(store: Store, name: str) -> int:
        reads = reader(store.people.get(_person(store, name)), store, language="en", shared=False)
        query = Query("who pays the fees", reader=reads)
        return store.search.find(query, kind=Kind.RESOURCE).total

    hub.run_now(ask_for_a_group)
    worked(hub)
    saves(hub)
    hub.run_now(lambda store: saved.tapped(message(store, "asks"), store, "agree", "1", "1"))
    found = {
        name: hub.read_now(partial(finds, name=name)) for name in ("within", "elsewhere", "outside")
    }

    assert found == {"within": 1, "elsewhere": 0, "outside": 0}


def test_nothing_is_shown_where_whoever_asked_is_gone_and_cannot_agree(hub: Database) -> None:
    hub.run_now(lambda store: store.people.forget(_person(store, "asks")))

    assert worked(hub).phrase == "followup-thanks-expert"
    assert saves(hub).phrase == "answer-nobody-agrees"
    assert count_saved(hub) == 0


def test_what_was_sensitive_is_never_offered_to_others(hub: Database) -> None:
    def mark(store: Store) -> None:
        store.requests.get(1).sensitive = True

    hub.run_now(mark)

    assert worked(hub).phrase == "followup-thanks-expert"
    assert saves(hub).phrase == "answer-nobody-agrees"


def test_whoever_asked_is_not_asked_back_at_night(hub: Database) -> None:
    night = MONDAY.replace(hour=22) + WEEK
    hub.run_now(lambda store: followup.ask(store, 1, night))

    def due(store: Store) -> dict[str, int]:
        rows = store.session.query(OutboxRow)
        return {row.key.rpartition(":")[2]: row.due_at.hour for row in rows}

    assert hub.read_now(due) == {"requester": 9, "expert": 22}


def test_two_who_met_lately_are_not_introduced_again(hub: Database) -> None:
    offer_id = hub.run_now(lambda store: _offered(store, OfferState.SHOWN, State.OFFERED).id)

    told = hub.run_now(
        lambda store: introductions.tapped(message(store, "knows"), store, "yes", str(offer_id))
    )
    met = hub.read_now(lambda store: store.session.query(Introduction).count())

    assert (told.phrase, met) == ("offer-met", 1)


def test_two_requests_of_one_person_are_not_put_to_the_same_expert_at_once(hub: Database) -> None:
    def unit(store: Store) -> None:
        for each in store.session.query(Introduction):
            store.session.delete(each)
        _offered(store, OfferState.SHOWN, State.OFFERED)
        waits = _offered(store, OfferState.ENDED, State.OPEN)
        store.session.delete(waits)
        store.requests.get(3).next_at = MONDAY + WEEK

    hub.run_now(unit)
    hub.run_now(lambda store: matchmaking.step(store, 3, MONDAY + WEEK))

    assert hub.read_now(lambda store: list(store.offers.of(3))) == []
    assert hub.read_now(lambda store: store.session.query(OutboxRow).all()) == []


def test_a_conversation_outlives_the_request_and_that_is_said(hub: Database) -> None:
    told = hub.run_now(lambda store: requests.tapped(message(store, "asks"), store, "close", "1"))

    assert told.phrase == "request-closed-talking"


def test_whoever_has_linked_both_accounts_is_told_that_it_is_done(hub: Database) -> None:
    def link(store: Store) -> None:
        store.people.move_accounts(
            from_person=_person(store, "asks"), to_person=_person(store, "knows")
        )

    hub.run_now(link)

    assert worked(hub).phrase == "followup-done"
