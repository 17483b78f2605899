"""A review as a document: what is written is what is read back, on record and in general."""

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.network_files.folder import read_folder
from config.network_files.records import Decision, RecordKind, Review, ReviewAnswer, ReviewForm
from config.phrases import Phrases, Words
from handlers import papers, review_docx, review_pdf
from handlers.papers import Paper, Say

NETWORK = Path("config/network")
PHRASES = Phrases()
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn"))
LINES = st.text(LETTERS, min_size=1, max_size=30).map(str.strip).filter(bool)
NAMES = st.lists(st.sampled_from(["IOM", "ILO", "ACT Alliance"]), unique=True).map(tuple)


def says(language: str) -> Say:
    def say(words: Words) -> str:
        return PHRASES.say(words, language=language)

    return say


@pytest.fixture(scope="module")
def form() -> ReviewForm:
    (found,) = read_folder(NETWORK).records[RecordKind.REVIEW_FORM]
    assert isinstance(found, ReviewForm)
    return found


@pytest.fixture(scope="module")
def first() -> Review:
    (found,) = read_folder(NETWORK).records[RecordKind.REVIEWS]
    assert isinstance(found, Review)
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_first_review_on_record_is_read_back_as_it_was(
    form: ReviewForm, first: Review, language: str
) -> None:
    file = review_docx.write(Paper(form, first, says(language)))

    assert review_docx.read(file) == first


def test_headings_are_in_the_language_of_the_document(form: ReviewForm, first: Review) -> None:
    text = papers.markdown(Paper(form, first, says("fr"), "fr"))

    assert text.startswith("# Examen du groupe de travail\n")
    assert "Annexe 1" in text
    assert "Annex 1" not in text.replace("Annexe 1", "")


def test_the_document_states_the_facts_on_record(form: ReviewForm, first: Review) -> None:
    text = papers.markdown(Paper(form, first, says("en")))

    assert text.startswith("# Working Group Review\n\nExecutive Committee, Working Level (ECWL)\n")
    for fact in (
        "ECWL Ref 2020/1\n",
        "Annex 1\n",
        "CWG 1.2 – Knowledge Platform and Connection Hub",
        "January 9, 2020",
        "**Leads:** IOM",
        "Workplan; Concept Note",
        "UNU-MERIT",
        "☒ Validated with recommendations",
        "☐ Not validated",
        "- include civil society and other stakeholders",
        "- develop a strategy to incorporate other new or existing migration knowledge platforms",
    ):
        assert fact in text
    for question in form.questions:
        assert f"## {question.number}. {question.text}" in text


@st.composite
def reviews(draw: st.DrawFn) -> Review:
    lines = st.lists(LINES, max_size=3).map(tuple)
    return Review(
        id=draw(LINES),
        reference="ECWL 7" + draw(st.sampled_from(["", ", Annex 3"])),
        working_group="CWG 1.2",
        title="Knowledge",
        held_on=draw(st.dates(date(2015, 1, 1), date(2040, 1, 1))).isoformat(),
        leads=draw(NAMES),
        composition=draw(NAMES),
        attachments=("Workplan",),
        answers=tuple(
            ReviewAnswer(
                question=number,
                answer=draw(st.sampled_from([True, False, None])),
                comment="\n".join(draw(lines)),
                recommendations=draw(lines),
            )
            for number in range(1, 6)
        ),
        decision=draw(st.none() | st.sampled_from(list(Decision))),
        general_recommendations=draw(lines),
        remarks=draw(lines),
    )


@settings(max_examples=25)
@given(reviews(), st.sampled_from(["en", "fr"]))
def test_every_review_is_read_back_as_it_was(review: Review, language: str) -> None:
    form = next(iter(read_forms()))
    file = review_docx.write(Paper(form, review, says(language)))

    cleaned = replace(review, id=papers.clean(review.id))
    assert review_docx.read(file) == cleaned


FORMS: list[ReviewForm] = []


def read_forms() -> list[ReviewForm]:
    """The form, read once."""
    if not FORMS:
        found = read_folder(NETWORK).records[RecordKind.REVIEW_FORM]
        FORMS.extend(each for each in found if isinstance(each, ReviewForm))
    return FORMS


@pytest.mark.parametrize("file", [b"", b"no document", b"PK\x03\x04 broken"])
def test_what_is_no_such_document_is_refused(file: bytes) -> None:
    with pytest.raises(review_docx.Unreadable):
        review_docx.read(file)


def test_what_is_written_in_arabic_runs_from_right_to_left_in_any_document(
    form: ReviewForm, first: Review
) -> None:
    lines = ("Dates are clear.", "التواريخ واضحة (2027).", "« نعم »", "日期明确。")
    file = review_docx.write(Paper(form, replace(first, remarks=lines), says("en")))
    with ZipFile(BytesIO(file)) as parts:
        body = parts.read("word/document.xml").decode()
    turned = re.findall(r"<w:p>(?:(?!</w:p>).)*<w:bidi/>(?:(?!</w:p>).)*</w:p>", body)

    assert [any(each in one for one in turned) for each in lines] == [False, True, True, False]
    assert review_docx.read(file).remarks == lines


def test_control_characters_are_left_out_and_marks_stay_as_they_were_written(
    form: ReviewForm, first: Review
) -> None:
    odd = replace(first, remarks=("a\x00b <b>*bold*</b> [x](y)",))

    assert review_docx.read(review_docx.write(Paper(form, odd, says("en")))).remarks == (
        "ab <b>*bold*</b> [x](y)",
    )
    text = papers.markdown(Paper(form, odd, says("en")))
    assert r"ab \<b\>\*bold\*\</b\> \[x\](y)" in text


def extracted(pdf: bytes, tmp_path: Path) -> str:
    """The text of a PDF, as poppler reads it."""
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("needs pdftotext (apt-get install poppler-utils)")
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    read = subprocess.run([reader, file, "-"], capture_output=True, check=True)  # noqa: S603
    return " ".join(read.stdout.decode().split())


def test_the_pdf_states_the_facts_on_record(
    form: ReviewForm, first: Review, tmp_path: Path
) -> None:
    text = extracted(review_pdf.write(Paper(form, first, says("en"))), tmp_path)

    for fact in (
        "Working Group Review Executive Committee, Working Level (ECWL)",
        "ECWL Ref 2020/1",
        "CWG 1.2 – Knowledge Platform and Connection Hub",
        "January 9, 2020",
        "× Validated with recommendations Not validated",
        "× not answered",
        "include civil society and other stakeholders",
        *(f"{each.number}. {each.text}" for each in form.questions),
    ):
        assert fact in text


def test_what_people_wrote_is_no_markup_in_the_pdf_however_long(
    form: ReviewForm, first: Review, tmp_path: Path
) -> None:
    hard = "#emph[x] $y$ *z* @w <v> \\ 为实务工作者编写 " * 250
    answers = (ReviewAnswer(question=1, answer=True, comment=hard, recommendations=(hard,)),)
    text = extracted(
        review_pdf.write(Paper(form, replace(first, answers=answers), says("fr"), "fr")), tmp_path
    )

    assert text.count("#emph[x] $y$ *z* @w <v>") > 450
    assert "× Oui" in text
