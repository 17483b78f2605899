"""Requests at the shell: what an operator of the secretariat reads, and never whose they are."""

import json
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from bot.cli import main
from config.taxonomy import Platform
from handlers import cases
from storage.database import Database
from storage.requests import By, Request, State
from storage.store import Store

NEED = "help negotiating a bilateral labour agreement on recruitment fees"


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    """The sample network with two requests, one of them sensitive."""
    there = Path(shutil.copytree(sample, tmp_path / "hub"))
    database = Database(f"sqlite:///{there / 'hub.sqlite'}")
    database.run_now(_asked)
    database.close()
    return there


def _asked(store: Store) -> None:
    now = datetime.now(UTC)
    person = store.people.meet(Platform.TELEGRAM, "", "Paul Okello", at=now).person_id
    for need, sensitive in ((NEED, False), ("a quiet word on detention", True)):
        made = store.requests.add(
            Request(
                person_id=person,
                need=need,
                language="en",
                sensitive=sensitive,
                created_at=now,
                state_at=now,
            )
        )
        cases.move(store, made, State.OPEN, by=By.REQUESTER, because="sent", at=now)


def shell(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str, fails: int = 0) -> str:
    out = StringIO()
    with monkeypatch.context() as patch, redirect_stdout(out), redirect_stderr(out):
        patch.chdir(folder)
        patch.setattr(sys, "argv", ["hub", "cases", *words])
        patch.setenv("HUB_DATABASE_URL", f"sqlite:///{folder / 'hub.sqlite'}")
        patch.setenv("HUB_MODEL", "off")
        with pytest.raises(SystemExit) as end:
            main()
    assert (end.value.code or 0) == fails, out.getvalue()
    return out.getvalue()


def test_the_list_hides_what_is_sensitive(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = shell(folder, monkeypatch)
    listed = json.loads(shell(folder, monkeypatch, "--json"))

    assert f"1. {NEED[:40]}" in said
    assert "detention" not in said
    assert [each["number"] for each in listed] == [1, 2]
    assert "Paul" not in f"{said}{listed}"


def test_one_case_shows_its_steps_and_not_whose_it_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = shell(folder, monkeypatch, "show", "2")
    found = json.loads(shell(folder, monkeypatch, "show", "2", "--json"))

    assert "a quiet word on detention" in said
    assert "whoever asked: sent" in said
    assert (found["seen_by"], found["offers"]) == ("asked", [])
    assert "Paul" not in f"{said}{found}"


def test_why_not_names_the_rule(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = shell(folder, monkeypatch, "why-not", "1", "ILO")
    found = json.loads(shell(folder, monkeypatch, "why-not", "1", "ILO", "--json"))

    assert "They have not agreed to be asked." in said
    assert {each["rule"] for each in found} == {"not-joined"}


def test_a_number_that_there_is_not_is_said_plainly(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "There is no request of this number" in shell(folder, monkeypatch, "show", "9", fails=2)
