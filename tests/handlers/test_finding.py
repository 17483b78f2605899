"""What is narrowed by what was guessed, and when a guess is let go."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.network_files.records import Resource
from handlers.asking import Ask, Slot, SlotKind
from handlers.finding import EVERYONE, look, look_deep
from handlers.record import suggest
from handlers.resources import SHELF
from storage.base import Base
from storage.database import Database
from storage.search.documents import Kind
from storage.search.engine import Search
from storage.search.model import Model

SPARROWS = Resource(id="news", title="News of sparrows and the city", type="news", year=2024)
OWLS = Resource(id="book", title="Owls and their feathers at night", type="book", year=2010)
REPORT = Resource(id="report", title="Report of the society", type="report", year=2025)
REPORTS = Slot(SlotKind.TYPE, "report", guessed=True, faint=True)


@pytest.fixture
def birds(tmp_path: Path) -> Iterator[Database]:
    search = Search(tmp_path / "index", model=Model(enabled=False), patience_seconds=None)
    database = Database(f"sqlite:///{tmp_path / 'hub.sqlite'}", search=search)
    Base.metadata.create_all(database.engine)
    database.run_now(lambda store: store.resources.put([SPARROWS, OWLS, REPORT]))
    search.follow()
    yield database
    search.close()
    database.close()


def test_a_faint_guess_goes_where_better_answers_are_of_another_kind(birds: Database) -> None:
    ask = Ask("owls feathers night", slots=(REPORTS,))

    looked = birds.read_now(
        lambda store: look(ask, store, kind=Kind.RESOURCE, reader=EVERYONE, year=2026, limit=5)
    )

    assert [hit.record_id for hit in looked.found.hits][:1] == ["book"]
    assert looked.dropped == (REPORTS,)


def test_a_faint_guess_that_fits_stays_and_is_not_doubted_again(birds: Database) -> None:
    ask = Ask("society report", slots=(REPORTS,))

    looked = birds.read_now(
        lambda store: look(ask, store, kind=Kind.RESOURCE, reader=EVERYONE, year=2026, limit=5)
    )

    assert [slot.faint for slot in looked.slots] == [False]


def test_a_guess_never_puts_another_topic_first_in_a_long_list(birds: Database) -> None:
    recent = Slot(SlotKind.SINCE, "2024", guessed=True, faint=True)
    ask = Ask("owls feathers night", slots=(REPORTS, recent))

    ranked = birds.read_now(
        lambda store: look_deep(
            ask,
            store,
            written=ask.text,
            kind=Kind.RESOURCE,
            reader=EVERYONE,
            year=2026,
            limit=10,
        )
    )

    assert ranked[0][0] == "book"


@pytest.mark.parametrize("typed", ["owls and", "owls fethers", "owls at nigth"])
def test_a_title_is_offered_in_spite_of_a_slip(birds: Database, typed: str) -> None:
    offered = birds.read_now(
        lambda store: suggest(typed, store, shelf=SHELF, seen_by=EVERYONE, most=3)
    )

    assert [each.entry.title for each in offered][:1] == [OWLS.title]


def test_nothing_is_offered_for_what_nothing_is_like(birds: Database) -> None:
    offered = birds.read_now(
        lambda store: suggest("zzqqxxy", store, shelf=SHELF, seen_by=EVERYONE, most=3)
    )

    assert offered == ()
