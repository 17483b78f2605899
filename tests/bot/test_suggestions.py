"""Titles offered while somebody types: the whole hub over the wire; one file, for its fixtures."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from bot import assembly, upkeep
from bot.platforms.adapter import Suggestions, Typed
from bot.platforms.slack import SlackAdapter, signed_routes
from bot.platforms.slack_client import SlackKeys
from bot.platforms.telegram import TelegramAdapter
from bot.router import Router
from bot.sandbox.slack import SlackSandbox
from bot.sandbox.slack_people import SlackPerson
from bot.sandbox.slack_taps import NothingToTap
from bot.sandbox.slack_world import Modal
from bot.sandbox.telegram import TelegramSandbox
from bot.suggestions import Suggester
from bot.web.app import WebServer
from bot.web.slack import PATH
from config.network_files.records import Expert, Resource
from config.phrases import Phrases
from config.settings import Settings
from config.taxonomy import Platform, Standing, Visibility
from handlers.finding import SEES
from storage.database import Database
from storage.search.documents import Kind

TO_READ, TO_ASK = "suggest.resource", "suggest.expert"
EVERYTHING = {Kind.RESOURCE: 50, Kind.EXPERT: 50}
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@dataclass
class Wired:
    """A running hub, connected to a Slack and a Telegram of this machine."""

    hub: assembly.Hub
    slack: SlackSandbox
    telegram: TelegramSandbox

    def save(self, *records: Resource | Expert) -> None:
        read = [each for each in records if isinstance(each, Resource)]
        asked = [each for each in records if isinstance(each, Expert)]
        self.hub.database.run_now(lambda store: store.resources.put(read))
        self.hub.database.run_now(lambda store: store.experts.put(asked))

    async def home(self, person: SlackPerson) -> Modal:
        """What stands on somebody's Home, once they have opened it."""
        await person.opens_home()
        await self.slack.wait_until(lambda: person.home is not None)
        assert person.home is not None
        return person.home

    async def home_with(self, person: SlackPerson, words: str) -> Modal:
        await self.slack.wait_until(
            lambda: person.home is not None and words in person.home.shown,
            seen=lambda: person.home and person.home.shown,
        )
        assert person.home is not None
        return person.home


@asynccontextmanager
async def over_http(slack: SlackSandbox) -> AsyncIterator[SlackAdapter]:
    keys = SlackKeys(slack.api_url, slack.bot_token, signing_secret=slack.signing_secret)
    adapter = SlackAdapter(keys)
    app = Starlette(routes=signed_routes(adapter, keys.signing_secret))
    server = WebServer(app, host="127.0.0.1", port=0)
    await server.start()
    slack.use_http(f"http://127.0.0.1:{server.port}{PATH}")
    yield adapter
    await slack.session.close()
    await server.stop()


@asynccontextmanager
async def over_socket(slack: SlackSandbox) -> AsyncIterator[SlackAdapter]:
    yield SlackAdapter(SlackKeys(slack.api_url, slack.bot_token, app_token=slack.app_token))


@asynccontextmanager
async def connected(sample: Path, folder: Path, router: Router, slack_by: Any) -> Any:  # noqa: ANN401  # a context manager
    copy = Path(shutil.copytree(sample, folder / "hub"))
    chosen = Settings(database_url=f"sqlite:///{copy / 'hub.sqlite'}", model="off")
    database, search = assembly.open_database(chosen)
    async with (
        SlackSandbox(paced=False) as slack,
        TelegramSandbox(paced=False) as telegram,
        slack_by(slack) as slack_adapter,
    ):
        telegram_adapter = TelegramAdapter(
            telegram.token,
            api_url=telegram.api_url,
            phrases=router.phrases,
            poll_for=timedelta(seconds=1),
        )
        adapters = {Platform.SLACK: slack_adapter, Platform.TELEGRAM: telegram_adapter}
        hub = assembly.Hub(database, search, adapters, router)
        await hub.start()
        yield Wired(hub, slack, telegram)
        await hub.stop()
    search.close()
    database.close()


@pytest.fixture
async def wired(sample: Path, tmp_path: Path, router: Router) -> AsyncIterator[Wired]:
    async with connected(sample, tmp_path, router, over_socket) as wired:
        yield wired


@pytest.fixture(params=[over_socket, over_http])
async def either(
    request: pytest.FixtureRequest, sample: Path, tmp_path: Path, router: Router
) -> AsyncIterator[Wired]:
    """Connected to Slack in each of the two ways in turn."""
    async with connected(sample, tmp_path, router, request.param) as wired:
        yield wired


def titles(options: Iterable[dict[str, Any]]) -> list[str]:
    return [each["text"]["text"] for each in options]


def one_of_each(word: str) -> list[Resource | Expert]:
    """A resource and an expert of every visibility, whose titles have the word."""
    return [
        kind(id=f"{word}-{each}", title=f"{word} {each}", visibility=each)
        for each in Visibility
        for kind in (Resource, Expert)
    ]


# Slack


async def test_a_title_typed_on_the_home_tab_leads_to_its_record(either: Wired) -> None:
    person = either.slack.person("U1")
    home = await either.home(person)
    offered = await person.types_in(home, TO_READ, "alternatives to det")
    await person.picks(home, TO_READ, "alternatives to det", "Peer learning")
    home = await either.home_with(person, "Here it is")

    assert "Peer learning on alternatives to immigration detention" in home.shown
    assert "Peer learning on alternatives to immigration detention" in titles(offered.options)
    assert all(each["value"].startswith("see resource ") for each in offered.options)


async def test_from_a_record_the_way_leads_on(wired: Wired) -> None:
    person = wired.slack.person("U1")
    home = await wired.home(person)
    await person.picks(home, TO_READ, "return and re", "Return and Reintegration")
    home = await wired.home_with(person, "Here it is")
    await person.taps(home, "Ask a person")
    home = await wired.home_with(person, "This helped")
    await person.picks(home, TO_ASK, "OHCHR", "return and reintegration")
    home = await wired.home_with(person, "This is who it is")
    await person.taps(home, "More on this")

    assert await wired.home_with(person, "“OHCHR focal point, return and reintegration”")


async def test_the_fields_speak_the_language_of_the_person(wired: Wired) -> None:
    person = wired.slack.person("U1", locale="fr-FR")
    home = await wired.home(person)
    offered = await person.types_in(home, TO_READ, "migr")

    assert "Trouver de quoi lire" in home.shown
    assert all("français" in each["description"]["text"] for each in offered.options[:5])


async def test_nothing_is_asked_before_two_characters_and_little_is_kept(wired: Wired) -> None:
    person = wired.slack.person("U1")
    home = await wired.home(person)
    await wired.slack.settled()
    before = wired.hub.database.read_now(lambda store: store.inbox.counts())
    with pytest.raises(NothingToTap, match="2 characters"):
        await person.types_in(home, TO_READ, "m")
    await person.types_in(home, TO_READ, "mi")

    assert wired.hub.database.read_now(lambda store: store.inbox.counts()) == before


@pytest.mark.parametrize(
    "words",
    [
        "  ",
        "👩‍👩‍👧‍👦",
        "هجرة",
        "\u202emigration\u202c",
        "a\x00b",
        '+ - && || ! ( ) { } [ ] ^ " ~ * ? : \\ /',
        "title:* OR",
        "migration " * 1_000,
        "x" * 10_000,
        "移民",
    ],
    ids=lambda words: ascii(words)[:20],
)
async def test_whatever_is_typed_slack_and_telegram_take_the_answer(
    wired: Wired, words: str
) -> None:
    person, amal = wired.slack.person("U1"), wired.telegram.person(7)
    home = await wired.home(person)
    offered = await person.types_in(home, TO_READ, words)
    search = await (await amal.searches(words)).wait()

    assert offered.error == ""
    assert search.results or search.button


@pytest.mark.parametrize(
    "title",
    [
        "Ostrich " + "long " * 60,
        "Ostrich 👩‍👩‍👧‍👦" * 40,
        "Ostrich هجرة اليد العاملة \u202e",
        "Ostrich <b>&amp; *bold* :smile: <!everyone>",
        "Ostrich\n\n\tlines",
    ],
    ids=["long", "emoji", "right to left", "markup", "lines"],
)
async def test_whatever_a_title_has_slack_and_telegram_show_it(wired: Wired, title: str) -> None:
    wired.save(Resource(id="o" * 200, title=title, publisher="P" * 300, description=title * 9))
    person, amal = wired.slack.person("U1"), wired.telegram.person(7)
    offered = await person.types_in(await wired.home(person), TO_READ, "ostri")
    search = await (await amal.searches("ostri")).wait()

    assert (offered.error, len(offered.options)) == ("", 1)
    assert len(search.results) == 1


async def test_a_hundred_who_type_at_once_are_all_answered_in_time(wired: Wired) -> None:
    people = [wired.slack.person(f"U{number}") for number in range(100)]
    home = await wired.home(people[0])
    for person in people:
        person.profile.home = home
    loop = asyncio.get_running_loop()
    began = loop.time()
    outcomes = await asyncio.gather(*(each.types_in(home, TO_READ, "migr") for each in people))
    took = loop.time() - began

    assert {each.error for each in outcomes} == {""}
    assert {len(each.options) for each in outcomes} == {20}
    assert took < 3


# Telegram


async def test_a_record_is_found_inline_and_posted_where_people_talk(wired: Wired) -> None:
    amal, bo = wired.telegram.person(7), wired.telegram.person(8)
    group = wired.telegram.group(-5, amal, bo, with_bot=False)
    search = await (await amal.searches("alternatives to det")).wait()
    posted = await amal.shares(search, "Peer learning", group)

    assert posted.text.startswith("Peer learning on alternatives to immigration detention\n")
    assert [each["type"] for each in posted.entities][:2] == ["text_link", "bold"]
    assert (search.query.answer or {})["is_personal"]
    assert 0 < (search.query.answer or {})["cache_time"] <= 300


async def test_what_is_posted_where_the_hub_reads_along_is_no_question_to_it(wired: Wired) -> None:
    amal = wired.telegram.person(7)
    await amal.starts()
    welcome = await wired.telegram.wait_for_message(amal)
    search = await (await amal.searches("alternatives to det")).wait()
    posted = await amal.shares(search, "Peer learning", amal.chat)
    await wired.telegram.settled()
    await wired.hub.intake.settle()

    assert posted.updates
    assert wired.telegram.messages(amal)[-1] is posted
    assert welcome in wired.telegram.messages(amal)


@pytest.mark.parametrize(
    ("words", "button"),
    [("", "Type a word of a title"), ("qqqqq", "No title fits. Ask me in your own words")],
)
async def test_where_nothing_is_found_a_button_says_what_to_do(
    wired: Wired, words: str, button: str
) -> None:
    search = await (await wired.telegram.person(7).searches(words)).wait()

    assert (search.results, search.button) == ([], button)


async def test_the_button_above_the_results_leads_to_a_greeting(wired: Wired) -> None:
    amal = wired.telegram.person(7)
    await amal.starts("inline")

    assert await wired.telegram.wait_for_message(amal, holding="I am the connection hub")


async def test_a_query_that_is_too_old_or_unreadable_holds_nothing_up(wired: Wired) -> None:
    amal = wired.telegram.person(7)
    old = await amal.searches("migr")
    old.query.answer = {}
    wired.telegram.updates.add("inline_query", {"id": 5}, chat=7)
    await amal.writes("hello")

    assert await wired.telegram.wait_for_message(amal, holding="Hello!")


# Who sees what


@pytest.mark.parametrize("standing", [None, *Standing])
async def test_only_what_a_person_may_see_is_offered_and_inline_only_what_all_may(
    wired: Wired, standing: Standing | None
) -> None:
    wired.save(*one_of_each("Ostrich"))
    person, amal = wired.slack.person("U1"), wired.telegram.person(7)
    home = await wired.home(wired.slack.person("U2"))
    if standing is not None:
        await wired.home(person)
        await amal.starts()
        await wired.telegram.wait_for_message(amal)
        account = f"{wired.slack.workspace.id}/U1"
        upkeep.set_standing(wired.hub.database, Platform.SLACK, account, standing)
        upkeep.set_standing(wired.hub.database, Platform.TELEGRAM, "7", standing)
    read = await person.types_in(home, TO_READ, "ostrich")
    asked = await person.types_in(home, TO_ASK, "ostrich")
    search = await (await amal.searches("ostrich")).wait()

    seen = {f"Ostrich {each}" for each in SEES[standing or Standing.GUEST]}
    assert set(titles(read.options)) == set(titles(asked.options)) == seen
    assert {each["title"] for each in search.results} == {f"Ostrich {Visibility.PUBLIC}"}


async def test_a_field_in_a_channel_offers_what_all_its_readers_may_see(wired: Wired) -> None:
    wired.save(*one_of_each("Ostrich"))
    person = wired.slack.person("U1")
    await wired.home(person)
    account = f"{wired.slack.workspace.id}/U1"
    upkeep.set_standing(wired.hub.database, Platform.SLACK, account, Standing.SECRETARIAT)
    channel = wired.slack.channel("C1", person)
    asked = await person.mentions(channel, "hello")
    answer = await wired.slack.wait_for_message(channel, thread_ts=asked.ts)
    field = {"type": "external_select", "action_id": TO_READ, "min_query_length": 2}
    answer.blocks.append({"type": "actions", "block_id": "field", "elements": [field]})
    offered = await person.types_in(answer, TO_READ, "ostrich")

    assert titles(offered.options) == [f"Ostrich {Visibility.PUBLIC}"]


async def test_a_field_of_somebody_else_is_offered_nothing(wired: Wired) -> None:
    person = wired.slack.person("U1")
    home = await wired.home(person)
    home.json["blocks"][0]["elements"][0]["action_id"] = "suggest.request"
    offered = await person.types_in(home, "suggest.request", "migr")

    assert (offered.error, offered.options) == ("", [])


TITLES = st.text(st.sampled_from("ab é移هж👧 -"), min_size=1, max_size=12).filter(str.strip)


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(
    st.lists(st.tuples(TITLES, st.sampled_from(Visibility)), min_size=1, max_size=8),
    st.text(st.sampled_from("ab é移هж👧 -"), max_size=4),
    st.sampled_from(Standing),
    st.booleans(),
)
def test_no_title_leaks_whatever_is_typed(
    visible_to: Any,  # noqa: ANN401  # a fixture's function
    records: list[tuple[str, Visibility]],
    words: str,
    standing: Standing,
    shared: bool,  # noqa: FBT001
) -> None:
    found: Suggestions = visible_to(records, words, standing, shared)
    public = {Visibility.PUBLIC}
    allowed = public if shared else SEES[standing]

    assert {each.entry.url.rpartition("/")[2] for each in found.items} <= {
        str(each) for each in allowed
    }


@pytest.fixture
def visible_to(tmp_path: Path, router: Router) -> Iterable[Any]:
    """Asks for suggestions over these records alone, as somebody of this standing."""
    chosen = Settings(database_url=f"sqlite:///{tmp_path / 'hub.sqlite'}", model="off")
    database, search = assembly.open_database(chosen)
    upkeep.migrated(database)
    at = assembly.now()
    database.run_now(lambda store: store.people.meet(Platform.SLACK, "T", "U", at=at))
    suggester = Suggester(database, router.phrases)

    def ask(
        records: list[tuple[str, Visibility]],
        words: str,
        standing: Standing,
        shared: bool,  # noqa: FBT001
    ) -> Suggestions:
        upkeep.set_standing(database, Platform.SLACK, "T/U", standing)
        gone = [f"{number}" for number in range(8)]
        kept = [
            Resource(id=number, title=title, url=f"https://un.example/{each}", visibility=each)
            for number, (title, each) in zip(gone, records, strict=False)
        ]
        database.run_now(lambda store: store.resources.retire(gone, at=at))
        database.run_now(lambda store: store.resources.put(kept))
        typed = Typed(Platform.SLACK, "U", words, {Kind.RESOURCE: 50}, workspace="T", shared=shared)
        return asyncio.run(suggester.suggest(typed))

    yield ask
    search.close()
    database.close()


# Trouble


async def test_a_database_that_hangs_suggests_nothing_in_time(
    wired: Wired, caplog: pytest.LogCaptureFixture
) -> None:
    hub = wired.hub
    suggester = Suggester(hub.database, hub.router.phrases, patience=timedelta(seconds=0.05))
    release = asyncio.Event()
    loop = asyncio.get_running_loop()

    def hang(_store: object) -> None:
        asyncio.run_coroutine_threadsafe(release.wait(), loop).result()

    stuck = [asyncio.create_task(hub.database.read(hang)) for _ in range(8)]
    await asyncio.sleep(0)
    found = await suggester.suggest(Typed(Platform.SLACK, "U1", "migr", EVERYTHING))
    release.set()
    await asyncio.gather(*stuck)

    assert found.items == ()
    assert "nothing suggested: TimeoutError" in caplog.text


async def test_a_bug_suggests_nothing_and_is_logged(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    without_search = Suggester(database, Phrases())
    found = await without_search.suggest(Typed(Platform.SLACK, "U1", "migr", EVERYTHING))

    assert found.items == ()
    assert "no search" in caplog.text
