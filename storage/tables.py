"""Every table, gathered: what migrations are compared with."""

from storage import (
    events,
    experts,
    feedback,
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
)
from storage.base import Base
from storage.search import changes, vectors

metadata = Base.metadata

TABLES = (
    changes,
    events,
    experts,
    feedback,
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
)
"""The modules that define them; imported here so that none is forgotten."""
