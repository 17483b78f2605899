"""Records are found by what they mean, where the model can read them."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from config.taxonomy import Visibility
from storage.search.documents import Because, Kind, Note, Query, Reader
from storage.search.encoder import SIZE, model_folder
from storage.search.model import IDLE_SECONDS, Model
from storage.search.vectors import VectorTable, keyed, packed
from storage.search.wordpiece import WordPiece, basic_tokens
from tests.storage.search.conftest import OpenHub
from tests.storage.search.hub import Hub, expert, paper


@pytest.fixture
def meaning(open_hub: OpenHub, model: Model) -> Hub:
    hub = open_hub(model=model)
    hub.save(
        paper("R1", "Reducing the price of remittances", "Cheaper transfers for families."),
        paper("R2", "Alternatives to immigration detention", "Community placement."),
        paper("R3", "Rural youth and agriculture", "Jobs in villages."),
        paper("R4", "Coût des envois de fonds", "Moins cher.", language="fr"),
        paper("R5", "Paying less to transfer wages", visibility=Visibility.NETWORK),
    )
    hub.search.embed()
    return hub


def test_a_need_finds_a_record_that_shares_no_word_with_it(meaning: Hub) -> None:
    found = meaning.find("sending money home is too expensive")

    assert found.hits[0].record_id == "R1"
    assert Note.LEXICAL not in found.notes
    assert Because.MEANING in {each.because for each in found.hits[0].why}


def test_meaning_finds_nothing_that_the_reader_may_not_see(meaning: Hub) -> None:
    asked = "sending money home is too expensive"
    member = Reader(frozenset({"public", "network"}))

    assert "R5" not in meaning.ids(asked)
    assert "R5" in meaning.ids(Query(asked, reader=member))


def test_a_question_in_another_language_is_answered_by_words_alone(meaning: Hub) -> None:
    found = meaning.find("comment payer moins pour les envois de fonds de la famille")

    assert Note.LEXICAL in found.notes
    assert found.hits[0].record_id == "R4"


def test_an_ambiguous_question_whose_words_find_french_records_is_not_compared(
    meaning: Hub,
) -> None:
    assert meaning.ids("fonds envois")[0] == "R4"


def test_vectors_follow_a_record_that_changes(meaning: Hub) -> None:
    meaning.save(paper("R3", "Lawyers for people who are locked up"))
    made = meaning.search.embed()

    assert made == 1
    assert set(meaning.ids("attorneys for detainees")[:2]) == {"R2", "R3"}


def test_words_that_did_not_change_are_not_encoded_again(meaning: Hub) -> None:
    before = meaning.database.read_now(lambda store: store.search_vectors.horizon())
    meaning.save(
        paper(
            "R1", "Reducing the price of remittances", "Cheaper transfers for families.", year=2024
        )
    )
    meaning.search.embed()
    after = meaning.database.read_now(lambda store: store.search_vectors.horizon())

    assert before == after
    assert meaning.search.status().vectors_waiting == 0


def test_a_record_whose_vector_is_still_to_come_is_not_left_behind(meaning: Hub) -> None:
    meaning.save(paper("R6", "Expensive money transfers home", "Sending money is too expensive."))

    assert meaning.ids("sending money home is too expensive")[0] == "R6"


def test_progress_is_told_while_vectors_are_made(open_hub: OpenHub, model: Model) -> None:
    hub = open_hub(model=model)
    hub.save(*(paper(f"R{n}", f"Paper {n}") for n in range(20)))
    heard: list[tuple[int, int]] = []
    hub.search.embed(lambda done, whole: heard.append((done, whole)))

    assert heard[-1] == (20, 20)
    assert hub.search.status().vectors == 20


def test_vectors_outlive_the_process(open_hub: OpenHub, model: Model) -> None:
    hub = open_hub(model=model)
    hub.save(paper("R1", "Remittances"), paper("R2", "Detention"))
    hub.search.embed()
    hub.search.close()
    again = open_hub(model=model)

    assert again.ids("cash that workers wire to relatives")[0] == "R1"
    assert again.search.status().vectors_waiting == 0


@pytest.mark.parametrize("trouble", ["checksum", "missing", "off"])
def test_without_the_model_words_decide_and_the_status_says_why(
    open_hub: OpenHub, tmp_path: Path, trouble: str
) -> None:
    folder = tmp_path / "model"
    if trouble == "checksum":
        shutil.copytree(model_folder(), folder)
        with (folder / "model.safetensors").open("r+b") as weights:
            weights.seek(1_000_000)
            weights.write(b"\x00\x01")
    hub = open_hub(model=Model(enabled=trouble != "off", folder=folder))
    hub.save(paper("R1", "Remittances"), paper("R2", "Detention"))
    hub.search.embed()
    found = hub.find("remittances")
    status = hub.search.status()

    assert [hit.record_id for hit in found.hits] == ["R1"]
    assert Note.LEXICAL in found.notes
    assert status.model is None
    expected = {"checksum": "checksum", "missing": "read", "off": "HUB_MODEL"}
    assert expected[trouble] in (status.model_trouble or "")


def test_experts_are_found_by_the_meaning_of_a_document(open_hub: OpenHub, model: Model) -> None:
    hub = open_hub(model=model)
    hub.save_experts(
        expert("E1", "Economist", "", "Prices of remittances to the Pacific"),
        expert("E2", "Lawyer", "", "Bail instead of immigration detention"),
    )
    hub.search.embed()
    found = hub.who("wiring wages to relatives on islands")

    assert found.hits[0].record_id == "E1"
    assert found.hits[0].kind is Kind.EXPERT


def test_near_meanings_have_near_vectors(model: Model) -> None:
    vectors = model.encode(["remittance costs", "the price of sending money home", "apple pie"])
    assert vectors is not None
    near, far = vectors[0] @ vectors[1], vectors[0] @ vectors[2]

    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert near > far + 0.3


def test_a_text_means_the_same_alone_and_among_others(model: Model) -> None:
    texts = ["short", "a text that is somewhat longer than that", "migration " * 600]
    together, apart = model.encode(texts), [model.encode([text]) for text in texts]
    assert together is not None

    assert all(
        each is not None and np.allclose(row, each[0], atol=1e-4)
        for row, each in zip(together, apart, strict=True)
    )


def test_the_model_rests_only_when_it_is_idle() -> None:
    now = [0.0]
    model = Model(clock=lambda: now[0])
    model.question("warm")

    assert not model.rest_if_idle()
    now[0] = IDLE_SECONDS + 1
    assert model.rest_if_idle()
    assert model.question("still works") is not None


def test_signs_then_bytes_find_nearly_what_exact_numbers_find() -> None:
    chance = np.random.default_rng(1)
    numbers = chance.standard_normal((3_000, SIZE)).astype(np.float32)
    numbers /= np.linalg.norm(numbers, axis=1, keepdims=True)
    table = VectorTable()
    size = SIZE + 4
    every = packed(numbers)
    rows = [("resource", str(n), every[n * size : (n + 1) * size]) for n in range(len(numbers))]
    table.replace([keyed(rows)])
    asked = numbers[7] + 0.5 * numbers[8]
    asked /= np.linalg.norm(asked)
    exact = np.sort(numbers @ asked)[::-1][:2]
    found = [cosine for _, cosine in table.nearest(asked, 50)][:2]

    assert np.allclose(found, exact, atol=0.01)


def test_tokens_are_those_that_the_model_was_trained_on() -> None:
    words = WordPiece(model_folder() / "vocab.txt")

    assert basic_tokens("Élan's café—ﬁne 移民!") == [
        "elan", "'", "s", "cafe", "—", "ﬁne", "移", "民", "!",
    ]  # fmt: skip
    assert words.encode("unaffable", most=9) == [101, 14477, 20961, 3468, 102]
    assert len(words.encode("word " * 900, most=256)) == 256


def test_nobody_is_an_expert_merely_because_all_vectors_are_compared(
    open_hub: OpenHub, model: Model
) -> None:
    hub = open_hub(model=model)
    hub.save_experts(expert("E1", "Economist", "Remittances"), expert("E2", "Cook", "Pies"))
    hub.search.embed()

    assert [hit.record_id for hit in hub.who("remittances").hits] == ["E1"]
