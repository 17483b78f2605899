"""The same model with weights of one byte, run by onnxruntime: eight times as fast for a question.

It costs some 70 MB that are not given back, so it is taken where much is to be read or searched.
"""

from collections import defaultdict
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from storage.search.encoder import HEADS, LAYERS, SIZE, TINY, Encoder, Floats
from storage.search.onnx import MICROSOFT, Graph

_SMOOTHING = 0.6
"""How much of the range of an input's columns is moved into the weights: SmoothQuant's alpha,
https://arxiv.org/abs/2211.10438."""
_LEAST_INPUT, _LEAST_WEIGHT = 1e-2, 1e-3
_LARGEST = 100
"""Of a weight as a byte. Processors without VNNI add two products of bytes in 16 bits, which 127
overflows: https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html. Cosines to
the vectors of the exact model are .9993 on average so, .9963 with 127; errors of the cosine between
two texts .003 and .011. The last step of a layer has single inputs too large for smoothing and is
left exact: bytes with a scale for every 32 of them took a sixth longer in all."""
_READ_FIRST = (
    "What is the capital of the country, and how many people live there?",
    "The committee adopted the report on 12 May 2019 without a vote.",
    "Heart rate was measured before and after treatment in 240 patients.",
    "How do I change the language of my account",
    "Flow over a flat plate at supersonic speed; boundary layer theory.",
    "A guide for local authorities: housing, schools, health care and jobs.",
    "My train was late, so the children had dinner without me.",
    "ISO 9001, RFC 2616, A/RES/73/195 (2018)",
    "costs of sending money home",
    "She wrote the first compiler. It read symbols and wrote numbers, and nobody believed it.",
)
"""Plain sentences of many kinds: what they make of each layer's inputs tells their ranges."""


def is_installed() -> bool:
    return find_spec("onnxruntime") is not None


class QuickEncoder(Encoder):
    """Vectors so near the exact ones that the two may stand in one table.

    Raises:
        ModelUnavailable: as for `Encoder`.
    """

    def __init__(self, folder: Path) -> None:
        ranges = _ranges(folder)
        super().__init__(folder)
        self._session = _session(self._graph(ranges))

    def rest(self) -> None:
        """The exact weights are mapped and no longer needed; those of a byte stay."""

    def _layers(self, state: Floats, lengths: Sequence[int]) -> Floats:
        inputs = {"state": state, "lengths": np.asarray(lengths, np.int32)}
        result: Floats = self._session.run(None, inputs)[0]
        return result

    def _graph(self, ranges: dict[str, Floats]) -> bytes:
        graph = Graph()
        state = "state"
        for number in range(LAYERS):
            state = _Layer(self, graph, f"encoder.layer.{number}", ranges).add(state)
        super().rest()
        sizes = ("texts", "tokens")
        inputs = (("state", np.float32, (*sizes, SIZE)), ("lengths", np.int32, sizes[:1]))
        return graph.model(inputs, state, SIZE)


class _Layer:
    """One layer of BERT as onnxruntime's operators."""

    def __init__(
        self, encoder: Encoder, graph: Graph, name: str, ranges: dict[str, Floats]
    ) -> None:
        self._tensor = encoder.tensor
        self._graph = graph
        self._name = name
        self._ranges = ranges

    def add(self, state: str) -> str:
        """Add it after `state`; the name of its result."""
        mixed = self._linear(self._attention(state), "attention.output.dense")
        state = self._sum(mixed, state, "attention.output.LayerNorm")
        wide = self._linear(state, "intermediate.dense")
        wide = self._graph.add("FastGelu", [wide], [f"{wide}.gelu"], domain=MICROSOFT)
        return self._sum(self._exact(wide, "output.dense"), state, "output.LayerNorm")

    def _attention(self, state: str) -> str:
        parts = [f"{self._name}.attention.self.{each}" for each in ("query", "key", "value")]
        weights = np.concatenate([self._tensor(f"{each}.weight").T for each in parts], axis=1)
        bias = np.concatenate([self._tensor(f"{each}.bias") for each in parts])
        name = f"{self._name}.attention"
        state, weights = self._smoothed(state, weights, self._ranges[parts[0]], name)
        number, scale, zero = f"{name}.number", f"{name}.scale", f"{name}.zero"
        self._graph.add("DynamicQuantizeLinear", [state], [number, scale, zero])
        weight, weight_scale, weight_zero = self._whole_numbers(weights, name)
        inputs = (
            number,
            weight,
            self._graph.constant(f"{name}.bias", bias),
            scale,
            weight_scale,
            "lengths",
            zero,
            weight_zero,
        )
        return self._graph.add("QAttention", inputs, [name], domain=MICROSOFT, num_heads=HEADS)

    def _linear(self, state: str, part: str) -> str:
        name = f"{self._name}.{part}"
        weights = self._tensor(f"{name}.weight").T
        state, weights = self._smoothed(state, weights, self._ranges[name], name)
        bias = self._graph.constant(f"{name}.bias", self._tensor(f"{name}.bias"))
        inputs = (state, *self._whole_numbers(weights, name), bias)
        return self._graph.add("DynamicQuantizeMatMul", inputs, [name], domain=MICROSOFT)

    def _exact(self, state: str, part: str) -> str:
        """A linear step as it is."""
        name = f"{self._name}.{part}"
        weights = np.ascontiguousarray(self._tensor(f"{name}.weight").T)
        inputs = (state, self._graph.constant(f"{name}.weight", weights))
        product = self._graph.add("MatMul", inputs, [f"{name}.product"])
        bias = self._graph.constant(f"{name}.bias", self._tensor(f"{name}.bias"))
        return self._graph.add("Add", [product, bias], [name])

    def _smoothed(
        self, state: str, weights: Floats, widest: Floats, name: str
    ) -> tuple[str, Floats]:
        """Columns with a wide range made narrower, and their weights larger: the same product."""
        largest = np.abs(weights).max(axis=1)
        factor = np.maximum(widest, _LEAST_INPUT) ** _SMOOTHING
        factor /= np.maximum(largest, _LEAST_WEIGHT) ** (1 - _SMOOTHING)
        factor = (factor / factor.mean()).astype(np.float32)
        by = self._graph.constant(f"{name}.by", 1 / factor)
        smooth = self._graph.add("Mul", [state, by], [f"{name}.smooth"])
        return smooth, weights * factor[:, None]

    def _whole_numbers(self, weights: Floats, name: str) -> tuple[str, str, str]:
        """Names of the weights as bytes, of each column's scale and of its zero."""
        scale = (np.abs(weights).max(axis=0) / _LARGEST).astype(np.float32)
        numbers: NDArray[np.int8] = np.rint(weights / scale).astype(np.int8)
        return (
            self._graph.constant(f"{name}.weight", numbers),
            self._graph.constant(f"{name}.weight.scale", scale),
            self._graph.constant(f"{name}.weight.zero", np.zeros(len(scale), np.int8)),
        )

    def _sum(self, one: str, other: str, part: str) -> str:
        name = f"{self._name}.{part}"
        gains = [
            self._graph.constant(f"{name}.{each}", self._tensor(f"{name}.{each}"))
            for each in ("weight", "bias")
        ]
        inputs = (one, other, *gains)
        return self._graph.add(
            "SkipLayerNormalization", inputs, [name], domain=MICROSOFT, epsilon=TINY
        )


class _Watching(Encoder):
    """The exact model, which notes the widest input of each linear step, column by column."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.widest: dict[str, Floats] = defaultdict(lambda: np.zeros(1, np.float32))

    def _linear(self, values: Floats, name: str) -> Floats:
        self.widest[name] = np.maximum(self.widest[name], np.abs(values).max(axis=0))
        return super()._linear(values, name)


def _ranges(folder: Path) -> dict[str, Floats]:
    watching = _Watching(folder)
    watching.encode(_READ_FIRST)
    return watching.widest


def _session(model: bytes) -> Any:  # noqa: ANN401  # the library has no types
    import onnxruntime  # noqa: PLC0415  # 20 MB, for those alone who need it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
