"""A need is understood: what it is about, and how, until when and for whom help is wanted."""

from datetime import date

import pytest

from bot.needs import Need
from bot.slots import Knowledge, SlotKind
from bot.understand import understand
from bot.understood import Understood, Verb
from config.taxonomy import Visibility

MONDAY = date(2026, 11, 23)
KNOWLEDGE = Knowledge()


def read(text: str, *, verb: str | None = None) -> Understood:
    return understand(text, knowledge=KNOWLEDGE, verb=verb, today=MONDAY)


def need(text: str) -> Need:
    found = read(text)
    assert found.verb is Verb.REQUEST
    assert found.need is not None
    return found.need


def languages(text: str) -> list[object]:
    return [each.value for each in read(text).slots if each.kind is SlotKind.LANGUAGE]


def test_one_sentence_says_it_all() -> None:
    text = "we need help negotiating a bilateral labour agreement, French preferred, by March"

    found = read(text)

    assert found.verb is Verb.REQUEST
    assert found.words == "negotiating a bilateral labour agreement"
    assert languages(text) == ["fr"]
    assert found.need is not None
    assert found.need.deadline is not None
    assert found.need.deadline.on == date(2027, 3, 31)
    assert not found.need.urgent


@pytest.mark.parametrize(
    "text",
    [
        "request help with return counselling in Senegal",
        "I need help with return counselling",
        "nous avons besoin d'aide pour le conseil au retour",
        "necesitamos ayuda con la reintegración",
        "нам нужна помощь с возвращением мигрантов",
        "نحتاج إلى مساعدة في إدارة الحدود",
        "我们需要帮助制定双边协议",
        "how do we set up a one-stop centre within two months",
        "ask a person about remittances",
    ],
)
def test_help_that_is_asked_for_is_a_request(text: str) -> None:
    assert read(text).verb is Verb.REQUEST


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("I need help", Verb.HELP),
        ("requests for asylum", Verb.FIND),
        ("demande d'asile en France", Verb.FIND),
        ("who can help us with visas", Verb.WHO),
        ("my requests", Verb.REQUESTS),
        ("mes demandes", Verb.REQUESTS),
        ("мои запросы", Verb.REQUESTS),
        ("طلباتي", Verb.REQUESTS),
        ("mis solicitudes", Verb.REQUESTS),
        ("我的请求", Verb.REQUESTS),
        ("cases", Verb.CASES),
    ],
)
def test_what_only_looks_like_a_request_is_none(text: str, verb: Verb) -> None:
    assert read(text).verb is verb


@pytest.mark.parametrize(
    "text",
    [
        "we need help with visas, urgent",
        "we need help with visas asap",
        "nous avons besoin d'aide pour les visas, c'est urgent",
        "necesitamos ayuda con visados cuanto antes",
        "нам нужна помощь с визами срочно",
        "نحتاج إلى مساعدة في التأشيرات بشكل عاجل",
        "我们需要帮助办理签证，尽快",
    ],
)
def test_urgency_is_heard_in_six_languages(text: str) -> None:
    assert need(text).urgent


def test_what_is_not_urgent_is_not_taken_for_it() -> None:
    assert not need("we need help with visas, not urgent").urgent
    assert not need("nous avons besoin d'aide pour les visas, rien d'urgent").urgent


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("we need help with visas, ideally in Arabic", ["ar"]),
        ("we need help with visas, English or French", ["en", "fr"]),
        ("nous avons besoin d'aide pour les visas, de préférence en espagnol", ["es"]),
        ("нам нужна помощь с визами, желательно на русском", ["ru"]),
        ("我们需要帮助办理签证，最好是法语", ["fr"]),
    ],
)
def test_the_languages_that_they_would_like_are_heard(text: str, codes: list[str]) -> None:
    assert languages(text) == codes


def test_a_country_and_a_confidence_are_heard() -> None:
    found = need("our ministry needs help with a confidential case in Libya")

    assert found.for_country
    assert found.sensitive


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("we need help with visas for carers, only for governments", Visibility.GOVERNMENT),
        ("we need help with visas for carers, visible to everybody", Visibility.PUBLIC),
        ("we need help with visas for carers, for the network only", Visibility.NETWORK),
        ("we need help with visas, only for our working group", Visibility.GROUP),
        (
            "nous avons besoin d'aide pour les visas, réservé aux gouvernements",
            Visibility.GOVERNMENT,
        ),
        ("нам нужна помощь с визами, только для сети", Visibility.NETWORK),
        ("we need help with public health and the network of ministries", None),
    ],
)
def test_who_may_see_it_is_heard_and_is_no_topic(text: str, level: Visibility | None) -> None:
    found = read(text)

    assert need(text).seen_by is level
    assert level is None or "only" not in found.words


def test_a_command_takes_the_rest_as_the_need() -> None:
    found = read("visas for carers by Friday", verb="request")

    assert (found.verb, found.words) == (Verb.REQUEST, "visas for carers")
    assert found.need is not None
    assert found.need.deadline is not None
