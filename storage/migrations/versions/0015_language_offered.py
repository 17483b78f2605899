"""The language in which a person was last offered to be spoken to, so that it is offered once."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column(
        "people",
        sa.Column("language_offered", sa.String(10), nullable=False, server_default=""),
    )
