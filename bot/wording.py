"""What is left of a text to search for, as it was written (pure)."""

import unicodedata
from collections.abc import Sequence

from config.folding import Token
from config.lexicon import Ties


def trimmed(words: Sequence[Token], places: Sequence[int], joints: Ties) -> Sequence[int]:
    """Without the ties ("on", "about", "de la") that begin or end what is left."""
    first, last = 0, len(places)
    while size := _joint(
        joints.after(words, places[first]) if first < last else 0, places[first:last]
    ):
        first += size
    while first < last and (size := joints.before(words, places[last - 1] + 1)):
        if not _joint(size, places[first:last][-size:]):
            break
        last -= size
    return places[first:last]


def _joint(size: int, places: Sequence[int]) -> int:
    """The size of a tie if all of it is left, side by side; else 0."""
    left = places[:size]
    whole = len(left) == size and all(left[0] + step == place for step, place in enumerate(left))
    return size if whole else 0


def written(text: str, words: Sequence[Token], places: Sequence[int]) -> str:
    """These tokens as they were written, with what stands between neighbours."""
    pieces: list[str] = []
    previous = None
    for place in places:
        word = words[place]
        if previous is not None and place == previous + 1:
            pieces.append(text[words[previous].end : word.start])
        elif pieces:
            pieces.append(" ")
        pieces.append(text[word.start : word.end])
        previous = place
    return clean("".join(pieces))


def clean(text: str) -> str:
    """One line, without control and invisible characters; none of them parts a word."""
    kept = (each for each in text if each.isspace() or unicodedata.category(each)[0] != "C")
    return " ".join("".join(kept).split())
