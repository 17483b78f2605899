"""A reply as a terminal shows it: text, addresses in full, choices by number (pure)."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from bot.render.harmless import clean, one_line, safe_url
from bot.render.pieces import ELLIPSIS, Run, Runs, Style, excerpt, plain, shorten_runs, split_runs
from config.phrases import Voice, Words
from handlers.messages import Choice, Entry, Reply

USUAL_WIDTH = 80
LEAST_WIDTH = 20
BULLET = "• "
_INDENT = " " * len(BULLET)
_BETWEEN_CHOICES = "   "
_LONGEST_PASSAGE = 400


def plain_text(reply: Reply, voice: Voice, *, width: int = USUAL_WIDTH) -> str:
    """The reply as text: *matching words* between stars, an address on a line of its own.

    No line is wider than `width` columns, but for those with an address.
    """
    return "\n".join(plain(line).rstrip() for line in page(reply, voice, width=width, stars=True))


def page(
    reply: Reply, voice: Voice, *, width: int = USUAL_WIDTH, stars: bool = False
) -> list[Runs]:
    """The reply as lines; an empty one between its parts. `stars` puts * around marked words."""
    width = max(width, LEAST_WIDTH)
    parts = [_said(reply.words, voice, width)]
    parts += [_entry(entry, voice, width, stars=stars) for entry in reply.entries]
    parts.append([line for words in reply.lines for line in _said(words, voice, width)])
    parts.append(_choices(reply, voice, width))
    lines: list[Runs] = []
    for part in parts:
        lines += [(), *part] if lines and part else part
    return lines


def numbered(reply: Reply) -> tuple[Choice, ...]:
    """The choices that can be taken by typing a number: the first is 1."""
    return tuple(choice for row in reply.choices for choice in row if choice.action)


def columns(text: str) -> int:
    """Columns on a screen: Chinese characters and emoji take two."""
    return sum(1 + (unicodedata.east_asian_width(each) in "WF") for each in text)


def _said(words: Words, voice: Voice, width: int) -> list[Runs]:
    lines = clean(voice.say(words)).strip().splitlines()
    return [part for line in lines for part in _wrapped((Run(line),), width) or [()]]


def _entry(entry: Entry, voice: Voice, width: int, *, stars: bool) -> list[Runs]:
    url = safe_url(entry.url)
    title = Run(one_line(entry.title) or ELLIPSIS, Style.BOLD, url)
    facts = [one_line(voice.say(each) if isinstance(each, Words) else each) for each in entry.facts]
    parts: list[Runs] = [(Run(" · ".join(each for each in facts if each)),)]
    if entry.passage is not None:
        parts.append(_in_line(excerpt(entry.passage, _LONGEST_PASSAGE), stars=stars))
    if entry.why is not None:
        parts.append((Run(one_line(voice.say(entry.why)), Style.ITALIC),))
    inner = width - len(_INDENT)
    lines = _indented(_wrapped((title,), inner), first=BULLET)
    lines += _indented(line for part in parts for line in _wrapped(part, inner))
    return [*lines, (Run(_INDENT + url, url=url),)] if url else lines


def _in_line(runs: Runs, *, stars: bool) -> Runs:
    """A passage on one line; its marked words between stars where nothing can be bold."""
    star = "*" if stars else ""
    inner = [Run(re.sub(r"\s+", " ", clean(run.text)), run.style) for run in runs]
    return tuple(
        Run(f"{star}{run.text}{star}", run.style) if run.style is Style.BOLD else run
        for run in inner
        if run.text
    )


def _wrapped(runs: Runs, width: int) -> list[Runs]:
    return split_runs(runs, width, cost=columns)


def _indented(lines: Iterable[Runs], *, first: str = _INDENT) -> list[Runs]:
    return [(Run(_INDENT if number else first), *line) for number, line in enumerate(lines)]


def _choices(reply: Reply, voice: Voice, width: int) -> list[Runs]:
    """A row of choices a line, as far as it fits; those that open an address after them."""
    number, lines = 0, []
    links: list[Runs] = []
    for row in reply.choices:
        shown: list[Runs] = []
        for choice in row:
            label = one_line(voice.say(choice.label)) or ELLIPSIS
            if choice.action:
                number += 1
                sign = f"[{number}] "
                rest = shorten_runs((Run(label),), width - len(sign), cost=columns)
                shown.append((Run(sign, Style.BOLD), *rest))
            elif url := safe_url(choice.url):
                links.append((Run(f"{label}: "), Run(url, url=url)))
        lines += _side_by_side(shown, width)
    return lines + links


def _side_by_side(items: Sequence[Runs], width: int) -> list[Runs]:
    lines: list[Runs] = []
    for item in items:
        wider = (*lines[-1], Run(_BETWEEN_CHOICES), *item) if lines else ()
        if wider and columns(plain(wider)) <= width:
            lines[-1] = wider
        else:
            lines.append(item)
    return lines
