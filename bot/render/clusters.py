"""Where text may be cut so that what a reader sees as one character stays whole (pure).

The boundaries of Unicode's extended grapheme clusters, https://www.unicode.org/reports/tr29/,
and never more of them: where this is coarser, a cut comes a little earlier.
"""

import unicodedata

_JOINER = "\u200d"
_EXTENDING = frozenset({"Mn", "Me", "Mc"})
_ALSO_EXTENDING = frozenset("\u200c\u200d\u0e33\u0eb3\uff9e\uff9f")
_VIRAMA = 9
"""The canonical combining class of signs that join Indic consonants (rule GB9c)."""


def is_boundary(text: str, place: int) -> bool:
    """Whether a cluster ends before `place`, a code point's index."""
    if not 0 < place < len(text):
        return True
    before, after = text[place - 1], text[place]
    if after < "\u0300" and before < "\u0300":
        return not (before == "\r" and after == "\n")
    if _extends(after) or before == _JOINER or _is_number_sign(before):
        return False
    if unicodedata.combining(before) == _VIRAMA and unicodedata.category(after) == "Lo":
        return False
    if _is_flag_letter(before) and _is_flag_letter(after):
        return _flag_letters_before(text, place) % 2 == 0
    return not _is_one_syllable(before, after)


def start_of_cluster(text: str, place: int) -> int:
    """The last boundary at or before `place`."""
    while not is_boundary(text, place):
        place -= 1
    return max(place, 0)


def end_of_cluster(text: str, place: int) -> int:
    """The first boundary at or after `place`."""
    while not is_boundary(text, place):
        place += 1
    return min(place, len(text))


def _extends(letter: str) -> bool:
    """Accents, vowel signs, variation selectors, skin tones, and the tags of regional flags."""
    return (
        unicodedata.category(letter) in _EXTENDING
        or letter in _ALSO_EXTENDING
        or "\U0001f3fb" <= letter <= "\U0001f3ff"
        or "\U000e0020" <= letter <= "\U000e007f"
    )


def _is_number_sign(letter: str) -> bool:
    """Arabic and Syriac signs that stand over the digits after them."""
    return "\u0600" <= letter <= "\u0605" or letter in "\u06dd\u070f\u0890\u0891\u08e2"


def _is_flag_letter(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _flag_letters_before(text: str, place: int) -> int:
    start = place
    while start > 0 and _is_flag_letter(text[start - 1]):
        start -= 1
    return place - start


def _is_one_syllable(before: str, after: str) -> bool:
    """Korean letters that are written together."""
    leading = "\u1100" <= before <= "\u115f" or "\ua960" <= before <= "\ua97c"
    korean = leading or "\u1160" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7fb"
    follows = "\u1160" <= after <= "\u11ff" or "\ud7b0" <= after <= "\ud7fb"
    begins = "\u1100" <= after <= "\u115f" or "\ua960" <= after <= "\ua97c"
    return (korean and follows) or (leading and (begins or "\uac00" <= after <= "\ud7a3"))
