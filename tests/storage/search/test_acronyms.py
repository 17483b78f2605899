"""The model knows no acronyms of the field: their names go along."""

import pytest

from storage.search.documents import Query
from storage.search.finder import _spelled_out
from storage.search.matching import question_of

NAMES = (
    ("bilateral labour migration agreement", 0.5),
    ("accord bilatéral de main-d'œuvre", 0.5),
    ("labour agreement", 0.3),
)


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("what is a BLMA", "what is a BLMA bilateral labour migration agreement"),
        ("labour agreements", "labour agreements"),
    ],
)
def test_an_acronym_is_read_with_its_english_name(asked: str, read: str) -> None:
    query = Query(asked, expansion=NAMES)

    assert _spelled_out(query, question_of(query, {"en": 1})) == read
