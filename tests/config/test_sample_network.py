"""The sample network: whole, consistent, and somebody to ask for everything."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from config.languages import detect
from config.network_files.folder import Folder, read_folder
from config.network_files.records import Event, Expert, RecordKind, Resource, WorkingGroup
from config.network_files.writing import files_of
from config.taxonomy import LANGUAGES, Region, StakeholderType

FOLDER = Path(__file__).parents[2] / "config" / "network"


@lru_cache(maxsize=1)
def sample() -> Folder:
    return read_folder(FOLDER)


def of(kind: RecordKind) -> list[Any]:
    return sample().records[kind]


def experts() -> list[Expert]:
    return of(RecordKind.EXPERTS)


def resources() -> dict[str, Resource]:
    return {each.id: each for each in of(RecordKind.RESOURCES)}


def test_it_has_no_fault_and_nothing_was_passed_over() -> None:
    assert sample().faults == []
    assert sample().notes == []


def test_it_holds_what_it_promises() -> None:
    counts = {kind: len(records) for kind, records in sample().records.items()}

    assert counts[RecordKind.RESOURCES] == 511
    assert counts[RecordKind.OBJECTIVES] == 23
    assert counts[RecordKind.PRINCIPLES] == 10
    assert counts[RecordKind.EXPERTS] >= 60
    assert set(counts) == set(RecordKind)


def test_it_stands_as_an_export_would_write_it() -> None:
    written = files_of(sample().records)

    assert {name: (FOLDER / name).read_text(encoding="utf-8") for name in written} == written


def test_some_expert_answers_for_every_objective() -> None:
    assert {n for each in experts() for n in each.gcm_objectives} == set(range(1, 24))


def test_experts_speak_and_write_all_six_languages() -> None:
    assert {each.language for each in experts()} == set(LANGUAGES)
    assert {language for each in experts() for language in each.languages} >= set(LANGUAGES)


def test_experts_are_everywhere() -> None:
    assert {region for each in experts() for region in each.regions} == set(Region)


def test_every_stakeholder_of_the_compact_has_an_expert() -> None:
    types = {each.id: each.type for each in of(RecordKind.ORGANISATIONS)}
    governments = {StakeholderType.GOVERNMENT}  # they are whom experts answer

    assert {types[each.organisation] for each in experts() if each.organisation} == (
        set(StakeholderType) - governments
    )


def test_every_group_has_an_expert() -> None:
    named = {group for each in experts() for group in each.working_groups}

    assert named == {each.id for each in of(RecordKind.WORKING_GROUPS)}


def test_an_expert_says_two_to_four_sentences_in_the_language_named() -> None:
    for each in experts():
        sentences = re.findall(r"[.!?؟。](?=\s|$|[^\s\d])", each.description)
        assert 2 <= len(sentences) <= 4, each.id
        assert detect(each.description) == each.language, each.id
        assert each.language in each.languages, each.id


def test_no_contact_data_stands_anywhere() -> None:
    for file in FOLDER.iterdir():
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"[\w.+-]+@[\w-]+\.\w+|\btel(efax)?[:.]|\+\d{2}[ -]\d", text), (
            file.name
        )


def test_titles_and_descriptions_are_in_the_language_of_the_record() -> None:
    known_exceptions = {"R0096"}  # its title is English, the panel French, as its note says
    other = {
        each.id
        for each in resources().values()
        if detect(f"{each.title}. {each.description}") not in (None, each.language)
    }

    assert other == known_exceptions


def test_a_translation_names_a_record_in_another_language_that_is_none_itself() -> None:
    for each in resources().values():
        if each.translation_of:
            first = resources()[each.translation_of]
            assert first.language != each.language, each.id
            assert first.translation_of is None, each.id


def test_a_copy_names_a_work_in_its_language_and_shares_its_translations() -> None:
    for each in resources().values():
        if each.same_work:
            original = resources()[each.same_work]
            assert original.language == each.language, each.id
            assert original.same_work is None, each.id
            assert original.translation_of == each.translation_of, each.id


def test_every_group_lists_each_organisation_once() -> None:
    groups: list[WorkingGroup] = of(RecordKind.WORKING_GROUPS)

    for each in groups:
        named = (*each.leads, *each.members, *each.interested)
        assert len(set(named)) == len(named), each.id


def test_labels_come_in_six_languages_and_say_which_are_not_official() -> None:
    for kind in (RecordKind.OBJECTIVES, RecordKind.PRINCIPLES):
        for each in of(kind):
            assert set(each.labels) == set(LANGUAGES)
            assert set(each.working_translations) == {"ar", "ru", "zh"}


def test_dates_are_as_exact_as_their_precision_says() -> None:
    length = {"day": 10, "month": 7, "year": 4}
    events: list[Event] = of(RecordKind.EVENTS)

    def written(event: Event) -> Iterator[str]:
        yield from filter(None, (event.start, event.end))

    for each in events:
        for moment in written(each):
            assert each.precision is not None, each.id
            assert len(moment) == length[each.precision], each.id


def test_kosovo_is_written_with_its_reference() -> None:
    for each in experts():
        assert each.description.count("Kosovo") == each.description.count("Kosovo (UNSCR 1244")
    for resource in resources().values():
        described = resource.description
        assert described.count("Kosovo") == described.count("Kosovo (UNSCR 1244"), resource.id
