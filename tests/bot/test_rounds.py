"""What comes due is done a few at a time, as if each were alone; one that fails holds none up."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.rounds import ROUNDS, TOGETHER, Round
from config.network_files.records import GroupKind, Question, ReviewForm, WorkingGroup
from config.taxonomy import Platform
from storage.database import Database
from storage.errors import Conflict
from storage.roles import Role
from storage.store import Store

MANY = TOGETHER + 3
AT = datetime(2027, 4, 2, 8, tzinfo=UTC)
ORGANISATIONS = ("ILO", "WHO", "UNDP", "OHCHR", "IOM")


@dataclass
class Work:
    """People who are met when their number is due; the third cannot be."""

    found: Sequence[int] = range(MANY)
    together: list[int] = field(default_factory=list)

    def due(self, _store: Store, _now: datetime, _limit: int) -> Sequence[int]:
        return self.found

    def do(self, store: Store, number: int, now: datetime) -> None:
        store.people.meet(Platform.TELEGRAM, "", str(number), at=now)
        if number == 3:
            raise Conflict("3")

    def do_several(self, store: Store, numbers: Sequence[int], now: datetime) -> None:
        self.together.append(len(numbers))
        for each in numbers:
            self.do(store, each, now)


def test_one_that_fails_holds_none_up_and_leaves_nothing(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    work = Work()
    one_by_one = Round("meet", timedelta(0), work.due, work.do, work.do_several)
    asyncio.run(one_by_one.go(database, now=AT))

    met = database.read_now(
        lambda store: [
            each
            for each in range(MANY)
            if store.people.account(Platform.TELEGRAM, "", str(each)) is not None
        ]
    )
    assert met == [each for each in range(MANY) if each != 3]
    assert set(work.together) == {TOGETHER, MANY - TOGETHER}
    assert [each.message for each in caplog.records if each.levelname == "ERROR"] == [
        "a round failed for one"
    ]


def test_who_reviews_is_the_same_whether_several_are_prepared_at_once_or_one_by_one(
    database: Database,
) -> None:
    database.run_now(_groups)
    (prepare,) = (each for each in ROUNDS if each.name == "prepare reviews")
    chosen = []
    for each in (prepare, replace(prepare, do_several=None)):
        with pytest.raises(_Seen) as seen:
            database.run_now(_prepared(each))
        chosen.append(seen.value.args[0])

    assert chosen[0] == chosen[1]
    assert len(chosen[0]) == MANY
    assert len({who for pair in chosen[0] for who, _ in pair}) == len(ORGANISATIONS) - 1


class _Seen(Exception):
    """What one way of doing it came to."""


def _prepared(found: Round) -> Callable[[Store], None]:
    def unit(store: Store) -> None:
        due = found.due(store, AT, 100)
        if found.do_several is not None:
            found.do_several(store, due, AT)
        else:
            for each in due:
                found.do(store, each, AT)
        ids = store.cycles.due(now=AT + timedelta(days=30), limit=100)
        raise _Seen(
            [[(e.person_id, e.why) for e in store.cycles.assigned(each)] for each in sorted(ids)]
        )

    return unit


def _groups(store: Store) -> None:
    """So many, each led by somebody of IOM, and a reviewer of each organisation."""
    store.review_forms.put([ReviewForm(title="R", questions=(Question(number=1, text="?"),))])
    for number in range(MANY):
        store.groups.put([WorkingGroup(id=f"G{number}", title="G", kind=GroupKind.CORE)])
        lead = _person(store, f"lead {number}", "IOM")
        store.roles.put(lead, f"G{number}", Role.LEAD, at=AT)
    for name in ORGANISATIONS:
        store.roles.put(_person(store, name, name), "G0", Role.REVIEWER, at=AT)


def _person(store: Store, name: str, organisation: str) -> int:
    person_id = store.people.meet(Platform.TELEGRAM, "", name, at=AT).person_id
    store.people.get(person_id).organisation = organisation
    return person_id
