"""Who is asked: nobody above their cap, never the requester, in an order that data alone decide."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.phrases import Phrases
from handlers import matching
from handlers.candidates import Candidate, Need, Rule
from handlers.matching import Ask, Turn

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
LANGUAGES = ("en", "fr", "es")
ORGANISATIONS = ("O1", "O2", "O3")


def need(**said: object) -> Need:
    return replace(Need(id=1, requester=1, languages=frozenset({"es"})), **said)  # type: ignore[arg-type]  # builder


def candidate(number: int = 7, /, **known: object) -> Candidate:
    made = Candidate(
        id=number,
        person_id=100 + number,
        relevance=0.8,
        pieces=("Return counselling",),
        languages=frozenset({"es"}),
        organisation="O1",
    )
    return replace(made, **known)  # type: ignore[arg-type]  # builder


def days_ago(*days: float) -> tuple[datetime, ...]:
    return tuple(NOW - timedelta(days=each) for each in days)


@pytest.mark.parametrize(
    ("rule", "asking", "known"),
    [
        (Rule.REQUESTER, {}, {"person_id": 1}),
        (Rule.ASKED, {"asked": frozenset({7})}, {}),
        (Rule.MET, {"met": frozenset({107})}, {}),
        (Rule.NOT_JOINED, {}, {"state": "left"}),
        (Rule.NOT_JOINED, {}, {"state": "pending"}),
        (Rule.PAUSED, {}, {"state": "paused"}),
        (Rule.ABSENT, {}, {"absent_until": date(2026, 3, 10)}),
        (Rule.LANGUAGE, {}, {"languages": frozenset({"ar"})}),
        (Rule.EXCLUDED, {"excluded": frozenset({"O1"})}, {}),
        (Rule.EXCLUDED, {"organisation": "O2"}, {"excluded": frozenset({"O2"})}),
        (Rule.CONFLICT, {"organisation": "O2"}, {"conflicts": frozenset({"O2"})}),
        (Rule.UNRELATED, {}, {"relevance": 0.0}),
        (Rule.FULL, {}, {"cap": 2, "asks": days_ago(29, 1)}),
    ],
)
def test_each_rule_stops_by_its_name(
    rule: Rule, asking: dict[str, object], known: dict[str, object]
) -> None:
    assert matching.stopped_by(need(**asking), candidate(**known), NOW) is rule


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"absent_until": date(2026, 3, 9)},
        {"cap": 2, "asks": days_ago(31, 1)},
        {"organisation": None},
    ],
)
def test_who_breaks_no_rule_may_be_asked(known: dict[str, object]) -> None:
    assert matching.stopped_by(need(), candidate(**known), NOW) is None


def test_an_absence_ends_on_the_experts_own_calendar() -> None:
    away = candidate(absent_until=date(2026, 3, 10), zone_offset=13.0)

    assert matching.stopped_by(need(), away, NOW) is None


def test_the_more_relevant_comes_first() -> None:
    ranked = matching.rank(need(), [candidate(1, relevance=0.7), candidate(2)], NOW)

    assert [each.candidate.id for each in ranked] == [2, 1]


def test_the_nearer_in_time_comes_first() -> None:
    ranked = matching.rank(need(), [candidate(1, zone_offset=9.0), candidate(2)], NOW)

    assert [each.candidate.id for each in ranked] == [2, 1]


def test_zones_on_both_sides_of_the_date_line_are_near() -> None:
    asking = need(zone_offset=-11.0)

    assert matching.score(asking, candidate(zone_offset=13.0)) == candidate().relevance
    assert matching.score(asking, candidate()) < candidate().relevance


def test_who_says_yes_more_often_comes_first() -> None:
    ranked = matching.rank(need(), [candidate(1, no=4), candidate(2, yes=4)], NOW)

    assert [each.candidate.id for each in ranked] == [2, 1]


def test_who_was_asked_lately_comes_later() -> None:
    busy = candidate(1, cap=4, asks=days_ago(9, 2))

    assert [each.candidate.id for each in matching.rank(need(), [busy, candidate(2)], NOW)] == [
        2,
        1,
    ]


def test_who_is_at_work_comes_before_who_sleeps() -> None:
    awake, asleep = candidate(2, zone_offset=0.0), candidate(1, zone_offset=-6.0)
    ranked = matching.rank(need(zone_offset=-3.0), [asleep, awake], NOW)

    assert [each.candidate.id for each in ranked] == [2, 1]


@pytest.mark.parametrize(
    ("at", "hours"),
    [
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), 0.0),
        (datetime(2026, 11, 23, 16, 59, tzinfo=UTC), 0.0),
        (datetime(2026, 11, 23, 7, 30, tzinfo=UTC), 1.5),
        (datetime(2026, 11, 23, 17, 0, tzinfo=UTC), 16.0),
        (datetime(2026, 11, 27, 18, 0, tzinfo=UTC), 63.0),
        (datetime(2026, 11, 28, 6, 0, tzinfo=UTC), 51.0),
        (datetime(2026, 11, 29, 23, 0, tzinfo=UTC), 10.0),
    ],
)
def test_hours_until_work_pass_over_nights_and_weekends(at: datetime, hours: float) -> None:
    assert candidate().hours_until_work(at) == hours


def test_who_fits_far_worse_is_not_asked_before_who_fits() -> None:
    fits = candidate(1, asks=days_ago(1), no=9)
    eager = candidate(2, relevance=0.4, yes=50)

    assert [each.candidate.id for each in matching.rank(need(), [eager, fits], NOW)] == [1, 2]


def test_one_is_asked_and_a_second_after_a_day_of_silence() -> None:
    asks = [Ask(NOW)]

    assert matching.next_ask(need(), [], NOW) == Turn(1)
    assert matching.next_ask(need(), asks, NOW) == Turn(0, NOW + timedelta(hours=24))
    assert matching.next_ask(need(), asks, NOW + timedelta(hours=24)) == Turn(1)


def test_never_more_than_two_are_asked_at_once() -> None:
    asks = [Ask(NOW - timedelta(days=5)), Ask(NOW - timedelta(days=3))]

    assert matching.next_ask(need(urgent=True), asks, NOW) == Turn(0)


def test_two_are_asked_at_once_only_if_it_is_urgent() -> None:
    assert matching.next_ask(need(urgent=True), [], NOW) == Turn(2)
    assert matching.next_ask(need(urgent=True), [Ask(NOW)], NOW) == Turn(1)


def test_an_answer_makes_room_for_the_next() -> None:
    assert matching.next_ask(need(), [Ask(NOW, is_open=False)], NOW) == Turn(1)


def test_requests_wait_for_each_other_when_most_of_the_capacity_is_used() -> None:
    assert not matching.waits(need(used=matching.used(6, 12)))
    assert not matching.waits(need(used=matching.used(6, 10)))
    assert matching.waits(need(used=matching.used(7, 10)))


def test_a_pool_without_anybody_is_full() -> None:
    assert matching.waits(need(used=matching.used(0, 0)))


def test_no_second_is_asked_beside_the_first_when_most_of_the_capacity_is_used() -> None:
    silent = [Ask(NOW - timedelta(hours=30))]

    assert matching.next_ask(need(used=0.7), silent, NOW) == Turn(0)
    assert matching.next_ask(need(used=0.7, urgent=True), silent, NOW) == Turn(1)


def test_fit_counts_more_than_whose_turn_it_is_when_the_capacity_is_used_up() -> None:
    best = candidate(1, relevance=0.9, cap=2, asks=days_ago(3))
    seldom = candidate(2, relevance=0.7, cap=2)

    order = [matching.rank(need(used=each), [best, seldom], NOW)[0] for each in (0.5, 1.0)]

    assert [each.candidate.id for each in order] == [2, 1]


def test_a_reason_is_one_line_in_each_language() -> None:
    known = candidate(pieces=("One", "Two", "Three"), cap=2)
    (match,) = matching.rank(need(), [known], NOW)
    words = matching.reason(match, "return counselling")

    assert (
        Phrases().say(words, language="en")
        == "3 documents on return counselling; Spanish; ask 1 of 2 in 30 days"
    )
    assert (
        Phrases().say(words, language="fr")
        == "3 documents sur return counselling ; espagnol ; sollicitation 1 sur 2 en 30 jours"
    )


def test_a_reason_names_what_everybody_may_read() -> None:
    def said(**known: object) -> str:
        named = replace(candidate(pieces=()), **known)  # type: ignore[arg-type]  # as given below
        (match,) = matching.rank(need(languages=frozenset()), [named], NOW)
        return Phrases().say(matching.reason(match), language="en").partition(";")[0]

    assert said(pieces=("One",), is_public=True) == "on record for it: One"
    assert said(groups=("CWG 2.1",), is_public=True) == "works with CWG 2.1"
    assert said(pieces=("One",)) == "1 document"


def test_a_reason_without_documents_or_languages_says_what_there_is() -> None:
    (match,) = matching.rank(need(languages=frozenset()), [candidate(pieces=())], NOW)

    assert (
        Phrases().say(matching.reason(match), language="en")
        == "topics named on joining; ask 1 of 2 in 30 days"
    )


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("rule", list(Rule))
def test_every_rule_is_said_in_words(rule: Rule, language: str) -> None:
    assert Phrases().say(matching.why_not(rule), language=language).endswith(".")


moments = st.integers(0, 60 * 24).map(lambda hours: NOW - timedelta(hours=hours))
candidates = st.builds(
    Candidate,
    id=st.integers(1, 9),
    person_id=st.integers(1, 9),
    relevance=st.floats(0, 1),
    languages=st.frozensets(st.sampled_from(LANGUAGES)),
    organisation=st.none() | st.sampled_from(ORGANISATIONS),
    zone_offset=st.integers(-12, 14).map(float),
    cap=st.integers(1, 4),
    asks=st.lists(moments, max_size=5).map(sorted).map(tuple),
    yes=st.integers(0, 9),
    no=st.integers(0, 9),
    state=st.sampled_from(("active", "active", "paused", "left")),
    excluded=st.frozensets(st.sampled_from(ORGANISATIONS), max_size=1),
    conflicts=st.frozensets(st.sampled_from(ORGANISATIONS), max_size=1),
)
pools = st.lists(candidates, max_size=9, unique_by=lambda each: each.id)
needs = st.builds(
    Need,
    id=st.integers(1, 99),
    requester=st.integers(1, 9),
    languages=st.frozensets(st.sampled_from(LANGUAGES)),
    organisation=st.none() | st.sampled_from(ORGANISATIONS),
    excluded=st.frozensets(st.sampled_from(ORGANISATIONS), max_size=1),
    zone_offset=st.integers(-12, 14).map(float),
    asked=st.frozensets(st.integers(1, 9), max_size=3),
    met=st.frozensets(st.integers(1, 9), max_size=3),
)


@given(needs, pools)
def test_everybody_is_ranked_or_stopped_by_a_rule(asking: Need, pool: list[Candidate]) -> None:
    ranked = {each.candidate.id for each in matching.rank(asking, pool, NOW)}
    stopped = {each.id for each in pool if matching.stopped_by(asking, each, NOW)}

    assert ranked | stopped == {each.id for each in pool}
    assert not ranked & stopped


@given(needs, pools)
def test_nobody_is_ranked_who_must_not_be_asked(asking: Need, pool: list[Candidate]) -> None:
    for match in matching.rank(asking, pool, NOW):
        known = match.candidate
        assert known.person_id != asking.requester
        assert known.id not in asking.asked
        assert known.asked_lately(NOW) < known.cap
        assert not asking.languages or asking.languages & known.languages
        assert asking.organisation not in known.excluded | known.conflicts
        assert known.organisation not in asking.excluded


@given(needs, pools, st.randoms())
def test_the_order_does_not_depend_on_who_was_found_first(
    asking: Need, pool: list[Candidate], chance: Random
) -> None:
    shuffled = sorted(pool, key=lambda _: chance.random())

    assert matching.rank(asking, shuffled, NOW) == matching.rank(asking, pool, NOW)


@given(needs, pools, st.data())
def test_whoever_comes_later_has_no_place_among_the_first(
    asking: Need, pool: list[Candidate], data: st.DataObject
) -> None:
    pool.sort(key=lambda each: -each.relevance)
    seen, most = data.draw(st.integers(0, len(pool))), data.draw(st.integers(1, 5))

    order = matching.rank(asking, pool[:seen], NOW, most=most)

    if seen < len(pool) and matching.are_first(order, pool[seen].relevance, most=most):
        assert order == matching.rank(asking, pool, NOW, most=most)


@given(needs, pools)
def test_the_best_match_is_among_those_near_the_best_score(
    asking: Need, pool: list[Candidate]
) -> None:
    ranked = matching.rank(asking, pool, NOW)
    best = max((each.score for each in ranked), default=0.0)

    near = [each.score >= matching.NEAR * best for each in ranked]
    assert near == sorted(near, reverse=True)


@given(st.lists(needs, max_size=6, unique_by=lambda each: each.id), pools)
def test_an_assignment_keeps_every_rule_and_every_cap(
    asking: list[Need], pool: list[Candidate]
) -> None:
    assigned = matching.assign(asking, {each.id: pool for each in asking}, NOW)

    for each in asking:
        if each.id in assigned:
            assert matching.stopped_by(each, assigned[each.id].candidate, NOW) is None
    for known in pool:
        given_ = sum(match.candidate.id == known.id for match in assigned.values())
        assert known.asked_lately(NOW) + given_ <= known.cap or not given_


@given(st.lists(needs, max_size=6, unique_by=lambda each: each.id), pools, st.randoms())
def test_an_assignment_does_not_depend_on_who_was_found_first(
    asking: list[Need], pool: list[Candidate], chance: Random
) -> None:
    shuffled = sorted(pool, key=lambda _: chance.random())
    first = matching.assign(asking, {each.id: pool for each in asking}, NOW)
    second = matching.assign(asking, {each.id: shuffled for each in asking}, NOW)

    assert first == second


def test_a_request_that_only_one_can_help_with_gets_them() -> None:
    anybody, only = need(id=1, requester=1), need(id=2, requester=2, languages=frozenset({"fr"}))
    both = candidate(1, cap=1, relevance=0.9, languages=frozenset({"es", "fr"}))
    other = candidate(2, cap=1)

    assigned = matching.assign([anybody, only], {1: [both, other], 2: [both, other]}, NOW)

    assert {number: match.candidate.id for number, match in assigned.items()} == {1: 2, 2: 1}


def test_a_request_for_which_nobody_is_left_waits() -> None:
    asking = [need(id=1), need(id=2, requester=2)]

    assigned = matching.assign(asking, {each: [candidate(cap=1)] for each in (1, 2)}, NOW)

    assert len(assigned) == 1
