"""What a newcomer says in so many words is done, in six languages."""

from datetime import date
from typing import Any

import pytest

from bot.slots import Knowledge
from bot.understand import understand
from bot.understood import Understood, Verb
from config.taxonomy import Standing

Stage = Any  # tests/bot/conftest.py
KNOWLEDGE = Knowledge()


def read(text: str) -> Understood:
    return understand(text, knowledge=KNOWLEDGE, today=date(2026, 11, 23))


@pytest.mark.parametrize(
    ("verb", "texts"),
    [
        (
            Verb.BACK,
            (
                "I am back | I'm back! | I am here again | je suis de retour | estoy de vuelta"
                " | я вернулась | لقد عدت | 我回来了 | hi, I'm back"
            ),
        ),
        (
            Verb.REMINDERS,
            (
                "cancel all my reminders | annulez tous mes rappels"
                " | cancelar todos mis recordatorios | отмените все мои напоминания"
                " | ألغ جميع تذكيراتي | 取消所有提醒"
            ),
        ),
        (
            Verb.WATCHES,
            (
                "stop watching returns | arrête de suivre les retours | deja de seguir los retornos"
                " | перестань следить за возвращением | توقف عن متابعة العودة | 取消关注回返"
            ),
        ),
        (
            Verb.REQUESTS,
            (
                "withdraw my request | retirer ma demande | cancela mi solicitud"
                " | отозвать мой запрос | اسحب طلبي | 撤回我的请求"
            ),
        ),
        (Verb.CASES, "case 1 | Case #12 | cas 3 | cas | caso 4 | дело 5 | الحالة 6 | 个案 7"),
        (
            Verb.REQUEST,
            (
                "nous cherchons de l'aide sur le retour des enfants au Sénégal, d'ici le 15 avril"
                " | we are looking for help with returns | buscamos ayuda con los retornos"
                " | ищем помощь по возвращению | نبحث عن مساعدة في العودة | 我们在寻求帮助：回返"
            ),
        ),
        (
            Verb.WATCH,
            (
                "уведомь меня когда будет что-то новое о возвращении"
                " | уведомите меня, если появится что-то новое о детях"
            ),
        ),
        (
            Verb.AWAY,
            (
                "我到1月15日都不在 | until 15 January I am away | до 15 января меня не будет"
                " | hasta el 15 de enero estaré ausente | jusqu'au 15 janvier je serai absente"
            ),
        ),
        (
            Verb.THANKS,
            (
                "thank you, that was great! | merci beaucoup, c'était parfait ! | that was great!"
                " | muchas gracias, ha sido muy útil | спасибо, это было очень полезно"
                " | شكرا جزيلا، كان ذلك رائعا | 谢谢你，太棒了！ | thanks for your help"
            ),
        ),
        (Verb.FIND, "thanks, and anything on returns? | case study on returns | case law"),
        (Verb.WHO, "who leads work on returns? | who is in charge of returns?"),
    ],
)
def test_it_is_understood(verb: Verb, texts: str) -> None:
    found = {text: read(text) for text in texts.split(" | ")}
    meant = {text: (each.otherwise or each).verb for text, each in found.items()}

    assert meant == dict.fromkeys(found, verb)


@pytest.mark.parametrize(
    "text",
    [
        "who leads CWG 2.1?",
        "who leads the CWG 2.1",
        "qui dirige CWG 2.1 ?",
        "qui est dans le CWG 2.1 ?",
        "who is in CWG 2.1",
        "¿quién dirige CWG 2.1?",
        "кто руководит CWG 2.1?",
        "من يقود CWG 2.1؟",
        "谁领导CWG 2.1？",
        "members of CWG 2.1",
    ],
)
def test_who_leads_or_is_in_a_group_asks_for_the_group(text: str) -> None:
    found = read(text)

    assert (found.verb, found.words) == (Verb.GROUPS, "CWG 2.1")


def test_what_is_left_of_a_wish_is_its_topic() -> None:
    found = read("уведомь меня когда будет что-то новое о возвращении")

    assert found.words == "возвращении"


async def test_back_again_in_words_ends_the_absence(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("I am away until 15 January 2035")
    await ana.says("I'm back")
    back = ana.reads
    await ana.says("me")

    assert "Good to have you back" in back
    assert "Away until January" not in ana.reads


async def test_who_leads_a_group_shows_it_and_who_leads_work_asks_experts(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("who leads CWG 2.1?")
    group = ana.reads
    await ana.says("who leads work on returns?")

    assert group.startswith("CWG 2.1")
    assert "CWG 2.1" not in ana.reads.splitlines()[0]
    assert "returns" in ana.reads


async def test_the_secretariat_opens_a_case_by_its_number(stage: Stage) -> None:
    ana, sam = stage.person("ana"), stage.person("sam")
    await sam.says("help")
    stage.standing(sam, Standing.SECRETARIAT)
    await ana.says("we need help with returns of children to Senegal")
    await ana.taps("Send")
    await sam.says("case 1")
    shown = sam.reads
    await sam.says("case 77")
    listed = sam.reads
    await ana.says("case 1")

    assert "returns of children" in shown
    assert "returns of children" in listed
    assert "returns of children" not in ana.reads
