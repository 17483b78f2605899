"""How busy all experts are, asked for each request that looks for somebody: from indexes."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_index("ix_offers_made", "offers", ["made_at", "profile_id"])
    op.create_index("ix_profiles_state_cap", "profiles", ["state", "cap"])
