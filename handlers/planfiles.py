"""A workplan as a file in chat: the picture of it, and the table to fill in."""

from config.network_files.records import WorkingGroup
from config.phrases import Words
from config.tables import CSV, XLSX
from handlers import plan_picture
from handlers.errors import Refusal
from handlers.messages import Choice, Enclosure, Message, Reply
from handlers.naming import sees_names
from handlers.onward import GROUPS
from handlers.plans import Plan
from storage.store import Store

TABLE = "table"
"""What an enclosed table bears; its subject is a group's number and what the file's name ends in.
See handlers/plantable.py."""


def picture(message: Message, store: Store, group: WorkingGroup) -> Reply:
    """A group's plan as a timeline, to be seen at a glance."""
    every = store.workplans.of(group.id)
    number, today = store.groups.numbers([group.id])[group.id], message.sent_at.date()
    said = plan_picture.summary(Plan(every, today), group.id)
    table_ = Choice(Words("choice-plan-table"), f"plan.table {number}")
    return Reply(
        "plan-picture",
        said.details,
        choices=((_plan(group, number), table_),),
        file=plan_picture.enclosed(number, today),
    )


def table(message: Message, store: Store, group: WorkingGroup, ending: str = XLSX) -> Reply:
    """A group's plan as a table to fill in, where nobody reads along who may not see names.

    Raises:
        ValueError: no kind of table that is written.
        Refusal: others read along, or the reader has no part in it.
    """
    if not sees_names(message, store, group.id):
        raise Refusal("plan-table-in-private", choices=(GROUPS,))
    number = store.groups.numbers([group.id])[group.id]
    if ending not in {CSV, XLSX}:
        raise ValueError(ending)
    other = (Choice(Words("choice-plan-csv"), f"plan.table {number} {CSV}"),)
    return Reply(
        "plan-table",
        {"group": group.id},
        choices=((_plan(group, number), *(other if ending == XLSX else ())),),
        file=Enclosure(TABLE, f"{number} {ending}"),
    )


def _plan(group: WorkingGroup, number: int) -> Choice:
    return Choice(Words("choice-workplan-of", {"group": group.id}), f"plan.show {number}")
