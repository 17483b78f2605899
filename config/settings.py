"""What an operator sets: HUB_… variables of the environment, or of a file named .env."""

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal, Self, get_args, get_origin
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

SAMPLE_NETWORK = Path(__file__).parent / "network"
DATA = Path("data")
PREFIX = "HUB_"
TELEGRAM = "https://api.telegram.org"
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
"""Telegram allows 1 to 256 of these, https://core.telegram.org/bots/api#setwebhook; 16 is ours."""
TELEGRAM_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{20,}", re.ASCII)
"""As @BotFather gives it, https://core.telegram.org/bots/api#authorizing-your-bot: the bot's number
and, today, 35 characters."""
SANDBOX = "sandbox"
"""What stands in every token of `bot/sandbox`."""
LONGEST_SHOWN = 60
"""Characters of a wrong value that are repeated."""


class SettingError(Exception):
    """A setting is wrong or missing: its name, what is the matter, and what to do."""

    def __init__(self, name: str, problem: str, what_to_do: str) -> None:
        super().__init__(f"{name}: {problem} {what_to_do}")
        self.name = name
        self.problem = problem
        self.what_to_do = what_to_do


class Settings(BaseSettings):
    """Every setting; the description of each is what `hub doctor` and the README say of it."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        env_ignore_empty=True,
        frozen=True,
    )

    database_url: str = Field(
        f"sqlite:///{DATA}/hub.sqlite",
        description="Where everything is kept: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.",
    )
    network: Path = Field(
        SAMPLE_NETWORK,
        description="Folder of your network's records, imported at the first start.",
    )
    index: Path | None = Field(
        None,
        description="Folder of the search index; derived from the database, safe to delete."
        " Default: beside a SQLite file, else data/index.",
    )
    model: Literal["on", "off"] = Field(
        "on", description="Search by meaning (English) beside search by words: on or off."
    )
    slack_bot_token: SecretStr | None = Field(
        None, description="Slack: the bot token, xoxb-…, from OAuth & Permissions."
    )
    slack_app_token: SecretStr | None = Field(
        None,
        description="Slack: the app-level token, xapp-…, with connections:write."
        " Socket Mode when set.",
    )
    slack_signing_secret: SecretStr | None = Field(
        None,
        description="Slack: the signing secret, from Basic Information. Needed when there is no"
        " app token: events then come over HTTP, signed.",
    )
    slack_api_url: str = Field(
        "https://slack.com/api/", description="Slack: address of the Web API."
    )
    telegram_token: SecretStr | None = Field(
        None, description="Telegram: the bot's token, from @BotFather."
    )
    telegram_api_url: str = Field(TELEGRAM, description="Telegram: address of the Bot API.")
    telegram_mode: Literal["polling", "webhook"] = Field(
        "polling", description="Telegram: polling (no public address needed) or webhook."
    )
    telegram_webhook_secret: SecretStr | None = Field(
        None,
        description="Telegram: 16 to 256 letters, digits, _ or -, that Telegram sends with every"
        " webhook call.",
    )
    public_url: str | None = Field(
        None,
        description="The https:// address under which this service is reached from outside:"
        " for webhooks and calendars.",
    )
    http_host: str = Field(
        "127.0.0.1", description="Address to listen on: health, metrics, webhooks."
    )
    http_port: int = Field(
        8080, ge=0, le=65535, description="Port to listen on; 0 takes a free one."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged; never what people wrote, at any level."
    )

    @classmethod
    def load(cls) -> Self:
        """The settings of this environment.

        Raises:
            SettingError: some are malformed; named with what to do.
        """
        settings, faults = cls.read()
        if faults:
            raise together(faults)
        return settings

    @classmethod
    def read(cls) -> tuple[Self, list[SettingError]]:
        """What this environment sets, and a fault for each malformed value: its default stands in.

        Raises:
            SettingError: the file of settings cannot be read at all.
        """
        try:
            return cls(), []
        except ValidationError as error:
            wrong = {str(each["loc"][0]): each["input"] for each in error.errors()}
            faults = [_malformed(field, value) for field, value in wrong.items()]
            return cls(**{field: cls.model_fields[field].default for field in wrong}), faults
        except UnicodeDecodeError as error:
            problem = f"It is not written in UTF-8 (byte {error.start})."
            raise SettingError(".env", problem, "Save it as UTF-8.") from error

    @property
    def has_slack(self) -> bool:
        return self.slack_bot_token is not None

    @property
    def has_telegram(self) -> bool:
        return self.telegram_token is not None

    @cached_property
    def index_folder(self) -> Path:
        """Where the search index lives on this machine."""
        if self.index is not None:
            return self.index
        if self.database_url.startswith("sqlite:///"):
            return Path(self.database_url.removeprefix("sqlite:///")).with_suffix(".index")
        return DATA / "index"

    def faults(self) -> list[SettingError]:
        """Everything that would stop `hub run`, all at once."""
        return [
            *self._platform_faults(),
            *self._sandbox_faults(),
            *self._slack_faults(),
            *self._telegram_faults(),
            *self._url_faults(),
        ]

    def check(self) -> None:
        """Raises SettingError: all that would stop the service."""
        if faults := self.faults():
            raise together(faults)

    def _platform_faults(self) -> list[SettingError]:
        if self.has_slack or self.has_telegram:
            return []
        return [
            SettingError(
                "HUB_SLACK_BOT_TOKEN or HUB_TELEGRAM_TOKEN",
                "Neither is set, so there is nobody to talk with.",
                "Set at least one (the README says where to get it), or try `hub demo`.",
            )
        ]

    def _sandbox_faults(self) -> list[SettingError]:
        """The demo's tokens open nothing but the demo, and its platforms know nobody."""
        names = ("slack_bot_token", "slack_app_token", "slack_signing_secret", "telegram_token")
        found = [(name, getattr(self, name)) for name in names]
        return [
            SettingError(
                setting_name(name),
                "This is a token of the demo's sandbox.",
                "Set your own (the README says where to get it), or try `hub demo`.",
            )
            for name, secret in found
            if secret and SANDBOX in secret.get_secret_value().lower()
        ]

    def _slack_faults(self) -> list[SettingError]:
        faults = []
        if self.slack_bot_token and not _starts(self.slack_bot_token, "xoxb-"):
            faults.append(
                SettingError(
                    "HUB_SLACK_BOT_TOKEN",
                    "This is not a bot token.",
                    "Copy the one that begins with xoxb- from OAuth & Permissions.",
                )
            )
        if self.slack_app_token and not _starts(self.slack_app_token, "xapp-"):
            faults.append(
                SettingError(
                    "HUB_SLACK_APP_TOKEN",
                    "This is not an app-level token.",
                    "Copy the one that begins with xapp- from Basic Information.",
                )
            )
        if self.has_slack and not (self.slack_app_token or self.slack_signing_secret):
            faults.append(
                SettingError(
                    "HUB_SLACK_APP_TOKEN or HUB_SLACK_SIGNING_SECRET",
                    "Slack has no way to reach the hub.",
                    "Set the app token (Socket Mode, simplest) or the signing secret (HTTP).",
                )
            )
        beside = [
            each for each in ("slack_app_token", "slack_signing_secret") if getattr(self, each)
        ]
        if beside and not self.has_slack:
            faults.append(
                SettingError(
                    "HUB_SLACK_BOT_TOKEN",
                    f"It is missing beside {setting_name(beside[0])}.",
                    "Copy the one that begins with xoxb- from OAuth & Permissions.",
                )
            )
        return faults

    def _telegram_faults(self) -> list[SettingError]:
        if self.telegram_token is None:
            return []
        faults = []
        if not TELEGRAM_TOKEN.fullmatch(self.telegram_token.get_secret_value()):
            faults.append(
                SettingError(
                    "HUB_TELEGRAM_TOKEN",
                    "This is not a bot's token.",
                    "Copy it from @BotFather whole: digits, a colon, then 35 characters.",
                )
            )
        return faults if self.telegram_mode == "polling" else faults + self._webhook_faults()

    def _webhook_faults(self) -> list[SettingError]:
        faults = []
        if not self.public_url:
            faults.append(
                SettingError(
                    "HUB_PUBLIC_URL",
                    "Telegram's webhook needs it.",
                    "Set the https:// address of this service, or HUB_TELEGRAM_MODE=polling.",
                )
            )
        elif self.telegram_api_url == TELEGRAM and not self.public_url.startswith("https://"):
            faults.append(
                SettingError(
                    "HUB_PUBLIC_URL",
                    "Telegram's webhook comes over https:// alone.",
                    "Set the https:// address of this service, or HUB_TELEGRAM_MODE=polling.",
                )
            )
        secret = (
            self.telegram_webhook_secret.get_secret_value() if self.telegram_webhook_secret else ""
        )
        if not WEBHOOK_SECRET.fullmatch(secret):
            faults.append(
                SettingError(
                    "HUB_TELEGRAM_WEBHOOK_SECRET",
                    "It is missing or malformed.",
                    "Set 16 to 256 letters, digits, _ or - that nobody can guess.",
                )
            )
        return faults

    def _url_faults(self) -> list[SettingError]:
        faults = []
        for name in ("slack_api_url", "telegram_api_url", "public_url"):
            url = getattr(self, name)
            if url and not _is_web_address(url):
                faults.append(
                    SettingError(
                        setting_name(name),
                        "This is not a web address.",
                        "Write it with https:// and a host.",
                    )
                )
        kind = self.database_url.partition(":")[0].partition("+")[0]
        if kind not in {"sqlite", "postgresql", "postgres"}:
            faults.append(
                SettingError(
                    "HUB_DATABASE_URL",
                    "This kind of database is not known.",
                    "Set it to sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.",
                )
            )
        return faults


def setting_name(field: str) -> str:
    """`slack_api_url` as an operator writes it."""
    return PREFIX + field.upper()


def describe(field: str) -> str:
    """What the setting is for."""
    return Settings.model_fields[field].description or ""


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _starts(secret: SecretStr, prefix: str) -> bool:
    return secret.get_secret_value().startswith(prefix)


def together(faults: Sequence[SettingError]) -> SettingError:
    """Several faults as one, each on lines of its own."""
    first, *others = faults
    if not others:
        return first
    also = "\n".join(f"{each.name}: {each.problem}\n{each.what_to_do}" for each in others)
    return SettingError(first.name, first.problem, f"{first.what_to_do}\n{also}")


def _malformed(field: str, value: object) -> SettingError:
    """A value is none that the setting can have; a secret is not repeated."""
    secret = "Secret" in str(Settings.model_fields[field].annotation)
    given = "What is set" if secret else repr(str(value)[:LONGEST_SHOWN])
    problem = f"{given} is not {_wanted(field)}."
    return SettingError(setting_name(field), problem, f"It is for: {describe(field)}")


def _wanted(field: str) -> str:
    """What a value has to be."""
    declared = Settings.model_fields[field]
    if get_origin(declared.annotation) is Literal:
        return " or ".join(get_args(declared.annotation))
    if declared.annotation is int:
        lowest, highest = (
            str(getattr(each, end))
            for each, end in zip(declared.metadata, ("ge", "le"), strict=True)
        )
        return f"a whole number from {lowest} to {highest}"
    return "something that can be read"
