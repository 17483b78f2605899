"""A reply as Telegram takes it: HTML, an inline keyboard, and the same words plain (pure)."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from html import escape
from urllib.parse import urlsplit

from bot.render.harmless import clean, one_line, safe_url
from bot.render.pieces import (
    ELLIPSIS,
    Run,
    Runs,
    Style,
    excerpt,
    plain,
    shorten,
    shorten_runs,
    units,
)
from config.phrases import RIGHT_TO_LEFT, Detail, Names, Voice, Words
from handlers.lately import Lately
from handlers.messages import Choice, Entry, Reply
from handlers.record import Suggestion

LONGEST_TEXT = 4096
"""UTF-16 code units after entities are parsed, https://core.telegram.org/bots/api#sendmessage."""
LONGEST_CAPTION = 1024
"""The same beside a file, https://core.telegram.org/bots/api#senddocument."""
MOST_ENTITIES = 100
"""In one message; further ones are dropped, https://limits.tginfo.me/en."""
LONGEST_LINKS = 12_000
"""Bytes of all addresses together: text and markup must stay below the server's 35,000,
https://github.com/tdlib/td/blob/master/td/telegram/misc.cpp (clean_input_string)."""
MOST_BUTTONS = 50
"""Half of Telegram's 100, so that Cyrillic labels stay within its 10 kB for a keyboard."""
LONGEST_LABEL = 42
"""Columns of a button that has a row of its own on a phone."""
_COLUMNS_BY_BUTTONS = {1: LONGEST_LABEL, 2: 18, 3: 11} | dict.fromkeys(range(4, 9), 2)
_LONGEST_TITLE, _LONGEST_FACTS, _LONGEST_WHY = 200, 200, 200
_PASSAGES = (400, 200, 100, 0)
"""Longest passage, tried in turn until the message fits."""

_ENTRIES: Lately[Runs] = Lately(500)
_CALLS = re.compile(r"(?P<address>https?://[^\s<>\"]+)|(?<!\w)@(?=\w)|(?<![\w/])/(?=\w)")
_ISOLATED = ("\u2068", "\u2069")
_STRONG = {"L": False, "R": True, "AL": True}
_MAY_RUN_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""All that can be strong from right to left, and more: most text has nothing of it."""


@dataclass(frozen=True, slots=True)
class Button:
    """One button: an action that comes back as callback data, or an address to open."""

    label: str
    action: str = ""
    url: str = ""
    strong: bool = False


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class TelegramText:
    """What sendMessage takes; `plain` says the same without markup."""

    html: str
    keyboard: Keyboard
    plain: str

    @property
    def taps(self) -> Keyboard:
        """The keyboard without addresses, which Telegram may refuse."""
        rows = (tuple(each for each in row if each.action) for row in self.keyboard)
        return tuple(row for row in rows if row)


@dataclass(frozen=True, slots=True)
class TelegramEntry:
    """An entry by itself: how it is offered, and the message that choosing it makes.

    `id` has 64 bytes at most, https://core.telegram.org/bots/api#inlinequeryresultarticle.
    """

    id: str
    title: str
    facts: str
    html: str


def render_suggestion(suggestion: Suggestion, voice: Voice) -> TelegramEntry:
    """A record without its passage: the title, linked, and the facts."""
    entry = suggestion.entry
    title = shorten(one_line(entry.title), _LONGEST_TITLE)
    said = replace(entry, facts=tuple(_facts(entry, voice)))
    return TelegramEntry(
        suggestion.action,
        title if _is_visible(title) else ELLIPSIS,
        shorten(" · ".join(map(str, said.facts)), _LONGEST_FACTS),
        _html(_entry(said, voice, place="", longest_passage=0)),
    )


def render(reply: Reply, voice: Voice, *, longest: int = LONGEST_TEXT) -> TelegramText:
    """The reply in the reader's language, within Telegram's limits."""
    runs = _fitted(reply, voice, longest)
    return TelegramText(_html(runs), _keyboard(reply.choices, voice), plain(runs))


def _fitted(reply: Reply, voice: Voice, longest: int) -> Runs:
    """Everything if it fits, with shorter passages if it does not, else its beginning."""
    runs: Runs = ()
    for longest_passage in _PASSAGES:
        runs = _everything(reply, voice, longest_passage=longest_passage)
        if units(plain(runs)) <= longest:
            break
    runs = shorten_runs(runs, longest)
    return runs if _is_visible(plain(runs)) else (Run(ELLIPSIS),)


def _everything(reply: Reply, voice: Voice, *, longest_passage: int) -> Runs:
    """Phrase, entries and lines, with an empty line between them."""
    blocks = [_said(reply.words, voice)]
    for number, entry in enumerate(reply.entries, start=1):
        place = f"{number}. " if len(reply.entries) > 1 else ""
        make = partial(_entry, entry, voice, place=place, longest_passage=longest_passage)
        how = (voice.language, voice.zone, place, longest_passage)
        blocks.append(_ENTRIES.of(entry, voice.phrases, make=make, how=how))
    lines = [_said(line, voice) for line in reply.lines]
    blocks.append(_joined([line for line in lines if line], "\n"))
    return _joined([block for block in blocks if block], "\n\n")


def _entry(entry: Entry, voice: Voice, *, place: str, longest_passage: int) -> Runs:
    title = shorten(_line(entry.title), _LONGEST_TITLE) or ELLIPSIS
    linked = _isolated((Run(title, Style.BOLD, safe_url(entry.url)),), voice)
    rows: list[Runs] = [(Run(place), *linked) if place else linked]
    facts = [_isolated((Run(fact),), voice) for fact in _facts(entry, voice)]
    rows.append(shorten_runs(_joined(facts, " · "), _LONGEST_FACTS))
    if entry.passage is not None and longest_passage:
        passage = _in_line(excerpt(entry.passage, longest_passage))
        rows.append(_isolated(passage, voice))
    if entry.why is not None:
        why = shorten(_line(plain(_said(entry.why, voice))), _LONGEST_WHY)
        rows.append((Run(why, Style.ITALIC),) if why else ())
    return _joined([row for row in rows if row], "\n")


def _facts(entry: Entry, voice: Voice) -> list[str]:
    facts = (voice.say(_safe(fact)) if isinstance(fact, Words) else fact for fact in entry.facts)
    return [line for fact in facts if (line := _line(fact))]


def _said(words: Words, voice: Voice) -> Runs:
    text = clean(voice.say(_safe(words))).strip()
    return (Run(text),) if text else ()


def _safe(words: Words) -> Words:
    """The words with what people wrote in them made harmless; the phrase's own /commands stay."""
    return Words(words.phrase, {name: _safe_detail(each) for name, each in words.details.items()})


def _safe_detail(detail: Detail) -> Detail:
    match detail:
        case str():
            return _quiet(clean(detail))
        case Words():
            return _safe(detail)
        case Names(items):
            return Names(tuple(_safe_detail(item) for item in items))
        case _:
            return detail


def _quiet(text: str) -> str:
    """Text in which @name calls nobody and /verb is no command to tap.

    Telegram finds both by itself, markup or not; a word joiner after the sign hides them.
    Web addresses stay as they are: what is shown is where they lead.
    """
    return _CALLS.sub(lambda found: found["address"] or found[0] + "\u2060", text)


def _line(text: str) -> str:
    """What people wrote, on one line."""
    return _quiet(one_line(text))


def _in_line(runs: Runs) -> Runs:
    """A passage on one line, marks where they were."""
    inner = [(_quiet(re.sub(r"\s+", " ", clean(run.text))), run) for run in runs]
    kept = [Run(text, run.style) for text, run in inner if text]
    if kept:
        kept[0] = Run(kept[0].text.lstrip(), kept[0].style)
        kept[-1] = Run(kept[-1].text.rstrip(), kept[-1].style)
    return tuple(run for run in kept if run.text)


def _isolated(runs: Runs, voice: Voice) -> Runs:
    """What people wrote, kept from reordering its neighbours where it runs the other way."""
    reader = voice.language in RIGHT_TO_LEFT
    text = plain(runs)
    if not runs or (not reader and (text.isascii() or not _MAY_RUN_LEFT.search(text))):
        return runs
    if {_STRONG.get(unicodedata.bidirectional(each), reader) for each in text} == {reader}:
        return runs
    return (Run(_ISOLATED[0]), *runs, Run(_ISOLATED[1]))


def _joined(parts: Sequence[Runs], gap: str) -> Runs:
    runs: list[Run] = []
    for part in parts:
        runs += [Run(gap), *part] if runs else part
    return tuple(runs)


def _is_visible(text: str) -> bool:
    """Whether something can be seen: Telegram refuses a text of blanks and invisible marks."""
    return any(unicodedata.category(each)[0] not in "ZC" for each in text)


def _html(runs: Iterable[Run]) -> str:
    """Escaped and marked up, within the number of entities and the length of links."""
    entities, links, parts = 0, 0, []
    for run in runs:
        text = escape(run.text, quote=False)
        if run.url:
            address = escape(run.url)
            links += len(address.encode())
            if links <= LONGEST_LINKS and entities < MOST_ENTITIES:
                text, entities = f'<a href="{address}">{text}</a>', entities + 1
        if run.style is not Style.PLAIN and entities < MOST_ENTITIES:
            tag = "b" if run.style is Style.BOLD else "i"
            text, entities = f"<{tag}>{text}</{tag}>", entities + 1
        parts.append(text)
    return "".join(parts)


def _keyboard(choices: Iterable[Iterable[Choice]], voice: Voice) -> Keyboard:
    """At most three short buttons a row, or eight numbers; a long label has a row of its own."""
    rows: list[tuple[Button, ...]] = []
    left = MOST_BUTTONS
    for row in choices:
        buttons = [button for choice in row if (button := _button(choice, voice)) is not None]
        rows += _rows(buttons[:left])
        left -= len(buttons[:left])
    return tuple(rows)


def _rows(buttons: Iterable[Button]) -> list[tuple[Button, ...]]:
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        wider = (*rows[-1], button) if rows else ()
        columns = _COLUMNS_BY_BUTTONS.get(len(wider), -1)
        if wider and all(_columns(each.label) <= columns for each in wider):
            rows[-1] = wider
        else:
            rows.append((button,))
    return rows


def _button(choice: Choice, voice: Voice) -> Button | None:
    """The button; none where it would do nothing or Telegram refuse the address."""
    label = shorten(one_line(voice.say(choice.label)), LONGEST_LABEL, cost=_columns)
    label = label if _is_visible(label) else ELLIPSIS
    if choice.action:
        return Button(label, action=choice.action, strong=choice.strong)
    url = safe_url(choice.url)
    if not url or "." not in (urlsplit(url).hostname or ""):
        return None  # https://github.com/rubenlagus/TelegramBots/issues/302
    return Button(label, url=url, strong=choice.strong)


@lru_cache(maxsize=512)  # the same labels stand under every answer
def _columns(text: str) -> int:
    """Columns on a screen: Chinese characters and emoji take two."""
    return sum(1 + (unicodedata.east_asian_width(each) in "WF") for each in text)
