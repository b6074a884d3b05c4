"""Creates the tables of what customers are told, and of what they want to be told."""

import sqlalchemy as sa
from alembic import op

from tracking.database.column_types import ShortText, UtcTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables with their indexes."""
    op.create_table(
        "notices",
        sa.Column("order_id", ShortText(), nullable=False),
        sa.Column("code", ShortText(), nullable=False),
        sa.Column("part", ShortText(), nullable=False),
        sa.Column("about", ShortText(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("earlier", ShortText(), nullable=True),
        sa.Column("need", sa.Integer(), nullable=False),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.Column("state", ShortText(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", ShortText(), nullable=True),
        sa.Column("letter", ShortText(), nullable=True),
        sa.Column("claim", ShortText(), nullable=True),
        sa.Column("claimed_until", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_notices_order_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("order_id", "code", "part", "about", name="pk_notices"),
    )
    has_ended = sa.text("ended_at IS NOT NULL")
    op.create_index("ix_notices_ended_at", "notices", ["ended_at"], sqlite_where=has_ended, postgresql_where=has_ended)
    is_open = sa.text("ended_at IS NULL")
    op.create_index("ix_notices_open", "notices", ["need", "due_at"], sqlite_where=is_open, postgresql_where=is_open)
    is_claimed = sa.text("claimed_until IS NOT NULL")
    op.create_index(
        "ix_notices_claimed_until",
        "notices",
        ["claimed_until"],
        sqlite_where=is_claimed,
        postgresql_where=is_claimed,
    )
    op.create_table(
        "notice_situations",
        sa.Column("order_id", ShortText(), nullable=False),
        sa.Column("situation", sa.JSON(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_notice_situations_order_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("order_id", name="pk_notice_situations"),
    )
    op.create_table(
        "notice_preferences",
        sa.Column("order_id", ShortText(), nullable=False),
        sa.Column("level", ShortText(), nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", name="pk_notice_preferences"),
    )
    op.create_index("ix_notice_preferences_changed_at", "notice_preferences", ["changed_at"])
    op.create_table(
        "mail_blocks",
        sa.Column("hash", ShortText(), nullable=False),
        sa.Column("kind", ShortText(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("hash", "kind", name="pk_mail_blocks"),
    )
