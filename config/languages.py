"""Which language a text is in, from its script and its small words; None when unsure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from config.folding import tokens
from config.wordfiles import read_words

WORDS = Path(__file__).parent / "languages.yaml"
_LONGEST_READ = 2_000
_HAN, _ARABIC, _CYRILLIC = "zh", "ar", "ru"
_NOT_RUSSIAN = frozenset("іїєґўјљњђћџқғүұөһңәҳҷӣӯ")
_NOT_ARABIC = frozenset("پچژگکیےٹڈڑںہھۆێڵ")
_MARGIN = 1.5


@dataclass(frozen=True, slots=True)
class _Clues:
    words: Mapping[str, Mapping[str, float]]
    endings: Mapping[str, Mapping[str, float]]
    letters: Mapping[str, Mapping[str, float]]


@lru_cache(maxsize=64)  # understanding a question asks it three times
def detect(text: str) -> str | None:
    """The UN language (ar, zh, en, fr, ru, es) that a text is in, or None.

    Only the first 2,000 characters are read. None for other languages, for too little text, and
    for names and acronyms, which belong to no language.
    """
    read = text[:_LONGEST_READ]
    script = _script(read)
    return _of_latin(read) if script == "latin" else script


def _script(text: str) -> str | None:
    """The script that most letters are in: a language for those that decide it, else "latin"."""
    counts = {_HAN: 0, _ARABIC: 0, _CYRILLIC: 0, "latin": 0}
    lowered = text.lower()
    for letter in lowered:
        if "a" <= letter <= "z" or "\u00df" <= letter <= "\u024f":
            counts["latin"] += 1
        elif "\u0400" <= letter <= "\u04ff":
            counts[_CYRILLIC] += 1
        elif "\u0600" <= letter <= "\u06ff" and letter.isalpha():
            counts[_ARABIC] += 1
        elif "\u3400" <= letter <= "\u9fff":
            counts[_HAN] += 3  # a character says as much as a short word does
        elif letter.isalpha():
            counts.setdefault("other", 0)
            counts["other"] += 1
    script = max(counts, key=lambda each: counts[each])
    if not counts[script]:
        return None
    if script == "other" or (script == _CYRILLIC and not _NOT_RUSSIAN.isdisjoint(lowered)):
        return None
    if script == _ARABIC and not _NOT_ARABIC.isdisjoint(lowered):
        return None
    return script


def _of_latin(text: str) -> str | None:
    clues = _clues()
    scores: dict[str, float] = {}
    for word in tokens(text):
        for language, weight in clues.words.get(word.text, {}).items():
            scores[language] = scores.get(language, 0.0) + weight
        ending = {} if _is_acronym(text[word.start : word.end]) else _ending(word.text, clues)
        for language, weight in ending.items():
            scores[language] = scores.get(language, 0.0) + weight
    for letter in text.lower():
        for language, weight in clues.letters.get(letter, {}).items():
            scores[language] = scores.get(language, 0.0) + weight
    best, *rest = [*sorted(scores.items(), key=lambda each: -each[1]), ("", 0.0)]
    second = rest[0][1] if rest else 0.0
    if best[1] < 1 or best[1] < second * _MARGIN or best[0] == "other":
        return None
    return best[0]


def _is_acronym(written: str) -> bool:
    """Whether a word is of no language, as BLMAs is: its ending does not tell."""
    return written.endswith("s") and len(written) > 2 and written[:-1].isupper()  # noqa: PLR2004


def _ending(word: str, clues: _Clues) -> Mapping[str, float]:
    for size in range(min(6, len(word) - 2), 1, -1):
        found = clues.endings.get(word[-size:])
        if found is not None:
            return found
    return {}


@lru_cache(maxsize=1)
def _clues() -> _Clues:
    read = read_words(WORDS)
    return _Clues(*(_by_clue(read[kind]) for kind in ("words", "endings", "letters")))


def _by_clue(lists: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Clue to its languages; a clue that languages share counts for each by its share."""
    languages: dict[str, list[str]] = {}
    for language, clues in lists.items():
        for clue in clues.split():
            languages.setdefault(clue, []).append(language)
    return {
        clue: {language: 1.0 / len(shared) for language in shared}
        for clue, shared in languages.items()
    }


@lru_cache(maxsize=16)
def small_words(language: str | None = None) -> frozenset[str]:
    """Folded words that carry no topic, of one language written in Latin letters or of all."""
    return frozenset(
        word
        for word, languages in _clues().words.items()
        if language in languages or (language is None and set(languages) - {"other"})
    )
