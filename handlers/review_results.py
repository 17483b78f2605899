"""What reviewers answered and what was decided, as the network's records hold a review."""

from collections.abc import Container, Iterable
from datetime import datetime

from pydantic import TypeAdapter

from config.network_files.records import Review, ReviewForm, WorkingGroup
from handlers import review_answers
from handlers.messages import Value
from handlers.naming import person_name
from handlers.review_answers import Answers, Joined
from storage.cycles import CONCLUDED, Assignment, Cycle
from storage.roles import LEADING, GroupRole, Role, RoleState
from storage.store import Store

BELONGING = frozenset({Role.MEMBER, Role.SECRETARY})
"""Roles by which somebody's organisation is part of a group, beside leading it."""
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
    """What the reviewers answered, as one; by organisation, because it may be published."""
    answered = [each for each in store.cycles.assigned(cycle.id) if each.answers is not None]
    belong = [store.people.get(each.person_id).organisation or "" for each in answered]
    several = [
        (name if name and belong.count(name) == 1 else f"({number})", answers_of(store, each))
        for number, (each, name) in enumerate(zip(answered, belong, strict=True), start=1)
    ]
    return review_answers.join(form(store), several)


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
    leads = _once(group.leads, _theirs(store.roles.of_group(group.id), LEADING))
    there = _once(group.members, _theirs(store.roles.of_group(group.id), BELONGING), without=leads)
    asking = store.roles.of_group(group.id, state=RoleState.INTERESTED)
    waiting = _once(group.interested, _theirs(asking, Role), without=(*leads, *there))
    return Review(
        id=f"{cycle.group_id} {cycle.quarter}",
        reference=f"{cycle.group_id} {cycle.quarter}",
        working_group=group.id,
        title=group.title,
        held_on=held_on.date().isoformat(),
        leads=leads,
        composition=there,
        interested=waiting,
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


def _theirs(roles: Iterable[GroupRole], which: Iterable[Role]) -> tuple[str, ...]:
    """Organisations of the people who have such a role."""
    kinds = frozenset(which)
    return tuple(each.organisation for each in roles if each.organisation and each.role in kinds)


def _once(*several: Iterable[str], without: Container[str] = ()) -> tuple[str, ...]:
    names = dict.fromkeys(each for names in several for each in names)
    return tuple(each for each in names if each not in without)
