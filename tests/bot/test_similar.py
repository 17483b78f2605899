"""Requests of others that are like a question, found by search for whoever may see them."""

from datetime import UTC, datetime
from itertools import product
from typing import Any

from config.network_files.records import Resource
from config.taxonomy import Platform, Standing, Visibility
from handlers import audience
from storage.database import Database
from storage.requests import Request, State, scopes
from storage.resources import ANSWER_TYPE, WRITTEN_HERE
from storage.roles import Role
from storage.search.documents import Kind, Query, Reader
from storage.search.engine import Search
from storage.store import Store

Stage = Any  # tests/bot/conftest.py
Talker = Any
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
HERE = "CWG 2.1"
NEED = "we need help with quagga fences near the border of Kenya"


async def _member(stage: Stage, name: str, standing: Standing = Standing.MEMBER) -> Talker:
    talker = stage.person(name)
    await talker.says("hello")
    stage.standing(talker, standing)
    return talker


def _offered(talker: Talker) -> list[str]:
    assert talker.last is not None
    return [talker.last.voice.say(c.label) for row in talker.reply.choices for c in row]


async def test_a_question_leads_to_what_others_need_help_with(stage: Stage) -> None:
    ana, ben = await _member(stage, "ana"), await _member(stage, "ben")
    guest = await _member(stage, "gus", Standing.GUEST)
    await ana.says(NEED)
    await ben.says("quagga fences")
    assert "One request like this" not in _offered(ben)
    await ana.taps("Send it")

    await ben.says("quagga fences")
    await ben.taps("One request like this")

    assert "quagga fences near the border" in ben.reads
    assert "ana" not in ben.reads
    await ben.taps("1: ")
    assert ben.choice("I can help")
    for other in (ana, guest):
        await other.says("quagga fences")
        assert "One request like this" not in _offered(other)


async def test_a_request_is_found_no_more_once_it_is_sensitive(stage: Stage) -> None:
    ana, ben = await _member(stage, "ana"), await _member(stage, "ben")
    secretary = await _member(stage, "sec", Standing.SECRETARIAT)
    await ana.says(NEED)
    await ana.taps("Who sees it")
    await ana.taps("Nobody else")
    await ana.taps("Done")
    await ana.taps("Send it")

    await ben.says("quagga fences")
    await secretary.says("quagga fences")

    assert "One request like this" not in _offered(ben)
    assert "One request like this" in _offered(secretary)


async def test_requests_are_searched_by_a_sentence(stage: Stage) -> None:
    ana, ben = await _member(stage, "ana"), await _member(stage, "ben")
    guest = await _member(stage, "gus", Standing.GUEST)
    await ana.says(NEED)
    await ana.taps("Send it")
    answer = Resource(
        id=f"{WRITTEN_HERE}1",
        title="How high is a quagga fence?",
        description="Two metres, as in Namibia.",
        language="en",
        type=ANSWER_TYPE,
        visibility=Visibility.NETWORK,
    )
    stage.hub.database.run_now(lambda store: store.resources.put([answer]))

    read = {}
    for asked in ("any requests about quagga fences?", "есть ли запросы о quagga fences"):
        for each in (ben, guest):
            await each.says(asked)
            read[each.account, asked[:3]] = each.reads
    in_group = stage.person("ben", group="g1")
    in_group.events = 1_000
    await in_group.says("requests about quagga fences")
    assert "for you alone to read" in in_group.reads

    for asked in ("any", "ест"):
        assert "near the border" in read["ben", asked]
        assert "Two metres" in read["ben", asked]
        assert "No request that you may see" in read["gus", asked]
        assert "Two metres" not in read["gus", asked]
    assert "near the border" not in in_group.reads
    await guest.taps("Something to read")


def test_each_reader_finds_what_the_rule_lets_them_see(made_url: str) -> None:
    search = Search(None, patience_seconds=None)
    database = Database(made_url, search=search)
    database.run_now(_fill)

    differing = database.read_now(_differing)
    database.run_now(_erase)
    left = database.read_now(_differing)
    search.close()
    database.close()

    assert (differing, left) == ([], [])


def _erase(store: Store) -> None:
    """As when whoever asked is forgotten."""
    for each in store.session.query(Request).all():
        each.need = ""
        each.state = State.DRAFT


def _fill(store: Store) -> None:
    asks = store.people.meet(Platform.TELEGRAM, "", "asks", at=NOW).person_id
    for seen, sensitive, group, state in product(
        Visibility, (True, False), (HERE, "CWG 3"), (State.DRAFT, State.OPEN, State.CLOSED)
    ):
        store.requests.add(
            Request(
                person_id=asks,
                need="quagga fences",
                visibility=seen,
                sensitive=sensitive,
                group_id=group,
                state=state,
                created_at=NOW,
                state_at=NOW,
            )
        )
    for standing, member in product(Standing, (True, False)):
        who = store.people.meet(Platform.TELEGRAM, "", f"{standing}-{member}", at=NOW).person_id
        store.people.get(who).standing = standing
        if member:
            store.roles.put(who, HERE, Role.MEMBER, at=NOW)


def _differing(store: Store) -> list[str]:
    """Readers for whom search and `audience.may_see` do not agree."""
    every = store.session.query(Request).all()
    wrong = []
    for standing, member in product(Standing, (True, False)):
        name = f"{standing}-{member}"
        account = store.people.account(Platform.TELEGRAM, "", name)
        assert account is not None
        sight = audience.sight(store, account.person_id)
        asked = Query("quagga fences", reader=Reader(scopes(sight, (HERE, "CWG 3"))))
        found = store.search.find(asked, kind=Kind.REQUEST, limit=200)
        may = {str(each.id) for each in every if audience.may_see(sight, each)}
        if {hit.record_id for hit in found.hits} != may or found.total != len(may):
            wrong.append(name)
    return wrong
