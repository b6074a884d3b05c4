"""Creates the table of how long steps took."""

import sqlalchemy as sa
from alembic import op

from tracking.database.column_types import ShortText

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table with its index."""
    op.create_table(
        "step_durations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", ShortText(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("carrier", ShortText(), nullable=True),
        sa.Column("shipping_method", ShortText(), nullable=True),
        sa.Column("service", ShortText(), nullable=True),
        sa.Column("country", ShortText(), nullable=True),
        sa.Column("location", ShortText(), nullable=True),
        sa.Column("is_imported", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_step_durations"),
    )
    op.create_index("ix_step_durations_ended_on", "step_durations", ["ended_on"])
