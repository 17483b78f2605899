"""Text as words that can be compared: case, accents and letter variants folded, places kept."""

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from snowballstemmer.russian_stemmer import RussianStemmer

HAN = "㐀-䶿一-鿿豈-﫿"
_TOKEN = re.compile(f"[{HAN}]|[^\\W_{HAN}]+")
_LETTERS = str.maketrans(
    {"ٱ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ـ": "", "ß": "ss", "œ": "oe", "æ": "ae"}
)
ARABIC_PREFIXES = ("وبال", "وال", "بال", "كال", "فال", "لل", "ال")
_ARABIC_SUFFIXES = ("يات", "ات", "ين", "ون", "يه", "ان", "ها", "ه", "ي")
_SAME_WORD = {"об": "о", "обо": "о", "со": "с", "во": "в", "ко": "к", "news": "news"}
"""Russian prepositions before a vowel or a cluster; and a plural that is none."""
_SHORT_I = "й"
_SHORTEST_STEM = 3
_SHORT = 200
"""Characters of a text, as of a question, whose words are kept for a while."""


class Token(NamedTuple):
    """One word, or one Chinese character, with its [start, end) in the text as it was written."""

    text: str
    stem: str
    start: int
    end: int


def fold(text: str) -> str:
    """The text as it is compared: NFKC, no case, accents, tatweel or invisible characters."""
    return text.lower() if text.isascii() else "".join(map(_folded_character, text))


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text in order; punctuation, apostrophes and hyphens separate."""
    return _few_tokens(text) if len(text) <= _SHORT else _tokens(text)


def spelled(text: str) -> str:
    """The folded words of a text with one blank between, endings and all."""
    return " ".join(_TOKEN.findall(fold(text)))


def _tokens(text: str) -> tuple[Token, ...]:
    if text.isascii():
        return tuple(
            Token(found[0], stem(found[0]), found.start(), found.end())
            for found in _TOKEN.finditer(text.lower())
        )
    pieces = [_folded_character(character) for character in text]
    folded = "".join(pieces)
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    return tuple(
        Token(found[0], stem(found[0]), places[found.start()], places[found.end() - 1] + 1)
        for found in _TOKEN.finditer(folded)
    )


_few_tokens = lru_cache(maxsize=128)(_tokens)
"""What a question asks for is cut into words five times on the way to its answer."""


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded word without the endings (in Arabic also the prefixes) that grammar gives it.

    Cyrillic goes through Snowball; Latin letters lose plural endings and final e, which serves
    English, French and Spanish alike, since the language of a short request is often unknown.
    """
    first = word[0]
    if word in _SAME_WORD:
        return _SAME_WORD[word]
    if "а" <= first <= "я":
        return str(_russian().stemWord(word))
    if "\u0600" <= first <= "\u06ff":
        return _arabic_stem(word)
    return _latin_stem(word)


@lru_cache(maxsize=8192)
def _folded_character(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).casefold().translate(_LETTERS)
    if folded == _SHORT_I:  # a letter of its own, on which Russian endings depend
        return _SHORT_I
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return "".join(
        each
        for each in unicodedata.normalize("NFD", folded)
        if unicodedata.category(each) not in {"Mn", "Cf"}
    ).translate(_LETTERS)


@lru_cache(maxsize=1)
def _russian() -> "RussianStemmer":
    import snowballstemmer  # noqa: PLC0415  # 3 MiB for the tables of 30 languages

    return snowballstemmer.stemmer("russian")


def _arabic_stem(word: str) -> str:
    for prefix in ARABIC_PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_STEM:
            word = word[len(prefix) :]
            break
    for _ in range(2):  # a plural on an adjective: Egypt-ian-s
        word = _without_suffix(word)
    return word


def _without_suffix(word: str) -> str:
    for suffix in _ARABIC_SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            return word[: -len(suffix)]
    return word


def _latin_stem(word: str) -> str:
    if len(word) <= _SHORTEST_STEM:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("aux"):
        return word[:-3] + "al"
    if word.endswith(("s", "x")) and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return word.rstrip("e") if len(word.rstrip("e")) >= _SHORTEST_STEM else word
