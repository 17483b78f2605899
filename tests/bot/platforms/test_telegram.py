"""The Telegram adapter over the wire against a strict Telegram: one file, for its fixtures."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.platforms.adapter import (
    Incoming,
    Letter,
    Moved,
    Receive,
    RetryLater,
    Undeliverable,
    Unsure,
)
from bot.platforms.telegram import TelegramAdapter
from bot.sandbox.faults import Kind
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram_people import TelegramPerson
from config.phrases import LOCALES, Phrases, Voice, Words
from config.settings import SettingError
from config.taxonomy import Platform
from handlers.messages import Choice, Reply, Said
from storage.errors import Unavailable
from storage.places import Place

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SOON = timedelta(milliseconds=20)


class Inbox:
    """Keeps what it receives, except while it is unavailable."""

    def __init__(self) -> None:
        self.messages: list[Incoming] = []
        self.refusals = 0
        self.unavailable = 0
        self.gate: asyncio.Event | None = None

    async def receive(self, messages: Sequence[Incoming]) -> None:
        if self.gate is not None:
            await self.gate.wait()
        if self.unavailable:
            self.unavailable -= 1
            self.refusals += 1
            raise Unavailable("the disk is full")
        self.messages += messages

    @property
    def texts(self) -> list[str]:
        return [each.message.text for each in self.messages]

    @property
    def keys(self) -> list[str]:
        return [each.key for each in self.messages]


@pytest.fixture
def phrases(tmp_path: Path) -> Phrases:
    """The menu's real words, and one phrase that says whatever a test likes."""
    for language in ("en", "fr"):
        folder = tmp_path / "locales" / language
        folder.mkdir(parents=True)
        shutil.copy(LOCALES / language / "telegram.ftl", folder)
        (folder / "test.ftl").write_text("say = { $text }\n", encoding="utf-8")
    return Phrases(tmp_path / "locales")


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSandbox]:
    async with TelegramSandbox(backoff=0.02, paced=False) as sandbox:
        yield sandbox


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def build(telegram: TelegramSandbox, phrases: Phrases) -> Callable[..., TelegramAdapter]:
    def adapter(*, token: str = "") -> TelegramAdapter:
        return TelegramAdapter(
            token or telegram.token,
            api_url=telegram.api_url,
            phrases=phrases,
            poll_for=timedelta(seconds=1),
            pause=SOON,
        )

    return adapter


@asynccontextmanager
async def running(adapter: TelegramAdapter, receive: Receive) -> AsyncIterator[TelegramAdapter]:
    await adapter.start(receive)
    yield adapter
    await adapter.stop()


@pytest.fixture
async def polling(
    build: Callable[..., TelegramAdapter], inbox: Inbox
) -> AsyncIterator[TelegramAdapter]:
    async with running(build(), inbox.receive) as adapter:
        yield adapter


@pytest.fixture
def amal(telegram: TelegramSandbox) -> TelegramPerson:
    return telegram.person(7, name="Amal", language="ar")


def letter(
    phrases: Phrases, text: str, *, to: int = 7, edits: str = "", choices: Sequence[str] = ()
) -> Letter:
    buttons = tuple(Choice(Words("say", {"text": each}), action=f"do {each}") for each in choices)
    return Letter(
        key="k",
        place=Place(Platform.TELEGRAM, str(to)),
        reply=Reply("say", {"text": text}, choices=(buttons,) if buttons else ()),
        voice=Voice(phrases),
        edits=edits,
    )


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - a test looks from outside
            await asyncio.sleep(0.005)


# --- in: polling ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("polling")
async def test_what_people_say_is_received_and_confirmed(
    telegram: TelegramSandbox, inbox: Inbox, amal: TelegramPerson
) -> None:
    await amal.starts("link-1")
    await amal.writes("visas?")
    await telegram.settled()

    assert [each.message.said for each in inbox.messages] == [Said.OPENED, Said.TEXT]
    assert inbox.texts == ["link-1", "visas?"]
    assert inbox.messages[0].message.language == "ar"


@pytest.mark.usefixtures("polling")
async def test_nothing_is_confirmed_before_it_is_kept(
    telegram: TelegramSandbox, inbox: Inbox, amal: TelegramPerson
) -> None:
    inbox.unavailable = 3
    await amal.writes("visas?")
    await telegram.settled()

    assert inbox.refusals == 3
    assert inbox.texts == ["visas?"]


async def test_stopping_waits_until_what_came_is_kept_and_confirms_it(
    telegram: TelegramSandbox,
    build: Callable[..., TelegramAdapter],
    inbox: Inbox,
    amal: TelegramPerson,
) -> None:
    inbox.gate = asyncio.Event()
    adapter = build()
    await adapter.start(inbox.receive)
    await amal.writes("visas?")
    await asyncio.sleep(0.05)
    stopping = asyncio.create_task(adapter.stop())
    await asyncio.sleep(0.05)
    assert not stopping.done()
    inbox.gate.set()
    await stopping

    assert inbox.texts == ["visas?"]
    assert telegram.updates.count == 0


@pytest.mark.usefixtures("polling")
async def test_who_waits_long_for_an_answer_sees_that_it_is_being_written(
    telegram: TelegramSandbox, inbox: Inbox, amal: TelegramPerson
) -> None:
    await amal.writes("visas?")
    await telegram.settled()
    at_once = list(amal.chat.actions)
    inbox.gate = asyncio.Event()
    await amal.writes("and passports?")
    await until(lambda: bool(amal.chat.actions))
    inbox.gate.set()
    await telegram.settled()

    assert at_once == []
    assert [action for _, action in amal.chat.actions] == ["typing"]


async def test_stopping_does_not_wait_for_a_poll(
    build: Callable[..., TelegramAdapter], inbox: Inbox
) -> None:
    adapter = build()
    await adapter.start(inbox.receive)
    await asyncio.sleep(0.05)
    async with asyncio.timeout(1):
        await adapter.stop()


@pytest.mark.usefixtures("polling")
async def test_an_update_that_is_delivered_again_has_the_same_key(
    telegram: TelegramSandbox, inbox: Inbox, amal: TelegramPerson
) -> None:
    message = await amal.writes("visas?")
    await telegram.settled()
    telegram.redeliver(message, times=2)
    await until(lambda: len(inbox.messages) == 3)

    assert len(set(inbox.keys)) == 1


@pytest.mark.usefixtures("polling")
async def test_updates_that_begin_anew_from_a_lower_number_are_received(
    telegram: TelegramSandbox, inbox: Inbox, amal: TelegramPerson
) -> None:
    await amal.writes("before the quiet week")
    await telegram.settled()
    await asyncio.sleep(1.1)
    telegram.updates._last_id = 5_000
    await amal.writes("after it")
    await until(lambda: len(inbox.messages) == 2)

    assert inbox.texts == ["before the quiet week", "after it"]


@pytest.mark.usefixtures("polling")
async def test_an_update_that_cannot_be_read_holds_up_nobody(
    telegram: TelegramSandbox,
    inbox: Inbox,
    amal: TelegramPerson,
    caplog: pytest.LogCaptureFixture,
) -> None:
    telegram.updates.add("message", {"message_id": "?", "text": "private words"}, chat=1)
    await amal.writes("visas?")
    await telegram.settled()

    assert inbox.texts == ["visas?"]
    assert "update left unread" in caplog.text
    assert "private words" not in caplog.text


@pytest.mark.usefixtures("polling")
async def test_a_dropped_poll_and_a_server_error_lose_nothing(
    telegram: TelegramSandbox, inbox: Inbox, amal: TelegramPerson
) -> None:
    telegram.faults.add(Kind.DROP_AFTER, "getUpdates", times=2)
    telegram.faults.add(Kind.STATUS, "getUpdates", times=2)
    for number in range(5):
        await amal.writes(f"visa {number}?")
    await telegram.settled()

    assert sorted(set(inbox.texts)) == [f"visa {number}?" for number in range(5)]


@pytest.mark.usefixtures("polling")
async def test_polling_goes_on_when_telegram_comes_back(
    telegram: TelegramSandbox, inbox: Inbox, amal: TelegramPerson
) -> None:
    await telegram.goes_down()
    await asyncio.sleep(0.1)
    await telegram.comes_back()
    await amal.writes("visas?")
    await telegram.settled()

    assert inbox.texts == ["visas?"]


@pytest.mark.usefixtures("polling")
async def test_another_process_that_polls_is_named_in_the_log(
    telegram: TelegramSandbox,
    inbox: Inbox,
    amal: TelegramPerson,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with httpx.AsyncClient() as somebody_else:
        await somebody_else.get(f"{telegram.base_url}{telegram.token}/getUpdates?timeout=0")
    await until(lambda: "another process polls" in caplog.text)
    await amal.writes("visas?")
    await telegram.settled()

    assert inbox.texts == ["visas?"]
    assert "HUB_TELEGRAM_MODE" in caplog.text


async def test_a_tap_stops_spinning_once_it_is_kept(
    telegram: TelegramSandbox,
    polling: TelegramAdapter,
    inbox: Inbox,
    amal: TelegramPerson,
    phrases: Phrases,
) -> None:
    await amal.starts()
    await polling.send(letter(phrases, "results", choices=["more"]))
    shown = await telegram.wait_for_message(amal)
    tap = await (await amal.taps(shown, "more")).wait()

    assert inbox.messages[-1].message.said is Said.TAP
    assert inbox.messages[-1].message.about == str(shown.id)
    assert inbox.texts[-1] == "do more"
    assert tap.text == ""


@pytest.mark.usefixtures("polling")
async def test_a_group_that_became_a_supergroup_is_received_as_moved(
    telegram: TelegramSandbox, inbox: Inbox, amal: TelegramPerson
) -> None:
    group = telegram.group(-5, amal)
    new = await telegram.becomes_supergroup(group, amal)
    await telegram.settled()

    assert [(each.message.said, each.message.text) for each in inbox.messages] == [
        (Said.MOVED, str(new.id))
    ]


@pytest.mark.usefixtures("polling")
async def test_blocking_and_coming_back_are_received(
    telegram: TelegramSandbox, inbox: Inbox, amal: TelegramPerson
) -> None:
    await amal.starts()
    await amal.blocks()
    await amal.starts()
    await telegram.settled()

    assert [(each.message.said, each.message.verb) for each in inbox.messages] == [
        (Said.OPENED, "start"),
        (Said.LEFT, ""),
        (Said.RETURNED, ""),
        (Said.OPENED, "start"),
    ]


# --- starting -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("polling")
async def test_the_menu_is_put_up_in_every_complete_language(
    telegram: TelegramSandbox,
) -> None:
    await until(lambda: telegram.record.calls["setMyShortDescription"] == 2)
    menus = {language: commands for (_, language), commands in telegram.state.commands.items()}

    assert set(menus) == {"", "fr"}
    assert [each["command"] for each in menus["fr"]] == [
        "find",
        "who",
        "request",
        "requests",
        "groups",
        "workplan",
        "deadlines",
        "remind",
        "expertise",
        "me",
        "help",
    ]
    assert menus["fr"][0]["description"].startswith("Trouver")
    assert telegram.state.profile["description", "fr"].startswith("Je relie")


async def test_a_refused_token_stops_the_start_without_being_repeated(
    build: Callable[..., TelegramAdapter], inbox: Inbox
) -> None:
    adapter = build(token="424242:not-the-token-at-all")
    with pytest.raises(SettingError) as caught:
        await adapter.start(inbox.receive)
    await adapter.stop()

    assert caught.value.name == "HUB_TELEGRAM_TOKEN"
    assert "not-the-token" not in str(caught.value)
    assert caught.value.__suppress_context__


async def test_a_token_that_no_address_can_hold_stops_the_start(
    build: Callable[..., TelegramAdapter], inbox: Inbox
) -> None:
    adapter = build(token="424242:two\nlines")
    with pytest.raises(SettingError, match="HUB_TELEGRAM_TOKEN"):
        await adapter.start(inbox.receive)


async def test_starting_waits_for_telegram(
    telegram: TelegramSandbox,
    build: Callable[..., TelegramAdapter],
    inbox: Inbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.platforms.telegram.RECONNECT_PAUSE", SOON)
    await telegram.goes_down()
    adapter = build()
    starting = asyncio.create_task(adapter.start(inbox.receive))
    await asyncio.sleep(0.1)
    assert not starting.done()
    await telegram.comes_back()
    async with asyncio.timeout(3):
        await starting
    await adapter.stop()


async def test_no_log_line_of_ours_holds_the_token(
    telegram: TelegramSandbox,
    build: Callable[..., TelegramAdapter],
    inbox: Inbox,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    async with running(build(), inbox.receive):
        telegram.faults.add(Kind.STATUS, times=3)
        telegram.faults.add(Kind.DROP, times=3)
        await telegram.goes_down()
        await asyncio.sleep(0.1)
        await telegram.comes_back()

    ours = [record for record in caplog.records if record.name.startswith("bot.")]

    assert ours
    assert not any(telegram.token in str(vars(record)) for record in ours)


# --- out ------------------------------------------------------------------------------------------


async def test_a_letter_is_sent_as_html_with_buttons_and_without_previews(
    telegram: TelegramSandbox, polling: TelegramAdapter, amal: TelegramPerson, phrases: Phrases
) -> None:
    await amal.starts()
    sent = await polling.send(letter(phrases, "1 < 2 & <b>", choices=["more", "less"]))
    shown = await telegram.wait_for_message(amal)
    request = telegram.record.exchanges("sendMessage")[-1].request

    assert sent == str(shown.id)
    assert shown.text == "1 < 2 & <b>"
    assert [button["callback_data"] for button in shown.buttons()] == ["do more", "do less"]
    assert request["link_preview_options"] == {"is_disabled": True}


async def test_a_letter_goes_to_its_topic_and_the_strong_choice_stands_out(
    telegram: TelegramSandbox, polling: TelegramAdapter, amal: TelegramPerson, phrases: Phrases
) -> None:
    forum = telegram.group(-1005, amal, supergroup=True)
    strong = (Choice(Words("say", {"text": "Yes"}), action="yes", strong=True),)
    place = Place(Platform.TELEGRAM, str(forum.id), thread="88")
    reply = Reply("say", {"text": "hello"}, choices=(strong,))
    await polling.send(replace(letter(phrases, ""), place=place, reply=reply))
    request = telegram.record.exchanges("sendMessage")[-1].request
    (row,) = request["reply_markup"]["inline_keyboard"]

    assert request["message_thread_id"] == "88"
    assert row == [{"text": "Yes", "callback_data": "yes", "style": "primary"}]


async def test_a_letter_edits_the_message_that_was_tapped(
    telegram: TelegramSandbox, polling: TelegramAdapter, amal: TelegramPerson, phrases: Phrases
) -> None:
    await amal.starts()
    first = await polling.send(letter(phrases, "page 1", choices=["more"]))
    second = await polling.send(letter(phrases, "page 2", edits=first))
    (_, shown) = telegram.messages(amal)

    assert second == first
    assert shown.text == "page 2"
    assert list(shown.buttons()) == []


async def test_an_edit_that_changes_nothing_is_done(
    polling: TelegramAdapter, amal: TelegramPerson, phrases: Phrases
) -> None:
    await amal.starts()
    first = await polling.send(letter(phrases, "page 1"))

    assert await polling.send(letter(phrases, "page 1", edits=first)) == first


async def test_a_message_that_is_gone_is_said_anew(
    telegram: TelegramSandbox, polling: TelegramAdapter, amal: TelegramPerson, phrases: Phrases
) -> None:
    await amal.starts()
    first = await polling.send(letter(phrases, "page 1"))
    telegram.state.delete(amal.chat.messages[int(first)])
    second = await polling.send(letter(phrases, "page 2", edits=first))

    assert second != first
    assert telegram.messages(amal)[-1].text == "page 2"


async def test_somebody_who_blocked_the_hub_is_undeliverable(
    polling: TelegramAdapter, amal: TelegramPerson, phrases: Phrases
) -> None:
    await amal.starts()
    await amal.blocks()
    with pytest.raises(Undeliverable) as caught:
        await polling.send(letter(phrases, "hello"))

    assert caught.value.blocked


@pytest.mark.parametrize("chat", [7, 8, -77])
@pytest.mark.usefixtures("amal")
async def test_nobody_who_never_came_can_be_written_to(
    polling: TelegramAdapter, phrases: Phrases, chat: int
) -> None:
    with pytest.raises(Undeliverable) as caught:
        await polling.send(letter(phrases, "hello", to=chat))

    assert caught.value.blocked


async def test_a_moved_group_is_told_with_its_new_id(
    telegram: TelegramSandbox, polling: TelegramAdapter, amal: TelegramPerson, phrases: Phrases
) -> None:
    group = telegram.group(-5, amal)
    new = await telegram.becomes_supergroup(group, amal)
    with pytest.raises(Moved) as caught:
        await polling.send(letter(phrases, "hello", to=-5))

    assert caught.value.conversation == str(new.id)


async def test_too_many_requests_halt_the_whole_platform(
    telegram: TelegramSandbox, polling: TelegramAdapter, amal: TelegramPerson, phrases: Phrases
) -> None:
    await amal.starts()
    telegram.faults.add(Kind.RATE_LIMITED, "sendMessage", seconds=7)
    with pytest.raises(RetryLater) as caught:
        await polling.send(letter(phrases, "hello"))

    assert caught.value.after == timedelta(seconds=7)
    assert caught.value.whole_platform


@pytest.mark.parametrize("kind", [Kind.DROP, Kind.DROP_AFTER, Kind.STATUS, Kind.STATUS_AFTER])
async def test_an_answer_that_did_not_come_leaves_a_letter_unsure(
    telegram: TelegramSandbox,
    polling: TelegramAdapter,
    amal: TelegramPerson,
    phrases: Phrases,
    kind: Kind,
) -> None:
    await amal.starts()
    telegram.faults.add(kind, "sendMessage", times=1)
    with pytest.raises(Unsure):
        await polling.send(letter(phrases, "hello"))

    assert telegram.record.calls["sendMessage"] == 1


async def test_an_edit_is_never_unsure_since_it_may_be_repeated(
    telegram: TelegramSandbox, polling: TelegramAdapter, amal: TelegramPerson, phrases: Phrases
) -> None:
    await amal.starts()
    first = await polling.send(letter(phrases, "page 1"))
    telegram.faults.add(Kind.DROP_AFTER, "editMessageText", times=1)
    with pytest.raises(RetryLater):
        await polling.send(letter(phrases, "page 2", edits=first))
    again = await polling.send(letter(phrases, "page 2", edits=first))

    assert again == first


async def test_a_telegram_that_cannot_be_reached_is_tried_again(
    telegram: TelegramSandbox, polling: TelegramAdapter, amal: TelegramPerson, phrases: Phrases
) -> None:
    await amal.starts()
    await telegram.goes_down()
    with pytest.raises(RetryLater) as caught:
        await polling.send(letter(phrases, "hello"))
    await telegram.comes_back()

    assert not caught.value.whole_platform


async def test_a_letter_that_meets_a_stopped_adapter_was_surely_not_sent(
    build: Callable[..., TelegramAdapter], inbox: Inbox, phrases: Phrases
) -> None:
    adapter = build()
    with pytest.raises(RetryLater):
        await adapter.send(letter(phrases, "too early"))
    async with running(adapter, inbox.receive):
        pass
    with pytest.raises(RetryLater):
        await adapter.send(letter(phrases, "too late"))


async def test_a_telegram_that_cannot_read_a_message_gets_it_plain(
    telegram: TelegramSandbox,
    polling: TelegramAdapter,
    amal: TelegramPerson,
    phrases: Phrases,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.render.telegram.escape", lambda text, **_: text)
    await amal.starts()
    await polling.send(letter(phrases, "1 < 2", choices=["more"]))
    shown = await telegram.wait_for_message(amal)

    assert shown.text == "1 < 2"
    assert [button["text"] for button in shown.buttons()] == ["more"]


@pytest.mark.usefixtures("amal")
async def test_whether_a_letter_was_said_cannot_be_told(
    polling: TelegramAdapter, phrases: Phrases
) -> None:
    message = letter(phrases, "hello")

    assert await polling.find_sent(message, since=NOW) is None
