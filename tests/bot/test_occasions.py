"""Sentences that ask for a date, for news, or for what is missing, in six languages."""

from datetime import date
from pathlib import Path

import pytest

from bot.slots import Knowledge
from bot.understand import understand
from bot.understood import Understood, Verb
from config.thesaurus import Thesaurus

THESAURUS = Path(__file__).parents[2] / "config/network/thesaurus.yaml"
KNOWLEDGE = Knowledge(thesaurus=Thesaurus.load(THESAURUS))
FORUM = "International Migration Review Forum"


def meant(text: str, *, verb: str | None = None) -> Understood:
    return understand(text, knowledge=KNOWLEDGE, verb=verb, today=date(2026, 11, 23))


@pytest.mark.parametrize(
    "text",
    [
        "when is the next IMRF?",
        "please tell me, when does the IMRF take place?",
        "date of the next IMRF",
        "quand est le prochain FEMI ?",
        "¿Cuándo es el próximo FEMI?",
        "когда состоится IMRF?",
        "متى يعقد منتدى استعراض الهجرة الدولية القادم؟",
        "国际移民审查论坛什么时候举行？",
    ],
)
def test_a_date_is_asked_of_an_event_by_all_its_names(text: str) -> None:
    found = meant(text)

    assert found.verb is Verb.FIND
    assert [FORUM in wordings for wordings in found.occasion] == [True]


def test_a_place_and_further_words_belong_to_the_event() -> None:
    africa = meant("quand ont eu lieu les examens régionaux en Afrique ?").occasion
    call = meant("what is the deadline for the call for practices?").occasion

    assert africa[-1] == ("Afrique", "Africa")
    assert call == (("call",), ("practices",))


@pytest.mark.parametrize(
    "text",
    ["when to detain children", "next steps on returns", "what is a BLMA?", "who knows when"],
)
def test_no_date_is_asked_where_none_is_meant(text: str) -> None:
    assert meant(text).occasion == ()


@pytest.mark.parametrize(
    "text",
    [
        "tell me when there is something new on remittances",
        "Could you let me know when there's something new about remittances?",
        "prévenez-moi quand il y a du nouveau sur remittances",
        "avísame cuando haya algo nuevo sobre remittances",
        "сообщите, когда появится что-то новое о remittances",
        "أخبرني عندما يكون هناك جديد عن remittances",
        "请通知我关于 remittances",
        "/watch remittances",
    ],
)
def test_a_wish_to_be_told_is_a_saved_search(text: str) -> None:
    found = meant(text)

    assert (found.verb, found.words) == (Verb.WATCH, "remittances")


@pytest.mark.parametrize(
    "text",
    ["follow-up and review", "tell me about new guidance on return", "data gaps", "watch lists"],
)
def test_what_only_looks_like_it_is_searched_for(text: str) -> None:
    assert meant(text).verb is Verb.FIND


@pytest.mark.parametrize(
    ("name", "verb"),
    [("gaps", Verb.GAPS), ("lacunes", Verb.GAPS), ("watches", Verb.WATCHES), ("watch", Verb.WATCH)],
)
def test_news_and_gaps_are_commands_too(name: str, verb: Verb) -> None:
    assert meant("", verb=name).verb is verb
    assert meant(name).verb is verb
