"""A reply as Slack's Block Kit, with a plain-text fallback (pure).

What people wrote stands only in plain_text and rich_text objects, which Slack shows as they are:
its mrkdwn cannot escape `*`, `_`, `~` and backticks. The fallback text is escaped once,
https://docs.slack.dev/messaging/formatting-message-text#escaping.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from typing import TypeAlias

from bot.render.harmless import clean, one_line, safe_url
from bot.render.pieces import (
    ELLIPSIS,
    Run,
    Runs,
    Style,
    excerpt,
    shorten,
    shorten_runs,
    split,
    units,
)
from config.phrases import Marked, Voice, Words
from handlers.lately import Lately
from handlers.messages import Choice, Entry, Reply
from handlers.record import Suggestion

Block: TypeAlias = dict[str, object]

LONGEST_SECTION = 3_000
"""https://docs.slack.dev/reference/block-kit/blocks/section-block"""
LONGEST_PLACEHOLDER = 150
LONGEST_LABEL = 75
"""https://docs.slack.dev/reference/block-kit/block-elements/button-element"""
LONGEST_TEXT = 4_000
"""What chat.update takes, https://docs.slack.dev/reference/methods/chat.update#errors."""
ALL_TEXT = 12_000
"""Characters in all blocks: from about 13,200 on Slack answers msg_blocks_too_long, which is seen
and not documented, https://github.com/slackapi/bolt-js/issues/2509."""
LONGEST_PHRASE, LONGEST_LINES = 6_000, 2_000
LONGEST_TITLE, LONGEST_PASSAGE, LONGEST_FACTS, LONGEST_WHY = 300, 600, 300, 300
MOST_ENTRIES, MOST_ROWS, MOST_IN_ROW = 12, 12, 8
"""At most 3 + 2 * 12 + 1 + 12 blocks then, of Slack's 50 in a message and 100 on a Home tab,
https://docs.slack.dev/reference/block-kit/blocks; a row may have 25 buttons, and 8 fill a phone."""
_GAP = re.compile(r"\s+")
FACTS_BETWEEN = " · "
FIELDS = ("resource", "expert")
"""What can be looked for by title on the Home tab: kinds of record, which end the `action_id`."""
FIELD = "suggest."
"""How the `action_id` of such a field begins."""
TYPED_AT_LEAST = 2
"""Characters before Slack asks what fits: two are a word in Chinese, and a syllable elsewhere."""
MOST_OPTIONS = 100
"""https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload"""


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """What chat.postMessage takes; `text` is for notifications and for screen readers."""

    text: str
    blocks: list[Block]


def render_beside(reply: Reply, voice: Voice) -> list[Block]:
    """The words of a reply beside a file: sections alone, which are all that Slack shows there.

    https://docs.slack.dev/reference/methods/files.completeUploadExternal takes blocks, and not
    every kind: others were seen to fail, https://github.com/slackapi/python-slack-sdk/issues/1756.
    """
    lines = _said_each(reply.lines, voice, between="\n")
    said = "\n".join(filter(None, (clean(voice.say(reply.words)).strip(), lines)))
    return [_section(shorten(said or ELLIPSIS, LONGEST_SECTION))]


def render_home(reply: Reply, voice: Voice) -> Block:
    """The reply as a Home tab, which it fills, under fields where any title can be typed.

    The fields have no block_id, so that Slack makes up a new one and they are empty again.
    """
    fields = [_field(kind, voice) for kind in FIELDS]
    blocks = render(reply, voice).blocks
    return {"type": "home", "blocks": [{"type": "actions", "elements": fields}, *blocks]}


def render_options(suggestions: Iterable[Suggestion], voice: Voice) -> Block:
    """What a field offers; the value of an option is the action that shows the record.

    https://docs.slack.dev/reference/block-kit/composition-objects/option-object
    """
    return {"options": [_option(each, voice) for each in islice(suggestions, MOST_OPTIONS)]}


def escape(text: str) -> str:
    """Text as Slack's `text` fields want it, so that it can be no mention, link or ping."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@dataclass(frozen=True, slots=True)
class _Shown:
    """One entry: its blocks, and what stands for it in the fallback."""

    blocks: tuple[Block, ...]
    plain: str


_SHOWN: Lately[_Shown] = Lately(500)


def render(reply: Reply, voice: Voice) -> SlackMessage:
    """The reply for a conversation."""
    labels, rows = _choices(reply.choices, voice)
    said = clean(voice.say(reply.words)).strip()
    below = _said_each(reply.lines, voice, between="\n")
    lines = shorten(below, LONGEST_LINES)
    room = ALL_TEXT - labels - units(lines)
    phrase = shorten(said, min(LONGEST_PHRASE, room))
    entries = reply.entries[:MOST_ENTRIES]
    limits = _limits((room - units(phrase)) // max(len(entries), 1))
    shown = [_shown(each, voice, limits) for each in entries]
    blocks = [
        *map(_section, split(phrase, LONGEST_SECTION)),
        *(block for each in shown for block in each.blocks),
        *([_context(lines)] if lines else []),
        *rows,
    ]
    plain = "\n".join(filter(None, (said, *(each.plain for each in shown), below))) or ELLIPSIS
    return SlackMessage(escape(shorten(plain, LONGEST_TEXT, cost=_escaped_units)), blocks)


_Limits = tuple[int, int, int, int]
"""For the title, the passage, the facts and the reason of an entry."""


def _limits(share: int) -> _Limits:
    """`share`: how much text one entry may be."""
    title, passage = min(LONGEST_TITLE, share // 4), min(LONGEST_PASSAGE, share // 2)
    return title, passage, min(LONGEST_FACTS, share // 8), min(LONGEST_WHY, share // 8 - 1)


def _shown(entry: Entry, voice: Voice, limits: _Limits) -> _Shown:
    make = partial(_entry, entry, voice, limits)
    return _SHOWN.of(entry, voice.phrases, make=make, how=(voice.language, voice.zone, limits))


def _entry(entry: Entry, voice: Voice, limits: _Limits) -> _Shown:
    facts = _facts(entry, voice)
    title = FACTS_BETWEEN.join(filter(None, (one_line(entry.title), facts)))
    plain = "\n".join(filter(None, (f"• {title}", safe_url(entry.url))))
    return _Shown(tuple(_entry_blocks(entry, voice, facts, limits)), plain)


def _entry_blocks(entry: Entry, voice: Voice, facts: str, limits: _Limits) -> Iterator[Block]:
    """Title and passage, and under them, small, the facts and why it is here."""
    most_title, most_passage, most_facts, most_why = limits
    title, passage = _title(entry, most_title), _passage(entry.passage, most_passage)
    runs = (*title, Run("\n"), *passage) if title and passage else (*title, *passage)
    if runs:
        yield _rich(runs)
    why = _said_each([entry.why] if entry.why else [], voice, between=" ")
    if small := "\n".join(filter(None, (shorten(facts, most_facts), shorten(why, most_why)))):
        yield _context(small)


def _title(entry: Entry, limit: int) -> Runs:
    url = safe_url(entry.url)
    run = Run(one_line(entry.title) or url or ELLIPSIS, Style.BOLD, url)
    return shorten_runs((run,), limit)


def _passage(passage: Marked | None, limit: int) -> Runs:
    if passage is None:
        return ()
    inline = (Run(_inline(run.text), run.style, run.url) for run in excerpt(passage, limit))
    return tuple(run for run in inline if run.text)


def _inline(text: str) -> str:
    """Clean text in one line; a gap at either end stays one space."""
    return _GAP.sub(" ", clean(text))


def _facts(entry: Entry, voice: Voice) -> str:
    said = (fact if isinstance(fact, str) else voice.say(fact) for fact in entry.facts)
    return FACTS_BETWEEN.join(filter(None, map(one_line, said)))


def _said_each(lines: Sequence[Words], voice: Voice, *, between: str) -> str:
    return between.join(filter(None, (one_line(voice.say(line)) for line in lines)))


def _choices(choices: Sequence[Sequence[Choice]], voice: Voice) -> tuple[int, list[Block]]:
    """The rows of buttons, and how much text their labels are."""
    rows: list[Block] = []
    spent = 0
    cut = (row[at : at + MOST_IN_ROW] for row in choices for at in range(0, len(row), MOST_IN_ROW))
    for place, row in enumerate(islice(cut, MOST_ROWS)):
        said = [_label(voice.say(each.label)) for each in row]
        buttons = [
            _button(choice, label or ELLIPSIS, action_id=f"{place}.{column}")
            for column, (choice, label) in enumerate(zip(row, said, strict=True))
            if choice.action or safe_url(choice.url)
        ]
        if buttons:
            rows.append({"type": "actions", "elements": buttons})
            spent += len(row) + sum(map(units, said))
    return spent, rows


@lru_cache(maxsize=512)  # the same labels stand under every answer
def _label(text: str) -> str:
    return shorten(one_line(text), LONGEST_LABEL)


def _button(choice: Choice, label: str, *, action_id: str) -> Block:
    button: Block = {"type": "button", "action_id": action_id, "text": _text(label)}
    if choice.action:
        button["value"] = choice.action
    if url := safe_url(choice.url):
        button["url"] = url
    if choice.strong:
        button["style"] = "primary"
    return button


def _field(kind: str, voice: Voice) -> Block:
    """See https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element."""
    return {
        "type": "external_select",
        "action_id": f"{FIELD}{kind}",
        "placeholder": _text(shorten(voice.say(Words(f"suggest-{kind}")), LONGEST_PLACEHOLDER)),
        "min_query_length": TYPED_AT_LEAST,
    }


def _option(suggestion: Suggestion, voice: Voice) -> Block:
    title = shorten(one_line(suggestion.entry.title), LONGEST_LABEL) or ELLIPSIS
    option: Block = {"text": _text(title), "value": suggestion.action}
    if facts := shorten(_facts(suggestion.entry, voice), LONGEST_LABEL):
        option["description"] = _text(facts)
    return option


def _section(text: str) -> Block:
    return {"type": "section", "text": _text(text)}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_text(text)]}


def _text(text: str) -> Block:
    """Text shown as it is: no markup, and `:smile:` stays what was typed."""
    return {"type": "plain_text", "text": text, "emoji": False}


def _rich(runs: Runs) -> Block:
    """See https://docs.slack.dev/reference/block-kit/blocks/rich-text-block."""
    section = {"type": "rich_text_section", "elements": [_element(run) for run in runs]}
    return {"type": "rich_text", "elements": [section]}


def _element(run: Run) -> Block:
    element: Block = {"type": "text", "text": run.text}
    if run.url:
        element = {"type": "link", "url": run.url, "text": run.text}
    if run.style is not Style.PLAIN:
        element["style"] = {run.style.value: True}
    return element


def _escaped_units(text: str) -> int:
    return units(escape(text))
