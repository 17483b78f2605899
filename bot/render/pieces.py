"""Text cut to a platform's limits, never inside a word, a link, a cluster or markup (pure)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from bot.render.clusters import end_of_cluster, start_of_cluster
from bot.render.harmless import LONGEST_URL
from config.phrases import Marked

ELLIPSIS = "…"
LONGEST_WORD = 60
"""Code points: what has no gap for longer is a blob, and is cut between clusters."""
_ADDRESS = re.compile(r"https?://[!-~]+")
_BREAKS_ANYWHERE = (
    ("\u0e00", "\u0eff"),  # Thai, Lao
    ("\u1000", "\u109f"),  # Burmese
    ("\u1780", "\u17ff"),  # Khmer
    ("\u2e80", "\u31ff"),  # radicals, punctuation, kana, bopomofo
    ("\u3400", "\u9fff"),  # Chinese characters
    ("\uf900", "\ufaff"),
    ("\uff00", "\uffef"),
    ("\U0001f000", "\U0003ffff"),  # emoji, rarer Chinese characters
)
"""Scripts that are written without gaps between words."""


class Style(StrEnum):
    """How a run looks."""

    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style, a link when it has a `url`. Its renderer escapes it, nobody before."""

    text: str
    style: Style = Style.PLAIN
    url: str = ""


Runs: TypeAlias = tuple[Run, ...]
Cost: TypeAlias = Callable[[str], int]
"""What text counts towards a limit: the sum of its characters' own costs, each 1 or more."""


def units(text: str) -> int:
    """UTF-16 code units: how Telegram counts, https://core.telegram.org/api/entities#entity-length.

    At least as many as there are code points, so safe as well where a platform counts those.
    """
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(runs: Sequence[Run]) -> str:
    """The text alone."""
    return "".join(run.text for run in runs)


def shorten(text: str, limit: int, *, cost: Cost = units) -> str:
    """The text if it fits, else its longest good beginning and an ellipsis, within `limit`."""
    return text if cost(text) <= limit else plain(shorten_runs((Run(text),), limit, cost=cost))


def split(text: str, limit: int, *, cost: Cost = units) -> list[str]:
    """The text in pieces that fit, best cut between paragraphs, lines, then words; none empty."""
    whole = text.strip()
    if cost(whole) <= limit:
        return [whole] if whole else []
    return [plain(piece) for piece in split_runs((Run(text),), limit, cost=cost)]


def shorten_runs(runs: Sequence[Run], limit: int, *, cost: Cost = units) -> Runs:
    """As `shorten`, over styles and links; a link's label may be cut, its address never is."""
    text = plain(runs)
    if cost(text) <= limit:
        return tuple(runs)
    room = limit - cost(ELLIPSIS)
    if room < 0:
        return ()
    kept = _rstripped(_until(runs, _word_end(text, _reach(text, room, cost=cost))))
    if not kept:
        return (Run(ELLIPSIS),)
    return (*kept[:-1], replace(kept[-1], text=kept[-1].text + ELLIPSIS))


def split_runs(runs: Sequence[Run], limit: int, *, cost: Cost = units) -> list[Runs]:
    """As `split`. White space at a cut is dropped; one cluster above the limit is cut all the same.

    Raises:
        ValueError: not one character fits.
    """
    pieces = []
    rest = _stripped(tuple(runs))
    while rest:
        text = plain(rest)
        reach = _reach(text, limit, cost=cost)
        if reach == 0:
            raise ValueError(f"a limit of {limit} takes nothing")
        place = _piece_end(text, reach) or reach
        pieces.append(_rstripped(_until(rest, place)))
        rest = _stripped(_from(rest, place))
    return pieces


def marked_runs(marked: Marked, *, style: Style = Style.BOLD) -> Runs:
    """Text with its marked parts in `style`.

    Marks cover whole clusters; those with only a gap between them are one.
    """
    text, runs, place = marked.text, [Run("")], 0
    for first, last in marked.spans:
        start = max(start_of_cluster(text, min(first, len(text))), place)
        end = end_of_cluster(text, min(last, len(text)))
        if start >= end:
            continue
        if runs[-1].style is style and not text[place:start].strip():
            runs[-1] = replace(runs[-1], text=runs[-1].text + text[place:end])
        else:
            runs += [Run(text[place:start]), Run(text[start:end], style)]
        place = end
    runs.append(Run(text[place:]))
    return tuple(run for run in runs if run.text)


def excerpt(marked: Marked, limit: int, *, cost: Cost = units) -> Runs:
    """Marked text within `limit`, from before its first mark on when that lies far inside."""
    first = min(marked.spans[0][0], len(marked.text)) if marked.spans else 0
    start = _word_end(marked.text, first - limit // 3) if first > limit // 2 else 0
    runs = _stripped(_from(marked_runs(marked), start))
    if start > 0 and runs:
        runs = (Run(f"{ELLIPSIS} "), *runs)
    return shorten_runs(runs, limit, cost=cost)


def _reach(text: str, room: int, *, cost: Cost) -> int:
    """How many code points from the start cost at most `room`."""
    low, high = 0, min(len(text), room)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if cost(text[:middle]) <= room else (low, middle - 1)
    return low


def _piece_end(text: str, reach: int) -> int:
    """The best place for a piece to end: a blank line, else a line, in its second half."""
    if reach == len(text):
        return reach
    for gap in ("\n\n", "\n"):
        place = text.rfind(gap, reach // 2, reach + len(gap))
        if place > 0:
            return place
    return _word_end(text, reach)


def _word_end(text: str, reach: int) -> int:
    """The last place at or before `reach` that is inside no word, address or cluster; 0: none."""
    place = _before_address(text, start_of_cluster(text, reach))
    if place in {0, len(text)}:
        return place
    least = max(place - LONGEST_WORD, 0)
    back = place
    while back > least and _is_inside_word(text, back):
        back = start_of_cluster(text, back - 1)
    return place if back <= least else back


def _before_address(text: str, place: int) -> int:
    """`place`, or the start of the web address that it would cut, unless the text begins there."""
    near = max(place - LONGEST_URL, 0)
    for address in _ADDRESS.finditer(text, near, min(place + len("https://?"), len(text))):
        if address.start() < place < address.end():
            return address.start() or place
    return place


def _is_inside_word(text: str, place: int) -> bool:
    return not any(each.isspace() or _breaks(each) for each in text[place - 1 : place + 1])


def _breaks(letter: str) -> bool:
    return any(first <= letter <= last for first, last in _BREAKS_ANYWHERE)


def _until(runs: Sequence[Run], place: int) -> Runs:
    """The runs before `place`, a code point's index in the whole text."""
    kept = []
    for run in runs:
        if place <= 0:
            break
        kept.append(replace(run, text=run.text[:place]))
        place -= len(run.text)
    return tuple(run for run in kept if run.text)


def _from(runs: Sequence[Run], place: int) -> Runs:
    """The runs from `place` on."""
    if place <= 0:
        return tuple(runs)
    kept = []
    for run in runs:
        kept.append(replace(run, text=run.text[max(place, 0) :]))
        place -= len(run.text)
    return tuple(run for run in kept if run.text)


def _rstripped(runs: Runs) -> Runs:
    """Without white space at the end."""
    while runs:
        text = runs[-1].text.rstrip()
        if text:
            is_bare = text == runs[-1].text
            return runs if is_bare else (*runs[:-1], replace(runs[-1], text=text))
        runs = runs[:-1]
    return ()


def _stripped(runs: Runs) -> Runs:
    """Without white space at either end."""
    while runs and not runs[0].text.strip():
        runs = runs[1:]
    if runs and runs[0].text[0].isspace():
        runs = (replace(runs[0], text=runs[0].text.lstrip()), *runs[1:])
    return _rstripped(runs)
