"""Creates the tables of what the shop writes about an order, and of the words of letters that were sent."""

import sqlalchemy as sa
from alembic import op

from tracking.database.column_types import ShortText, UtcTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Create the tables with their indexes."""
    op.create_table(
        "letter_texts",
        sa.Column("order_id", ShortText(), nullable=False),
        sa.Column("letter", ShortText(), nullable=False),
        sa.Column("subject", ShortText(), nullable=True),
        sa.Column("text", ShortText(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "letter", name="pk_letter_texts"),
        _of_order("letter_texts"),
    )
    op.create_table(
        "merchant_letters",
        sa.Column("id", ShortText(), nullable=False),
        sa.Column("order_id", ShortText(), nullable=False),
        sa.Column("batch", ShortText(), nullable=True),
        sa.Column("subject", ShortText(), nullable=False),
        sa.Column("text", ShortText(), nullable=False),
        sa.Column("language", ShortText(), nullable=True),
        sa.Column("who", ShortText(), nullable=False),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("state", ShortText(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", ShortText(), nullable=True),
        sa.Column("claim", ShortText(), nullable=True),
        sa.Column("claimed_until", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_merchant_letters"),
        _of_order("merchant_letters"),
    )
    op.create_index("ix_merchant_letters_order_id", "merchant_letters", ["order_id"])
    op.create_index("ix_merchant_letters_batch", "merchant_letters", ["batch"])
    is_to_be_sent = sa.text("due_at IS NOT NULL")
    op.create_index(
        "ix_merchant_letters_due_at",
        "merchant_letters",
        ["due_at"],
        sqlite_where=is_to_be_sent,
        postgresql_where=is_to_be_sent,
    )
    op.create_table(
        "merchant_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", ShortText(), nullable=False),
        sa.Column("text", ShortText(), nullable=False),
        sa.Column("who", ShortText(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_merchant_notes"),
        _of_order("merchant_notes"),
    )
    op.create_index("ix_merchant_notes_order_id", "merchant_notes", ["order_id"])


def _of_order(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=f"fk_{table}_order_id", ondelete="CASCADE")
