"""What a reminder was reckoned from, to see when it fits no more; the network's ladders."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("reminders", sa.Column("until_on", sa.Date(), nullable=True))
    op.add_column("reminders", sa.Column("named_id", sa.Integer(), nullable=True))
    op.add_column(
        "reminders",
        sa.Column("handed", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column("networks", sa.Column("reminders", JSON, server_default="{}", nullable=False))
