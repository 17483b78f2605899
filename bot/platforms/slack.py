"""Slack: events in over a socket or signed HTTP, acknowledged once kept; letters out."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeAlias

import aiohttp
from slack_sdk.webhook.async_client import AsyncWebhookClient
from starlette.routing import BaseRoute

from bot.platforms.adapter import (
    Check,
    Letter,
    Profile,
    Receive,
    RetryLater,
    Suggest,
    Undeliverable,
    Unsure,
)
from bot.platforms.reactions import name_of
from bot.platforms.slack_calls import Calls
from bot.platforms.slack_client import (
    PATIENCE,
    TIMEOUT,
    SlackKeys,
    made_client,
    open_socket,
    proxy_for,
    who_are_we,
)
from bot.platforms.slack_errors import (
    ALREADY_SO,
    BLOCKS_REFUSED,
    CANNOT_BE_EDITED,
    UNREACHABLE_FOR,
    complaints,
    delivery_errors,
    refusal,
)
from bot.platforms.slack_events import EPHEMERAL
from bot.platforms.slack_fetching import fetch, looked_up
from bot.platforms.slack_files import NoFilesHere, share
from bot.platforms.slack_forms import NOT_OPENED, open_form
from bot.platforms.slack_history import channel_of, look_up, metadata
from bot.platforms.slack_profiles import Profiles
from bot.platforms.slack_receiving import Receiving, quiet
from bot.platforms.slack_socket import SocketMode
from bot.render.slack import Block, render, render_home
from config.settings import Settings
from config.taxonomy import Platform
from handlers.messages import Attached
from storage.places import Surface

OK = 200
DRAIN = timedelta(seconds=2)

Say: TypeAlias = Callable[[str, list[Block]], Awaitable[str]]

log = logging.getLogger(__name__)


def clock() -> datetime:
    """The time, where nobody turns the clock."""
    return datetime.now(UTC)


def slack_from(settings: Settings) -> tuple["SlackAdapter", list[BaseRoute]]:
    """The adapter that these settings ask for, and the route that Slack calls, if it does."""

    def secret(name: str) -> str:
        value = getattr(settings, name)
        return value.get_secret_value() if value else ""

    keys = SlackKeys(
        api_url=settings.slack_api_url,
        bot_token=secret("slack_bot_token"),
        app_token=secret("slack_app_token"),
        signing_secret=secret("slack_signing_secret"),
    )
    adapter = SlackAdapter(keys)
    return adapter, [] if keys.app_token else signed_routes(adapter, keys.signing_secret)


def signed_routes(adapter: "SlackAdapter", signing_secret: str) -> list[BaseRoute]:
    """The route that Slack calls where there is no socket."""
    from bot.platforms.slack_http import SignedRequests  # noqa: PLC0415  # costs memory and time
    from bot.web.slack import routes  # noqa: PLC0415  # the same

    return routes(SignedRequests(adapter.receiving, signing_secret=signing_secret).dispatch)


class SlackAdapter:
    """One app in one workspace."""

    platform = Platform.SLACK

    def __init__(self, keys: SlackKeys, *, now: Callable[[], datetime] = clock) -> None:
        self._keys = keys
        self._session: aiohttp.ClientSession | None = None
        self._socket: SocketMode | None = None
        self._client = made_client(keys)
        self._in_session: Calls | None = None
        self._calls: set[asyncio.Task[object] | None] = set()
        self._profiles = Profiles(now=now)
        self.receiving = Receiving(now=now)

    def complete_with(self, suggest: Suggest) -> None:
        """As Completing.complete_with says."""
        self.receiving.complete_with(suggest)

    def check_with(self, check: Check) -> None:
        """As Checking.check_with says."""
        self.receiving.check_with(check)

    async def start(self, receive: Receive) -> None:
        """Find out who we are, and receive; waits for as long as Slack cannot be reached.

        Raises:
            SettingError: Slack refuses the bot token or the app token.
        """
        self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        self._client = made_client(self._keys, self._session)
        self._in_session = Calls(self._client, self._session)
        try:
            self.receiving.open(receive, await who_are_we(self._client))
            if self._keys.app_token:
                await self._connect()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Receive no more, acknowledge what is being kept, let calls end; sending still works."""
        self.receiving.close()
        session, self._session = self._session, None
        self._client, self._in_session = made_client(self._keys), None
        await asyncio.gather(self._hang_up(), self._calls_ended())
        if session is not None:
            await session.close()

    async def _hang_up(self) -> None:
        socket, self._socket = self._socket, None
        if socket is not None:
            await socket.close()

    async def _calls_ended(self) -> None:
        if under_way := [call for call in self._calls if call]:
            await asyncio.wait(under_way, timeout=DRAIN.total_seconds())

    async def profile(self, workspace: str, account: str) -> Profile:  # noqa: ARG002  # one workspace
        """As Adapter.profile says; kept for an hour."""
        return await self._profiles.get(self._client, account)

    async def send(self, letter: Letter) -> str:
        """As Adapter.send says."""
        call = asyncio.current_task()
        self._calls.add(call)
        try:
            return await self._send(letter)
        finally:
            self._calls.discard(call)

    async def _send(self, letter: Letter) -> str:
        if letter.reply.opens is not None and (view := await self._opened(letter)):
            return view
        match letter.place.surface:
            case Surface.HOME:
                return await self._publish(letter)
            case Surface.ONLY_YOU:
                return await self._readably(letter, lambda *said: self._respond(letter, *said))
            case Surface.CONVERSATION if letter.reply.removes or letter.reply.reacts:
                return await self._touch_up(letter)
            case Surface.CONVERSATION if letter.file is not None:
                return await self._share(letter)
            case Surface.CONVERSATION if letter.edits:
                return await self._edit(letter)
            case _:
                return await self._readably(letter, lambda *said: self._post(letter, *said))

    async def named(self, attached: Attached) -> Attached:
        """As Fetching.named says."""
        return await looked_up(self._client, attached.ref)

    async def fetch(self, attached: Attached, *, most: int) -> bytes:
        """As Fetching.fetch says."""
        token, api_url = self._keys.bot_token, self._keys.api_url
        ask = partial(fetch, attached.ref, most=most, token=token, api_url=api_url)
        if self._session is not None:
            return await ask(session=self._session)
        async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
            return await ask(session=session)

    async def find_sent(self, letter: Letter, *, since: datetime) -> str | None:
        """As Adapter.find_sent says; what only one person sees is in no history."""
        if letter.place.surface is not Surface.CONVERSATION:
            return None
        try:
            with delivery_errors(letter.place):
                return await look_up(self._client, letter, since=since)
        except Unsure as error:
            raise RetryLater(str(error), after=UNREACHABLE_FOR) from error

    async def _post(self, letter: Letter, text: str, blocks: list[Block]) -> str:
        with delivery_errors(letter.place):
            message = {
                "channel": await self._whole(letter.place.conversation),
                "text": text,
                "metadata": metadata(letter.key),
                "mrkdwn": False,
                "link_names": False,
                "unfurl_links": False,
                "unfurl_media": False,
            }
            message |= {"blocks": blocks} if blocks else {}
            message |= {"thread_ts": letter.place.thread} if letter.place.thread else {}
            if self._in_session is not None:
                return str((await self._in_session("chat.postMessage", message))["ts"])
            return str((await self._client.api_call("chat.postMessage", json=message))["ts"])

    async def _share(self, letter: Letter) -> str:
        """Say it beside its file, or alone where no file is taken.

        A person's id is no channel there, https://github.com/slackapi/bolt-js/issues/2115.
        """
        with delivery_errors(letter.place):
            channel = await channel_of(self._client, letter.place.conversation)
        try:
            if self._session is not None:
                return await share(self._client, self._session, letter, channel)
            async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
                return await share(self._client, session, letter, channel)
        except NoFilesHere:
            return await self._readably(letter, lambda *said: self._post(letter, *said))

    async def _edit(self, letter: Letter) -> str:
        """Replace a message; what cannot be replaced any more is answered anew beside it."""
        try:
            return await self._readably(letter, lambda *said: self._update(letter, *said))
        except Undeliverable as error:
            if str(error) not in CANNOT_BE_EDITED:
                raise
        return await self._readably(letter, lambda *said: self._post(letter, *said))

    async def _update(self, letter: Letter, text: str, blocks: list[Block]) -> str:
        """`parse` is "client" here unless told otherwise, unlike in chat.postMessage.

        https://docs.slack.dev/reference/methods/chat.update
        """
        with delivery_errors(letter.place):
            await self._client.chat_update(
                channel=await channel_of(self._client, letter.place.conversation),
                ts=letter.edits,
                text=text,
                blocks=blocks,
                metadata=metadata(letter.key),
                parse="none",
                link_names=False,
            )
            return letter.edits

    async def _whole(self, conversation: str) -> str:
        """A conversation of several people has to be opened before anything is said in it.

        https://docs.slack.dev/reference/methods/conversations.open
        """
        return await channel_of(self._client, conversation) if "," in conversation else conversation

    async def _touch_up(self, letter: Letter) -> str:
        """Delete a message, or change the reactions on it; done before is as good."""
        with delivery_errors(letter.place):
            channel = await channel_of(self._client, letter.place.conversation)
        if letter.reply.removes:
            await self._once(letter, "chat.delete", channel=channel, ts=letter.edits)
        elif letter.reply.reacts:
            on = {"channel": channel, "timestamp": letter.edits}
            for name in filter(None, map(name_of, letter.reply.reacts.gone)):
                await self._once(letter, "reactions.remove", name=name, **on)
            for name in filter(None, map(name_of, letter.reply.reacts.shown)):
                await self._once(letter, "reactions.add", name=name, **on)
        return letter.edits

    async def _once(self, letter: Letter, method: str, **asked: str) -> None:
        """A call that may be repeated without harm."""
        try:
            with delivery_errors(letter.place):
                await self._client.api_call(method, params=asked)
        except Undeliverable as error:
            if str(error) not in ALREADY_SO:
                raise

    async def _respond(self, letter: Letter, text: str, blocks: list[Block]) -> str:
        """Answer where only the person sees it, by the address that came with what they did.

        https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
        """
        if not letter.place.reply_url:
            raise Undeliverable("no reply address")
        answer: dict[str, object] = {
            "text": text,
            "response_type": "ephemeral",
            "replace_original": bool(letter.edits),
            "mrkdwn": False,
        }
        answer |= {"blocks": blocks} if blocks else {}
        answer |= {"thread_ts": letter.place.thread} if letter.place.thread else {}
        hook = AsyncWebhookClient(
            letter.place.reply_url,
            timeout=int(PATIENCE.total_seconds()),
            session=self._session,
            logger=quiet,
            retry_handlers=[],
        )
        hook.proxy = proxy_for(letter.place.reply_url)
        with delivery_errors(letter.place):
            response = await hook.send_dict(answer)
        problem = _problem(response.body)
        if response.status_code == OK and not problem:
            return EPHEMERAL
        wait = response.headers.get("Retry-After")
        raise refusal(problem, response.status_code, letter.place, retry_after=wait)

    async def _publish(self, letter: Letter) -> str:
        view = render_home(letter.reply, letter.voice)
        with delivery_errors(letter.place):
            published = await self._client.views_publish(
                user_id=letter.place.conversation, view=view
            )
            return str((published.get("view") or {}).get("id") or "")

    async def _opened(self, letter: Letter) -> str:
        """The form's view; empty where it is too late for it, and the letter has to be said."""
        try:
            return await open_form(self._client, letter)
        except Undeliverable as error:
            if str(error) not in NOT_OPENED:
                log.error("Slack refuses a form: %s", complaints(error.__cause__) or error)  # noqa: TRY400  # the cause is in there
            return ""

    async def _readably(self, letter: Letter, say: Say) -> str:
        """Say it in blocks, or once more as plain text where Slack does not take those."""
        message = render(letter.reply, letter.voice)
        try:
            return await say(message.text, message.blocks)
        except Undeliverable as error:
            if str(error) not in BLOCKS_REFUSED:
                raise
            refused = error
        log.error("Slack refuses blocks, sent plain: %s", complaints(refused.__cause__) or refused)
        return await say(message.text, [])

    async def _connect(self) -> None:
        address = await open_socket(self._client, self._keys)
        self._socket = SocketMode(
            self.receiving, app_token=self._keys.app_token, client=self._client
        )
        await self._socket.connect(address)


def _problem(body: str) -> str:
    """The error code in a reply address's answer, which is "ok" or JSON; empty when all is well."""
    try:
        said = json.loads(body)
    except ValueError:
        return "" if body.strip() in {"", "ok"} else body.strip()[:100]
    return str(said.get("error") or "") if isinstance(said, dict) else ""
