"""The simulated year, a short one: what may never happen in it, and that it can be repeated."""

import pytest

from benchmarks import behaviour, introductions, simulated_year
from benchmarks.simulated_year import Year


@pytest.fixture(autouse=True)
def five_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behaviour, "DAYS", 35)
    monkeypatch.setattr(behaviour, "EXPERTS", 60)


def test_the_hub_asks_nobody_above_their_cap_and_loses_nobody() -> None:
    found = introductions.figures_of(_past(simulated_year.hub))

    assert found["asks_over_cap"] == 0
    assert found["experts_lost"] == 0
    assert found["introduced"] > 0.3


def test_the_same_seed_makes_the_same_year() -> None:
    first, second = (introductions.figures_of(_past(simulated_year.hub)) for _ in range(2))

    assert first == second


def test_nobody_is_asked_twice_for_the_same_case() -> None:
    for case in _past(simulated_year.hub).cases:
        asked = [each.expert.id for each in case.asks]

        assert len(asked) == len(set(asked))


def _past(policy: simulated_year.Policy) -> Year:
    year = Year(11, 1.5, policy)
    year.run()
    return year
