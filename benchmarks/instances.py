"""Made-up tables of experts and requests to assign: even, contended, sparse, tied or negative."""

from collections.abc import Callable

import numpy as np

from handlers.flows import Problem
from handlers.swaps import Floats

SIZES = ((177, 118, 4), (1373, 2623, 6))
"""Experts, requests, and how often an expert may be taken."""
DEMAND = 3
TOPICS, SPARSE, ERROR = 25, 0.15, 0.05
"""An affinity is the cosine of two mixtures of topics (Dirichlet), with some error."""
Make = Callable[[np.random.Generator, int, int], Floats]


def instance(kind: str, experts: int, requests: int, load: int, *, seed: int) -> Problem:
    """The same one for a seed; every request wants three."""
    values = KINDS[kind](np.random.default_rng(seed), requests, experts)
    return Problem(values, np.full(experts, load), np.full(requests, DEMAND))


def _even(numbers: np.random.Generator, requests: int, experts: int) -> Floats:
    return _cosines(numbers, np.full(TOPICS, SPARSE), requests, experts)


def _crowded(numbers: np.random.Generator, requests: int, experts: int) -> Floats:
    """Most requests are about four of the topics, which few experts know."""
    topics = np.full(TOPICS, 0.05)
    topics[:4] = 0.6
    return _cosines(numbers, topics, requests, experts)


def _contended(numbers: np.random.Generator, requests: int, experts: int) -> Floats:
    """Everybody would have the same few experts, and many experts help nobody much."""
    few, many = numbers.beta(1, 2, experts), numbers.beta(2, 2, requests)
    return _even(numbers, requests, experts) * few * (0.3 + 0.7 * many[:, np.newaxis])


def _sparse(numbers: np.random.Generator, requests: int, experts: int) -> Floats:
    """Nineteen of twenty are zero."""
    values = _even(numbers, requests, experts)
    return np.where(numbers.random(values.shape) < 0.05, values, 0.0)


def _tied(numbers: np.random.Generator, requests: int, experts: int) -> Floats:
    """Five values, as somebody would click them."""
    tied: Floats = np.round(_even(numbers, requests, experts) * 4) / 4
    return tied


def _signed(numbers: np.random.Generator, requests: int, experts: int) -> Floats:
    """Cosines of any sign."""
    wanted, known = (numbers.normal(size=(each, 8)) for each in (requests, experts))
    cosines: Floats = _unit(wanted) @ _unit(known).T
    return cosines


def _cosines(numbers: np.random.Generator, topics: Floats, requests: int, experts: int) -> Floats:
    wanted = numbers.dirichlet(topics, size=requests)
    known = numbers.dirichlet(np.full(TOPICS, SPARSE), size=experts)
    error = numbers.normal(0, ERROR, (requests, experts))
    clipped: Floats = np.clip(_unit(wanted) @ _unit(known).T + error, 0, 1)
    return clipped


def _unit(rows: Floats) -> Floats:
    scaled: Floats = rows / np.linalg.norm(rows, axis=1)[:, np.newaxis]
    return scaled


KINDS: dict[str, Make] = {
    "even": _even,
    "crowded": _crowded,
    "contended": _contended,
    "sparse": _sparse,
    "tied": _tied,
    "signed": _signed,
}
