"""Names of events in other languages, so that a deadline is quoted in the reader's."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    of_json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("events", sa.Column("names", of_json, nullable=False, server_default="{}"))
