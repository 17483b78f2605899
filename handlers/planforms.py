"""The forms of a workplan: a deliverable, what it serves, the parts that it is split into."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from config.periods import Period, period_named
from config.phrases import Names, Words
from handlers import deliverables, standing
from handlers.deliverables import Author, Content, content_of
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.messages import Field, FieldKind, Form, Option
from handlers.naming import person_name
from handlers.onward import GROUPS
from storage.store import Store
from storage.workplans import Deliverable

FORM, SERVES, SPLIT = "deliverable", "deliverable-serves", "deliverable-split"
"""The names of the forms."""
KNOWN = "of-"
"""What the subject of a form about a known deliverable begins with; else it is a group's number."""
LONGEST_TITLE = 1_000
MOST_PARTS = 10
_ANY_DAY = date(2026, 1, 1)
"""Whether words name a time does not depend on when they are said."""


def form(store: Store, person_id: int, subject: str) -> Form:
    """A new deliverable of the group with this number, or a known one.

    Raises:
        Refusal: somebody else than its leads asks.
    """
    known = _known(store, subject)
    group_id = known.group_id if known else store.groups.numbered(int(subject)).id
    _for_leads(store, person_id, group_id)
    held = content_of(known) if known else Content("")
    return Form(
        FORM,
        subject,
        Words("plan-form-edit", {"reference": known.reference})
        if known
        else Words("plan-form-add", {"group": group_id}),
        tuple(_fields(store, known, held)),
        Words("plan-submit"),
        begun=known is not None,
    )


def serves_form(store: Store, person_id: int, subject: str) -> Form:
    """What a deliverable serves.

    Raises:
        Refusal: somebody else than its leads asks.
    """
    one = store.workplans.get(int(subject))
    _for_leads(store, person_id, one.group_id)
    labels = principle_labels(store)
    short = store.principles.numbers(list(labels))
    options = tuple(
        Option(str(short[each]), Words("just", {"what": label})) for each, label in labels.items()
    )
    numbers = ", ".join(map(str, one.objectives))
    fields = (
        Field(
            "network",
            Words("plan-field-network"),
            value=one.network_deliverable or None,
            hint=Words("plan-hint-network"),
        ),
        Field(
            "objectives",
            Words("plan-field-objectives"),
            value=numbers or None,
            hint=Words("plan-hint-objectives"),
        ),
        Field(
            "principles",
            Words("plan-field-principles"),
            FieldKind.SOME_OF,
            options,
            value=tuple(str(short[each]) for each in one.principles if each in short) or None,
        ),
    )
    title = Words("plan-form-serves", {"reference": one.reference})
    shown = fields if options else fields[:2]
    return Form(SERVES, subject, title, shown, Words("plan-submit"))


def split_form(store: Store, person_id: int, subject: str) -> Form:
    """The parts of a deliverable, a line each.

    Raises:
        Refusal: somebody else than its leads asks.
    """
    one = store.workplans.get(int(subject))
    _for_leads(store, person_id, one.group_id)
    parts = Field(
        "parts",
        Words("plan-field-parts"),
        FieldKind.LONG,
        required=True,
        hint=Words("plan-hint-parts"),
    )
    title = Words("plan-form-split", {"reference": one.reference})
    return Form(SPLIT, subject, title, (parts,), Words("plan-submit"))


def check(store: Store, _person_id: int, subject: str, values: Values) -> dict[str, Words]:
    """A time that is one, and prerequisites that there are, and that do not wait in a circle."""
    wrong: dict[str, Words] = {}
    due = values.get("due")
    if isinstance(due, str) and period_named(due, today=_ANY_DAY) is None:
        wrong["due"] = Words("plan-wrong-due", {"said": due})
    after = values.get("after")
    if isinstance(after, str):
        known = _known(store, subject)
        group_id = known.group_id if known else store.groups.numbered(int(subject)).id
        found, unknown = deliverables.references(store, group_id, after)
        if unknown:
            wrong["after"] = Words("plan-wrong-after", {"said": Names(unknown)})
        elif known and deliverables.would_circle(store, group_id, known.reference, found):
            wrong["after"] = Words("plan-wrong-circle", {"reference": known.reference})
    return wrong


def serves_check(_store: Store, _person_id: int, _subject: str, values: Values) -> dict[str, Words]:
    """Objectives are numbers from 1 to 23."""
    said = values.get("objectives")
    wrong = deliverables.objective_numbers(said)[1] if isinstance(said, str) else ()
    return {"objectives": Words("plan-wrong-objectives", {"said": Names(wrong)})} if wrong else {}


def split_check(_store: Store, _person_id: int, _subject: str, values: Values) -> dict[str, Words]:
    """Two parts at least, ten at most, and times that are ones."""
    said = values.get("parts")
    if not isinstance(said, str):
        return {}
    parts = [_part(line, today=_ANY_DAY) for line in _lines(said)]
    if not 1 < len(parts) <= MOST_PARTS:
        return {"parts": Words("plan-wrong-parts", {"most": MOST_PARTS})}
    bad = next((due for _, due, period in parts if due and period is None), None)
    return {"parts": Words("plan-wrong-due", {"said": bad})} if bad else {}


def take(store: Store, subject: str, values: Values, by: Author) -> Deliverable:
    """Keep what the form says of a deliverable, new or known.

    Raises:
        Refusal: somebody else than its leads sent it.
    """
    known = _known(store, subject)
    group_id = known.group_id if known else store.groups.numbered(int(subject)).id
    _for_leads(store, by.person_id or 0, group_id)
    content = _content(store, group_id, known, values, by)
    if known is None:
        return deliverables.add(store, group_id, content, by)
    deliverables.change(store, known, content, by)
    return known


def take_served(store: Store, subject: str, values: Values, by: Author) -> Deliverable:
    """Keep what the form says that a deliverable serves."""
    one = store.workplans.get(int(subject))
    _for_leads(store, by.person_id or 0, one.group_id)
    numbers, _ = deliverables.objective_numbers(str(values.get("objectives") or ""))
    chosen = values.get("principles")
    principles = chosen if isinstance(chosen, tuple) else ()
    content = replace(
        content_of(one),
        network_deliverable=str(values.get("network") or ""),
        objectives=numbers,
        principles=tuple(store.principles.numbered(int(each)).id for each in principles),
    )
    deliverables.change(store, one, content, by)
    return one


def take_parts(store: Store, subject: str, values: Values, by: Author) -> Deliverable:
    """Split a deliverable; each part takes over what it does not say of itself."""
    one = store.workplans.get(int(subject))
    _for_leads(store, by.person_id or 0, one.group_id)
    if not one.is_open:
        return one
    held = content_of(one)
    read = [_part(line, today=by.at.date()) for line in _lines(str(values["parts"]))]
    parts = [replace(held, title=title, period=period or held.period) for title, _, period in read]
    deliverables.split(store, one, parts, by)
    return one


def allow(store: Store, person_id: int, one: Deliverable, *, leads_only: bool = False) -> None:
    """Leads may change a deliverable's state, and who answers for it may, but not drop it.

    Raises:
        Refusal: somebody else asks.
    """
    if not leads_only and one.owner_id == person_id:
        return
    _for_leads(store, person_id, one.group_id)


def principle_labels(store: Store) -> dict[str, str]:
    """Guiding principles by id, in English, in the order of the Global Compact."""
    return {each.id: each.labels.get("en", each.id) for each in store.principles.each()}


def _fields(store: Store, known: Deliverable | None, held: Content) -> Iterator[Field]:
    yield Field(
        "title",
        Words("plan-field-title"),
        FieldKind.LONG,
        value=held.title or None,
        required=True,
        most=LONGEST_TITLE,
    )
    yield Field(
        "owner",
        Words("plan-field-owner"),
        value=_owner_said(store, held) or None,
        hint=Words("plan-hint-owner"),
        most=200,
    )
    yield Field(
        "due",
        Words("plan-field-due"),
        value=held.period.text if held.period else None,
        hint=Words("plan-hint-due"),
        most=80,
    )
    after = ", ".join(known.prerequisites) if known else ""
    yield Field(
        "after", Words("plan-field-after"), value=after or None, hint=Words("plan-hint-after")
    )


def _content(
    store: Store, group_id: str, known: Deliverable | None, values: Values, by: Author
) -> Content:
    held = content_of(known) if known else Content("")
    said = str(values.get("owner") or "")
    owner, owner_id = deliverables.owner_named(store, group_id, said, person_id=by.person_id)
    if said and said == _owner_said(store, held):
        owner, owner_id = held.owner, held.owner_id
    due = str(values.get("due") or "")
    if held.period is not None and due == held.period.text:
        period: Period | None = held.period
    else:
        period = period_named(due, today=by.at.date()) if due else None
    after, _ = deliverables.references(store, group_id, str(values.get("after") or ""))
    return replace(
        held,
        title=str(values["title"]),
        owner=owner,
        owner_id=owner_id,
        period=period,
        prerequisites=after,
    )


def _owner_said(store: Store, held: Content) -> str:
    """The owner as the form shows it: a person's name, else the organisation."""
    return held.owner if held.owner_id is None else person_name(store, held.owner_id)


def _part(line: str, *, today: date) -> tuple[str, str, Period | None]:
    """Its title, the time as it was written after the last semicolon, and the time."""
    title, semicolon, due = line.rpartition(";")
    if not semicolon:
        return line, "", None
    return title.strip(), due.strip(), period_named(due, today=today) if due.strip() else None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip(" ;")]


def _known(store: Store, subject: str) -> Deliverable | None:
    if not subject.startswith(KNOWN):
        return None
    return store.workplans.get(int(subject.removeprefix(KNOWN)))


def _for_leads(store: Store, person_id: int, group_id: str) -> None:
    if not standing.can_lead(store, person_id, group_id):
        raise Refusal("group-for-leads", choices=(GROUPS,), group=group_id)
