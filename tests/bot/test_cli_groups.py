"""What an operator types about working groups: roles, and workplans as tables."""

import csv
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest

from bot.cli import main
from config.tables import read_table, write_table
from config.taxonomy import Platform
from storage.database import Database
from storage.roles import Role
from storage.store import Store
from storage.workplans import Deliverable, DeliverableState

GROUP = "CWG 2.1"


@dataclass
class Shell:
    """A shell in a folder with a copy of the sample network; commands run in this process."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder / 'hub.sqlite'}"

    def __call__(self, *words: str, fails: int = 0) -> str:
        """What the command printed, wherever."""
        out = StringIO()
        with self.monkeypatch.context() as patch, redirect_stdout(out), redirect_stderr(out):
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", ["hub", *words])
            patch.setenv("HUB_DATABASE_URL", self.url)
            patch.setenv("HUB_MODEL", "off")
            with pytest.raises(SystemExit) as end:
                main()
        assert (end.value.code or 0) == fails, out.getvalue()
        return " ".join(out.getvalue().split())

    def plan(self) -> dict[str, Deliverable]:
        """The group's deliverables by the end of their reference."""

        def unit(store: Store) -> dict[str, Deliverable]:
            every = store.workplans.of(GROUP)
            store.session.expunge_all()
            return {each.reference.removeprefix(f"{GROUP}-"): each for each in every}

        database = Database(self.url)
        found = database.read_now(unit)
        database.close()
        return found


@pytest.fixture
def hub(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    return Shell(Path(shutil.copytree(sample, tmp_path / "hub")), monkeypatch)


def table(file: Path, *rows: dict[str, str]) -> None:
    """A table as a person fills it in."""
    columns = list(dict.fromkeys(each for row in rows for each in row))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def test_a_role_is_given_and_taken(hub: Shell) -> None:
    database = Database(hub.url)
    at = datetime.now(UTC)
    who = database.run_now(
        lambda store: store.people.meet(Platform.TELEGRAM, "", "77", at=at).person_id
    )

    def roles() -> list[Role]:
        return database.read_now(lambda store: [each.role for each in store.roles.of_person(who)])

    assert "is co_lead of cwg 2.1 now" in hub("role", "telegram", "77", "cwg 2.1", "co_lead")
    assert roles() == [Role.CO_LEAD]
    hub("role", "telegram", "77", GROUP, "co_lead", "--off")

    assert roles() == []
    database.close()


def test_a_role_of_nobody_or_nowhere_is_refused_in_a_line(hub: Shell) -> None:
    assert "never met" in hub("role", "telegram", "78", GROUP, "lead", fails=2)
    assert "is none of lead, co_lead" in hub("role", "telegram", "78", GROUP, "boss", fails=2)
    said = hub("workplan", "export", "CWG 9", "plan.csv", fails=2)
    assert "There is no such working group" in said
    assert "CWG 1.2" in said


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_plan_goes_out_and_comes_back_unchanged(hub: Shell, ending: str) -> None:
    assert "3 deliverables" in hub("workplan", "export", GROUP, f"plan.{ending}")

    assert "0 added, 0 changed, 3 as they were" in hub(
        "workplan", "import", GROUP, f"plan.{ending}"
    )


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_a_person_changed_in_the_table_is_taken(hub: Shell, ending: str) -> None:
    file = hub.folder / f"plan.{ending}"
    hub("workplan", "export", GROUP, str(file))
    rows = [dict(row) for _, row in read_table(file)]
    rows[0] |= {"due": "March 2028", "owner": "IOM", "state": "started"}
    new = {"title": "A guide", "due": "Q3 2028", "after": "D1", "objectives": "1, 23"}
    write_table(file, list(rows[0]), [*rows, new])

    said = hub("workplan", "import", GROUP, str(file))

    assert "1 added, 1 changed, 2 as they were" in said
    plan = hub.plan()
    first, added = plan["D1"], plan["D4"]
    assert (first.due_on, first.owner) == (date(2028, 3, 31), "IOM")
    assert first.state is DeliverableState.STARTED
    assert (added.title, added.prerequisites) == ("A guide", [f"{GROUP}-D1"])
    assert added.objectives == [1, 23]


def test_rows_without_references_are_not_taken_twice(hub: Shell) -> None:
    table(hub.folder / "plan.csv", {"title": "A guide", "due": "2028"})

    assert "1 added" in hub("workplan", "import", GROUP, "plan.csv")
    assert "0 added, 0 changed, 1 as they were" in hub("workplan", "import", GROUP, "plan.csv")


def test_what_is_nearly_a_known_reference_is_added_only_when_that_is_meant(hub: Shell) -> None:
    file = hub.folder / "plan.csv"
    table(file, {"reference": "CWG2.1D2", "title": "A guide"}, {"reference": "D1", "title": ""})
    said = hub("workplan", "import", GROUP, "plan.csv", fails=2)
    assert "“CWG2.1D2” is not in this workplan, CWG 2.1-D2 is" in said
    assert set(hub.plan()) == {"D1", "D2", "D3"}

    table(file, {"reference": f"{GROUP}-D9", "title": "A guide"})
    assert f"1 added, 0 changed, 0 as they were. New: {GROUP}-D9." in hub(
        "workplan", "import", GROUP, "plan.csv"
    )
    table(file, {"reference": "CWG2.1D2", "title": "A training"})
    assert "New: CWG2.1D2." in hub("workplan", "import", GROUP, "plan.csv", "--yes")


def test_an_export_to_another_kind_of_file_says_what_is_written(hub: Shell) -> None:
    said = hub("workplan", "export", GROUP, "plan.pdf", fails=2)

    assert "Nothing was written" in said
    assert ".csv or .xlsx" in said
    assert "import" not in said


def test_a_table_with_faults_changes_nothing_and_names_them_all(hub: Shell) -> None:
    table(
        hub.folder / "plan.csv",
        {"reference": "X1", "title": "Good", "due": "2028", "after": "X2"},
        {"reference": "X2", "title": "Late", "due": "31 February 2028", "after": "X1"},
        {"reference": "X2", "title": "", "state": "perhaps", "objectives": "99"},
        {"title": "Lost", "after": "D99", "principles": "kindness"},
    )

    said = hub("workplan", "import", GROUP, "plan.csv", fails=2)

    for fault in (
        "plan.csv:3: due: “31 February 2028” is no date",
        "plan.csv:4: reference: X2 stands twice",
        "plan.csv:4: title: is empty",
        "plan.csv:4: state: “perhaps” is none of planned, started, done, dropped",
        "plan.csv:4: objectives: “99” is no number from 1 to 23",
        "plan.csv:5: after: “D99” is not in this workplan",
        "plan.csv:5: principles: “kindness” is no guiding principle",
        "Nothing was imported",
    ):
        assert fault in said
    assert set(hub.plan()) == {"D1", "D2", "D3"}


def test_a_table_in_which_things_wait_in_a_circle_is_refused(hub: Shell) -> None:
    table(
        hub.folder / "plan.csv",
        {"reference": "X1", "title": "A guide", "after": "X2"},
        {"reference": "X2", "title": "A training", "after": "X1"},
    )

    assert "would wait for itself" in hub("workplan", "import", GROUP, "plan.csv", fails=2)


def test_a_table_without_titles_is_refused(hub: Shell) -> None:
    table(hub.folder / "plan.csv", {"what": "A guide"})

    assert "there is no such column" in hub("workplan", "import", GROUP, "plan.csv", fails=2)
