"""Whom somebody who was asked has named instead, in their own words."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    named = sa.Column("named_as", sa.String(length=200), nullable=False, server_default="")
    op.add_column("offers", named)
