"""What reviewers answered and what was decided, as the network's records hold a review."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import TypeAdapter

from config.network_files.records import Review, ReviewForm, WorkingGroup
from handlers import review_answers
from handlers.messages import Value
from handlers.naming import person_name
from handlers.review_answers import Answers, Joined
from storage.cycles import CONCLUDED, Assignment, Cycle
from storage.store import Store

_REVIEW: TypeAdapter[Review] = TypeAdapter(Review)
_VALUES: TypeAdapter[dict[str, Value]] = TypeAdapter(dict[str, Value])


def form(store: Store) -> ReviewForm:
    """The network's form.

    Raises:
        LookupError: its records hold none.
    """
    found = next(iter(store.review_forms.each()), None)
    if found is None:
        raise LookupError("the network's records hold no review form")
    return found


def joined(store: Store, cycle: Cycle) -> Joined:
    """What the reviewers answered, as one."""
    return review_answers.join(form(store), said(store, cycle))


def said(store: Store, cycle: Cycle) -> list[tuple[str, Answers]]:
    """What each reviewer answered, with their name."""
    return [
        (person_name(store, each.person_id), answers_of(store, each))
        for each in store.cycles.assigned(cycle.id)
        if each.answers is not None
    ]


def answers_of(store: Store, assignment: Assignment) -> Answers:
    return review_answers.read(form(store), _VALUES.validate_python(assignment.answers or {}))


def as_review(
    store: Store, cycle: Cycle, group: WorkingGroup, answers: Answers, *, held_on: datetime
) -> Review:
    """The review as the network's records hold it."""
    links = store.workplans.links(cycle.group_id)
    return Review(
        id=f"{cycle.group_id} {cycle.quarter}",
        reference=f"{cycle.group_id} {cycle.quarter}",
        working_group=group.id,
        title=group.title,
        held_on=held_on.date().isoformat(),
        leads=group.leads,
        composition=group.members,
        interested=group.interested,
        attachments=tuple(each.title for each in links),
        answers=answers.questions,
        decision=answers.decision,
        general_recommendations=answers.general,
        remarks=tuple(answers.remarks.splitlines()),
    )


def keep(cycle: Cycle, review: Review) -> None:
    """Let a cycle hold what was decided."""
    cycle.result = _REVIEW.dump_python(review, mode="json")


def result(cycle: Cycle) -> Review | None:
    """What was decided; None: nothing yet."""
    return _REVIEW.validate_python(cycle.result) if cycle.result else None


def recommendations(review: Review) -> Iterable[tuple[int, str]]:
    """Each with the number of its question, 0 for general ones."""
    for answer in review.answers:
        yield from ((answer.question, text) for text in answer.recommendations)
    yield from ((0, text) for text in review.general_recommendations)


def concluded(store: Store, group_id: str) -> tuple[Review, ...]:
    """A group's published reviews, then those of before on record; the latest first."""
    published = (each for each in store.cycles.of_group(group_id) if each.state in CONCLUDED)
    results = (result(each) for each in published)
    return (*(each for each in results if each is not None), *store.reviews.of(group_id))
