"""Creates the tables of alerts to the shop, and adds by which channel a customer is told."""

import sqlalchemy as sa
from alembic import op

from tracking.database.column_types import ShortText, UtcTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the tables, and add the columns."""
    op.create_table(
        "alerts",
        sa.Column("code", ShortText(), nullable=False),
        sa.Column("about", ShortText(), nullable=False),
        sa.Column("sentence", ShortText(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("code", name="pk_alerts"),
    )
    op.create_table(
        "alert_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", ShortText(), nullable=False),
        sa.Column("kind", ShortText(), nullable=False),
        sa.Column("sentence", ShortText(), nullable=True),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claim", ShortText(), nullable=True),
        sa.Column("claimed_until", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_alert_deliveries"),
    )
    op.add_column("notices", sa.Column("channel", ShortText(), nullable=False, server_default="email"))
    op.add_column("notice_preferences", sa.Column("channel", ShortText(), nullable=True))
