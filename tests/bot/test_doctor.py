"""What an operator is told about the database, and about each platform's token."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import assembly, doctor, upkeep
from bot.doctor import Finding
from bot.platforms import checks
from bot.sandbox.slack import SlackSandbox
from bot.sandbox.telegram import TelegramSandbox
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
        upkeep.migrated(database)
    search.close()
    database.close()

    assert "damaged" in found.found
    assert "backup" in found.what_to_do


@pytest.mark.parametrize("known", [True, False])
async def test_each_platform_says_whether_it_takes_the_token(*, known: bool) -> None:
    async with SlackSandbox() as slack, TelegramSandbox() as telegram:
        said = await checks.ask(
            Settings(
                slack_bot_token=SecretStr(slack.bot_token if known else "xoxb-nobody"),
                slack_api_url=slack.api_url,
                telegram_token=SecretStr(telegram.token if known else "1:" + "x" * 35),
                telegram_api_url=telegram.api_url,
            )
        )

    assert {isinstance(each, checks.Refused) for each in said.values()} == {not known}
    assert not any(isinstance(each, checks.NoAnswer) for each in said.values())


def test_a_platform_out_of_reach_is_named(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("HUB_TELEGRAM_TOKEN", "1:" + "x" * 35)
    monkeypatch.setenv("HUB_TELEGRAM_API_URL", "http://127.0.0.1:9")

    found = {each.about: each for each in doctor.examine()}["Telegram"]

    assert not found.ok
    assert "does not answer" in found.found
    assert list(folder.iterdir()) == []
