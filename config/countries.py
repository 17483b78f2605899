"""The country that somebody names, in any of the six languages, and what it is called (pure)."""

from functools import lru_cache

from babel import Locale

from config.folding import fold
from config.taxonomy import DEFAULT_LANGUAGE, LANGUAGES

_LETTERS = 2
_ALSO = {"uk": "GB", "usa": "US", "drc": "CD", "uae": "AE"}


def country_named(text: str) -> str:
    """ISO 3166-1 alpha-2, from the name or the code; empty where it is none."""
    wanted = " ".join(fold(text).split())
    return _ALSO.get(wanted) or _countries().get(wanted, "")


def country_name(code: str, language: str = DEFAULT_LANGUAGE) -> str:
    """The code itself where the language has no name for it."""
    return str(Locale.parse(language).territories.get(code, code))


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == _LETTERS and code.isalpha():
                found.setdefault(fold(code), code)
                found.setdefault(fold(str(name)), code)
    return found
