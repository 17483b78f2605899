"""What is shown of a working group: who is in it, its balance, what is missing, what is next."""

from collections.abc import Iterable, Iterator

from config.network_files.records import WorkingGroup
from config.phrases import Detail, Names, Term, Words
from handlers.composition import Composition, composition
from handlers.messages import Message
from handlers.naming import (
    organisation_called,
    organisations_called,
    person_name,
    sees_names,
)
from storage.roles import LEADING, GroupRole, RoleState
from storage.store import Store


def lines(message: Message, store: Store, group: WorkingGroup) -> Iterator[Words]:
    yield Words(
        "group-line-kind",
        {"kind": Words(f"group-kind-{group.kind}"), "workplan": group.workplan or "–"},
    )
    made_of = composition(store, group)
    yield from _organisations(store, group)
    yield from _people(message, store, group)
    yield from _balance(made_of)
    yield from _asking(message, store, group)
    if group.interested:
        who = organisations_called(store, group.interested)
        yield Words("group-line-interested", {"who": who})
    if group.gcm_objectives:
        yield Words(
            "group-line-objectives", {"which": Names(tuple(map(str, group.gcm_objectives)))}
        )
    if spaces := store.workplans.spaces(group.id):
        places = dict.fromkeys(each.platform for each in spaces)
        yield Words("group-line-channels", {"where": Names(tuple(map(_platform, places)))})
    yield from _promised(message, store, group)


def _organisations(store: Store, group: WorkingGroup) -> Iterator[Words]:
    if group.leads:
        yield Words("group-line-leads", {"who": organisations_called(store, group.leads)})
    else:
        yield Words("group-line-no-leads")
    if group.members:
        yield Words("group-line-members", {"who": organisations_called(store, group.members)})
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


def _asking(message: Message, store: Store, group: WorkingGroup) -> Iterator[Words]:
    """Who has asked to join here, by name for those of the network."""
    waiting = store.roles.of_group(group.id, state=RoleState.INTERESTED)
    if waiting and sees_names(message, store, group.id):
        yield Words("group-line-asking", {"who": _people_named(store, waiting)})


def _people_named(store: Store, roles: Iterable[GroupRole]) -> Names:
    by_person = {each.person_id: each for each in roles}
    return Names(
        tuple(
            Words(
                "group-person",
                {
                    "name": person_name(store, each),
                    "organisation": organisation_called(store, role.organisation),
                },
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


def _platform(platform: str) -> Detail:
    return Term("platform", platform)
