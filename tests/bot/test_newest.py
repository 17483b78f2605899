"""Where nothing but filters is said, the newest records that fit are listed."""

from typing import Any

import pytest

Stage = Any  # tests/bot/conftest.py


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("latest", "the newest first: since 2024"),
        ("in Spanish", "the newest first: Spanish"),
        ("reports from IOM", "the newest first: report, IOM"),
        ("latest reports", "the newest first: since 2024, report"),
        ("anything from ILO", "the newest first: ILO"),
        ("show me guidance in French please", "the newest first:"),
    ],
)
async def test_filters_alone_list_the_newest_that_fit(stage: Stage, text: str, says: str) -> None:
    ana = stage.person("ana")

    reply = await ana.says(text)
    years = [fact for each in reply.entries for fact in each.facts if str(fact).isdigit()]

    assert says in ana.reads.replace(" and ", ", ")
    assert years == sorted(years, reverse=True)
    assert 1 <= len(reply.entries) <= 5


async def test_each_filter_can_be_taken_away_again(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("reports from IOM")

    wider = await ana.taps("✕ IOM")

    assert wider.phrase == "resource-newest"
    assert any("IOM" not in map(str, each.facts) for each in wider.entries)


async def test_the_only_filter_stays_for_nothing_else_was_said(stage: Stage) -> None:
    ana = stage.person("ana")

    await ana.says("in Spanish")

    assert "✕" not in ana.reads


async def test_filters_after_an_answer_narrow_it(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("remittances")

    reply = await ana.says("in Spanish")

    assert reply.phrase == "resource-found"
    assert "remittances" in ana.reads


async def test_words_beside_a_filter_are_looked_for(stage: Stage) -> None:
    ana = stage.person("ana")

    reply = await ana.says("reports from IOM on remittances")

    assert reply.phrase == "resource-found"


async def test_an_acronym_of_several_things_is_a_topic_beside_a_kind(stage: Stage) -> None:
    ana = stage.person("ana")

    reply = await ana.says("MMC research")

    assert reply.phrase != "resource-newest"
