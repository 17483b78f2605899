"""Tables that people fill in, as CSV and as XLSX."""

import io
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from config.phrases import Phrases
from config.tables import BadTable, read, read_table, write_table

COLUMNS = ("title", "due")
CELLS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), include_characters="\n"), max_size=20
).map(str.strip)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@given(rows=st.lists(st.tuples(CELLS.filter(bool), CELLS), max_size=4))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read_again(
    tmp_path: Path, ending: str, rows: list[tuple[str, str]]
) -> None:
    file = tmp_path / f"plan.{ending}"
    table = [dict(zip(COLUMNS, row, strict=True)) for row in rows]

    write_table(file, COLUMNS, table)

    assert [row for _, row in read_table(file)] == table


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_nothing_that_is_written_runs_as_a_formula(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"plan.{ending}"

    write_table(file, COLUMNS, [{"title": "=1+1", "due": ""}])

    assert b"<f>" not in file.read_bytes()
    assert read_table(file)[0][1]["title"] == "=1+1"


def test_a_workbook_that_a_person_filled_in_is_read_as_it_shows(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["Title", "Due", None], ["A guide", datetime(2027, 3, 15), None], ["B", 2027.0]):  # noqa: DTZ001  # a sheet's days have no zone
        sheet.append(row)
    book.save(tmp_path / "plan.xlsx")

    rows = read_table(tmp_path / "plan.xlsx")

    assert rows == [
        (2, {"title": "A guide", "due": "2027-03-15"}),
        (3, {"title": "B", "due": "2027"}),
    ]


@pytest.mark.parametrize(
    "text", ["title;due\nA;2027\n", "title\tdue\nA\t2027\n", "TITLE,due\nA,2027"]
)
def test_semicolons_and_tabs_divide_as_commas_do(tmp_path: Path, text: str) -> None:
    (tmp_path / "plan.csv").write_text(text, encoding="utf-8")

    assert read_table(tmp_path / "plan.csv") == [(2, {"title": "A", "due": "2027"})]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.pdf", b"x", "neither"),
        ("plan.xlsx", b"no workbook", "no workbook"),
        ("plan.csv", "títle".encode("latin-1"), "UTF-8"),
        ("plan.csv", b"title,title\nA,B\n", "name each column once"),
        ("plan.csv", b"", "name each column once"),
        ("plan.csv", b"title\n" + b"A\n" * 6000, "more than 5,000"),
        ("plan.csv", b"x" * 5_000_001, "larger than"),
    ],
)
def test_what_is_no_table_is_said_in_a_line(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(BadTable) as bad:
        read_table(tmp_path / name)
    assert said in Phrases().say(bad.value.words, language="en")


def test_a_workbook_that_would_swell_is_not_unpacked() -> None:
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", b" " * 60_000_000)

    with pytest.raises(BadTable) as bad:
        read("plan.xlsx", packed.getvalue())

    assert bad.value.words.phrase == "table-too-large"


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx"]))
def test_any_bytes_are_a_table_or_none(content: bytes, name: str) -> None:
    try:
        rows = read(name, content)
    except BadTable:
        return
    assert isinstance(rows, list)
