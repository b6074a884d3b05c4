"""Creates the table of what customers answer."""

import sqlalchemy as sa
from alembic import op

from tracking.database.column_types import ShortText, UtcTime

revision = "0006"
down_revision = "0004"


def upgrade() -> None:
    """Create the table with its indexes."""
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", ShortText(), nullable=False),
        sa.Column("topic", ShortText(), nullable=False),
        sa.Column("kind", ShortText(), nullable=False),
        sa.Column("words", ShortText(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("handled_at", UtcTime(), nullable=True),
        sa.Column("letter", ShortText(), nullable=False),
        sa.Column("state", ShortText(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", ShortText(), nullable=True),
        sa.Column("claim", ShortText(), nullable=True),
        sa.Column("claimed_until", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
    )
    op.create_index("ix_answers_order_id", "answers", ["order_id"])
    is_unhandled = sa.text("handled_at IS NULL")
    op.create_index(
        "ix_answers_open",
        "answers",
        ["order_id", "topic"],
        unique=True,
        sqlite_where=is_unhandled,
        postgresql_where=is_unhandled,
    )
    is_to_be_mailed = sa.text("due_at IS NOT NULL")
    op.create_index(
        "ix_answers_due_at",
        "answers",
        ["due_at"],
        sqlite_where=is_to_be_mailed,
        postgresql_where=is_to_be_mailed,
    )
