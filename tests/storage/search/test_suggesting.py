"""Which titles complete what somebody types, and in which order."""

import pytest

from storage.search.documents import Reader
from tests.storage.search.hub import Hub, paper


def titles(hub: Hub, prefix: str, language: str | None = None) -> list[str]:
    return [each.title for each in hub.suggest(prefix, reader=Reader(language=language))]


@pytest.mark.parametrize("typed", ["ret", "RETURN", "réturn", "guidance ret", "on  return, g"])
def test_every_word_counts_and_the_last_may_be_unfinished(hub: Hub, typed: str) -> None:
    hub.save(paper("1", "Guidance on Return"), paper("2", "Guidance on visas"))

    assert titles(hub, typed) == ["Guidance on Return"]


def test_what_begins_as_it_was_typed_comes_first(hub: Hub) -> None:
    hub.save(*(paper(f"{number}", f"Guide {number} return") for number in range(12)))
    hub.save(paper("last", "Return guide, with many more words in its title than any other"))

    assert titles(hub, "return gui")[0].startswith("Return guide")


def test_what_fits_alike_is_shown_in_the_readers_language_first(hub: Hub) -> None:
    hub.save(
        paper("1", "Migration"),
        paper("2", "Migration et retour, une longue histoire", language="fr"),
        paper("3", "Migration y retorno, una historia muy larga", language="es"),
    )

    assert titles(hub, "migr", "fr")[0].endswith("une longue histoire")
    assert titles(hub, "migr", "es")[0].endswith("una historia muy larga")
    assert titles(hub, "migr", "en")[0] == "Migration"


def test_a_retired_record_is_not_suggested_and_an_outdated_one_says_so(hub: Hub) -> None:
    hub.save(paper("1", "Ostrich 2020", superseded_by="2"), paper("2", "Ostrich 2026"))
    hub.save(paper("3", "Ostrich 2019"))
    hub.drop("3")
    found = {each.title: each.superseded_by for each in hub.suggest("ostr")}

    assert found == {"Ostrich 2020": "2", "Ostrich 2026": None}
