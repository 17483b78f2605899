"""What an operator is told about the database, and about each platform's token."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from bot import assembly, doctor, upkeep
from bot.doctor import Finding
from bot.platforms import checks
from bot.sandbox.slack import SlackSandbox
from bot.sandbox.slack_state import App
from bot.sandbox.telegram import TelegramSandbox
from config.settings import SAMPLE_NETWORK, SettingError, Settings


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


@dataclass
class Platforms:
    """Both, and the settings under which they are asked."""

    slack: SlackSandbox
    telegram: TelegramSandbox

    async def say(self, **changed: object) -> dict[str, str]:
        """What has to be done, by what it is about; empty where all is well."""
        settings = {
            "slack_bot_token": SecretStr(self.slack.bot_token),
            "slack_app_token": SecretStr(self.slack.app_token),
            "slack_api_url": self.slack.api_url,
            "telegram_token": SecretStr(self.telegram.token),
            "telegram_api_url": self.telegram.api_url,
        }
        words = await checks.ask(Settings.model_validate(settings | changed))
        return {word.about: word.what_to_do and f"{word.said} {word.what_to_do}" for word in words}


@pytest.fixture
async def platforms() -> AsyncIterator[Platforms]:
    async with SlackSandbox() as slack, TelegramSandbox() as telegram:
        yield Platforms(slack, telegram)


async def test_each_platform_takes_its_tokens(platforms: Platforms) -> None:
    said = await platforms.say()

    assert said == dict.fromkeys(["Slack", "Slack Socket Mode", "Telegram", "Telegram updates"], "")


@pytest.mark.parametrize(
    ("setting", "token", "do"),
    [
        ("slack_bot_token", "xoxb-nobody", "OAuth & Permissions"),
        ("slack_app_token", "xapp-nobody", "connections:write"),
        ("telegram_token", "1:" + "x" * 35, "Copy the token again"),
    ],
)
async def test_a_token_that_a_platform_does_not_know_is_named(
    platforms: Platforms, setting: str, token: str, do: str
) -> None:
    said = await platforms.say(**{setting: SecretStr(token)})

    assert do in said[f"HUB_{setting.upper()}"]


async def test_scopes_that_were_not_granted_are_listed() -> None:
    app = App(scopes=("chat:write", "commands", "im:history", "mpim:history"))
    async with SlackSandbox(app=app) as slack, TelegramSandbox() as telegram:
        said = (await Platforms(slack, telegram).say())["Slack scopes"]

    assert "app_mentions:read, channels:history," in said
    assert "hub slack-manifest" in said


async def test_somebody_else_who_uses_the_bot_is_named(platforms: Platforms) -> None:
    url = f"{platforms.telegram.api_url}/bot{platforms.telegram.token}/setWebhook"
    async with httpx.AsyncClient() as client:
        await client.post(url, data={"url": "http://127.0.0.1:9/hook"})

    said = (await platforms.say())["Telegram webhook"]

    assert "127.0.0.1:9" in said
    assert "a bot of its own" in said


async def test_a_public_address_that_leads_elsewhere_is_named(platforms: Platforms) -> None:
    said = await platforms.say(
        telegram_mode="webhook",
        telegram_webhook_secret=SecretStr("s" * 16),
        public_url=platforms.slack.api_url,
    )

    assert "proxy forwards" in said["HUB_PUBLIC_URL"]
    assert "sets it at the start" in said["Telegram webhook"]


def test_a_folder_that_is_missing_and_a_name_that_is_misspelt_are_said(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setenv("HUB_NETWORK", str(folder / "nowhere"))
    monkeypatch.setenv("HUB_TELEGRAM_TOKN", "1")

    found = {each.about: each for each in doctor.examine()}

    assert "nowhere" in found["HUB_NETWORK"].found
    assert "HUB_TELEGRAM_TOKEN" in found["HUB_TELEGRAM_TOKN"].what_to_do


@pytest.mark.usefixtures("folder")
def test_all_wrong_settings_are_named_at_once_beside_the_defaults(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HUB_SLACK_BOT_TOKEN", "abc")
    monkeypatch.setenv("HUB_HTTP_PORT", "99999")

    wrong = [each.about for each in doctor.examine() if not each.ok]
    explained = list(doctor.explained())

    assert {"HUB_SLACK_BOT_TOKEN", "HUB_HTTP_PORT", "HUB_DATABASE_URL"} <= set(wrong)
    assert "HUB_DATABASE_URL = sqlite:///kept/hub.sqlite" in explained
    assert f"HUB_NETWORK = {SAMPLE_NETWORK}" in explained
    assert "HUB_SLACK_BOT_TOKEN = set, hidden" in explained


def test_a_platform_out_of_reach_is_named(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("HUB_TELEGRAM_TOKEN", "1:" + "x" * 35)
    monkeypatch.setenv("HUB_TELEGRAM_API_URL", "http://127.0.0.1:9")

    found = {each.about: each for each in doctor.examine()}["Telegram"]

    assert not found.ok
    assert "does not answer" in found.found
    assert list(folder.iterdir()) == []


def test_it_says_whether_calendars_can_be_subscribed_to() -> None:
    reached = doctor._calendars(Settings(public_url="https://hub.example.org/"))
    alone = doctor._calendars(Settings())

    assert "https://hub.example.org/calendar/" in reached.found
    assert "HUB_PUBLIC_URL" in alone.found
    assert alone.ok
