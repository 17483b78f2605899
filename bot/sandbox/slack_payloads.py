"""What Slack sends to an app: events, slash commands and interactions, as payloads (pure)."""

from bot.sandbox.record import Json
from bot.sandbox.slack_state import App, Change
from bot.sandbox.slack_world import Channel, Kind, Modal, Profile, SlackMessage, Workspace

SUBSCRIPTION = {
    Kind.PUBLIC: "message.channels",
    Kind.PRIVATE: "message.groups",
    Kind.IM: "message.im",
    Kind.MPIM: "message.mpim",
}


def event_callback(app: App, workspace: Workspace, event: Json, *, event_id: str) -> Json:
    """The envelope of the Events API, by https://docs.slack.dev/apis/events-api#callback-field."""
    bot = {
        "enterprise_id": None,
        "team_id": workspace.id,
        "user_id": workspace.bot_user,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": app.verification_token,
        "team_id": workspace.id,
        "context_team_id": workspace.id,
        "context_enterprise_id": None,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(float(event["event_ts"])),
        "authorizations": [bot],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }


def events_about(
    workspace: Workspace, message: SlackMessage, change: Change, *, ts: str
) -> list[tuple[str, Json]]:
    """The events that this change of a message makes, each with the subscription it needs."""
    channel = message.channel
    where = {"channel": channel.id, "channel_type": channel.kind.value}
    said = message.json(with_metadata=True) | {"team": workspace.id}
    if change is Change.POSTED:
        posted = said | where | {"event_ts": message.ts, "client_msg_id": f"client-{message.ts}"}
        events = [(SUBSCRIPTION[channel.kind], posted)]
        mentioned = f"<@{workspace.bot_user}>" in message.text and not message.bot_id
        if mentioned and channel.kind is not Kind.IM:
            events.append(("app_mention", _mention(posted)))
        return events
    hidden = {"type": "message", "hidden": True, "ts": ts, "event_ts": ts} | where
    if change is Change.DELETED:
        gone = hidden | {"subtype": "message_deleted", "deleted_ts": message.ts}
        return [(SUBSCRIPTION[channel.kind], gone | {"previous_message": said})]
    old_text, old_blocks = message.versions[-1]
    before = said | {"text": old_text} | ({"blocks": old_blocks} if old_blocks else {})
    changed = hidden | {"subtype": "message_changed", "message": said, "previous_message": before}
    return [(SUBSCRIPTION[channel.kind], changed)]


def _mention(posted: Json) -> Json:
    """`app_mention` has no `channel_type`, by https://docs.slack.dev/reference/events/app_mention."""
    return {key: value for key, value in posted.items() if key != "channel_type"} | {
        "type": "app_mention"
    }


def reaction(message: SlackMessage, user: str, name: str, *, ts: str) -> Json:
    """See https://docs.slack.dev/reference/events/reaction_added."""
    there = (user, name) in message.reactions
    return {
        "type": "reaction_added" if there else "reaction_removed",
        "user": user,
        "reaction": name,
        "item_user": message.sender,
        "item": {"type": "message", "channel": message.channel.id, "ts": message.ts},
        "event_ts": ts,
    }


def home_opened(workspace: Workspace, user: Profile, *, tab: str, ts: str) -> Json:
    """See https://docs.slack.dev/reference/events/app_home_opened."""
    event: Json = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": workspace.dm(user.id).id,
        "tab": tab,
        "event_ts": ts,
    }
    return event | ({"view": user.home.json} if user.home else {})


def slash_command(
    app: App, workspace: Workspace, user: Profile, channel: Channel, *, command: str, text: str
) -> Json:
    """See https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling."""
    names = {Kind.IM: "directmessage", Kind.PRIVATE: "privategroup", Kind.MPIM: channel.name}
    return {
        "token": app.verification_token,
        "team_id": workspace.id,
        "team_domain": workspace.name,
        "channel_id": channel.id,
        "channel_name": names.get(channel.kind, channel.name),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": app.id,
        "is_enterprise_install": "false",
    }


def interaction(app: App, workspace: Workspace, user: Profile, kind: str) -> Json:
    """What all interactions share, by https://docs.slack.dev/reference/interaction-payloads."""
    who = {"id": user.id, "username": user.name, "name": user.name, "team_id": workspace.id}
    return {
        "type": kind,
        "user": who,
        "api_app_id": app.id,
        "token": app.verification_token,
        "team": {"id": workspace.id, "domain": workspace.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def on_message(message: SlackMessage) -> Json:
    """The place of an interaction with a message."""
    channel = message.channel
    hidden = message.ephemeral_to is not None
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": hidden,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    place: Json = {
        "container": container,
        "channel": {"id": channel.id, "name": channel.name or "directmessage"},
        "state": {"values": {}},
    }
    # the payload of an ephemeral message has no `message`
    # https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
    return place | ({} if hidden else {"message": message.json(with_metadata=True)})


def on_view(modal: Modal) -> Json:
    """The place of an interaction with a modal or a Home tab."""
    return {"container": {"type": "view", "view_id": modal.id}, "view": modal.json}


def action(block_id: str, element: Json, chosen: Json, *, ts: str) -> Json:
    """One entry of `actions`: the element, and what was chosen on it."""
    kept = {key: element[key] for key in ("type", "action_id", "text", "value") if key in element}
    return kept | {"block_id": block_id, "action_ts": ts} | chosen
