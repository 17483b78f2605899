"""The quick encoder reads as the exact one does, and where it cannot run nothing is lost."""

import sys

import numpy as np
import pytest

from storage.search.model import Model
from storage.search.onnx import Graph

TEXTS = (
    "the price of sending money home",
    "Alternatives to immigration detention: community placement, bail and case management.",
    "Wing-body interference at hypersonic speeds, measured in a wind tunnel in 1958. " * 12,
)


@pytest.fixture
def quick() -> Model:
    model = Model()
    model.hurry()
    return model


def test_vectors_read_quickly_are_those_read_exactly(quick: Model, model: Model) -> None:
    exact, found = model.encode(TEXTS), quick.encode(TEXTS)
    assert exact is not None
    assert found is not None

    assert np.sum(exact * found, axis=1).min() > 0.998


def test_a_text_read_quickly_means_the_same_alone_and_among_others(quick: Model) -> None:
    together, apart = quick.encode(TEXTS), [quick.encode([text]) for text in TEXTS]
    assert together is not None

    assert all(
        each is not None and row @ each[0] > 0.995
        for row, each in zip(together, apart, strict=True)
    )


def test_where_onnxruntime_does_not_run_the_exact_encoder_reads_on(
    monkeypatch: pytest.MonkeyPatch, model: Model
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    hurried = Model()
    hurried.hurry()
    found, exact = hurried.encode(TEXTS[:1]), model.encode(TEXTS[:1])

    assert hurried.trouble is None
    assert found is not None
    assert np.array_equal(found, exact)  # type: ignore[arg-type]  # an array, like the other


def test_a_graph_runs_as_it_was_written() -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    graph = Graph()
    doubled = graph.add("Mul", ["x", graph.constant("two", np.full(3, 2, np.float32))], ["y"])
    model = graph.model([("x", np.float32, ("rows", 3))], doubled, 3)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])

    assert session.run(None, {"x": np.ones((2, 3), np.float32)})[0].tolist() == [[2.0] * 3] * 2
