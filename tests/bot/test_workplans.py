"""Workplans in conversation: shown, kept by the leads, and what a slip puts at risk."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.platforms.adapter import Incoming
from config.periods import Exactness
from config.taxonomy import Platform, Standing
from handlers.messages import Said
from storage.roles import Role
from storage.store import Store
from storage.workplans import Deliverable, DeliverableState

Stage = Any  # tests/bot/conftest.py
Talker = Any

PLATFORMS = [Platform.TELEGRAM, Platform.SLACK]
GROUP = "CWG 2.1"


async def lead(
    stage: Stage,
    account: str = "U1",
    platform: Platform = Platform.TELEGRAM,
    role: Role = Role.LEAD,
) -> Talker:
    """Somebody with a role in the group."""
    talker = stage.person(account, platform)
    await talker.says("help")

    def unit(store: Store) -> None:
        found = store.people.account(platform, "", account)
        assert found is not None
        store.roles.put(found.person_id, GROUP, role, at=datetime.now(UTC))

    stage.hub.database.run_now(unit)
    return talker


def kept(stage: Stage) -> dict[str, Deliverable]:
    """The group's deliverables by the end of their reference."""

    def unit(store: Store) -> dict[str, Deliverable]:
        every = store.workplans.of(GROUP)
        store.session.expunge_all()
        return {each.reference.removeprefix(f"{GROUP}-"): each for each in every}

    return stage.hub.database.read_now(unit)  # type: ignore[no-any-return]


def history(stage: Stage, reference: str) -> list[str]:
    def unit(store: Store) -> list[str]:
        one = store.workplans.called(GROUP, f"{GROUP}-{reference}")
        assert one is not None
        return [each.because for each in store.workplans.steps(one.id)]

    return stage.hub.database.read_now(unit)  # type: ignore[no-any-return]


async def fills(talker: Talker, form: str, **values: object) -> Any:  # noqa: ANN401
    """Send a form whole, as Slack does."""
    talker.events += 1
    message = talker.message(Said.FILLED, form)
    whole = message.__class__(
        **{**{each: getattr(message, each) for each in message.__slots__}, "values": values}
    )
    await talker.post.receive([Incoming(f"{talker.account}-{talker.events}", whole)])
    return await talker.hears()


def number(stage: Stage) -> int:
    def unit(store: Store) -> int:
        return store.groups.numbers([GROUP])[GROUP]

    return stage.hub.database.read_now(unit)  # type: ignore[no-any-return]


async def adds(stage: Stage, talker: Talker, title: str, **values: str) -> Any:  # noqa: ANN401
    return await fills(talker, f"deliverable {number(stage)}", title=title, **values)


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_plan_says_what_is_due_when_and_what_is_missing(
    stage: Stage, platform: Platform
) -> None:
    ana = stage.person("U1", platform)

    shown = await ana.says("workplan CWG 2.1")

    assert shown.phrase == "workplan-shown"
    reads = " ".join(ana.reads.split())
    assert "CWG 2.1-D1 · Finalize and pilot UNCT training" in reads
    assert "overdue" in reads
    assert "Without an owner: CWG 2.1-D1" in reads
    assert "Add a deliverable" not in reads
    assert kept(stage)["D1"].exactness is Exactness.QUARTER
    assert kept(stage)["D1"].due_on == date(2021, 6, 30)


async def test_a_lead_adds_one_question_by_question(stage: Stage) -> None:
    lea = await lead(stage)
    await lea.says("workplan CWG 2.1")

    await lea.taps("Add a deliverable")
    await lea.says("A guide for national planners")
    await lea.says("myself")
    await lea.says("31 February 2027")
    assert "is no date that I can read" in lea.reads
    await lea.says("Q3 2028")
    await lea.says("D1")
    shown = await lea.taps("Save")

    assert shown.phrase == "deliverable-shown"
    reads = " ".join(lea.reads.split())
    assert "CWG 2.1-D4 · A guide for national planners" in reads
    assert "At risk, because it waits for CWG 2.1-D1" in reads
    added = kept(stage)["D4"]
    assert (added.due_on, added.exactness) == (date(2028, 9, 30), Exactness.QUARTER)
    assert added.owner_id is not None
    assert history(stage, "D4") == ["added"]


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_done_is_a_tap_and_stays_on_record(stage: Stage, platform: Platform) -> None:
    lea = await lead(stage, "U1", platform)
    await adds(stage, lea, "A guide", owner="me", due="2028")

    await lea.taps("Under way")
    await lea.taps("Done")

    assert kept(stage)["D4"].state is DeliverableState.DONE
    assert history(stage, "D4") == ["added", "started", "done"]
    await lea.taps("Take it up again")
    assert kept(stage)["D4"].state is DeliverableState.PLANNED


async def test_a_slip_tells_who_waits(stage: Stage) -> None:
    lea, ana = await lead(stage), await lead(stage, "U2", role=Role.MEMBER)
    await adds(stage, lea, "A guide", owner="me", due="March 2028")
    await adds(stage, lea, "A training on it", owner="U2", due="June 2028", after="D4")
    assert kept(stage)["D5"].owner_id is not None

    one = kept(stage)["D4"].id
    values = {"title": "A guide", "owner": "me", "due": "September 2028"}
    shown = await fills(lea, f"deliverable of-{one}", **values)

    assert shown.phrase == "deliverable-shown"
    assert "Late for what waits for it: CWG 2.1-D5" in " ".join(lea.reads.split())
    assert history(stage, "D4") == ["added", "moved"]
    told = await ana.hears()
    assert told.phrase == "plan-slip-told"
    assert "September 2028" in ana.reads


async def test_nothing_waits_for_itself(stage: Stage) -> None:
    lea = await lead(stage)
    await adds(stage, lea, "A guide", due="March 2028")
    await adds(stage, lea, "A training on it", due="June 2028", after="D4")

    one = kept(stage)["D4"].id
    await fills(lea, f"deliverable of-{one}", title="A guide", after="D5")

    assert "needs another look" in lea.reads
    assert kept(stage)["D4"].prerequisites == []


async def test_what_is_split_is_waited_for_in_all_its_parts(stage: Stage) -> None:
    lea = await lead(stage)
    await adds(stage, lea, "A guide", owner="IOM", due="March 2028")
    await adds(stage, lea, "A training on it", due="June 2028", after="D4")

    one = kept(stage)["D4"].id
    parts = "A draft; January 2028\nThe last version"
    await fills(lea, f"deliverable-split {one}", parts=parts)

    plan = kept(stage)
    assert plan["D4"].state is DeliverableState.DROPPED
    assert plan["D5"].prerequisites == [f"{GROUP}-D6", f"{GROUP}-D7"]
    assert (plan["D6"].title, plan["D6"].due_on) == ("A draft", date(2028, 1, 31))
    assert (plan["D7"].owner, plan["D7"].due_on) == ("IOM", date(2028, 3, 31))
    assert plan["D6"].split_from == f"{GROUP}-D4"


async def test_one_part_is_no_split(stage: Stage) -> None:
    lea = await lead(stage)
    await adds(stage, lea, "A guide")

    await fills(lea, f"deliverable-split {kept(stage)['D4'].id}", parts="All of it")

    assert "needs another look" in lea.reads
    assert kept(stage)["D4"].state is DeliverableState.PLANNED


async def test_what_it_serves_is_kept(stage: Stage) -> None:
    lea = await lead(stage)
    await adds(stage, lea, "A guide")
    one = kept(stage)["D4"].id

    await fills(lea, f"deliverable-serves {one}", objectives="24")
    assert "needs another look" in lea.reads
    values = {"objectives": "23, 1", "network": "1.2", "principles": ("1",)}
    await fills(lea, f"deliverable-serves {one}", **values)

    assert kept(stage)["D4"].objectives == [1, 23]
    assert "Guiding principles: People-centred" in lea.reads
    assert "Serves: 1.2" in lea.reads


async def test_a_date_in_the_past_and_an_unknown_owner_are_pointed_out(stage: Stage) -> None:
    lea = await lead(stage)

    await adds(stage, lea, "A guide", owner="Nobody Known", due="March 2020")

    assert "that date is in the past" in lea.reads
    assert "I know nobody called “Nobody Known”" in lea.reads
    assert kept(stage)["D4"].due_on == date(2020, 3, 31)


async def test_an_owner_who_left_is_pointed_out_and_the_leads_hear_of_it(stage: Stage) -> None:
    lea, ana = await lead(stage), await lead(stage, "U2", role=Role.MEMBER)
    await adds(stage, lea, "A guide", owner="U2", due="2028")

    await ana.says("CWG 2.1")
    await ana.taps("Leave")
    await ana.taps("Yes")

    assert (await lea.hears()).phrase == "group-owner-left"
    await lea.says("workplan CWG 2.1")
    await lea.taps("CWG 2.1-D4")
    assert "not in the group any more" in " ".join(lea.reads.split())


async def test_who_answers_for_it_marks_it_done_and_others_cannot(stage: Stage) -> None:
    lea, ana = await lead(stage), await lead(stage, "U2", role=Role.MEMBER)
    eve = stage.person("U3")
    await eve.says("help")
    await adds(stage, lea, "A guide", owner="U2", due="2028")
    one = kept(stage)["D4"].id

    assert (await eve.taps_action(f"plan.done {one}")).phrase == "group-for-leads"
    await ana.says("my deliverables")
    assert ana.reply.phrase == "workplan-mine"
    await ana.taps("CWG 2.1-D4")
    await ana.taps("Done")

    assert kept(stage)["D4"].state is DeliverableState.DONE
    assert (await ana.taps_action(f"plan.dropped {one}")).phrase == "group-for-leads"


async def test_the_secretariat_keeps_every_plan(stage: Stage) -> None:
    sec = stage.person("U9")
    await sec.says("help")
    stage.standing(sec, Standing.SECRETARIAT)

    await adds(stage, sec, "A guide", due="2028")

    assert kept(stage)["D4"].title == "A guide"


async def test_a_guest_reads_no_owners_name(stage: Stage) -> None:
    lea = await lead(stage)
    await adds(stage, lea, "A guide", owner="me", due="2028")
    guest = stage.person("U4")

    await guest.says("workplan CWG 2.1")

    assert "a person of the group" in " ".join(guest.reads.split())


async def test_a_plan_comes_as_a_table_to_those_who_may_see_names(stage: Stage) -> None:
    lea, guest = await lead(stage), stage.person("guest")
    for each in (lea, guest):
        await each.says(f"workplan {GROUP}")
        await each.taps("Table")

    assert "ask me for it directly" in guest.reads
    assert lea.last.file.name == "cwg-2.1-workplan.xlsx"
    assert lea.last.file.content.startswith(b"PK")
