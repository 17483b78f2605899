"""How often people are reminded: what the network, a group and a person set, changed in a tap."""

from collections.abc import Iterator

from config.ladders import MOST_DAYS, MOST_WEEKS, NONE, Ladder, ladder_named
from config.phrases import Detail, Names, Words
from config.taxonomy import MatterKind
from handlers import forms, standing
from handlers.errors import Refusal
from handlers.fields import Values
from handlers.keeping import Reading
from handlers.messages import Choice, Field, FieldKind, Form, Message, Reply
from handlers.onward import DUE, HELP, ME
from storage.store import Store

FORM = "ladder"
MINE = "me"
"""Whose ladder it is, in an action: one's own, else a working group's number."""
SHOWN = tuple(each for each in MatterKind if each is not MatterKind.OWN)
OF_GROUPS = (
    MatterKind.PREPARATION,
    MatterKind.DELIVERABLE,
    MatterKind.RECOMMENDATION,
)
"""What a group's leads set for everybody in it; reviews keep the network's steps."""
HARMLESS = frozenset({MatterKind.PREPARATION, MatterKind.FORUM, MatterKind.CALL})
"""What somebody may want to hear nothing of: nobody waits for them."""
UNTIL_THEN = frozenset({MatterKind.ANSWERS})
"""What others wait for, but only until its time is over: nothing is said of it after that."""
PRESETS = {"few": Ladder((7, 0), 4), "day": Ladder((0,), 4), "none": NONE}
LEAST_LATE = 1
"""Weeks after the deadline, where others wait."""


def mine(message: Message, store: Store) -> Reply:
    """How often the reader is reminded, by kind.

    Raises:
        Refusal: others read along.
    """
    _in_private(message)
    return _listed(message, store, MINE)


def tapped(message: Message, store: Store, verb: str, *values: str) -> Reply:
    """A choice about ladders.

    Raises:
        Refusal: it is for the group's leads, or others read along.
        ValueError: none that was ever offered.
    """
    _in_private(message)
    match verb, values:
        case "mine", ():
            return mine(message, store)
        case "group", (number,):
            return _listed(message, store, number)
        case "of", (whose, kind):
            return _one(message, store, whose, MatterKind(kind))
        case "set", (whose, kind, preset):
            ladder = None if preset == "usual" else PRESETS[preset]
            return _set(message, store, whose, MatterKind(kind), ladder)
        case "own", (whose, kind):
            _group_of(message, store, whose)
            return forms.open_(message, store, form(store, message.person_id, f"{whose} {kind}"))
        case _:
            raise ValueError(verb)


def form(_store: Store, _person_id: int, subject: str) -> Form:
    """One's own steps, in numbers."""
    _, _, kind = subject.partition(" ")
    days = Field(
        "days",
        Words("ladder-field-days"),
        value="30, 14, 7, 1, 0",
        required=MatterKind(kind) not in HARMLESS,
        hint=Words("ladder-hint-days", {"most": MOST_DAYS}),
        most=60,
    )
    weeks = Field(
        "weeks",
        Words("ladder-field-weeks"),
        FieldKind.NUMBER,
        value=6,
        required=True,
        hint=Words("ladder-hint-weeks"),
        least=0 if MatterKind(kind) in HARMLESS else LEAST_LATE,
        most=MOST_WEEKS,
    )
    title, submit = Words("ladder-form"), Words("ladder-submit")
    fields = (days,) if MatterKind(kind) in UNTIL_THEN else (days, weeks)
    return Form(FORM, subject, title, fields, submit, begun=True)


def check(_store: Store, _person_id: int, _subject: str, values: Values) -> dict[str, Words]:
    """What is wrong with the steps."""
    try:
        ladder_named(str(values.get("days") or ""))
    except ValueError:
        return {"days": Words("ladder-wrong", {"most": MOST_DAYS})}
    return {}


def filled(message: Message, store: Store, subject: str, values: Values) -> Reply:
    """Take the steps."""
    whose, _, kind = subject.partition(" ")
    days = ladder_named(str(values.get("days") or "")).days
    weeks = values.get("weeks")
    ladder = Ladder(days, weeks if isinstance(weeks, int) else LEAST_LATE)
    return _set(message, store, whose, MatterKind(kind), ladder)


def steps(ladder: Ladder) -> Words:
    """As it is said: 30, 14, 7 and 1 days before, on the day and every week for 6 weeks."""
    return Words("just", {"what": Names(tuple(_steps(ladder)))})


def _steps(ladder: Ladder) -> Iterator[Words]:
    before = tuple(str(each) for each in ladder.days if each)
    if before:
        last = int(before[-1])
        yield Words("ladder-before", {"days": Names(before), "last": last, "count": len(before)})
    if 0 in ladder.days:
        yield Words("ladder-day")
    if ladder.weeks:
        yield Words("ladder-weekly", {"weeks": ladder.weeks})
    if ladder == NONE:
        yield Words("ladder-none")


def _listed(message: Message, store: Store, whose: str) -> Reply:
    """Each kind with its steps, and a tap to change them."""
    group_id = _group_of(message, store, whose)
    kinds = SHOWN if whose == MINE else OF_GROUPS
    taps = [Choice(Words(f"ladder-kind-{kind}"), f"ladder.of {whose} {kind}") for kind in kinds]
    reading = Reading(store, message.sent_at)
    lines = (
        Words(
            "ladder-line",
            {
                "kind": Words(f"ladder-kind-{kind}"),
                "steps": steps(_of(reading, message, kind, group_id)),
            },
        )
        for kind in kinds
    )
    details: dict[str, Detail] = {"group": group_id} if group_id else {}
    return Reply(
        "ladder-of-group" if group_id else "ladder-mine",
        details,
        lines=tuple(lines),
        choices=(
            *(tuple(taps[at : at + 2]) for at in range(0, len(taps), 2)),
            (DUE, ME),
        ),
        edits=bool(message.about),
    )


def _of(reading: Reading, message: Message, kind: MatterKind, group_id: str) -> Ladder:
    """What counts now for one of a group, or for the reader."""
    person_id = None if group_id else message.person_id
    rows = reading.store.ladders.of(person_id=person_id, group_id=group_id or None)
    own = [each for each in rows if each.kind is kind]
    ladder = Ladder(tuple(own[-1].days), own[-1].weeks) if own else reading.usual(kind)
    return Ladder(ladder.days, 0) if kind in UNTIL_THEN else ladder


def _one(message: Message, store: Store, whose: str, kind: MatterKind) -> Reply:
    group_id = _group_of(message, store, whose)
    offered = ["usual", "few", "day", *(["none"] if kind in HARMLESS else [])]
    taps = [
        Choice(Words(f"ladder-choice-{each}"), f"ladder.set {whose} {kind} {each}")
        for each in offered
    ]
    taps.append(Choice(Words("ladder-choice-own"), f"ladder.own {whose} {kind}"))
    now = _of(Reading(store, message.sent_at), message, kind, group_id)
    until = "-until" if kind in UNTIL_THEN else ""
    back = Choice(Words("choice-back"), "ladder.mine" if whose == MINE else f"ladder.group {whose}")
    return Reply(
        "ladder-one",
        {"kind": Words(f"ladder-kind-{kind}"), "steps": steps(now)},
        lines=() if kind in HARMLESS else (Words(f"ladder-others-wait{until}"),),
        choices=(*(tuple(taps[at : at + 2]) for at in range(0, len(taps), 2)), (back,)),
        edits=bool(message.about),
    )


def _set(
    message: Message, store: Store, whose: str, kind: MatterKind, ladder: Ladder | None
) -> Reply:
    """Keep the steps (None: what is usual), and reckon anew what they are about.

    Raises:
        Refusal: others wait, so something has to be said.
    """
    group_id = _group_of(message, store, whose)
    if ladder is not None and kind not in HARMLESS and not (ladder.days and ladder.weeks):
        raise Refusal("ladder-needed", choices=(DUE,))
    whom = {"person_id": None if group_id else message.person_id, "group_id": group_id}
    if ladder is None:
        store.ladders.drop(kind, **whom)  # type: ignore[arg-type]  # a person or a group
    else:
        store.ladders.put(kind, ladder.days, ladder.weeks, **whom)  # type: ignore[arg-type]
    Reading(store, message.sent_at).reckon(kind, person_id=message.person_id, group_id=group_id)
    return _one(message, store, whose, kind)


def _group_of(message: Message, store: Store, whose: str) -> str:
    """The group that is meant; empty: the reader themselves.

    Raises:
        Refusal: they do not lead it.
    """
    if whose == MINE:
        return ""
    group = store.groups.numbered(int(whose))
    if not standing.can_lead(store, message.person_id, group.id):
        raise Refusal("ladder-for-leads", choices=(DUE,))
    return group.id


def _in_private(message: Message) -> None:
    if not message.private:
        raise Refusal("reminder-in-private", choices=(HELP,))
