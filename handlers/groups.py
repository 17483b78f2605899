"""Working groups: who leads and takes part, what is missing, and asking to join."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from config.network_files.records import WorkingGroup
from config.phrases import Detail, Names, Term, Words
from handlers import forms, standing
from handlers.composition import Composition, composition
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.messages import Choice, Entry, Field, Form, Message, Reply, pack_reply
from handlers.naming import group_named, person_name, sees_names
from handlers.onward import GROUPS, HELP
from storage.errors import NotFound
from storage.people import Person
from storage.roles import LEADING, GroupRole, Role, RoleState
from storage.store import Store
from storage.workplans import GroupLink, GroupSpace

PAGE = 8
"""Groups in one list: each has a choice."""
ASKED_AGAIN_AFTER = timedelta(days=30)
"""After a no, interest can be said again."""
MOST_WAITING = 5
"""People who wait, each with two choices."""
LINK = "group-link"
"""The name of the form that attaches something."""


def show(message: Message, store: Store, words: str = "") -> Reply:
    """The group that is named; all of them where none is."""
    if not words:
        return list_(message, store)
    return one(message, store, group_named(store, words) or _unknown(words))


def list_(message: Message, store: Store, start: int = 0) -> Reply:
    """Every group, one's own first."""
    own = _own(store, store.people.get(message.person_id))
    groups = sorted(store.groups.each(), key=lambda each: each.id not in own)
    page = groups[start : start + PAGE]
    numbers = store.groups.numbers([each.id for each in page])
    counts = store.workplans.counts(today=message.sent_at.date())
    see = [
        Choice(Words("choice-group-see", {"group": each.id}), f"group.see {numbers[each.id]}")
        for each in page
    ]
    rows = tuple(tuple(see[at : at + 2]) for at in range(0, len(see), 2))
    return Reply(
        "groups-list" if groups else "groups-none",
        {"count": len(groups), "own": len(own)},
        entries=tuple(_listed(each, counts.get(each.id, (0, 0))) for each in page),
        choices=(*rows, (*_turns(start, len(groups)), HELP)),
        edits=bool(message.about),
    )


def one(message: Message, store: Store, group: WorkingGroup) -> Reply:
    """One group: who leads it, who takes part, its balance, what is missing, what is next."""
    return Reply(
        "group-shown",
        {"group": group.id, "title": group.long_title or group.title},
        entries=tuple(Entry(each.title, url=each.url) for each in store.workplans.links(group.id)),
        lines=tuple(_lines(message, store, group)),
        choices=tuple(_ways(message, store, group)),
        edits=bool(message.about),
    )


def tapped(message: Message, store: Store, verb: str, *values: str) -> Reply:
    """A choice about a group.

    Raises:
        ValueError: none that was ever offered.
    """
    match verb, values:
        case "list", (start,):
            return list_(message, store, int(start))
        case "see", (number,):
            return one(message, store, store.groups.numbered(int(number)))
        case "join", (number,):
            return join(message, store, store.groups.numbered(int(number)))
        case "leave", (number, *sure):
            return _leave(message, store, store.groups.numbered(int(number)), sure=sure == ["yes"])
        case "yes" | "no", (number,):
            return _decide(message, store, store.roles.get(int(number)), agreed=verb == "yes")
        case "link", (number,):
            group = store.groups.numbered(int(number))
            _for_leads(message, store, group)
            return forms.open_(message, store, link_form(store, message.person_id, number))
        case _:
            raise ValueError(verb)


def asked_to_join(message: Message, store: Store, words: str) -> Reply:
    """Express interest in the group that is named; where none is, choose one."""
    if not words:
        return list_(message, store)
    return join(message, store, group_named(store, words) or _unknown(words))


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


def channel(message: Message, store: Store, words: str) -> Reply:
    """Make the channel where this is said the channel of a group; its leads can.

    Raises:
        Refusal: nobody else reads along, no group is named, or somebody else asks.
    """
    if message.private:
        raise Refusal("group-channel-in-channel", choices=(GROUPS,))
    group = group_named(store, words) or _unknown(words)
    _for_leads(message, store, group)
    place = message.place
    store.workplans.open_space(
        GroupSpace(
            group_id=group.id,
            platform=place.platform.value,
            workspace=place.workspace,
            conversation=place.conversation,
            since=message.sent_at,
        )
    )
    return Reply("group-channel-set", {"group": group.id, "title": group.title})


def link_form(store: Store, person_id: int, subject: str) -> Form:
    """What is attached to the group with this number.

    Raises:
        Refusal: somebody else than its leads asks.
    """
    group = store.groups.numbered(int(subject))
    if not standing.can_lead(store, person_id, group.id):
        raise Refusal("group-for-leads", choices=(GROUPS,), group=group.id)
    return Form(
        LINK,
        subject,
        Words("group-link-form", {"group": group.id}),
        (
            Field("title", Words("group-field-link-title"), required=True),
            Field("url", Words("group-field-link-url"), required=True, most=2_000),
        ),
        Words("group-link-submit"),
    )


def link_check(_store: Store, _person_id: int, _subject: str, values: Values) -> dict[str, Words]:
    """An address is one that a browser opens."""
    url = values.get("url")
    fine = not isinstance(url, str) or (url.startswith(("https://", "http://")) and "." in url)
    return {} if fine and " " not in str(url).strip() else {"url": Words("group-wrong-url")}


def link_filled(message: Message, store: Store, subject: str, values: Values) -> Reply:
    group = store.groups.numbered(int(subject))
    _for_leads(message, store, group)
    store.workplans.attach(
        GroupLink(
            group_id=group.id,
            title=str(values["title"]),
            url=str(values["url"]),
            added_at=message.sent_at,
        )
    )
    return one(message, store, group)


def _decide(message: Message, store: Store, role: GroupRole, *, agreed: bool) -> Reply:
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


def _leave(message: Message, store: Store, group: WorkingGroup, *, sure: bool) -> Reply:
    """Leave a group, or take back that one asked to join; leads hear what has no owner now."""
    number = _number(store, group)
    see = Choice(Words("choice-group-see", {"group": group.id}), f"group.see {number}")
    if not sure:
        yes = Choice(Words("choice-group-leave-sure"), f"group.leave {number} yes")
        return Reply(
            "group-leave-ask", {"group": group.id}, choices=((yes, see),), edits=bool(message.about)
        )
    roles = (*_roles(store, message.person_id, group.id, RoleState.ACTIVE),)
    waiting = (*_roles(store, message.person_id, group.id, RoleState.INTERESTED),)
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
        choices=((Choice(Words("choice-workplan"), f"plan.show {_number(store, group)}"),),),
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
        "organisation": role.organisation or "–",
    }
    yes = Choice(Words("choice-group-yes"), f"group.yes {role.id}", strong=True)
    no = Choice(Words("choice-group-no"), f"group.no {role.id}")
    reply = pack_reply(Reply("group-join-proposed", details, choices=((yes, no),)))
    for person_id in standing.deciders(store, group.id):
        store.outbox.notify(
            f"join:{role.id}:{message.sent_at.isoformat()}:{person_id}",
            reply,
            person_id=person_id,
            due_at=message.sent_at,
        )


def _lines(message: Message, store: Store, group: WorkingGroup) -> Iterator[Words]:
    yield Words(
        "group-line-kind",
        {"kind": Words(f"group-kind-{group.kind}"), "workplan": group.workplan or "–"},
    )
    made_of = composition(store, group)
    yield from _organisations(group)
    yield from _people(message, store, group)
    yield from _balance(made_of)
    if group.interested:
        yield Words("group-line-interested", {"who": Names(group.interested)})
    if group.gcm_objectives:
        yield Words(
            "group-line-objectives", {"which": Names(tuple(map(str, group.gcm_objectives)))}
        )
    if spaces := store.workplans.spaces(group.id):
        places = dict.fromkeys(each.platform for each in spaces)
        yield Words("group-line-channels", {"where": Names(tuple(map(_platform, places)))})
    yield from _promised(message, store, group)


def _organisations(group: WorkingGroup) -> Iterator[Words]:
    if group.leads:
        yield Words("group-line-leads", {"who": Names(group.leads)})
    else:
        yield Words("group-line-no-leads")
    if group.members:
        yield Words("group-line-members", {"who": Names(group.members)})
    for note in filter(None, (group.leads_note, group.members_note)):
        yield Words("just", {"what": note})


def _people(message: Message, store: Store, group: WorkingGroup) -> Iterator[Words]:
    """Who is here, by name for those of the network; for others, how many."""
    active = store.roles.of_group(group.id)
    leads = [each for each in active if each.role in LEADING]
    here = tuple(dict.fromkeys(each.person_id for each in active))
    if not here:
        return
    if not sees_names(message, store, group.id):
        yield Words("group-line-count", {"count": len(here)})
        return
    if leads:
        yield Words("group-line-lead-people", {"who": _people_named(store, leads)})
    others = [each for each in active if each.role not in LEADING]
    if others:
        yield Words("group-line-people", {"who": _people_named(store, others)})


def _people_named(store: Store, roles: Iterable[GroupRole]) -> Names:
    by_person = {each.person_id: each for each in roles}
    return Names(
        tuple(
            Words(
                "group-person",
                {"name": person_name(store, each), "organisation": role.organisation},
            )
            if role.organisation
            else person_name(store, each)
            for each, role in by_person.items()
        )
    )


def _balance(made_of: Composition) -> Iterator[Words]:
    if not made_of.organisations:
        return
    kinds = tuple(
        Words("group-kind-count", {"kind": Term("stakeholders", kind), "count": count})
        for kind, count in made_of.kinds.items()
    )
    details: dict[str, Detail] = {"un": made_of.un, "others": made_of.others, "kinds": Names(kinds)}
    yield Words("group-line-balance", details)
    regions = tuple(Term("region", each) for each in sorted(made_of.regions))
    if regions:
        yield Words("group-line-regions", {"where": Names(regions)})
    if missing := made_of.missing:
        who = Names(tuple(Term("stakeholders", each) for each in missing))
        yield Words("group-line-missing", {"who": who})
    if made_of.missing_regions:
        where = Names(tuple(Term("region", each) for each in made_of.missing_regions))
        yield Words("group-line-missing-regions", {"where": where})


def _promised(message: Message, store: Store, group: WorkingGroup) -> Iterator[Words]:
    today = message.sent_at.date()
    open_, overdue = store.workplans.counts(today=today).get(group.id, (0, 0))
    if open_:
        yield Words("group-line-workplan", {"count": open_, "overdue": overdue})


def _ways(message: Message, store: Store, group: WorkingGroup) -> Iterator[tuple[Choice, ...]]:
    number = _number(store, group)
    plan = Choice(Words("choice-workplan"), f"plan.show {number}", strong=True)
    in_it = store.roles.has(message.person_id, group.id, Role)
    asked = bool(_roles(store, message.person_id, group.id, RoleState.INTERESTED))
    if in_it:
        yield (plan, Choice(Words("choice-group-leave"), f"group.leave {number}"))
    elif asked:
        yield (plan, Choice(Words("choice-group-take-back"), f"group.leave {number}"))
    else:
        yield (plan, Choice(Words("choice-group-join"), f"group.join {number}"))
    if message.private and standing.can_lead(store, message.person_id, group.id):
        yield (Choice(Words("choice-group-link"), f"group.link {number}"),)
        yield from _waiting(store, group)
    yield (GROUPS, HELP)


def _waiting(store: Store, group: WorkingGroup) -> Iterator[tuple[Choice, ...]]:
    for role in store.roles.of_group(group.id, state=RoleState.INTERESTED)[:MOST_WAITING]:
        who = {"name": person_name(store, role.person_id)}
        yield (
            Choice(Words("choice-group-let-in", who), f"group.yes {role.id}"),
            Choice(Words("choice-group-no"), f"group.no {role.id}"),
        )


def _listed(group: WorkingGroup, counts: tuple[int, int]) -> Entry:
    open_, overdue = counts
    facts: list[str | Words] = [Words(f"group-kind-{group.kind}")]
    if group.leads:
        facts.append(Words("group-fact-leads", {"who": Names(group.leads)}))
    if group.members:
        facts.append(Words("group-fact-members", {"count": len(group.members)}))
    if open_:
        facts.append(Words("group-fact-open", {"count": open_, "overdue": overdue}))
    return Entry(f"{group.id} · {group.title}", facts=tuple(facts))


def _turns(start: int, count: int) -> Iterator[Choice]:
    if start:
        yield Choice(Words("choice-back"), f"group.list {max(0, start - PAGE)}")
    if start + PAGE < count:
        yield Choice(Words("choice-groups-more"), f"group.list {start + PAGE}")


def _own(store: Store, person: Person) -> frozenset[str]:
    """Groups in which they have a role, or which their organisation leads or belongs to."""
    own = {each.group_id for each in store.roles.of_person(person.id)}
    theirs = store.groups.of(person.organisation) if person.organisation else ()
    return frozenset(own | {each.id for each in theirs})


def _roles(store: Store, person_id: int, group_id: str, state: RoleState) -> tuple[GroupRole, ...]:
    found = store.roles.of_person(person_id, state=state)
    return tuple(each for each in found if each.group_id == group_id)


def _platform(platform: str) -> Detail:
    return Term("platform", platform)


def _for_leads(message: Message, store: Store, group: WorkingGroup) -> None:
    if not standing.can_lead(store, message.person_id, group.id):
        raise Refusal("group-for-leads", choices=(GROUPS,), group=group.id)


def _unknown(words: str) -> WorkingGroup:
    raise Refusal("group-unknown", choices=(GROUPS,), words=words)


def _number(store: Store, group: WorkingGroup) -> int:
    return store.groups.numbers([group.id])[group.id]


def _see(store: Store, group: WorkingGroup) -> str:
    return f"group.see {_number(store, group)}"


def _see_of(store: Store, role: GroupRole) -> str:
    """Of the group of a role.

    Raises:
        NotFound: the network has no such group.
    """
    numbers = store.groups.numbers([role.group_id])
    if role.group_id not in numbers:
        raise NotFound(role.group_id)
    return f"group.see {numbers[role.group_id]}"
