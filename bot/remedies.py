"""What an operator has to do about a database or a network folder that cannot be used."""

import sys
from collections.abc import Callable

from config.network_files.faults import BadFolder
from config.settings import SettingError
from storage.errors import Damaged, Newer, StorageError


def unreachable(error: Exception) -> SettingError:
    """The database is away, may not be written, or has another address."""
    why = str(error).strip().partition("\n")[0]
    return SettingError(
        "HUB_DATABASE_URL",
        f"The database cannot be opened ({why}).",
        "Check that it runs, that the address is right and that it may be written.",
    )


def damaged(error: Damaged) -> SettingError:
    """The database is there and cannot be read."""
    return SettingError(
        "HUB_DATABASE_URL",
        f"This is not a database, or a damaged one ({error}).",
        "Restore it from a backup, or set HUB_DATABASE_URL to another file.",
    )


def newer(error: Newer) -> SettingError:
    """The database belongs to a later version of the hub."""
    return SettingError(
        "HUB_DATABASE_URL",
        f"A later version of the hub has been at work in this database ({error}).",
        "Run that version, or restore the backup from before the upgrade.",
    )


def faulty(bad: BadFolder, *, named: str, what_to_do: str) -> SettingError:
    """A network folder has faults, each listed. `named`: the setting or the path that led there."""
    faults = "\n".join(f"  {fault}" for fault in bad.faults)
    return SettingError(named, f"The folder has faults:\n{faults}", what_to_do)


def _said(error: StorageError | OSError) -> str:
    """What went wrong; a file that cannot be read or written by its path."""
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return f"{type(error).__name__}: {error}\n`hub doctor` tells what is misconfigured."


def told(do: Callable[[], None]) -> None:
    """Do it; an error that an operator can act on is told in two lines, with exit code 2."""
    try:
        do()
    except SettingError as error:
        problem = f"{error.name}: {error.problem}\n{error.what_to_do}"
    except (StorageError, OSError) as error:
        problem = _said(error)
    else:
        return
    print(problem, file=sys.stderr)  # noqa: T201  # to the operator who typed it
    sys.exit(2)
