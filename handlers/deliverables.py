"""What is promised, changed with its history: added, edited, split, marked; and who hears of it."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from config.folding import fold
from config.network_files.records import WorkingGroup
from config.periods import Exactness, Period, period_named
from config.phrases import Detail, Names, Words
from handlers.messages import Choice, Reply, pack_reply
from handlers.plans import Plan, is_circular
from storage.base import JsonValue
from storage.roles import Role
from storage.store import Store
from storage.workplans import Deliverable, DeliverableState

MYSELF = frozenset({"me", "myself", "i do", "moi", "moi-meme", "moi meme", "yo", "я", "انا", "我"})
"""How people say that they answer for it themselves, folded."""
OBJECTIVES = 23
"""Objectives of the Global Compact."""


@dataclass(frozen=True, slots=True)
class Content:
    """All that can be said of a deliverable, as people fill it in."""

    title: str
    owner: str = ""
    owner_id: int | None = None
    period: Period | None = None
    state: DeliverableState = DeliverableState.PLANNED
    prerequisites: tuple[str, ...] = ()
    network_deliverable: str = ""
    objectives: tuple[int, ...] = ()
    principles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes something, and when; `person_id` None: a table or the network's records."""

    person_id: int | None
    at: datetime


def content_of(one: Deliverable) -> Content:
    return Content(
        one.title,
        one.owner,
        one.owner_id,
        one.period,
        one.state,
        tuple(one.prerequisites),
        one.network_deliverable,
        tuple(one.objectives),
        tuple(one.principles),
    )


def add(
    store: Store,
    group_id: str,
    content: Content,
    by: Author,
    *,
    reference: str = "",
    because: str = "added",
    split_from: str = "",
) -> Deliverable:
    """A new deliverable; without a reference it gets the next free one."""
    made = Deliverable(
        group_id=group_id,
        reference=reference or store.workplans.next_reference(group_id),
        split_from=split_from,
        created_at=by.at,
        changed_at=by.at,
        title="",
    )
    _fill(made, content)
    return store.workplans.add(made, by=by.person_id, because=because)


def change(
    store: Store, one: Deliverable, content: Content, by: Author, *, because: str = "edited"
) -> bool:
    """Let a deliverable hold this; whether that changed anything. The change is put on record."""
    old = content_of(one)
    changed = [
        each.name for each in fields(Content) if _of(old, each.name) != _of(content, each.name)
    ]
    if not changed:
        return False
    plan = _plan(store, one.group_id, by.at.date())
    at_risk = plan.at_risk(one.reference)
    _fill(one, content)
    one.revision += 1
    one.changed_at = by.at
    moved = because == "edited" and "period" in changed
    store.workplans.note(
        one,
        by=by.person_id,
        because="moved" if moved else because,
        at=by.at,
        before={name: _plain(_of(old, name)) for name in changed},
    )
    _tell_who_waits(store, one, at_risk, by)
    return True


def mark(store: Store, one: Deliverable, state: DeliverableState, by: Author) -> bool:
    """Planned, started, done or dropped; whether it was not so before."""
    because = "reopened" if state is DeliverableState.PLANNED else state.value
    return change(store, one, replace(content_of(one), state=state), by, because=because)


def split(
    store: Store, one: Deliverable, parts: Iterable[Content], by: Author
) -> list[Deliverable]:
    """Several in the place of one: what waited for it waits for all of them, and it is dropped."""
    made = [
        add(store, one.group_id, each, by, because="split", split_from=one.reference)
        for each in parts
    ]
    references = [each.reference for each in made]
    for other in store.workplans.of(one.group_id):
        if one.reference in other.prerequisites:
            before = [
                each
                for old in other.prerequisites
                for each in (references if old == one.reference else [old])
            ]
            change(store, other, replace(content_of(other), prerequisites=tuple(before)), by)
    gone = replace(content_of(one), state=DeliverableState.DROPPED)
    change(store, one, gone, by, because="split")
    return made


def seed(store: Store, group: WorkingGroup, *, at: datetime) -> int:
    """Take up what the network's records say that a group promised; how many were new."""
    count = 0
    for each in group.deliverables:
        if store.workplans.called(group.id, each.id) is not None:
            continue
        period = period_named(each.timeline, today=at.date())
        made = Deliverable(
            group_id=group.id,
            reference=each.id,
            title=each.text,
            owner=group.leads[0] if len(group.leads) == 1 else "",
            starts_on=period and period.first,
            due_on=period and period.last,
            exactness=period.exactness if period else Exactness.DAY,
            created_at=at,
            changed_at=at,
        )
        count += store.workplans.add_if_new(made, because="imported")
    return count


def owner_named(
    store: Store, group_id: str, words: str, *, person_id: int | None
) -> tuple[str, int | None]:
    """The organisation and the person that an owner's name stands for.

    Somebody is known by name who has a role in the group; an organisation by any of its names;
    whatever else was written stays as it is.
    """
    said = words.strip()
    if not said:
        return "", None
    if fold(said) in MYSELF and person_id is not None:
        return store.people.get(person_id).organisation or "", person_id
    organisations = store.organisations.named(said)
    if len(organisations) == 1:
        return organisations[0].id, None
    for role in store.roles.of_group(group_id):
        names = (each.name or each.user_id for each in store.people.accounts(role.person_id))
        if fold(said) in map(fold, names):
            return role.organisation or "", role.person_id
    return said[:200], None


def owner_left(store: Store, one: Deliverable) -> bool:
    """Whether the person who answers for it has no role in the group any more."""
    return one.owner_id is not None and not store.roles.has(one.owner_id, one.group_id, Role)


def references(store: Store, group_id: str, words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a list of references names in a group, and those that it has not.

    "D1" is short for the group's own one.
    """
    known = {fold(each.reference): each.reference for each in store.workplans.of(group_id)}
    found: list[str] = []
    unknown: list[str] = []
    for said in filter(None, (each.strip() for each in words.replace(";", ",").split(","))):
        whole = known.get(fold(said)) or known.get(fold(f"{group_id}-{said}"))
        if whole is None:
            unknown.append(said)
        else:
            found.append(whole)
    return tuple(dict.fromkeys(found)), tuple(unknown)


def would_circle(store: Store, group_id: str, reference: str, before: Iterable[str]) -> bool:
    """Whether something would wait for itself if this one waited for these."""
    waits = {each.reference: tuple(each.prerequisites) for each in store.workplans.of(group_id)}
    return is_circular({**waits, reference: tuple(before)})


def objective_numbers(words: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Numbers of objectives in a list, in order, and what is none."""
    found: set[int] = set()
    wrong: list[str] = []
    for said in words.replace(";", ",").replace(",", " ").split():
        if said.isascii() and said.isdigit() and 1 <= int(said) <= OBJECTIVES:
            found.add(int(said))
        else:
            wrong.append(said)
    return tuple(sorted(found)), tuple(wrong)


def _plan(store: Store, group_id: str, today: date) -> Plan:
    return Plan(store.workplans.of(group_id), today)


def _tell_who_waits(store: Store, one: Deliverable, before: tuple[str, ...], by: Author) -> None:
    """Owners of what is at risk only now hear of it, each in one message; never who did it."""
    plan = _plan(store, one.group_id, by.at.date())
    newly = [each for each in plan.at_risk(one.reference) if each not in before]
    theirs: dict[int, list[str]] = {}
    for each in plan.deliverables:
        if each.reference in newly and each.owner_id not in {None, by.person_id}:
            theirs.setdefault(each.owner_id or 0, []).append(each.reference)
    number = store.groups.numbers([one.group_id]).get(one.group_id)
    plan_choice = Choice(Words("choice-workplan"), f"plan.show {number}")
    for person_id, waiting in theirs.items():
        details: dict[str, Detail] = {"what": one.reference, "waiting": Names(tuple(waiting))}
        if one.period is not None:
            details["due"] = one.period.span
        phrase = "plan-slip-told" if one.period is not None else "plan-slip-told-undated"
        store.outbox.notify(
            f"slip:{one.id}:{one.revision}:{person_id}",
            pack_reply(Reply(phrase, details, choices=((plan_choice,),))),
            person_id=person_id,
            due_at=by.at,
        )


def _fill(one: Deliverable, content: Content) -> None:
    one.title, one.owner, one.owner_id = content.title, content.owner, content.owner_id
    one.state = content.state
    period = content.period
    one.starts_on = period.first if period else None
    one.due_on = period.last if period else None
    one.exactness = period.exactness if period else Exactness.DAY
    one.prerequisites = list(content.prerequisites)
    one.network_deliverable = content.network_deliverable
    one.objectives = list(content.objectives)
    one.principles = list(content.principles)


def _of(content: Content, name: str) -> object:
    value: object = getattr(content, name)
    return value


def _plain(value: object) -> JsonValue:
    match value:
        case Period():
            return value.text
        case tuple():
            return [str(each) for each in value]
        case None:
            return None
        case int():
            return value
        case _:
            return str(value)
