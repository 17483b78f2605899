"""A workplan's table that a lead sends in chat: looked at, shown, and taken when they say so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import blake2b
from pathlib import PurePath

from config.folding import fold
from config.network_files.records import WorkingGroup
from config.phrases import Detail, Names, Words
from config.tables import Row, is_table
from config.taxonomy import Platform
from handlers import deliverables, plantable
from handlers.deliverables import Author, Content, content_of
from handlers.errors import Refusal
from handlers.messages import Attached, Choice, Message, Reply
from handlers.naming import group_named, organisation_called, person_name
from handlers.onward import GROUPS, HELP
from handlers.plantable import Counts, Flaw, Incoming, Read
from handlers.standing import can_lead, is_secretariat
from storage.base import JsonValue
from storage.drafts import Draft
from storage.roles import LEADING
from storage.store import Store

FORM = "plan-table"
"""The name of the draft in which the rows wait for a tap."""
LARGEST_BYTES = 1_000_000
MOST_ROWS = 300
"""What a plan in chat has at the most; whoever has more takes it in at the shell."""
MOST_SHOWN = 12
LONGEST_CELL = 60
"""Characters of a title, where it is shown what becomes of it."""
SURE = "sure"


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a table, and whether there is something to be taken."""

    reply: Reply
    mark: str = ""


def is_wanted(message: Message, store: Store) -> bool:
    """Whether what came along is worth opening: a table of somebody who leads a group."""
    one = message.attached
    if one is None or message.files > 1 or not message.private or not is_table(one.name):
        return False
    place = message.place
    account = store.people.account(Platform(place.platform), place.workspace, message.account)
    if account is None or account.relay_id is not None:
        return False
    ref = place.thread or message.reply_to
    if ref and (store.relays.opened_as(account.id, ref) or store.relays.words_at(account.id, ref)):
        return False
    return _leads_any(store, account.person_id)


def brought(message: Message, store: Store, one: Attached) -> Reply:
    """Answer a file: show what its table would change; nothing is changed yet.

    Raises:
        Refusal: it is no table, or cannot be had, or its sender leads no group.
    """
    if not is_table(one.name):
        phrase = "sheet-no-table" if one.name else "sheet-no-table-unnamed"
        raise Refusal(phrase, choices=(HELP,), file=one.name)
    if not message.private:
        raise Refusal("sheet-in-private", choices=(HELP,))
    if message.files > 1:
        raise Refusal("sheet-several", choices=(HELP,), count=message.files)
    if not _leads_any(store, message.person_id):
        raise Refusal("sheet-for-leads", choices=(GROUPS,), file=one.name)
    if message.sheet is None:
        raise Refusal("sheet-not-got", choices=(HELP,), file=one.name)
    if message.sheet.wrong is not None:
        raise Refusal("just", choices=(HELP,), what=message.sheet.wrong)
    draft = store.drafts.begin(message.person_id, FORM, "", at=message.sent_at)
    draft.values = _packed(one.name, message.sheet.rows)
    draft.updated_at = message.sent_at
    return _for_one_of_mine(message, store, one.name, message.sheet.rows)


def shown(message: Message, store: Store, number: str, *, sure: bool = False) -> Reply:
    """What the table that was sent last would change in this group."""
    group = _mine(message, store, number)
    draft = _draft(message, store)
    return _told(message, store, group, draft, sure=sure).reply


def taken(message: Message, store: Store, number: str, mark: str, *, sure: bool) -> Reply | Words:
    """Carry it out, all of it, and say so; where the plan has changed since, show it again."""
    group = _mine(message, store, number)
    draft = _draft(message, store)
    told = _told(message, store, group, draft, sure=sure)
    if told.mark != mark:
        again = told.reply
        return replace(again, phrase="sheet-shown-again") if told.mark else again
    incoming = Incoming(store, group.id, Author(message.person_id, message.sent_at), sure=sure)
    file, rows = _unpacked(draft)
    counts = plantable.take(incoming, incoming.read(rows))
    store.drafts.drop(draft)
    return Words("sheet-taken", _counted(counts) | {"file": file})


def put_away(message: Message, store: Store) -> Reply:
    draft = _draft(message, store)
    file, _ = _unpacked(draft)
    store.drafts.drop(draft)
    return Reply("sheet-put-away", {"file": file}, choices=((GROUPS, HELP),), edits=True)


# whose plan it is


def _leads_any(store: Store, person_id: int) -> bool:
    roles = store.roles.of_person(person_id)
    return any(each.role in LEADING for each in roles) or is_secretariat(store, person_id)


def _led(store: Store, person_id: int) -> list[WorkingGroup]:
    ids = {each.group_id for each in store.roles.of_person(person_id) if each.role in LEADING}
    every = store.groups.each()
    return [each for each in every if each.id in ids or is_secretariat(store, person_id)]


def _mine(message: Message, store: Store, number: str) -> WorkingGroup:
    group = store.groups.numbered(int(number))
    if not can_lead(store, message.person_id, group.id):
        raise Refusal("group-for-leads", choices=(GROUPS,), group=group.id)
    return group


def _for_one_of_mine(message: Message, store: Store, file: str, rows: Sequence[Row]) -> Reply:
    """The group that the words, the references or the file's name say; else it is asked for."""
    named = group_named(store, message.text) if message.text else None
    mine = [] if named else _led(store, message.person_id)
    likely = [named] if named else _likely(mine, file, rows) or mine
    numbers = store.groups.numbers([each.id for each in likely])
    if len(likely) == 1:
        return shown(message, store, str(numbers[likely[0].id]))
    return Reply(
        "sheet-which",
        {"file": file},
        choices=tuple(
            (Choice(Words("sheet-choice-group", {"group": each.id}), f"plan.sheet {number}"),)
            for each in likely[:MOST_SHOWN]
            if (number := numbers.get(each.id))
        ),
    )


def _likely(groups: Sequence[WorkingGroup], file: str, rows: Sequence[Row]) -> list[WorkingGroup]:
    said = [fold(row.get("reference", "")) for _, row in rows]
    by_reference = [
        each for each in groups if any(one.startswith(f"{fold(each.id)}-") for one in said)
    ]
    name = fold(PurePath(file).stem).replace("-", " ").replace("_", " ")
    by_name = [each for each in groups if fold(each.id).replace("-", " ") in name]
    return by_reference or by_name


# what it would change


def _told(message: Message, store: Store, group: WorkingGroup, draft: Draft, *, sure: bool) -> Told:
    file, rows = _unpacked(draft)
    deliverables.seed(store, group, at=message.sent_at)
    incoming = Incoming(store, group.id, Author(message.person_id, message.sent_at), sure=sure)
    read = incoming.read(rows)
    number = store.groups.numbers([group.id])[group.id]
    if incoming.flaws:
        return Told(_flawed(message, file, group, number, incoming.flaws))
    new = [each for each in read if each.known is None]
    changed = [each for each in read if each.known and content_of(each.known) != each.content]
    counts = Counts(tuple(each.reference for each in new), len(changed), len(read) - len(new))
    counts = replace(counts, unchanged=counts.unchanged - counts.changed)
    plan = Choice(Words("choice-workplan-of", {"group": group.id}), f"plan.show {number}")
    if not (new or changed):
        details: dict[str, Detail] = {"file": file, "group": group.id}
        return Told(Reply("sheet-same", details, choices=((plan,),), edits=bool(message.about)))
    mark = _mark(new, changed)
    lines = [*map(_added, new), *(_altered(store, each) for each in changed)]
    more = [Words("sheet-more", {"count": len(lines) - MOST_SHOWN})]
    periods = [each.content.period for each in (*new, *changed) if each.content.period]
    is_past = any(each.last < message.sent_at.date() for each in periods)
    action = f"plan.take {number} {mark}{f' {SURE}' if sure else ''}"
    return Told(
        Reply(
            "sheet-shown",
            _counted(counts) | {"file": file, "group": group.id},
            lines=(
                *lines[:MOST_SHOWN],
                *(more if len(lines) > MOST_SHOWN else ()),
                *((Words("sheet-past"),) if is_past else ()),
                Words("sheet-missing"),
            ),
            choices=(
                (
                    Choice(Words("sheet-choice-take"), action, strong=True),
                    Choice(Words("sheet-choice-drop"), "plan.away"),
                ),
            ),
            edits=bool(message.about),
        ),
        mark,
    )


def _flawed(
    message: Message, file: str, group: WorkingGroup, number: int, flaws: Sequence[Flaw]
) -> Reply:
    ordered = sorted(flaws, key=lambda each: (each.line, each.column))
    lines = [_flaw(each) for each in ordered[:MOST_SHOWN]]
    if len(ordered) > MOST_SHOWN:
        lines.append(Words("sheet-flaws-more", {"count": len(ordered) - MOST_SHOWN}))
    sure = Choice(Words("sheet-choice-sure"), f"plan.sheet {number} {SURE}")
    table = Choice(Words("choice-plan-table"), f"plan.table {number}")
    ways = (sure, table) if all(each.doubt for each in flaws) else (table,)
    return Reply(
        "sheet-flaws",
        {"file": file, "group": group.id, "count": len(flaws)},
        lines=(*lines, Words("sheet-mend")),
        choices=(ways,),
        edits=bool(message.about),
    )


def _flaw(flaw: Flaw) -> Words:
    details: dict[str, Detail] = {"column": flaw.column, "what": flaw.words}
    if not flaw.line:
        return Words("sheet-flaw-whole", details)
    details["line"] = flaw.line
    if flaw.fix is None:
        return Words("sheet-flaw", details)
    return Words("sheet-flaw-fix", details | {"fix": flaw.fix})


def _added(each: Read) -> Words:
    details: dict[str, Detail] = {
        "reference": each.reference,
        "title": _short(each.content.title),
    }
    if each.content.period is None:
        return Words("sheet-new", details)
    return Words("sheet-new-due", details | {"when": each.content.period.span})


def _altered(store: Store, each: Read) -> Words:
    old = content_of(each.known) if each.known else Content("")
    what = Names(tuple(_changes(store, old, each.content)))
    return Words("sheet-changed", {"reference": each.reference, "what": what})


def _changes(store: Store, old: Content, new: Content) -> Iterator[Words]:
    if old.title != new.title:
        details = {"before": _short(old.title), "after": _short(new.title)}
        yield Words("sheet-change-title", details)
    names = [each.name for each in fields(Content) if each.name not in {"title", "owner_id"}]
    if (old.owner, old.owner_id) == (new.owner, new.owner_id):
        names.remove("owner")
    for name in names:
        before, after = _value(store, old, name), _value(store, new, name)
        if name == "owner" or getattr(old, name) != getattr(new, name):
            field = Words(f"sheet-field-{'due' if name == 'period' else name}")
            if before is None or after is None:
                yield Words("sheet-change-other", {"name": field})
            else:
                said: dict[str, Detail] = {"name": field, "before": before, "after": after}
                yield Words("sheet-change", said)


def _value(store: Store, content: Content, name: str) -> Detail | None:
    """What a field says, in few words; None where that takes more."""
    match name:
        case "owner" if content.owner_id is not None:
            return person_name(store, content.owner_id)
        case "owner" if content.owner:
            return organisation_called(store, content.owner)
        case "period" if content.period is not None:
            return content.period.span
        case "state":
            return Words(f"deliverable-{content.state}")
        case "owner" | "period":
            return Words("sheet-nothing")
        case _:
            return None


def _mark(new: Sequence[Read], changed: Sequence[Read]) -> str:
    """What was shown, in few letters: whoever takes something else is shown it first."""
    said = [
        (each.reference, each.known.revision if each.known else -1, repr(each.content))
        for each in (*new, *changed)
    ]
    return blake2b(repr(said).encode(), digest_size=6).hexdigest()


def _counted(counts: Counts) -> dict[str, Detail]:
    return {"new": len(counts.new), "changed": counts.changed, "same": counts.unchanged}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_CELL else line[: LONGEST_CELL - 1].rstrip() + "…"


# the draft


def _draft(message: Message, store: Store) -> Draft:
    draft = store.drafts.find(message.person_id, FORM)
    if draft is None:
        raise Refusal("sheet-over", choices=(GROUPS,))
    return draft


def _packed(file: str, rows: Sequence[Row]) -> dict[str, JsonValue]:
    return {"file": file, "rows": [[line, dict(row)] for line, row in rows]}


def _unpacked(draft: Draft) -> tuple[str, list[Row]]:
    kept = draft.values.get("rows")
    rows: list[Row] = []
    for each in kept if isinstance(kept, list) else ():
        match each:
            case [int(line), dict(row)]:
                rows.append((line, {name: str(cell) for name, cell in row.items()}))
    return str(draft.values.get("file") or ""), rows
