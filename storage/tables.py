"""Every table, gathered: what migrations are compared with."""

from storage import (  # noqa: F401  # imported so that no table is forgotten
    absences,
    answers,
    cycles,
    drafts,
    events,
    experts,
    feedback,
    feeds,
    gaps,
    groups,
    inbox,
    knowledge_platforms,
    ladders,
    links,
    network,
    objectives,
    offers,
    organisations,
    outbox,
    own_reminders,
    pace,
    people,
    profiles,
    questions,
    relays,
    reminders,
    requests,
    resources,
    reviews,
    roles,
    watches,
    workplans,
)
from storage.base import Base
from storage.search import changes, vectors  # noqa: F401  # the same

metadata = Base.metadata
