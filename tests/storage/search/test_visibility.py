"""Nobody learns of a record that they may not see, by any path."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.taxonomy import Visibility
from storage.search.documents import Found, Kind, Query, Reader, Suggestion
from storage.store import Store
from tests.storage.search.hub import Hub, expert, paper

HERE, THERE = "group:here", "group:there"
EVERY = [*map(str, Visibility), HERE, THERE]
WHOSE: dict[str, tuple[Visibility, tuple[str, ...]]] = {
    **{str(each): (each, ()) for each in Visibility},
    "here": (Visibility.GROUP, ("here",)),
    "there": (Visibility.GROUP, ("there",)),
    "both": (Visibility.GROUP, ("here", "there")),
    "open": (Visibility.NETWORK, ("here",)),
}
"""By the name of a record: who may see it, and the working groups that it belongs to."""
SECRET = {name: f"secret{name}" for name in WHOSE}


def _sees(may_see: frozenset[str], name: str) -> bool:
    """The rule in other words: the level, or for a group's record any of its groups."""
    visibility, groups = WHOSE[name]
    of_groups = visibility is Visibility.GROUP and any(f"group:{g}" in may_see for g in groups)
    return str(visibility) in may_see or of_groups


@pytest.fixture
def full(hub: Hub) -> Hub:
    """A record and an expert for each kind of reader; each with a word of its own."""
    for name, (visibility, groups) in WHOSE.items():
        word, seen = SECRET[name], {"visibility": visibility, "working_groups": groups}
        hub.save(paper(f"R-{name}", f"Migration {word}", f"On {word} things.", **seen))
        someone = expert(f"E-{name}", f"Migration {word}", f"Knows {word}", f"All about {word}")
        hub.save_experts(replace(someone, visibility=visibility, working_groups=groups))
    return hub


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    may_see=st.frozensets(st.sampled_from(EVERY)),
    asked=st.sampled_from(["migration", "things", *SECRET.values(), "secretnetwrk", "secretbtoh"]),
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
    seen = [name for name in WHOSE if _sees(may_see, name)]
    hidden = [word for name, word in SECRET.items() if name not in seen and word != asked]

    assert not [word for word in hidden if word in said.replace(asked, "")]
    assert found.total <= len(seen)
    assert asked != "migration" or found.total == len(seen)


def test_a_record_that_is_hidden_now_is_not_shown_by_an_index_that_is_behind(hub: Hub) -> None:
    hub.save(paper("R1", "Migration"))
    assert hub.ids("migration") == ["R1"]
    hub.search.follower.catch_up = lambda **_: False  # type: ignore[method-assign]  # it can't follow
    hub.save(paper("R1", "Migration", visibility=Visibility.NETWORK))

    assert hub.ids("migration") == []
