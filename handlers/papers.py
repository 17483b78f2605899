"""A review as a document in Markdown, in the order of the form (pure)."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from config.network_files.records import Decision, Question, Review, ReviewAnswer, ReviewForm
from config.phrases import Day, Words
from config.taxonomy import DEFAULT_LANGUAGE
from handlers import review_answers

Say = Callable[[Words], str]
"""Says words in the language of the document."""

TICKED, OPEN = "☒", "☐"
ANNEX = ", Annex "
BETWEEN_ORGANISATIONS, BETWEEN_ATTACHMENTS = ", ", "; "
BEFORE_TITLE = " – "
_MARKS = re.compile(r"([\\`*_\[\]<>|#])")
_NO_XML = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Paper:
    """What a document about a review holds: the form's parts in their order, in one language."""

    form: ReviewForm
    review: Review
    say: Say
    language: str = DEFAULT_LANGUAGE

    @property
    def title(self) -> str:
        """What the form is called: by its record, in another language by its kind."""
        if self.language == DEFAULT_LANGUAGE:
            return clean(self.form.title)
        return self.label("title")

    @property
    def header(self) -> Sequence[tuple[str, str]]:
        """Labels with what they name: eight, always in this order."""
        review = self.review
        reference, annex = split_reference(review.reference)
        group = BEFORE_TITLE.join(filter(None, (review.working_group, review.title)))
        values = {
            "reference": reference,
            "annex": self.label("annex-of", number=annex) if annex else "",
            "group": group,
            "leads": BETWEEN_ORGANISATIONS.join(review.leads),
            "date": self.label("day", day=Day(date.fromisoformat(review.held_on))),
            "attachments": BETWEEN_ATTACHMENTS.join(review.attachments),
            "composition": BETWEEN_ORGANISATIONS.join(review.composition),
            "interested": BETWEEN_ORGANISATIONS.join(review.interested),
        }
        return tuple((self.label(name), clean(value)) for name, value in values.items())

    @property
    def questions(self) -> Iterator[tuple[Question, ReviewAnswer]]:
        """Every question of the form with its answer, an empty one where there is none."""
        given = {each.question: each for each in self.review.answers}
        for each in self.form.questions:
            yield each, given.get(each.number, ReviewAnswer(question=each.number))

    def boxes(self, answer: bool | None) -> str:  # noqa: FBT001  # the value of a box
        """Yes, no and not answered, one of them ticked."""
        return "   ".join(map(_ticked, self.ticks(answer)))

    def ticks(self, answer: bool | None) -> tuple[tuple[bool, str], ...]:  # noqa: FBT001  # the same
        """The three boxes: whether each is ticked, and what it says."""
        said = {each: self.say(review_answers.box_words(each)) for each in (True, False, None)}
        return tuple((answer is each, label) for each, label in said.items())

    @property
    def decisions(self) -> Sequence[str]:
        """Each decision that can be taken, the one that was ticked."""
        return tuple(map(_ticked, self.verdicts))

    @property
    def verdicts(self) -> tuple[tuple[bool, str], ...]:
        """The same: whether each is ticked, and what it says."""
        return tuple(
            (self.review.decision is each, self.say(review_answers.decision_words(each)))
            for each in Decision
        )

    def label(self, name: str, **details: Day | str) -> str:
        """What a part of the document is called."""
        return self.say(Words(f"paper-{name}", details))


def markdown(paper: Paper) -> str:
    """The document as Markdown."""
    return "\n".join(_markdown(paper)).rstrip() + "\n"


def split_reference(reference: str) -> tuple[str, str]:
    """The reference, and the number of the annex that it is."""
    before, found, annex = reference.rpartition(ANNEX)
    return (before, annex) if found else (reference, "")


def clean(text: str) -> str:
    """Text as a document takes it: lines ended alike, nothing that XML has no sign for."""
    return _NO_XML.sub("", "\n".join(text.splitlines()))


def _markdown(paper: Paper) -> Iterator[str]:
    review = paper.review
    yield f"# {_plain(paper.title)}"
    if paper.form.body:
        yield f"\n{_plain(paper.form.body)}"
    yield ""
    for label, value in paper.header:
        yield f"- **{label}:** {_plain(value)}".rstrip()
    for question, answer in paper.questions:
        yield f"\n## {question.number}. {_plain(question.text)}\n"
        yield paper.boxes(answer.answer)
        yield from _part(paper.label("comment"), answer.comment.splitlines())
        yield from _part(paper.label("recommendations"), answer.recommendations, bullet="- ")
    yield f"\n## {paper.label('closing')}"
    yield from _part(paper.label("remarks"), review.remarks)
    yield f"\n**{paper.label('decision')}**\n"
    yield from (f"- {each}" for each in paper.decisions)
    yield from _part(paper.label("general"), review.general_recommendations, bullet="- ")


def _part(label: str, lines: Sequence[str], *, bullet: str = "") -> Iterator[str]:
    if not lines:
        return
    yield f"\n**{label}**\n"
    end = "" if bullet else "  "
    yield from (f"{bullet}{_plain(each)}{end}" for each in lines)


def _ticked(box: tuple[bool, str]) -> str:
    ticked, label = box
    return f"{TICKED if ticked else OPEN} {label}"


def _plain(text: str) -> str:
    """Text that people wrote, so that it stays as it is."""
    return _MARKS.sub(r"\\\1", clean(text))
