"""Block Kit as HTML: what a message, a modal and the Home tab show, and what can be tapped."""

from typing import Any

from bot.demo.markup import Html, join, tag
from bot.demo.slack_text import Named, rich_text, text_object

Json = dict[str, Any]

TYPED = {
    "plain_text_input": "text",
    "number_input": "number",
    "email_text_input": "email",
    "url_text_input": "url",
    "datepicker": "date",
    "timepicker": "time",
}
"""Kinds of `input` in HTML."""


def blocks(given: list[Json], named: Named, *, where: str) -> Html:
    """`where` names what they stand in: a message's ts, "home" or "modal"."""
    return join(*(_block(each, named, where) for each in given))


def _block(block: Json, named: Named, where: str) -> Html:
    match block["type"]:
        case "section":
            said = [text_object(each, named) for each in _texts(block)]
            beside = block.get("accessory")
            more = _element(beside, block, named, where) if beside else None
            return tag("div", *(tag("p", each, dir="auto") for each in said), more, class_="block")
        case "header":
            return tag("h4", text_object(block["text"], named), dir="auto", class_="block")
        case "context":
            said = [text_object(each, named) for each in block["elements"] if "text" in each]
            return tag("p", *said, dir="auto", class_="block context")
        case "divider":
            return tag("hr")
        case "actions":
            each = [_element(one, block, named, where) for one in block["elements"]]
            return tag("div", *each, class_="block actions")
        case "rich_text":
            return tag("div", rich_text(block, named), class_="block")
        case "input":
            return _input(block, named)
        case "markdown":
            return tag("p", str(block["text"]), dir="auto", class_="block")
        case _:
            return Html("")


def _texts(block: Json) -> list[Json]:
    return [each for each in (block.get("text"), *block.get("fields", [])) if each]


def _element(element: Json, block: Json, named: Named, where: str) -> Html:
    """Something that the app hears of at once."""
    about: dict[str, str] = {
        "data_do": "slack-tap",
        "data_where": where,
        "data_action": element["action_id"],
        "data_block": block["block_id"],
    }
    match element["type"]:
        case "button":
            style = element.get("style", "")
            label = text_object(element["text"], named)
            if url := element.get("url"):
                return tag(
                    "a",
                    label,
                    href=url,
                    target="_blank",
                    rel="noreferrer noopener",
                    class_=f"button {style}",
                    dir="auto",
                )
            return tag(
                "button", label, type="button", class_=f"button {style}", dir="auto", **about
            )
        case "external_select":
            return _external(element, block, where)
        case "static_select" | "overflow":
            hint = element.get("placeholder", {}).get("text", "…")
            first = tag("option", hint, value="", selected=True)
            return tag("select", first, *_options(element), aria_label=hint, **about)
        case _:
            return Html("")


def _external(element: Json, block: Json, where: str) -> Html:
    """A field that asks the app what fits while somebody types."""
    hint = element.get("placeholder", {}).get("text", "")
    field = tag(
        "input",
        type="text",
        placeholder=hint,
        aria_label=hint,
        autocomplete="off",
        role="combobox",
        aria_expanded="false",
        data_suggest=where,
        data_action=element["action_id"],
        data_block=block["block_id"],
        data_least=element.get("min_query_length", 3),
        dir="auto",
    )
    return tag("div", field, tag("ul", role="listbox", hidden=True), class_="external")


def _options(element: Json, *, chosen: tuple[str, ...] = ()) -> list[Html]:
    return [
        tag("option", each["text"]["text"], value=each["value"], selected=each["value"] in chosen)
        for each in element.get("options", [])
    ]


def _input(block: Json, named: Named) -> Html:
    """A question of a modal, its hint, and what is wrong with the answer."""
    element, name = block["element"], block["block_id"]
    label = text_object(block["label"], named)
    hint = block.get("hint")
    note = tag("small", text_object(hint, named), dir="auto", id=f"hint-{name}") if hint else None
    wrong = tag("p", class_="wrong", id=f"wrong-{name}", role="alert", dir="auto")
    if element["type"] in {"checkboxes", "radio_buttons"}:
        ticks = _ticks(element, name)
        legend = tag("legend", label, dir="auto")
        return tag("fieldset", legend, note, *ticks, wrong, class_="block input", data_name=name)
    field = _field(element, name, required=not block.get("optional"))
    shown = tag("label", label, for_=f"field-{name}", dir="auto")
    return tag("div", shown, note, field, wrong, class_="block input", data_name=name)


def _ticks(element: Json, name: str) -> list[Html]:
    kind = "checkbox" if element["type"] == "checkboxes" else "radio"
    now = [*element.get("initial_options", [])]
    now += [element["initial_option"]] if "initial_option" in element else []
    chosen = {each["value"] for each in now}
    return [
        tag(
            "label",
            tag(
                "input",
                type=kind,
                name=name,
                value=each["value"],
                checked=each["value"] in chosen,
                data_field=name,
            ),
            tag("span", each["text"]["text"], dir="auto"),
            class_="tick",
        )
        for each in element["options"]
    ]


def _field(element: Json, name: str, *, required: bool) -> Html:
    about: dict[str, Any] = {
        "id": f"field-{name}",
        "name": name,
        "data_field": name,
        "aria_describedby": f"hint-{name} wrong-{name}",
        "aria_required": "true" if required else None,
        "dir": "auto",
    }
    kind = element["type"]
    if kind.endswith("static_select"):
        many = kind.startswith("multi_")
        now = [*element.get("initial_options", [])]
        now += [element["initial_option"]] if "initial_option" in element else []
        chosen = tuple(each["value"] for each in now)
        first = None if many else tag("option", "", value="")
        return tag("select", first, *_options(element, chosen=chosen), multiple=many, **about)
    value = str(element.get("initial_value") or element.get("initial_date") or "")
    if element.get("multiline"):
        return tag("textarea", value, rows=4, maxlength=element.get("max_length"), **about)
    limits = {"min": element.get("min_value"), "max": element.get("max_value")}
    return tag("input", type=TYPED.get(kind, "text"), value=value, **limits, **about)
