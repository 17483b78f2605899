"""A wrong setting is named, with what to do; a right one starts."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from config.settings import SettingError, Settings, describe, setting_name


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[arg-type]  # as pydantic-settings documents it


def names(**values: object) -> list[str]:
    return [fault.name for fault in settings(**values).faults()]


TELEGRAM = {"telegram_token": SecretStr("123456:no-such-token-anywhere-000000000000")}
WEBHOOK = {
    **TELEGRAM,
    "telegram_mode": "webhook",
    "telegram_webhook_secret": SecretStr("no-such-secret-anywhere"),
}
OTHERS_RELY_ON = """
HUB_DATABASE_URL HUB_NETWORK HUB_SLACK_BOT_TOKEN HUB_SLACK_APP_TOKEN HUB_SLACK_SIGNING_SECRET
HUB_SLACK_API_URL HUB_TELEGRAM_TOKEN HUB_TELEGRAM_API_URL HUB_TELEGRAM_MODE
HUB_TELEGRAM_WEBHOOK_SECRET HUB_PUBLIC_URL HUB_HTTP_HOST HUB_HTTP_PORT
"""
"""Names of settings that stay as they are; the README and `hub doctor` say what each is for."""
SLACK = {"slack_bot_token": SecretStr("xoxb-1")}


def test_either_platform_alone_is_enough() -> None:
    assert names(**TELEGRAM) == []
    assert names(**SLACK, slack_app_token=SecretStr("xapp-1")) == []
    assert names(**SLACK, slack_signing_secret=SecretStr("s")) == []


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({}, "HUB_SLACK_BOT_TOKEN or HUB_TELEGRAM_TOKEN"),
        ({"slack_bot_token": SecretStr("nope"), "slack_app_token": SecretStr("xapp-1")},
         "HUB_SLACK_BOT_TOKEN"),
        ({**SLACK, "slack_app_token": SecretStr("xoxb-1")}, "HUB_SLACK_APP_TOKEN"),
        ({**TELEGRAM, "slack_app_token": SecretStr("xapp-1")}, "HUB_SLACK_BOT_TOKEN"),
        ({**TELEGRAM, "slack_signing_secret": SecretStr("s")}, "HUB_SLACK_BOT_TOKEN"),
        (SLACK, "HUB_SLACK_APP_TOKEN or HUB_SLACK_SIGNING_SECRET"),
        ({**WEBHOOK}, "HUB_PUBLIC_URL"),
        ({**WEBHOOK, "public_url": "http://hub.example"}, "HUB_PUBLIC_URL"),
        ({**TELEGRAM, "public_url": "hub.example"}, "HUB_PUBLIC_URL"),
        ({**TELEGRAM, "slack_api_url": "slack"}, "HUB_SLACK_API_URL"),
        ({**TELEGRAM, "telegram_api_url": "http://["}, "HUB_TELEGRAM_API_URL"),
        ({**TELEGRAM, "public_url": "https://hub.example:eighty"}, "HUB_PUBLIC_URL"),
        ({**TELEGRAM, "database_url": "mysql://["}, "HUB_DATABASE_URL"),
        ({**TELEGRAM, "telegram_mode": "webhook", "public_url": "https://hub.example",
          "telegram_webhook_secret": SecretStr("short")}, "HUB_TELEGRAM_WEBHOOK_SECRET"),
    ],
)  # fmt: skip
def test_a_fault_is_named(values: dict[str, object], name: str) -> None:
    faults = settings(**values).faults()

    assert [fault.name for fault in faults] == [name]
    assert faults[0].what_to_do


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({**SLACK, "slack_app_token": SecretStr("xapp-1-A0SANDBOX-1-sandbox")},
         "HUB_SLACK_APP_TOKEN"),
        ({"slack_bot_token": SecretStr("xoxb-sandbox-1"), "slack_app_token": SecretStr("xapp-1")},
         "HUB_SLACK_BOT_TOKEN"),
        ({"telegram_token": SecretStr("424242:sandbox-token-of-no-use-elsewhere-1")},
         "HUB_TELEGRAM_TOKEN"),
    ],
)  # fmt: skip
def test_the_service_refuses_the_tokens_of_the_demo(values: dict[str, object], name: str) -> None:
    assert names(**values) == [name]


@pytest.mark.parametrize("token", ["1:a", "a:b", "123456", "123456:" + "x" * 35 + " and more"])
def test_what_is_no_token_of_telegram_is_said_before_telegram_is_asked(token: str) -> None:
    assert names(telegram_token=SecretStr(token)) == ["HUB_TELEGRAM_TOKEN"]


@given(st.text(alphabet="abcXYZ019_-", min_size=16, max_size=256))
def test_every_secret_that_telegram_takes_is_taken(secret: str) -> None:
    webhook = {"telegram_mode": "webhook", "public_url": "https://hub.example"}

    assert names(**TELEGRAM, **webhook, telegram_webhook_secret=SecretStr(secret)) == []


def test_a_malformed_value_is_named_with_what_the_setting_is_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HUB_TELEGRAM_MODE", "carrier pigeon")

    with pytest.raises(SettingError, match="HUB_TELEGRAM_MODE") as raised:
        Settings.load()
    assert describe("telegram_mode") in str(raised.value)


def test_all_malformed_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_HTTP_PORT", "99999")
    monkeypatch.setenv("HUB_MODEL", "yes")

    with pytest.raises(SettingError) as refused:
        Settings.load()
    assert "HUB_HTTP_PORT: '99999'" in str(refused.value)
    assert "HUB_MODEL: 'yes'" in str(refused.value)


@pytest.mark.parametrize("name", OTHERS_RELY_ON.split())
def test_a_setting_that_others_rely_on_is_there_and_in_the_readme(name: str) -> None:
    readme = Path(__file__).parents[2] / "README.md"

    assert name in {setting_name(each) for each in Settings.model_fields}
    assert f"- `{name}`: " in readme.read_text(encoding="utf-8")


def test_every_setting_says_what_it_is_for() -> None:
    assert [setting_name(each) for each in Settings.model_fields if not describe(each)] == []


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("HUB_HTTP_PORT", "eighty", "'eighty' is not a whole number from 0 to 65535."),
        ("HUB_HTTP_PORT", "70000", "'70000' is not a whole number from 0 to 65535."),
        ("HUB_HTTP_PORT", "08x", "'08x' is not a whole number from 0 to 65535."),
        ("HUB_HTTP_PORT", "80.5", "'80.5' is not a whole number from 0 to 65535."),
        ("HUB_TELEGRAM_MODE", "push", "'push' is not polling or webhook."),
        ("HUB_MODEL", "yes", "'yes' is not on or off."),
        ("HUB_LOG_LEVEL", "LOUD", "'LOUD' is not debug or info or warning or error."),
    ],
)
def test_a_value_that_cannot_be_read_is_said_in_our_own_words(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, problem: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingError) as refused:
        Settings.load()

    assert (refused.value.name, refused.value.problem) == (name, problem)
    assert refused.value.what_to_do.startswith("It is for: ")


def test_a_file_of_settings_in_another_encoding_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_bytes("HUB_NETWORK=Genève".encode("latin-1"))

    with pytest.raises(SettingError, match=r"\.env: It is not written in UTF-8"):
        Settings.load()
