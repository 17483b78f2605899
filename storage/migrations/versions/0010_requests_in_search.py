"""Let search follow the requests that there are already."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    transaction = "pg_current_xact_id()::text::bigint" if postgresql else "0"
    op.execute(
        sa.text(
            "INSERT INTO search_changes (kind, record_id, transaction_id, nonce)"  # noqa: S608  # no value of anybody's
            f" SELECT 'request', CAST(id AS VARCHAR(200)), {transaction}, id FROM requests"
            " WHERE state <> 'draft'"
        )
    )
