"""From a need in one sentence to a request: understood, corrected, sent, followed, closed."""

from typing import Any

import pytest

from bot.platforms.adapter import Incoming
from config.network_files.records import Expert
from config.taxonomy import LANGUAGES, Platform, Standing
from handlers.messages import Reply, Said
from storage.profiles import Profile
from storage.requests import By, Precision, Request, State
from storage.store import Store

Stage = Any  # tests/bot/conftest.py
Talker = Any

NEED = (
    "we need help negotiating a bilateral labour agreement with Morocco, French preferred, by March"
)
PLATFORMS = [Platform.TELEGRAM, Platform.SLACK]


async def repeats(talker: Talker, action: str) -> Reply:
    """Tap an action again, on the message where it was."""
    return await talker._does(Said.TAP, action, about=talker.about)  # type: ignore[no-any-return]


def latest(stage: Stage) -> Request:
    """The newest request of anybody."""

    def unit(store: Store) -> Request:
        newest, *_ = [each for person in range(1, 9) for each in store.requests.of(person)]
        store.session.expunge(newest)
        return newest

    return stage.hub.database.read_now(unit)  # type: ignore[no-any-return]


def states(stage: Stage) -> list[tuple[State, By, str]]:
    request = latest(stage)

    def unit(store: Store) -> list[tuple[State, By, str]]:
        return [(each.state, each.by, each.because) for each in store.requests.steps(request.id)]

    return stage.hub.database.read_now(unit)  # type: ignore[no-any-return]


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_one_sentence_and_one_tap_send_a_request(stage: Stage, platform: Platform) -> None:
    ana = stage.person("U1", platform)

    shown = await ana.says(NEED)

    assert shown.phrase == "request-understood"
    assert "In: French" in ana.reads
    assert "Where: Morocco" in ana.reads
    assert "Needed by: March" in ana.reads
    assert "without your name" in ana.reads
    assert latest(stage).state is State.DRAFT

    sent = await ana.taps("Send it")

    assert sent.phrase == "request-sent"
    request = latest(stage)
    assert request.state is State.OPEN
    assert request.next_at is not None
    assert request.languages == ["fr"]
    assert request.precision is Precision.MONTH
    assert states(stage) == [(State.OPEN, By.REQUESTER, "sent")]


async def test_a_second_tap_sends_nothing_twice(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says(NEED)
    send = ana.choice("Send it").action
    await repeats(ana, send)

    again = await repeats(ana, send)

    assert again.phrase == "request-shown"
    assert states(stage) == [(State.OPEN, By.REQUESTER, "sent")]


async def test_every_part_is_corrected_by_a_tap(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says(NEED)

    await ana.taps("Languages")
    await ana.taps("✓ French")
    await ana.taps("Arabic")
    await ana.taps("Done")
    assert "In: Arabic" in ana.reads
    await ana.taps("Place")
    await ana.taps("✓ Morocco")
    await ana.taps("✓ Africa")
    await ana.taps("Europe")
    await ana.taps("Done")
    assert "Where: Europe" in ana.reads
    await ana.taps("Date")
    await ana.taps("No date")
    assert "no date" in ana.reads
    await ana.taps("It is urgent")
    await ana.taps("Who sees it")
    await ana.taps("Nobody else")
    await ana.taps("Done")
    await ana.taps("For a country")

    request = latest(stage)
    assert (request.languages, request.countries, request.regions) == (["ar"], [], ["Europe"])
    assert (request.needed_by, request.urgent, request.sensitive) == (None, True, True)
    assert request.for_country
    assert (await ana.taps("Send it")).phrase == "request-sent-urgent"


async def test_a_date_is_chosen_by_a_tap(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says(NEED)
    options = await ana.taps("Date")

    chosen = next(
        choice for row in options.choices for choice in row if choice.action.endswith("quarter")
    )
    await repeats(ana, chosen.action)

    request = latest(stage)
    assert request.precision is Precision.QUARTER
    assert request.needed_by is not None
    assert request.needed_by.month in {3, 6, 9, 12}


async def test_a_short_need_is_asked_about_and_what_is_added_is_understood(stage: Stage) -> None:
    ana = stage.person("ana")

    short = await ana.says("I need help with return counselling")
    assert "One or two more sentences" in ana.reads
    assert short.choices[0][0].label.phrase == "choice-request-more"

    await ana.taps("Say more")
    told = await ana.says("Our counsellors in Senegal have no guidance for families, by Friday.")

    assert told.phrase == "request-understood"
    assert "One or two more" not in ana.reads
    assert "Where: Senegal" in ana.reads
    request = latest(stage)
    assert request.need.startswith("I need help with return counselling\nOur counsellors")
    assert request.needed_by is not None


async def test_a_short_need_can_be_sent_as_it_is(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("I need help with return counselling")

    assert (await ana.taps("Send it")).phrase == "request-sent"


async def test_other_words_are_understood_afresh(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says(NEED)
    await ana.taps("Change the words")

    await ana.says("alternatives to detention for children in Kenya, ideally in English")

    assert "In: English" in ana.reads
    assert "Where: Kenya" in ana.reads
    assert "no date" in ana.reads


async def test_a_request_can_be_made_question_by_question(stage: Stage) -> None:
    ana = stage.person("ana")
    asked = await ana.says("request")
    assert asked.phrase == "form-question"

    await ana.says("Guidance for ministries that negotiate labour agreements with Gulf states")
    await ana.taps("French")
    await ana.taps("Done")
    await ana.taps("Skip")
    await ana.taps("Yes")
    await ana.taps("Members")
    await ana.taps("Show me")

    assert ana.reply.phrase == "request-understood"
    request = latest(stage)
    assert (request.languages, request.urgent, request.sensitive) == (["fr"], True, False)
    assert request.topic


async def test_an_answer_leads_to_a_request_in_the_same_words(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("find return counselling for unaccompanied children")

    shown = await ana.taps("Ask for help")

    assert shown.phrase == "request-understood"
    assert latest(stage).need == "return counselling for unaccompanied children"


async def test_a_doubtful_need_offers_a_request_too(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("how do we plan return counselling for children")

    shown = await ana.taps("Ask a person for help")

    assert shown.phrase == "request-understood"


async def test_what_is_found_in_vain_leads_to_a_request(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says("find volcano insurance")

    assert (await ana.taps("Ask for help")).phrase == "request-understood"
    assert latest(stage).need == "volcano insurance"


async def test_nobody_else_can_touch_a_request(stage: Stage) -> None:
    ana, bob = stage.person("ana"), stage.person("bob")
    await ana.says(NEED)
    send = ana.choice("Send it").action
    await bob.says("hello")

    refused = await bob.taps_action(send)

    assert refused.phrase == "request-not-yours"
    assert latest(stage).state is State.DRAFT


async def test_a_request_shows_its_steps_and_can_be_withdrawn_and_opened_again(
    stage: Stage,
) -> None:
    ana = stage.person("ana")
    await ana.says(NEED)
    await ana.taps("Send it")

    listed = await ana.says("my requests")
    assert listed.phrase == "request-list"
    await ana.taps("1:")
    assert ana.reply.phrase == "request-shown"
    assert "you: sent" in ana.reads
    await ana.taps("Withdraw")
    assert latest(stage).state is State.CLOSED
    await ana.taps("Open it again")

    assert [each for _, _, each in states(stage)] == ["sent", "withdrawn", "reopened"]
    assert latest(stage).state is State.OPEN


async def test_widening_drops_languages_and_places(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says(NEED)
    await ana.taps("Send it")
    await ana.taps("See how it goes")

    await ana.taps("Widen")

    request = latest(stage)
    assert (set(request.languages), request.countries, request.regions) == (set(LANGUAGES), [], [])
    assert "made wider" in ana.reads
    assert "In: any language" in ana.reads
    assert "Widen" not in str([choice.label for row in ana.reply.choices for choice in row])


async def test_help_is_in_the_language_of_the_need_unless_others_are_chosen(stage: Stage) -> None:
    ana = stage.person("ana")

    await ana.says("we need help negotiating a bilateral labour agreement on recruitment fees")

    assert "In: English" in ana.reads
    assert latest(stage).languages == []


async def test_an_organisation_can_be_left_out_and_an_unknown_one_is_asked_for_again(
    stage: Stage,
) -> None:
    ana = stage.person("ana")
    await ana.says(NEED)
    await ana.taps("Leave somebody out")

    await ana.says("the Ministry of Silly Walks")
    assert "I do not know the organisation" in ana.reads
    await ana.says("ILO")

    assert ana.reply.phrase == "request-understood"
    assert "Not asked: ILO" in ana.reads
    assert latest(stage).excluded == ["ILO"]


async def test_what_i_asked_for_is_among_what_is_known_of_me(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says(NEED)
    await ana.taps("Send it")

    await ana.says("me")
    await ana.taps("What you know")

    assert "You have asked for help once" in ana.reads


async def test_in_a_group_the_screen_comes_in_private(stage: Stage) -> None:
    ana = stage.person("ana", group="g1")
    alone = stage.person("ana")
    await alone.says("hello")

    said = Incoming("group-1", ana.message(Said.TEXT, NEED))
    await ana.post.receive([said])
    stage.hub.delivery.poke()
    screen = await alone.hears()

    assert screen.phrase == "request-understood"
    assert (await alone.taps("Send it")).phrase == "request-sent"


async def test_a_draft_is_finished_on_the_other_platform(stage: Stage) -> None:
    phone, desk = stage.person("ana"), stage.person("U1", Platform.SLACK)
    await desk.says("hello")
    await phone.says(NEED)
    await phone.says("link")
    code = next(word for word in phone.reads.split() if len(word) == 9 and word[4] == "-")
    await desk.says(f"link {code}")

    await desk.says("my requests")
    await desk.taps("1:")
    sent = await desk.taps("Send it")

    assert sent.phrase == "request-sent"


async def test_something_to_read_meanwhile(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says(NEED)
    await ana.taps("Something to read")

    people = await ana.taps("Ask a person")

    assert people.phrase.startswith("expert-")


async def test_a_discarded_draft_is_gone(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says(NEED)
    send = ana.choice("Send it").action
    await ana.taps("Discard")

    assert (await ana.taps_action(send)).phrase == "too-old"
    assert (await ana.says("my requests")).phrase == "request-none"


async def test_too_many_at_once_are_refused(stage: Stage) -> None:
    ana = stage.person("ana")
    for _ in range(10):
        await ana.says(NEED)
        await ana.taps("Send it")
    await ana.says(NEED)

    assert (await ana.taps("Send it")).phrase == "request-too-many"


async def test_whoever_is_forgotten_leaves_no_words(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says(NEED)
    await ana.taps("Send it")
    number = latest(stage).id
    await ana.says("forget me")
    await ana.taps("Yes")

    def unit(store: Store) -> tuple[State, str, int | None]:
        request = store.requests.get(number)
        return request.state, request.need, request.person_id

    assert stage.hub.database.run_now(unit) == (State.CLOSED, "", None)


async def test_french_is_spoken_throughout(stage: Stage) -> None:
    ana = stage.person("ana", language="fr")
    await ana.says("me language French")

    await ana.says(
        "nous avons besoin d'aide pour négocier un accord bilatéral de main-d'œuvre avant fin mars"
    )

    assert "Voici ce que j’ai compris" in ana.reads
    assert "Pour : mars" in ana.reads
    assert "accord bilatéral" in ana.reads.split("Sujet :")[1]
    assert (await ana.taps("Envoyer")).phrase == "request-sent"


# the secretariat's side


async def test_the_secretariat_sees_requests_and_adds_what_a_country_is_offered(
    stage: Stage,
) -> None:
    ana, sec = stage.person("ana"), stage.person("sec")
    await ana.says(f"our ministry: {NEED}")
    if ana.reply.phrase != "request-understood":
        await ana.says(NEED)
        await ana.taps("For a country")
    await ana.taps("Send it")
    await sec.says("hello")
    stage.standing(sec, Standing.SECRETARIAT)

    assert (await sec.says("cases")).phrase == "case-list"
    await sec.taps(f"{latest(stage).id}:")
    assert sec.reply.phrase == "case-shown"
    await sec.taps("Assess")
    await sec.says("The network has done this before; two weeks of work.")
    await sec.taps("Skip")
    if sec.reply.phrase == "form-overview":
        await sec.taps("Add it")
    assert "two weeks of work" in sec.reads
    await sec.taps("Tell the requester")
    stage.hub.delivery.poke()
    told = await ana.hears()

    assert told.phrase == "request-parts-added"
    assert "two weeks of work" in ana.reads
    assert [each for _, _, each in states(stage)] == ["sent", "part-assessment", "shared"]


async def test_the_secretariat_proposes_peers_and_asks_why_somebody_is_not_asked(
    stage: Stage,
) -> None:
    ana, sec = stage.person("ana"), stage.person("sec")
    await ana.says(NEED)
    await ana.taps("Send it")
    await sec.says("hello")
    stage.standing(sec, Standing.SECRETARIAT)
    await sec.says("cases")
    await sec.taps(f"{latest(stage).id}:")

    await sec.taps("Peers")
    assert sec.reply.phrase == "case-peers"
    await sec.taps("Add:")
    assert "How others did it" in sec.reads
    await sec.taps("Who, and why not")

    assert sec.reply.phrase == "case-who"
    assert "They have not agreed to be asked." in sec.reads


async def test_the_secretariat_closes_and_the_requester_is_told_why(stage: Stage) -> None:
    ana, sec = stage.person("ana"), stage.person("sec")
    await ana.says(NEED)
    await ana.taps("Send it")
    await sec.says("hello")
    stage.standing(sec, Standing.SECRETARIAT)
    await sec.says("cases")
    await sec.taps(f"{latest(stage).id}:")
    await sec.taps("Close")

    await sec.taps("Not for the network")
    stage.hub.delivery.poke()
    told = await ana.hears()

    assert told.phrase == "request-closed-by-secretariat"
    assert "the network cannot help with this" in " ".join(ana.reads.split())
    assert (await ana.taps("Open it again")).phrase == "request-shown"


async def test_only_the_secretariat_works_on_requests_of_others(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says(NEED)
    await ana.taps("Send it")

    assert (await ana.taps_action("case.see 1")).phrase == "case-for-secretariat"


async def test_a_draft_is_its_writers_alone(stage: Stage) -> None:
    ana, sec = stage.person("ana"), stage.person("sec")
    await ana.says(NEED)
    await sec.says("hello")
    stage.standing(sec, Standing.SECRETARIAT)

    assert (await sec.says("cases")).phrase == "case-none"
    assert (await sec.taps_action(f"case.see {latest(stage).id}")).phrase == "request-not-yours"


async def case_of(stage: Stage, sec: Talker) -> Reply:
    """The newest request, as the secretariat sees it."""
    await sec.says("hello")
    stage.standing(sec, Standing.SECRETARIAT)
    await sec.says("cases")
    return await sec.taps(f"{latest(stage).id}:")  # type: ignore[no-any-return]


async def test_whom_a_request_shall_not_go_to_is_its_requesters_alone(stage: Stage) -> None:
    ana, sec = stage.person("ana"), stage.person("sec")
    await ana.says(NEED)
    await ana.taps("Leave somebody out")
    await ana.says("ILO")
    assert "Not asked: ILO" in ana.reads
    await ana.taps("Send it")
    await ana.taps("See how it goes")
    assert "Not asked: ILO" in ana.reads

    await case_of(stage, sec)

    assert "ILO" not in sec.reads


async def test_only_the_requester_is_called_you(stage: Stage) -> None:
    ana, sec = stage.person("ana"), stage.person("sec")
    await ana.says(NEED)
    await ana.taps("Send it")
    await ana.taps("See how it goes")

    await case_of(stage, sec)

    assert ", you: sent" in ana.reads
    assert "whoever asked: sent" in sec.reads
    assert "you" not in sec.reads.lower().split()


async def test_the_secretariat_asks_why_not_anybody_by_role_organisation_or_name(
    stage: Stage,
) -> None:
    ana, eva, sec = stage.person("ana"), stage.person("eva"), stage.person("sec")
    await eva.says("hello")

    def joins(store: Store) -> None:
        account = store.people.account(Platform.TELEGRAM, "", "eva")
        assert account is not None
        account.name = "Eva Lind"
        record = Expert(id="joined:eva", title="IOM: camp coordination", languages=("sw",))
        store.experts.put([record])
        at = account.met_at
        person_id = account.person_id
        profile = Profile(
            person_id=person_id, record_id=record.id, consented_at=at, confirmed_at=at
        )
        store.profiles.put(profile)

    stage.hub.database.run_now(joins)
    await ana.says(NEED)
    await ana.taps("Send it")
    await case_of(stage, sec)
    await sec.taps("Who, and why not")
    await sec.taps("Why not")
    await sec.says("Eva")
    assert "IOM: camp coordination" in sec.reads
    assert "No language in common." in sec.reads

    await sec.taps("Ask IOM")

    assert sec.reply.phrase == "case-shown"
    assert "the secretariat: somebody from" in sec.reads
    await sec.taps("Who, and why not")
    await sec.taps("Why not")
    await sec.says("camp coordination")
    assert "They have already been asked for this request." in sec.reads


async def test_why_not_is_for_the_secretariat_alone(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says(NEED)
    await ana.taps("Send it")

    assert (await ana.taps_action("case.other 1")).phrase == "case-for-secretariat"


async def test_the_secretariat_hears_of_a_countrys_request_in_one_tap(stage: Stage) -> None:
    ana, sec = stage.person("ana"), stage.person("sec")
    await sec.says("hello")
    stage.standing(sec, Standing.SECRETARIAT)
    await ana.says(NEED)
    await ana.taps("For a country")
    await ana.taps("Send it")
    stage.hub.delivery.poke()
    told = await sec.hears()

    assert told.phrase == "request-country-secretariat"
    assert (await sec.taps("See the case")).phrase == "case-shown"


async def test_forgetting_erases_what_was_understood_too(stage: Stage) -> None:
    ana = stage.person("ana")
    await ana.says(NEED)
    await ana.taps("Leave somebody out")
    await ana.says("ILO")
    await ana.taps("Send it")
    number = latest(stage).id
    await ana.says("forget me")
    await ana.taps("Yes")

    def unit(store: Store) -> str:
        request = store.requests.get(number)
        return f"{request.need}{request.topic}{request.excluded}{request.concepts}"

    assert stage.hub.database.run_now(unit) == "[]{}"
