"""Who is told how far a review is, and the published review in short."""

from datetime import datetime

from config.phrases import Instant, Span, Words
from handlers import quarters, review_answers
from handlers.calendar import Hours, zone_named
from handlers.messages import Choice, Reply, pack_reply
from handlers.review_results import recommendations, result
from storage.cycles import Cycle
from storage.store import Store


def title(store: Store, cycle: Cycle) -> Words:
    """The group and the quarter, as they are said."""
    quarter = quarters.of_code(cycle.quarter).span
    group = store.groups.get(cycle.group_id)
    return Words(
        "review-title",
        {"group": group.id, "title": group.title, "quarter": Span(quarter.first, quarter.last)},
    )


def tell(
    store: Store,
    cycle: Cycle,
    what: str,
    person_id: int,
    *,
    at: datetime,
    choices: tuple[tuple[Choice, ...], ...] = (),
    by: str = "",
    once: str = "",
) -> None:
    """Tell somebody once how far a review is, in their working hours, with a tap to see it.

    Once until the deadline is moved, or in all for what is told `once` by that name; `by` names
    whoever has caused it.
    """
    see = Choice(Words("choice-review-see"), f"review.see {cycle.id}")
    reply = Reply(
        f"review-told-{what}",
        {
            "review": title(store, cycle),
            "opens": Instant(cycle.opens_at),
            "until": Instant(cycle.answers_by),
            "decide": Instant(cycle.decide_by),
            "who": by,
        },
        choices=choices or ((see,),),
    )
    key = f"review:{cycle.id}:{once or what}:{person_id}"
    if not once:
        key = f"{key}:{int(cycle.answers_by.timestamp())}"
    due_at = _at_work(store, person_id, at)
    store.outbox.put(key, pack_reply(reply), person_id=person_id, due_at=due_at)


def announcement(store: Store, cycle: Cycle) -> Reply:
    """The published review in short, for everybody who may read the channel."""
    review = result(cycle)
    every = list(recommendations(review)) if review else []
    decision = review_answers.decision_words(review.decision if review else None)
    number = store.groups.numbers([cycle.group_id])[cycle.group_id]
    plan = Choice(Words("choice-workplan-of", {"group": cycle.group_id}), f"plan.show {number}")
    return Reply(
        "review-announced",
        {"review": title(store, cycle), "decision": decision},
        lines=(
            Words("review-recommended", {"count": len(every)}),
            *(Words("review-bullet", {"text": text}) for _, text in every),
        ),
        choices=((plan,),),
    )


def _at_work(store: Store, person_id: int, at: datetime) -> datetime:
    """When somebody is next at work, by the hours that they gave, else the usual ones."""
    zone = zone_named(store.people.zones([person_id]).get(person_id, ""))
    country, *times = store.profiles.worktimes([person_id]).get(person_id, ("",))
    return Hours(zone, country, *times).next(at)
