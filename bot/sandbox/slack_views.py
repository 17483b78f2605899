"""Slack's modals and Home tabs: views.open, push, update and publish."""

import json
from typing import Any

from bot.sandbox.record import Json
from bot.sandbox.slack_api import Call, Method
from bot.sandbox.slack_inputs import untouched
from bot.sandbox.slack_limits import VIEW_BYTES, view_faults
from bot.sandbox.slack_state import SlackError, State
from bot.sandbox.slack_world import Modal, Profile, Workspace, with_ids

# https://docs.slack.dev/surfaces/modals: "up to 3 views" in a stack
VIEWS_IN_STACK = 3


def stored(state: State, workspace: Workspace, user: str, view: Any) -> Modal:  # noqa: ANN401 - raw JSON
    """A view as Slack keeps it.

    https://docs.slack.dev/reference/methods/views.open#errors

    Raises:
        SlackError: invalid_arguments with all that is wrong with it, or view_too_large.
    """
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", "[ERROR] must be a view object [json-pointer:/view]")
    if len(json.dumps(view)) > VIEW_BYTES:
        raise SlackError("view_too_large")
    if faults := view_faults(view):
        raise SlackError("invalid_arguments", *faults)
    number = state.number()
    kept: Json = {
        "id": f"V{number}",
        "team_id": workspace.id,
        "app_id": state.app.id,
        "app_installed_team_id": workspace.id,
        "bot_id": workspace.bot_id,
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "title": None,
        "close": None,
        "submit": None,
        "clear_on_close": False,
        "notify_on_close": False,
        "previous_view_id": None,
        "root_view_id": f"V{number}",
    }
    kept |= view
    kept["blocks"] = with_ids(view["blocks"], salt=f"v{number}.")
    kept["state"] = {"values": untouched(kept["blocks"])}
    kept["hash"] = f"{state.ts()}.h{number}"
    return Modal(json=kept, user=user)


def replaced(state: State, workspace: Workspace, old: Modal, view: Any) -> Modal:  # noqa: ANN401 - raw JSON
    """The view that stands where `old` stood: the same id, a new hash."""
    modal = stored(state, workspace, old.user, view)
    same = {key: old.json[key] for key in ("id", "root_view_id", "previous_view_id")}
    modal.json |= same
    return modal


def open_view(call: Call) -> Json:
    modal, profile = _triggered(call)
    profile.modals[:] = [modal]
    return _shown(call, modal)


def push_view(call: Call) -> Json:
    """See https://docs.slack.dev/reference/methods/views.push#errors."""
    modal, profile = _triggered(call)
    if len(profile.modals) >= VIEWS_IN_STACK:
        raise SlackError("push_limit_reached")
    if profile.modals:
        modal.json["previous_view_id"] = profile.modals[-1].id
        modal.json["root_view_id"] = profile.modals[0].id
    profile.modals.append(modal)
    return _shown(call, modal)


def _triggered(call: Call) -> tuple[Modal, Profile]:
    """The view is looked at first: a faulty one does not spend the trigger."""
    view = call.arguments.get("view")
    modal = stored(call.state, call.workspace, "", view)
    if modal.json["type"] != "modal":
        raise SlackError("invalid_arguments", "[ERROR] must be a modal [json-pointer:/view/type]")
    trigger = call.state.exchange(call.text("trigger_id"))
    modal.user = trigger.user
    return modal, trigger.workspace.users[trigger.user]


def update_view(call: Call) -> Json:
    """See https://docs.slack.dev/reference/methods/views.update#errors."""
    wanted = call.text("view_id")
    for profile in call.workspace.users.values():
        for place, old in enumerate(profile.modals):
            if wanted == old.id or (call.text("external_id") or None) == old.json["external_id"]:
                _same_hash(call, old)
                modal = replaced(call.state, call.workspace, old, call.arguments.get("view"))
                profile.modals[place] = modal
                return _shown(call, modal)
    raise SlackError("not_found")


def publish_view(call: Call) -> Json:
    profile = call.user("user_id")
    modal = stored(call.state, call.workspace, profile.id, call.arguments.get("view"))
    if modal.json["type"] != "home":
        raise SlackError("invalid_arguments", "[ERROR] must be home [json-pointer:/view/type]")
    if profile.home is not None:
        _same_hash(call, profile.home)
        modal.json["id"] = modal.json["root_view_id"] = profile.home.id
    profile.home = modal
    return _shown(call, modal)


def _same_hash(call: Call, old: Modal) -> None:
    if call.text("hash") and call.text("hash") != old.json["hash"]:
        raise SlackError("hash_conflict")


def _shown(call: Call, modal: Modal) -> Json:
    call.state.bell.ring()
    return {"view": modal.json}


METHODS: dict[str, Method] = {
    "views.open": open_view,
    "views.push": push_view,
    "views.update": update_view,
    "views.publish": publish_view,
}
