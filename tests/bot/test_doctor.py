"""What an operator is told about a database that is missing, empty or damaged."""

from pathlib import Path

import pytest

from bot import assembly, doctor
from bot.doctor import Finding
from config.settings import SettingError, Settings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command is typed, with nothing set but the database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUB_MODEL", "off")
    monkeypatch.setenv("HUB_DATABASE_URL", "sqlite:///kept/hub.sqlite")
    return tmp_path


def about_the_database() -> list[Finding]:
    named = {"HUB_DATABASE_URL", "database", "network", "inbox", "outbox", "search index"}
    return [each for each in doctor.examine() if each.about in named]


def test_looking_at_a_mistyped_path_makes_nothing(folder: Path) -> None:
    (found,) = about_the_database()

    assert not found.ok
    assert f"{folder / 'kept' / 'hub.sqlite'} does not exist yet" in found.found
    assert list(folder.iterdir()) == []


def test_a_database_without_tables_is_said_once(folder: Path) -> None:
    (folder / "kept").mkdir()
    (folder / "kept" / "hub.sqlite").touch()

    (found,) = about_the_database()

    assert found.found == "no tables yet"
    assert "hub run" in found.what_to_do


def test_a_damaged_file_is_named_with_what_to_do(folder: Path) -> None:
    (folder / "kept").mkdir()
    (folder / "kept" / "hub.sqlite").write_bytes(b"no database at all" * 500)

    (found,) = about_the_database()
    database, search = assembly.open_database(Settings.load())
    with pytest.raises(SettingError, match=r"HUB_DATABASE_URL.*backup"):
        assembly.migrated(database)
    search.close()
    database.close()

    assert "damaged" in found.found
    assert "backup" in found.what_to_do
