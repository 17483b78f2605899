"""What is typed under a request that is shown: a date for it, or the word to send it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot import corrections, labels
from bot.slots import Knowledge
from bot.understand import understand
from bot.understood import Verb
from config.phrases import Words
from config.taxonomy import Platform
from handlers.messages import Choice, Reply

Stage = Any  # tests/bot/conftest.py
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
KNOWLEDGE = Knowledge()
SHOWN = ("request.send 3", "request.when 3", "request.drop 3")


def typed(text: str, *actions: str) -> str:
    choices = tuple(Choice(Words(each), each) for each in actions or SHOWN)
    offer = labels.offered(Reply("s", choices=(choices,)), lambda words: words.phrase, at=NOW)
    return corrections.meant(text, offer, KNOWLEDGE, at=NOW, zone="Europe/Zurich")


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("15 april", "2027-04-15 day"),
        ("actually make it april", "2027-04-30 month"),
        ("no wait, not March, April", "2027-04-30 month"),
        ("by 15 March 2027 please", "2027-03-15 day"),
        ("in two weeks", "2026-12-14 day"),
        ("plutôt fin avril", "2027-04-30 month"),
        ("mejor antes de abril", "2027-03-31 day"),
        ("лучше до 15 апреля", "2027-04-15 day"),
        ("改成4月", "2027-04-30 month"),
    ],
)
def test_a_date_alone_is_until_when(text: str, by: str) -> None:
    assert typed(text) == f"request.by 3 {by}"


@pytest.mark.parametrize("text", ["yes please send it", "oui envoie", "yes", "sí, envíala", "да"])
def test_the_word_to_send_it_sends_it(text: str) -> None:
    assert typed(text) == "request.send 3"


@pytest.mark.parametrize("text", ["cancel", "no, never mind", "annule", "不用了"])
def test_the_word_to_drop_it_drops_it(text: str) -> None:
    assert typed(text) == "request.drop 3"


def test_a_mere_yes_sends_nothing_while_more_is_asked_for() -> None:
    asked = ("request.more 3", *SHOWN)

    assert typed("yes", *asked) == ""
    assert typed("yes, send it", *asked) == "request.send 3"


@pytest.mark.parametrize(
    "text", ["2", "ok", "no", "reports of april 2027", "not March", "who knows about April?", ""]
)
def test_anything_else_is_no_correction(text: str) -> None:
    assert typed(text) == ""


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("not now, ask me again on thursday", "offer.later 7 2026-12-03"),
        ("sorry, not this week. Ask me again in March please", "offer.later 7 2027-03-01"),
        ("later", "offer.when 7"),
        ("pas maintenant, redemandez-moi en mars", "offer.later 7 2027-03-01"),
        ("ahora no, pregúntame de nuevo en marzo", "offer.later 7 2027-03-01"),
        ("не сейчас, спросите меня снова 15 января", "offer.later 7 2027-01-15"),
        ("thursday", ""),
        ("not now, who is asking?", ""),
        ("reports after 2020", ""),
    ],
)
def test_not_now_is_said_with_a_day_under_an_offer(text: str, action: str) -> None:
    said = corrections.put_off(text, KNOWLEDGE, at=NOW, zone="Europe/Zurich")
    assert said.format(7) == action


def test_without_a_request_a_date_is_a_question() -> None:
    assert typed("15 april", "groups.see") == ""


@pytest.mark.parametrize("platform", [Platform.SLACK, Platform.TELEGRAM])
async def test_somebody_changes_the_date_and_sends(stage: Stage, platform: Platform) -> None:
    ana = stage.person("ana", platform)
    await ana.says(
        "We need help drafting a law on child detention with our parliament, by March,"
        " and a review of our articles on guardianship"
    )

    reply = await ana.says("no wait, not March, April")

    assert reply.phrase == "request-understood"
    assert (await ana.says("yes please send it")).phrase == "request-sent"


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("any news on my request?", Verb.REQUESTS),
        ("des nouvelles de ma demande ?", Verb.REQUESTS),
        ("never mind", Verb.HELP),
        ("merci bcp", Verb.THANKS),
        ("we are looking for somebody who can talk about remittances", Verb.WHO),
        ("on cherche qqn qui s'y connaît en regroupement familial", Verb.WHO),
    ],
)
def test_what_is_said_beside_it_is_no_question(text: str, verb: Verb) -> None:
    assert understand(text, knowledge=KNOWLEDGE).verb is verb
