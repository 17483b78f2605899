"""Bring a database to the tables of this version, also with several replicas starting at once."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from storage.errors import Unavailable
from storage.tables import metadata

FOLDER = Path(__file__).parent / "migrations"
LOCK = 7_263_001
"""An advisory lock of PostgreSQL: of two replicas that migrated at once, one failed each time."""


def migrate(engine: Engine) -> tuple[str | None, str]:
    """Run what is missing; the revisions before and after.

    Raises:
        Unavailable: the database cannot be reached or written.
    """
    try:
        return _migrate(engine)
    except OperationalError as error:
        raise Unavailable(str(error.orig)) from error


def state(engine: Engine) -> tuple[str | None, str]:
    """The revision that the database is at (None: it is empty), and the one that is wanted.

    Raises:
        Unavailable: the database cannot be reached.
    """
    try:
        with engine.connect() as connection:
            return revision(connection), newest()
    except OperationalError as error:
        raise Unavailable(str(error.orig)) from error


def _migrate(engine: Engine) -> tuple[str | None, str]:
    before: str | None = None
    with engine.execution_options(hub_writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        before = revision(connection)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before, newest()


def revision(connection: Connection) -> str | None:
    """The revision that the database is at; None: it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The revision that this version of the hub works with."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None  # noqa: S101  # there is a first migration
    return head


def differences(connection: Connection) -> list[object]:
    """What the tables in the code have that the database has not, or the other way round."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
