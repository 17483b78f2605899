"""Offers, introductions and their ends, whatever happens in whichever order (a state machine)."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from config.network_files.records import Expert, Organisation
from config.taxonomy import Platform, StakeholderType
from handlers import (
    audience,
    cases,
    followup,
    introductions,
    matchmaking,
    people,
    relays,
    wanted,
)
from handlers.errors import Refusal
from handlers.messages import Message, Reply, Said, unpack_reply
from storage.base import Base
from storage.database import Database
from storage.errors import Conflict, NotFound
from storage.offers import OPEN, Introduction, Offer, OfferState
from storage.outbox import OutboxRow
from storage.people import Account
from storage.places import Place
from storage.profiles import Profile, ProfileState
from storage.requests import LIVE, By, Request, State
from storage.search.engine import Search
from storage.store import Store

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
MONTH = timedelta(days=30)
EXPERTS, REQUESTERS, MOST_LIVE = 3, 2, 2
ANSWERS = st.sampled_from(
    ["yes"] * 8
    + ["when", "later week", "no", "no topic", "no conflict", "better", "else", "none", "see"]
)
ALLOWED = (Refusal, Conflict, NotFound)
"""What a person is told in words; anything else is a fault."""
T = TypeVar("T")


class Crash(Exception):
    """The end of this process, as far as a transaction is concerned."""


class Introducing(RuleBasedStateMachine):
    """Two requesters, three experts with a cap of two, and a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="introducing-"))
        self.search = Search(None, patience_seconds=None)
        address = f"sqlite:///{self.folder / 'hub.sqlite'}"
        self.database = Database(address, search=self.search)
        Base.metadata.create_all(self.database.engine)
        self.now = MONDAY
        self.left: dict[int, int] = {}
        """By person who blocked the hub: how many letters were theirs until then."""

    def teardown(self) -> None:
        self.search.close()
        self.database.close()
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        def unit(store: Store) -> None:
            un = StakeholderType.UN_ENTITY
            store.organisations.put([Organisation(id="ILO", name="ILO", type=un)])
            for each in range(EXPERTS):
                record = Expert(
                    id=f"E{each}", title="Returns", description="returns", languages=("en",)
                )
                store.experts.put([record])
                store.profiles.put(
                    Profile(
                        person_id=self._person(store, f"Expert-{each}"),
                        record_id=record.id,
                        consented_at=MONDAY,
                        confirmed_at=MONDAY,
                    )
                )
            for each in range(REQUESTERS):
                self._person(store, f"Requester-{each}")

        self.do(unit)

    def _person(self, store: Store, name: str) -> int:
        account = store.people.meet(Platform.TELEGRAM, "", name, at=MONDAY)
        account.name, account.conversation, account.language = name, name, "en"
        return account.person_id

    def do(self, unit: Callable[[Store], T]) -> T | None:
        """One transaction; a refusal is an answer like any other."""
        try:
            return self.database.run_now(unit)
        except ALLOWED:
            return None

    def message(self, store: Store, account: str) -> Message:
        known = store.people.account(Platform.TELEGRAM, "", account)
        if known is None:
            raise Refusal("gone")
        place = Place(Platform.TELEGRAM, account)
        return Message(place, account, Said.TAP, self.now, person_id=known.person_id)

    @rule(who=st.integers(0, REQUESTERS - 1), urgent=st.booleans())
    def asks_for_help(self, who: int, *, urgent: bool) -> None:
        def unit(store: Store) -> None:
            message = self.message(store, f"Requester-{who}")
            if store.requests.count_live() >= MOST_LIVE:
                return
            made = store.requests.add(
                Request(
                    person_id=message.person_id,
                    need="help with returns",
                    language="en",
                    urgent=urgent,
                    created_at=self.now,
                    state_at=self.now,
                )
            )
            cases.move(store, made, State.OPEN, by=By.REQUESTER, because="sent", at=self.now)

        self.do(unit)

    def as_person(self, store: Store, person_id: int) -> Message:
        accounts = store.people.accounts(person_id)
        if not accounts:
            raise Refusal("gone")
        return self.message(store, accounts[0].user_id)

    @rule(hours=st.sampled_from([1, 5, 24, 25, 48, 72, 24 * 7, 24 * 21]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        for due, do in (
            (matchmaking.due, matchmaking.step),
            (followup.due, followup.ask),
            (relays.due, relays.tend),
        ):
            for each in self.database.read_now(lambda store, due=due: due(store, self.now, 100)):  # type: ignore[misc]
                self.do(lambda store, do=do, each=each: do(store, each, self.now))  # type: ignore[misc]

    @rule(who=st.integers(0, EXPERTS - 1), offer=st.integers(1, 6), answer=ANSWERS)
    def an_expert_taps(self, who: int, offer: int, answer: str) -> None:
        """Whosever offer that is, and whatever became of it."""
        verb, *rest = answer.split()

        def unit(store: Store) -> Reply:
            message = self.message(store, f"Expert-{who}")
            return introductions.tapped(message, store, verb, str(offer), *rest)

        self.do(unit)

    @rule(answer=ANSWERS, late=st.booleans())
    def an_offer_is_answered(self, answer: str, *, late: bool) -> None:
        """The latest that waits for it, or that nobody answered in time."""
        states = [OfferState.EXPIRED] if late else [OfferState.SHOWN]

        def latest(store: Store) -> tuple[int, int] | None:
            offers = store.session.query(Offer).filter(Offer.state.in_(states))
            offer = offers.order_by(Offer.id.desc()).first()
            profile = store.profiles.get(offer.profile_id or 0) if offer else None
            return (offer.id, profile.person_id) if offer and profile else None

        found = self.do(latest)
        if found:
            verb, *rest = answer.split()
            self.do(
                lambda store: introductions.tapped(
                    self.as_person(store, found[1]), store, verb, str(found[0]), *rest
                )
            )

    @rule(offer=st.integers(1, 6), answer=ANSWERS)
    def a_crash_comes_before_the_commit(self, offer: int, answer: str) -> None:
        """What somebody answered, and the clock's next step, as if neither had been."""
        verb, *rest = answer.split()

        def unit(store: Store) -> None:
            found = store.offers.find(offer)
            profile = store.profiles.get(found.profile_id or 0) if found else None
            if found and profile:
                message = self.as_person(store, profile.person_id)
                introductions.tapped(message, store, verb, str(offer), *rest)
                matchmaking.step(store, found.request_id, self.now)
            raise Crash

        with suppress(Crash):
            self.do(unit)

    @rule(who=st.integers(0, EXPERTS - 1), number=st.integers(1, 6))
    def an_expert_offers_help(self, who: int, number: int) -> None:
        """For whatever request they see, whoever has been asked already."""
        self.do(
            lambda store: wanted.tapped(
                self.message(store, f"Expert-{who}"), store, "help", str(number)
            )
        )

    @rule(number=st.integers(1, 6), seen=st.sampled_from(["asked", "network", "public"]))
    def a_request_is_shown_to_others(self, number: int, seen: str) -> None:
        self.do(lambda store: audience.take(store, store.requests.get(number), seen))

    @rule(helped=st.booleans(), worked=st.booleans())
    def somebody_says_how_it_went(self, *, helped: bool, worked: bool) -> None:
        def unit(store: Store) -> None:
            met = store.session.query(Introduction).order_by(Introduction.id.desc()).first()
            for verb, who, said in (
                ("worked", met and met.expert_id, worked),
                ("helped", met and met.requester_id, helped),
            ):
                if met and who:
                    message = self.as_person(store, who)
                    followup.tapped(message, store, verb, str(met.id), str(int(said)))

        self.do(unit)

    @rule(number=st.integers(1, 12))
    def a_request_is_closed(self, number: int) -> None:
        def unit(store: Store) -> None:
            found = store.requests.get(number)
            cases.move(store, found, State.CLOSED, by=By.REQUESTER, because="closed", at=self.now)

        self.do(unit)

    @rule(number=st.integers(1, 4))
    def it_did_not_help(self, number: int) -> None:
        self.do(lambda store: followup.another(store, store.requests.get(number), at=self.now))

    @precondition(lambda self: self.now > MONDAY + timedelta(days=12))
    @rule(who=st.sampled_from(["Expert-0", "Expert-1", "Requester-0"]))
    def somebody_is_forgotten(self, who: str) -> None:
        self.do(lambda store: people.forget(self.message(store, who), store, sure=True))

    @precondition(lambda self: self.now > MONDAY + timedelta(days=12))
    @rule(who=st.sampled_from(["Expert-2", "Requester-1"]))
    def somebody_blocks_the_hub(self, who: str) -> None:
        def unit(store: Store) -> None:
            message = self.message(store, who)
            store.outbox.left(message.place, at=self.now)

        self.do(unit)

    @precondition(lambda self: self.now > MONDAY + timedelta(days=5))
    @rule()
    def a_requester_links_the_account_of_an_expert(self) -> None:
        """A moment later than whatever came before."""
        self.now += timedelta(seconds=1)

        def unit(store: Store) -> None:
            expert, requester = (self.message(store, each) for each in ("Expert-2", "Requester-1"))
            if expert.person_id != requester.person_id:
                store.people.move_accounts(
                    from_person=requester.person_id, to_person=expert.person_id
                )

        self.do(unit)

    @invariant()
    def a_cap_is_never_exceeded(self) -> None:
        def unit(store: Store) -> list[int]:
            profiles = store.session.query(Profile).all()
            known = store.offers.records([each.id for each in profiles], since=MONDAY)
            return [
                len(asks)
                for each in profiles
                for at in known[each.id].asks
                if len(asks := [a for a in known[each.id].asks if at <= a < at + MONTH]) > each.cap
            ]

        assert self.database.read_now(unit) == []

    @invariant()
    def a_seat_has_one_yes_and_a_closed_request_no_open_offer_for_long(self) -> None:
        def unit(store: Store) -> list[str]:
            wrong = []
            for request in store.session.query(Request).all():
                made = store.offers.of(request.id)
                agreed = [each for each in made if each.state is OfferState.ACCEPTED]
                if len({each.seat for each in agreed}) != len(agreed):
                    wrong.append(f"two yeses for {request.id}")
                is_open = any(each.state in OPEN for each in made)
                if request.state is State.CLOSED and is_open and request.next_at is None:
                    wrong.append(f"nobody takes back the offers of {request.id}")
            return wrong

        assert self.database.read_now(unit) == []

    @invariant()
    def no_request_is_forgotten(self) -> None:
        def unit(store: Store) -> list[int]:
            live = store.session.query(Request).filter(Request.state.in_(LIVE - {State.HELPED}))
            return [each.id for each in live if each.next_at is None]

        assert self.database.read_now(unit) == []

    @invariant()
    def nobody_reads_a_name_before_both_said_yes(self) -> None:
        def unit(store: Store) -> list[str]:
            met = store.session.query(Introduction).count()
            letters = store.session.query(OutboxRow).all()
            early = [] if met else letters
            offered = [each for each in letters if each.key.startswith("offer")]
            told = {str(unpack_reply(each.reply)) for each in (*early, *offered) if each.reply}
            return [each for each in told if "Requester-" in each or "Expert-" in each]

        assert self.database.read_now(unit) == []

    @invariant()
    def who_is_paused_or_gone_is_shown_nothing_new(self) -> None:
        def unit(store: Store) -> list[int]:
            paused = store.session.query(Profile).filter(Profile.state == ProfileState.PAUSED)
            return [
                offer.id
                for each in paused
                for offer in store.session.query(Offer).filter(Offer.profile_id == each.id)
                if offer.state is OfferState.MADE and offer.shown_at is not None
            ]

        assert self.database.read_now(unit) == []

    @invariant()
    def nobody_meets_themselves(self) -> None:
        def unit(store: Store) -> int:
            rows = store.session.query(Introduction).all()
            made = [each for each in rows if each.requester_id is not None]
            accounts = store.session.query(Account).all()
            alone = {each.person_id for each in accounts}
            return sum(
                each.requester_id == each.expert_id and each.made_at == self.now
                for each in made
                if each.requester_id in alone
            )

        assert self.database.read_now(unit) == 0


TestIntroducing = Introducing.TestCase
TestIntroducing.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_a_long_campaign() -> None:
    from hypothesis.stateful import run_state_machine_as_test  # noqa: PLC0415  # here alone

    run_state_machine_as_test(
        Introducing,
        settings=settings(
            max_examples=400,
            stateful_step_count=60,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
