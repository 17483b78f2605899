"""Answers that were just given, good for as long as the index has not changed."""

import threading
from collections import OrderedDict
from collections.abc import Hashable

from storage.search.documents import Found

MOST = 512
GOOD_FOR_SECONDS = 30.0
"""What moves outside of the index (vectors that are being made, what people say of answers) shows
within this time."""


class Recent:
    """The latest answers by question: reading on, narrowing and popular questions cost nothing."""

    def __init__(self, *, most: int = MOST, good_for_seconds: float = GOOD_FOR_SECONDS) -> None:
        self._most = most
        self._good_for_seconds = good_for_seconds
        self._answers: OrderedDict[Hashable, tuple[int, float, Found]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, question: Hashable, *, generation: int, at: float) -> Found | None:
        """The answer of this generation of the index, or None. `at`: seconds of any clock."""
        with self._lock:
            generation_then, until, found = self._answers.get(question, (-1, 0.0, None))
            if found is None or generation_then != generation or at >= until:
                return None
            self._answers.move_to_end(question)
            return found

    def keep(self, question: Hashable, found: Found, *, generation: int, at: float) -> None:
        with self._lock:
            self._answers[question] = (generation, at + self._good_for_seconds, found)
            self._answers.move_to_end(question)
            if len(self._answers) > self._most:
                self._answers.popitem(last=False)
