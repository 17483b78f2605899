"""Files over the wire: what arrives, what is refused, and what is said once though it is unsure."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from bot.platforms.adapter import Incoming, Letter, RetryLater, Undeliverable, Unsure
from bot.platforms.console import ConsoleAdapter
from bot.platforms.console_screen import Screen
from bot.platforms.slack import SlackAdapter
from bot.platforms.slack_client import SlackKeys
from bot.platforms.telegram import TelegramAdapter
from bot.sandbox.faults import Kind
from bot.sandbox.slack import SlackSandbox
from bot.sandbox.slack_state import App
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram_people import TelegramPerson
from config.phrases import Phrases, Voice, Words
from config.taxonomy import Platform
from handlers.messages import Enclosure, File, FileKind, Reply
from storage.places import Place

SINCE = datetime.now(UTC) - timedelta(minutes=1)
ANY = Enclosure("any", "")
PDF = File("review.pdf", "The <review> & more", b"%PDF-1.7 and the rest")


def png(width: int, height: int) -> bytes:
    """As much of a PNG as tells its size."""
    sides = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + sides + b"the rest"


def picture(width: int = 1_080, height: int = 1_400) -> File:
    content = png(width, height)
    size = (width, height)
    return File("plan.png", "Workplan", content, FileKind.IMAGE, "Three of seven done", size)


@pytest.fixture
def voice(tmp_path: Path) -> Voice:
    folder = tmp_path / "locales" / "en"
    folder.mkdir(parents=True)
    words = "say = { $text }\nconsole-file = Saved to { $where }\ntelegram-description = x\n"
    (folder / "test.ftl").write_text(words, encoding="utf-8")
    return Voice(Phrases(tmp_path / "locales"))


def letter(
    voice: Voice,
    file: File,
    *,
    to: str,
    platform: Platform,
    text: str = "Here *it* is",
    key: str = "k",
) -> Letter:
    lines = (Words("say", {"text": "A line <!channel>"}),)
    reply = Reply("say", {"text": text}, lines=lines, file=ANY)
    return Letter(key, Place(platform, to), reply, voice, file=file)


def on_slack(voice: Voice, file: File, *, to: str = "C1", key: str = "k") -> Letter:
    return letter(voice, file, to=to, platform=Platform.SLACK, key=key)


async def nothing(_: Sequence[Incoming]) -> None:
    return


@pytest.fixture
async def slack() -> AsyncIterator[SlackSandbox]:
    async with SlackSandbox(paced=False) as sandbox:
        sandbox.channel("C1", sandbox.person("U1"))
        yield sandbox


@pytest.fixture
async def hub(slack: SlackSandbox) -> AsyncIterator[SlackAdapter]:
    keys = SlackKeys(slack.api_url, slack.bot_token, app_token=slack.app_token)
    adapter = SlackAdapter(keys)
    await adapter.start(nothing)
    yield adapter
    await adapter.stop()


@pytest.mark.parametrize("to", ["C1", "U1"])
async def test_slack_shows_a_file_with_its_words_in_a_channel_and_to_a_person(
    slack: SlackSandbox, hub: SlackAdapter, voice: Voice, to: str
) -> None:
    ref = await hub.send(on_slack(voice, PDF, to=to))
    (message,) = slack.messages(slack.person("U1") if to == "U1" else "C1")
    (file,) = message.files

    assert (file.id, file.title, file.content) == (ref, PDF.title, PDF.content)
    assert file.name.startswith("review-")
    assert file.name.endswith(".pdf")
    assert message.shown == "Here *it* is\nA line <!channel>"


async def test_slack_is_told_what_a_picture_shows_and_its_thread(
    slack: SlackSandbox, hub: SlackAdapter, voice: Voice
) -> None:
    asked = await slack.person("U1").says("C1", "hello")
    sent = on_slack(voice, picture())
    there = Place(Platform.SLACK, "C1", thread=asked.ts)
    await hub.send(Letter(sent.key, there, sent.reply, voice, file=sent.file))
    message = slack.messages("C1")[-1]

    assert message.thread_ts == asked.ts
    assert (message.files[0].about, message.files[0].mimetype) == (
        "Three of seven done",
        "image/png",
    )


@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.STATUS_AFTER])
async def test_a_file_that_may_have_been_shared_on_slack_is_found_again(
    slack: SlackSandbox, hub: SlackAdapter, voice: Voice, kind: Kind
) -> None:
    slack.faults.add(kind, "files.completeUploadExternal", times=1)
    with pytest.raises(Unsure):
        await hub.send(on_slack(voice, PDF, key="first"))
    await hub.send(on_slack(voice, PDF, key="second"))
    first, second = slack.messages("C1")

    found = [
        await hub.find_sent(on_slack(voice, PDF, key=key), since=SINCE)
        for key in ("first", "second", "third")
    ]
    assert found == [first.ts, second.ts, ""]


@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.STATUS, Kind.DROP])
@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "upload"])
async def test_nothing_is_unsure_before_a_file_is_shared_on_slack(
    slack: SlackSandbox, hub: SlackAdapter, voice: Voice, kind: Kind, method: str
) -> None:
    slack.faults.add(kind, method, times=1)
    with pytest.raises(RetryLater):
        await hub.send(on_slack(voice, PDF))

    assert slack.messages("C1") == []


@pytest.mark.parametrize("error", ["file_uploads_disabled", "missing_scope"])
async def test_where_slack_takes_no_file_the_words_are_said_alone(
    slack: SlackSandbox, hub: SlackAdapter, voice: Voice, error: str
) -> None:
    refusal = {"ok": False, "error": error}
    slack.faults.add(Kind.STATUS, "files.getUploadURLExternal", status=200, body=refusal)
    await hub.send(on_slack(voice, PDF))
    (message,) = slack.messages("C1")

    assert (message.files, message.text.splitlines()[0]) == ((), "Here *it* is")


async def test_the_sandbox_wants_the_scope_for_files(voice: Voice) -> None:
    scopes = tuple(each for each in App().scopes if not each.startswith("files"))
    async with SlackSandbox(app=App(scopes=scopes), paced=False) as slack:
        slack.channel("C1")
        adapter = SlackAdapter(SlackKeys(slack.api_url, slack.bot_token))
        await adapter.send(on_slack(voice, PDF))
        (message,) = slack.messages("C1")

    assert message.files == ()


async def test_a_channel_that_the_hub_is_not_in_gets_no_file(
    slack: SlackSandbox, hub: SlackAdapter, voice: Voice
) -> None:
    slack.channel("C2", slack.person("U1"), with_bot=False)
    with pytest.raises(Undeliverable, match="not_in_channel"):
        await hub.send(on_slack(voice, PDF, to="C2"))


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSandbox]:
    async with TelegramSandbox(paced=False) as sandbox:
        yield sandbox


@pytest.fixture
async def amal(telegram: TelegramSandbox) -> TelegramPerson:
    person = telegram.person(7, name="Amal")
    await person.starts()
    return person


@pytest.fixture
async def polling(telegram: TelegramSandbox, voice: Voice) -> AsyncIterator[TelegramAdapter]:
    adapter = TelegramAdapter(
        telegram.token,
        api_url=telegram.api_url,
        phrases=voice.phrases,
        poll_for=timedelta(seconds=1),
    )
    await adapter.start(nothing)
    yield adapter
    await adapter.stop()


@pytest.mark.parametrize(
    ("file", "size"),
    [
        (PDF, (0, 0)),
        (picture(), (1_080, 1_400)),
        (picture(height=7_000), (0, 0)),
        (picture(30, 1_500), (0, 0)),
    ],
    ids=["document", "photo", "tall", "thin"],
)
async def test_telegram_shows_a_photo_unless_it_could_not_be_read(
    amal: TelegramPerson, polling: TelegramAdapter, voice: Voice, file: File, size: tuple[int, int]
) -> None:
    await polling.send(letter(voice, file, to="7", platform=Platform.TELEGRAM))
    message = list(amal.chat.messages.values())[-1]

    assert (message.file, message.content) == (file.name, file.content)
    assert message.text == "Here *it* is\n\nA line <!channel>"
    assert message.size == size


async def test_words_beside_a_file_are_cut_where_telegram_takes_no_more(
    amal: TelegramPerson, polling: TelegramAdapter, voice: Voice
) -> None:
    long = letter(voice, PDF, to="7", platform=Platform.TELEGRAM, text="a < b 😀 " * 300)
    await polling.send(long)
    message = list(amal.chat.messages.values())[-1]

    assert message.text.endswith("…")
    assert 900 < len(message.text.encode("utf-16-le")) // 2 <= 1_024


async def test_a_file_that_telegram_may_have_taken_is_unsure(
    telegram: TelegramSandbox, amal: TelegramPerson, polling: TelegramAdapter, voice: Voice
) -> None:
    telegram.faults.add(Kind.DROP_AFTER, "sendDocument", times=1)
    with pytest.raises(Unsure):
        await polling.send(letter(voice, PDF, to="7", platform=Platform.TELEGRAM))
    await amal.blocks()
    with pytest.raises(Undeliverable) as caught:
        await polling.send(letter(voice, PDF, to="7", platform=Platform.TELEGRAM))

    assert caught.value.blocked


async def test_a_terminal_says_where_the_file_is(voice: Voice, tmp_path: Path) -> None:
    written = tmp_path / "shown.txt"
    with written.open("w", encoding="utf-8") as out:
        screen = Screen(Console(file=out, width=200))
        adapter = ConsoleAdapter(screen, account="me", voice=voice, files=tmp_path)
        await adapter.send(letter(voice, PDF, to="me", platform=Platform.CONSOLE))

    assert (tmp_path / "review.pdf").read_bytes() == PDF.content
    assert f"Saved to {tmp_path / 'review.pdf'}" in written.read_text(encoding="utf-8")
