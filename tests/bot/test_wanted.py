"""Who sees a request, chosen by words or by a tap; and others who see it and offer their help."""

from datetime import UTC, datetime
from typing import Any

import pytest

from config.network_files.records import Expert
from config.taxonomy import Platform, Standing, Visibility
from handlers.messages import Said
from storage.offers import OfferState
from storage.profiles import Profile
from storage.requests import Request
from storage.roles import Role
from storage.store import Store

Stage = Any  # tests/bot/conftest.py
Talker = Any

USUAL = "Members of the network"
NEED = "we need help negotiating a bilateral labour agreement with Morocco, French preferred"


def level(stage: Stage) -> tuple[Visibility, str, bool]:
    """Of the only request."""

    def unit(store: Store) -> tuple[Visibility, str, bool]:
        one = store.session.query(Request).one()
        return one.visibility, one.group_id, one.sensitive

    return stage.hub.database.read_now(unit)  # type: ignore[no-any-return]


def person_id(store: Store, name: str, platform: Platform = Platform.TELEGRAM) -> int:
    account = store.people.account(platform, "", name)
    assert account is not None
    return account.person_id


async def member(stage: Stage, name: str, *, group: str = "", expert: bool = False) -> Talker:
    """A member of the network, perhaps of a group, perhaps one who agreed to be asked."""
    talker = stage.person(name)
    await talker.says("hello")
    stage.standing(talker, Standing.MEMBER)

    def unit(store: Store) -> None:
        who = person_id(store, name)
        if group:
            store.roles.put(who, group, Role.MEMBER, at=datetime.now(UTC))
        if expert:
            record = Expert(id=f"joined:{name}", title="IOM: fair recruitment", languages=("sw",))
            store.experts.put([record])
            now = datetime.now(UTC)
            store.profiles.put(
                Profile(person_id=who, record_id=record.id, consented_at=now, confirmed_at=now)
            )

    stage.hub.database.run_now(unit)
    return talker


async def sends(talker: Talker, seen_by: str) -> None:
    await talker.says(NEED)
    await talker.taps("Who sees it")
    if seen_by != USUAL:
        await talker.taps(seen_by)
    await talker.taps("Done")
    await talker.taps("Send it")


async def test_who_sees_it_is_said_before_it_is_sent_and_changed_by_a_tap(stage: Stage) -> None:
    ana = await member(stage, "ana", group="CWG 2.1")
    await ana.says(NEED)
    assert "Also seen by, without your name: Members of the network" in ana.reads

    await ana.taps("Who sees it")
    assert ana.choice("✓ Members of the network")
    await ana.taps("CWG 2.1")
    await ana.taps("Done")

    assert "Also seen by, without your name: CWG 2.1" in ana.reads
    assert level(stage) == (Visibility.GROUP, "CWG 2.1", False)
    await ana.taps("Send it")
    await ana.taps("See how it goes")
    await ana.taps("Who sees it")
    await ana.taps("Nobody else")
    await ana.taps("Done")
    assert "Sensitive: seen by those I ask and the secretariat only" in ana.reads
    assert level(stage)[2]


async def test_words_say_who_sees_it(stage: Stage) -> None:
    ana = await member(stage, "ana", group="CWG 2.1")

    await ana.says(f"{NEED}, only for our working group")

    assert "without your name: CWG 2.1" in ana.reads
    assert "working group" not in ana.reads.split("About:")[1].split("\n")[0]


async def test_a_circle_that_is_not_theirs_is_nobodys(stage: Stage) -> None:
    ana = await member(stage, "ana")

    await ana.says(f"{NEED}, only for governments")

    assert "Sensitive" in ana.reads
    assert level(stage)[2]
    assert (await ana.taps_action("request.seen 1 government")).phrase == "button-old"


@pytest.mark.parametrize(
    ("seen_by", "bea", "gus"),
    [
        ("Members of the network", True, False),
        ("Everybody", True, True),
        ("Nobody else", False, False),
    ],
)
async def test_others_read_what_they_may_and_never_whose_it_is(
    stage: Stage, seen_by: str, *, bea: bool, gus: bool
) -> None:
    await sends(await member(stage, "ana"), seen_by)
    colleague, guest = await member(stage, "bea"), stage.person("gus")

    for talker, may in ((colleague, bea), (guest, gus)):
        await talker.says("cases")

        assert ("bilateral labour agreement" in talker.reads) == may
        seen = await talker._does(Said.TAP, "wanted.see 1", about=talker.about)
        assert (seen.phrase == "wanted-shown") == may
        assert "ana" not in talker.reads


async def test_somebody_who_sees_it_offers_help_and_both_are_introduced(stage: Stage) -> None:
    ana = await member(stage, "ana")
    await sends(ana, "Members of the network")
    bea = await member(stage, "bea", expert=True)

    await bea.says("open requests")
    await bea.taps("1:")
    await bea.taps("I can help")
    assert bea.reply.phrase == "offer"
    assert "They learn your name, and you theirs, only if you accept." in bea.reads
    await bea.taps("Yes, I can help")
    met = stage.hub.database.read_now(lambda store: len(store.offers.introductions(1)))
    assert met == 1
    assert (await ana.taps_action("wanted.help 1")).phrase == "wanted-not-yours"


async def test_a_full_month_or_no_consent_stops_an_offer_of_help(stage: Stage) -> None:
    await sends(await member(stage, "ana"), "Members of the network")
    bea, cal = await member(stage, "bea", expert=True), await member(stage, "cal")

    def full(store: Store) -> None:
        profile = store.profiles.of(person_id(store, "bea"))
        assert profile is not None
        profile.cap = 0

    stage.hub.database.run_now(full)

    assert (await bea.taps_action("wanted.help 1")).phrase == "wanted-cannot"
    assert (await cal.taps_action("wanted.help 1")).phrase == "wanted-join-first"

    def states(store: Store) -> list[OfferState]:
        return [each.state for each in store.offers.of(1)]

    assert stage.hub.database.read_now(states) == []


async def test_where_others_read_along_no_request_is_shown(stage: Stage) -> None:
    await sends(await member(stage, "ana"), "Everybody")
    group = stage.person("bea", group="everybody-here")

    assert (await group.says("cases", verb="cases")).phrase == "wanted-in-private"


async def offered(stage: Stage, name: str = "bea") -> Talker:
    """An expert to whom the only request is put."""
    bea = await member(stage, name, expert=True)
    await bea.taps_action("wanted.help 1")
    assert bea.reply.phrase == "offer"
    return bea


async def test_an_expert_names_a_role_in_words_and_the_secretariat_hears_of_it(
    stage: Stage,
) -> None:
    await sends(await member(stage, "ana"), USUAL)
    sec = stage.person("sec")
    await sec.says("hello")
    stage.standing(sec, Standing.SECRETARIAT)
    bea = await offered(stage)

    await bea.taps("Somebody else knows better")
    await bea.taps("Somebody who isn’t here")
    assert "A role, an organisation or a name" in bea.reads
    await bea.says("the labour attaché in Rabat")
    while "Pass it on" in bea.reads or "None of these" in bea.reads:
        await bea.taps("Pass it on" if "Pass it on" in bea.reads else "None of these")
    stage.hub.delivery.poke()

    assert bea.reply.phrase == "offer-better-passed-on"
    told = await sec.hears()
    assert told.phrase == "request-named-secretariat"
    assert "the labour attaché in Rabat" in sec.reads
    await sec.taps("See the case")
    assert "Somebody who was asked named: the labour attaché in Rabat" in sec.reads


async def test_whoever_is_named_in_words_and_is_here_is_asked_next(stage: Stage) -> None:
    await sends(await member(stage, "ana"), USUAL)
    await member(stage, "cal", expert=True)
    bea = await offered(stage)

    await bea.taps("Somebody else knows better")
    await bea.taps("Somebody who isn’t here")
    await bea.says("fair recruitment")
    if "Pass it on" in bea.reads:
        await bea.taps("Pass it on")
    assert bea.reply.phrase == "better-which"
    await bea.taps("IOM")

    assert bea.reply.phrase == "offer-better-thanks"

    def named(store: Store) -> bool:
        (one,) = store.offers.of(1)
        cal = store.profiles.of(person_id(store, "cal"))
        return cal is not None and one.named_id == cal.id and one.named_as == ""

    assert stage.hub.database.read_now(named)
