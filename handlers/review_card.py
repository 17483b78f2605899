"""One review as a reader sees it: how far it is, what they may know of it and do."""

from collections.abc import Iterator, Mapping

from config.phrases import Day, Detail, Instant, Words
from config.taxonomy import Standing
from handlers import (
    review_answers,
    review_notices,
    review_papers,
    review_results,
    reviewers,
    reviewing,
    standing,
)
from handlers.errors import Refusal
from handlers.messages import Choice, Message, Reply, unpack_words
from handlers.onward import HELP
from storage.cycles import ANSWERABLE, CONCLUDED, UNDER_WAY, Assignment, Cycle, CycleState
from storage.roles import LEADING
from storage.store import Store

REVIEWS = Choice(Words("choice-reviews"), "review.list 0")
INSIDERS = frozenset({Standing.MEMBER, Standing.SECRETARIAT})


def see(message: Message, store: Store, cycle: Cycle) -> Reply:
    """One review, with what the reader may know of it and do.

    Raises:
        Refusal: it is under way, and they have no part in it.
    """
    if cycle.state not in CONCLUDED and not has_part(message, store, cycle):
        raise Refusal("review-not-yours", choices=(REVIEWS,))
    reviewing.know(store, cycle, message.sent_at)
    return Reply(
        "review-shown",
        {
            "review": review_notices.title(store, cycle),
            "state": state_of(store, cycle),
        },
        lines=tuple(_lines(message, store, cycle)),
        choices=(*_ways(message, store, cycle), (REVIEWS,)),
        edits=bool(message.about),
    )


def for_insiders(message: Message, store: Store) -> None:
    if not message.private:
        raise Refusal("review-in-private", choices=(HELP,))
    person = store.people.get(message.person_id)
    if person.standing not in INSIDERS and not store.roles.of_person(person.id):
        raise Refusal("review-for-members", choices=(HELP,))


def has_part(message: Message, store: Store, cycle: Cycle) -> bool:
    who = message.person_id
    return (
        standing.is_secretariat(store, who)
        or store.roles.has(who, cycle.group_id, LEADING)
        or who in reviewers.deciders(store, cycle.group_id)
        or any(each.person_id == who for each in store.cycles.assigned(cycle.id))
    )


def state_of(store: Store, cycle: Cycle) -> Words:
    """How far it is; the time for answers can be over with none, or some, of them given."""
    if cycle.state is CycleState.ANSWERED:
        given = [each.answers is not None for each in store.cycles.assigned(cycle.id)]
        if not any(given):
            return Words("review-state-silent")
        if not all(given):
            return Words("review-state-partial")
    return Words(f"review-state-{cycle.state}")


def more_time(assignment: Assignment) -> Choice:
    """A tap with which a reviewer asks for more time."""
    return Choice(Words("choice-review-more"), f"review.more {assignment.id}", strong=True)


def until(cycle: Cycle) -> Iterator[Words]:
    match cycle.state:
        case CycleState.PREPARED:
            yield Words("review-opens", {"at": Instant(cycle.opens_at)})
        case CycleState.OPEN | CycleState.IN_REVIEW:
            yield Words("review-answers-by", {"at": Instant(cycle.answers_by)})
        case CycleState.ANSWERED | CycleState.DECIDED:
            yield Words("review-decide-by", {"at": Instant(cycle.decide_by)})
        case _:
            return


def _lines(message: Message, store: Store, cycle: Cycle) -> Iterator[Words]:
    yield from until(cycle)
    every = store.cycles.assigned(cycle.id)
    done = sum(each.answers is not None for each in every)
    yield Words("review-reviewers", {"count": len(every), "done": done})
    decides = message.person_id in reviewers.deciders(store, cycle.group_id)
    if decides and cycle.state in {CycleState.ANSWERED, CycleState.DECIDED}:
        yield from _differences(store, cycle)
    if cycle.state in CONCLUDED or (decides and cycle.result):
        announced = review_notices.announcement(store, cycle)
        yield Words("review-line-decision", {"decision": announced.details["decision"]})
        yield from announced.lines
    if cycle.state in UNDER_WAY:
        yield from _evidence(cycle)


def _evidence(cycle: Cycle) -> Iterator[Words]:
    """What the hub knows, marked as such."""
    if cycle.evidence:
        known_at = cycle.evidence_at or cycle.created_at
        yield Words("review-evidence", {"day": Day(known_at.date())})
    for number, packed in cycle.evidence:
        words = unpack_words(packed)
        if number:
            yield Words("review-evidence-of", {"number": number, "what": words})
        else:
            yield Words("review-bullet", {"text": words})


def _differences(store: Store, cycle: Cycle) -> Iterator[Words]:
    """Where the reviewers do not agree, and who said what."""
    several = review_results.said(store, cycle)
    different = review_answers.join(review_results.form(store), several).differences
    if len(several) > 1 and not different:
        yield Words("review-agreed")
    for number in different:
        for name, said in review_answers.boxes(several, number):
            details: Mapping[str, Detail] = {"number": number, "name": name, "said": said}
            yield Words("review-differs" if number else "review-differs-decision", details)


def _ways(message: Message, store: Store, cycle: Cycle) -> Iterator[tuple[Choice, ...]]:
    """What the reader can do in this state."""

    def choice(verb: str, *, strong: bool = False) -> Choice:
        return Choice(Words(f"choice-review-{verb}"), f"review.{verb} {cycle.id}", strong=strong)

    if cycle.state in ANSWERABLE:
        in_time = message.sent_at < cycle.answers_by
        for each in store.cycles.assigned(cycle.id):
            if each.person_id != message.person_id:
                continue
            if not in_time and each.answers is None:
                yield (more_time(each),)
            elif in_time:
                label = "choice-review-change" if each.answers is not None else "choice-review-fill"
                yield (Choice(Words(label), f"review.fill {each.id}", strong=True),)
    decides = message.person_id in reviewers.deciders(store, cycle.group_id)
    if decides and cycle.state is CycleState.ANSWERED:
        yield (choice("decide", strong=True), choice("time"))
    if decides and cycle.state is CycleState.DECIDED:
        again = Choice(Words("choice-review-change"), f"review.decide {cycle.id}")
        yield (choice("publish", strong=True), again)
    if cycle.state in CONCLUDED:
        yield tuple(
            Choice(Words(f"choice-review-{each}"), f"review.paper {cycle.id} {each}")
            for each in review_papers.WRITERS
        )
    if standing.is_secretariat(store, message.person_id) and cycle.state in UNDER_WAY:
        yield (choice("who"),)
