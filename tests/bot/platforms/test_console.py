"""A conversation in a terminal, typed by a person or piped in."""

import asyncio
import os
import pty
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.platforms.adapter import Incoming, Letter, RetryLater
from bot.platforms.console import ConsoleAdapter
from bot.platforms.console_screen import Screen
from config.phrases import Phrases, Voice, Words
from config.taxonomy import Platform
from handlers.messages import Choice, Message, Reply, Said
from storage.errors import Unavailable
from storage.places import Place

VOICE = Voice(Phrases(), zone="Asia/Beirut")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PLACE = Place(Platform.CONSOLE, "amal")


def just(text: str) -> Words:
    return Words("just", {"what": text})


def letter(text: str, *labels: str, place: Place = PLACE, edits: str = "") -> Letter:
    """A letter with these words and, for each label, a choice whose action it is."""
    row = tuple(Choice(just(label), action=label.lower()) for label in labels)
    return Letter("k", place, Reply("just", {"what": text}, choices=(row,)), VOICE, edits=edits)


class Hub:
    """Answers each message by saying it back, with two choices."""

    def __init__(self) -> None:
        self.adapter: ConsoleAdapter | None = None
        self.messages: list[Message] = []
        self.keys: list[str] = []
        self.unavailable = 0
        self.mute = False

    async def receive(self, messages: Sequence[Incoming]) -> None:
        if self.unavailable:
            self.unavailable -= 1
            raise Unavailable("locked")
        for incoming in messages:
            self.messages.append(incoming.message)
            self.keys.append(incoming.key)
            if not self.mute:
                said = f"You said {incoming.message.said} {incoming.message.text}".strip()
                asyncio.get_running_loop().call_later(0.01, self._answer, said)

    def _answer(self, said: str) -> None:
        assert self.adapter is not None
        self._answering = asyncio.ensure_future(self.adapter.send(letter(said, "More", "Less")))


class Piped:
    """A terminal whose input is a pipe: what was shown, and an end to write to."""

    def __init__(self) -> None:
        self.source, self.sink = os.pipe()
        self.output = StringIO()
        self.screen = Screen(Console(file=self.output, width=80), source=self.source)

    def types(self, *lines: str) -> None:
        os.write(self.sink, "".join(f"{line}\n" for line in lines).encode())

    @property
    def shown(self) -> str:
        return self.output.getvalue()


@pytest.fixture
def hub() -> Hub:
    return Hub()


@asynccontextmanager
async def conversation(
    screen: Screen, hub: Hub, *, greets: bool = False, patience: float = 5
) -> AsyncIterator[ConsoleAdapter]:
    hub.adapter = ConsoleAdapter(
        screen,
        account="amal",
        voice=VOICE,
        greets=greets,
        patience=timedelta(seconds=patience),
        now=lambda: NOW,
    )
    await hub.adapter.start(hub.receive)
    yield hub.adapter
    await hub.adapter.stop()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - a test looks from outside
            await asyncio.sleep(0.005)


async def piped(hub: Hub, *lines: str, greets: bool = False, patience: float = 5) -> str:
    """What a terminal shows when these lines are piped in to the end."""
    terminal = Piped()
    terminal.types(*lines)
    os.close(terminal.sink)
    async with conversation(terminal.screen, hub, greets=greets, patience=patience) as adapter:
        async with asyncio.timeout(5):
            await adapter.ended()
    os.close(terminal.source)
    return terminal.shown


async def test_a_conversation_reads_as_a_dialogue(hub: Hub) -> None:
    shown = await piped(hub, "visas", "2")

    assert shown == (
        "› visas\n"
        "You said text visas\n\n[1] More   [2] Less\n\n"
        "› 2\n"
        "You said tap less\n\n[1] More   [2] Less\n\n"
    )


async def test_each_line_is_a_message_with_the_hints_of_the_terminal(hub: Hub) -> None:
    await piped(hub, "visas")
    (said,) = hub.messages

    assert said.ref.endswith("-1")
    assert [replace(said, ref="")] == [
        Message(
            place=PLACE,
            account="amal",
            said=Said.TEXT,
            sent_at=NOW,
            text="visas",
            language="en",
            time_zone="Asia/Beirut",
        )
    ]


async def test_a_number_taps_a_choice_of_the_reply_that_was_shown_last(hub: Hub) -> None:
    await piped(hub, "visas", "1")

    assert hub.messages[1].said is Said.TAP
    assert hub.messages[1].text == "more"
    assert hub.messages[1].about != ""


async def test_a_number_without_choices_is_a_text(hub: Hub) -> None:
    await piped(hub, "73")

    assert (hub.messages[0].said, hub.messages[0].text) == (Said.TEXT, "73")


async def test_a_number_that_no_choice_has_is_said_so(hub: Hub) -> None:
    shown = await piped(hub, "visas", "7")

    assert "There are 2 choices here" in shown
    assert len(hub.messages) == 1


async def test_commands_are_as_on_any_platform(hub: Hub) -> None:
    await piped(hub, "/Find visas", "/start", "/help")

    assert [(each.said, each.verb, each.text) for each in hub.messages] == [
        (Said.COMMAND, "find", "visas"),
        (Said.OPENED, "start", ""),
        (Said.COMMAND, "help", ""),
    ]


async def test_the_hub_can_be_opened_first(hub: Hub) -> None:
    await piped(hub, "visas", greets=True)

    assert [each.said for each in hub.messages] == [Said.OPENED, Said.TEXT]


async def test_quitting_ends_it_whatever_follows(hub: Hub) -> None:
    await piped(hub, "visas", " Quit ", "not this")

    assert [each.text for each in hub.messages] == ["visas"]


async def test_a_last_line_without_an_end_is_read(hub: Hub) -> None:
    terminal = Piped()
    os.write(terminal.sink, "visas\nvisés".encode())
    os.close(terminal.sink)
    async with conversation(terminal.screen, hub) as adapter:
        await adapter.ended()
    os.close(terminal.source)

    assert [each.text for each in hub.messages] == ["visas", "visés"]


async def test_what_is_no_text_is_replaced(hub: Hub) -> None:
    terminal = Piped()
    os.write(terminal.sink, b"vis\xff\xe9as\n")
    os.close(terminal.sink)
    async with conversation(terminal.screen, hub) as adapter:
        await adapter.ended()
    os.close(terminal.source)

    assert hub.messages[0].text == "vis\ufffd\ufffdas"


async def test_a_file_can_be_piped_in(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "lines").write_text("visas\nreturn\n", encoding="utf-8")
    output = StringIO()
    with (tmp_path / "lines").open("rb") as lines:
        screen = Screen(Console(file=output, width=80), source=lines.fileno())
        async with conversation(screen, hub) as adapter:
            await adapter.ended()

    assert [each.text for each in hub.messages] == ["visas", "return"]


async def test_forty_thousand_characters_are_one_message(hub: Hub) -> None:
    await piped(hub, "x" * 40_000)

    assert len(hub.messages[0].text) == 40_000


async def test_no_two_messages_have_the_same_key(hub: Hub) -> None:
    await piped(hub, "visas", "visas", "visas")

    assert len(set(hub.keys)) == 3


async def test_a_message_that_could_not_be_kept_is_tried_again(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.console.RETRY_AFTER", timedelta(milliseconds=5))
    hub.unavailable = 3
    await piped(hub, "visas")

    assert [each.text for each in hub.messages] == ["visas"]


async def test_an_answer_that_does_not_come_is_said_so_and_the_next_line_is_read(hub: Hub) -> None:
    hub.mute = True
    shown = await piped(hub, "visas", "return", patience=0.05)

    assert shown.count("No answer has come yet") == 2
    assert [each.text for each in hub.messages] == ["visas", "return"]


async def test_a_letter_to_somebody_who_is_not_here_waits(hub: Hub) -> None:
    terminal = Piped()
    async with conversation(terminal.screen, hub) as adapter:
        with pytest.raises(RetryLater):
            await adapter.send(letter("hello", place=Place(Platform.CONSOLE, "badr")))
    os.close(terminal.sink)
    os.close(terminal.source)

    assert terminal.shown == ""


async def test_an_edit_is_shown_anew_and_stands_for_the_same_message(hub: Hub) -> None:
    terminal = Piped()
    async with conversation(terminal.screen, hub) as adapter:
        first = await adapter.send(letter("page 1", "More"))
        second = await adapter.send(letter("page 2", "Back", edits=first))
        terminal.types("1")
        await until(lambda: bool(hub.messages))
    os.close(terminal.sink)
    os.close(terminal.source)

    assert second == first
    assert (hub.messages[0].text, hub.messages[0].about) == ("back", first)


async def test_a_person_is_welcomed_and_prompted_and_sees_links_and_bold(hub: Hub) -> None:
    person, source = pty.openpty()
    output = StringIO()
    console = Console(file=output, width=80, force_terminal=True, color_system="standard")
    async with conversation(Screen(console, source=source), hub) as adapter:
        os.write(person, b"visas\n")
        await until(lambda: "You said" in output.getvalue())
        os.write(person, b"quit\n")
        await adapter.ended()
    os.close(person)
    os.close(source)

    assert "Type a question" in output.getvalue()
    assert output.getvalue().count("› ") == 2
    assert "\x1b[1m[1] \x1b[0m" in output.getvalue()


async def test_a_notice_comes_in_between_and_the_prompt_again(hub: Hub) -> None:
    person, source = pty.openpty()
    output = StringIO()
    console = Console(file=output, width=80, force_terminal=True, color_system=None)
    async with conversation(Screen(console, source=source), hub) as adapter:
        os.write(person, b"visas\n")
        await until(lambda: output.getvalue().count("› ") == 2)
        await adapter.send(letter("A notice"))
    os.close(person)
    os.close(source)

    assert output.getvalue().endswith("› \nA notice\n\n› ")


async def test_the_terminal_tells_a_language_and_a_zone(hub: Hub) -> None:
    terminal = Piped()
    async with conversation(terminal.screen, hub) as adapter:
        profile = await adapter.profile("", "amal")
        unsure = await adapter.find_sent(letter("hello"), since=NOW)
    os.close(terminal.sink)
    os.close(terminal.source)

    assert (profile.language, profile.time_zone) == ("en", "Asia/Beirut")
    assert unsure is None


async def test_a_terminal_that_is_closed_ends_it(hub: Hub) -> None:
    person, source = pty.openpty()
    console = Console(file=StringIO(), width=80, force_terminal=True)
    async with conversation(Screen(console, source=source), hub) as adapter:
        os.close(person)
        async with asyncio.timeout(5):
            await adapter.ended()
    os.close(source)

    assert hub.messages == []
