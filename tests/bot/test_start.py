"""What a start loads: what the service needs at once, and nothing that can wait."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LATER = {
    *("alembic", "psycopg", "onnxruntime", "ortools", "scipy"),
    *("dateparser", "holidays", "snowballstemmer"),
    *("docx", "icalendar", "openpyxl", "typst", "defusedxml", "xml.etree"),
    *("typer", "bot.cli", "bot.sandbox", "bot.demo", "bot.doctor"),
}
"""Loaded when something first needs it, if ever: megabytes and tenths of a second each."""
START = """
import json, sys
from bot.command import service
service()
from bot.assembly import adapters
from config.phrases import Phrases
from config.settings import Settings
slack = Settings(_env_file=None, slack_bot_token="xoxb-1", slack_app_token="xapp-1")
adapters(slack, Phrases())
print(json.dumps([name for name, module in sys.modules.items() if module]))
"""


def test_the_service_loads_nothing_that_can_wait() -> None:
    """With Slack alone, as far as it has come when it connects."""
    done = subprocess.run(  # noqa: S603  # this Python, these words
        [sys.executable, "-c", START], cwd=ROOT, check=True, capture_output=True, text=True
    )
    modules = set(json.loads(done.stdout))

    assert "handlers.messages" in modules
    assert modules & {*LATER, "telegram"} == set()
