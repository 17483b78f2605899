"""The two forms of a review: a reviewer's answers, and the chair's decision."""

from dataclasses import replace

from config.network_files.records import Review
from config.phrases import Instant, Words
from handlers import (
    review_answers,
    review_notices,
    review_results,
    review_time,
    reviewers,
    reviewing,
)
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.messages import Choice, Form, Message, Reply, Value
from handlers.review_card import REVIEWS, see
from storage.cycles import Cycle, CycleState
from storage.store import Store

FORM, VERDICT = "review", "verdict"
"""The names of the two forms: a reviewer's, about an assignment; the chair's, about a cycle."""


def form(store: Store, person_id: int, subject: str) -> Form:
    """A reviewer's form, with what they answered before.

    Raises:
        Refusal: it is not theirs, or cannot be answered any more.
    """
    assignment, cycle = review_time.open_assignment(store, person_id, int(subject))
    known = review_results.answers_of(store, assignment) if assignment.answers is not None else None
    return Form(
        FORM,
        subject,
        Words("review-form", {"group": cycle.group_id}),
        review_answers.fields(review_results.form(store), known=known, chair=False),
        Words("review-submit"),
        intro=Words("review-intro", {"until": Instant(cycle.answers_by)}),
        begun=known is not None,
    )


def check(store: Store, _person_id: int, _subject: str, values: Values) -> dict[str, Words]:
    """What is wrong with answers, by field."""
    return review_answers.check(review_results.form(store), values)


def filled(message: Message, store: Store, subject: str, values: Values) -> Reply:
    """Keep a reviewer's answers; they can be changed until the deadline.

    Raises:
        Refusal: the deadline is over, the review is not theirs, or nothing is answered.
    """
    review_time.check(store, int(subject), message)
    assignment, cycle = review_time.open_assignment(store, message.person_id, int(subject))
    if all(value in {None, ""} for value in values.values()):
        fill = Choice(Words("choice-review-fill"), f"review.fill {assignment.id}", strong=True)
        raise Refusal("review-empty", choices=(fill, REVIEWS))
    assignment.answers = _kept(values)
    assignment.answered_at = message.sent_at
    reviewing.answered(store, cycle, message.sent_at)
    change = Choice(Words("choice-review-change"), f"review.fill {assignment.id}")
    return Reply(
        "review-thanks",
        {"until": Instant(cycle.answers_by), "review": review_notices.title(store, cycle)},
        choices=((change, REVIEWS),),
        edits=bool(message.about),
    )


def verdict_form(store: Store, person_id: int, subject: str) -> Form:
    """The chair's form: what was decided before, else the reviewers' answers as one.

    Raises:
        Refusal: they do not decide, or it is not time.
    """
    cycle = _decidable(store, person_id, subject)
    review = review_results.result(cycle)
    known = _as_answers(review) if review else review_results.joined(store, cycle).answers
    return Form(
        VERDICT,
        subject,
        Words("review-verdict-form", {"group": cycle.group_id}),
        review_answers.fields(review_results.form(store), known=known, chair=True),
        Words("review-verdict-submit"),
        intro=Words("review-verdict-intro"),
        begun=True,
    )


def verdict_filled(message: Message, store: Store, subject: str, values: Values) -> Reply:
    """Keep the decision; nobody else sees it before it is published.

    Raises:
        Refusal: they do not decide, or it is not time.
    """
    cycle = _decidable(store, message.person_id, subject)
    answers = review_answers.read(review_results.form(store), _kept(values))
    reviewing.decide(message, store, cycle, answers)
    return replace(see(message, store, cycle), phrase="review-decided")


def _kept(values: Values) -> dict[str, Value]:
    """As JSON takes it: the form has no field for several options."""
    return dict(values)


def _as_answers(review: Review) -> review_answers.Answers:
    return review_answers.Answers(
        review.answers, "\n".join(review.remarks), review.decision, review.general_recommendations
    )


def _decidable(store: Store, person_id: int, subject: str) -> Cycle:
    cycle = store.cycles.get(int(subject))
    if person_id not in reviewers.deciders(store, cycle.group_id):
        raise Refusal("review-for-chair", choices=(REVIEWS,))
    if cycle.state not in {CycleState.ANSWERED, CycleState.DECIDED}:
        raise Refusal("review-not-answered", choices=(REVIEWS,))
    return cycle
