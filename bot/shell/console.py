"""What commands share: two consoles, the database, and options that several of them take."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, TypeVar

import typer
from rich.console import Console

from bot import assembly, upkeep
from config.settings import Settings
from storage.database import Database
from storage.search.engine import Search

Kind = TypeVar("Kind", bound=StrEnum)

MOST_RESULTS = 1000

say = Console(highlight=False)
warn = Console(stderr=True, highlight=False)


def _limit(typed: str | int) -> int:
    """How many results are asked for."""
    if not (str(typed).isascii() and str(typed).isdigit() and 1 <= int(typed) <= MOST_RESULTS):
        raise typer.BadParameter(f"'{typed}' is not a number from 1 to {MOST_RESULTS}.")
    return int(typed)


def at_least_one(typed: str | int) -> int:
    if not (str(typed).isascii() and str(typed).isdigit() and int(typed)):
        raise typer.BadParameter(f"'{typed}' is not a number of at least 1.")
    return int(typed)


def one_of(known: type[Kind]) -> Callable[[str], Kind]:
    """Reads one of a few words."""

    def read(typed: str) -> Kind:
        if typed.lower() not in set(known):
            raise typer.BadParameter(f"'{typed}' is none of {', '.join(known)}.")
        return known(typed.lower())

    return read


GroupName = Annotated[str, typer.Argument(help="The working group, such as 'CWG 2.1'.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Limit = Annotated[int, typer.Option(parser=_limit, metavar="NUMBER", help="How many results.")]


def show(found: object, lines: Iterable[str], *, as_json: bool) -> None:
    """As JSON for programs, as lines for people."""
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))  # noqa: T201
        return
    for line in lines:
        say.print(line, markup=False, soft_wrap=True)


@contextmanager
def ready(
    settings: Settings | None = None,
) -> Iterator[tuple[Settings, Database, Search]]:
    """The database, brought up to date, with a complete index."""
    settings = settings or Settings.load()
    with opened(settings, patient=True) as (database, search):
        upkeep.prepare(settings, database, at=assembly.now())
        yield settings, database, search


@contextmanager
def opened(settings: Settings, *, patient: bool = False) -> Iterator[tuple[Database, Search]]:
    """The database as it stands, closed afterwards whatever happens."""
    database, search = assembly.open_database(settings, patient=patient)
    try:
        yield database, search
    finally:
        search.close()
        database.close()
