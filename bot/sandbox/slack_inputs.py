"""A modal's inputs: what stands in them, when Slack sends them, and what it shows of an answer."""

from collections.abc import Iterator, Sequence

from bot.sandbox.record import Json
from bot.sandbox.slack_taps import choice

_INITIAL = {
    "initial_value": "value",
    "initial_date": "selected_date",
    "initial_time": "selected_time",
    "initial_option": "selected_option",
    "initial_options": "selected_options",
}
_EMPTY: dict[str, Json] = {
    "checkboxes": {"selected_options": []},
    "multi_static_select": {"selected_options": []},
    "radio_buttons": {"selected_option": None},
    "static_select": {"selected_option": None},
    "datepicker": {"selected_date": None},
    "timepicker": {"selected_time": None},
}


def untouched(blocks: Sequence[Json]) -> Json:
    """`state.values` before anybody types: every input is there, empty or as it was given.

    https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
    """
    values: Json = {}
    for block in blocks:
        if block.get("type") == "input":
            element = block["element"]
            state: Json = {"type": element["type"]}
            state |= _EMPTY.get(element["type"], {"value": None})
            given = {own: element[key] for key, own in _INITIAL.items() if key in element}
            values[block["block_id"]] = {element["action_id"]: state | given}
    return values


def filled_in(element: Json, value: Json | Sequence[str] | str | None) -> Json:
    """What somebody puts into an input: words, a day, the text of an option or of several.

    None, or nothing of any of these: they leave it empty, or empty it.
    """
    kind = str(element["type"])
    if not value:
        return dict(_EMPTY.get(kind, {"value": None}))
    if isinstance(value, dict):
        return value
    if kind == "datepicker":
        return {"selected_date": value}
    if kind in {"checkboxes", "multi_static_select"}:
        return choice({**element, "type": "checkboxes"}, {"options": list(value)})
    if kind in {"radio_buttons", "static_select"}:
        return choice(element, {"option": value})
    return {"value": value}


def unfinished(view: Json) -> list[str]:
    """Why Slack does not send this yet: each input that it complains of by itself.

    What is required and empty, too long or too short, and a number out of range.
    https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
    https://docs.slack.dev/reference/block-kit/block-elements/number-input-element
    """
    return list(_unfinished(view))


def _unfinished(view: Json) -> Iterator[str]:
    for block in view["blocks"]:
        if block.get("type") != "input":
            continue
        element = block["element"]
        state = view["state"]["values"][block["block_id"]][element["action_id"]]
        value = next((each for key, each in state.items() if key != "type"), None)
        if not value:
            if not block.get("optional"):
                yield f"{block['block_id']}: Please complete this required field."
        elif isinstance(value, str):
            yield from (f"{block['block_id']}: {each}" for each in _out_of_bounds(element, value))


def _out_of_bounds(element: Json, value: str) -> Iterator[str]:
    if element["type"] == "number_input":
        if not value.lstrip("-").isdigit() and not element.get("is_decimal_allowed"):
            yield "Please enter a whole number."
            return
        if float(value) < float(element.get("min_value", "-inf")):
            yield f"Please enter {element['min_value']} or more."
        if float(value) > float(element.get("max_value", "inf")):
            yield f"Please enter {element['max_value']} or less."
    elif element["type"] == "plain_text_input":
        if len(value) < int(element.get("min_length", 0)):
            yield f"Please enter {element['min_length']} characters or more."
        if len(value) > int(element.get("max_length", 3_000)):
            yield f"Please enter {element['max_length']} characters or less."


def answer_faults(view: Json, answer: Json) -> list[str]:
    """What is wrong with the answer to a submission: Slack then says that it had trouble.

    Errors stand at input blocks of this view, by `block_id`, and are words.
    https://docs.slack.dev/surfaces/modals#displaying_errors
    """
    if answer.get("response_action") != "errors":
        return []
    errors = answer.get("errors")
    if not isinstance(errors, dict) or not errors:
        return ["errors: must hold at least one"]
    inputs = {each["block_id"] for each in view["blocks"] if each.get("type") == "input"}
    faults = [f"errors: no input block {each}" for each in errors if each not in inputs]
    words = [each for each in errors.values() if not isinstance(each, str) or not each]
    return faults + ["errors: must be words"] * bool(words)
