"""What the hub says of itself and of a person is true, and in the language that they read."""

from datetime import UTC, datetime
from typing import Any

from storage.profiles import Profile
from storage.store import Store

Stage = Any  # tests/bot/conftest.py
Talker = Any


def answers_for(stage: Stage, talker: Talker, record_id: str) -> None:
    """They answer for this record, at any hour."""
    now = datetime.now(UTC)

    def unit(store: Store) -> None:
        account = store.people.account(talker.post.platform, "", talker.account)
        assert account is not None
        hours = {"works_from": 0, "works_to": 24 * 60}
        of = {"person_id": account.person_id, "record_id": record_id}
        store.profiles.put(Profile(**of, **hours, consented_at=now, confirmed_at=now))

    stage.hub.database.run_now(unit)


async def test_a_change_of_language_is_confirmed_in_the_new_one(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("langue français")
    french = ana.reads
    await ana.says("language English")

    assert french.startswith("Je vous parle désormais")
    assert ana.reads.startswith("I speak English with you from now on")


async def test_the_language_of_a_whole_question_is_offered_once(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("avez-vous quelque chose sur le retour des enfants ?")
    first = ana.reads
    await ana.taps("Parler français")
    spoken = ana.reply
    chosen = ana.reads
    ben = stage.person("ben")
    await ben.says("retour des enfants")
    short = ben.reads
    await ben.says("qui connaît la détention des enfants au Niger ?")
    await ben.says("avez-vous quelque chose sur le retour des enfants ?")

    assert "Parler français" in first
    assert not spoken.edits
    assert chosen.startswith("Je vous parle désormais en français")
    assert "Parler français" not in short
    assert "Parler français" not in ben.reads


async def test_whoever_chose_a_language_is_not_asked_again(stage: Stage) -> None:
    ana = stage.person("ana", language="fr")
    await ana.says("language English")
    await ana.says("avez-vous quelque chose sur le retour des enfants ?")

    assert "Parler français" not in ana.reads


async def test_no_name_is_denied_that_is_listed(stage: Stage) -> None:
    ana = stage.person("ana", language="fr")
    await ana.says("moi")
    await ana.taps("Ce que vous savez")
    said = " ".join(ana.reads.split())

    assert "Ni nom" not in said
    assert "ni autre nom que celui que montre votre application" in said


async def test_a_new_sentence_is_no_answer_to_what_shall_be_reminded_of(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("remind me tomorrow")
    asked = ana.reads
    await ana.says("remind me yesterday to call")
    past = ana.reads
    await ana.says("remind me tomorrow")
    await ana.says("remind me to call Ben")

    assert "What shall I remind you of?" in asked
    assert "past" in past
    assert "remind me to call" not in ana.reads
    assert "call Ben" in ana.reads


async def test_organisations_go_by_their_short_name_in_the_readers_language(stage: Stage) -> None:
    ana, ben = stage.person("ana", language="fr"), stage.person("ben")
    await ana.says("groupes")
    listed = ana.reads
    await ana.says("CWG 2.1")
    await ben.says("CWG 2.1")

    assert "dirigé par OIM" in listed
    assert "IOM" not in ana.reads
    assert "IOM" in ben.reads


async def test_my_expertise_names_objectives_and_says_any_hour(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("help")
    answers_for(stage, ana, "E001")
    await ana.says("my expertise")

    assert "Working hours: any hour" in ana.reads
    assert "Objective 1: Data" in ana.reads
