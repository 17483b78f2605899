"""One absence for all that somebody does; what an expert said to one offer stays theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    # Until now "not now" to an offer was kept as an absence, and nobody can tell the two apart:
    # both are an absence from here on, which is over soon in either case.
    op.execute(
        "INSERT INTO absences (person_id, until) "
        "SELECT person_id, absent_until FROM profiles WHERE absent_until IS NOT NULL"
    )
    op.add_column("profiles", sa.Column("later_until", sa.Date(), nullable=True))
    op.drop_column("profiles", "absent_until")
