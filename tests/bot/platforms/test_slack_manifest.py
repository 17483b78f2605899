"""The app manifest asks for what the hub uses, and for nothing else."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.platforms import slack_manifest
from bot.platforms.slack_manifest import manifest

PLATFORMS = Path(slack_manifest.__file__).parent
NO_METHODS = {"base_url", "api_call", "send_socket_mode_response"}
"""Of the SDK's clients: one names the method it calls, the other answers over the socket."""


def settings(made: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = made["settings"]
    return found


def test_over_a_socket_nothing_has_an_address() -> None:
    made = manifest("https://hub.example", socket_mode=True)

    assert settings(made)["socket_mode_enabled"]
    assert "https://" not in json.dumps(made)


def test_over_http_everything_comes_to_one_address() -> None:
    made = manifest("https://hub.example/", socket_mode=False)
    url = "https://hub.example/slack/events"

    assert json.dumps(made).count(f'"{url}"') == 4
    assert settings(made)["event_subscriptions"]["request_url"] == url


def test_over_http_an_address_is_needed() -> None:
    with pytest.raises(ValueError, match="public address"):
        manifest(None, socket_mode=False)


def test_the_texts_keep_to_slacks_limits() -> None:
    shown: dict[str, Any] = manifest(None, socket_mode=True)["display_information"]  # type: ignore[assignment]

    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4_000


def test_every_event_that_is_subscribed_to_is_understood() -> None:
    reader = (PLATFORMS / "slack_events.py").read_text(encoding="utf-8")

    for event in slack_manifest.EVENTS:
        assert f'case "{event.removesuffix(".im")}"' in reader


def test_every_method_that_is_called_has_its_scope() -> None:
    needs = {
        "auth_test": set(),
        "files_info": {"files:read"},
        "apps_connections_open": set(),
        "chat.postMessage": {"chat:write"},
        "chat_update": {"chat:write"},
        "chat.delete": {"chat:write"},
        "conversations_open": {"im:write", "mpim:write"},
        "files.completeUploadExternal": {"files:write"},
        "files.getUploadURLExternal": {"files:write"},
        "reactions.add": {"reactions:write"},
        "reactions.remove": {"reactions:write"},
        "users_info": {"users:read"},
        "views_open": set(),
        "views_publish": set(),
    }
    source = "".join(path.read_text(encoding="utf-8") for path in PLATFORMS.glob("slack*.py"))
    called = set(re.findall(r"client\.([a-z]+_\w+)\b", source)) - NO_METHODS
    named = r'(?:_once\(letter, |_called\(\s*client,\s*|api_call\()"([\w.]+)"'
    called |= set(re.findall(named, source))

    assert called == needs.keys()
    assert set().union(*needs.values()) <= slack_manifest.SCOPES.keys()


def test_the_shortcut_in_a_messages_menu_keeps_to_slacks_limits() -> None:
    """https://docs.slack.dev/reference/app-manifest: 24 characters of name, 150 of description."""
    features: dict[str, Any] = manifest(None, socket_mode=True)["features"]  # type: ignore[assignment]
    (shortcut,) = features["shortcuts"]

    assert (shortcut["type"], shortcut["callback_id"]) == ("message", "request")
    assert len(shortcut["name"]) <= 24
    assert len(shortcut["description"]) <= 150
