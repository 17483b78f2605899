"""Questions that the records answer by themselves: what a term means, when something is."""

from typing import Any

import pytest

from config.network_files.records import Resource
from config.taxonomy import Platform, Standing, Visibility
from storage.resources import ANSWER_TYPE, WRITTEN_HERE

Stage = Any  # tests/bot/conftest.py
THIN_SPACE = "\u2009"
"""What stands around the dash of a range, https://cldr.unicode.org."""


@pytest.mark.parametrize("platform", [Platform.TELEGRAM, Platform.SLACK])
async def test_a_definition_comes_first_quoted_with_its_source(
    stage: Stage, platform: Platform
) -> None:
    ana = stage.person("U1", platform)

    reply = await ana.says("what is a BLMA?")

    assert reply.phrase.startswith("quoted-")
    first, *rest = reply.entries
    assert first.title == "bilateral labour migration agreement"
    assert first.passage.text.startswith("An agreement between two States")
    assert first.facts == (
        "Guidance on Bilateral Labour Migration Agreements, UN Network on Migration (2022)",
    )
    assert 1 <= len(rest) <= 5


async def test_a_definition_is_not_repeated_on_the_next_page(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("what is a BLMA?")

    more = await ana.taps("More")
    back = await ana.taps("‹ Back")

    assert more.phrase == "resource-found"
    assert back.entries[0].title == "bilateral labour migration agreement"


async def test_the_next_forum_is_told_with_the_precision_that_is_known(stage: Stage) -> None:
    ana = stage.person("ana")

    reply = await ana.says("when is the next IMRF?")

    first = reply.entries[0]
    assert first.title.startswith("International Migration Review Forum 2030")
    assert "2030 · not confirmed" in ana.reads
    assert first.passage.text.startswith("Follows from the rhythm of four years")


@pytest.mark.parametrize(
    ("text", "language", "dates"),
    [
        ("when were the regional reviews in Africa?", "en", "Aug 31 – Sep 1, 2021"),
        ("quand ont eu lieu les examens régionaux en Afrique ?", "fr", "31 août – 1 sept. 2021"),
        ("When was the IMRF 2022?", "en", "May 17 – 20, 2022"),
        ("what is the deadline for the call for practices on migration data", "en", "July 31"),
        ("when is International Migrants Day?", "en", "December 18"),
        ("when is the deadline for the peer-review roster?", "en", "September 15, 2020"),
        ("what is the deadline to join the peer review roster?", "en", "September 15, 2020"),
    ],
)
async def test_the_date_of_an_event_comes_first(
    stage: Stage, text: str, language: str, dates: str
) -> None:
    ana = stage.person("ana", language=language)

    reply = await ana.says(text)

    assert reply.phrase.startswith("quoted-")
    facts = " · ".join(ana.last.voice.say(each) for each in reply.entries[0].facts)
    assert dates in facts.replace(THIN_SPACE, " ")


async def test_an_event_for_governments_is_quoted_to_them_alone(stage: Stage) -> None:
    guest, official = stage.person("guest"), stage.person("official")
    await official.says("hello")
    stage.standing(official, Standing.OFFICIAL)
    asked = "when was the 4th peer learning exchange on alternatives to detention?"

    to_guest = await guest.says(asked)
    to_official = await official.says(asked)

    assert "under the Chatham House rule" not in guest.reads
    assert not to_guest.phrase.startswith("quoted-")
    assert to_official.entries[0].title.startswith("4th peer learning exchange")


async def test_nothing_is_quoted_where_nothing_is_on_record(stage: Stage) -> None:
    ana = stage.person("ana")

    reply = await ana.says("when is the next football world cup?")

    assert not reply.phrase.startswith("quoted-")


async def test_what_an_expert_answered_before_comes_first_and_once(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("hello")
    stage.standing(ana, Standing.MEMBER)
    text = "It pays to begin with the school calendar. " * 30
    answer = Resource(
        id=f"{WRITTEN_HERE}1",
        title="How do returning families find schools in time?",
        description=text,
        type=ANSWER_TYPE,
        publisher="UNICEF",
        year=2026,
        visibility=Visibility.NETWORK,
    )
    stage.hub.database.run_now(lambda store: store.resources.put([answer]))

    reply = await ana.says("how can returning families find schools?")
    titles = [each.title for each in reply.entries]

    assert reply.phrase.startswith("quoted-")
    assert titles[0] == answer.title
    assert titles.count(answer.title) == 1
    assert "an answer by an expert of UNICEF · 2026" in ana.reads

    whole = await ana.taps("Read the whole answer")

    assert whole.entries[0].passage.text == text.strip()


async def test_what_an_expert_answered_for_the_network_is_hidden_in_a_group(stage: Stage) -> None:
    ana = stage.person("ana", group="g1")
    answer = Resource(
        id=f"{WRITTEN_HERE}1",
        title="How do returning families find schools in time?",
        description="It pays to begin with the school calendar.",
        type=ANSWER_TYPE,
        visibility=Visibility.NETWORK,
    )
    await ana.says("hello")
    stage.standing(ana, Standing.MEMBER)
    stage.hub.database.run_now(lambda store: store.resources.put([answer]))

    await ana.says("how can returning families find schools?")

    assert "school calendar" not in ana.reads
