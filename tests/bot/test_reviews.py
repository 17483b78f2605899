"""A quarter's review as a dialogue: opened, filled in, decided, published, followed."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.platforms.adapter import Letter
from bot.render.plain import plain_text
from config.network_files.records import ReviewCalendar
from config.taxonomy import Platform, Standing
from storage.cycles import Cycle, CycleState, Recommendation, RecommendationState
from storage.database import Database
from storage.roles import Role
from storage.store import Store
from storage.workplans import Deliverable, GroupSpace

Stage = Any  # tests/bot/conftest.py
Talker = Any  # the same

GROUP = "CWG 1.2"
PATIENCE_S = 10.0
NEXT_YEAR = datetime.now(UTC).year + 1


def working(month: int, day: int) -> datetime:
    """A morning of next year, or the next one on which somebody works."""
    moment = datetime(NEXT_YEAR, month, day, 10, tzinfo=UTC)
    while moment.weekday() > 4:
        moment += timedelta(days=1)
    return moment


PREPARED, OPENED, LATE, NEXT_QUARTER = working(1, 2), working(1, 12), working(1, 27), working(4, 2)


class Reviewing:
    """A group with a lead, two reviewers and a chair, on two platforms, and a secretariat."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.lead = stage.person("lena")
        self.ana = stage.person("ana")
        self.ben = stage.person("ben", Platform.SLACK)
        self.chair = stage.person("carla")
        self.desk = stage.person("desk", Platform.SLACK)
        self.sent: list[tuple[Letter, str]] = []
        for post in stage.posts.values():
            post.send = self._noting(post.send)

    def _noting(self, send: Callable[[Letter], Awaitable[str]]) -> Callable[[Letter], Any]:
        async def sent(letter: Letter) -> str:
            ref = await send(letter)
            self.sent.append((letter, ref))
            return ref

        return sent

    async def told(self, talker: Talker, words: str) -> None:
        """Wait for a letter to somebody that says this; it is their last one then."""
        async with asyncio.timeout(PATIENCE_S):
            while not (found := self._letters(talker, words)):  # noqa: ASYNC110  # as tests do
                await asyncio.sleep(0.01)
        talker.last, talker.about = found[-1]
        for post in self.stage.posts.values():
            while not post.letters.empty():
                post.letters.get_nowait()

    def _letters(self, talker: Talker, words: str) -> list[tuple[Letter, str]]:
        return [
            (letter, ref)
            for letter, ref in self.sent
            if letter.place.conversation == talker.conversation
            and words in plain_text(letter.reply, letter.voice)
        ]

    @property
    def database(self) -> Database:
        database: Database = self.stage.hub.database
        return database

    async def meet(self) -> None:
        roles = (
            (self.lead, Role.LEAD, "IOM"),
            (self.ana, Role.REVIEWER, "ILO"),
            (self.ben, Role.REVIEWER, "WHO"),
            (self.chair, Role.CHAIR, "UNHCR"),
        )
        for talker in (*(each for each, _, _ in roles), self.desk):
            await talker.says("hello")
        self.stage.standing(self.desk, Standing.SECRETARIAT)
        for talker, role, organisation in roles:
            self.stage.standing(talker, Standing.MEMBER)
            self.has_role(talker, role, organisation)

    def has_role(self, talker: Talker, role: Role, organisation: str) -> None:
        def unit(store: Store) -> None:
            account = store.people.account(talker.post.platform, "", talker.account)
            assert account is not None
            store.people.get(account.person_id).organisation = organisation
            store.roles.put(
                account.person_id,
                GROUP,
                role,
                organisation=organisation,
                at=datetime.now(UTC),
            )

        self.database.run_now(unit)

    async def at(self, moment: datetime) -> None:
        """The clock is turned to this moment, and ticks."""
        self.stage.clock.turn_to(moment)
        await self.stage.hub.go_round()

    def cycle(self, quarter: str = f"{NEXT_YEAR - 1}-Q4") -> Cycle:
        def unit(store: Store) -> Cycle:
            found = store.cycles.find(GROUP, quarter)
            assert found is not None
            store.session.expunge(found)
            return found

        return self.database.read_now(unit)

    def until(self, moment: datetime) -> None:
        """Reviewers answer until then."""

        def unit(store: Store) -> None:
            store.cycles.get(self.cycle().id).answers_by = moment

        self.database.run_now(unit)

    def recommendations(self) -> list[tuple[int, str, RecommendationState]]:
        def unit(store: Store) -> list[tuple[int, str, RecommendationState]]:
            every = store.session.query(Recommendation).order_by(Recommendation.id)
            return [(each.question, each.text, each.state) for each in every]

        return self.database.read_now(unit)

    def channel(self, conversation: str) -> None:
        space = GroupSpace(
            group_id=GROUP,
            platform=Platform.SLACK,
            workspace="",
            conversation=conversation,
            since=datetime.now(UTC),
        )
        self.database.run_now(lambda store: store.workplans.open_space(space))

    async def opened(self) -> None:
        await self.meet()
        await self.at(PREPARED)
        await self.told(self.desk, "is prepared")
        await self.at(OPENED)
        await self.told(self.lead, "is open")

    async def fills(self, talker: Talker, box: str, decision: str, general: str = "") -> None:
        """Answer the first question and what is asked of all, one after another."""
        await talker.taps("Fill in")
        if talker.reply.phrase == "form-ready":
            await talker.taps("One by one")
        await talker.taps(box)
        await talker.says(f"{talker.account} found the plan clear")
        await talker.says("- Share the plan\nMeet more often")
        for _ in range(12):
            await talker.taps("Skip")
        await talker.says("Good progress")
        await talker.taps(decision)
        await (talker.says(general) if general else talker.taps("Skip"))
        assert talker.reply.phrase == "form-overview"
        await talker.taps("Send")


@pytest.fixture
def reviewing(stage: Stage) -> Reviewing:
    return Reviewing(stage)


async def test_the_secretariat_hears_first_and_sees_evidence_and_why(reviewing: Reviewing) -> None:
    await reviewing.meet()

    await reviewing.at(PREPARED)
    await reviewing.told(reviewing.desk, "Reviewers are asked on")
    await reviewing.desk.taps("See the review")

    assert "Prepared; nobody has been asked yet" in reviewing.desk.reads
    assert "This is evidence, no answer" in reviewing.desk.reads
    assert "Question 3" not in reviewing.desk.reads
    assert "the workplan has no deliverables" in reviewing.desk.reads
    await reviewing.desk.taps("Who reviews")
    assert "not asked before; no other review" in reviewing.desk.reads
    assert reviewing.cycle().state is CycleState.PREPARED


async def test_a_whole_quarter_from_opening_to_the_next_one(reviewing: Reviewing) -> None:
    reviewing.channel("C-group")
    await reviewing.opened()
    ana, ben, chair = reviewing.ana, reviewing.ben, reviewing.chair

    await reviewing.told(ana, "Five questions")
    await reviewing.fills(ana, "Yes", "Validated with", "Meet more often\nFind funds")
    assert "You can change it until" in ana.reads
    assert reviewing.cycle().state is CycleState.IN_REVIEW
    await reviewing.told(ben, "Five questions")
    await reviewing.fills(ben, "No", "Validated with")
    assert reviewing.cycle().state is CycleState.ANSWERED

    await reviewing.told(chair, "your turn to decide")
    await chair.taps("See the review")
    assert "Question 1, ana: Yes" in chair.reads
    assert "Question 1, ben: No" in chair.reads
    await chair.taps("Decide")
    assert chair.reply.phrase == "form-overview"
    await chair.taps("Keep")
    assert chair.reply.phrase == "review-decided"
    assert reviewing.recommendations() == []
    await chair.taps("Publish")
    assert "Published" in chair.reads

    open_ = RecommendationState.OPEN
    assert reviewing.recommendations() == [
        (1, "Share the plan", open_),
        (1, "Meet more often", open_),
        (0, "Meet more often", open_),
        (0, "Find funds", open_),
    ]
    group = reviewing.stage.person("ben", Platform.SLACK, group="C-group")
    await reviewing.told(group, "is published")
    assert "Find funds" in group.reads
    assert "ana" not in group.reads
    await reviewing.told(group, "as a document")
    assert group.last is not None
    assert group.last.file is not None
    assert group.last.file.content.startswith(b"%PDF")
    await reviewing.told(reviewing.lead, "bring its recommendations back")
    await reviewing.lead.taps("See the review")
    await reviewing.lead.taps("Word")
    assert reviewing.lead.last is not None
    assert reviewing.lead.last.file is not None
    assert reviewing.lead.last.file.name == f"CWG-1.2-{NEXT_YEAR - 1}-Q4-review.docx"

    await follow_up(reviewing)
    await reviewing.at(NEXT_QUARTER)
    await reviewing.told(reviewing.desk, "Apr ")
    await reviewing.desk.taps("See the review")
    assert reviewing.cycle().state is CycleState.ARCHIVED
    assert "still open: Find funds" in reviewing.desk.reads
    assert "settled recommendations of earlier reviews: 2" in reviewing.desk.reads


async def follow_up(reviewing: Reviewing) -> None:
    """The lead reports, one is done, and one is declined with a reason."""
    lead = reviewing.lead
    await lead.says("recommendations")
    assert "4 recommendations are open" in lead.reads
    assert "CWG 1.2 · yours · new today" in lead.reads
    await lead.says("recommendations CWG 1.2")
    assert "4 recommendations are open" in lead.reads
    await lead.says("recommendations TWG 2")
    assert "No recommendation is open" in lead.reads
    await lead.taps("Recommendations")
    await lead.taps("1 Share the plan")
    await lead.taps("Done")
    assert "Recommendation to CWG 1.2: done" in lead.reads
    await lead.taps("Recommendations")
    await lead.taps("1 Meet more often")
    await lead.taps("Decline")
    await lead.says("We meet every week already")
    assert "declined: We meet every week already" in lead.reads
    await lead.taps("Recommendations")
    await lead.taps("2 Find funds")
    await lead.taps("Report")
    await lead.says("Two donors are interested")
    assert "report: Two donors are interested" in lead.reads
    assert "Recommendation to CWG 1.2: open" in lead.reads


async def test_answers_can_be_changed_on_the_other_screen_until_the_chair_decides(
    reviewing: Reviewing,
) -> None:
    await reviewing.opened()
    ana = reviewing.ana
    await reviewing.told(ana, "Five questions")
    await reviewing.fills(ana, "Yes", "Validated with")

    await ana.taps("Change")
    assert "1. Recommendations: - Share" not in ana.reads
    await ana.taps("Change: Decision")
    await ana.taps("Not validated")
    await ana.taps("Send")

    found = reviewing.database.read_now(
        lambda store: [
            each.answers["decision"]
            for each in store.cycles.assigned(reviewing.cycle().id)
            if each.answers
        ]
    )
    assert found == ["not"]


async def test_when_nobody_answers_in_time_the_chair_can_give_a_week(reviewing: Reviewing) -> None:
    await reviewing.opened()
    chair = reviewing.chair

    await reviewing.at(LATE)
    await reviewing.told(chair, "Nobody has answered")
    await chair.taps("See the review")
    before = reviewing.cycle().answers_by
    await chair.taps("One more week")

    assert reviewing.cycle().state is CycleState.OPEN
    assert reviewing.cycle().answers_by >= before + timedelta(days=7)
    await reviewing.told(reviewing.ana, "There is more time")


async def test_more_time_fills_the_seats_of_those_who_left(reviewing: Reviewing) -> None:
    await reviewing.opened()

    def left(store: Store) -> None:
        for platform, name in ((Platform.TELEGRAM, "ana"), (Platform.SLACK, "ben")):
            account = store.people.account(platform, "", name)
            assert account is not None
            store.people.forget(account.person_id)

    reviewing.database.run_now(left)
    dora = reviewing.stage.person("dora")
    await dora.says("hello")
    reviewing.has_role(dora, Role.REVIEWER, "FAO")
    await reviewing.at(LATE)
    await reviewing.told(reviewing.chair, "Nobody has answered")
    await reviewing.chair.taps("See the review")
    await reviewing.chair.taps("One more week")

    await reviewing.told(dora, "Five questions")
    assert reviewing.cycle().state is CycleState.OPEN


async def test_the_seat_of_who_is_forgotten_is_filled_by_the_rule_and_the_secretariat_hears(
    reviewing: Reviewing,
) -> None:
    await reviewing.opened()
    dora = reviewing.stage.person("dora")
    await dora.says("hello")
    reviewing.has_role(dora, Role.REVIEWER, "FAO")
    await reviewing.ana.says("forget me")
    await reviewing.ana.taps("Yes")
    await reviewing.told(dora, "Five questions")
    await reviewing.told(reviewing.desk, "By the rule dora reviews instead")
    await reviewing.desk.taps("Who reviews")
    who = reviewing.desk.reads
    await reviewing.ben.says("forget me")
    await reviewing.ben.taps("Yes")
    await reviewing.told(reviewing.desk, "nobody else may review it")

    assert "dora" in who
    assert "ana" not in who


async def test_the_secretariat_puts_somebody_else_in_a_seat(reviewing: Reviewing) -> None:
    dora = reviewing.stage.person("dora")
    await dora.says("hello")
    reviewing.has_role(dora, Role.REVIEWER, "FAO")
    await reviewing.opened()
    await reviewing.desk.says("reviews")
    await reviewing.desk.taps("CWG 1.2")
    await reviewing.desk.taps("Who reviews")

    await reviewing.desk.taps("Somebody else than")
    assert "Who shall review instead" in reviewing.desk.reads
    await reviewing.desk.taps("Ask")
    assert "chosen by the secretariat; not asked before" in reviewing.desk.reads

    people = reviewing.database.read_now(
        lambda store: [
            (each.released_at is None, each.asked_at is None)
            for each in store.cycles.assigned(reviewing.cycle().id, released=True)
        ]
    )
    assert people == [(False, False), (True, False), (True, False)]


async def test_answers_after_the_deadline_are_refused_and_kept_as_a_draft(
    reviewing: Reviewing,
) -> None:
    await reviewing.opened()
    ana = reviewing.ana
    await reviewing.told(ana, "Five questions")
    await ana.taps("Fill in")
    await ana.taps("Yes")
    await ana.says("x" * 10_000)
    assert "1,200" in ana.reads
    await ana.says("Late, but true")
    for _ in range(14):
        await ana.taps("Skip")
    await ana.taps("Validated")
    await ana.taps("Skip")
    reviewing.until(OPENED)
    await ana.taps("Send")
    assert "The time for answers was over" in ana.reads

    reviewing.until(LATE)
    await ana.says("reviews")
    await ana.taps("CWG 1.2")
    await ana.taps("Fill in")
    assert "Late, but true" in ana.reads
    await ana.taps("Send")
    assert "Thank you" in ana.reads


async def test_whoever_is_late_asks_for_more_time_and_a_tap_gives_it(reviewing: Reviewing) -> None:
    await reviewing.opened()
    ana, chair = reviewing.ana, reviewing.chair
    await reviewing.told(ana, "Five questions")
    await reviewing.at(LATE)
    await reviewing.told(reviewing.desk, "not everybody has answered")
    before = reviewing.cycle().answers_by

    await ana.says("reviews")
    await ana.taps("CWG 1.2")
    assert "The time for answers is over, nobody has answered; it is the chair" in ana.reads
    for _ in range(2):
        await ana.says("reviews")
        await ana.taps("CWG 1.2")
        await ana.taps("Ask for more time")
    assert "I have asked for a week more" in ana.reads

    await reviewing.told(chair, "ana asks for more time")
    assert len(reviewing._letters(chair, "asks for more time")) == 1
    notice = chair.last, chair.about
    await chair.taps("Give a week")
    given = reviewing.cycle().answers_by
    assert given >= before + timedelta(days=7)
    chair.last, chair.about = notice
    await chair.taps("Give a week")
    assert reviewing.cycle().answers_by == given
    await reviewing.told(ana, "There is more time")
    await reviewing.fills(ana, "Yes", "Validated")
    assert "Thank you" in ana.reads


async def test_fill_in_says_at_once_that_the_time_is_over(reviewing: Reviewing) -> None:
    await reviewing.opened()
    await reviewing.told(reviewing.ana, "Five questions")
    reviewing.until(OPENED)

    await reviewing.ana.taps("Fill in")

    assert "The time for answers was over" in reviewing.ana.reads
    assert [each.label.phrase for row in reviewing.ana.reply.choices for each in row] == [
        "choice-review-more",
        "choice-reviews",
    ]


async def test_evidence_is_of_today_while_nobody_has_answered(reviewing: Reviewing) -> None:
    await reviewing.meet()
    await reviewing.at(PREPARED)
    await reviewing.told(reviewing.desk, "Reviewers are asked on")
    await reviewing.desk.taps("See the review")
    assert "the workplan has no deliverables" in reviewing.desk.reads

    def promises(store: Store) -> None:
        at = datetime.now(UTC)
        one = Deliverable(group_id=GROUP, reference="CWG 1.2-D1", title="A guide")
        one.created_at = one.changed_at = at
        store.session.add(one)

    reviewing.database.run_now(promises)
    await reviewing.desk.says("reviews")
    await reviewing.desk.taps("CWG 1.2")

    assert "the workplan has no deliverables" not in reviewing.desk.reads
    assert f"as of January {PREPARED.day}, {NEXT_YEAR}" in reviewing.desk.reads


async def test_a_chair_who_leads_the_group_does_not_decide(reviewing: Reviewing) -> None:
    await reviewing.opened()
    reviewing.has_role(reviewing.chair, Role.LEAD, "UNHCR")

    await reviewing.at(LATE)
    await reviewing.told(reviewing.desk, "Nobody has answered")
    await reviewing.chair.taps_action(f"review.decide {reviewing.cycle().id}")
    assert reviewing.chair.reply.phrase == "review-for-chair"


async def test_nobody_of_a_leads_organisation_is_asked(reviewing: Reviewing) -> None:
    await reviewing.meet()
    reviewing.has_role(reviewing.ana, Role.REVIEWER, "IOM")
    reviewing.has_role(reviewing.ben, Role.REVIEWER, "IOM")

    await reviewing.at(PREPARED)
    await reviewing.told(reviewing.desk, "is prepared")
    await reviewing.desk.taps("See the review")
    await reviewing.desk.taps("Who reviews")

    assert "Nobody may review" in reviewing.desk.reads
    assert "Not ana: IOM leads this group" in reviewing.desk.reads


async def test_guests_and_groups_see_no_review(reviewing: Reviewing) -> None:
    await reviewing.meet()
    guest = reviewing.stage.person("gus")

    assert (await guest.says("reviews")).phrase == "review-for-members"
    assert (await guest.says("recommendations")).phrase == "review-for-members"
    channel = reviewing.stage.person("gil", group="g1")
    assert (await channel.says("reviews")).phrase == "review-in-private"


async def test_the_first_review_is_on_record(reviewing: Reviewing) -> None:
    await reviewing.meet()

    await reviewing.ana.says("revues trimestrielles")
    await reviewing.ana.taps("Past reviews")

    assert "CWG 1.2 Knowledge Platform and Connection Hub" in reviewing.ana.reads
    assert "Validated with recommendations" in reviewing.ana.reads
    assert "ECWL Ref 2020/1, Annex 1" in reviewing.ana.reads


async def test_the_first_review_comes_as_a_document(reviewing: Reviewing) -> None:
    await reviewing.meet()
    ana = reviewing.ana
    await ana.says("reviews")
    await ana.taps("Past reviews")
    await ana.taps("Document: ECWL Ref 2020/1")

    assert ana.last is not None
    assert ana.last.file is not None
    assert ana.last.file.name == "ECWL-2020-1-1-review.pdf"


async def test_in_french_too(reviewing: Reviewing) -> None:
    reviewing.ana.language = "fr"
    await reviewing.opened()

    await reviewing.told(reviewing.ana, "Voulez-vous examiner")


async def published(reviewing: Reviewing) -> None:
    """A review with one recommendation, asked for by one reviewer and published by the chair."""
    await reviewing.opened()
    await reviewing.told(reviewing.ana, "Five questions")
    await reviewing.fills(reviewing.ana, "Yes", "Validated with")
    await reviewing.at(LATE)
    await reviewing.told(reviewing.chair, "your turn to decide")
    await reviewing.chair.taps("See the review")
    await reviewing.chair.taps("Decide")
    await reviewing.chair.taps("Keep")
    await reviewing.chair.taps("Publish")


async def test_a_group_has_a_calendar_of_its_own(reviewing: Reviewing) -> None:
    await reviewing.meet()

    def settled(store: Store) -> None:
        calendar = ReviewCalendar(prepares=20, opens=30, answers=40, decides=50)
        store.groups.put([replace(store.groups.get(GROUP), review_calendar=calendar)])

    reviewing.database.run_now(settled)
    await reviewing.at(OPENED)
    quarter = f"{NEXT_YEAR - 1}-Q4"
    early = reviewing.database.read_now(lambda store: store.cycles.find(GROUP, quarter))
    await reviewing.at(working(1, 21))

    assert early is None
    assert reviewing.cycle().state is CycleState.PREPARED
    assert reviewing.cycle().opens_at.date() >= date(NEXT_YEAR, 1, 30)


async def test_the_chair_says_who_follows_a_recommendation_and_until_when(
    reviewing: Reviewing,
) -> None:
    await published(reviewing)
    mia = reviewing.stage.person("mia")
    await mia.says("hello")
    reviewing.has_role(mia, Role.MEMBER, "WHO")
    chair = reviewing.chair

    await chair.says("recommendations")
    await chair.taps("1 Share the plan")
    assert "lena" in chair.reads
    await chair.taps("Who and until when")
    await chair.taps("Change: Who")
    await chair.taps("mia")
    await chair.taps("Change: Until")
    await chair.says(f"1 March {NEXT_YEAR - 2}")
    await chair.taps("Keep")
    assert "is over. Which day" in chair.reads
    await chair.taps("Recommendations")
    await chair.taps("1 Share the plan")
    await chair.taps("Who and until when")
    await chair.taps("Change: Until")
    await chair.says(f"20 March {NEXT_YEAR}")
    await chair.taps("Keep")

    assert f"mia · new today · by March 20, {NEXT_YEAR}" in chair.reads
    await reviewing.told(mia, "You answer from now on")
    await mia.taps("See it")
    assert "yours" in mia.reads
    await mia.taps("Report")
    await mia.says("Shared in part")
    assert "report: Shared in part" in mia.reads
    assert "Who and until when" not in mia.reads


async def test_what_somebody_answered_for_who_left_falls_back_to_the_lead(
    reviewing: Reviewing,
) -> None:
    await published(reviewing)
    other = reviewing.stage.person("otto")
    await other.says("hello")
    reviewing.has_role(other, Role.CO_LEAD, "ILO")

    def left(store: Store) -> None:
        account = store.people.account(Platform.TELEGRAM, "", "lena")
        assert account is not None
        store.people.forget(account.person_id)

    reviewing.database.run_now(left)
    await other.says("recommendations")

    assert "CWG 1.2 · yours" in other.reads


async def test_what_is_recommended_again_goes_on_as_the_new_one(reviewing: Reviewing) -> None:
    await published(reviewing)
    await reviewing.at(NEXT_QUARTER)
    await reviewing.at(working(4, 12))
    await reviewing.told(reviewing.ana, f"{NEXT_YEAR}? Five")
    await reviewing.fills(reviewing.ana, "Yes", "Validated with")
    await reviewing.at(working(4, 27))
    await reviewing.told(reviewing.chair, f"{NEXT_YEAR} are in")
    await reviewing.chair.taps("See the review")
    await reviewing.chair.taps("Decide")
    await reviewing.chair.taps("Keep")
    await reviewing.chair.taps("Publish")

    assert [state for _, _, state in reviewing.recommendations()] == [
        RecommendationState.SUPERSEDED,
        RecommendationState.SUPERSEDED,
        RecommendationState.OPEN,
        RecommendationState.OPEN,
    ]
