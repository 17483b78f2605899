"""Where two people who both agreed meet: a group conversation on Slack, else a relay."""

from datetime import datetime

from config.network_files.records import Expert
from config.phrases import Words
from config.taxonomy import Platform
from handlers import needs
from handlers.carrying import shown
from handlers.messages import Reply, pack_reply, unpack_words
from handlers.relays import Side, open_, reachable
from storage.offers import Introduction
from storage.outbox import OutboxState
from storage.people import Account
from storage.places import Place
from storage.requests import Request
from storage.store import Store


def bring_together(
    store: Store, request: Request, introduction: Introduction, *, at: datetime
) -> None:
    """Both hear of each other: in one conversation where they share a workspace."""
    together = _group(store, introduction)
    if together is None:
        _relayed(store, request, introduction, at=at)
        return
    requester, expert = together
    place = Place(Platform.SLACK, f"{requester.user_id},{expert.user_id}", requester.workspace)
    record = _record(store, introduction)
    reply = Reply(
        "introduced",
        {
            "requester": shown(store, requester, "requester"),
            "expert": shown(store, expert, "expert"),
        },
        lines=(*_about(store, introduction, record), Words("introduced-first-step-both")),
    )
    reply = needs.with_need(reply, request)
    store.outbox.notify(
        _key(introduction), pack_reply(reply), person_id=requester.person_id, due_at=at, to=place
    )


def is_settled(store: Store, request: Request, introduction: Introduction, *, at: datetime) -> bool:
    """Whether both can talk by now; a group that could not be opened gives way to a relay."""
    state = store.outbox.state_of(_key(introduction))
    if state is OutboxState.FAILED:
        _relayed(store, request, introduction, at=at)
    return state not in {OutboxState.WAITING, OutboxState.SENDING}


def _group(store: Store, introduction: Introduction) -> tuple[Account, Account] | None:
    """Accounts of both in one workspace."""
    requester, expert = introduction.requester_id, introduction.expert_id
    for mine in store.people.accounts(requester or 0):
        for theirs in store.people.accounts(expert or 0):
            both = {mine.platform, theirs.platform}
            here = not mine.left_at and not theirs.left_at
            if both == {Platform.SLACK} and mine.workspace == theirs.workspace and here:
                return mine, theirs
    return None


def _relayed(store: Store, request: Request, introduction: Introduction, *, at: datetime) -> None:
    """Each hears of the other on their own platform, and answers there."""
    requester = reachable(store, introduction.requester_id)
    expert = reachable(store, introduction.expert_id)
    record = _record(store, introduction)
    opening = Reply(
        "introduced-requester",
        {"name": shown(store, expert, "expert")},
        lines=(*_about(store, introduction, record), Words("introduced-first-step")),
    )
    there = Reply(
        "introduced-expert",
        {"name": shown(store, requester, "requester")},
        lines=(Words("introduced-first-step-expert"),),
    )
    sides = (
        Side(introduction.requester_id or 0, "requester", needs.with_need(opening, request)),
        Side(introduction.expert_id or 0, "expert", needs.with_need(there, request)),
    )
    open_(store, f"introduction {introduction.id}", sides, at=at)


def _about(store: Store, introduction: Introduction, record: Expert | None) -> tuple[Words, ...]:
    """What the expert answers for, and why it is this one; not how often they are asked."""
    offer = store.offers.find(introduction.offer_id)
    role = (Words("introduced-role", {"role": record.title}),) if record else ()
    if offer is None:
        return role
    why = unpack_words(offer.why).details["evidence"]
    return (*role, Words("introduced-why", {"why": why}))


def _record(store: Store, introduction: Introduction) -> Expert | None:
    profile = store.profiles.of(introduction.expert_id or 0)
    return store.experts.find(profile.record_id) if profile else None


def _key(introduction: Introduction) -> str:
    return f"introduction:{introduction.id}"
