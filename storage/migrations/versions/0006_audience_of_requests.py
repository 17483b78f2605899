"""Who sees a request: the working group that it is for, where it is for one.

What was sent before was said to be for whoever is asked, and nobody was told of others: it stays
with them and the secretariat.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    group = sa.Column("group_id", sa.String(length=200), nullable=False, server_default="")
    op.add_column("requests", group)
    op.execute("UPDATE requests SET sensitive = true WHERE state <> 'draft'")
    op.execute("UPDATE requests SET visibility = 'network' WHERE visibility = 'public'")
