"""Teams for a country's request: topics covered, organisations different, not only the UN."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from handlers import matching
from handlers.candidates import Candidate, Match, Need
from handlers.teams import MOST, team

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def expert(number: int, topics: str, organisation: str | None, *, un: bool = True) -> Candidate:
    return Candidate(
        id=number,
        person_id=number,
        relevance=1 - number / 100,
        organisation=organisation,
        outside_un=not un,
        topics=frozenset(topics),
    )


def matches(*experts: Candidate) -> tuple[Match, ...]:
    return matching.rank(Need(id=1, requester=99), experts, NOW)


def chosen(topics: str, *experts: Candidate) -> list[int]:
    need = Need(id=1, requester=99, topics=frozenset(topics))
    return [each.candidate.id for each in team(need, matches(*experts))]


def test_who_covers_most_comes_first_and_others_what_is_missing() -> None:
    assert chosen("abc", expert(1, "a", "O1"), expert(2, "ab", "O2"), expert(3, "c", "O3")) == [
        2,
        3,
    ]


def test_two_of_one_organisation_are_not_in_one_team() -> None:
    assert chosen("abc", expert(1, "ab", "O1"), expert(2, "c", "O1"), expert(3, "c", "O3")) == [
        1,
        3,
    ]


def test_somebody_from_outside_the_un_belongs_to_it() -> None:
    outside = expert(3, "b", "O3", un=False)

    assert 3 in chosen("ab", expert(1, "ab", "O1"), expert(2, "b", "O2"), outside)


def test_a_topic_that_nobody_covers_stays_open() -> None:
    assert chosen("az", expert(1, "a", "O1"), expert(2, "b", "O2")) == [1]


def test_without_topics_it_is_the_best_match_and_one_from_outside_the_un() -> None:
    outside = expert(3, "", "O3", un=False)

    assert chosen("", expert(1, "", "O1"), expert(2, "", "O2"), outside) == [1, 3]


def test_nobody_makes_no_team() -> None:
    assert chosen("ab") == []


pools = st.lists(
    st.builds(
        expert,
        st.integers(1, 20),
        st.text("abcde", max_size=3),
        st.none() | st.sampled_from(("O1", "O2", "O3", "O4")),
        un=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda each: each.id,
)


@given(st.text("abcde", max_size=5), pools)
def test_a_team_is_small_mixed_and_of_different_organisations(
    topics: str, pool: list[Candidate]
) -> None:
    people = {each.id: each for each in pool}
    members = [people[each] for each in chosen(topics, *pool)]

    named = [each.organisation for each in members if each.organisation]
    assert len(named) == len(set(named))
    assert len(members) <= MOST
    if any(each.outside_un for each in pool) and (not topics or members):
        assert any(each.outside_un for each in members) or _no_room(members, pool)


def _no_room(members: list[Candidate], pool: list[Candidate]) -> bool:
    """Everybody from outside the UN has an organisation with a member."""
    taken = {each.organisation for each in members}
    return all(each.organisation in taken for each in pool if each.outside_un)
