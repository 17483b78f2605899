"""A review, its answers and what is recommended, in whichever order things happen, in any time."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from config.network_files.records import GroupKind, Question, Review, ReviewForm, WorkingGroup
from config.taxonomy import Platform, Standing
from handlers import (
    assigning,
    following,
    quarters,
    recommendations,
    review_forms,
    review_results,
    review_who,
    reviewers,
    reviewing,
    reviews,
)
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.messages import Message, Said
from storage.base import Base
from storage.cycles import CONCLUDED, CycleState, RecommendationState
from storage.database import Database
from storage.errors import Conflict, NotFound
from storage.outbox import OutboxRow
from storage.places import Place
from storage.roles import LEADING, Role
from storage.search.engine import Search
from storage.store import Store

BEGIN = datetime(2026, 12, 28, 10, tzinfo=UTC)
GROUP = "G1"
LEAD, CHAIR, DESK = "lead", "chair", "desk"
REVIEWERS = ("ana", "ben", "cem", "dia")
ORGANISATIONS = {LEAD: "IOM", CHAIR: "UNDP", "ana": "ILO", "ben": "WHO", "cem": "ILO", "dia": "IOM"}
ALLOWED = (Refusal, Conflict, NotFound)
"""What a person is told in words; anything else is a fault."""
ORDER = list(CycleState)
BACK = {(CycleState.ANSWERED, CycleState.OPEN), (CycleState.ANSWERED, CycleState.IN_REVIEW)}
"""Where a review goes back to when there is more time; and from "in review" it never does."""
TEXTS = st.sampled_from(["Meet weekly", "meet  weekly", "Find funds", "Share the plan"])
WHO = st.sampled_from(REVIEWERS)
T = TypeVar("T")


class Reviewing(RuleBasedStateMachine):
    """One group, four who review (one of them of the lead's organisation), a chair and a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="reviewing-"))
        self.search = Search(None, patience_seconds=None)
        address = f"sqlite:///{self.folder / 'hub.sqlite'}"
        self.database = Database(address, search=self.search)
        Base.metadata.create_all(self.database.engine)
        self.now = BEGIN
        self.people: dict[str, int] = {}
        self.states: dict[int, CycleState] = {}
        self.published: dict[int, tuple[Review, object]] = {}

    def teardown(self) -> None:
        self.search.close()
        self.database.close()
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        def unit(store: Store) -> None:
            store.review_forms.put(
                [ReviewForm(title="R", questions=(Question(number=1, text="Clear?"),))]
            )
            kind = GroupKind.CORE
            store.groups.put([WorkingGroup(id=GROUP, title="G", kind=kind, leads=("IOM",))])
            roles = {LEAD: Role.LEAD, CHAIR: Role.CHAIR} | dict.fromkeys(REVIEWERS, Role.REVIEWER)
            for name in (*roles, DESK):
                account = store.people.meet(Platform.TELEGRAM, "", name, at=BEGIN)
                account.name, account.conversation = name, name
                person = store.people.get(account.person_id)
                person.organisation = ORGANISATIONS.get(name)
                is_desk = name == DESK
                person.standing = Standing.SECRETARIAT if is_desk else Standing.MEMBER
                self.people[name] = person.id
                if name in roles:
                    store.roles.put(person.id, GROUP, roles[name], at=BEGIN)

        self.database.run_now(unit)

    def do(self, unit: Callable[[Store], T]) -> T | None:
        """One transaction; a refusal is an answer like any other."""
        try:
            return self.database.run_now(unit)
        except ALLOWED:
            return None

    def message(self, who: str) -> Message:
        place = Place(Platform.TELEGRAM, who)
        return Message(place, who, Said.TAP, self.now, person_id=self.people[who])

    def _latest(self, store: Store) -> int:
        found = store.cycles.of_group(GROUP)
        if not found:
            raise Refusal("none")
        return found[0].id

    @rule(text=TEXTS)
    def a_quarter_is_reviewed(self, text: str) -> None:
        """Everything as it should be, until it is published."""
        quarter = quarters.assessed(self.now.date())
        following_one = quarters.followed_until(quarter) + timedelta(days=1)
        self.time_passes(days=(following_one - self.now.date()).days + 1)
        self.time_passes(days=12)
        for each in REVIEWERS:
            self.answers(who=each, box=True, text=text)
        self.the_chair_decides(text=text)
        self.the_chair_taps(verb="publish")

    @rule(days=st.sampled_from([1, 1, 3, 7, 8, 15, 30, 80]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        for due, do in (
            (reviewing.due_to_prepare, reviewing.prepare),
            (reviewing.due, reviewing.tend),
        ):
            for each in self.database.read_now(lambda store, due=due: due(store, self.now, 100)):  # type: ignore[misc]
                self.database.run_now(lambda store, do=do, each=each: do(store, each, self.now))  # type: ignore[misc]

    @rule(who=WHO, box=st.sampled_from([True, False, None]), text=TEXTS)
    def answers(self, who: str, *, box: bool | None, text: str) -> None:
        values: Values = {"box1": box, "comment1": text, "recs1": text, "decision": "recommended"}

        def unit(store: Store) -> None:
            for each in store.cycles.assigned(self._latest(store), released=True):
                if each.person_id == self.people[who]:
                    review_forms.filled(self.message(who), store, str(each.id), values)

        self.do(unit)

    @rule(who=WHO)
    def somebody_else_reviews(self, who: str) -> None:
        def unit(store: Store) -> None:
            for each in store.cycles.assigned(self._latest(store)):
                if each.person_id == self.people[who]:
                    free = reviewers.could_review(store, store.cycles.get(each.cycle_id))
                    other = free[-1].person_id if free else 0
                    review_who.seat(self.message(DESK), store, each.id, other)

        self.do(unit)

    @rule(who=WHO, days=st.integers(-5, 40))
    def is_away(self, who: str, days: int) -> None:
        until = (self.now + timedelta(days=days)).date()
        self.do(lambda store: store.absences.put(self.people[who], until=until))

    @rule(verb=st.sampled_from(["time", "publish", "publish"]))
    def the_chair_taps(self, verb: str) -> None:
        self.do(
            lambda store: reviews.tapped(self.message(CHAIR), store, verb, str(self._latest(store)))
        )

    @rule(text=TEXTS)
    def the_chair_decides(self, text: str) -> None:
        def unit(store: Store) -> None:
            subject = str(self._latest(store))
            form = review_forms.verdict_form(store, self.people[CHAIR], subject)
            values = {each.name: each.value for each in form.fields}
            values |= {"decision": values["decision"] or "validated", "general": text}
            review_forms.verdict_filled(self.message(CHAIR), store, subject, values)

        self.do(unit)

    @rule(verb=st.sampled_from(["done", "open", "declined", "superseded"]))
    def the_lead_reports(self, verb: str) -> None:
        def unit(store: Store) -> None:
            for each in store.cycles.open_recommendations(limit=1):
                if verb == "done":
                    recommendations.tapped(self.message(LEAD), store, verb, str(each.id))
                else:
                    subject = f"{each.id} {verb}"
                    recommendations.filled(self.message(LEAD), store, subject, {"text": "because"})

        self.do(unit)

    @rule(by=st.sampled_from([CHAIR, LEAD, "ana"]), days=st.integers(-3, 60))
    def somebody_moves_a_recommendation(self, by: str, days: int) -> None:
        due = (self.now + timedelta(days=days)).date()

        def unit(store: Store) -> None:
            for each in store.cycles.open_recommendations(limit=1):
                values: Values = {"due": due.isoformat(), "owner": str(self.people[LEAD])}
                recommendations.given(self.message(by), store, str(each.id), values)
                assert by != "ana"

        self.do(unit)

    @invariant()
    def everything_holds(self) -> None:
        def unit(store: Store) -> None:
            self._goes_its_way(store)
            self._reviewed_by_the_rule(store)
            self._stays_and_is_followed(store)
            self._told_once(store)

        self.database.read_now(unit)

    def _goes_its_way(self, store: Store) -> None:
        """One review of a quarter, whose states follow each other."""
        every = store.cycles.of_group(GROUP)
        codes = [each.quarter for each in every]
        assert codes == sorted(set(codes), reverse=True)
        assert all(each <= quarters.code(quarters.assessed(self.now.date())) for each in codes)
        for each in every:
            before = self.states.get(each.id, CycleState.PREPARED)
            forward = ORDER.index(each.state) >= ORDER.index(before)
            assert forward or (before, each.state) in BACK, f"{before} → {each.state}"
            self.states[each.id] = each.state

    def _reviewed_by_the_rule(self, store: Store) -> None:
        leads = reviewers.leading(store, GROUP)
        for cycle in store.cycles.of_group(GROUP):
            seated = store.cycles.assigned(cycle.id)
            assert len(seated) <= assigning.SEATS
            for each in seated:
                assert store.people.get(each.person_id).organisation not in leads
                assert each.why is not None
                assert cycle.state is CycleState.PREPARED or each.asked_at is not None

    def _stays_and_is_followed(self, store: Store) -> None:
        """What was published is never changed, and all that it recommends has an owner."""
        for cycle in store.cycles.of_group(GROUP):
            review = review_results.result(cycle)
            known = store.cycles.recommended(GROUP, cycle_id=cycle.id)
            if cycle.state not in CONCLUDED or review is None:
                assert known == []
                continue
            texts = [text for _, text in review_results.recommendations(review)]
            assert [each.text for each in known] == texts
            answers = [each.answers for each in store.cycles.assigned(cycle.id)]
            assert self.published.setdefault(cycle.id, (review, answers)) == (review, answers)
        for one in store.cycles.recommended(GROUP):
            is_open = one.state is RecommendationState.OPEN
            assert (one.settled_at is None) == is_open
            owner = following.owner_of(store, one)
            assert owner is not None
            assert store.roles.has(owner, GROUP, LEADING)

    def _told_once(self, store: Store) -> None:
        rows = store.session.query(OutboxRow.person_id, OutboxRow.reply).all()
        told = [(person, reply) for person, reply in rows if "review-told-asked" in reply]
        assert len(told) == len(set(told))


TestReviewing = Reviewing.TestCase
TestReviewing.settings = settings(
    max_examples=8,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_a_long_campaign() -> None:
    from hypothesis.stateful import run_state_machine_as_test  # noqa: PLC0415  # here alone

    run_state_machine_as_test(
        Reviewing,
        settings=settings(
            max_examples=400,
            stateful_step_count=80,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
