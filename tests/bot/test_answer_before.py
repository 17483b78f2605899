"""What people say of the answer before: more, newer, in another language, only these, yes, no."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from bot.slots import Knowledge, SlotKind, Types
from bot.understand import understand
from bot.understood import Turn, Understood, Verb
from config.thesaurus import Thesaurus

Stage = Any  # tests/bot/conftest.py
NETWORK = Path(__file__).parents[2] / "config" / "network"


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    return Knowledge(thesaurus=Thesaurus.load(NETWORK / "thesaurus.yaml"))


def read(text: str) -> Understood:
    return understand(text, knowledge=knowledge(), today=date(2026, 11, 23))


@pytest.mark.parametrize(
    ("text", "turn"),
    [
        ("more please", Turn.MORE),
        ("d'autres", Turn.MORE),
        ("más resultados", Turn.MORE),
        ("ещё", Turn.MORE),
        ("المزيد", Turn.MORE),
        ("还有吗", Turn.MORE),
        ("newer ones", Turn.NEWER),
        ("plus récents", Turn.NEWER),
        ("algo más reciente", Turn.NEWER),
        ("поновее", Turn.NEWER),
        ("الأحدث", Turn.NEWER),
        ("最新的", Turn.NEWER),
        ("ok", Turn.YES),
        ("oui", Turn.YES),
        ("да", Turn.YES),
        ("نعم", Turn.YES),
        ("好的", Turn.YES),
        ("no", Turn.NO),
        ("non merci", Turn.NO),
        ("нет", Turn.NO),
        ("لا", Turn.NO),
        ("不是", Turn.NO),
        ("stop", Turn.STOP),
        ("arrêtez", Turn.STOP),
        ("хватит", Turn.STOP),
        ("توقف", Turn.STOP),
        ("停止", Turn.STOP),
    ],
)
def test_a_word_about_the_answer_before_is_understood_in_six_languages(
    text: str, turn: Turn
) -> None:
    understood = read(text)

    assert (understood.verb, understood.turn) == (Verb.FOLLOW_UP, turn)


@pytest.mark.parametrize(
    "text",
    ["more countries of origin", "no returns policy", "yes to mobility", "stop trafficking"],
)
def test_the_same_word_in_a_question_is_part_of_it(text: str) -> None:
    assert read(text).turn is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("in Spanish pls", SlotKind.LANGUAGE),
        ("et en français ?", SlotKind.LANGUAGE),
        ("en español por favor", SlotKind.LANGUAGE),
        ("на русском", SlotKind.LANGUAGE),
        ("بالعربية", SlotKind.LANGUAGE),
        ("since 2022", SlotKind.YEARS),
        ("only latest", SlotKind.NEWEST),
        ("только последние", SlotKind.NEWEST),
        ("仅最新的", SlotKind.NEWEST),
        ("in Kenya", SlotKind.COUNTRY),
        ("au senegal", SlotKind.COUNTRY),
        ("only reports", SlotKind.TYPE),
        ("seulement les rapports", SlotKind.TYPE),
        ("solo informes", SlotKind.TYPE),
        ("только доклады", SlotKind.TYPE),
        ("只要报告", SlotKind.TYPE),
    ],
)
def test_filters_alone_narrow_the_answer_before(text: str, kind: SlotKind) -> None:
    understood = read(text)

    assert understood.narrows
    assert {slot.kind for slot in understood.slots if slot.confidence >= 0.8} >= {kind}


@pytest.mark.parametrize("text", ["Kenya", "news on Kenya", "reports", "labour migration in Kenya"])
def test_what_may_be_a_topic_of_its_own_is_asked_anew(text: str) -> None:
    assert not read(text).narrows


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("latest reports on remittances", "remittances"),
        ("последние доклады о денежных переводах", "денежных переводах"),
        ("rapports récents sur les transferts de fonds", "transferts de fonds"),
        ("informes sobre remesas", "remesas"),
        ("تقارير عن التحويلات", "التحويلات"),
        ("关于汇款的报告", "汇款"),
    ],
)
def test_reports_on_something_are_reports_in_six_languages(text: str, words: str) -> None:
    understood = read(text)
    kinds = [each for each in understood.slots if each.kind is SlotKind.TYPE]

    assert understood.words == words
    assert [each.confidence >= 0.8 for each in kinds] == [True]
    assert isinstance(kinds[0].value, Types)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("doc sur la traite", "traite"),
        ("docs on trafficking", "trafficking"),
        ("documentos sobre trata de personas", "trata de personas"),
        ("материалы о возвращении", "возвращении"),
        ("وثائق عن الاتجار", "الاتجار"),
        ("people on the move", "people on the move"),
        ("World Migration Report", "World Migration Report"),
    ],
)
def test_a_word_that_any_record_answers_to_is_not_searched_for(text: str, words: str) -> None:
    assert read(text).words == words


@pytest.mark.parametrize(
    "text",
    [
        "who knows about labour migration in Kenya",
        "qui connait la migration de travail au kenya",
        "quien sabe de migracion laboral en kenia",
        "кто знает о трудовой миграции в Кении",
        "من يعرف عن هجرة اليد العاملة في كينيا",
        "谁了解肯尼亚的劳务移民",
    ],
)
def test_a_place_narrows_who_is_asked_for_in_six_languages(text: str) -> None:
    places = [each for each in read(text).slots if each.kind is SlotKind.COUNTRY]

    assert [each.confidence >= 0.8 for each in places] == [True]


@pytest.mark.parametrize(
    ("text", "rhythm", "words"),
    [
        ("tell me when there is something new on returns every day", "daily", "returns"),
        ("tell me every day when there is something new on returns", "daily", "returns"),
        ("every week tell me when there is something new on returns", "weekly", "returns"),
        ("send me daily updates on returns", "daily", "returns"),
        ("prévenez-moi chaque jour quand il y a du nouveau sur les retours", "daily", "retours"),
        ("avísame cada día cuando haya algo nuevo sobre remesas", "daily", "remesas"),
        ("сообщайте о новых материалах о детях каждый день", "daily", "детях"),
        ("أخبرني كل يوم عندما يكون هناك جديد عن التحويلات", "daily", "التحويلات"),
        ("tell me when there is something new on returns", "", "returns"),
        (
            "tell me when there is something new on the every day life of migrants",
            "",
            "every day life of migrants",
        ),
    ],
)
def test_a_watch_has_the_rhythm_that_was_asked_for(text: str, rhythm: str, words: str) -> None:
    understood = read(text)

    assert understood.verb is Verb.WATCH
    assert (understood.rhythm, understood.words) == (rhythm, words)


def test_every_day_life_is_a_topic() -> None:
    assert read("every day life of migrants").words == "every day life of migrants"


@pytest.mark.parametrize("text", ["MMC", "who is at MMC"])
def test_an_acronym_of_two_organisations_is_asked_about(text: str) -> None:
    choices = [each.words for each in read(text).alternatives]

    assert choices == ["Mayors Migration Council", "Mixed Migration Centre"]


def test_an_acronym_that_its_neighbours_decide_is_not_asked_about() -> None:
    assert not read("MMC mayors and cities").alternatives
    assert not read("GCM").alternatives


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("when is the next IMRF?", "coming"),
        ("quand est le prochain FEMI ?", "coming"),
        ("когда следующий ФРММ?", "coming"),
        ("when was the last IMRF?", "past"),
        ("when is the IMRF?", ""),
    ],
)
def test_the_next_and_the_last_of_an_event_are_told_apart(text: str, tense: str) -> None:
    assert read(text).tense == tense


async def test_an_answer_is_refined_in_words(stage: Stage) -> None:
    ana = stage.person("ana")
    first = await ana.says("alternatives to detention")

    second = await ana.says("more")
    spanish = await ana.says("in Spanish pls")
    thanked = await ana.says("ok")

    assert {e.title for e in first.entries}.isdisjoint(e.title for e in second.entries)
    assert "choice-drop" in {c.label.phrase for row in spanish.choices for c in row}
    assert thanked.phrase == "you-are-welcome"


async def test_more_of_nothing_asks_what_is_looked_for(stage: Stage) -> None:
    reply = await stage.person("ana").says("more")

    assert reply.phrase == "say-something"


async def test_no_leads_to_another_way(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("return and reintegration")

    reply = await ana.says("no")

    assert "find-not-helped" in {line.phrase for line in reply.lines}
