"""Why somebody is named: their own words, their documents, and the working groups they are in."""

from typing import Any

Stage = Any  # tests/bot/conftest.py


async def test_a_working_group_is_a_reason_by_its_title(stage: Stage) -> None:
    ana = stage.person("ana")

    await ana.says("who knows about alternatives to immigration detention?")

    assert "For Alternatives to Immigration Detention" in ana.reads


async def test_a_slip_in_a_long_phrase_does_not_hide_what_fits(stage: Stage) -> None:
    ana = stage.person("ana", language="ru")

    reply = await ana.says("задержание дитей")

    assert reply.phrase == "resource-found"
