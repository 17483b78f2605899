"""The model of meaning in this process: loaded when first needed, at rest when idle."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path

from storage.search import quick_encoder
from storage.search.encoder import NAME, Encoder, Floats, ModelUnavailable, model_folder

IDLE_SECONDS = 60.0
"""After so long without a question the weights' 45 MB are given back; the file stays mapped."""
_KEPT_QUESTIONS = 2_000

log = logging.getLogger(__name__)


class Model:
    """Vectors of questions and records, or the reason why there are none. Threads share it.

    `folder` None looks where the package is installed.
    """

    def __init__(
        self,
        *,
        enabled: bool = True,
        folder: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._lock = threading.Lock()
        self._encoder: Encoder | None = None
        self._hurries = False
        self._questions: OrderedDict[str, Floats] = OrderedDict()
        self._used_at = 0.0
        self.trouble: str | None = None if enabled else "switched off (HUB_MODEL=off)"

    @property
    def name(self) -> str | None:
        """The model's name, None when it can not be used; loads it to know."""
        return NAME if self._loaded() is not None else None

    def knows(self, text: str) -> bool:
        """Whether `question` would have the vector at hand."""
        return text.strip() in self._questions

    def question(self, text: str) -> Floats | None:
        """The vector of a question; None without a model. A repeated question costs nothing."""
        key = text.strip()
        with self._lock:
            if key in self._questions:
                self._questions.move_to_end(key)
                return self._questions[key]
        vectors = self.encode([key])
        if vectors is None:
            return None
        with self._lock:
            self._questions[key] = vectors[0]
            while len(self._questions) > _KEPT_QUESTIONS:
                self._questions.popitem(last=False)
        vector: Floats = vectors[0]
        return vector

    def encode(self, texts: Sequence[str]) -> Floats | None:
        """One row a text; None without a model."""
        encoder = self._loaded()
        if encoder is None:
            return None
        self._used_at = self._clock()
        return encoder.encode(texts)

    def hurry(self) -> None:
        """Read with `QuickEncoder` from now on, for much is to be done; 60 MB, and .3 s once."""
        with self._lock:
            if not self._hurries and quick_encoder.is_installed():
                self._hurries, self._encoder = True, None

    def rest_if_idle(self) -> bool:
        """Give memory back if nobody asked for a while; whether it did."""
        encoder = self._encoder
        if encoder is None or self._clock() - self._used_at < IDLE_SECONDS:
            return False
        encoder.rest()
        return True

    def _loaded(self) -> Encoder | None:
        with self._lock:
            if self._encoder is None and self.trouble is None:
                try:
                    self._encoder = self._load(self._folder or model_folder())
                except (ModelUnavailable, OSError, ValueError, KeyError) as error:
                    self.trouble = str(error)
                    log.warning("search compares words only: %s", error)
            return self._encoder

    def _load(self, folder: Path) -> Encoder:
        if self._hurries:
            try:
                return quick_encoder.QuickEncoder(folder)
            except ModelUnavailable:
                raise
            except Exception:  # whatever onnxruntime cannot do here, the exact encoder can
                log.warning(
                    "the model is read exactly, for it cannot be read quickly", exc_info=True
                )
        return Encoder(folder)
