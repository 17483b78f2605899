"""Who answers for a recommendation, and until when: said by the leads of its group or its chair."""

from collections.abc import Iterator
from datetime import date

from config.phrases import Day, Words
from handlers import reviewers, standing
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.messages import (
    Choice,
    Field,
    FieldKind,
    Form,
    Message,
    Option,
    Reply,
    echo,
    pack_reply,
)
from handlers.naming import person_name
from storage.cycles import Recommendation, RecommendationState
from storage.roles import LEADING, Role
from storage.store import Store

FORM = "follow"
"""Its subject: a recommendation's number."""
RECOMMENDATIONS = Choice(Words("choice-recommendations"), "recommendation.list 0")
MOST_OWNERS = 40
"""People to choose from, leads first: each is a button."""


def owner_of(store: Store, found: Recommendation) -> int | None:
    """Who answers for it: whom it was given to, else the first lead; None: the secretariat.

    Somebody who has left the group, or is forgotten, does so no more.
    """
    known = found.owner_id
    if known is not None and store.roles.has(known, found.group_id, Role):
        return known
    return next(iter(store.roles.holders(found.group_id, LEADING)), None)


def can_give(store: Store, person_id: int, found: Recommendation) -> bool:
    """Whether somebody says who answers for it, and until when."""
    leads = standing.can_lead(store, person_id, found.group_id)
    return leads or person_id in reviewers.deciders(store, found.group_id)


def form(store: Store, person_id: int, subject: str) -> Form:
    """Who, and until when, as it is now.

    Raises:
        Refusal: it is not theirs to say, or it is settled.
    """
    found = _given(store, person_id, subject)
    owner = owner_of(store, found)
    fields = [
        Field(
            "due",
            Words("follow-field-due"),
            FieldKind.DATE,
            value=found.due_on.isoformat(),
            required=True,
        )
    ]
    options = tuple(_people(store, found))
    if options:
        fields.insert(
            0,
            Field(
                "owner",
                Words("follow-field-owner"),
                FieldKind.ONE_OF,
                options,
                value=str(owner) if owner else None,
                required=True,
                hint=Words("recommendation-about", {"text": echo(found.text)}),
            ),
        )
    title, submit = Words("follow-form"), Words("recommendation-submit")
    return Form(FORM, subject, title, tuple(fields), submit, begun=True)


def take(message: Message, store: Store, subject: str, values: Values) -> Recommendation:
    """Keep who and until when; somebody new hears of it.

    Raises:
        Refusal: it is not theirs to say, it is settled, or that day is past.
    """
    found = _given(store, message.person_id, subject)
    due_on = date.fromisoformat(str(values["due"]))
    if due_on < message.sent_at.date() and due_on != found.due_on:
        raise Refusal("follow-past", choices=(RECOMMENDATIONS,), day=Day(due_on))
    owner = int(str(values.get("owner") or 0)) or found.owner_id
    is_new = owner != owner_of(store, found)
    if (owner, due_on) == (found.owner_id, found.due_on):
        return found
    found.owner_id, found.due_on = owner, due_on
    found.revision += 1
    if is_new and owner is not None and owner != message.person_id:
        _tell(message, store, found, owner)
    return found


def _given(store: Store, person_id: int, subject: str) -> Recommendation:
    found = store.cycles.recommendation(int(subject))
    if not can_give(store, person_id, found):
        raise Refusal("recommendation-for-leads", choices=(RECOMMENDATIONS,))
    if found.state is not RecommendationState.OPEN:
        raise Refusal("recommendation-settled", choices=(RECOMMENDATIONS,))
    return found


def _people(store: Store, found: Recommendation) -> Iterator[Option]:
    """Those of the group, its leads first."""
    leads = store.roles.holders(found.group_id, LEADING)
    others = store.roles.holders(found.group_id, {Role.MEMBER, Role.SECRETARY})
    for person_id in tuple(dict.fromkeys((*leads, *others)))[:MOST_OWNERS]:
        yield Option(str(person_id), Words("just", {"what": person_name(store, person_id)}))


def _tell(message: Message, store: Store, found: Recommendation, owner: int) -> None:
    see = Choice(Words("choice-follow-see"), f"recommendation.see {found.id}")
    reply = Reply(
        "follow-told",
        {"group": found.group_id, "text": echo(found.text), "day": Day(found.due_on)},
        choices=((see,),),
    )
    store.outbox.notify(
        f"follow:{found.id}:{found.revision}",
        pack_reply(reply),
        person_id=owner,
        due_at=message.sent_at,
    )
