"""How a call of Slack's Web API is read: token, arguments, pace; then its method."""

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.sandbox import slack_api, slack_conversations, slack_files, slack_views
from bot.sandbox.loopback import Answer
from bot.sandbox.pace import Bursts, Pace, Window
from bot.sandbox.record import Json
from bot.sandbox.slack_api import Call
from bot.sandbox.slack_socket import SocketMode
from bot.sandbox.slack_state import SlackError, State
from bot.sandbox.slack_world import Workspace

METHODS = (
    slack_api.METHODS | slack_conversations.METHODS | slack_files.METHODS | slack_views.METHODS
)
# arguments that a form carries as JSON, by https://docs.slack.dev/apis/web-api#post_bodies
IN_JSON = ("blocks", "metadata", "view", "attachments", "files")
# https://docs.slack.dev/apis/web-api/rate-limits: tiers 1 to 4 are 1+, 20+, 50+ and 100+ a minute
# per method and workspace; posting is "1 per second per channel", with "short bursts"
TIER_3, TIER_4 = Window(50), Window(100)
POSTING = Bursts(per_second=1, burst=4)
TIERS = {
    "chat.update": TIER_3,
    "chat.delete": TIER_3,
    "chat.postEphemeral": TIER_4,
    "conversations.open": TIER_3,
    "conversations.history": TIER_3,
    "conversations.replies": TIER_3,
    "conversations.info": TIER_3,
    "conversations.members": TIER_4,
    "users.info": TIER_4,
    "views.open": TIER_4,
    "views.push": TIER_4,
    "views.update": TIER_4,
    "views.publish": TIER_4,
    "files.info": TIER_4,
    "files.getUploadURLExternal": TIER_4,
    "files.completeUploadExternal": TIER_4,
    "reactions.add": TIER_3,
    "reactions.remove": Window(20),
}


class WebApi:
    """The methods behind /api/. `paced` may be switched while it runs."""

    def __init__(self, state: State, socket: SocketMode, pace: Pace, *, paced: bool) -> None:
        self._state = state
        self._socket = socket
        self._pace = pace
        self.paced = paced

    def call(self, method: str, token: str, arguments: Json, *, origin: str) -> Answer:
        """What this method answers to the holder of this token."""
        try:
            if method == "apps.connections.open":
                return Answer({"ok": True, "url": self._link(token, origin)})
            call = Call(self._state, self._workspace(token), _complete(arguments))
            if wait := self._wait(method, call):
                return limited(wait)
            body: Json = {"ok": True} | _method(method)(call)
            if "upload_url" in body:
                body["upload_url"] = f"{origin}{body['upload_url']}"
        except SlackError as refusal:
            return Answer(refusal.body())
        return Answer(body, headers={"x-oauth-scopes": ",".join(self._state.app.scopes)})

    def _link(self, token: str, origin: str) -> str:
        """See https://docs.slack.dev/reference/methods/apps.connections.open."""
        app = self._state.app
        if token != app.token:
            self._workspace(token)
            raise SlackError("not_allowed_token_type")
        address = origin.replace("http", "ws", 1)
        return f"{address}/link/?ticket={self._socket.ticket()}&app_id={app.id}"

    def _workspace(self, token: str) -> Workspace:
        """See https://docs.slack.dev/reference/methods/auth.test#errors."""
        if not token:
            raise SlackError("not_authed")
        for workspace in self._state.workspaces.values():
            if workspace.bot_token == token:
                return workspace
        is_app = token == self._state.app.token
        raise SlackError("not_allowed_token_type" if is_app else "invalid_auth")

    def _wait(self, method: str, call: Call) -> float:
        """Seconds that this call has to wait for its turn; 0 is none."""
        if not self.paced:
            return 0
        team = call.workspace.id
        if method == "chat.postMessage":
            return self._pace.take([((team, method, call.channel().id), POSTING)])
        if method in TIERS:
            return self._pace.take([((team, method), TIERS[method])])
        return 0


def limited(seconds: float) -> Answer:
    """See https://docs.slack.dev/apis/web-api/rate-limits#responding."""
    wait = {"Retry-After": str(max(1, -int(-seconds // 1)))}
    return Answer({"ok": False, "error": "ratelimited"}, status=429, headers=wait)


def bearer(request: web.BaseRequest, arguments: Json) -> str:
    """The token, from its header or its argument, by https://docs.slack.dev/apis/web-api."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return given or str(arguments.get("token", ""))


def read_arguments(request: web.BaseRequest, body: bytes) -> Json:
    """The arguments of a call, from its query, its form or its JSON.

    A body that can't be read leaves its error under "unreadable", for the method to refuse: the
    errors are those of https://docs.slack.dev/reference/methods/auth.test#errors.
    """
    arguments: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        return arguments | read_json(body)
    if request.content_type.startswith("multipart/") or not _is_form(request, body):
        return {"unreadable": "invalid_post_type"}
    return arguments | dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def read_json(body: bytes) -> Json:
    try:
        said = json.loads(body or b"{}")
    except ValueError:
        return {"unreadable": "invalid_json"}
    return said if isinstance(said, dict) else {"unreadable": "json_not_object"}


def _is_form(request: web.BaseRequest, body: bytes) -> bool:
    return not body or request.content_type == "application/x-www-form-urlencoded"


def _complete(arguments: Json) -> Json:
    """Arguments with what a form carries as JSON read; blocks that are no JSON are refused.

    Raises:
        SlackError: the body could not be read, or one of those arguments.
    """
    if "unreadable" in arguments:
        raise SlackError(str(arguments["unreadable"]))
    complete = dict(arguments)
    for key in IN_JSON:
        if isinstance(complete.get(key), str):
            try:
                complete[key] = json.loads(complete[key])
            except ValueError as problem:
                raise SlackError(f"invalid_{key}_format") from problem
    return complete


def _method(name: str) -> slack_api.Method:
    if name not in METHODS:
        raise SlackError("unknown_method")
    return METHODS[name]
