"""Who reviews and why, in chat; the secretariat can have somebody else chosen."""

from collections.abc import Iterator

from config.phrases import Words
from handlers import assigning, review_notices, reviewers, reviewing, standing
from handlers.errors import Refusal
from handlers.messages import Choice, Message, Reply, pack_words, unpack_words
from handlers.naming import person_name
from handlers.review_card import REVIEWS
from storage.cycles import Assignment, Cycle
from storage.store import Store

MOST_NAMED = 6
"""People of whom it is said why they were not chosen."""


def tapped(message: Message, store: Store, verb: str, *values: str) -> Reply:
    """A choice about who reviews.

    Raises:
        Refusal: somebody else than the secretariat asks.
        Conflict: who was asked has answered.
        ValueError: none that was ever offered.
    """
    match verb, values:
        case "who", (number,):
            return who(message, store, store.cycles.get(int(number)))
        case "swap", (number,):
            return swap(message, store, int(number))
        case "seat", (number, person):
            return seat(message, store, int(number), int(person))
        case _:
            raise ValueError(verb)


def who(message: Message, store: Store, cycle: Cycle) -> Reply:
    """Who reviews and why; who may not, and why; with a tap to choose somebody else.

    Raises:
        Refusal: somebody else than the secretariat asks.
    """
    _for_secretariat(message, store)
    every = store.cycles.assigned(cycle.id)
    others = [
        (
            Choice(
                Words("choice-review-swap", {"name": person_name(store, each.person_id)}),
                f"review.swap {each.id}",
            ),
        )
        for each in every
        if each.answers is None
    ]
    return Reply(
        "review-who" if every else "review-who-nobody",
        {"review": review_notices.title(store, cycle)},
        lines=(*(_chosen(store, each) for each in every), *_not_chosen(store, cycle)),
        choices=(*others, (Choice(Words("choice-back"), f"review.see {cycle.id}"),)),
        edits=bool(message.about),
    )


def swap(message: Message, store: Store, assignment_id: int) -> Reply:
    """Who could review instead, in the order of the rule, and why.

    Raises:
        Refusal: somebody else than the secretariat asks.
    """
    _for_secretariat(message, store)
    assignment = store.cycles.assignment(assignment_id)
    cycle = store.cycles.get(assignment.cycle_id)
    free = reviewers.could_review(store, cycle)[:MOST_NAMED]
    names = {each.person_id: person_name(store, each.person_id) for each in free}
    choices = [
        (
            Choice(
                Words("choice-review-ask", {"name": names[each.person_id]}),
                f"review.seat {assignment.id} {each.person_id}",
                strong=place == 0,
            ),
        )
        for place, each in enumerate(free)
    ]
    empty = Choice(Words("choice-review-empty"), f"review.seat {assignment.id} 0")
    return Reply(
        "review-instead" if free else "review-instead-nobody",
        {"name": person_name(store, assignment.person_id)},
        lines=tuple(
            Words("review-could", {"name": names[each.person_id], "why": assigning.why(each)})
            for each in free
        ),
        choices=(
            *choices,
            *(() if free else ((empty,),)),
            (Choice(Words("choice-back"), f"review.who {cycle.id}"),),
        ),
        edits=bool(message.about),
    )


def seat(message: Message, store: Store, assignment_id: int, person_id: int) -> Reply:
    """This person reviews instead; 0: nobody does.

    Raises:
        Refusal: somebody else than the secretariat asks, or that person may not.
        Conflict: who was asked has answered.
    """
    _for_secretariat(message, store)
    assignment = store.cycles.assignment(assignment_id)
    cycle = store.cycles.get(assignment.cycle_id)
    free = {each.person_id: each for each in reviewers.could_review(store, cycle)}
    if person_id and person_id not in free:
        raise Refusal("review-may-not", choices=(REVIEWS,))
    instead = None
    if person_id:
        why = Words("review-why-asked", {"why": assigning.why(free[person_id])})
        instead = Assignment(
            cycle_id=cycle.id, person_id=person_id, why=pack_words(why), chosen_at=message.sent_at
        )
    reviewers.release(store, cycle, assignment, message.sent_at, instead=instead)
    reviewing.settle(store, cycle, message.sent_at)
    return who(message, store, cycle)


def _chosen(store: Store, assignment: Assignment) -> Words:
    state = "review-has-answered" if assignment.answers is not None else "review-has-not"
    return Words(
        "review-chosen",
        {
            "name": person_name(store, assignment.person_id),
            "why": unpack_words(assignment.why),
            "state": Words(state),
        },
    )


def _not_chosen(store: Store, cycle: Cycle) -> Iterator[Words]:
    """People who review elsewhere, and may not here."""
    leading = reviewers.leading(store, cycle.group_id)
    for each in reviewers.candidates(store, cycle.group_id)[:MOST_NAMED]:
        why = reviewers.why_not(each, leading=leading, cycle=cycle)
        if why is not None:
            name = person_name(store, each.person_id)
            yield Words("review-not-chosen", {"name": name, "why": why})


def _for_secretariat(message: Message, store: Store) -> None:
    if not standing.is_secretariat(store, message.person_id):
        raise Refusal("review-for-secretariat", choices=(REVIEWS,))
