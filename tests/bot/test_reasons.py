"""Why somebody is named: their own words, their documents, and the working groups they are in."""

from typing import Any

Stage = Any  # tests/bot/conftest.py


async def test_a_working_group_is_a_reason_by_its_title(stage: Stage) -> None:
    ana = stage.person("ana")

    await ana.says("who knows about alternatives to immigration detention?")

    reasons = " ".join(ana.reads.split())
    assert "Works with TWG 2 (Alternatives to Immigration Detention)" in reasons


async def test_a_working_group_is_said_in_words_and_never_quoted_as_theirs(stage: Stage) -> None:
    ana = stage.person("ana")

    found = await ana.says("who knows about labour migration in CWG 2.1")

    passages = " ".join(each.passage.text for each in found.entries if each.passage)
    assert "Works with CWG 2.1" in ana.reads
    assert "Answers for 2.1" not in ana.reads
    assert "Stronger UN system for GCM implementation GCM" not in passages


async def test_a_slip_in_a_long_phrase_does_not_hide_what_fits(stage: Stage) -> None:
    ana = stage.person("ana", language="ru")

    reply = await ana.says("задержание дитей")

    assert reply.phrase == "resource-found"
