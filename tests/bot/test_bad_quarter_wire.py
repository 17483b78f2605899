"""What goes wrong in a quarter, over the wire of both platforms: what is said, and what is kept."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.router import Router
from bot.sandbox.slack_taps import NothingToTap
from bot.sandbox.telegram_world import TelegramMessage
from config.taxonomy import Standing
from storage.people import Account
from storage.roles import Role, RoleState
from storage.store import Store
from storage.workplans import Deliverable
from tests.bot.test_quarter_wire import NEXT_YEAR, Quarter, _network, morning
from tests.bot.wire import connected

LONGEST_TELEGRAM = 4_096
"""Characters of one message; its apps send the rest of what is pasted as others."""


@pytest.fixture
async def quarter(sqlite_with_tables: str, router: Router) -> AsyncIterator[Quarter]:
    async with connected(Quarter, sqlite_with_tables, router, before=_network) as quarter:
        yield quarter


def people(store: Store) -> dict[str, int]:
    return {each.name: each.person_id for each in store.session.query(Account).all()}


async def both_say(quarter: Quarter, text: str, said: str) -> tuple[str, TelegramMessage]:
    """Amina types it in Slack and Paul in Telegram; what both are told."""
    await quarter.amina.writes(text)
    await quarter.paul.writes(text)
    in_slack = await quarter.shown(said, quarter.amina)
    return in_slack.shown, await quarter.told(said, quarter.paul)


async def test_times_that_are_none_are_said_and_another_is_a_tap_away(quarter: Quarter) -> None:
    await quarter.meet()
    friday = datetime(NEXT_YEAR, 1, 1, 10, tzinfo=UTC)
    while friday.weekday() != 4:
        friday += timedelta(days=1)
    quarter.clock.turn_to(friday)
    quarter.slack.state.clock = quarter.telegram.state.clock = quarter.clock
    in_a_week = f"Friday, January {friday.day + 7}, {NEXT_YEAR}"
    next_friday = await both_say(quarter, "remind me next Friday at 10 to call", in_a_week)
    no_day = await both_say(quarter, "remind me on 31 February to pay", "There is no 31 February")
    past = await both_say(quarter, "remind me on 3 March 2020 to go", "That is past already")
    await quarter.paul.taps(no_day[1], f"On February 28, {NEXT_YEAR}")
    await quarter.told("28", quarter.paul)

    assert "Cancel it" in next_friday[0]
    assert f"On February 28, {NEXT_YEAR}" in no_day[0]
    assert f"On March 3, {NEXT_YEAR}" in past[0]


async def test_what_cannot_be_taken_of_a_review_is_said_beside_it_and_nothing_is_lost(
    quarter: Quarter,
) -> None:
    await quarter.meet()
    desk = quarter.telegram.person(9, name="Desk")
    await desk.starts()
    await quarter.told("Hello", desk)

    def roles(store: Store) -> None:
        known = people(store)
        store.people.get(known["Desk"]).standing = Standing.SECRETARIAT
        at = quarter.clock()
        store.roles.put(known["Carla"], "G1", Role.LEAD, organisation="UNDP", at=at)

    quarter.hub.database.run_now(roles)
    amina, paul = quarter.amina, quarter.paul
    await quarter.at(morning(1, 2))
    await quarter.at(morning(1, 12))
    await amina.taps(await quarter.shown("Five questions", amina), "Fill in")
    await quarter.until(lambda: amina.modal is not None)
    with pytest.raises(NothingToTap, match="1200 characters or less"):
        await amina.submits({"comment1": "x" * 10_000})
    empty = await amina.submits({"comment1": "Kept", "recs1": " \n- \n •"})
    await amina.submits({"recs1": "Meet weekly", "decision": "Validated with recommendations"})
    await quarter.shown("Thank you, that is your review", amina)

    step = await quarter.taps(paul, await quarter.told("Five questions", paul), "Fill in", "1 of 6")
    await quarter.taps(paul, step, "No", "2 of 6")
    for size in (LONGEST_TELEGRAM, LONGEST_TELEGRAM, 10_000 - 2 * LONGEST_TELEGRAM):
        await paul.writes("y" * size)
        await quarter.told(f"That is {size:,} characters; please use 1,200 at most", paul)
    await paul.writes("Short")
    await quarter.told("3 of 6", paul)
    await paul.writes("- \n  •  ")
    late = await quarter.told("A recommendation needs words", paul)
    await quarter.at(morning(1, 25))
    over = await quarter.taps(paul, late, "Skip", "The time for answers was over")
    await quarter.told("your turn to decide", desk)
    chair = [each.text for each in quarter.carla.chat.messages.values()]

    assert "A recommendation needs words. Please write one a line." in str(empty.answer)
    assert "What you have begun is kept" in over.text
    assert [each["text"] for each in over.buttons()]
    assert not any("turn to decide" in each for each in chair), "a chair who leads does not decide"


async def test_a_past_date_and_an_owner_who_left_are_pointed_out(quarter: Quarter) -> None:
    await quarter.meet()

    def unit(store: Store) -> None:
        known, at = people(store), quarter.clock()
        store.roles.put(known["Carla"], "G1", Role.LEAD, organisation="UNDP", at=at)
        one = Deliverable(
            group_id="G1",
            reference="G1-D1",
            title="A note",
            owner_id=known["Paul"],
            created_at=at,
            changed_at=at,
        )
        store.workplans.add(one, by=None)
        store.roles.put(known["Paul"], "G1", Role.REVIEWER, state=RoleState.LEFT, at=at)

    quarter.hub.database.run_now(unit)
    lena, carla = quarter.lena, quarter.carla
    await lena.writes("workplan G1")
    await lena.taps(await quarter.shown("0 of 1 done", lena), "Add a deliverable")
    await quarter.until(lambda: lena.modal is not None)
    await lena.submits({"title": "A mapping", "due": "3 March 2020"})
    past = await quarter.shown("that date is in the past", lena)
    await carla.writes("workplan G1")
    left = await quarter.taps(
        carla, await quarter.told("0 of 2 done", carla), "G1-D1", "is not in the group any more"
    )

    assert "March 3, 2020" in past.shown
    assert "Edit" in {each["text"] for each in left.buttons()}
