"""One record by itself, as people come to it and go on from it, on the sample network."""

from typing import Any

import pytest

from config.network_files.records import Expert, Resource
from config.taxonomy import Platform, Standing, Visibility
from handlers.messages import LONGEST_ACTION, Reply, Said
from storage.search.documents import Kind

Stage = Any  # tests/bot/conftest.py
"""The fixture's class cannot be imported from a conftest; see there."""


def saved(stage: Stage, *records: Resource | Expert) -> list[str]:
    """The actions that show these records, once they are kept."""
    return [_saved(stage, each) for each in records]


def _saved(stage: Stage, record: Resource | Expert) -> str:
    kind = Kind.RESOURCE if isinstance(record, Resource) else Kind.EXPERT

    def unit(store: Any) -> int:  # noqa: ANN401  # either repository's
        shelf = store.resources if kind is Kind.RESOURCE else store.experts
        shelf.put([record])
        return int(shelf.numbers([record.id])[record.id])

    return f"see {kind} {stage.hub.database.run_now(unit)}"


async def picks(somebody: Any, action: str) -> Reply:  # noqa: ANN401  # a Talker of the stage
    """Choose something that stands on no message of the hub's."""
    reply: Reply = await somebody._does(Said.TAP, action)
    return reply


def retire(stage: Stage, *record_ids: str) -> None:
    at = stage.hub.clock()
    stage.hub.database.run_now(lambda store: store.resources.retire(record_ids, at=at))


async def test_a_record_is_shown_with_facts_description_link_and_ways_on(stage: Stage) -> None:
    guidance = Resource(
        id="x" * 200,
        title="Ostrich guidance",
        description="How ostriches cross borders.",
        publisher="IOM",
        year=2024,
        language="fr",
        url="https://un.example/ostrich",
    )
    (see,) = saved(stage, guidance)
    ana = stage.person("ana")
    reply = await picks(ana, see)

    assert len(see.encode()) <= LONGEST_ACTION
    assert [each.url for each in reply.entries] == ["https://un.example/ostrich"]
    for shown in ("Ostrich guidance", "IOM", "2024", "French", "How ostriches cross borders."):
        assert shown in ana.reads
    assert ana.choice("More on this")
    assert ana.choice("Ask a person")


async def test_a_record_without_description_is_shown_all_the_same(stage: Stage) -> None:
    (see,) = saved(stage, Expert(id="o", title="Ostrich focal point"))
    ana = stage.person("ana")
    await picks(ana, see)

    assert "Ostrich focal point" in ana.reads
    assert ana.choice("Something to read")


async def test_from_a_record_to_others_like_it_and_to_people(stage: Stage) -> None:
    (see,) = saved(stage, Resource(id="o", title="Alternatives to detention of children"))
    ana = stage.person("ana")
    await picks(ana, see)
    near = await ana.taps("More on this")
    await picks(ana, see)
    people = await ana.taps("Ask a person")

    assert near.phrase == "resource-found"
    assert len(near.entries) == 5
    assert people.phrase == "expert-found"


async def test_a_retired_record_says_so_and_leads_to_the_newer_one(stage: Stage) -> None:
    new = Resource(id="new", title="Ostrich guidance 2026")
    old = Resource(id="old", title="Ostrich guidance 2020", superseded_by="new")
    see_new, see_old = saved(stage, new, old)
    ana = stage.person("ana")
    await picks(ana, see_old)
    assert "there is a newer version" in ana.reads
    retire(stage, "old")
    await picks(ana, see_old)
    assert "“Ostrich guidance 2020” has been taken out" in ana.reads
    newer = await ana.taps("The newer version")

    assert "Ostrich guidance 2026" in ana.reads
    assert newer.entries == (await picks(ana, see_new)).entries


async def test_a_newer_version_that_may_not_be_seen_is_not_offered(stage: Stage) -> None:
    new = Resource(id="new", title="Ostrich secret", visibility=Visibility.NETWORK)
    old = Resource(id="old", title="Ostrich guidance 2020", superseded_by="new")
    _, see_old = saved(stage, new, old)
    reply = await picks(stage.person("ana"), see_old)

    assert "choice-newer" not in {each.label.phrase for row in reply.choices for each in row}


@pytest.mark.parametrize("verb", ["see", "see.near", "see.other"])
@pytest.mark.parametrize("retired", [False, True])
async def test_what_may_not_be_seen_is_as_if_it_were_not_there(
    stage: Stage, verb: str, *, retired: bool
) -> None:
    secret = Resource(id="o", title="Ostrich secret", visibility=Visibility.GOVERNMENT)
    (see,) = saved(stage, secret)
    if retired:
        retire(stage, "o")
    ana = stage.person("ana")
    reply = await picks(ana, see.replace("see", verb, 1))
    assert "Ostrich" not in ana.reads
    unknown = await picks(ana, f"{verb} resource 999999")

    assert reply == unknown
    assert reply.phrase == "see-unknown"


async def test_in_a_group_only_what_all_may_see_is_shown_whoever_taps(stage: Stage) -> None:
    (see,) = saved(stage, Resource(id="o", title="Ostrich secret", visibility=Visibility.NETWORK))
    ana = stage.person("ana")
    await ana.opens()
    stage.standing(ana, Standing.SECRETARIAT)
    in_group = stage.person("ana", Platform.TELEGRAM, group="-5")
    in_group.events = 100
    hidden = await picks(in_group, see)
    shown = await picks(ana, see)

    assert hidden.phrase == "see-unknown"
    assert shown.phrase == "see-resource"


@pytest.mark.parametrize(
    "action",
    [
        "see",
        "see resource",
        "see resource x",
        "see resource 1 2",
        "see request 1",
        "see answer 1",
        "see nothing 1",
        "see.more resource 1",
    ],
)
async def test_a_button_that_nobody_was_shown_does_nothing(stage: Stage, action: str) -> None:
    reply = await picks(stage.person("ana"), action)

    assert reply.phrase == "button-old"


@pytest.mark.parametrize("number", ["0", "-1", "2147483648", "9" * 50])
async def test_a_number_that_no_record_has_is_unknown(stage: Stage, number: str) -> None:
    reply = await picks(stage.person("ana"), f"see expert {number}")

    assert reply.phrase == "see-unknown"
