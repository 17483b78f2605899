"""The hub command as an operator types it."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from bot.cli import main
from bot.shell import console
from config.settings import SAMPLE_NETWORK, Settings, setting_name

TOKEN = "123456:no-such-token-anywhere-000000000000"
HUB = [sys.executable, "-c", "from bot.command import main; main()"]


@dataclass(frozen=True)
class Done:
    stdout: str
    stderr: str


@dataclass
class Shell:
    """A shell in a folder. Most commands run in this process, which has loaded all they need."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *words: str, fails: int = 0, **settings: str) -> Done:
        out, err = StringIO(), StringIO()
        with self.monkeypatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", ["hub", *words])
            for name in [each for each in os.environ if each.startswith("HUB_")]:
                patch.delenv(name)
            for name, value in self._environment(settings).items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as end:
                main()
        done = Done(out.getvalue(), err.getvalue())
        assert (end.value.code or 0) == fails, done.stdout + done.stderr
        return done

    def process(self, *words: str, fails: int = 0, typed: str = "", **settings: str) -> Done:
        """The same in a process of its own."""
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("HUB_")}
        done = subprocess.run(  # noqa: S603  # our own command
            [*HUB, *words],
            cwd=self.folder,
            env={**inherited, **self._environment(settings)},
            input=typed,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == fails, done.stdout + done.stderr
        return Done(done.stdout, done.stderr)

    def _environment(self, settings: dict[str, str]) -> dict[str, str]:
        return {
            "HUB_DATABASE_URL": f"sqlite:///{self.folder / 'data' / 'hub.sqlite'}",
            "HUB_MODEL": "off",
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "COLUMNS": "200",
            **settings,
        }


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell in a folder without a database."""
    (tmp_path / "data").mkdir()
    for each in (console.say, console.warn):
        monkeypatch.setattr(each, "width", 200)
    return Shell(tmp_path, monkeypatch)


@pytest.fixture
def hub(sample: Path, shell: Shell) -> Shell:
    """A shell in a folder with a copy of the sample network's database."""
    shutil.copytree(sample, shell.folder / "data", dirs_exist_ok=True)
    return shell


def test_find_and_who_print_json(hub: Shell) -> None:
    found = json.loads(
        hub.process("find", "alternatives", "to", "detention", "--json", "--limit", "3").stdout
    )
    who = json.loads(hub("who", "labour agreements", "--json").stdout)

    assert len(found["results"]) == 3
    assert found["results"][0]["id"].startswith("R")
    assert who["results"][0]["organisation"]


def test_a_batch_answers_line_by_line_with_ids_and_scores(hub: Shell) -> None:
    asked = [{"id": "q1", "query": "remittances", "extra": 1}, {"id": 2, "query": "العودة"}]
    file = hub.folder / "asked.jsonl"
    file.write_text("\n".join(json.dumps(each) for each in asked), encoding="utf-8")

    lines = [
        json.loads(line)
        for line in hub("find", "--batch", str(file), "--limit", "20").stdout.splitlines()
    ]

    assert [line["id"] for line in lines] == ["q1", 2]
    assert all(1 <= len(line["results"]) <= 20 for line in lines)
    scores = [result["score"] for result in lines[0]["results"]]
    assert scores == sorted(scores, reverse=True)


def test_a_batch_with_a_bad_line_names_it(hub: Shell) -> None:
    file = hub.folder / "asked.jsonl"
    file.write_text('{"id": 1, "query": "returns"}\n{"id": 2}\n', encoding="utf-8")

    done = hub("who", "--batch", str(file), fails=2)

    assert "line 2" in done.stderr


def test_words_and_a_batch_together_are_refused(hub: Shell) -> None:
    (hub.folder / "questions.jsonl").write_text("", encoding="utf-8")

    assert "not both" in hub("find", "a", "--batch", "questions.jsonl", fails=2).stderr


def test_a_batch_is_checked_whole_before_anything_is_answered(hub: Shell) -> None:
    lines = '{"id": 1, "query": "return"}\n[]\n'
    (hub.folder / "questions.jsonl").write_text(lines, encoding="utf-8")

    assert hub("find", "--batch", "questions.jsonl", fails=2).stdout == ""


def test_people_are_shown_with_their_languages_by_name_and_the_reason(hub: Shell) -> None:
    shown = hub("who", "labour agreements").stdout

    assert "English" in shown
    assert "(Bilateral Labour Migration Agreements)" in shown


def test_results_that_fit_badly_are_said_to(hub: Shell) -> None:
    assert "Nothing" in hub("find", "zxqvkw").stdout.splitlines()[0]


def test_a_second_import_changes_nothing_and_an_export_reads_back(hub: Shell) -> None:
    again = hub("import", str(SAMPLE_NETWORK)).stdout
    hub("export", "written")
    back = hub("import", "written").stdout

    for out in (again, back):
        assert "511 unchanged" in out
        assert "resources: 0 added, 0 updated, 0 retired" in out


def test_a_faulty_folder_is_refused_whole_with_file_and_line(hub: Shell) -> None:
    folder = hub.folder / "mine"
    folder.mkdir()
    lines = [
        '{"id": "A", "title": "Good"}',
        '{"id": "B", "title": "Bad", "language": "xx-nonsense"}',
        "{",
    ]
    (folder / "resources.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "thesaurus.yaml").write_text("concepts: 7\n", encoding="utf-8")

    done = hub("import", "mine", fails=2)
    found = json.loads(hub("find", "return", "--json").stdout)

    assert "resources.jsonl:2" in done.stderr.replace(", line ", ":")
    assert "language" in done.stderr
    assert "thesaurus.yaml:1" in done.stderr
    assert found["results"]


def test_a_missing_folder_stops_the_first_start_with_the_name_of_the_setting(
    shell: Shell,
) -> None:
    done = shell("find", "returns", fails=2, HUB_NETWORK="nowhere")

    assert "HUB_NETWORK" in done.stderr


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({}, "HUB_SLACK_BOT_TOKEN or HUB_TELEGRAM_TOKEN"),
        ({"HUB_SLACK_BOT_TOKEN": "xoxb-1"}, "HUB_SLACK_APP_TOKEN or HUB_SLACK_SIGNING_SECRET"),
        ({"HUB_TELEGRAM_TOKEN": TOKEN, "HUB_TELEGRAM_MODE": "webhook"}, "HUB_PUBLIC_URL"),
        ({"HUB_TELEGRAM_TOKEN": "1:a"}, "HUB_TELEGRAM_TOKEN"),
        ({"HUB_HTTP_PORT": "eighty"}, "HUB_HTTP_PORT"),
        ({"HUB_TELEGRAM_TOKEN": TOKEN, "HUB_DATABASE_URL": "oracle://x"}, "HUB_DATABASE_URL"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_its_name(
    shell: Shell, settings: dict[str, str], named: str
) -> None:
    done = shell("run", fails=2, **settings)

    assert done.stderr.startswith(named)


def test_the_doctor_says_what_is_missing_and_what_is_well(hub: Shell) -> None:
    done = hub("doctor", fails=1)

    assert "look HUB_SLACK_BOT_TOKEN or HUB_TELEGRAM_TOKEN" in done.stdout
    assert "511 resources, 84 experts" in done.stdout
    assert all(setting_name(each) in done.stdout for each in Settings.model_fields)


def test_a_conversation_in_a_pipe(hub: Shell) -> None:
    done = hub.process("chat", "--as", "member", typed="find remittances\n1\nme\nquit\n")

    assert "remittance" in done.stdout.lower()
    assert "for the network" in done.stdout
    assert done.stderr == ""


def test_the_manifest_asks_for_a_command_and_a_home(hub: Shell) -> None:
    manifest = json.loads(hub("slack-manifest").stdout)

    assert manifest["features"]["slash_commands"][0]["command"] == "/hub"
    assert manifest["settings"]["socket_mode_enabled"] is True


def test_the_thesaurus_goes_out_as_skos_and_comes_back(hub: Shell) -> None:
    hub("skos", "thesaurus.rdf")
    printed = hub("skos", "thesaurus.rdf", "--read").stdout

    assert "<skos:prefLabel" in (hub.folder / "thesaurus.rdf").read_text(encoding="utf-8")
    assert "en: remittances | " in printed


def test_a_file_that_is_no_skos_is_refused_in_a_line(hub: Shell) -> None:
    (hub.folder / "broken.rdf").write_text("<a>", encoding="utf-8")

    assert "broken.rdf:1: is no XML" in hub("skos", "broken.rdf", "--read", fails=2).stderr


def test_an_export_leaves_out_the_thesaurus_of_another_network(hub: Shell) -> None:
    other = hub.folder / "other"
    other.mkdir()
    (other / "network.yaml").write_text("name: Another network\n", encoding="utf-8")
    shutil.copy(SAMPLE_NETWORK / "thesaurus.yaml", other)

    hub("export", "out", HUB_NETWORK=str(other))

    assert (hub.folder / "out" / "resources.jsonl").exists()
    assert not (hub.folder / "out" / "thesaurus.yaml").exists()


def test_an_account_that_was_never_met_is_named_with_what_to_do(hub: Shell) -> None:
    refused = hub("standing", "slack", "U1", "member", fails=2)

    assert "never met" in refused.stderr
    assert "WORKSPACE/USER" in refused.stderr


def test_an_account_that_is_written_wrong_brings_up_whom_the_hub_has_met(hub: Shell) -> None:
    hub.process("chat", "--as", "guest", typed="quit\n")
    known = hub("accounts").stdout
    mistaken = hub("standing", "console", "T1/guest", "member", fails=2).stderr
    unknown = hub("standing", "console", "somebody", "member", fails=2).stderr

    assert "console  guest  guest  wrote last on" in known
    assert "Did you mean guest?" in mistaken
    assert "but guest." in unknown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("find --limit eighty x", "'eighty' is not a number from 1 to 1000."),
        ("find --limit 0 x", "'0' is not a number from 1 to 1000."),
        ("standing slak U1 member", "'slak' is none of slack, telegram, console."),
        ("standing slack U1 boss", "'boss' is none of guest, official, member, secretariat."),
        ("chat --as boss", "choose one of guest, official, member, secretariat"),
        ("fnd x", "Did you mean 'find'?"),
        ("who --josn x", "--json"),
        ("find", "say what to look for"),
    ],
)
def test_what_is_typed_wrong_is_answered_in_plain_words(
    shell: Shell, words: str, said: str
) -> None:
    assert said in shell(*words.split(), fails=2).stderr


def test_an_import_that_retires_most_of_a_kind_is_asked_about(hub: Shell) -> None:
    file = hub.folder / "resources.csv"
    file.write_text("id;title\nnew-1;A guide\n", encoding="utf-8")

    refused = hub("import", str(file), fails=2).stderr
    done = hub("import", str(file), "--yes").stdout

    assert "resources in use" in refused
    assert "1 added" in done
