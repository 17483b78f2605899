"""Every table, gathered: what migrations are compared with."""

from storage import (
    events,
    experts,
    feedback,
    gaps,
    groups,
    inbox,
    knowledge_platforms,
    network,
    objectives,
    organisations,
    outbox,
    pace,
    people,
    questions,
    resources,
    reviews,
    watches,
)
from storage.base import Base
from storage.search import changes, vectors

metadata = Base.metadata

TABLES = (
    changes,
    events,
    experts,
    feedback,
    gaps,
    groups,
    inbox,
    knowledge_platforms,
    network,
    objectives,
    organisations,
    outbox,
    pace,
    people,
    questions,
    resources,
    reviews,
    vectors,
    watches,
)
"""The modules that define them; imported here so that none is forgotten."""
