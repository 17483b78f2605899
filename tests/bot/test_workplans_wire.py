"""One workplan kept from Slack and from Telegram, over the wire, on a database of either kind."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from functools import cached_property

import pytest

from bot.router import Router
from bot.sandbox.faults import Kind
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.telegram_people import TelegramPerson
from config.network_files.records import GroupKind, Organisation, Principle, WorkingGroup
from config.periods import period_named
from config.taxonomy import StakeholderType
from handlers import deliverables
from handlers.deliverables import Author, Content
from handlers.plan_picture import size_of
from storage.people import Account
from storage.roles import Role, RoleState
from storage.store import Store
from storage.workplans import DeliverableState
from tests.bot.wire import Wire, connected

GROUP = "WS-MISSING-MIGRANTS"


class Wired(Wire):
    """Amina is in Slack, Paul in Telegram."""

    @cached_property
    def amina(self) -> SlackPerson:
        return self.slack.person("U1", name="Amina")

    @cached_property
    def paul(self) -> TelegramPerson:
        return self.telegram.person(7, name="Paul")

    def lead(self, name: str) -> None:
        """Somebody whom the hub has met leads the group from now on."""

        def unit(store: Store) -> None:
            account = store.session.query(Account).where(Account.name == name).one()
            store.roles.put(account.person_id, GROUP, Role.LEAD, at=datetime.now(UTC))

        self.hub.database.run_now(unit)

    @property
    def plan(self) -> dict[str, tuple[DeliverableState, date | None]]:
        def unit(store: Store) -> dict[str, tuple[DeliverableState, date | None]]:
            return {each.title: (each.state, each.due_on) for each in store.workplans.of(GROUP)}

        return self.hub.database.read_now(unit)

    @property
    def waiting(self) -> int:
        return self.hub.database.read_now(
            lambda store: len(store.roles.of_group(GROUP, state=RoleState.INTERESTED))
        )


def network(store: Store) -> None:
    kind = StakeholderType.UN_ENTITY
    store.organisations.put([Organisation(id="IOM", name="IOM", type=kind)])
    store.principles.put([Principle(id="child_sensitive", labels={"en": "Child-sensitive"})])
    store.groups.put(
        [WorkingGroup(id=GROUP, title="Missing <migrants> & families", kind=GroupKind.WORKSTREAM)]
    )


@pytest.fixture
async def wired(made_url: str, router: Router) -> AsyncIterator[Wired]:
    async with connected(Wired, made_url, router, before=network) as wired:
        await wired.paul.starts()
        await wired.told("find", wired.paul)
        yield wired


async def test_in_slack_a_modal_keeps_the_plan_and_says_what_is_no_date(wired: Wired) -> None:
    await wired.amina.writes("groups")
    listed = await wired.shown("1 working group.", wired.amina)
    assert "Missing <migrants> & families" in listed.shown
    wired.lead("Amina")
    await wired.amina.writes(f"workplan {GROUP}")
    empty = await wired.shown("no deliverables on record", wired.amina)

    await wired.amina.taps(empty, "Add a deliverable")
    await wired.until(lambda: wired.amina.modal is not None)
    wrong = await wired.amina.submits({"title": "A mapping", "due": "31 February 2027"})
    assert "is no date that I can read" in str(wrong.answer)
    await wired.amina.submits({"due": "Q1 2028", "owner": "myself"})
    shown = await wired.shown("A mapping", wired.amina)

    assert wired.plan == {"A mapping": (DeliverableState.PLANNED, date(2028, 3, 31))}
    await wired.amina.taps(shown, "Done")
    await wired.until(lambda: wired.plan["A mapping"][0] is DeliverableState.DONE)


async def test_in_telegram_a_plan_is_kept_question_by_question(wired: Wired) -> None:
    wired.lead("Paul")
    await wired.paul.writes(f"workplan {GROUP}")
    empty = await wired.told("no deliverables on record", wired.paul)
    await wired.paul.taps(empty, "Add a deliverable")
    await wired.told("What will be delivered", wired.paul)
    await wired.paul.writes("A mapping")
    await wired.told("Who answers for it", wired.paul)
    await wired.paul.writes("IOM")
    await wired.told("Until when", wired.paul)
    await wired.paul.writes("March 2028")
    after = await wired.told("What has to be done before", wired.paul)
    await wired.paul.taps(after, "Skip")
    overview = await wired.told("March 2028", wired.paul)

    await wired.paul.taps(overview, "Save")
    shown = await wired.told("until March 2028", wired.paul)

    assert wired.plan == {"A mapping": (DeliverableState.PLANNED, date(2028, 3, 31))}
    await wired.paul.taps(shown, "What it serves")
    await wired.told("Which deliverable of the Network", wired.paul)


async def test_who_asks_in_slack_is_let_in_from_telegram(wired: Wired) -> None:
    wired.lead("Paul")

    await wired.amina.writes(f"join {GROUP}")
    asked = await wired.told("Amina", wired.paul)
    assert wired.waiting == 1
    await wired.paul.taps(asked, "Let them in")
    await wired.shown(f"Welcome to {GROUP}", wired.amina)

    assert wired.waiting == 0


async def test_a_picture_whose_fate_is_unsure_is_looked_up_and_not_sent_again(
    wired: Wired,
) -> None:
    await wired.amina.writes("hello")
    await wired.shown("Hello", wired.amina)
    by = Author(None, datetime.now(UTC))
    wired.hub.database.run_now(lambda store: deliverables.add(store, GROUP, Content("Count"), by))
    fault = wired.slack.faults.add(Kind.DROP_AFTER, "files.completeUploadExternal", times=1)
    await wired.amina.writes(f"workplan {GROUP}")
    await wired.amina.taps(await wired.shown("0 of 1 done", wired.amina), "Picture")
    await wired.until(lambda: fault.hits == 1)
    await wired.amina.writes("help")
    await wired.shown("Ask in your own words", wired.amina)

    shared = [each for each in wired.slack.messages(wired.amina) if each.files]
    assert len(shared) == 1
    assert wired.slack.record.calls["files.completeUploadExternal"] == 1


async def test_the_picture_of_a_plan_comes_in_slack_and_in_telegram(wired: Wired) -> None:
    await wired.amina.writes("hello")
    await wired.shown("Hello", wired.amina)
    by = Author(None, datetime.now(UTC))
    content = Content(
        "Count those who are missing", period=period_named("2027", today=by.at.date())
    )
    wired.hub.database.run_now(lambda store: deliverables.add(store, GROUP, content, by))
    await wired.amina.writes(f"workplan {GROUP}")
    await wired.amina.taps(await wired.shown("0 of 1 done", wired.amina), "Picture")
    shared = await wired.shown("as a picture", wired.amina)
    await wired.paul.writes(f"workplan {GROUP}")
    await wired.paul.taps(await wired.told("0 of 1 done", wired.paul), "Picture")
    photo = await wired.told("as a picture", wired.paul)
    await wired.amina.commands("/hub", f"workplan {GROUP}", wired.slack.channel("C1", wired.amina))
    seen_alone = await wired.shown("0 of 1 done", wired.slack.channel("C1"))
    await wired.amina.taps(seen_alone, "Picture")
    await wired.shown("I sent it to you", wired.slack.channel("C1"))
    in_private = await wired.found(
        lambda: [m for m in wired.slack.messages(wired.amina) if m.files and m.ts > shared.ts]
    )

    (file,) = shared.files
    assert (file.title, size_of(file.content)[0]) == (f"Workplan of {GROUP}", 1_080)
    assert photo.size == size_of(file.content)
    assert in_private.files[0].content == file.content
