"""The Slack adapter over the wire against a strict Slack: one file, for its fixtures."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette

from bot.platforms.adapter import Incoming, Letter, RetryLater, Undeliverable, Unsure
from bot.platforms.slack import SlackAdapter, signed_routes
from bot.platforms.slack_client import SlackKeys
from bot.render.harmless import clean
from bot.sandbox.faults import Kind
from bot.sandbox.slack import SlackSandbox
from bot.sandbox.slack_http import Sign
from bot.web.app import WebServer
from bot.web.slack import LARGEST, PATH
from config.phrases import Phrases, Voice, Words
from config.settings import SettingError
from config.taxonomy import Platform
from handlers.messages import Choice, Message, Reply, Said
from storage.errors import Unavailable
from storage.places import Place, Surface

SINCE = datetime.now(UTC) - timedelta(minutes=1)


@dataclass
class Hub:
    """Keeps each event once, like the inbox; `fault` is why it cannot; `answer` says something."""

    adapter: SlackAdapter
    voice: Voice
    kept: dict[str, Message] = field(default_factory=dict)
    came: list[str] = field(default_factory=list)
    fault: Exception | None = None
    answer: Callable[[Message], Reply | None] = lambda _: None
    sent: list[asyncio.Task[str]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, incoming: Sequence[Incoming]) -> None:
        for each in incoming:
            self.came.append(each.key)
            self.changed.set()
            if self.fault is not None:
                raise self.fault
            if each.key not in self.kept:
                self._reply(each)
                self.kept[each.key] = each.message

    def _reply(self, each: Incoming) -> None:
        said = self.answer(each.message)
        if said is not None:
            edits = each.message.about if said.edits else ""
            letter = self.letter(each.message.place, said, key=f"to {each.key}", edits=edits)
            self.sent.append(asyncio.create_task(self.adapter.send(letter)))

    def letter(self, place: Place, said: Reply, *, key: str = "key 1", edits: str = "") -> Letter:
        return Letter(key, place, said, self.voice, edits=edits)

    async def message(self, number: int = 1) -> Message:
        """The message that was kept as the first, second, …"""
        await self.until(lambda: len(self.kept) >= number)
        return list(self.kept.values())[number - 1]

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not holds():
                self.changed.clear()
                await self.changed.wait()


def words(text: str) -> Words:
    return Words("said", {"text": text})


def reply(text: str, *labels: str, edits: bool = False) -> Reply:
    """A reply with a button for each label; the label is its action."""
    row = tuple(Choice(words(label), label) for label in labels)
    return Reply("said", {"text": text}, choices=(row,) if row else (), edits=edits)


def direct(slack: SlackSandbox) -> Place:
    """A direct conversation with somebody."""
    return Place(Platform.SLACK, slack.person("U1").dm.id, workspace=slack.workspace.id)


def in_channel(slack: SlackSandbox, *, thread: str = "") -> Place:
    slack.channel("C1", slack.person("U1"))
    return Place(Platform.SLACK, "C1", workspace=slack.workspace.id, thread=thread)


@pytest.fixture
async def slack() -> AsyncIterator[SlackSandbox]:
    async with SlackSandbox(ack_within=0.5, retry_after=(0.05, 0.1, 0.2)) as sandbox:
        yield sandbox


@pytest.fixture
def voice(tmp_path: Path) -> Voice:
    """Says one phrase, `said`, which is its text, and what stands in the Home tab's fields."""
    (tmp_path / "en").mkdir()
    phrases = "said = { $text }\nsuggest-resource = To read\nsuggest-expert = To ask\n"
    (tmp_path / "en" / "said.ftl").write_text(phrases, encoding="utf-8")
    return Voice(Phrases(tmp_path))


@asynccontextmanager
async def by_socket(slack: SlackSandbox, voice: Voice) -> AsyncIterator[Hub]:
    keys = SlackKeys(slack.api_url, slack.bot_token, app_token=slack.app_token)
    hub = Hub(SlackAdapter(keys), voice)
    await hub.adapter.start(hub.receive)
    await slack.connected()
    yield hub
    await hub.adapter.stop()


@asynccontextmanager
async def by_http(slack: SlackSandbox, voice: Voice) -> AsyncIterator[Hub]:
    keys = SlackKeys(slack.api_url, slack.bot_token, signing_secret=slack.signing_secret)
    hub = Hub(SlackAdapter(keys), voice)
    app = Starlette(routes=signed_routes(hub.adapter, keys.signing_secret))
    server = WebServer(app, host="127.0.0.1", port=0)
    await server.start()
    slack.use_http(f"http://127.0.0.1:{server.port}{PATH}")
    await hub.adapter.start(hub.receive)
    yield hub
    await hub.adapter.stop()
    await slack.session.close()
    await server.stop()


@pytest.fixture(params=[by_socket, by_http])
async def hub(
    request: pytest.FixtureRequest, slack: SlackSandbox, voice: Voice
) -> AsyncIterator[Hub]:
    """Connected in each of the two ways in turn."""
    async with request.param(slack, voice) as hub:
        yield hub


@pytest.fixture
async def socket_hub(slack: SlackSandbox, voice: Voice) -> AsyncIterator[Hub]:
    async with by_socket(slack, voice) as hub:
        yield hub


@pytest.fixture
async def http_hub(slack: SlackSandbox, voice: Voice) -> AsyncIterator[Hub]:
    async with by_http(slack, voice) as hub:
        yield hub


# In


async def test_a_direct_message_is_kept_and_answered(slack: SlackSandbox, hub: Hub) -> None:
    hub.answer = lambda message: reply(f"you said {message.text}")
    asked = await slack.person("U1").writes("returns & <more>")
    answer = await slack.wait_for_message(slack.person("U1"), after=asked)

    assert answer.shown == "you said returns & <more>"


@pytest.mark.parametrize(
    "text",
    [
        "x" * 40_000,
        "😀" * 40_000,
        "👨‍👩‍👧",
        "قال \u202eمرحبا\u202c",
        "a\x00b\x1bc",
        '" OR * NEAR(',
        "<!everyone> &lt;b>",
    ],
    ids=["long", "escaped", "emoji", "right to left", "control", "operators", "markup"],
)
async def test_whatever_is_typed_arrives_without_its_control_characters(
    slack: SlackSandbox, hub: Hub, text: str
) -> None:
    await slack.person("U1").writes(text)

    assert (await hub.message()).text == clean(text)


async def test_a_mention_in_a_channel_is_answered_in_its_thread(
    slack: SlackSandbox, hub: Hub
) -> None:
    hub.answer = lambda message: reply(f"you said {message.text}")
    person = slack.person("U1")
    channel = slack.channel("C1", person)
    asked = await person.mentions(channel, "find returns")
    answer = await slack.wait_for_message(channel, thread_ts=asked.ts)

    assert answer.shown == "you said find returns"


async def test_a_command_is_answered_to_its_author_only(slack: SlackSandbox, hub: Hub) -> None:
    hub.answer = lambda message: reply(f"found {message.text}")
    person, other = slack.person("U1"), slack.person("U2")
    channel = slack.channel("C1", person, other)
    outcome = await person.commands("/hub", "find returns", channel)
    answer = await slack.wait_for_message(channel)

    assert outcome.acknowledged
    assert answer.shown == "found find returns"
    assert slack.messages(channel, seen_by=other) == []


async def test_the_home_tab_is_filled_when_it_is_opened(slack: SlackSandbox, hub: Hub) -> None:
    hub.answer = lambda _: reply("Welcome")
    person = slack.person("U1")
    await person.opens_home()
    await slack.wait_until(lambda: person.home is not None)

    assert person.home is not None
    assert person.home.shown.endswith("Welcome")


async def test_a_tap_edits_the_message_it_was_made_on(slack: SlackSandbox, hub: Hub) -> None:
    hub.answer = lambda message: (
        reply("the rest", edits=True) if message.said is Said.TAP else reply("first", "More")
    )
    person = slack.person("U1")
    answer = await slack.wait_for_message(person, after=await person.writes("find"))
    outcome = await person.taps(answer, "More")
    await slack.wait_until(lambda: answer.shown == "the rest")

    assert outcome.acknowledged
    assert (await hub.message(2)).text == "More"


async def test_a_tap_on_an_answer_only_one_sees_replaces_it(slack: SlackSandbox, hub: Hub) -> None:
    hub.answer = lambda message: (
        reply("the rest", edits=True) if message.said is Said.TAP else reply("first", "More")
    )
    person = slack.person("U1")
    channel = slack.channel("C1", person)
    await person.commands("/hub", "find", channel)
    answer = await slack.wait_for_message(channel)
    await person.taps(answer, "More")
    await slack.wait_until(lambda: answer.shown == "the rest")

    assert len(slack.messages(channel)) == 1


async def test_a_tap_on_the_home_tab_replaces_it(slack: SlackSandbox, hub: Hub) -> None:
    hub.answer = lambda message: (
        reply("done") if message.said is Said.TAP else reply("Welcome", "Change")
    )
    person = slack.person("U1")
    await person.opens_home()
    await slack.wait_until(lambda: person.home is not None)
    assert person.home is not None
    await person.taps(person.home, "Change")
    await slack.wait_until(lambda: person.home is not None and person.home.shown.endswith("done"))

    assert (await hub.message(2)).place.surface is Surface.HOME


async def test_the_same_event_three_times_is_kept_once(slack: SlackSandbox, hub: Hub) -> None:
    asked = await slack.person("U1").writes("hello")
    await hub.message()
    slack.redeliver(asked, times=2)
    await hub.until(lambda: len(hub.came) == 3)

    assert list(hub.kept) == asked.events


@pytest.mark.parametrize("fault", [Unavailable("the disk is full"), RuntimeError("a bug")])
async def test_what_could_not_be_kept_is_not_acknowledged_and_comes_again(
    slack: SlackSandbox, hub: Hub, fault: Exception
) -> None:
    hub.fault = fault
    await slack.person("U1").writes("hello")
    await hub.until(lambda: len(hub.came) == 2)
    hub.fault = None
    message = await hub.message()

    assert message.text == "hello"
    assert len(set(hub.came)) == 1


async def test_a_command_that_could_not_be_kept_fails_in_sight(
    slack: SlackSandbox, hub: Hub
) -> None:
    hub.fault = Unavailable("the disk is full")
    outcome = await slack.person("U1").commands("/hub", "find returns")

    assert not outcome.acknowledged


async def test_two_people_who_tap_one_button_are_both_heard(slack: SlackSandbox, hub: Hub) -> None:
    hub.answer = lambda message: reply("Who?", "Me") if message.said is Said.TEXT else None
    one, two = slack.person("U1"), slack.person("U2")
    channel = slack.channel("C1", one, two)
    await one.mentions(channel, "ask")
    asked = await slack.wait_for_message(channel)
    await asyncio.gather(one.taps(asked, "Me"), two.taps(asked, "Me"))
    taps = [await hub.message(number) for number in (2, 3)]

    assert {each.account for each in taps} == {"U1", "U2"}
    assert {each.about for each in taps} == {asked.ts}


async def test_the_hubs_own_words_are_not_heard(slack: SlackSandbox, hub: Hub) -> None:
    hub.answer = lambda _: reply("an answer")
    person = slack.person("U1")
    asked = await person.writes("hello")
    await slack.wait_for_message(person, after=asked)
    await slack.settled()

    assert list(hub.kept) == asked.events[:1]


async def test_an_edit_is_heard_as_one_of_the_same_message(slack: SlackSandbox, hub: Hub) -> None:
    person = slack.person("U1")
    asked = await person.writes("hello")
    await person.edits(asked, "hello there")
    await slack.settled()
    said, edited = await hub.message(1), await hub.message(2)

    assert (said.said, edited.said) == (Said.TEXT, Said.EDITED)
    assert (edited.text, edited.ref) == ("hello there", said.ref)


async def test_another_workspace_is_acknowledged_and_passed_over(
    slack: SlackSandbox, hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    elsewhere = slack.add_workspace("T0OTHER")
    await slack.person("U9", workspace=elsewhere).writes("hello")
    await slack.settled()

    assert hub.came == []
    assert slack.deliveries.log[-1].acknowledged
    assert "another workspace" in caplog.text


async def test_a_button_with_an_address_is_acknowledged(slack: SlackSandbox, hub: Hub) -> None:
    link = Choice(words("Read"), url="https://un.org/a")
    await hub.adapter.send(
        hub.letter(direct(slack), Reply("said", {"text": "x"}, choices=((link,),)))
    )
    (message,) = slack.messages(slack.person("U1"))
    outcome = await slack.person("U1").taps(message, "Read")

    assert outcome.acknowledged
    assert hub.came == []


# Signed HTTP


EVENT = json.dumps(
    {
        "type": "event_callback",
        "team_id": "T0SANDBOX",
        "event_id": "EvRaw",
        "event": {"type": "message", "channel": "D1", "user": "U1", "text": "hi", "ts": "1.000001"},
    }
).encode()


@pytest.mark.usefixtures("http_hub")
async def test_slack_can_verify_the_address(slack: SlackSandbox) -> None:
    assert slack.http is not None
    assert await slack.http.verify()


async def test_a_well_signed_event_is_kept(slack: SlackSandbox, http_hub: Hub) -> None:
    assert slack.http is not None
    heard = await slack.http.raw(EVENT)

    assert (heard.status, list(http_hub.kept)) == (200, ["EvRaw"])


async def test_slack_holding_events_back_is_said_aloud(
    slack: SlackSandbox, http_hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    assert slack.http is not None
    told = {"type": "app_rate_limited", "team_id": "T0SANDBOX", "minute_rate_limited": 1}
    heard = await slack.http.raw(json.dumps(told).encode())

    assert (heard.status, http_hub.came) == (200, [])
    assert any(each.levelno == logging.ERROR for each in caplog.records)


@pytest.mark.parametrize("sign", [Sign.BADLY, Sign.NOT])
async def test_an_event_that_is_not_slacks_is_refused(
    slack: SlackSandbox, http_hub: Hub, sign: Sign
) -> None:
    assert slack.http is not None
    heard = await slack.http.raw(EVENT, sign=sign)

    assert (heard.status, http_hub.came) == (401, [])


@pytest.mark.parametrize("minutes", [6, -6])
async def test_an_event_signed_long_ago_or_ahead_is_refused(
    slack: SlackSandbox, http_hub: Hub, minutes: int
) -> None:
    assert slack.http is not None
    heard = await slack.http.raw(EVENT, age=timedelta(minutes=minutes))

    assert (heard.status, http_hub.came) == (401, [])


async def test_an_oversized_event_is_refused(slack: SlackSandbox, http_hub: Hub) -> None:
    assert slack.http is not None
    heard = await slack.http.raw(EVENT.ljust(LARGEST + 1))

    assert (heard.status, http_hub.came) == (413, [])


@pytest.mark.usefixtures("http_hub")
async def test_an_oversized_event_that_hides_its_size_is_refused(slack: SlackSandbox) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 100_000

    assert slack.http is not None
    headers = {"X-Slack-Request-Timestamp": "1", "X-Slack-Signature": "v0=" + "a" * 64}
    async with slack.session.post(slack.http.url, data=pieces(), headers=headers) as response:
        assert response.status == 413


@pytest.mark.parametrize(
    "headers", [{"X-Slack-Request-Timestamp": "soon"}, {"X-Slack-Signature": "é"}]
)
@pytest.mark.usefixtures("http_hub")
async def test_malformed_headers_are_refused(slack: SlackSandbox, headers: dict[str, str]) -> None:
    assert slack.http is not None
    whole = {"X-Slack-Request-Timestamp": "1", "X-Slack-Signature": "v0=" + "a" * 64} | headers
    async with slack.session.post(slack.http.url, data=EVENT, headers=whole) as response:
        assert response.status == 401


@pytest.mark.parametrize("body", [b"\xff\xfe", b"{" * 1_000, b"[" * 100_000, b"{}", b""])
async def test_a_body_that_is_no_request_is_refused_and_nothing_breaks(
    slack: SlackSandbox, http_hub: Hub, body: bytes
) -> None:
    assert slack.http is not None
    heard = await slack.http.raw(body)

    assert heard.status in {200, 400}
    assert http_hub.came == []


async def test_before_the_hub_has_started_nothing_is_acknowledged(slack: SlackSandbox) -> None:
    keys = SlackKeys(slack.api_url, slack.bot_token, signing_secret=slack.signing_secret)
    app = Starlette(routes=signed_routes(SlackAdapter(keys), keys.signing_secret))
    server = WebServer(app, host="127.0.0.1", port=0)
    await server.start()
    heard = await slack.use_http(f"http://127.0.0.1:{server.port}{PATH}").raw(EVENT)
    await slack.session.close()
    await server.stop()

    assert heard.status == 503


# Socket Mode


async def test_after_a_cut_connection_the_events_of_the_meantime_arrive(
    slack: SlackSandbox, socket_hub: Hub
) -> None:
    await slack.socket.cut()
    asked = await slack.person("U1").writes("are you there?")
    message = await socket_hub.message()

    assert message.text == "are you there?"
    assert list(socket_hub.kept) == asked.events


async def test_after_a_request_to_refresh_the_hub_is_connected_anew(
    slack: SlackSandbox, socket_hub: Hub
) -> None:
    before = slack.socket.connections[0]
    await slack.socket.refresh(grace=0.05)
    await slack.wait_until(lambda: any(each is not before for each in slack.socket.connections))
    await slack.person("U1").writes("still there?")

    assert (await socket_hub.message()).text == "still there?"


async def test_an_address_that_has_expired_is_asked_for_anew(
    slack: SlackSandbox, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack_socket.PING_EVERY", timedelta(milliseconds=50))
    monkeypatch.setattr("bot.platforms.slack_socket.ONE_ADDRESS_FOR", timedelta(milliseconds=200))
    tickets = iter(["expired"])
    make = slack.socket.ticket
    monkeypatch.setattr(slack.socket, "ticket", lambda: next(tickets, None) or make())
    async with by_socket(slack, voice):
        assert slack.record.calls["apps.connections.open"] == 2


async def test_an_outage_of_slack_is_survived(
    slack: SlackSandbox, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack_socket.PING_EVERY", timedelta(milliseconds=50))
    async with by_socket(slack, voice) as hub:
        await slack.goes_down()
        await asyncio.sleep(0.2)
        await slack.comes_back()
        await slack.connected()
        await slack.person("U1").writes("back again?")

        assert (await hub.message()).text == "back again?"


async def test_stopping_acknowledges_what_is_being_kept(slack: SlackSandbox, voice: Voice) -> None:
    gate = asyncio.Event()
    async with by_socket(slack, voice) as hub:
        keep = hub.receive

        async def slowly(incoming: Sequence[Incoming]) -> None:
            await keep(incoming)
            await gate.wait()

        hub.adapter.receiving.open(slowly, hub.adapter.receiving._keep[1])  # type: ignore[index]  # connected
        await slack.person("U1").writes("hello")
        await hub.message()
        asyncio.get_running_loop().call_later(0.1, gate.set)

    assert slack.deliveries.log[-1].acknowledged


# Starting


@pytest.mark.parametrize(
    ("keys", "setting"),
    [
        ({"bot_token": "xoxb-wrong"}, "HUB_SLACK_BOT_TOKEN"),
        ({"app_token": "xapp-wrong"}, "HUB_SLACK_APP_TOKEN"),
    ],
)
async def test_a_refused_token_stops_the_start_by_name(
    slack: SlackSandbox, voice: Voice, keys: dict[str, str], setting: str
) -> None:
    right = {"bot_token": slack.bot_token, "app_token": slack.app_token}
    adapter = SlackAdapter(SlackKeys(slack.api_url, **(right | keys)))
    hub = Hub(adapter, voice)

    with pytest.raises(SettingError, match="invalid_auth") as refused:
        await adapter.start(hub.receive)
    assert refused.value.name == setting


async def test_a_wrong_address_stops_the_start_by_name(slack: SlackSandbox, voice: Voice) -> None:
    slack.faults.add(Kind.STATUS, status=404)
    adapter = SlackAdapter(SlackKeys(slack.api_url, slack.bot_token))

    with pytest.raises(SettingError) as refused:
        await adapter.start(Hub(adapter, voice).receive)
    assert refused.value.name in {"HUB_SLACK_API_URL", "HUB_SLACK_BOT_TOKEN"}


async def test_an_outage_at_the_start_is_waited_out(
    slack: SlackSandbox, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack_client.RECONNECT_PAUSE", timedelta(milliseconds=20))
    await slack.goes_down()
    asyncio.get_running_loop().call_later(0.1, lambda: slack.spawn(slack.comes_back()))
    async with by_socket(slack, voice):
        assert len(slack.socket.connections) == 1


# Out


async def test_what_people_wrote_pings_nobody(slack: SlackSandbox, socket_hub: Hub) -> None:
    await socket_hub.adapter.send(
        socket_hub.letter(direct(slack), reply("<!everyone> @channel <@U1> *bold*"))
    )
    (message,) = slack.messages(slack.person("U1"))
    (call,) = slack.record.exchanges("chat.postMessage")

    assert message.text == "&lt;!everyone&gt; @channel &lt;@U1&gt; *bold*"
    assert not any(
        call.request[key] for key in ("link_names", "unfurl_links", "unfurl_media", "mrkdwn")
    )


async def test_a_letter_can_be_sent_after_the_stop(slack: SlackSandbox, socket_hub: Hub) -> None:
    await socket_hub.adapter.stop()
    await socket_hub.adapter.send(socket_hub.letter(direct(slack), reply("goodbye")))

    assert [each.shown for each in slack.messages(slack.person("U1"))] == ["goodbye"]


async def test_blocks_that_slack_refuses_are_sent_as_plain_text(
    slack: SlackSandbox, socket_hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.render.slack.LONGEST_LABEL", 200)
    said = reply("Choose", "x" * 60)
    label = Choice(words("y" * 100), "find")
    said = Reply("said", {"text": "Choose"}, choices=((label,),))
    await socket_hub.adapter.send(socket_hub.letter(direct(slack), said))
    (message,) = slack.messages(slack.person("U1"))

    assert (message.text, message.blocks) == ("Choose", [])


async def test_a_message_that_is_gone_is_answered_anew(
    slack: SlackSandbox, socket_hub: Hub
) -> None:
    letter = socket_hub.letter(direct(slack), reply("the rest"), edits="1700000000.000001")
    ts = await socket_hub.adapter.send(letter)
    (message,) = slack.messages(slack.person("U1"))

    assert (message.ts, message.shown) == (ts, "the rest")


async def test_too_many_messages_are_said_later(slack: SlackSandbox, socket_hub: Hub) -> None:
    slack.faults.add(Kind.RATE_LIMITED, "chat.postMessage", seconds=7)

    with pytest.raises(RetryLater) as later:
        await socket_hub.adapter.send(socket_hub.letter(direct(slack), reply("x")))
    assert (later.value.after, later.value.whole_platform) == (timedelta(seconds=7), False)


async def test_a_reply_address_that_is_limited_is_tried_later(
    slack: SlackSandbox, socket_hub: Hub
) -> None:
    await slack.person("U1").commands("/hub", "find")
    place = (await socket_hub.message()).place
    slack.faults.add(Kind.RATE_LIMITED, "response_url", seconds=3)

    with pytest.raises(RetryLater) as later:
        await socket_hub.adapter.send(socket_hub.letter(place, reply("x")))
    assert later.value.after == timedelta(seconds=3)


async def test_a_reply_address_used_up_is_given_up(slack: SlackSandbox, socket_hub: Hub) -> None:
    await slack.person("U1").commands("/hub", "find")
    place = (await socket_hub.message()).place
    for _ in range(5):
        await socket_hub.adapter.send(socket_hub.letter(place, reply("x")))

    with pytest.raises(Undeliverable, match="used_url"):
        await socket_hub.adapter.send(socket_hub.letter(place, reply("x")))


@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.STATUS_AFTER])
async def test_a_message_that_may_have_been_said_is_found_again(
    slack: SlackSandbox, socket_hub: Hub, kind: Kind
) -> None:
    fault = slack.faults.add(kind, "chat.postMessage", times=1)
    letter = socket_hub.letter(in_channel(slack), reply("only once"))
    with pytest.raises(Unsure):
        await socket_hub.adapter.send(letter)
    found = await socket_hub.adapter.find_sent(letter, since=SINCE)
    (message,) = slack.messages("C1")

    assert (found, fault.hits, slack.record.calls["chat.postMessage"]) == (message.ts, 1, 1)


@pytest.mark.parametrize("kind", [Kind.DROP, Kind.STATUS])
async def test_a_message_that_was_not_said_after_all_is_not_found(
    slack: SlackSandbox, socket_hub: Hub, kind: Kind
) -> None:
    slack.faults.add(kind, "chat.postMessage", times=1)
    letter = socket_hub.letter(in_channel(slack), reply("only once"))
    with pytest.raises(Unsure):
        await socket_hub.adapter.send(letter)

    assert await socket_hub.adapter.find_sent(letter, since=SINCE) == ""


async def test_a_message_in_a_thread_is_found_there(slack: SlackSandbox, socket_hub: Hub) -> None:
    person = slack.person("U1")
    asked = await person.says(slack.channel("C1", person), "hello")
    letter = socket_hub.letter(in_channel(slack, thread=asked.ts), reply("in the thread"))
    ts = await socket_hub.adapter.send(letter)

    assert await socket_hub.adapter.find_sent(letter, since=SINCE) == ts


async def test_a_message_to_a_person_is_found_in_their_conversation(
    slack: SlackSandbox, socket_hub: Hub
) -> None:
    place = Place(Platform.SLACK, slack.person("U1").id, workspace=slack.workspace.id)
    letter = socket_hub.letter(place, reply("hello"))
    ts = await socket_hub.adapter.send(letter)

    assert await socket_hub.adapter.find_sent(letter, since=SINCE) == ts


async def test_a_message_is_found_among_hundreds(slack: SlackSandbox, socket_hub: Hub) -> None:
    letter = socket_hub.letter(in_channel(slack), reply("the first"))
    ts = await socket_hub.adapter.send(letter)
    for number in range(250):
        await slack.person("U1").says("C1", f"chatter {number}")

    assert await socket_hub.adapter.find_sent(letter, since=SINCE) == ts
    assert slack.record.calls["conversations.history"] == 2


async def test_an_edit_is_found_by_its_own_key(slack: SlackSandbox, socket_hub: Hub) -> None:
    first = socket_hub.letter(in_channel(slack), reply("first"), key="1")
    ts = await socket_hub.adapter.send(first)
    second = socket_hub.letter(in_channel(slack), reply("second"), key="2", edits=ts)
    before = await socket_hub.adapter.find_sent(second, since=SINCE)
    await socket_hub.adapter.send(second)

    assert (before, await socket_hub.adapter.find_sent(second, since=SINCE)) == ("", ts)


async def test_of_an_answer_that_only_one_sees_nothing_can_be_told(socket_hub: Hub) -> None:
    place = Place(Platform.SLACK, "C1", surface=Surface.ONLY_YOU, reply_url="https://un.org")

    letter = socket_hub.letter(place, reply("x"))

    assert await socket_hub.adapter.find_sent(letter, since=SINCE) is None


async def test_slack_out_of_reach_is_tried_later(slack: SlackSandbox, socket_hub: Hub) -> None:
    await slack.goes_down()

    letter = socket_hub.letter(direct(slack), reply("x"))
    with pytest.raises(RetryLater):
        await socket_hub.adapter.send(letter)
    with pytest.raises(RetryLater):
        await socket_hub.adapter.find_sent(letter, since=SINCE)
    await slack.comes_back()


async def test_a_revoked_token_holds_everything_up_and_is_said_aloud(
    slack: SlackSandbox, socket_hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    slack.workspace.bot_token = "xoxb-another"

    with pytest.raises(RetryLater) as later:
        await socket_hub.adapter.send(socket_hub.letter(direct(slack), reply("x")))
    assert later.value.whole_platform
    assert any(each.levelno == logging.ERROR for each in caplog.records)


async def test_a_channel_that_the_hub_is_not_in_cannot_be_written_to(
    slack: SlackSandbox, socket_hub: Hub
) -> None:
    slack.channel("C2", slack.person("U1"), with_bot=False)

    with pytest.raises(Undeliverable, match="not_in_channel") as gone:
        await socket_hub.adapter.send(socket_hub.letter(Place(Platform.SLACK, "C2"), reply("x")))
    assert not gone.value.blocked


async def test_a_person_who_is_gone_is_the_reason(socket_hub: Hub) -> None:
    with pytest.raises(Undeliverable, match="channel_not_found") as gone:
        await socket_hub.adapter.send(socket_hub.letter(Place(Platform.SLACK, "D404"), reply("x")))
    assert gone.value.blocked


async def test_a_profile_gives_language_and_zone_and_is_asked_once(
    slack: SlackSandbox, socket_hub: Hub
) -> None:
    slack.person("U1", locale="fr-FR", tz="Africa/Dakar")
    profiles = [await socket_hub.adapter.profile("T0SANDBOX", "U1") for _ in range(3)]

    assert {(each.language, each.time_zone) for each in profiles} == {("fr-FR", "Africa/Dakar")}
    assert slack.record.calls["users.info"] == 1


async def test_a_slow_profile_is_done_without(
    slack: SlackSandbox, socket_hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack_profiles.PATIENCE", timedelta(milliseconds=50))
    slack.faults.add(Kind.SLOW, "users.info", seconds=0.5)
    slack.person("U1")
    profile = await socket_hub.adapter.profile("T0SANDBOX", "U1")

    assert (profile.language, profile.time_zone) == ("", "")


async def test_what_people_write_is_in_no_log(
    slack: SlackSandbox, hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    hub.answer = lambda _: reply("a-private-answer")
    person = slack.person("U1")
    asked = await person.writes("a-private-need")
    await slack.wait_for_message(person, after=asked)

    assert "private" not in caplog.text
    assert slack.bot_token not in caplog.text
