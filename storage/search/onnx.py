"""Writes a graph of operators in the ONNX format, as much of it as the encoder needs (pure).

Field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, written as
https://protobuf.dev/programming-guides/encoding/ says.
"""

import struct
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

MICROSOFT = "com.microsoft"
"""Operators that onnxruntime has beside the standard's:
https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md."""
_IR_VERSION, _OPERATORS_VERSION = 10, 21
_FLOAT = 1
_TYPES = {
    np.dtype(np.float32): _FLOAT,
    np.dtype(np.uint8): 2,
    np.dtype(np.int8): 3,
    np.dtype(np.int32): 6,
}
_ATTRIBUTE_FLOAT, _ATTRIBUTE_INT = 1, 2
_LOW_BITS, _MORE = 0x7F, 0x80


class Graph:
    """Operators in the order in which they run, and the constants that they read, by name."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []

    def constant(self, name: str, values: NDArray[Any]) -> str:
        """Add an array; returns its name."""
        tensor = (
            *(_field(1, size) for size in values.shape),
            _field(2, _TYPES[values.dtype]),
            _field(8, name),
            _field(9, np.ascontiguousarray(values).tobytes()),
        )
        self._constants.append(b"".join(tensor))
        return name

    def add(
        self,
        operator: str,
        inputs: Sequence[str],
        outputs: Sequence[str],
        *,
        domain: str = "",
        **settings: float,
    ) -> str:
        """Add an operator; returns the name of its first output. An input "" is left out."""
        node = (
            *(_field(1, each) for each in inputs),
            *(_field(2, each) for each in outputs),
            _field(4, operator),
            *(_field(5, _attribute(name, value)) for name, value in settings.items()),
            _field(7, domain),
        )
        self._nodes.append(b"".join(node))
        return outputs[0]

    def model(
        self, inputs: Iterable[tuple[str, type, Sequence[int | str]]], output: str, size: int
    ) -> bytes:
        """The file. Of each input: its name, type and shape, in which a word stands for any size.

        The output has the shape of the first input, `size` numbers in the last place.
        """
        every = [(name, _TYPES[np.dtype(kind)], shape) for name, kind, shape in inputs]
        result = (output, _FLOAT, (*every[0][2][:-1], size))
        graph = (
            *(_field(1, each) for each in self._nodes),
            _field(2, "model"),
            *(_field(5, each) for each in self._constants),
            *(_field(11, _described(*each)) for each in every),
            _field(12, _described(*result)),
        )
        operators = _field(1, "") + _field(2, _OPERATORS_VERSION)
        more = _field(1, MICROSOFT) + _field(2, 1)
        versions = _field(1, _IR_VERSION) + _field(8, operators) + _field(8, more)
        return versions + _field(7, b"".join(graph))


def _described(name: str, kind: int, shape: Sequence[int | str]) -> bytes:
    sizes = (_field(1, _field(1 if isinstance(each, int) else 2, each)) for each in shape)
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, b"".join(sizes))))


def _attribute(name: str, value: float) -> bytes:
    if isinstance(value, int):
        return _field(1, name) + _field(3, value) + _field(20, _ATTRIBUTE_INT)
    tag = _varint(2 << 3 | 5)
    return _field(1, name) + tag + struct.pack("<f", value) + _field(20, _ATTRIBUTE_FLOAT)


def _field(number: int, value: int | str | bytes) -> bytes:
    """A field of a message: a whole number, or bytes with their length before them."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    content = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first; the eighth says that more follow."""
    written = bytearray()
    while number > _LOW_BITS:
        written.append(number & _LOW_BITS | _MORE)
        number >>= 7
    return bytes((*written, number))
