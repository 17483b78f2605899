"""Nobody learns of a record that they may not see, by any path."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.taxonomy import Visibility
from storage.search.documents import Found, Kind, Query, Reader, Suggestion
from storage.store import Store
from tests.storage.search.hub import Hub, expert, paper

EVERY = [str(each) for each in Visibility]
SECRET = {scope: f"secret{scope}" for scope in EVERY}


@pytest.fixture
def full(hub: Hub) -> Hub:
    """A record and an expert of each visibility; each with a word of its own."""
    for scope in Visibility:
        word = SECRET[str(scope)]
        hub.save(paper(f"R-{scope}", f"Migration {word}", f"On {word} things.", visibility=scope))
        someone = expert(f"E-{scope}", f"Migration {word}", f"Knows {word}", f"All about {word}")
        hub.save_experts(replace(someone, visibility=scope))
    return hub


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    may_see=st.frozensets(st.sampled_from(EVERY)),
    asked=st.sampled_from(["migration", "things", *SECRET.values(), "secretnetwrk", "secretgruop"]),
    kind=st.sampled_from([Kind.RESOURCE, Kind.EXPERT]),
)
def test_each_reader_sees_what_is_theirs_and_no_more(
    full: Hub, may_see: frozenset[str], asked: str, kind: Kind
) -> None:
    query = Query(asked, reader=Reader(visibilities=may_see))

    def look(store: Store) -> tuple[Found, list[Suggestion]]:
        found = store.search.find(query, kind=kind, limit=20)
        return found, store.search.suggest(asked[:7], kind=kind, reader=query.reader)

    found, suggested = full.database.read_now(look)
    said = " ".join(
        [
            *(
                f"{hit.record_id} {hit.title} {hit.passage} {hit.why} {hit.also_in}"
                for hit in found.hits
            ),
            *(f"{each.record_id} {each.title}" for each in suggested),
            found.did_you_mean or "",
        ]
    )
    hidden = [SECRET[scope] for scope in EVERY if scope not in may_see and SECRET[scope] != asked]

    assert not [word for word in hidden if word in said.replace(asked, "")]
    assert found.total <= len(may_see)


def test_a_record_that_is_hidden_now_is_not_shown_by_an_index_that_is_behind(hub: Hub) -> None:
    hub.save(paper("R1", "Migration"))
    assert hub.ids("migration") == ["R1"]
    hub.search.follower.catch_up = lambda **_: False  # type: ignore[method-assign]  # it can't follow
    hub.save(paper("R1", "Migration", visibility=Visibility.NETWORK))

    assert hub.ids("migration") == []
