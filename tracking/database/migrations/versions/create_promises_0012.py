"""Creates the tables of what was promised of each order, and of how many promises were kept."""

import sqlalchemy as sa
from alembic import op

from tracking.database.column_types import ShortText, UtcTime

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "promises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", ShortText(), nullable=False),
        sa.Column("part", ShortText(), nullable=False),
        sa.Column("step", ShortText(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("said_by", ShortText(), nullable=False),
        sa.Column("said_at", UtcTime(), nullable=False),
        sa.Column("days_over", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_promises_order_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_promises"),
    )
    op.create_index("ix_promises_order_id", "promises", ["order_id"])
    op.create_table(
        "promise_counts",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("step", ShortText(), nullable=False),
        sa.Column("said_by", ShortText(), nullable=False),
        sa.Column("carrier", ShortText(), nullable=False),
        sa.Column("days_over", sa.Integer(), nullable=False),
        sa.Column("connection", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "week", "step", "said_by", "carrier", "days_over", "connection", name="pk_promise_counts"
        ),
    )
