"""Known phrases are found: the longest, in capitals where it matters, and with a typo if asked."""

from config.folding import tokens
from config.gazetteer import Gazetteer


def filled(*labels: str, typos: bool = False) -> Gazetteer[str]:
    gazetteer: Gazetteer[str] = Gazetteer(typos=typos, ordinary=frozenset({"detection"}))
    for label in labels:
        gazetteer.add(label, label)
    return gazetteer


def found(gazetteer: Gazetteer[str], text: str) -> list[str]:
    return [sighting.label for sighting in gazetteer.find(text)]


def test_the_longest_phrase_wins() -> None:
    gazetteer = filled("Guinea", "Guinea-Bissau", "Sudan", "South Sudan")

    assert found(gazetteer, "guinea bissau, South Sudan and Guinea") == [
        "Guinea-Bissau",
        "South Sudan",
        "Guinea",
    ]


def test_phrases_that_overlap_are_found_if_wanted() -> None:
    gazetteer = filled("migrant workers", "workers' rights")
    text = "migrant workers' rights"
    overlapping = gazetteer.find_in(tokens(text), text, overlapping=True)

    assert found(gazetteer, text) == ["migrant workers"]
    assert [each.label for each in overlapping] == ["migrant workers", "workers' rights"]


def test_the_label_as_written_comes_before_one_with_other_endings() -> None:
    gazetteer = filled("migrants", "migrant")
    sighting = gazetteer.find("a migrant")[0]

    assert sighting.meanings == ("migrant",)
    assert sighting.confidence == 1


def test_capitals_are_needed_where_the_label_insists() -> None:
    gazetteer: Gazetteer[str] = Gazetteer()
    gazetteer.add("WHO", "World Health Organization", cased=True)
    gazetteer.add("Chad", "TD", cased=True)

    assert found(gazetteer, "who is in chad") == []
    assert found(gazetteer, "WHO in Chad") == ["WHO", "Chad"]


def test_long_words_may_have_a_typo_and_ordinary_words_have_none() -> None:
    gazetteer = filled("detention", "remittances", "fees", typos=True)

    assert found(gazetteer, "detenton remitances") == ["detention", "remittances"]
    assert found(gazetteer, "detection of feet") == []
    assert found(filled("detention"), "detenton") == []


def test_a_phrase_does_not_reach_into_the_next_sentence() -> None:
    gazetteer = filled("development impact", "Iran (Islamic Republic of)")

    assert found(gazetteer, "Development: impact. Development. Impact") == []
    assert found(gazetteer, "iran (islamic republic of)") == ["Iran (Islamic Republic of)"]


def test_short_words_are_taken_whole() -> None:
    gazetteer = filled("VNR", "наём", "Кения")

    assert found(gazetteer, "VNRs на в Кении") == ["VNR", "Кения"]


def test_a_joined_arabic_word_comes_off() -> None:
    assert found(filled("بدائل الاحتجاز"), "وبدائل الاحتجاز") == ["بدائل الاحتجاز"]


def test_a_slip_in_a_short_word_is_forgiven_after_a_right_one_in_other_letters() -> None:
    labels: Gazetteer[str] = Gazetteer(typos=True)
    labels.add("задержание детей", "child-detention")

    found = labels.find("задержание дитей")

    assert [each.meanings for each in found] == [("child-detention",)]


def test_a_long_word_may_have_two_slips_where_they_lead_to_one_word_alone() -> None:
    gazetteer = filled("remittances", "regularization", "returning", typos=True)
    twins = filled("remittances", "remittencer", typos=True)

    assert [each.label for each in gazetteer.find("cheap remitances and remitences")] == [
        "remittances",
        "remittances",
    ]
    assert not twins.find("remitences")
