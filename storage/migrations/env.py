"""Runs migrations on the connection that storage.migrate hands over."""

from typing import Any, Literal

from alembic import context

from storage.base import Coded, Json, UtcDateTime
from storage.tables import metadata


def render(kind: str, item: Any, _context: Any) -> str | Literal[False]:  # noqa: ANN401
    """Types of our own as plain ones: a migration must not change when the code does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Coded):
        return f"sa.String(length={item.length})"
    return "JSON" if kind == "type" and item is Json else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    compare_type=True,
    render_item=render,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
