"""Which choices an account was shown last, so that their labels can be typed."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("offered", sa.Text(), nullable=False, server_default=""))
