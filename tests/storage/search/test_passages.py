"""Passages show where the answer is, in whole words, whatever the text."""

from hypothesis import given
from hypothesis import strategies as st

from storage.search.documents import Query
from storage.search.matching import question_of
from storage.search.passages import LONGEST, passage

TEXTS = st.text(
    alphabet=st.sampled_from("abcdefg MigrationFEES.!?\n移民报告،هجرة\u200b-é"), max_size=900
)


@given(TEXTS, st.text(max_size=60))
def test_marks_lie_inside_the_passage_in_order_and_apart(text: str, asked: str) -> None:
    question = question_of(Query(asked), {"en": 1})
    shown = passage(text, question, language="en")
    if shown is None:
        return
    edges = [place for span in shown.spans for place in span]

    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(shown.text) for start, end in shown.spans)
    assert len(shown.text) <= LONGEST + 4


@given(
    st.lists(
        st.sampled_from(["migration", "fees", "return", "a", "costs"]), min_size=1, max_size=300
    )
)
def test_no_word_between_spaces_is_cut(words: list[str]) -> None:
    question = question_of(Query("return fees"), {"en": 1})
    shown = passage(" ".join(words), question, language="en")

    assert shown is not None
    assert set(shown.text.replace("…", " ").split()) <= set(words)


def test_the_sentence_with_most_of_the_question_is_chosen() -> None:
    text = "Fees are high. Recruitment fees are paid by workers. Recruitment is slow."
    shown = passage(text, question_of(Query("recruitment fees"), {"en": 1}), language="en")

    assert shown is not None
    assert shown.text.startswith("… Recruitment fees are paid by workers.")


def test_an_empty_text_has_no_passage() -> None:
    assert passage(" \n", question_of(Query("fees"), {"en": 1}), language="en") is None


def test_neighbouring_characters_are_marked_as_one() -> None:
    shown = passage("世界移民报告", question_of(Query("移民"), {"zh": 1}), language="zh")

    assert shown is not None
    assert [shown.text[start:end] for start, end in shown.spans] == ["移民"]
