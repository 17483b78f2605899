"""A whole quarter over the wire: from its preparation to the document, and on to the next one."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import cached_property

import pytest

from bot.router import Router
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.slack_world import SlackMessage
from bot.sandbox.telegram_people import TelegramPerson
from bot.sandbox.telegram_world import TelegramMessage
from config.network_files.records import GroupKind, Organisation, Question, ReviewForm, WorkingGroup
from config.taxonomy import Platform, StakeholderType, Standing
from storage.cycles import CycleState
from storage.people import Account
from storage.roles import Role
from storage.store import Store
from storage.workplans import GroupSpace
from tests.bot.wire import Wire, connected

NEXT_YEAR = datetime.now(UTC).year + 1
GROUP = -100
CODE = re.compile(r"(?<=link )\S+")


def morning(month: int, day: int) -> datetime:
    """A morning of next year on which somebody works."""
    moment = datetime(NEXT_YEAR, month, day, 10, tzinfo=UTC)
    while moment.weekday() > 4:
        moment += timedelta(days=1)
    return moment


class Quarter(Wire):
    """Lena leads and Amina reviews in Slack; Paul reviews and Carla decides in Telegram."""

    @cached_property
    def lena(self) -> SlackPerson:
        return self.slack.person("ULENA", name="Lena")

    @cached_property
    def amina(self) -> SlackPerson:
        return self.slack.person("UAMINA", name="Amina")

    @cached_property
    def paul(self) -> TelegramPerson:
        return self.telegram.person(7, name="Paul")

    @cached_property
    def carla(self) -> TelegramPerson:
        return self.telegram.person(8, name="Carla")

    async def meet(self) -> None:
        """Everybody says hello, and is somebody to the group; it has a channel on each platform."""
        for person in (self.lena, self.amina):
            await person.writes("hello")
            await self.shown("Hello", person)
        for chatter in (self.paul, self.carla):
            await chatter.starts()
            await self.told("Hello", chatter)
        self.slack.channel("C1", self.lena, name="pathways")
        self.telegram.group(GROUP, self.paul, title="Pathways")
        self.hub.database.run_now(_roles)

    async def at(self, moment: datetime) -> None:
        self.clock.turn_to(moment)
        await self.hub.go_round()

    async def taps(
        self, by: TelegramPerson, on: TelegramMessage, label: str, then: str
    ) -> TelegramMessage:
        await (await by.taps(on, label)).wait()
        return await self.told(then, by)

    def state(self) -> CycleState:
        return self.hub.database.read_now(lambda store: store.cycles.get(1).state)

    @property
    def deadlines(self) -> tuple[datetime, datetime]:
        """Until when reviewers answer, and until when it is decided."""

        def unit(store: Store) -> tuple[datetime, datetime]:
            cycle = store.cycles.get(1)
            return cycle.answers_by, cycle.decide_by

        return self.hub.database.read_now(unit)


def _network(store: Store) -> None:
    un = StakeholderType.UN_ENTITY
    store.organisations.put(
        [Organisation(id=each, name=each, type=un) for each in ("IOM", "ILO", "WHO")]
    )
    store.review_forms.put(
        [
            ReviewForm(
                title="Working Group Review", questions=(Question(number=1, text="Is it clear?"),)
            )
        ]
    )
    group = WorkingGroup(
        id="G1", title="Pathways & <families>", kind=GroupKind.CORE, leads=("IOM",)
    )
    store.groups.put([group])


def _roles(store: Store) -> None:
    roles = {"Lena": (Role.LEAD, "IOM"), "Amina": (Role.REVIEWER, "ILO")}
    roles |= {"Paul": (Role.REVIEWER, "WHO"), "Carla": (Role.CHAIR, "UNDP")}
    for account in store.session.query(Account).all():
        role, organisation = roles[account.name]
        person = store.people.get(account.person_id)
        person.standing, person.organisation = Standing.MEMBER, organisation
        at = datetime.now(UTC)
        store.roles.put(person.id, "G1", role, organisation=organisation, at=at)
    for platform, workspace, place in (
        (Platform.SLACK, "T0SANDBOX", "C1"),
        (Platform.TELEGRAM, "", str(GROUP)),
    ):
        store.workplans.open_space(
            GroupSpace(
                group_id="G1",
                platform=platform,
                workspace=workspace,
                conversation=place,
                since=datetime.now(UTC),
            )
        )


@pytest.fixture
async def quarter(made_url: str, router: Router) -> AsyncIterator[Quarter]:
    async with connected(Quarter, made_url, router, before=_network) as quarter:
        yield quarter


def day(month: int, number: int) -> datetime:
    """A morning of next year, on whatever day of the week."""
    return datetime(NEXT_YEAR, month, number, 10, tzinfo=UTC)


def before(days: int, until: datetime) -> datetime:
    """The morning on which somebody is reminded: on the working day before, if that is none."""
    moment = until.replace(hour=10, minute=0) - timedelta(days=days)
    while moment.weekday() > 4:
        moment -= timedelta(days=1)
    return moment


async def answered(quarter: Quarter) -> None:
    """Reminded a week before, Amina fills a modal and Paul begins; a day before he alone is."""
    amina, paul = quarter.amina, quarter.paul
    await quarter.shown("Five questions", amina)
    await quarter.told("Five questions", paul)
    until, _ = quarter.deadlines
    await quarter.at(before(7, until))
    reminded = await quarter.shown("Answers to the quarterly review", amina)
    began = await quarter.told("Answers to the quarterly review", paul)
    await amina.taps(reminded, "Open")
    await quarter.until(lambda: amina.modal is not None)
    said = {"box1": "Yes", "comment1": "It *is* <clear>", "recs1": "Meet weekly"}
    await amina.submits(said | {"decision": "Validated"})
    await quarter.shown("Thank you, that is your review", amina)
    step = await quarter.taps(paul, began, "Open", "1 of 6")
    await quarter.taps(paul, step, "No", "2 of 6")
    await paul.writes("Dates are missing")
    await quarter.told("3 of 6", paul)

    asked = len(quarter.slack.messages(amina))
    await quarter.at(before(1, until))
    again = await quarter.told("Due tomorrow", paul)
    step = await quarter.taps(paul, again, "Open", "3 of 6")
    for number in range(4, 7):
        step = await quarter.taps(paul, step, "Skip", f"{number} of 6")
    step = await quarter.taps(paul, step, "Skip", "Is this right?")
    await quarter.taps(paul, step, "Send", "Thank you, that is your review")
    assert "Left to do: five questions" in reminded.shown
    assert len(quarter.slack.messages(amina)) == asked, "who has answered is reminded no more"


async def decided(quarter: Quarter) -> TelegramMessage:
    """Carla is reminded, sees who differs, and keeps the answers as one: those of organisations."""
    carla = quarter.carla
    turn = await quarter.told("your turn to decide", carla)
    seen = await quarter.taps(carla, turn, "See the review", "Question 1")
    await quarter.hub.go_round()
    assert "Question 1, Amina: Yes" in seen.text
    assert "Question 1, Paul: No" in seen.text
    await quarter.at(before(1, quarter.deadlines[1]))
    due = await quarter.told("Due tomorrow: Decision on the quarterly review", carla)
    seen = await quarter.taps(carla, due, "Open", "Question 1")
    form = await quarter.taps(carla, seen, "Decide", "Is this right?")
    assert "ILO: It *is* <clear>" in form.text
    assert "WHO: Dates are missing" in form.text
    return await quarter.taps(carla, form, "Keep", "Nobody sees your decision")


async def test_a_quarter_from_its_opening_to_the_document_and_the_next_one(
    quarter: Quarter,
) -> None:
    await quarter.meet()
    await quarter.at(morning(1, 2))
    await quarter.at(morning(1, 12))
    await answered(quarter)
    assert quarter.state() is CycleState.ANSWERED
    kept = await decided(quarter)
    group = quarter.telegram.state.chats[GROUP].messages

    def papers() -> list[SlackMessage]:
        return [each for each in quarter.slack.messages("C1") if each.files]

    assert not papers()
    await quarter.taps(quarter.carla, kept, "Publish", "Published")
    await quarter.until(lambda: bool(papers()) and any(e.content for e in group.values()))
    (file,) = papers()[-1].files
    document = next(each for each in group.values() if each.content)
    announced = "".join(each.text for each in group.values())
    assert file.title.startswith("Review of G1 Pathways & <families>, October")
    assert file.content.startswith(b"%PDF")
    assert document.file == f"G1-{NEXT_YEAR - 1}-Q4-review.pdf"
    assert document.content.startswith(b"%PDF")
    assert "Meet weekly" in announced
    assert "Amina" not in announced

    lena = quarter.lena
    told = await quarter.shown("bring its recommendations back", lena)
    await lena.taps(told, "See the review")
    await lena.taps(await quarter.shown("Published", lena), "Word")
    await quarter.until(lambda: any(each.files for each in quarter.slack.messages(lena)))
    await quarter.hub.go_round()
    await quarter.at(before(30, day(3, 31)))
    due = await quarter.shown("Due in 3", lena)
    await lena.taps(due, "Open")
    followed = await quarter.shown("Recommendation to G1", lena)
    await quarter.at(morning(4, 2))
    await quarter.at(morning(4, 12))
    again = await quarter.told("Five questions", quarter.paul)
    following = await quarter.taps(quarter.paul, again, "See the review", "still open: Meet weekly")
    assert "Meet weekly" in due.shown
    assert "Meet weekly" in followed.shown
    assert "This is evidence, no answer" in following.text
    assert quarter.state() is CycleState.ARCHIVED


async def test_one_draft_is_the_same_in_slack_and_in_telegram(quarter: Quarter) -> None:
    await quarter.meet()
    amina, second = quarter.amina, quarter.telegram.person(9, name="Amina on Telegram")
    await second.starts()
    await quarter.told("Hello", second)
    await amina.writes("me")
    await amina.taps(await quarter.shown("Language", amina), "Link an account")
    code = CODE.search((await quarter.shown("On the other platform", amina)).shown)
    assert code is not None
    await second.writes(f"link {code[0]}")
    await quarter.told("one account with", second)
    await quarter.at(morning(1, 2))
    await quarter.at(morning(1, 12))
    await second.writes("reviews")
    card = await quarter.taps(second, await quarter.told("under way", second), "G1", "2 reviewers")
    step = await quarter.taps(second, card, "Fill in", "1 of 6")
    await quarter.taps(second, step, "No", "2 of 6")
    await second.writes("Half of it here")
    await quarter.told("3 of 6", second)

    await amina.writes("reviews")
    await amina.taps(await quarter.shown("under way", amina), "G1")
    await amina.taps(await quarter.shown("2 reviewers", amina), "Fill in")
    await quarter.until(lambda: amina.modal is not None)
    assert amina.modal is not None
    assert "Half of it here" in amina.modal.shown
    await amina.submits({"recs1": "The other half here"})
    await quarter.shown("Thank you, that is your review", amina)

    answers = quarter.hub.database.read_now(
        lambda store: [each.answers for each in store.cycles.assigned(1) if each.answers]
    )
    assert [(a["box1"], a["comment1"], a["recs1"]) for a in answers] == [
        (False, "Half of it here", "The other half here")
    ]
