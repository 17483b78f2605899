"""Who types what a button says: meant as a tap, where one choice alone can be meant."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import labels
from config.phrases import Words
from config.taxonomy import Platform
from handlers.messages import Choice, Reply

Stage = Any  # tests/bot/conftest.py
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def screen(**actions: str) -> Reply:
    """A reply with a choice for each label."""
    choices = tuple(Choice(Words(label), action) for label, action in actions.items())
    return Reply("screen", choices=(choices,))


def typed(text: str, reply: Reply, *, after: timedelta = timedelta(0)) -> str:
    offer = labels.offered(reply, lambda words: words.phrase.replace("_", " "), at=NOW)
    return labels.meant(text, offer, at=NOW + after)


@pytest.mark.parametrize("text", ["No, keep it", "no keep it!", "NO", "no."])
def test_a_label_may_be_typed_in_short_and_without_signs(text: str) -> None:
    assert typed(text, screen(**{"Yes, leave": "leave", "No, keep it": "keep"})) == "keep"


def test_what_two_choices_are_called_means_neither() -> None:
    twice = Reply(
        "s", choices=((Choice(Words("Cancel"), "a 1"),), (Choice(Words("Cancel"), "a 2"),))
    )

    assert typed("cancel", twice) == ""


def test_a_screen_of_long_ago_is_not_meant() -> None:
    assert typed("send it", screen(Send_it="send"), after=timedelta(minutes=29)) == "send"
    assert typed("send it", screen(Send_it="send"), after=timedelta(minutes=31)) == ""


def test_under_an_answer_words_are_a_new_question() -> None:
    assert typed("more", screen(More="find.page 1 5")) == ""


@given(st.text(max_size=80))
def test_any_label_can_be_typed_as_it_stands_or_not_at_all(label: str) -> None:
    reply = Reply("s", choices=((Choice(Words(label), "do"),),))
    offer = labels.offered(reply, lambda words: words.phrase, at=NOW)

    assert labels.meant(label, offer, at=NOW) in {"do", ""}


@pytest.mark.parametrize("platform", [Platform.SLACK, Platform.TELEGRAM])
async def test_yes_deletes_and_no_keeps(stage: Stage, platform: Platform) -> None:
    ana = stage.person("ana", platform)
    await ana.says("forget me")
    assert (await ana.says("no")).phrase == "me"
    await ana.says("forget me")
    assert (await ana.says("Yes")).phrase == "me-forgotten"


async def test_a_request_is_sent_by_the_words_on_its_button(stage: Stage) -> None:
    ana = stage.person("ana", language="fr")
    await ana.says(
        "Nous avons besoin d’aide pour négocier un accord bilatéral de travail avec un pays"
        " du Golfe, surtout sur les frais de recrutement et la sécurité sociale"
    )
    assert ana.reply.phrase == "request-understood"

    reply = await ana.says("envoyer")

    assert reply.phrase == "request-sent"
