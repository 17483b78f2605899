"""Of which week a channel has heard last."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("group_spaces", sa.Column("digested_on", sa.Date(), nullable=True))
