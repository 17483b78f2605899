"""Reviews as documents at the shell."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import assembly, paperwork
from config.network_files.records import Decision
from config.settings import SettingError, Settings
from storage.database import Database


@pytest.fixture
def network(sample: Path, tmp_path: Path) -> Iterator[Database]:
    """The sample network."""
    folder = Path(shutil.copytree(sample, tmp_path / "hub"))
    settings = Settings(database_url=f"sqlite:///{folder / 'hub.sqlite'}", model="off")
    database, search = assembly.open_database(settings)
    yield database
    search.close()
    database.close()


def test_the_first_review_is_exported_and_read_back(network: Database, tmp_path: Path) -> None:
    file = tmp_path / "review.docx"

    written = paperwork.export(network, "CWG 1.2", file, language="fr")

    assert written.decision is Decision.WITH_RECOMMENDATIONS
    assert paperwork.read(file) == written


def test_a_review_is_found_by_its_reference(network: Database, tmp_path: Path) -> None:
    file = tmp_path / "review.md"

    paperwork.export(network, "CWG 1.2", file, quarter="ECWL Ref 2020/1, Annex 1")

    assert "Connection Hub" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("group", "name", "quarter", "words"),
    [
        ("CWG 9", "a.md", "", "no such group"),
        ("TWG 2", "a.md", "", "no such review"),
        ("CWG 1.2", "a.md", "2026-Q4", "ECWL-2020-1-1"),
        ("CWG 1.2", "a.txt", "", "no kind of document"),
    ],
)
def test_what_cannot_be_exported_is_said_in_a_line(
    network: Database, tmp_path: Path, group: str, name: str, quarter: str, words: str
) -> None:
    with pytest.raises(SettingError) as refused:
        paperwork.export(network, group, tmp_path / name, quarter=quarter)

    assert words in f"{refused.value.problem} {refused.value.what_to_do}"
    assert not (tmp_path / name).exists()


def test_a_file_without_the_layout_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "letter.docx"
    file.write_bytes(b"Dear all")

    with pytest.raises(SettingError):
        paperwork.read(file)
