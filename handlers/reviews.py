"""Quarterly reviews in chat: what waits for whom, the form, who reviews, the chair's decision."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from config.network_files.records import Review
from config.phrases import Day, Detail, Instant, Words
from config.taxonomy import Standing
from handlers import forms, review_answers, reviewing, standing
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.messages import Choice, Entry, Form, Message, Reply, Value, unpack_words
from handlers.onward import HELP
from storage.cycles import (
    ANSWERABLE,
    CONCLUDED,
    UNDER_WAY,
    Assignment,
    Cycle,
    CycleState,
)
from storage.roles import LEADING
from storage.store import Store

FORM, VERDICT = "review", "verdict"
"""The names of the two forms: a reviewer's, about an assignment; the chair's, about a cycle."""
REVIEWS = Choice(Words("choice-reviews"), "review.list 0")
PAGE = 6
"""Reviews in one list."""
MOST = 2_000
"""Reviews that are looked through for a list."""
INSIDERS = frozenset({Standing.MEMBER, Standing.SECRETARIAT})


def list_(message: Message, store: Store, *, start: int = 0) -> Reply:
    """Reviews under way that the reader has a part in; all of them for the secretariat.

    Raises:
        Refusal: others read along, or they are not of the network.
    """
    _for_insiders(message, store)
    every = store.cycles.in_states(UNDER_WAY, limit=MOST)
    mine = [each for each in every if _has_part(message, store, each)]
    start = min(max(start, 0), max(len(mine) - 1, 0)) // PAGE * PAGE
    found = mine[start : start + PAGE]
    turn = []
    if start:
        turn.append(Choice(Words("choice-back"), f"review.list {start - PAGE}"))
    if start + PAGE < len(mine):
        turn.append(Choice(Words("choice-more"), f"review.list {start + PAGE}"))
    past = Choice(Words("choice-reviews-past"), "review.past")
    return Reply(
        "review-list" if found else "review-none",
        {"count": len(mine)},
        entries=tuple(_listed(store, each) for each in found),
        choices=(*((_see(each),) for each in found), (*turn, past)),
        edits=bool(message.about),
    )


def past(message: Message, store: Store) -> Reply:
    """Reviews that were published, and those of before on record; the latest first.

    Raises:
        Refusal: others read along, or the reader is not of the network.
    """
    _for_insiders(message, store)
    found = store.cycles.in_states(CONCLUDED, limit=PAGE)
    record = sorted(store.reviews.each(), key=lambda each: each.held_on, reverse=True)[:PAGE]
    return Reply(
        "review-past" if found or record else "review-past-none",
        entries=(*(_listed(store, each) for each in found), *map(_recorded, record)),
        choices=(*((_see(each),) for each in found), (REVIEWS,)),
        edits=bool(message.about),
    )


def tapped(message: Message, store: Store, verb: str, *values: str) -> Reply:
    """A choice about a review.

    Raises:
        Refusal: it is not theirs to do, or others read along.
        Conflict: the review is not in a state for this any more.
        ValueError: none that was ever offered.
    """
    _for_insiders(message, store)
    match verb, values:
        case "list", (start,):
            return list_(message, store, start=int(start))
        case "past", ():
            return past(message, store)
        case "fill", (number,):
            return forms.open_(message, store, form(store, message.person_id, number))
        case "swap", (number,):
            return _swapped(message, store, int(number))
    (number,) = values
    cycle = store.cycles.get(int(number))
    if verb == "see":
        return see(message, store, cycle)
    _for_deciders(message, store, cycle)
    match verb:
        case "decide":
            return forms.open_(message, store, verdict_form(store, message.person_id, number))
        case "time":
            reviewing.give_time(store, cycle, message.sent_at)
        case "publish":
            reviewing.publish(store, cycle, message.sent_at)
        case "who":
            return _who(message, store, cycle)
        case _:
            raise ValueError(verb)
    return see(message, store, cycle)


def see(message: Message, store: Store, cycle: Cycle) -> Reply:
    """One review, with what the reader may know of it and do.

    Raises:
        Refusal: it is under way, and they have no part in it.
    """
    if cycle.state not in CONCLUDED and not _has_part(message, store, cycle):
        raise Refusal("review-not-yours", choices=(REVIEWS,))
    return Reply(
        "review-shown",
        {
            "review": reviewing.title(store, cycle),
            "state": Words(f"review-state-{cycle.state}"),
        },
        lines=tuple(_lines(message, store, cycle)),
        choices=(*_ways(message, store, cycle), (REVIEWS,)),
        edits=bool(message.about),
    )


def form(store: Store, person_id: int, subject: str) -> Form:
    """A reviewer's form, with what they answered before.

    Raises:
        Refusal: it is not theirs, or cannot be answered any more.
    """
    assignment, cycle = _open_assignment(store, person_id, subject)
    known = reviewing.answers_of(store, assignment) if assignment.answers is not None else None
    return Form(
        FORM,
        subject,
        Words("review-form", {"group": cycle.group_id}),
        review_answers.fields(reviewing.form(store), known=known, chair=False),
        Words("review-submit"),
        intro=Words("review-intro", {"until": Instant(cycle.answers_by)}),
        begun=known is not None,
    )


def check(store: Store, _person_id: int, _subject: str, values: Values) -> dict[str, Words]:
    """What is wrong with answers, by field."""
    return review_answers.check(reviewing.form(store), values)


def filled(message: Message, store: Store, subject: str, values: Values) -> Reply:
    """Keep a reviewer's answers; they can be changed until the deadline.

    Raises:
        Refusal: the deadline is over, or the review is not theirs.
    """
    assignment, cycle = _open_assignment(store, message.person_id, subject)
    if message.sent_at >= cycle.answers_by:
        raise Refusal("review-too-late", choices=(REVIEWS,), until=Instant(cycle.answers_by))
    assignment.answers = _kept(values)
    assignment.answered_at = message.sent_at
    reviewing.answered(store, cycle, message.sent_at)
    change = Choice(Words("choice-review-change"), f"review.fill {assignment.id}")
    return Reply(
        "review-thanks",
        {"until": Instant(cycle.answers_by), "review": reviewing.title(store, cycle)},
        choices=((change, REVIEWS),),
        edits=bool(message.about),
    )


def verdict_form(store: Store, person_id: int, subject: str) -> Form:
    """The chair's form: what was decided before, else the reviewers' answers as one.

    Raises:
        Refusal: they do not decide, or it is not time.
    """
    cycle = _decidable(store, person_id, subject)
    review = reviewing.result(cycle)
    known = _as_answers(review) if review else reviewing.joined(store, cycle).answers
    return Form(
        VERDICT,
        subject,
        Words("review-verdict-form", {"group": cycle.group_id}),
        review_answers.fields(reviewing.form(store), known=known, chair=True),
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
    answers = review_answers.read(reviewing.form(store), _kept(values))
    reviewing.decide(message, store, cycle, answers)
    return replace(see(message, store, cycle), phrase="review-decided")


def _kept(values: Values) -> dict[str, Value]:
    """As JSON takes it: the form has no field for several options."""
    return dict(values)


def _as_answers(review: Review) -> review_answers.Answers:
    return review_answers.Answers(
        review.answers, "\n".join(review.remarks), review.decision, review.general_recommendations
    )


def _open_assignment(store: Store, person_id: int, subject: str) -> tuple[Assignment, Cycle]:
    assignment = store.cycles.assignment(int(subject))
    if assignment.person_id != person_id or assignment.released_at is not None:
        raise Refusal("review-not-yours", choices=(REVIEWS,))
    cycle = store.cycles.get(assignment.cycle_id)
    if cycle.state not in ANSWERABLE:
        phrase = "review-not-open" if cycle.state is CycleState.PREPARED else "review-too-late"
        raise Refusal(phrase, choices=(REVIEWS,), until=Instant(cycle.answers_by))
    return assignment, cycle


def _decidable(store: Store, person_id: int, subject: str) -> Cycle:
    cycle = store.cycles.get(int(subject))
    if person_id not in reviewing.deciders(store, cycle.group_id):
        raise Refusal("review-for-chair", choices=(REVIEWS,))
    if cycle.state not in {CycleState.ANSWERED, CycleState.DECIDED}:
        raise Refusal("review-not-answered", choices=(REVIEWS,))
    return cycle


def _for_insiders(message: Message, store: Store) -> None:
    if not message.private:
        raise Refusal("review-in-private", choices=(HELP,))
    person = store.people.get(message.person_id)
    if person.standing not in INSIDERS and not store.roles.of_person(person.id):
        raise Refusal("review-for-members", choices=(HELP,))


def _for_deciders(message: Message, store: Store, cycle: Cycle) -> None:
    decides = message.person_id in reviewing.deciders(store, cycle.group_id)
    if not decides and not standing.is_secretariat(store, message.person_id):
        raise Refusal("review-for-chair", choices=(REVIEWS,))


def _has_part(message: Message, store: Store, cycle: Cycle) -> bool:
    who = message.person_id
    return (
        standing.is_secretariat(store, who)
        or store.roles.has(who, cycle.group_id, LEADING)
        or who in reviewing.deciders(store, cycle.group_id)
        or any(each.person_id == who for each in store.cycles.assigned(cycle.id))
    )


def _listed(store: Store, cycle: Cycle) -> Entry:
    group = store.groups.get(cycle.group_id)
    title = reviewing.title(store, cycle)
    return Entry(
        f"{group.id} {group.title}",
        facts=(
            Words("review-quarter", {"quarter": title.details["quarter"]}),
            Words(f"review-state-{cycle.state}"),
            *_until(cycle),
        ),
    )


def _recorded(review: Review) -> Entry:
    return Entry(
        f"{review.working_group} {review.title}",
        facts=(
            Words("just", {"what": Day(date.fromisoformat(review.held_on))}),
            review_answers.decision_words(review.decision),
            review.reference,
        ),
    )


def _until(cycle: Cycle) -> Iterator[Words]:
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
    yield from _until(cycle)
    every = store.cycles.assigned(cycle.id)
    done = sum(each.answers is not None for each in every)
    yield Words("review-reviewers", {"count": len(every), "done": done})
    decides = message.person_id in reviewing.deciders(store, cycle.group_id)
    if decides and cycle.state in {CycleState.ANSWERED, CycleState.DECIDED}:
        yield from _differences(store, cycle)
    if cycle.state in CONCLUDED or (decides and cycle.result):
        announced = reviewing.announcement(store, cycle)
        yield Words("review-line-decision", {"decision": announced.details["decision"]})
        yield from announced.lines
    if cycle.state in UNDER_WAY:
        yield from _evidence(cycle)


def _evidence(cycle: Cycle) -> Iterator[Words]:
    """What the hub knows, marked as such."""
    if cycle.evidence:
        yield Words("review-evidence")
    for number, packed in cycle.evidence:
        words = unpack_words(packed)
        if number:
            yield Words("review-evidence-of", {"number": number, "what": words})
        else:
            yield Words("review-bullet", {"text": words})


def _differences(store: Store, cycle: Cycle) -> Iterator[Words]:
    """Where the reviewers do not agree, and who said what."""
    several = reviewing.said(store, cycle)
    different = review_answers.join(reviewing.form(store), several).differences
    if several and not different:
        yield Words("review-agreed")
    for number in different:
        for name, said in review_answers.boxes(several, number):
            details: Mapping[str, Detail] = {"number": number, "name": name, "said": said}
            yield Words("review-differs" if number else "review-differs-decision", details)


def _ways(message: Message, store: Store, cycle: Cycle) -> Iterator[tuple[Choice, ...]]:
    """What the reader can do in this state."""

    def choice(verb: str, *, strong: bool = False) -> Choice:
        return Choice(Words(f"choice-review-{verb}"), f"review.{verb} {cycle.id}", strong=strong)

    if cycle.state in ANSWERABLE and message.sent_at < cycle.answers_by:
        for each in store.cycles.assigned(cycle.id):
            if each.person_id == message.person_id:
                label = "choice-review-change" if each.answers is not None else "choice-review-fill"
                yield (Choice(Words(label), f"review.fill {each.id}", strong=True),)
    decides = message.person_id in reviewing.deciders(store, cycle.group_id)
    if decides and cycle.state is CycleState.ANSWERED:
        yield (choice("decide", strong=True), choice("time"))
    if decides and cycle.state is CycleState.DECIDED:
        again = Choice(Words("choice-review-change"), f"review.decide {cycle.id}")
        yield (choice("publish", strong=True), again)
    if standing.is_secretariat(store, message.person_id) and cycle.state in UNDER_WAY:
        yield (choice("who"),)


def _who(message: Message, store: Store, cycle: Cycle) -> Reply:
    """Who reviews and why; who may not, and why; with a tap to choose somebody else.

    Raises:
        Refusal: somebody else than the secretariat asks.
    """
    _for_secretariat(message, store)
    every = store.cycles.assigned(cycle.id)
    swap = [
        (
            Choice(
                Words("choice-review-swap", {"name": reviewing.name(store, each.person_id)}),
                f"review.swap {each.id}",
            ),
        )
        for each in every
        if each.answers is None
    ]
    return Reply(
        "review-who" if every else "review-who-nobody",
        {"review": reviewing.title(store, cycle)},
        lines=(*(_chosen(store, each) for each in every), *_not_chosen(store, cycle)),
        choices=(*swap, (Choice(Words("choice-back"), f"review.see {cycle.id}"),)),
        edits=bool(message.about),
    )


def _chosen(store: Store, assignment: Assignment) -> Words:
    state = "review-has-answered" if assignment.answers is not None else "review-has-not"
    return Words(
        "review-chosen",
        {
            "name": reviewing.name(store, assignment.person_id),
            "why": unpack_words(assignment.why),
            "state": Words(state),
        },
    )


def _not_chosen(store: Store, cycle: Cycle) -> Iterator[Words]:
    """People who review elsewhere, and may not here."""
    leading = reviewing.leading(store, cycle.group_id)
    for each in reviewing.candidates(store, cycle.group_id)[:PAGE]:
        why = reviewing.why_not(each, leading=leading, cycle=cycle)
        if why is not None:
            name = reviewing.name(store, each.person_id)
            yield Words("review-not-chosen", {"name": name, "why": why})


def _swapped(message: Message, store: Store, assignment_id: int) -> Reply:
    """Somebody else reviews instead: the next by the rule."""
    _for_secretariat(message, store)
    assignment = store.cycles.assignment(assignment_id)
    cycle = store.cycles.get(assignment.cycle_id)
    reviewing.release(store, cycle, assignment, message.sent_at)
    return _who(message, store, cycle)


def _for_secretariat(message: Message, store: Store) -> None:
    if not standing.is_secretariat(store, message.person_id):
        raise Refusal("review-for-secretariat", choices=(REVIEWS,))


def _see(cycle: Cycle) -> Choice:
    return Choice(Words("choice-review-of", {"group": cycle.group_id}), f"review.see {cycle.id}")
