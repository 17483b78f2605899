"""In a whole conversation nobody reads a word of a record that they may not see."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.platforms.adapter import Letter
from bot.render.plain import plain_text
from config.network_files.records import Document, Event, EventKind, Expert, Resource
from config.taxonomy import Platform, Standing, Visibility
from handlers.finding import SEES
from storage.resources import ANSWER_TYPE, WRITTEN_HERE
from storage.roles import Role, RoleState
from storage.store import Store

Stage = Any  # tests/bot/conftest.py
Talker = Any
WORD = {
    Visibility.PUBLIC: "albatross",
    Visibility.NETWORK: "bluebird",
    Visibility.GROUP: "cormorant",
    Visibility.GOVERNMENT: "dunlin",
}
"""A word that is in records of this visibility alone."""
COUNTRY = dict(zip(Visibility, ("NO", "JP", "PE", "TD"), strict=True))
HERE, THERE = "WS-ATD", "WS-BLMA"
"""The working group that the records for a group belong to, and another one."""
TOPIC = "quagga"
PATIENCE_S = 10.0
PARIS = ZoneInfo("Europe/Paris")


def _resources(scope: Visibility) -> list[Resource]:
    word = WORD[scope]
    shared: dict[str, Any] = {
        "visibility": scope,
        "working_groups": (HERE,),
        "year": 2026,
        "publisher": f"{word} society",
    }
    return [
        Resource(
            id=f"R-{scope}",
            title=f"The {TOPIC} and the {word}",
            description=f"On {word} and {TOPIC} herds.",
            language="en",
            type="report",
            countries=(COUNTRY[scope],),
            **shared,
        ),
        Resource(
            id=f"F-{scope}",
            title=f"Le {TOPIC} et {word}",
            description=f"Sur {word}.",
            language="fr",
            same_work=f"R-{Visibility.PUBLIC}",
            **shared,
        ),
        Resource(
            id=f"{WRITTEN_HERE}{scope}",
            title=f"How does a {TOPIC} keep warm?",
            description=f"It asks a {word}.",
            type=ANSWER_TYPE,
            language="en",
            **shared,
        ),
    ]


def _fill(stage: Stage) -> None:
    resources = [each for scope in Visibility for each in _resources(scope)]
    experts = [
        Expert(
            id=f"E-{scope}",
            title=f"Keeper of the {TOPIC} and the {word}",
            description=f"Answers for {TOPIC} and {word}",
            documents=(Document(title=f"{TOPIC} notes of a {word}", text=f"{TOPIC} {word}"),),
            visibility=scope,
            working_groups=(HERE,),
        )
        for scope, word in WORD.items()
    ]
    events = [
        Event(
            id=f"V-{scope}",
            name=f"{TOPIC} forum",
            kind=EventKind.MEETING,
            start="2027-03",
            note=f"A {word} speaks.",
            visibility=scope,
        )
        for scope, word in WORD.items()
    ]
    stage.hub.database.run_now(lambda store: store.resources.put(resources))
    stage.hub.database.run_now(lambda store: store.experts.put(experts))
    stage.hub.database.run_now(lambda store: store.events.put(events))


async def _all_paths(talker: Talker) -> list[str]:
    """What is read on the way through everything that an answer leads to."""
    read = []
    for asked in (
        f"find {TOPIC}",
        f"find the {TOPIC} and the bluebrid",
        f"find the {TOPIC} and the dunln",
        f"how does a {TOPIC} keep warm",
        f"when is the next {TOPIC} forum",
        f"who knows about {TOPIC}",
        f"le {TOPIC} en français",
    ):
        await talker.says(asked)
        read.append(talker.reads)
        for label in ("More", "Narrow", "Region", "Back"):
            if any(_said(talker, c).startswith(label) for row in talker.reply.choices for c in row):
                await talker.taps(label)
                read.append(talker.reads)
    return read


def _said(talker: Talker, choice: Any) -> str:  # noqa: ANN401  # a Choice
    assert talker.last is not None
    return str(talker.last.voice.say(choice.label))


@pytest.mark.parametrize(
    ("standing", "role", "sees"),
    [
        *((each, None, set(SEES[each])) for each in Standing),
        (Standing.GUEST, (HERE, RoleState.ACTIVE), {Visibility.PUBLIC, Visibility.GROUP}),
        (Standing.MEMBER, (HERE, RoleState.INTERESTED), set(SEES[Standing.MEMBER])),
        (Standing.MEMBER, (THERE, RoleState.ACTIVE), set(SEES[Standing.MEMBER])),
    ],
)
async def test_no_path_shows_what_is_not_theirs(
    stage: Stage,
    standing: Standing,
    role: tuple[str, RoleState] | None,
    sees: set[Visibility],
) -> None:
    _fill(stage)
    alone = stage.person("ana", Platform.TELEGRAM)
    await alone.says("hello")
    stage.standing(alone, standing)
    if role:
        _join(stage, "ana", *role)
    in_a_group = stage.person("ana", Platform.TELEGRAM, group="g1")
    in_a_group.events = 1_000  # as no platform numbers two events alike

    read = [await _all_paths(each) for each in (alone, in_a_group)]

    seen = [_scopes(" ".join(each)) for each in read]
    assert seen == [sees, {Visibility.PUBLIC}]


def _join(stage: Stage, account: str, group: str, state: RoleState) -> None:
    def give(store: Store) -> None:
        met = store.people.account(Platform.TELEGRAM, "", account)
        assert met is not None
        at = stage.clock()
        store.roles.put(met.person_id, group, Role.MEMBER, state=state, at=at)

    stage.hub.database.run_now(give)


def _scopes(read: str) -> set[Visibility]:
    """Of which visibilities any word was read."""
    return {scope for scope in Visibility if WORD[scope] in read.casefold()}


async def test_news_is_as_discreet_as_an_answer(stage: Stage) -> None:
    people = [stage.person(each) for each in ("ana", "bea", "cem")]
    for each in people:
        await each.says(f"tell me every day when there is something new on {TOPIC}")
    _join(stage, "bea", HERE, RoleState.ACTIVE)
    _join(stage, "cem", THERE, RoleState.ACTIVE)
    _fill(stage)
    morning = datetime.now(PARIS).replace(hour=9, minute=5) + timedelta(days=1)
    while morning.weekday() > 4:
        morning += timedelta(days=1)
    stage.clock.turn_to(morning)
    await stage.hub.go_round()

    post = people[0].post
    letters = [await asyncio.wait_for(post.letters.get(), PATIENCE_S) for _ in people]

    told = {each.place.conversation: _scopes(_read(each)) for each in letters}
    alone = {Visibility.PUBLIC}
    assert told == {"c-ana": alone, "c-bea": {*alone, Visibility.GROUP}, "c-cem": alone}


def _read(letter: Letter) -> str:
    return plain_text(letter.reply, letter.voice)
