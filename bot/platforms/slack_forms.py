"""Slack's modals: opened by a trigger that is seconds old, and sent with everything in them."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.adapter import Letter
from bot.platforms.slack_errors import delivery_errors
from bot.render.harmless import clean
from bot.render.slack_form import ANSWER, FORM, render_form
from config.taxonomy import Platform
from handlers.messages import Message, Said, Value
from storage.places import Place, Surface

Json: TypeAlias = Mapping[str, Any]

TOO_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"})
"""Three seconds after what somebody did, or a trigger used before; `trigger_expired` and
`trigger_exchanged` are the same in older words. https://docs.slack.dev/reference/methods/views.open
"""
NOT_OPENED = TOO_LATE | {"trigger_expired", "trigger_exchanged", "invalid_trigger"}


async def open_form(client: AsyncWebClient, letter: Letter) -> str:
    """Show the form that a letter opens; the view's id.

    Raises:
        Undeliverable: one of NOT_OPENED, or worse.
    """
    opens = letter.reply.opens
    if opens is None:
        raise ValueError("nothing to open")
    place = letter.place
    private = place.surface is Surface.CONVERSATION and place.conversation.startswith("D")
    view = render_form(opens.form, letter.voice, conversation=place.conversation if private else "")
    with delivery_errors(place):
        opened = await client.views_open(trigger_id=opens.trigger, view=view)
        return str((opened.get("view") or {}).get("id") or "")


def filled(body: Json, team: str, *, at: datetime) -> Message | None:
    """A form that somebody sent; None where it is not one of the hub's.

    What comes of it is said where the hub talks with them alone: to write to a user's id is to
    write there. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
    """
    view = body.get("view") or {}
    if body.get("type") != "view_submission" or view.get("callback_id") != FORM:
        return None
    told = _told(view.get("private_metadata"))
    account = str((body.get("user") or {}).get("id") or "")
    values = (view.get("state") or {}).get("values") or {}
    return Message(
        place=Place(Platform.SLACK, told.get("in") or account, team),
        account=account,
        said=Said.FILLED,
        sent_at=at,
        text=told.get("form", ""),
        values={name: _value(inputs.get(ANSWER) or {}) for name, inputs in values.items()},
    )


def submission_key(body: Json) -> str:
    """The same however often it is brought; another where it was sent anew with other answers."""
    view = body.get("view") or {}
    answers = json.dumps(view.get("state"), sort_keys=True)
    return f"form {view.get('id')} {hashlib.sha256(answers.encode()).hexdigest()[:32]}"


def _told(metadata: object) -> dict[str, str]:
    try:
        told = json.loads(metadata) if isinstance(metadata, str) else {}
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in told.items()} if isinstance(told, dict) else {}


def _value(state: Json) -> Value:
    """What stands in an input: text, a day, the value of one option or of several."""
    match state.get("type"):
        case "checkboxes" | "multi_static_select":
            return tuple(str(each.get("value")) for each in state.get("selected_options") or ())
        case "radio_buttons" | "static_select":
            chosen = state.get("selected_option") or {}
            return chosen.get("value")
        case "datepicker":
            return _said(state.get("selected_date"))
        case _:
            return _said(state.get("value"))


def _said(value: object) -> str | None:
    return clean(value).strip() if isinstance(value, str) else None
