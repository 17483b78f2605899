"""A table that people fill in: a CSV or XLSX file, as rows of text under named columns."""

import csv
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path, PurePath
from zipfile import BadZipFile, ZipFile

from config.phrases import Detail, Words

CSV, XLSX = ".csv", ".xlsx"
LARGEST_BYTES = 5_000_000
LARGEST_UNPACKED = 50_000_000
"""Bytes of a workbook's parts: a small file can be made to swell without end."""
MOST_ROWS = 5_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula, https://owasp.org/www-community/attacks/CSV_Injection."""
_WIDTH = 24
"""Characters of a column in a new sheet."""

_NO_WORKBOOK = (
    BadZipFile,
    KeyError,
    ValueError,
    IndexError,
    TypeError,
    EOFError,
    AttributeError,
    SyntaxError,
    zlib.error,
    NotImplementedError,
    RuntimeError,
)
"""What a broken workbook raises in openpyxl and below it; SyntaxError is that of its XML."""

Row = tuple[int, Mapping[str, str]]
"""The line where it stands, the first is 1, and its cells by column; empty ones are ""."""


class BadTable(Exception):
    """A file that is no table: why, in words, and the line that is to blame; 0 is all of it."""

    def __init__(self, phrase: str, *, line: int = 0, **details: Detail) -> None:
        super().__init__(phrase)
        self.words = Words(phrase, details)
        self.line = line


def is_table(name: str) -> bool:
    """Whether a file may be one, by its name."""
    return PurePath(name).suffix.lower() in {CSV, XLSX}


def read_table(path: Path) -> list[Row]:
    """As `read`, from a file.

    Raises:
        BadTable: as `read`.
        OSError: it cannot be read.
    """
    if is_table(path.name) and path.stat().st_size > LARGEST_BYTES:
        raise _too_large(LARGEST_BYTES)
    return read(path.name, path.read_bytes())


def read(name: str, content: bytes, *, most_rows: int = MOST_ROWS) -> list[Row]:
    """The rows below the header; empty ones are passed over. Columns are named in small letters.

    Raises:
        BadTable: it is no such file, too large, or its header names nothing or one thing twice.
    """
    if not is_table(name):
        raise BadTable("table-no-kind")
    if len(content) > LARGEST_BYTES:
        raise _too_large(LARGEST_BYTES)
    reader = _of_xlsx if PurePath(name).suffix.lower() == XLSX else _of_csv
    lines = reader(content, most_rows)
    header = [each.strip().lower() for each in next(iter(lines), [])]
    named = [each for each in header if each]
    if not named or len(set(named)) < len(named):
        raise BadTable("table-header", line=1)
    return [
        (number, _row(header, cells))
        for number, cells in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """A header and the rows; what a spreadsheet would take for a formula stays text.

    Raises:
        BadTable: the name ends neither in .csv nor in .xlsx.
        OSError: it cannot be written.
    """
    lines = [list(columns), *([row.get(each, "") for each in columns] for row in rows)]
    match path.suffix.lower():
        case ".csv":
            path.write_bytes(_as_csv(lines))
        case ".xlsx":
            _write_xlsx(path, lines)
        case _:
            raise BadTable("table-no-kind")


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


def _of_csv(content: bytes, most_rows: int) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadTable("table-not-utf8") from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(_few(lines, most_rows))
    except csv.Error as error:
        raise BadTable("table-broken", line=lines.line_num) from error


def _of_xlsx(content: bytes, most_rows: int) -> list[list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415  # loads slowly, and only here

    try:
        with ZipFile(io.BytesIO(content)) as parts:
            if sum(each.file_size for each in parts.infolist()) > LARGEST_UNPACKED:
                raise _too_large(LARGEST_UNPACKED)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        lines = list(_few(([_text(cell) for cell in row] for row in rows), most_rows))
        book.close()
    except _NO_WORKBOOK as error:
        raise BadTable("table-no-workbook") from error
    return lines


def _few(lines: Iterable[list[str]], most_rows: int) -> Iterator[list[str]]:
    for number, line in enumerate(lines):
        if number > most_rows:
            raise BadTable("table-too-many", line=number, most=most_rows)
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


def _too_large(most_bytes: int) -> BadTable:
    return BadTable("table-too-large", most=most_bytes // 1_000_000)
