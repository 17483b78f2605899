"""Bring a database to the tables of this version, also with several replicas starting at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError, OperationalError

from storage.database import translated, writing
from storage.errors import Damaged, Newer, Unavailable

FOLDER = Path(__file__).parent / "migrations"
LOCK = 7_263_001
"""An advisory lock of PostgreSQL: of two replicas that migrated at once, one failed each time."""


def migrate(engine: Engine) -> tuple[str | None, str]:
    """Run what is missing; the revisions before and after.

    Raises:
        Unavailable: the database cannot be reached or written.
        Damaged: it is none, or cannot be read.
        Newer: a later version of the hub has been at work in it.
    """
    at, wanted = state(engine)
    if at == wanted:
        return at, wanted
    if at and at > wanted:
        raise Newer(at, wanted)
    with _in_our_words():
        return _migrate(engine), wanted


def state(engine: Engine) -> tuple[str | None, str]:
    """The revision that the database is at (None: it is empty), and the one that is wanted.

    Raises:
        Unavailable: the database cannot be reached.
        Damaged: it is none, or cannot be read.
    """
    with _in_our_words(), engine.connect() as connection:
        return revision(connection), newest()


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise Unavailable(str(error.orig)) from error
    except DatabaseError as error:
        meant = translated(error)
        if isinstance(meant, Damaged):
            raise meant from error
        raise


def revision(connection: Connection) -> str | None:
    """The revision that the database is at; None: it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def newest() -> str:
    """The revision that this version works with: files are named by revision, in order."""
    return max(file.name.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*.py"))


def _migrate(engine: Engine) -> str | None:
    from storage.upgrade import upgrade  # noqa: PLC0415  # Alembic takes 10 MiB

    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        before = revision(connection)
        upgrade(connection)
    return before
