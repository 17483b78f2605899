"""When the evidence of a review was gathered."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column(
        "review_cycles", sa.Column("evidence_at", sa.DateTime(timezone=True), nullable=True)
    )
