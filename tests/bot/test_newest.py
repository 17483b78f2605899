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


async def test_a_guess_that_leaves_one_that_fits_above_misfits_gives_way(stage: Stage) -> None:
    ana = stage.person("Ana", language="ru")

    found = await ana.says("последние доклады о денежных переводах")

    titles = [each.title.lower() for each in found.entries]
    fit = [each for each in titles if "remit" in each or "перевод" in each or "汇款" in each]
    assert len(fit) >= 3, titles


async def test_who_asks_for_a_language_is_not_told_that_it_is_another(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.says("anything on alternatives to detention for kids?")

    await ana.says("in Spanish please")

    assert "Spanish" in ana.reads
    assert "Nothing in the language" not in ana.reads


async def test_where_nothing_fits_two_titles_are_shown_and_a_person_offered(stage: Stage) -> None:
    ana = stage.person("Ana")

    for nonsense in ("asdfghjkl qwerty", "FMM"):
        found = await ana.says(nonsense)

        assert len(found.entries) <= 2
        assert not any(each.passage or each.why for each in found.entries)
        assert ana.choice("Ask a person")


async def test_what_fits_in_another_language_is_not_called_a_misfit(stage: Stage) -> None:
    ana = stage.person("Ana", language="fr")

    found = await ana.says("des documents sur la détention des enfants")

    assert found.phrase == "resource-found"


async def test_what_is_spelt_right_is_not_spelt_as_in_the_language_asked_for(stage: Stage) -> None:
    luc = stage.person("luc", language="fr")

    for topic in ("détention des enfants", "la situation des enfants", "une évaluation"):
        await luc.says(f"des documents sur {topic}, en espagnol")

        assert "Vouliez-vous" not in luc.reads, topic
