"""What experts answered before comes first where it fits, quoted, for those who may see it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.network_files.records import Resource
from config.taxonomy import Visibility
from handlers.asking import Ask, Slot, SlotKind
from handlers.quotes import WHOLE_ANSWER, Told, answers_of_experts
from storage.base import Base
from storage.database import Database
from storage.resources import ANSWER_TYPE, WRITTEN_HERE
from storage.search.documents import Reader
from storage.search.engine import Search

MEMBER = Reader(frozenset({"public", "network"}))
GUEST = Reader(frozenset({"public"}))
QUESTION = "Who pays recruitment fees under a labour agreement?"
ANSWER = Resource(
    id=f"{WRITTEN_HERE}1",
    title=QUESTION,
    description="Employers pay every fee, and the agreement names them one by one.",
    type=ANSWER_TYPE,
    publisher="ILO",
    language="en",
    year=2026,
    visibility=Visibility.NETWORK,
)
BOOK = Resource(id="book", title="Recruitment fees: a book of numbers", type="book")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    search = Search(tmp_path / "index", patience_seconds=None)
    database = Database(f"sqlite:///{tmp_path / 'hub.sqlite'}", search=search)
    Base.metadata.create_all(database.engine)
    yield database
    search.close()
    database.close()


def told(
    database: Database, text: str, *records: Resource, reader: Reader = MEMBER, **more: object
) -> tuple[Told, ...]:
    database.run_now(lambda store: store.resources.put(records))
    ask = Ask(text, "en", **more)  # type: ignore[arg-type]  # a test's own words
    return database.read_now(lambda store: answers_of_experts(ask, store, reader=reader))


@pytest.mark.parametrize(
    "text", [QUESTION, "who pays the recruitment fees", "recruitment fees labour agreement"]
)
def test_an_answer_to_such_a_question_is_quoted_with_its_source(
    database: Database, text: str
) -> None:
    (first,) = told(database, text, ANSWER, BOOK)

    assert first.record_id == ANSWER.id
    assert first.whole
    assert first.entry.title == QUESTION
    assert first.entry.passage is not None
    assert first.entry.passage.text == ANSWER.description
    assert "ILO" in str(first.entry.facts)


@pytest.mark.parametrize("text", ["recruitment", "fishing quotas", "reintegration of children"])
def test_an_answer_to_another_question_is_no_quote(database: Database, text: str) -> None:
    assert not told(database, text, ANSWER, BOOK)


def test_a_guest_is_told_nothing_that_is_for_the_network(database: Database) -> None:
    assert not told(database, QUESTION, ANSWER, BOOK, reader=GUEST)


def test_other_words_of_a_concept_count(database: Database) -> None:
    others = [Resource(id=f"o{n}", title=f"On the schools of village {n}") for n in range(9)]
    labels = (("recruitment fees", 1.0),)

    found = told(database, "honoraires d'embauche", ANSWER, *others, expansion=labels)

    assert [each.record_id for each in found] == [ANSWER.id]


def test_where_reports_are_asked_for_no_answer_is_quoted(database: Database) -> None:
    slots = (Slot(SlotKind.TYPE, "report"),)

    assert not told(database, QUESTION, ANSWER, slots=slots)


def test_an_imported_record_of_that_type_is_no_answer_of_an_expert(database: Database) -> None:
    imported = Resource(id="a1", title=QUESTION, description="Nobody.", type=ANSWER_TYPE)

    assert not told(database, QUESTION, imported)


def test_a_long_answer_is_quoted_by_its_best_passage(database: Database) -> None:
    long = Resource(
        id=f"{WRITTEN_HERE}2",
        title=QUESTION,
        description=f"It depends on {'very ' * WHOLE_ANSWER}much. Employers pay recruitment fees.",
        type=ANSWER_TYPE,
        language="en",
    )
    (first,) = told(database, QUESTION, long)

    assert not first.whole
    assert first.entry.passage is not None
    assert "Employers pay recruitment fees" in first.entry.passage.text
