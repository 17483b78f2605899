"""Turns on a platform with one pace for all: answers first, in order, given back when halted."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.turns import AHEAD, FEW, Turns
from config.taxonomy import Platform
from storage.database import Database
from storage.outbox import Parcel
from storage.pace import allowances
from storage.places import Place
from storage.store import Store


@pytest.fixture
def database(sqlite_with_tables: str) -> Iterator[Database]:
    database = Database(sqlite_with_tables)
    yield database
    database.close()


def now() -> datetime:
    return datetime.now(UTC)


def nothing() -> None:
    return


def letter(number: int, *, notice: bool = True) -> Parcel:
    place = Place(Platform.TELEGRAM, str(number))
    (everything, _) = allowances(place, str(number), edits=False, notice=notice)
    until = now() + timedelta(minutes=1)
    words = {"reply": "", "language": "en", "zone": "UTC", "edits": "", "due_at": now()}
    return Parcel(number, str(number), 1, until, place, **words, notice=notice, pace=everything)  # type: ignore[arg-type]  # words and a moment


async def order(turns: Turns, *letters: Parcel) -> list[int]:
    """The numbers of those whose turn came, in that order; they ask in the order given."""
    came: list[int] = []

    async def ask(one: Parcel) -> None:
        if await turns.come(one) is None:
            came.append(one.id)

    await asyncio.gather(*(ask(each) for each in letters))
    return came


async def test_an_answer_goes_before_notices_that_came_earlier(database: Database) -> None:
    turns = Turns(database, now, on_few=nothing)
    notices = [letter(number) for number in range(6)]
    came = await order(turns, *notices, letter(7, notice=False), letter(8, notice=False))

    assert came == [7, 8, 0, 1, 2, 3, 4, 5]


async def test_what_asks_for_nothing_of_it_waits_for_nobody(database: Database) -> None:
    slack = Place(Platform.SLACK, "C1", "T1")
    one = Parcel(1, "1", 1, now(), slack, "", "en", "UTC", "", due_at=now())

    assert await Turns(database, now, on_few=nothing).come(one) is None


async def test_a_halt_gives_every_letter_back_until_it_ends(database: Database) -> None:
    halted = now() + timedelta(minutes=5)
    database.run_now(lambda store: store.pace.halt(Platform.TELEGRAM, "", until=halted))
    turns = Turns(database, now, on_few=nothing)
    until = await asyncio.gather(*(turns.come(letter(number)) for number in range(3)))

    assert until == [halted] * 3
    assert turns.room == AHEAD


async def test_more_is_leased_when_few_are_left(database: Database) -> None:
    asked: list[int] = []
    turns = Turns(database, now, on_few=lambda: asked.append(turns.room))
    await order(turns, *(letter(number) for number in range(FEW + 3)))

    assert asked == [AHEAD - FEW]


async def test_whoever_waits_when_the_hub_stops_is_let_go(database: Database) -> None:
    turns = Turns(database, now, on_few=nothing)
    waiting = asyncio.create_task(order(turns, *(letter(number) for number in range(30))))
    await asyncio.sleep(0.1)
    turns.close()

    assert len(await waiting) < 30


async def test_a_database_out_of_reach_is_asked_again(database: Database) -> None:
    turns = Turns(_Failing(database), now, on_few=nothing)  # type: ignore[arg-type]  # it runs units

    assert await order(turns, letter(1)) == [1]


class _Failing:
    """A database that fails once."""

    def __init__(self, database: Database) -> None:
        self._database, self._failed = database, False

    async def run(self, unit: Callable[[Store], object]) -> object:
        if not self._failed:
            self._failed = True
            raise ZeroDivisionError("on purpose")
        return await self._database.run(unit)
