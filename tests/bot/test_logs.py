"""Logs carry no secret, whoever wrote the line."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import set_up, without_secrets


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is logged, until the test is over."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    out = io.StringIO()
    set_up("info", secrets=["my-signing-secret"], to=out)
    yield out
    root.handlers[:] = before
    root.setLevel(level)


SECRETS = [
    "xoxb-123-456-abcDEF",
    "xapp-1-A0-123-abc",
    "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
    "my-signing-secret",
]


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_struck_out_of_messages_details_and_tracebacks(
    lines: io.StringIO, secret: str
) -> None:
    log = logging.getLogger("anything")
    log.info("calling with %s", secret)
    log.info("calling", extra={"url": f"https://api/bot{secret}/getMe"})
    try:
        int(secret)
    except ValueError:
        log.exception("failed")

    assert secret not in lines.getvalue()
    assert lines.getvalue().count("***") >= 3


def test_a_line_is_one_json_object_with_its_details(lines: io.StringIO) -> None:
    logging.getLogger("hub").info("ready", extra={"port": 8080})

    line = json.loads(lines.getvalue())

    assert line["event"] == "ready"
    assert line["port"] == 8080
    assert line["level"] == "info"


def test_libraries_that_log_addresses_are_quiet(lines: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/botX/getMe")

    assert lines.getvalue() == ""


def test_a_chore_that_still_runs_is_no_warning(lines: io.StringIO) -> None:
    scheduler = logging.getLogger("apscheduler.scheduler")
    scheduler.warning("Execution of job skipped: maximum number of running instances reached")
    scheduler.error("Error submitting job")

    assert "skipped" not in lines.getvalue()
    assert "Error submitting job" in lines.getvalue()


def test_a_password_in_an_address_is_struck_out() -> None:
    assert without_secrets("postgresql://hub:s3cret@db/hub") == "postgresql://***@db/hub"
