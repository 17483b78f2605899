"""Scores become one order that can be explained."""

from storage.search.helped import Saying, evidence
from storage.search.ranking import (
    Candidate,
    Preferences,
    by_owner,
    expertise,
    fuse,
    in_order,
    prefer,
)


def test_words_and_meaning_share_a_score() -> None:
    words, meaning = Candidate(1, words=4.0), Candidate(2, meaning=0.5)
    fuse([words, meaning], meaning_share=0.6)

    assert (words.score, meaning.score) == (0.4, 0.6)


def test_a_vector_that_is_still_to_come_counts_like_the_words() -> None:
    waiting, compared = Candidate(1, words=4.0, expected=True), Candidate(2, words=2.0, meaning=0.5)
    fuse([waiting, compared], meaning_share=0.6)

    assert waiting.score == 1.0


def test_without_meaning_words_are_all_of_it() -> None:
    first, second = Candidate(1, words=4.0), Candidate(2, words=1.0)
    fuse([first, second], meaning_share=0.6)

    assert (first.score, second.score) == (1.0, 0.25)


def test_preferences_never_turn_a_clear_order_around() -> None:
    good = Candidate(1, score=1.0, year=1990, language=7)
    fair = Candidate(2, score=0.8, year=2026, language=5, regions=1)
    prefer([good, fair], Preferences(language=5, regions=1, this_year=2026))

    assert [each.key for each in in_order([fair, good])] == [1, 2]


def test_equal_scores_keep_one_order() -> None:
    assert [each.key for each in in_order([Candidate(9), Candidate(3)])] == [3, 9]


def test_three_pieces_beat_one_of_the_same_worth() -> None:
    one = [Candidate(1, owner=1, score=0.9)]
    three = [Candidate(n, owner=2, score=0.9) for n in (2, 3, 4)]
    scores = expertise([*one, *three], by_owner([*one, *three]))

    assert scores[2] > scores[1]


def test_many_weak_pieces_do_not_make_the_best_expert() -> None:
    strong = [Candidate(1, owner=1, score=1.0)]
    weak = [Candidate(n, owner=2, score=0.1) for n in range(2, 60)]
    scores = expertise([*strong, *weak], by_owner([*strong, *weak]))

    assert scores[1] > scores[2]


def said(record_id: str, person_id: int, *, helped: bool = True, question: str = "fees") -> Saying:
    return Saying(record_id, person_id, question, helped)


def test_one_person_counts_once() -> None:
    once = evidence([said("R", 1)], ["fees"])
    often = evidence([said("R", 1)] * 50, ["fees"])

    assert once == often


def test_more_people_say_more_but_never_all() -> None:
    few = evidence([said("R", n) for n in range(2)], ["fees"])["R"]
    many = evidence([said("R", n) for n in range(200)], ["fees"])["R"]

    assert 0 < few < many < 1


def test_what_did_not_help_lowers() -> None:
    assert evidence([said("R", 1, helped=False)], ["fees"])["R"] < 0


def test_an_answer_to_another_question_says_nothing() -> None:
    assert evidence([said("R", 1, question="detention of children")], ["fees"]) == {}
