"""What people type finds what they mean."""

import pytest

from storage.search.documents import Because, Filters, Note, Query, Reader
from storage.search.passages import LONGEST
from tests.storage.search.hub import Hub, expert, paper


def test_a_document_symbol_is_found_as_written(hub: Hub) -> None:
    hub.save(
        paper("R1", "Global Compact", "Adopted as A/RES/73/195 in Marrakech."),
        paper("R2", "Resolution 73 of 195 members", "A resolution with res, 73 and 195."),
    )
    found = hub.find("A/RES/73/195")

    assert found.hits[0].record_id == "R1"
    assert found.hits[0].why[0].because is Because.EXACT


@pytest.mark.parametrize(
    "asked",
    [
        "https://www.iom.int/data/portal",
        "iom.int/data/portal/",
        "978-92-9068-789-1",
        "9789290687891",
    ],
)
def test_an_address_and_a_book_number_are_found_as_written(hub: Hub, asked: str) -> None:
    hub.save(
        paper("R1", "Portal", "ISBN 978-92-9068-789-1", url="https://iom.int/data/portal"),
        paper("R2", "Data portal of another house", "ISBN 978-0-306-40615-7"),
    )

    assert hub.ids(asked)[0] == "R1"


@pytest.mark.parametrize("asked", ["reintergration handbok", "re-integration handbook"])
def test_a_typo_does_not_hide_a_record(hub: Hub, asked: str) -> None:
    hub.save(paper("R1", "Reintegration handbook"), paper("R2", "Remittance prices"))

    assert hub.ids(asked)[0] == "R1"


def test_words_of_the_title_count_for_more(hub: Hub) -> None:
    hub.save(
        paper("R1", "A yearly report", "On remittances, migration and other matters of the year."),
        paper("R2", "Remittances", "A yearly report on migration and other matters of the year."),
    )

    assert hub.ids("remittances")[0] == "R2"


def test_a_work_in_three_languages_is_one_result(hub: Hub) -> None:
    hub.save(
        paper("R1", "Global Compact text", "The whole compact."),
        paper("R2", "Pacte mondial", "Compact, texte entier", language="fr", translation_of="R1"),
        paper("R3", "Pacto Mundial", "Compact, texto", language="es", translation_of="R1"),
    )
    found = hub.find("compact")

    assert [hit.record_id for hit in found.hits] == ["R1"]
    assert set(found.hits[0].also_in) == {("fr", "R2"), ("es", "R3")}


def test_an_evaluation_gets_every_record_by_itself(hub: Hub) -> None:
    hub.save(
        paper("R1", "Global Compact text", "The whole compact."),
        paper("R2", "Compact", "Same", translation_of="R1"),
    )

    assert set(hub.ids(Query("compact", fold=False, passages=False))) == {"R1", "R2"}


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (Filters(languages=frozenset({"fr"})), {"R2"}),
        (Filters(year_from=2020), {"R1"}),
        (Filters(year_to=2019), {"R2"}),
        (Filters(types=frozenset({"policy_brief"})), {"R1"}),
        (Filters(objectives=frozenset({13, 21})), {"R1"}),
        (Filters(regions=frozenset({"Africa"})), {"R2"}),
        (Filters(publishers=frozenset({"UN Network on Migration"})), {"R1"}),
        (Filters(countries=frozenset({"TN"})), {"R2"}),
        (Filters(languages=frozenset({"fr"}), year_from=2020), set()),
    ],
)
def test_filters_keep_what_has_all_that_is_asked(
    hub: Hub, filters: Filters, left: set[str]
) -> None:
    hub.save(
        paper(
            "R1",
            "Detention",
            year=2021,
            type="policy_brief",
            gcm_objectives=(13,),
            publisher="UN Network on Migration",
        ),
        paper("R2", "Detention", language="fr", year=2012, regions=("Africa",), countries=("TN",)),
        paper("R3", "Detention in no year"),
    )

    assert set(hub.ids(Query("detention", filters=filters))) - {"R3"} == left


def test_among_equals_the_reader_s_own_language_comes_first(hub: Hub) -> None:
    hub.save(
        paper("R1", "Migration", "Migration.", language="en"),
        paper("R2", "Migration", "Migration.", language="fr"),
    )
    asked = Query("migration", reader=Reader(language="fr"), fold=False)

    assert hub.ids(asked)[0] == "R2"


def test_among_equals_the_newer_one_comes_first(hub: Hub) -> None:
    hub.save(
        paper("R1", "Remittance prices", "Yearly figures.", year=2009),
        paper("R2", "Remittance prices", "Yearly figures.", year=2025),
    )

    assert hub.ids(Query("remittance prices", this_year=2026, fold=False))[0] == "R2"


def test_what_was_superseded_stands_below_its_successor(hub: Hub) -> None:
    hub.save(
        paper("R1", "Guidance on detention", "First version.", superseded_by="R2"),
        paper("R2", "Guidance on detention", "Second version."),
    )
    found = hub.find(Query("guidance on detention", fold=False))

    assert [hit.record_id for hit in found.hits] == ["R2", "R1"]
    assert found.hits[1].superseded_by == "R2"


def test_other_words_for_it_bridge_languages_and_the_answer_says_so(hub: Hub) -> None:
    hub.save(paper("R1", "Alternatives to detention", "Community placement."), paper("R2", "Data"))
    asked = Query(
        "solutions de remplacement de la rétention",
        language="fr",
        expansion=(("alternatives to detention", 0.5),),
    )
    found = hub.find(asked)

    assert found.hits[0].record_id == "R1"
    assert Note.OTHER_LANGUAGE in found.notes


def test_a_record_in_the_language_of_the_question_goes_before_the_bridge(hub: Hub) -> None:
    hub.save(
        paper("R1", "Alternatives to detention"),
        paper("R2", "Solutions de remplacement de la rétention", language="fr"),
    )
    asked = Query(
        "remplacement de la rétention",
        language="fr",
        expansion=(("alternatives to detention", 0.5),),
    )

    assert hub.ids(asked)[0] == "R2"


def test_a_question_that_nothing_fits_is_said_to_be_one(hub: Hub) -> None:
    hub.save(paper("R1", "Remittances"), paper("R2", "Detention"))

    assert Note.WEAK in hub.find("apple pie").notes


def test_a_question_of_which_hardly_a_word_is_known_is_said_to_be_one(hub: Hub) -> None:
    hub.save(paper("R1", "Drivers of migration"), paper("R2", "Detention"))

    assert Note.WEAK in hub.find("fix my printer driver").notes
    assert Note.WEAK not in hub.find("drivers").notes


def test_what_is_named_in_the_words_of_another_language_fits_well(hub: Hub) -> None:
    hub.save(
        paper("R1", "A framework for climate mobility in the Pacific", "Islands that lose ground."),
        *(paper(f"N{n}", f"Report {n} on detention", "Families in camps.") for n in range(9)),
    )
    named = Query("mobilité climatique", language="fr", expansion=(("climate mobility", 0.45),))
    of_a_kind = Query("déplacements", language="fr", expansion=(("detention", 0.15),))

    assert Note.WEAK not in hub.find(named).notes
    assert Note.WEAK in hub.find(of_a_kind).notes


def test_another_form_of_a_known_word_is_never_corrected(hub: Hub) -> None:
    hub.save(
        paper("R1", "L'intégration des migrants", language="fr"),
        paper("R2", "Texte intégral", language="fr"),
    )

    assert hub.find(Query("intégrer les migrants", language="fr")).did_you_mean is None


def test_another_spelling_is_offered_where_it_finds_something_else(hub: Hub) -> None:
    hub.save(
        paper("R1", "Smuggling of migrants"),
        paper("R2", "Smugness in offices", "Smug smug smug smuglings."),
    )

    assert hub.find("smugling of migrants").did_you_mean in (None, "smuggling of migrants")


def test_no_spelling_is_offered_where_it_would_change_nothing(hub: Hub) -> None:
    hub.save(paper("R1", "Remittances"))

    assert hub.find("remitances").did_you_mean is None


def test_a_name_is_not_corrected_to_that_of_another_language(hub: Hub) -> None:
    hub.save(paper("R1", "Retours de Libye", language="fr"), paper("R2", "Smugglers at sea"))

    assert hub.find("smugglers in libya").did_you_mean is None


def test_the_words_of_a_concept_are_spelt_right(hub: Hub) -> None:
    hub.save(paper("R1", "Looking back"), paper("R2", "Families in camps"))
    named = Query("locking families", expansion=(("locking up", 0.3),))

    assert hub.find("locking families").did_you_mean == "looking families"
    assert hub.find(named).did_you_mean is None


def test_a_known_word_is_never_corrected(hub: Hub) -> None:
    hub.save(paper("R1", "Migrant"), paper("R2", "Migrants"), paper("R3", "Emigrant"))

    assert hub.find("migrant").did_you_mean is None


def test_the_best_sentence_is_shown_with_its_words_marked(hub: Hub) -> None:
    text = "First some words. Then recruitment fees are paid by employers. Then the end."
    hub.save(paper("R1", "Costs", text))
    passage = hub.find("recruitment fee").hits[0].passage

    assert passage is not None
    assert [passage.text[start:end] for start, end in passage.spans] == ["recruitment", "fees"]


def test_a_long_text_is_shown_in_part(hub: Hub) -> None:
    hub.save(paper("R1", "Long", "word " * 2_000 + "needle in here " + "word " * 2_000))
    passage = hub.find("needle").hits[0].passage

    assert passage is not None
    assert "needle" in passage.text
    assert len(passage.text) <= LONGEST + 4


def test_pages_follow_each_other_without_gap_or_repeat(hub: Hub) -> None:
    hub.save(*(paper(f"R{n:02}", f"Migration paper {n} of many") for n in range(23)))
    pages = [hub.find("migration", limit=5, offset=start) for start in range(0, 25, 5)]
    seen = [hit.record_id for page in pages for hit in page.hits]

    assert len(seen) == len(set(seen)) == pages[0].total == 23


def test_a_deep_answer_is_as_deep_as_was_asked(hub: Hub) -> None:
    hub.save(*(paper(f"R{n:03}", f"Migration paper {n} of many") for n in range(450)))
    asked = Query("migration paper", fold=False, passages=False)

    assert len(hub.find(asked, limit=400).hits) == 400


def test_experts_are_found_by_their_documents_and_the_reason_names_them(hub: Hub) -> None:
    hub.save_experts(
        expert("E1", "Economist", "", "Remittance prices in the Pacific", "Something else"),
        expert("E2", "Lawyer", "Detention and bail"),
    )
    found = hub.who("remittance prices")

    assert [hit.record_id for hit in found.hits][:1] == ["E1"]
    assert (Because.PIECE, "Document 1") in [(e.because, e.text) for e in found.hits[0].why]


def test_three_good_pieces_say_more_than_one(hub: Hub) -> None:
    hub.save_experts(
        expert("E1", "One", "", "Remittance prices", "Detention", "Bail"),
        expert("E2", "Two", "", "Remittance prices", "Remittance prices", "Remittance prices"),
    )

    assert [hit.record_id for hit in hub.who("remittance prices").hits] == ["E2", "E1"]


def test_nobody_is_an_expert_without_evidence(hub: Hub) -> None:
    hub.save_experts(expert("E1", "Economist", "Remittances"), expert("E2", "Lawyer", "Bail"))

    assert [hit.record_id for hit in hub.who("remittances").hits] == ["E1"]


HOSTILE = {
    "nothing": "",
    "white space": " \t\n",
    "one letter": "a",
    "ten thousand letters": "x" * 10_000,
    "ten thousand words": "migration " * 1_000,
    "only small words": "who is it for and how",
    "only an address": "https://example.org/a?b=c&d=%20#e",
    "operators": '+title:foo -bar AND (OR "x y"~2 [a TO b] {1 TO *} a^5 /re.*/ \\ && || ! : ? *',
    "brackets": "((((((((",
    "mixed scripts": "миgraция 移民 هجرة migration",
    "zero width": "\u200bmi\u200cgra\u200dtion\ufeff",
    "right to left marks": "\u202emigration\u202c \u2066x\u2069",
    "a lone surrogate": "\ud800",
    "a null": "mig\x00ration",
    "emoji": "👩‍👩‍👧 🇺🇳",
    "sql": "'; DROP TABLE resources; --",
    "separators": "\x1f\x1e\x1c",
}


@pytest.mark.parametrize("asked", HOSTILE.values(), ids=HOSTILE)
def test_no_question_breaks_search(hub: Hub, asked: str) -> None:
    hub.save(paper("R1", "Migration", "Миграция 移民 هجرة"), paper("R2", "a"))
    found = hub.find(asked)

    assert found.total >= len(found.hits) >= 0
    assert hub.who(asked).hits == ()
    assert hub.suggest(asked) is not None


@pytest.mark.parametrize("asked", ["\u200bmi\u200cgra\u200dtion\ufeff", "\u202emigration\u202c"])
def test_invisible_characters_change_nothing(hub: Hub, asked: str) -> None:
    hub.save(paper("R1", "Migration"))

    assert hub.ids(asked) == ["R1"]


@pytest.mark.parametrize("asked", ["the", "de las", "978-92-1-130382-5", "https://example.org/x"])
def test_what_carries_no_topic_finds_nothing(hub: Hub, asked: str) -> None:
    hub.save(paper("R1", "The example of 5 cases", "One of the 92 and 1, de las costas"))

    assert not hub.find(asked).hits


def test_a_reason_is_in_the_spelling_of_the_question(hub: Hub) -> None:
    hub.save(paper("R1", "Guidance on BLMAs in Senegal", "After A/RES/73/195"))

    found = hub.find("BLMAs in Senegal A/RES/73/195")

    assert [each.text for each in found.hits[0].why] == ["A/RES/73/195", "BLMAs, Senegal"]


def test_a_reason_holds_the_part_of_a_run_that_is_there(hub: Hub) -> None:
    hub.save(paper("R1", "国际移民报告", language="zh"))

    assert hub.find("移民劳工协议").hits[0].why[0].text == "移民"


def test_of_several_versions_the_one_in_the_readers_language_is_shown(hub: Hub) -> None:
    hub.save(
        paper("R1", "Acuerdos BLMA, BLMA", "BLMA", language="es"),
        paper("R2", "Guidance on labour agreements", "And BLMA too.", translation_of="R1"),
        paper("R3", "BLMA, otro resumen", "BLMA", language="es", translation_of="R1"),
    )
    found = hub.find(Query("BLMA", reader=Reader(language="en")))

    assert [hit.record_id for hit in found.hits] == ["R2"]
    assert set(found.hits[0].also_in) == {("es", "R1"), ("es", "R3")}


def test_words_of_the_whole_field_speak_for_no_expert(hub: Hub) -> None:
    hub.save_experts(
        expert("E1", "Missing persons", "Persons and people, migrants and persons"),
        expert("E2", "Smuggling and trafficking", "I train investigators"),
    )

    assert [hit.record_id for hit in hub.who("trafficking in persons").hits] == ["E2"]


def test_a_plural_is_no_misspelling(hub: Hub) -> None:
    hub.save(paper("R1", "A corridor of remittances"), paper("R2", "Border corridor"))

    assert hub.find(Query("corridors", language="en")).did_you_mean is None
