"""A strict Slack on this machine: start it, put people in it, see what is said there."""

import time
from collections.abc import Callable
from itertools import takewhile

from aiohttp import web

from bot.sandbox.loopback import KEPT, LOOPBACK, Answer, Sandbox, now
from bot.sandbox.pace import Pace
from bot.sandbox.record import Clock, Json
from bot.sandbox.slack_delivery import ACK_WITHIN, RETRY_AFTER, Carrier, Deliveries, Delivery, Wire
from bot.sandbox.slack_files import FILES, UPLOADS, content_at, receive
from bot.sandbox.slack_http import SignedHttp
from bot.sandbox.slack_payloads import event_callback, events_about, reaction
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.slack_respond import respond
from bot.sandbox.slack_socket import SocketMode
from bot.sandbox.slack_state import App, Change, SlackError, State
from bot.sandbox.slack_web import WebApi, bearer, limited, read_arguments, read_json
from bot.sandbox.slack_world import Channel, Kind, Profile, SlackMessage, Workspace

SUBSCRIPTIONS = frozenset(
    {
        "app_home_opened",
        "app_mention",
        "message.im",
        "message.mpim",
        "reaction_added",
        "reaction_removed",
    }
)


class SlackSandbox(Sandbox):
    """Slack, its app and the workspaces where the app is installed.

    One workspace is there from the start. `paced` False lifts the rate limits (for load tests);
    `subscriptions` are the event types of the app's manifest; `hears_itself` is whether the app is
    sent events about its own messages, as the real one does. `retry_after` in seconds.
    """

    def __init__(
        self,
        *,
        host: str = LOOPBACK,
        port: int = 0,
        clock: Clock = now,
        kept: int = KEPT,
        app: App | None = None,
        paced: bool = True,
        subscriptions: frozenset[str] = SUBSCRIPTIONS,
        hears_itself: bool = True,
        ack_within: float = ACK_WITHIN,
        retry_after: tuple[float, ...] = RETRY_AFTER,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(host=host, port=port, clock=clock, kept=kept)
        self.app = app or App()
        self.subscriptions = subscriptions
        self.hears_itself = hears_itself
        self.ack_within = ack_within
        self.state = State(
            clock=self.clock,
            bell=self.bell,
            app=self.app,
            heard=self._heard,
            reacted=self._reacted,
        )
        self.socket = SocketMode(app_id=self.app.id, bell=self.bell, ack_within=ack_within)
        self.http: SignedHttp | None = None
        self.deliveries = Deliveries(self, kept=kept, retry_after=retry_after)
        self.web = WebApi(self.state, self.socket, Pace(seconds), paced=paced)
        self.workspace = self.add_workspace("T0SANDBOX")

    @property
    def api_url(self) -> str:
        """What `HUB_SLACK_API_URL` and slack_sdk's `base_url` are set to."""
        return f"{self.origin}/api/"

    @property
    def bot_token(self) -> str:
        return self.workspace.bot_token

    @property
    def app_token(self) -> str:
        return self.app.token

    @property
    def signing_secret(self) -> str:
        return self.app.signing_secret

    def add_workspace(self, team_id: str, *, name: str = "sandbox") -> Workspace:
        """Install the app in a further workspace."""
        number = len(self.state.workspaces) + 1
        bot = Profile(f"U0BOT{number}", "hub", "The hub", is_bot=True)
        workspace = Workspace(
            id=team_id,
            name=name,
            bot_token=f"xoxb-sandbox-{number}",
            bot_user=bot.id,
            bot_id=f"B0BOT{number}",
            users={bot.id: bot},
        )
        self.state.workspaces[team_id] = workspace
        return workspace

    def person(
        self,
        user_id: str,
        *,
        name: str = "",
        locale: str = "en-US",
        tz: str = "Europe/Amsterdam",
        workspace: Workspace | None = None,
    ) -> SlackPerson:
        """Somebody in a workspace; the same again when they are there already."""
        home = workspace or self.workspace
        if user_id not in home.users:
            shown = name or f"Person {user_id}"
            home.users[user_id] = Profile(user_id, user_id.lower(), shown, locale=locale, zone=tz)
        return SlackPerson(self, home, home.users[user_id])

    def channel(
        self,
        channel_id: str,
        *members: SlackPerson | str,
        name: str = "",
        kind: Kind = Kind.PUBLIC,
        with_bot: bool = True,
        workspace: Workspace | None = None,
    ) -> Channel:
        """A channel with these members, and the bot among them unless told otherwise."""
        home = workspace or self.workspace
        inside = {member if isinstance(member, str) else member.id for member in members}
        channel = home.channels.setdefault(
            channel_id, Channel(channel_id, name or channel_id.lower(), kind, set())
        )
        channel.members |= inside | ({home.bot_user} if with_bot else set())
        return channel

    def group_dm(self, *people: SlackPerson) -> Channel:
        """The conversation of several people and the bot."""
        return people[0].workspace.group_dm({person.id for person in people})

    def find_channel(self, channel: Channel | str, workspace: Workspace) -> Channel:
        return channel if isinstance(channel, Channel) else workspace.channels[channel]

    def messages(
        self, channel: Channel | SlackPerson | str, *, seen_by: SlackPerson | None = None
    ) -> list[SlackMessage]:
        """What stands in a conversation now, oldest first, ephemeral messages included.

        With `seen_by` only what that person sees; a person as `channel` means their DM.
        """
        place = self._place(channel)
        viewer = seen_by.id if seen_by else None
        return [
            message
            for message in place.messages.values()
            if not message.deleted
            and (message.ephemeral_to is None or viewer in (None, message.ephemeral_to))
        ]

    async def wait_for_message(
        self,
        channel: Channel | SlackPerson | str,
        *,
        after: SlackMessage | str | None = None,
        holding: str = "",
        thread_ts: str | None = None,
        timeout: float = 5.0,  # noqa: ASYNC109 - reads best in tests
    ) -> SlackMessage:
        """The first message by the bot after `after` (a message or a ts) that shows `holding`.

        Raises:
            TimeoutError: none came within `timeout` seconds.
        """
        place = self._place(channel)
        since = after.ts if isinstance(after, SlackMessage) else after or ""

        def found() -> list[SlackMessage]:
            newer = takewhile(lambda m: m.ts > since, reversed(place.messages.values()))
            return [
                message
                for message in newer
                if message.bot_id is not None
                and not message.deleted
                and thread_ts in (None, message.thread_ts)
                and holding in message.shown
            ]

        await self.wait_until(
            lambda: bool(found()),
            timeout=timeout,
            seen=lambda: [message.shown for message in self.messages(place)][-5:],
        )
        return found()[-1]

    async def wait_for_edit(
        self,
        message: SlackMessage,
        *,
        timeout: float = 5.0,  # noqa: ASYNC109 - reads best in tests
    ) -> SlackMessage:
        """The same message, once it has been edited or deleted after this call."""
        before = (len(message.versions), message.deleted)
        await self.wait_until(
            lambda: (len(message.versions), message.deleted) != before, timeout=timeout
        )
        return message

    async def settled(self, *, timeout: float = 5.0) -> None:  # noqa: ASYNC109 - reads best in tests
        """Return when nothing is on its way to the app any more."""
        await self.wait_until(lambda: self.deliveries.underway == 0, timeout=timeout)

    async def connected(self, count: int = 1, *, timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Return when the app holds at least this many Socket Mode connections."""
        await self.wait_until(lambda: len(self.socket.connections) >= count, timeout=timeout)

    def use_http(self, url: str, *, signed_at: Callable[[], float] = time.time) -> SignedHttp:
        """Send everything to this Request URL from now on, instead of Socket Mode."""
        self.http = SignedHttp(
            url,
            self,
            secret=self.app.signing_secret,
            ack_within=self.ack_within,
            seconds=signed_at,
        )
        return self.http

    def deliver(self, wire: Wire, payload: Json) -> Delivery:
        """Send a payload to the app, in the background."""
        return self.deliveries.start(self._carrier, wire, payload)

    def redeliver(self, event: str | SlackMessage, *, times: int = 1) -> list[Delivery]:
        """Send an event again under its id; a message stands for the newest event about it."""
        event_id = event.events[-1] if isinstance(event, SlackMessage) else event
        return [self.deliveries.again(self._carrier, event_id) for _ in range(times)]

    def announce(self, workspace: Workspace, kind: str, event: Json) -> str:
        """Send an event if the app subscribes to its kind; its id, or empty."""
        if kind not in self.subscriptions:
            return ""
        event_id = f"Ev{self.state.number():010d}"
        payload = event_callback(self.app, workspace, event, event_id=event_id)
        self.deliver(Wire.EVENT, payload)
        return event_id

    @property
    def _carrier(self) -> Carrier:
        return self.http or self.socket

    def _place(self, channel: Channel | SlackPerson | str) -> Channel:
        if isinstance(channel, SlackPerson):
            return channel.dm
        return self.find_channel(channel, self.workspace)

    def _heard(self, workspace: Workspace, message: SlackMessage, change: Change) -> None:
        if workspace.bot_user not in message.channel.members:
            return
        if message.bot_id and not self.hears_itself:
            return
        ts = message.ts if change is Change.POSTED else self.state.ts()
        for kind, event in events_about(workspace, message, change, ts=ts):
            if event_id := self.announce(workspace, kind, event):
                message.events.append(event_id)

    def _reacted(self, workspace: Workspace, message: SlackMessage, user: str, name: str) -> None:
        if workspace.bot_user not in message.channel.members or user == workspace.bot_user:
            return
        event = reaction(message, user, name, ts=self.state.ts())
        self.announce(workspace, event["type"], event)

    def _limited(self, seconds: float) -> Answer:
        return limited(seconds)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path == "/link/":
            return await self.socket.connect(request)
        body = await request.read()
        if path.startswith(UPLOADS):
            sent = {"path": path, "bytes": len(body)}
            return await self.perform(request, "upload", sent, lambda: self._uploaded(path, body))
        if path.startswith(FILES):
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            return await self.perform(request, "file", {}, lambda: self._fetched(path, token))
        if path.startswith("/commands/"):
            said = read_json(body)
            return await self.perform(
                request, "response_url", said, lambda: self._respond(path, said)
            )
        arguments = read_arguments(request, body)
        token, method = bearer(request, arguments), path.removeprefix("/api/")
        return await self.perform(
            request, method, arguments, lambda: self._called(method, token, arguments)
        )

    async def _respond(self, path: str, said: Json) -> Answer:
        try:
            respond(self.state, path, said)
        except SlackError as refusal:
            return Answer(refusal.body(), status=404)
        return Answer({"ok": True})

    async def _fetched(self, path: str, token: str) -> Answer:
        try:
            content = content_at(self.state, path, token)
        except SlackError as refusal:
            return Answer({}, status=404, page=f"<html>{refusal}</html>")
        if content is None:
            return Answer({}, status=302, headers={"Location": "/"}, page='<a href="/">Found</a>.')
        return Answer({}, content=content)

    async def _uploaded(self, path: str, body: bytes) -> Answer:
        """See https://docs.slack.dev/reference/methods/files.getUploadURLExternal: "HTTP 200"."""
        there = receive(self.state, path, body)
        return Answer({"ok": there}, status=200 if there else 400)

    async def _called(self, method: str, token: str, arguments: Json) -> Answer:
        return self.web.call(method, token, arguments, origin=self.origin)
