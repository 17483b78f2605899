"""Being away, in conversation: one sentence for everybody, and somebody who stands in."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from config.taxonomy import Platform
from storage.absences import Absence
from storage.roles import Role
from storage.store import Store

Stage = Any  # tests/bot/conftest.py
Talker = Any
PLATFORMS = [Platform.TELEGRAM, Platform.SLACK]


async def member(stage: Stage, account: str, platform: Platform = Platform.TELEGRAM) -> Talker:
    """Somebody who takes part in a group; they are no expert."""
    talker = stage.person(account, platform)
    await talker.says("help")

    def unit(store: Store) -> int:
        found = store.people.account(platform, "", account)
        assert found is not None
        found.name = account.title()
        store.roles.put(found.person_id, "CWG 2.1", Role.MEMBER, at=datetime.now(UTC))
        return found.person_id

    talker.person_id = stage.hub.database.run_now(unit)
    return talker


def kept(stage: Stage, talker: Talker) -> Absence | None:
    def unit(store: Store) -> Absence | None:
        found = store.absences.of(talker.person_id)
        store.session.expunge_all()
        return found

    return stage.hub.database.read_now(unit)  # type: ignore[no-any-return]


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_everybody_can_be_away_in_one_sentence_and_be_back_in_a_tap(
    stage: Stage, platform: Platform
) -> None:
    ana = await member(stage, "ana", platform)
    await ana.says("away until 15 January 2035")
    said, away = ana.reads, kept(stage, ana)
    await ana.says("me")
    shown = ana.reads
    await ana.says("away until 15 January 2035")
    await ana.taps("I am here again")

    assert "nobody asks you until January 15, 2035" in said
    assert "stands in for you" in said
    assert away is not None
    assert away.until == date(2035, 1, 15)
    assert "Away until January 15, 2035" in shown
    assert kept(stage, ana).until is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("away until 31 February", "I cannot find that day in the calendar"),
        ("away until 3 January 2020", "January 3, 2020 is past"),
        ("absent jusqu'au 30 février", "I cannot find that day in the calendar"),
    ],
)
async def test_a_day_that_cannot_be_is_said_so(stage: Stage, said: str, told: str) -> None:
    ana = await member(stage, "ana")
    await ana.says(said)

    assert told in ana.reads
    assert kept(stage, ana) is None


async def test_who_stands_in_is_told_and_can_refuse(stage: Stage) -> None:
    ben = await member(stage, "ben")
    ana = await member(stage, "ana")
    await ana.says("away")
    await ana.says("15 January 2035")
    await ana.taps("Ben")
    await ana.taps("Save")
    named = kept(stage, ana)
    await ben.hears()
    told = ben.reads
    await ben.taps("I cannot")
    await ana.hears()

    assert named is not None
    assert named.backup_id == ben.person_id
    assert "Ana is away until January 15, 2035 and named you to stand in" in told
    assert "Ben cannot stand in for you" in ana.reads
    assert kept(stage, ana).backup_id is None  # type: ignore[union-attr]
