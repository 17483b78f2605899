"""BERT's way from text to numbers of its vocabulary: basic tokens, then their longest pieces.

As in https://github.com/google-research/bert/blob/master/tokenization.py, for uncased models.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

_LONGEST_WORD = 100
"""Longer ones are unknown, as when the model was trained."""
_KEPT_WORDS = 50_000
_HAN = "㐀-䶿一-鿿豈-\ufaff\U00020000-\U0002ebef"
_ASCII_SIGNS = re.escape("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_SPLIT = re.compile(f"[{_ASCII_SIGNS}]|[{_HAN}]|[^\\s{_ASCII_SIGNS}{_HAN}]+")


class WordPiece:
    """The tokenizer of one vocabulary file: a token a line, its number the line's."""

    def __init__(self, vocabulary: Path) -> None:
        lines = vocabulary.read_text(encoding="utf-8").splitlines()
        self._numbers = {token: number for number, token in enumerate(lines)}
        self._unknown = self._numbers["[UNK]"]
        self._first, self._last = self._numbers["[CLS]"], self._numbers["[SEP]"]
        self._pieces = lru_cache(maxsize=_KEPT_WORDS)(self._pieces_of)

    def encode(self, text: str, *, most: int) -> list[int]:
        """Numbers of the text's tokens between the two marks, at most `most` in all."""
        found = [self._first]
        for word in basic_tokens(text):
            found.extend(self._pieces(word))
            if len(found) >= most:
                break
        return [*found[: most - 1], self._last]

    def _pieces_of(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST_WORD:
            return (self._unknown,)
        found: list[int] = []
        start = 0
        while start < len(word):
            mark = "##" if start else ""
            for end in range(len(word), start, -1):
                number = self._numbers.get(mark + word[start:end])
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return (self._unknown,)
        return tuple(found)


def basic_tokens(text: str) -> list[str]:
    """Lower-case words without accents; every sign and every Han character by itself."""
    if text.isascii():
        return _SPLIT.findall(_without_controls(text).lower())
    plain = "".join(_plain(each) for each in unicodedata.normalize("NFD", text.lower()))
    return _SPLIT.findall(plain)


def _without_controls(text: str) -> str:
    return text if text.isprintable() else "".join(_plain(each) for each in text)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """The character; a space for white space; around signs, spaces; nothing for what is unseen."""
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category in {"Mn", "Cc", "Cf", "Cs", "Co"} or character == "\ufffd":
        return ""
    return f" {character} " if category[0] == "P" else character
