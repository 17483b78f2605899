"""The demo's stage: a hub that is really killed, platforms that fail, a clock that is turned."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.demo import cast
from bot.demo.process import HubIsDown
from bot.demo.stage import Stage, Trouble, Turn

PATIENCE_S = 30.0
QUESTION = "find labour migration"


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not holds():  # noqa: ASYNC110  # two platforms
            await asyncio.sleep(0.02)


def answers(stage: Stage, *, on_slack: bool) -> int:
    """How often the hub has said something to the expert, or to the official."""
    if on_slack:
        said = stage.slack.messages(stage.slack_person(cast.FOCAL_POINT.account))
        return sum(each.bot_id is not None for each in said)
    told = stage.telegram.messages(stage.telegram_person(cast.OFFICIAL.account))
    return sum(each.sender.is_bot for each in told)


async def test_what_is_written_while_the_hub_is_killed_is_answered_once(stage: Stage) -> None:
    before = stage.hub.pid
    await stage.hub.kill()
    with pytest.raises(HubIsDown):
        await stage.turn(Turn.HOUR)
    await stage.telegram_person(cast.OFFICIAL.account).writes(QUESTION)
    await stage.start()
    await until(lambda: answers(stage, on_slack=False) > 0)
    await stage.turn(Turn.HOUR)

    assert stage.hub.pid not in {0, before}
    assert answers(stage, on_slack=False) == 1


async def test_what_is_said_while_slack_is_down_arrives_once(stage: Stage) -> None:
    expert = stage.slack_person(cast.FOCAL_POINT.account)
    await expert.writes(QUESTION)
    await until(lambda: answers(stage, on_slack=True) == 1)
    await stage.trouble(Trouble.SLACK_DOWN, on=True)
    await asyncio.sleep(0.2)
    await stage.trouble(Trouble.SLACK_DOWN, on=False)
    await stage.slack.connected(timeout=PATIENCE_S)
    await expert.writes("who knows about returns")
    await until(lambda: answers(stage, on_slack=True) == 2)
    await stage.turn(Turn.HOUR)

    assert answers(stage, on_slack=True) == 2


async def test_too_many_requests_make_an_answer_late_and_not_double(stage: Stage) -> None:
    await stage.trouble(Trouble.LIMITED, on=True)
    await stage.telegram_person(cast.OFFICIAL.account).writes(QUESTION)
    await until(lambda: bool(stage.telegram.faults.counted))
    assert answers(stage, on_slack=False) == 0
    await stage.trouble(Trouble.LIMITED, on=False)
    await until(lambda: answers(stage, on_slack=False) > 0)
    await stage.turn(Turn.HOUR)

    assert answers(stage, on_slack=False) == 1


async def test_both_platforms_and_the_hub_have_one_time(stage: Stage) -> None:
    began = stage.time()
    await stage.turn(Turn.DAY)
    asked = await stage.telegram_person(cast.OFFICIAL.account).writes(QUESTION)
    await until(lambda: answers(stage, on_slack=False) == 1)
    turned = stage.time()
    await stage.turn(Turn.NEXT)

    assert began.weekday() == 0
    assert asked.sent_at - began >= timedelta(days=1)
    assert stage.slack.clock() - began >= timedelta(days=1)
    assert stage.nothing_due or stage.time() > turned
