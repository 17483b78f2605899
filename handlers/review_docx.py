"""A review as a DOCX file with the layout of the form, and such a file read back as a review."""

import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from config.days import day_named
from config.network_files.records import Decision, Review, ReviewAnswer
from handlers.papers import (
    ANNEX,
    BEFORE_TITLE,
    BETWEEN_ATTACHMENTS,
    BETWEEN_ORGANISATIONS,
    OPEN,
    TICKED,
    Paper,
    clean,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

HEADER_ROWS, QUESTION_ROWS, CLOSING_ROWS = 8, 4, 3
FONT, FONT_POINTS, BETWEEN_POINTS = "Arial", 10, 2
SHADE = "EEF2F6"
LONGEST_PROPERTY = 255
"""Characters of a property of the document, as the library takes them."""
_ANY_DAY = date(2000, 1, 1)
_RTL = re.compile(r"[\W\d_]*[\u0590-\u08ff\ufb1d-\ufefc]")
"""A line that begins with a letter of Hebrew or Arabic."""
_NUMBER = re.compile(r"(\d+)\.")
_TICK = re.compile(f"[{TICKED}{OPEN}]")


class Unreadable(ValueError):
    """A file that is no DOCX, or has not the layout of the form."""


def write(paper: Paper) -> bytes:
    """The file: a table for the header, one for each question, one for what closes it."""
    from docx import Document  # noqa: PLC0415  # loads what only a document needs
    from docx.shared import Pt  # noqa: PLC0415  # the same

    document = Document()
    document.core_properties.identifier = clean(paper.review.id)[:LONGEST_PROPERTY]
    document.core_properties.title = paper.title[:LONGEST_PROPERTY]
    document.core_properties.author = ""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(FONT_POINTS)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(BETWEEN_POINTS)
    document.add_heading(paper.title, level=0)
    if paper.form.body:
        document.add_paragraph(clean(paper.form.body))
    header = _table(document, HEADER_ROWS, 2)
    for row, (label, value) in zip(header.rows, paper.header, strict=True):
        _bold(row.cells[0], label)
        _shade(row.cells[0])
        row.cells[1].text = value
    for question, answer in paper.questions:
        document.add_paragraph()
        table = _table(document, QUESTION_ROWS, 1)
        cells = [row.cells[0] for row in table.rows]
        _bold(cells[0], f"{question.number}. {clean(question.text)}")
        _shade(cells[0])
        cells[1].text = paper.boxes(answer.answer)
        _lines(cells[2], paper.label("comment"), answer.comment.splitlines())
        _lines(cells[3], paper.label("recommendations"), answer.recommendations, bullet=True)
    document.add_paragraph()
    closing = [row.cells[0] for row in _table(document, CLOSING_ROWS, 1).rows]
    _lines(closing[0], paper.label("remarks"), paper.review.remarks)
    _lines(closing[1], paper.label("decision"), paper.decisions)
    general = paper.review.general_recommendations
    _lines(closing[2], paper.label("general"), general, bullet=True)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def read(file: bytes) -> Review:
    """The review in such a file; its words are the labels of no language in particular.

    Raises:
        Unreadable: it is no DOCX, or its tables are not those of the form.
    """
    from docx import Document  # noqa: PLC0415  # the same

    try:
        document = Document(BytesIO(file))
        header, *questions, closing = document.tables
        values = [row.cells[1].text for row in header.rows]
        reference, annex, group, leads, day, attachments, composition, interested = values
        remarks, decisions, general = (_after_label(row.cells[0]) for row in closing.rows)
        name, _, title = group.partition(BEFORE_TITLE)
        return Review(
            id=document.core_properties.identifier,
            reference=f"{reference}{ANNEX}{annex.split(' ', 1)[1]}" if annex else reference,
            working_group=name,
            title=title,
            held_on=_day(day).isoformat(),
            leads=_listed(leads, BETWEEN_ORGANISATIONS),
            composition=_listed(composition, BETWEEN_ORGANISATIONS),
            interested=_listed(interested, BETWEEN_ORGANISATIONS),
            attachments=_listed(attachments, BETWEEN_ATTACHMENTS),
            answers=tuple(map(_answer, questions)),
            decision=dict(zip(range(len(Decision)), Decision, strict=True)).get(
                _ticked("".join(decisions))
            ),
            general_recommendations=general,
            remarks=remarks,
        )
    except Exception as error:  # the library raises whatever it meets in a broken file
        raise Unreadable(type(error).__name__) from error


def _day(text: str) -> date:
    """The day that the header names, with its year; in any of the six languages."""
    found = day_named(text, today=_ANY_DAY)
    if found is None:
        raise Unreadable(text)
    return found


def _answer(table: "Table") -> ReviewAnswer:
    question, boxes, comment, recommendations = (row.cells[0] for row in table.rows)
    number = _NUMBER.match(question.text)
    if number is None:
        raise Unreadable(question.text)
    return ReviewAnswer(
        question=int(number[1]),
        answer={0: True, 1: False}.get(_ticked(boxes.text)),
        comment="\n".join(_after_label(comment)),
        recommendations=_after_label(recommendations),
    )


def _ticked(text: str) -> int:
    """Which of several boxes is ticked, from 0; -1 for none."""
    return "".join(_TICK.findall(text)).find(TICKED)


def _table(document: "Document", rows: int, columns: int) -> "Table":
    table: Table = document.add_table(rows=rows, cols=columns, style="Table Grid")
    return table


def _bold(cell: "_Cell", text: str) -> None:
    cell.paragraphs[0].add_run(text).bold = True


def _shade(cell: "_Cell") -> None:
    """A background, https://learn.microsoft.com/dotnet/api/documentformat.openxml.wordprocessing.shading."""
    from docx.oxml import OxmlElement  # noqa: PLC0415  # loads what only a document needs
    from docx.oxml.ns import qn  # noqa: PLC0415  # the same

    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", SHADE)):
        shade.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001  # the library has no other way


def _lines(cell: "_Cell", label: str, lines: Sequence[str], *, bullet: bool = False) -> None:
    """A label, then a paragraph for each line."""
    _bold(cell, label)
    for each in lines:
        paragraph = cell.add_paragraph(clean(each), style="List Bullet" if bullet else None)
        if _RTL.match(each):
            _turn(paragraph)


def _turn(paragraph: "Paragraph") -> None:
    """From right to left, as what is written there: its signs stand on the other side."""
    from docx.oxml import OxmlElement  # noqa: PLC0415  # the same

    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001  # no other way


def _after_label(cell: "_Cell") -> tuple[str, ...]:
    return tuple(each.text for each in cell.paragraphs[1:])


def _listed(text: str, sign: str) -> tuple[str, ...]:
    return tuple(text.split(sign)) if text else ()
