"""The benchmark of assignments holds on any table, either way round."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import assignment
from benchmarks.instances import KINDS, instance
from handlers import flows


@pytest.mark.parametrize("kind", KINDS)
def test_a_total_stays_near_the_optimum_and_the_worst_off_below_the_bound(kind: str) -> None:
    found = assignment.measure(instance(kind, 60, 40, 3, seed=1), times=1)

    assert found["served"] == found["wanted"]
    assert found["ratio"] >= 0.997
    assert found["worst_off"] <= found["worst_off_bound"] + 1e-9


@pytest.mark.parametrize("kind", ["even", "sparse", "tied", "signed"])
def test_the_worst_off_gets_the_best_where_experts_are_many(kind: str) -> None:
    found = assignment.measure(instance(kind, 177, 118, 4, seed=2), times=1)

    assert found["worst_off"] == pytest.approx(found["worst_off_bound"])


@pytest.mark.parametrize("kind", ["crowded", "contended"])
def test_promising_pairs_are_nearly_as_good_as_all(kind: str) -> None:
    given = instance(kind, 400, 760, 6, seed=3)

    total = given.sums(flows.best_total(given)).sum()

    assert total >= 0.999 * assignment.optimum_of(given)


@pytest.mark.parametrize("is_turned", [False, True])
def test_a_table_is_taken_either_way_round(
    is_turned: bool,  # noqa: FBT001  # given by pytest
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    affinities = np.random.default_rng(4).normal(size=(9, 7))
    tables = {
        "affinities": affinities.T if is_turned else affinities,
        "loads": np.full(9, 3),
        "demand": np.full(7, 3),
    }
    arguments = ["--json", "--times", "1"]
    for name, table in tables.items():
        np.save(tmp_path / f"{name}.npy", table)
        arguments += [f"--{name}", str(tmp_path / f"{name}.npy")]

    assignment.main(arguments)

    (found,) = json.loads(capsys.readouterr().out).values()
    assert found["served"] == 21
    assert found["ratio"] > 0.99


def test_a_table_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        assignment.problem(np.ones((2, 3)), np.full(4, 1), np.full(5, 1))
