"""Workplans: what a group promised, until when, what waits for what; leads keep it in chat."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from config.network_files.records import WorkingGroup
from config.phrases import Day, Detail, Names, Words
from handlers import deliverables, forms, planfiles, planforms, sheets, standing
from handlers.deliverables import Author
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.messages import Choice, Entry, Message, Reply, echo
from handlers.naming import group_named, organisation_called, person_name, sees_names
from handlers.onward import GROUPS, HELP
from handlers.plans import Plan
from storage.store import Store
from storage.workplans import Deliverable, DeliverableState

PAGE = 8
"""Deliverables in one list: each has a choice."""
STEPS_SHOWN = 6


def show(message: Message, store: Store, words: str = "") -> Reply:
    """The workplan of the group that is named; where none is, what I answer for myself."""
    if not words:
        return mine(message, store)
    group = group_named(store, words)
    if group is None:
        raise Refusal("group-unknown", choices=(GROUPS,), words=words)
    return plan(message, store, group)


def mine(message: Message, store: Store) -> Reply:
    """What I answer for in every group, and the workplans of my groups."""
    owned = store.workplans.owned_by(message.person_id)
    ids = dict.fromkeys(each.group_id for each in store.roles.of_person(message.person_id))
    numbers = store.groups.numbers(list(ids))
    plans = tuple(
        (Choice(Words("choice-workplan-of", {"group": each}), f"plan.show {numbers[each]}"),)
        for each in ids
        if each in numbers
    )
    today = message.sent_at.date()
    return Reply(
        "workplan-mine" if owned else "workplan-mine-none",
        {"count": len(owned)},
        entries=tuple(_entry(message, store, each, Plan((), today)) for each in owned[:PAGE]),
        choices=(*(_see(each) for each in owned[:PAGE]), *plans, (GROUPS, HELP)),
        edits=bool(message.about),
    )


def plan(message: Message, store: Store, group: WorkingGroup, start: int = 0) -> Reply:
    """A group's whole plan, what is still to be done first."""
    deliverables.seed(store, group, at=message.sent_at)
    every = store.workplans.of(group.id)
    whole = Plan(every, message.sent_at.date())
    ordered = sorted(every, key=lambda each: not each.is_open)
    page = ordered[start : start + PAGE]
    done = sum(each.state is DeliverableState.DONE for each in every)
    late = sum(map(whole.is_overdue, every))
    number = store.groups.numbers([group.id])[group.id]
    see = [choice for each in page for choice in _see(each)]
    return Reply(
        "workplan-shown" if every else "workplan-empty",
        {"group": group.id, "count": len(every), "done": done, "overdue": late},
        entries=tuple(_entry(message, store, each, whole) for each in page),
        lines=tuple(_gaps(group, every)),
        choices=(
            *(tuple(see[at : at + 2]) for at in range(0, len(see), 2)),
            *_turns(number, start, len(every)),
            *_ways(message, store, group, number),
        ),
        edits=bool(message.about),
    )


def one(message: Message, store: Store, deliverable: Deliverable) -> Reply:
    """One deliverable: what it waits for, what it puts at risk, what happened to it."""
    whole = Plan(store.workplans.of(deliverable.group_id), message.sent_at.date())
    return Reply(
        "deliverable-shown",
        {"reference": deliverable.reference},
        entries=(_entry(message, store, deliverable, whole),),
        lines=tuple(_lines(message, store, deliverable, whole)),
        choices=tuple(_own_ways(message, store, deliverable)),
        edits=bool(message.about),
    )


def tapped(message: Message, store: Store, verb: str, *values: str) -> Reply:
    """A choice about a workplan.

    Raises:
        Refusal: it is for the leads, or for who answers for it.
        NotFound: no such deliverable.
        ValueError: none that was ever offered.
    """
    match verb, values:
        case "mine", ():
            return mine(message, store)
        case "show", (number, *start):
            return plan(message, store, _group(store, number), int(start[0]) if start else 0)
        case "picture", (number,):
            return planfiles.picture(message, store, _group(store, number))
        case "table", (number, *ending):
            return planfiles.table(message, store, _group(store, number), *ending)
        case "sheet", (number, *sure):
            return sheets.shown(message, store, number, sure=sure == [sheets.SURE])
        case "take", (number, mark, *sure):
            return _took(message, store, number, mark, sure=sure == [sheets.SURE])
        case "away", ():
            return sheets.put_away(message, store)
        case "add", (number,):
            return forms.open_(message, store, planforms.form(store, message.person_id, number))
        case _, (number,):
            return _on_one(message, store, verb, store.workplans.get(int(number)))
        case _:
            raise ValueError(verb)


def filled(message: Message, store: Store, subject: str, values: Values) -> Reply:
    """Take what a form says of a deliverable, new or known; what it says is read back."""
    by = Author(message.person_id, message.sent_at)
    deliverable = planforms.take(store, subject, values, by)
    shown = one(replace(message, about=""), store, deliverable)
    return replace(shown, lines=(*_warnings(message, store, deliverable), *shown.lines))


def serves_filled(message: Message, store: Store, subject: str, values: Values) -> Reply:
    """Take what a deliverable is said to serve."""
    by = Author(message.person_id, message.sent_at)
    deliverable = planforms.take_served(store, subject, values, by)
    return one(replace(message, about=""), store, deliverable)


def split_filled(message: Message, store: Store, subject: str, values: Values) -> Reply:
    """Several in the place of one, a line each."""
    by = Author(message.person_id, message.sent_at)
    whole = planforms.take_parts(store, subject, values, by)
    group = store.groups.get(whole.group_id)
    return plan(replace(message, about=""), store, group)


def _took(message: Message, store: Store, number: str, mark: str, *, sure: bool) -> Reply:
    """The plan as a table has made it."""
    said = sheets.taken(message, store, number, mark, sure=sure)
    if isinstance(said, Reply):
        return said
    shown = plan(message, store, _group(store, number))
    return replace(shown, lines=(said, *shown.lines))


def _on_one(message: Message, store: Store, verb: str, deliverable: Deliverable) -> Reply:
    person = message.person_id
    match verb:
        case "see":
            return one(message, store, deliverable)
        case "edit":
            subject = f"{planforms.KNOWN}{deliverable.id}"
            return forms.open_(message, store, planforms.form(store, person, subject))
        case "serves":
            subject = str(deliverable.id)
            return forms.open_(message, store, planforms.serves_form(store, person, subject))
        case "split":
            subject = str(deliverable.id)
            return forms.open_(message, store, planforms.split_form(store, person, subject))
        case _:
            planforms.allow(store, person, deliverable, leads_only=verb == "dropped")
            by = Author(person, message.sent_at)
            deliverables.mark(store, deliverable, DeliverableState(verb), by)
            return one(message, store, deliverable)


def _entry(message: Message, store: Store, each: Deliverable, whole: Plan) -> Entry:
    facts: list[str | Words] = [_state(each, whole)]
    facts.append(
        Words("deliverable-due", {"when": each.period.span})
        if each.period
        else Words("deliverable-undated")
    )
    facts.append(_owner(message, store, each))
    slips = whole.endangered.get(each.reference, ())
    why = Words("deliverable-at-risk", {"what": Names(slips)}) if slips else None
    return Entry(f"{each.reference} · {each.title}", facts=tuple(facts), why=why)


def _state(each: Deliverable, whole: Plan) -> Words:
    if whole.is_overdue(each):
        return Words("deliverable-overdue")
    return Words(f"deliverable-{each.state}")


def _owner(message: Message, store: Store, each: Deliverable) -> Words:
    if each.owner_id is not None and sees_names(message, store, each.group_id):
        who = person_name(store, each.owner_id)
        owner = organisation_called(store, each.owner) if each.owner else "–"
        details: dict[str, Detail] = {"who": who, "organisation": owner}
        phrase = "deliverable-owner-person" if each.owner else "deliverable-owner"
        return Words(phrase, details)
    if each.owner:
        return Words("deliverable-owner", {"who": organisation_called(store, each.owner)})
    if each.owner_id is not None:
        return Words("deliverable-owner-somebody")
    return Words("deliverable-unowned")


def _gaps(group: WorkingGroup, every: Sequence[Deliverable]) -> Iterator[Words]:
    """What is missing in the plan itself."""
    open_ = [each for each in every if each.is_open]
    undated = [each.reference for each in open_ if each.period is None]
    unowned = [each.reference for each in open_ if not each.owner and each.owner_id is None]
    if undated:
        yield Words("workplan-undated", {"what": Names(tuple(undated))})
    if unowned:
        yield Words("workplan-unowned", {"what": Names(tuple(unowned))})
    if group.source:
        yield Words("just", {"what": group.source})


def _lines(
    message: Message, store: Store, deliverable: Deliverable, whole: Plan
) -> Iterator[Words]:
    if waits := whole.still_waits_for(deliverable):
        yield Words("deliverable-after", {"what": Names(waits)})
    if risks := whole.at_risk(deliverable.reference):
        yield Words("deliverable-risks", {"what": Names(risks)})
    if deliverable.network_deliverable:
        yield Words("deliverable-serves", {"what": deliverable.network_deliverable})
    if deliverable.objectives:
        which = Names(tuple(map(str, deliverable.objectives)))
        yield Words("group-line-objectives", {"which": which})
    if deliverable.principles:
        labels = planforms.principle_labels(store)
        names = tuple(labels.get(each, each) for each in deliverable.principles)
        yield Words("deliverable-principles", {"which": Names(names)})
    if deliverable.split_from:
        yield Words("deliverable-split-from", {"what": deliverable.split_from})
    if deliverables.owner_left(store, deliverable):
        yield Words("deliverable-owner-left")
    if message.private:
        yield from _steps(store, deliverable)


def _steps(store: Store, deliverable: Deliverable) -> Iterator[Words]:
    for step in store.workplans.steps(deliverable.id)[-STEPS_SHOWN:]:
        details: dict[str, Detail] = {
            "day": Day(step.at.date()),
            "what": Words(f"deliverable-step-{step.because}"),
        }
        if step.because == "moved" and isinstance(step.before, dict) and step.before.get("period"):
            details["before"] = str(step.before["period"])
            yield Words("deliverable-step-from", details)
        else:
            yield Words("deliverable-step", details)


def _warnings(message: Message, store: Store, deliverable: Deliverable) -> Iterator[Words]:
    """What was taken as it was said, and may not be meant."""
    if deliverable.due_on is not None and deliverable.due_on < message.sent_at.date():
        yield Words("workplan-in-the-past")
    known = store.organisations.find(deliverable.owner) if deliverable.owner else None
    if deliverable.owner and known is None and deliverable.owner_id is None:
        yield Words("workplan-owner-unknown", {"who": deliverable.owner})


def _ways(
    message: Message, store: Store, group: WorkingGroup, number: int
) -> Iterator[tuple[Choice, ...]]:
    back = Choice(Words("choice-workplan-group", {"group": group.id}), f"group.see {number}")
    leads = standing.can_lead(store, message.person_id, group.id)
    table = Choice(Words("choice-plan-table"), f"plan.table {number}")
    if store.workplans.of(group.id):
        yield (Choice(Words("choice-plan-picture"), f"plan.picture {number}"), table)
    elif leads:
        yield (table,)
    if leads:
        yield (Choice(Words("choice-plan-add"), f"plan.add {number}", strong=True), back)
    else:
        yield (back, HELP)


def _own_ways(
    message: Message, store: Store, deliverable: Deliverable
) -> Iterator[tuple[Choice, ...]]:
    def choice(verb: str, *, strong: bool = False) -> Choice:
        return Choice(Words(f"choice-plan-{verb}"), f"plan.{verb} {deliverable.id}", strong=strong)

    leads = standing.can_lead(store, message.person_id, deliverable.group_id)
    mine_ = deliverable.owner_id == message.person_id
    if deliverable.is_open and (leads or mine_):
        started = deliverable.state is DeliverableState.STARTED
        yield (choice("done", strong=True), *(() if started else (choice("started"),)))
    if deliverable.is_open and leads:
        yield (choice("edit"), choice("serves"))
        yield (choice("split"), choice("dropped"))
    if not deliverable.is_open and leads:
        yield (choice("planned"),)
    number = store.groups.numbers([deliverable.group_id]).get(deliverable.group_id)
    yield (Choice(Words("choice-back"), f"plan.show {number}"),)


def _see(each: Deliverable) -> tuple[Choice, ...]:
    label = Words("choice-plan-see", {"reference": echo(each.reference)})
    return (Choice(label, f"plan.see {each.id}"),)


def _turns(number: int, start: int, count: int) -> Iterator[tuple[Choice, ...]]:
    turns = []
    if start:
        turns.append(Choice(Words("choice-back"), f"plan.show {number} {max(0, start - PAGE)}"))
    if start + PAGE < count:
        turns.append(Choice(Words("choice-plan-more"), f"plan.show {number} {start + PAGE}"))
    if turns:
        yield tuple(turns)


def _group(store: Store, number: str) -> WorkingGroup:
    return store.groups.numbered(int(number))
