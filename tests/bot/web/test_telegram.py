"""The webhook over the wire: a strict Telegram brings updates, strangers try to."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.routing import Route

from bot.platforms.adapter import Incoming
from bot.platforms.telegram import TelegramAdapter, Webhook, telegram_from
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram_people import TelegramPerson
from bot.web.app import WebServer
from bot.web.telegram import LARGEST_BODY, PATH, SECRET_HEADER, telegram_routes, webhook_url
from config.phrases import Phrases
from config.settings import Settings
from storage.errors import Unavailable

SECRET = "a-secret-of-the-webhook"


class Inbox:
    """Keeps what it receives, except while it is unavailable."""

    def __init__(self) -> None:
        self.messages: list[Incoming] = []
        self.refusals = 0
        self.unavailable = 0

    async def receive(self, messages: Sequence[Incoming]) -> None:
        if self.refusals < self.unavailable:
            self.refusals += 1
            raise Unavailable("the disk is full")
        self.messages += messages

    @property
    def texts(self) -> list[str]:
        return [each.message.text for each in self.messages]


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSandbox]:
    async with TelegramSandbox(backoff=0.02, paced=False) as sandbox:
        yield sandbox


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def amal(telegram: TelegramSandbox) -> TelegramPerson:
    return telegram.person(7, name="Amal", language="ar")


def build(telegram: TelegramSandbox, webhook: Webhook | None) -> TelegramAdapter:
    return TelegramAdapter(
        telegram.token,
        api_url=telegram.api_url,
        phrases=Phrases(),
        webhook=webhook,
        poll_for=timedelta(seconds=1),
    )


@asynccontextmanager
async def running(adapter: TelegramAdapter, inbox: Inbox) -> AsyncIterator[TelegramAdapter]:
    await adapter.start(inbox.receive)
    yield adapter
    await adapter.stop()


@pytest.fixture
async def webhook(
    telegram: TelegramSandbox, inbox: Inbox
) -> AsyncIterator[tuple[TelegramAdapter, str]]:
    """An adapter that is brought its updates, and the address where."""
    app = Starlette()
    server = WebServer(app, host="127.0.0.1", port=0)
    await server.start()
    url = webhook_url(f"http://127.0.0.1:{server.port}/")
    adapter = build(telegram, Webhook(url, SECRET))
    app.router.routes += telegram_routes(adapter.take, secret=SECRET)
    async with running(adapter, inbox):
        yield adapter, url
    await server.stop()


@pytest.mark.usefixtures("webhook")
async def test_a_webhook_brings_what_people_say(
    telegram: TelegramSandbox,
    inbox: Inbox,
    amal: TelegramPerson,
) -> None:
    await amal.starts()
    await amal.writes("visas?")
    await telegram.settled()

    assert inbox.texts == ["", "visas?"]


@pytest.mark.usefixtures("webhook")
async def test_a_webhook_brings_again_what_was_not_kept(
    telegram: TelegramSandbox,
    inbox: Inbox,
    amal: TelegramPerson,
) -> None:
    inbox.unavailable = 2
    await amal.writes("visas?")
    await telegram.settled()

    assert inbox.refusals == 2
    assert inbox.texts == ["visas?"]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "schlüssel"])
async def test_a_wrong_secret_is_refused(
    webhook: tuple[TelegramAdapter, str], inbox: Inbox, secret: str | None
) -> None:
    name = SECRET_HEADER.encode()
    headers = {} if secret is None else {name: secret.encode()}
    async with httpx.AsyncClient() as stranger:
        answer = await stranger.post(webhook[1], json={"update_id": 1}, headers=headers)

    assert answer.status_code == 403
    assert inbox.messages == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"{}", 400),
        (b'{"update_id": "1"}', 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"update_id": 1}', 200),
        (b" " * (LARGEST_BODY + 1), 413),
    ],
)
async def test_what_is_no_update_is_refused(
    webhook: tuple[TelegramAdapter, str], inbox: Inbox, body: bytes, status: int
) -> None:
    async with httpx.AsyncClient() as caller:
        answer = await caller.post(webhook[1], content=body, headers={SECRET_HEADER: SECRET})

    assert answer.status_code == status
    assert inbox.messages == []


async def test_a_body_without_announced_length_is_cut_off(
    webhook: tuple[TelegramAdapter, str],
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(LARGEST_BODY // 50_000 + 2):
            yield b" " * 50_000

    async with httpx.AsyncClient() as caller:
        answer = await caller.post(webhook[1], content=endless(), headers={SECRET_HEADER: SECRET})

    assert answer.status_code == 413


async def test_only_a_post_is_taken(webhook: tuple[TelegramAdapter, str]) -> None:
    async with httpx.AsyncClient() as caller:
        answer = await caller.get(webhook[1], headers={SECRET_HEADER: SECRET})

    assert answer.status_code == 405


@pytest.mark.usefixtures("inbox")
async def test_a_stopped_adapter_has_updates_brought_again_later(
    webhook: tuple[TelegramAdapter, str],
) -> None:
    adapter, url = webhook
    await adapter.stop()
    async with httpx.AsyncClient() as caller:
        answer = await caller.post(url, json={"update_id": 1}, headers={SECRET_HEADER: SECRET})

    assert answer.status_code == 503


@pytest.mark.usefixtures("webhook")
async def test_the_webhook_asks_for_what_the_hub_reads(
    telegram: TelegramSandbox,
) -> None:
    (asked,) = telegram.record.exchanges("setWebhook")

    assert asked.request["url"].endswith(PATH)
    assert asked.request["secret_token"] == SECRET
    assert asked.request["allowed_updates"] == [
        "message",
        "edited_message",
        "message_reaction",
        "callback_query",
        "my_chat_member",
        "inline_query",
    ]


async def test_going_back_to_polling_keeps_what_was_pending(
    telegram: TelegramSandbox, inbox: Inbox, amal: TelegramPerson
) -> None:
    nowhere = Webhook("http://127.0.0.1:9/telegram/updates", SECRET)
    async with running(build(telegram, nowhere), inbox):
        await amal.writes("visas?")
    async with running(build(telegram, None), inbox):
        await telegram.settled()

    assert inbox.texts == ["visas?"]


async def test_the_settings_decide_how_updates_come(
    telegram: TelegramSandbox, inbox: Inbox, amal: TelegramPerson
) -> None:
    token, secret = SecretStr(telegram.token), SecretStr(SECRET)
    polled = Settings(telegram_token=token, telegram_api_url=telegram.api_url)
    brought = polled.model_copy(
        update={
            "telegram_mode": "webhook",
            "telegram_webhook_secret": secret,
            "public_url": "https://hub.example/",
        }
    )
    adapter, none = telegram_from(polled, Phrases())
    _, routes = telegram_from(brought, Phrases())
    async with running(adapter, inbox):
        await amal.starts()
        await telegram.settled()

    assert none == []
    assert [route.path for route in routes if isinstance(route, Route)] == [PATH]
    assert len(inbox.messages) == 1
