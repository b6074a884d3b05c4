"""Creates the tables of who may open the merchant's overview, and of what was done there."""

import sqlalchemy as sa
from alembic import op

from tracking.database.column_types import ShortText, UtcTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "merchant_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("who", ShortText(), nullable=False),
        sa.Column("what", ShortText(), nullable=False),
        sa.Column("order_id", ShortText(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_merchant_history"),
    )
    op.create_index("ix_merchant_history_at", "merchant_history", ["at", "id"])
    op.create_index("ix_merchant_history_order_id", "merchant_history", ["order_id"])
    op.create_table(
        "login_links",
        sa.Column("hash", ShortText(), nullable=False),
        sa.Column("who", ShortText(), nullable=False),
        sa.Column("way", ShortText(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_login_links"),
    )
    op.create_index("ix_login_links_until", "login_links", ["until"])
    op.create_table(
        "ended_sessions",
        sa.Column("id", ShortText(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ended_sessions"),
    )
    op.create_index("ix_ended_sessions_until", "ended_sessions", ["until"])
