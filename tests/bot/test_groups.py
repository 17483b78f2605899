"""Working groups in conversation: who is in them, what is missing, asking to join."""

from datetime import UTC, datetime
from typing import Any

import pytest

from config.taxonomy import Platform, Standing
from storage.roles import Role, RoleState
from storage.store import Store

Stage = Any  # tests/bot/conftest.py
Talker = Any

PLATFORMS = [Platform.TELEGRAM, Platform.SLACK]
GROUP = "CWG 2.1"


async def met(
    stage: Stage, account: str, platform: Platform = Platform.TELEGRAM, **about: str
) -> Talker:
    """Somebody whom the hub knows."""
    talker = stage.person(account, platform, **about)
    await talker.says("help")
    return talker


async def lead(stage: Stage, account: str = "lea", group: str = GROUP) -> Talker:
    """Somebody who leads a group."""
    talker = await met(stage, account)
    give(stage, talker, Role.LEAD, group)
    return talker


def give(stage: Stage, talker: Talker, role: Role, group: str = GROUP) -> None:
    def unit(store: Store) -> None:
        account = store.people.account(talker.post.platform, "", talker.account)
        assert account is not None
        store.roles.put(account.person_id, group, role, at=datetime.now(UTC))

    stage.hub.database.run_now(unit)


def roles(stage: Stage, group: str = GROUP) -> dict[Role, RoleState]:
    def unit(store: Store) -> dict[Role, RoleState]:
        every = [each for state in RoleState for each in store.roles.of_group(group, state=state)]
        return {each.role: each.state for each in every}

    return stage.hub.database.read_now(unit)  # type: ignore[no-any-return]


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_every_group_is_listed_and_one_is_a_tap_away(
    stage: Stage, platform: Platform
) -> None:
    ana = stage.person("U1", platform)

    listed = await ana.says("which working groups are there?")
    assert listed.phrase == "groups-list"
    assert "CWG 1.2 · Knowledge Platform and Connection Hub" in ana.reads
    shown = await ana.taps("CWG 1.2")

    assert shown.phrase == "group-shown"
    assert "Led by IOM" in ana.reads
    assert "Members: DESA, ILO, OECD" in ana.reads
    assert "Asked to join, on record: UNICEF" in ana.reads


async def test_the_balance_says_who_is_missing(stage: Stage) -> None:
    ana = stage.person("ana")

    await ana.says("CWG 2.1")

    assert "Balance: 9 of the UN, 6 from elsewhere" in ana.reads
    missing = " ".join(ana.reads.split()).partition("Missing for")[2]
    assert "diaspora organisations" in missing
    assert "trade unions" in missing


async def test_a_group_is_found_by_its_reference_its_title_and_in_french(stage: Stage) -> None:
    ana = stage.person("ana")
    zoe = stage.person("zoe", language="fr")

    assert (await ana.says("show group Stronger UN system for GCM implementation")).phrase == (
        "group-shown"
    )
    assert (await zoe.says("mes groupes de travail")).phrase == "groups-list"
    assert "groupes de travail" in zoe.reads
    assert (await zoe.says("cwg 2.1")).phrase == "group-shown"
    assert "Direction : OIM" in zoe.reads


async def test_what_names_no_group_is_looked_up_as_ever(stage: Stage) -> None:
    ana = stage.person("ana")

    reply = await ana.says("workplan for return counselling")

    assert reply.phrase not in {"group-unknown", "workplan-shown"}


async def test_a_command_that_names_no_group_says_so(stage: Stage) -> None:
    ana = stage.person("ana")

    reply = await ana.says("CWG 9.9", verb="groups")

    assert reply.phrase == "group-unknown"


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_lead_lets_somebody_in_with_a_tap(stage: Stage, platform: Platform) -> None:
    lea = await lead(stage)
    ana = stage.person("U7", platform)

    asked = await ana.says("I would like to join CWG 2.1")
    assert asked.phrase == "group-join-asked"
    assert (await lea.hears()).phrase == "group-join-proposed-of-none"
    await lea.taps("Let them in")
    assert lea.reply.phrase == "group-decided-yes"

    assert (await ana.hears()).phrase == "group-join-accepted"
    assert roles(stage)[Role.MEMBER] is RoleState.ACTIVE
    assert (await ana.says("join CWG 2.1")).phrase == "group-joined-before"


async def test_a_lead_who_declines_is_not_asked_again_at_once(stage: Stage) -> None:
    lea = await lead(stage)
    ana = stage.person("ana")
    await ana.says("join CWG 2.1")
    await lea.hears()
    await lea.taps("Decline")
    assert (await ana.hears()).phrase == "group-join-declined"

    assert (await ana.says("join CWG 2.1")).phrase == "group-join-declined-lately"


async def test_a_second_lead_learns_that_it_is_decided(stage: Stage) -> None:
    lea, leo = await lead(stage), await lead(stage, "leo")
    ana = stage.person("ana")
    await ana.says("join CWG 2.1")
    await lea.hears()
    await leo.hears()
    await lea.taps("Let them in")

    assert (await leo.taps("Decline")).phrase == "group-decided-before"
    assert roles(stage)[Role.MEMBER] is RoleState.ACTIVE


async def test_where_nobody_leads_the_secretariat_decides(stage: Stage) -> None:
    sec = await met(stage, "sec")
    stage.standing(sec, Standing.SECRETARIAT)
    ana = stage.person("ana")

    await ana.says("join CWG 2.1")

    assert (await sec.hears()).phrase == "group-join-proposed-of-none"
    assert "whose organisation I do not know" in sec.reads


async def test_nobody_else_lets_people_in(stage: Stage) -> None:
    lea = await lead(stage)
    ana, eve = stage.person("ana"), await met(stage, "eve")
    await ana.says("join CWG 2.1")
    await lea.hears()
    action = lea.choice("Let them in").action

    refused = await eve.taps_action(action)

    assert refused.phrase == "group-for-leads"
    assert roles(stage)[Role.MEMBER] is RoleState.INTERESTED


async def test_interest_is_taken_back_and_a_group_is_left(stage: Stage) -> None:
    await lead(stage)
    ana = stage.person("ana")
    await ana.says("join CWG 2.1")
    await ana.taps("CWG 2.1")

    await ana.taps("Take back")
    await ana.taps("Yes")

    assert ana.reply.phrase == "group-left"
    assert roles(stage)[Role.MEMBER] is RoleState.LEFT


async def test_names_of_people_are_for_the_network_only(stage: Stage) -> None:
    await lead(stage)
    guest = stage.person("guest")

    await guest.says("CWG 2.1")
    assert "1 person of the group is here" in guest.reads
    stage.standing(guest, Standing.MEMBER)
    await guest.says("CWG 2.1")

    assert "Leading here: lea" in guest.reads


async def test_a_lead_makes_a_channel_the_groups_and_attaches_a_link(stage: Stage) -> None:
    lea = await lead(stage)
    there = stage.person("lea", group="channel-1")
    there.events = 100

    assert (await there.says("this is the channel of CWG 2.1")).phrase == "group-channel-set"
    await lea.says("CWG 2.1")
    assert "Channels: Telegram" in lea.reads
    await lea.taps("Attach a link")
    await lea.says("Terms of reference")
    wrong = await lea.says("example")
    assert "begins with https" in lea.reads, wrong
    shown = await lea.says("https://example.org/tor")
    if shown.phrase != "group-shown":
        shown = await lea.taps("Attach")

    assert shown.phrase == "group-shown"
    assert "https://example.org/tor" in lea.reads

    await lea.taps("Links and channels")
    await lea.taps("Take off: Terms of reference")
    await lea.taps("Not its channel any more: Telegram")
    assert "Nothing is attached" in lea.reads
    await lea.taps("‹ Back")
    assert "https://example.org/tor" not in lea.reads
    assert "Channels" not in lea.reads


async def test_a_channel_becomes_nobodys_by_others(stage: Stage) -> None:
    eve = stage.person("eve", group="channel-1")

    assert (await eve.says("this is the channel of CWG 2.1")).phrase == "group-for-leads"
