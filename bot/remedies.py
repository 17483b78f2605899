"""What an operator has to do about a database or a network folder that cannot be used."""

from config.network_files.faults import BadFolder
from config.settings import SettingError
from storage.errors import Damaged


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


def faulty(bad: BadFolder, *, named: str, what_to_do: str) -> SettingError:
    """A network folder has faults, each listed. `named`: the setting or the path that led there."""
    faults = "\n".join(f"  {fault}" for fault in bad.faults)
    return SettingError(named, f"The folder has faults:\n{faults}", what_to_do)
