"""A reviewer's time: what is said once it is over; more is asked for and given in a tap."""

from config.phrases import Instant, Words
from handlers import review_notices, reviewers, reviewing
from handlers.errors import Refusal
from handlers.messages import Choice, Message, Reply
from handlers.naming import person_name
from handlers.review_card import REVIEWS, more_time
from storage.cycles import ANSWERABLE, Assignment, Cycle, CycleState
from storage.store import Store


def open_assignment(store: Store, person_id: int, assignment_id: int) -> tuple[Assignment, Cycle]:
    """What somebody was asked for, with its review, while it can be answered.

    Raises:
        Refusal: it is not theirs, or cannot be answered (any more).
    """
    assignment, cycle = _theirs(store, person_id, assignment_id)
    if cycle.state is CycleState.ANSWERED and assignment.answers is None:
        raise _too_late(assignment, cycle)
    return assignment, cycle


def check(store: Store, assignment_id: int, message: Message) -> None:
    """Whether the writer can answer now.

    Raises:
        Refusal: it is not theirs, or their time is over; more can be asked for in a tap.
    """
    assignment, cycle = open_assignment(store, message.person_id, assignment_id)
    if message.sent_at >= cycle.answers_by:
        raise _too_late(assignment, cycle)


def ask(message: Message, store: Store, assignment_id: int) -> Reply:
    """Whoever decides hears, once a reviewer and review, that a week more is wished for.

    Raises:
        Refusal: it is not theirs, or decided by now.
    """
    assignment, cycle = _theirs(store, message.person_id, assignment_id)
    if message.sent_at < cycle.answers_by:
        return _still(message, store, assignment, cycle)
    give = Choice(Words("choice-review-give"), f"review.give {cycle.id}", strong=True)
    see = Choice(Words("choice-review-see"), f"review.see {cycle.id}")
    for person_id in reviewers.deciders(store, cycle.group_id):
        review_notices.tell(
            store,
            cycle,
            "wished",
            person_id,
            at=message.sent_at,
            choices=((give, see),),
            by=person_name(store, message.person_id),
            once=f"wished-{assignment.id}",
        )
    return Reply("review-wished", choices=((REVIEWS,),), edits=bool(message.about))


def give(message: Message, store: Store, cycle: Cycle, *, if_over: bool) -> None:
    """A week more; `if_over`: unless there is time again, because somebody has given it."""
    if not if_over or message.sent_at >= cycle.answers_by:
        reviewing.give_time(store, cycle, message.sent_at)


def _still(message: Message, store: Store, assignment: Assignment, cycle: Cycle) -> Reply:
    fill = Choice(Words("choice-review-fill"), f"review.fill {assignment.id}", strong=True)
    return Reply(
        "review-told-longer",
        {"review": review_notices.title(store, cycle), "until": Instant(cycle.answers_by)},
        choices=((fill,),),
        edits=bool(message.about),
    )


def _theirs(store: Store, person_id: int, assignment_id: int) -> tuple[Assignment, Cycle]:
    assignment = store.cycles.assignment(assignment_id)
    if assignment.person_id != person_id or assignment.released_at is not None:
        raise Refusal("review-not-yours", choices=(REVIEWS,))
    cycle = store.cycles.get(assignment.cycle_id)
    if cycle.state not in ANSWERABLE:
        phrase = "review-not-open" if cycle.state is CycleState.PREPARED else "review-over"
        raise Refusal(phrase, choices=(REVIEWS,), until=Instant(cycle.answers_by))
    return assignment, cycle


def _too_late(assignment: Assignment, cycle: Cycle) -> Refusal:
    ways = (more_time(assignment), REVIEWS)
    return Refusal("review-too-late", choices=ways, until=Instant(cycle.answers_by))
