"""A workplan as a file in chat: the picture of it, and the table to fill in."""

from config.network_files.records import WorkingGroup
from handlers import plan_picture
from handlers.errors import Refusal
from handlers.messages import Enclosure, Message, Reply
from handlers.naming import sees_names
from handlers.onward import GROUPS
from handlers.plans import Plan
from storage.store import Store

TABLE = "table"
"""What an enclosed table bears; its subject is a group's number. See handlers/plantable.py."""


def picture(message: Message, store: Store, group: WorkingGroup) -> Reply:
    """A group's plan as a timeline, to be seen at a glance."""
    every = store.workplans.of(group.id)
    number, today = store.groups.numbers([group.id])[group.id], message.sent_at.date()
    said = plan_picture.summary(Plan(every, today), group.id)
    return Reply("plan-picture", said.details, file=plan_picture.enclosed(number, today))


def table(message: Message, store: Store, group: WorkingGroup) -> Reply:
    """A group's plan as a table to fill in, where nobody reads along who may not see names.

    Raises:
        Refusal: others read along, or the reader has no part in it.
    """
    if not sees_names(message, store, group.id):
        raise Refusal("plan-table-in-private", choices=(GROUPS,))
    number = store.groups.numbers([group.id])[group.id]
    return Reply("plan-table", {"group": group.id}, file=Enclosure(TABLE, str(number)))
