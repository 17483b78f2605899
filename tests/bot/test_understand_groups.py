"""Words about working groups and their plans, in six languages."""

import pytest

from bot.slots import Knowledge
from bot.understand import understand
from bot.understood import Understood, Verb

KNOWLEDGE = Knowledge()


def read(text: str, *, verb: str | None = None) -> Understood:
    return understand(text, knowledge=KNOWLEDGE, verb=verb)


@pytest.mark.parametrize(
    ("text", "verb", "words"),
    [
        ("groups", Verb.GROUPS, ""),
        ("my working groups", Verb.GROUPS, ""),
        ("mes groupes de travail", Verb.GROUPS, ""),
        ("grupos de trabajo", Verb.GROUPS, ""),
        ("рабочие группы", Verb.GROUPS, ""),
        ("الأفرقة العاملة", Verb.GROUPS, ""),
        ("我的工作组", Verb.GROUPS, ""),
        ("show group CWG 1.2", Verb.GROUPS, "CWG 1.2"),
        ("I would like to join CWG 2.1", Verb.JOIN, "CWG 2.1"),
        ("je souhaite rejoindre TWG 4", Verb.JOIN, "TWG 4"),
        ("quiero unirme a TWG 4", Verb.JOIN, "TWG 4"),
        ("хочу вступить в TWG 4", Verb.JOIN, "TWG 4"),
        ("أريد الانضمام إلى TWG 4", Verb.JOIN, "TWG 4"),
        ("我想加入 TWG 4", Verb.JOIN, "TWG 4"),
        ("workplan", Verb.WORKPLAN, ""),
        ("workplan of CWG 2.1", Verb.WORKPLAN, "CWG 2.1"),
        ("plan de travail de CWG 2.1", Verb.WORKPLAN, "CWG 2.1"),
        ("plan de trabajo de CWG 2.1", Verb.WORKPLAN, "CWG 2.1"),
        ("план работы CWG 2.1", Verb.WORKPLAN, "CWG 2.1"),
        ("خطة عمل CWG 2.1", Verb.WORKPLAN, "CWG 2.1"),
        ("工作计划 CWG 2.1", Verb.WORKPLAN, "CWG 2.1"),
        ("this is the channel of WS-ATD", Verb.CHANNEL, "WS-ATD"),
        ("ce canal est celui de TWG 2", Verb.CHANNEL, "TWG 2"),
    ],
)
def test_what_is_said_of_groups_is_heard_with_the_group(text: str, verb: Verb, words: str) -> None:
    found = read(text)

    assert (found.verb, found.words) == (verb, words)


@pytest.mark.parametrize("name", ["groups", "join", "workplan", "channel"])
def test_a_command_takes_the_group_that_follows(name: str) -> None:
    found = read("CWG 2.1", verb=name)

    assert (found.verb.value, found.words) == (name, "CWG 2.1")


@pytest.mark.parametrize(
    "text",
    [
        "groups of migrants in vulnerable situations",
        "vulnerable groups",
        "plan national sur la migration",
        "working group on detention",
    ],
)
def test_what_only_looks_like_a_group_is_looked_up(text: str) -> None:
    assert read(text).verb is Verb.FIND
