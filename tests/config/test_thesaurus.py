"""The thesaurus of the sample network, and what is said when such a file has faults."""

import time
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import thesaurus_file
from config.network_files.faults import BadFolder
from config.taxonomy import LANGUAGES
from config.thesaurus import Thesaurus

SAMPLE = Path(__file__).parents[2] / "config" / "network" / "thesaurus.yaml"


@lru_cache(maxsize=1)
def sample() -> Thesaurus:
    return Thesaurus.load(SAMPLE)


@pytest.fixture
def thesaurus() -> Thesaurus:
    return sample()


def recognised(thesaurus: Thesaurus, text: str, language: str | None = None) -> list[str]:
    return [match.concept.id for match in thesaurus.recognise(text, language)]


def test_the_sample_has_three_hundred_concepts_in_six_languages(thesaurus: Thesaurus) -> None:
    concepts = thesaurus.concepts.values()
    objectives = {number for concept in concepts for number in concept.objectives}

    assert len(concepts) >= 300
    assert all(concept.labels[language] for concept in concepts for language in LANGUAGES)
    assert objectives == set(range(1, 24))
    assert sum(bool(concept.definition) for concept in concepts) >= 60


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("BLMAs", "bilateral-labour-migration-agreement"),
        ("the ATD working group", "alternatives-to-detention"),
        ("imrf", "international-migration-review-forum"),
        ("EFTP", "technical-and-vocational-education"),
        ("альтернативах содержанию под стражей", "alternatives-to-detention"),
        ("وبدائل الاحتجاز", "alternatives-to-detention"),
        ("移民汇款", "remittances"),
        ("enfants non accompagnés", "unaccompanied-and-separated-children"),
        ("REMITANCES", "remittances"),
        ("alternatves to detenton", "alternatives-to-detention"),
    ],
)
def test_a_concept_is_found_by_any_label(thesaurus: Thesaurus, text: str, concept: str) -> None:
    assert recognised(thesaurus, text) == [concept]


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("GDP growth", ["gross-domestic-product"]),
        ("GDP report on detention", ["global-detention-project", "immigration-detention"]),
        ("MMC for cities", ["mayors-migration-council", "local-authorities"]),
        ("MMC survey", ["mixed-migration-centre"]),
        ("MMC", ["mayors-migration-council", "mixed-migration-centre"]),
        ("GCF", ["green-climate-fund"]),
        ("GCM", ["global-compact-for-migration"]),
        ("a GCM climate model", []),
        ("MMC 城市", ["mayors-migration-council", "local-authorities"]),
        ("MS Teams", []),
    ],
)
def test_words_nearby_decide_what_an_acronym_means(
    thesaurus: Thesaurus, text: str, concepts: list[str]
) -> None:
    assert recognised(thesaurus, text) == concepts


def test_an_open_acronym_counts_half_for_each_meaning(thesaurus: Thesaurus) -> None:
    assert [match.confidence for match in thesaurus.recognise("MMC")] == [0.5, 0.5]


def test_a_word_a_letter_away_is_no_typo(thesaurus: Thesaurus) -> None:
    assert recognised(thesaurus, "detection") == []
    assert recognised(thesaurus, "contact person") == []


def test_an_acronym_that_is_a_word_needs_its_capitals(thesaurus: Thesaurus) -> None:
    assert recognised(thesaurus, "tips and art to add") == []
    assert recognised(thesaurus, "TIP") == ["trafficking-in-persons"]


def test_spans_are_those_of_the_text_as_written(thesaurus: Thesaurus) -> None:
    text = "Ré\u0301integration… и «денежные  переводы»"
    found = [text[match.start : match.end] for match in thesaurus.recognise(text)]

    assert found[-1] == "денежные  переводы"


def test_labels_in_other_languages_bridge_to_records_in_them(thesaurus: Thesaurus) -> None:
    expansion = dict(thesaurus.expansion(thesaurus.recognise("envois de fonds"), ["en", "es"]))

    assert expansion["remittances"] == expansion["remesas"] == 0.5
    assert expansion["money transfers"] == 0.3
    assert "envois de fonds" not in expansion


def test_a_sentence_takes_under_two_milliseconds(thesaurus: Thesaurus) -> None:
    sentence = (
        "anything on alternatves to detention for unaccompanied children in transit countries"
    )
    thesaurus.recognise(sentence)
    started = time.perf_counter()
    for _ in range(50):
        thesaurus.expansion(thesaurus.recognise(sentence))

    assert (time.perf_counter() - started) / 50 < 0.002


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("comment intégrer les migrants dans les systèmes de santé", "migrant-health"),
        ("workers on our farms", "agricultural-workers"),
        ("дети мигрантов и их задержание", "child-immigration-detention"),
    ],
)
def test_a_concept_is_found_by_the_words_of_a_label_that_stand_apart(
    thesaurus: Thesaurus, text: str, concept: str
) -> None:
    found = {match.concept.id: match for match in thesaurus.recognise(text)}

    assert found[concept].apart
    assert found[concept].confidence < 0.8


def test_without_a_file_nothing_is_recognised_and_nothing_breaks(tmp_path: Path) -> None:
    empty = Thesaurus.load(tmp_path / "thesaurus.yaml")

    assert empty.recognise("remittances") == ()
    assert empty.expansion(()) == ()


def _concept(name: str, label: str, extra: str = "") -> str:
    labels = "\n".join(f"  {language}: {label} {language}" for language in LANGUAGES)
    return f"- id: {name}\n{labels}\n{extra}"


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("concepts:\n" + _concept("a", "x", "  broader: [b]\n"), 9, "broader"),
        ("concepts:\n" + _concept("a", "x") + _concept("b", "x"), 10, "ar"),
        ("concepts:\n" + _concept("a", "x").replace("  fr: x fr\n", ""), 2, "fr"),
        ("concepts:\n" + _concept("a", "x", "  objectives: [24]\n"), 9, "objectives"),
        ("concepts:\n" + _concept("a", "x", "  colour: red\n"), 9, "colour"),
        ("concepts:\n" + _concept("a", "x") + _concept("a", "y"), 9, "id"),
        ("concepts:\n" + _concept("a", "x", "  broader: [a]\n"), 2, "broader"),
        ("traps:\n- label: A\n  readings:\n  - concept: nowhere\n", 4, "concept"),
        ("concepts: [\n", 2, ""),
        ("words: 3\n", 1, "words"),
    ],
)
def test_a_fault_is_named_by_line_and_field(
    tmp_path: Path, text: str, line: int, field: str
) -> None:
    file = tmp_path / "thesaurus.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(BadFolder) as refused:
        Thesaurus.load(file)

    assert (line, field) in {(fault.line, fault.field) for fault in refused.value.faults}


def test_a_label_of_two_concepts_is_allowed_as_a_trap(tmp_path: Path) -> None:
    first, second = _concept("a", "x"), _concept("b", "y").replace("y en", "x en")
    trap = "traps:\n- label: x en\n  readings:\n  - concept: a\n  - concept: b\n    near: cities\n"
    file = tmp_path / "thesaurus.yaml"
    file.write_text("concepts:\n" + first + second + trap, encoding="utf-8")
    thesaurus = Thesaurus.load(file)

    assert recognised(thesaurus, "x en of the cities") == ["b"]
    assert recognised(thesaurus, "x en") == ["a", "b"]


def test_what_is_written_reads_back_the_same(tmp_path: Path) -> None:
    contents = thesaurus_file.read(SAMPLE)
    copy = tmp_path / "thesaurus.yaml"
    copy.write_text(thesaurus_file.write(contents), encoding="utf-8")

    assert thesaurus_file.read(copy) == contents


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_and_spans_stay_inside(text: str) -> None:
    matches = sample().recognise(text)

    assert all(0 <= match.start < match.end <= len(text) for match in matches)
