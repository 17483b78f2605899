"""A table that people fill in: a CSV or XLSX file, as rows of text under named columns."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile

from config.network_files.faults import BadFolder, Fault

CSV, XLSX = ".csv", ".xlsx"
LARGEST_BYTES = 5_000_000
MOST_ROWS = 5_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula, https://owasp.org/www-community/attacks/CSV_Injection."""
_WIDTH = 24
"""Characters of a column in a new sheet."""

Row = tuple[int, Mapping[str, str]]
"""The line where it stands, the first is 1, and its cells by column; empty ones are ""."""


def read_table(path: Path) -> list[Row]:
    """The rows below the header; empty ones are passed over. Columns are named in small letters.

    Raises:
        BadFolder: it is no such file, too large, or its header names nothing or one thing twice.
        OSError: it cannot be read.
    """
    if path.suffix.lower() not in {CSV, XLSX}:
        raise _fault(path, 0, "is neither a .csv nor an .xlsx file")
    if path.stat().st_size > LARGEST_BYTES:
        raise _fault(path, 0, f"is larger than {LARGEST_BYTES // 1_000_000} MB")
    lines = _of_xlsx(path) if path.suffix.lower() == XLSX else _of_csv(path)
    header = [each.strip().lower() for each in next(iter(lines), [])]
    named = [each for each in header if each]
    if not named or len(set(named)) < len(named):
        raise _fault(path, 1, "the first line has to name each column once")
    return [
        (number, _row(header, cells))
        for number, cells in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """A header and the rows; what a spreadsheet would take for a formula stays text.

    Raises:
        BadFolder: the name ends neither in .csv nor in .xlsx.
        OSError: it cannot be written.
    """
    lines = [list(columns), *([row.get(each, "") for each in columns] for row in rows)]
    match path.suffix.lower():
        case ".csv":
            path.write_bytes(_as_csv(lines))
        case ".xlsx":
            _write_xlsx(path, lines)
        case _:
            raise _fault(path, 0, "is neither a .csv nor an .xlsx file")


def _as_csv(lines: Iterable[Sequence[str]]) -> bytes:
    """With the mark by which spreadsheets know UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows([[_guarded(cell) for cell in line] for line in lines])
    return text.getvalue().encode("utf-8-sig")


def _write_xlsx(path: Path, lines: Iterable[Sequence[str]]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415  # loads slowly, and only here
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415  # the same
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  # the same

    book = Workbook()
    sheet = book.worksheets[0]
    for number, line in enumerate(lines, start=1):
        for place, text in enumerate(line, start=1):
            cell = sheet.cell(number, place, _guarded(text))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
            sheet.column_dimensions[get_column_letter(place)].width = _WIDTH
    sheet.freeze_panes = "A2"
    book.save(path)


def _of_csv(path: Path) -> list[list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _fault(path, 0, 'is not in UTF-8: save it as "CSV UTF-8"') from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise _fault(path, 0, f"is no table: {error}") from error
    return list(_few(path, lines))


def _of_xlsx(path: Path) -> list[list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415  # loads slowly, and only here

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        lines = list(_few(path, ([_text(cell) for cell in row] for row in rows)))
        book.close()
    except (BadZipFile, KeyError, ValueError, IndexError, TypeError, EOFError) as error:
        raise _fault(path, 0, "is no workbook that can be read") from error
    return lines


def _few(path: Path, lines: Iterable[list[str]]) -> Iterator[list[str]]:
    for number, line in enumerate(lines):
        if number > MOST_ROWS:
            raise _fault(path, number, f"has more than {MOST_ROWS} rows")
        yield line


def _text(cell: object) -> str:
    """A cell as it would be typed: a day as 2027-03-15, a whole number without a point."""
    match cell:
        case None:
            return ""
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)


def _row(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    padded = [*cells, *[""] * (len(header) - len(cells))]
    return {name: _bare(cell).strip() for name, cell in zip(header, padded, strict=False) if name}


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) or text.startswith("'") else text


def _bare(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:2] in (*_FORMULA, "'") else text


def _fault(path: Path, line: int, what: str) -> BadFolder:
    return BadFolder((Fault(path.name, line, "", what),))
