"""Every table, gathered: what migrations are compared with."""

from storage import (
    answers,
    drafts,
    events,
    experts,
    feedback,
    gaps,
    groups,
    inbox,
    knowledge_platforms,
    network,
    objectives,
    offers,
    organisations,
    outbox,
    pace,
    people,
    profiles,
    questions,
    relays,
    requests,
    resources,
    reviews,
    watches,
)
from storage.base import Base
from storage.search import changes, vectors

metadata = Base.metadata

TABLES = (
    answers,
    changes,
    drafts,
    events,
    experts,
    feedback,
    gaps,
    groups,
    inbox,
    knowledge_platforms,
    network,
    objectives,
    offers,
    organisations,
    outbox,
    pace,
    people,
    profiles,
    questions,
    relays,
    requests,
    resources,
    reviews,
    vectors,
    watches,
)
"""The modules that define them; imported here so that none is forgotten."""
