"""The benchmark of assignments holds on any table, either way round."""

import json
from operator import mul
from pathlib import Path

import numpy as np
import pytest
from ortools.sat.python import cp_model

from benchmarks import assignment
from benchmarks.instances import KINDS, instance
from handlers import fairness, flows
from handlers.flows import Problem

PRECISE = 10**6
"""An exact solver counts in whole numbers."""


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


@pytest.mark.parametrize("kind", KINDS)
def test_the_worst_off_gets_what_an_exact_solver_proves_to_be_the_best(kind: str) -> None:
    """Within .3% of the greatest total; three experts each, of whom all are needed."""
    tried = instance(kind, 20, 19, 3, seed=5)
    optimum = assignment.optimum_of(tried)

    chosen = fairness.assign(tried, most_lost=assignment.MOST_LOST)

    best = exact(tried, least=optimum * (1 - assignment.WITHIN))
    assert tried.sums(chosen).sum() >= optimum * (1 - assignment.WITHIN)
    assert tried.worst_off(chosen) >= 0.97 * best - 1e-6


def exact(tried: Problem, *, least: float) -> float:
    """What the worst-off can have at most while the total is no less than this, by CP-SAT."""
    values = np.round(tried.values * PRECISE).astype(int).tolist()
    model = cp_model.CpModel()
    taken = [[model.new_bool_var("") for _ in tried.loads] for _ in tried.demand]
    floor = model.new_int_var(-3 * PRECISE, 3 * PRECISE, "")
    sums = [sum(map(mul, *each)) for each in zip(values, taken, strict=True)]
    for row, got, wanted in zip(taken, sums, tried.demand, strict=True):
        model.add(sum(row) == int(wanted))
        model.add(got >= floor)
    for column, load in zip(zip(*taken, strict=True), tried.loads, strict=True):
        model.add(sum(column) <= int(load))
    model.add(sum(sums) >= int(least * PRECISE))
    model.maximize(floor)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return solver.objective_value / PRECISE


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


ODD = [
    ("zeros", np.zeros((4, 3)), [2, 2, 2, 2], [2, 1, 1], {"served": 4, "total": 0.0}),
    ("one of each", np.ones((1, 1)), [1], [1], {"served": 1, "worst_off": 1.0}),
    ("nothing wanted", np.ones((3, 2)), [1, 1, 1], [0, 0], {"served": 0, "worst_off": 0.0}),
    ("too little", np.ones((2, 3)), [1, 0], [1, 1, 1], {"served": 1, "worst_off_bound": None}),
    ("more than there are", np.ones((2, 1)), [5, 5], [3], {"served": 2, "wanted": 3}),
    ("tiny", np.full((3, 2), 1e-300), [1, 1, 1], [1, 1], {"served": 2}),
    ("not together", np.array([[-np.inf, 1.0], [2.0, -np.inf]]), [1, 1], [1, 1], {"total": 3.0}),
]


@pytest.mark.parametrize(("name", "table", "loads", "demand", "holds"), ODD)
def test_an_odd_table_is_answered(  # given by pytest
    name: str,
    table: "np.typing.NDArray[np.float64]",
    loads: list[int],
    demand: list[int],
    holds: dict[str, float | None],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assignment.main(_files(tmp_path, table, np.array(loads), np.array(demand)))
    (found,) = json.loads(capsys.readouterr().out).values()

    assert {key: found[key] for key in holds} == holds, name


WRONG = [
    (np.full((2, 2), np.nan), [1, 1], [1, 1], "minus infinity"),
    (np.full((2, 2), np.inf), [1, 1], [1, 1], "minus infinity"),
    (np.ones((2, 2)), [1, -1], [1, 1], "whole numbers"),
    (np.ones((2, 2)), [1, 1], [1, 0.5], "whole numbers"),
    (np.ones((0, 2)), [], [1, 1], "at least one expert"),
    (np.array([["a", "b"]]), [1], [1, 1], "has to be a number"),
]


@pytest.mark.parametrize(("table", "loads", "demand", "words"), WRONG)
def test_a_wrong_table_is_refused_in_words(
    table: "np.typing.NDArray[np.float64]",
    loads: list[float],
    demand: list[float],
    words: str,
    tmp_path: Path,
) -> None:
    with pytest.raises(SystemExit, match=words):
        assignment.main(_files(tmp_path, table, np.array(loads), np.array(demand)))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    files = [f"--{each}={tmp_path / 'none.npy'}" for each in ("affinities", "loads", "demand")]

    with pytest.raises(SystemExit, match=r"none\.npy"):
        assignment.main(files)


def _files(
    folder: Path, table: "np.typing.NDArray[np.float64]", *others: "np.typing.NDArray[np.float64]"
) -> list[str]:
    arguments = ["--json", "--times", "1"]
    for name, each in zip(("affinities", "loads", "demand"), (table, *others), strict=True):
        np.save(folder / f"{name}.npy", each)
        arguments += [f"--{name}", str(folder / f"{name}.npy")]
    return arguments
