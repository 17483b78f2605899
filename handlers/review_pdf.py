"""A review as a PDF with the layout of the form, to be read anywhere."""

from config.phrases import RIGHT_TO_LEFT
from handlers import typesetting
from handlers.papers import Paper, clean
from storage.base import JsonValue

LAYOUT = "review.typ"
SHORT = 1_200
"""Characters of an answer that is kept on one page."""


def write(paper: Paper) -> bytes:
    """The file."""
    return typesetting.document(LAYOUT, content_of(paper))


def content_of(paper: Paper) -> dict[str, JsonValue]:
    """What the layout shows, in the order of the form."""
    review = paper.review
    labels = ("comment", "recommendations", "closing", "remarks", "decision", "general")
    language = typesetting.language_of(paper.language)
    return {
        "lang": language,
        "rtl": language in RIGHT_TO_LEFT,
        "title": paper.title,
        "body": clean(paper.form.body),
        "footer": clean(review.reference or review.id),
        "header": [[label, value or "–"] for label, value in paper.header],
        "questions": [
            {
                "number": question.number,
                "text": clean(question.text),
                "boxes": _ticks(paper.ticks(answer.answer)),
                "comment": _lines(answer.comment.splitlines()),
                "recommendations": _lines(answer.recommendations),
                "short": len(answer.comment) + sum(map(len, answer.recommendations)) < SHORT,
            }
            for question, answer in paper.questions
        ],
        "remarks": _lines(review.remarks),
        "decisions": _ticks(paper.verdicts),
        "general": _lines(review.general_recommendations),
        "labels": {each: paper.label(each) for each in labels},
    }


def _ticks(several: tuple[tuple[bool, str], ...]) -> list[JsonValue]:
    return [{"ticked": ticked, "label": label} for ticked, label in several]


def _lines(several: "list[str] | tuple[str, ...]") -> list[JsonValue]:
    return [line for each in several if (line := clean(each))]
