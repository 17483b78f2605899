"""Structured logs: ids and outcomes, never what people wrote, never a secret."""

import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, TextIO

import structlog

SECRETS = re.compile(
    r"xox[abeprs]-[\w-]+|xapp-[\w-]+|\d{6,}:[\w-]{30,}|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
    r"|(?<=hooks\.slack\.com/)\S+|(?<=/calendar/)[\w-]+"
)
"""Slack's and Telegram's tokens, passwords in addresses, Slack's reply addresses,
calendars."""
LOUD = ("httpx", "httpcore", "slack_bolt", "slack_sdk", "aiohttp", "telegram", "apscheduler")
"""Libraries that log addresses and events; httpx logs Telegram's token with each call at INFO."""
CHORES = "apscheduler.scheduler"
"""Warns that a chore is left out while the same one still runs, which is how it should be."""


def set_up(level: str, *, secrets: Iterable[str] = (), to: TextIO | None = None) -> None:
    """Log to standard error or `to`: a JSON object a line, or readable lines in a terminal."""
    stream = to or sys.stderr
    hide = _Hide(secrets)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    readable = stream.isatty()
    last: Any = structlog.dev.ConsoleRenderer() if readable else structlog.processors.JSONRenderer()
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            hide,
            last,
        ],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger(CHORES).setLevel(logging.ERROR)


def without_secrets(text: str) -> str:
    """The text with everything that looks like a secret struck out."""
    return SECRETS.sub("***", text)


class _Hide:
    """Takes every secret out of every value of a log line."""

    def __init__(self, secrets: Iterable[str]) -> None:
        known = "|".join(re.escape(secret) for secret in secrets if secret)
        self._secrets = re.compile(f"{known}|{SECRETS.pattern}" if known else SECRETS.pattern)

    def __call__(
        self, _logger: object, _name: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        for key, value in event.items():
            if isinstance(value, str):
                event[key] = self._secrets.sub("***", value)
        return event
