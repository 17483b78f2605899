"""Answers to the review form: its fields, what they hold, and several joined into one (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from config.folding import fold
from config.network_files.records import Decision, ReviewAnswer, ReviewForm
from config.phrases import Detail, Words
from handlers.fields import Values
from handlers.messages import Field, FieldKind, Option, Value

LONGEST_ANSWER = 1_200
"""Characters of one reviewer's comment, so that two of them fit into one text."""
LONGEST_JOINED = 3_000
LONGEST_RECOMMENDATION = 500
DECISIONS = {
    "validated": Decision.VALIDATED,
    "recommended": Decision.WITH_RECOMMENDATIONS,
    "not": Decision.NOT_VALIDATED,
}
"""What a tap says of the decision."""
_BULLETS = " \t-–—•*·"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answers:
    """What one person said: each question of the form, then all of it."""

    questions: tuple[ReviewAnswer, ...]
    remarks: str = ""
    decision: Decision | None = None
    general: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """Several people's answers as one; `differences`: the numbers of questions where boxes differ.

    0 stands for the decision.
    """

    answers: Answers
    differences: tuple[int, ...]


def fields(form: ReviewForm, *, known: Answers | None, chair: bool) -> tuple[Field, ...]:
    """Three for each question, then remarks, decision and general recommendations."""
    longest = LONGEST_JOINED if chair else LONGEST_ANSWER
    said = {each.question: each for each in known.questions} if known else {}
    each_question = (
        field
        for question in form.questions
        for field in _question(question.number, question.text, said.get(question.number), longest)
    )
    decisions = tuple(Option(code, _decided(code)) for code in DECISIONS)
    codes = {decision: code for code, decision in DECISIONS.items()}
    return (
        *each_question,
        Field(
            "remarks",
            Words("review-field-remarks"),
            FieldKind.LONG,
            value=(known.remarks or None) if known else None,
            most=longest,
        ),
        Field(
            "decision",
            Words("review-field-decision"),
            FieldKind.ONE_OF,
            decisions,
            value=codes[known.decision] if known and known.decision else None,
            required=chair,
        ),
        Field(
            "general",
            Words("review-field-general"),
            FieldKind.LONG,
            value=_lines(known.general) if known else None,
            hint=Words("review-hint-recommendations"),
            most=longest,
        ),
    )


def read(form: ReviewForm, values: Mapping[str, Value]) -> Answers:
    """The answers that a form's values are."""
    return Answers(
        tuple(
            ReviewAnswer(
                question=each.number,
                answer=_box(values.get(f"box{each.number}")),
                comment=str(values.get(f"comment{each.number}") or ""),
                recommendations=listed(values.get(f"recs{each.number}")),
            )
            for each in form.questions
        ),
        str(values.get("remarks") or ""),
        DECISIONS.get(str(values.get("decision"))),
        listed(values.get("general")),
    )


def check(form: ReviewForm, values: Values) -> dict[str, Words]:
    """Recommendations that say nothing, or too much for one."""
    names = [*(f"recs{each.number}" for each in form.questions), "general"]
    wrong = {}
    for name in names:
        if values.get(name) and not listed(values[name]):
            wrong[name] = Words("review-wrong-recommendation")
        elif any(len(each) > LONGEST_RECOMMENDATION for each in listed(values.get(name))):
            wrong[name] = Words("review-wrong-long", {"most": LONGEST_RECOMMENDATION})
    return wrong


def listed(text: Value) -> tuple[str, ...]:
    """Recommendations as they are written: one a line, with or without a bullet; each once."""
    lines = (" ".join(line.strip(_BULLETS).split()) for line in str(text or "").splitlines())
    return _once(line for line in lines if any(sign.isalnum() for sign in line))


def join(form: ReviewForm, several: Sequence[tuple[str, Answers]]) -> Joined:
    """What several people answered, each with how they are called, as one.

    A box that they tick alike stays, of several it is left open; those who left it open do not
    count. A comment of several stands with their names; the same recommendation comes once.
    """
    questions, differences = [], []
    for question in form.questions:
        said = [(name, _of(answers, question.number)) for name, answers in several]
        box, alike = _agreed([each.answer for _, each in said])
        if not alike:
            differences.append(question.number)
        questions.append(
            ReviewAnswer(
                question=question.number,
                answer=box,
                comment=_together([(name, each.comment) for name, each in said]),
                recommendations=_once(rec for _, each in said for rec in each.recommendations),
            )
        )
    decision, alike = _agreed([answers.decision for _, answers in several])
    if not alike:
        differences.append(0)
    return Joined(
        Answers(
            tuple(questions),
            _together([(name, answers.remarks) for name, answers in several]),
            decision,
            _once(rec for _, answers in several for rec in answers.general),
        ),
        tuple(differences),
    )


def boxes(several: Sequence[tuple[str, Answers]], number: int) -> tuple[tuple[str, Words], ...]:
    """Who ticked which box of a question, or took which decision (0); in their order."""
    return tuple(
        (name, decision_words(answers.decision) if not number else _ticked(answers, number))
        for name, answers in several
    )


def decision_words(decision: Decision | None) -> Words:
    codes = {each: code for code, each in DECISIONS.items()}
    return _decided(codes[decision]) if decision else Words("form-unanswered")


def box_words(answer: bool | None) -> Words:  # noqa: FBT001  # the value of a box
    """Yes, no or not answered."""
    return Words({True: "form-yes", False: "form-no", None: "form-unanswered"}[answer])


def _ticked(answers: Answers, number: int) -> Words:
    return box_words(_of(answers, number).answer)


def _decided(code: str) -> Words:
    return Words(f"review-decision-{code}")


def _question(number: int, text: str, said: ReviewAnswer | None, longest: int) -> Iterable[Field]:
    numbered: dict[str, Detail] = {"number": number, "text": text}
    yield Field(
        f"box{number}",
        Words("review-field-box", numbered),
        FieldKind.YES_NO,
        value=said.answer if said else None,
    )
    yield Field(
        f"comment{number}",
        Words("review-field-comment", {"number": number}),
        FieldKind.LONG,
        value=(said.comment or None) if said else None,
        most=longest,
    )
    yield Field(
        f"recs{number}",
        Words("review-field-recommendations", {"number": number}),
        FieldKind.LONG,
        value=_lines(said.recommendations) if said else None,
        hint=Words("review-hint-recommendations"),
        most=longest,
    )


def _box(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None


def _of(answers: Answers, number: int) -> ReviewAnswer:
    found = (each for each in answers.questions if each.question == number)
    return next(found, ReviewAnswer(question=number))


def _agreed(values: Sequence[T | None]) -> tuple[T | None, bool]:
    given = {each for each in values if each is not None}
    return (next(iter(given)) if len(given) == 1 else None), len(given) <= 1


def _together(said: Sequence[tuple[str, str]]) -> str:
    given = [(name, text) for name, text in said if text]
    if len({text for _, text in given}) <= 1:
        return given[0][1] if given else ""
    return "\n".join(f"{name}: {text}" for name, text in given)[:LONGEST_JOINED]


def _lines(several: Iterable[str]) -> str | None:
    return "\n".join(several) or None


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(fold(text), text)
    return tuple(found.values())
