"""Asking to be let into a working group, the leads' answer, and leaving it."""

from datetime import timedelta

from config.network_files.records import WorkingGroup
from config.phrases import Detail, Names, Words
from handlers import standing
from handlers.errors import Refusal
from handlers.messages import Choice, Message, Reply, pack_reply
from handlers.naming import person_name
from handlers.onward import GROUPS
from storage.errors import NotFound
from storage.roles import GroupRole, Role, RoleState
from storage.store import Store

ASKED_AGAIN_AFTER = timedelta(days=30)
"""After a no, interest can be said again."""


def join(message: Message, store: Store, group: WorkingGroup) -> Reply:
    """Express interest in a group; its leads are asked, and the first answer counts.

    Raises:
        Refusal: a lead said no less than a month ago.
    """
    here = (Choice(Words("choice-group-see", {"group": group.id}), _see(store, group)),)
    if store.roles.has(message.person_id, group.id, Role):
        return Reply(
            "group-joined-before", {"group": group.id}, choices=(here,), edits=bool(message.about)
        )
    role = store.roles.find(message.person_id, group.id, Role.MEMBER)
    if role is not None and role.state is RoleState.INTERESTED:
        return Reply(
            "group-join-waits", {"group": group.id}, choices=(here,), edits=bool(message.about)
        )
    declined = role is not None and role.state is RoleState.DECLINED
    if role is not None and declined and message.sent_at < role.since + ASKED_AGAIN_AFTER:
        raise Refusal("group-join-declined-lately", choices=(GROUPS,), group=group.id)
    person = store.people.get(message.person_id)
    role = store.roles.put(
        person.id,
        group.id,
        Role.MEMBER,
        state=RoleState.INTERESTED,
        organisation=person.organisation,
        at=message.sent_at,
    )
    _ask_leads(message, store, group, role)
    return Reply(
        "group-join-asked", {"group": group.id}, choices=(here,), edits=bool(message.about)
    )


def decide(message: Message, store: Store, role: GroupRole, *, agreed: bool) -> Reply:
    """A lead lets somebody in, or does not; the person hears of it."""
    if not standing.can_lead(store, message.person_id, role.group_id):
        raise Refusal("group-for-leads", choices=(GROUPS,), group=role.group_id)
    back = (Choice(Words("choice-group-see", {"group": role.group_id}), _see_of(store, role)),)
    details: dict[str, Detail] = {
        "group": role.group_id,
        "name": person_name(store, role.person_id),
    }
    if role.state is not RoleState.INTERESTED:
        return Reply("group-decided-before", details, choices=(back,), edits=bool(message.about))
    state = RoleState.ACTIVE if agreed else RoleState.DECLINED
    store.roles.put(role.person_id, role.group_id, role.role, state=state, at=message.sent_at)
    told = Reply(
        "group-join-accepted" if agreed else "group-join-declined", details, choices=(back,)
    )
    store.outbox.notify(
        f"joined:{role.id}:{message.sent_at.isoformat()}",
        pack_reply(told),
        person_id=role.person_id,
        due_at=message.sent_at,
    )
    phrase = "group-decided-yes" if agreed else "group-decided-no"
    return Reply(phrase, details, choices=(back,), edits=bool(message.about))


def leave(message: Message, store: Store, group: WorkingGroup, *, sure: bool) -> Reply:
    """Leave a group, or take back that one asked to join; leads hear what has no owner now."""
    number = number_of(store, group)
    see = Choice(Words("choice-group-see", {"group": group.id}), f"group.see {number}")
    if not sure:
        yes = Choice(Words("choice-group-leave-sure"), f"group.leave {number} yes")
        return Reply(
            "group-leave-ask", {"group": group.id}, choices=((yes, see),), edits=bool(message.about)
        )
    roles = (*roles_of(store, message.person_id, group.id, RoleState.ACTIVE),)
    waiting = (*roles_of(store, message.person_id, group.id, RoleState.INTERESTED),)
    for each in (*roles, *waiting):
        store.roles.put(
            each.person_id, group.id, each.role, state=RoleState.LEFT, at=message.sent_at
        )
    _tell_of_orphans(message, store, group)
    return Reply(
        "group-left", {"group": group.id}, choices=((see, GROUPS),), edits=bool(message.about)
    )


def _tell_of_orphans(message: Message, store: Store, group: WorkingGroup) -> None:
    owned = store.workplans.owned_by(message.person_id)
    left = [each.reference for each in owned if each.group_id == group.id]
    if not left:
        return
    reply = Reply(
        "group-owner-left",
        {
            "group": group.id,
            "name": person_name(store, message.person_id),
            "what": Names(tuple(left)),
        },
        choices=((Choice(Words("choice-workplan"), f"plan.show {number_of(store, group)}"),),),
    )
    for person_id in standing.deciders(store, group.id):
        store.outbox.notify(
            f"orphans:{group.id}:{message.person_id}:{message.sent_at.date()}:{person_id}",
            pack_reply(reply),
            person_id=person_id,
            due_at=message.sent_at,
        )


def _ask_leads(message: Message, store: Store, group: WorkingGroup, role: GroupRole) -> None:
    details: dict[str, Detail] = {
        "group": group.id,
        "name": person_name(store, role.person_id),
        "organisation": role.organisation or "",
    }
    known = "group-join-proposed" if role.organisation else "group-join-proposed-of-none"
    yes = Choice(Words("choice-group-yes"), f"group.yes {role.id}", strong=True)
    no = Choice(Words("choice-group-no"), f"group.no {role.id}")
    reply = pack_reply(Reply(known, details, choices=((yes, no),)))
    for person_id in standing.deciders(store, group.id):
        store.outbox.notify(
            f"join:{role.id}:{message.sent_at.isoformat()}:{person_id}",
            reply,
            person_id=person_id,
            due_at=message.sent_at,
        )


def roles_of(
    store: Store, person_id: int, group_id: str, state: RoleState
) -> tuple[GroupRole, ...]:
    found = store.roles.of_person(person_id, state=state)
    return tuple(each for each in found if each.group_id == group_id)


def for_leads(message: Message, store: Store, group: WorkingGroup) -> None:
    if not standing.can_lead(store, message.person_id, group.id):
        raise Refusal("group-for-leads", choices=(GROUPS,), group=group.id)


def _see(store: Store, group: WorkingGroup) -> str:
    return f"group.see {number_of(store, group)}"


def _see_of(store: Store, role: GroupRole) -> str:
    """Of the group of a role.

    Raises:
        NotFound: the network has no such group.
    """
    numbers = store.groups.numbers([role.group_id])
    if role.group_id not in numbers:
        raise NotFound(role.group_id)
    return f"group.see {numbers[role.group_id]}"


def number_of(store: Store, group: WorkingGroup) -> int:
    return store.groups.numbers([group.id])[group.id]
