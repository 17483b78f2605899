"""Working groups: who leads and takes part, what is missing, and asking to join."""

from collections.abc import Iterator, Mapping

from config.network_files.records import Organisation, WorkingGroup
from config.phrases import Names, Term, Words
from handlers import forms, groupcard, membership, standing
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.messages import Choice, Entry, Field, Form, Message, Reply
from handlers.naming import called, group_named, person_name
from handlers.onward import GROUPS, HELP
from handlers.paging import turns
from storage.people import Person
from storage.roles import Role, RoleState
from storage.store import Store
from storage.workplans import GroupLink, GroupSpace

PAGE = 8
"""Groups in one list: each has a choice."""
MOST_TIDIED = 8
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
    known = store.organisations.many(sorted({lead for each in page for lead in each.leads}))
    see = [
        Choice(Words("choice-group-see", {"group": each.id}), f"group.see {numbers[each.id]}")
        for each in page
    ]
    rows = tuple(tuple(see[at : at + 2]) for at in range(0, len(see), 2))
    turn = turns("group.list", start, len(groups), page=PAGE, more="choice-groups-more")
    return Reply(
        "groups-list" if groups else "groups-none",
        {"count": len(groups), "own": len(own)},
        entries=tuple(_listed(each, counts.get(each.id, (0, 0)), known) for each in page),
        choices=(*rows, (*turn, HELP)),
        edits=bool(message.about),
    )


def one(message: Message, store: Store, group: WorkingGroup) -> Reply:
    """One group: who leads it, who takes part, its balance, what is missing, what is next."""
    return Reply(
        "group-shown",
        {"group": group.id, "title": group.long_title or group.title},
        entries=tuple(Entry(each.title, url=each.url) for each in store.workplans.links(group.id)),
        lines=tuple(groupcard.lines(message, store, group)),
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
            return membership.join(message, store, store.groups.numbered(int(number)))
        case "leave", (number, *sure):
            return membership.leave(
                message, store, store.groups.numbered(int(number)), sure=sure == ["yes"]
            )
        case "yes" | "no", (number,):
            return membership.decide(
                message, store, store.roles.get(int(number)), agreed=verb == "yes"
            )
        case "tidy", (number, *what):
            return _tidied(message, store, store.groups.numbered(int(number)), *what)
        case "link", (number,):
            group = store.groups.numbered(int(number))
            membership.for_leads(message, store, group)
            return forms.open_(message, store, link_form(store, message.person_id, number))
        case _:
            raise ValueError(verb)


def asked_to_join(message: Message, store: Store, words: str) -> Reply:
    """Express interest in the group that is named; where none is, choose one."""
    if not words:
        return list_(message, store)
    return membership.join(message, store, group_named(store, words) or _unknown(words))


def channel(message: Message, store: Store, words: str) -> Reply:
    """Make the channel where this is said the channel of a group; its leads can.

    Raises:
        Refusal: nobody else reads along, no group is named, or somebody else asks.
    """
    if message.private:
        raise Refusal("group-channel-in-channel", choices=(GROUPS,))
    group = group_named(store, words) or _unknown(words)
    membership.for_leads(message, store, group)
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
    membership.for_leads(message, store, group)
    store.workplans.attach(
        GroupLink(
            group_id=group.id,
            title=str(values["title"]),
            url=str(values["url"]),
            added_at=message.sent_at,
        )
    )
    return one(message, store, group)


def _ways(message: Message, store: Store, group: WorkingGroup) -> Iterator[tuple[Choice, ...]]:
    number = membership.number_of(store, group)
    plan = Choice(Words("choice-workplan"), f"plan.show {number}", strong=True)
    in_it = store.roles.has(message.person_id, group.id, Role)
    asked = bool(membership.roles_of(store, message.person_id, group.id, RoleState.INTERESTED))
    if in_it:
        yield (plan, Choice(Words("choice-group-leave"), f"group.leave {number}"))
    elif asked:
        yield (plan, Choice(Words("choice-group-take-back"), f"group.leave {number}"))
    else:
        yield (plan, Choice(Words("choice-group-join"), f"group.join {number}"))
    if message.private and standing.can_lead(store, message.person_id, group.id):
        often = Choice(Words("choice-group-reminders"), f"ladder.group {number}")
        yield (Choice(Words("choice-group-link"), f"group.link {number}"), often)
        if store.workplans.links(group.id) or store.workplans.spaces(group.id):
            yield (Choice(Words("choice-group-tidy"), f"group.tidy {number}"),)
        yield from _waiting(store, group)
    yield (GROUPS, HELP)


def _tidied(
    message: Message, store: Store, group: WorkingGroup, kind: str = "", which: str = ""
) -> Reply:
    """What is attached and where its channels are, each with a tap that takes it off.

    Raises:
        Refusal: somebody else than its leads asks.
    """
    membership.for_leads(message, store, group)
    plans, number = store.workplans, membership.number_of(store, group)
    if kind == "link":
        plans.detach(group.id, int(which))
    elif kind == "space":
        plans.close_space(group.id, int(which))
    links = [
        (
            Choice(
                Words("choice-group-detach", {"title": each.title}),
                f"group.tidy {number} link {each.id}",
            ),
        )
        for each in plans.links(group.id)[:MOST_TIDIED]
    ]
    spaces = [
        (
            Choice(
                Words("choice-group-silence", {"platform": Term("platform", each.platform)}),
                f"group.tidy {number} space {each.id}",
            ),
        )
        for each in plans.spaces(group.id)[:MOST_TIDIED]
    ]
    back = Choice(Words("choice-back"), f"group.see {number}")
    return Reply(
        "group-tidy" if links or spaces else "group-tidy-nothing",
        {"group": group.id},
        choices=(*links, *spaces, (back,)),
        edits=bool(message.about),
    )


def _waiting(store: Store, group: WorkingGroup) -> Iterator[tuple[Choice, ...]]:
    for role in store.roles.of_group(group.id, state=RoleState.INTERESTED)[:MOST_WAITING]:
        who = {"name": person_name(store, role.person_id)}
        yield (
            Choice(Words("choice-group-let-in", who), f"group.yes {role.id}"),
            Choice(Words("choice-group-no"), f"group.no {role.id}"),
        )


def _listed(
    group: WorkingGroup, counts: tuple[int, int], known: Mapping[str, Organisation]
) -> Entry:
    open_, overdue = counts
    facts: list[str | Words] = [Words(f"group-kind-{group.kind}")]
    if group.leads:
        leads = Names(tuple(called(each, known.get(each)) for each in group.leads))
        facts.append(Words("group-fact-leads", {"who": leads}))
    if group.members:
        facts.append(Words("group-fact-members", {"count": len(group.members)}))
    if open_:
        facts.append(Words("group-fact-open", {"count": open_, "overdue": overdue}))
    return Entry(f"{group.id} · {group.title}", facts=tuple(facts))


def _own(store: Store, person: Person) -> frozenset[str]:
    """Groups in which they have a role, or which their organisation leads or belongs to."""
    own = {each.group_id for each in store.roles.of_person(person.id)}
    theirs = store.groups.of(person.organisation) if person.organisation else ()
    return frozenset(own | {each.id for each in theirs})


def _unknown(words: str) -> WorkingGroup:
    raise Refusal("group-unknown", choices=(GROUPS,), words=words)
