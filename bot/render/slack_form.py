"""A form as Slack's modal, and what is wrong with one that was sent (pure).

https://docs.slack.dev/reference/views/modal-views
"""

import json
from collections.abc import Mapping
from typing import TypeAlias

from bot.render.harmless import clean, one_line
from bot.render.pieces import ELLIPSIS, shorten, units
from config.phrases import Voice, Words
from handlers.fields import LONGEST_LINE, NEITHER, longest, options_of
from handlers.messages import Field, FieldKind, Form, Option

Block: TypeAlias = dict[str, object]

FORM = "form"
"""The modal's `callback_id`."""
ANSWER = "answer"
"""Every input's `action_id`; its `block_id` is the field's name."""
LONGEST_TITLE = 24
"""Also of its two buttons."""
LONGEST_LABEL = 2_000
"""Of a question and of its hint, https://docs.slack.dev/reference/block-kit/blocks/input-block."""
LONGEST_OPTION = 75
"""https://docs.slack.dev/reference/block-kit/composition-objects/option-object"""
LONGEST_ERROR = 300
"""Nothing is documented; what is longer is hard to read under a field."""
MOST_TICKED = 10
"""Options of checkboxes; a menu takes 100,
https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element."""
MOST_OPTIONS = 100
MOST_BLOCKS = 100
"""https://docs.slack.dev/reference/views/modal-views#fields"""


def render_form(form: Form, voice: Voice, *, conversation: str = "") -> Block:
    """The modal; `conversation` is where the answer to it is to be said, if not in the hub's own.

    Raises:
        ValueError: more questions than Slack shows at once.
    """
    intro = [_section(voice.say(form.intro))] if form.intro else []
    blocks = [*intro, *(_input(field, voice) for field in form.fields)]
    if len(blocks) > MOST_BLOCKS:
        raise ValueError(f"{len(blocks)} blocks in the form {form.name}")
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": json.dumps(
            {"form": f"{form.name} {form.subject}".strip(), "in": conversation}
        ),
        "title": _text(voice.say(form.title), LONGEST_TITLE),
        "submit": _text(voice.say(form.submit), LONGEST_TITLE),
        "close": _text(voice.say(Words("form-choice-leave")), LONGEST_TITLE),
        "blocks": blocks,
    }


def render_complaints(wrong: Mapping[str, Words], voice: Voice) -> Block:
    """What stands under each field, in the answer to the submission; the modal stays open.

    https://docs.slack.dev/surfaces/modals#displaying_errors
    """
    said = {
        name: shorten(one_line(voice.say(words)), LONGEST_ERROR) for name, words in wrong.items()
    }
    return {"response_action": "errors", "errors": said}


def _input(field: Field, voice: Voice) -> Block:
    block: Block = {
        "type": "input",
        "block_id": field.name,
        "label": _text(voice.say(field.label), LONGEST_LABEL),
        "element": {"action_id": ANSWER, **_element(field, voice)},
        "optional": not field.required,
    }
    if field.hint is not None:
        block["hint"] = _text(voice.say(field.hint), LONGEST_LABEL)
    return block


def _element(field: Field, voice: Voice) -> Block:
    match field.kind:
        case FieldKind.TEXT | FieldKind.LONG:
            return _typed(field)
        case FieldKind.NUMBER:
            return _number(field)
        case FieldKind.DATE:
            initial = {"initial_date": field.value} if field.value else {}
            return {"type": "datepicker", **initial}
        case FieldKind.SOME_OF:
            return _several(field, voice)
        case FieldKind.ONE_OF | FieldKind.YES_NO:
            return _one(field, voice)


def _typed(field: Field) -> Block:
    """See https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element."""
    element: Block = {
        "type": "plain_text_input",
        "multiline": field.kind is FieldKind.LONG or longest(field) > LONGEST_LINE,
        "max_length": longest(field),
    }
    if field.least and field.required:
        element["min_length"] = field.least
    if isinstance(field.value, str) and field.value:
        element["initial_value"] = shorten(clean(field.value), longest(field))
    return element


def _number(field: Field) -> Block:
    """See https://docs.slack.dev/reference/block-kit/block-elements/number-input-element."""
    element: Block = {
        "type": "number_input",
        "is_decimal_allowed": False,
        "min_value": str(field.least),
    }
    if field.most:
        element["max_value"] = str(field.most)
    if field.value is not None:
        element["initial_value"] = str(field.value)
    return element


def _one(field: Field, voice: Voice) -> Block:
    """A few as radio buttons, else a menu; what may stay open has a choice that says so.

    A choice once made cannot be taken back in either.
    """
    offered = [_option(each, voice) for each in options_of(field)]
    if not field.required:
        offered.append(_option(Option(NEITHER, Words("form-neither")), voice))
    value = (
        {True: "yes", False: "no"}.get(field.value)
        if isinstance(field.value, bool)
        else (field.value)
    )
    chosen = [each for each in offered if each["value"] == value]
    few = len(offered) <= 3  # noqa: PLR2004  # yes, no and neither; more make a long page
    element: Block = {"type": "radio_buttons" if few else "static_select"}
    element["options"] = offered[:MOST_OPTIONS]
    if chosen:
        element["initial_option"] = chosen[0]
    return element


def _several(field: Field, voice: Voice) -> Block:
    offered = [_option(each, voice) for each in options_of(field)][:MOST_OPTIONS]
    now = field.value if isinstance(field.value, tuple) else ()
    chosen = [each for each in offered if each["value"] in now]
    ticked = len(offered) <= MOST_TICKED
    element: Block = {"type": "checkboxes" if ticked else "multi_static_select"}
    element["options"] = offered
    if chosen:
        element["initial_options"] = chosen
    if field.most and not ticked:
        element["max_selected_items"] = field.most
    return element


def _option(option: Option, voice: Voice) -> Block:
    return {"text": _text(voice.say(option.label), LONGEST_OPTION), "value": option.value}


def _section(text: str) -> Block:
    return {"type": "section", "text": _text(text, 3_000)}


def _text(text: str, limit: int) -> Block:
    said = clean(text).strip()
    said = said if units(said) <= limit else shorten(one_line(said), limit)
    return {"type": "plain_text", "text": said or ELLIPSIS, "emoji": False}
