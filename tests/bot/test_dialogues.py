"""Conversations as people have them, on the sample network, through the whole hub."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from config.network_files.records import Expert, Resource
from config.phrases import Voice, Words
from config.taxonomy import Platform, Standing
from handlers.naming import called
from storage.inbox import InboxState
from storage.questions import Question

Stage = Any  # tests/bot/conftest.py
"""The fixture's class cannot be imported from a conftest; see there."""


async def test_somebody_new_is_told_what_this_is_and_what_to_try(stage: Stage) -> None:
    ana = stage.person("ana")

    await ana.opens()

    assert "connection hub" in ana.reads
    assert await ana.taps("Alternatives to detention")
    assert ana.reply.phrase == "resource-found"


async def test_a_plain_sentence_finds_something_to_read(stage: Stage) -> None:
    ana = stage.person("ana")

    reply = await ana.says("anything on alternatives to detention for kids?")

    assert reply.phrase == "resource-found"
    assert 1 <= len(reply.entries) <= 5
    first = reply.entries[0]
    assert "detention" in first.title.lower()
    assert first.url.startswith("https://")
    assert first.facts
    assert any(entry.passage and entry.passage.spans for entry in reply.entries)


async def test_more_narrow_and_back_edit_the_same_message(stage: Stage) -> None:
    ana = stage.person("ana")
    first = await ana.says("find return and reintegration")
    message = ana.about

    second = await ana.taps("More")
    assert {e.title for e in first.entries}.isdisjoint(e.title for e in second.entries)
    await ana.taps("Narrow")
    await ana.taps("Language")
    french = await ana.taps("French (")
    assert "choice-drop" in {choice.label.phrase for row in french.choices for choice in row}
    wide = await ana.taps("✕ French")

    assert [e.title for e in wide.entries] == [e.title for e in first.entries]
    assert ana.about == message


async def test_who_names_roles_organisations_languages_and_why_but_no_contact(stage: Stage) -> None:
    ana = stage.person("ana")

    reply = await ana.says("who knows about BLMAs in French?")

    assert reply.phrase == "expert-found"
    assert "International Labour Organization" in ana.reads
    assert "French" in ana.reads
    assert "@" not in ana.reads
    assert all(not entry.url for entry in reply.entries)


async def test_an_answer_leads_on_to_people_and_back(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("find remittances")

    people = await ana.taps("Ask a person")
    readings = await ana.taps("Something to read")

    assert people.phrase.startswith("expert-")
    assert readings.phrase.startswith("resource-")


async def test_what_helped_is_kept_and_thanked_for(stage: Stage) -> None:
    ana = stage.person("ana")
    reply = await ana.says("find remittances")

    await ana.taps("This helped")

    assert "Thank you" in ana.reads
    kept = stage.hub.database.read_now(lambda store: store.feedback.of(1))
    assert len(kept) == len(reply.entries)


async def test_when_unsure_the_hub_asks_with_choices(stage: Stage) -> None:
    ana = stage.person("ana")

    reply = await ana.says("returns Spanish")

    assert reply.phrase == "which"
    assert 2 <= sum(len(row) for row in reply.choices) <= 3
    answer = await ana.taps("Find people")
    assert answer.phrase.startswith("expert-")


async def test_an_unknown_verb_gets_the_nearest_one_offered(stage: Stage) -> None:
    ana = stage.person("ana")

    reply = await ana.says("remittances", verb="fnd")

    assert reply.phrase == "verb-unknown"
    answer = await ana.taps("Read about")
    assert answer.phrase.startswith("resource-")


async def test_a_verb_like_no_other_leads_to_what_can_be_asked(stage: Stage) -> None:
    ana = stage.person("ana")

    reply = await ana.says("", verb="frobnicate")

    assert reply.phrase == "verb-unlike-any"
    assert (await ana.taps("Who knows")).phrase == "expert-found"


async def test_the_command_of_the_hub_alone_is_a_request_for_help(stage: Stage) -> None:
    ana = stage.person("ana")

    assert (await ana.says("", verb="hub")).phrase == "help"


@pytest.mark.parametrize(("verb", "example"), [("find", "help-try-1"), ("who", "help-try-2")])
async def test_a_verb_alone_is_shown_with_an_example_of_its_own(
    stage: Stage, verb: str, example: str
) -> None:
    ana = stage.person("ana")

    reply = await ana.says("", verb=verb)

    assert (reply.phrase, reply.choices[0][0].label.phrase) == (f"say-something-{verb}", example)


async def test_a_language_that_is_not_spoken_yet_is_named_with_the_one_that_is(
    stage: Stage,
) -> None:
    eva = stage.person("eva", language="es")

    await eva.says("me")

    assert "Language: English. Your app asks for Spanish" in eva.reads


async def test_nothing_found_is_said_honestly_with_a_person_to_ask(stage: Stage) -> None:
    ana = stage.person("ana")

    reply = await ana.says("find zxqvkw")

    assert reply.phrase in {"resource-nothing", "resource-nearest"}
    assert ana.choice("Ask a person")


async def test_somebody_speaks_french_with_the_hub(stage: Stage) -> None:
    luc = stage.person("luc", language="fr-CH")

    await luc.says("bonjour")

    assert "Bonjour" in luc.reads


async def test_a_language_that_was_chosen_counts_on_every_platform(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("me")
    await ana.taps("Language")
    await ana.taps("Français")

    await ana.says("aide")

    assert "langues" in ana.reads


async def test_a_time_zone_is_known_by_its_city(stage: Stage) -> None:
    ana = stage.person("ana")

    reply = await ana.says("time zone tunis")

    assert reply.phrase == "me-zone-set"
    assert "Africa/Tunis" in ana.reads


async def test_two_accounts_become_one_person_by_a_code(stage: Stage) -> None:
    telegram, slack = stage.person("ana"), stage.person("U1", Platform.SLACK)
    await telegram.says("me")
    await telegram.taps("Language")
    await telegram.taps("Français")
    await telegram.says("link")
    code = str(telegram.reply.details["code"])

    linked = await slack.says(f"link {code}")
    warned = await telegram.hears()

    assert linked.phrase == "me-linked"
    assert warned.phrase == "me-linked-notice"
    assert "langues" in (await slack.says("help") and slack.reads)


async def test_an_unwanted_link_is_undone_in_one_tap(stage: Stage) -> None:
    telegram, slack = stage.person("ana"), stage.person("U1", Platform.SLACK)
    await telegram.says("link")
    await slack.says(f"link {telegram.reply.details['code']}")
    await telegram.hears()

    undone = await telegram.taps("Unlink")

    assert undone.phrase == "me-unlinked"
    await slack.says("me")
    assert "Telegram" not in slack.reads


async def test_a_code_works_once_and_guessing_is_stopped(stage: Stage) -> None:
    ana, eve = stage.person("ana"), stage.person("eve", Platform.SLACK)
    await ana.says("link")
    code = ana.reply.details["code"]
    for _ in range(5):
        assert (await eve.says("link ABCD-EFGH")).phrase == "me-link-wrong"

    assert (await eve.says(f"link {code}")).phrase == "me-link-too-many"
    assert (await ana.says(f"link {code}")).phrase == "me-link-same"
    assert (await ana.says(f"link {code}")).phrase == "me-link-wrong"


async def test_forget_me_deletes_everything_after_one_more_question(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("find remittances")
    await ana.taps("This helped")
    await ana.says("forget me")

    reply = await ana.taps("Yes, delete")

    assert reply.phrase == "me-forgotten"
    left = stage.hub.database.read_now(
        lambda store: (
            store.people.account(Platform.TELEGRAM, "", "ana"),
            store.session.query(Question).count(),
        )
    )
    assert left == (None, 0)


async def test_what_is_personal_is_not_said_where_others_read_along(stage: Stage) -> None:
    ana = stage.person("ana", group="-100")

    assert (await ana.says("me")).phrase == "me-in-private"


async def test_a_group_sees_public_records_only_whoever_asks(stage: Stage) -> None:
    ana = stage.person("ana", group="-100")
    await ana.says("help")
    stage.standing(ana, Standing.SECRETARIAT)

    await ana.says("find detention")

    assert stage.hub.database.read_now(lambda store: store.questions.get(1).shared)


async def test_somebody_elses_button_answers_nobody_else(stage: Stage) -> None:
    ana, eve = stage.person("ana"), stage.person("eve")
    await ana.says("find remittances")

    reply = await eve.taps_action(ana.choice("More").action)

    assert reply.phrase == "not-your-question"


async def test_a_button_of_last_year_says_so(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("find remittances")
    old = ana.choice("More").action
    long_ago = datetime.now(UTC) + timedelta(days=400)
    stage.hub.database.run_now(lambda store: store.questions.forget_old(before=long_ago))

    reply = await ana.taps_action(old)

    assert reply.phrase == "too-old"


@pytest.mark.parametrize(
    "action", ["", "find.page", "find.page x y", "find.set 1 planet mars", "no"]
)
async def test_a_button_that_nobody_was_shown_is_refused(stage: Stage, action: str) -> None:
    ana = stage.person("ana")
    await ana.says("find remittances")

    reply = await ana.taps_action(action)

    assert reply.phrase == "button-old"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "👍👍👍",
        "\u202e\u202d\u200f",
        "\x00\x01\x07",
        '" OR *',
        "NEAR(",
        'find "unbalanced',
        "'; DROP TABLE people; --",
        "@channel <!everyone> <b>bold</b> *x* _y_ `z`",
        "ما هي بدائل الاحتجاز للأطفال؟",
        "儿童拘留替代措施",
        "lorem ipsum " * 3_400,
    ],
)
async def test_whatever_is_typed_is_answered_and_nothing_breaks(stage: Stage, text: str) -> None:
    ana = stage.person("ana")

    reply = await ana.says(text)

    assert reply.phrase != "went-wrong"
    counts = stage.hub.database.read_now(lambda store: store.inbox.counts())
    assert counts[InboxState.FAILED] == 0
    assert ana.reads


@pytest.mark.parametrize("platform", [Platform.TELEGRAM, Platform.SLACK])
async def test_another_spelling_is_offered_and_answers_in_the_same_message(
    stage: Stage, platform: Platform
) -> None:
    ana = stage.person("U1", platform)
    misspelt = await ana.says("find mayrs")
    message = ana.about
    assert "Did you mean “mayors”?" in ana.reads

    meant = await ana.taps("Yes, “mayors”")

    assert "find-did-you-mean" not in {words.phrase for words in meant.lines}
    assert "Did you mean" not in ana.reads
    assert meant.phrase == "resource-found"
    assert [each.title for each in meant.entries] != [each.title for each in misspelt.entries]
    assert ana.about == message


async def test_who_says_how_many_requests_somebody_takes(stage: Stage) -> None:
    ana = stage.person("ana")
    busy = Expert(id="E", title="Volcano adviser", description="Volcano insurance.", monthly_cap=0)
    stage.hub.database.run_now(lambda store: store.experts.put([busy]))

    await ana.says("who knows about labour agreements?")
    usual = ana.reads
    await ana.says("who knows about volcano insurance?")

    assert "takes up to 2 requests a month" in usual
    assert "takes no requests at present" in ana.reads


async def test_nobody_is_named_without_evidence(stage: Stage) -> None:
    ana = stage.person("ana")

    reply = await ana.says("who knows about zxqvkw?")

    assert reply.phrase == "expert-nothing"
    assert reply.entries == ()


async def test_a_record_that_was_replaced_says_so(stage: Stage) -> None:
    ana = stage.person("ana")
    old = Resource(id="old", title="Volcano insurance, draft", superseded_by="new")
    new = Resource(id="new", title="Volcano insurance, final")
    stage.hub.database.run_now(lambda store: store.resources.put([old, new]))

    reply = await ana.says("find volcano insurance draft")

    drafts = [each for each in reply.entries if each.title == "Volcano insurance, draft"]
    assert [Words("entry-superseded") in each.facts for each in drafts] == [True]
    assert "Volcano insurance, final" in ana.reads


@pytest.mark.parametrize(
    ("asked", "language", "name"),
    [
        ("who return and reintegration OHCHR", "fr", "Haut-Commissariat"),
        ("who return and reintegration OHCHR", "en", "Human Rights"),
    ],
)
async def test_organisations_are_named_in_the_language_of_the_reader(
    stage: Stage, asked: str, language: str, name: str
) -> None:
    person = stage.person("ana", language=language)

    await person.says(asked)

    assert name in person.reads


@pytest.mark.parametrize(
    ("written", "language", "called_there"),
    [
        ("IOM", "en", "IOM"),
        ("IOM", "fr", "OIM"),
        ("IOM", "zh", "国际移民组织"),
        ("UNICEF", "fr", "UNICEF"),
        ("UNICEF", "ru", "ЮНИСЕФ"),
        ("International Organization for Migration", "es", "Internacional para las Migraciones"),
        ("A village library", "fr", "A village library"),
    ],
)
async def test_a_publisher_is_called_as_the_reader_calls_it(
    stage: Stage, written: str, language: str, called_there: str
) -> None:
    known = await stage.hub.database.read(lambda store: store.organisations.published([written]))
    said = called(written, known.get(written))

    voice = Voice(stage.hub.router.phrases, language)
    assert called_there in (said if isinstance(said, str) else voice.say(said))


@pytest.mark.parametrize(
    "asked",
    [
        "who knows about remittances in West Africa",
        "qui connaît les transferts de fonds en Afrique de l'Ouest",
        "quién sabe de remesas en África occidental",
    ],
)
async def test_a_place_alone_speaks_for_no_expert(stage: Stage, asked: str) -> None:
    reply = await stage.person("ana").says(asked)

    assert "remittance" in reply.entries[0].title
    assert not [each for each in reply.entries if "UNICEF" in each.title]
