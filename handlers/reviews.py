"""Quarterly reviews in chat: what waits for whom, what was published, and what a tap does."""

from datetime import date

from config.network_files.records import Review
from config.phrases import Day, Words
from handlers import (
    forms,
    review_answers,
    review_forms,
    review_notices,
    review_papers,
    review_time,
    review_who,
    reviewers,
    reviewing,
    standing,
)
from handlers.errors import Refusal
from handlers.following import RECOMMENDATIONS
from handlers.messages import Choice, Entry, Message, Reply
from handlers.paging import first_of, turns
from handlers.review_card import REVIEWS, for_insiders, has_part, see, state_of, until
from storage.cycles import CONCLUDED, UNDER_WAY, Cycle
from storage.store import Store

PAGE = 6
"""Reviews in one list."""
MOST = 2_000
"""Reviews that are looked through for a list."""


def list_(message: Message, store: Store, *, start: int = 0) -> Reply:
    """Reviews under way that the reader has a part in; all of them for the secretariat.

    Raises:
        Refusal: others read along, or they are not of the network.
    """
    for_insiders(message, store)
    every = store.cycles.in_states(UNDER_WAY, limit=MOST)
    mine = [each for each in every if has_part(message, store, each)]
    start = first_of(start, len(mine), page=PAGE)
    found = mine[start : start + PAGE]
    turn = turns("review.list", start, len(mine), page=PAGE)
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
    for_insiders(message, store)
    found = store.cycles.in_states(CONCLUDED, limit=PAGE)
    record = sorted(store.reviews.each(), key=lambda each: each.held_on, reverse=True)[:PAGE]
    numbers = store.reviews.numbers([each.id for each in record])
    return Reply(
        "review-past" if found or record else "review-past-none",
        entries=(*(_listed(store, each) for each in found), *map(_recorded, record)),
        choices=(
            *((_see(each),) for each in found),
            *((_document(each, numbers[each.id]),) for each in record),
            (REVIEWS,),
        ),
        edits=bool(message.about),
    )


def paper(store: Store, cycle: Cycle, ending: str) -> Reply:
    """A published review as a document.

    Raises:
        Refusal: it is not published.
        ValueError: no kind of document that is written.
    """
    if cycle.state not in CONCLUDED:
        raise Refusal("review-not-yours", choices=(REVIEWS,))
    about = {"review": review_notices.title(store, cycle)}
    see = Choice(Words("choice-review-see"), f"review.see {cycle.id}")
    return Reply(
        "review-paper",
        about,
        choices=((see, RECOMMENDATIONS),),
        file=review_papers.enclosed(cycle, ending),
    )


def _recorded_paper(store: Store, number: int) -> Reply:
    review = store.reviews.numbered(number)
    about = f"{review.working_group} {review.title}, {review.reference}"
    file = review_papers.enclosed_record(number, review_papers.PDF)
    onward = (REVIEWS, RECOMMENDATIONS)
    return Reply("review-paper", {"review": about}, choices=(onward,), file=file)


def tapped(message: Message, store: Store, verb: str, *values: str) -> Reply:
    """A choice about a review.

    Raises:
        Refusal: it is not theirs to do, or others read along.
        Conflict: the review is not in a state for this any more.
        ValueError: none that was ever offered.
    """
    for_insiders(message, store)
    match verb, values:
        case "list", (start,):
            return list_(message, store, start=int(start))
        case "past", ():
            return past(message, store)
        case "more", (number,):
            return review_time.ask(message, store, int(number))
        case "fill", (number,):
            return _filling(message, store, number)
        case "record", (number,):
            return _recorded_paper(store, int(number))
        case "paper", (number, ending):
            return paper(store, store.cycles.get(int(number)), ending)
        case "who" | "swap" | "seat", _:
            return review_who.tapped(message, store, verb, *values)
    (number,) = values
    cycle = store.cycles.get(int(number))
    if verb == "see":
        return see(message, store, cycle)
    _for_deciders(message, store, cycle)
    match verb:
        case "decide":
            return forms.open_(
                message, store, review_forms.verdict_form(store, message.person_id, number)
            )
        case "time" | "give":
            review_time.give(message, store, cycle, if_over=verb == "give")
        case "publish":
            reviewing.publish(store, cycle, message.sent_at)
        case _:
            raise ValueError(verb)
    return see(message, store, cycle)


def _filling(message: Message, store: Store, number: str) -> Reply:
    review_time.check(store, int(number), message)
    return forms.open_(message, store, review_forms.form(store, message.person_id, number))


def _for_deciders(message: Message, store: Store, cycle: Cycle) -> None:
    decides = message.person_id in reviewers.deciders(store, cycle.group_id)
    if not decides and not standing.is_secretariat(store, message.person_id):
        raise Refusal("review-for-chair", choices=(REVIEWS,))


def _listed(store: Store, cycle: Cycle) -> Entry:
    group = store.groups.get(cycle.group_id)
    title = review_notices.title(store, cycle)
    return Entry(
        f"{group.id} {group.title}",
        facts=(
            Words("review-quarter", {"quarter": title.details["quarter"]}),
            state_of(store, cycle),
            *until(cycle),
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


def _document(review: Review, number: int) -> Choice:
    label = Words("choice-review-document", {"reference": review.reference or review.id})
    return Choice(label, f"review.record {number}")


def _see(cycle: Cycle) -> Choice:
    return Choice(Words("choice-review-of", {"group": cycle.group_id}), f"review.see {cycle.id}")
