"""When reviews take place is settable; recommendations change hands and dates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("networks", sa.Column("review_calendar", JSON, nullable=True))
    op.add_column("working_groups", sa.Column("review_calendar", JSON, nullable=True))
    # Both count changes, and SQLite adds no column without a value for the rows that are there.
    op.add_column(
        "review_cycles", sa.Column("moves", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "recommendations", sa.Column("revision", sa.Integer(), nullable=False, server_default="0")
    )
