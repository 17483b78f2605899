"""Recent answers are given again, and never once something has changed."""

from storage.search.documents import Found
from storage.search.recent import Recent

ANSWER = Found((), 0)


def test_an_answer_is_given_again_for_a_while() -> None:
    recent = Recent(good_for_seconds=30)
    recent.keep("returns", ANSWER, generation=1, at=100.0)

    assert recent.get("returns", generation=1, at=129.0) is ANSWER
    assert recent.get("returns", generation=1, at=130.0) is None


def test_an_answer_of_an_older_index_is_not_given() -> None:
    recent = Recent()
    recent.keep("returns", ANSWER, generation=1, at=100.0)

    assert recent.get("returns", generation=2, at=101.0) is None


def test_only_the_latest_are_kept() -> None:
    recent = Recent(most=2)
    for question in ("a", "b"):
        recent.keep(question, ANSWER, generation=1, at=1.0)
    recent.get("a", generation=1, at=1.0)
    recent.keep("c", ANSWER, generation=1, at=1.0)

    kept = [each for each in "abc" if recent.get(each, generation=1, at=1.0)]
    assert kept == ["a", "c"]
