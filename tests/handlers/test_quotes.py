"""Which events a question means, in which order, and how exactly their dates are told."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.slots import Knowledge
from bot.understand import understand
from config.network_files.folder import read_folder
from config.network_files.records import Event, EventKind, Precision, RecordKind
from config.phrases import Phrases, Words
from config.taxonomy import Visibility
from config.thesaurus import Thesaurus
from handlers.asking import Ask, Definition
from handlers.quotes import quotes
from storage.database import Database
from storage.search.documents import Reader

TODAY = date(2026, 11, 23)
NETWORK = Path(__file__).parents[2] / "config/network"


def event(name: str, start: str | None = None, end: str | None = None, **more: object) -> Event:
    return Event(id=name, name=name, kind=EventKind.REVIEW, start=start, end=end, **more)  # type: ignore[arg-type]  # a test's own words


def quoted(
    database: Database,
    *events: Event,
    occasion: str,
    sees: frozenset[str] = frozenset({"public"}),
    tense: str = "",
    language: str = "en",
) -> list[tuple[str, str]]:
    """Titles and facts of what answers a question with these words."""
    database.run_now(lambda store: store.events.put(events))
    ask = Ask("", occasion=tuple((word,) for word in occasion.split()), tense=tense)
    reader = Reader(sees, language=language)
    found = database.read_now(lambda store: quotes(ask, store, reader=reader, today=TODAY))
    phrases = Phrases()

    def said(fact: str | Words) -> str:
        return phrases.say(fact, language="en") if isinstance(fact, Words) else fact

    return [(each.title, " · ".join(map(said, each.facts))) for each in found]


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2026-12-01", None, "December 1, 2026"),
        ("2026-12-01", "2026-12-01", "December 1, 2026"),
        ("2026-12", None, "December 2026"),
        ("2026-11", "2026-12", "November – December 2026"),
        ("2027", None, "2027"),
        ("2024", "2025", "2024 – 2025"),
    ],
)
def test_a_date_is_told_as_exactly_as_it_is_known(
    database: Database, start: str, end: str | None, told: str
) -> None:
    found = quoted(database, event("Forum", start, end), occasion="forum")

    assert [facts.replace("\u2009", " ") for _, facts in found] == [told]


def test_what_comes_soonest_is_first_then_what_was_last(database: Database) -> None:
    events = [
        event("Forum 2022", "2022-05-17"),
        event("Forum 2026", "2026-05-05"),
        event("Forum now", "2026-11", precision=Precision.MONTH),
        event("Forum 2030", "2030"),
    ]

    found = quoted(database, *events, occasion="forum")

    assert [title for title, _ in found] == ["Forum now", "Forum 2030", "Forum 2026"]


def test_a_yearly_day_is_told_for_the_year_in_which_it_comes_next(database: Database) -> None:
    past = event("Remittances day", every_months=12, day_of_year="06-16")
    today = event("Children day", every_months=12, day_of_year="11-23")

    found = quoted(database, past, today, occasion="day")

    assert ("Remittances day", "June 16, 2027 · every year") in found
    assert ("Children day", "November 23, 2026 · every year") in found


def test_where_nothing_is_to_come_the_last_one_says_so(database: Database) -> None:
    past = event("Forum 2022", "2022"), event("Forum 2024", "2024")

    found = quoted(database, *past, occasion="forum", tense="coming")

    assert found == [("Forum 2024", "2024 · no later one is on record yet")]


def test_every_word_has_to_be_said_by_the_event(database: Database) -> None:
    assert quoted(database, event("Regional review of Africa", "2021"), occasion="asia") == []


def test_an_event_that_merely_mentions_it_is_left_out(database: Database) -> None:
    webinar = event("Webinar of inter-State mechanisms preparing the forum", "2027")

    assert quoted(database, webinar, occasion="forum") == []


@pytest.mark.parametrize("visibility", [each for each in Visibility if each != "public"])
def test_an_event_is_quoted_to_those_who_may_see_it(
    database: Database, visibility: Visibility
) -> None:
    hidden = event("Forum", "2027", visibility=visibility)

    assert quoted(database, hidden, occasion="forum") == []
    assert quoted(database, hidden, occasion="forum", sees=frozenset({str(visibility)}))


def test_an_event_is_called_as_the_reader_s_language_calls_it(database: Database) -> None:
    forum = event("Review Forum", "2027", names={"fr": "Forum d’examen"})

    told = {
        (language, asked): quoted(database, forum, occasion=asked, language=language)[0][0]
        for language in ("en", "fr", "ru")
        for asked in ("review forum", "forum examen")
    }

    assert {told["fr", "review forum"], told["fr", "forum examen"]} == {"Forum d’examen"}
    assert {told["en", "forum examen"], told["ru", "review forum"]} == {"Review Forum"}


def test_a_definition_without_a_source_says_what_it_is(database: Database) -> None:
    ask = Ask("forum", definitions=(Definition("forum", "A place to talk."),))

    [found] = database.read_now(lambda store: quotes(ask, store, reader=Reader(), today=TODAY))

    assert found.facts == (Words("quote-working-definition"),)
    assert found.passage is not None
    assert found.passage.text == "A place to talk."


def test_every_dated_event_of_the_sample_network_is_found_by_its_name(database: Database) -> None:
    thesaurus = Thesaurus.load(NETWORK / "thesaurus.yaml")
    knowledge = Knowledge(thesaurus=thesaurus)
    events: list[Any] = list(read_folder(NETWORK).records[RecordKind.EVENTS])
    database.run_now(lambda store: store.events.put(events))
    missed = []
    for each in events:
        meant = understand(f"When was the {each.name}?", knowledge=knowledge, today=TODAY)
        ask = Ask(meant.words, occasion=meant.occasion)
        found = database.read_now(
            lambda store, ask=ask: quotes(
                ask, store, reader=Reader(frozenset(Visibility)), today=TODAY
            )  # type: ignore[misc]
        )
        dated = each.start or each.day_of_year
        if dated and each.name not in {entry.title for entry in found}:
            missed.append(each.name)

    unnamed = [each.id for each in events if set(each.names) != {"ar", "es", "fr", "ru", "zh"}]
    assert missed == []
    assert unnamed == []
