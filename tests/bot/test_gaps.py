"""What nobody found an answer to: kept without names, shown to the secretariat."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from config.taxonomy import Platform, Standing
from storage.questions import Question
from storage.store import Store

Stage = Any  # tests/bot/conftest.py


def kept(stage: Stage) -> list[tuple[str, int, dict[str, int]]]:
    """Of every gap its name, how often it was asked for, and in which languages."""

    def unit(store: Store) -> list[tuple[str, int, dict[str, int]]]:
        found = store.gaps.most_asked(limit=100)
        return [(each.label, each.asked, each.languages) for each in found]

    return list(stage.hub.database.read_now(unit))


async def of_secretariat(stage: Stage, platform: Platform = Platform.TELEGRAM) -> Any:  # noqa: ANN401
    sara = stage.person("sara", platform)
    await sara.says("hello")
    stage.standing(sara, Standing.SECRETARIAT)
    return sara


@pytest.mark.parametrize("platform", [Platform.TELEGRAM, Platform.SLACK])
async def test_the_secretariat_sees_what_is_missing_the_most_frequent_first(
    stage: Stage, platform: Platform
) -> None:
    people = [stage.person(name) for name in ("ana", "luc", "mia")]
    for each in people:
        await each.says("find football")
    await people[0].says("find volcano insurance")
    sara = await of_secretariat(stage, platform)

    reply = await sara.says("gaps")

    assert [each.title for each in reply.entries] == ["football", "volcano insurance"]
    assert "asked for 3 times · last on" in sara.reads
    assert "to read" in sara.reads


async def test_a_question_in_other_words_is_the_same_gap(stage: Stage) -> None:
    await stage.person("ana").says("find insurance of volcanoes")
    await stage.person("luc").says("any volcano insurances?")

    assert [asked for _, asked, _ in kept(stage)] == [2]


async def test_somebody_who_asks_again_is_counted_once(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("find football")
    await ana.says("find football")

    assert [asked for _, asked, _ in kept(stage)] == [1]


async def test_a_slip_of_the_finger_is_no_gap(stage: Stage) -> None:
    await stage.person("ana").says("find mayrs")

    assert kept(stage) == []


async def test_what_did_not_help_is_a_gap_by_its_concepts(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("find remittances")
    assert kept(stage) == []

    await ana.taps("This didn’t")

    assert kept(stage) == [("remittances", 1, {"en": 1})]


async def test_a_gap_keeps_no_address_number_or_person(stage: Stage) -> None:
    await stage.person("ana").says("find zxqvkw of jo.doe@example.org or +41 22 555 01 23")

    assert [label for label, _, _ in kept(stage)] == ["zxqvkw"]


async def test_a_gap_outlives_the_person_and_the_question(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("find football")
    await ana.says("forget me")
    await ana.taps("Yes, delete")

    left = stage.hub.database.read_now(lambda store: store.session.query(Question).count())

    assert left == 0
    assert [label for label, _, _ in kept(stage)] == ["football"]


async def test_a_gap_that_nobody_asks_for_any_more_is_forgotten(stage: Stage) -> None:
    await stage.person("ana").says("find football")
    later = datetime.now(UTC) + timedelta(days=800)

    stage.hub.database.run_now(lambda store: store.gaps.forget_old(before=later))

    assert kept(stage) == []


@pytest.mark.parametrize("word", ["gaps", "lacunes", "lagunas", "пробелы", "الثغرات", "缺口"])
async def test_others_are_told_kindly_who_sees_it(stage: Stage, word: str) -> None:
    ana = stage.person("ana")

    reply = await ana.says(word)

    assert reply.phrase == "gaps-for-secretariat"
    assert ana.choice("What can I ask?")


async def test_the_list_is_not_shown_where_others_read_along(stage: Stage) -> None:
    sara = await of_secretariat(stage)
    sara.conversation, sara.private = "-100", False

    reply = await sara.says("gaps")

    assert reply.phrase == "gaps-in-private"


async def test_a_long_list_is_paged_in_the_same_message(stage: Stage) -> None:
    ana = stage.person("ana")
    for number in range(12):
        await ana.says(f"find zxqv{'abcdefghijkl'[number]}kw")
    sara = await of_secretariat(stage)
    first = await sara.says("gaps")
    message = sara.about

    second = await sara.taps("More")

    assert (len(first.entries), len(second.entries)) == (10, 2)
    assert sara.about == message
    assert len((await sara.taps("‹ Back")).entries) == 10
